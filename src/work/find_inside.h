/* The index of finding, as its files share it: words, and who they are of. */
#ifndef WORK_FIND_INSIDE_H
#define WORK_FIND_INSIDE_H
#include <pthread.h>

#include "work/find.h"

enum {
    TERM_BYTES_MAX = 40,
    SUBJECT_REFS_MAX = 200, /* words of one child; what comes after is not found */
    TEXT_WORDS_MAX = 64,    /* of one text */
    DIRTY_MAX = 4096,
    REF_PART_SHIFT = 28,
};

struct term {
    uint32_t at;
    uint8_t length;
};
struct findable { /* a child, a home or a person */
    uint32_t number, refs;
    uint16_t count;
    uint8_t kind; /* enum subject_kind; 0: gone */
};
struct finder {
    pthread_rwlock_t lock;
    bool whole;
    uint64_t *mask; /* by term: which letters it has */
    struct term *term;
    uint32_t *slot; /* hash table of terms: term + 1; 0 empty */
    char *text;
    uint32_t *ref; /* part << 28 | term; of a home or worker: | its place in subject[] */
    struct findable *subject;
    uint32_t *place; /* by subject number: place in subject[] + 1; 0 none */
    size_t terms, terms_room, slots, text_len, text_room, refs, refs_room, refs_waste;
    size_t subjects, subjects_room, places;

    struct writer *writer;
    pthread_mutex_t dirty_lock;
    uint32_t dirty[DIRTY_MAX];
    size_t dirty_count;
    bool dirty_all;
};

/* --- words --- */

/* Letters without their marks, small, Latin where the letter has a Latin base; other scripts stay.
 * Words are cut at what is no letter or digit; an apostrophe joins. Returns how many. */
size_t find_fold(struct arena *a, struct str text, struct str *ret, size_t most);
/* The same as one word, whatever stands between: numbers, postcodes. */
struct str find_fold_joined(struct arena *a, struct str text);
/* "d20110314" of "2011-03-14"; empty when it is none. */
struct str find_fold_born(struct arena *a, struct str iso);
uint64_t find_mask(struct str word);
/* One letter more, less, other, or two changed round. */
bool find_is_near(struct str a, struct str b);
/* Takes a date out of words[from…]: how many of them it was made of, and its prefix of a term. */
size_t find_date(struct arena *a, const struct str *word, size_t count, struct str *ret_born);

/* --- the index --- */

/* Words found so far of one subject. */
struct gathering {
    struct finder *f;
    struct task *t;
    uint32_t ref[SUBJECT_REFS_MAX];
    size_t count;
};
/* False: past FINDER_BYTES_MAX. */
bool finder_has_room(const struct finder *f);
uint32_t finder_term(struct finder *f, struct str word);
uint32_t finder_place(struct finder *f, uint32_t number, enum subject_kind kind);
void finder_put(struct finder *f, uint32_t place, const uint32_t *ref, size_t count);
void finder_forget(struct finder *f); /* everything */
status finder_read_all(struct task *t, struct finder *f, struct reader *r);
status finder_read_one(struct task *t, struct finder *f, struct reader *r, uint32_t subject);

#endif

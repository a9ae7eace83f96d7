/* Finding children, homes and people by any part of what is known of them.
 *
 * The index lies in memory alone, is made from the register's rows and follows them. About 280
 * bytes a child; never more than FINDER_BYTES_MAX. */
#ifndef WORK_FIND_H
#define WORK_FIND_H
#include "register/find_rows.h"
#include "work/look.h"
#include "work/writer.h"

enum {
    FIND_WORDS_MAX = 8, /* what comes after is not looked for */
    FIND_TYPED_MAX = 200,
    FIND_ROWS_MAX = 50,
    FIND_HOMES_MAX = 10,
    FINDER_BYTES_MAX = 1 << 30,
};

struct finder;
/* Knows nothing yet; is told by the writer of what is folded. `w` NULL: looks again only when
 * made anew. */
status finder_open(struct task *t, struct writer *w, struct finder **ret);
void finder_close(struct finder *f); /* accepts NULL; before the writer is closed */
/* Reads everything, so that the first who looks need not wait. */
status finder_warm(struct task *t, struct finder *f, struct reader *r);

struct find_asked {
    struct str words;
    const uint64_t *allowed; /* bit by subject number; NULL: every child */
    size_t allowed_bits;
    bool homes, people; /* these too */
};
struct found {
    uint32_t number; /* of the subject */
    uint32_t score;
    uint8_t part[FIND_WORDS_MAX]; /* enum find_part, by word: what it was found by */
    bool near[FIND_WORDS_MAX];    /* not quite as typed */
};
struct found_list {
    struct found *at;
    size_t count, all; /* all: how many there are that the asker may see */
};
struct find_answer {
    struct str word[FIND_WORDS_MAX]; /* as they were understood */
    size_t words;
    struct found_list children, homes, people; /* best first */
};
/* All words must fit. No words: nothing is found. E_LIMIT: the register is too large for it. */
status finder_look(struct task *t, struct finder *f, struct reader *r, const struct find_asked *a,
                   struct find_answer *ret);
size_t finder_bytes(struct finder *f);

const char *find_part_words(enum find_part p); /* "name", "former name" */

/* What a list of what was found says of one child. */
struct find_child {
    struct str name, local_id, born, home; /* born: ISO or empty */
    bool missing;
};
status find_describe(struct task *t, struct reader *r, uint32_t child, struct find_child *ret);

#endif

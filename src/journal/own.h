/* The journal's own state: what the files of this room share about one open log. */
#ifndef JOURNAL_OWN_H
#define JOURNAL_OWN_H
#include "base/limits.h"
#include "journal/journal.h"
#include "journal/seal.h"
#include "journal/tree.h"

enum key_state {
    KEY_UNKNOWN,
    KEY_NONE,
    KEY_HELD,
    KEY_ERASED
};

/* What is known of one subject without asking the database again. */
struct subject {
    uint32_t length; /* parts in its stream, with those not committed yet */
    uint8_t kind;    /* enum subject_kind; SUBJECT_NONE: not looked up yet */
    uint8_t key_state;
    bool length_known;
    uint8_t key[KEY_BYTES];
};

enum {
    SUBJECTS_A_PAGE = 1024,
    SUBJECT_PAGES = 1 << 14
};

struct journal {
    struct db *kept, *keys;
    int64_t log;
    char origin[ORIGIN_BYTES_MAX];
    size_t origin_len;
    uint8_t wrapping[KEY_BYTES];
    struct seal_place place;

    struct tree tree, committed;                  /* with and without what this transaction added */
    struct hash256 tile[TILE_LEVELS][TILE_WIDTH]; /* the open tile of each level */
    bool stale;     /* a roll-back reached into a tile that was full: read it again */
    bool unchecked; /* opened only to be verified */
    bool writes;    /* it has appended: nobody else adds to this log */
    bool broken;    /* an append failed half-way: only a roll-back helps */

    struct subject **pages; /* by subject number */
    uint32_t subjects, subjects_committed;
    uint32_t keys_ahead; /* how many keys the next miss makes at once */
    uint64_t last_ms;    /* of the newest entry id */
    int64_t seen;        /* size of the last signed head */

    /* The signer's heads, when there is one: journal_verify checks them too. */
    struct db *heads;
    uint8_t head_key[32];

    /* One event at a time passes through these. */
    uint8_t salted[SALT_BYTES + EVENT_BYTES_MAX];
    uint8_t sealed[SEAL_MORE + EVENT_BYTES_MAX];
    uint8_t body[BODY_BYTES_MAX];
};

static inline struct str journal_origin(const struct journal *j)
{
    return (struct str){ j->origin, j->origin_len };
}

static inline int64_t stream_at(uint32_t subject, uint32_t n)
{
    return (int64_t)subject << 20 | n;
}

/* frontier.c */
status frontier_read(struct task *t, struct journal *j); /* size, open tiles, tree */
status frontier_add(struct task *t, struct journal *j, const struct hash256 *leaf);
status frontier_size(struct task *t, struct journal *j, int64_t *ret);
status frontier_behind(struct task *t, struct journal *j, bool *ret); /* others added to it */
status leaves_read(struct task *t, struct journal *j, int64_t from, int64_t until,
                   struct hash256 ret[TILE_WIDTH]);
status tile_read(struct task *t, struct journal *j, int level, int64_t n,
                 struct hash256 ret[TILE_WIDTH]);
/* subject.c */
struct subject *subject_at(struct journal *j, uint32_t number);
status subject_known(struct task *t, struct journal *j, uint32_t number, struct subject **ret);
status subject_length(struct task *t, struct journal *j, uint32_t number, struct subject *s);
void subjects_forget(struct journal *j); /* lengths: after a roll-back */
status subjects_count(struct task *t, struct journal *j, uint32_t *ret);
/* keys.c */
status key_for_reading(struct task *t, struct journal *j, uint32_t number, struct subject *s);
status key_for_writing(struct task *t, struct journal *j, uint32_t number, struct subject *s);
/* read.c: which homes were told of a child's entry, and where in their streams. */
enum {
    TOLD_MAX = 2
};
struct told {
    uint32_t home, n;
    bool by_name; /* the entry's own home; else one that was told that its pointer is void */
};
status journal_told(struct task *t, struct journal *j, uint32_t child, uint32_t n,
                    struct told ret[TOLD_MAX], unsigned *ret_count);

/* Each file's statements, prepared together when a log is opened. */
enum {
    FRONTIER_STATEMENTS = 5,
    SUBJECT_STATEMENTS = 4,
    KEY_STATEMENTS = 2,
    APPEND_STATEMENTS = 4,
    READ_STATEMENTS = 2
};
extern const struct statement frontier_statements[FRONTIER_STATEMENTS],
    subject_statements[SUBJECT_STATEMENTS], key_statements[KEY_STATEMENTS],
    append_statements[APPEND_STATEMENTS], read_statements[READ_STATEMENTS];

#endif

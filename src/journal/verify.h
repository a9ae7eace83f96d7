/* What the two halves of the full check share. Private to this room. */
#ifndef JOURNAL_VERIFY_H
#define JOURNAL_VERIFY_H
#include <stdio.h>

#include "journal/own.h"

struct verify {
    struct task *t;
    struct journal *j;
    struct verify_report *report;
    void (*progress)(void *self, int64_t done, int64_t of);
    void *self;
    int64_t size, done, of;
    struct cursor rows, heads;
    struct tree tree;
    struct hash256 tile[TILE_LEVELS][TILE_WIDTH];
    uint8_t *parts; /* by entry: how many its body commits to */
    uint8_t *seen;  /* by entry: which of them were found, as bits */

    bool head_open, head_good; /* the next signed head that the tree has not reached */
    int64_t head_size;
    struct hash256 head_root;
    struct str head_note;

    int64_t erasures, first_erased; /* parts whose erasure is on record; first one without words */
};

/* Keeps the first wrong place. */
void verify_wrong(struct verify *v, int64_t at, const char *what);
void verify_step(struct verify *v);
status verify_entry(struct verify *v, int64_t seq, struct entry_id *ret_id,
                    struct hash256 ret_commitments[PARTS_MAX], unsigned *ret_parts);
status verify_parts(struct verify *v);

enum {
    VERIFY_PARTS = 2,
    VERIFY_FROM,
    VERIFY_STATEMENTS
};
extern const struct statement verify_statements[VERIFY_STATEMENTS], head_statements[1];

#endif

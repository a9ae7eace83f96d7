/* What a request has recorded and its next commit will confirm: who can be found by it already.
 *
 * Until then the register cannot be asked for a child that came with the same request. */
#ifndef INTAKE_HELD_H
#define INTAKE_HELD_H
#include "work/look.h"
#include "work/writer.h"

enum { HELD_REQUESTS_MAX = 256, HELD_NUMBERS_MAX = 1024, HELD_NUMBER_BYTES = 64 };

struct held {
    struct writer_hold hold;
    size_t ride; /* so many share the next commit */
    struct held_number {
        uint32_t child;
        uint8_t scheme, len;
        char value[HELD_NUMBER_BYTES];
    } number[HELD_NUMBERS_MAX];
    size_t numbers;
    bool unclear; /* what was recorded may have changed numbers in ways not listed */
};

/* The first request goes alone, so that a request of one event costs what it did. */
void held_open(struct held *h);
status held_append(struct task *t, struct held *h, struct writer *w, struct append *a);
status held_settle(struct task *t, struct held *h, struct writer *w);
/* As look_find_child, and also by what was only just recorded. */
status held_find_child(struct task *t, struct held *h, struct writer *w, struct reader *r,
                       struct str id, uint32_t *ret_child);

#endif

/* The subjects that a batch has added to, each once, with the length of its stream before. */
#ifndef WORK_TOUCHED_H
#define WORK_TOUCHED_H
#include "base/arena.h"

enum { TOUCHED_MAX = 1 << 16 };

struct touched {
    uint32_t subject, before_n;
    bool stored; /* it may have rows, though its stream was empty before */
};
struct touched_set {
    struct touched *at;
    uint32_t *place; /* open addressing: place in `at`, from 1 */
    size_t count;
};
struct touched_set touched_open(struct arena *a);
bool touched_has(const struct touched_set *s, uint32_t subject);
void touched_add(struct touched_set *s, struct touched t); /* one that it has not */
void touched_cut(struct touched_set *s, size_t down_to);   /* forgets the latest */

#endif

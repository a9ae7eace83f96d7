/* Which subject the clock must next act on: one entry a subject, the earliest on top.
 *
 * 20 bytes a subject that waits and 4 for every subject there is; each change costs a few
 * comparisons. Belongs to one thread at a time. */
#ifndef WORK_CLOCK_HEAP_H
#define WORK_CLOCK_HEAP_H
#include <stddef.h>
#include <stdint.h>

struct clock_heap {
    struct clock_entry *entry; /* a binary heap, by instant and then subject */
    uint32_t *place;           /* by subject: place in `entry` from 1; 0 waits for nothing */
    size_t count, room, places;
};

void clock_heap_clear(struct clock_heap *h); /* gives its memory back */
/* INT64_MAX: nothing is to be done for it. */
void clock_heap_set(struct clock_heap *h, uint32_t subject, int64_t at);
int64_t clock_heap_at(const struct clock_heap *h, uint32_t subject); /* INT64_MAX: none */
/* INT64_MAX: nothing waits. */
int64_t clock_heap_top(const struct clock_heap *h, uint32_t *ret_subject);

#endif

/* A binary heap that knows where each subject stands in it. */
#include "work/clock_heap.h"

#include <stdlib.h>
#include <string.h>

#include "base/status.h"

struct clock_entry {
    int64_t at;
    uint32_t subject;
};

enum { ROOM_FIRST = 1024 };

void clock_heap_clear(struct clock_heap *h)
{
    free(h->entry);
    free(h->place);
    *h = (struct clock_heap){ 0 };
}

/* Out of memory stops the process; the journal is at its last commit. */
static void *grown(void *at, size_t count, size_t size)
{
    void *more = reallocarray(at, count, size);
    MUST(more);
    return more;
}

static void make_room(struct clock_heap *h, uint32_t subject)
{
    if (subject >= h->places) {
        size_t places = h->places ? h->places : ROOM_FIRST;
        while (places <= subject)
            places *= 2;
        h->place = grown(h->place, places, sizeof *h->place);
        memset(h->place + h->places, 0, (places - h->places) * sizeof *h->place);
        h->places = places;
    }
    if (h->count == h->room) {
        h->room = h->room ? h->room * 2 : ROOM_FIRST;
        h->entry = grown(h->entry, h->room, sizeof *h->entry);
    }
}

static bool before(const struct clock_entry *a, const struct clock_entry *b)
{
    return a->at != b->at ? a->at < b->at : a->subject < b->subject;
}

static void put(struct clock_heap *h, size_t i, struct clock_entry e)
{
    h->entry[i] = e;
    h->place[e.subject] = (uint32_t)i + 1;
}

static size_t lifted(struct clock_heap *h, size_t i, struct clock_entry e)
{
    while (i > 0 && before(&e, &h->entry[(i - 1) / 2])) {
        put(h, i, h->entry[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
    return i;
}

static size_t sunk(struct clock_heap *h, size_t i, struct clock_entry e)
{
    for (size_t child = 2 * i + 1; child < h->count; child = 2 * i + 1) {
        if (child + 1 < h->count && before(&h->entry[child + 1], &h->entry[child]))
            child++;
        if (!before(&h->entry[child], &e))
            break;
        put(h, i, h->entry[child]);
        i = child;
    }
    return i;
}

static void settle(struct clock_heap *h, size_t i, struct clock_entry e)
{
    size_t up = lifted(h, i, e);
    put(h, up == i ? sunk(h, i, e) : up, e);
}

static void take_out(struct clock_heap *h, uint32_t subject)
{
    size_t i = h->place[subject] - 1;
    struct clock_entry last = h->entry[--h->count];
    h->place[subject] = 0;
    if (i < h->count)
        settle(h, i, last);
}

void clock_heap_set(struct clock_heap *h, uint32_t subject, int64_t at)
{
    bool there = subject < h->places && h->place[subject] != 0;
    if (at == INT64_MAX) {
        if (there)
            take_out(h, subject);
        return;
    }
    if (!there)
        make_room(h, subject);
    settle(h, there ? h->place[subject] - 1 : h->count++, (struct clock_entry){ at, subject });
}

int64_t clock_heap_at(const struct clock_heap *h, uint32_t subject)
{
    bool there = subject < h->places && h->place[subject] != 0;
    return there ? h->entry[h->place[subject] - 1].at : INT64_MAX;
}

int64_t clock_heap_top(const struct clock_heap *h, uint32_t *ret_subject)
{
    if (h->count == 0)
        return INT64_MAX;
    *ret_subject = h->entry[0].subject;
    return h->entry[0].at;
}

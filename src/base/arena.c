/* Memory with one lifetime, in chunks. What lies past `used` is always nought, so taking is cheap
 * and wiping happens once, when memory is given back. */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define WATCHED 1
#endif
#ifdef WATCHED
#include <sanitizer/asan_interface.h>
#define CLOSE_TO_USE(at, len) __asan_poison_memory_region(at, len)
#define OPEN_TO_USE(at, len)  __asan_unpoison_memory_region(at, len)
enum { GAP = 16 }; /* between neighbours, so that running over the end is caught */
#else
#define CLOSE_TO_USE(at, len) ((void)(at), (void)(len))
#define OPEN_TO_USE(at, len)  ((void)(at), (void)(len))
enum { GAP = 0 };
#endif

enum { ALIGN = ARENA_ALIGN, CHUNK_FIRST = 32 << 10, CHUNK_MOST = 1 << 20 };

struct chunk {
    struct chunk *before;
    size_t size, used;
    _Alignas(ALIGN) char at[];
};

struct arena {
    size_t budget, used, next_size;
    struct chunk *last;
    struct chunk *spare; /* kept by a rewind, so that a loop over a chunk's end does not thrash */
};

static _Noreturn void out_of_memory(const char *why, size_t wanted, size_t used)
{
    fprintf(stderr, "out of memory: %s (%zu bytes wanted, %zu in use)\n", why, wanted, used);
    abort();
}

struct arena *arena_open(size_t budget)
{
    struct arena *a = calloc(1, sizeof *a);
    if (!a)
        out_of_memory("the machine has no more", sizeof *a, 0);
    a->budget = budget;
    a->next_size = CHUNK_FIRST;
    return a;
}

/* Wiped so that nothing about a child outlives the task that read it. */
static void chunk_wipe(struct chunk *c, size_t from)
{
    OPEN_TO_USE(c->at + from, c->used - from);
    explicit_bzero(c->at + from, c->used - from);
    c->used = from;
    CLOSE_TO_USE(c->at + from, c->size - from);
}

static void chunk_free(struct chunk *c)
{
    OPEN_TO_USE(c->at, c->size);
    free(c);
}

void arena_close(struct arena *a)
{
    if (!a)
        return;
    while (a->last) {
        struct chunk *c = a->last;
        a->last = c->before;
        chunk_wipe(c, 0);
        chunk_free(c);
    }
    if (a->spare)
        chunk_free(a->spare);
    free(a);
}

static struct chunk *chunk_open(struct arena *a, size_t need)
{
    if (a->spare && a->spare->size >= need) {
        struct chunk *c = a->spare;
        a->spare = NULL;
        return c;
    }
    size_t size = need > a->next_size ? need : a->next_size;
    if (a->next_size < CHUNK_MOST)
        a->next_size *= 2;
    struct chunk *c = calloc(1, sizeof *c + size);
    if (!c)
        out_of_memory("the machine has no more", size, a->used);
    c->size = size;
    CLOSE_TO_USE(c->at, c->size);
    return c;
}

void *arena_take(struct arena *a, size_t count, size_t size)
{
    size_t wanted, need;
    if (__builtin_mul_overflow(count, size, &wanted) ||
        __builtin_add_overflow(wanted, (size_t)(ALIGN - 1 + GAP), &need))
        out_of_memory("a size past all bounds", count, a->used);
    need &= ~(size_t)(ALIGN - 1);
    if (need > a->budget - a->used)
        out_of_memory("the task's budget is spent", wanted, a->used);
    if (!a->last || need > a->last->size - a->last->used) {
        struct chunk *c = chunk_open(a, need);
        c->before = a->last;
        a->last = c;
    }
    void *at = a->last->at + a->last->used;
    OPEN_TO_USE(at, wanted);
    a->last->used += need;
    a->used += need;
    return at;
}

void *arena_take_aligned(struct arena *a, size_t count, size_t size, size_t align)
{
    size_t wanted, all;
    if (__builtin_mul_overflow(count, size, &wanted) ||
        __builtin_add_overflow(wanted, align, &all))
        out_of_memory("a size past all bounds", count, a->used);
    char *at = arena_take(a, 1, all);
    return at + (-(uintptr_t)at & (align - 1));
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}

struct arena_mark arena_mark(const struct arena *a)
{
    return (struct arena_mark){ a->last, a->last ? a->last->used : 0 };
}

void arena_rewind(struct arena *a, struct arena_mark m)
{
    while (a->last != m.chunk) {
        struct chunk *c = a->last;
        MUST(c); /* else the mark is another arena's, or was rewound past */
        a->used -= c->used;
        a->last = c->before;
        chunk_wipe(c, 0);
        if (c->size <= CHUNK_MOST && (!a->spare || a->spare->size < c->size)) {
            struct chunk *smaller = a->spare;
            a->spare = c;
            c = smaller;
        }
        if (c)
            chunk_free(c);
    }
    if (!a->last)
        return;
    MUST(a->last->used >= m.used);
    a->used -= a->last->used - m.used;
    chunk_wipe(a->last, m.used);
}

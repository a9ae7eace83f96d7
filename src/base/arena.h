/* Memory with one lifetime: a request, a command, or the process. Nothing is freed singly. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include "base/status.h"

#define ALLOCATES(count, size) __attribute__((alloc_size(count, size), malloc, returns_nonnull))

struct arena;

struct arena *arena_open(size_t budget); /* bytes it may grow to */
void arena_close(struct arena *a);       /* wipes, then frees; accepts NULL */

/* Zeroed memory. Never NULL: past the budget or out of memory the process stops, and the
 * journal, being transactional, is left at its last commit. Bound inputs before this. */
void *arena_take(struct arena *a, size_t count, size_t size) ALLOCATES(2, 3);
/* For what asks to lie on a line of the cache: `align` is a power of two. */
void *arena_take_aligned(struct arena *a, size_t count, size_t size, size_t align)
    ALLOCATES(2, 3);
enum {
    ARENA_ALIGN = 16
};
#define NEWS(a, type, many)                                                                        \
    ((type *)(_Alignof(type) > ARENA_ALIGN                                                         \
                  ? arena_take_aligned((a), (many), sizeof(type), _Alignof(type))                  \
                  : arena_take((a), (many), sizeof(type))))
#define NEW(a, type) NEWS(a, type, 1)

size_t arena_used(const struct arena *a);

/* Returns to an earlier mark, wiping what came after it: for loops over a million rows. */
struct arena_mark {
    void *chunk;
    size_t used;
};
struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark m);

#endif

/* The writer's memory of streams it has folded lately, so that an append opens only what is new.
 *
 * Decoded streams are held in memory only, never on disk, and wiped when they leave it. */
#ifndef WORK_STREAM_CACHE_H
#define WORK_STREAM_CACHE_H
#include "register/file.h"

struct stream_cache;

struct cached {
    uint32_t subject;
    enum subject_kind kind;
    struct stream stream;
    /* Duties and alarms that were open and had begun when the stream was last folded: rule << 32 |
     * started_n, ascending. Known only when `folded`. */
    uint64_t *open;
    size_t open_count;
    bool folded;
    /* the cache's own */
    struct cached *newer, *older, *chain;
    size_t room, bytes;
};

struct stream_cache *stream_cache_open(size_t bytes_max);
void stream_cache_close(struct stream_cache *c);

/* The subject's stream with all that the journal holds of it now, seen by this connection.
 * It stays valid until the next call. */
status stream_cache_take(struct task *t, struct stream_cache *c, struct journal *j,
                         uint32_t subject, struct cached **ret);
void stream_cache_opened(struct stream_cache *c, struct cached *of, const uint64_t *open,
                         size_t count);
/* Forgets one, or all: what was read within a transaction that was rolled back. */
void stream_cache_drop(struct stream_cache *c, uint32_t subject);
void stream_cache_drop_all(struct stream_cache *c);
size_t stream_cache_bytes(const struct stream_cache *c);

#endif

/* Two chunks in turn: one is filled while the other is stored. */
#include "work/rows_pipe.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { CHUNKS = 2, CHUNK_ARENA_BYTES = 512 << 20, STORE_ARENA_BYTES = 64 << 20,
       SUBJECTS_A_COMMIT = 2000 };

struct slot {
    struct rows_chunk chunk;
    struct arena_mark empty;
    bool taken, sent;
};

struct rows_pipe {
    struct db *into;
    int64_t log, written;
    struct tx tx;
    size_t uncommitted;
    struct slot slot[CHUNKS];
    struct arena *arena; /* the storing thread's */
    struct task own;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool closing;
    status failed;
    char reason[sizeof((struct task *)0)->reason];
};

/* --- the storing thread --- */

static status store_subject(struct rows_pipe *p, struct rows_chunk *c, const struct rows_of *of)
{
    struct arena_mark mark = arena_mark(p->arena);
    struct derived_rows rows = { .at = c->rows.at + of->from, .count = of->count };
    int64_t written = 0;
    TRY(derived_replace(&p->own, p->into, p->log, of->subject, &rows, of->fresh, &written));
    p->written += written;
    arena_rewind(p->arena, mark);
    return OK;
}

/* Chunks without a stamp share a transaction: each commit would write the same pages again. */
static status store_chunk(struct rows_pipe *p, struct rows_chunk *c)
{
    if (!p->tx.db)
        TRY(tx_begin(&p->own, p->into, &p->tx));
    for (size_t i = 0; i < c->subjects; i++)
        TRY(store_subject(p, c, &c->of[i]));
    p->uncommitted += c->subjects;
    if (c->stamp >= 0)
        TRY(derived_stamp(&p->own, p->into, p->log, c->stamp));
    if (c->stamp < 0 && p->uncommitted < SUBJECTS_A_COMMIT)
        return OK;
    p->uncommitted = 0;
    return tx_commit(&p->tx);
}

static struct slot *next_sent(struct rows_pipe *p)
{
    pthread_mutex_lock(&p->lock);
    struct slot *found = NULL;
    while (!found) {
        for (int i = 0; i < CHUNKS; i++) {
            if (p->slot[i].sent)
                found = &p->slot[i];
        }
        if (found || p->closing)
            break;
        pthread_cond_wait(&p->changed, &p->lock);
    }
    pthread_mutex_unlock(&p->lock);
    return found;
}

/* At most one chunk is sent at a time, so their order is that of sending. */
static void *store_thread(void *self)
{
    struct rows_pipe *p = self;
    for (struct slot *s; (s = next_sent(p)) != NULL;) {
        status done = p->failed == OK ? store_chunk(p, &s->chunk) : OK;
        arena_rewind(s->chunk.arena, s->empty);
        pthread_mutex_lock(&p->lock);
        if (done != OK) {
            tx_end(&p->tx);
            p->failed = done;
            snprintf(p->reason, sizeof p->reason, "%s", p->own.reason);
        }
        s->sent = s->taken = false;
        pthread_cond_broadcast(&p->changed);
        pthread_mutex_unlock(&p->lock);
    }
    return NULL;
}

/* --- the folding side --- */

struct rows_pipe *rows_pipe_open(struct task *t, struct db *into, int64_t log)
{
    struct rows_pipe *p = NEW(t->arena, struct rows_pipe);
    p->into = into;
    p->log = log;
    p->arena = arena_open(STORE_ARENA_BYTES);
    p->own = task_open(p->arena, t->clock);
    for (int i = 0; i < CHUNKS; i++) {
        struct arena *a = arena_open(CHUNK_ARENA_BYTES);
        p->slot[i].chunk.arena = a;
        p->slot[i].chunk.t = task_open(a, t->clock);
        p->slot[i].empty = arena_mark(a);
    }
    MUST(pthread_mutex_init(&p->lock, NULL) == 0);
    MUST(pthread_cond_init(&p->changed, NULL) == 0);
    MUST(pthread_create(&p->thread, NULL, store_thread, p) == 0);
    return p;
}

void rows_pipe_close(struct rows_pipe *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->closing = true;
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->lock);
    pthread_join(p->thread, NULL);
    tx_end(&p->tx);
    pthread_cond_destroy(&p->changed);
    pthread_mutex_destroy(&p->lock);
    for (int i = 0; i < CHUNKS; i++)
        arena_close(p->slot[i].chunk.arena);
    arena_close(p->arena);
}

struct db *rows_pipe_into(const struct rows_pipe *p)
{
    return p->into;
}

struct rows_chunk *rows_pipe_chunk(struct rows_pipe *p)
{
    struct slot *free_slot = NULL;
    pthread_mutex_lock(&p->lock);
    while (!free_slot) {
        for (int i = 0; i < CHUNKS && !free_slot; i++) {
            if (!p->slot[i].taken)
                free_slot = &p->slot[i];
        }
        if (!free_slot)
            pthread_cond_wait(&p->changed, &p->lock);
    }
    free_slot->taken = true;
    pthread_mutex_unlock(&p->lock);
    struct rows_chunk *c = &free_slot->chunk;
    c->rows = (struct derived_rows){ .arena = c->arena };
    c->of = NULL;
    c->subjects = c->room = 0;
    c->stamp = -1;
    return c;
}

void chunk_subject_begin(struct rows_chunk *c, uint32_t subject, bool fresh)
{
    if (c->subjects == c->room) {
        size_t room = c->room ? c->room * 2 : 64;
        struct rows_of *more = NEWS(c->arena, struct rows_of, room);
        if (c->subjects > 0)
            memcpy(more, c->of, c->subjects * sizeof *more);
        c->of = more;
        c->room = room;
    }
    c->of[c->subjects++] = (struct rows_of){ subject, fresh, c->rows.count, 0 };
}

void chunk_subject_end(struct rows_chunk *c)
{
    struct rows_of *last = &c->of[c->subjects - 1];
    last->count = c->rows.count - last->from;
}

/* Under the lock. */
static bool any_sent(const struct rows_pipe *p)
{
    bool any = false;
    for (int i = 0; i < CHUNKS; i++)
        any |= p->slot[i].sent;
    return any;
}

static status wait_stored(struct task *t, struct rows_pipe *p)
{
    while (any_sent(p))
        pthread_cond_wait(&p->changed, &p->lock);
    return p->failed == OK ? OK : fail(t, p->failed, "%s", p->reason);
}

status rows_pipe_send(struct task *t, struct rows_pipe *p, struct rows_chunk *c)
{
    pthread_mutex_lock(&p->lock);
    status before = wait_stored(t, p);
    for (int i = 0; i < CHUNKS; i++) {
        if (&p->slot[i].chunk == c)
            p->slot[i].sent = true; /* also after a failure: it is only emptied then */
    }
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->lock);
    return before;
}

void rows_pipe_drop(struct rows_pipe *p, struct rows_chunk *c)
{
    pthread_mutex_lock(&p->lock);
    for (int i = 0; i < CHUNKS; i++) {
        if (&p->slot[i].chunk != c)
            continue;
        arena_rewind(c->arena, p->slot[i].empty);
        p->slot[i].taken = false;
    }
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->lock);
}

status rows_pipe_settle(struct task *t, struct rows_pipe *p)
{
    pthread_mutex_lock(&p->lock);
    status done = wait_stored(t, p);
    pthread_mutex_unlock(&p->lock);
    return done;
}

int64_t rows_pipe_written(const struct rows_pipe *p)
{
    return p->written;
}

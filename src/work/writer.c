/* The queue before the one writer: requests wait together and share a commit. */
#include "work/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "work/notice.h"
#include "work/store_open.h"
#include "work/writer_inside.h"

enum {
    IDLE_MS = 200,             /* nobody waits this long: time to move the WAL */
    WAL_PAGES_WORTH_MOVING = 1000,
    WRITER_ARENA_BYTES = 512 << 20,
};

status writer_refuse_stopped(struct task *t, const struct writer *w)
{
    return fail(t, E_IO, "the register takes no more entries since a write failed (%s): start"
                         " Sightline again; nothing that was confirmed is lost", w->why_stopped);
}

void writer_stop(struct writer *w, const char *why)
{
    if (w->stopped)
        return;
    w->stopped = true;
    snprintf(w->why_stopped, sizeof w->why_stopped, "%.200s", why);
    if (w->ended)
        w->ended(w->ended_self);
}

struct writer_counts writer_count(const struct writer *w)
{
    if (!w->threaded)
        return w->counts;
    struct writer *locked = (struct writer *)(uintptr_t)w;
    pthread_mutex_lock(&locked->lock);
    struct writer_counts shown = w->shown;
    pthread_mutex_unlock(&locked->lock);
    return shown;
}

/* --- idle moments --- */

static status sign(struct writer *w, struct task *t, struct str *ret_note)
{
    if (!w->store->signer)
        return fail(t, E_DENIED, "this register was opened to read: it cannot sign");
    w->signed_at = task_now(t); /* also when the signer does not answer: it is asked again later */
    TRY(signer_sign(t, w->store->signer, w->store->journal, ret_note));
    w->signed_size = journal_size(w->store->journal);
    w->signed_at = task_now(t);
    return OK;
}

status writer_told(struct task *t, const struct writer *w, status s)
{
    return s == OK || t == &w->task ? s : fail(t, s, "%s", w->task.reason);
}

/* New subjects that wait for a first event must not keep the file's lock for ever. */
static status settle(struct task *t, struct writer *w)
{
    return w->kept_open ? writer_told(t, w, batch_finish(w)) : OK;
}

static status do_sign(struct writer *w, struct task *t, void *ret_note)
{
    if (w->stopped)
        return writer_refuse_stopped(t, w);
    TRY(settle(t, w));
    return sign(w, t, ret_note);
}

/* The register has no part in the access log, and is up to date with it none the less. */
static status stamp(struct writer *w)
{
    int64_t size = journal_size(w->store->journal);
    if (w->stamped == size || w->homes.count > 0)
        return OK;
    TRY(batch_settle_rows(w));
    WITH_TX(tx);
    TRY(tx_begin(&w->task, w->store->derived, &tx));
    TRY(derived_stamp(&w->task, w->store->derived, w->store->log, size));
    TRY(tx_commit(&tx));
    w->stamped = size;
    return OK;
}

static status do_idle(struct writer *w, struct task *t, void *self)
{
    (void)self;
    if (w->stopped)
        return writer_refuse_stopped(t, w);
    TRY(settle(t, w));
    TRY(writer_told(t, w, batch_fold_homes(w)));
    TRY(writer_told(t, w, stamp(w)));
    TRY(db_checkpoint(t, w->store->kept));
    TRY(db_checkpoint(t, w->store->derived));
    w->pages_moved = db_count(w->store->kept).wal_pages + db_count(w->store->derived).wal_pages;
    return OK;
}

status writer_sign(struct task *t, struct writer *w, struct str *ret_note)
{
    return writer_do(t, w, do_sign, ret_note);
}

status writer_idle(struct task *t, struct writer *w)
{
    return writer_do(t, w, do_idle, NULL);
}

static bool wants_signing(const struct writer *w)
{
    return w->store->signer && journal_size(w->store->journal) > w->signed_size &&
           task_now(&w->task).us - w->signed_at.us >= SECOND_US;
}

static bool wants_moving(const struct writer *w)
{
    struct db_counts kept = db_count(w->store->kept), derived = db_count(w->store->derived);
    return kept.wal_pages + derived.wal_pages - w->pages_moved > WAL_PAGES_WORTH_MOVING;
}

static void work_unasked(struct writer *w, bool nobody_waits)
{
    if (w->stopped)
        return;
    w->task.clock = w->clock; /* the last asker's may be gone with its asker */
    struct arena_mark mark = arena_mark(w->arena);
    struct str note;
    status done = OK;
    if (wants_signing(w))
        done = do_sign(w, &w->task, &note);
    bool unfinished = w->rows_ahead || w->kept_open || w->homes.count > 0;
    if (done == OK && nobody_waits && (unfinished || wants_moving(w)))
        done = do_idle(w, &w->task, NULL);
    else if (done == OK && nobody_waits)
        done = stamp(w);
    if (done != OK && done != E_BUSY) {
        log_failure("writer", &w->task);
        writer_stop(w, w->task.reason);
    }
    arena_rewind(w->arena, mark);
}

/* --- the queue --- */

static void answer(struct writer *w, struct job *j)
{
    if (!w->threaded) {
        j->done = true;
        return;
    }
    pthread_mutex_lock(&w->lock);
    w->shown = w->counts;
    j->done = true;
    pthread_cond_signal(&j->answered);
    pthread_mutex_unlock(&w->lock);
}

static void serve_call(struct writer *w, struct job *j)
{
    /* The asker waits, so its task is ours to use meanwhile. */
    j->result = j->call(w, j->asked, j->self);
    if (j->result != OK)
        snprintf(j->reason, sizeof j->reason, "%s", j->asked->reason);
    answer(w, j);
}

static void serve(struct writer *w, struct job *first)
{
    struct job *batch[BATCH_JOBS_MAX];
    while (first) {
        size_t count = 0;
        for (; first && !first->call && count < BATCH_JOBS_MAX; first = first->next)
            batch[count++] = first;
        if (count > 0) {
            batch_serve(w, batch, count);
            for (size_t i = 0; i < count; i++)
                answer(w, batch[i]);
        } else {
            struct job *call = first;
            first = first->next;
            serve_call(w, call);
        }
    }
}

static struct timespec soon(int ms)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_nsec += (long)ms * 1000000;
    at.tv_sec += at.tv_nsec / 1000000000;
    at.tv_nsec %= 1000000000;
    return at;
}

/* All who wait now share the next commit; who comes during it waits for the one after. */
static struct job *take_all(struct writer *w, bool *ret_nobody_waits)
{
    pthread_mutex_lock(&w->lock);
    struct timespec until = soon(IDLE_MS);
    int late = 0;
    while (!w->first && !w->closing && late == 0)
        late = pthread_cond_timedwait(&w->wake, &w->lock, &until);
    struct job *all = w->first;
    w->first = NULL;
    w->last = &w->first;
    pthread_mutex_unlock(&w->lock);
    *ret_nobody_waits = all == NULL;
    return all;
}

static bool is_closing(struct writer *w)
{
    pthread_mutex_lock(&w->lock);
    bool closing = w->closing && !w->first;
    pthread_mutex_unlock(&w->lock);
    return closing;
}

static void *writer_thread(void *self)
{
    struct writer *w = self;
    while (!is_closing(w)) {
        bool nobody_waits;
        struct job *all = take_all(w, &nobody_waits);
        serve(w, all);
        work_unasked(w, nobody_waits);
    }
    return NULL;
}

static void enqueue_and_wait(struct writer *w, struct job *j)
{
    MUST(pthread_cond_init(&j->answered, NULL) == 0);
    pthread_mutex_lock(&w->lock);
    *w->last = j;
    w->last = &j->next;
    pthread_cond_signal(&w->wake);
    while (!j->done)
        pthread_cond_wait(&j->answered, &w->lock);
    pthread_mutex_unlock(&w->lock);
    pthread_cond_destroy(&j->answered);
}

static status ask(struct task *t, struct writer *w, struct job *j)
{
    j->asked = t;
    if (w->threaded)
        enqueue_and_wait(w, j);
    else
        serve(w, j);
    if (j->result != OK)
        return fail(t, j->result, "%s", j->reason);
    return OK;
}

status writer_do(struct task *t, struct writer *w, job_call *call, void *self)
{
    struct job j = { .call = call, .self = self };
    return ask(t, w, &j);
}

status writer_do_inside(struct task *t, struct writer *w, job_inside *call, void *self)
{
    struct job j = { .inside = call, .self = self };
    return ask(t, w, &j);
}

status writer_append(struct task *t, struct writer *w, struct append *a)
{
    return writer_do_inside(t, w, batch_append, a);
}

status writer_note(struct task *t, struct writer *w, struct event *e)
{
    if (event_kind_def(e->kind)->subject != SUBJECT_LOG)
        return fail(t, E_INVALID, "only entries about the register itself are noted so");
    struct append a = { .events = e, .count = 1, .expected_n = APPEND_ANY };
    return writer_do_inside(t, w, batch_note, &a);
}

struct subject_new {
    enum subject_kind kind;
    uint32_t *ret_number;
};
static status do_subject_new(struct writer *w, struct task *t, void *self)
{
    struct subject_new *s = self;
    if (w->stopped)
        return writer_refuse_stopped(t, w);
    TRY(writer_told(t, w, batch_begin(w)));
    return journal_subject_new(t, w->store->journal, s->kind, s->ret_number);
}

status writer_subject_new(struct task *t, struct writer *w, enum subject_kind kind,
                          uint32_t *ret_number)
{
    struct subject_new s = { kind, ret_number };
    return writer_do(t, w, do_subject_new, &s);
}

struct watching {
    writer_moved *call;
    void *self;
};
static status do_watch(struct writer *w, struct task *t, void *self)
{
    (void)t;
    const struct watching *x = self;
    w->watch = x->call;
    w->watch_self = x->self;
    return OK;
}

static status do_follow(struct writer *w, struct task *t, void *self)
{
    (void)t;
    const struct watching *x = self;
    w->follow = x->call;
    w->follow_self = x->self;
    return OK;
}

status writer_follow(struct task *t, struct writer *w, writer_moved *call, void *self)
{
    struct watching x = { call, self };
    return writer_do(t, w, do_follow, &x);
}

status writer_watch(struct task *t, struct writer *w, writer_moved *call, void *self)
{
    struct watching x = { call, self };
    return writer_do(t, w, do_watch, &x);
}

struct on_end {
    writer_ended *call;
    void *self;
};
static status do_on_end(struct writer *w, struct task *t, void *self)
{
    (void)t;
    const struct on_end *x = self;
    w->ended = x->call;
    w->ended_self = x->self;
    if (w->stopped && w->ended)
        w->ended(w->ended_self);
    return OK;
}

status writer_on_end(struct task *t, struct writer *w, writer_ended *call, void *self)
{
    struct on_end x = { call, self };
    return writer_do(t, w, do_on_end, &x);
}

static status do_check(struct writer *w, struct task *t, void *self)
{
    (void)self;
    struct str value;
    struct store *s = w->store;
    if (w->stopped)
        return writer_refuse_stopped(t, w);
    struct arena_mark mark = arena_mark(w->arena);
    status there = setting_get(&w->task, s->kept, s->log, S("rulebook"), &value);
    if (there == E_IO || there == E_CORRUPT)
        writer_stop(w, w->task.reason);
    arena_rewind(w->arena, mark);
    return w->stopped ? writer_refuse_stopped(t, w) : OK;
}

status writer_check(struct task *t, struct writer *w)
{
    return writer_do(t, w, do_check, NULL);
}

/* --- opening and closing --- */

static void start_thread(struct writer *w)
{
    pthread_condattr_t monotonic;
    MUST(pthread_condattr_init(&monotonic) == 0);
    MUST(pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) == 0);
    MUST(pthread_cond_init(&w->wake, &monotonic) == 0);
    MUST(pthread_mutex_init(&w->lock, NULL) == 0);
    pthread_condattr_destroy(&monotonic);
    MUST(pthread_create(&w->thread, NULL, writer_thread, w) == 0);
}

status writer_open(struct task *t, struct store *s, bool threaded, struct writer **ret)
{
    if (!s->signer)
        return fail(t, E_DENIED, "this register was opened to read: open it to write");
    struct writer *w = NEW(t->arena, struct writer);
    w->store = s;
    w->arena = arena_open(WRITER_ARENA_BYTES);
    w->clock = t->clock;
    w->task = task_open(w->arena, t->clock);
    w->folding = folding_open(t, s);
    w->cache = stream_cache_open(WRITER_CACHE_BYTES);
    w->batch_arena = arena_open(WRITER_ARENA_BYTES);
    w->batch = task_open(w->batch_arena, t->clock);
    w->rows_arena = arena_open(WRITER_ARENA_BYTES);
    w->rows.arena = w->rows_arena;
    w->touched = touched_open(t->arena);
    w->homes = touched_open(t->arena);
    w->moved = NEWS(t->arena, struct moved, 2 * TOUCHED_MAX);
    w->news_since = (struct instant){ INT64_MIN };
    w->last = &w->first;
    w->log_day = INT32_MIN;
    w->stamped = -1;
    w->signed_at = (struct instant){ INT64_MIN / 2 };
    w->threaded = threaded;
    if (threaded)
        start_thread(w);
    *ret = w;
    return OK;
}

void writer_close(struct writer *w)
{
    if (!w)
        return;
    if (w->threaded) {
        pthread_mutex_lock(&w->lock);
        w->closing = true;
        pthread_cond_signal(&w->wake);
        pthread_mutex_unlock(&w->lock);
        pthread_join(w->thread, NULL);
        pthread_cond_destroy(&w->wake);
        pthread_mutex_destroy(&w->lock);
    }
    struct str note;
    bool whole = !w->stopped && settle(&w->task, w) == OK && batch_fold_homes(w) == OK;
    if (whole && journal_size(w->store->journal) > w->signed_size &&
        sign(w, &w->task, &note) != OK)
        log_failure("writer-close", &w->task);
    if (w->kept_open)
        batch_abandon(w);
    if ((w->stopped ? batch_settle_rows(w) : stamp(w)) != OK)
        log_failure("writer-close", &w->task);
    rows_pipe_close(w->pipe);
    stream_cache_close(w->cache);
    folding_close(w->folding);
    arena_close(w->rows_arena);
    arena_close(w->batch_arena);
    arena_close(w->arena);
}

/* The clock's heap: loaded at the start, kept by the writer, emptied step by step. */
#include "work/clockwork.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "journal/journal.h"
#include "work/clockwork_inside.h"
#include "work/store_open.h"
#include "work/writer_inside.h"

enum { REFOLD_AT_ONCE = 2000 };

enum { LOAD };
static const struct statement statements[] = {
    [LOAD] = { .name = "clock.load",
               .sql = "SELECT subject, next_us FROM duty WHERE log = $1 AND next_us IS NOT NULL"
                      " UNION ALL"
                      " SELECT subject, next_us FROM alarm WHERE log = $1 AND next_us IS NOT NULL",
               .params = 1, .columns = 2 },
};

status clockwork_prepare(struct task *t, struct db *derived)
{
    return db_prepare_all(t, derived, statements, COUNT(statements));
}

/* --- what the writer tells --- */

static void moved(void *self, uint32_t subject, int64_t at)
{
    struct clockwork *c = self;
    static const uint64_t one = 1;
    pthread_mutex_lock(&c->lock);
    clock_heap_set(&c->heap, subject, at);
    if (c->running && at < c->armed && write(c->wake_fd, &one, sizeof one) != sizeof one)
        log_line(LOG_WARN, "clock-wake", "subject=%u", subject); /* it is awake already */
    pthread_mutex_unlock(&c->lock);
}

/* --- loading --- */

static status load(struct writer *w, struct clockwork *c)
{
    struct value of[] = { I64(c->store->log) };
    WITH_CURSOR(rows);
    TRY(db_query(&w->task, c->store->derived, &statements[LOAD], of, COUNT(of), &rows));
    while (cursor_next(&rows)) {
        uint32_t subject = (uint32_t)cursor_i64(&rows);
        int64_t at = cursor_i64(&rows);
        if (at < clock_heap_at(&c->heap, subject))
            clock_heap_set(&c->heap, subject, at);
    }
    return cursor_done(&rows);
}

static size_t take_history(struct clockwork *c, uint32_t *ret)
{
    size_t count = 0;
    pthread_mutex_lock(&c->lock);
    while (count < REFOLD_AT_ONCE && clock_heap_top(&c->heap, &ret[count]) < c->store->acts_from)
        clock_heap_set(&c->heap, ret[count++], INT64_MAX);
    pthread_mutex_unlock(&c->lock);
    return count;
}

static status fold_history(struct writer *w, const uint32_t *subject, size_t count)
{
    TRY(batch_begin(w));
    for (size_t i = 0; i < count; i++)
        batch_touch(w, subject[i]);
    return batch_finish(w);
}

static status do_history(struct writer *w, struct task *t, void *self)
{
    struct clockwork *c = self;
    if (w->stopped)
        return writer_refuse_stopped(t, w);
    struct arena_mark mark = arena_mark(w->arena);
    struct instant news_since = w->news_since;
    uint32_t *subject = NEWS(w->arena, uint32_t, REFOLD_AT_ONCE + 1);
    w->task.clock = t->clock;
    w->news_since.us = c->store->acts_from; /* nobody is told of what they owed by then */
    size_t count = take_history(c, subject);
    status done = fold_history(w, subject, count);
    w->news_since = news_since;
    if (done != OK && w->kept_open)
        batch_abandon(w);
    for (size_t i = 0; done != OK && i < count; i++)
        moved(c, subject[i], INT64_MIN); /* it waits still */
    arena_rewind(w->arena, mark);
    return writer_told(t, w, done);
}

/* Folds those again whose row still says that something before `acts_from` is to be done: it was
 * made before the clock first ran. Some at a time, so that others may write meanwhile. */
static status pass_over_history(struct task *t, struct clockwork *c)
{
    while (c->store->acts_from != INT64_MIN && clockwork_next(c).us < c->store->acts_from)
        TRY(writer_do(t, c->writer, do_history, c));
    return OK;
}

/* In one call of the writer, so that nothing moves between the loading and the watching. */
static status do_open(struct writer *w, struct task *t, void *self)
{
    struct clockwork *c = self;
    struct arena_mark mark = arena_mark(w->arena);
    w->task.clock = t->clock;
    status done = w->kept_open ? batch_finish(w) : OK;
    if (done == OK)
        done = batch_settle_rows(w);
    if (done == OK)
        done = load(w, c);
    arena_rewind(w->arena, mark);
    w->watch = moved;
    w->watch_self = c;
    if (done != OK)
        w->watch = NULL;
    return writer_told(t, w, done);
}

status clockwork_open(struct task *t, struct store *s, struct writer *w, struct clockwork **ret)
{
    struct clockwork *c = NEW(t->arena, struct clockwork);
    *c = (struct clockwork){ .store = s, .writer = w, .wake_fd = -1, .timer_fd = -1,
                             .armed = INT64_MIN };
    MUST(pthread_mutex_init(&c->lock, NULL) == 0);
    status opened = writer_do(t, w, do_open, c);
    if (opened == OK) {
        opened = pass_over_history(t, c);
        if (opened != OK)
            (void)writer_watch(t, w, NULL, NULL);
    }
    if (opened != OK) {
        clock_heap_clear(&c->heap);
        pthread_mutex_destroy(&c->lock);
        return opened;
    }
    *ret = c;
    return OK;
}

void clockwork_close(struct clockwork *c)
{
    if (!c)
        return;
    clockwork_stop(c);
    struct arena *a = arena_open(1 << 20);
    struct task t = task_open(a, clock_real());
    if (writer_watch(&t, c->writer, NULL, NULL) != OK)
        log_failure("clock-close", &t);
    arena_close(a);
    clock_heap_clear(&c->heap);
    pthread_mutex_destroy(&c->lock);
}

/* --- the first run --- */

struct first_run {
    struct clockwork *c;
    struct instant now;
};

static status begin_clock(struct writer *w, struct clockwork *c, struct instant now)
{
    struct task *t = &w->task;
    TRY(batch_begin(w));
    TRY(setting_put(t, c->store->kept, c->store->log, S("acts-from"),
                    instant_text(t->arena, now)));
    TRY(batch_finish(w));
    c->store->acts_from = now.us;
    return OK;
}

static status do_first(struct writer *w, struct task *t, void *self)
{
    struct first_run *f = self;
    if (w->stopped)
        return writer_refuse_stopped(t, w);
    struct arena_mark mark = arena_mark(w->arena);
    w->task.clock = t->clock;
    status done = begin_clock(w, f->c, f->now);
    if (done != OK && w->kept_open)
        batch_abandon(w);
    arena_rewind(w->arena, mark);
    return writer_told(t, w, done);
}

/* --- running --- */

static size_t take_due(struct clockwork *c, struct acting *x)
{
    uint32_t subject;
    x->count = 0;
    pthread_mutex_lock(&c->lock);
    for (int64_t at; x->count < ACT_AT_ONCE; x->count++) {
        at = clock_heap_top(&c->heap, &subject);
        if (at > x->now.us || at == INT64_MAX)
            break;
        x->subject[x->count] = subject;
        x->was[x->count] = at;
        clock_heap_set(&c->heap, subject, INT64_MAX);
    }
    pthread_mutex_unlock(&c->lock);
    return x->count;
}

/* Nothing of it was written: it is due still, unless the writer has said otherwise meanwhile. */
static void put_back(struct clockwork *c, const struct acting *x)
{
    pthread_mutex_lock(&c->lock);
    for (size_t i = 0; i < x->count; i++) {
        if (clock_heap_at(&c->heap, x->subject[i]) > x->was[i])
            clock_heap_set(&c->heap, x->subject[i], x->was[i]);
    }
    pthread_mutex_unlock(&c->lock);
}

status clockwork_run(struct task *t, struct clockwork *c, struct instant now,
                     struct clock_done *ret)
{
    struct acting x = { .now = now };
    struct clock_done sum = { 0 };
    if (c->store->acts_from == INT64_MIN) {
        struct first_run first = { c, now };
        TRY(writer_do(t, c->writer, do_first, &first));
    }
    TRY(pass_over_history(t, c));
    while (take_due(c, &x) > 0) {
        status acted = writer_do_inside(t, c->writer, act_inside, &x);
        if (acted != OK) {
            put_back(c, &x);
            return acted;
        }
        sum.raised += x.done.raised;
        sum.warned += x.done.warned;
        sum.escalated += x.done.escalated;
        sum.late += x.done.late;
    }
    sum.next = clockwork_next(c);
    pthread_mutex_lock(&c->lock);
    sum.waiting = c->heap.count;
    pthread_mutex_unlock(&c->lock);
    *ret = sum;
    return OK;
}

struct instant clockwork_next(struct clockwork *c)
{
    uint32_t subject;
    pthread_mutex_lock(&c->lock);
    int64_t at = clock_heap_top(&c->heap, &subject);
    pthread_mutex_unlock(&c->lock);
    return (struct instant){ at };
}

status clockwork_stepped(struct task *t, struct clockwork *c, int64_t seconds)
{
    struct event e = event_new(EV_CLOCK_STEPPED, 0, task_now(t));
    e.agency = c->store->authority;
    event_set_number(&e, "seconds", seconds);
    log_line(LOG_WARN, "clock-stepped", "seconds=%lld", (long long)seconds);
    return writer_note(t, c->writer, &e);
}

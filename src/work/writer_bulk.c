/* Many requests in few transactions: for files of a return and for moving in. */
#include "work/writer_inside.h"

enum {
    BULK_EVENTS = 8000,       /* a transaction closes at the next subject after so many */
    BULK_EVENTS_MAX = 20000,
    HOMES_ENOUGH = TOUCHED_MAX / 2,
};

struct bulk {
    struct append *all;
    size_t from, until;
    writer_refused *refused;
    void *self;
};

/* Whole subjects where that is possible, so that each is folded once. */
static size_t chunk_end(const struct append *all, size_t from, size_t count)
{
    size_t events = 0, at = from;
    for (; at < count; at++) {
        bool enough = events + all[at].count > BULK_EVENTS_MAX;
        bool next_subject = at > from && all[at].count > 0 && all[at - 1].count > 0 &&
                            all[at].events[0].subject != all[at - 1].events[0].subject;
        if (at > from && (enough || (events >= BULK_EVENTS && next_subject)))
            break;
        events += all[at].count;
    }
    return at;
}

static status append_chunk(struct writer *w, const struct bulk *b)
{
    TRY(batch_begin(w));
    for (size_t i = b->from; i < b->until; i++) {
        status added = batch_append(w, &b->all[i]);
        if (writer_is_failure(added))
            return added;
        if (added != OK && b->refused)
            b->refused(b->self, i, added, w->task.reason);
    }
    return OK;
}

static status do_chunk(struct writer *w, struct task *t, void *self)
{
    const struct bulk *b = self;
    if (w->stopped)
        return writer_refuse_stopped(t, w);
    struct arena_mark mark = arena_mark(w->arena);
    w->task.clock = t->clock;
    w->task.actor = t->actor;
    w->bulk = true;
    w->news_since.us = task_now(t).us - BULK_NEWS_HOURS * HOUR_US;
    status done = append_chunk(w, b);
    if (done == OK) {
        done = batch_finish(w);
        if (done == OK && w->homes.count > HOMES_ENOUGH)
            done = batch_fold_homes(w);
    } else {
        if (done != E_BUSY)
            writer_stop(w, w->task.reason);
        batch_abandon(w);
    }
    w->bulk = false;
    w->news_since.us = INT64_MIN;
    arena_rewind(w->arena, mark);
    return done == OK ? OK : fail(t, done, "%s", w->task.reason);
}

static status do_settle(struct writer *w, struct task *t, void *self)
{
    (void)self;
    if (w->stopped)
        return writer_refuse_stopped(t, w);
    w->task.clock = t->clock;
    w->task.actor = t->actor;
    status done = w->kept_open ? batch_finish(w) : OK;
    if (done == OK)
        done = batch_fold_homes(w);
    if (done == OK)
        done = batch_settle_rows(w);
    if (done == OK && w->follow)
        w->follow(w->follow_self, 0, 0); /* of many: their rows are stored only now */
    return done == OK ? OK : fail(t, done, "%s", w->task.reason);
}

status writer_bulk(struct task *t, struct writer *w, struct append *all, size_t count,
                   writer_refused *refused, void *self)
{
    for (size_t at = 0; at < count;) {
        struct bulk b = { .all = all, .from = at, .until = chunk_end(all, at, count),
                          .refused = refused, .self = self };
        TRY(writer_do(t, w, do_chunk, &b));
        at = b.until;
    }
    return writer_do(t, w, do_settle, NULL);
}

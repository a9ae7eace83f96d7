/* Requests that ride one commit: appended when they are asked, confirmed together. */
#include "work/writer_inside.h"

enum { TOUCHED_ENOUGH = TOUCHED_MAX / 2 }; /* several may be held open side by side */

struct later {
    struct append *append;
    struct writer_hold *hold;
};

/* Whoever else shares the transaction may have confirmed these too: that is no harm. */
static status still_there(struct task *t, const struct writer *w, const struct writer_hold *h)
{
    if (w->stopped)
        return writer_refuse_stopped(t, w);
    if (h->appended > 0 && h->taken_back != w->taken_back)
        return fail(t, E_BUSY, "the register was busy and took back the last %zu entries: send"
                               " them again", h->appended);
    return OK;
}

static status add(struct writer *w, struct append *a)
{
    if (w->touched.count > TOUCHED_ENOUGH)
        TRY(batch_finish(w));
    TRY(batch_begin(w));
    status added = batch_append(w, a);
    if (!writer_is_failure(added))
        return added;
    if (added != E_BUSY)
        writer_stop(w, w->task.reason);
    batch_abandon(w);
    return added;
}

static status do_later(struct writer *w, struct task *t, void *self)
{
    struct later *l = self;
    TRY(still_there(t, w, l->hold));
    struct arena_mark mark = arena_mark(w->arena);
    w->task.clock = t->clock;
    w->task.actor = t->actor;
    status added = add(w, l->append);
    arena_rewind(w->arena, mark);
    if (added == OK && l->hold->appended++ == 0)
        l->hold->taken_back = w->taken_back;
    return writer_told(t, w, added);
}

static status do_settle_later(struct writer *w, struct task *t, void *self)
{
    struct writer_hold *h = self;
    TRY(still_there(t, w, h));
    h->appended = 0;
    w->task.clock = t->clock;
    w->task.actor = t->actor;
    struct arena_mark mark = arena_mark(w->arena);
    status done = w->kept_open ? batch_finish(w) : OK;
    arena_rewind(w->arena, mark);
    return writer_told(t, w, done == OK || done == E_BUSY ? done : E_IO);
}

status writer_append_later(struct task *t, struct writer *w, struct append *a,
                           struct writer_hold *hold)
{
    struct later l = { a, hold };
    return writer_do(t, w, do_later, &l);
}

status writer_settle(struct task *t, struct writer *w, struct writer_hold *hold)
{
    return hold->appended > 0 ? writer_do(t, w, do_settle_later, hold) : OK;
}

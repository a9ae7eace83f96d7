/* Walks what an instance's clock has still to do, leaving out what lies too far back. */
#include "work/steps.h"

#include <stdlib.h>
#include <string.h>

#define DAY_US (24 * HOUR_US)

/* What fell due before this register's clock ever ran is history that was taken in, and what fell
 * due long before anyone here knew of the cause is past acting on. Such a step is not marked
 * anywhere: it stays untaken, is passed over here, and so is neither taken nor waited for. */
static int64_t floor_of(const struct folding *f, const struct stream *s, const struct instance *i)
{
    int64_t known = INT64_MIN;
    if (i->started_n > 0 && i->started_n <= s->count) {
        const struct fact *start = &s->fact[i->started_n - 1];
        /* What begins with a step of the clock's own was known when that step fell due. */
        bool own = start->kind == EV_ALARM_RAISED || start->kind == EV_DUTY_WARNED ||
                   start->kind == EV_ESCALATED;
        known = (own ? start->happened : start->recorded) - STEP_KNOWN_DAYS * DAY_US;
    }
    return known > f->store->acts_from ? known : f->store->acts_from;
}

static void take(struct instance *i, const struct next_step *step)
{
    switch (step->what) {
    case STEP_NONE: break;
    case STEP_RING: i->raised_n = 1; break;
    case STEP_WARN: i->warned = 1; break;
    case STEP_LADDER: i->fired |= (uint8_t)(1U << (step->step - 1)); break;
    }
}

/* The next that lies at or after `from`; `i` is left as if all before it had been taken. */
static struct next_step next_after(const struct folding *f, struct instance *i, int64_t from)
{
    for (;;) {
        struct next_step step = instance_next_step(f->rules, f->calendar, i);
        if (step.at == INT64_MAX || step.what == STEP_NONE)
            return (struct next_step){ .at = INT64_MAX };
        if (step.at >= from)
            return step;
        take(i, &step);
    }
}

int64_t steps_next_of(const struct folding *f, const struct stream *s, const struct instance *i)
{
    if (i->closing != OPEN)
        return INT64_MAX;
    struct instance copy = *i;
    return next_after(f, &copy, floor_of(f, s, i)).at;
}

static int by_instant(const void *a, const void *b)
{
    const struct due_step *x = a, *y = b;
    if (x->is.at != y->is.at)
        return x->is.at < y->is.at ? -1 : 1;
    if (x->instance != y->instance)
        return x->instance < y->instance ? -1 : 1;
    return (x->is.what > y->is.what) - (x->is.what < y->is.what);
}

size_t steps_due(struct arena *a, const struct folding *f, const struct stream *s, int64_t now,
                 struct due_step **ret)
{
    const struct evaluation *e = f->evaluation;
    size_t count = 0, room = 16;
    struct due_step *all = NEWS(a, struct due_step, room);
    for (uint32_t k = 0; k < e->count; k++) {
        struct instance i = e->instance[k];
        if (i.closing != OPEN)
            continue;
        int64_t from = floor_of(f, s, &i);
        for (;;) {
            struct next_step step = next_after(f, &i, from);
            if (step.at > now)
                break;
            if (count == room) {
                struct due_step *more = NEWS(a, struct due_step, room * 2);
                memcpy(more, all, count * sizeof *all);
                all = more;
                room *= 2;
            }
            all[count++] = (struct due_step){ step, k };
            take(&i, &step);
        }
    }
    qsort(all, count, sizeof *all, by_instant);
    *ret = all;
    return count;
}

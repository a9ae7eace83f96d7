/* How an instance stands at an instant, who hears next, and when anything next changes. */
#include "rulebook/pass.h"

static enum duty_state closed_state(const struct instance *i, bool alarm)
{
    switch ((enum closing)i->closing) {
    case OPEN: break;
    case MET:
        if (alarm)
            return ALARM_DECIDED;
        return i->closed_at <= i->due ? DUTY_MET : DUTY_MET_LATE;
    case ENDED: return alarm ? ALARM_CLEARED : DUTY_ENDED;
    case WAIVED: return DUTY_WAIVED;
    case CLEARED: return ALARM_CLEARED;
    }
    return DUTY_UNKNOWN;
}

enum duty_state instance_state(const struct rulebook *b, const struct instance *i, int64_t now)
{
    bool alarm = b->rule[i->rule].alarm;
    bool closed = i->closing != OPEN && i->closed_at <= now;
    if (alarm) {
        if (closed)
            return closed_state(i, alarm);
        if (i->unknown)
            return DUTY_UNKNOWN;
        return now >= i->from ? ALARM_RAISED : ALARM_WAITING;
    }
    if (now < i->from)
        return DUTY_NOT_YET;
    if (closed)
        return closed_state(i, alarm);
    if (i->unknown)
        return DUTY_UNKNOWN;
    if (now > i->due)
        return DUTY_OVERDUE;
    return now >= i->warn ? DUTY_WARNED : DUTY_RUNNING;
}

uint16_t instance_again(const struct evaluation *e, const struct instance *i, int64_t now)
{
    uint16_t again = i->again;
    for (uint32_t k = 0; k < e->count && again > 0; k++) {
        const struct instance *j = &e->instance[k];
        if (j->rule == i->rule && j->closing == CLEARED && j->closed_at > now &&
            j->closed_at == j->from && j->closed_n == i->started_n)
            again--;
    }
    return again;
}

const char *duty_state_name(enum duty_state s)
{
    switch (s) {
    case DUTY_NOT_YET: return "not-yet";
    case DUTY_RUNNING: return "running";
    case DUTY_WARNED: return "warned";
    case DUTY_OVERDUE: return "overdue";
    case DUTY_MET: return "met";
    case DUTY_MET_LATE: return "met-late";
    case DUTY_ENDED: return "ended";
    case DUTY_WAIVED: return "waived";
    case DUTY_UNKNOWN: return "unknown";
    case ALARM_WAITING: return "waiting";
    case ALARM_RAISED: return "raised";
    case ALARM_DECIDED: return "decided";
    case ALARM_CLEARED: return "cleared";
    }
    return "unknown";
}

static int64_t step_at(const struct calendar *c, const struct instance *i, const struct step *s)
{
    switch ((enum step_from)s->from) {
    case STEP_AFTER_DUE: return step_instant(c, i->due, s->period);
    case STEP_BEFORE_DUE:
        return step_instant(c, i->due,
                            (struct period){ s->period.unit, (int16_t)-s->period.amount });
    case STEP_AFTER_RAISED:
        return i->unknown ? INT64_MAX
                          : calendar_deadline(c, (struct instant){ i->from }, s->period).us;
    }
    return INT64_MAX;
}

size_t instance_ladder(const struct rulebook *b, const struct calendar *c, const struct instance *i,
                       struct ladder_step *ret, size_t room)
{
    const struct rule *r = &b->rule[i->rule];
    size_t count = 0;
    for (unsigned k = 0; k < r->steps && count < room; k++) {
        int64_t at = step_at(c, i, &r->step[k]);
        if (at == INT64_MAX)
            continue;
        ret[count++] = (struct ladder_step){ (enum role)r->step[k].role, at };
    }
    return count;
}

static void earlier_step(struct next_step *next, struct next_step s)
{
    if (s.at < next->at)
        *next = s;
}

/* Nobody is warned of what was late when it began, and nobody is told before it is owed. */
struct next_step instance_next_step(const struct rulebook *b, const struct calendar *c,
                                    const struct instance *i)
{
    const struct rule *r = &b->rule[i->rule];
    struct next_step next = { .at = INT64_MAX, .what = STEP_NONE };
    if (i->closing != OPEN || i->unknown)
        return next;
    if (r->alarm && i->raised_n == 0)
        earlier_step(&next, (struct next_step){ i->from, STEP_RING, 0, (enum role)i->owner });
    if (!i->warned && i->warn != INT64_MAX && i->due > i->from)
        earlier_step(&next, (struct next_step){ i->warn > i->from ? i->warn : i->from, STEP_WARN, 0,
                                                (enum role)i->owner });
    for (unsigned k = 0; k < r->steps; k++) {
        int64_t at = step_at(c, i, &r->step[k]);
        if (i->fired >> k & 1 || at == INT64_MAX)
            continue;
        earlier_step(&next, (struct next_step){ at > i->from ? at : i->from, STEP_LADDER,
                                                (uint8_t)(k + 1), (enum role)r->step[k].role });
    }
    return next;
}

static void sooner(int64_t at, int64_t now, int64_t *next)
{
    if (at > now && at < *next)
        *next = at;
}

/* At `due` a duty is still in time: it is late from the first microsecond after. */
int64_t evaluation_next_change(const struct rulebook *b, const struct evaluation *e, int64_t now)
{
    int64_t next = INT64_MAX;
    for (uint32_t k = 0; k < e->count; k++) {
        const struct instance *i = &e->instance[k];
        bool closed = i->closing != OPEN;
        bool alarm = b->rule[i->rule].alarm;
        sooner(closed ? i->closed_at : INT64_MAX, now, &next);
        if (!alarm || !closed || i->closed_at > now)
            sooner(i->from, now, &next); /* also of what was done before it was owed */
        if (closed && i->closed_at <= now)
            continue;
        sooner(i->warn, now, &next);
        if (!alarm && i->due != INT64_MAX)
            sooner(i->due + 1, now, &next);
        struct ladder_step step[STEPS_MAX];
        size_t steps = instance_ladder(b, b->calendar, i, step, STEPS_MAX);
        for (size_t s = 0; s < steps; s++)
            sooner(step[s].at, now, &next);
    }
    return next;
}

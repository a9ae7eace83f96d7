/* The rulebook evaluated the slow and obvious way: everything is replayed and scanned each time. */
#include "reference.h"

#include "random_life.h"
#include "reference_world.h"

/* ---- what came earlier ---- */

static uint64_t asked_by(const struct rulebook *b, struct condition c)
{
    uint64_t asked = 0;
    for (unsigned i = 0; i < c.count; i++)
        asked |= b->alternative[c.first + i].made_look;
    return asked;
}

/* The last event before (or at) this one that does `act` to the rule about the same thing. */
static const struct fact *last_that(const struct look *k, uint16_t rule, enum act act,
                                    struct what of, bool this_too)
{
    struct look then = *k;
    then.before = k->then_before;
    then.after = k->then_after;
    const struct fact *found = NULL;
    for (uint32_t i = 0; i < k->at + this_too; i++) {
        for (unsigned a = 0; a < k->b->actions; a++) {
            const struct action *x = &k->b->action[a];
            bool does = act == ACT_ANCHOR ? x->act == act : x->early;
            if (x->rule != rule || !does || x->kind != k->f[i].kind || said_before(k, i))
                continue;
            then.wanted = asked_by(k->b, x->said);
            stand_at(&then, i);
            if (now_holds(&then, x->said) && same_what(what_at(k, &k->b->rule[rule], i), of))
                found = &k->f[i];
        }
    }
    return found;
}

/* ---- opening ---- */

/* Minute by minute until the clock shows the night. */
static struct deadline ref_night(const struct look *k, struct deadline from)
{
    (void)k;
    if (from.unknown)
        return (struct deadline){ INT64_MAX, true };
    for (int64_t at = from.at;; at += 60 * SECOND_US - at % (60 * SECOND_US)) {
        struct clock_time c = clock_in_uk((struct instant){ at });
        if (c.hour >= 23 || c.hour < 6)
            return (struct deadline){ at, false };
    }
}

static void ref_due(const struct look *k, const struct rule *r, uint16_t rule, const struct due *d,
                    struct what of, struct deadline *ret)
{
    const struct fact *f = &k->f[k->at], *from = NULL;
    struct deadline base = { f->happened, false };
    *ret = (struct deadline){ INT64_MAX, true };
    (void)r;
    switch ((enum from)d->from) {
    case FROM_HAPPENED:
    case FROM_PREVIOUS: base = fact_begins(k->c, f, d->period.unit); break;
    case FROM_RECORDED: base.at = f->recorded; break;
    case BEFORE_HAPPENED: *ret = fact_begins(k->c, f, UNIT_HOURS); return;
    case FROM_NIGHT: *ret = ref_night(k, fact_begins(k->c, f, UNIT_HOURS)); return;
    case FROM_USUAL: {
        int64_t length = ref_usual(&k->after->child, ref_episode(k));
        if (length != INT64_MAX)
            *ret = (struct deadline){ ref_episode(k)->from + length, false };
        return;
    }
    case FROM_SAID: base = date_said(k->c, f); break;
    case FROM_BIRTHDAY:
        base.at = birthday_at(k->c, k->after->child.born, d->age);
        *ret = (struct deadline){ base.at, base.at == INT64_MAX };
        if (base.at == INT64_MAX || d->period.amount == 0)
            return;
        break;
    case FROM_ELIGIBLE:
        base.at = eligible_at(k->c, &k->after->child);
        base.unknown = base.at == INT64_MAX;
        break;
    case FROM_EVENT:
        from = last_that(k, rule, ACT_ANCHOR, of, true);
        if (!from)
            return;
        base.at = from->happened;
        break;
    }
    if (base.unknown)
        return;
    struct period p = d->period;
    struct date day = date_in_uk((struct instant){ base.at });
    if (d->first_day && (p.unit == UNIT_DAYS || calendar_is_working(k->c, day)))
        p.amount--;
    int64_t at = ref_after(k, base.at, p);
    if (p.unit != UNIT_WORKING_DAYS || holidays_known(k, base.at, at))
        *ret = (struct deadline){ at, false };
}

static void ref_times(const struct look *k, struct instance *i, bool first)
{
    const struct rulebook *b = k->b;
    const struct rule *r = &b->rule[i->rule];
    uint64_t made = first ? k->made | k->over->first_bit : k->made;
    struct deadline at;
    if (r->alarm) {
        if (r->ring != NONE16) {
            ref_due(k, r, i->rule, &b->due[r->ring], its(r, i), &at);
            i->unknown = at.unknown;
            i->from = !at.unknown && at.at > i->from ? at.at : i->from;
        }
        if (r->dues && !i->unknown) {
            at = deadline_after(k->c, i->from, &b->due[r->due]);
            i->due = at.at;
        }
        return;
    }
    i->unknown = r->needs_age && k->after->child.born == INT32_MIN;
    for (unsigned d = 0; d < r->dues && !i->unknown; d++) {
        if (!ref_holds(k, b->due[r->due + d].when, k->after->is, made, &k->f[k->at]))
            continue;
        ref_due(k, r, i->rule, &b->due[r->due + d], its(r, i), &at);
        i->row = (uint8_t)d;
        i->due = at.at;
        i->unknown = at.unknown;
        if (b->due[r->due + d].from == FROM_ELIGIBLE && !at.unknown &&
            eligible_at(k->c, &k->after->child) > i->from)
            i->from = eligible_at(k->c, &k->after->child);
        return;
    }
}

static struct instance *ref_open(struct look *k, uint16_t rule, bool first)
{
    const struct rule *r = &k->b->rule[rule];
    struct instance *i = &k->out->instance[k->out->count++];
    MUST(k->out->count < INSTANCES_MAX);
    *i = (struct instance){ .about = what_at(k, r, k->at).about,
                            .child = child_at(k, k->at),
                            .from = k->f[k->at].happened,
                            .due = INT64_MAX,
                            .warn = INT64_MAX,
                            .closed_at = INT64_MAX,
                            .started_n = k->f[k->at].n,
                            .rule = rule,
                            .owner = r->owner,
                            .row = UINT8_MAX };
    ref_times(k, i, first);
    if (r->has_warn && i->due != INT64_MAX)
        i->warn =
            step_instant(k->c, i->due, (struct period){ r->warn.unit, (int16_t)-r->warn.amount });
    return i;
}

static bool ref_in_force(const struct rule *r, int64_t happened)
{
    return r->from_us <= happened && happened < r->until_us;
}

/* ---- acts ---- */

static void ref_repeat(struct look *k, uint16_t rule)
{
    for (uint16_t v = 0; v < k->b->rules; v++) {
        const struct rule *r = &k->b->rule[v];
        if (r->about != k->b->rule[rule].about || !ref_in_force(r, k->f[k->at].happened))
            continue;
        if ((k->after->is & r->open_while) == r->open_while && now_holds(k, r->when))
            ref_open(k, v, false);
    }
}

static bool ref_close(struct look *k, const struct action *a)
{
    const struct fact *f = &k->f[k->at];
    const struct rule *r = &k->b->rule[a->rule];
    bool any = false;
    for (uint32_t n = 0; n < k->out->count; n++) {
        struct instance *i = &k->out->instance[n];
        if (i->rule != a->rule || i->closing != OPEN || i->started_n == f->n)
            continue;
        if (r->alarm && !a->after_ring && !i->unknown && f->happened > i->from)
            continue;
        bool same = same_what(its(r, i), what_at(k, r, k->at));
        if ((a->scope == SCOPE_SAME && !same) || (a->scope == SCOPE_OTHERS && same))
            continue;
        i->closing = r->alarm ? CLEARED : a->act == ACT_MEET ? MET : ENDED;
        i->closed_at = f->happened;
        i->closed_n = f->n;
        any = true;
    }
    return any;
}

static void ref_anchor(struct look *k, const struct action *a)
{
    const struct rule *r = &k->b->rule[a->rule];
    struct what of = what_at(k, r, k->at);
    for (uint32_t n = 0; n < k->out->count; n++) {
        struct instance *i = &k->out->instance[n];
        if (i->rule != a->rule || i->closing != OPEN || !i->unknown || !same_what(its(r, i), of))
            continue;
        if (r->alarm)
            ref_times(k, i, true);
        if (r->alarm || i->row == UINT8_MAX || k->b->due[r->due + i->row].from != FROM_EVENT)
            continue;
        struct deadline at;
        ref_due(k, r, a->rule, &k->b->due[r->due + i->row], of, &at);
        i->due = at.at;
        i->unknown = at.unknown;
    }
}

/* Owed once for each, however often it is told of; without a number nobody knows which it is. */
static bool ref_once(const struct rule *r)
{
    bool by_name = r->about_type == ABOUT_CHILD || r->about_type == ABOUT_WORKER;
    return r->scoped && !by_name && !r->anew && !r->repeats && (!r->alarm || r->ring != NONE16);
}

static bool ref_there(const struct look *k, const struct rule *r)
{
    if (r->alarm && r->ring == NONE16 && !r->scoped)
        return false;
    bool once = ref_once(r);
    bool waits = r->alarm && r->ring != NONE16 && !once;
    struct what of = what_at(k, r, k->at);
    for (uint32_t n = 0; n < k->out->count; n++) {
        const struct instance *i = &k->out->instance[n];
        bool rings = waits && !i->unknown && i->from < k->f[k->at].happened;
        if (k->b->rule[i->rule].about == r->about && same_what(its(r, i), of) && !rings &&
            (i->closing == OPEN || (once && of.about != 0)))
            return true;
    }
    return false;
}

/* ---- one open alarm of a rule ---- */

static bool is_of(const struct look *k, const struct instance *i, uint64_t rule_about)
{
    return k->b->rule[i->rule].about == rule_about && k->b->rule[i->rule].alarm &&
           i->closing == OPEN && !i->unknown;
}

/* The earliest that has rung, undecided, by `at`. */
static struct instance *ref_ringing(struct look *k, uint64_t rule_about, int64_t at)
{
    struct instance *first = NULL;
    for (uint32_t n = 0; n < k->out->count; n++) {
        struct instance *i = &k->out->instance[n];
        bool at_once = k->b->rule[i->rule].ring == NONE16;
        if (is_of(k, i, rule_about) && (i->from < at || at_once) &&
            (!first || i->from < first->from))
            first = i;
    }
    return first;
}

static void ref_settle(struct look *k, int64_t at)
{
    for (uint32_t n = 0; n < k->out->count; n++) {
        struct instance *i = &k->out->instance[n];
        if (i->closing != OPEN || !k->b->rule[i->rule].alarm || i->unknown || i->from >= at)
            continue;
        struct instance *first = ref_ringing(k, k->b->rule[i->rule].about, at);
        if (first == i)
            continue;
        i->closing = CLEARED;
        i->closed_at = i->from;
        i->closed_n = first->started_n;
        first->again++;
    }
}

/* True when it counts on one that rings already. */
static bool ref_joins(struct look *k, const struct rule *r)
{
    struct instance *first = ref_ringing(k, r->about, k->f[k->at].happened);
    struct what of = cause_at(k, k->at), before = k->cause[r->family];
    k->cause[r->family] = of;
    if (!first)
        return false;
    if (of.about == 0 || !same_what(of, before))
        first->again++;
    return true;
}

static void ref_start(struct look *k, const struct action *a)
{
    const struct rule *r = &k->b->rule[a->rule];
    if (!now_holds(k, a->said) || !now_holds(k, r->when) ||
        !ref_in_force(r, k->f[k->at].happened) || ref_there(k, r))
        return;
    if (says_a_rule(k->f[k->at].kind) && k->f[k->at].about == r->about)
        return;
    struct what of = what_at(k, r, k->at);
    const struct fact *e = last_that(k, a->rule, ACT_MEET, of, true);
    bool at_once = r->alarm && r->ring == NONE16;
    bool early = e && e->n != k->f[k->at].n && !(ref_once(r) && of.about == 0);
    if (at_once && !early && ref_joins(k, r))
        return;
    struct instance *i = ref_open(k, a->rule, true);
    if (!early || (r->earlier_within && i->from > ref_after(k, e->happened, r->earlier)))
        return;
    i->closing = r->alarm ? CLEARED : MET;
    i->closed_at = e->happened;
    i->closed_n = e->n;
}

static void ref_act(struct look *k, const struct action *a)
{
    if (a->act != ACT_START && !now_holds(k, a->said))
        return;
    switch ((enum act)a->act) {
    case ACT_ANCHOR: ref_anchor(k, a); break;
    case ACT_MEET:
        if (ref_close(k, a) && k->b->rule[a->rule].repeats)
            ref_repeat(k, a->rule);
        break;
    case ACT_END: ref_close(k, a); break;
    case ACT_START: ref_start(k, a); break;
    }
}

static void ref_work(struct look *k)
{
    const struct fact *f = &k->f[k->at];
    uint32_t count = k->out->count;
    for (uint32_t n = 0; n < count; n++) {
        struct instance *i = &k->out->instance[n];
        const struct rule *r = &k->b->rule[i->rule];
        if (i->closing != OPEN || r->about != f->about || i->started_n != (uint32_t)f->number)
            continue;
        if (f->kind == EV_DUTY_ACKNOWLEDGED || f->kind == EV_ALARM_ACKNOWLEDGED)
            i->acknowledged_n = f->n;
        if (f->kind == EV_DUTY_REASSIGNED)
            i->given_to = f->flags;
        if (f->kind == EV_DUTY_WARNED)
            i->warned = 1;
        if (f->kind == EV_ALARM_RAISED && i->raised_n == 0)
            i->raised_n = f->n;
        for (uint32_t step = 1; step <= STEPS_MAX; step++) {
            if (f->kind == EV_ESCALATED && (f->flags & 31) == step)
                i->fired = (uint8_t)(i->fired | 1u << (step - 1));
        }
        bool decided = f->kind == EV_ALARM_DECIDED && r->alarm;
        bool waived = f->kind == EV_DUTY_WAIVED && !r->alarm;
        if (!decided && !waived)
            continue;
        i->closing = decided ? MET : WAIVED;
        i->closed_at = f->happened;
        i->closed_n = f->n;
        if (waived && r->repeats) {
            ref_repeat(k, i->rule);
            if (k->out->count > count) {
                k->out->instance[count].about = i->about;
                k->out->instance[count].child = i->child;
            }
        }
        return;
    }
}

/* Every action of the event's kind, by act, then by rule. */
static void ref_acts(struct look *k)
{
    const struct action *mine[ACTIONS_MAX];
    unsigned count = 0;
    for (unsigned a = 0; a < k->b->actions; a++) {
        const struct action *x = &k->b->action[a];
        if (x->kind == k->f[k->at].kind && x->over == over_of(k->kind))
            mine[count++] = x;
    }
    for (int act = ACT_ANCHOR; act <= ACT_START; act++) {
        for (uint16_t rule = 0; rule < k->b->rules; rule++) {
            for (unsigned a = 0; a < count; a++) {
                if (mine[a]->rule == rule && mine[a]->act == act)
                    ref_act(k, mine[a]);
            }
        }
    }
}

void reference_evaluate(struct task *t, const struct rulebook *b, const struct calendar *c,
                        enum subject_kind kind, const struct fact *f, uint32_t count,
                        struct evaluation *ret)
{
    struct look k = { .t = t, .b = b, .c = c, .kind = kind, .f = f, .count = count, .out = ret };
    k.over = &b->over[over_of(kind)];
    k.wanted = UINT64_MAX;
    k.before = NEW(t->arena, struct world);
    k.after = NEW(t->arena, struct world);
    k.then_before = NEW(t->arena, struct world);
    k.then_after = NEW(t->arena, struct world);
    k.aside = NEW(t->arena, struct world);
    ret->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(t->arena);
        stand_at(&k, i);
        ref_settle(&k, f[i].happened);
        if (!said_before(&k, i))
            ref_acts(&k);
        if (!said_before(&k, i))
            ref_work(&k);
        arena_rewind(t->arena, mark);
    }
    ref_settle(&k, INT64_MAX);
}

/* One pass over a subject's stream: state, duties and alarms together. No allocation, no clock. */
#include <string.h>

#include "rulebook/pass.h"

void pass_start(struct pass *p, const struct rulebook *b, const struct calendar *c,
                enum subject_kind kind, struct evaluation *out)
{
    p->b = b;
    p->kind = over_of(kind);
    p->over = &b->over[p->kind == OVERS ? OVER_CHILD : p->kind];
    p->c = c;
    p->out = out;
    memset(p->open, 0xff, b->rules * sizeof p->open[0]);
    memset(p->closed, 0xff, b->rules * sizeof p->closed[0]);
    memset(p->begun, 0, b->rules * sizeof p->begun[0]);
    memset(p->remembered, 0, b->memories * sizeof p->remembered[0]);
    memset(p->anchored, 0, b->memories * sizeof p->anchored[0]);
    for (unsigned i = 0; i < b->counters; i++)
        p->ring[i].seen = 0;
    out->kind = (uint8_t)kind;
    out->count = 0;
    out->overfull = false;
    subject_start(out, p->kind);
    p->is = p->was = subject_is(out, p->kind);
}

uint32_t pass_whose(const struct pass *p, const struct fact *f)
{
    bool named = p->kind != OVER_CHILD && p->b->names[f->kind] & NAMES_CHILD;
    return named ? (uint32_t)f->number : 0;
}

/* What an event that names no episode or placement is about: the one there is now. */
struct what pass_cause(const struct pass *p, const struct fact *f)
{
    if (f->about || p->kind != OVER_CHILD)
        return (struct what){ f->about, pass_whose(p, f) };
    uint8_t type = p->b->about_type[f->kind];
    return (struct what){ type == ABOUT_EPISODE     ? p->out->child.episode_now
                          : type == ABOUT_PLACEMENT ? p->out->child.placement_now
                                                    : 0,
                          0 };
}

/* ---- opening ---- */

/* The rule starts only when it is known what is usual: TEST_USUAL_KNOWN is part of its `when`. */
static struct deadline usual_passed(const struct pass *p)
{
    const struct missing_episode *e = episode_spoken_of(p);
    int64_t length = e ? usual_length(&p->out->child, e) : INT64_MAX;
    return length == INT64_MAX ? (struct deadline){ INT64_MAX, true }
                               : (struct deadline){ e->from + length, false };
}

static struct deadline due_otherwise(const struct pass *p, const struct rule *r,
                                     const struct due *d, struct what of)
{
    const struct calendar *c = p->c;
    const struct fact *f = p->fact;
    struct deadline base = { f->happened, false };
    switch ((enum from)d->from) {
    case FROM_HAPPENED:
    case FROM_PREVIOUS:
        if (f->precision > 1)
            base = fact_begins(c, f, d->period.unit);
        break;
    case FROM_RECORDED: base.at = f->recorded; break;
    case FROM_EVENT: base = anchor_of(p, r, of); break;
    case FROM_BIRTHDAY:
        base.at = birthday_at(c, p->out->child.born, d->age);
        if (base.at == INT64_MAX || d->period.amount == 0)
            return (struct deadline){ base.at, base.at == INT64_MAX };
        break;
    case FROM_ELIGIBLE:
        base.at = eligible_at(c, &p->out->child);
        base.unknown = base.at == INT64_MAX;
        break;
    case FROM_NIGHT:
        base = fact_begins(c, f, UNIT_HOURS);
        return (struct deadline){ base.unknown ? INT64_MAX : nightfall(base.at), base.unknown };
    case FROM_USUAL: return usual_passed(p);
    case FROM_SAID: base = date_said(c, f); break;
    case BEFORE_HAPPENED: return fact_begins(c, f, UNIT_HOURS);
    }
    return base.unknown ? (struct deadline){ INT64_MAX, true } : deadline_after(c, base.at, d);
}

/* Most run from when it happened, which is known to the minute. */
static inline struct deadline due_instant(const struct pass *p, const struct rule *r,
                                          const struct due *d, struct what of)
{
    bool plain = d->from == FROM_HAPPENED || d->from == FROM_PREVIOUS;
    if (plain && p->fact->precision <= 1)
        return deadline_soon(p->c, p->fact->happened, d);
    return due_otherwise(p, r, d, of);
}

static void give_due(struct pass *p, struct instance *i, const struct rule *r, uint64_t made)
{
    const struct rulebook *b = p->b;
    i->unknown = r->needs_age && p->out->child.born == INT32_MIN;
    for (unsigned k = r->due; k < (unsigned)r->due + r->dues && !i->unknown; k++) {
        const struct due *d = &b->due[k];
        if (!condition_holds(b, d->when, p->is, made, p->fact))
            continue;
        struct deadline at = due_instant(p, r, d, instance_what(r, i));
        i->row = (uint8_t)(k - r->due);
        i->due = at.at;
        i->unknown = at.unknown;
        if (d->from == FROM_ELIGIBLE && !at.unknown && eligible_at(p->c, &p->out->child) > i->from)
            i->from = eligible_at(p->c, &p->out->child); /* till then nothing is owed */
        break;
    }
    for (unsigned k = r->tight; k < (unsigned)r->tight + r->tights; k++) {
        const struct due *d = &b->due[k];
        if (!condition_holds(b, d->when, p->is, made, p->fact))
            continue;
        struct deadline at = due_instant(p, r, d, instance_what(r, i));
        if (!at.unknown && at.at < i->due) {
            i->due = at.at;
            i->unknown = false;
        }
    }
}

static void give_alarm_times(struct pass *p, struct instance *i, const struct rule *r)
{
    if (r->ring != NONE16) {
        struct deadline at = due_instant(p, r, &p->b->due[r->ring], instance_what(r, i));
        i->unknown = at.unknown;
        i->from = !at.unknown && at.at > i->from ? at.at : i->from;
    }
    if (i->unknown)
        return;
    for (unsigned k = 0; k < (unsigned)r->dues + r->tights; k++) {
        const struct due *d = &p->b->due[k < r->dues ? r->due + k : r->tight + k - r->dues];
        struct deadline at = deadline_soon(p->c, i->from, d);
        i->due = at.at < i->due ? at.at : i->due;
    }
}

static void open_instance(struct pass *p, uint16_t rule, bool first)
{
    const struct rule *r = &p->b->rule[rule];
    const struct fact *f = p->fact;
    struct evaluation *out = p->out;
    if (out->count == INSTANCES_MAX) {
        out->overfull = true;
        return;
    }
    struct instance *i = &out->instance[out->count];
    struct what of = pass_what(p, r);
    *i = (struct instance){ .about = of.about,
                            .child = pass_whose(p, f),
                            .from = f->happened,
                            .due = INT64_MAX,
                            .warn = INT64_MAX,
                            .closed_at = INT64_MAX,
                            .started_n = f->n,
                            .rule = rule,
                            .owner = r->owner,
                            .row = UINT8_MAX,
                            .next = p->open[r->family] };
    if (r->alarm)
        give_alarm_times(p, i, r);
    else
        give_due(p, i, r, first ? p->made | p->over->first_bit : p->made);
    if (r->has_warn)
        i->warn =
            step_instant(p->c, i->due, (struct period){ r->warn.unit, (int16_t)-r->warn.amount });
    p->begun[r->family] |= begun_bit(of);
    p->open[r->family] = (uint16_t)out->count++;
}

static bool in_force(const struct rule *r, int64_t happened)
{
    return happened >= r->from_us && happened < r->until_us;
}

/* ---- closing ---- */

static void close_one(struct pass *p, struct instance *i, enum closing closing)
{
    i->closing = (uint8_t)closing;
    i->closed_at = p->fact->happened;
    i->closed_n = p->fact->n;
}

/* After a visit the next is owed, by the version of the rule that is then in force. */
static void repeat(struct pass *p, uint16_t rule)
{
    const struct rulebook *b = p->b;
    for (uint16_t k = b->rule[rule].family; k != NONE16; k = b->rule[k].newer) {
        const struct rule *r = &b->rule[k];
        if (!in_force(r, p->fact->happened))
            continue;
        if ((p->is & r->open_while) == r->open_while &&
            condition_holds(b, r->when, p->is, p->made, p->fact))
            open_instance(p, k, false);
        return;
    }
}

static bool in_scope(const struct touch *a, const struct rule *r, const struct instance *i,
                     struct what of)
{
    return a->scope == SCOPE_CHILD ||
           same_what(instance_what(r, i), of) == (a->scope == SCOPE_SAME);
}

static bool close_instances(struct pass *p, const struct touch *a, const struct rule *r)
{
    const struct fact *f = p->fact;
    struct what of = pass_what(p, r);
    uint16_t *link = &p->open[r->family];
    bool any = false;
    alarm_settle(p, r, f->happened);
    while (*link != NONE16) {
        struct instance *i = &p->out->instance[*link];
        bool rung = r->alarm && !a->after_ring && !i->unknown && f->happened > i->from;
        if (i->started_n == f->n || i->rule != a->rule || rung || !in_scope(a, r, i, of)) {
            link = &i->next;
            continue;
        }
        close_one(p, i, r->alarm ? CLEARED : a->act == ACT_MEET ? MET : ENDED);
        pass_unlink(p, r, link, i);
        any = true;
    }
    return any;
}

/* ---- the four acts ---- */

static void act_anchor(struct pass *p, const struct touch *a, const struct rule *r)
{
    remember(p, r, p->anchor[r->memory], &p->anchored[r->memory]);
    struct what of = pass_what(p, r);
    for (uint16_t k = p->open[r->family]; k != NONE16; k = p->out->instance[k].next) {
        struct instance *i = &p->out->instance[k];
        const struct due *d = &p->b->due[r->due + i->row];
        if (i->rule != a->rule || !i->unknown || !same_what(instance_what(r, i), of))
            continue;
        if (r->alarm)
            give_alarm_times(p, i, r);
        if (r->alarm || i->row == UINT8_MAX || d->from != FROM_EVENT)
            continue;
        struct deadline at = due_instant(p, r, d, of);
        i->due = at.at;
        i->unknown = at.unknown;
    }
}

/* MEET or END */
static void act_close(struct pass *p, const struct touch *a)
{
    const struct rule *r = &p->b->rule[a->rule];
    if (a->early && !(r->once && is_begun(p, r, pass_what(p, r))))
        remember(p, r, p->earlier[r->memory], &p->remembered[r->memory]);
    if (close_instances(p, a, r) && r->repeats && a->act == ACT_MEET)
        repeat(p, a->rule);
}

static bool is_already_there(const struct pass *p, const struct rule *r)
{
    if (r->alarm && r->ring == NONE16 && !r->scoped)
        return false; /* a further cause: join_ringing counts it */
    struct what of = pass_what(p, r);
    if (!(p->begun[r->family] & begun_bit(of)))
        return false;
    int64_t now = p->fact->happened;
    bool rearms = r->alarm && r->ring != NONE16 && !r->once; /* beside one that rings, one waits */
    for (uint16_t k = p->open[r->family]; k != NONE16; k = p->out->instance[k].next) {
        const struct instance *i = &p->out->instance[k];
        if (same_what(instance_what(r, i), of) && (!rearms || i->unknown || i->from >= now))
            return true;
    }
    if (!r->once || of.about == 0) /* no number was given: it may well be another one */
        return false;
    for (uint16_t k = p->closed[r->family]; k != NONE16; k = p->out->instance[k].next) {
        if (same_what(instance_what(r, &p->out->instance[k]), of))
            return true;
    }
    return false;
}

static void meet_by_earlier(struct pass *p, const struct rule *r, const struct earlier *e)
{
    uint16_t *link = &p->open[r->family];
    struct instance *i = &p->out->instance[*link];
    i->closing = r->alarm ? CLEARED : MET;
    i->closed_at = e->happened;
    i->closed_n = e->n;
    pass_unlink(p, r, link, i);
}

/* An alarm that rings at once often only counts on one that does: then nothing is opened. */
static void act_start(struct pass *p, const struct touch *a)
{
    const struct rule *r = &p->b->rule[a->rule];
    const struct fact *f = p->fact;
    bool its_own = p->b->work[f->kind] && f->about == r->about; /* it is its own cause */
    if (its_own || !in_force(r, f->happened) || is_already_there(p, r))
        return;
    bool at_once = r->alarm && r->ring == NONE16;
    bool looks_back = r->earlier_any || r->earlier_within || r->before;
    const struct earlier *e = NULL;
    if (at_once && looks_back)
        e = met_before(p, r, f->happened);
    if (at_once && !e && alarm_joins(p, r))
        return;
    if (e && p->begun[r->family] == 0)
        p->cause[r->family] = (struct what){ 0 };
    uint32_t mine = p->out->count;
    open_instance(p, a->rule, true);
    if (p->out->count == mine)
        return;
    if (!at_once && looks_back)
        e = met_before(p, r, p->out->instance[mine].from);
    if (e)
        meet_by_earlier(p, r, e);
}

/* ---- what people say of a duty or an alarm itself ---- */

static uint16_t family_of(const struct rulebook *b, uint64_t about)
{
    for (uint64_t at = about;; at++) {
        uint16_t family = b->slot[at % ABOUT_SLOTS];
        if (family == NONE16 || b->rule[family].about == about)
            return family;
    }
}

/* The code of CODES(STEP), in the lowest five bits. */
static uint8_t fired_by(const struct fact *f)
{
    unsigned step = f->flags & 31;
    return (uint8_t)(step >= 1 && step <= STEPS_MAX ? 1u << (step - 1) : 0u);
}

static void step_work(struct pass *p, const struct fact *f)
{
    uint16_t family = family_of(p->b, f->about);
    if (family == NONE16)
        return;
    alarm_settle(p, &p->b->rule[family], f->happened);
    uint16_t *link = &p->open[family];
    while (*link != NONE16 && p->out->instance[*link].started_n != (uint32_t)f->number)
        link = &p->out->instance[*link].next;
    if (*link == NONE16)
        return;
    struct instance *i = &p->out->instance[*link];
    const struct rule *r = &p->b->rule[i->rule];
    if (f->kind == EV_DUTY_ACKNOWLEDGED || f->kind == EV_ALARM_ACKNOWLEDGED) {
        i->acknowledged_n = f->n;
    } else if (f->kind == EV_ESCALATED) {
        i->fired |= fired_by(f);
    } else if (f->kind == EV_DUTY_WARNED) {
        i->warned = true;
    } else if (f->kind == EV_ALARM_RAISED) {
        i->raised_n = i->raised_n ? i->raised_n : f->n;
    } else if (f->kind == EV_DUTY_REASSIGNED) {
        i->given_to = f->flags;
    } else if (f->kind == EV_ALARM_DECIDED && r->alarm) {
        close_one(p, i, MET);
        pass_unlink(p, r, link, i);
    } else if (f->kind == EV_DUTY_WAIVED && !r->alarm) {
        close_one(p, i, WAIVED);
        pass_unlink(p, r, link, i);
        uint32_t next = p->out->count;
        if (r->repeats)
            repeat(p, i->rule);
        if (p->out->count > next) {
            p->out->instance[next].about = i->about;
            p->out->instance[next].child = i->child;
            p->begun[family] |= begun_bit(instance_what(r, i));
        }
    }
}

/* ---- the pass ---- */

/* Two agencies that say the same of one instant have said one thing. */
static bool is_said_again(const struct fact *first, const struct fact *f)
{
    for (const struct fact *o = f; o-- > first && o->happened == f->happened;) {
        if (o->kind == f->kind && o->about == f->about && o->code == f->code &&
            o->flags == f->flags && o->number == f->number && o->precision == f->precision)
            return true;
    }
    return false;
}

void pass_step(struct pass *p, const struct fact *first, const struct fact *f)
{
    const struct rulebook *b = p->b;
    const struct over_rules *over = p->over;
    if (f->kind >= EVENT_KINDS || p->kind == OVERS)
        return;
    p->fact = f;
    p->was = p->is;
    p->care_was_from = p->out->child.care_from;
    subject_step(p->out, p->kind, f);
    p->is = subject_is(p->out, p->kind);
    p->of = pass_cause(p, f);
    if (f > first && f[-1].happened == f->happened && is_said_again(first, f))
        return;
    pass_count(p, f);
    p->made = over->made[f->kind] ? pass_tests(p, over->made[f->kind]) : 0;
    const struct touch *end = &b->touch[over->first[f->kind + 1]];
    for (const struct touch *a = &b->touch[over->first[f->kind]]; a < end; a++) {
        bool idle = a->needs_open & (p->open[a->family] == NONE16);
        if (idle | !alternative_holds(&a->must, p->is, p->made, f))
            continue;
        if (a->when.count && !condition_holds(b, a->when, p->is, p->made, f))
            continue;
        switch ((enum act)a->act) {
        case ACT_ANCHOR: act_anchor(p, a, &b->rule[a->rule]); break;
        case ACT_MEET:
        case ACT_END: act_close(p, a); break;
        case ACT_START: act_start(p, a); break;
        }
    }
    if (b->work[f->kind])
        step_work(p, f);
}

void rulebook_evaluate(const struct rulebook *b, const struct calendar *c, enum subject_kind kind,
                       const struct fact *f, uint32_t count_of, struct evaluation *ret)
{
    struct pass p __attribute__((uninitialized)); /* pass_start sets what a pass reads */
    pass_start(&p, b, c, kind, ret);
    for (uint32_t i = 0; i < count_of; i++)
        pass_step(&p, f, &f[i]);
    for (uint16_t k = 0; k < p.over->settles; k++)
        alarm_settle(&p, &b->rule[p.over->settle[k]], INT64_MAX);
    ret->overfull |= kind == SUBJECT_HOME ? ret->home.overfull : ret->child.overfull;
}

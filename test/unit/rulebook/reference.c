/* The rulebook evaluated the slow and obvious way: everything is replayed and scanned each time. */
#include "reference.h"

#include <stdlib.h>
#include <string.h>

#include "random_life.h"
#include "rulebook/pass.h"

struct world { /* the subject's state, whichever it is */
    struct child_state child;
    struct home_state home;
    struct agency_state agency;
    struct place_state place;
    uint64_t is;
};

struct look {
    struct task *t;
    const struct rulebook *b;
    const struct over_rules *over;
    enum subject_kind kind;
    const struct calendar *c;
    const struct fact *f;
    uint32_t count;
    struct world *before, *after; /* around event `at` */
    uint32_t at;
    uint64_t made;
    struct what cause[RULES_MAX]; /* by family: what the last cause of an alarm was about */
    struct evaluation *out;
};

/* ---- the world at an event ---- */

static void replay(const struct look *k, uint32_t events, struct world *ret)
{
    child_start(&ret->child);
    home_start(&ret->home);
    agency_start(&ret->agency);
    place_start(&ret->place);
    for (uint32_t i = 0; i < events; i++) {
        if (k->kind == SUBJECT_CHILD)
            child_step(&ret->child, &k->f[i]);
        if (k->kind == SUBJECT_HOME)
            home_step(&ret->home, &k->f[i]);
        if (k->kind == SUBJECT_AGENCY)
            agency_step(&ret->agency, &k->f[i]);
        if (k->kind == SUBJECT_PLACE)
            place_step(&ret->place, &k->f[i]);
    }
    ret->is = k->kind == SUBJECT_CHILD    ? ret->child.is
              : k->kind == SUBJECT_HOME   ? ret->home.is
              : k->kind == SUBJECT_AGENCY ? ret->agency.is
                                          : ret->place.is;
}

static bool said_before(const struct look *k, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++) {
        const struct fact *a = &k->f[i], *b = &k->f[at];
        if (a->happened == b->happened && a->kind == b->kind && a->about == b->about &&
            a->code == b->code && a->flags == b->flags && a->number == b->number &&
            a->precision == b->precision)
            return true;
    }
    return false;
}

static uint32_t child_at(const struct look *k, uint32_t at)
{
    bool named = k->kind != SUBJECT_CHILD && k->b->names[k->f[at].kind] & NAMES_CHILD;
    return named ? (uint32_t)k->f[at].number : 0;
}

static struct what cause_at(const struct look *k, uint32_t at)
{
    struct what of = { k->f[at].about, child_at(k, at) };
    if (k->f[at].about || k->kind != SUBJECT_CHILD)
        return of;
    struct world *s = NEW(k->t->arena, struct world);
    replay(k, at + 1, s);
    switch (k->b->about_type[k->f[at].kind]) {
    case ABOUT_EPISODE: of.about = s->child.episode_now; break;
    case ABOUT_PLACEMENT: of.about = s->child.placement_now; break;
    default: break;
    }
    return of;
}

static struct what what_at(const struct look *k, const struct rule *r, uint32_t at)
{
    struct what of = cause_at(k, at);
    if (!r->scoped)
        return (struct what){ 0 };
    switch ((enum about_type)r->about_type) {
    case ABOUT_EPISODE:
    case ABOUT_PLACEMENT: return of;
    case ABOUT_CHILD: return (struct what){ 0, of.child };
    case ABOUT_WORKER: return (struct what){ (uint64_t)k->f[at].number, 0 };
    case ABOUT_NOTHING:
    case ABOUT_NOTICE:
    case ABOUT_INCIDENT:
    case ABOUT_PLAN:
    case ABOUT_REVIEW:
    case ABOUT_ALLEGATION:
    case ABOUT_VISIT:
    case ABOUT_TASK:
    case ABOUT_OTHER: return (struct what){ of.about, 0 };
    }
    return of;
}

static struct what its(const struct rule *r, const struct instance *i)
{
    bool child = r->about_type == ABOUT_EPISODE || r->about_type == ABOUT_PLACEMENT ||
                 r->about_type == ABOUT_CHILD;
    return (struct what){ i->about, r->scoped && child ? i->child : 0 };
}

/* ---- deadlines by walking the calendar ---- */

static int64_t end_of(struct date d)
{
    return uk_midnight((struct date){ d.days + 1 }).us;
}

/* The last day of the month, quarter or year (`length` months) that is `left` on. */
static struct date last_of(struct date d, int length, int left)
{
    for (;; d.days++) {
        struct civil next = civil_of((struct date){ d.days + 1 });
        if (next.day == 1 && (next.month - 1) % length == 0 && left-- == 0)
            return d;
    }
}

static int64_t ref_after(const struct look *k, int64_t from, struct period p)
{
    struct date d = date_in_uk((struct instant){ from });
    switch ((enum unit)p.unit) {
    case UNIT_HOURS: return from + p.amount * HOUR_US;
    case UNIT_DAYS: return end_of((struct date){ d.days + p.amount });
    case UNIT_WEEKS: return end_of((struct date){ d.days + p.amount * 7 });
    case UNIT_MONTHS: return end_of(date_add_months(d, p.amount));
    case UNIT_WORKING_DAYS: break;
    case UNIT_CALENDAR_MONTHS: return end_of(last_of(d, 1, p.amount));
    case UNIT_CALENDAR_QUARTERS: return end_of(last_of(d, 3, p.amount));
    case UNIT_CALENDAR_YEARS: return end_of(last_of(d, 12, p.amount));
    case UNITS: break;
    }
    int step = p.amount < 0 ? -1 : 1, left = p.amount * step;
    while (left > 0) {
        d.days += step;
        left -= calendar_is_working(k->c, d);
    }
    return end_of(d);
}

static bool holidays_known(const struct look *k, int64_t from, int64_t until)
{
    return calendar_knows(k->c, date_in_uk((struct instant){ from })) &&
           calendar_knows(k->c, date_in_uk((struct instant){ until - 1 }));
}

/* ---- conditions ---- */

static bool ref_holds(const struct look *k, struct condition c, uint64_t is, uint64_t made,
                      const struct fact *f)
{
    bool any = c.count == 0;
    for (unsigned i = 0; i < c.count; i++) {
        const struct alternative *a = &k->b->alternative[c.first + i];
        bool so = true;
        for (unsigned bit = 0; bit < 64; bit++) {
            uint64_t m = UINT64_C(1) << bit;
            so = so && (!(a->look & m) || (is & m) == (a->want & m));
            so = so && (!(a->made_look & m) || (made & m) == (a->made_want & m));
            so = so && (bit > 31 || !(a->flags_look >> bit & 1) ||
                        (f->flags >> bit & 1) == (a->flags_want >> bit & 1));
        }
        any = any || (so && (a->codes & UINT64_C(1) << (f->code & 63)));
    }
    return any;
}

/* Each child of whom any came within the window, once. */
static bool ref_children(const struct look *k, const struct test *x, const int64_t *at,
                         const struct what *of, uint32_t seen)
{
    uint32_t children = 0;
    for (uint32_t i = 0; i < seen; i++) {
        bool counts = !x->windowed || k->f[k->at].happened <= ref_after(k, at[i], x->period);
        for (uint32_t j = 0; j < i && counts; j++) {
            bool inside = !x->windowed || k->f[k->at].happened <= ref_after(k, at[j], x->period);
            counts = !inside || of[j].child != of[i].child;
        }
        children += counts;
    }
    return children >= (uint32_t)x->number;
}

static bool ref_count(const struct look *k, const struct test *x)
{
    const struct counter *c = &k->b->counter[x->counter];
    int64_t at[1024];
    struct what of[1024];
    uint32_t seen = 0;
    for (uint32_t i = 0; i <= k->at; i++) {
        bool again =
            k->f[i].kind != c->kind || said_before(k, i) || !ref_holds(k, c->when, 0, 0, &k->f[i]);
        struct what now = { k->f[i].about, child_at(k, i) };
        for (uint32_t j = 0; j < seen && c->once && !c->children; j++)
            again = again || same_what(of[j], now);
        if (again)
            continue;
        at[seen] = k->f[i].happened;
        of[seen++] = now;
    }
    if (c->children)
        return ref_children(k, x, at, of, seen);
    if (seen < (uint32_t)x->number)
        return false;
    return !x->windowed ||
           k->f[k->at].happened <= ref_after(k, at[seen - (uint32_t)x->number], x->period);
}

static bool ref_longer(const struct child_state *s, int32_t number)
{
    int64_t length[CHILD_EPISODES_MAX];
    int32_t ended = 0;
    for (uint32_t i = 0; i < s->episodes; i++) {
        if (s->episode[i].until != INT64_MAX)
            length[ended++] = s->episode[i].until - s->episode[i].from;
    }
    if (ended < number)
        return false;
    for (int32_t i = ended - number + 1; i < ended; i++) {
        if (length[i] <= length[i - 1])
            return false;
    }
    return true;
}

static bool ref_older(const struct look *k, int64_t from, const struct test *x)
{
    return from != 0 && from != INT64_MAX && k->f[k->at].happened > ref_after(k, from, x->period);
}

/* Visits not alone since the last that was: one that says neither is as if it had not been. */
static int32_t ref_not_alone(const struct look *k)
{
    int32_t count = 0;
    int64_t last = 0;
    for (uint32_t i = 0; i <= k->at; i++) {
        const struct fact *f = &k->f[i];
        bool no = (f->flags >> 2 & 1) || f->code;
        if (f->kind != EV_VISIT_MADE)
            continue;
        if (f->flags >> 1 & 1) {
            count = 0;
        } else if (no) {
            count += f->happened != last;
            last = f->happened;
        }
    }
    return count;
}

static int32_t ref_declined(const struct look *k)
{
    return (int32_t)k->after->child.interviews_declined_running;
}

static bool ref_late(const struct look *k, const struct test *x)
{
    const struct fact *f = &k->f[k->at];
    struct deadline from = fact_begins(k->c, f, x->period.unit);
    int64_t at = from.unknown ? 0 : ref_after(k, from.at, x->period);
    if (from.unknown ||
        (x->period.unit == UNIT_WORKING_DAYS && !holidays_known(k, from.at, at)))
        return false;
    return f->recorded > at;
}

static struct missing_episode *ref_episode(const struct look *k)
{
    return child_episode(&k->after->child, cause_at(k, k->at).about);
}

static int up(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

/* Sorted, the first that nine in ten do not exceed. */
static int64_t ninth_of(int64_t *all, uint32_t count)
{
    uint32_t rank = 0;
    qsort(all, count, sizeof *all, up);
    while (rank * 10 < count * 9)
        rank++;
    return count < 5 ? INT64_MAX : all[rank - 1];
}

static int64_t ref_usual(const struct child_state *s, const struct missing_episode *e)
{
    int64_t all[50];
    uint32_t count = 0, at = 0;
    while (e && at < s->episodes && &s->episode[at] != e)
        at++;
    for (; e && at > 0 && count < COUNT(all); at--) {
        const struct missing_episode *o = &s->episode[at - 1];
        if (o->ended != 7 && o->until != INT64_MAX)
            all[count++] = o->until - o->from;
    }
    return ninth_of(all, count);
}

static bool ref_hour_known(const struct missing_episode *e)
{
    return e->precision < 2 || e->precision == 4;
}

static int64_t since_noon(const struct missing_episode *e)
{
    struct clock_time c = clock_in_uk((struct instant){ e->from });
    return c.hour < 12 ? (c.hour + 12) * 60 + c.minute : (c.hour - 12) * 60 + c.minute;
}

static bool ref_unusual(const struct look *k)
{
    const struct child_state *s = &k->after->child;
    const struct missing_episode *e = ref_episode(k);
    int64_t hours[50], now = k->f[k->at].happened;
    uint32_t count = 0;
    for (uint32_t i = s->episodes; e && i-- > 0 && count < COUNT(hours);) {
        const struct missing_episode *o = &s->episode[i];
        if (o < e && o->ended != 7 && ref_hour_known(o))
            hours[count++] = since_noon(o);
    }
    if (!e)
        return false;
    if ((e->until < now ? e->until : now) - e->from > ref_usual(s, e))
        return true;
    return ref_hour_known(e) && since_noon(e) > ninth_of(hours, count);
}

/* What rings when the event happens: at one instant never two of a name. */
static int32_t ref_high(const struct look *k)
{
    uint64_t names[RULES_MAX];
    int32_t count = 0;
    for (uint32_t n = 0; n < k->out->count; n++) {
        const struct instance *i = &k->out->instance[n];
        const struct rule *r = &k->b->rule[i->rule];
        bool rings = r->alarm && r->level == LEVEL_HIGH && i->closing == OPEN && !i->unknown &&
                     i->from <= k->f[k->at].happened;
        for (int32_t j = 0; j < count; j++)
            rings = rings && names[j] != r->about;
        if (rings)
            names[count++] = r->about;
    }
    return count;
}

/* Of a hundred who care there, how many are past the time to qualify. */
static bool ref_unqualified(const struct look *k, const struct test *x)
{
    const struct home_state *s = &k->after->home;
    uint32_t late = 0, caring = 0;
    for (uint32_t i = 0; i < s->workers; i++) {
        const struct home_worker *w = &s->worker[i];
        if (w->not_caring)
            continue;
        caring++;
        if (!w->qualified && !w->deferred)
            late += k->f[k->at].happened > ref_after(k, w->from, x->period);
    }
    return late * 100 > (uint32_t)x->number * caring;
}

static int32_t ref_missing(const struct home_state *s)
{
    int32_t children = 0;
    for (uint32_t i = 0; i < s->episodes; i++) {
        bool counts = s->episode[i].until == INT64_MAX && s->episode[i].class != 2;
        for (uint32_t j = 0; j < i; j++)
            counts = counts && (s->episode[j].child != s->episode[i].child ||
                                s->episode[j].until != INT64_MAX || s->episode[j].class == 2);
        children += counts;
    }
    return children;
}

static bool ref_test(const struct look *k, const struct test *x)
{
    struct child_state *s = &k->after->child;
    struct placement *p;
    switch ((enum test_kind)x->kind) {
    case TEST_FIRST: return false;
    case TEST_WAS: return k->before->is & x->bit;
    case TEST_UNDER:
        return s->born != INT32_MIN &&
               years_between((struct date){ s->born },
                             date_in_uk((struct instant){ k->f[k->at].happened })) < x->number;
    case TEST_PLACEMENT_OLDER: return ref_older(k, s->placement_from, x);
    case TEST_CARE_OLDER: return ref_older(k, s->care_from, x);
    case TEST_CARE_WAS_OLDER: return ref_older(k, k->before->child.care_from, x);
    case TEST_MILES_OVER:
        p = child_placement(s, s->placement_now);
        return p && p->distance > x->number * 10;
    case TEST_FOUND_OVER: return k->f[k->at].number > x->number * INT64_C(10);
    case TEST_COUNT: return ref_count(k, x);
    case TEST_EACH_LONGER: return ref_longer(s, x->number);
    case TEST_OPEN_EPISODES: return s->open_missing + s->open_away >= (uint32_t)x->number;
    case TEST_DECLINED: return ref_declined(k) >= x->number;
    case TEST_NOT_ALONE: return ref_not_alone(k) >= x->number;
    case TEST_UNUSUAL: return ref_unusual(k);
    case TEST_USUAL_KNOWN: return ref_usual(s, ref_episode(k)) != INT64_MAX;
    case TEST_RECORDED_LATE: return ref_late(k, x);
    case TEST_HIGH_ALARMS: return ref_high(k) >= x->number;
    case TEST_UNQUALIFIED: return ref_unqualified(k, x);
    case TEST_RESIDENTS: return k->after->home.residents >= (uint32_t)x->number;
    case TEST_CHILDREN_MISSING: return ref_missing(&k->after->home) >= x->number;
    }
    return false;
}

static void stand_at(struct look *k, uint32_t at)
{
    k->at = at;
    replay(k, at, k->before);
    replay(k, at + 1, k->after);
    k->made = 0;
    for (unsigned i = 0; i < k->over->tests; i++)
        k->made |= (uint64_t)ref_test(k, &k->over->test[i]) << i;
}

static bool now_holds(const struct look *k, struct condition c)
{
    return ref_holds(k, c, k->after->is, k->made, &k->f[k->at]);
}

/* ---- what came earlier ---- */

/* The last event before (or at) this one that does `act` to the rule about the same thing. */
static const struct fact *last_that(const struct look *k, uint16_t rule, enum act act,
                                    struct what of, bool this_too)
{
    struct look then = *k;
    then.before = NEW(k->t->arena, struct world);
    then.after = NEW(k->t->arena, struct world);
    const struct fact *found = NULL;
    for (uint32_t i = 0; i < k->at + this_too; i++) {
        for (unsigned a = 0; a < k->b->actions; a++) {
            const struct action *x = &k->b->action[a];
            bool does = act == ACT_ANCHOR ? x->act == act : x->early;
            if (x->rule != rule || !does || x->kind != k->f[i].kind || said_before(k, i))
                continue;
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
    case FROM_NIGHT:
        *ret = ref_night(k, fact_begins(k->c, f, UNIT_HOURS));
        return;
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
    return r->scoped && !by_name && !r->repeats && (!r->alarm || r->ring != NONE16);
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

void reference_evaluate(struct task *t, const struct rulebook *b, const struct calendar *c,
                        enum subject_kind kind, const struct fact *f, uint32_t count,
                        struct evaluation *ret)
{
    struct look k = { .t = t, .b = b, .c = c, .kind = kind, .f = f, .count = count, .out = ret };
    k.over = &b->over[over_of(kind)];
    k.before = NEW(t->arena, struct world);
    k.after = NEW(t->arena, struct world);
    ret->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(t->arena);
        stand_at(&k, i);
        ref_settle(&k, f[i].happened);
        for (int act = ACT_ANCHOR; act <= ACT_START && !said_before(&k, i); act++) {
            for (uint16_t rule = 0; rule < b->rules; rule++) {
                for (unsigned a = 0; a < b->actions; a++) {
                    const struct action *x = &b->action[a];
                    if (x->rule == rule && x->act == act && x->kind == f[i].kind &&
                        x->over == over_of(kind))
                        ref_act(&k, x);
                }
            }
        }
        if (!said_before(&k, i))
            ref_work(&k);
        arena_rewind(t->arena, mark);
    }
    ref_settle(&k, INT64_MAX);
}

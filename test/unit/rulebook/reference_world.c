/* The world as a rule finds it at an event: states, calendars and every condition, the slow way. */
#include "reference_world.h"

#include <stdlib.h>

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

bool said_before(const struct look *k, uint32_t at)
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

uint32_t child_at(const struct look *k, uint32_t at)
{
    bool named = k->kind != SUBJECT_CHILD && k->b->names[k->f[at].kind] & NAMES_CHILD;
    return named ? (uint32_t)k->f[at].number : 0;
}

struct what cause_at(const struct look *k, uint32_t at)
{
    struct what of = { k->f[at].about, child_at(k, at) };
    if (k->f[at].about || k->kind != SUBJECT_CHILD)
        return of;
    struct world *s = k->aside;
    replay(k, at + 1, s);
    switch (k->b->about_type[k->f[at].kind]) {
    case ABOUT_EPISODE: of.about = s->child.episode_now; break;
    case ABOUT_PLACEMENT: of.about = s->child.placement_now; break;
    default: break;
    }
    return of;
}

struct what what_at(const struct look *k, const struct rule *r, uint32_t at)
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
    case ABOUT_LOOK:
    case ABOUT_QUESTION:
    case ABOUT_OTHER: return (struct what){ of.about, 0 };
    }
    return of;
}

struct what its(const struct rule *r, const struct instance *i)
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

int64_t ref_after(const struct look *k, int64_t from, struct period p)
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

bool holidays_known(const struct look *k, int64_t from, int64_t until)
{
    return calendar_knows(k->c, date_in_uk((struct instant){ from })) &&
           calendar_knows(k->c, date_in_uk((struct instant){ until - 1 }));
}

/* ---- conditions ---- */

bool ref_holds(const struct look *k, struct condition c, uint64_t is, uint64_t made,
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
    if (from.unknown || (x->period.unit == UNIT_WORKING_DAYS && !holidays_known(k, from.at, at)))
        return false;
    return f->recorded > at;
}

struct missing_episode *ref_episode(const struct look *k)
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

int64_t ref_usual(const struct child_state *s, const struct missing_episode *e)
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

void stand_at(struct look *k, uint32_t at)
{
    k->at = at;
    replay(k, at, k->before);
    replay(k, at + 1, k->after);
    k->made = 0;
    for (unsigned i = 0; i < k->over->tests; i++)
        k->made |= (uint64_t)(k->wanted >> i & 1 && ref_test(k, &k->over->test[i])) << i;
}

bool now_holds(const struct look *k, struct condition c)
{
    return ref_holds(k, c, k->after->is, k->made, &k->f[k->at]);
}

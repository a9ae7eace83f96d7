/* Comparisons that rules make: ages, lengths, miles, counts. Made only at events that need them. */
#include "rulebook/pass.h"

static bool is_under(const struct pass *p, int age)
{
    int32_t born = p->out->child.born;
    if (born == INT32_MIN)
        return false;
    uint32_t was;
    if (born >= 0 && born < CALENDAR_DAYS) {
        was = p->c->ymd[born];
    } else {
        struct civil on = civil_of((struct date){ born });
        was = (uint32_t)on.year << 9 | (uint32_t)on.month << 5 | on.day;
    }
    return p->c->ymd[day_at(p->c, p->fact->happened)] < was + ((uint32_t)age << 9);
}

static bool is_older(const struct pass *p, int64_t from, const struct test *x)
{
    if (from == 0 || from == INT64_MAX)
        return false;
    struct instant over = calendar_deadline(p->c, (struct instant){ from }, x->period);
    return p->fact->happened > over.us;
}

static bool is_further(const struct child_state *s, int32_t miles)
{
    for (uint32_t i = s->placements; i-- > 0;) {
        if (s->placement[i].id == s->placement_now)
            return s->placement[i].distance > miles * 10;
    }
    return false;
}

static bool counted(const struct pass *p, const struct test *x)
{
    const struct ring *r = &p->ring[x->counter];
    uint32_t number = (uint32_t)x->number;
    if (r->seen < number)
        return false;
    int64_t oldest = r->at[(r->seen - number) % COUNT_MAX];
    return !x->windowed ||
           p->fact->happened <= calendar_deadline(p->c, (struct instant){ oldest }, x->period).us;
}

static bool each_longer(const struct child_state *s, int32_t number)
{
    int32_t left = number;
    int64_t later = INT64_MAX;
    for (uint32_t i = s->episodes; i-- > 0 && left > 0;) {
        const struct missing_episode *e = &s->episode[i];
        if (e->until == INT64_MAX)
            continue;
        int64_t length = e->until - e->from;
        if (length >= later)
            return false;
        later = length;
        left--;
    }
    return left == 0;
}

static bool knows_usual(const struct pass *p)
{
    const struct missing_episode *e = episode_spoken_of(p);
    return e != NULL && usual_length(&p->out->child, e) != INT64_MAX;
}

static bool is_recorded_late(const struct pass *p, const struct test *x)
{
    struct deadline from = fact_begins(p->c, p->fact, x->period.unit);
    struct due after = { .period = x->period };
    struct deadline at = from.unknown ? from : deadline_after(p->c, from.at, &after);
    return !at.unknown && p->fact->recorded > at.at;
}

static bool is_high(const struct pass *p, const struct instance *i)
{
    const struct rule *r = &p->b->rule[i->rule];
    return r->alarm && r->level == LEVEL_HIGH && i->closing == OPEN && !i->unknown &&
           i->from <= p->fact->happened;
}

/* Those that ring when this event happens, before what it starts itself. */
static int32_t high_alarms(const struct pass *p)
{
    int32_t count = 0;
    for (uint16_t k = 0; k < p->over->highs; k++) {
        bool rings = false;
        for (uint16_t i = p->open[p->over->high[k]]; i != NONE16; i = p->out->instance[i].next)
            rings |= is_high(p, &p->out->instance[i]);
        count += rings;
    }
    return count;
}

/* Of a hundred who care for children there, more than so many past their time to qualify. */
static bool too_few_qualified(const struct pass *p, const struct test *x)
{
    const struct home_state *s = &p->out->home;
    uint32_t caring = 0, late = 0;
    for (uint32_t i = 0; i < s->workers; i++) {
        const struct home_worker *w = &s->worker[i];
        caring += !w->not_caring;
        late += !w->not_caring && !w->qualified && !w->deferred && is_older(p, w->from, x);
    }
    return late * 100 > (uint32_t)x->number * caring;
}

int32_t test_number(const struct pass *p, const struct test *x)
{
    const struct child_state *s = &p->out->child;
    switch (x->kind) {
    case TEST_OPEN_EPISODES: return (int32_t)(s->open_missing + s->open_away);
    case TEST_DECLINED: return (int32_t)s->interviews_declined_running;
    case TEST_HIGH_ALARMS: return high_alarms(p);
    case TEST_RESIDENTS: return (int32_t)p->out->home.residents;
    case TEST_CHILDREN_MISSING: return (int32_t)p->out->home.missing;
    default: return -1;
    }
}

static bool test_holds(const struct pass *p, const struct test *x)
{
    const struct child_state *s = &p->out->child;
    switch ((enum test_kind)x->kind) {
    case TEST_FIRST: return false; /* set when an instance opens */
    case TEST_WAS: return p->was & x->bit;
    case TEST_UNDER: return is_under(p, x->number);
    case TEST_PLACEMENT_OLDER: return is_older(p, s->placement_from, x);
    case TEST_CARE_OLDER: return is_older(p, s->care_from, x);
    case TEST_CARE_WAS_OLDER: return is_older(p, p->care_was_from, x);
    case TEST_MILES_OVER: return is_further(s, x->number);
    case TEST_FOUND_OVER: return p->fact->number > x->number * INT64_C(10); /* tenths of a mile */
    case TEST_COUNT: return counted(p, x);
    case TEST_EACH_LONGER: return each_longer(s, x->number);
    case TEST_OPEN_EPISODES:
    case TEST_DECLINED:
    case TEST_HIGH_ALARMS:
    case TEST_RESIDENTS:
    case TEST_CHILDREN_MISSING: return test_number(p, x) >= x->number;
    case TEST_NOT_ALONE: return s->visits_not_alone_running >= (uint32_t)x->number;
    case TEST_UNUSUAL: return episode_is_unusual(p);
    case TEST_USUAL_KNOWN: return knows_usual(p);
    case TEST_RECORDED_LATE: return is_recorded_late(p, x);
    case TEST_UNQUALIFIED: return too_few_qualified(p, x);
    }
    return false;
}

uint64_t pass_tests(struct pass *p, uint64_t wanted)
{
    uint64_t made = 0;
    while (wanted) {
        unsigned bit = (unsigned)__builtin_ctzll(wanted);
        wanted &= wanted - 1;
        made |= (uint64_t)test_holds(p, &p->over->test[bit]) << bit;
    }
    return made;
}

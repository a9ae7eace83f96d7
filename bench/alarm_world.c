/* The world behind the measures of alarms: made once, held in memory. */
#include "alarm_world.h"

#include <stdlib.h>
#include <string.h>

static struct subject *subject_of(struct measured *m, uint32_t number)
{
    MUST(number >= m->plan.first_subject);
    size_t at = number - m->plan.first_subject;
    MUST(at < m->subjects);
    return &m->subject[at];
}

struct fact *subject_add(struct subject *s, struct fact f)
{
    if (s->count == s->room) {
        s->room = s->room ? s->room * 2 : 64;
        s->fact = realloc(s->fact, s->room * sizeof *s->fact);
        MUST(s->fact);
    }
    f.n = s->count + 1;
    s->fact[s->count++] = f;
    return &s->fact[s->count - 1];
}

/* --- the world as it is made --- */

static void point(struct measured *m, const struct event *e, uint32_t *place)
{
    struct event pointer = *e;
    pointer.subject = e->also;
    pointer.also = e->subject;
    pointer.pointer = true;
    pointer.corrects = e->corrects ? place[e->corrects] : 0;
    struct fact *f = subject_add(subject_of(m, e->also), fact_of(&pointer));
    place[e->n] = f->n;
}

static status take(void *self, struct task *t, enum subject_kind kind, uint32_t subject, bool fresh,
                   struct event *events, size_t count)
{
    struct measured *m = self;
    (void)fresh;
    if (subject < m->plan.first_subject)
        return OK;
    struct subject *s = subject_of(m, subject);
    s->kind = kind;
    s->number = subject;
    s->exploited_from = INT64_MAX;
    struct arena_mark mark = arena_mark(t->arena);
    uint32_t *place = NEWS(t->arena, uint32_t, count + 2);
    for (size_t i = 0; i < count; i++) {
        struct fact f = fact_of(&events[i]);
        f.corrects = events[i].corrects;
        subject_add(s, f);
        if (kind == SUBJECT_CHILD && events[i].also)
            point(m, &events[i], place);
    }
    arena_rewind(t->arena, mark);
    if (kind == SUBJECT_HOME)
        s->home = world_home_truth(&m->plan, subject);
    return OK;
}

static status tell(void *self, struct task *t, const struct truth *truth)
{
    (void)t;
    struct subject *s = subject_of(self, truth->child);
    s->exploited_from = truth->exploited_from.us;
    s->network = truth->network;
    return OK;
}

/* --- stays and episodes, as the register has them --- */

static void *more(void *at, size_t count, size_t *room, size_t each)
{
    if (count < *room)
        return at;
    *room = *room ? *room * 2 : 1024;
    at = realloc(at, *room * each);
    MUST(at);
    return at;
}

static void gather(struct measured *m, const struct child_state *c, uint32_t child,
                   const uint32_t *homes)
{
    for (uint32_t i = 0; i < c->placements; i++) {
        const struct placement *p = &c->placement[i];
        uint32_t home = homes[i];
        if (home == 0 || p->started_n == 0)
            continue;
        m->stay = more(m->stay, m->stays, &m->stay_room, sizeof *m->stay);
        m->stay[m->stays++] = (struct stay_span){ child, home, p->from, p->until };
    }
    for (uint32_t i = 0; i < c->episodes; i++) {
        const struct missing_episode *e = &c->episode[i];
        uint32_t home = 0;
        for (uint32_t k = 0; k < c->placements; k++) {
            if (c->placement[k].from <= e->from && e->from < c->placement[k].until)
                home = homes[k];
        }
        m->span = more(m->span, m->spans, &m->span_room, sizeof *m->span);
        m->span[m->spans++] = (struct away_span){ child, home, e->from, e->until, e->class };
    }
}

static int span_order(const void *a, const void *b)
{
    const struct away_span *x = a, *y = b;
    return x->from != y->from ? (x->from > y->from) - (x->from < y->from)
                              : (x->child > y->child) - (x->child < y->child);
}

static int stay_order(const void *a, const void *b)
{
    const struct stay_span *x = a, *y = b;
    if (x->home != y->home)
        return x->home < y->home ? -1 : 1;
    if (x->child != y->child)
        return x->child < y->child ? -1 : 1;
    return (x->from > y->from) - (x->from < y->from);
}

/* Which home a placement is in stands in the pointers of the homes' streams. */
static uint32_t home_of(struct measured *m, uint32_t child, uint64_t placement)
{
    for (uint32_t h = 0; h < m->people.homes; h++) {
        const struct subject *s = subject_of(m, m->people.first_home + h);
        for (uint32_t i = 0; i < s->count; i++) {
            if (s->fact[i].kind == EV_PLACEMENT_STARTED && s->fact[i].number == child &&
                s->fact[i].about == placement)
                return s->number;
        }
    }
    return 0;
}

const struct evaluation *subject_fold(struct fold *f, const struct subject *s)
{
    if (f->room < s->count) {
        f->room = s->count * 2;
        f->sorted = realloc(f->sorted, f->room * sizeof *f->sorted);
        MUST(f->sorted);
    }
    if (s->count > 0)
        memcpy(f->sorted, s->fact, s->count * sizeof *s->fact);
    uint32_t count = facts_in_order(f->sorted, s->count);
    rulebook_evaluate(f->rules, f->calendar, s->kind, f->sorted, count, f->evaluation);
    return f->evaluation;
}

static void gather_all(struct measured *m, struct fold *f)
{
    uint32_t *homes = calloc(CHILD_PLACEMENTS_MAX, sizeof *homes);
    MUST(homes);
    for (size_t i = 0; i < m->subjects; i++) {
        struct subject *s = &m->subject[i];
        if (s->kind != SUBJECT_CHILD)
            continue;
        const struct child_state *c = &subject_fold(f, s)->child;
        s->care_until = c->is & CHILD_IS(LOOKED_AFTER) ? INT64_MAX : c->now;
        for (uint32_t k = 0; k < c->placements; k++)
            homes[k] = home_of(m, s->number, c->placement[k].id);
        gather(m, c, s->number, homes);
    }
    free(homes);
    qsort(m->span, m->spans, sizeof *m->span, span_order);
    qsort(m->stay, m->stays, sizeof *m->stay, stay_order);
}

/* --- what the program finds over many subjects, month by month --- */

static void found(struct subject *s, enum event_kind kind, int64_t at, int64_t number, uint8_t code,
                  uint32_t flags)
{
    subject_add(s, (struct fact){ .happened = at,
                                  .recorded = at,
                                  .kind = (uint16_t)kind,
                                  .precision = 1,
                                  .number = number,
                                  .code = code,
                                  .flags = flags });
}

static size_t spans_between(const struct measured *m, int64_t from, int64_t until,
                            size_t *ret_first)
{
    size_t first = 0, end = 0;
    while (first < m->spans && m->span[first].from < from)
        first++;
    for (end = first; end < m->spans && m->span[end].from < until;)
        end++;
    *ret_first = first;
    return end - first;
}

static void watch_month(struct measured *m, int64_t until)
{
    enum {
        TOGETHER_MAX = 2000
    };
    const struct together_terms terms = { 365 * DAY_US, 3 * HOUR_US, 2, 0.01 };
    struct arena_mark mark = arena_mark(m->arena);
    int64_t from = until - 365 * DAY_US;
    size_t first, count = spans_between(m, from, until, &first), pairs;
    struct together *pair = NEWS(m->arena, struct together, TOGETHER_MAX);
    together_of(m->arena, m->span + first, count, &terms, pair, TOGETHER_MAX, &pairs);
    for (size_t i = 0; i < pairs; i++) {
        if (pair[i].last < until - 30 * DAY_US)
            continue; /* said before */
        found(subject_of(m, pair[i].child), EV_CO_MISSING_SEEN, until, pair[i].other, 0, 1);
        found(subject_of(m, pair[i].other), EV_CO_MISSING_SEEN, until, pair[i].child, 0, 1);
    }
    struct funnel_child *in;
    size_t children =
        funnel_children(m->arena, m->stay, m->stays, m->span + first, count, from, until, &in);
    struct funnel f = { .home = NEWS(m->arena, struct funnel_home, children + 1) };
    funnel_of(in, children, &f, children + 1);
    for (size_t i = 0; i < f.homes; i++) {
        struct subject *s = subject_of(m, f.home[i].home);
        if (f.home[i].beyond > 0)
            found(s, EV_HOME_SHARE_SEEN, until, f.home[i].episodes,
                  code_number(CODES_LIMIT, f.home[i].beyond == 2 ? S("action") : S("warning")), 1);
        uint32_t living = 0, recent = 0;
        for (size_t k = 0; k < m->stays; k++)
            living +=
                m->stay[k].home == s->number && m->stay[k].from < until && m->stay[k].until > until;
        for (size_t k = first; k < first + count; k++)
            recent += m->span[k].home == s->number && m->span[k].from >= until - 90 * DAY_US;
        if (living >= 4 && recent == 0 && f.home[i].episodes > 0)
            found(s, EV_QUIET_HOME_SEEN, until, 90, 0, 0);
    }
    arena_rewind(m->arena, mark);
}

void alarm_world_watch(struct measured *m, struct fold *f, int months)
{
    gather_all(m, f);
    while (months-- > 0)
        watch_month(m, m->plan.until.us - months * 30 * DAY_US - DAY_US);
}

void alarm_world_make(struct measured *m)
{
    m->people = world_people_of(&m->plan);
    m->subjects = m->people.first_child + m->plan.children - m->plan.first_subject;
    m->subject = calloc(m->subjects, sizeof *m->subject);
    MUST(m->subject);
    struct world_sink sink = { .self = m, .take = take, .tell = tell };
    MUST(world_make(&m->t, &m->plan, &sink) == OK);
}

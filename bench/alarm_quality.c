/* How good the alarms are on a world whose truth is known: precision, recall, and how many a worker
 * gets. Prints the tables of docs/ALARMS.md. Usage: alarm_quality [CHILDREN [SEED]] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rulebook/rulebook.h"
#include "simulate/simulate.h"
#include "work/watch.h"

#define DAY_US (24 * HOUR_US)
enum { YEARS = 3, MEASURED_DAYS = 365, ROUNDS_MAX = 600 };

struct subject {
    enum subject_kind kind;
    uint32_t number, count, room;
    struct fact *fact;
    int64_t exploited_from, care_until;
    struct truth_home home;
};
struct measured {
    struct arena *arena;
    struct task t;
    struct world_plan plan;
    struct world_people people;
    struct subject *subject; /* by number - first_subject */
    size_t subjects;
    struct away_span *span;
    size_t spans, span_room;
    struct stay_span *stay;
    size_t stays, stay_room;
};

static struct subject *subject_of(struct measured *m, uint32_t number)
{
    MUST(number >= m->plan.first_subject);
    size_t at = number - m->plan.first_subject;
    MUST(at < m->subjects);
    return &m->subject[at];
}

static struct fact *add(struct subject *s, struct fact f)
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
    struct fact *f = add(subject_of(m, e->also), fact_of(&pointer));
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
        add(s, f);
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
    subject_of(self, truth->child)->exploited_from = truth->exploited_from.us;
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

struct fold {
    const struct rulebook *rules;
    const struct calendar *calendar;
    struct evaluation *evaluation;
    struct fact *sorted;
    size_t room;
};

static const struct evaluation *fold(struct fold *f, const struct subject *s)
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
        const struct child_state *c = &fold(f, s)->child;
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
    add(s, (struct fact){ .happened = at, .recorded = at, .kind = (uint16_t)kind, .precision = 1,
                          .number = number, .code = code, .flags = flags });
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
    enum { TOGETHER_MAX = 2000 };
    const struct together_terms terms = { 365 * DAY_US, 3 * HOUR_US, 2, 1e-4 };
    struct arena_mark mark = arena_mark(m->arena);
    int64_t from = until - 365 * DAY_US;
    size_t first, count = spans_between(m, from, until, &first), pairs;
    struct together *pair = NEWS(m->arena, struct together, TOGETHER_MAX);
    together_of(m->arena, m->span + first, count, &terms, pair, TOGETHER_MAX, &pairs);
    for (size_t i = 0; i < pairs; i++) {
        found(subject_of(m, pair[i].child), EV_CO_MISSING_SEEN, until, pair[i].other, 0, 1);
        found(subject_of(m, pair[i].other), EV_CO_MISSING_SEEN, until, pair[i].child, 0, 1);
    }
    struct funnel_child *in;
    size_t children = funnel_children(m->arena, m->stay, m->stays, m->span + first, count, from,
                                      until, &in);
    struct funnel f = { .home = NEWS(m->arena, struct funnel_home, children + 1) };
    funnel_of(in, children, &f, children + 1);
    for (size_t i = 0; i < f.homes; i++) {
        struct subject *s = subject_of(m, f.home[i].home);
        if (f.home[i].beyond > 0)
            found(s, EV_HOME_SHARE_SEEN, until, f.home[i].episodes,
                  code_number(CODES_LIMIT, f.home[i].beyond == 2 ? S("action") : S("warning")), 1);
        uint32_t living = 0, recent = 0;
        for (size_t k = 0; k < m->stays; k++)
            living += m->stay[k].home == s->number && m->stay[k].from < until &&
                      m->stay[k].until > until;
        for (size_t k = first; k < first + count; k++)
            recent += m->span[k].home == s->number && m->span[k].from >= until - 90 * DAY_US;
        if (living >= 4 && recent == 0 && f.home[i].episodes > 0)
            found(s, EV_QUIET_HOME_SEEN, until, 90, 0, 0);
    }
    arena_rewind(m->arena, mark);
}

/* --- measuring --- */

enum aim { AIM_EXPLOITED, AIM_TROUBLE, AIM_SILENT, AIM_RECORD, AIMS };
static const char *const aim_words[AIMS] = { "child exploited", "home in trouble", "home silent",
                                             "what is recorded" };
/* What an alarm is there to find. Those not named say what is or is not recorded: true by
 * definition, so that only how many there are is asked. */
static const struct {
    const char *begins;
    enum aim aim;
} aims[] = {
    { "repeat-", AIM_EXPLOITED },      { "over-", AIM_EXPLOITED },
    { "overnight", AIM_EXPLOITED },    { "getting-longer", AIM_EXPLOITED },
    { "unusual-", AIM_EXPLOITED },     { "found-", AIM_EXPLOITED },
    { "unknown-adult", AIM_EXPLOITED }, { "hotel-", AIM_EXPLOITED },
    { "unexplained-", AIM_EXPLOITED }, { "missing-together", AIM_EXPLOITED },
    { "returned-hurt", AIM_EXPLOITED }, { "child-said", AIM_EXPLOITED },
    { "early-missing", AIM_EXPLOITED }, { "home-share", AIM_TROUBLE },
    { "same-home", AIM_TROUBLE },
    { "zero-missing", AIM_SILENT },    { "quiet-home", AIM_SILENT },
};
static enum aim aim_of(struct str rule)
{
    for (size_t i = 0; i < COUNT(aims); i++) {
        struct str begins = str_from(aims[i].begins);
        if (rule.len >= begins.len && memcmp(rule.at, begins.at, begins.len) == 0)
            return aims[i].aim;
    }
    return AIM_RECORD;
}

struct score {
    uint32_t rang, right; /* alarms */
    uint32_t whom, found; /* children or homes for whom it rang; of these rightly */
};

static bool is_true(const struct subject *s, enum aim aim, int64_t at)
{
    switch (aim) {
    case AIM_EXPLOITED: return s->kind == SUBJECT_CHILD && at >= s->exploited_from;
    case AIM_TROUBLE: return s->home.trouble && at >= s->home.from.us;
    case AIM_SILENT: return s->home.silent && at >= s->home.from.us;
    case AIM_RECORD:
    case AIMS: return true;
    }
    return false;
}

static bool rang(const struct instance *i, int64_t from, int64_t until)
{
    bool counted_on_another = i->closing == CLEARED && i->closed_at <= i->from;
    return !i->unknown && i->from >= from && i->from < until && !counted_on_another;
}

/* A day and a half later somebody has decided, so that the next cause rings anew. */
static bool decide(struct subject *s, const struct fold *f, int64_t until)
{
    bool any = false;
    const struct evaluation *e = f->evaluation;
    uint32_t before = s->count;
    for (uint32_t i = 0; i < e->count; i++) {
        const struct instance *x = &e->instance[i];
        const struct rule_words *r = rulebook_rule(f->rules, x->rule);
        int64_t at = x->from + 36 * HOUR_US;
        if (!r->alarm || x->closing != OPEN || x->unknown || at >= until)
            continue;
        add(s, (struct fact){ .happened = at, .recorded = at, .kind = EV_ALARM_DECIDED,
                              .precision = 1, .code = 5, .about = rule_about(r->name),
                              .number = x->started_n });
        any = true;
    }
    return any && s->count > before;
}

static void measure(struct measured *m, struct fold *f, struct score *score)
{
    int64_t until = m->plan.until.us, from = until - MEASURED_DAYS * DAY_US;
    uint8_t *once = calloc(rulebook_count(f->rules), 1); /* 1: rang, 2: rightly */
    MUST(once);
    for (size_t i = 0; i < m->subjects; i++) {
        struct subject *s = &m->subject[i];
        if (s->kind != SUBJECT_CHILD && s->kind != SUBJECT_HOME)
            continue;
        uint32_t said = s->count;
        fold(f, s);
        for (int round = 0; round < ROUNDS_MAX && decide(s, f, until); round++)
            fold(f, s);
        memset(once, 0, rulebook_count(f->rules));
        for (uint32_t k = 0; k < f->evaluation->count; k++) {
            const struct instance *x = &f->evaluation->instance[k];
            const struct rule_words *r = rulebook_rule(f->rules, x->rule);
            if (!r->alarm || !rang(x, from, until))
                continue;
            bool right = is_true(s, aim_of(r->name), x->from);
            score[x->rule].rang++;
            score[x->rule].right += right;
            score[x->rule].whom += !once[x->rule];
            score[x->rule].found += right && !(once[x->rule] & 2);
            once[x->rule] |= right ? 3 : 1;
        }
        s->count = said; /* the decisions are taken back */
    }
    free(once);
}

static uint32_t how_many(const struct measured *m, enum aim aim, bool missing_only)
{
    int64_t until = m->plan.until.us, from = until - MEASURED_DAYS * DAY_US;
    uint32_t count = 0;
    for (size_t i = 0; i < m->subjects; i++) {
        const struct subject *s = &m->subject[i];
        bool of_aim = is_true(s, aim, until - DAY_US) &&
                      (aim != AIM_EXPLOITED || (s->care_until > from && s->exploited_from < until));
        bool was_missing = !missing_only;
        for (size_t k = 0; of_aim && !was_missing && k < m->spans; k++)
            was_missing = m->span[k].child == s->number && m->span[k].from >= from &&
                          m->span[k].from >= s->exploited_from;
        count += of_aim && was_missing && aim != AIM_RECORD;
    }
    return count;
}

static uint32_t holders(const struct measured *m, enum role r)
{
    const struct world_people *p = &m->people;
    switch ((int)r) {
    case ROLE_SOCIAL_WORKER: return p->social_workers;
    case ROLE_TEAM_MANAGER: return p->team_managers;
    case ROLE_REVIEWING_OFFICER: return p->reviewing_officers;
    case ROLE_REGISTERED_MANAGER:
    case ROLE_NIGHT_WORKER:
    case ROLE_RESPONSIBLE_INDIVIDUAL: return p->homes;
    default: return 1;
    }
}

static const char *level_words(enum alarm_level l)
{
    return l == LEVEL_HIGH ? "high" : l == LEVEL_MEDIUM ? "medium" : "low";
}

static void print_all(struct measured *m, struct fold *f, const struct score *score)
{
    static const char head[] =
        "| alarm | level | is to find | rang in a year | right, of alarms | right, of whom it rang"
        " for | found | a worker a day (who is told first) |\n"
        "|---|---|---|---:|---:|---:|---:|---:|\n";
    uint32_t of[AIMS];
    for (int a = 0; a < AIMS; a++)
        of[a] = how_many(m, (enum aim)a, a == AIM_EXPLOITED);
    printf("%s", head);
    for (uint16_t r = 0; r < rulebook_count(f->rules); r++) {
        const struct rule_words *w = rulebook_rule(f->rules, r);
        if (!w->alarm || (w->over != SUBJECT_CHILD && w->over != SUBJECT_HOME))
            continue;
        enum aim aim = aim_of(w->name);
        const struct score *s = &score[r];
        printf("| `%.*s` | %s | %s | %u |", STR_ARG(w->name), level_words(w->level),
               aim_words[aim], s->rang);
        if (aim == AIM_RECORD || s->rang == 0)
            printf(" – | – | – |");
        else
            printf(" %.0f %% | %u of %u (%.0f %%) | %u of %u (%.0f %%) |",
                   100.0 * s->right / s->rang, s->found, s->whom, 100.0 * s->found / s->whom,
                   s->found, of[aim],
                   of[aim] ? 100.0 * s->found / of[aim] : 0.0);
        printf(" %.3f (%s) |\n", s->rang / 365.0 / holders(m, w->owner),
               code_meaning(CODES_ROLE, w->owner));
    }
    printf("\nIn this world %u looked-after children were exploited in the year, %u of them went"
           " missing while they were; %u homes were in trouble, %u silent.\n",
           how_many(m, AIM_EXPLOITED, false), of[AIM_EXPLOITED], of[AIM_TROUBLE], of[AIM_SILENT]);
}

/* --- thresholds --- */

static void sweep(struct measured *m, const char *rule, const char *parameters)
{
    struct arena_mark mark = arena_mark(m->arena);
    struct fold f = { 0 };
    struct rulebook *rules;
    struct str local = str_print(m->arena, "parameter %s set by \"a trial\"\n", parameters);
    if (rulebook_load_embedded(&m->t, "england", local, &f.calendar, &rules) != OK) {
        printf("| `%s` | %s | could not look: %s | | |\n", rule, parameters, m->t.reason);
        return;
    }
    f.rules = rules;
    f.evaluation = calloc(1, sizeof *f.evaluation);
    struct score *score = calloc(rulebook_count(rules), sizeof *score);
    MUST(f.evaluation && score);
    measure(m, &f, score);
    uint16_t at = rulebook_find(rules, str_from(rule));
    MUST(at != UINT16_MAX);
    uint32_t of = how_many(m, aim_of(str_from(rule)), true);
    const struct score *s = &score[at];
    printf("| `%s` | %s | %u | %.0f %% | %u of %u (%.0f %%) | %u of %u (%.0f %%) |\n", rule,
           parameters, s->rang, s->rang ? 100.0 * s->right / s->rang : 0.0, s->found, s->whom,
           s->whom ? 100.0 * s->found / s->whom : 0.0, s->found, of,
           of ? 100.0 * s->found / of : 0.0);
    fflush(stdout);
    free(score);
    free(f.evaluation);
    free(f.sorted);
    arena_rewind(m->arena, mark);
}

static void sweep_all(struct measured *m)
{
    static const char *const trials[][2] = {
        { "repeat-3-in-90", "repeat-3-in-90-count = 2" },
        { "repeat-3-in-90", "repeat-3-in-90-count = 3" },
        { "repeat-3-in-90", "repeat-3-in-90-count = 4" },
        { "repeat-3-in-90", "repeat-3-in-90-count = 6" },
        { "repeat-3-in-30", "repeat-3-in-30-count = 2" },
        { "repeat-3-in-30", "repeat-3-in-30-count = 3" },
        { "repeat-3-in-30", "repeat-3-in-30-count = 5" },
        { "repeat-extreme", "extreme-quarter-count = 6" },
        { "repeat-extreme", "extreme-quarter-count = 9" },
        { "over-24h", "over-24h-length = 12 hours" },
        { "over-24h", "over-24h-length = 24 hours" },
        { "over-24h", "over-24h-length = 48 hours" },
    };
    printf("\n| alarm | local parameter | rang in a year | right, of alarms | right, of whom it"
           " rang for | found |\n|---|---|---:|---:|---:|---:|\n");
    for (size_t i = 0; i < COUNT(trials); i++)
        sweep(m, trials[i][0], trials[i][1]);
}

int main(int argc, char **argv)
{
    static struct measured m;
    m.arena = arena_open((size_t)4 << 30);
    m.t = task_open(m.arena, clock_real());
    unsigned long children = argc > 1 ? strtoul(argv[1], NULL, 10) : 2000;
    m.plan = (struct world_plan){ .seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 5,
                                  .children = (uint32_t)children,
                                  .years = YEARS,
                                  .until = { INT64_C(1772323200) * SECOND_US }, /* 1 March 2026 */
                                  .authority = 1,
                                  .first_subject = 2 };
    m.people = world_people_of(&m.plan);
    m.subjects = m.people.first_child + m.plan.children - m.plan.first_subject;
    m.subject = calloc(m.subjects, sizeof *m.subject);
    MUST(m.subject);
    struct world_sink sink = { .self = &m, .take = take, .tell = tell };
    MUST(world_make(&m.t, &m.plan, &sink) == OK);
    struct fold f = { 0 };
    struct rulebook *rules;
    if (rulebook_load_embedded(&m.t, "england", S(""), &f.calendar, &rules) != OK) {
        fprintf(stderr, "%s\n", m.t.reason);
        return 1;
    }
    f.rules = rules;
    f.evaluation = calloc(1, sizeof *f.evaluation);
    struct score *score = calloc(rulebook_count(rules), sizeof *score);
    MUST(f.evaluation && score);
    gather_all(&m, &f);
    for (int month = 24; month-- > 0;)
        watch_month(&m, m.plan.until.us - month * 30 * DAY_US - DAY_US);
    measure(&m, &f, score);
    printf("%u children, %d years, seed %llu: %zu episodes, %u social workers, %u homes\n\n",
           m.plan.children, YEARS, (unsigned long long)m.plan.seed, m.spans,
           m.people.social_workers, m.people.homes);
    print_all(&m, &f, score);
    sweep_all(&m);
    return 0;
}

/* How good the alarms are on a world whose truth is known: precision, recall, and how many a worker
 * gets. Prints the tables of docs/ALARMS.md. Usage: alarm_quality [CHILDREN [SEED]] */
#include "alarm_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    YEARS = 3,
    MEASURED_DAYS = 365,
    ROUNDS_MAX = 600
};

/* --- measuring --- */

enum aim {
    AIM_EXPLOITED,
    AIM_TROUBLE,
    AIM_SILENT,
    AIM_RECORD,
    AIMS
};
static const char *const aim_words[AIMS] = { "child exploited", "home in trouble", "home silent",
                                             "what is recorded" };
/* What an alarm is there to find. Those not named say what is or is not recorded: true by
 * definition, so that only how many there are is asked. */
static const struct {
    const char *begins;
    enum aim aim;
} aims[] = {
    { "repeat-", AIM_EXPLOITED },       { "over-", AIM_EXPLOITED },
    { "overnight", AIM_EXPLOITED },     { "getting-longer", AIM_EXPLOITED },
    { "unusual-", AIM_EXPLOITED },      { "found-", AIM_EXPLOITED },
    { "unknown-adult", AIM_EXPLOITED }, { "hotel-", AIM_EXPLOITED },
    { "unexplained-", AIM_EXPLOITED },  { "missing-together", AIM_EXPLOITED },
    { "returned-hurt", AIM_EXPLOITED }, { "child-said", AIM_EXPLOITED },
    { "early-missing", AIM_EXPLOITED }, { "home-share", AIM_TROUBLE },
    { "same-home", AIM_TROUBLE },       { "zero-missing", AIM_SILENT },
    { "quiet-home", AIM_SILENT },
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
        subject_add(s, (struct fact){ .happened = at,
                                      .recorded = at,
                                      .kind = EV_ALARM_DECIDED,
                                      .precision = 1,
                                      .code = 5,
                                      .about = rule_about(r->name),
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
        subject_fold(f, s);
        for (int round = 0; round < ROUNDS_MAX && decide(s, f, until); round++)
            subject_fold(f, s);
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
        printf("| `%.*s` | %s | %s | %u |", STR_ARG(w->name), level_words(w->level), aim_words[aim],
               s->rang);
        if (aim == AIM_RECORD || s->rang == 0)
            printf(" – | – | – |");
        else
            printf(" %.0f %% | %u of %u (%.0f %%) | %u of %u (%.0f %%) |",
                   100.0 * s->right / s->rang, s->found, s->whom, 100.0 * s->found / s->whom,
                   s->found, of[aim], of[aim] ? 100.0 * s->found / of[aim] : 0.0);
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

/* Pairs who went missing together in the last year, by how unlikely that must be. */
static void sweep_pairs(struct measured *m)
{
    enum {
        PAIRS_MAX = 100000
    };
    static const double chances[] = { 2, 0.1, 0.01, 0.001, 1e-4 };
    size_t first = 0;
    while (first < m->spans && m->span[first].from < m->plan.until.us - 365 * DAY_US)
        first++;
    struct together *pair = NEWS(m->arena, struct together, PAIRS_MAX);
    printf(
        "\n| missing together at least twice, by chance less likely than | pairs | of one network"
        " |\n|---|---:|---:|\n");
    for (size_t i = 0; i < COUNT(chances); i++) {
        struct together_terms terms = { 365 * DAY_US, 3 * HOUR_US, 2, chances[i] };
        size_t pairs, right = 0;
        together_of(m->arena, m->span + first, m->spans - first, &terms, pair, PAIRS_MAX, &pairs);
        for (size_t k = 0; k < pairs; k++) {
            uint32_t one = m->subject[pair[k].child - m->plan.first_subject].network,
                     two = m->subject[pair[k].other - m->plan.first_subject].network;
            right += one != 0 && one == two;
        }
        if (chances[i] > 1)
            printf("| (any) | %zu | %zu |\n", pairs, right);
        else
            printf("| %g | %zu | %zu |\n", chances[i], pairs, right);
    }
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
    alarm_world_make(&m);
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
    alarm_world_watch(&m, &f, 24);
    measure(&m, &f, score);
    printf("%u children, %d years, seed %llu: %zu episodes, %u social workers, %u homes\n\n",
           m.plan.children, YEARS, (unsigned long long)m.plan.seed, m.spans,
           m.people.social_workers, m.people.homes);
    print_all(&m, &f, score);
    if (argc < 4)
        sweep_all(&m);
    sweep_pairs(&m);
    return 0;
}

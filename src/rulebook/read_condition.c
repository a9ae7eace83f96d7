/* Conditions: named facts and comparisons with and, or, not and brackets, made into masks. */
#include <string.h>

#include "rulebook/reading.h"

#define FACT(bit, words) words,
static const char *const child_facts[] = { CHILD_FACTS(FACT) };
static const char *const home_facts[] = { HOME_FACTS(FACT) };
static const char *const agency_facts[] = { AGENCY_FACTS(FACT) };
static const char *const place_facts[] = { PLACE_FACTS(FACT) };
#undef FACT
static const struct {
    const char *const *words;
    unsigned count;
} facts[OVERS] = { [OVER_CHILD] = { child_facts, COUNT(child_facts) },
                   [OVER_HOME] = { home_facts, COUNT(home_facts) },
                   [OVER_AGENCY] = { agency_facts, COUNT(agency_facts) },
                   [OVER_PLACE] = { place_facts, COUNT(place_facts) } };

const char *fact_words(enum over over, unsigned bit)
{
    return bit < facts[over].count ? facts[over].words[bit] : "";
}

const char *over_words(enum over over)
{
    static const char *const words[OVERS] = { "child", "home", "agency", "place" };
    return words[over];
}

static enum over over_now(const struct loading *l)
{
    return (enum over)l->b->rule[l->rule].over;
}

struct reading { /* one condition */
    struct loading *l;
    const uint16_t *kinds;
    unsigned count, depth;
};

static status read_any(struct reading *r, bool negated, struct dnf *ret);

status add_test(struct loading *l, const struct test *x, unsigned *ret_bit)
{
    struct over_rules *r = &l->b->over[over_now(l)];
    for (unsigned i = 0; i < r->tests; i++) {
        struct test *o = &r->test[i];
        if (o->kind == x->kind && o->counter == x->counter && o->bit == x->bit &&
            o->number == x->number && o->windowed == x->windowed &&
            o->period.unit == x->period.unit && o->period.amount == x->period.amount) {
            *ret_bit = i;
            return OK;
        }
    }
    if (r->tests == TESTS_MAX)
        return wrong(l,
                     "the rules make more than %d different comparisons of a %s; use fewer"
                     " numbers",
                     TESTS_MAX, over_words(over_now(l)));
    *ret_bit = r->tests;
    r->test[r->tests++] = *x;
    return OK;
}

static status made(struct reading *r, const struct test *x, bool negated, struct dnf *ret)
{
    unsigned bit;
    TRY(add_test(r->l, x, &bit));
    *ret = dnf_always();
    ret->at[0].made_look = UINT64_C(1) << bit;
    ret->at[0].made_want = negated ? 0 : ret->at[0].made_look;
    return OK;
}

static status find_fact(struct loading *l, const char *subject, struct str word, unsigned *ret)
{
    struct str whole = str_print(l->t->arena, "%s is %.*s", subject, STR_ARG(word));
    struct nearest n = nearest_start(word);
    size_t skip = strlen(subject) + 4;
    for (unsigned i = 0; i < facts[over_now(l)].count; i++) {
        const char *words = fact_words(over_now(l), i);
        if (str_is(whole, words)) {
            *ret = i;
            return OK;
        }
        if (strncmp(words, subject, strlen(subject)) == 0)
            nearest_try(&n, str_from(words + skip));
    }
    return wrong(l, "unknown fact `%s is %.*s`%.*s", subject, STR_ARG(word),
                 STR_ARG(did_you_mean(l, &n)));
}

static status read_fact(struct reading *r, const char *subject, bool negated, struct dnf *ret)
{
    struct loading *l = r->l;
    bool was = word_skip(l, "was");
    if (!was)
        TRY(word_expect(l, "is",
                        str_is(S("child"), subject) ? "after `child` (or `under` with an age)"
                                                    : "before the name of a fact"));
    if (word_skip(l, "not"))
        negated = !negated;
    unsigned bit;
    TRY(find_fact(l, subject, word_take(l), &bit));
    if (was) {
        struct test x = { .kind = TEST_WAS, .bit = UINT64_C(1) << bit };
        x.words = str_print(l->t->arena, "just before, %s", fact_words(over_now(l), bit));
        return made(r, &x, negated, ret);
    }
    *ret = dnf_always();
    ret->at[0].look = UINT64_C(1) << bit;
    ret->at[0].want = negated ? 0 : ret->at[0].look;
    return OK;
}

static status read_age(struct reading *r, bool negated, struct dnf *ret)
{
    struct test x = { .kind = TEST_UNDER };
    TRY(read_number(r->l, &x.number));
    if (x.number < 1 || x.number > 25)
        return wrong(r->l, "an age is from 1 to 25");
    x.words = str_print(r->l->t->arena, "child under %d", x.number);
    return made(r, &x, negated, ret);
}

/* `older than 1 year`, `was older than …`, `newer than 7 days`. */
static status read_older(struct reading *r, const char *subject, uint8_t kind, bool negated,
                         struct dnf *ret)
{
    struct loading *l = r->l;
    struct test x = { .kind = kind };
    int from = l->line.at;
    struct str parameter = S("");
    if (word_skip(l, "newer"))
        negated = !negated;
    else
        TRY(word_expect(l, "older", "or `newer`"));
    TRY(word_expect(l, "than", "before the length of time"));
    TRY(read_period(l, &x.period, &parameter));
    x.words = str_print(l->t->arena, "%s older %.*s", subject,
                        STR_ARG(words_between(l, from + 1, l->line.at)));
    return made(r, &x, negated, ret);
}

static status at_least(struct loading *l, int32_t *ret)
{
    TRY(word_expect(l, ">=", "before the number"));
    TRY(read_number(l, ret));
    if (*ret < 1 || *ret > COUNT_MAX)
        return wrong(l, "a count is from 1 to %d", COUNT_MAX);
    return OK;
}

static bool same_alternatives(const struct rulebook *b, struct condition x, struct condition y)
{
    return x.count == y.count && memcmp(&b->alternative[x.first], &b->alternative[y.first],
                                        x.count * sizeof b->alternative[0]) == 0;
}

static status add_counter(struct loading *l, const struct counter *c, uint8_t *ret)
{
    for (uint16_t i = 0; i < l->b->counters; i++) {
        const struct counter *o = &l->b->counter[i];
        if (o->kind == c->kind && o->over == c->over && o->children == c->children &&
            same_alternatives(l->b, o->when, c->when)) {
            *ret = (uint8_t)i;
            return OK;
        }
    }
    if (l->b->counters == COUNTERS_MAX)
        return wrong(l, "the rules count more than %d different things", COUNTERS_MAX);
    *ret = (uint8_t)l->b->counters;
    l->b->counter[l->b->counters++] = *c;
    return OK;
}

/* `count of missing-reported by different children in 90 days >= 3`, this event included. */
static status read_different(struct loading *l, uint16_t kind)
{
    TRY(word_expect(l, "different", "as in `by different children`"));
    TRY(word_expect(l, "children", "as in `by different children`"));
    if (over_now(l) != OVER_CHILD && l->b->names[kind] & NAMES_CHILD)
        return OK;
    return wrong(l, over_now(l) == OVER_CHILD
                        ? "a rule over one child cannot count different children; put it `over"
                          " home`, `agency` or `place`"
                        : "the event does not say which child; count another kind of event");
}

static status read_count(struct reading *r, bool negated, struct dnf *ret)
{
    struct loading *l = r->l;
    struct test x = { .kind = TEST_COUNT };
    struct counter c = { .over = (uint8_t)over_now(l) };
    struct pattern p;
    struct str parameter = S("");
    int from = l->line.at - 1;
    TRY(word_expect(l, "of", "after `count`"));
    TRY(read_pattern(l, &p));
    c.children = word_skip(l, "by");
    if (c.children)
        TRY(read_different(l, p.kind));
    x.windowed = word_skip(l, "in");
    if (x.windowed)
        TRY(read_period(l, &x.period, &parameter));
    TRY(at_least(l, &x.number));
    c.kind = p.kind;
    TRY(dnf_keep(l, &p.when, &c.when));
    TRY(add_counter(l, &c, &x.counter));
    x.words = words_between(l, from, l->line.at);
    return made(r, &x, negated, ret);
}

/* `last 3 episodes each longer`, `last 2 visits not-alone` */
static status read_last(struct reading *r, bool negated, struct dnf *ret)
{
    struct loading *l = r->l;
    struct test x = { .kind = TEST_EACH_LONGER };
    int from = l->line.at - 1;
    TRY(read_number(l, &x.number));
    if (word_skip(l, "visits")) {
        x.kind = TEST_NOT_ALONE;
        TRY(word_expect(l, "not-alone", "as in `last 2 visits not-alone`"));
        if (x.number < 1 || x.number > 10)
            return wrong(l, "ask of the last 1 to 10 visits");
        x.words = words_between(l, from, l->line.at);
        return made(r, &x, negated, ret);
    }
    TRY(word_expect(l, "episodes", "after the number, or `visits`"));
    TRY(word_expect(l, "each", "as in `last 3 episodes each longer`"));
    TRY(word_expect(l, "longer", "as in `last 3 episodes each longer`"));
    if (x.number < 2 || x.number > 10)
        return wrong(l, "compare from 2 to 10 episodes");
    x.words = words_between(l, from, l->line.at);
    return made(r, &x, negated, ret);
}

/* `open episodes >= 2`, `open high alarms >= 2`. */
static status read_open(struct reading *r, bool negated, struct dnf *ret)
{
    struct test x = { .kind = TEST_OPEN_EPISODES };
    int from = r->l->line.at - 1;
    if (word_skip(r->l, "high")) {
        x.kind = TEST_HIGH_ALARMS;
        TRY(word_expect(r->l, "alarms", "as in `open high alarms >= 2`"));
    } else {
        TRY(word_expect(r->l, "episodes", "after `open`, or `high alarms`"));
        if (over_now(r->l) != OVER_CHILD)
            return wrong(r->l, "`open episodes` is asked of a child; ask `children missing >= 2`"
                               " of a home");
    }
    TRY(at_least(r->l, &x.number));
    x.words = words_between(r->l, from, r->l->line.at);
    return made(r, &x, negated, ret);
}

static status read_declined(struct reading *r, bool negated, struct dnf *ret)
{
    struct test x = { .kind = TEST_DECLINED };
    int from = r->l->line.at - 1;
    TRY(word_expect(r->l, "interviews", "as in `declined interviews running >= 2`"));
    TRY(word_expect(r->l, "running", "as in `declined interviews running >= 2`"));
    TRY(at_least(r->l, &x.number));
    x.words = words_between(r->l, from, r->l->line.at);
    return made(r, &x, negated, ret);
}

/* `event recorded later than 24 hours`: after it happened. */
static status read_recorded(struct reading *r, bool negated, struct dnf *ret)
{
    struct test x = { .kind = TEST_RECORDED_LATE };
    struct str parameter = S("");
    int from = r->l->line.at - 2;
    TRY(word_expect(r->l, "later", "as in `event recorded later than 24 hours`"));
    TRY(word_expect(r->l, "than", "as in `event recorded later than 24 hours`"));
    TRY(read_period(r->l, &x.period, &parameter));
    x.words = words_between(r->l, from, r->l->line.at);
    return made(r, &x, negated, ret);
}

/* `residents >= 4` and `children missing >= 2`: of the home that the rule is over. */
static status read_home_number(struct reading *r, uint8_t kind, const char *words, bool negated,
                               struct dnf *ret)
{
    struct test x = { .kind = kind };
    if (over_now(r->l) != OVER_HOME)
        return wrong(r->l, "`%s >= …` is asked of a home; put the rule `over home`", words);
    TRY(at_least(r->l, &x.number));
    x.words = str_print(r->l->t->arena, "%s >= %d", words, x.number);
    return made(r, &x, negated, ret);
}

/* `workers unqualified after 2 years > 50`: in a hundred of those who care for children there. */
static status read_workers(struct reading *r, bool negated, struct dnf *ret)
{
    struct loading *l = r->l;
    struct test x = { .kind = TEST_UNQUALIFIED };
    struct str parameter = S("");
    int from = l->line.at - 1;
    if (over_now(l) != OVER_HOME)
        return wrong(l, "`workers …` is asked of a home; put the rule `over home`");
    TRY(word_expect(l, "unqualified", "as in `workers unqualified after 2 years > 50`"));
    TRY(word_expect(l, "after", "as in `workers unqualified after 2 years > 50`"));
    TRY(read_period(l, &x.period, &parameter));
    TRY(word_expect(l, ">", "before the number in a hundred"));
    TRY(read_number(l, &x.number));
    if (x.number < 1 || x.number > 99)
        return wrong(l, "a share is from 1 to 99 in a hundred");
    x.words = words_between(l, from, l->line.at);
    return made(r, &x, negated, ret);
}

/* `miles > 20`: the placement from home. `event miles > 20`: what child-found says of itself. */
static status read_miles(struct reading *r, bool found, bool negated, struct dnf *ret)
{
    struct test x = { .kind = found ? TEST_FOUND_OVER : TEST_MILES_OVER };
    for (unsigned i = 0; found && i < r->count; i++) {
        if (r->kinds[i] != EV_CHILD_FOUND)
            return wrong(r->l, "only child-found says how many miles away; write the condition on"
                               " the line of that event");
    }
    TRY(word_expect(r->l, ">", "after `miles`"));
    TRY(read_number(r->l, &x.number));
    x.words = str_print(r->l->t->arena, "%smiles > %d", found ? "event " : "", x.number);
    return made(r, &x, negated, ret);
}

static status unknown_condition(struct loading *l)
{
    static const char *const starts[] = { "child",    "placement", "episode", "event", "care",
                                          "count",    "miles",     "open",    "last",  "first",
                                          "not",      "home",      "agency",  "place", "residents",
                                          "children", "workers",   "declined" };
    struct str word = word_now(l);
    struct nearest n = nearest_start(word);
    for (size_t i = 0; i < COUNT(starts); i++)
        nearest_try(&n, str_from(starts[i]));
    if (word.len == 0)
        return wrong(l, "the condition stops too early; say what must be so");
    return wrong(l,
                 "unknown condition `%.*s`; begin with child, placement, episode, event, care,"
                 " count, miles, open or last%.*s",
                 STR_ARG(word), STR_ARG(did_you_mean(l, &n)));
}

static status read_placement(struct reading *r, bool negated, struct dnf *ret)
{
    struct str next = word_now(r->l);
    if (str_is(next, "older") || str_is(next, "newer"))
        return read_older(r, "placement", TEST_PLACEMENT_OLDER, negated, ret);
    return read_fact(r, "placement", negated, ret);
}

static status read_care(struct reading *r, bool negated, struct dnf *ret)
{
    bool was = word_skip(r->l, "was");
    return read_older(r, was ? "care was" : "care", was ? TEST_CARE_WAS_OLDER : TEST_CARE_OLDER,
                      negated, ret);
}

/* What is asked of a subject that the rule does not run over can never be known there. */
static status check_subject_here(struct loading *l)
{
    static const struct {
        const char *word;
        enum over over;
    } words[] = { { "child", OVER_CHILD },   { "placement", OVER_CHILD }, { "episode", OVER_CHILD },
                  { "care", OVER_CHILD },    { "miles", OVER_CHILD },     { "home", OVER_HOME },
                  { "agency", OVER_AGENCY }, { "place", OVER_PLACE },     { "last", OVER_CHILD },
                  { "declined", OVER_CHILD } };
    for (size_t i = 0; i < COUNT(words); i++) {
        if (!str_is(word_now(l), words[i].word) || words[i].over == over_now(l))
            continue;
        const char *over = over_words(over_now(l));
        if (over_now(l) == OVER_CHILD)
            return wrong(l,
                         "`%s …` is asked of a %s, and this rule is over a child; write `over"
                         " %s` as its first line",
                         words[i].word, over_words(words[i].over), over_words(words[i].over));
        return wrong(l,
                     "`%s …` is asked of a %s, and this rule is over %s %s; ask `%s is …`, or"
                     " make it a rule over %s %s",
                     words[i].word, over_words(words[i].over),
                     over_now(l) == OVER_AGENCY ? "an" : "a", over, over,
                     words[i].over == OVER_AGENCY ? "an" : "a", over_words(words[i].over));
    }
    return OK;
}

static status read_atom(struct reading *r, bool negated, struct dnf *ret)
{
    struct loading *l = r->l;
    TRY(check_subject_here(l));
    if (word_skip(l, "home"))
        return read_fact(r, "home", negated, ret);
    if (word_skip(l, "agency"))
        return read_fact(r, "agency", negated, ret);
    if (word_skip(l, "place"))
        return read_fact(r, "place", negated, ret);
    if (word_skip(l, "residents"))
        return read_home_number(r, TEST_RESIDENTS, "residents", negated, ret);
    if (word_skip(l, "workers"))
        return read_workers(r, negated, ret);
    if (str_is(word_now(l), "children") && l->line.at + 1 < l->line.count &&
        str_is(l->line.token[l->line.at + 1].text, "missing")) {
        l->line.at += 2;
        return read_home_number(r, TEST_CHILDREN_MISSING, "children missing", negated, ret);
    }
    if (word_skip(l, "child"))
        return word_skip(l, "under") ? read_age(r, negated, ret)
                                     : read_fact(r, "child", negated, ret);
    if (word_skip(l, "placement"))
        return read_placement(r, negated, ret);
    if (word_skip(l, "episode")) {
        struct test unusual = { .kind = TEST_UNUSUAL, .words = S("episode unusual-for-child") };
        return word_skip(l, "unusual-for-child") ? made(r, &unusual, negated, ret)
                                                 : read_fact(r, "episode", negated, ret);
    }
    if (word_skip(l, "declined"))
        return read_declined(r, negated, ret);
    if (word_skip(l, "event"))
        return word_skip(l, "recorded") ? read_recorded(r, negated, ret)
               : word_skip(l, "miles")  ? read_miles(r, true, negated, ret)
                                        : read_event_atom(l, r->kinds, r->count, negated, ret);
    if (word_skip(l, "care"))
        return read_care(r, negated, ret);
    if (word_skip(l, "count"))
        return read_count(r, negated, ret);
    if (word_skip(l, "miles"))
        return read_miles(r, false, negated, ret);
    if (word_skip(l, "open"))
        return read_open(r, negated, ret);
    if (word_skip(l, "last"))
        return read_last(r, negated, ret);
    if (l->in_due && word_skip(l, "first")) {
        struct test x = { .kind = TEST_FIRST, .words = S("first") };
        return made(r, &x, negated, ret);
    }
    return unknown_condition(l);
}

static status read_one(struct reading *r, bool negated, struct dnf *ret)
{
    while (word_skip(r->l, "not"))
        negated = !negated;
    if (!word_skip(r->l, "("))
        return read_atom(r, negated, ret);
    if (++r->depth > 8)
        return wrong(r->l, "brackets go deeper than 8; simplify the condition");
    TRY(read_any(r, negated, ret));
    r->depth--;
    return word_expect(r->l, ")", "to close the bracket");
}

/* Joins by `or`, or under a `not` by `and`: what is negated swaps the two. */
static status join(struct loading *l, bool by_or, struct dnf *a, const struct dnf *b)
{
    if (!by_or)
        return dnf_and(l, a, b);
    struct dnf both = *a;
    for (int i = 0; i < b->count; i++) {
        if (both.count == DNF_MAX)
            return wrong(l, "the condition has too many `or`s; split it over two rules");
        both.at[both.count++] = b->at[i];
    }
    *a = both;
    return OK;
}

static status read_all(struct reading *r, bool negated, struct dnf *ret)
{
    TRY(read_one(r, negated, ret));
    while (word_skip(r->l, "and")) {
        struct dnf next = { 0 };
        TRY(read_one(r, negated, &next));
        TRY(join(r->l, negated, ret, &next));
    }
    return OK;
}

static status read_any(struct reading *r, bool negated, struct dnf *ret)
{
    TRY(read_all(r, negated, ret));
    while (word_skip(r->l, "or")) {
        struct dnf next = { 0 };
        TRY(read_all(r, negated, &next));
        TRY(join(r->l, !negated, ret, &next));
    }
    return OK;
}

status read_condition(struct loading *l, const uint16_t *kinds, unsigned count, struct dnf *ret)
{
    struct reading r = { .l = l, .kinds = kinds, .count = count };
    TRY(read_any(&r, false, ret));
    if (ret->count == 0)
        return wrong(l, "the condition contradicts itself and can never hold; change it");
    return OK;
}

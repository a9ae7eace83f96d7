/* Conditions: named facts and comparisons with and, or, not and brackets, made into masks. */
#include <string.h>

#include "rulebook/reading.h"

static const char *const facts[] = {
#define FACT(bit, words) words,
    CHILD_FACTS(FACT)
#undef FACT
};

const char *fact_words(unsigned bit)
{
    return bit < COUNT(facts) ? facts[bit] : "";
}

struct reading { /* one condition */
    struct loading *l;
    const uint16_t *kinds;
    unsigned count, depth;
};

static status read_any(struct reading *r, bool negated, struct dnf *ret);

status add_test(struct loading *l, const struct test *x, unsigned *ret_bit)
{
    struct rulebook *b = l->b;
    for (unsigned i = 0; i < b->tests; i++) {
        struct test *o = &b->test[i];
        if (o->kind == x->kind && o->counter == x->counter && o->bit == x->bit &&
            o->number == x->number && o->period.unit == x->period.unit &&
            o->period.amount == x->period.amount) {
            *ret_bit = i;
            return OK;
        }
    }
    if (b->tests == TESTS_MAX)
        return wrong(l, "the rules make more than %d different comparisons; use fewer numbers",
                     TESTS_MAX);
    *ret_bit = b->tests;
    b->test[b->tests++] = *x;
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
    for (unsigned i = 0; i < COUNT(facts); i++) {
        if (str_is(whole, facts[i])) {
            *ret = i;
            return OK;
        }
        if (strncmp(facts[i], subject, strlen(subject)) == 0)
            nearest_try(&n, str_from(facts[i] + skip));
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
        x.words = str_print(l->t->arena, "just before, %s", facts[bit]);
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

static status add_counter(struct loading *l, const struct counter *c, uint8_t *ret)
{
    if (l->b->counters == COUNTERS_MAX)
        return wrong(l, "the rules count more than %d different things", COUNTERS_MAX);
    *ret = (uint8_t)l->b->counters;
    l->b->counter[l->b->counters++] = *c;
    return OK;
}

/* `count of missing-reported in 90 days >= 3`, this event included. */
static status read_count(struct reading *r, bool negated, struct dnf *ret)
{
    struct loading *l = r->l;
    struct test x = { .kind = TEST_COUNT };
    struct counter c = { 0 };
    struct pattern p;
    struct str parameter = S("");
    int from = l->line.at - 1;
    TRY(word_expect(l, "of", "after `count`"));
    TRY(read_pattern(l, &p));
    c.windowed = word_skip(l, "in");
    if (c.windowed)
        TRY(read_period(l, &c.window, &parameter));
    TRY(at_least(l, &x.number));
    c.kind = p.kind;
    c.number = (uint8_t)x.number;
    TRY(dnf_keep(l, &p.when, &c.when));
    TRY(add_counter(l, &c, &x.counter));
    x.words = words_between(l, from, l->line.at);
    return made(r, &x, negated, ret);
}

static status read_episodes(struct reading *r, bool negated, struct dnf *ret)
{
    struct loading *l = r->l;
    struct test x = { .kind = TEST_EACH_LONGER };
    int from = l->line.at - 1;
    TRY(read_number(l, &x.number));
    TRY(word_expect(l, "episodes", "after the number"));
    TRY(word_expect(l, "each", "as in `last 3 episodes each longer`"));
    TRY(word_expect(l, "longer", "as in `last 3 episodes each longer`"));
    if (x.number < 2 || x.number > 10)
        return wrong(l, "compare from 2 to 10 episodes");
    x.words = words_between(l, from, l->line.at);
    return made(r, &x, negated, ret);
}

static status read_open(struct reading *r, bool negated, struct dnf *ret)
{
    struct test x = { .kind = TEST_OPEN_EPISODES };
    int from = r->l->line.at - 1;
    TRY(word_expect(r->l, "episodes", "after `open`"));
    TRY(at_least(r->l, &x.number));
    x.words = words_between(r->l, from, r->l->line.at);
    return made(r, &x, negated, ret);
}

static status read_miles(struct reading *r, bool negated, struct dnf *ret)
{
    struct test x = { .kind = TEST_MILES_OVER };
    TRY(word_expect(r->l, ">", "after `miles`"));
    TRY(read_number(r->l, &x.number));
    x.words = str_print(r->l->t->arena, "miles > %d", x.number);
    return made(r, &x, negated, ret);
}

static status unknown_condition(struct loading *l)
{
    static const char *const starts[] = { "child", "placement", "episode", "event", "care", "count",
                                          "miles", "open",      "last",    "first", "not" };
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

static status read_atom(struct reading *r, bool negated, struct dnf *ret)
{
    struct loading *l = r->l;
    if (word_skip(l, "child"))
        return word_skip(l, "under") ? read_age(r, negated, ret)
                                     : read_fact(r, "child", negated, ret);
    if (word_skip(l, "placement"))
        return read_placement(r, negated, ret);
    if (word_skip(l, "episode"))
        return read_fact(r, "episode", negated, ret);
    if (word_skip(l, "event"))
        return read_event_atom(l, r->kinds, r->count, negated, ret);
    if (word_skip(l, "care"))
        return read_care(r, negated, ret);
    if (word_skip(l, "count"))
        return read_count(r, negated, ret);
    if (word_skip(l, "miles"))
        return read_miles(r, negated, ret);
    if (word_skip(l, "open"))
        return read_open(r, negated, ret);
    if (word_skip(l, "last"))
        return read_episodes(r, negated, ret);
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

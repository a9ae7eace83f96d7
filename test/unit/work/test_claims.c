/* Two agencies' accounts of one episode: told cases, then random ones against a slow reference. */
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#undef fail /* cmocka's macro hides base/status.h's function */
// clang-format on
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "work/claims.h"

enum {
    EPISODE = 77,
    OTHER = 78,
    SAID_MAX = 40,
    ROUNDS = 3000
};

struct told {
    struct event e[SAID_MAX];
    size_t count;
};

static struct event *say(struct told *t, enum event_kind kind, uint32_t agency, int64_t minute)
{
    struct event *e = &t->e[t->count++];
    *e = event_new(kind, 1, (struct instant){ minute * 60 * SECOND_US });
    e->agency = agency;
    e->n = (uint32_t)t->count;
    event_set_number(e, "episode", EPISODE);
    return e;
}

static struct accounts compared(const struct told *t)
{
    struct accounts a;
    accounts_of(t->e, t->count, EPISODE, &a);
    return a;
}

static void test_nothing_said_is_no_difference(void **state)
{
    (void)state;
    struct told t = { 0 };
    struct accounts a = compared(&t);
    assert_int_equal(a.count, 0);
    assert_int_equal(a.open, 0);
    event_set_code(say(&t, EV_MISSING_REPORTED, 4, 100), "class", "M");
    a = compared(&t);
    assert_int_equal(a.count, 1);
    assert_int_equal(a.open, 0);
    assert_int_equal(a.at[0].claim[CLAIM_SINCE].n, 1);
}

static const struct {
    int64_t apart;
    enum difference difference;
} clocks[] = {
    { 0, ALIKE }, { 5, ALIKE }, { 6, DIFFERS }, { -5, ALIKE }, { -6, DIFFERS },
};

static void test_times_near_to_each_other_are_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(clocks); i++) {
        struct told t = { 0 };
        say(&t, EV_CHILD_RETURNED, 4, 1000);
        say(&t, EV_CHILD_RETURNED, 9, 1000 + clocks[i].apart);
        assert_int_equal(compared(&t).difference[CLAIM_RETURNED], clocks[i].difference);
    }
}

static const struct {
    const char *a, *b;
    bool same;
} places[] = {
    { "Eastholt bus station", "eastholt, bus station.", true },
    { "Eastholt bus station", "Eastholt bus stop", false },
    { "Eastholt", "Eastholt bus station", false },
    { "", "", true },
    { "Caf\xc3\xa9", "Cafe", false },
};

static void test_places_are_compared_by_their_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(places); i++) {
        struct claim a = { .n = 1, .text = str_from(places[i].a) };
        struct claim b = { .n = 2, .text = str_from(places[i].b) };
        assert_int_equal(claims_same(CLAIM_FOUND_WHERE, &a, &b), places[i].same);
    }
}

static void test_a_difference_is_settled_by_talking_and_reopened_by_a_new_claim(void **state)
{
    (void)state;
    struct told t = { 0 };
    event_set_code(say(&t, EV_MISSING_REPORTED, 4, 100), "class", "M");
    event_set_code(say(&t, EV_MISSING_REPORTED, 9, 100), "class", "A");
    struct accounts a = compared(&t);
    assert_int_equal(a.difference[CLAIM_CLASS], DIFFERS);
    assert_int_equal(a.open, 1);
    struct event *settled = say(&t, EV_DIFFERENCE_SETTLED, 4, 200);
    event_set_text(settled, "about", S("class"));
    event_set_text(settled, "outcome", S("Missing: nobody knew where"));
    a = compared(&t);
    assert_int_equal(a.difference[CLAIM_CLASS], SETTLED);
    assert_int_equal(a.open, 0);
    assert_true(str_is(a.outcome[CLAIM_CLASS], "Missing: nobody knew where"));
    assert_int_equal(a.at[1].claim[CLAIM_CLASS].n, 2); /* both still stand as they were said */
    event_set_code(say(&t, EV_MISSING_REPORTED, 9, 100), "class", "A");
    assert_int_equal(compared(&t).difference[CLAIM_CLASS], DIFFERS);
}

static void test_what_is_corrected_or_of_another_episode_is_left_out(void **state)
{
    (void)state;
    struct told t = { 0 };
    event_set_code(say(&t, EV_RISK_GRADED, 9, 10), "grade", "low");
    struct event *other = say(&t, EV_RISK_GRADED, 4, 10);
    event_set_code(other, "grade", "high");
    event_set_number(other, "episode", OTHER);
    assert_int_equal(compared(&t).difference[CLAIM_GRADE], ALIKE);
    struct event *wrong = say(&t, EV_RISK_GRADED, 4, 11);
    event_set_code(wrong, "grade", "high");
    assert_int_equal(compared(&t).difference[CLAIM_GRADE], DIFFERS);
    struct event *right = say(&t, EV_RISK_GRADED, 4, 11);
    event_set_code(right, "grade", "low");
    right->corrects = t.e[2].n;
    struct accounts a = compared(&t);
    assert_int_equal(a.difference[CLAIM_GRADE], ALIKE);
    assert_int_equal(a.at[1].claim[CLAIM_GRADE].n, right->n);
}

static void test_more_agencies_than_are_kept_are_said_to_be_cut(void **state)
{
    (void)state;
    struct told t = { 0 };
    for (uint32_t agency = 1; agency <= ACCOUNTS_MAX + 1; agency++)
        say(&t, EV_POLICE_TOLD, agency, 10);
    struct accounts a = compared(&t);
    assert_int_equal(a.count, ACCOUNTS_MAX);
    assert_true(a.cut);
}

/* --- random ones --- */

static const enum event_kind told_kinds[] = { EV_MISSING_REPORTED, EV_POLICE_TOLD,
                                              EV_RISK_GRADED,      EV_CHILD_FOUND,
                                              EV_CHILD_RETURNED,   EV_DIFFERENCE_SETTLED };
static uint64_t seed;
static unsigned dice(unsigned sides)
{
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (unsigned)(seed >> 33) % sides;
}

static void say_something(struct told *t)
{
    static const char *const where[] = { "bus station", "Bus station!", "park", "" };
    static const char *const by[] = { "self", "police", "carer" };
    enum event_kind kind = told_kinds[dice(COUNT(told_kinds))];
    struct event *e = say(t, kind, 1 + dice(3), dice(20));
    if (dice(4) == 0)
        event_set_number(e, "episode", OTHER);
    if (t->count > 1 && dice(8) == 0)
        e->corrects = 1 + dice((unsigned)t->count - 1);
    if (kind == EV_MISSING_REPORTED && dice(3))
        event_set_code(e, "class", dice(2) ? "M" : "A");
    if (kind == EV_RISK_GRADED)
        event_set_code(e, "grade", dice(2) ? "high" : "low");
    if (kind == EV_CHILD_FOUND && dice(2))
        event_set_text(e, "where", str_from(where[dice(COUNT(where))]));
    if ((kind == EV_CHILD_FOUND || kind == EV_CHILD_RETURNED) && dice(2))
        event_set_code(e, "by", by[dice(COUNT(by))]);
    if ((kind == EV_CHILD_FOUND || kind == EV_CHILD_RETURNED) && dice(2))
        event_set_number(e, "hurt", dice(2));
    if (kind == EV_DIFFERENCE_SETTLED)
        event_set_text(e, "about", str_from(claim_words(dice(CLAIMS))->name));
}

/* What an entry says of a thing, written out once more by hand. */
static bool says_of(const struct event *e, enum claim_about about, struct claim *ret)
{
    bool missing = e->kind == EV_MISSING_REPORTED, found = e->kind == EV_CHILD_FOUND,
         back = e->kind == EV_CHILD_RETURNED;
    const char *field = about == CLAIM_CLASS && missing                     ? "class"
                        : about == CLAIM_GRADE && e->kind == EV_RISK_GRADED ? "grade"
                        : about == CLAIM_FOUND_WHERE && found               ? "where"
                        : about == CLAIM_FOUND_BY && (found || back)        ? "by"
                        : about == CLAIM_HURT && (found || back)            ? "hurt"
                                                                            : NULL;
    bool when = (about == CLAIM_SINCE && missing) || (about == CLAIM_FOUND && found) ||
                (about == CLAIM_RETURNED && back) ||
                (about == CLAIM_POLICE_TOLD && e->kind == EV_POLICE_TOLD);
    if (!when && (!field || !event_given(e, field)))
        return false;
    *ret = (struct claim){ .n = e->n, .number = when ? e->happened.us : event_number(e, field) };
    if (about == CLAIM_FOUND_WHERE)
        ret->text = event_text(e, field);
    return true;
}

static bool stands(const struct told *t, const struct event *e)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->e[i].corrects == e->n)
            return false;
    return event_number(e, "episode") == EPISODE;
}

static struct claim last_of(const struct told *t, uint32_t agency, enum claim_about about)
{
    struct claim best = { 0 }, one;
    for (size_t i = 0; i < t->count; i++) {
        if (t->e[i].agency != agency || !stands(t, &t->e[i]) || !says_of(&t->e[i], about, &one))
            continue;
        if (best.n == 0 || about != CLAIM_SINCE || one.number < best.number)
            best = one;
    }
    return best;
}

static enum difference slowly(const struct told *t, enum claim_about about)
{
    bool differs = false;
    uint32_t last = 0, settled = 0;
    for (uint32_t a = 1; a <= 3; a++)
        for (uint32_t b = 1; b <= 3; b++) {
            struct claim x = last_of(t, a, about), y = last_of(t, b, about);
            last = x.n > last ? x.n : last;
            differs = differs || (x.n && y.n && !claims_same(about, &x, &y));
        }
    for (size_t i = 0; i < t->count; i++)
        if (t->e[i].kind == EV_DIFFERENCE_SETTLED && stands(t, &t->e[i]) &&
            str_is(event_text(&t->e[i], "about"), claim_words(about)->name))
            settled = t->e[i].n;
    return !differs ? ALIKE : settled > last ? SETTLED : DIFFERS;
}

static void test_random_accounts_agree_with_a_slow_reference(void **state)
{
    (void)state;
    size_t seen[3] = { 0 };
    for (seed = 1; seed <= ROUNDS; seed++) {
        uint64_t round = seed;
        struct told t = { 0 };
        size_t count = dice(SAID_MAX);
        while (t.count < count)
            say_something(&t);
        struct accounts a = compared(&t);
        size_t open = 0;
        for (unsigned about = 0; about < CLAIMS; about++) {
            enum difference want = slowly(&t, about);
            if (a.difference[about] != want)
                print_error("round %u: %s\n", (unsigned)round, claim_words(about)->name);
            assert_int_equal(a.difference[about], want);
            open += want == DIFFERS;
            seen[want]++;
            for (size_t i = 0; i < a.count; i++)
                assert_int_equal(a.at[i].claim[about].n, last_of(&t, a.at[i].agency, about).n);
        }
        assert_int_equal(a.open, open);
        seed = round;
    }
    assert_true(seen[ALIKE] > 100 && seen[DIFFERS] > 100 && seen[SETTLED] > 20);
}

static void test_names_of_claims_are_found_again(void **state)
{
    (void)state;
    for (unsigned c = 0; c < CLAIMS; c++)
        assert_int_equal(claim_named(str_from(claim_words(c)->name)), c);
    assert_int_equal(claim_named(S("colour")), CLAIMS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_said_is_no_difference),
        cmocka_unit_test(test_times_near_to_each_other_are_the_same),
        cmocka_unit_test(test_places_are_compared_by_their_words),
        cmocka_unit_test(test_a_difference_is_settled_by_talking_and_reopened_by_a_new_claim),
        cmocka_unit_test(test_what_is_corrected_or_of_another_episode_is_left_out),
        cmocka_unit_test(test_more_agencies_than_are_kept_are_said_to_be_cut),
        cmocka_unit_test(test_random_accounts_agree_with_a_slow_reference),
        cmocka_unit_test(test_names_of_claims_are_found_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

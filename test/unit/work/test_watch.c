/* What lies in no one stream: limits against their definition, pairs, and findings said once. */
#include <math.h>

#include "given.h"
#include "work/watch.h"

#define DAY_US (24 * HOUR_US)

/* --- tails of the Poisson distribution --- */

static void test_poisson_tails(void **state)
{
    (void)state;
    static const struct {
        double mean;
        uint32_t k;
        double at_most, at_least;
    } rows[] = {
        { 0, 0, 1, 1 },
        { 0, 1, 1, 0 },
        { 5, 10, 0.9863047314016171, 0.03182805730620475 },
        { 0.5, 2, 0.9856123220330293, 0.09020401043104986 },
        { 12.3, 12, 0.541697186800832, 0.5722496427177355 },
        { 100, 130, 0.9982931596294998, 0.0022820930543155926 },
        { 0.001, 2, 0.9999999998334583, 4.996667916090658e-07 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_true(fabs(poisson_at_most(rows[i].mean, rows[i].k) - rows[i].at_most) < 1e-9);
        double least = poisson_at_least(rows[i].mean, rows[i].k);
        assert_true(fabs(least - rows[i].at_least) <= 1e-7 * rows[i].at_least + 1e-15);
    }
}

/* A quantile lies between the whole numbers on either side of its share. */
static void test_quantiles(void **state)
{
    (void)state;
    for (double mean = 0.1; mean < 300; mean *= 1.7) {
        for (double share = 0.001; share < 1; share += 0.0998) {
            double q = poisson_quantile(mean, share);
            assert_true(q <= 0 || poisson_at_most(mean, (uint32_t)ceil(q)) >= share - 1e-12);
            assert_true(q < 1 || poisson_at_most(mean, (uint32_t)ceil(q) - 1) < share + 1e-12);
        }
    }
}

/* By definition: what lies outside has less than its share of the chance, what lies on the limit
 * has not. */
static void test_limits_are_exact(void **state)
{
    (void)state;
    for (uint32_t days = 30; days < 60000; days = days * 3 / 2) {
        struct funnel_child in[] = { { 1, 10, days, 3 }, { 2, 20, 3000, 40 }, { 3, 30, 9000, 99 } };
        struct funnel_home home[3];
        struct funnel f = { .home = home };
        funnel_of(in, COUNT(in), &f, COUNT(home));
        const struct funnel_home *h = &home[0];
        double m = h->expected;
        assert_true(poisson_at_least(m, h->chance_95.high + 1) < 0.025);
        assert_true(poisson_at_least(m, h->chance_95.high) >= 0.025);
        assert_true(h->chance_95.low == 0 || poisson_at_most(m, h->chance_95.low - 1) < 0.025);
        assert_true(poisson_at_most(m, h->chance_95.low) >= 0.025);
        assert_true(h->chance_998.high >= h->chance_95.high);
        assert_true(h->clustered_998.high >= h->chance_998.high);
    }
}

/* Twenty episodes of one child are one cluster; twenty children once each are a finding. */
static void test_one_child_is_not_the_home(void **state)
{
    (void)state;
    struct funnel_child in[400];
    struct funnel_home home[64];
    struct funnel f = { .home = home };
    size_t n = 0;
    for (uint32_t h = 1; h <= 40; h++) {
        for (uint32_t c = 0; c < 6; c++)
            in[n++] = (struct funnel_child){ h, h * 100 + c, 300, c == 0 ? 8 : 0 };
    }
    in[0].episodes = 30; /* home 1: one child, often */
    for (size_t c = 6; c < 12; c++)
        in[c].episodes = 24; /* home 2: every child */
    funnel_of(in, n, &f, COUNT(home));
    assert_int_equal(f.homes, 40);
    assert_true(f.dispersion > 8);
    assert_true(home[0].episodes > home[0].chance_998.high);
    assert_int_equal(home[0].beyond, 0);
    assert_int_equal(home[1].beyond, 2);
    assert_int_equal(home[2].beyond, 0);
}

/* Six children each missing once, where one of six is: no child stands out, the home does. */
static void test_every_child_a_little(void **state)
{
    (void)state;
    struct funnel_child in[240];
    struct funnel_home home[64];
    struct funnel f = { .home = home };
    size_t n = 0;
    for (uint32_t h = 1; h <= 40; h++) {
        for (uint32_t c = 0; c < 6; c++)
            in[n++] = (struct funnel_child){ h, h * 100 + c, 300, c == 0 ? 8 : h == 7 };
    }
    funnel_of(in, n, &f, COUNT(home));
    assert_int_equal(home[6].missing, 6);
    assert_true(home[6].episodes <= home[6].clustered_95.high);
    assert_int_equal(home[6].beyond, 1);
    assert_int_equal(home[7].beyond, 0);
}

static void test_nobody_was_missing(void **state)
{
    (void)state;
    struct funnel_child in[] = { { 1, 10, 100, 0 } };
    struct funnel_home home[1];
    struct funnel f = { .home = home };
    funnel_of(in, 1, &f, 1);
    assert_int_equal(home[0].beyond, 0);
    funnel_of(in, 0, &f, 1);
    assert_int_equal(f.homes, 0);
}

/* --- pairs --- */

static struct away_span away(uint32_t child, uint32_t home, int day, int hour)
{
    int64_t from = (int64_t)day * DAY_US + hour * HOUR_US;
    return (struct away_span){ child, home, from, from + 6 * HOUR_US, 1 };
}

static size_t pairs(struct given *g, const struct away_span *s, size_t count, struct together *ret)
{
    struct together_terms terms = { 365 * DAY_US, 3 * HOUR_US, 2, 1e-4 };
    size_t found;
    assert_true(together_of(g->arena, s, count, &terms, ret, 10, &found));
    return found;
}

static void test_pairs_of_different_homes(void **state)
{
    struct given *g = *state;
    struct together found[10];
    struct away_span s[] = { away(1, 5, 10, 20), away(2, 6, 10, 22), away(1, 5, 40, 20),
                             away(2, 6, 40, 21), away(3, 5, 40, 21) };
    assert_int_equal(pairs(g, s, COUNT(s), found), 1);
    assert_int_equal(found[0].child, 1);
    assert_int_equal(found[0].other, 2);
    assert_int_equal(found[0].times, 2);
    assert_true(found[0].by_chance < 0.02);
    /* once is chance; the same home has an alarm of its own; hours apart is not together */
    assert_int_equal(pairs(g, s, 3, found), 0);
    s[1].home = s[3].home = 5;
    assert_int_equal(pairs(g, s, COUNT(s), found), 0);
    s[1] = away(2, 6, 11, 0);
    s[3].home = 6;
    assert_int_equal(pairs(g, s, COUNT(s), found), 0);
}

/* Two children who are missing a hundred times a year each meet by chance: no finding. */
static void test_often_missing_is_not_together(void **state)
{
    struct given *g = *state;
    struct away_span s[200];
    struct together found[10];
    for (int i = 0; i < 100; i++) {
        s[2 * i] = away(1, 5, 3 * i, 20);
        s[2 * i + 1] = i % 9 == 0 ? away(2, 6, 3 * i, 21) : away(2, 6, 3 * i + 1, 20);
    }
    assert_int_equal(pairs(g, s, COUNT(s), found), 0);
}

/* --- in a register --- */

static void goes_missing(struct given *g, uint32_t child, const char *from, const char *back)
{
    struct event e = missing(g, child, from);
    WORKS(g, say(g, &e));
    says(g, EV_CHILD_RETURNED, child, back);
}

static uint32_t entries(struct given *g, uint32_t subject, enum event_kind kind)
{
    struct stream s;
    uint32_t found = 0;
    WORKS(g, stream_read(&g->t, g->s->journal, subject, NEVER, false, &s));
    for (uint32_t i = 0; i < s.count; i++)
        found += s.fact[i].kind == kind;
    return found;
}

static void test_found_once(void **state)
{
    struct given *g = *state;
    uint32_t home = a_home(g, "Larch House"), other = a_home(g, "Rowan House");
    uint32_t one = a_child(g, "Ash", "1"), two = a_child(g, "Bay", "2");
    is_placed(g, one, home, "2026-01-10T09:00:00Z");
    is_placed(g, two, other, "2026-01-10T09:00:00Z");
    now_is(g, "2026-05-01T09:00:00Z");
    goes_missing(g, one, "2026-03-01T20:00:00Z", "2026-03-02T08:00:00Z");
    goes_missing(g, two, "2026-03-01T21:00:00Z", "2026-03-02T09:00:00Z");
    goes_missing(g, one, "2026-04-01T20:00:00Z", "2026-04-02T08:00:00Z");
    goes_missing(g, two, "2026-04-01T21:00:00Z", "2026-04-02T09:00:00Z");
    struct watch_done done;
    given_reader_again(g);
    WORKS(g, watch_run(&g->t, g->r, g->w, g->now, &done));
    assert_int_equal(done.together, 1);
    assert_int_equal(done.said, 2);
    WORKS(g, watch_run(&g->t, g->r, g->w, g->now, &done));
    assert_int_equal(done.together, 1);
    assert_int_equal(done.said, 0);
    assert_int_equal(entries(g, one, EV_CO_MISSING_SEEN), 1);
    assert_int_equal(entries(g, two, EV_CO_MISSING_SEEN), 1);
    now_is(g, "2026-06-01T09:00:00Z");
    WORKS(g, watch_run(&g->t, g->r, g->w, g->now, &done));
    assert_int_equal(done.said, 0); /* nothing new happened */
    goes_missing(g, one, "2026-05-20T20:00:00Z", "2026-05-21T08:00:00Z");
    goes_missing(g, two, "2026-05-20T21:00:00Z", "2026-05-21T09:00:00Z");
    given_reader_again(g);
    WORKS(g, watch_run(&g->t, g->r, g->w, g->now, &done));
    assert_int_equal(done.said, 2);
}

static void test_a_home_gone_quiet(void **state)
{
    struct given *g = *state;
    uint32_t home = a_home(g, "Larch House"), child = 0;
    for (int i = 0; i < 4; i++) {
        child = a_child(g, "Ash", "");
        is_placed(g, child, home, "2026-01-10T09:00:00Z");
    }
    now_is(g, "2026-05-01T09:00:00Z");
    struct watch_done done;
    given_reader_again(g);
    WORKS(g, watch_run(&g->t, g->r, g->w, g->now, &done));
    assert_int_equal(done.quiet, 0); /* never reported any: nothing to compare with */
    goes_missing(g, child, "2026-01-20T20:00:00Z", "2026-01-21T08:00:00Z");
    given_reader_again(g);
    WORKS(g, watch_run(&g->t, g->r, g->w, g->now, &done));
    assert_int_equal(done.quiet, 1);
    assert_int_equal(entries(g, home, EV_QUIET_HOME_SEEN), 1);
    struct funnel f;
    WORKS(g, look_funnel(&g->t, g->r, g->now, &f));
    assert_int_equal(f.homes, 1);
    assert_int_equal(f.home[0].children, 4);
    assert_int_equal(f.home[0].episodes, 1);
    assert_int_equal(f.home[0].beyond, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_poisson_tails),
        cmocka_unit_test(test_quantiles),
        cmocka_unit_test(test_limits_are_exact),
        cmocka_unit_test(test_one_child_is_not_the_home),
        cmocka_unit_test(test_every_child_a_little),
        cmocka_unit_test(test_nobody_was_missing),
        CASE(test_pairs_of_different_homes),
        CASE(test_often_missing_is_not_together),
        CASE(test_found_once),
        CASE(test_a_home_gone_quiet),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

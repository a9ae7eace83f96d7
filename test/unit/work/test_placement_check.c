/* Questions about a proposed placement, one row a case; who may approve; then the same where the
 * writer asks. */
#include "given.h"

#include <string.h>

#include "work/decide_placement.h"
#include "work/placement_check.h"

/* --- the arithmetic --- */

static const struct {
    const char *purpose;
    bool ages;
    int from, to;
} purposes[] = {
    { "", false, 0, 0 },
    { "Children who like the sea", false, 0, 0 },
    { "Four children aged 11 to 16", true, 11, 16 },
    { "boys 8-13", true, 8, 13 },
    { "Girls, 12\xe2\x80\x93"
      "17",
      true, 12, 17 },
    { "opened in 1998", false, 0, 0 },
    { "16 to 11", false, 0, 0 },
    { "for 3 children, 10 to 15", true, 10, 15 },
};

static void test_a_purpose_speaks_of_ages_or_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(purposes); i++) {
        int from = 0, to = 0;
        bool ages = purpose_ages(str_from(purposes[i].purpose), &from, &to);
        if (ages != purposes[i].ages ||
            (ages && (from != purposes[i].from || to != purposes[i].to)))
            print_error("row %zu: %d, %d to %d\n", i, ages, from, to);
        assert_int_equal(ages, purposes[i].ages);
        if (ages) {
            assert_int_equal(from, purposes[i].from);
            assert_int_equal(to, purposes[i].to);
        }
    }
}

static struct date day(struct given *g, const char *iso)
{
    struct date d;
    WORKS(g, date_parse(&g->t, str_from(iso), &d));
    return d;
}

/* Year 10 and Year 11: 14 or 15 on 31 August before the school year. */
static const struct {
    const char *born, *on;
    bool in;
} school_years[] = {
    { "2012-08-31", "2026-09-01", true },  /* 14 on the day before it began: Year 10 */
    { "2012-09-01", "2026-09-01", false }, /* a day younger: Year 9 */
    { "2012-08-31", "2026-08-31", false }, { "2011-03-03", "2026-11-12", true },
    { "2010-08-31", "2026-09-01", false }, /* 16: has left */
    { "2010-09-01", "2026-11-12", true },  { "2010-09-01", "2027-08-31", true },
    { "2010-09-01", "2027-09-01", false },
};

static void test_key_stage_4(void **state)
{
    struct given *g = *state;
    for (size_t i = 0; i < COUNT(school_years); i++) {
        bool in = in_key_stage_4(day(g, school_years[i].born).days, day(g, school_years[i].on));
        if (in != school_years[i].in)
            print_error("row %zu\n", i);
        assert_int_equal(in, school_years[i].in);
    }
    assert_false(in_key_stage_4(INT32_MIN, day(g, "2026-11-12")));
}

/* --- the rank --- */

static const struct {
    uint8_t area;
    const char *type, *provider, *school;
    uint8_t rank;
} ranked[] = {
    { PLACED_IN, "K2", "PR4", "stays", RANK_TEAM_MANAGER },
    { PLACED_ADJOINING, "K2", "PR4", "stays", RANK_NOMINATED_OFFICER },
    { PLACED_DISTANT, "K2", "PR4", "stays", RANK_DIRECTOR },
    { PLACED_SCOTLAND, "K2", "PR4", "stays", RANK_DIRECTOR },
    { PLACED_UNKNOWN, "K2", "PR4", "stays", RANK_DIRECTOR },
    { PLACED_NOT_SAID, "K2", "PR4", "stays", RANK_DIRECTOR },
    { PLACED_DISTANT, "U3", "PR4", "stays", RANK_TEAM_MANAGER }, /* a connected person */
    { PLACED_DISTANT, "U6", "PR1", "stays", RANK_TEAM_MANAGER }, /* our own carer */
    { PLACED_DISTANT, "U6", "PR4", "stays", RANK_DIRECTOR },
    { PLACED_IN, "K2", "PR4", "changes", RANK_NOMINATED_OFFICER }, /* Key Stage 4 */
    { PLACED_DISTANT, "K2", "PR4", "changes", RANK_DIRECTOR },
};

static void test_the_rank_that_the_law_asks_for(void **state)
{
    struct given *g = *state;
    for (size_t i = 0; i < COUNT(ranked); i++) {
        const char *why;
        struct placement_look l = { .at = at(g, "2026-11-12T09:00:00Z"),
                                    .area = ranked[i].area,
                                    .born = day(g, "2011-03-03").days };
        l.asked.type = code_number(CODES_PLACEMENT_TYPE, str_from(ranked[i].type));
        l.asked.provider = code_number(CODES_PROVIDER, str_from(ranked[i].provider));
        l.asked.school = code_number(CODES_SCHOOL_CHANGE, str_from(ranked[i].school));
        if (placement_rank(&l, &why) != ranked[i].rank)
            print_error("row %zu\n", i);
        assert_int_equal(placement_rank(&l, &why), ranked[i].rank);
        assert_true(strlen(why) > 20);
    }
}

static void test_places_of_codes(void **state)
{
    (void)state;
    assert_int_equal(code_number(CODES_RANK, S("nominated-officer")), RANK_NOMINATED_OFFICER);
    assert_int_equal(code_number(CODES_RANK, S("director")), RANK_DIRECTOR);
    assert_int_equal(code_number(CODES_RANK, S("panel")), RANK_PANEL);
    assert_int_equal(code_number(CODES_RANK, S("team-manager")), RANK_TEAM_MANAGER);
    assert_int_equal(code_number(CODES_AREA, S("in")), PLACED_IN);
    assert_int_equal(code_number(CODES_AREA, S("distant")), PLACED_DISTANT);
    assert_int_equal(code_number(CODES_AREA, S("unknown")), PLACED_UNKNOWN);
    assert_int_equal(code_number(CODES_CHECK_OUTCOME, S("against")), CHECKED_AGAINST);
    assert_int_equal(code_number(CODES_CHECK_OUTCOME, S("could-not-look")), CHECKED_COULD_NOT_LOOK);
}

/* --- the questions --- */

static enum checked outcome(struct given *g, const struct placement_look *l,
                            enum placement_question q, struct str *ret_words)
{
    struct placement_check c[PLACEMENT_CHECKS];
    placement_checks(g->arena, l, c);
    *ret_words = c[q].words;
    assert_true(c[q].source.len > 0);
    return c[q].outcome;
}

/* Nothing is known: everything that is not known is "could not look", nothing is "clear". */
static void test_nothing_known_is_not_clear(void **state)
{
    struct given *g = *state;
    struct placement_look l = { .at = at(g, "2026-11-12T09:00:00Z"),
                                .area = PLACED_UNKNOWN,
                                .distance = -1,
                                .born = INT32_MIN,
                                .area_why = S("x"),
                                .distance_why = S("x"),
                                .home_why = S("x"),
                                .harm_why = S("x") };
    struct str words;
    for (int q = 0; q < PLACEMENT_CHECKS; q++) {
        enum checked got = outcome(g, &l, (enum placement_question)q, &words);
        assert_int_equal(got, q == ASKS_WISHES ? CHECKED_AGAINST : CHECKED_COULD_NOT_LOOK);
        assert_true(words.len > 0);
    }
}

static void test_a_home(void **state)
{
    struct given *g = *state;
    struct home_state *h = NEW(g->arena, struct home_state);
    struct instant now = at(g, "2026-11-12T09:00:00Z");
    struct placement_look l = { .at = now,
                                .area = PLACED_IN,
                                .home = h,
                                .child = 7,
                                .born = day(g, "2011-03-03").days,
                                .home_known = now };
    struct str words;
    h->is = HOME_IS(OPEN) | HOME_IS(REGISTERED);
    assert_int_equal(outcome(g, &l, ASKS_STANDING, &words), CHECKED_CLEAR);
    h->is |= HOME_IS(RESTRICTED);
    assert_int_equal(outcome(g, &l, ASKS_STANDING, &words), CHECKED_AGAINST);
    h->is = HOME_IS(OPEN) | HOME_IS(REGISTERED) | HOME_IS(SUSPENDED);
    assert_int_equal(outcome(g, &l, ASKS_STANDING, &words), CHECKED_AGAINST);
    h->is = HOME_IS(REGISTERED);
    assert_int_equal(outcome(g, &l, ASKS_STANDING, &words), CHECKED_AGAINST);
    h->is = HOME_IS(OPEN) | HOME_IS(REGISTERED);

    assert_int_equal(outcome(g, &l, ASKS_NOTICES, &words), CHECKED_CLEAR);
    h->notice[0] =
        (struct home_notice){ .from = now.us, .by = day(g, "2026-11-27").days, .type = 1 };
    h->notices = 1;
    assert_int_equal(outcome(g, &l, ASKS_NOTICES, &words), CHECKED_AGAINST);
    assert_non_null(memmem(words.at, words.len, "27 November 2026", 16));

    assert_int_equal(outcome(g, &l, ASKS_PLACES, &words), CHECKED_COULD_NOT_LOOK);
    h->places = 3;
    h->residents = 2;
    assert_int_equal(outcome(g, &l, ASKS_PLACES, &words), CHECKED_CLEAR);
    h->residents = 3;
    assert_int_equal(outcome(g, &l, ASKS_PLACES, &words), CHECKED_AGAINST);

    /* One that never reported is not one where nobody goes missing. */
    assert_int_equal(outcome(g, &l, ASKS_EPISODES, &words), CHECKED_COULD_NOT_LOOK);
    h->is |= HOME_IS(KNOWN_TO_REPORT);
    assert_int_equal(outcome(g, &l, ASKS_EPISODES, &words), CHECKED_CLEAR);
    h->episode[0] = (struct home_episode){ .from = now.us - 24 * HOUR_US, .child = 7 };
    h->episode[1] = (struct home_episode){ .from = now.us - 800 * 24 * HOUR_US, .child = 8 };
    h->episodes = 2;
    assert_int_equal(outcome(g, &l, ASKS_EPISODES, &words), CHECKED_CLEAR);
    assert_true(str_starts(words, S("1 episode in 12 months, 1 child")));
    for (unsigned i = 2; i < 4; i++)
        h->episode[i] = (struct home_episode){ .from = now.us - 24 * HOUR_US, .child = 8 };
    h->episodes = 3;
    assert_int_equal(outcome(g, &l, ASKS_EPISODES, &words), CHECKED_CLEAR);
    h->episodes = 4;
    assert_int_equal(outcome(g, &l, ASKS_EPISODES, &words), CHECKED_AGAINST);
    h->episodes = 2;
    l.share = 1;
    l.share_seen = now;
    assert_int_equal(outcome(g, &l, ASKS_EPISODES, &words), CHECKED_AGAINST);
    assert_int_equal(outcome(g, &l, ASKS_HISTORY, &words), CHECKED_AGAINST);
    l.child = 9;
    assert_int_equal(outcome(g, &l, ASKS_HISTORY, &words), CHECKED_CLEAR);

    assert_int_equal(outcome(g, &l, ASKS_RESIDENTS, &words), CHECKED_CLEAR);
    l.together = 1;
    assert_int_equal(outcome(g, &l, ASKS_RESIDENTS, &words), CHECKED_AGAINST);

    l.purpose = S("Girls, 11 to 14");
    assert_int_equal(outcome(g, &l, ASKS_PURPOSE, &words), CHECKED_AGAINST); /* 15 */
    l.purpose = S("Children, 11 to 16");
    assert_int_equal(outcome(g, &l, ASKS_PURPOSE, &words), CHECKED_CLEAR);
    l.purpose = S("A quiet house");
    assert_int_equal(outcome(g, &l, ASKS_PURPOSE, &words), CHECKED_COULD_NOT_LOOK);
}

/* --- who may approve --- */

static const struct {
    enum role by;
    const char *rank;
    struct proposal p;
    const char *despite;
    status expected;
} approvals[] = {
    { ROLE_SOCIAL_WORKER, "team-manager", { .known = true, .needs = 4 }, NULL, E_DENIED },
    { ROLE_TEAM_MANAGER, "team-manager", { .known = true, .needs = 4 }, NULL, OK },
    { ROLE_TEAM_MANAGER, "director", { .known = true, .needs = 2 }, NULL, E_DENIED },
    { ROLE_TEAM_MANAGER, "team-manager", { .known = true, .needs = 2 }, NULL, E_DENIED },
    { ROLE_TEAM_MANAGER, "team-manager", { .known = true, .needs = 1 }, NULL, E_DENIED },
    { ROLE_NOMINATED_OFFICER, "nominated-officer", { .known = true, .needs = 1 }, NULL, OK },
    { ROLE_NOMINATED_OFFICER, "nominated-officer", { .known = true, .needs = 2 }, NULL, E_DENIED },
    { ROLE_DIRECTOR, "director", { .known = true, .needs = 2 }, NULL, OK },
    { ROLE_DIRECTOR, "director", { .known = true, .needs = 4 }, NULL, OK },
    { ROLE_DIRECTOR, "director", { .known = true, .needs = 2, .proposer = 5 }, NULL, E_DENIED },
    { ROLE_DIRECTOR, "director", { .known = true, .needs = 2, .against = 1 }, NULL, E_INVALID },
    { ROLE_DIRECTOR, "director", { .known = true, .needs = 2, .could_not = 1 }, "ok", E_INVALID },
    { ROLE_DIRECTOR,
      "director",
      { .known = true, .needs = 2, .could_not = 1 },
      "seen by me this morning",
      OK },
    { ROLE_TEAM_MANAGER, "team-manager", { .known = false }, NULL, OK },
    { ROLE_NIGHT_WORKER, "team-manager", { .known = false }, NULL, E_DENIED },
    { ROLE_NONE, "director", { .known = false }, NULL, E_DENIED },
};

static void test_who_may_approve(void **state)
{
    struct given *g = *state;
    for (size_t i = 0; i < COUNT(approvals); i++) {
        struct event e = event_new(EV_PLACEMENT_APPROVED, 1, at(g, "2026-11-12T09:00:00Z"));
        e.author = 5;
        e.role = (uint8_t)approvals[i].by;
        event_set_code(&e, "rank", approvals[i].rank);
        if (approvals[i].despite)
            event_set_text(&e, "despite", str_from(approvals[i].despite));
        status got = approval_judge(&g->t, &e, &approvals[i].p);
        if (got != approvals[i].expected)
            print_error("row %zu: %s: %s\n", i, status_name(got), g->t.reason);
        assert_int_equal(got, approvals[i].expected);
    }
}

/* --- where the writer asks --- */

static struct event of_placement(struct given *g, enum event_kind kind, uint32_t child, uint32_t by,
                                 enum role role)
{
    struct event e = event_new(kind, child, g->now);
    e.author = by;
    e.role = (uint8_t)role;
    event_set_number(&e, "placement", 77);
    return e;
}

static void test_the_writer_asks(void **state)
{
    struct given *g = *state;
    now_is(g, "2026-11-12T09:00:00Z");
    uint32_t child = a_child(g, "Asha", "1001"), home = a_home(g, "Far House");
    uint32_t worker = a_person(g, "Wim Worker"), chief = a_person(g, "Dora Director");
    is_placed(g, child, a_home(g, "Near House"), "2026-01-05T10:00:00Z");
    struct event e = of_placement(g, EV_PLACEMENT_PROPOSED, child, worker, ROLE_SOCIAL_WORKER);
    event_set_number(&e, "home", home);
    event_set_code(&e, "area", "distant");
    event_set_code(&e, "needs", "director");
    WORKS(g, say(g, &e));
    e = of_placement(g, EV_PLACEMENT_CHECKED, child, worker, ROLE_SOCIAL_WORKER);
    event_set_code(&e, "outcome", "could-not-look");
    WORKS(g, say(g, &e));

    struct standing_list l;
    given_reader_again(g);
    WORKS(g, look_standings(&g->t, g->r, 1U << STANDING_WAITING, 10, &l));
    assert_int_equal(l.count, 1);
    assert_int_equal(l.of[STANDING_WAITING], 1);
    assert_int_equal(l.at[0].could_not, 1);
    assert_int_equal(l.at[0].proposer, worker);

    e = of_placement(g, EV_PLACEMENT_APPROVED, child, worker, ROLE_DIRECTOR);
    event_set_code(&e, "rank", "director");
    event_set_text(&e, "despite", S("it is right all the same"));
    GIVES(g, E_DENIED, say(g, &e)); /* one's own */
    e.author = chief;
    e.role = ROLE_TEAM_MANAGER;
    GIVES(g, E_DENIED, say(g, &e)); /* below the rank */
    e.role = ROLE_DIRECTOR;
    event_set_text(&e, "despite", S("ok"));
    GIVES(g, E_INVALID, say(g, &e));
    e = of_placement(g, EV_PLACEMENT_STARTED, child, worker, ROLE_SOCIAL_WORKER);
    event_set_code(&e, "type", "K2");
    GIVES(g, E_INVALID, say(g, &e)); /* not approved, and no reason */
    e = of_placement(g, EV_PLACEMENT_APPROVED, child, chief, ROLE_DIRECTOR);
    event_set_code(&e, "rank", "director");
    event_set_text(&e, "despite", S("it is right all the same"));
    WORKS(g, say(g, &e));
    given_reader_again(g);
    WORKS(g, look_standings(&g->t, g->r, 1U << STANDING_APPROVED, 10, &l));
    assert_int_equal(l.count, 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_purpose_speaks_of_ages_or_not),
        CASE(test_key_stage_4),
        CASE(test_the_rank_that_the_law_asks_for),
        cmocka_unit_test(test_places_of_codes),
        CASE(test_nothing_known_is_not_clear),
        CASE(test_a_home),
        CASE(test_who_may_approve),
        CASE(test_the_writer_asks),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

/* Who may see a child: each ground, that it ends when the relation does, and who never may. */
#include <string.h>

#include "../work/given.h"
#include "access/access.h"

static struct standing standing_now(struct given *g, uint32_t person, uint8_t role)
{
    struct standing s;
    WORKS(g,
          standing_open(&g->t, g->r, (struct actor){ .person = person, .role = role }, g->now, &s));
    return s;
}

/* The list and the single look agree, always. */
static enum ground ground_of(struct given *g, uint32_t person, uint8_t role, uint32_t child)
{
    struct standing s = standing_now(g, person, role);
    struct access a = { 0 };
    struct reach reach;
    status found = access_to(&g->t, g->r, &s, child, &a);
    if (found != OK)
        assert_int_equal(found, E_DENIED);
    WORKS(g, access_children(&g->t, g->r, &s, &reach));
    bool part = a.ground == GROUND_SHARE || a.ground == GROUND_AREA;
    assert_int_equal(reaches(&reach, child, a.ground == GROUND_POLICE),
                     a.ground != GROUND_NONE && !part);
    assert_int_equal(reaches_part(&reach, child), part);
    return a.ground;
}

static void begin(struct given *g)
{
    WORKS(g, access_prepare(&g->t, g->r));
    now_is(g, "2025-01-01T09:00:00Z");
}

static void appends(struct given *g, struct event *e)
{
    struct append a = { .events = e, .count = 1, .expected_n = APPEND_ANY, .own = true };
    WORKS(g, writer_append(&g->t, g->w, &a));
}

static void ended(struct given *g, uint32_t of, uint32_t person, const char *role, const char *when)
{
    struct event e = event_new(EV_INVOLVEMENT_ENDED, of, at(g, when));
    event_set_code(&e, "role", role);
    event_set_number(&e, "person", person);
    appends(g, &e);
}

static void test_a_role_held_ends_with_its_end(void **state)
{
    struct given *g = *state;
    begin(g);
    uint32_t child = a_child(g, "Ada", "1"), ife = a_person(g, "Ife Worker"),
             other = a_person(g, "Bo Stander");
    now_is(g, "2026-03-01T12:00:00Z");
    assert_int_equal(ground_of(g, ife, ROLE_SOCIAL_WORKER, child), GROUND_NONE);
    holds(g, ife, "social-worker", child, "2026-01-05T09:00Z");
    assert_int_equal(ground_of(g, ife, ROLE_SOCIAL_WORKER, child), GROUND_ROLE);
    assert_int_equal(ground_of(g, other, ROLE_SOCIAL_WORKER, child), GROUND_NONE);
    SAYS(g, "ask the child's social worker, or state why");
    ended(g, child, ife, "social-worker", "2026-02-01T09:00Z");
    assert_int_equal(ground_of(g, ife, ROLE_SOCIAL_WORKER, child), GROUND_NONE);
}

static void test_who_works_where_the_child_lives(void **state)
{
    struct given *g = *state;
    begin(g);
    uint32_t child = a_child(g, "Ada", "1"), home = a_home(g, "Larkwater"),
             elsewhere = a_home(g, "Tamblewick");
    now_is(g, "2026-03-01T12:00:00Z");
    uint32_t dee = a_person(g, "Dee Night"), far = a_person(g, "Far Away");
    holds(g, dee, "night-worker", home, "2025-01-05T09:00Z");
    holds(g, far, "night-worker", elsewhere, "2025-01-05T09:00Z");
    is_placed(g, child, home, "2026-01-05T09:00Z");
    assert_int_equal(ground_of(g, dee, ROLE_NIGHT_WORKER, child), GROUND_LIVES);
    assert_int_equal(ground_of(g, far, ROLE_NIGHT_WORKER, child), GROUND_NONE);
    struct event e = event_new(EV_PLACEMENT_ENDED, child, at(g, "2026-02-10T09:00Z"));
    WORKS(g, say(g, &e));
    assert_int_equal(ground_of(g, dee, ROLE_NIGHT_WORKER, child), GROUND_NONE);
}

static void test_a_shift_ends_by_the_clock(void **state)
{
    struct given *g = *state;
    begin(g);
    uint32_t child = a_child(g, "Ada", "1"), home = a_home(g, "Larkwater"),
             dee = a_person(g, "Dee Night");
    is_placed(g, child, home, "2026-01-05T09:00Z");
    now_is(g, "2026-03-01T12:00:00Z");
    struct event e = event_new(EV_ROTA_ENTERED, home, at(g, "2026-03-01T11:00Z"));
    event_set_code(&e, "role", "night-worker");
    event_set_number(&e, "person", dee);
    event_set_number(&e, "from", at(g, "2026-03-01T20:00Z").us);
    event_set_number(&e, "until", at(g, "2026-03-02T08:00Z").us);
    WORKS(g, say(g, &e));
    static const struct {
        const char *now;
        enum ground ground;
    } times[] = { { "2026-03-01T19:59:59Z", GROUND_NONE },
                  { "2026-03-01T20:00:00Z", GROUND_LIVES },
                  { "2026-03-02T07:59:59Z", GROUND_LIVES },
                  { "2026-03-02T08:00:00Z", GROUND_NONE } };
    for (size_t i = 0; i < COUNT(times); i++) {
        now_is(g, times[i].now);
        assert_int_equal(ground_of(g, dee, ROLE_NIGHT_WORKER, child), times[i].ground);
    }
}

static void test_an_office_is_what_is_held_not_what_is_claimed(void **state)
{
    struct given *g = *state;
    begin(g);
    uint32_t child = a_child(g, "Ada", "1"), ruth = a_person(g, "Ruth Manager"),
             away = an_agency(g, "Westmere", "authority"), other = a_person(g, "Olu Elsewhere");
    now_is(g, "2026-03-01T12:00:00Z");
    assert_int_equal(ground_of(g, ruth, ROLE_TEAM_MANAGER, child), GROUND_NONE);
    holds(g, ruth, "team-manager", g->s->authority, "2026-01-05T09:00Z");
    holds(g, other, "team-manager", away, "2026-01-05T09:00Z");
    assert_int_equal(ground_of(g, ruth, ROLE_TEAM_MANAGER, child), GROUND_OFFICE);
    assert_int_equal(ground_of(g, other, ROLE_TEAM_MANAGER, child), GROUND_NONE);
    static const uint8_t none[] = { ROLE_INSPECTOR, ROLE_COMMISSIONER, ROLE_DATA_TEAM,
                                    ROLE_LEAD_MEMBER };
    for (size_t i = 0; i < COUNT(none); i++)
        assert_int_equal(ground_of(g, ruth, none[i], child), GROUND_NONE);
    struct event e = event_new(EV_PERSON_LEFT, ruth, at(g, "2026-02-01T09:00Z"));
    WORKS(g, say(g, &e));
    assert_int_equal(ground_of(g, ruth, ROLE_TEAM_MANAGER, child), GROUND_NONE);
}

static void test_police_while_missing_and_a_while_after(void **state)
{
    struct given *g = *state;
    begin(g);
    uint32_t child = a_child(g, "Ada", "1"), home = a_home(g, "Larkwater"),
             police = an_agency(g, "Police", "police"), pc = a_person(g, "Pc Lowrie");
    now_is(g, "2026-03-01T12:00:00Z");
    is_placed(g, child, home, "2026-01-05T09:00Z");
    holds(g, pc, "police-missing-coordinator", police, "2026-01-05T09:00Z");
    uint8_t role = ROLE_POLICE_MISSING_COORDINATOR;
    assert_int_equal(ground_of(g, pc, role, child), GROUND_NONE);
    struct event e = missing(g, child, "2026-02-01T20:00Z");
    WORKS(g, say(g, &e));
    assert_true(ground_of(g, pc, role, child) == GROUND_POLICE ||
                ground_of(g, pc, role, child) == GROUND_DUTY);
    e = event_new(EV_CHILD_RETURNED, child, at(g, "2026-02-02T08:00Z"));
    WORKS(g, say(g, &e));
    struct standing s = standing_now(g, pc, role);
    struct access a;
    WORKS(g, access_to(&g->t, g->r, &s, child, &a));
    s.now.us = at(g, "2026-02-02T08:00Z").us + POLICE_LOOK_DAYS * 24 * HOUR_US;
    status later = access_to(&g->t, g->r, &s, child, &a);
    assert_true(later == E_DENIED || a.ground == GROUND_DUTY); /* an interview is still owed */
}

static void test_a_share_opens_until_its_day_and_is_withdrawn(void **state)
{
    struct given *g = *state;
    begin(g);
    uint32_t child = a_child(g, "Ada", "1"), kim = a_person(g, "Kim Reader");
    now_is(g, "2026-03-01T12:00:00Z");
    struct event e = event_new(EV_SHARE_MADE, child, at(g, "2026-03-01T09:00Z"));
    event_set_text(&e, "power", S("consent"));
    event_set_text(&e, "purpose", S("to plan school"));
    event_set_text(&e, "items", S("schooling"));
    event_set_text(&e, "recipient", S("Kim Reader"));
    event_set_number(&e, "reader", kim);
    event_set_number(&e, "share", 7);
    struct date until;
    WORKS(g, date_parse(&g->t, S("2026-03-10"), &until));
    event_set_number(&e, "until", until.days);
    WORKS(g, say(g, &e));
    now_is(g, "2026-03-10T23:59:59Z");
    assert_int_equal(ground_of(g, kim, ROLE_ADVOCATE, child), GROUND_SHARE);
    now_is(g, "2026-03-11T00:00:00Z");
    assert_int_equal(ground_of(g, kim, ROLE_ADVOCATE, child), GROUND_NONE);
    now_is(g, "2026-03-09T10:00:00Z");
    e = event_new(EV_SHARE_WITHDRAWN, child, at(g, "2026-03-09T09:00Z"));
    event_set_text(&e, "recipient", S("Kim Reader"));
    event_set_number(&e, "share", 7);
    WORKS(g, say(g, &e));
    assert_int_equal(ground_of(g, kim, ROLE_ADVOCATE, child), GROUND_NONE);
}

static void test_a_look_without_a_relation_lasts_an_hour_and_survives(void **state)
{
    struct given *g = *state;
    begin(g);
    uint32_t child = a_child(g, "Ada", "1"), kim = a_person(g, "Kim Reader");
    now_is(g, "2026-03-10T12:00:00Z");
    struct event e = event_new(EV_GLASS_BROKEN, child, g->now);
    event_set_number(&e, "look", 5);
    event_set_number(&e, "person", kim);
    event_set_text(&e, "reason", S("the child is at the door"));
    GIVES(g, E_DENIED, say(g, &e)); /* only the program says so */
    SAYS(g, "what the program itself says");
    appends(g, &e);
    assert_int_equal(ground_of(g, kim, ROLE_NIGHT_WORKER, child), GROUND_GLASS);
    given_shut(g);
    WORKS(g, given_reopen(g));
    begin(g);
    now_is(g, "2026-03-10T12:30:00Z");
    assert_int_equal(ground_of(g, kim, ROLE_NIGHT_WORKER, child), GROUND_GLASS);
    now_is(g, "2026-03-10T13:00:00Z");
    assert_int_equal(ground_of(g, kim, ROLE_NIGHT_WORKER, child), GROUND_NONE);
}

static void test_another_area_s_coordinator_sees_the_pointer(void **state)
{
    struct given *g = *state;
    begin(g);
    uint32_t child = a_child(g, "Ada", "1"), host = new_subject(g, SUBJECT_AGENCY),
             hana = a_person(g, "Hana Host"), clerk = a_person(g, "Cy Clerk");
    now_is(g, "2026-03-01T12:00:00Z");
    struct event e = event_new(EV_AGENCY_REGISTERED, host, at(g, "2025-01-01T09:00Z"));
    event_set_text(&e, "name", S("Westmere"));
    event_set_code(&e, "kind", "authority");
    event_set_text(&e, "area", S("E99999901"));
    WORKS(g, say(g, &e));
    holds(g, hana, "host-coordinator", host, "2025-01-05T09:00Z");
    holds(g, clerk, "missing-coordinator", host, "2025-01-05T09:00Z");
    e = event_new(EV_CARE_STARTED, child, at(g, "2025-02-01T09:00Z"));
    event_set_code(&e, "legal-status", "C2");
    WORKS(g, say(g, &e));
    e = event_new(EV_PLACEMENT_STARTED, child, at(g, "2025-02-01T10:00Z"));
    event_set_code(&e, "type", "U6");
    event_set_number(&e, "placement", 3);
    event_set_text(&e, "area-code", S("E99999901"));
    WORKS(g, say(g, &e));
    enum ground ground = ground_of(g, hana, ROLE_HOST_COORDINATOR, child);
    assert_true(ground == GROUND_AREA || ground == GROUND_DUTY);
    assert_int_equal(ground_of(g, clerk, ROLE_MISSING_COORDINATOR, child), GROUND_NONE);
}

/* A child whose care ended long ago costs at most the row of a role that nobody ended. */
static void test_who_left_care_is_nobodys(void **state)
{
    struct given *g = *state;
    begin(g);
    uint32_t child = a_child(g, "Ada", "1"), home = a_home(g, "Larkwater"),
             ife = a_person(g, "Ife Worker"), iro = a_person(g, "Priya Officer");
    now_is(g, "2026-03-01T12:00:00Z");
    is_placed(g, child, home, "2020-01-05T09:00Z");
    holds(g, ife, "social-worker", child, "2020-01-05T09:00Z");
    holds(g, iro, "independent-reviewing-officer", child, "2020-01-05T09:00Z");
    struct event e = event_new(EV_PLACEMENT_ENDED, child, at(g, "2021-01-05T09:00Z"));
    WORKS(g, say(g, &e));
    e = event_new(EV_CARE_ENDED, child, at(g, "2021-01-05T09:00Z"));
    WORKS(g, say(g, &e));
    assert_int_not_equal(ground_of(g, ife, ROLE_SOCIAL_WORKER, child), GROUND_ROLE);
    assert_int_not_equal(ground_of(g, iro, ROLE_REVIEWING_OFFICER, child), GROUND_ROLE);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        CASE(test_a_role_held_ends_with_its_end),
        CASE(test_who_works_where_the_child_lives),
        CASE(test_a_shift_ends_by_the_clock),
        CASE(test_an_office_is_what_is_held_not_what_is_claimed),
        CASE(test_police_while_missing_and_a_while_after),
        CASE(test_a_share_opens_until_its_day_and_is_withdrawn),
        CASE(test_a_look_without_a_relation_lasts_an_hour_and_survives),
        CASE(test_another_area_s_coordinator_sees_the_pointer),
        CASE(test_who_left_care_is_nobodys),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

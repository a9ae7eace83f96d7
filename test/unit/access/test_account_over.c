/* Accounts end by themselves; sign-ins lie in the file without what their cookie says. */
#include <string.h>

#include "../work/given.h"
#include "access/account_over.h"
#include "access/roles.h"
#include "access/session_rows.h"

static const struct account_terms terms = { .dormant_days = 90, .leaver_days = 7 };

static uint32_t somebody(struct given *g, const char *name, const char *role)
{
    uint32_t person = a_person(g, name);
    struct str sign_in = str_print(g->arena, "%u@example", person);
    if (role)
        holds(g, person, role, g->s->authority, "2026-01-05T09:00:00Z");
    WORKS(g, account_add(&g->t, g->w, person, sign_in));
    WORKS(g, account_used(&g->t, g->w, person, 1));
    return person;
}

static size_t ended_calls;
static void ended(void *self, uint32_t person)
{
    assert_int_equal(*(uint32_t *)self, person);
    ended_calls++;
}

static size_t over(struct given *g, uint32_t expected)
{
    struct accounts_over done;
    ended_calls = 0;
    WORKS(g, accounts_over(&g->t, g->r, g->w, &terms, ended, &expected, &done));
    assert_int_equal(done.ended, ended_calls);
    return done.ended;
}

static void test_an_account_nobody_uses_ends(void **state)
{
    struct given *g = *state;
    uint32_t dee = somebody(g, "Dee Ashgrove", "director");
    g->now.us += 90 * 24 * HOUR_US;
    assert_int_equal(over(g, dee), 0);
    g->now.us += 1;
    assert_int_equal(over(g, dee), 1);
    assert_int_equal(over(g, dee), 0);
    struct account a;
    WORKS(g, account_of(&g->t, g->r, dee, &a));
    assert_int_equal(a.state, ACCOUNT_ENDED);
}

static void test_an_invitation_nobody_used_ends_too(void **state)
{
    struct given *g = *state;
    uint32_t dee = a_person(g, "Dee Ashgrove");
    WORKS(g, account_add(&g->t, g->w, dee, S("dee@example")));
    assert_int_equal(over(g, dee), 0);
    g->now.us += 91 * 24 * HOUR_US;
    assert_int_equal(over(g, dee), 1);
}

static void test_who_left_has_no_account(void **state)
{
    struct given *g = *state;
    uint32_t dee = somebody(g, "Dee Ashgrove", "director"),
             owen = somebody(g, "Owen Trask", "team-manager");
    struct event e = event_new(EV_PERSON_LEFT, owen, g->now);
    WORKS(g, say(g, &e));
    assert_int_equal(over(g, owen), 1);
    struct account a;
    WORKS(g, account_of(&g->t, g->r, dee, &a));
    assert_int_equal(a.state, ACCOUNT_IN_USE);
}

static void test_who_holds_no_role_any_more_has_no_account(void **state)
{
    struct given *g = *state;
    uint32_t dee = somebody(g, "Dee Ashgrove", "director");
    (void)somebody(g, "Never Held", NULL); /* no role yet is not a role that ended */
    struct event e = event_new(EV_INVOLVEMENT_ENDED, g->s->authority, g->now);
    event_set_code(&e, "role", "director");
    event_set_number(&e, "person", dee);
    WORKS(g, say(g, &e));
    g->now.us += 7 * 24 * HOUR_US;
    assert_int_equal(over(g, dee), 0);
    g->now.us += HOUR_US;
    assert_int_equal(over(g, dee), 1);
}

static void test_roles_are_those_held_now(void **state)
{
    struct given *g = *state;
    uint32_t dee = a_person(g, "Dee Ashgrove"), home = a_home(g, "Larkwater");
    struct roles_held held;
    WORKS(g, roles_held(&g->t, g->r, dee, g->now, &held));
    assert_int_equal(held.count, 0);
    holds(g, dee, "social-worker", a_child(g, "Alex", "1"), "2026-01-05T09:00:00Z");
    holds(g, dee, "social-worker", a_child(g, "Noor", "2"), "2026-01-05T09:00:00Z");
    holds(g, dee, "director", g->s->authority, "2026-01-05T09:00:00Z");
    struct event e = event_new(EV_ROTA_ENTERED, home, g->now);
    event_set_code(&e, "role", "night-worker");
    event_set_number(&e, "person", dee);
    event_set_number(&e, "from", g->now.us + HOUR_US);
    event_set_number(&e, "until", g->now.us + 9 * HOUR_US);
    WORKS(g, say(g, &e));
    WORKS(g, roles_held(&g->t, g->r, dee, g->now, &held));
    assert_int_equal(held.count, 2);
    assert_int_equal(held.at[0].role, ROLE_DIRECTOR);
    assert_int_equal(held.at[1].role, ROLE_SOCIAL_WORKER);
    assert_int_equal(held.at[1].more, 1);
    g->now.us += 2 * HOUR_US;
    WORKS(g, roles_held(&g->t, g->r, dee, g->now, &held));
    assert_true(roles_have(&held, ROLE_NIGHT_WORKER));
    g->now.us += 8 * HOUR_US;
    WORKS(g, roles_held(&g->t, g->r, dee, g->now, &held));
    assert_false(roles_have(&held, ROLE_NIGHT_WORKER));
}

/* --- sign-ins in the file --- */

static struct session_row row_of(struct given *g, uint8_t id, uint32_t person)
{
    struct session_row row = { .person = person, .role = ROLE_DIRECTOR, .with = 1,
                               .began = g->now, .used = g->now, .body = S("1\nA Name\n") };
    memset(row.id, id, sizeof row.id);
    return row;
}

static size_t rows_now(struct given *g, struct session_rows *ret)
{
    WORKS(g, session_rows_read(&g->t, g->r, (struct instant){ 0 }, (struct instant){ 0 }, 10, ret));
    return ret->count;
}

static void test_sign_ins_are_kept_used_and_ended(void **state)
{
    struct given *g = *state;
    uint32_t dee = somebody(g, "Dee Ashgrove", NULL), owen = somebody(g, "Owen Trask", NULL);
    struct session_row one = row_of(g, 1, dee), two = row_of(g, 2, dee), other = row_of(g, 3, owen);
    struct session_rows rows;
    WORKS(g, session_row_put(&g->t, g->w, &one));
    WORKS(g, session_row_put(&g->t, g->w, &two));
    WORKS(g, session_row_put(&g->t, g->w, &other));
    assert_int_equal(rows_now(g, &rows), 3);
    SAME(rows.at[0].body, S("1\nA Name\n"));

    g->now.us += HOUR_US;
    two.used = g->now;
    struct session_rows used = { &two, 1 };
    struct instant before = { g->now.us - 2 * HOUR_US };
    WORKS(g, session_rows_used(&g->t, g->w, &used, before, before));
    assert_int_equal(rows_now(g, &rows), 3);
    assert_int_equal(rows.at[0].used.us, g->now.us); /* the last used comes first */
    assert_int_equal(rows.at[0].id[0], 2);
    struct instant idle = { g->now.us - HOUR_US + 1 };
    WORKS(g, session_rows_used(&g->t, g->w, &used, before, idle));
    assert_int_equal(rows_now(g, &rows), 1);

    WORKS(g, session_row_put(&g->t, g->w, &one));
    WORKS(g, session_row_put(&g->t, g->w, &other));
    WORKS(g, session_rows_end(&g->t, g->w, dee, two.id, S("signed out everywhere else")));
    assert_int_equal(rows_now(g, &rows), 2);
    WORKS(g, session_row_end(&g->t, g->w, &two, S("by the person's wish")));
    assert_int_equal(rows_now(g, &rows), 1);
    assert_int_equal(rows.at[0].person, owen);
    WORKS(g, account_end(&g->t, g->w, owen, S("left")));
    assert_int_equal(rows_now(g, &rows), 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_an_account_nobody_uses_ends),
        CASE(test_an_invitation_nobody_used_ends_too),
        CASE(test_who_left_has_no_account),
        CASE(test_who_holds_no_role_any_more_has_no_account),
        CASE(test_roles_are_those_held_now),
        CASE(test_sign_ins_are_kept_used_and_ended),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

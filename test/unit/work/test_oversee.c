/* What is late and whose: by who holds it, by who was given it, by whom it falls to. */
#include "given.h"

#include "work/oversee.h"

struct team {
    uint32_t authority, worker, other, manager;
};

static struct team a_team(struct given *g)
{
    struct team x = { .authority = g->s->authority };
    x.worker = a_person(g, "Wim Worker");
    x.other = a_person(g, "Olu Other");
    x.manager = a_person(g, "Mina Manager");
    holds(g, x.manager, "team-manager", x.authority, "2025-01-06T09:00:00Z");
    return x;
}

static const struct late_row *row_of(const struct oversight *o, uint32_t person)
{
    for (size_t i = 0; i < o->people; i++)
        if (o->late[i].person == person)
            return &o->late[i];
    return NULL;
}

static void test_nothing_is_late_in_an_empty_register(void **state)
{
    struct given *g = *state;
    struct oversight *o = NEW(g->arena, struct oversight);
    WORKS(g, oversight_count(&g->t, g->r, g->now, o));
    assert_int_equal(o->people, 0);
    assert_int_equal(o->late_all, 0);
}

/* The sum over people is the sum over all: nobody's late duty is lost on the way. */
static void test_every_late_duty_is_somebodys(void **state)
{
    struct given *g = *state;
    now_is(g, "2026-11-12T09:00:00Z");
    struct team x = a_team(g);
    uint32_t home = a_home(g, "Larkwater");
    for (int i = 0; i < 5; i++) {
        uint32_t child = a_child(g, "Child", str_nul(g->arena, str_print(g->arena, "20%d", i)));
        is_placed(g, child, home, "2026-01-05T10:00:00Z");
        if (i < 3)
            holds(g, i < 2 ? x.worker : x.other, "social-worker", child, "2026-01-05T11:00:00Z");
    }
    given_reader_again(g);
    struct oversight *o = NEW(g->arena, struct oversight);
    struct duty_list all;
    struct duty_filter f = { .at = g->now };
    WORKS(g, oversight_count(&g->t, g->r, g->now, o));
    WORKS(g, look_duties(&g->t, g->r, &f, &all));
    assert_true(all.overdue > 0);
    assert_int_equal(o->late_all, all.overdue);
    uint32_t sum = 0;
    for (size_t i = 0; i < o->people; i++)
        sum += o->late[i].late;
    assert_int_equal(sum, o->late_all);
    const struct late_row *worker = row_of(o, x.worker), *manager = row_of(o, x.manager);
    assert_non_null(worker);
    assert_non_null(manager); /* two children have no worker: theirs falls to the manager */
    f.person = x.worker;
    WORKS(g, look_duties(&g->t, g->r, &f, &all));
    assert_int_equal(worker->late, all.overdue);
    SAME(worker->name, S("Wim Worker"));
    for (size_t i = 1; i < o->people; i++)
        assert_true(o->late[i - 1].late >= o->late[i].late);
}

static void test_what_children_are_owed_by_rule(void **state)
{
    struct given *g = *state;
    now_is(g, "2026-11-12T09:00:00Z");
    uint32_t child = a_child(g, "Asha", "301");
    is_placed(g, child, a_home(g, "Larkwater"), "2026-01-05T10:00:00Z");
    given_reader_again(g);
    struct name_row rows[] = { { child, S("Asha"), S("301") } };
    struct str rules[] = { S("review-first") };
    struct risen_row owed[8];
    size_t count = 0;
    WORKS(g, look_owed_by(&g->t, g->r, rows, 1, rules, 1, owed, 8, &count));
    assert_int_equal(count, 1);
    assert_true(owed[0].due < g->now.us);
    WORKS(g, look_owed_by(&g->t, g->r, rows, 1, rules, 0, owed, 8, &count));
    assert_int_equal(count, 0);
    WORKS(g, look_owed_by(&g->t, g->r, rows, 1, rules, 1, owed, 0, &count));
    assert_int_equal(count, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_nothing_is_late_in_an_empty_register),
        CASE(test_every_late_duty_is_somebodys),
        CASE(test_what_children_are_owed_by_rule),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

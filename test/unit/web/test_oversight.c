/* What managers, reviewing officers and directors see, and giving many duties away at once. */
#include "visit.h"

#include <string.h>

#include "web/oversight_page.h"

static struct str hidden(struct visit *v, const char *name)
{
    struct str mark = str_print(v->arena, "name=\"%s\" value=\"", name);
    const char *at = memmem(v->out.body.at, v->out.body.len, mark.at, mark.len);
    assert_non_null(at);
    at += mark.len;
    return (struct str){ at, (size_t)((const char *)memchr(at, '"', 200) - at) };
}

static const struct {
    const char *who;
    unsigned oversight, reviews, placements;
} may[] = {
    { "maren", 200, 200, 200 },  { "ruth", 200, 200, 200 }, { "priya", 200, 200, 200 },
    { "colm", 200, 200, 200 },   { "ife", 403, 403, 403 },  { "dee", 403, 403, 403 },
    { "lowrie", 403, 403, 403 }, { "owen", 403, 403, 403 },
};

static void test_who_may_look(void **state)
{
    struct visit *v = *state;
    for (size_t i = 0; i < COUNT(may); i++) {
        sign_in_as(v, may[i].who);
        look(v, "/oversight");
        ANSWERS(v, may[i].oversight);
        look(v, "/reviews");
        ANSWERS(v, may[i].reviews);
        look(v, "/placements");
        ANSWERS(v, may[i].placements);
    }
}

static void test_late_by_person(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ruth");
    look(v, "/oversight");
    ANSWERS(v, 200);
    HAS(v, "What is late, and whose");
    HAS(v, "Ife Brandreth");
    HAS(v, "Alarms that wait for a decision");
    HAS(v, "What went up to you, and why");
    look(v, "/oversight?who=Stanmere");
    HAS(v, "value=\"Stanmere\"");
    look(v, "/oversight?who=%3Cscript%3Ealert(1)%3C/script%3E");
    ANSWERS(v, 200);
    HAS_NOT(v, "<script>alert(1)");
    HAS(v, "Nobody of that name");
}

/* The reviewing officer sees her own child's reviews, and no other child's. */
static void test_reviews_of_my_children(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "priya");
    look(v, "/reviews");
    ANSWERS(v, 200);
    HAS(v, "Alex Tamber");
    HAS_NOT(v, "Noor Aldane");
    HAS_NOT(v, "Kit Farrowby");
    look(v, "/oversight");
    ANSWERS(v, 200);
    HAS_NOT(v, "Noor Aldane");
}

static const char *of_ife(struct visit *v)
{
    return str_nul(v->arena, address_of(v, "/person/%u", "ife"));
}

static struct str first_row(struct visit *v)
{
    const char *mark = "name=\"row\" type=\"checkbox\" value=\"";
    const char *at = memmem(v->out.body.at, v->out.body.len, mark, strlen(mark));
    assert_non_null(at);
    at += strlen(mark);
    return str_copy(v->arena,
                    (struct str){ at, (size_t)((const char *)memchr(at, '"', 200) - at) });
}

/* Whoever oversees one child's care is not told of the others in a list of somebody's work. */
static void test_ones_work_names_no_child_of_others(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ruth");
    look(v, of_ife(v));
    HAS(v, "Noor Aldane");
    HAS_NOT(v, "not shown");
    sign_in_as(v, "priya");
    look(v, of_ife(v));
    ANSWERS(v, 200);
    HAS(v, "Alex Tamber");
    HAS(v, "are for children whom you do not work with, and not shown");
    HAS_NOT(v, "Noor Aldane");
    HAS_NOT(v, "Kit Farrowby");
    HAS_NOT(v, "Samir");
}

static void test_looks_to_be_reviewed_are_a_list(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ruth");
    look(v, "/oversight");
    HAS(v, "/duties?whose=all&amp;rule=look-without-relation-reviewed");
    HAS(v, "/odd-access");
    look(v, "/duties?whose=all&rule=look-without-relation-reviewed");
    ANSWERS(v, 200);
    HAS(v, "Only: <strong>");
    look(v, "/duties?whose=all&rule=no-such-rule");
    HAS_NOT(v, "Only: <strong>");
    sign_in_as(v, "priya");
    look(v, "/oversight");
    HAS_NOT(v, "href=\"/odd-access\""); /* her role may not review it */
}

static void test_one_workers_work(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ruth");
    look(v, of_ife(v));
    ANSWERS(v, 200);
    HAS(v, "What Ife owes");
    look(v, str_nul(v->arena, address_of(v, "/person/%u", "lowrie")));
    ANSWERS(v, 403); /* of the police: their own agency answers for their work */
    look(v, str_nul(v->arena, address_of(v, "/person/%u", "alex")));
    ANSWERS(v, 404); /* a child is nobody's worker */
    look(v, "/person/999999");
    ANSWERS(v, 404);
    sign_in_as(v, "ife");
    look(v, of_ife(v));
    ANSWERS(v, 403);
}

static void test_given_away_once(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ruth");
    look(v, of_ife(v));
    ANSWERS(v, 200);
    struct str key = str_copy(v->arena, hidden(v, "key")), row = first_row(v);
    uint32_t osei = world_number(v->world, "osei");
    const char *form = str_nul(
        v->arena, str_print(v->arena, "key=%.*s&row=%.*s&to=%u&reason=Ife+is+off+sick+this+week",
                            STR_ARG(key), STR_ARG(row), osei));
    send_form(v, of_ife(v),
              str_nul(v->arena, str_print(v->arena, "key=x&row=%.*s&to=%u", STR_ARG(row), osei)));
    ANSWERS(v, 400);
    HAS(v, "Say why, in a sentence");
    send_form(v, of_ife(v), "key=x&reason=Ife+is+off+sick+this+week");
    ANSWERS(v, 400);
    HAS(v, "Choose who it is given to");
    struct writer_counts before = writer_count(v->world->writer);
    send_form(v, of_ife(v), form);
    ANSWERS(v, 303);
    assert_true(str_starts(v->out.location, str_from(of_ife(v))));
    struct writer_counts once = writer_count(v->world->writer);
    send_form(v, of_ife(v), form); /* pressed twice, or from another tab: no longer Ife's */
    ANSWERS(v, 400);
    HAS(v, "is not here any more");
    struct writer_counts twice = writer_count(v->world->writer);
    assert_true(once.events > before.events);
    assert_true(twice.events - once.events <= 1); /* the note of the look at most */
    look(v, of_ife(v));
    assert_false(
        page_has(v, str_nul(v->arena, str_print(v->arena, "value=\"%.*s\"", STR_ARG(row)))));
}

static void test_cover_for_absence(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ruth");
    look(v, of_ife(v));
    struct str key = str_copy(v->arena, hidden(v, "key"));
    const char *to =
        str_nul(v->arena, str_print(v->arena, "key=%.*s&to=%u&reason=On+leave&until=2026-13-40",
                                    STR_ARG(key), world_number(v->world, "osei")));
    send_form(v, of_ife(v), to);
    ANSWERS(v, 400);
    HAS(v, "The day must be a real date");
    to = str_nul(v->arena,
                 str_print(v->arena, "key=%.*s&to=%u&reason=On+leave+abroad&until=2026-11-20",
                           STR_ARG(key), world_number(v->world, "osei")));
    send_form(v, of_ife(v), to);
    ANSWERS(v, 303);
    look(v, str_nul(v->arena, address_of(v, "/person/%u", "osei")));
    ANSWERS(v, 200);
    HAS(v, "What M. owes");
}

static void test_where_a_day_begins(void **state)
{
    (void)state;
    assert_int_equal(landing_of(ROLE_TEAM_MANAGER), ROUTE_oversight);
    assert_int_equal(landing_of(ROLE_DIRECTOR), ROUTE_oversight);
    assert_int_equal(landing_of(ROLE_REVIEWING_OFFICER), ROUTE_reviews);
    assert_int_equal(landing_of(ROLE_NOMINATED_OFFICER), ROUTE_placements);
    assert_int_equal(landing_of(ROLE_NIGHT_WORKER), ROUTE_board);
    assert_int_equal(landing_of(255), ROUTE_board);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_where_a_day_begins),
        cmocka_unit_test(test_who_may_look),
        cmocka_unit_test(test_late_by_person),
        cmocka_unit_test(test_reviews_of_my_children),
        cmocka_unit_test(test_ones_work_names_no_child_of_others),
        cmocka_unit_test(test_looks_to_be_reviewed_are_a_list),
        cmocka_unit_test(test_one_workers_work),
        cmocka_unit_test(test_given_away_once),
        cmocka_unit_test(test_cover_for_absence),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

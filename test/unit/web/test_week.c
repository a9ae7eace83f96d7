/* My week, what could not be delivered, and what the rulebook covers. */
#include "visit.h"

#include <stdio.h>
#include <string.h>

#include "rulebook/coverage.h"
#include "rulebook/parameters.h"

static void test_the_bars_of_a_week_say_what_the_table_says(void **state)
{
    struct visit *v = *state;
    static const char *const who[] = { "ife", "ruth", "bystander" };
    for (size_t i = 0; i < COUNT(who); i++) {
        sign_in_as(v, who[i]);
        look(v, "/week");
        ANSWERS(v, 200);
        assert_true(v->out.note_first);
        struct duty_filter f = { .person = world_number(v->world, who[i]),
                                 .at = v->world->now };
        struct duty_list list;
        assert_int_equal(look_duties(&v->t, v->world->reader, &f, &list), OK);
        struct str late = str_print(v->arena, "Late</th><td class=\"govuk-table__cell"
                                              " govuk-table__cell--numeric\">%zu</td>",
                                    list.overdue);
        HAS(v, str_nul(v->arena, late));
        size_t drawn = rows_drawn(v->out.body, "<svg", "id=\"week\"");
        assert_true(drawn >= list.overdue && drawn <= list.count);
        HAS_NOT(v, "Tamber"); /* how many, not who */
    }
    struct reader *reader = v->world->reader;
    v->world->reader = NULL;
    look(v, "/week");
    ANSWERS(v, 503);
    v->world->reader = reader;
}

static void test_a_calendar_address_is_made_and_replaced(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    look(v, "/week");
    HAS(v, "Make my calendar address");
    HAS_NOT(v, "href=\"/calendar/");
    send_form(v, "/week/calendar", "key=0a0a0a0a0a0a0a0a");
    ANSWERS(v, 303);
    look(v, "/week");
    HAS(v, "href=\"/calendar/");
    HAS(v, "Make a new address");
}

static void test_what_was_not_delivered_is_work_for_who_runs_things(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    look(v, "/undelivered");
    ANSWERS(v, 403);
    look(v, "/duties");
    HAS_NOT(v, "/undelivered");
    sign_in_as(v, "ruth");
    look(v, "/duties");
    HAS(v, "/undelivered");
    look(v, "/undelivered");
    ANSWERS(v, 200);
    HAS(v, "Nothing waits here");
    send_form(v, "/undelivered/settled", "key=0b0b0b0b0b0b0b0b&reference=abc&how=rang");
    ANSWERS(v, 400);
    HAS(v, "Say how the person was told instead");
    send_form(v, "/undelivered/settled",
              "key=0b0b0b0b0b0b0b0b&reference=abc&how=rang+and+told+at+nine");
    ANSWERS(v, 400);
    HAS(v, "Not kept");
    send_form(v, "/undelivered/retry", "key=0b0b0b0b0b0b0b0c&reference=");
    ANSWERS(v, 400);
    struct reader *reader = v->world->reader;
    v->world->reader = NULL;
    look(v, "/undelivered");
    ANSWERS(v, 503);
    v->world->reader = reader;
}

static void test_every_row_of_the_law_and_every_number_is_listed(void **state)
{
    struct visit *v = *state;
    struct coverage *c;
    struct parameter_words *p;
    sign_in_as(v, "ruth");
    look(v, "/coverage");
    ANSWERS(v, 200);
    assert_int_equal(coverage_load(&v->t, "england", &c), OK);
    size_t parameters = rulebook_parameters(v->arena, v->world->store->rules, &p);
    assert_true(c->rows > 100 && parameters > 10);
    assert_int_equal(count_of(v->out.body, "role=\"rowheader\""), c->rows + parameters);
    HAS(v, "Rules of <strong>england</strong>");
    HAS(v, "as shipped");
    HAS(v, "without-delay");
    look(v, "/rules");
    HAS(v, "href=\"/coverage\"");
}

static void test_a_local_parameter_names_who_set_it(void **state)
{
    struct visit *v = *state;
    const struct calendar *calendar;
    struct rulebook *b;
    struct parameter_words *p;
    struct str local = S("parameter without-delay = 4 hours set by \"R Lyle, 2 November 2026\"\n");
    status loaded = rulebook_load_embedded(&v->t, "england", local, &calendar, &b);
    if (loaded != OK)
        print_error("%s\n", v->t.reason);
    assert_int_equal(loaded, OK);
    size_t count = rulebook_parameters(v->arena, b, &p), found = 0;
    for (size_t i = 0; i < count; i++) {
        if (!str_is(p[i].name, "without-delay"))
            continue;
        found++;
        assert_true(str_is(p[i].value, "4 hours"));
        assert_true(str_is(p[i].set_by, "R Lyle, 2 November 2026"));
        assert_true(p[i].shipped.len > 0);
    }
    assert_int_equal(found, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_bars_of_a_week_say_what_the_table_says),
        cmocka_unit_test(test_a_calendar_address_is_made_and_replaced),
        cmocka_unit_test(test_what_was_not_delivered_is_work_for_who_runs_things),
        cmocka_unit_test(test_every_row_of_the_law_and_every_number_is_listed),
        cmocka_unit_test(test_a_local_parameter_names_who_set_it),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

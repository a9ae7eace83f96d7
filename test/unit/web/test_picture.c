/* The picture of much care: no row is left out, and no date differs from the table. */
#include "visit.h"

#include <string.h>

enum {
    HOMES = 14,
    YEARS = 7
};

static void say(struct visit *v, struct event *e)
{
    assert_int_equal(writer_complete(&v->t, v->world->writer, e), OK);
    struct append a = { .events = e, .count = 1, .expected_n = APPEND_ANY };
    assert_int_equal(writer_append(&v->t, v->world->writer, &a), OK);
}

static struct instant at(struct visit *v, int months)
{
    struct date d = date_add_months(date_in_uk(v->world->now), months);
    return uk_instant(d, 10, 0, 0);
}

static void fourteen_homes(struct visit *v, uint32_t child)
{
    struct event e = event_new(EV_CARE_STARTED, child, at(v, -12 * YEARS));
    event_set_code(&e, "legal-status", "C2");
    say(v, &e);
    for (int i = 0; i < HOMES; i++) {
        struct instant begins = at(v, -12 * YEARS + i * 12 * YEARS / HOMES);
        if (i > 0) {
            e = event_new(EV_PLACEMENT_ENDED, child, begins);
            say(v, &e);
        }
        e = event_new(EV_PLACEMENT_STARTED, child, begins);
        event_set_code(&e, "type", "K2");
        say(v, &e);
        e = event_new(EV_SCHOOL_CHANGED, child, begins);
        event_set_text(&e, "school", str_print(v->arena, "School %d", i + 1));
        say(v, &e);
    }
}

static void drawn_as_listed(struct visit *v)
{
    ANSWERS(v, 200);
    size_t desk = count_of(v->out.body, "data-in-desk=\"1\"");
    size_t phone = count_of(v->out.body, "data-in-phone=\"1\"");
    assert_int_equal(rows_drawn(v->out.body, "sl-picture__desk", "sl-picture__phone"), desk);
    assert_int_equal(rows_drawn(v->out.body, "sl-picture__phone", "<details"), phone);
}

static void test_fourteen_homes_in_seven_years(void **state)
{
    struct visit *v = *state;
    fourteen_homes(v, world_number(v->world, "empty"));
    sign_in_as(v, "colm");
    look(v, str_nul(v->arena, address_of(v, "/child/%u?table=all", "empty")));
    drawn_as_listed(v);
    HAS(v, "Drawn: the last three years");
    HAS(v, "Draw the whole time");
    assert_int_equal(count_of(v->out.body, "data-label=\"What\">Moved</td>"), HOMES);
    assert_int_equal(count_of(v->out.body, "data-label=\"What\">School</td>"), HOMES);
    size_t three = count_of(v->out.body, "data-in-desk=\"1\"");
    look(v, str_nul(v->arena, address_of(v, "/child/%u?table=all&years=all", "empty")));
    drawn_as_listed(v);
    HAS_NOT(v, "Drawn: the last three years");
    HAS(v, "Draw the last three years");
    assert_true(count_of(v->out.body, "data-in-desk=\"1\"") > three);
    assert_true(count_of(v->out.body, "data-in-desk=\"1\"") >= 2 * HOMES);
}

/* 126 episodes in 15 months: bars at 5 px would be one black block, so each month has its count. */
static void test_a_hundred_and_twenty_six_episodes_are_counted_by_month(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    look(v, str_nul(v->arena, address_of(v, "/child/%u?table=all", "rowan")));
    drawn_as_listed(v);
    size_t missing = count_of(v->out.body, "data-label=\"What\">Missing</td>") +
                     count_of(v->out.body, "data-label=\"What\">Away without authorisation</td>");
    assert_true(missing >= 126);
    const char *desk = memmem(v->out.body.at, v->out.body.len, "sl-picture__desk", 16);
    const char *end = memmem(desk, (size_t)(v->out.body.at + v->out.body.len - desk), "</svg>", 6);
    size_t counted = 0;
    static const char mark[] = "class=\"s q\" text-anchor=\"middle\">";
    while ((desk = memmem(desk, (size_t)(end - desk), mark, sizeof mark - 1)) != NULL) {
        unsigned n = 0;
        for (desk += sizeof mark - 1; *desk >= '0' && *desk <= '9'; desk++)
            n = n * 10 + (unsigned)(*desk - '0');
        counted += n;
    }
    assert_int_equal(counted, missing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fourteen_homes_in_seven_years),
        cmocka_unit_test(test_a_hundred_and_twenty_six_episodes_are_counted_by_month),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

/* My day: whose children, what is owed, and nothing of anybody else's. */
#include "visit.h"

#include <string.h>

#include "web/pages.h"

static void go(struct visit *v, const char *format, const char *name)
{
    struct str address = address_of(v, format, name);
    look(v, str_nul(v->arena, address));
}

static void test_a_social_worker_lands_on_the_day(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    assert_true(str_is(v->out.location, "/my-day"));
    sign_in_as(v, "colm");
    assert_true(str_is(v->out.location, "/"));
    assert_int_equal(first_page(ROLE_SOCIAL_WORKER), ROUTE_my_day);
}

static void test_the_day_shows_children_duties_and_their_buttons(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    look(v, "/my-day");
    ANSWERS(v, 200);
    HAS(v, "<h1 class=\"govuk-heading-xl\">My day</h1>");
    HAS(v, "<bdi>Alex Tamber</bdi></a>, 15");
    HAS(v, "Missing since");
    HAS(v, "Larkwater");
    HAS(v, "<time datetime=\"2026-10-18T23:00:00Z\">");
    HAS(v, "Record a visit<span class=\"govuk-visually-hidden\"> to Alex Tamber</span>");
    HAS(v, "Write what Alex said");
    HAS(v, "Noor Aldane");
    HAS(v, "never recorded"); /* Noor was never seen alone */
    HAS(v, "Why is this owed?");
    HAS_NOT(v, "Kit Farrowby");
    HAS_NOT(v, "Samir");
    assert_true(v->out.note_first);
    assert_int_equal(v->out.note.kind, EV_RECORD_SEARCHED);
}

static void test_what_is_late_stands_before_what_is_not(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    look(v, "/my-day");
    const char *page = v->out.body.at;
    size_t len = v->out.body.len;
    const char *late = memmem(page, len, ">Late</h2>", 10);
    const char *today = memmem(page, len, ">Today, ", 8);
    const char *mine = memmem(page, len, "id=\"children\"", 13);
    assert_non_null(late);
    assert_non_null(mine);
    assert_true(!today || late < today);
    assert_true(late < mine);
}

static void test_nobody_elses_day_and_none_for_a_role_without_duties(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "bystander");
    look(v, "/my-day");
    ANSWERS(v, 200);
    HAS(v, "No child is recorded as yours.");
    HAS(v, "Nothing is owed by you");
    HAS_NOT(v, "Tamber");
    v->cookie = v->token = S("");
    look(v, "/my-day");
    ANSWERS(v, 303);
    assert_true(str_starts(v->out.location, S("/sign-in")));
}

static void test_a_name_that_is_html_stays_a_name(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee"); /* works at Larkwater, where that child lives */
    look(v, "/my-day");
    ANSWERS(v, 200);
    HAS_NOT(v, "<script>alert");
    HAS(v, "&lt;script&gt;");
}

static void test_what_was_met_yesterday_is_news_today(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    uint32_t n = world_number(v->world, "noor");
    struct str address = address_of(v, "/child/%u/visit", "noor");
    send_form(v, str_nul(v->arena, address),
              str_nul(v->arena, str_print(v->arena,
                                          "key=newsaaaaaaaaaaaa&where=home&seen-%u=true"
                                          "&alone-%u=true&at-time=01:00",
                                          n, n)));
    ANSWERS(v, 303);
    look(v, "/my-day");
    HAS(v, "Decided and done in the last seven days");
    HAS(v, "met, <a class=\"govuk-link\" href=\"/child/");
    HAS_NOT(v, "never recorded");
    go(v, "/child/%u", "noor");
    HAS(v, "When exploitation is suspected: the guide");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_social_worker_lands_on_the_day),
        cmocka_unit_test(test_the_day_shows_children_duties_and_their_buttons),
        cmocka_unit_test(test_what_is_late_stands_before_what_is_not),
        cmocka_unit_test(test_nobody_elses_day_and_none_for_a_role_without_duties),
        cmocka_unit_test(test_a_name_that_is_html_stays_a_name),
        cmocka_unit_test(test_what_was_met_yesterday_is_news_today),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

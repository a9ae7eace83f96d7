/* The home's day and night: its own page, a report in four presses and more afterwards, the profile
 * for the police, and what the next shift reads. */
#include "visit.h"

#include <stdio.h>
#include <string.h>

static void go(struct visit *v, const char *format, const char *name)
{
    look(v, str_nul(v->arena, address_of(v, format, name)));
}

static void post(struct visit *v, const char *format, const char *name, const char *fields)
{
    send_form(v, str_nul(v->arena, address_of(v, format, name)), fields);
}

static uint32_t length_of(struct visit *v, const char *name)
{
    return journal_stream_length(&v->t, v->world->reader->journal, world_number(v->world, name));
}

static void test_the_home_comes_first(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    assert_true(str_is(v->out.location, "/my-home"));
    look(v, "/my-home");
    ANSWERS(v, 200);
    HAS(v, "<h1 class=\"govuk-heading-l\">Larkwater</h1>");
    HAS(v, "Report Rowan missing");
    HAS(v, "Alex is back");
    HAS(v, "5 hours 26 minutes");
    HAS(v, "href=\"tel:999\"");
    HAS(v, "href=\"tel:101\"");
    HAS(v, "registered manager of the home");
    HAS(v, "To do next");
    HAS(v, "On shift");
    HAS(v, "aria-current=\"page\">My home</a>");
    HAS(v, "&lt;script&gt;alert(1)");
    HAS_NOT(v, "<script>alert(1)");
    HAS_NOT(v, "Noor"); /* who lives elsewhere */
    assert_true(v->out.note_first);
}

static void test_who_is_out_stands_before_who_is_in(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "owen");
    look(v, "/my-home");
    const char *page = str_nul(v->arena, v->out.body);
    assert_true(strstr(page, "Alex is back") < strstr(page, "Report Rowan missing"));
}

static void test_who_has_no_home_is_told_so(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    look(v, "/my-home");
    ANSWERS(v, 200);
    HAS(v, "You are on no home\xe2\x80\x99s rota now");
    HAS_NOT(v, "Report Rowan missing");
}

static void test_a_home_that_cannot_be_read_is_not_empty(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    struct reader *reader = v->world->reader;
    v->world->reader = NULL;
    look(v, "/my-home");
    ANSWERS(v, 503);
    HAS(v, "This does not mean that nobody is missing");
    v->world->reader = reader;
}

static size_t police_duties(struct visit *v, const char *name)
{
    struct duty_list list;
    struct duty_filter f = { .child = world_number(v->world, name),
                             .rule = S("missing-police-told"),
                             .at = v->world->now };
    assert_int_equal(look_duties(&v->t, v->world->reader, &f, &list), OK);
    return list.count;
}

static void test_a_report_takes_four_presses_and_more_may_follow(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    size_t owed = police_duties(v, "rowan");
    post(v, "/report/%u", "rowan", "key=1111111111111111&where=no&worry=unsure&police=next");
    ANSWERS(v, 303);
    char *receipt = str_nul(v->arena, v->out.location);
    look(v, receipt);
    ANSWERS(v, 200);
    HAS(v, "Do these next, in this order");
    HAS(v, "What police ask next");
    HAS(v, "/profile");
    assert_int_equal(police_duties(v, "rowan"), owed + 1);
    uint32_t before = length_of(v, "rowan");
    send_form(v, receipt, "key=2222222222222222&seen-time=&wearing=+");
    ANSWERS(v, 400);
    HAS(v, "Nothing is filled in yet");
    assert_int_equal(length_of(v, "rowan"), before);
    for (int press = 0; press < 2; press++) {
        send_form(v, receipt,
                  "key=3333333333333333&seen-time=23.15&seen-where=landing&seen-with=two+friends"
                  "&wearing=green+coat");
        ANSWERS(v, 303);
        assert_true(str_is(v->out.location, receipt));
    }
    assert_int_equal(length_of(v, "rowan"), before + 1);
    assert_int_equal(police_duties(v, "rowan"), owed + 1); /* one report, with more in it */
    look(v, receipt);
    HAS_NOT(v, "What police ask next");
    sign_in_as(v, "colm");
    look(v, "/");
    HAS(v, "23:15 yesterday</time>, landing");
    HAS(v, "With two friends");
    HAS(v, "Wearing: green coat");
    HAS(v, "24 episodes"); /* as before: not counted twice */
}

static void test_more_of_what_is_no_report_is_refused(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    post(v, "/reported/%u/1", "alex", "key=4444444444444444&wearing=x");
    ANSWERS(v, 404);
}

/* --- the profile --- */

static void test_the_profile_says_what_is_not_written(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    go(v, "/child/%u/profile", "alex");
    ANSWERS(v, 200);
    HAS(v, "Nobody has written it yet.");
    HAS(v, "navy hoodie, grey joggers");
    HAS(v, "Missing before");
    assert_int_equal(count_of(v->out.body, "not written</span>"), 9);
    sign_in_as(v, "bystander");
    go(v, "/child/%u/profile", "alex");
    ANSWERS(v, 403);
    HAS_NOT(v, "navy hoodie");
}

static void test_the_profile_is_brought_up_to_date_part_by_part(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    uint32_t before = length_of(v, "alex");
    post(v, "/child/%u/profile/edit", "alex", "key=5555555555555555");
    ANSWERS(v, 400);
    HAS(v, "Nothing is changed");
    post(v, "/child/%u/profile/edit", "alex",
         "key=5555555555555556&description=Tall%3Cb%3E&phone=07700+900199&with-child=true");
    ANSWERS(v, 303);
    assert_int_equal(length_of(v, "alex"), before + 1);
    go(v, "/child/%u/profile", "alex");
    HAS(v, "Tall&lt;b&gt;");
    HAS(v, "07700 900199");
    HAS(v, "with Alex.");
    HAS(v, "by Dee Ashgrove");
    assert_int_equal(count_of(v->out.body, "not written</span>"), 7);
    go(v, "/child/%u/profile/edit", "alex");
    HAS(v, ">07700 900199</textarea>"); /* what stands is there to be changed */
    post(v, "/child/%u/profile/edit", "alex",
         "key=5555555555555557&description=Tall%3Cb%3E&phone=");
    ANSWERS(v, 400);
    HAS(v, "none known");
    assert_int_equal(length_of(v, "alex"), before + 1);
    post(v, "/child/%u/profile/edit", "alex",
         "key=5555555555555558&description=Tall%3Cb%3E&phone=07700+900199&places=Marlpit+rec");
    ANSWERS(v, 303);
    go(v, "/child/%u/profile", "alex");
    HAS(v, "07700 900199"); /* not said again, and still so */
    HAS(v, "Marlpit rec");
    HAS(v, "whether with Alex is not said");
}

/* Two people bring it up to date at once: of different parts both are kept, of one part one
 * chooses. */
static void test_two_who_write_the_profile_at_once(void **state)
{
    struct visit *v = *state;
    char fields[200];
    sign_in_as(v, "dee");
    uint32_t seen = length_of(v, "rowan");
    post(v, "/child/%u/profile/edit", "rowan", "key=5555555555555561&phone=07700+900111");
    ANSWERS(v, 303);
    snprintf(fields, sizeof fields,
             "key=5555555555555562&seen-n=%u&phone=07700+900111&medication=inhaler", seen);
    post(v, "/child/%u/profile/edit", "rowan", fields);
    ANSWERS(v, 303);
    uint32_t now = length_of(v, "rowan");
    assert_int_equal(now, seen + 2);
    snprintf(fields, sizeof fields,
             "key=5555555555555563&seen-n=%u&phone=07700+900222&medication=none", seen);
    post(v, "/child/%u/profile/edit", "rowan", fields);
    ANSWERS(v, 409);
    HAS(v, "Someone else wrote first");
    HAS(v, "inhaler");
    HAS(v, "name=\"theirs\"");
    assert_int_equal(length_of(v, "rowan"), now);
    snprintf(
        fields, sizeof fields,
        "key=5555555555555563&seen-n=%u&phone=07700+900222&medication=none&theirs=%u&choice=mine",
        now, now);
    post(v, "/child/%u/profile/edit", "rowan", fields);
    ANSWERS(v, 303);
    go(v, "/child/%u/profile", "rowan");
    HAS(v, "07700 900222");
    HAS_NOT(v, "inhaler");
}

static void test_what_is_kept_for_others_is_not_called_unwritten(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    post(v, "/child/%u/profile/edit", "rowan",
         "key=5555555555555571&phone=07700+900222&medication=none&risks=kept+for+others");
    ANSWERS(v, 303);
    go(v, "/child/%u/profile", "rowan");
    HAS(v, ">kept back</span>");
    go(v, "/child/%u/profile/edit", "rowan");
    HAS(v, "it is for others, and stays as it is");
    HAS_NOT(v, "name=\"risks\"");
}

static void test_police_read_it_from_the_moment_of_the_report(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "lowrie");
    go(v, "/child/%u/profile", "alex");
    ANSWERS(v, 200);
    HAS(v, "07700 900199");
}

/* --- back --- */

static void test_police_told_with_the_return_is_recorded_with_it(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    uint32_t before = length_of(v, "rowan");
    post(v, "/child/%u/back", "rowan", "key=7777777777777777&when=now&how=self&hurt=none&told=yes");
    ANSWERS(v, 303);
    assert_int_equal(length_of(v, "rowan"), before + 2); /* back, and police know */
    look(v, str_nul(v->arena, v->out.location));
    ANSWERS(v, 200);
    HAS(v, "You said that they have been told.");
    HAS(v, "Look after what may be evidence");
    look(v, "/my-home");
    HAS(v, "Report Rowan missing");
}

/* --- the shift --- */

static void test_the_next_shift_reads_what_happened(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    post(v, "/child/%u/entry", "alex", "key=6666666666666666&kind=enquiry-made&what=Rang+the+aunt");
    ANSWERS(v, 303);
    look(v, "/handover");
    ANSWERS(v, 200);
    HAS(v, "What happened since");
    HAS(v, "An enquiry was made");
    HAS(v, "Dee Ashgrove");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_home_comes_first),
        cmocka_unit_test(test_who_is_out_stands_before_who_is_in),
        cmocka_unit_test(test_who_has_no_home_is_told_so),
        cmocka_unit_test(test_a_home_that_cannot_be_read_is_not_empty),
        cmocka_unit_test(test_a_report_takes_four_presses_and_more_may_follow),
        cmocka_unit_test(test_more_of_what_is_no_report_is_refused),
        cmocka_unit_test(test_the_profile_says_what_is_not_written),
        cmocka_unit_test(test_the_profile_is_brought_up_to_date_part_by_part),
        cmocka_unit_test(test_two_who_write_the_profile_at_once),
        cmocka_unit_test(test_what_is_kept_for_others_is_not_called_unwritten),
        cmocka_unit_test(test_police_read_it_from_the_moment_of_the_report),
        cmocka_unit_test(test_police_told_with_the_return_is_recorded_with_it),
        cmocka_unit_test(test_the_next_shift_reads_what_happened),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

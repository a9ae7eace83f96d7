/* One episode as both agencies tell it: the page, the grade with its reasons, differences as work,
 * and meetings about children who go missing again and again. */
#include "visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void go(struct visit *v, const char *format, const char *name)
{
    look(v, str_nul(v->arena, address_of(v, format, name)));
}

static void post(struct visit *v, const char *format, const char *name, const char *fields)
{
    send_form(v, str_nul(v->arena, address_of(v, format, name)), fields);
}

/* The address of this child's episode, as the board has it. */
static char *episode_of(struct visit *v, const char *name)
{
    char begins[64];
    snprintf(begins, sizeof begins, "/child/%u/episode/", world_number(v->world, name));
    look(v, "/");
    ANSWERS(v, 200);
    const char *at = strstr(str_nul(v->arena, v->out.body), begins);
    assert_non_null(at);
    return str_nul(v->arena, (struct str){ at, strcspn(at, "\"#") });
}

static void test_an_episode_has_its_facts_its_log_and_what_is_owed(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    char *episode = episode_of(v, "alex");
    look(v, episode);
    ANSWERS(v, 200);
    HAS(v, "Alex Tamber: Missing since");
    HAS(v, "Owed next, by whom");
    HAS(v, "What each agency says");
    HAS(v, "Rang the brother");
    HAS(v, "fourth time in 90 days");
    HAS(v, "Grade the risk");
    assert_true(v->out.note_first);
    go(v, "/child/%u/episode/1", "alex"); /* the child's registration speaks of no episode */
    ANSWERS(v, 404);
    go(v, "/child/%u/episode/999999", "alex");
    ANSWERS(v, 404);
    sign_in_as(v, "bystander");
    look(v, episode);
    ANSWERS(v, 403);
    HAS_NOT(v, "Rang the brother");
}

static void test_a_grade_needs_its_reasons(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "lowrie");
    go(v, "/child/%u/grade", "alex");
    ANSWERS(v, 200);
    HAS(v, "fourth time in 90 days");
    static const char *const wrong[] = { "reasons=phone+is+off+and+he+is+15", "grade=high",
                                         "grade=severe&reasons=phone+is+off+and+he+is+15",
                                         "grade=high&reasons=short" };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        post(v, "/child/%u/grade", "alex",
             str_nul(v->arena, str_print(v->arena, "key=aaaaaaaaaaaaaaa%zu&%s", i, wrong[i])));
        ANSWERS(v, 400);
    }
    post(v, "/child/%u/grade", "alex",
         "key=aaaaaaaaaaaaaab0&grade=high&reasons=Seen+getting+into+a+car+with+two+adults");
    ANSWERS(v, 303);
    look(v, episode_of(v, "alex"));
    HAS(v, "Seen getting into a car");
    HAS(v, "fourth time in 90 days"); /* the grade before stays */
}

static void test_two_who_grade_at_once_see_both(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "lowrie");
    uint32_t alex = world_number(v->world, "alex");
    uint32_t seen = journal_stream_length(&v->t, v->world->reader->journal, alex);
    post(v, "/child/%u/grade", "alex",
         "key=aaaaaaaaaaaaaac0&grade=high&reasons=Seen+getting+into+a+car+with+two+adults");
    ANSWERS(v, 303);
    static const char again[] = "key=aaaaaaaaaaaaaac1&grade=medium&seen-n=%u"
                                "&reasons=A+friend+says+they+are+together%s";
    post(v, "/child/%u/grade", "alex", str_nul(v->arena, str_print(v->arena, again, seen, "")));
    ANSWERS(v, 409);
    HAS(v, "Someone else wrote first");
    HAS(v, "into a car");
    HAS(v, "/grade\">"); /* it goes back where it came from */
    char more[64];
    snprintf(more, sizeof more, "&theirs=%u&choice=both", seen + 1);
    post(v, "/child/%u/grade", "alex",
         str_nul(v->arena, str_print(v->arena, again, seen + 1, more)));
    ANSWERS(v, 303);
    look(v, episode_of(v, "alex"));
    HAS(v, "into a car");
    HAS(v, "A friend says");
}

static void test_a_difference_is_work_until_they_have_talked(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    look(v, "/differences");
    ANSWERS(v, 403);
    sign_in_as(v, "colm");
    look(v, "/differences");
    ANSWERS(v, 200);
    HAS(v, "Alex Tamber");
    HAS(v, "Risk grade");
    HAS(v, "sl-differs");
    HAS(v, "Mereshire Police");
    char *settle = str_nul(v->arena, str_print(v->arena, "%s/settle/grade", episode_of(v, "alex")));
    look(v, settle);
    ANSWERS(v, 200);
    HAS(v, "Both accounts stay as they were said");
    send_form(v, settle, "key=bbbbbbbbbbbbbbb0&outcome=ok");
    ANSWERS(v, 400);
    for (int press = 0; press < 2; press++) {
        send_form(v, settle, "key=bbbbbbbbbbbbbbb1&outcome=Rang+PC+Lowrie%3A+high+stands");
        ANSWERS(v, 303);
    }
    look(v, episode_of(v, "alex"));
    HAS(v, "Talked through: Rang PC Lowrie: high stands");
    look(v, "/differences");
    HAS_NOT(v, "Risk grade");
    sign_in_as(v, "lowrie"); /* a new claim opens it again */
    post(v, "/child/%u/grade", "alex",
         "key=bbbbbbbbbbbbbbb2&grade=low&reasons=He+rang+his+brother+and+is+on+his+way");
    ANSWERS(v, 303);
    look(v, "/differences");
    ANSWERS(v, 200);
    HAS(v, "Risk grade");
}

static void test_what_does_not_differ_cannot_be_settled(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    char *episode = episode_of(v, "alex");
    static const char *const about[] = { "since", "colour", "grade-x" };
    for (size_t i = 0; i < COUNT(about); i++) {
        look(v, str_nul(v->arena, str_print(v->arena, "%s/settle/%s", episode, about[i])));
        ANSWERS(v, 404);
    }
}

static void test_a_meeting_is_called_held_or_late(void **state)
{
    struct visit *v = *state;
    struct instant now = v->world->now;
    sign_in_as(v, "colm");
    look(v, "/patterns");
    ANSWERS(v, 200);
    HAS(v, "Alex Tamber");
    HAS(v, "Not called yet");
    post(v, "/child/%u/meeting", "alex", "key=ccccccccccccccc0&on=2026-11-11&invited=all");
    ANSWERS(v, 400);
    HAS(v, "That day is over");
    post(v, "/child/%u/meeting", "alex", "key=ccccccccccccccc1&on=soon&invited=");
    ANSWERS(v, 400);
    post(v, "/child/%u/meeting", "alex",
         "key=ccccccccccccccc2&on=2026-11-16&invited=Home%2C+police%2C+school%2C+Alex");
    ANSWERS(v, 303);
    look(v, "/patterns");
    HAS(v, "Invited: Home, police, school, Alex");
    HAS_NOT(v, "that day is over");
    v->world->now.us += 6 * 24 * HOUR_US;
    sign_in_as(v, "colm");
    look(v, "/patterns");
    HAS(v, "that day is over and nothing is recorded");
    post(v, "/child/%u/entry", "alex",
         "key=ccccccccccccccc3&kind=pattern-reviewed&decided=Police+visit+the+flat+by+Friday");
    ANSWERS(v, 303);
    look(v, "/patterns");
    ANSWERS(v, 200);
    HAS_NOT(v, "that day is over");
    sign_in_as(v, "dee");
    look(v, "/patterns");
    ANSWERS(v, 403);
    v->world->now = now;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_episode_has_its_facts_its_log_and_what_is_owed),
        cmocka_unit_test(test_a_grade_needs_its_reasons),
        cmocka_unit_test(test_a_difference_is_work_until_they_have_talked),
        cmocka_unit_test(test_two_who_grade_at_once_see_both),
        cmocka_unit_test(test_what_does_not_differ_cannot_be_settled),
        cmocka_unit_test(test_a_meeting_is_called_held_or_late),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

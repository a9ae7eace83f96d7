/* The return interview as a task list: states, clocks, refusals, and each page's one effect. */
#include "visit.h"

#include <stdlib.h>
#include <string.h>

static void go(struct visit *v, const char *format, const char *name)
{
    struct str address = address_of(v, format, name);
    look(v, str_nul(v->arena, address));
}

static void follow(struct visit *v)
{
    ANSWERS(v, 303);
    struct str to = v->out.location;
    look(v, str_nul(v->arena, to));
}

static uint32_t length_of(struct visit *v, const char *name)
{
    return journal_stream_length(&v->t, v->world->reader->journal, world_number(v->world, name));
}

/* The address that a child's file gives for its return interview. */
static char *interview_of(struct visit *v, const char *name)
{
    go(v, "/child/%u", name);
    ANSWERS(v, 200);
    struct str begin = str_print(v->arena, "/child/%u/interview/", world_number(v->world, name));
    const char *at = memmem(v->out.body.at, v->out.body.len, begin.at, begin.len);
    assert_non_null(at);
    const char *end = strchr(at, '"');
    assert_non_null(end);
    return str_nul(v->arena, (struct str){ at, (size_t)(end - at) });
}

static char *task(struct visit *v, const char *list, const char *word)
{
    return str_nul(v->arena, str_print(v->arena, "%s/%s", list, word));
}

static void come_back(struct visit *v)
{
    sign_in_as(v, "dee");
    struct str address = address_of(v, "/report/%u", "rowan");
    send_form(v, str_nul(v->arena, address), "key=reportaaaaaaaaaa&where=no");
    ANSWERS(v, 303);
    v->world->now.us += 60 * SECOND_US;
    address = address_of(v, "/child/%u/back", "rowan");
    send_form(v, str_nul(v->arena, address), "key=backaaaaaaaaaaaa&when=now&how=self");
    ANSWERS(v, 303);
}

static void test_a_return_opens_the_list_with_its_clocks(void **state)
{
    struct visit *v = *state;
    come_back(v);
    sign_in_as(v, "colm");
    look(v, interview_of(v, "rowan"));
    ANSWERS(v, 200);
    HAS(v, "Return interview offered");
    HAS(v, "Return interview held");
    HAS(v, "By 02:47 on Sunday 15 November");
    HAS(v, "Record the offer");
    HAS(v, "until the interview has been held");
    HAS(v, "earlier returns");
    assert_true(v->out.note_first);
}

static void test_offered_declined_and_offered_again(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    char *list = interview_of(v, "rowan");
    uint32_t before = length_of(v, "rowan");
    static const char offer[] = "key=offeraaaaaaaaaaa&by=Bea+Lund&independent=true&how=in+person";
    send_form(v, task(v, list, "offer"), offer);
    struct str first = str_copy(v->arena, v->out.location);
    follow(v);
    ANSWERS(v, 200);
    HAS(v, "Kept at");
    HAS(v, "It met:");
    HAS(v, "Record a second offer");
    send_form(v, task(v, list, "offer"), offer);
    assert_true(str_equal(first, v->out.location));
    assert_int_equal(length_of(v, "rowan"), before + 1);
    send_form(v, task(v, list, "decline"),
              "key=declineaaaaaaaaa&why=Not+today&next-offer=2026-11-11");
    ANSWERS(v, 400);
    HAS(v, "The next offer lies before the day");
    send_form(v, task(v, list, "decline"),
              "key=declineaaaaaaaaa&why=Not+today&next-offer=2026-11-14");
    follow(v);
    HAS(v, "Not today");
    HAS(v, "Next offer agreed for <strong><time datetime=\"2026-11-14T00:00:00Z\">");
    v->world->now.us += 60 * SECOND_US;
    send_form(v, task(v, list, "offer"), "key=offerbbbbbbbbbbb");
    follow(v);
    HAS(v, "Record a third offer");
    go(v, "/child/%u", "rowan");
    HAS(v, "“Not today”");
}

static void test_it_is_held_and_what_follows_is_asked_for(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    char *list = interview_of(v, "rowan");
    look(v, task(v, list, "hold"));
    ANSWERS(v, 200);
    HAS(v, "6. What would help");
    HAS(v, "also cover earlier times away");
    send_form(v, task(v, list, "hold"), "key=heldaaaaaaaaaaaa&words=I+was+scared");
    ANSWERS(v, 400);
    HAS(v, "Say who held it");
    HAS(v, "Say whether that person is independent");
    HAS(v, ">I was scared</textarea>");
    send_form(v, task(v, list, "hold"),
              "key=heldaaaaaaaaaaaa&interviewer=Bea+Lund&independent=true&words=I+was+scared"
              "&disclosed=true&harm=A+man+hit+me&covers-earlier=true&readers=social-worker"
              "&places=The+bus+station&phone=New+phone&help=See+Dan");
    follow(v);
    ANSWERS(v, 200);
    HAS(v, "Safety plan changed after the return interview");
    HAS(v, "Return interview held");
    HAS_NOT(v, "until the interview has been held");
    go(v, "/child/%u", "rowan");
    HAS(v, "“I was scared”");
    HAS(v, "in a return interview, to Bea Lund");
    /* The rulebook opens what a child's words of harm open. */
    go(v, "/child/%u?owed=all", "rowan");
    HAS(v, "Strategy discussion after a child said that they were harmed");
}

static void test_each_thing_for_police_is_passed_on_or_not_and_why(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    char *list = interview_of(v, "rowan");
    uint32_t before = length_of(v, "rowan");
    send_form(v, task(v, list, "police"), "key=policeaaaaaaaaaa");
    ANSWERS(v, 400);
    HAS(v, "at least one of these");
    send_form(v, task(v, list, "police"), "key=policeaaaaaaaaaa&item-0=true&item-1=false");
    ANSWERS(v, 400);
    HAS(v, "Say why this was not passed on");
    assert_int_equal(length_of(v, "rowan"), before);
    send_form(v, task(v, list, "police"),
              "key=policeaaaaaaaaaa&item-0=true&item-0-text=Bus+station&item-1=false"
              "&item-1-why=The+child+asked+us+to+wait&item-2=true&item-3=true&item-4=true"
              "&name=PC+Lowrie");
    follow(v);
    assert_int_equal(length_of(v, "rowan"), before + 5);
    HAS(v, "Where the child was: Bus station");
    HAS(v, "The child asked us to wait");
    send_form(v, task(v, list, "inform"), "key=informaaaaaaaaaa&item=What+would+help");
    ANSWERS(v, 400);
    HAS(v, "Choose who was told");
    send_form(v, task(v, list, "inform"),
              "key=informaaaaaaaaaa&to=independent-reviewing-officer&item=What+would+help");
    follow(v);
    send_form(v, task(v, list, "act"), "key=actaaaaaaaaaaaaa&what=Sundays+with+Dan");
    follow(v);
    HAS(v, "Sundays with Dan");
    HAS(v, "It met:");
}

static void test_two_tabs_and_wrong_addresses(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    char *list = interview_of(v, "rowan");
    uint32_t before = length_of(v, "rowan");
    struct str stale = str_print(v->arena, "key=staleaaaaaaaaaaa&seen-n=%u&what=x", before - 1);
    send_form(v, task(v, list, "act"), str_nul(v->arena, stale));
    ANSWERS(v, 409);
    HAS(v, "Someone added to this file");
    assert_int_equal(length_of(v, "rowan"), before);
    look(v, task(v, list, "nothing"));
    ANSWERS(v, 404);
    go(v, "/child/%u/interview/1", "rowan");
    ANSWERS(v, 404);
    look(v, task(v, list, "offer"));
    ANSWERS(v, 200);
    send_form(v, task(v, list, "accept"), "key=acceptaaaaaaaaaa&arranged=%E2%80%AEx&on-day=x");
    ANSWERS(v, 400);
    HAS(v, "characters here that cannot be seen");
    send_form(v, task(v, list, "offer"), "key=beforeaaaaaaaaaa&on-day=2024-01-01&at-time=10:00");
    ANSWERS(v, 400);
    HAS(v, "before the child went");
    sign_in_as(v, "bystander");
    look(v, list);
    ANSWERS(v, 403);
    HAS_NOT(v, "Ebbsfleet");
}

static void test_nothing_is_asked_of_a_child_who_is_not_back(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    go(v, "/child/%u", "samir");
    char *list = interview_of(v, "samir");
    look(v, list);
    HAS(v, "not back yet");
    HAS(v, "until the child is back");
    send_form(v, task(v, list, "offer"), "key=notbackaaaaaaaaa&by=x");
    ANSWERS(v, 400);
    HAS(v, "not recorded as back yet");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_return_opens_the_list_with_its_clocks),
        cmocka_unit_test(test_offered_declined_and_offered_again),
        cmocka_unit_test(test_it_is_held_and_what_follows_is_asked_for),
        cmocka_unit_test(test_each_thing_for_police_is_passed_on_or_not_and_why),
        cmocka_unit_test(test_two_tabs_and_wrong_addresses),
        cmocka_unit_test(test_nothing_is_asked_of_a_child_who_is_not_back),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

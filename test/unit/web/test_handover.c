/* Handing over a shift or a role at a child: both sides sign, and only who was named can take. */
#include "visit.h"

#include <stdio.h>
#include <string.h>

static void go(struct visit *v, const char *format, const char *name)
{
    struct str address = address_of(v, format, name);
    look(v, str_nul(v->arena, address));
}

static void post(struct visit *v, const char *format, const char *name, const char *fields)
{
    struct str address = address_of(v, format, name);
    send_form(v, str_nul(v->arena, address), fields);
}

static uint32_t length_of(struct visit *v, const char *name)
{
    return journal_stream_length(&v->t, v->world->reader->journal, world_number(v->world, name));
}

static char *taking(struct visit *v, const char *place, uint32_t n)
{
    return str_nul(v->arena,
                   str_print(v->arena, "/handover/%u/%u", world_number(v->world, place), n));
}

static void test_a_shift_is_handed_over_and_taken(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    look(v, "/handover");
    ANSWERS(v, 200);
    HAS(v, "What is open now");
    HAS(v, "Alex Tamber");
    uint32_t before = length_of(v, "larkwater");
    send_form(v, "/handover", "key=abcdabcdabcdabcd&note=Alex+is+out");
    ANSWERS(v, 400);
    HAS(v, "href=\"#to\"");
    HAS(v, ">Alex is out</textarea>");
    assert_int_equal(length_of(v, "larkwater"), before);
    struct str whole = str_print(v->arena, "key=abcdabcdabcdabcd&note=Alex+is+out&to=%u",
                                 world_number(v->world, "owen"));
    send_form(v, "/handover", str_nul(v->arena, whole));
    ANSWERS(v, 303);
    send_form(v, "/handover", str_nul(v->arena, whole)); /* pressed twice */
    ANSWERS(v, 303);
    assert_int_equal(length_of(v, "larkwater"), before + 1);
    look(v, "/handover");
    HAS(v, "not yet</strong>");
    HAS_NOT(v, "for you to take");

    char *take = taking(v, "larkwater", before + 1);
    send_form(v, take, "key=abcdabcdabcdabce"); /* who gave it cannot take it */
    ANSWERS(v, 403);
    sign_in_as(v, "ife");
    send_form(v, take, "key=abcdabcdabcdabcf");
    ANSWERS(v, 403);
    assert_int_equal(length_of(v, "larkwater"), before + 1);
    sign_in_as(v, "owen");
    look(v, "/handover");
    HAS(v, "1 handover waits");
    HAS(v, "From Dee Ashgrove");
    HAS(v, "Alex is out");
    send_form(v, take, "key=abcdabcdabcdabd0");
    ANSWERS(v, 303);
    assert_int_equal(length_of(v, "larkwater"), before + 2);
    look(v, "/handover");
    HAS_NOT(v, "for you to take");
    send_form(v, take, "key=abcdabcdabcdabd1");
    ANSWERS(v, 400);
    HAS(v, "taken already");
}

static void test_a_role_moves_when_it_is_taken_and_not_before(void **state)
{
    struct visit *v = *state;
    struct instant now = v->world->now;
    sign_in_as(v, "colm"); /* no role held for Noor, and none below a missing coordinator */
    go(v, "/child/%u/handover", "noor");
    ANSWERS(v, 200);
    HAS(v, "You hold no role for Noor");
    sign_in_as(v, "ife");
    go(v, "/child/%u/handover", "noor");
    HAS(v, "social worker");
    uint32_t before = length_of(v, "noor");
    struct str fields = str_print(v->arena,
                                  "key=bcdabcdabcdabcda&role=social-worker&to=%u&note=Tuesdays",
                                  world_number(v->world, "bystander"));
    post(v, "/child/%u/handover", "noor", str_nul(v->arena, fields));
    ANSWERS(v, 303);
    assert_int_equal(length_of(v, "noor"), before + 1);
    struct owner o;
    uint32_t noor = world_number(v->world, "noor");
    assert_int_equal(
        look_owner(&v->t, v->world->reader, noor, 0, ROLE_SOCIAL_WORKER, now, &o), OK);
    assert_true(str_is(o.name, "Ife Brandreth"));
    sign_in_as(v, "bystander");
    go(v, "/child/%u", "noor");
    ANSWERS(v, 403);
    look(v, "/handover");
    HAS(v, "social worker of Noor Aldane");
    send_form(v, taking(v, "noor", before + 1), "key=bcdabcdabcdabcdb");
    ANSWERS(v, 303);
    assert_int_equal(length_of(v, "noor"), before + 4);
    assert_int_equal(
        look_owner(&v->t, v->world->reader, noor, 0, ROLE_SOCIAL_WORKER, now, &o), OK);
    assert_true(str_is(o.name, "Bea Bystander"));
    go(v, "/child/%u", "noor");
    ANSWERS(v, 200);
}

static void test_strange_handovers_are_refused(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    send_form(v, "/handover/999999999999/1", "key=cdabcdabcdabcdab");
    ANSWERS(v, 404);
    send_form(v, taking(v, "larkwater", 1), "key=cdabcdabcdabcdab"); /* not a handover */
    ANSWERS(v, 404);
    struct str self = str_print(v->arena, "key=cdabcdabcdabcdac&note=x&to=%u",
                                world_number(v->world, "dee"));
    send_form(v, "/handover", str_nul(v->arena, self));
    ANSWERS(v, 400);
    HAS(v, "from one person to another");
    struct reader *reader = v->world->reader;
    v->world->reader = NULL;
    look(v, "/handover");
    ANSWERS(v, 503);
    v->world->reader = reader;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_shift_is_handed_over_and_taken),
        cmocka_unit_test(test_a_role_moves_when_it_is_taken_and_not_before),
        cmocka_unit_test(test_strange_handovers_are_refused),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

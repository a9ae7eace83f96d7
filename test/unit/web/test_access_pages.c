/* Who looked, shares, looks without a relation and their review, odd access: as pages. */
#include "visit.h"

#include "work/send_settings.h"

static void go(struct visit *v, const char *format, const char *name)
{
    look(v, str_nul(v->arena, address_of(v, format, name)));
}

static void post(struct visit *v, const char *format, const char *name, const char *fields)
{
    send_form(v, str_nul(v->arena, address_of(v, format, name)), fields);
}

static void test_a_look_without_a_relation_is_reviewed(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "bystander");
    post(v, "/child/%u/break-glass", "alex", "reason=The+child+is+at+the+door+and+asks+for+help");
    ANSWERS(v, 303);
    unsigned long long looked_at = (unsigned long long)v->world->now.us;
    struct str address =
        str_print(v->arena, "/child/%u/look/%llu", world_number(v->world, "alex"), looked_at);
    const char *page = str_nul(v->arena, address);
    look(v, page);
    ANSWERS(v, 200);
    HAS(v, "Nobody reviews their own look");
    send_form(v, page, "verdict=right&reason=mine");
    ANSWERS(v, 403);
    sign_in_as(v, "ife");
    look(v, page);
    HAS(v, "The child is at the door");
    send_form(v, page, "verdict=&reason=");
    ANSWERS(v, 400);
    send_form(v, page, "verdict=right&reason=Spoke+to+her");
    ANSWERS(v, 303);
    look(v, page);
    HAS(v, "it was right to look");
    go(v, "/child/%u/looked", "alex");
    ANSWERS(v, 200);
    HAS(v, "had no part in your care and said why they had to open your record");
    HAS(v, "The child is at the door");
}

static void test_the_child_asks_and_is_answered(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    post(v, "/child/%u/looked", "alex", "text=");
    ANSWERS(v, 400);
    post(v, "/child/%u/looked", "alex", "text=Why+did+she+look");
    ANSWERS(v, 303);
    go(v, "/child/%u/looked", "alex");
    HAS(v, "Why did she look");
    HAS(v, "Not answered yet");
    unsigned long long question = (unsigned long long)v->world->now.us;
    struct str address =
        str_print(v->arena, "/child/%u/looked/%llu", world_number(v->world, "alex"), question);
    send_form(v, str_nul(v->arena, address), "text=It+was+the+handover");
    ANSWERS(v, 303);
    go(v, "/child/%u/looked", "alex");
    HAS(v, "It was the handover");
    HAS_NOT(v, "Not answered yet");
}

static void test_a_share_opens_and_is_withdrawn(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "osei");
    go(v, "/child/%u", "noor");
    ANSWERS(v, 403);
    sign_in_as(v, "ife");
    post(v, "/child/%u/shared", "noor", "power=&purpose=&until=x");
    ANSWERS(v, 400);
    HAS(v, "Choose who may read it");
    struct str fields = str_print(
        v->arena, "reader=%u&items=missing&power=consent&purpose=to+plan&until=2026-11-20",
        world_number(v->world, "osei"));
    post(v, "/child/%u/shared", "noor", str_nul(v->arena, fields));
    ANSWERS(v, 303);
    unsigned long long share = (unsigned long long)v->world->now.us;
    sign_in_as(v, "osei");
    go(v, "/child/%u", "noor");
    ANSWERS(v, 200);
    HAS(v, "this file was shared with you");
    HAS(v, "kept for others");
    sign_in_as(v, "ife");
    struct str address =
        str_print(v->arena, "/child/%u/shared/%llu", world_number(v->world, "noor"), share);
    send_form(v, str_nul(v->arena, address), "");
    ANSWERS(v, 303);
    go(v, "/child/%u/shared", "noor");
    HAS(v, "Withdrawn");
    sign_in_as(v, "osei");
    go(v, "/child/%u", "noor");
    ANSWERS(v, 403);
}

static void test_odd_access_is_for_who_reviews_it(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    look(v, "/odd-access");
    ANSWERS(v, 403);
    sign_in_as(v, "ruth");
    look(v, "/odd-access");
    ANSWERS(v, 200);
    HAS(v, "Nothing was found");
    send_form(v, "/odd-access/99", "verdict=right&reason=x");
    ANSWERS(v, 404);
}

/* What the program finds of two children of different homes: neither home learns of the other's. */
static void test_of_two_children_a_home_is_told_of_its_own(void **state)
{
    static const char *const lists[] = {
        "/", "/alarms", "/alarms?list=all", "/duties?whose=team", "/children", "/handover", "/week"
    };
    static const char *const pages[] = { "/child/%u", "/child/%u/entries",
                                         "/child/%u/why/co-missing", "/child/%u/looked" };
    struct visit *v = *state;
    struct event e = event_new(EV_CO_MISSING_SEEN, world_number(v->world, "alex"), v->world->now);
    event_set_number(&e, "with", world_number(v->world, "kit"));
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY, .own = true };
    struct task t = task_open(v->arena, v->world->t.clock);
    assert_int_equal(writer_append(&t, v->world->writer, &a), OK);
    sign_in_as(v, "dee");
    go(v, "/child/%u", "kit");
    ANSWERS(v, 403);
    HAS_NOT(v, "Farrowby");
    for (size_t i = 0; i < COUNT(lists); i++) {
        look(v, lists[i]);
        HAS_NOT(v, "Farrowby");
    }
    for (size_t i = 0; i < COUNT(pages); i++) {
        go(v, pages[i], "alex");
        HAS_NOT(v, "Farrowby");
    }
    go(v, "/home/%u", "larkwater");
    HAS_NOT(v, "Farrowby");
    sign_in_as(v, "ruth"); /* who answers for both: the name is there to be found */
    look(v, "/");
    HAS(v, "Farrowby");
}

static void test_the_childs_list_may_have_roles_alone(void **state)
{
    struct visit *v = *state;
    struct send_settings *s =
        (struct send_settings *)(uintptr_t)store_send_settings(v->world->store);
    sign_in_as(v, "dee");
    go(v, "/child/%u", "alex");
    ANSWERS(v, 200);
    sign_in_as(v, "ife");
    go(v, "/child/%u/looked", "alex");
    HAS(v, "Dee Ashgrove");
    HAS_NOT(v, "names the role of who looked");
    s->names_of_lookers = false;
    go(v, "/child/%u/looked", "alex");
    s->names_of_lookers = true;
    HAS_NOT(v, "Dee Ashgrove");
    HAS(v, "names the role of who looked");
    HAS(v, "looked at your record");
    sign_in_as(v, "ruth");
    look(v, "/odd-access");
    HAS(v, "Local parameters: 40 children or more");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_look_without_a_relation_is_reviewed),
        cmocka_unit_test(test_the_child_asks_and_is_answered),
        cmocka_unit_test(test_a_share_opens_and_is_withdrawn),
        cmocka_unit_test(test_odd_access_is_for_who_reviews_it),
        cmocka_unit_test(test_the_childs_list_may_have_roles_alone),
        cmocka_unit_test(test_of_two_children_a_home_is_told_of_its_own),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

/* One child's file: as it was known, its picture and table, its parts, and pages shown again. */
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

static void test_the_past_is_shown_as_it_was_known(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    go(v, "/child/%u?at=2025-07-10T12:00:00Z", "alex");
    ANSWERS(v, 200);
    HAS(v, "As known at");
    HAS(v, "later entries are not shown");
    HAS(v, "Nothing can be written here");
    HAS_NOT(v, "Larkwater");
    HAS_NOT(v, "seen, not alone"); /* the visit of 7 July was recorded on 25 July */
    HAS_NOT(v, "Record the decision");
    go(v, "/child/%u?at=2025-07-26T12:00:00Z", "alex");
    HAS(v, "seen, not alone");
    go(v, "/child/%u?d=2024-01-01&t=10:00", "alex");
    ANSWERS(v, 404);
}

static void test_the_picture_and_its_table_say_the_same(void **state)
{
    struct visit *v = *state;
    static const char *const who[] = { "alex", "rowan", "noor", "samir", "kit" };
    sign_in_as(v, "colm");
    for (size_t i = 0; i < COUNT(who); i++) {
        go(v, "/child/%u?table=all", who[i]);
        ANSWERS(v, 200);
        size_t desk = count_of(v->out.body, "data-in-desk=\"1\"");
        size_t phone = count_of(v->out.body, "data-in-phone=\"1\"");
        assert_true(desk > 0);
        assert_int_equal(rows_drawn(v->out.body, "sl-picture__desk", "sl-picture__phone"), desk);
        assert_int_equal(rows_drawn(v->out.body, "sl-picture__phone", "<details"), phone);
    }
    go(v, "/child/%u", "rowan");
    HAS(v, "126 times missing");
}

static void test_a_long_file_is_shown_in_parts_and_none_is_left_out(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    go(v, "/child/%u", "rowan");
    assert_int_equal(count_of(v->out.body, "<li id=\"entry-"), 30);
    HAS(v, "The newest 30 of");
    HAS(v, "These are the newest 100");
    size_t listed = 0;
    for (size_t skip = 0; skip < 2000; skip += 100) {
        char address[64];
        snprintf(address, sizeof address, "/child/%%u/entries?skip=%zu", skip);
        go(v, address, "rowan");
        ANSWERS(v, 200);
        assert_true(v->out.note_first);
        listed += count_of(v->out.body, "<li id=\"entry-");
    }
    struct task t = task_open(v->arena, v->t.clock);
    struct child_file f;
    assert_int_equal(
        look_child(&t, v->world->reader, world_number(v->world, "rowan"), NEVER, v->world->now, &f),
        OK);
    assert_int_equal(listed, f.entries);
    go(v, "/child/%u/entries?n=1", "rowan");
    HAS(v, "id=\"entry-1\"");
}

static void test_a_page_shown_again_is_noted_again_and_has_its_own_token(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    go(v, "/child/%u", "noor");
    size_t first = v->out.body.len;
    go(v, "/child/%u", "noor");
    ANSWERS(v, 200);
    assert_true(v->out.note_first);
    assert_int_equal(event_number(&v->out.note, "child"), world_number(v->world, "noor"));
    assert_int_equal(v->out.body.len, first);
    sign_in_as(v, "colm"); /* another sign-in of the same person: its own token */
    go(v, "/child/%u", "noor");
    assert_int_equal(count_of(v->out.body, str_nul(v->arena, v->token)),
                     count_of(v->out.body, "name=\"token\""));
    post(v, "/child/%u/entry", "noor",
         "kind=sighting-recorded&where=Library+steps&when=now&key=abababababababab");
    go(v, "/child/%u", "noor");
    HAS(v, "Library steps");
    sign_in_as(v, "bystander");
    go(v, "/child/%u", "noor");
    ANSWERS(v, 403);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_past_is_shown_as_it_was_known),
        cmocka_unit_test(test_the_picture_and_its_table_say_the_same),
        cmocka_unit_test(test_a_long_file_is_shown_in_parts_and_none_is_left_out),
        cmocka_unit_test(test_a_page_shown_again_is_noted_again_and_has_its_own_token),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

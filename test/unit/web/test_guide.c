/* The guide when exploitation is suspected: every step there, its state from the file, its buttons.
 */
#include "visit.h"

#include <string.h>

#include "web/pages.h"

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

/* Between the step's own heading and the next one's. */
static bool step_has(struct visit *v, const char *code, const char *part)
{
    struct str id = str_print(v->arena, "id=\"step-%s\"", code);
    const char *at = memmem(v->out.body.at, v->out.body.len, id.at, id.len);
    assert_non_null(at);
    const char *end = v->out.body.at + v->out.body.len;
    const char *next = memmem(at + 1, (size_t)(end - at - 1), "id=\"step-", 9);
    return memmem(at, (size_t)((next ? next : end) - at), part, strlen(part)) != NULL;
}

static void test_every_step_is_a_row_that_can_be_done(void **state)
{
    struct visit *v = *state;
    const struct guide_step *step;
    size_t count = guide_steps(&step);
    assert_int_equal(count, code_count(CODES_GUIDE_STEP));
    sign_in_as(v, "ife");
    go(v, "/child/%u/guide", "alex");
    ANSWERS(v, 200);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(step[i].number, i);
        assert_string_equal(step[i].code, code_text(CODES_GUIDE_STEP, (unsigned)i + 1));
        assert_true(!*step[i].kind || entry_kind_named(str_from(step[i].kind)));
        assert_true(step_has(v, step[i].code, "Not started") ||
                    step_has(v, step[i].code, "Not needed"));
        struct str rest = str_from(step[i].duties), one;
        while (rest.len > 0) {
            if (!str_cut(rest, ' ', &one, &rest)) {
                one = rest;
                rest = S("");
            }
            assert_int_not_equal(rulebook_find(v->site->store->rules, one), UINT16_MAX);
        }
    }
    HAS(v, "no concern is on the file yet");
    HAS(v, "tell the adult who is suspected");
    HAS(v, "from memory, to be checked");
    assert_true(v->out.note_first);
}

static void test_raising_the_concern_starts_the_clocks(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    post(v, "/child/%u/entry", "alex",
         "kind=concern-raised&key=concernaaaaaaaaa&indicators=New+phone&safe-now=false");
    ANSWERS(v, 303);
    go(v, "/child/%u/guide", "alex");
    assert_true(step_has(v, "noticed", "Done"));
    assert_true(step_has(v, "noticed", "New phone"));
    assert_true(step_has(v, "tool", "Screening tool used beside judgement"));
    assert_true(step_has(v, "strategy", "Strategy discussion after a concern about exploitation"));
    assert_true(step_has(v, "tool", "Not started"));
    v->world->now.us += 96 * HOUR_US;
    sign_in_as(v, "ife");
    go(v, "/child/%u/guide", "alex");
    assert_true(step_has(v, "strategy", "sl-state--late"));
    v->world->now.us -= 96 * HOUR_US;
    sign_in_as(v, "ife");
    post(v, "/child/%u/entry", "alex",
         "kind=strategy-discussion-held&key=strategyaaaaaaaa&present=All&outcome=Joint");
    ANSWERS(v, 303);
    go(v, "/child/%u/guide", "alex");
    assert_true(step_has(v, "strategy", "Done"));
}

static void test_a_step_is_done_or_not_done_because(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    uint32_t before = length_of(v, "alex");
    go(v, "/child/%u/guide/danger", "alex");
    ANSWERS(v, 200);
    HAS(v, "Is there immediate danger?");
    post(v, "/child/%u/guide/danger", "alex", "key=dangeraaaaaaaaaa");
    ANSWERS(v, 400);
    HAS(v, "Say what was done");
    post(v, "/child/%u/guide/danger", "alex", "key=dangeraaaaaaaaaa&text=a&not-done-because=b");
    ANSWERS(v, 400);
    HAS(v, "keep one of them");
    assert_int_equal(length_of(v, "alex"), before);
    post(v, "/child/%u/guide/danger", "alex",
         "key=dangeraaaaaaaaaa&text=Rang+999+%3Cb%3E&told=police%2C+Ruth+Lyle");
    struct str first = str_copy(v->arena, v->out.location);
    follow(v);
    ANSWERS(v, 200);
    HAS(v, "Kept at");
    assert_true(step_has(v, "danger", "Done"));
    assert_true(step_has(v, "danger", "Rang 999 &lt;b&gt;"));
    post(v, "/child/%u/guide/danger", "alex", "key=dangeraaaaaaaaaa&text=Rang+999");
    assert_true(str_equal(first, v->out.location));
    assert_int_equal(length_of(v, "alex"), before + 1);
    post(v, "/child/%u/guide/trafficked", "alex",
         "key=traffickedaaaaaa&not-done-because=No+sign+of+movement");
    follow(v);
    assert_true(step_has(v, "trafficked", "Not done, with a reason"));
    /* Opened before, sent after: both are shown, nothing is written. */
    struct str stale = str_print(v->arena, "key=stalebbbbbbbbbbb&seen-n=%u&text=x", before);
    post(v, "/child/%u/guide/plan", "alex", str_nul(v->arena, stale));
    ANSWERS(v, 409);
    HAS(v, "Someone added to this file");
}

static void test_a_new_concern_begins_anew(void **state)
{
    struct visit *v = *state;
    v->world->now.us += 72 * HOUR_US;
    sign_in_as(v, "ife");
    post(v, "/child/%u/entry", "alex",
         "kind=concern-raised&key=concernbbbbbbbbb&indicators=Hotel+card");
    ANSWERS(v, 303);
    go(v, "/child/%u/guide", "alex");
    assert_true(step_has(v, "noticed", "Hotel card"));
    assert_true(step_has(v, "danger", "Not started"));
    assert_true(step_has(v, "strategy", "Not started"));
    v->world->now.us -= 72 * HOUR_US;
}

static void test_buttons_open_the_right_form_filled_in(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    go(v, "/child/%u/guide", "alex");
    HAS(v, "kind=referral-made&amp;to=Children");
    go(v, "/child/%u/entry?kind=referral-made&to=Children%E2%80%99s%20social%20care", "alex");
    ANSWERS(v, 200);
    HAS(v, "To whom?");
    HAS(v, "Children’s social care</textarea>");
    assert_true(guide_opens(EV_REFERRAL_MADE));
    assert_false(guide_opens(EV_VISIT_MADE));
}

static void test_no_guide_without_a_relation_and_no_step_unknown(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    go(v, "/child/%u/guide/nothing", "alex");
    ANSWERS(v, 404);
    sign_in_as(v, "bystander");
    go(v, "/child/%u/guide", "alex");
    ANSWERS(v, 403);
    HAS_NOT(v, "Tamber");
    post(v, "/child/%u/guide/danger", "alex", "key=bystanderaaaaaaa&text=x");
    ANSWERS(v, 403);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_step_is_a_row_that_can_be_done),
        cmocka_unit_test(test_raising_the_concern_starts_the_clocks),
        cmocka_unit_test(test_a_step_is_done_or_not_done_because),
        cmocka_unit_test(test_a_new_concern_begins_anew),
        cmocka_unit_test(test_buttons_open_the_right_form_filled_in),
        cmocka_unit_test(test_no_guide_without_a_relation_and_no_step_unknown),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

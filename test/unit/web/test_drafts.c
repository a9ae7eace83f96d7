/* Drafts of forms: saved, filled in again, seen by nobody else, gone when the form is recorded. */
#include "visit.h"

#include <string.h>

#include "web/draft.h"
#include "work/decide.h"

static void form_to(struct visit *v, const char *format, const char *name, const char *fields)
{
    struct str address = address_of(v, format, name);
    send_form(v, str_nul(v->arena, address), fields);
}

static void go(struct visit *v, const char *format, const char *name)
{
    struct str address = address_of(v, format, name);
    look(v, str_nul(v->arena, address));
}

static void save(struct visit *v, const char *form, const char *name, const char *rest)
{
    struct str fields =
        str_print(v->arena, "draft=%s&draft-about=%u&%s", form, world_number(v->world, name), rest);
    send_form(v, "/draft", str_nul(v->arena, fields));
}

static void test_a_form_is_filled_in_again(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    go(v, "/child/%u/entry?kind=sighting-recorded", "alex");
    ANSWERS(v, 200);
    HAS(v, "name=\"draft\" value=\"entry:sighting-recorded\"");
    HAS_NOT(v, "Draft kept at");
    save(v, "entry:sighting-recorded", "alex",
         "key=abcdefabcdefabcdef&where=by+the+%3Cbridge%3E&grading=&quiet=1");
    ANSWERS(v, 200);
    HAS(v, "Draft kept at 02:4");
    go(v, "/child/%u/entry?kind=sighting-recorded", "alex");
    HAS(v, "Draft kept at");
    HAS(v, "by the &lt;bridge&gt;");
    HAS(v, "name=\"key\" value=\"abcdefabcdefabcdef\"");
    go(v, "/child/%u/entry?kind=enquiry-made", "alex");
    HAS_NOT(v, "bridge");
    look(v, "/drafts");
    HAS(v, "Add a sighting: <bdi>Alex");
    sign_in_as(v, "owen");
    go(v, "/child/%u/entry?kind=sighting-recorded", "alex");
    HAS_NOT(v, "bridge");
    look(v, "/drafts");
    HAS(v, "You have no drafts");
}

static void test_without_a_script_the_button_saves_and_comes_back(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    save(v, "entry:enquiry-made", "alex", "draft-do=save&what=rang+his+brother");
    ANSWERS(v, 303);
    assert_true(
        str_equal(v->out.location, address_of(v, "/child/%u/entry?kind=enquiry-made", "alex")));
    go(v, "/child/%u/entry?kind=enquiry-made", "alex");
    HAS(v, "rang his brother");
    look(v,
         str_nul(v->arena, address_of(v, "/drafts/open?form=entry:enquiry-made&about=%u", "alex")));
    ANSWERS(v, 303);
    save(v, "entry:enquiry-made", "alex", "draft-do=drop");
    ANSWERS(v, 303);
    go(v, "/child/%u/entry?kind=enquiry-made", "alex");
    HAS_NOT(v, "rang his brother");
}

static void test_a_new_sign_in_finds_it_and_sending_ends_it(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    save(v, "entry:enquiry-made", "alex", "quiet=1&key=ffffffffffffffff0001&what=looked+outside");
    sign_in_as(v, "dee");
    go(v, "/child/%u/entry?kind=enquiry-made", "alex");
    HAS(v, "looked outside");
    struct str fields = str_print(v->arena,
                                  "draft=entry%%3Aenquiry-made&draft-about=%u&kind=enquiry-made"
                                  "&key=ffffffffffffffff0001&what=looked+outside&result=nobody",
                                  world_number(v->world, "alex"));
    form_to(v, "/child/%u/entry", "alex", str_nul(v->arena, fields));
    ANSWERS(v, 303);
    struct str first = str_copy(v->arena, v->out.location);
    look(v, "/drafts");
    HAS_NOT(v, "Add what you tried");
    form_to(v, "/child/%u/entry", "alex", str_nul(v->arena, fields)); /* pressed twice */
    ANSWERS(v, 303);
    assert_true(str_equal(v->out.location, first));
}

/* --- every form that takes more than a moment --- */

static const struct {
    const char *who, *address, *name, *field;
} forms_of[] = {
    { "dee", "/handover", "handover", "note" },
    { "ife", "/child/%u/handover", "child_handover", "note" },
    { "ife", "/child/%u/place", "place", "wishes" },
    { "ife", "/child/%u/visit", "visit", NULL },
    { "ife", "/child/%u/said", "child_said", NULL },
    { "ife", "/child/%u/shared", "child_shares", "purpose" },
    { "ife", "/child/%u/looked", "looked", "text" },
    { "dee", "/child/%u/profile/edit", "profile_edit", "phone" },
    { "colm", "/child/%u/grade", "grade", "reasons" },
    { "colm", "/child/%u/meeting", "meeting", "invited" },
};

static void test_each_long_form_keeps_its_draft(void **state)
{
    struct visit *v = *state;
    for (size_t i = 0; i < COUNT(forms_of); i++) {
        bool of_child = strchr(forms_of[i].address, '%') != NULL;
        char *address = of_child ? str_nul(v->arena, address_of(v, forms_of[i].address, "alex"))
                                 : str_nul(v->arena, str_from(forms_of[i].address));
        sign_in_as(v, forms_of[i].who);
        look(v, address);
        ANSWERS(v, 200);
        HAS(v, str_nul(v->arena,
                       str_print(v->arena, "name=\"draft\" value=\"%s\"", forms_of[i].name)));
        if (!forms_of[i].field)
            continue;
        struct str words = str_print(v->arena, "typed number %u", (unsigned)i);
        struct str fields = str_print(
            v->arena, "draft=%s&draft-about=%u&draft-do=save&seen-n=1&%s=%.*s", forms_of[i].name,
            of_child ? world_number(v->world, "alex") : 0, forms_of[i].field, STR_ARG(words));
        send_form(v, "/draft", str_nul(v->arena, fields));
        ANSWERS(v, 303);
        assert_true(str_is(v->out.location, address));
        look(v, address);
        HAS(v, str_nul(v->arena, words));
        HAS(v, "Draft kept at");
    }
}

static struct duty_row first_row(struct visit *v, bool alarms, uint32_t child)
{
    struct duty_filter f = { .child = child, .alarms = alarms, .at = v->world->now };
    struct duty_list list;
    assert_int_equal(look_duties(&v->t, v->world->reader, &f, &list), OK);
    for (size_t i = 0; i < list.count; i++) {
        if (alarms || *waiving_power(rulebook_rule(v->world->store->rules, list.at[i].rule)))
            return list.at[i];
    }
    _fail(__FILE__, __LINE__);
    return (struct duty_row){ 0 };
}

/* These addresses end in a number and a word: both belong to the draft's name. */
static void test_a_decision_and_a_waiver_are_kept_where_they_were_begun(void **state)
{
    struct visit *v = *state;
    uint32_t alex = world_number(v->world, "alex");
    for (int alarm = 0; alarm < 2; alarm++) {
        struct duty_row d = first_row(v, alarm, alex);
        struct str rule = rulebook_rule(v->world->store->rules, d.rule)->name;
        struct str place = str_print(v->arena, "%s/%u:%.*s", alarm ? "alarm" : "duty",
                                     d.instance.started_n, STR_ARG(rule));
        char *address = str_nul(v->arena, str_print(v->arena, "/child/%u/%s/%u/%.*s", alex,
                                                    alarm ? "alarm" : "duty", d.instance.started_n,
                                                    STR_ARG(rule)));
        sign_in_as(v, alarm ? "ruth" : "maren");
        look(v, address);
        ANSWERS(v, 200);
        HAS(v, str_nul(v->arena, place));
        struct str fields =
            str_print(v->arena, "draft=%.*s&draft-about=%u&draft-do=save&seen-n=1&%s=not+done+yet",
                      STR_ARG(place), alex, alarm ? "reason" : "waive-reason");
        send_form(v, "/draft", str_nul(v->arena, fields));
        ANSWERS(v, 303);
        assert_true(str_is(v->out.location, address));
        look(v, address);
        HAS(v, "not done yet");
        HAS(v, "name=\"seen-n\" value=\"1\""); /* what came since will be noticed */
    }
}

static void test_my_day_shows_a_draft_at_once(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    look(v, "/my-day");
    HAS_NOT(v, "Add what you tried");
    save(v, "entry:enquiry-made", "alex", "quiet=1&what=rang");
    look(v, "/my-day");
    HAS(v, "<strong>You have a draft:</strong> Add what you tried");
    save(v, "entry:enquiry-made", "alex", "draft-do=drop");
    look(v, "/my-day");
    HAS_NOT(v, "Add what you tried");
}

static const char *const not_forms[] = {
    "draft=nothing",
    "draft=entry%2F-1",
    "draft=entry%3AA%3Cb",
    "draft=board",
    "",
    "draft=entry&draft-about=99999999999",
    "draft=entry%2F1%2F2",
};

static void test_strange_names_keep_nothing(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    for (size_t i = 0; i < COUNT(not_forms); i++) {
        send_form(v, "/draft", not_forms[i]);
        ANSWERS(v, 400);
    }
    look(v, "/drafts/open?form=https://elsewhere&about=1");
    ANSWERS(v, 404);
    v->token = S("forged");
    save(v, "entry:enquiry-made", "alex", "what=forged");
    ANSWERS(v, 403);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_form_is_filled_in_again),
        cmocka_unit_test(test_without_a_script_the_button_saves_and_comes_back),
        cmocka_unit_test(test_a_new_sign_in_finds_it_and_sending_ends_it),
        cmocka_unit_test(test_each_long_form_keeps_its_draft),
        cmocka_unit_test(test_a_decision_and_a_waiver_are_kept_where_they_were_begun),
        cmocka_unit_test(test_my_day_shows_a_draft_at_once),
        cmocka_unit_test(test_strange_names_keep_nothing),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

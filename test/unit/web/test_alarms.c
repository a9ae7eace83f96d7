/* One alarm's page and one duty's: what they show, who may decide, give and waive, and refusals. */
#include "visit.h"

#include <stdio.h>
#include <string.h>

#include "work/decide.h"

static void go(struct visit *v, const char *format, const char *name)
{
    struct str address = address_of(v, format, name);
    look(v, str_nul(v->arena, address));
}

static void post(struct visit *v, const char *format, const char *name, struct str fields)
{
    struct str address = address_of(v, format, name);
    send_form(v, str_nul(v->arena, address), str_nul(v->arena, fields));
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

/* The first duty or alarm of a child whose rule has this name; by force or level when NULL. */
static struct duty_row find(struct visit *v, const char *name, bool alarms, const char *rule)
{
    struct duty_filter f = { .child = world_number(v->world, name),
                             .alarms = alarms,
                             .at = v->world->now };
    struct duty_list list;
    assert_int_equal(look_duties(&v->t, v->world->reader, &f, &list), OK);
    for (size_t i = 0; i < list.count; i++)
        if (!rule || str_is(rulebook_rule(v->world->store->rules, list.at[i].rule)->name, rule))
            return list.at[i];
    print_error("%s has no open %s\n", name, rule ? rule : "row");
    _fail(__FILE__, __LINE__);
    return list.at[0];
}

static struct str name_of(struct visit *v, const struct duty_row *d)
{
    return rulebook_rule(v->world->store->rules, d->rule)->name;
}

static void go_to(struct visit *v, const char *what, const char *name, const struct duty_row *d)
{
    struct str address =
        str_print(v->arena, "/child/%u/%s/%u/%.*s", world_number(v->world, name), what,
                  d->instance.started_n, STR_ARG(name_of(v, d)));
    look(v, str_nul(v->arena, address));
}

static struct str fields_of(struct visit *v, const char *name, const struct duty_row *d,
                            const char *key, const char *more)
{
    return str_print(v->arena, "rule=%.*s&started=%u&seen-n=%u&key=%s%s", STR_ARG(name_of(v, d)),
                     d->instance.started_n, length_of(v, name), key, more);
}

static void test_an_alarm_says_why_it_rang_and_who_knows(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    struct duty_row d = find(v, "alex", true, NULL);
    go_to(v, "alarm", "alex", &d);
    ANSWERS(v, 200);
    assert_true(v->out.note_first);
    assert_int_equal(v->out.seen_child, world_number(v->world, "alex"));
    HAS(v, "What made it ring");
    HAS(v, "made it ring</strong>");
    HAS(v, "What would answer it");
    HAS(v, "Who knows, and who hears next");
    HAS(v, "Record the decision");
    HAS(v, "I have this");
    size_t rows = count_of(v->out.body, "<tr class=\"sl-heard\">");
    assert_true(rows > 0);
    assert_int_equal(rows_drawn(v->out.body, "sl-ladder-picture", "id=\"heard\""), rows);
    sign_in_as(v, "bystander");
    go_to(v, "alarm", "alex", &d);
    ANSWERS(v, 403);
    HAS_NOT(v, "Tamber");
    sign_in_as(v, "dee"); /* home staff see it and are told who decides */
    go_to(v, "alarm", "alex", &d);
    ANSWERS(v, 200);
    HAS(v, "does not decide alarms");
    HAS_NOT(v, "Record the decision");
}

static const char *const no_alarm[] = { "/child/%u/alarm/1/no-such-rule",
                                        "/child/%u/alarm/1/over-24h",
                                        "/child/%u/alarm/4294967297/over-24h",
                                        "/child/%u/alarm/1/statutory-visit",
                                        "/child/%u/duty/1/over-24h",
                                        "/child/%u/duty/9999/statutory-visit" };

static void test_what_has_not_rung_is_not_shown(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    for (size_t i = 0; i < COUNT(no_alarm); i++) {
        go(v, no_alarm[i], "alex");
        ANSWERS(v, 404);
    }
}

static void test_taking_it_on_keeps_what_was_on_the_screen(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    struct duty_row d = find(v, "alex", true, NULL);
    uint32_t before = length_of(v, "alex");
    post(v, "/child/%u/alarm-seen", "alex", fields_of(v, "alex", &d, "a1a1a1a1a1a1a1a1", ""));
    follow(v);
    ANSWERS(v, 200);
    struct stream s;
    assert_int_equal(stream_read(&v->t, v->world->reader->journal, world_number(v->world, "alex"),
                                 NEVER, true, &s),
                     OK);
    struct event e = stream_event_at(&v->t, &s, before + 1);
    assert_int_equal(e.kind, EV_ALARM_ACKNOWLEDGED);
    assert_int_equal(event_number(&e, "seen-n"), before);
    assert_int_equal(event_text(&e, "seen").len, 64);
    go_to(v, "alarm", "alex", &d); /* acknowledged is not decided */
    HAS(v, "Ife Brandreth, social worker</strong> said");
    HAS(v, "Record the decision");
    HAS_NOT(v, ">I have this</button>");
}

static void test_a_decision_needs_what_and_why_and_loses_nothing(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    struct duty_row d = find(v, "alex", true, NULL);
    uint32_t before = length_of(v, "alex");
    post(v, "/child/%u/alarm-decided", "alex",
         fields_of(v, "alex", &d, "b1b1b1b1b1b1b1b1", "&reason=Seen+at+the+aunt%27s"));
    ANSWERS(v, 400);
    HAS(v, "href=\"#decision\"");
    HAS(v, ">Seen at the aunt");
    assert_int_equal(length_of(v, "alex"), before);
    post(v, "/child/%u/alarm-decided", "alex",
         fields_of(v, "alex", &d, "b1b1b1b1b1b1b1b1", "&decision=meeting"));
    ANSWERS(v, 400);
    HAS(v, "an alarm ends only with a reason");
    HAS(v, "value=\"meeting\" checked");
    assert_int_equal(length_of(v, "alex"), before);
}

static void test_all_alarms_of_a_child_stand_in_one_card(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    look(v, "/alarms");
    ANSWERS(v, 200);
    struct str alex = address_of(v, "<a class=\"govuk-link\" href=\"/child/%u#alarms\">", "alex");
    assert_int_equal(count_of(v->out.body, str_nul(v->arena, alex)), 1);
    HAS_NOT(v, "type=\"checkbox\"");
    HAS_NOT(v, "alarm-decided");
    go(v, "/child/%u", "alex");
    HAS(v, "for a decision</h2>");
    HAS_NOT(v, "alarm-seen");
}

static void test_a_duty_is_given_by_who_may(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    struct duty_row d = find(v, "alex", false, "statutory-visit");
    go_to(v, "duty", "alex", &d);
    ANSWERS(v, 200);
    HAS(v, "may not. Who may: team manager");
    HAS(v, "owed by law and nobody may waive it");
    uint32_t before = length_of(v, "alex");
    struct str give = str_print(v->arena, "&to=%u&give-reason=Ife+is+on+leave+until+Monday",
                                world_number(v->world, "osei"));
    struct str all = fields_of(v, "alex", &d, "c1c1c1c1c1c1c1c1", str_nul(v->arena, give));
    post(v, "/child/%u/duty-given", "alex", all);
    ANSWERS(v, 400);
    HAS(v, "Not kept");
    HAS(v, "who may: team manager");
    assert_int_equal(length_of(v, "alex"), before);
    sign_in_as(v, "ruth");
    go_to(v, "duty", "alex", &d);
    HAS(v, "Give it to them");
    post(v, "/child/%u/duty-given", "alex",
         fields_of(v, "alex", &d, "c2c2c2c2c2c2c2c2", "&give-reason=no"));
    ANSWERS(v, 400);
    HAS(v, "Choose who it is given to");
    HAS(v, "Say why, in a sentence");
    assert_int_equal(length_of(v, "alex"), before);
    all = fields_of(v, "alex", &d, "c3c3c3c3c3c3c3c3", str_nul(v->arena, give));
    post(v, "/child/%u/duty-given", "alex", all);
    follow(v);
    ANSWERS(v, 200);
    d = find(v, "alex", false, "statutory-visit");
    assert_int_equal(d.instance.given_to, world_number(v->world, "osei"));
    assert_true(str_is(d.owner.name, "M. Osei"));
    go_to(v, "duty", "alex", &d);
    HAS(v, "What happened to it");
}

static void test_statute_is_not_waived_by_a_forged_form(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "maren");
    struct duty_row d = find(v, "alex", false, "statutory-visit");
    uint32_t before = length_of(v, "alex");
    post(v, "/child/%u/duty-waived", "alex",
         fields_of(v, "alex", &d, "d1d1d1d1d1d1d1d1", "&waive-reason=We+are+very+short+of+staff"));
    ANSWERS(v, 400);
    HAS(v, "owed by law and nobody may waive it");
    HAS(v, "Nothing was written");
    assert_int_equal(length_of(v, "alex"), before);
}

static void test_guidance_is_waived_by_who_may_with_a_reason(void **state)
{
    struct visit *v = *state;
    struct duty_filter f = { .child = world_number(v->world, "alex"), .at = v->world->now };
    struct duty_list list;
    assert_int_equal(look_duties(&v->t, v->world->reader, &f, &list), OK);
    const struct duty_row *d = NULL;
    for (size_t i = 0; i < list.count && !d; i++)
        if (rulebook_rule(v->world->store->rules, list.at[i].rule)->force == FORCE_GUIDANCE)
            d = &list.at[i];
    assert_non_null(d);
    static const char why[] = "&waive-reason=The+aunt+is+the+source+and+would+be+in+danger";
    uint32_t before = length_of(v, "alex");
    sign_in_as(v, "ruth"); /* a team manager waives no guidance */
    go_to(v, "duty", "alex", d);
    HAS(v, "Who may: the head of service or above");
    post(v, "/child/%u/duty-waived", "alex", fields_of(v, "alex", d, "e1e1e1e1e1e1e1e1", why));
    ANSWERS(v, 400);
    HAS(v, "head of service or above");
    assert_int_equal(length_of(v, "alex"), before);
    sign_in_as(v, "maren");
    post(v, "/child/%u/duty-waived", "alex",
         fields_of(v, "alex", d, "e2e2e2e2e2e2e2e2", "&waive-reason=no"));
    ANSWERS(v, 400);
    HAS(v, "href=\"#waive-reason\"");
    post(v, "/child/%u/duty-waived", "alex", fields_of(v, "alex", d, "e3e3e3e3e3e3e3e3", why));
    follow(v);
    ANSWERS(v, 200);
    go_to(v, "duty", "alex", d);
    HAS(v, "It is not owed any more");
    HAS(v, "would be in danger");
}

static void test_a_repeat_alarm_is_decided_after_a_discussion(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    struct duty_row d = find(v, "alex", true, "repeat-3-in-90");
    go_to(v, "alarm", "alex", &d);
    ANSWERS(v, 200);
    HAS(v, "asks for a strategy discussion, and none is on the file since it rang");
    HAS(v, "kind=strategy-discussion-held");
    HAS(v, "Only the team manager or above may decide otherwise: Ruth Lyle");
    HAS_NOT(v, "Record the decision");
    uint32_t before = length_of(v, "alex");
    post(v, "/child/%u/alarm-decided", "alex",
         fields_of(v, "alex", &d, "b2b2b2b2b2b2b2b2",
                   "&decision=strategy-discussion&reason=Called+for+nine"));
    ANSWERS(v, 400);
    HAS(v, "record it first");
    HAS(v, "What you wrote: Called for nine");
    post(v, "/child/%u/alarm-decided", "alex",
         fields_of(v, "alex", &d, "b3b3b3b3b3b3b3b3",
                   "&decision=no-action&reason=It+is+as+always"));
    ANSWERS(v, 400);
    HAS(v, "the team manager or above may decide otherwise");
    assert_int_equal(length_of(v, "alex"), before);
    sign_in_as(v, "ruth"); /* may decide otherwise, and says why */
    go_to(v, "alarm", "alex", &d);
    HAS(v, "Record the decision");
    HAS_NOT(v, "value=\"strategy-discussion\"");
    sign_in_as(v, "ife");
    post(v, "/child/%u/entry", "alex",
         S("kind=strategy-discussion-held&key=b4b4b4b4b4b4b4b4"));
    ANSWERS(v, 303);
    go_to(v, "alarm", "alex", &d);
    HAS(v, "one is on the file");
    HAS(v, "strategy discussion held, as recorded");
    HAS_NOT(v, "value=\"no-action\"");
    post(v, "/child/%u/alarm-decided", "alex",
         fields_of(v, "alex", &d, "b5b5b5b5b5b5b5b5",
                   "&decision=strategy-discussion&reason=Held+at+nine+with+police"));
    follow(v);
    ANSWERS(v, 200);
    go_to(v, "alarm", "alex", &d);
    HAS(v, "It does not wait for a decision any more");
    HAS(v, "Held at nine with police");
}

static void test_what_rings_again_shows_what_was_decided_before(void **state)
{
    struct visit *v = *state;
    v->world->now.us += HOUR_US;
    sign_in_as(v, "dee");
    post(v, "/child/%u/back", "alex", S("key=b6b6b6b6b6b6b6b6&when=now&how=self"));
    ANSWERS(v, 303);
    v->world->now.us += HOUR_US;
    post(v, "/report/%u", "alex", S("key=b7b7b7b7b7b7b7b7&where=no"));
    ANSWERS(v, 303);
    sign_in_as(v, "ife");
    struct duty_row d = find(v, "alex", true, "repeat-3-in-90");
    go_to(v, "alarm", "alex", &d);
    ANSWERS(v, 200);
    HAS(v, "Decided before");
    HAS(v, "Held at nine with police");
    HAS(v, "none is on the file since it rang"); /* the old discussion does not answer it */
}

static void test_a_home_has_its_own_duties_and_alarms(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "owen");
    go(v, "/home/%u", "larkwater");
    ANSWERS(v, 200);
    assert_true(v->out.note_first);
    HAS(v, "Owed here");
    HAS(v, "Children who live here");
    go(v, "/home/%u", "alex"); /* a child is not a home */
    ANSWERS(v, 404);
    struct duty_row d = find(v, "larkwater", false, NULL);
    struct str address = str_print(v->arena, "/home/%u/duty/%u/%.*s", d.subject,
                                   d.instance.started_n, STR_ARG(name_of(v, &d)));
    look(v, str_nul(v->arena, address));
    ANSWERS(v, 200);
    HAS(v, "Give it to someone else");
    struct str why = str_print(v->arena, "/home/%u/why/%.*s", d.subject, STR_ARG(name_of(v, &d)));
    HAS(v, str_nul(v->arena, why));
    look(v, str_nul(v->arena, why));
    ANSWERS(v, 200);
    HAS(v, "Why is this owed?");
    HAS(v, "Started by");
    HAS(v, "Larkwater");
    go(v, "/home/%u/why/no-such-rule", "larkwater");
    ANSWERS(v, 404);
    uint32_t before = length_of(v, "larkwater");
    post(v, "/home/%u/duty-mine", "larkwater",
         fields_of(v, "larkwater", &d, "f1f1f1f1f1f1f1f1", ""));
    follow(v);
    ANSWERS(v, 200);
    assert_int_equal(length_of(v, "larkwater"), before + 1);
    sign_in_as(v, "bystander");
    go(v, "/home/%u", "larkwater");
    ANSWERS(v, 403);
    look(v, str_nul(v->arena, address));
    ANSWERS(v, 403);
    look(v, str_nul(v->arena, why));
    ANSWERS(v, 403);
}

static void test_an_alarm_of_a_home_is_decided_there(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    struct duty_filter f = { .child = world_number(v->world, "larkwater"),
                             .alarms = true,
                             .at = v->world->now };
    struct duty_list list;
    assert_int_equal(look_duties(&v->t, v->world->reader, &f, &list), OK);
    assert_true(list.count > 0);
    const struct duty_row *d = &list.at[0];
    struct str address = str_print(v->arena, "/home/%u/alarm/%u/%.*s", d->subject,
                                   d->instance.started_n, STR_ARG(name_of(v, d)));
    look(v, str_nul(v->arena, address));
    ANSWERS(v, 200);
    HAS(v, "What made it ring");
    look(v, "/alarms?list=all");
    HAS(v, str_nul(v->arena, address));
    sign_in_as(v, "ruth");
    uint32_t before = length_of(v, "larkwater");
    post(v, "/home/%u/alarm-decided", "larkwater",
         fields_of(v, "larkwater", d, "f2f2f2f2f2f2f2f2",
                   "&decision=meeting&reason=With+the+provider+on+Monday"));
    follow(v);
    ANSWERS(v, 200);
    assert_int_equal(length_of(v, "larkwater"), before + 1);
    look(v, str_nul(v->arena, address));
    HAS(v, "It does not wait for a decision any more");
    HAS(v, "With the provider on Monday");
}

static void test_pages_and_powers_agree_who_decides(void **state)
{
    (void)state;
    for (unsigned role = 0; role < ROLES; role++)
        assert_int_equal(role_may((uint8_t)role, MAY_DECIDE), may_decide((enum role)role));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_alarm_says_why_it_rang_and_who_knows),
        cmocka_unit_test(test_what_has_not_rung_is_not_shown),
        cmocka_unit_test(test_taking_it_on_keeps_what_was_on_the_screen),
        cmocka_unit_test(test_a_decision_needs_what_and_why_and_loses_nothing),
        cmocka_unit_test(test_all_alarms_of_a_child_stand_in_one_card),
        cmocka_unit_test(test_a_duty_is_given_by_who_may),
        cmocka_unit_test(test_statute_is_not_waived_by_a_forged_form),
        cmocka_unit_test(test_guidance_is_waived_by_who_may_with_a_reason),
        cmocka_unit_test(test_a_repeat_alarm_is_decided_after_a_discussion),
        cmocka_unit_test(test_what_rings_again_shows_what_was_decided_before),
        cmocka_unit_test(test_a_home_has_its_own_duties_and_alarms),
        cmocka_unit_test(test_an_alarm_of_a_home_is_decided_there),
        cmocka_unit_test(test_pages_and_powers_agree_who_decides),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

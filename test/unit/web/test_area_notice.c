/* The notice of a placement to the register of its area: only for a partner's area, nothing said to
 * be sent that is not, nothing sent twice, and what became of it. */
#include "visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ed25519.h"
#include "journal/note.h"
#include "send/exchange.h"

static void go(struct visit *v, const char *format, const char *name)
{
    struct str address = address_of(v, format, name);
    look(v, str_nul(v->arena, address));
}

static void post(struct visit *v, const char *fields)
{
    struct str address = address_of(v, "/child/%u/area-notice/14", "alex");
    send_form(v, str_nul(v->arena, address), fields);
}

static size_t sent_count(struct visit *v, struct str *ret_id)
{
    struct kept_messages sent;
    assert_int_equal(exchange_sent(&v->t, v->site->exchange, v->world->reader,
                                   world_number(v->world, "alex"), &sent),
                     OK);
    if (sent.count > 0 && ret_id)
        *ret_id = sent.at[0].id;
    return sent.count;
}

/* --- a partner whose area is that of Larkwater, where Alex lives --- */

static int partner_open(void **state)
{
    assert_int_equal(visit_open(state), 0);
    struct visit *v = *state;
    static const uint8_t seed[32] = { 7 };
    uint8_t key[32];
    char path[96];
    ed25519_public_key(seed, key);
    snprintf(path, sizeof path, "%s/partners.conf", v->world->folder);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f,
            "[partner \"eastholt\"]\naddress = http://127.0.0.1:9/exchange\n"
            "origin = eastholt/sightline/00000001\nkey = %.*s\narea = E06000998\n",
            STR_ARG(base64_print(v->arena, key, sizeof key)));
    fclose(f);
    setenv("SIGHTLINE_SETTINGS", path, 1);
    return 0;
}

static int partner_close(void **state)
{
    struct visit *v = *state;
    char path[96];
    snprintf(path, sizeof path, "%s/partners.conf", v->world->folder);
    exchange_close(v->site->exchange);
    v->site->exchange = NULL;
    unlink(path);
    unsetenv("SIGHTLINE_SETTINGS");
    return visit_close(state);
}

static void test_without_a_partner_nothing_is_there(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    go(v, "/child/%u", "alex");
    HAS_NOT(v, "Notice of the placement");
    go(v, "/child/%u/area-notice/14", "alex");
    ANSWERS(v, 404);
    post(v, "seen-sent=0");
    ANSWERS(v, 404);
    assert_int_equal(exchange_open(&v->t, v->world->store, v->world->writer, &v->site->exchange),
                     OK);
    v->world->now.us += 61 * SECOND_US; /* a kept page is of a minute ago */
    go(v, "/child/%u", "noor");         /* placed in this authority's own area */
    HAS_NOT(v, "Notice of the placement");
    go(v, "/child/%u/area-notice/21", "noor");
    ANSWERS(v, 404);
    go(v, "/child/%u/area-notice/99", "alex");
    ANSWERS(v, 404);
}

static void test_the_form_stands_where_the_duty_is(void **state)
{
    struct visit *v = *state;
    struct duty_filter f = { .child = world_number(v->world, "alex"),
                             .rule = S("placement-notified-area"),
                             .at = v->world->now };
    struct duty_list list;
    assert_int_equal(look_duties(&v->t, v->world->reader, &f, &list), OK);
    assert_true(list.count > 0);
    const struct duty_row *d = &list.at[list.count - 1];
    struct str address = str_print(v->arena, "/child/%u/duty/%u/placement-notified-area",
                                   d->subject, d->instance.started_n);
    sign_in_as(v, "ife");
    look(v, str_nul(v->arena, address));
    ANSWERS(v, 200);
    HAS(v, "Send the notice to eastholt");
    HAS(v, "telephone and e-mail of the social worker");
    HAS(v, "reg 13(4)");
    HAS(v, "Nothing was sent to eastholt");
    go(v, "/child/%u", "alex");
    HAS(v, "Notice of the placement to eastholt");
    HAS(v, "not sent");
    sign_in_as(v, "bystander");
    go(v, "/child/%u/area-notice/14", "alex");
    ANSWERS(v, 403);
    post(v, "seen-sent=0");
    ANSWERS(v, 403);
    assert_int_equal(sent_count(v, NULL), 0);
}

static void test_what_does_not_go_is_not_said_to(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    go(v, "/child/%u/area-notice/14", "alex");
    ANSWERS(v, 200);
    static const struct {
        const char *fields, *words;
    } rows[] = {
        { "seen-sent=0&needs-given=1", "Put in the assessment of needs" },
        { "seen-sent=0&plan-given=1&care-plan=+++", "Put in the care plan" },
        { "seen-sent=0&needs=Typed+and+kept", "Tick that the needs go with it" },
        { "seen-sent=0&care-plan=Typed+and+kept", "Tick that the care plan goes with it" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        post(v, rows[i].fields);
        ANSWERS(v, 400);
        HAS(v, rows[i].words);
        if (strstr(rows[i].fields, "kept"))
            HAS(v, "Typed and kept");
    }
    struct text long_one = text_open(v->arena, 32 << 10);
    text_addz(&long_one, "seen-sent=0&needs-given=1&needs=");
    for (int i = 0; i < 17 << 10; i++)
        text_addc(&long_one, 'n');
    post(v, str_nul(v->arena, text_done(&long_one)));
    ANSWERS(v, 400);
    HAS(v, "at most 16 KiB");
    assert_int_equal(sent_count(v, NULL), 0);
}

static void test_sent_once_and_what_became_of_it(void **state)
{
    struct visit *v = *state;
    static const char fields[] =
        "seen-sent=0&needs-given=1&needs=What+he+needs&plan-given=1&care-plan=The+plan";
    struct exchange_tally done;
    struct str id;
    sign_in_as(v, "ife");
    post(v, fields);
    ANSWERS(v, 303);
    assert_int_equal(sent_count(v, &id), 1);
    post(v, fields); /* pressed twice */
    ANSWERS(v, 303);
    post(v, "seen-sent=1&needs-given=1&needs=What+he+needs&plan-given=1&care-plan=The+plan");
    ANSWERS(v, 303); /* the very same waits already */
    assert_int_equal(sent_count(v, NULL), 1);
    struct str to = v->out.location;
    look(v, str_nul(v->arena, to));
    ANSWERS(v, 200);
    HAS(v, "Not delivered yet</strong>: it has not been tried");
    HAS(v, "Ife Brandreth");
    assert_int_equal(exchange_carry(&v->t, v->site->exchange, v->world->reader, &done), OK);
    assert_int_equal(done.tried, 1);
    look(v, str_nul(v->arena, to));
    HAS(v, "tried 1 time");
    HAS(v, "Next ");

    struct event e =
        event_new(EV_PLACEMENT_NOTIFIED, world_number(v->world, "alex"), v->world->now);
    event_set_number(&e, "placement", 14);
    event_set_text(&e, "to", S("area-authority"));
    event_set_number(&e, "written", 1);
    event_set_text(&e, "with", S("needs care-plan"));
    e.source = str_print(v->arena, "message %.*s", STR_ARG(id));
    e.channel = code_number(CODES_CHANNEL, S("message"));
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
    if (writer_append(&v->t, v->world->writer, &a) != OK)
        print_error("%s\n", v->t.reason);
    look(v, str_nul(v->arena, to));
    HAS(v, "register had it</strong>");
    HAS(v, "Send the notice again");
    go(v, "/child/%u", "alex");
    HAS(v, "received</li>");
}

static void test_another_authoritys_child_is_shown_as_such(void **state)
{
    struct visit *v = *state;
    uint32_t child;
    assert_int_equal(writer_subject_new(&v->t, v->world->writer, SUBJECT_CHILD, &child), OK);
    struct event said[] = { event_new(EV_CHILD_REGISTERED, child, v->world->now),
                            event_new(EV_PLACEMENT_STARTED, child, v->world->now) };
    event_set_text(&said[0], "given", S("Ada"));
    event_set_number(&said[0], "hosted", 1);
    event_set_number(&said[1], "placement", 7);
    event_set_code(&said[1], "type", "K2");
    event_set_text(&said[1], "area-code", S("E06000998"));
    struct append a = { .events = said, .count = COUNT(said), .expected_n = APPEND_ANY };
    assert_int_equal(writer_append(&v->t, v->world->writer, &a), OK);
    sign_in_as(v, "ruth");
    struct str file = str_print(v->arena, "/child/%u", child);
    look(v, str_nul(v->arena, file));
    ANSWERS(v, 200);
    HAS(v, "Another authority\xe2\x80\x99s</b>, placed here");
    HAS_NOT(v, "Notice of the placement"); /* it is theirs to give */
    struct str notice = str_print(v->arena, "/child/%u/area-notice/7", child);
    look(v, str_nul(v->arena, notice));
    ANSWERS(v, 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_a_partner_nothing_is_there),
        cmocka_unit_test(test_the_form_stands_where_the_duty_is),
        cmocka_unit_test(test_what_does_not_go_is_not_said_to),
        cmocka_unit_test(test_sent_once_and_what_became_of_it),
        cmocka_unit_test(test_another_authoritys_child_is_shown_as_such),
    };
    return cmocka_run_group_tests(tests, partner_open, partner_close);
}

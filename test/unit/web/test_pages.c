/* Every page over a made-up register: what it shows, to whom, and what it refuses. */
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

static void test_nobody_gets_in_without_signing_in(void **state)
{
    struct visit *v = *state;
    for (unsigned i = 0; i < ROUTES; i++) {
        if (routes[i].needs == ANYONE)
            continue;
        v->cookie = v->token = S("");
        struct link_part parts[] = { { 16, S("x") }, { 1, S("x") }, { 0, S("x") } };
        struct text x = text_open(v->arena, 256);
        route_address((enum route_name)i, parts, &x);
        char *address = str_nul(v->arena, text_done(&x));
        if (routes[i].method == METHOD_GET)
            look(v, address);
        else
            send_form(v, address, "");
        if (str_starts(str_from(routes[i].pattern), S("/api/")))
            ANSWERS(v, 401);
        else if (routes[i].method == METHOD_GET)
            assert_true(str_starts(v->out.location, S("/sign-in")));
        else
            ANSWERS(v, 403);
        assert_false(v->out.note_first);
    }
}

static const struct {
    const char *path;
    unsigned code;
} strange[] = {
    { "/nothing", 404 },
    { "/child/1/../2", 404 },
    { "/%2e%2e/etc/passwd", 404 },
    { "/child/999999999999999", 404 },
    { "/child/4294967312", 404 },
    { "/child/0", 404 },
    { "/rules/no-such-rule", 404 },
    { "/reported/16/999999", 404 },
    { "/find", 405 },
    { "/duties?whose=%", 400 },
    { "/duties?whose=%ff", 400 },
    { "/assets/none.css", 404 },
    { "/child/16/entry?kind=care-ended", 404 },
    { "/child/16?at=yesterday", 400 },
    { "/child/16?d=2026-02-30", 400 },
};

static void test_strange_addresses_say_what_to_do(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    for (size_t i = 0; i < COUNT(strange); i++) {
        const char *path = strange[i].path;
        const char *sixteen = strstr(path, "/16"); /* stands for Alex, whatever his number is */
        struct str address = sixteen ? str_print(v->arena, "%.*s/%u%s", (int)(sixteen - path), path,
                                                 world_number(v->world, "alex"), sixteen + 3)
                                     : str_from(path);
        look(v, str_nul(v->arena, address));
        if (v->out.status != strange[i].code)
            print_error("%s\n", path);
        ANSWERS(v, strange[i].code);
        HAS(v, "Missing now");
    }
}

static void test_a_form_from_elsewhere_writes_nothing(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    uint32_t before = length_of(v, "rowan");
    struct str right = v->token;
    static const char *const wrong[] = {
        "",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "short",
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        v->token = str_from(wrong[i]);
        post(v, "/report/%u", "rowan", "where=no");
        ANSWERS(v, 403);
        HAS(v, "Nothing was recorded");
    }
    v->token = right;
    struct str address = address_of(v, "/report/%u", "rowan");
    struct text big = text_open(v->arena, 128 << 10);
    text_addf(&big, "token=%.*s&where=no&more=", STR_ARG(right));
    for (int i = 0; i < 70000; i++)
        text_addc(&big, 'x');
    send_raw(v, str_nul(v->arena, address), text_done(&big));
    ANSWERS(v, 413);
    assert_int_equal(length_of(v, "rowan"), before);
}

static void test_a_person_without_a_relation_is_refused_and_noted(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "bystander");
    go(v, "/child/%u", "alex");
    ANSWERS(v, 403);
    HAS_NOT(v, "Tamber");
    HAS(v, "That you asked has been recorded");
    assert_true(v->out.note_first);
    assert_int_equal(v->out.note.kind, EV_ACCESS_REFUSED);
    look(v, "/");
    HAS_NOT(v, "Tamber");
    HAS(v, "more children are missing with whom you have no relation");
    post(v, "/child/%u/break-glass", "alex", "reason=now");
    ANSWERS(v, 400);
    post(v, "/child/%u/break-glass", "alex", "reason=The+child+is+at+the+door+and+asks+for+help");
    follow(v);
    ANSWERS(v, 200);
    HAS(v, "Alex Tamber");
    HAS(v, "you said why you had to");
    v->world->now.us += HOUR_US + SECOND_US;
    go(v, "/child/%u", "alex");
    ANSWERS(v, 403);
    v->world->now.us -= HOUR_US + SECOND_US;
}

static void test_every_look_at_a_child_waits_for_its_note(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    static const char *const pages[] = { "/child/%u", "/child/%u/entry", "/child/%u/back",
                                         "/report/%u", "/child/%u/why/missing-police-told" };
    for (size_t i = 0; i < COUNT(pages); i++) {
        go(v, pages[i], "alex");
        ANSWERS(v, 200);
        assert_true(v->out.note_first);
        assert_int_equal(v->out.note.kind, EV_RECORD_OPENED);
        assert_int_equal(event_number(&v->out.note, "child"), world_number(v->world, "alex"));
    }
    static const char *const lists[] = { "/", "/duties", "/alarms", "/children", "/report" };
    for (size_t i = 0; i < COUNT(lists); i++) {
        look(v, lists[i]);
        ANSWERS(v, 200);
        assert_int_equal(v->out.note.kind, EV_RECORD_SEARCHED);
    }
}

static void test_the_board_is_in_the_order_of_who_needs_help_first(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    look(v, "/");
    ANSWERS(v, 200);
    static const char *const order[] = { ">Noor Aldane<", ">Samir Qadeel<", ">Alex Tamber<",
                                         "Away without authorisation</h2>", ">Kit Farrowby<" };
    const char *from = v->out.body.at, *end = from + v->out.body.len;
    for (size_t i = 0; i < COUNT(order); i++) {
        const char *at = memmem(from, (size_t)(end - from), order[i], strlen(order[i]));
        if (!at)
            print_error("%s is not in its place\n", order[i]);
        assert_non_null(at);
        from = at;
    }
    HAS(v, "2 days 4 hours");
    HAS(v, "sl-grade--high\">High");
    HAS(v, "<time datetime=\"2026-11-09T22:40:00Z\">22:40 on Monday 9 November</time>");
}

static const char *const hostile_raw[] = { "<script>", "<svg onload", "onload=\"y", "& <b>",
                                           "<i>7" };

static void test_hostile_words_never_become_markup(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    static const char *const pages[] = { "/child/%u", "/report/%u", "/child/%u/back",
                                         "/child/%u/entry?kind=sighting-recorded" };
    for (size_t i = 0; i < COUNT(pages) + 2; i++) {
        if (i < COUNT(pages))
            go(v, pages[i], "hostile");
        else
            look(v, i == COUNT(pages) ? "/" : "/report");
        ANSWERS(v, 200);
        HAS(v, "&lt;script&gt;");
        for (size_t k = 0; k < COUNT(hostile_raw); k++)
            HAS_NOT(v, hostile_raw[k]);
    }
    post(v, "/report/%u", "hostile", "more=%3C%2Ftextarea%3E%3Cscript%3Ex%3C%2Fscript%3E");
    ANSWERS(v, 400);
    HAS(v, "&lt;/textarea&gt;&lt;script&gt;");
    HAS_NOT(v, "<script>");
}

static void test_a_report_is_kept_once_however_often_it_is_sent(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    uint32_t before = length_of(v, "rowan");
    static const char fields[] = "key=0123456789abcdef&where=no&worry=ill&worry=adult"
                                 "&police=yes&reference=MP-77&seen-time=about+11&wearing=red+coat";
    post(v, "/report/%u", "rowan", fields);
    ANSWERS(v, 303);
    struct str first = str_copy(v->arena, v->out.location);
    assert_int_equal(length_of(v, "rowan"), before + 2);
    follow(v);
    ANSWERS(v, 200);
    HAS(v, "Reported. Kept at");
    HAS(v, "You said that they have been told");
    HAS(v, "Nobody can change or remove it");
    HAS(v, "Owen Trask");
    HAS(v, "07700 900142");
    post(v, "/report/%u", "rowan", fields);
    ANSWERS(v, 303);
    assert_true(str_equal(first, v->out.location));
    assert_int_equal(length_of(v, "rowan"), before + 2);
    go(v, "/child/%u", "rowan");
    HAS(v, "Last seen, as typed: about 11");
    go(v, "/child/%u/back", "rowan");
    ANSWERS(v, 200);
    HAS(v, "by <strong><time");
}

static void test_the_only_refusal_of_a_report_is_no_answer(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    uint32_t before = length_of(v, "rowan");
    post(v, "/report/%u", "rowan", "key=fedcba9876543210&wearing=red+coat&more=gone+at+two");
    ANSWERS(v, 400);
    HAS(v, "href=\"#where\"");
    HAS(v, "value=\"red coat\"");
    HAS(v, ">gone at two</textarea>");
    assert_int_equal(length_of(v, "rowan"), before);
}

static void test_coming_back_starts_the_interviews_clock(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    post(v, "/child/%u/back", "rowan", "key=aaaaaaaaaaaaaaaa&how=self");
    ANSWERS(v, 400);
    HAS(v, "href=\"#when\"");
    post(v, "/child/%u/back", "rowan", "key=aaaaaaaaaaaaaaaa&when=other&when-time=99:99");
    ANSWERS(v, 400);
    HAS(v, "The time must be like 06:40");
    static const char fields[] = "key=aaaaaaaaaaaaaaaa&when=now&how=police&hurt=yes&said=I+ran";
    post(v, "/child/%u/back", "rowan", fields);
    struct str first = str_copy(v->arena, v->out.location);
    follow(v);
    ANSWERS(v, 200);
    HAS(v, "within 72 hours of coming back: by <strong><time datetime=\"2026-11-15T02:46:00Z\">");
    HAS(v, "is hurt or unwell");
    /* Rowan is back: the same press again must show the receipt, not "not missing". */
    post(v, "/child/%u/back", "rowan", fields);
    ANSWERS(v, 303);
    assert_true(str_equal(first, v->out.location));
    post(v, "/child/%u/back", "rowan", "key=bbbbbbbbbbbbbbbb&when=now");
    ANSWERS(v, 400);
    HAS(v, "is not recorded as missing");
}

static void test_an_entry_is_refused_field_by_field_and_kept_whole(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    uint32_t before = length_of(v, "alex");
    post(v, "/child/%u/entry", "alex",
         "kind=sighting-recorded&at-time=25:00&with=an+adult&key=cccccccccccccccc");
    ANSWERS(v, 400);
    HAS(v, "href=\"#where\"");
    HAS(v, "href=\"#at-time\"");
    HAS(v, ">an adult</textarea>");
    post(v, "/child/%u/entry", "alex", "kind=visit-made&on-day=2027-01-01&key=cccccccccccccccc");
    ANSWERS(v, 400);
    HAS(v, "That has not come yet");
    post(v, "/child/%u/entry", "alex", "kind=care-ended&key=cccccccccccccccc");
    ANSWERS(v, 400);
    assert_int_equal(length_of(v, "alex"), before);
    post(v, "/child/%u/entry", "alex",
         "kind=sighting-recorded&where=Bus+station&at-time=01:10&key=cccccccccccccccc");
    follow(v);
    ANSWERS(v, 200);
    HAS(v, "It is kept. Kept at");
    HAS(v, "Bus station");
    assert_int_equal(length_of(v, "alex"), before + 1);
    go(v, "/child/%u", "alex");
    HAS(v, "<time datetime=\"2026-11-12T01:10:00Z\">01:10 today</time>");
}

static void test_two_people_writing_at_once_are_both_told(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    uint32_t before = length_of(v, "alex");
    struct str fields = str_print(v->arena,
                                  "kind=enquiry-made&what=Rang+the+school&seen-n=%u"
                                  "&key=dddddddddddddddd",
                                  before - 1);
    post(v, "/child/%u/entry", "alex", str_nul(v->arena, fields));
    ANSWERS(v, 409);
    HAS(v, "Someone added to this file while you were writing");
    HAS(v, "Bus station");
    HAS(v, ">Rang the school</textarea>");
    assert_int_equal(length_of(v, "alex"), before);
}

static void test_an_alarm_ends_only_with_a_reason(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    look(v, "/alarms");
    ANSWERS(v, 200);
    struct duty_filter f = { .child = world_number(v->world, "noor"),
                             .alarms = true,
                             .at = v->world->now };
    struct duty_list list;
    assert_int_equal(look_duties(&v->t, v->world->reader, &f, &list), OK);
    assert_true(list.count > 0);
    const struct duty_row *d = &list.at[0];
    struct str rule = rulebook_rule(v->world->store->rules, d->rule)->name;
    struct str base = str_print(v->arena, "rule=%.*s&started=%u&key=eeeeeeeeeeeeeeee",
                                STR_ARG(rule), d->instance.started_n);
    uint32_t before = length_of(v, "noor");
    post(v, "/child/%u/alarm-decided", "noor", str_nul(v->arena, base));
    ANSWERS(v, 400);
    HAS(v, "an alarm ends only with a reason");
    HAS(v, "Choose what is decided");
    assert_int_equal(length_of(v, "noor"), before);
    struct str seen = str_print(v->arena, "rule=%.*s&started=%u&key=ffffffffffffffff",
                                STR_ARG(rule), d->instance.started_n);
    post(v, "/child/%u/alarm-seen", "noor", str_nul(v->arena, seen));
    follow(v);
    ANSWERS(v, 200);
    struct str whole = str_print(
        v->arena, "%.*s&decision=strategy-discussion&reason=Called+for+09:00", STR_ARG(base));
    post(v, "/child/%u/alarm-decided", "noor", str_nul(v->arena, whole));
    follow(v);
    ANSWERS(v, 200);
    assert_int_equal(length_of(v, "noor"), before + 2);
    sign_in_as(v, "dee");
    post(v, "/child/%u/alarm-decided", "noor", str_nul(v->arena, whole));
    ANSWERS(v, 403);
}

static void test_none_and_could_not_look_differ(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "maren");
    struct reader *reader = v->world->reader;
    v->world->reader = NULL;
    static const char *const pages[] = { "/", "/duties", "/alarms", "/children", "/report" };
    for (size_t i = 0; i < COUNT(pages); i++) {
        look(v, pages[i]);
        ANSWERS(v, 503);
        HAS(v, "could not look");
    }
    look(v, "/rules");
    ANSWERS(v, 200);
    HAS(v, "could not count");
    v->world->reader = reader;
    v->world->now = (struct instant){ v->world->now.us };
    sign_in_as(v, "osei");
    look(v, "/");
    HAS(v, "No child that you work with is recorded as missing");
    HAS_NOT(v, "could not look.");
}

static void test_a_search_is_by_number_and_never_in_the_address(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    send_form(v, "/find", "number=566910");
    ANSWERS(v, 303);
    struct str want = address_of(v, "/child/%u", "alex");
    assert_true(str_equal(v->out.location, want));
    send_form(v, "/find", "number=999999");
    ANSWERS(v, 404);
    HAS(v, "No child has that number here");
    HAS(v, "value=\"999999\"");
    send_form(v, "/find", "number=");
    ANSWERS(v, 400);
}

static void test_pages_are_as_agreed(void **state)
{
    struct visit *v = *state;
    v->cookie = v->token = S("");
    look(v, "/sign-in");
    same_as_golden(v->out.body, "page-sign-in.html");
    sign_in_as(v, "dee");
    go(v, "/report/%u", "empty");
    ANSWERS(v, 403);
    same_as_golden(v->out.body, "page-refused.html");
    go(v, "/report/%u", "rowan");
    same_as_golden(v->out.body, "page-report.html");
    look(v, "/nothing");
    same_as_golden(v->out.body, "page-not-found.html");
}

/* What cannot be done is said in plain words, with what was kept and what to do. */
static const struct {
    unsigned code;
    status why;
    const char *reason, *golden;
} troubles[] = {
    { 400, E_INVALID, "the form did not arrive whole: go back and send it again", "page-400.html" },
    { 405, E_INVALID, "this address takes no form", "page-405.html" },
    { 413, E_LIMIT, "the form is larger than 64 KiB: shorten what you wrote", "page-413.html" },
    { 429, E_BUSY, "many requests came from where you are: wait a minute", "page-429.html" },
    { 503, E_IO, "this register could not be read", "page-503.html" },
};

static void test_what_cannot_be_done_is_said_as_agreed(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    look(v, "/coverage");
    for (size_t i = 0; i < COUNT(troubles); i++) {
        struct response out = { 0 };
        (void)fail(&v->t, troubles[i].why, "%s", troubles[i].reason);
        show_trouble(&v->t, &v->in, troubles[i].why, troubles[i].code, &out);
        assert_int_equal(out.status, troubles[i].code);
        same_as_golden(out.body, troubles[i].golden);
    }
    send_form(v, "/coverage", "");
    ANSWERS(v, 405);
    send_form(v, "/handover", "note=%zz");
    ANSWERS(v, 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nobody_gets_in_without_signing_in),
        cmocka_unit_test(test_strange_addresses_say_what_to_do),
        cmocka_unit_test(test_a_form_from_elsewhere_writes_nothing),
        cmocka_unit_test(test_a_person_without_a_relation_is_refused_and_noted),
        cmocka_unit_test(test_every_look_at_a_child_waits_for_its_note),
        cmocka_unit_test(test_the_board_is_in_the_order_of_who_needs_help_first),
        cmocka_unit_test(test_hostile_words_never_become_markup),
        cmocka_unit_test(test_the_only_refusal_of_a_report_is_no_answer),
        cmocka_unit_test(test_a_report_is_kept_once_however_often_it_is_sent),
        cmocka_unit_test(test_coming_back_starts_the_interviews_clock),
        cmocka_unit_test(test_an_entry_is_refused_field_by_field_and_kept_whole),
        cmocka_unit_test(test_two_people_writing_at_once_are_both_told),
        cmocka_unit_test(test_an_alarm_ends_only_with_a_reason),
        cmocka_unit_test(test_none_and_could_not_look_differ),
        cmocka_unit_test(test_a_search_is_by_number_and_never_in_the_address),
        cmocka_unit_test(test_pages_are_as_agreed),
        cmocka_unit_test(test_what_cannot_be_done_is_said_as_agreed),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

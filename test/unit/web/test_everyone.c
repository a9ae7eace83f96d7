/* Searching, two who write at once, correcting, and what is pointed out on a receipt. */
#include "visit.h"

#include <stdio.h>
#include <string.h>

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

static void follow(struct visit *v)
{
    ANSWERS(v, 303);
    struct str to = v->out.location;
    look(v, str_nul(v->arena, to));
    ANSWERS(v, 200);
}

static uint32_t length_of(struct visit *v, const char *name)
{
    return journal_stream_length(&v->t, v->world->reader->journal, world_number(v->world, name));
}

/* --- searching --- */

static void test_search_finds_whom_one_may_see(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    send_form(v, "/find", "words=alex");
    ANSWERS(v, 200);
    HAS(v, "<bdi>Alex");
    HAS(v, "Found by");
    assert_true(v->out.note_first);
    assert_int_equal(v->out.note.kind, EV_RECORD_SEARCHED);
    assert_true(str_is(event_text(&v->out.note, "page"), "find"));
    send_form(v, "/find", "words=Larkwater");
    HAS(v, "<h2 class=\"govuk-heading-m\">Homes</h2>");
    sign_in_as(v, "bystander");
    send_form(v, "/find", "words=alex");
    ANSWERS(v, 200);
    HAS_NOT(v, "<bdi>Alex");
    HAS(v, "No child found");
    HAS(v, "open it by number");
    assert_true(v->out.note_first);
}

static const struct {
    const char *fields, *shows;
} odd_searches[] = {
    { "words=", "Type any part" },
    { "words=+++", "Type any part" },
    { "words=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "&lt;script&gt;alert(1)&lt;/script&gt;" },
    { "words=%27%3B+DROP+TABLE+journal%3B--", "DROP TABLE journal" },
    { "words=%E2%80%AExela", "<bdi>\xe2\x80\xaexela</bdi>" },
    { "words=%01%02", "Type any part" },
    { "words=x%01%02", "<bdi>x\xef\xbf\xbd\xef\xbf\xbd</bdi>" },
    { "words=a+b+c+d+e+f+g+h+i+j+k", "No child found" },
};

static void test_odd_searches_do_no_harm(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    for (size_t i = 0; i < COUNT(odd_searches); i++) {
        send_form(v, "/find", odd_searches[i].fields);
        ANSWERS(v, 200);
        HAS(v, odd_searches[i].shows);
        HAS_NOT(v, "<script>alert");
    }
    char *big = str_nul(v->arena, str_print(v->arena, "words=%5000d", 7));
    for (char *c = big; *c; c++)
        *c = *c == ' ' ? 'x' : *c;
    send_form(v, "/find", big);
    ANSWERS(v, 200);
}

/* --- two who write at once --- */

static const char review[] = "kind=review-held&participation=&decisions=%s&key=%s&seen-n=%u%s";

/* --- a name that turns its neighbours round --- */

static bool isolated(struct str before)
{
    size_t n = before.len;
    return (n >= 3 && memcmp(before.at + n - 3, "\xe2\x81\xa8", 3) == 0) ||
           (n >= 5 && memcmp(before.at + n - 5, "<bdi>", 5) == 0) ||
           (n >= 2 && memcmp(before.at + n - 2, "=\"", 2) == 0);
}

static void test_a_turned_name_stays_in_its_place_in_every_list(void **state)
{
    struct visit *v = *state;
    static const char *const lists[] = { "/",         "/duties",     "/alarms",
                                         "/children", "/oversight",  "/reviews",
                                         "/week",     "/placements", "/differences",
                                         "/patterns" };
    size_t shown = 0;
    sign_in_as(v, "colm");
    uint32_t samir = world_number(v->world, "samir");
    struct event e = event_new(EV_CHILD_DETAIL_CHANGED, samir, v->world->now);
    event_set_text(&e, "given", S("\xe2\x80\xaexela"));
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
    assert_int_equal(writer_append(&v->t, v->world->writer, &a), OK);
    for (size_t i = 0; i < COUNT(lists); i++) {
        look(v, lists[i]);
        ANSWERS(v, 200);
        struct str page = v->out.body;
        for (size_t k = 0; k + 7 <= page.len; k++) {
            if (memcmp(page.at + k, "\xe2\x80\xaexela", 7) != 0)
                continue;
            if (!isolated((struct str){ page.at, k }))
                print_error("%s: %.*s\n", lists[i], 80, page.at + (k > 60 ? k - 60 : 0));
            assert_true(isolated((struct str){ page.at, k }));
            shown++;
        }
    }
    assert_true(shown >= 4);
}

static void test_two_tabs_show_both_and_one_is_chosen(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    uint32_t seen = length_of(v, "samir");
    form_to(v, "/child/%u/entry", "samir",
            str_nul(v->arena, str_print(v->arena, review, "move", "aaaaaaaaaaaaaaaa01", seen, "")));
    ANSWERS(v, 303);
    uint32_t first_n = length_of(v, "samir");
    form_to(v, "/child/%u/entry", "samir",
            str_nul(v->arena, str_print(v->arena, review, "stay", "aaaaaaaaaaaaaaaa02", seen, "")));
    ANSWERS(v, 409);
    HAS(v, "Someone else wrote first");
    HAS(v, "sl-differs");
    HAS(v, "value=\"stay\"");
    assert_int_equal(length_of(v, "samir"), first_n); /* nothing is kept until chosen */
    char more[64];
    snprintf(more, sizeof more, "&theirs=%u", first_n);
    form_to(v, "/child/%u/entry", "samir",
            str_nul(v->arena,
                    str_print(v->arena, review, "stay", "aaaaaaaaaaaaaaaa02", first_n, more)));
    ANSWERS(v, 400);
    HAS(v, "Choose which of the two is kept");
    assert_int_equal(length_of(v, "samir"), first_n);
    snprintf(more, sizeof more, "&theirs=%u&choice=mine", first_n);
    for (int press = 0; press < 2; press++) { /* twice: one effect */
        form_to(v, "/child/%u/entry", "samir",
                str_nul(v->arena,
                        str_print(v->arena, review, "stay", "aaaaaaaaaaaaaaaa02", first_n, more)));
        ANSWERS(v, 303);
    }
    go(v, "/child/%u/entries", "samir");
    char replaces[64];
    snprintf(replaces, sizeof replaces, "#entry-%u\">entry %u</a>", first_n, first_n);
    HAS(v, replaces);
}

static void test_both_or_theirs(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    uint32_t seen = length_of(v, "kit");
    form_to(v, "/child/%u/entry", "kit",
            str_nul(v->arena, str_print(v->arena, review, "one", "bbbbbbbbbbbbbbbb01", seen, "")));
    ANSWERS(v, 303);
    uint32_t theirs = length_of(v, "kit");
    char more[64];
    snprintf(more, sizeof more, "&theirs=%u&choice=theirs", theirs);
    form_to(
        v, "/child/%u/entry", "kit",
        str_nul(v->arena, str_print(v->arena, review, "two", "bbbbbbbbbbbbbbbb02", theirs, more)));
    ANSWERS(v, 303);
    assert_int_equal(length_of(v, "kit"), theirs);
    snprintf(more, sizeof more, "&theirs=%u&choice=both", theirs);
    form_to(
        v, "/child/%u/entry", "kit",
        str_nul(v->arena, str_print(v->arena, review, "two", "bbbbbbbbbbbbbbbb03", theirs, more)));
    ANSWERS(v, 303);
    char n[64];
    snprintf(n, sizeof n, "/child/%%u/correct/%u", theirs);
    go(v, n, "kit");
    HAS(v, "Who does not agree");
}

static void test_a_sighting_stands_beside_a_sighting(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    uint32_t seen = length_of(v, "alex");
    static const char sighting[] = "kind=sighting-recorded&where=%s&grading=&key=%s&seen-n=%u";
    form_to(
        v, "/child/%u/entry", "alex",
        str_nul(v->arena, str_print(v->arena, sighting, "station", "cccccccccccccccc01", seen)));
    ANSWERS(v, 303);
    form_to(
        v, "/child/%u/entry", "alex",
        str_nul(v->arena, str_print(v->arena, sighting, "harbour", "cccccccccccccccc02", seen)));
    ANSWERS(v, 409);
    HAS(v, "All of them are kept");
    HAS(v, "station");
    HAS(v, "harbour</textarea>");
    form_to(v, "/child/%u/entry", "alex",
            str_nul(v->arena, str_print(v->arena, sighting, "harbour", "cccccccccccccccc02",
                                        length_of(v, "alex"))));
    ANSWERS(v, 303);
}

/* --- correcting --- */

static void test_a_correction_keeps_both(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    form_to(v, "/child/%u/entry", "alex",
            "kind=enquiry-made&what=rang+her+friend&result=nobody&key=dddddddddddddddd01");
    ANSWERS(v, 303);
    uint32_t n = length_of(v, "alex");
    char address[64];
    snprintf(address, sizeof address, "/child/%%u/correct/%u", n);
    go(v, address, "alex");
    ANSWERS(v, 200);
    HAS(v, "rang her friend</textarea>");
    struct str fields = str_print(v->arena,
                                  "on-day=2026-11-12&at-time=02:40&what=rang+his+friend"
                                  "&result=nobody&key=dddddddddddddddd02&seen-n=%u",
                                  n);
    form_to(v, address, "alex", str_nul(v->arena, fields));
    follow(v);
    HAS(v, "rang his friend");
    go(v, "/child/%u/entries", "alex");
    HAS(v, "Replaced by a later entry");
    HAS(v, "rang her friend");
    go(v, address, "alex");
    HAS(v, "A later entry has replaced this one");
    form_to(v, address, "alex", "what=again&key=dddddddddddddddd03");
    ANSWERS(v, 409);
    form_to(v, address, "alex", "dispute=1&text=&key=dddddddddddddddd04");
    ANSWERS(v, 400);
    form_to(v, address, "alex", "dispute=1&text=I+was+there&key=dddddddddddddddd04");
    follow(v);
    go(v, address, "alex");
    HAS(v, "I was there");
    sign_in_as(v, "bystander");
    go(v, address, "alex");
    ANSWERS(v, 403);
}

/* --- words --- */

static void test_words_are_pointed_out_and_never_blocked(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    form_to(v, "/child/%u/entry", "alex",
            "kind=enquiry-made&what=a+lifestyle+choice&result=&key=eeeeeeeeeeeeeeee01");
    follow(v);
    HAS(v, "\xe2\x80\x9c<bdi>lifestyle choice</bdi>\xe2\x80\x9d");
    HAS(v, "Not recorded against you");
    HAS(v, "Write it differently");
    send_form(v, "/language", "field=what&kind=enquiry-made&text=puts+herself+at+risk");
    ANSWERS(v, 200);
    HAS(v, "puts herself at risk\t");
    assert_false(v->out.note_first);
    send_form(v, "/language", "field=words&kind=visit-made&text=I+put+myself+at+risk");
    assert_int_equal(v->out.body.len, 0);
    send_form(v, "/language", "field=what&text=%22I+put+myself+at+risk%22+he+said");
    assert_int_equal(v->out.body.len, 0);
}

/* --- what cannot be done --- */

static void test_a_refusal_keeps_what_was_typed(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "dee");
    uint32_t alex = world_number(v->world, "alex");
    struct str fields = str_print(v->arena,
                                  "kind=no-such-kind&what=I+rang+%%3Cb%%3Eher%%3C%%2Fb%%3E"
                                  "&draft=entry%%3Aenquiry-made&draft-about=%u",
                                  alex);
    form_to(v, "/child/%u/entry", "alex", str_nul(v->arena, fields));
    ANSWERS(v, 400);
    HAS(v, "Nothing was written and nobody was told");
    HAS(v, "I rang &lt;b&gt;her&lt;/b&gt;</dd>");
    HAS(v, "kept as your draft");
    look(v, "/drafts");
    HAS(v, "Add what you tried");
    struct str token = v->token;
    v->cookie = S(""); /* the sign-in has run out meanwhile */
    form_to(v, "/child/%u/entry", "alex", str_nul(v->arena, fields));
    ANSWERS(v, 403);
    HAS(v, "I rang &lt;b&gt;her&lt;/b&gt;</dd>");
    HAS_NOT(v, "kept as your draft");
    v->token = token;
    send_form(v, "/sign-in", "person=1&password=never+shown");
    HAS_NOT(v, "never shown");
}

static const struct {
    const char *path;
    unsigned code;
    const char *says[2];
} refusals[] = {
    { "/nothing", 404, { "There is no such page", "search box" } },
    { "/find", 405, { "That cannot be done here", "Missing now" } },
    { "/child/%u?at=yesterday", 400, { "That could not be understood", "Put it right" } },
};

static void test_plain_pages_for_what_cannot_be_done(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    for (size_t i = 0; i < COUNT(refusals); i++) {
        if (strstr(refusals[i].path, "%u"))
            go(v, refusals[i].path, "alex");
        else
            look(v, refusals[i].path);
        ANSWERS(v, refusals[i].code);
        HAS(v, refusals[i].says[0]);
        HAS(v, refusals[i].says[1]);
        HAS_NOT(v, "Nothing was written");
    }
}

/* Every field of the form for an entry, with what people and others put into fields. */
static const char *const bad_input[] = {
    "%3Cimg+src%3Dx+onerror%3Dalert(1)%3E",
    "%27%22%3B+DROP+TABLE+journal%3B--",
    "%E2%80%AEdessorc%E2%80%AC",
    "%D9%86%D9%88%D8%B1+%D0%97%D0%BE%D1%8F",
    "%01%1B%5B31m",
    "{{7*7}}",
};

static void test_every_field_takes_anything_or_says_why_not(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    const struct kind_def *def = event_kind_def(EV_ENQUIRY_MADE);
    int key = 0;
    for (unsigned i = 0; i < def->fields; i++)
        for (size_t k = 0; k < COUNT(bad_input); k++) {
            struct str fields = str_print(v->arena,
                                          "kind=enquiry-made&what=tried&key=9999999999999999%03d"
                                          "&%s=%s",
                                          key++, def->field[i].name, bad_input[k]);
            form_to(v, "/child/%u/entry", "alex", str_nul(v->arena, fields));
            assert_true(v->out.status == 303 || v->out.status == 400);
            if (v->out.status == 303)
                follow(v);
            HAS_NOT(v, "<img");
            HAS_NOT(v, "\x1b");
        }
    struct text big = text_open(v->arena, 64 << 10);
    text_addz(&big, "kind=enquiry-made&key=9999999999999999big&what=");
    for (int i = 0; i < 20000; i++)
        text_addc(&big, 'x');
    form_to(v, "/child/%u/entry", "alex", str_nul(v->arena, text_done(&big)));
    assert_true(v->out.status >= 400);
    HAS(v, "xxxxxxxxxxxxxxxxxxxx");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_search_finds_whom_one_may_see),
        cmocka_unit_test(test_odd_searches_do_no_harm),
        cmocka_unit_test(test_a_turned_name_stays_in_its_place_in_every_list),
        cmocka_unit_test(test_two_tabs_show_both_and_one_is_chosen),
        cmocka_unit_test(test_both_or_theirs),
        cmocka_unit_test(test_a_sighting_stands_beside_a_sighting),
        cmocka_unit_test(test_a_correction_keeps_both),
        cmocka_unit_test(test_words_are_pointed_out_and_never_blocked),
        cmocka_unit_test(test_a_refusal_keeps_what_was_typed),
        cmocka_unit_test(test_plain_pages_for_what_cannot_be_done),
        cmocka_unit_test(test_every_field_takes_anything_or_says_why_not),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

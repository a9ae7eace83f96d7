/* Getting in: invitation, password, code, role; where one goes after; what was written is not lost;
 * who guesses is slow and the owner is not; and nobody else's cookie or token does anything. */
#include "enrolled.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"

static void test_password_and_code_let_one_in(void **state)
{
    struct visit *v = *state;
    nobody(v);
    look(v, "/sign-in");
    HAS(v, "Name you sign in with");
    HAS_NOT(v, "name=\"person\"");
    types_password(v, "DEE", "");
    ANSWERS(v, 303);
    assert_true(str_is(v->out.location, "/sign-in/code"));
    struct str half = v->cookie;
    look(v, "/my-account");
    ANSWERS(v, 303); /* half in is not in */
    look(v, "/sign-in/code");
    ANSWERS(v, 200);
    send_form(v, "/sign-in/code", "code=000000");
    ANSWERS(v, 400);
    HAS(v, "not right");
    const char *code = code_of(v, &dee);
    send_formed(v, "/sign-in/code", str_print(v->arena, "code=%s", code));
    ANSWERS(v, 303);
    assert_false(str_equal(half, v->cookie));
    look(v, "/my-account");
    ANSWERS(v, 200);
    HAS(v, "dee@larkwater.example");
    HAS(v, "home staff on duty");
    nobody(v);
    types_password(v, "dee", "");
    send_formed(v, "/sign-in/code", str_print(v->arena, "code=%s", code));
    ANSWERS(v, 400); /* a code serves once, wherever it is typed */
}

static const struct {
    const char *fields;
    const char *says;
} wrongs[] = {
    { "sign-in=dee%40larkwater.example&password=another+one+here", "not right" },
    { "sign-in=nobody%40larkwater.example&password=" TYPED, "not right" },
    { "sign-in=owen%40larkwater.example&password=" TYPED, "not right" }, /* no account */
    { "sign-in=dee%40larkwater.example&password=Lamp+otter+window", "not right" },
    { "sign-in=dee%40larkwater.example&password=", "Enter your password" },
    { "sign-in=&password=" TYPED, "Enter the name" },
    { "sign-in=%27+OR+1%3D1+--&password=" TYPED, "not right" },
    { "sign-in=%E2%80%AEeed&password=%FF", NULL },
    { "person=5", "Enter the name" },
};

static void test_what_is_wrong_is_said_in_the_same_words(void **state)
{
    struct visit *v = *state;
    for (size_t i = 0; i < COUNT(wrongs); i++) {
        nobody(v);
        v->from[0] = (uint8_t)(i + 1);
        look(v, "/sign-in");
        send_form(v, "/sign-in", wrongs[i].fields);
        ANSWERS(v, 400);
        if (wrongs[i].says)
            HAS(v, wrongs[i].says);
        HAS_NOT(v, TYPED);
        HAS_NOT(v, PASSWORD);
        look(v, "/my-account");
        ANSWERS(v, 303);
    }
    v->world->now.us += HOUR_US;
}

static void test_five_wrong_codes_begin_anew(void **state)
{
    struct visit *v = *state;
    nobody(v);
    types_password(v, "ruth", "");
    for (int i = 0; i < 4; i++) {
        send_form(v, "/sign-in/code", "code=123456");
        HAS(v, "Wait for the next one");
    }
    send_form(v, "/sign-in/code", "code=123456");
    HAS(v, "begin again");
    send_formed(v, "/sign-in/code", str_print(v->arena, "code=%s", code_of(v, &ruth)));
    HAS(v, "begin again");
    look(v, "/my-account");
    ANSWERS(v, 303);
    v->world->now.us += 3 * HOUR_US;
}

static void test_a_recovery_code_lets_one_in_once(void **state)
{
    struct visit *v = *state;
    struct str code = str_print(v->arena, "code=%.*s", STR_ARG(ruth.codes[0]));
    nobody(v);
    types_password(v, "ruth", "");
    send_formed(v, "/sign-in/code", code);
    ANSWERS(v, 303);
    look(v, "/my-account");
    HAS(v, "9 left");
    nobody(v);
    types_password(v, "ruth", "");
    send_formed(v, "/sign-in/code", code);
    ANSWERS(v, 400);
}

/* --- onward --- */

static const struct {
    const char *next;
    bool good;
} nexts[] = {
    { "/duties", true },
    { "/child/12", true },
    { "/report?home=3", true },
    { "/child/12/entries?at=2026-11-12", true },
    { "/", true },
    { "", false },
    { "//elsewhere.example", false },
    { "/\\elsewhere.example", false },
    { "https://elsewhere.example/", false },
    { "javascript:alert(1)", false },
    { "/sign-in", false },
    { "/sign-out", false }, /* takes forms only */
    { "/nothing", false },
    { "/child/12\r\nSet-Cookie: a=b", false },
    { "/child/12#<script>", false },
    { "/assets/sightline.css", false },
    { "/.//elsewhere.example", false },
    { "/duties/..//elsewhere.example", false },
    { "duties", false },
    { " /duties", false },
    { "/%2F/elsewhere.example", false },
};

static void test_one_comes_back_to_our_own_pages_only(void **state)
{
    struct visit *v = *state;
    for (size_t i = 0; i < COUNT(nexts); i++) {
        struct str got = next_read(&v->t, str_from(nexts[i].next));
        if (nexts[i].good != (got.len > 0))
            print_error("%s\n", nexts[i].next);
        assert_int_equal(nexts[i].good, got.len > 0);
        if (got.len)
            assert_true(str_is(got, nexts[i].next));
    }
    nobody(v);
    look(v, "/duties?whose=all");
    ANSWERS(v, 303);
    assert_true(str_is(v->out.location, "/sign-in?next=%2Fduties%3Fwhose%3Dall"));
    look(v, "/sign-in?next=%2Fduties%3Fwhose%3Dall");
    HAS(v, "name=\"next\" value=\"/duties?whose=all\"");
    types_password(v, "dee", "&next=%2Fduties%3Fwhose%3Dall");
    send_formed(v, "/sign-in/code",
                str_print(v->arena, "code=%s&next=%%2Fduties%%3Fwhose%%3Dall", code_of(v, &dee)));
    assert_true(str_is(v->out.location, "/duties?whose=all"));
    nobody(v);
    look(v, "/sign-in?next=%2F%2Felsewhere.example");
    HAS_NOT(v, "elsewhere.example");
    types_password(v, "dee", "&next=%2F%2Felsewhere.example");
    send_formed(v, "/sign-in/code",
                str_print(v->arena, "code=%s&next=%%2F%%2Felsewhere.example", code_of(v, &dee)));
    assert_false(str_starts(v->out.location, S("//")));
}

/* --- a form whose sender's sign-in is over --- */

static void test_what_was_written_is_sent_after_signing_in_again(void **state)
{
    struct visit *v = *state;
    nobody(v);
    signs_in(v, "dee", &dee);
    char *address = str_nul(v->arena, address_of(v, "/report/%u", "rowan"));
    look(v, address);
    ANSWERS(v, 200);
    struct str key = between(v, "name=\"key\" value=\"", "\"");
    v->world->now.us += 3 * HOUR_US;
    send_formed(v, address,
                str_print(v->arena,
                          "key=%.*s&where=not-known&more=%%3Cb%%3E+%%22quoted%%22+%%26+"
                          "caf%%C3%%A9",
                          STR_ARG(key)));
    ANSWERS(v, 403);
    HAS(v, "Your sign-in is over");
    HAS(v, "name=\"again\"");
    HAS(v, "name=\"k.more\" value=\"&lt;b&gt; &quot;quoted&quot; &amp; caf\xc3\xa9\"");
    HAS_NOT(v, "k.token");
    struct str carried = str_print(v->arena, "&again=%s&k.key=%.*s&k.where=not-known&k.more=typed",
                                   address, STR_ARG(key));
    send_formed(v, "/sign-in",
                str_print(v->arena, "sign-in=dee%%40larkwater.example&password=" TYPED "%.*s",
                          STR_ARG(carried)));
    ANSWERS(v, 200);
    HAS(v, "Enter the code");
    HAS(v, "name=\"k.more\" value=\"typed\"");
    send_formed(v, "/sign-in/code",
                str_print(v->arena, "code=%s%.*s", code_of(v, &dee), STR_ARG(carried)));
    ANSWERS(v, 200);
    HAS(v, "You are signed in again");
    HAS(v, "<input type=\"hidden\" name=\"more\" value=\"typed\">");
    assert_true(page_has(v, str_nul(v->arena, str_print(v->arena, "action=\"%s\"", address))));
    assert_true(page_has(v, str_nul(v->arena, str_print(v->arena, "name=\"token\" value=\"%.*s\"",
                                                        STR_ARG(v->token)))));
    HAS(v, "Send what I wrote");
}

static bool carries(unsigned route)
{
    return routes[route].method == METHOD_POST && routes[route].needs != ANYONE &&
           route != ROUTE_sign_out && route != ROUTE_photo_added &&
           !str_starts(str_from(routes[route].pattern), S("/api/"));
}

static struct str as_long_as_may_be(struct visit *v, struct str token)
{
    struct text x = text_open(v->arena, FORM_BYTES_MAX + 1);
    text_addf(&x, "token=%.*s&note=begins+", STR_ARG(token));
    while (x.len < FORM_BYTES_MAX - 5)
        text_addc(&x, 'a');
    text_addz(&x, "+ends");
    return text_done(&x);
}

static void send_with(struct visit *v, const char *address, struct str first, struct str carried)
{
    struct text x = text_open(v->arena, 2 * FORM_BYTES_MAX);
    text_addf(&x, "token=%.*s&", STR_ARG(v->token));
    text_add(&x, first);
    text_add(&x, carried);
    send_raw(v, address, text_done(&x));
    ANSWERS(v, 200);
}

/* A long text, no script, signed out meanwhile: each form's words are there after signing in. */
static void test_every_form_is_carried_up_to_the_bound(void **state)
{
    struct visit *v = *state;
    nobody(v);
    signs_in(v, "dee", &dee);
    struct str token = v->token, cookie = v->cookie;
    v->world->now.us += 3 * HOUR_US;
    for (unsigned i = 0; i < ROUTES; i++) {
        struct link_part parts[] = { { 1, S("a") }, { 2, S("b") }, { 3, S("c") } };
        struct text x = text_open(v->arena, 256);
        if (!carries(i))
            continue;
        route_address((enum route_name)i, parts, &x);
        v->cookie = cookie;
        send_raw(v, str_nul(v->arena, text_done(&x)), as_long_as_may_be(v, token));
        ANSWERS(v, 403);
        HAS(v, "name=\"again\"");
        HAS(v, "name=\"k.note\" value=\"begins aaaa");
    }
    struct text carried = text_open(v->arena, 2 * FORM_BYTES_MAX);
    urlform_put(&carried, false, S("again"), S("/handover"));
    urlform_put(&carried, false, S("k.note"), between(v, "name=\"k.note\" value=\"", "\""));
    send_with(v, "/sign-in", S("sign-in=dee%40larkwater.example&password=" TYPED),
              text_done(&carried));
    send_with(v, "/sign-in/code", str_print(v->arena, "code=%s", code_of(v, &dee)),
              text_done(&carried));
    HAS(v, "You are signed in again");
    HAS(v, "aaaa ends\">");
}

static void test_only_our_own_forms_are_carried(void **state)
{
    struct visit *v = *state;
    nobody(v);
    signs_in(v, "dee", &dee);
    struct str old_token = v->token;
    v->world->now.us += 3 * HOUR_US;
    v->fetch_site = "cross-site";
    send_form(v, "/handover", "more=planted");
    ANSWERS(v, 403);
    HAS_NOT(v, "planted");
    v->fetch_site = NULL;
    v->token = S("0000000000000000000000000000000000000000000000000000000000000000");
    send_form(v, "/handover", "more=planted");
    ANSWERS(v, 403);
    HAS_NOT(v, "name=\"again\"");
    v->token = old_token;
    v->cookie = S("sightline=00000000000000000000000000000000");
    send_form(v, "/handover", "more=planted");
    HAS_NOT(v, "name=\"again\"");
    nobody(v);
    signs_in(v, "dee", &dee); /* an address that is not ours is not sent to */
    look(v, "/my-account");
    nobody(v);
    types_password(v, "dee", "&again=https%3A%2F%2Felsewhere.example%2F&k.more=x");
    ANSWERS(v, 303);
    nobody(v);
    types_password(v, "dee", "&again=%2Fsign-in&k.more=x");
    ANSWERS(v, 303);
}

/* --- other people's tokens and cookies --- */

static void test_a_token_or_cookie_of_another_does_nothing(void **state)
{
    struct visit *v = *state;
    nobody(v);
    signs_in(v, "dee", &dee);
    struct str cookie = v->cookie, token = v->token;
    nobody(v);
    signs_in(v, "ruth", &ruth);
    struct str ruths = v->token;
    v->token = token; /* another session's */
    send_form(v, "/my-account/sign-outs", "");
    ANSWERS(v, 403);
    v->token = S("");
    send_form(v, "/my-account/sign-outs", "");
    ANSWERS(v, 403);
    v->token = ruths;
    v->origin = "http://elsewhere.example";
    send_form(v, "/my-account/sign-outs", "");
    ANSWERS(v, 403);
    v->origin = "http://127.0.0.1:8600";
    v->fetch_site = "cross-site";
    send_form(v, "/my-account/sign-outs", "");
    ANSWERS(v, 403);
    v->fetch_site = "same-origin";
    send_form(v, "/my-account/sign-outs", "");
    ANSWERS(v, 200);
    v->origin = v->fetch_site = NULL;
    v->cookie = cookie; /* another's cookie with one's own token */
    send_form(v, "/my-account/sign-outs", "");
    ANSWERS(v, 403);
}

static void test_an_id_planted_before_is_worth_nothing_after(void **state)
{
    struct visit *v = *state;
    nobody(v);
    look(v, "/sign-in");
    struct str planted = v->cookie;
    signs_in(v, "dee", &dee);
    assert_false(str_equal(planted, v->cookie));
    v->cookie = planted;
    look(v, "/my-account");
    ANSWERS(v, 303);
    v->cookie = S("sightline=ffffffffffffffffffffffffffffffff"); /* made up by the visitor */
    look(v, "/sign-in");
    assert_false(str_is(v->cookie, "sightline=ffffffffffffffffffffffffffffffff"));
}

static void test_signed_out_is_signed_out(void **state)
{
    struct visit *v = *state;
    nobody(v);
    signs_in(v, "dee", &dee);
    struct str cookie = v->cookie, token = v->token;
    send_form(v, "/sign-out", "");
    ANSWERS(v, 303);
    v->cookie = cookie;
    v->token = token;
    look(v, "/my-account");
    ANSWERS(v, 303);
    send_form(v, "/my-account/sign-outs", "");
    ANSWERS(v, 403);
}

static void test_sign_ins_outlive_the_program(void **state)
{
    struct visit *v = *state;
    nobody(v);
    signs_in(v, "dee", &dee);
    struct sessions *before = v->site->sessions;
    v->site->sessions = sessions_open();
    look(v, "/my-account");
    ANSWERS(v, 303);
    assert_int_equal(sessions_keep(&v->t, v->site->sessions, v->world->store, v->world->writer),
                     OK);
    look(v, "/my-account");
    ANSWERS(v, 200);
    send_form(v, "/my-account/sign-outs", ""); /* the form from before, too */
    ANSWERS(v, 200);
    assert_int_equal(sessions_flush(&v->t, v->site->sessions), OK);
    sessions_close(before);
}

/* --- guessing --- */

static void guesses(struct visit *v, unsigned times)
{
    struct str cookie = v->cookie, token = v->token, device = v->device;
    nobody(v);
    look(v, "/sign-in");
    for (unsigned i = 0; i < times; i++) {
        v->from[1] = (uint8_t)(i >> 8);
        v->from[2] = (uint8_t)i;
        v->from[3] = 77;
        send_form(v, "/sign-in", "sign-in=dee%40larkwater.example&password=a+wrong+guess+here");
        assert_true(v->out.status == 400 || v->out.status == 429);
    }
    v->cookie = cookie;
    v->token = token;
    v->device = device;
    memset(v->from, 0, sizeof v->from);
}

static void test_who_guesses_cannot_lock_the_owner_out(void **state)
{
    struct visit *v = *state;
    nobody(v);
    signs_in(v, "dee", &dee);
    struct str device = v->device;
    assert_true(device.len > 0);
    guesses(v, 300);
    nobody(v);
    types_password(v, "dee", "");
    ANSWERS(v, 429); /* a device nobody knows waits its turn */
    HAS(v, "try again in");
    nobody(v);
    v->device = device;
    signs_in(v, "dee", &dee);
    v->world->now.us += 2 * SECOND_US; /* and the turn comes soon */
    nobody(v);
    v->from[5] = 1;
    types_password(v, "dee", "");
    ANSWERS(v, 303);
    v->world->now.us += 24 * HOUR_US;
}

static void test_a_device_is_known_by_its_own_cookie_only(void **state)
{
    struct visit *v = *state;
    nobody(v);
    signs_in(v, "ruth", &ruth);
    struct str ruths = v->device;
    char *changed = str_nul(v->arena, ruths);
    char *last = changed + strlen(changed) - 1;
    *last = *last == '0' ? '1' : '0';
    struct str tries[] = { ruths, str_from(changed), S("sightline-device="),
                           S("sightline-device=0123456789abcdef.1-1-x"),
                           S("sightline-device=....-.-.-") };
    guesses(v, 300);
    for (size_t i = 0; i < COUNT(tries); i++) {
        nobody(v);
        v->device = tries[i];
        types_password(v, "dee", "");
        ANSWERS(v, 429);
    }
    v->world->now.us += 24 * HOUR_US;
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_password_and_code_let_one_in),
        cmocka_unit_test(test_what_is_wrong_is_said_in_the_same_words),
        cmocka_unit_test(test_five_wrong_codes_begin_anew),
        cmocka_unit_test(test_a_recovery_code_lets_one_in_once),
        cmocka_unit_test(test_one_comes_back_to_our_own_pages_only),
        cmocka_unit_test(test_what_was_written_is_sent_after_signing_in_again),
        cmocka_unit_test(test_every_form_is_carried_up_to_the_bound),
        cmocka_unit_test(test_only_our_own_forms_are_carried),
        cmocka_unit_test(test_a_token_or_cookie_of_another_does_nothing),
        cmocka_unit_test(test_an_id_planted_before_is_worth_nothing_after),
        cmocka_unit_test(test_signed_out_is_signed_out),
        cmocka_unit_test(test_sign_ins_outlive_the_program),
        cmocka_unit_test(test_who_guesses_cannot_lock_the_owner_out),
        cmocka_unit_test(test_a_device_is_known_by_its_own_cookie_only),
    };
    return cmocka_run_group_tests(tests, enrolled_open, visit_close);
}

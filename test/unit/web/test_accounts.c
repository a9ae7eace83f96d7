/* One's own account and those of others: changed by who may, ended for good. */
#include "enrolled.h"

#include <stdio.h>
#include <string.h>

/* --- one's own account --- */

static void test_a_new_password_ends_other_sign_ins(void **state)
{
    struct visit *v = *state;
    nobody(v);
    signs_in(v, "dee", &dee);
    struct str other = v->cookie;
    nobody(v);
    signs_in(v, "dee", &dee);
    send_form(v, "/my-account/password",
              "current=wrong+wrong+wrong&password=three+new+words&again-password=three+new+words");
    ANSWERS(v, 400);
    HAS(v, "not your password now");
    send_form(v, "/my-account/password",
              "current=" TYPED "&password=password1234&again-password=password1234");
    ANSWERS(v, 400);
    HAS(v, "tried first");
    send_form(v, "/my-account/password",
              "current=" TYPED "&password=three+new+words&again-password=three+old+words");
    ANSWERS(v, 400);
    HAS(v, "not the same");
    send_form(v, "/my-account/password",
              "current=" TYPED "&password=three+new+words&again-password=three+new+words");
    ANSWERS(v, 200);
    HAS(v, "has been changed");
    struct str mine = v->cookie;
    v->cookie = other;
    look(v, "/my-account");
    ANSWERS(v, 303);
    v->cookie = mine;
    send_form(v, "/my-account/password",
              "current=three+new+words&password=" TYPED "&again-password=" TYPED);
    ANSWERS(v, 200);
    v->world->now.us += HOUR_US;
}

static void test_another_phone_and_other_codes(void **state)
{
    struct visit *v = *state;
    struct owner_of second = { "" };
    nobody(v);
    signs_in(v, "ruth", &ruth);
    look(v, "/my-account/phone");
    ANSWERS(v, 200);
    struct str key = between(v, "<code class=\"sl-key\">", "</code>");
    size_t n = 0;
    for (size_t i = 0; i < key.len; i++)
        if (key.at[i] != ' ')
            second.key[n++] = key.at[i];
    send_formed(v, "/my-account/phone",
                str_print(v->arena, "name=Second&current=wrong&code=%s", code_of(v, &second)));
    ANSWERS(v, 400);
    send_formed(v, "/my-account/phone",
                str_print(v->arena, "name=Second&current=" TYPED "&code=%s", code_of(v, &second)));
    ANSWERS(v, 200);
    HAS(v, "The phone has been connected");
    struct str way = between(v, "name=\"way\" value=\"", "\"");
    send_form(v, "/my-account/codes", "current=" TYPED);
    ANSWERS(v, 200);
    read_codes(v, &ruth);
    nobody(v);
    signs_in(v, "ruth", &second);
    send_formed(v, "/my-account/removed",
                str_print(v->arena, "way=%.*s&current=" TYPED, STR_ARG(way)));
    ANSWERS(v, 200);
    send_formed(v, "/my-account/removed",
                str_print(v->arena, "way=%.*s&current=" TYPED, STR_ARG(way)));
    ANSWERS(v, 400);            /* gone already */
    HAS_NOT(v, "name=\"way\""); /* the last phone stays */
    ruth = (struct owner_of){ "" };
    memcpy(ruth.key, second.key, sizeof ruth.key);
    v->world->now.us += HOUR_US;
}

/* --- keeping accounts --- */

static void test_accounts_are_kept_by_ones_own_agency(void **state)
{
    struct visit *v = *state;
    nobody(v);
    signs_in(v, "dee", &dee);
    look(v, "/accounts");
    ANSWERS(v, 403);
    nobody(v);
    signs_in(v, "ruth", &ruth);
    look(v, "/accounts");
    ANSWERS(v, 200);
    HAS(v, "Ife Brandreth");
    HAS_NOT(v, "PC Lowrie"); /* of the police */
    static const struct {
        const char *whom, *says;
    } refused[] = { { "lowrie", "your own agency" },
                    { "ruth", "their own account" },
                    { "maren", "a role above yours" },
                    { "alex", "your own agency" } };
    for (size_t i = 0; i < COUNT(refused); i++) {
        send_formed(v, "/accounts/invite",
                    str_print(v->arena, "person=%u&sign-in=someone%%40example",
                              world_number(v->world, refused[i].whom)));
        ANSWERS(v, 400);
        HAS(v, refused[i].says);
    }
    uint32_t ife = world_number(v->world, "ife");
    send_formed(v, "/accounts/invite",
                str_print(v->arena, "person=%u&sign-in=ife%%40example", ife));
    ANSWERS(v, 200);
    HAS(v, "An invitation for Ife Brandreth");
    struct str path = between(v, "<code class=\"sl-key\">", "</code>");
    look(v, "/accounts");
    HAS_NOT(v, "/enrol/");
    HAS(v, "invited, not used yet");
    send_formed(v, "/accounts/end", str_print(v->arena, "person=%u&reason=", ife));
    ANSWERS(v, 400);
    send_formed(v, "/accounts/end", str_print(v->arena, "person=%u&reason=left", ife));
    ANSWERS(v, 200);
    nobody(v);
    look(v, str_nul(v->arena, path));
    ANSWERS(v, 404);
}

static void test_the_end_of_an_account_is_the_end_of_its_sign_ins(void **state)
{
    struct visit *v = *state;
    nobody(v);
    signs_in(v, "dee", &dee);
    struct str cookie = v->cookie;
    v->world->now.us += 91 * 24 * HOUR_US; /* nobody came for three months */
    nobody(v);
    assert_int_equal(keeper_daily(&v->t, v->site, v->world->reader), OK);
    v->cookie = cookie;
    look(v, "/my-account");
    ANSWERS(v, 303);
    nobody(v);
    types_password(v, "dee", "");
    ANSWERS(v, 400);
    HAS(v, "not right");
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_new_password_ends_other_sign_ins),
        cmocka_unit_test(test_another_phone_and_other_codes),
        cmocka_unit_test(test_accounts_are_kept_by_ones_own_agency),
        cmocka_unit_test(test_the_end_of_an_account_is_the_end_of_its_sign_ins),
    };
    return cmocka_run_group_tests(tests, enrolled_open, visit_close);
}

/* Accounts, ways to sign in and things used once: added, found, used, and gone when they should. */
#include <string.h>

#include "../work/given.h"
#include "access/account.h"

static unsigned kind_of(const char *code)
{
    return code_number(CODES_CREDENTIAL, str_from(code));
}

static struct account account_now(struct given *g, uint32_t person)
{
    struct account a = { 0 };
    WORKS(g, account_of(&g->t, g->r, person, &a));
    return a;
}

static uint32_t add_way(struct given *g, uint32_t person, const char *kind, const char *body)
{
    struct credential c = {
        .person = person, .kind = kind_of(kind), .name = S("Word"), .body = str_from(body)
    };
    uint32_t number = 0;
    WORKS(g, credential_add(&g->t, g->w, &c, &number));
    return number;
}

static size_t ways(struct given *g, uint32_t person)
{
    struct credential_list list;
    WORKS(g, credential_list(&g->t, g->r, person, &list));
    return list.count;
}

/* How many entries of this kind lie in the register's own log. */
static size_t noted(struct given *g, enum event_kind kind)
{
    size_t count = 0;
    for (uint32_t subject = 1; subject <= journal_subject_count(g->s->journal); subject++) {
        enum subject_kind of;
        struct stream_reader r;
        struct part p;
        WORKS(g, journal_subject_kind(&g->t, g->s->journal, subject, &of));
        if (of != SUBJECT_LOG)
            continue;
        WORKS(g, stream_open(&g->t, g->s->journal, subject, 0, &r));
        while (stream_next(&r, &p)) {
            struct event e;
            WORKS(g, event_decode(&g->t, p.payload, &e));
            count += e.kind == kind;
        }
        WORKS(g, stream_done(&r));
    }
    return count;
}

/* --- names --- */

static const struct {
    const char *typed;
    enum status gives;
} names[] = {
    { "", E_INVALID },
    { "ab", E_INVALID },
    { "abc", OK },
    { "two words", E_INVALID },
    { "tab\there", E_INVALID },
    { "bell\ahere", E_INVALID },
    { "\xff\xfe\xfd", E_INVALID },
    { "  Dee.Ashgrove@Larkwater.example ", OK },
    { "e\xcc\x81mile@larkwater.example", OK }, /* decomposed */
};

static void test_a_name_is_one_however_it_is_typed(void **state)
{
    struct given *g = *state;
    for (size_t i = 0; i < COUNT(names); i++) {
        uint32_t person = a_person(g, "Dee Ashgrove");
        GIVES(g, names[i].gives, account_add(&g->t, g->w, person, str_from(names[i].typed)));
    }
    struct account a;
    WORKS(g, account_by_sign_in(&g->t, g->r, S("DEE.ashgrove@larkwater.EXAMPLE"), &a));
    SAME(a.sign_in, S("dee.ashgrove@larkwater.example"));
    WORKS(g, account_by_sign_in(&g->t, g->r, S("\xc3\x89MILE@larkwater.example"), &a));
    GIVES(g, E_MISSING, account_by_sign_in(&g->t, g->r, S("nobody@larkwater.example"), &a));
    GIVES(g, E_MISSING, account_by_sign_in(&g->t, g->r, S(""), &a));
    char longest[SIGN_IN_BYTES_MAX + 2];
    memset(longest, 'a', sizeof longest);
    uint32_t person = a_person(g, "Long Name");
    GIVES(g, E_INVALID, account_add(&g->t, g->w, person, (struct str){ longest, 255 }));
    WORKS(g, account_add(&g->t, g->w, person, (struct str){ longest, 254 }));
}

static void test_an_account_is_of_one_person_and_one_name(void **state)
{
    struct given *g = *state;
    uint32_t dee = a_person(g, "Dee Ashgrove"), owen = a_person(g, "Owen Trask");
    GIVES(g, E_INVALID, account_add(&g->t, g->w, 9999, S("nobody@example")));
    GIVES(g, E_INVALID, account_add(&g->t, g->w, a_home(g, "Larkwater"), S("home@example")));
    WORKS(g, account_add(&g->t, g->w, dee, S("dee@example")));
    GIVES(g, E_CONFLICT, account_add(&g->t, g->w, owen, S("Dee@example")));
    SAYS(g, "choose another");
    assert_int_equal(account_now(g, dee).state, ACCOUNT_INVITED);
    WORKS(g, account_add(&g->t, g->w, dee, S("dee.ashgrove@example"))); /* invited anew */
    WORKS(g, account_used(&g->t, g->w, dee, kind_of("password")));
    assert_int_equal(account_now(g, dee).state, ACCOUNT_IN_USE);
    assert_int_equal(account_now(g, dee).used.us, g->now.us);
    GIVES(g, E_CONFLICT, account_add(&g->t, g->w, dee, S("dee@example")));
    GIVES(g, E_MISSING, account_used(&g->t, g->w, owen, kind_of("password")));
    struct account_list list;
    WORKS(g, account_list(&g->t, g->r, &list));
    assert_int_equal(list.count, 1);
    assert_int_equal(noted(g, EV_ACCOUNT_ADDED), 2);
    assert_int_equal(noted(g, EV_SIGNED_IN), 1);
}

static void test_the_end_of_an_account_takes_every_way_in(void **state)
{
    struct given *g = *state;
    uint32_t dee = a_person(g, "Dee Ashgrove");
    struct one_time invitation = { .purpose = ONE_TIME_INVITATION,
                                   .person = dee,
                                   .until = { g->now.us + HOUR_US } },
                    seen;
    struct str text;
    WORKS(g, account_add(&g->t, g->w, dee, S("dee@example")));
    add_way(g, dee, "password", "hash");
    add_way(g, dee, "totp", "seed");
    WORKS(g, one_time_make(&g->t, g->w, &invitation, &text));
    GIVES(g, E_INVALID, account_end(&g->t, g->w, dee, S("  ")));
    WORKS(g, account_end(&g->t, g->w, dee, S("left the home")));
    assert_int_equal(ways(g, dee), 0);
    GIVES(g, E_MISSING, one_time_see(&g->t, g->r, ONE_TIME_INVITATION, text, &seen));
    assert_int_equal(account_now(g, dee).ended.us, g->now.us);
    GIVES(g, E_CONFLICT, account_end(&g->t, g->w, dee, S("left the home")));
    GIVES(g, E_CONFLICT, account_reset(&g->t, g->w, dee, S("lost phone")));
    GIVES(g, E_DENIED, account_used(&g->t, g->w, dee, kind_of("password")));
    struct credential c = { .person = dee, .kind = kind_of("password") };
    GIVES(g, E_DENIED, credential_replace(&g->t, g->w, &c));
    assert_int_equal(noted(g, EV_ACCOUNT_ENDED), 1);
    WORKS(g, account_add(&g->t, g->w, dee, S("dee@example"))); /* came back */
    assert_int_equal(account_now(g, dee).state, ACCOUNT_INVITED);
    assert_true(account_now(g, dee).ended.us == NEVER.us);
}

static void test_a_reset_leaves_the_account_and_no_way_in(void **state)
{
    struct given *g = *state;
    uint32_t dee = a_person(g, "Dee Ashgrove");
    WORKS(g, account_add(&g->t, g->w, dee, S("dee@example")));
    add_way(g, dee, "password", "hash");
    WORKS(g, account_used(&g->t, g->w, dee, kind_of("password")));
    GIVES(g, E_INVALID, account_reset(&g->t, g->w, dee, S("")));
    WORKS(g, account_reset(&g->t, g->w, dee, S("lost phone")));
    assert_int_equal(ways(g, dee), 0);
    assert_int_equal(account_now(g, dee).state, ACCOUNT_INVITED);
    assert_int_equal(noted(g, EV_CREDENTIAL_REMOVED), 1);
}

/* --- ways --- */

static void test_a_way_in_is_found_changed_once_and_removed(void **state)
{
    struct given *g = *state;
    uint32_t dee = a_person(g, "Dee Ashgrove"), owen = a_person(g, "Owen Trask"), first, number;
    WORKS(g, account_add(&g->t, g->w, dee, S("dee@example")));
    WORKS(g, account_add(&g->t, g->w, owen, S("owen@example")));
    struct str lookup = credential_lookup(g->arena, S("passkey"), S("an id"));
    struct credential c = { .person = dee,
                            .kind = kind_of("passkey"),
                            .name = S("Work phone"),
                            .body = S("public\0key"),
                            .lookup = lookup },
                      found;
    WORKS(g, credential_add(&g->t, g->w, &c, &first));
    assert_int_equal(first, 1);
    WORKS(g, credential_find(&g->t, g->r, lookup, &found));
    assert_int_equal(found.person, dee);
    SAME(found.name, S("Work phone"));
    SAME(found.body, S("public\0key"));
    SAME(found.lookup, lookup);
    assert_true(found.used.us == NEVER.us);
    c.person = owen;
    GIVES(g, E_CONFLICT, credential_add(&g->t, g->w, &c, &number));
    struct str other = credential_lookup(g->arena, S("organisation"), S("an id"));
    GIVES(g, E_MISSING, credential_find(&g->t, g->r, other, &found));

    WORKS(g, credential_find(&g->t, g->r, lookup, &found));
    WORKS(g, credential_change(&g->t, g->w, &found, S("counter 1")));
    GIVES(g, E_CONFLICT, credential_change(&g->t, g->w, &found, S("counter 1")));
    WORKS(g, credential_find(&g->t, g->r, lookup, &found));
    SAME(found.body, S("counter 1"));
    assert_int_equal(found.used.us, g->now.us);

    GIVES(g, E_MISSING, credential_remove(&g->t, g->w, owen, first, S("")));
    WORKS(g, credential_remove(&g->t, g->w, dee, first, S("lost")));
    GIVES(g, E_MISSING, credential_find(&g->t, g->r, lookup, &found));
    GIVES(g, E_MISSING, credential_change(&g->t, g->w, &found, S("x")));
    assert_int_equal(noted(g, EV_CREDENTIAL_ADDED), 1);
    assert_int_equal(noted(g, EV_CREDENTIAL_REMOVED), 1);
}

static void test_a_new_password_takes_the_place_of_the_old(void **state)
{
    struct given *g = *state;
    uint32_t dee = a_person(g, "Dee Ashgrove");
    WORKS(g, account_add(&g->t, g->w, dee, S("dee@example")));
    add_way(g, dee, "totp", "seed");
    struct credential_list list;
    for (int i = 0; i < 3; i++) {
        struct credential c = { .person = dee,
                                .kind = kind_of("password"),
                                .body = str_print(g->arena, "hash %d", i) };
        WORKS(g, credential_replace(&g->t, g->w, &c));
    }
    assert_int_equal(ways(g, dee), 2);
    WORKS(g, credential_list_kind(&g->t, g->r, dee, kind_of("password"), &list));
    assert_int_equal(list.count, 1);
    SAME(list.at[0].body, S("hash 2"));
}

static void test_ways_in_are_bounded(void **state)
{
    struct given *g = *state;
    uint32_t dee = a_person(g, "Dee Ashgrove"), number;
    struct credential c = { .person = dee, .kind = kind_of("passkey"), .body = S("key") };
    GIVES(g, E_MISSING, credential_add(&g->t, g->w, &c, &number));
    WORKS(g, account_add(&g->t, g->w, dee, S("dee@example")));
    for (int i = 0; i < CREDENTIALS_MAX; i++)
        add_way(g, dee, "passkey", "key");
    GIVES(g, E_LIMIT, credential_add(&g->t, g->w, &c, &number));
    char large[CREDENTIAL_BODY_MAX + 1] = { 0 };
    c.body = (struct str){ large, sizeof large };
    GIVES(g, E_LIMIT, credential_add(&g->t, g->w, &c, &number));
    c = (struct credential){ .person = dee, .kind = 0 };
    GIVES(g, E_INVALID, credential_add(&g->t, g->w, &c, &number));
    c = (struct credential){ .person = dee, .kind = 99 };
    GIVES(g, E_INVALID, credential_add(&g->t, g->w, &c, &number));
    c = (struct credential){ .person = dee, .kind = kind_of("passkey"), .lookup = S("short") };
    GIVES(g, E_INVALID, credential_add(&g->t, g->w, &c, &number));
    c = (struct credential){ .person = dee,
                             .kind = kind_of("passkey"),
                             .name = { large, CREDENTIAL_NAME_MAX + 1 } };
    GIVES(g, E_INVALID, credential_add(&g->t, g->w, &c, &number));
}

/* --- once --- */

static void test_what_serves_once_serves_once_and_soon(void **state)
{
    struct given *g = *state;
    uint32_t dee = a_person(g, "Dee Ashgrove");
    struct one_time o = { .purpose = ONE_TIME_INVITATION,
                          .person = dee,
                          .body = S("a body"),
                          .until = { g->now.us + 24 * HOUR_US } },
                    found;
    struct str first, second;
    WORKS(g, one_time_make(&g->t, g->w, &o, &first));
    assert_int_equal(first.len, ONE_TIME_TEXT);
    WORKS(g, one_time_see(&g->t, g->r, ONE_TIME_INVITATION, first, &found));
    GIVES(g, E_MISSING, one_time_see(&g->t, g->r, ONE_TIME_OIDC, first, &found));
    WORKS(g, one_time_make(&g->t, g->w, &o, &second)); /* the older one ends with it */
    GIVES(g, E_MISSING, one_time_see(&g->t, g->r, ONE_TIME_INVITATION, first, &found));
    GIVES(g, E_MISSING, one_time_take(&g->t, g->w, ONE_TIME_INVITATION, S(""), &found));
    GIVES(g, E_MISSING, one_time_take(&g->t, g->w, ONE_TIME_PASSKEY, second, &found));
    WORKS(g, one_time_take(&g->t, g->w, ONE_TIME_INVITATION, second, &found));
    assert_int_equal(found.person, dee);
    SAME(found.body, S("a body"));
    GIVES(g, E_MISSING, one_time_take(&g->t, g->w, ONE_TIME_INVITATION, second, &found));

    WORKS(g, one_time_make(&g->t, g->w, &o, &first));
    g->now.us += 24 * HOUR_US - 1;
    WORKS(g, one_time_see(&g->t, g->r, ONE_TIME_INVITATION, first, &found));
    g->now.us += 1;
    GIVES(g, E_MISSING, one_time_see(&g->t, g->r, ONE_TIME_INVITATION, first, &found));
    GIVES(g, E_MISSING, one_time_take(&g->t, g->w, ONE_TIME_INVITATION, first, &found));
}

static void test_a_stranger_cannot_fill_the_log(void **state)
{
    struct given *g = *state;
    for (int i = 0; i < 100; i++)
        WORKS(g, account_say_failed(&g->t, g->w, 0, kind_of("password")));
    assert_int_equal(noted(g, EV_SIGN_IN_FAILED), 30);
    g->now.us += 60 * SECOND_US;
    WORKS(g, account_say_failed(&g->t, g->w, a_person(g, "Dee Ashgrove"), kind_of("totp")));
    assert_int_equal(noted(g, EV_SIGN_IN_FAILED), 31);
}

static void test_what_lies_in_the_file_is_still_there_after_a_start(void **state)
{
    struct given *g = *state;
    uint32_t dee = a_person(g, "Dee Ashgrove");
    WORKS(g, account_add(&g->t, g->w, dee, S("dee@example")));
    add_way(g, dee, "password", "hash");
    given_shut(g);
    WORKS(g, given_reopen(g));
    struct credential_list list;
    WORKS(g, credential_list(&g->t, g->r, dee, &list));
    assert_int_equal(list.count, 1);
    SAME(list.at[0].body, S("hash"));
    struct account a;
    WORKS(g, account_by_sign_in(&g->t, g->r, S("dee@example"), &a));
    assert_int_equal(a.person, dee);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_a_name_is_one_however_it_is_typed),
        CASE(test_an_account_is_of_one_person_and_one_name),
        CASE(test_the_end_of_an_account_takes_every_way_in),
        CASE(test_a_reset_leaves_the_account_and_no_way_in),
        CASE(test_a_way_in_is_found_changed_once_and_removed),
        CASE(test_a_new_password_takes_the_place_of_the_old),
        CASE(test_ways_in_are_bounded),
        CASE(test_what_serves_once_serves_once_and_soon),
        CASE(test_a_stranger_cannot_fill_the_log),
        CASE(test_what_lies_in_the_file_is_still_there_after_a_start),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

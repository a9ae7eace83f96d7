/* Passwords, codes and recovery codes: what may be chosen, what is right, and each code once. */
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#undef fail /* cmocka's macro hides base/status.h's function */
// clang-format on
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../work/given.h"
#include "access/password.h"
#include "access/totp.h"

static const struct password_cost cheap = { 1, (size_t)64 << 10 };
static const struct breached none = { .fd = -1 };

static const struct {
    const char *typed;
    enum status gives;
} choices[] = {
    { "", E_INVALID },
    { "elevenlette", E_INVALID },
    { "twelve lette", OK },
    { "lamp otter window", OK },
    { "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", E_INVALID }, /* six letters, 12 bytes */
    { "hufen ysgol \xc5\xb5", OK },
    { "\xf0\x9f\xa6\xa6 otter \xf0\x9f\xa6\xa6 lamp", OK },
    { "password1234", E_INVALID },
    { "PassWord2026!!", E_INVALID },
    { "passwordpassword", E_INVALID },
    { "aaaaaaaaaaaa", E_INVALID },
    { "abcabcabcabc", E_INVALID },
    { "123456789012", E_INVALID },
    { "987654321098", E_INVALID },
    { "1234-1234-1234", E_INVALID },
    { "Winter2026!!", E_INVALID },
    { "sightline2026", E_INVALID },
    { "Dee Ashgrove 1", E_INVALID },
    { "dee@larkwater.example", E_INVALID },
    { "Winter lamps at sea", OK },
};

static void test_what_may_be_chosen(void **state)
{
    struct given *g = *state;
    const struct str names[] = { S("Dee Ashgrove"), S("Dee"), S("dee@larkwater.example") };
    for (size_t i = 0; i < COUNT(choices); i++) {
        status got = password_choose(&g->t, &none, str_from(choices[i].typed), names, 3);
        if (got != choices[i].gives)
            print_error("%s: %s\n", choices[i].typed, g->t.reason);
        assert_int_equal(got, choices[i].gives);
    }
}

static void test_what_was_typed_has_one_spelling(void **state)
{
    struct given *g = *state;
    struct str composed, apart;
    char longest[PASSWORD_BYTES_MAX + 1];
    memset(longest, 'x', sizeof longest);
    WORKS(g, password_read(&g->t, S("caf\xc3\xa9 lamp otter"), &composed));
    WORKS(g, password_read(&g->t, S("cafe\xcc\x81 lamp otter"), &apart));
    SAME(composed, apart);
    WORKS(g, password_read(&g->t, (struct str){ longest, PASSWORD_BYTES_MAX }, &apart));
    GIVES(g, E_INVALID, password_read(&g->t, (struct str){ longest, sizeof longest }, &apart));
    GIVES(g, E_INVALID, password_read(&g->t, S("\xff\xfe"), &apart));
    GIVES(g, E_INVALID, password_read(&g->t, S("a\0b"), &apart));
}

static void test_only_the_password_is_the_password(void **state)
{
    struct given *g = *state;
    struct str kept, again;
    WORKS(g, password_keep(&g->t, cheap, S("lamp otter window"), &kept));
    WORKS(g, password_keep(&g->t, cheap, S("lamp otter window"), &again));
    assert_true(str_starts(kept, S("$argon2id$")));
    assert_false(str_equal(kept, again));
    assert_true(password_is(cheap, kept, S("lamp otter window")));
    assert_false(password_is(cheap, kept, S("lamp otter windoW")));
    assert_false(password_is(cheap, kept, S("")));
    assert_false(password_is(cheap, S(""), S("lamp otter window")));
    assert_false(password_is(cheap, S("not a hash"), S("lamp otter window")));
    assert_false(password_is_old(cheap, kept));
    assert_true(password_is_old((struct password_cost){ 2, cheap.bytes }, kept));
    assert_true(password_is_old((struct password_cost){ 1, cheap.bytes * 2 }, kept));
    assert_false(password_is_old((struct password_cost){ 1, cheap.bytes / 2 }, kept));
    assert_true(password_is_old(cheap, S("rubbish")));
}

/* --- the list from break-ins --- */

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

static struct str write_list(struct given *g, size_t lines)
{
    char(*line)[64] = calloc(lines, 64);
    struct str path = given_path(g, "breached");
    for (size_t i = 0; i < lines; i++) {
        char text[48];
        unsigned char digest[20];
        int len = snprintf(text, sizeof text, "found elsewhere %zu", i);
        assert_int_equal(EVP_Digest(text, (size_t)len, digest, NULL, EVP_sha1(), NULL), 1);
        for (size_t k = 0; k < 20; k++)
            snprintf(line[i] + 2 * k, 3, "%02X", digest[k]);
        snprintf(line[i] + 40, 24, ":%u", (unsigned)(i * i + 1));
    }
    qsort(line, lines, 64, by_text);
    FILE *f = fopen(str_nul(g->arena, path), "w");
    assert_non_null(f);
    for (size_t i = 0; i < lines; i++)
        fprintf(f, "%s\r\n", line[i]);
    fclose(f);
    free(line);
    return path;
}

static void test_what_was_found_in_break_ins_is_refused(void **state)
{
    struct given *g = *state;
    static const size_t sizes[] = { 1, 2, 3, 1000 };
    for (size_t s = 0; s < COUNT(sizes); s++) {
        struct breached list;
        bool found;
        WORKS(g, breached_open(&g->t, write_list(g, sizes[s]), &list));
        for (size_t i = 0; i < sizes[s] + 50; i++) {
            struct str typed = str_print(g->arena, "found elsewhere %zu", i);
            WORKS(g, breached_has(&g->t, &list, typed, &found));
            assert_int_equal(found, i < sizes[s]);
        }
        GIVES(g, E_INVALID, password_choose(&g->t, &list, S("found elsewhere 0"), NULL, 0));
        SAYS(g, "break-in");
        breached_close(&list);
    }
}

static const char *const no_lists[] = {
    "",
    "hello\n",
    "00000000000000000000000000000000000000a0:1\n", /* small letters */
    "0000000000000000000000000000000000000000;1\n",
};

static void test_a_file_that_is_no_list_is_refused_at_the_start(void **state)
{
    struct given *g = *state;
    struct breached list;
    struct str path = given_path(g, "breached");
    GIVES(g, E_INVALID, breached_open(&g->t, S("/nowhere/at/all"), &list));
    GIVES(g, E_INVALID, breached_open(&g->t, S("/tmp"), &list));
    for (size_t i = 0; i < COUNT(no_lists); i++) {
        FILE *f = fopen(str_nul(g->arena, path), "w");
        assert_non_null(f);
        fputs(no_lists[i], f);
        fclose(f);
        GIVES(g, E_INVALID, breached_open(&g->t, path, &list));
    }
    WORKS(g, breached_open(&g->t, S(""), &list));
    assert_int_equal(list.fd, -1);
}

static void test_a_list_that_cannot_be_read_stops_choosing(void **state)
{
    struct given *g = *state;
    struct breached broken = { .fd = 9999, .size = 100 };
    GIVES(g, E_IO, password_choose(&g->t, &broken, S("lamp otter window"), NULL, 0));
}

/* --- codes --- */

/* The key of RFC 6238's own examples, "12345678901234567890", and its last six digits. */
static const struct {
    int64_t seconds;
    const char *code;
} rfc[] = {
    { 59, "287082" },         { 1111111109, "081804" }, { 1111111111, "050471" },
    { 1234567890, "005924" }, { 2000000000, "279037" }, { INT64_C(20000000000), "353130" },
};

static struct str body_of_rfc(struct given *g)
{
    char *body = NEWS(g->arena, char, TOTP_BODY_BYTES);
    memcpy(body, "12345678901234567890", TOTP_SEED_BYTES);
    return (struct str){ body, TOTP_BODY_BYTES };
}

static void test_codes_are_those_of_the_standard(void **state)
{
    struct given *g = *state;
    struct str next;
    for (size_t i = 0; i < COUNT(rfc); i++) {
        struct instant now = { rfc[i].seconds * SECOND_US };
        WORKS(g, totp_check(&g->t, body_of_rfc(g), str_from(rfc[i].code), now, &next));
    }
    SAME(totp_key(g->arena, body_of_rfc(g)), S("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"));
    SAME(totp_uri(g->arena, body_of_rfc(g), S("dee@example")),
         S("otpauth://totp/Sightline:dee%40example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
           "&issuer=Sightline"));
}

static void test_a_code_serves_in_its_step_and_beside_it_and_once(void **state)
{
    struct given *g = *state;
    struct str body = body_of_rfc(g), next, last;
    static const struct {
        int64_t later;
        enum status gives;
    } steps[] = { { -60, E_DENIED }, { -30, OK }, { 0, OK }, { 30, OK }, { 60, E_DENIED } };
    for (size_t i = 0; i < COUNT(steps); i++) {
        struct instant now = { (1111111111 + steps[i].later) * SECOND_US };
        GIVES(g, steps[i].gives, totp_check(&g->t, body, S("050 471"), now, &next));
    }
    struct instant now = { 1111111111 * SECOND_US };
    WORKS(g, totp_check(&g->t, body, S("050471"), now, &next));
    GIVES(g, E_DENIED, totp_check(&g->t, next, S("050471"), now, &last));
    GIVES(g, E_DENIED, totp_check(&g->t, next, S("081804"), now, &last)); /* the step before */
    static const char *const wrong[] = { "", "050472", "05047", "0504711", "05047x", "-50471" };
    for (size_t i = 0; i < COUNT(wrong); i++)
        GIVES(g, E_DENIED, totp_check(&g->t, body, str_from(wrong[i]), now, &next));
}

static void test_a_phone_can_read_the_picture(void **state)
{
    struct given *g = *state;
    struct totp_squares q;
    WORKS(g, totp_squares(&g->t, totp_uri(g->arena, totp_new(g->arena), S("dee@example")), &q));
    assert_true(q.side >= 21 && q.side <= 57 && q.side % 4 == 1);
    for (size_t i = 0; i < 7; i++) /* the corner that a reader looks for */
        assert_true(q.dark[i] && q.dark[i * q.side] && q.dark[6 * q.side + i]);
    assert_false(q.dark[q.side + 1]);
}

static void test_a_recovery_code_serves_once(void **state)
{
    struct given *g = *state;
    struct str codes[RECOVERY_CODES], body, next;
    recovery_new(g->arena, g->s, codes, &body);
    assert_int_equal(recovery_left(body), RECOVERY_CODES);
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        assert_int_equal(codes[i].len, 14);
        assert_null(memmem(body.at, body.len, codes[i].at, 4));
        WORKS(g, recovery_check(&g->t, g->s, body, codes[i], &next));
        GIVES(g, E_DENIED, recovery_check(&g->t, g->s, next, codes[i], &next));
        body = next;
        assert_int_equal(recovery_left(body), RECOVERY_CODES - 1 - i);
    }
    GIVES(g, E_DENIED, recovery_check(&g->t, g->s, body, S(""), &next));
    GIVES(g, E_DENIED, recovery_check(&g->t, g->s, body, S("aaaa-aaaa-aaaa"), &next));
    GIVES(g, E_DENIED, recovery_check(&g->t, g->s, body, S("aaaa-aaaa-aaaa-a"), &next));
    recovery_new(g->arena, g->s, codes, &body);
    char *loud = str_nul(g->arena, codes[3]);
    for (char *c = loud; *c; c++)
        *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c == '-' ? ' ' : *c;
    WORKS(g, recovery_check(&g->t, g->s, body, str_from(loud), &next));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_what_may_be_chosen),
        CASE(test_what_was_typed_has_one_spelling),
        CASE(test_only_the_password_is_the_password),
        CASE(test_what_was_found_in_break_ins_is_refused),
        CASE(test_a_file_that_is_no_list_is_refused_at_the_start),
        CASE(test_a_list_that_cannot_be_read_stops_choosing),
        CASE(test_codes_are_those_of_the_standard),
        CASE(test_a_code_serves_in_its_step_and_beside_it_and_once),
        CASE(test_a_phone_can_read_the_picture),
        CASE(test_a_recovery_code_serves_once),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

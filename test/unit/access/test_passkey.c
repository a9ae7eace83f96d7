/* Passkeys: three kinds of key, one byte wrong anywhere, another site, another question, a copy. */
#include "authenticator.h"

#include "../base/given.h"
#include "access/base64url.h"

static const char origin[] = "https://register.example";
#define CHALLENGE S("0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdef")

static struct passkey_site here(struct task *t)
{
    struct passkey_site s;
    assert_int_equal(passkey_site_of(t, str_from(origin), &s), OK);
    return s;
}

static const int algs[] = { -7, -8, -257 };

static void test_site(void **state)
{
    static const struct {
        const char *address, *rp_id, *origin;
    } rows[] = {
        { "https://register.example", "register.example", "https://register.example" },
        { "https://register.example/", "register.example", "https://register.example" },
        { "https://register.example:443", "register.example", "https://register.example" },
        { "https://register.example:8600", "register.example", "https://register.example:8600" },
        { "http://localhost:8600", "localhost", "http://localhost:8600" },
        { "http://localhost", "localhost", "http://localhost" },
        { "http://register.example", NULL, NULL },
        { "http://localhost.evil.example", NULL, NULL },
        { "https://", NULL, NULL },
        { "https://Register.example", NULL, NULL },
        { "https://a b", NULL, NULL },
        { "https://register.example:0", NULL, NULL },
        { "https://register.example:99999", NULL, NULL },
        { "", NULL, NULL },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct passkey_site s;
        bool good = passkey_site_of(t, str_from(rows[i].address), &s) == OK;
        if (good != (rows[i].rp_id != NULL))
            fail_msg("%s", rows[i].address);
        if (good) {
            SAME(s.rp_id, rows[i].rp_id);
            SAME(s.origin, rows[i].origin);
        }
    }
}

static struct passkey registered(struct task *t, struct authenticator *a, bool self)
{
    struct passkey_site s = here(t);
    struct str client = client_data(t->arena, "webauthn.create", CHALLENGE, origin);
    struct passkey_made m = { client, attestation(t->arena, a, client, self) };
    struct passkey p, again;
    assert_int_equal(passkey_register(t, &s, CHALLENGE, &m, &p), OK);
    assert_int_equal(p.alg, a->alg);
    assert_memory_equal(p.id.at, a->id, sizeof a->id);
    struct str body = passkey_pack(t->arena, &p);
    assert_int_equal(passkey_unpack(t, body, &again), OK);
    assert_true(again.alg == p.alg && again.uses == p.uses && str_equal(again.id, p.id) &&
                str_equal(again.key, p.key));
    for (size_t n = 0; n < body.len; n++)
        assert_int_equal(passkey_unpack(t, (struct str){ body.at, n }, &again), E_CORRUPT);
    return p;
}

static void test_register_and_sign_in(void **state)
{
    struct task *t = given_task(state);
    struct passkey_site s = here(t);
    for (size_t i = 0; i < COUNT(algs) * 2; i++) {
        struct authenticator a = authenticator_open(algs[i / 2], "register.example");
        struct passkey p = registered(t, &a, i % 2);
        struct str client = client_data(t->arena, "webauthn.get", CHALLENGE, origin), asked;
        struct passkey_shown m = assertion(t->arena, &a, client);
        uint32_t uses = 99;
        assert_int_equal(passkey_challenge(t, client, &asked), OK);
        assert_true(str_equal(asked, CHALLENGE));
        assert_int_equal(passkey_check(t, &s, CHALLENGE, &p, &m, &uses), OK);
        assert_int_equal(uses, 0);
        authenticator_close(&a);
    }
}

static struct str spoiled(struct arena *a, struct str s, size_t at)
{
    char *copy = str_nul(a, s);
    copy[at] = (char)(copy[at] ^ 0x10);
    return (struct str){ copy, s.len };
}

/* Any one byte of what is signed, or of the signature. */
static void test_one_wrong_byte_is_refused(void **state)
{
    struct task *t = given_task(state);
    struct passkey_site s = here(t);
    for (size_t i = 0; i < COUNT(algs); i++) {
        struct authenticator a = authenticator_open(algs[i], "register.example");
        struct passkey p = registered(t, &a, false);
        struct str client = client_data(t->arena, "webauthn.get", CHALLENGE, origin);
        struct passkey_shown good = assertion(t->arena, &a, client);
        uint32_t uses;
        struct str *const parts[] = { &good.client_data, &good.authenticator_data,
                                      &good.signature };
        for (size_t k = 0; k < COUNT(parts); k++) {
            struct str whole = *parts[k];
            for (size_t n = 0; n < whole.len; n++) {
                *parts[k] = spoiled(t->arena, whole, n);
                assert_int_not_equal(passkey_check(t, &s, CHALLENGE, &p, &good, &uses), OK);
            }
            *parts[k] = (struct str){ whole.at, whole.len - 1 };
            assert_int_not_equal(passkey_check(t, &s, CHALLENGE, &p, &good, &uses), OK);
            *parts[k] = S("");
            assert_int_not_equal(passkey_check(t, &s, CHALLENGE, &p, &good, &uses), OK);
            *parts[k] = whole;
        }
        assert_int_equal(passkey_check(t, &s, CHALLENGE, &p, &good, &uses), OK);
        authenticator_close(&a);
    }
}

/* One thing other than it should be, both when registering and when signing in. */
static void test_another_site_question_or_nobody(void **state)
{
    static const struct {
        const char *type, *challenge, *origin, *rp_id, *says;
        unsigned flags;
    } rows[] = {
        { "webauthn.x", NULL, origin, "register.example", "something else", FLAGS_GOOD },
        { NULL, "another question, as long as it", origin, "register.example", "another question",
          FLAGS_GOOD },
        { NULL, NULL, "https://evil.example", "register.example", "another site", FLAGS_GOOD },
        { NULL, NULL, "http://register.example", "register.example", "another site", FLAGS_GOOD },
        { NULL, NULL, "https://register.example.evil.example", "register.example", "another site",
          FLAGS_GOOD },
        { NULL, NULL, origin, "evil.example", "another site", FLAGS_GOOD },
        { NULL, NULL, origin, "register.example", "that it is you", 1 },
        { NULL, NULL, origin, "register.example", "that it is you", 4 },
        { NULL, NULL, origin, "register.example", "that it is you", 0 },
    };
    struct task *t = given_task(state);
    struct passkey_site s = here(t);
    struct authenticator a = authenticator_open(-7, "register.example");
    struct passkey p = registered(t, &a, false), ignored;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str asked = rows[i].challenge ? str_from(rows[i].challenge) : CHALLENGE;
        const char *type = rows[i].type;
        uint32_t uses;
        a.rp_id = rows[i].rp_id;
        a.flags = rows[i].flags;
        struct str c = client_data(t->arena, type ? type : "webauthn.get", asked, rows[i].origin);
        struct passkey_shown m = assertion(t->arena, &a, c);
        assert_int_equal(passkey_check(t, &s, CHALLENGE, &p, &m, &uses), E_DENIED);
        if (!strstr(t->reason, rows[i].says))
            fail_msg("row %zu said: %s", i, t->reason);
        c = client_data(t->arena, type ? type : "webauthn.create", asked, rows[i].origin);
        struct passkey_made n = { c, attestation(t->arena, &a, c, false) };
        assert_int_equal(passkey_register(t, &s, CHALLENGE, &n, &ignored), E_DENIED);
    }
    authenticator_close(&a);
}

static void test_a_counter_that_goes_back_is_a_copy(void **state)
{
    static const struct {
        uint32_t kept, said;
        enum status want;
    } rows[] = {
        { 0, 0, OK },
        { 0, 1, OK },
        { 1, 2, OK },
        { 1, 1, E_CONFLICT },
        { 2, 1, E_CONFLICT },
        { 1, 0, E_CONFLICT },
        { UINT32_MAX - 1, UINT32_MAX, OK },
        { UINT32_MAX, 0, E_CONFLICT },
    };
    struct task *t = given_task(state);
    struct passkey_site s = here(t);
    struct authenticator a = authenticator_open(-8, "register.example");
    struct passkey p = registered(t, &a, false);
    struct str client = client_data(t->arena, "webauthn.get", CHALLENGE, origin);
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint32_t uses = 0;
        p.uses = rows[i].kept;
        a.uses = rows[i].said;
        struct passkey_shown m = assertion(t->arena, &a, client);
        assert_int_equal(passkey_check(t, &s, CHALLENGE, &p, &m, &uses), rows[i].want);
        assert_int_equal(uses, rows[i].want == OK ? rows[i].said : 0);
    }
    authenticator_close(&a);
}

static void test_broken_objects_are_refused(void **state)
{
    struct task *t = given_task(state);
    struct passkey_site s = here(t);
    struct authenticator a = authenticator_open(-7, "register.example");
    struct str client = client_data(t->arena, "webauthn.create", CHALLENGE, origin);
    struct str whole = attestation(t->arena, &a, client, true);
    struct passkey p;
    for (size_t n = 0; n < whole.len; n++) {
        struct passkey_made cut = { client, { whole.at, n } };
        assert_int_not_equal(passkey_register(t, &s, CHALLENGE, &cut, &p), OK);
        struct passkey_made one = { client, spoiled(t->arena, whole, n) };
        assert_int_not_equal(passkey_register(t, &s, CHALLENGE, &one, &p), OK);
    }
    static const struct str rows[] = {
        { "\xbb\x7f\xff\xff\xff\xff\xff\xff\xff",
          9 }, /* a map of more pairs than there are bytes */
        { "\x9b\x00\x00\x00\xff\xff\xff\xff\xff", 9 },
        { "\x5b\x00\x00\x00\xff\xff\xff\xff\xff", 9 },
        { "\x81\x81\x81\x81\x81\x81\x81\x81\x81\x81\x00", 11 },
        { "\xbf\xff", 2 },
        { "\xa0", 1 },
        { "\x00", 1 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct passkey_made m = { client, rows[i] };
        assert_int_equal(passkey_register(t, &s, CHALLENGE, &m, &p), E_INVALID);
    }
    authenticator_close(&a);
}

static void test_base64url(void **state)
{
    static const struct {
        const char *text, *bytes; /* NULL: not taken */
    } rows[] = {
        { "", "" },           { "Zg", "f" },         { "Zm8", "fo" },  { "Zm9v", "foo" },
        { "Zm9vYg", "foob" }, { "_-8", "\xff\xef" }, { "Zh", NULL },   { "Z", NULL },
        { "Zg==", NULL },     { "Zm9+", NULL },      { "Zm 8", NULL },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str got;
        bool good = base64url_read(t->arena, str_from(rows[i].text), &got);
        assert_int_equal(good, rows[i].bytes != NULL);
        if (good) {
            SAME(got, rows[i].bytes);
            SAME(base64url_print(t->arena, got.at, got.len), rows[i].text);
        }
    }
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_base64url, given_open, given_close),
        cmocka_unit_test_setup_teardown(test_site, given_open, given_close),
        cmocka_unit_test_setup_teardown(test_register_and_sign_in, given_open, given_close),
        cmocka_unit_test_setup_teardown(test_one_wrong_byte_is_refused, given_open, given_close),
        cmocka_unit_test_setup_teardown(test_another_site_question_or_nobody, given_open,
                                        given_close),
        cmocka_unit_test_setup_teardown(test_a_counter_that_goes_back_is_a_copy, given_open,
                                        given_close),
        cmocka_unit_test_setup_teardown(test_broken_objects_are_refused, given_open, given_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

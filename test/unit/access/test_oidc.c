/* What a provider says: believed when everything is right, and refused for each thing that is not.
 */
#include "provider.h"

#include "../base/given.h"
#include "access/base64url.h"
#include "access/oidc.h"
#include "base/hash.h"

static const struct oidc_issuer issuer = {
    .name = { "northmere", 9 },
    .issuer = { "https://login.northmere.example", 31 },
    .client_id = { "sightline", 9 },
};
#define NONCE "n-0S6_WzA2Mj"
#define NOW   1794400000
#define GOOD_CLAIMS                                                                                \
    "{\"iss\":\"https://login.northmere.example\",\"aud\":\"sightline\",\"sub\":\"u-17\","         \
    "\"nonce\":\"" NONCE "\",\"iat\":1794399990,\"exp\":1794400300}"

static const char *const algs[] = { "RS256", "ES256", "EdDSA" };

static struct str header_of(struct task *t, const char *alg, const char *kid)
{
    return str_print(t->arena, "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"JWT\"}", alg, kid);
}

static struct str keys_with(struct task *t, const struct provider_key *k, const char *kid)
{
    struct str one = provider_jwk(t->arena, k, kid, "\"use\":\"sig\",");
    return str_print(t->arena, "{\"keys\":[{\"kty\":\"unknown\",\"kid\":\"%s\"},%.*s]}", kid,
                     STR_ARG(one));
}

static struct task *at_noon(void **state)
{
    ((struct given *)*state)->now.us = NOW * SECOND_US;
    return given_task(state);
}

static void test_three_kinds_of_signature(void **state)
{
    struct task *t = at_noon(state);
    for (size_t i = 0; i < COUNT(algs); i++) {
        struct provider_key k = provider_key_open(algs[i], 2048);
        struct str head = header_of(t, algs[i], "a");
        struct str token = provider_token(t->arena, &k, head.at, GOOD_CLAIMS);
        struct str keys = keys_with(t, &k, "a");
        struct oidc_person p;
        if (oidc_token_read(t, &issuer, token, keys, S(NONCE), &p) != OK)
            fail_msg("%s: %s", algs[i], t->reason);
        SAME(p.subject, "u-17");
        SAME(p.email, "");
        /* The same with any one letter changed is not believed. */
        for (size_t n = 0; n < token.len; n++) {
            char *copy = str_nul(t->arena, token);
            copy[n] = copy[n] == 'A' ? 'B' : 'A';
            if (copy[n] == token.at[n])
                continue;
            struct str bad = { copy, token.len };
            assert_int_not_equal(oidc_token_read(t, &issuer, bad, keys, S(NONCE), &p), OK);
        }
        provider_key_close(&k);
    }
}

static void test_every_claim_must_be_right(void **state)
{
#define BUT(iss, aud, more) "{\"iss\":\"" iss "\"," aud more "}"
#define ISS                 "https://login.northmere.example"
#define AUD                 "\"aud\":\"sightline\","
#define WHO                 "\"sub\":\"u-17\",\"nonce\":\"" NONCE "\","
#define TIME                "\"iat\":1794399990,\"exp\":1794400300"
    static const struct {
        const char *claims, *says; /* NULL: believed */
    } rows[] = {
        { BUT(ISS, AUD, WHO TIME), NULL },
        { BUT("https://login.northmere.example/", AUD, WHO TIME), "another organisation" },
        { BUT("https://evil.example", AUD, WHO TIME), "another organisation" },
        { BUT(ISS, "\"aud\":\"other\",", WHO TIME), "somebody else" },
        { BUT(ISS, "\"aud\":[\"other\"],", WHO TIME), "somebody else" },
        { BUT(ISS, "", WHO TIME), "somebody else" },
        { BUT(ISS, "\"aud\":[\"sightline\"],", WHO TIME), NULL },
        { BUT(ISS, "\"aud\":[\"sightline\",\"other\"],", WHO TIME), "somebody else" },
        { BUT(ISS, "\"aud\":[\"sightline\",\"other\"],\"azp\":\"other\",", WHO TIME),
          "somebody else" },
        { BUT(ISS, "\"aud\":[\"sightline\",\"other\"],\"azp\":\"sightline\",", WHO TIME), NULL },
        { BUT(ISS, AUD "\"azp\":\"other\",", WHO TIME), "somebody else" },
        { BUT(ISS, AUD "\"azp\":7,", WHO TIME), "somebody else" },
        { BUT(ISS, AUD, WHO "\"iat\":1794399990,\"exp\":1794399939"), "too old" },
        { BUT(ISS, AUD, WHO "\"iat\":1794399990,\"exp\":1794399941"), NULL },
        { BUT(ISS, AUD, WHO "\"iat\":1794400061,\"exp\":1794400300"), "too old" },
        { BUT(ISS, AUD, WHO "\"iat\":1794400060,\"exp\":1794400300"), NULL },
        { BUT(ISS, AUD, WHO "\"iat\":1794399400,\"exp\":1794400300"), "too old" },
        { BUT(ISS, AUD, WHO "\"iat\":1794399401,\"exp\":1794400300"), NULL },
        { BUT(ISS, AUD, WHO TIME ",\"nbf\":1794400061"), "too old" },
        { BUT(ISS, AUD, WHO "\"exp\":1794400300"), "too old" },
        { BUT(ISS, AUD, WHO "\"iat\":1794399990"), "too old" },
        { BUT(ISS, AUD, WHO "\"iat\":1794399990,\"exp\":\"1794400300\""), "too old" },
        { BUT(ISS, AUD, "\"sub\":\"u-17\",\"nonce\":\"other\"," TIME), "another question" },
        { BUT(ISS, AUD, "\"sub\":\"u-17\"," TIME), "another question" },
        { BUT(ISS, AUD, "\"nonce\":\"" NONCE "\"," TIME), "who you are" },
        { BUT(ISS, AUD, "\"sub\":\"\",\"nonce\":\"" NONCE "\"," TIME), "who you are" },
        { BUT(ISS, AUD, "\"sub\":17,\"nonce\":\"" NONCE "\"," TIME), "who you are" },
        { "[]", "cannot be read" },
        { "{\"iss\":", "cannot be read" },
    };
    struct task *t = at_noon(state);
    struct provider_key k = provider_key_open("EdDSA", 0);
    struct str keys = keys_with(t, &k, "a"), head = header_of(t, "EdDSA", "a");
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct oidc_person p;
        struct str token = provider_token(t->arena, &k, head.at, rows[i].claims);
        status got = oidc_token_read(t, &issuer, token, keys, S(NONCE), &p);
        if (got != (rows[i].says ? E_DENIED : OK) ||
            (rows[i].says && !strstr(t->reason, rows[i].says)))
            fail_msg("row %zu: %s", i, t->reason);
    }
    struct oidc_person p;
    struct str token = provider_token(t->arena, &k, head.at, GOOD_CLAIMS);
    assert_int_equal(oidc_token_read(t, &issuer, token, keys, S(""), &p), E_DENIED);
    struct oidc_issuer strict = issuer;
    strict.acr = S("phr mfa");
    assert_int_equal(oidc_token_read(t, &strict, token, keys, S(NONCE), &p), E_DENIED);
    token = provider_token(t->arena, &k, head.at, BUT(ISS, AUD, WHO TIME ",\"acr\":\"mfa\""));
    assert_int_equal(oidc_token_read(t, &strict, token, keys, S(NONCE), &p), OK);
    token = provider_token(t->arena, &k, head.at, BUT(ISS, AUD, WHO TIME ",\"acr\":\"m\""));
    assert_int_equal(oidc_token_read(t, &strict, token, keys, S(NONCE), &p), E_DENIED);
    provider_key_close(&k);
}

static void test_an_address_counts_when_it_was_verified(void **state)
{
    static const struct {
        const char *more, *email;
    } rows[] = {
        { ",\"email\":\"Ann@northmere.example\",\"email_verified\":true", "ann@northmere.example" },
        { ",\"email\":\"ann@northmere.example\",\"email_verified\":false", "" },
        { ",\"email\":\"ann@northmere.example\",\"email_verified\":\"true\"", "" },
        { ",\"email\":\"ann@northmere.example\"", "" },
        { ",\"email_verified\":true", "" },
    };
    struct task *t = at_noon(state);
    struct provider_key k = provider_key_open("EdDSA", 0);
    struct str keys = keys_with(t, &k, "a"), head = header_of(t, "EdDSA", "a");
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct oidc_person p;
        struct str c =
            str_print(t->arena, "%.*s%s}", (int)strlen(GOOD_CLAIMS) - 1, GOOD_CLAIMS, rows[i].more);
        struct str token = provider_token(t->arena, &k, head.at, c.at);
        assert_int_equal(oidc_token_read(t, &issuer, token, keys, S(NONCE), &p), OK);
        SAME(p.email, rows[i].email);
    }
    provider_key_close(&k);
}

/* None at all, with the public key as a password, another's key, a weak one, one of several. */
static void test_keys_and_kinds_that_are_not_taken(void **state)
{
    struct task *t = at_noon(state);
    struct provider_key k = provider_key_open("RS256", 2048),
                        weak = provider_key_open("RS256", 1024),
                        other = provider_key_open("RS256", 2048);
    struct str keys = keys_with(t, &k, "a"), token, claims = S(GOOD_CLAIMS);
    struct oidc_person p;
    struct str body = base64url_print(t->arena, claims.at, claims.len);
    static const char *const heads[] = {
        "{\"alg\":\"none\"}",
        "{\"alg\":\"None\",\"kid\":\"a\"}",
        "{\"alg\":\"HS256\",\"kid\":\"a\"}",
        "{\"alg\":\"RS512\",\"kid\":\"a\"}",
        "{\"alg\":\"PS256\",\"kid\":\"a\"}",
        "{\"kid\":\"a\"}",
        "{\"alg\":\"RS256\",\"kid\":\"a\",\"crit\":[\"b64\"],\"b64\":false}",
        "{\"alg\":\"RS256\",\"kid\":\"a\",\"typ\":\"at+jwt\"}",
        "{\"alg\":\"ES256\",\"kid\":\"a\"}",
    };
    for (size_t i = 0; i < COUNT(heads); i++) {
        token = provider_token(t->arena, &k, heads[i], claims.at);
        assert_int_not_equal(oidc_token_read(t, &issuer, token, keys, S(NONCE), &p), OK);
        struct str head = base64url_print(t->arena, heads[i], strlen(heads[i]));
        token = str_print(t->arena, "%.*s.%.*s.", STR_ARG(head), STR_ARG(body));
        assert_int_equal(oidc_token_read(t, &issuer, token, keys, S(NONCE), &p), E_DENIED);
        token = str_print(t->arena, "%.*s.%.*s", STR_ARG(head), STR_ARG(body));
        assert_int_equal(oidc_token_read(t, &issuer, token, keys, S(NONCE), &p), E_DENIED);
    }
    /* A key that the token brings with it is not looked at. */
    struct str own = provider_jwk(t->arena, &other, "a", "");
    struct str head =
        str_print(t->arena, "{\"alg\":\"RS256\",\"kid\":\"a\",\"jwk\":%.*s}", STR_ARG(own));
    token = provider_token(t->arena, &other, head.at, claims.at);
    assert_int_equal(oidc_token_read(t, &issuer, token, keys, S(NONCE), &p), E_DENIED);
    head = header_of(t, "RS256", "new");
    token = provider_token(t->arena, &other, head.at, claims.at);
    assert_int_equal(oidc_token_read(t, &issuer, token, keys, S(NONCE), &p), E_MISSING);
    head = header_of(t, "RS256", "w");
    token = provider_token(t->arena, &weak, head.at, claims.at);
    keys = keys_with(t, &weak, "w");
    assert_int_equal(oidc_token_read(t, &issuer, token, keys, S(NONCE), &p), E_DENIED);
    assert_non_null(strstr(t->reason, "weak"));
    token = provider_token(t->arena, &k, "{\"alg\":\"RS256\"}", claims.at);
    assert_int_equal(oidc_token_read(t, &issuer, token, keys_with(t, &k, "a"), S(NONCE), &p), OK);
    struct str one = provider_jwk(t->arena, &k, "a", ""),
               two = provider_jwk(t->arena, &other, "b", "");
    keys = str_print(t->arena, "{\"keys\":[%.*s,%.*s]}", STR_ARG(one), STR_ARG(two));
    assert_int_equal(oidc_token_read(t, &issuer, token, keys, S(NONCE), &p), E_DENIED);
    one = provider_jwk(t->arena, &k, "a", "\"use\":\"enc\",");
    keys = str_print(t->arena, "{\"keys\":[%.*s]}", STR_ARG(one));
    assert_int_equal(oidc_token_read(t, &issuer, token, keys, S(NONCE), &p), E_MISSING);
    assert_int_equal(oidc_token_read(t, &issuer, token, S("{}"), S(NONCE), &p), E_DENIED);
    assert_int_equal(oidc_token_read(t, &issuer, token, S("x"), S(NONCE), &p), E_DENIED);
    provider_key_close(&k);
    provider_key_close(&weak);
    provider_key_close(&other);
}

static void test_description(void **state)
{
#define PLACES                                                                                     \
    ",\"authorization_endpoint\":\"https://login.northmere.example/auth\","                        \
    "\"token_endpoint\":\"https://login.northmere.example/token\","                                \
    "\"jwks_uri\":\"https://login.northmere.example/keys\""
    static const struct {
        const char *json;
        enum status want;
    } rows[] = {
        { "{\"issuer\":\"https://login.northmere.example\"" PLACES "}", OK },
        { "{\"issuer\":\"https://login.northmere.example/\"" PLACES "}", E_DENIED },
        { "{\"issuer\":\"https://evil.example\"" PLACES "}", E_DENIED },
        { "{\"x\":\"\"" PLACES "}", E_DENIED },
        { "{\"issuer\":\"https://login.northmere.example\"}", E_DENIED },
        { "{\"issuer\":\"https://login.northmere.example\",\"authorization_endpoint\":"
          "\"http://a\",\"token_endpoint\":\"https://a\",\"jwks_uri\":\"https://a\"}",
          E_DENIED },
        { "{\"issuer\":\"https://login.northmere.example\",\"authorization_endpoint\":"
          "\"javascript:x\",\"token_endpoint\":\"https://a\",\"jwks_uri\":\"https://a\"}",
          E_DENIED },
        { "[]", E_DENIED },
        { "", E_DENIED },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct oidc_places p;
        if (oidc_places_read(t, &issuer, str_from(rows[i].json), &p) != rows[i].want)
            fail_msg("row %zu: %s", i, t->reason);
    }
}

static void test_settings(void **state)
{
#define ONE "[sign-in \"northmere\"]\nissuer = https://login.northmere.example\nclient-id = s\n"
    static const struct {
        const char *text, *says; /* NULL: taken */
        size_t count;
    } rows[] = {
        { "", NULL, 0 },
        { "a = b\n", NULL, 0 },
        { "a = b\n[partner \"x\"]\naddress = y\n", NULL, 0 },
        { "a = b\n" ONE "[partner \"x\"]\naddress = y\n", NULL, 1 },
        { ONE "[sign-in \"b\"]\nissuer = http://localhost:4000\nclient-id = s\n", NULL, 2 },
        { ONE ONE, "twice", 0 },
        { "[sign-in \"North mere\"]\n", "small letters", 0 },
        { "[sign-in]\n", "small letters", 0 },
        { "[sign-in \"\"]\n", "small letters", 0 },
        { "[sign-in \"a\"]\nissuer = http://login.example\nclient-id = s\n", "https://", 0 },
        { "[sign-in \"a\"]\nissuer = https://a?b\nclient-id = s\n", "https://", 0 },
        { "[sign-in \"a\"]\nclient-id = s\n", "issuer", 0 },
        { "[sign-in \"a\"]\nissuer = https://a\n", "client-id", 0 },
        { "[sign-in \"a\"]\nissuer = https://a\nclient-id = s\nsecret = x\n",
          "no such setting", 0 },
        { ONE "secret-file = /nowhere/at/all\n", "/nowhere", 0 },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct oidc_issuers got = { 0 };
        status read = oidc_issuers_parse(t, S("a.conf"), str_from(rows[i].text), &got);
        if ((read == OK) != (rows[i].says == NULL) || got.count != rows[i].count ||
            (rows[i].says && !strstr(t->reason, rows[i].says)))
            fail_msg("row %zu: %zu, %s", i, got.count, t->reason);
    }
}

/* The example of RFC 7636, appendix B. */
static void test_challenge(void **state)
{
    struct task *t = given_task(state);
    SAME(oidc_challenge(t->arena, S("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")),
         "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    struct oidc_asked a = oidc_asked_new(t->arena, S("b")), b = oidc_asked_new(t->arena, S("b"));
    assert_true(a.verifier.len == 43 && a.nonce.len == 43);
    assert_false(str_equal(a.verifier, b.verifier) || str_equal(a.nonce, b.nonce) ||
                 str_equal(a.nonce, a.verifier));
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_challenge, given_open, given_close),
        cmocka_unit_test_setup_teardown(test_settings, given_open, given_close),
        cmocka_unit_test_setup_teardown(test_description, given_open, given_close),
        cmocka_unit_test_setup_teardown(test_three_kinds_of_signature, given_open, given_close),
        cmocka_unit_test_setup_teardown(test_every_claim_must_be_right, given_open, given_close),
        cmocka_unit_test_setup_teardown(test_an_address_counts_when_it_was_verified, given_open,
                                        given_close),
        cmocka_unit_test_setup_teardown(test_keys_and_kinds_that_are_not_taken, given_open,
                                        given_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

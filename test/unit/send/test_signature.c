/* Signatures of HTTP messages: a published example derived again, our own vector, every refusal. */
#include "../base/given.h"
#include "base/ed25519.h"
#include "base/hash.h"
#include "journal/note.h"
#include "send/signature.h"

static const struct instant made_at = { 1800000000 * SECOND_US };

/* RFC 9421 appendix B gives this key and this text; Ed25519 gives one signature for it. */
static void test_the_published_example_comes_out_the_same(void **state)
{
    static const uint8_t seed[32] = {
        0x9f, 0x83, 0x62, 0xf8, 0x7a, 0x48, 0x4a, 0x95, 0x4e, 0x6e, 0x74,
        0x0c, 0x5b, 0x4c, 0x0e, 0x84, 0x22, 0x91, 0x39, 0xa2, 0x0a, 0xa8,
        0xab, 0x56, 0xff, 0x66, 0x58, 0x6f, 0x6a, 0x7d, 0x29, 0xc5,
    };
    const struct str text =
        S("\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n"
          "\"@method\": POST\n"
          "\"@path\": /foo\n"
          "\"@authority\": example.com\n"
          "\"content-type\": application/json\n"
          "\"content-length\": 18\n"
          "\"@signature-params\": (\"date\" \"@method\" \"@path\" \"@authority\""
          " \"content-type\" \"content-length\");created=1618884473"
          ";keyid=\"test-key-ed25519\"");
    struct task *t = given_task(state);
    uint8_t key[32], signature[64];
    ed25519_public_key(seed, key);
    ed25519_sign(seed, text, signature);
    SAME(base64_print(t->arena, key, 32), "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=");
    SAME(
        base64_print(t->arena, signature, 64),
        "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==");
    assert_true(ed25519_holds(key, text, signature));
    assert_false(ed25519_holds(key, S("another text"), signature));
}

#define PARTS "(\"@method\" \"@target-uri\" \"content-digest\" \"content-type\" \"ce-id\")"
#define TIMES ";created=1800000000;expires=1800000300"
#define WHOLE PARTS TIMES ";nonce=\"abc123\";alg=\"ed25519\";keyid=\"northmere/sightline/0a0b0c0d\""
#define BYTES                                                                                      \
    "Uqbz0xiwt/IWDg1GcqIIIoIJ+y7HyjPWBAC03Y36JBtXt96FfqtkwZ5273S2fI+DKM3Q31ze3DCVlNds7F5LCg=="

static struct signed_message our_message(void)
{
    return (struct signed_message){
        .method = S("POST"),
        .target_uri = S("https://eastmere.example/exchange"),
        .content_digest = S("sha-256=:XUGsMVCij4LIKrF/C+rchjcnk7PIECWAFEGZ3uKg1lk=:"),
        .content_type = S("application/cloudevents+json"),
        .ce_id = S("5f2c"),
    };
}

static void own_key(uint8_t ret[32])
{
    uint8_t seed[32];
    for (size_t i = 0; i < sizeof seed; i++)
        seed[i] = (uint8_t)i;
    ed25519_public_key(seed, ret);
}

/* Made by another implementation of Ed25519 and SHA-256. */
static void test_our_own_vector_holds(void **state)
{
    struct task *t = given_task(state);
    struct signed_message m = our_message();
    struct signature_lines lines = { S("sig1=" WHOLE), S("sig1=:" BYTES ":") };
    struct signature_read s;
    uint8_t key[32];
    own_key(key);
    assert_int_equal(signature_read(t, &lines, &s), OK);
    SAME(s.key_id, "northmere/sightline/0a0b0c0d");
    SAME(s.nonce, "abc123");
    assert_int_equal(s.created, 1800000000);
    assert_int_equal(signature_check(t, &s, &m, key, made_at), OK);
    assert_int_equal(digest_check(t, m.content_digest, S("{\"hello\":\"there\"}")), OK);
}

static void test_what_was_changed_does_not_hold(void **state)
{
    struct task *t = given_task(state);
    struct signature_lines lines = { S("sig1=" WHOLE), S("sig1=:" BYTES ":") };
    struct signature_read s;
    uint8_t key[32], other[32] = { 7 };
    own_key(key);
    assert_int_equal(signature_read(t, &lines, &s), OK);
    for (unsigned i = 0; i < 6; i++) {
        struct signed_message m = our_message();
        struct str *part[] = { &m.method, &m.target_uri, &m.content_digest, &m.content_type,
                               &m.ce_id };
        if (i < COUNT(part))
            *part[i] = S("something else");
        assert_int_equal(signature_check(t, &s, &m, i < COUNT(part) ? key : other, made_at),
                         E_DENIED);
    }
    struct signed_message m = our_message();
    m.ce_id = S("");
    assert_int_equal(signature_check(t, &s, &m, key, made_at), E_INVALID);
    s.bytes[63] ^= 1;
    m = our_message();
    assert_int_equal(signature_check(t, &s, &m, key, made_at), E_DENIED);
}

static void test_a_signature_lasts_five_minutes_by_either_clock(void **state)
{
    static const struct {
        int64_t seconds;
        enum status expected;
    } rows[] = {
        { -301, E_DENIED }, { -300, OK }, { 0, OK }, { 300, OK }, { 301, E_DENIED },
    };
    struct task *t = given_task(state);
    struct signature_lines lines = { S("sig1=" WHOLE), S("sig1=:" BYTES ":") };
    struct signature_read s;
    uint8_t key[32];
    own_key(key);
    assert_int_equal(signature_read(t, &lines, &s), OK);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct signed_message m = our_message();
        struct instant now = { made_at.us + rows[i].seconds * SECOND_US };
        assert_int_equal(signature_check(t, &s, &m, key, now), rows[i].expected);
    }
}

static void test_a_form_that_is_not_ours_is_refused(void **state)
{
    static const struct {
        const char *input, *signature;
    } rows[] = {
        { "", "" },
        { "sig1=" WHOLE, "" },
        { "sig1=" WHOLE, "sig2=:" BYTES ":" },                 /* another name */
        { "sig1=" WHOLE, "sig1=:" BYTES },                     /* not closed */
        { "sig1=" WHOLE, "sig1=:AAAA:" },                      /* too short */
        { "sig1=" WHOLE ", sig2=" WHOLE, "sig1=:" BYTES ":" }, /* two signatures */
        { "sig1=()" TIMES ";nonce=\"n\";keyid=\"k\"", "sig1=:" BYTES ":" },
        { "sig1=(\"@method\"" TIMES ";nonce=\"n\";keyid=\"k\"", "sig1=:" BYTES ":" },
        { "sig1=(\"@method\" \"@method\")" TIMES ";nonce=\"n\";keyid=\"k\"", "sig1=:" BYTES ":" },
        { "sig1=(\"@query\")" TIMES ";nonce=\"n\";keyid=\"k\"", "sig1=:" BYTES ":" },
        { "sig1=(\"@status\";req)" TIMES ";nonce=\"n\";keyid=\"k\"", "sig1=:" BYTES ":" },
        { "sig1=(\"@method\"  \"ce-id\")" TIMES ";nonce=\"n\";keyid=\"k\"", "sig1=:" BYTES ":" },
        { "sig1=" PARTS ";created=1;created=1;expires=2;nonce=\"n\";keyid=\"k\"",
          "sig1=:" BYTES ":" },
        { "sig1=" PARTS ";created=01;expires=2;nonce=\"n\";keyid=\"k\"", "sig1=:" BYTES ":" },
        { "sig1=" PARTS ";created=-1;expires=2;nonce=\"n\";keyid=\"k\"", "sig1=:" BYTES ":" },
        { "sig1=" PARTS ";expires=2;nonce=\"n\";keyid=\"k\"", "sig1=:" BYTES ":" },
        { "sig1=" PARTS TIMES ";keyid=\"k\"", "sig1=:" BYTES ":" },
        { "sig1=" PARTS TIMES ";nonce=\"n\"", "sig1=:" BYTES ":" },
        { "sig1=" PARTS TIMES ";nonce=\"\";keyid=\"k\"", "sig1=:" BYTES ":" },
        { "sig1=" PARTS TIMES ";nonce=\"a\\\"b\";keyid=\"k\"", "sig1=:" BYTES ":" },
        { "sig1=" PARTS TIMES ";nonce=\"n\";keyid=\"k\";alg=\"hmac-sha256\"", "sig1=:" BYTES ":" },
        { "sig1=" PARTS TIMES ";nonce=\"n\";keyid=\"k\";tag=\"x\"", "sig1=:" BYTES ":" },
        { "sig1=" WHOLE ";", "sig1=:" BYTES ":" },
        { "SIG1=" WHOLE, "SIG1=:" BYTES ":" },
    };
    struct task *t = given_task(state);
    struct signature_read s;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct signature_lines lines = { str_from(rows[i].input), str_from(rows[i].signature) };
        if (signature_read(t, &lines, &s) == OK)
            fail_msg("row %zu was taken: %s", i, rows[i].input);
    }
}

/* Less than all covered is as good as not signed. */
static void test_all_that_matters_must_be_covered(void **state)
{
    struct task *t = given_task(state);
    struct signature_lines lines = {
        S("sig1=(\"@method\" \"@target-uri\" \"content-type\" \"ce-id\")" TIMES
          ";nonce=\"n\";keyid=\"k\""),
        S("sig1=:" BYTES ":")
    };
    struct signature_read s;
    struct signed_message m = our_message();
    uint8_t key[32];
    own_key(key);
    assert_int_equal(signature_read(t, &lines, &s), OK);
    assert_int_equal(signature_check(t, &s, &m, key, made_at), E_DENIED);
    assert_non_null(strstr(t->reason, "content-digest"));
}

static void test_what_is_made_is_read_and_an_answer_fits_its_question_only(void **state)
{
    struct task *t = given_task(state);
    struct signed_message asked = our_message(), other = our_message();
    struct signed_message answer = our_message();
    struct signature_read s;
    uint8_t seed[32] = { 3 }, key[32];
    ed25519_public_key(seed, key);
    answer.status = 200;
    answer.request = &asked;
    struct signature_lines a = signature_make(t->arena, &asked, S("k"), seed, made_at);
    struct signature_lines b = signature_make(t->arena, &answer, S("k"), seed, made_at);
    assert_int_equal(signature_read(t, &a, &s), OK);
    assert_int_equal(signature_check(t, &s, &asked, key, made_at), OK);
    assert_int_equal(signature_check(t, &s, &answer, key, made_at), E_DENIED);
    assert_int_equal(signature_read(t, &b, &s), OK);
    assert_int_equal(signature_check(t, &s, &answer, key, made_at), OK);
    other.content_digest = S("sha-256=:somethingelse:");
    answer.request = &other;
    assert_int_equal(signature_check(t, &s, &answer, key, made_at), E_DENIED);
}

static void test_a_digest_is_of_one_body(void **state)
{
    struct task *t = given_task(state);
    struct str line = digest_line(t->arena, S("body"));
    assert_int_equal(digest_check(t, line, S("body")), OK);
    assert_int_equal(digest_check(t, line, S("bodY")), E_INVALID);
    assert_int_equal(digest_check(t, S(""), S("body")), E_INVALID);
    assert_int_equal(digest_check(t, S("sha-512=:AAAA:"), S("body")), E_INVALID);
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_published_example_comes_out_the_same),
        cmocka_unit_test(test_our_own_vector_holds),
        cmocka_unit_test(test_what_was_changed_does_not_hold),
        cmocka_unit_test(test_a_signature_lasts_five_minutes_by_either_clock),
        cmocka_unit_test(test_a_form_that_is_not_ours_is_refused),
        cmocka_unit_test(test_all_that_matters_must_be_covered),
        cmocka_unit_test(test_what_is_made_is_read_and_an_answer_fits_its_question_only),
        cmocka_unit_test(test_a_digest_is_of_one_body),
    };
    return RUN(tests);
}

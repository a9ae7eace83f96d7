/* Notices by GOV.UK Notify: tokens, what each answer means, what became of a message. */
#include "carrying.h"

#include <openssl/hmac.h>
#include <stdio.h>
#include <string.h>

#include "send/message.h"
#include "send/notify.h"

static const struct notify key = {
    .service = { "26785a09-ab16-4eb0-8407-a37497a57506", 36 },
    .secret = { "3d844edf-8d35-48ac-975b-e847b4f122b0", 36 },
};

static void test_a_token_is_signed_for_its_second(void **state)
{
    struct given *g = *state;
    struct str token = notify_token(&g->t, &key, (struct instant){ 1700000000 * SECOND_US });
    /* {"typ":"JWT","alg":"HS256"} . {"iss":"26785a09-…","iat":1700000000} */
    const char *front = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpc3MiOiIyNjc4NWEwOS1hYjE2LTRlYjAtO"
                        "DQwNy1hMzc0OTdhNTc1MDYiLCJpYXQiOjE3MDAwMDAwMDB9.";
    assert_true(str_starts(token, str_from(front)));
    unsigned char want[32];
    unsigned len = 0;
    assert_non_null(HMAC(EVP_sha256(), key.secret.at, (int)key.secret.len,
                         (const unsigned char *)front, strlen(front) - 1, want, &len));
    struct hash256 got = hmac_sha256_of(key.secret, &(struct str){ front, strlen(front) - 1 }, 1);
    assert_memory_equal(want, got.b, 32);
    assert_int_equal(token.len, strlen(front) + 43);
}

static void test_a_key_longer_than_a_block(void **state)
{
    (void)state;
    char long_key[131];
    memset(long_key, 0xaa, sizeof long_key);
    struct str text = S("Test Using Larger Than Block-Size Key - Hash Key First");
    struct hash256 h = hmac_sha256_of((struct str){ long_key, sizeof long_key }, &text, 1);
    const uint8_t first[] = { 0x60, 0xe4, 0x31, 0x59, 0x1e, 0xe0, 0xb6, 0x7f }; /* RFC 4231, 6 */
    assert_memory_equal(h.b, first, sizeof first);
}

static void test_key_files(void **state)
{
    static const struct {
        const char *text;
        int mode;
        enum status gives;
    } cases[] = {
        { "a-b_c-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0\n", 0600,
          OK },
        { "a-b_c-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0\n", 0640,
          E_DENIED },
        { "26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0", 0600,
          E_INVALID },
        { "x-26785a09-ab16-4eb0-8407-a37497a57506_3d844edf-8d35-48ac-975b-e847b4f122b0", 0600,
          E_INVALID },
        { "x-26785a09-ab16-4eb0-8407-a37497a5750g-3d844edf-8d35-48ac-975b-e847b4f122b0", 0600,
          E_INVALID },
        { "", 0600, E_INVALID },
    };
    struct given *g = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct notify n = { 0 };
        write_file(g, "key", cases[i].text, cases[i].mode);
        GIVES(g, cases[i].gives, notify_key_read(&g->t, given_path(g, "key"), &n));
        if (cases[i].gives == OK)
            SAME(n.service, key.service);
    }
    struct notify n = { 0 };
    GIVES(g, E_MISSING, notify_key_read(&g->t, given_path(g, "none"), &n));
}

static void test_numbers_and_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        bool email, telephone;
    } cases[] = {
        { "kit@northmere.example", true, false },
        { "07700 900111", false, true },
        { "+44 (0)7700-900111", false, true },
        { "", false, false },
        { "@", false, false },
        { "a@b@c", false, false },
        { "a@b, c@d", false, false },
        { "a b@c", false, false },
        { "\"a\"@b", false, false },
        { "123456", false, false },
        { "1234567", false, true },
        { "1234567890123456", false, false },
        { "0770+900111", false, false },
        { "ask reception", false, false },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(is_email_address(str_from(cases[i].s)), cases[i].email);
        assert_int_equal(is_telephone_number(str_from(cases[i].s)), cases[i].telephone);
    }
}

static void test_handed_over_then_delivered(void **state)
{
    struct given *g = *state;
    struct fake *notify = fake_open(FAKE_NOTIFY, NULL, NULL);
    struct carrying x = one_alarm(g, NULL, notify, "");
    assert_int_equal(carries(g, PATIENT_MS).handed_over, 1);
    struct dispatch d = the_dispatch(g, DISPATCH_SMS);
    assert_int_equal(d.state, DISPATCH_SENT);
    assert_string_equal(str_nul(g->arena, d.remote), notify->message[0].id);
    is_about(g, d.next, 20);
    assert_true(fake_was_sent(notify, "\"phone_number\":\"07700 900111\""));
    assert_true(fake_was_sent(notify, "https://sightline.example/notice/"));
    assert_int_equal(says_in_stream(g, x.person, "notice-sent", "text message"), 1);

    fake_fate(notify, "sending");
    passes(g, 30);
    carries(g, PATIENT_MS);
    d = the_dispatch(g, DISPATCH_SMS);
    assert_int_equal(d.state, DISPATCH_SENT);
    assert_int_equal(d.attempts, 1);
    assert_int_equal(d.asked, 1);
    is_about(g, d.next, 40);
    assert_int_equal(says_in_stream(g, x.person, "notice-sent", ""), 1);

    fake_fate(notify, "delivered");
    passes(g, 60);
    assert_int_equal(carries(g, PATIENT_MS).delivered, 1);
    assert_int_equal(the_dispatch(g, DISPATCH_SMS).state, DISPATCH_DELIVERED);
    assert_int_equal(says_in_stream(g, x.person, "notice-delivered", "text message"), 1);
    struct told *told;
    uint32_t count;
    WORKS(g, notice_told(&g->t, g->r, x.child, (struct instant){ 0 }, &told, &count));
    assert_true(told[0].delivered);
    assert_int_equal(fake_messages(notify), 1);
    assert_int_equal(notify->token_bad, 0);
    fake_close(notify);
}

struct answer {
    enum mood mood;
    int32_t patience_ms;
    enum dispatch_state state;
    const char *trouble;
    int taken;         /* Notify has it, whatever we heard */
    uint32_t attempts;
    int64_t again_s;   /* 0: not looked at */
};
static void one_answer(struct given *g, const struct answer *a)
{
    struct fake *notify = fake_open(FAKE_NOTIFY, NULL, NULL);
    struct carrying x = one_alarm(g, NULL, notify, "");
    fake_moods(notify, 1, (int)a->mood);
    carries(g, a->patience_ms);
    struct dispatch d = the_dispatch(g, DISPATCH_SMS);
    assert_int_equal(d.state, a->state);
    assert_int_equal(d.attempts, a->attempts);
    assert_int_equal(fake_messages(notify), a->taken);
    if (!strstr(str_nul(g->arena, d.trouble), a->trouble))
        print_error("trouble: %.*s\n", STR_ARG(d.trouble));
    assert_non_null(strstr(str_nul(g->arena, d.trouble), a->trouble));
    assert_int_equal(says_in_stream(g, x.person, "notice-failed", a->trouble),
                     a->state == DISPATCH_DEAD);
    assert_int_equal(says_in_stream(g, x.person, "notice-", "07700"), 0);
    if (a->again_s)
        assert_in_range(d.next.us - g->now.us, a->again_s * SECOND_US,
                        (a->again_s + 40) * SECOND_US);
    /* What was taken over without our knowing is found, and not sent again. */
    fake_moods(notify, 1, ACCEPTS);
    fake_fate(notify, "delivered");
    if (a->state == DISPATCH_WAITING) {
        passes(g, 400);
        carries(g, PATIENT_MS);
        assert_int_equal(fake_messages(notify), 1);
        assert_int_equal(fake_looks(notify), a->attempts > 0);
        passes(g, 400);
        carries(g, PATIENT_MS);
        assert_int_equal(the_dispatch(g, DISPATCH_SMS).state, DISPATCH_DELIVERED);
        assert_int_equal(says_in_stream(g, x.person, "notice-delivered", ""), 1);
    }
    fake_close(notify);
}

#define ANSWER(name, ...)                                                                         \
    static void name(void **state)                                                                \
    {                                                                                             \
        one_answer(*state, &(const struct answer){ __VA_ARGS__ });                                \
    }
ANSWER(test_notify_refuses, REFUSES, PATIENT_MS, DISPATCH_DEAD, "correct it", 0, 1, 0)
ANSWER(test_notify_is_out_of_order, CANNOT_NOW, PATIENT_MS, DISPATCH_WAITING, "out of order", 0, 1,
       22)
ANSWER(test_notify_denies_the_key, DENIES_LOGIN, PATIENT_MS, DISPATCH_WAITING, "API key", 0, 1, 22)
ANSWER(test_notify_limits, LIMITS, PATIENT_MS, DISPATCH_WAITING, "in this minute", 0, 0, 60)
ANSWER(test_notify_hangs, HANGS, HASTY_MS, DISPATCH_WAITING, "cannot be reached", 0, 1, 22)
ANSWER(test_notify_drops_the_line, DROPS, PATIENT_MS, DISPATCH_WAITING, "cannot be reached", 1, 1,
       22)
ANSWER(test_notify_answers_without_end, TELLS_ALL, PATIENT_MS, DISPATCH_WAITING, "more than an", 1,
       1, 22)
ANSWER(test_notify_is_slow, IS_SLOW, PATIENT_MS, DISPATCH_SENT, "", 1, 1, 0)
ANSWER(test_notify_redirects, REDIRECTS, PATIENT_MS, DISPATCH_WAITING, "out of order (302)", 0, 1,
       22)
ANSWER(test_notify_garbles, GARBLES, PATIENT_MS, DISPATCH_WAITING, "could not be read", 1, 1, 22)

struct fate {
    const char *status;
    enum dispatch_state state;
    const char *trouble, *event;
};
static void one_fate(struct given *g, const struct fate *f)
{
    struct fake *notify = fake_open(FAKE_NOTIFY, NULL, NULL);
    struct carrying x = one_alarm(g, NULL, notify, "");
    carries(g, PATIENT_MS);
    fake_fate(notify, f->status);
    passes(g, 30);
    carries(g, PATIENT_MS);
    struct dispatch d = the_dispatch(g, DISPATCH_SMS);
    assert_int_equal(d.state, f->state);
    assert_non_null(strstr(str_nul(g->arena, d.trouble), f->trouble));
    if (f->event)
        assert_int_equal(says_in_stream(g, x.person, f->event, f->trouble), 1);
    if (f->state == DISPATCH_WAITING) { /* what failed there is no reason not to send it again */
        fake_fate(notify, f->status);
        passes(g, 100);
        carries(g, PATIENT_MS);
        assert_int_equal(fake_messages(notify), 2);
        assert_int_equal(the_dispatch(g, DISPATCH_SMS).attempts, 2);
    }
    fake_close(notify);
}

#define FATE(name, ...)                                                                           \
    static void name(void **state)                                                                \
    {                                                                                             \
        one_fate(*state, &(const struct fate){ __VA_ARGS__ });                                    \
    }
FATE(test_no_such_number, "permanent-failure", DISPATCH_DEAD, "no such address", "notice-failed")
FATE(test_telephone_off, "temporary-failure", DISPATCH_WAITING, "did not arrive", "notice-failed")
FATE(test_technical_failure, "technical-failure", DISPATCH_WAITING, "could not send",
     "notice-failed")
FATE(test_sent_abroad, "sent", DISPATCH_SENT, "", "notice-sent")
FATE(test_a_word_nobody_knows, "quantum", DISPATCH_SENT, "does not know", NULL)

static void test_a_fate_that_never_comes(void **state)
{
    struct given *g = *state;
    struct fake *notify = fake_open(FAKE_NOTIFY, NULL, NULL);
    struct carrying x = one_alarm(g, NULL, notify, "");
    for (int hour = 0; hour < 90; hour += 2, passes(g, 7200))
        carries(g, PATIENT_MS);
    struct dispatch d = the_dispatch(g, DISPATCH_SMS);
    assert_int_equal(d.state, DISPATCH_DEAD);
    SAME(d.trouble, S("nobody can say whether it arrived"));
    assert_int_equal(says_in_stream(g, x.person, "notice-failed", "nobody can say"), 1);
    assert_int_equal(fake_messages(notify), 1);
    fake_close(notify);
}

static void test_a_wrong_clock_is_corrected_once_and_told(void **state)
{
    struct given *g = *state;
    struct fake *notify = fake_open(FAKE_NOTIFY, NULL, NULL);
    one_alarm(g, NULL, notify, "");
    snprintf(notify->date, sizeof notify->date, "Fri, 27 Mar 2026 20:10:00 GMT");
    fake_moods(notify, 2, DENIES_LOGIN, ACCEPTS);
    assert_int_equal(carries(g, PATIENT_MS).handed_over, 1);
    assert_int_equal(fake_connections(notify), 2);
    tells(g, a_child(g, "Bea", "566911"), someone(g, "Lee", NULL, "07700900222"),
          a_rule(g, LEVEL_HIGH), 0);
    fake_moods(notify, 1, DENIES_LOGIN);
    carries(g, PATIENT_MS);
    assert_int_equal(fake_connections(notify), 2);
    fake_close(notify);
}

static void test_killed_after_it_was_handed_over(void **state)
{
    struct given *g = *state;
    struct fake *notify = fake_open(FAKE_NOTIFY, NULL, NULL);
    struct carrying x = one_alarm(g, NULL, notify, "");
    struct dispatch_list due;
    WORKS(g, dispatch_take(&g->t, g->w, 8, (struct span){ HOUR_US }, &due));
    struct notify n = { .url = str_print(g->arena, "http://127.0.0.1:%u", notify->port) };
    WORKS(g, notify_key_read(&g->t, given_path(g, "notify.key"), &n));
    struct message m = { .to = due.at[0].address, .reference = due.at[0].reference };
    struct carried sent = notify_send(&g->t, &n, NOTIFY_SMS, S("t"), &m);
    assert_int_equal(sent.how, CARRIED_PENDING);
    settings_again(g, &x, ""); /* nothing was written of it */
    assert_int_equal(carries(g, PATIENT_MS).handed_over, 1);
    assert_int_equal(fake_messages(notify), 1);
    assert_int_equal(fake_looks(notify), 1);
    assert_true(str_equal(the_dispatch(g, DISPATCH_SMS).remote, sent.remote));
    fake_close(notify);
}

static void test_notify_with_a_certificate_that_nobody_vouches_for(void **state)
{
    struct given *g = *state;
    make_certificate(path_of(g, "certificate.pem"), path_of(g, "certificate.key"));
    struct fake *notify = fake_open(FAKE_NOTIFY_TLS, path_of(g, "certificate.pem"),
                                    path_of(g, "certificate.key"));
    struct carrying x = one_alarm(g, NULL, notify, "");
    carries(g, PATIENT_MS);
    SAME(the_dispatch(g, DISPATCH_SMS).trouble,
         S("the certificate of GOV.UK Notify is not one that we trust"));
    assert_int_equal(notify->len, 0);
    char more[300];
    snprintf(more, sizeof more, "notify-ca-file = %s\n", path_of(g, "certificate.pem"));
    settings_again(g, &x, more);
    passes(g, 40);
    assert_int_equal(carries(g, PATIENT_MS).handed_over, 1);
    fake_close(notify);
}

int notify_tests(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_a_token_is_signed_for_its_second),
        cmocka_unit_test(test_a_key_longer_than_a_block),
        CASE(test_key_files),
        cmocka_unit_test(test_numbers_and_addresses),
        CASE(test_handed_over_then_delivered),
        CASE(test_notify_refuses),
        CASE(test_notify_is_out_of_order),
        CASE(test_notify_denies_the_key),
        CASE(test_notify_limits),
        CASE(test_notify_hangs),
        CASE(test_notify_drops_the_line),
        CASE(test_notify_answers_without_end),
        CASE(test_notify_is_slow),
        CASE(test_notify_redirects),
        CASE(test_notify_garbles),
        CASE(test_no_such_number),
        CASE(test_telephone_off),
        CASE(test_technical_failure),
        CASE(test_sent_abroad),
        CASE(test_a_word_nobody_knows),
        CASE(test_a_fate_that_never_comes),
        CASE(test_a_wrong_clock_is_corrected_once_and_told),
        CASE(test_killed_after_it_was_handed_over),
        CASE(test_notify_with_a_certificate_that_nobody_vouches_for),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

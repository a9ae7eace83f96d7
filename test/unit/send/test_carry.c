/* Notices by the mail relay: what is shown, tried again, given up, and what leaves at all. */
#include "carrying.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char sending[4000];

const char *path_of(struct given *g, const char *file)
{
    return str_nul(g->arena, given_path(g, file));
}

/* Where nobody is real, Notify may be a server on this machine. */
static void make_up(struct given *g)
{
    FILE *out = fopen(path_of(g, "register/sightline.conf"), "a");
    assert_non_null(out);
    assert_true(fputs("made-up = yes\n", out) >= 0);
    assert_int_equal(fclose(out), 0);
}

void settings_again(struct given *g, const struct carrying *x, const char *more)
{
    int n = snprintf(sending, sizeof sending, "base-address = https://sightline.example\n%s", more);
    if (x->relay)
        n += snprintf(sending + n, sizeof sending - (size_t)n,
                      "send-email = smtp\nsmtp-url = %s://127.0.0.1:%u\n"
                      "smtp-from = sightline@northmere.example\n%s%s",
                      x->relay->kind == FAKE_RELAY ? "smtps" : "smtp", x->relay->port,
                      strstr(more, "smtp-ca-file") ? "" : "smtp-ca-file = ",
                      strstr(more, "smtp-ca-file") ? "" : path_of(g, "certificate.pem\n"));
    if (x->notify)
        snprintf(sending + n, sizeof sending - (size_t)n,
                 "send-sms = notify\nnotify-url = %s://127.0.0.1:%u\nnotify-key-file = %s\n"
                 "notify-sms-template = 740e5834-3a29-46b4-9a6f-16142fde533a\n",
                 x->notify->kind == FAKE_NOTIFY ? "http" : "https", x->notify->port,
                 path_of(g, "notify.key"));
    WORKS(g, with_settings(g, "%s", sending));
}

struct carrying one_alarm(struct given *g, struct fake *relay, struct fake *notify,
                          const char *more)
{
    struct carrying x = { .relay = relay, .notify = notify };
    make_up(g);
    write_file(g, "notify.key", "made_up-26785a09-ab16-4eb0-8407-a37497a57506-"
                                "3d844edf-8d35-48ac-975b-e847b4f122b0\n", 0600);
    settings_again(g, &x, more);
    x.child = a_child(g, "Aurelia", "566910");
    x.person = someone(g, "Kit", "kit@northmere.example", "07700 900111");
    tells(g, x.child, x.person, a_rule(g, LEVEL_HIGH), 0);
    return x;
}

void is_about(struct given *g, struct instant next, int64_t seconds)
{
    assert_in_range(next.us - g->now.us, seconds * SECOND_US / 4 * 3 - 1,
                    seconds * SECOND_US / 4 * 5 + 1);
}

static struct fake *a_relay(struct given *g, enum fake_kind kind)
{
    make_certificate(path_of(g, "certificate.pem"), path_of(g, "certificate.key"));
    return fake_open(kind, path_of(g, "certificate.pem"), path_of(g, "certificate.key"));
}

static struct told told_now(struct given *g, uint32_t child)
{
    struct told *told;
    uint32_t count;
    WORKS(g, notice_told(&g->t, g->r, child, (struct instant){ 0 }, &told, &count));
    assert_int_equal(count, 1);
    return told[0];
}

static void test_accepted_is_sent_not_delivered(void **state)
{
    struct given *g = *state;
    struct fake *relay = a_relay(g, FAKE_RELAY);
    struct carrying x = one_alarm(g, relay, NULL, "");
    struct carried_counts n = carries(g, PATIENT_MS);
    assert_int_equal(n.handed_over, 1);
    assert_int_equal(fake_messages(relay), 1);
    struct dispatch d = the_dispatch(g, DISPATCH_EMAIL);
    assert_int_equal(d.state, DISPATCH_SENT);
    assert_int_equal(d.attempts, 1);
    assert_true(d.next.us == NEVER.us);
    assert_int_equal(says_in_stream(g, x.person, "notice-sent", "e-mail"), 1);
    assert_int_equal(says_in_stream(g, x.person, "notice-delivered", ""), 0);
    assert_false(told_now(g, x.child).delivered);
    assert_int_equal(told_now(g, x.child).trouble.len, 0);
    assert_true(fake_was_sent(relay, "To: <kit@northmere.example>"));
    assert_true(fake_was_sent(relay, "From: Sightline <sightline@northmere.example>"));
    assert_true(fake_was_sent(relay, str_nul(g->arena, d.reference)));
    assert_true(fake_was_sent(relay, "Open it: https://sightline.example/notice/"));
    assert_int_equal(carries(g, PATIENT_MS).handed_over, 0);
    assert_int_equal(fake_messages(relay), 1);
    fake_close(relay);
}

struct bad_day {
    enum fake_kind kind;
    enum mood mood;
    int32_t patience_ms;
    enum dispatch_state state;
    const char *trouble; /* part of it */
    int taken;           /* letters that the relay took over all the same */
    bool said_nothing;   /* not even who the message is from */
};

static void one_bad_day(struct given *g, const struct bad_day *b)
{
    struct fake *relay = a_relay(g, b->kind);
    write_file(g, "login", "northmere\nnot a real password\n", 0600);
    char more[300];
    snprintf(more, sizeof more, "smtp-login-file = %s\n", path_of(g, "login"));
    struct carrying x = one_alarm(g, relay, NULL, b->kind == FAKE_RELAY ? more : "");
    fake_moods(relay, 1, (int)b->mood);
    carries(g, b->patience_ms);
    struct dispatch d = the_dispatch(g, DISPATCH_EMAIL);
    assert_int_equal(d.state, b->state);
    assert_int_equal(d.attempts, 1);
    assert_int_equal(fake_messages(relay), b->taken);
    if (!strstr(str_nul(g->arena, d.trouble), b->trouble))
        print_error("trouble: %.*s\n", STR_ARG(d.trouble));
    assert_non_null(strstr(str_nul(g->arena, d.trouble), b->trouble));
    bool gone = b->state == DISPATCH_SENT, dead = b->state == DISPATCH_DEAD;
    assert_int_equal(says_in_stream(g, x.person, "notice-sent", ""), gone);
    assert_int_equal(says_in_stream(g, x.person, "notice-failed", b->trouble), dead);
    assert_int_equal(told_now(g, x.child).trouble.len == 0, gone);
    assert_false(told_now(g, x.child).delivered);
    assert_false(b->said_nothing && fake_was_sent(relay, "MAIL FROM"));
    if (b->state == DISPATCH_WAITING)
        is_about(g, d.next, 30);
    struct dead_letters l;
    WORKS(g, dispatch_dead(&g->t, g->r, g->now, &l));
    assert_int_equal(l.count, dead);
    fake_close(relay);
}

#define BAD_DAY(name, ...)                                                                        \
    static void name(void **state)                                                                \
    {                                                                                             \
        one_bad_day(*state, &(const struct bad_day){ __VA_ARGS__ });                              \
    }
BAD_DAY(test_the_relay_refuses, FAKE_RELAY, REFUSES, PATIENT_MS, DISPATCH_DEAD, "(550)", 0, false)
BAD_DAY(test_the_relay_cannot_now, FAKE_RELAY, CANNOT_NOW, PATIENT_MS, DISPATCH_WAITING, "(451)", 0,
        false)
BAD_DAY(test_the_relay_denies_the_login, FAKE_RELAY, DENIES_LOGIN, PATIENT_MS, DISPATCH_WAITING,
        "user name and password", 0, true)
BAD_DAY(test_the_relay_hangs, FAKE_RELAY, HANGS, HASTY_MS, DISPATCH_WAITING, "in time", 0, true)
BAD_DAY(test_the_relay_drops_the_line, FAKE_RELAY, DROPS, PATIENT_MS, DISPATCH_WAITING, "broke", 1,
        false)
BAD_DAY(test_the_relay_talks_without_end, FAKE_RELAY, TELLS_ALL, PATIENT_MS, DISPATCH_WAITING, "",
        0, true)
BAD_DAY(test_the_relay_is_slow, FAKE_RELAY, IS_SLOW, PATIENT_MS, DISPATCH_SENT, "", 1, false)
BAD_DAY(test_the_relay_is_too_slow, FAKE_RELAY, IS_SLOW, HASTY_MS, DISPATCH_WAITING, "in time", 0,
        false)
BAD_DAY(test_starttls, FAKE_RELAY_STARTTLS, ACCEPTS, PATIENT_MS, DISPATCH_SENT, "", 1, false)
BAD_DAY(test_nothing_goes_without_tls, FAKE_RELAY_STARTTLS, WITHOUT_TLS, PATIENT_MS,
        DISPATCH_WAITING, "no TLS", 0, true)

static void test_nobody_listens(void **state)
{
    struct given *g = *state;
    struct fake *relay = a_relay(g, FAKE_RELAY);
    one_alarm(g, relay, NULL, "");
    fake_close(relay);
    carries(g, PATIENT_MS);
    SAME(the_dispatch(g, DISPATCH_EMAIL).trouble, S("the mail relay cannot be reached"));
}

static void test_a_certificate_that_nobody_vouches_for(void **state)
{
    struct given *g = *state;
    struct fake *relay = a_relay(g, FAKE_RELAY);
    char more[300];
    make_certificate(path_of(g, "other.pem"), path_of(g, "other.key"));
    snprintf(more, sizeof more, "smtp-ca-file = %s\n", path_of(g, "other.pem"));
    one_alarm(g, relay, NULL, more);
    carries(g, PATIENT_MS);
    struct dispatch d = the_dispatch(g, DISPATCH_EMAIL);
    assert_int_equal(d.state, DISPATCH_WAITING);
    SAME(d.trouble, S("the mail relay's certificate is not one that we trust"));
    assert_int_equal(relay->len, 0);
    fake_close(relay);
}

static void test_temporary_then_fine(void **state)
{
    struct given *g = *state;
    struct fake *relay = a_relay(g, FAKE_RELAY);
    struct carrying x = one_alarm(g, relay, NULL, "");
    fake_moods(relay, 3, CANNOT_NOW, CANNOT_NOW, ACCEPTS);
    carries(g, PATIENT_MS);
    is_about(g, the_dispatch(g, DISPATCH_EMAIL).next, 30);
    passes(g, 20);
    assert_int_equal(carries(g, PATIENT_MS).waiting, 0);
    passes(g, 20);
    assert_int_equal(carries(g, PATIENT_MS).waiting, 1);
    is_about(g, the_dispatch(g, DISPATCH_EMAIL).next, 60);
    passes(g, 80);
    assert_int_equal(carries(g, PATIENT_MS).handed_over, 1);
    struct dispatch d = the_dispatch(g, DISPATCH_EMAIL);
    assert_int_equal(d.attempts, 3);
    assert_int_equal(d.trouble.len, 0);
    assert_int_equal(says_in_stream(g, x.person, "notice-sent", ""), 1);
    fake_close(relay);
}

/* The second is not tried while the first has just shown that nobody answers. */
static void test_one_that_hangs_holds_up_no_more_than_one(void **state)
{
    struct given *g = *state;
    struct fake *relay = a_relay(g, FAKE_RELAY);
    struct carrying x = one_alarm(g, relay, NULL, "");
    for (int i = 0; i < 5; i++)
        tells(g, x.child, someone(g, "Lee", "lee@northmere.example", NULL),
              a_rule(g, LEVEL_HIGH), 0);
    fake_moods(relay, 1, HANGS);
    assert_int_equal(carries(g, HASTY_MS).waiting, 6);
    assert_int_equal(fake_connections(relay), 1);
    struct told *told;
    uint32_t count;
    WORKS(g, notice_told(&g->t, g->r, x.child, (struct instant){ 0 }, &told, &count));
    for (uint32_t i = 0; i < count; i++)
        SAME(told[i].trouble,
             S("e-mail: the mail relay did not answer in time; it is tried again"));
    fake_moods(relay, 1, ACCEPTS);
    passes(g, 40);
    assert_int_equal(carries(g, PATIENT_MS).handed_over, 6);
    fake_close(relay);
}

/* What is owed stays owed, whatever becomes of the message about it. */
static void test_a_dead_letter_leaves_the_duty_open(void **state)
{
    struct given *g = *state;
    struct fake *relay = a_relay(g, FAKE_RELAY);
    struct carrying x = one_alarm(g, relay, NULL, "send-email-for = high medium low duty\n");
    holds(g, x.person, "director", g->s->authority, "2026-01-01T00:00Z");
    struct event e = missing(g, x.child, "2026-03-27T19:30Z");
    WORKS(g, say(g, &e));
    struct duty_filter f = { .child = x.child, .at = g->now };
    struct duty_list before, after;
    WORKS(g, look_duties(&g->t, g->r, &f, &before));
    assert_true(before.count > 0);
    fake_moods(relay, 1, REFUSES);
    assert_true(carries(g, PATIENT_MS).dead > 1);
    WORKS(g, look_duties(&g->t, g->r, &f, &after));
    assert_int_equal(after.count, before.count);
    struct told *told;
    uint32_t count;
    WORKS(g, notice_told(&g->t, g->r, x.child, (struct instant){ 0 }, &told, &count));
    for (uint32_t i = 0; i < count; i++)
        assert_true(!told[i].delivered && told[i].seen.us == NEVER.us && told[i].trouble.len > 0);
    fake_close(relay);
}

static void test_tried_too_often(void **state)
{
    struct given *g = *state;
    struct fake *relay = a_relay(g, FAKE_RELAY);
    struct carrying x = one_alarm(g, relay, NULL, "send-tries = 3\n");
    fake_moods(relay, 1, CANNOT_NOW);
    for (int i = 0; i < 5; i++, passes(g, 8000))
        carries(g, PATIENT_MS);
    struct dispatch d = the_dispatch(g, DISPATCH_EMAIL);
    assert_int_equal(d.state, DISPATCH_DEAD);
    assert_int_equal(d.attempts, 3);
    assert_int_equal(fake_connections(relay), 3);
    assert_int_equal(says_in_stream(g, x.person, "notice-failed", "(451)"), 1);

    fake_moods(relay, 1, ACCEPTS);
    WORKS(g, dispatch_retry(&g->t, g->w, d.reference));
    assert_int_equal(carries(g, PATIENT_MS).handed_over, 1);
    assert_int_equal(the_dispatch(g, DISPATCH_EMAIL).attempts, 1);
    fake_close(relay);
}

static size_t times_sent(struct fake *f, const char *text)
{
    size_t n = 0;
    for (size_t i = 0; i + strlen(text) <= f->len; i++)
        n += memcmp(f->bytes + i, text, strlen(text)) == 0;
    return n;
}

/* It may have arrived: the second bears the same Message-ID, by which the first is known. */
static void test_a_duplicate_is_known_by_its_message_id(void **state)
{
    struct given *g = *state;
    struct fake *relay = a_relay(g, FAKE_RELAY);
    one_alarm(g, relay, NULL, "");
    fake_moods(relay, 2, DROPS, ACCEPTS);
    carries(g, PATIENT_MS);
    passes(g, 40);
    carries(g, PATIENT_MS);
    struct dispatch d = the_dispatch(g, DISPATCH_EMAIL);
    assert_int_equal(d.state, DISPATCH_SENT);
    assert_int_equal(fake_messages(relay), 2);
    struct str id = str_print(g->arena, "Message-ID: <%.*s@northmere.example>\r\n",
                              STR_ARG(d.reference));
    assert_int_equal(times_sent(relay, str_nul(g->arena, id)), 2);
    fake_close(relay);
}

static void test_killed_between_taking_and_writing(void **state)
{
    struct given *g = *state;
    struct fake *relay = a_relay(g, FAKE_RELAY);
    struct carrying x = one_alarm(g, relay, NULL, "");
    struct dispatch_list due;
    WORKS(g, dispatch_take(&g->t, g->w, 8, (struct span){ HOUR_US }, &due));
    assert_int_equal(due.count, 1);
    settings_again(g, &x, "");
    assert_int_equal(the_dispatch(g, DISPATCH_EMAIL).state, DISPATCH_TAKEN);
    assert_int_equal(carries(g, PATIENT_MS).handed_over, 1);
    assert_int_equal(fake_messages(relay), 1);
    fake_close(relay);
}

/* A real kill, while the relay lets it wait: the next one to come sends it. */
static void test_killed_while_sending(void **state)
{
    struct given *g = *state;
    struct fake *relay = a_relay(g, FAKE_RELAY);
    struct carrying x = one_alarm(g, relay, NULL, "");
    fake_moods(relay, 2, HANGS, ACCEPTS);
    given_shut(g);
    pid_t sender = fork();
    if (sender == 0) {
        settings_again(g, &x, "");
        carries(g, 60000);
        _exit(0);
    }
    for (int i = 0; i < 1500 && fake_connections(relay) == 0; i++)
        usleep(10000);
    assert_int_equal(kill(sender, SIGKILL), 0);
    int ended;
    assert_int_equal(waitpid(sender, &ended, 0), sender);
    assert_true(WIFSIGNALED(ended));
    settings_again(g, &x, "");
    assert_int_equal(the_dispatch(g, DISPATCH_EMAIL).state, DISPATCH_TAKEN);
    assert_int_equal(says_in_stream(g, x.person, "notice-", ""), 0);
    assert_int_equal(carries(g, PATIENT_MS).handed_over, 1);
    assert_int_equal(fake_messages(relay), 1);
    assert_int_equal(says_in_stream(g, x.person, "notice-sent", ""), 1);
    fake_close(relay);
}

static void test_no_address_is_a_dead_letter(void **state)
{
    static const struct {
        const char *email, *trouble;
    } cases[] = {
        { NULL, "no e-mail address of this person is registered: register it" },
        { "not an address", "what is registered is not an e-mail address: correct it" },
        { "a@b.example>\r\nBcc: <c@d.example", "what is registered is not an e-mail address:"
                                               " correct it" },
    };
    struct given *g = *state;
    struct fake *relay = a_relay(g, FAKE_RELAY);
    struct carrying x = one_alarm(g, relay, NULL, "");
    carries(g, PATIENT_MS);
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint32_t person = someone(g, "Lee", cases[i].email, NULL);
        tells(g, x.child, person, a_rule(g, LEVEL_HIGH), 0);
        assert_int_equal(carries(g, PATIENT_MS).dead, 1);
        assert_int_equal(says_in_stream(g, person, "notice-failed", cases[i].trouble), 1);
    }
    assert_int_equal(fake_messages(relay), 1);
    fake_close(relay);
}

static void test_a_password_that_others_may_read_is_not_used(void **state)
{
    struct given *g = *state;
    struct fake *relay = a_relay(g, FAKE_RELAY);
    char more[300];
    write_file(g, "login", "northmere\nnot a real password\n", 0644);
    snprintf(more, sizeof more, "smtp-login-file = %s\n", path_of(g, "login"));
    one_alarm(g, relay, NULL, more);
    carries(g, PATIENT_MS);
    assert_int_equal(the_dispatch(g, DISPATCH_EMAIL).state, DISPATCH_WAITING);
    assert_int_equal(fake_connections(relay), 0);
    fake_close(relay);
}

/* A whole evening with both channels: every byte that left is looked through. */
static void nothing_personal(struct given *g, const char *more)
{
    static const char *const secret[] = { "Aurelia", "Exampl", "566910", "2011-05", "05/2011",
                                          "May 2011", "Larch", "ZZ1 1AA", " park", " coat" };
    struct fake *relay = a_relay(g, FAKE_RELAY), *notify = fake_open(FAKE_NOTIFY, NULL, NULL);
    struct carrying x = one_alarm(g, relay, notify, more);
    holds(g, x.person, "director", g->s->authority, "2026-01-01T00:00Z");
    is_placed(g, x.child, a_home(g, "Larch House, ZZ1 1AA"), "2025-03-01T12:00Z");
    struct event e = missing(g, x.child, "2026-03-27T19:30Z");
    WORKS(g, say(g, &e));
    size_t rows = dispatch_count(g);
    assert_true(rows > 4);
    carries(g, PATIENT_MS);
    assert_int_equal((size_t)(fake_messages(relay) + fake_messages(notify)), rows);
    for (size_t i = 0; i < COUNT(secret); i++) {
        if (fake_was_sent(relay, secret[i]) || fake_was_sent(notify, secret[i]))
            print_error("%s left the program\n", secret[i]);
        assert_false(fake_was_sent(relay, secret[i]) || fake_was_sent(notify, secret[i]));
    }
    fake_close(relay);
    fake_close(notify);
}

#define ALL "high medium low duty duty-warned duty-overdue\n"
static void test_nothing_personal_leaves(void **state)
{
    nothing_personal(*state, "send-email-for = " ALL "send-sms-for = " ALL);
}

static void test_nothing_personal_leaves_with_titles(void **state)
{
    nothing_personal(*state, "send-say = title\nsend-email-for = " ALL "send-sms-for = " ALL);
}

static void test_the_thread_carries_and_ends(void **state)
{
    struct given *g = *state;
    struct fake *relay = a_relay(g, FAKE_RELAY);
    struct carrying x = { .relay = relay };
    struct carrier *c;
    one_alarm(g, relay, NULL, "");
    settings_again(g, &x, "");
    writer_close(g->w);
    WORKS(g, writer_open(&g->t, g->s, true, &g->w));
    WORKS(g, carrier_open(&g->t, g->s, g->w, &(struct carrier_options){ .patience_ms = 3000 }, &c));
    carrier_start(c);
    for (int i = 0; i < 500 && fake_messages(relay) == 0; i++)
        usleep(10000);
    carrier_close(c);
    assert_int_equal(fake_messages(relay), 1);
    assert_int_equal(the_dispatch(g, DISPATCH_EMAIL).state, DISPATCH_SENT);
    fake_close(relay);
}

int relay_tests(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_accepted_is_sent_not_delivered),
        CASE(test_the_relay_refuses),
        CASE(test_the_relay_cannot_now),
        CASE(test_the_relay_denies_the_login),
        CASE(test_the_relay_hangs),
        CASE(test_the_relay_drops_the_line),
        CASE(test_the_relay_talks_without_end),
        CASE(test_the_relay_is_slow),
        CASE(test_the_relay_is_too_slow),
        CASE(test_starttls),
        CASE(test_nothing_goes_without_tls),
        CASE(test_nobody_listens),
        CASE(test_a_certificate_that_nobody_vouches_for),
        CASE(test_temporary_then_fine),
        CASE(test_one_that_hangs_holds_up_no_more_than_one),
        CASE(test_a_dead_letter_leaves_the_duty_open),
        CASE(test_tried_too_often),
        CASE(test_a_duplicate_is_known_by_its_message_id),
        CASE(test_killed_between_taking_and_writing),
        CASE(test_killed_while_sending),
        CASE(test_no_address_is_a_dead_letter),
        CASE(test_a_password_that_others_may_read_is_not_used),
        CASE(test_nothing_personal_leaves),
        CASE(test_nothing_personal_leaves_with_titles),
        CASE(test_the_thread_carries_and_ends),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    int failed = relay_tests(argc, argv);
    return failed + notify_tests(argc, argv) + letter_tests(argc, argv);
}

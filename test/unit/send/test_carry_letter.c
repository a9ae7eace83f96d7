/* Notices by letter: what Notify is given, what it says of one, and addresses that are none. */
#include "carrying.h"

#include <stdio.h>
#include <string.h>

#include "send/message.h"

#define POSTAL "Kit Made-Up\nNorthmere House\n1 Made-Up Row\n ZZ1 1AA "
#define BY_LETTER                                                                                 \
    "send-letter = notify\nnotify-letter-template = 740e5834-3a29-46b4-9a6f-16142fde533b\n"
#define ONLY BY_LETTER "send-sms-for =\nsend-letter-for = high\n"

static void test_what_is_a_postal_address(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        size_t lines; /* 0: none */
    } cases[] = {
        { "", 0 },
        { "Kit\nZZ1 1AA", 0 },
        { "Kit\n\n\nZZ1 1AA\n", 0 },
        { "Kit\n1 Row\nZZ1 1AA", 3 },
        { "Kit\r\n1 Row\r\n\r\nzz1 1aa\r\n", 3 },
        { "1\n2\n3\n4\n5\n6\nZZ1 1AA", 7 },
        { "1\n2\n3\n4\n5\n6\n7\nZZ1 1AA", 0 },
        { "Kit\n1 Row\nZ1 1AA", 3 },
        { "Kit\n1 Row\nZZ1Z1AA", 3 },
        { "Kit\n1 Row\nZZ11 1AA", 3 },
        { "Kit\n1 Row\nZZ111 1AA", 0 },
        { "Kit\n1 Row\nZZZ1 1AA", 0 },
        { "Kit\n1 Row\nZZ 1AA", 0 },
        { "Kit\n1 Row\nZZ1 AAA", 0 },
        { "Kit\n1 Row\nZZ1 11A", 0 },
        { "Kit\n1 Row\nNorthmere", 0 },
        { "Kit\n1 Row\nZZ1 1AA\nNorthmere", 0 },
        { "Kit\t\n1\tRow\nZZ1 1AA", 0 },
    };
    struct postal p;
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool good = postal_read(str_from(cases[i].s), &p);
        if (good != (cases[i].lines > 0))
            print_error("case %zu\n", i);
        assert_int_equal(good, cases[i].lines > 0);
        if (good)
            assert_int_equal(p.count, cases[i].lines);
    }
    char wide[200];
    for (int more = 0; more < 2; more++) {
        snprintf(wide, sizeof wide, "Kit\n%0*d\nZZ1 1AA", 100 + more, 0);
        assert_int_equal(postal_read(str_from(wide), &p), !more);
    }
}

/* Somebody reached by post alone is told of a high alarm. */
static struct carrying one_letter(struct given *g, struct fake *notify, const char *postal,
                                  const char *settings)
{
    struct carrying x = one_alarm(g, NULL, notify, BY_LETTER "send-sms-for =\nsend-letter-for =\n");
    assert_int_equal(dispatch_count(g), 0);
    settings_again(g, &x, settings);
    x.person = someone_at(g, "Lee", postal);
    tells(g, x.child, x.person, a_rule(g, LEVEL_HIGH), 0);
    return x;
}

static struct told last_told(struct given *g, uint32_t child)
{
    struct told *told;
    uint32_t count;
    WORKS(g, notice_told(&g->t, g->r, child, (struct instant){ 0 }, &told, &count));
    assert_true(count > 0);
    return told[0];
}

static void test_posted_is_sent_and_never_delivered(void **state)
{
    struct given *g = *state;
    struct fake *notify = fake_open(FAKE_NOTIFY, NULL, NULL);
    struct carrying x = one_letter(g, notify, POSTAL, ONLY);
    fake_fate(notify, "accepted");
    assert_int_equal(carries(g, PATIENT_MS).handed_over, 1);
    static const char *const wanted[] = {
        "POST /v2/notifications/letter ",
        "\"template_id\":\"740e5834-3a29-46b4-9a6f-16142fde533b\"",
        "\"address_line_1\":\"Kit Made-Up\",\"address_line_2\":\"Northmere House\",",
        "\"address_line_3\":\"1 Made-Up Row\",\"address_line_4\":\"ZZ1 1AA\"",
        "https://sightline.example/notice/",
    };
    for (size_t i = 0; i < COUNT(wanted); i++)
        assert_true(fake_was_sent(notify, wanted[i]));
    assert_false(fake_was_sent(notify, "phone_number"));
    assert_false(fake_was_sent(notify, "address_line_5"));
    struct dispatch d = the_dispatch(g, DISPATCH_LETTER);
    assert_true(fake_was_sent(notify, str_nul(g->arena, d.reference)));
    assert_int_equal(d.state, DISPATCH_SENT);
    is_about(g, d.next, 20);
    SAME(last_told(g, x.child).trouble, S("letter: handed on, not yet known to have arrived"));

    passes(g, 5 * 24 * 3600); /* over Easter nothing is printed */
    carries(g, PATIENT_MS);
    assert_int_equal(the_dispatch(g, DISPATCH_LETTER).state, DISPATCH_SENT);
    fake_fate(notify, "received");
    passes(g, 7200);
    carries(g, PATIENT_MS);
    d = the_dispatch(g, DISPATCH_LETTER);
    assert_int_equal(d.state, DISPATCH_SENT);
    assert_true(d.next.us == NEVER.us);
    assert_int_equal(says_in_stream(g, x.person, "notice-sent", "letter"), 1);
    assert_int_equal(says_in_stream(g, x.person, "notice-delivered", ""), 0);
    assert_int_equal(says_in_stream(g, x.person, "notice-", "ZZ1 1AA"), 0);
    assert_false(last_told(g, x.child).delivered);
    assert_int_equal(fake_messages(notify), 1);
    assert_int_equal(notify->token_bad, 0);
    fake_close(notify);
}

/* Nothing leaves; what stays is somebody's work, with what to do about it. */
static void refused_here(struct given *g, const char *postal, const char *why)
{
    struct fake *notify = fake_open(FAKE_NOTIFY, NULL, NULL);
    struct carrying x = one_letter(g, notify, postal, ONLY);
    assert_int_equal(carries(g, PATIENT_MS).dead, 1);
    assert_int_equal(notify->len, 0);
    struct dispatch d = the_dispatch(g, DISPATCH_LETTER);
    assert_int_equal(d.state, DISPATCH_DEAD);
    SAME(d.trouble, str_from(why));
    assert_int_equal(says_in_stream(g, x.person, "notice-failed", why), 1);
    assert_int_equal(says_in_stream(g, x.person, "notice-sent", ""), 0);
    struct dead_letters l;
    WORKS(g, dispatch_dead(&g->t, g->r, g->now, &l));
    assert_int_equal(l.count, 1);
    assert_true(str_starts(l.at[0].remedy, S("tell them another way now")));
    struct told told = last_told(g, x.child);
    assert_false(told.delivered);
    SAME(told.trouble, str_print(g->arena, "letter: %s", why));
    fake_close(notify);
}

static void test_an_address_too_short(void **state)
{
    refused_here(*state, "Kit Made-Up\nZZ1 1AA",
                 "what is registered is not a postal address of three to seven lines, the last a"
                 " postcode: register it so, and tell them another way now");
}

static void test_no_address_at_all(void **state)
{
    refused_here(*state, NULL, "no postal address of this person is registered: register it");
}

/* Put right and sent again, it goes. */
static void test_an_address_put_right(void **state)
{
    struct given *g = *state;
    struct fake *notify = fake_open(FAKE_NOTIFY, NULL, NULL);
    struct carrying x = one_letter(g, notify, "Kit Made-Up\nNorthmere", ONLY);
    carries(g, PATIENT_MS);
    struct event e = event_new(EV_PERSON_REGISTERED, x.person, g->now);
    event_set_text(&e, "name", S("Lee"));
    event_set_text(&e, "postal", S(POSTAL));
    WORKS(g, say(g, &e));
    g->t.actor.person = x.person;
    WORKS(g, dispatch_retry(&g->t, g->w, the_dispatch(g, DISPATCH_LETTER).reference));
    assert_int_equal(carries(g, PATIENT_MS).handed_over, 1);
    assert_true(fake_was_sent(notify, "\"address_line_4\":\"ZZ1 1AA\""));
    fake_close(notify);
}

struct fate {
    const char *status;
    enum dispatch_state state;
    const char *trouble;
};
static void one_fate(struct given *g, const struct fate *f)
{
    struct fake *notify = fake_open(FAKE_NOTIFY, NULL, NULL);
    struct carrying x = one_letter(g, notify, POSTAL, ONLY);
    fake_fate(notify, "accepted");
    carries(g, PATIENT_MS);
    fake_fate(notify, f->status);
    passes(g, 30);
    carries(g, PATIENT_MS);
    struct dispatch d = the_dispatch(g, DISPATCH_LETTER);
    assert_int_equal(d.state, f->state);
    assert_non_null(strstr(str_nul(g->arena, d.trouble), f->trouble));
    assert_int_equal(says_in_stream(g, x.person, "notice-failed", f->trouble), 1);
    assert_int_equal(says_in_stream(g, x.person, "notice-delivered", ""), 0);
    assert_false(last_told(g, x.child).delivered);
    if (f->state == DISPATCH_WAITING) {
        passes(g, 100);
        carries(g, PATIENT_MS);
        assert_int_equal(fake_messages(notify), 2);
    }
    fake_close(notify);
}

#define FATE(name, ...)                                                                           \
    static void name(void **state)                                                                \
    {                                                                                             \
        one_fate(*state, &(const struct fate){ __VA_ARGS__ });                                    \
    }
FATE(test_it_could_not_be_printed, "permanent-failure", DISPATCH_DEAD, "could not be printed")
FATE(test_a_letter_cancelled, "cancelled", DISPATCH_DEAD, "was cancelled")
FATE(test_a_letter_that_notify_lost, "technical-failure", DISPATCH_WAITING, "could not send")

static void test_a_letter_that_is_never_posted(void **state)
{
    struct given *g = *state;
    struct fake *notify = fake_open(FAKE_NOTIFY, NULL, NULL);
    one_letter(g, notify, POSTAL, ONLY);
    fake_fate(notify, "accepted");
    for (int day = 0; day < 8; day++, passes(g, 24 * 3600)) {
        carries(g, PATIENT_MS);
        assert_int_equal(the_dispatch(g, DISPATCH_LETTER).state, DISPATCH_SENT);
    }
    carries(g, PATIENT_MS);
    SAME(the_dispatch(g, DISPATCH_LETTER).trouble, S("nobody can say whether it arrived"));
    assert_int_equal(the_dispatch(g, DISPATCH_LETTER).state, DISPATCH_DEAD);
    fake_close(notify);
}

/* An evening of which all is told by letter: a reference, a link, a title, and no child. */
static void test_nothing_about_a_child_is_printed(void **state)
{
    static const char *const secret[] = { "Aurelia", "Exampl", "566910", "2011-05", "05/2011",
                                          "Larch", "ZZ9 9ZZ", " park", " coat" };
    struct given *g = *state;
    struct fake *notify = fake_open(FAKE_NOTIFY, NULL, NULL);
    struct carrying x = one_letter(g, notify, POSTAL,
                                   BY_LETTER "send-sms-for =\nsend-say = title\nsend-letter-for ="
                                             " high medium low duty duty-warned duty-overdue\n");
    holds(g, x.person, "director", g->s->authority, "2026-01-01T00:00Z");
    is_placed(g, x.child, a_home(g, "Larch House, ZZ9 9ZZ"), "2025-03-01T12:00Z");
    struct event e = missing(g, x.child, "2026-03-27T19:30Z");
    WORKS(g, say(g, &e));
    size_t rows = dispatch_count(g);
    assert_true(rows > 2);
    carries(g, PATIENT_MS);
    assert_int_equal((size_t)fake_messages(notify), rows);
    for (size_t i = 0; i < COUNT(secret); i++) {
        if (fake_was_sent(notify, secret[i]))
            print_error("%s left the program\n", secret[i]);
        assert_false(fake_was_sent(notify, secret[i]));
    }
    fake_close(notify);
}

int letter_tests(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_a_postal_address),
        CASE(test_posted_is_sent_and_never_delivered),
        CASE(test_an_address_too_short),
        CASE(test_no_address_at_all),
        CASE(test_an_address_put_right),
        CASE(test_it_could_not_be_printed),
        CASE(test_a_letter_cancelled),
        CASE(test_a_letter_that_notify_lost),
        CASE(test_a_letter_that_is_never_posted),
        CASE(test_nothing_about_a_child_is_printed),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

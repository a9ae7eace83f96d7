/* What leaves the program, as kept rows: which channels, taken once, tried, dead, seen to. */
#include "told.h"

#include <string.h>

#include "work/send_settings.h"

#define RELAY                                                                                     \
    "send-email = smtp\nbase-address = https://sightline.example\n"                               \
    "smtp-url = smtps://relay.example:465\nsmtp-from = sightline@northmere.example\n"
#define LETTER                                                                                    \
    "send-letter = notify\nnotify-letter-template = 740e5834-3a29-46b4-9a6f-16142fde533b\n"        \
    "send-letter-for = high\n"
#define NOTIFY                                                                                    \
    "send-sms = notify\nnotify-key-file = key-of-notify\n"                                        \
    "notify-sms-template = 740e5834-3a29-46b4-9a6f-16142fde533a\n"

static struct dispatch_result result(enum dispatch_outcome o, struct instant next, const char *why)
{
    return (struct dispatch_result){ .outcome = o, .next = next, .trouble = str_from(why) };
}

static struct dispatch take_one(struct given *g)
{
    struct dispatch_list due;
    WORKS(g, dispatch_take(&g->t, g->w, 8, (struct span){ 60 * SECOND_US }, &due));
    assert_int_equal(due.count, 1);
    return due.at[0];
}

static size_t takes(struct given *g)
{
    struct dispatch_list due;
    WORKS(g, dispatch_take(&g->t, g->w, 8, (struct span){ 60 * SECOND_US }, &due));
    return due.count;
}

static void test_nothing_leaves_unless_asked(void **state)
{
    struct given *g = *state;
    uint32_t child = a_child(g, "Ada", "566910"), person = someone(g, "Kit", "kit@x.example", NULL);
    tells(g, child, person, a_rule(g, LEVEL_HIGH), 0);
    assert_int_equal(dispatch_count(g), 0);
}

static void test_channels_by_level_and_step(void **state)
{
    static const struct {
        enum alarm_level level;
        uint8_t step;
        const char *email_for, *sms_for;
        size_t rows;
    } cases[] = {
        { LEVEL_HIGH, 0, "high", "", 1 },
        { LEVEL_HIGH, 0, "high", "high", 2 },
        { LEVEL_HIGH, 2, "high", "", 1 },
        { LEVEL_HIGH, 0, "medium low duty duty-warned duty-overdue", "", 0 },
        { LEVEL_MEDIUM, 0, "high", "high medium", 1 },
        { LEVEL_NONE, 0, "high duty-warned duty-overdue", "", 0 },
        { LEVEL_NONE, 0, "duty", "", 1 },
        { LEVEL_NONE, NOTICE_WARNED, "duty-warned", "duty", 1 },
        { LEVEL_NONE, 1, "duty-overdue", "duty-overdue", 2 },
    };
    struct given *g = *state;
    uint32_t child = a_child(g, "Ada", "566910"),
             person = someone(g, "Kit", "kit@x.example", "07700 900111");
    size_t before = 0;
    for (size_t i = 0; i < COUNT(cases); i++) {
        WORKS(g, with_settings(g, RELAY NOTIFY "send-email-for = %s\nsend-sms-for = %s\n",
                               cases[i].email_for, cases[i].sms_for));
        tells(g, child, person, a_rule(g, cases[i].level), cases[i].step);
        size_t now = dispatch_count(g);
        if (now - before != cases[i].rows)
            print_error("case %zu\n", i);
        assert_int_equal(now - before, cases[i].rows);
        before = now;
    }
}

static void test_old_news_and_nobody_add_nothing(void **state)
{
    struct given *g = *state;
    WORKS(g, with_settings(g, RELAY));
    uint32_t child = a_child(g, "Ada", "566910"), person = someone(g, "Kit", "kit@x.example", NULL);
    tells(g, child, 0, a_rule(g, LEVEL_HIGH), 0);
    struct instant days_ago = { g->now.us - 73 * HOUR_US };
    tells_of(g, child, person, a_rule(g, LEVEL_HIGH), days_ago);
    assert_int_equal(dispatch_count(g), 0);
    tells(g, child, person, a_rule(g, LEVEL_HIGH), 0);
    assert_int_equal(dispatch_count(g), 1);
}

/* Who has an address for one of two channels is reached there; with none, that becomes visible. */
static void test_whom_it_cannot_reach(void **state)
{
    struct given *g = *state;
    WORKS(g, with_settings(g, RELAY NOTIFY));
    uint32_t child = a_child(g, "Ada", "566910");
    tells(g, child, someone(g, "Kit", "kit@x.example", NULL), a_rule(g, LEVEL_HIGH), 0);
    assert_int_equal(dispatch_count(g), 1);
    SAME(the_dispatch(g, DISPATCH_EMAIL).trouble, S(""));
    tells(g, child, someone(g, "Lee", NULL, NULL), a_rule(g, LEVEL_HIGH), 0);
    assert_int_equal(dispatch_count(g), 2);
}

/* By letter too, where one is registered by post; the address is looked up when it goes. */
static void test_letters_stand_beside_the_others(void **state)
{
    struct given *g = *state;
    WORKS(g, with_settings(g, RELAY NOTIFY LETTER));
    assert_int_equal(store_send_settings(g->s)->letter, SEND_BY_NOTIFY);
    uint32_t child = a_child(g, "Ada", "566910");
    tells(g, child, someone(g, "Kit", "kit@x.example", NULL), a_rule(g, LEVEL_HIGH), 0);
    assert_int_equal(dispatch_count(g), 1);
    tells(g, child, someone_at(g, "Lee", "Lee\n1 Made-Up Row\nZZ1 1AA"), a_rule(g, LEVEL_HIGH), 0);
    assert_int_equal(dispatch_count(g), 2);
    struct dispatch_list due;
    WORKS(g, dispatch_take(&g->t, g->w, 8, (struct span){ 60 * SECOND_US }, &due));
    assert_int_equal(due.count, 2);
    assert_int_equal(due.at[1].channel, DISPATCH_LETTER);
    SAME(due.at[1].address, S("Lee\n1 Made-Up Row\nZZ1 1AA"));
    WORKS(g, with_settings(g, RELAY NOTIFY));
    assert_int_equal(store_send_settings(g->s)->letter, SEND_BY_NOBODY);
    assert_int_equal(store_send_settings(g->s)->letter_for, SEND_FOR_DUTY_OVERDUE);
}

static void test_taken_once_and_again_after_a_crash(void **state)
{
    struct given *g = *state;
    WORKS(g, with_settings(g, RELAY));
    uint32_t child = a_child(g, "Ada", "566910"), person = someone(g, "Kit", "kit@x.example", NULL);
    tells(g, child, person, a_rule(g, LEVEL_HIGH), 0);
    struct dispatch first = take_one(g);
    assert_int_equal(first.state, DISPATCH_WAITING);
    assert_false(first.again);
    SAME(first.address, S("kit@x.example"));
    assert_int_equal(first.reference.len, 19);
    assert_int_equal(takes(g), 0);

    given_shut(g); /* killed between taking and writing what came of it */
    WORKS(g, with_settings(g, RELAY));
    assert_int_equal(takes(g), 0);
    WORKS(g, dispatch_recover(&g->t, g->w));
    struct dispatch second = take_one(g);
    assert_true(second.again);
    SAME(second.reference, first.reference);
    passes(g, 61);
    assert_int_equal(takes(g), 1); /* nothing was said of it in time */
}

static void test_each_outcome(void **state)
{
    struct given *g = *state;
    WORKS(g, with_settings(g, RELAY));
    uint32_t child = a_child(g, "Ada", "566910"), person = someone(g, "Kit", "kit@x.example", NULL);
    tells(g, child, person, a_rule(g, LEVEL_HIGH), 0);
    struct told *told;
    uint32_t count;
    WORKS(g, notice_told(&g->t, g->r, child, (struct instant){ 0 }, &told, &count));
    assert_int_equal(told[0].trouble.len, 0);
    passes(g, 601);
    WORKS(g, notice_told(&g->t, g->r, child, (struct instant){ 0 }, &told, &count));
    SAME(told[0].trouble, S("e-mail: still waits to be sent")); /* nobody carries it */

    struct dispatch d = take_one(g);
    struct instant soon = { g->now.us + 30 * SECOND_US };
    struct dispatch_result later = result(OUTCOME_LATER, soon, "the relay cannot be reached");
    WORKS(g, dispatch_tried(&g->t, g->w, &d, &later));
    assert_int_equal(says_in_stream(g, person, "notice-", ""), 0);
    WORKS(g, notice_told(&g->t, g->r, child, (struct instant){ 0 }, &told, &count));
    assert_int_equal(count, 1);
    assert_false(told[0].delivered);
    SAME(told[0].trouble, S("e-mail: the relay cannot be reached; it is tried again"));
    assert_int_equal(takes(g), 0);

    passes(g, 30);
    d = take_one(g);
    assert_int_equal(d.attempts, 1);
    struct instant ask = { g->now.us + 20 * SECOND_US };
    struct dispatch_result sent = result(OUTCOME_SENT, ask, "");
    sent.remote = S("their-number");
    WORKS(g, dispatch_tried(&g->t, g->w, &d, &sent));
    assert_int_equal(says_in_stream(g, person, "notice-sent", "e-mail"), 1);
    WORKS(g, notice_told(&g->t, g->r, child, (struct instant){ 0 }, &told, &count));
    assert_false(told[0].delivered);
    SAME(told[0].trouble, S("e-mail: handed on, not yet known to have arrived"));

    passes(g, 20);
    d = take_one(g);
    assert_int_equal(d.state, DISPATCH_SENT);
    SAME(d.remote, S("their-number"));
    struct dispatch_result delivered = result(OUTCOME_DELIVERED, NEVER, "");
    WORKS(g, dispatch_tried(&g->t, g->w, &d, &delivered));
    assert_int_equal(says_in_stream(g, person, "notice-delivered", "e-mail"), 1);
    WORKS(g, notice_told(&g->t, g->r, child, (struct instant){ 0 }, &told, &count));
    assert_true(told[0].delivered);
    assert_int_equal(told[0].trouble.len, 0);
    passes(g, 100000);
    assert_int_equal(takes(g), 0);
    struct instant next;
    WORKS(g, dispatch_next(&g->t, g->r, &next));
    assert_true(next.us == NEVER.us);
}

static void test_a_dead_letter_is_somebodys_work(void **state)
{
    struct given *g = *state;
    WORKS(g, with_settings(g, RELAY));
    uint32_t child = a_child(g, "Ada", "566910"), person = someone(g, "Kit", "kit@x.example", NULL),
             boss = someone(g, "Bo", "bo@x.example", NULL);
    holds(g, boss, "team-manager", g->s->authority, "2026-01-01T00:00Z");
    tells(g, child, person, a_rule(g, LEVEL_HIGH), 0);
    struct dispatch d = take_one(g);
    struct dispatch_result dead = result(OUTCOME_GIVEN_UP, NEVER, "the relay refuses it (550)");
    WORKS(g, dispatch_tried(&g->t, g->w, &d, &dead));
    assert_int_equal(says_in_stream(g, person, "notice-failed", "the relay refuses it (550)"), 1);

    struct dead_letters l;
    WORKS(g, dispatch_dead(&g->t, g->r, g->now, &l));
    assert_int_equal(l.count, 1);
    SAME(l.at[0].who, S("Kit"));
    assert_int_equal(l.at[0].owner.person, boss);
    assert_true(l.at[0].remedy.len > 0 && l.at[0].because.len > 0);
    SAME(l.at[0].of.trouble, S("the relay refuses it (550)"));
    passes(g, 1000000);
    assert_int_equal(takes(g), 0);

    GIVES(g, E_MISSING, dispatch_retry(&g->t, g->w, S("AAAA-AAAA-AAAA-AAAA")));
    g->t.actor.person = boss;
    WORKS(g, dispatch_retry(&g->t, g->w, d.reference));
    assert_int_equal(says_in_stream(g, person, "notice-retried", ""), 1);
    GIVES(g, E_CONFLICT, dispatch_retry(&g->t, g->w, d.reference));
    d = take_one(g);
    assert_int_equal(d.attempts, 0);
    WORKS(g, dispatch_tried(&g->t, g->w, &d, &dead));
    GIVES(g, E_INVALID, dispatch_settle(&g->t, g->w, d.reference, S("  ")));
    WORKS(g, dispatch_settle(&g->t, g->w, d.reference, S("told by telephone")));
    assert_int_equal(says_in_stream(g, person, "notice-settled", "told by telephone"), 1);
    WORKS(g, dispatch_dead(&g->t, g->r, g->now, &l));
    assert_int_equal(l.count, 0);
    struct told *told;
    uint32_t count;
    WORKS(g, notice_told(&g->t, g->r, child, (struct instant){ 0 }, &told, &count));
    assert_false(told[0].delivered);
}

static void test_who_has_seen_it_is_not_told_again(void **state)
{
    struct given *g = *state;
    WORKS(g, with_settings(g, RELAY));
    uint32_t child = a_child(g, "Ada", "566910"), person = someone(g, "Kit", "kit@x.example", NULL);
    tells(g, child, person, a_rule(g, LEVEL_HIGH), 0);
    tells(g, child, person, a_rule(g, LEVEL_HIGH), 1);
    WORKS(g, notice_seen(&g->t, g->w, person, child));
    assert_int_equal(takes(g), 0);
    struct dead_letters l;
    WORKS(g, dispatch_dead(&g->t, g->r, g->now, &l));
    assert_int_equal(l.count, 0);
}

static void test_found_by_its_reference(void **state)
{
    struct given *g = *state;
    WORKS(g, with_settings(g, RELAY));
    uint32_t child = a_child(g, "Ada", "566910"), person = someone(g, "Kit", "kit@x.example", NULL);
    tells(g, child, person, a_rule(g, LEVEL_HIGH), 0);
    struct dispatch d = take_one(g), found;
    WORKS(g, dispatch_find(&g->t, g->r, d.reference, &found));
    assert_int_equal(found.subject, child);
    GIVES(g, E_MISSING, dispatch_find(&g->t, g->r, S("QQQQ-QQQQ-QQQQ-QQQQ"), &found));
    GIVES(g, E_MISSING, dispatch_find(&g->t, g->r, S(""), &found));
}

static void test_could_not_look_is_never_none(void **state)
{
    struct given *g = *state;
    WORKS(g, with_settings(g, RELAY));
    uint32_t child = a_child(g, "Ada", "566910"), person = someone(g, "Kit", "kit@x.example", NULL);
    tells(g, child, person, a_rule(g, LEVEL_HIGH), 0);
    struct dispatch d = take_one(g), found;
    struct dispatch_result dead = result(OUTCOME_GIVEN_UP, NEVER, "refused");
    WORKS(g, dispatch_tried(&g->t, g->w, &d, &dead));
    status looked[4] = { E_IO, E_IO, E_IO, E_IO };
    for (int64_t call = 1; looked[0] || looked[1] || looked[2] || looked[3]; call++) {
        struct dead_letters l = { 0 };
        struct instant next = { 0 };
        struct told *told;
        uint32_t count = 0;
        db_fault_at(call);
        looked[0] = dispatch_dead(&g->t, g->r, g->now, &l);
        db_fault_at(call);
        looked[1] = dispatch_next(&g->t, g->r, &next);
        db_fault_at(call);
        looked[2] = dispatch_find(&g->t, g->r, d.reference, &found);
        db_fault_at(call);
        looked[3] = notice_told(&g->t, g->r, child, (struct instant){ 0 }, &told, &count);
        db_fault_none();
        for (size_t i = 0; i < COUNT(looked); i++)
            assert_true(looked[i] == OK || looked[i] == E_IO);
        assert_true(looked[0] != OK || l.count == 1);
        assert_true(looked[1] != OK || next.us == NEVER.us);
        assert_true(looked[2] != OK || found.subject == child);
        assert_true(looked[3] != OK || (count == 1 && told[0].trouble.len > 0));
        assert_true(call < 200);
    }
}

/* Each of its database calls failing: the row and the event are there together, or neither is. */
static void test_any_failing_call_leaves_both_or_neither(void **state)
{
    struct given *g = *state;
    WORKS(g, with_settings(g, RELAY));
    uint32_t child = a_child(g, "Ada", "566910"), person = someone(g, "Kit", "kit@x.example", NULL);
    tells(g, child, person, a_rule(g, LEVEL_HIGH), 0);
    struct dispatch_result dead = result(OUTCOME_GIVEN_UP, NEVER, "refused");
    bool failed = true;
    for (int64_t call = 1; failed; call++) {
        struct dispatch d = take_one(g);
        db_fault_at(call);
        status said = dispatch_tried(&g->t, g->w, &d, &dead);
        db_fault_none();
        failed = said != OK;
        WORKS(g, with_settings(g, RELAY));
        struct dispatch after = the_dispatch(g, DISPATCH_EMAIL);
        size_t events = says_in_stream(g, person, "notice-failed", "refused");
        assert_int_equal(after.state == DISPATCH_DEAD, events == 1);
        if (!failed)
            assert_int_equal(after.state, DISPATCH_DEAD);
        if (after.state == DISPATCH_DEAD)
            break;
        WORKS(g, dispatch_recover(&g->t, g->w));
        passes(g, 1);
    }
    assert_int_equal(the_dispatch(g, DISPATCH_EMAIL).state, DISPATCH_DEAD);
}

static void test_settings_that_do_not_stand(void **state)
{
    static const struct {
        const char *lines, *part;
    } cases[] = {
        { "send-email = pigeon\n", "sending.conf line 1: send-email must be none, smtp or notify" },
        { "send-sms = smtp\n", "line 1: send-sms must be none or notify" },
        { "send-email-for = high urgent\n", "line 1: send-email-for must be words of" },
        { "send-say = all\n", "line 1: send-say must be reference or title" },
        { "send-tries = 0\n", "line 1: send-tries" },
        { "send-tries = 3\nsend-email = smtp\n",
          "sending.conf line 2: base-address must be the https:// address" },
        { "send-email = smtp\nbase-address = http://a.example\n", "line 2: base-address must be" },
        { "send-email = smtp\nbase-address = https://a.example\n", "smtp-url must name" },
        { "send-email = smtp\nbase-address = https://a.example\nsmtp-url = http://a\n",
          "line 3: smtp-url must name" },
        { "send-email = smtp\nbase-address = https://a.example\nsmtp-url = smtps://u:p@a.example\n",
          "smtp-url must name" },
        { "send-email = smtp\nbase-address = https://a.example\nsmtp-url = smtp://a.example\n",
          "smtp-from must be" },
        { "send-email = smtp\nbase-address = https://a.example\nsmtp-url = smtp://a.example\n"
          "smtp-from = A <a@b.example>\n", "line 4: smtp-from must be" },
        { "send-sms = notify\nbase-address = https://a.example\n",
          "line 1: notify-key-file must name" },
        { "send-sms = notify\nbase-address = https://a.example\nnotify-key-file = k\n",
          "notify-sms-template must be" },
        { "send-sms = notify\nbase-address = https://a.example\nnotify-key-file = k\n"
          "notify-url = http://127.0.0.1:80\n", "line 4: notify-url must be an https:// address" },
        { "send-letter = smtp\n", "line 1: send-letter must be none or notify" },
        { "send-letter-for = soon\n", "line 1: send-letter-for must be words of" },
        { "send-letter = notify\n", "line 1: base-address must be the https:// address" },
        { "send-letter = notify\nbase-address = https://a.example\n",
          "line 1: notify-key-file must name" },
        { "send-letter = notify\nbase-address = https://a.example\nnotify-key-file = k\n",
          "line 1: notify-letter-template must be" },
        { "authority-name = Other\n", "there is no such setting" },
        { "smtp-password = x\n", "there is no such setting" },
    };
    struct given *g = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        status said = with_settings(g, "%s", cases[i].lines);
        if (said != E_INVALID || !strstr(g->t.reason, cases[i].part))
            print_error("case %zu: %s: %s\n", i, status_name(said), g->t.reason);
        assert_int_equal(said, E_INVALID);
        SAYS(g, cases[i].part);
    }
    WORKS(g, with_settings(g, RELAY NOTIFY));
    assert_int_equal(store_send_settings(g->s)->sms_for, SEND_FOR_HIGH);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_nothing_leaves_unless_asked),
        CASE(test_channels_by_level_and_step),
        CASE(test_old_news_and_nobody_add_nothing),
        CASE(test_whom_it_cannot_reach),
        CASE(test_letters_stand_beside_the_others),
        CASE(test_taken_once_and_again_after_a_crash),
        CASE(test_each_outcome),
        CASE(test_a_dead_letter_is_somebodys_work),
        CASE(test_who_has_seen_it_is_not_told_again),
        CASE(test_found_by_its_reference),
        CASE(test_could_not_look_is_never_none),
        CASE(test_any_failing_call_leaves_both_or_neither),
        CASE(test_settings_that_do_not_stand),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

/* What comes from another register and what goes to one: once, whatever is sent how often. */
#include "letters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- coming in --- */

static void test_a_notice_makes_a_hosted_child(void **state)
{
    struct both *b = *state;
    struct given *g = b->g;
    struct letter l = a_letter(b, "m-1");
    struct child_file file;
    whole(b, &l);
    struct exchange_reply reply = tell(b, &l);
    struct receipt_said said = receipt_of(b, &l, &reply);
    assert_int_equal(said.received.us, g->now.us);
    assert_int_equal(said.entry.len, 32);
    uint32_t child = hosted(b, "00ff");
    given_reader_again(g);
    WORKS(g, look_child(&g->t, g->r, child, NEVER, g->now, &file));
    SAME(file.name, S("Ada Made-Up"));
    assert_true(file.evaluation->child.is & CHILD_IS(HOSTED));
    assert_int_equal(file.evaluation->child.placement_now, 7);
    assert_int_equal(count_of(b, child, EV_PLACEMENT_NOTICE_RECEIVED), 1);
}

static uint32_t register_home(struct both *b, const char *urn)
{
    struct given *g = b->g;
    uint32_t home;
    WORKS(g, writer_subject_new(&g->t, g->w, SUBJECT_HOME, &home));
    struct event e = event_new(EV_HOME_REGISTERED, home, g->now);
    event_set_text(&e, "name", S("Elm House"));
    event_set_text(&e, "urn", str_from(urn));
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
    WORKS(g, writer_append(&g->t, g->w, &a));
    return home;
}

static void test_a_home_known_by_its_number_is_told(void **state)
{
    struct both *b = *state;
    struct given *g = b->g;
    struct child_file file;
    uint32_t home = register_home(b, "SC040404");
    register_home(b, "SC050505");
    register_home(b, "SC050505"); /* twice: nobody can say which */
    struct letter known = a_letter(b, "m-1"), other = a_letter(b, "m-2"), two = a_letter(b, "m-3"),
                  none = a_letter(b, "m-4"), end = a_letter(b, "m-5");
    known.notice.urn = end.notice.urn = S("SC040404");
    other.notice.urn = S("SC999999");
    two.notice.urn = S("SC050505");
    other.notice.case_id = S("00aa");
    two.notice.case_id = S("00bb");
    none.notice.case_id = S("00cc");
    end.notice.what = S("ends");
    end.notice.when.us += HOUR_US;
    struct letter *all[] = { &known, &other, &two, &none };
    for (size_t i = 0; i < COUNT(all); i++) {
        whole(b, all[i]);
        assert_int_equal(tell(b, all[i]).status, 200);
    }
    assert_int_equal(count_of(b, home, EV_PLACEMENT_STARTED), 1);
    WORKS(g, look_place(&g->t, g->r, home, g->now, &file));
    assert_int_equal(file.evaluation->home.residents, 1);
    assert_int_equal(file.evaluation->home.resident[0].child, hosted(b, "00ff"));
    struct name_list there;
    WORKS(g, look_children_of_home(&g->t, g->r, home, &there));
    assert_int_equal(there.count, 1);
    SAME(there.at[0].name, S("Ada Made-Up"));
    SAME(there.at[0].detail, S("another authority's"));
    whole(b, &end);
    assert_int_equal(tell(b, &end).status, 200);
    assert_int_equal(count_of(b, home, EV_PLACEMENT_ENDED), 1);
    WORKS(g, look_place(&g->t, g->r, home, g->now, &file));
    assert_int_equal(file.evaluation->home.residents, 0);
}

static void test_somebody_is_asked_to_look_at_a_hosted_child(void **state)
{
    struct both *b = *state;
    struct given *g = b->g;
    struct letter l = a_letter(b, "m-1");
    struct duty_filter f = { .alarms = true, .rule = S("hosted-notice-received"), .at = g->now };
    struct duty_list list;
    whole(b, &l);
    assert_int_equal(tell(b, &l).status, 200);
    given_reader_again(g);
    WORKS(g, look_duties(&g->t, g->r, &f, &list));
    assert_int_equal(list.count, 1);
    assert_int_equal(list.at[0].child, hosted(b, "00ff"));
    SAME(list.at[0].child_name, S("Ada Made-Up"));
    SAME(list.at[0].local_id, S("another authority's"));
}

static void test_the_same_again_is_the_same_receipt_and_nothing_else(void **state)
{
    struct both *b = *state;
    struct letter l = a_letter(b, "m-1");
    whole(b, &l);
    struct exchange_reply first = tell(b, &l);
    assert_int_equal(first.status, 200);
    int64_t size = journal_size(b->g->s->journal);
    for (unsigned i = 0; i < 3; i++) {
        b->g->now.us += 100 * SECOND_US;
        if (i > 0)
            sign(b, &l); /* later again, signed anew: the same message */
        struct exchange_reply again = tell(b, &l);
        (void)receipt_of(b, &l, &again);
        SAME(again.body, first.body);
        assert_int_equal(journal_size(b->g->s->journal), size);
    }
}

static void test_a_second_notice_adds_to_the_same_child(void **state)
{
    struct both *b = *state;
    struct letter first = a_letter(b, "m-1"), second = a_letter(b, "m-2"), end = a_letter(b, "m-3");
    second.notice.care_plan = S("a newer plan");
    end.notice.what = S("ends");
    end.notice.when.us += HOUR_US;
    whole(b, &first);
    whole(b, &second);
    whole(b, &end);
    assert_int_equal(tell(b, &first).status, 200);
    assert_int_equal(tell(b, &second).status, 200);
    assert_int_equal(tell(b, &end).status, 200);
    uint32_t child = hosted(b, "00ff");
    assert_int_equal(count_of(b, child, EV_CHILD_REGISTERED), 1);
    assert_int_equal(count_of(b, child, EV_PLACEMENT_STARTED), 1);
    assert_int_equal(count_of(b, child, EV_PLACEMENT_ENDED), 1);
    assert_int_equal(count_of(b, child, EV_PLACEMENT_NOTICE_RECEIVED), 3);
}

static void test_an_end_may_overtake_its_start(void **state)
{
    struct both *b = *state;
    struct given *g = b->g;
    struct letter start = a_letter(b, "m-1"), end = a_letter(b, "m-2");
    struct child_file file;
    end.notice.what = S("ends");
    end.notice.when.us += HOUR_US;
    whole(b, &start);
    whole(b, &end);
    assert_int_equal(tell(b, &end).status, 200);
    assert_int_equal(tell(b, &start).status, 200);
    uint32_t child = hosted(b, "00ff");
    given_reader_again(g);
    WORKS(g, look_child(&g->t, g->r, child, NEVER, g->now, &file));
    assert_int_equal(file.evaluation->child.placements, 1);
    assert_int_equal(file.evaluation->child.placement[0].until, end.notice.when.us);
}

/* The child came into this authority's own care: the file is ours, and no partner moves it. */
static void test_a_partner_moves_nothing_in_a_file_of_our_own(void **state)
{
    struct both *b = *state;
    struct given *g = b->g;
    struct letter first = a_letter(b, "m-1"), end = a_letter(b, "m-2"), more = a_letter(b, "m-3");
    end.notice.what = S("ends");
    end.notice.when.us += HOUR_US;
    more.notice.placement = 8;
    whole(b, &first);
    whole(b, &end);
    whole(b, &more);
    assert_int_equal(tell(b, &first).status, 200);
    uint32_t child = hosted(b, "00ff");
    struct event ours = event_new(EV_CHILD_REGISTERED, child, g->now);
    ours.corrects = 1;
    event_set_text(&ours, "given", S("Ada"));
    WORKS(g, say(g, &ours));
    given_reader_again(g);
    struct child_file file;
    WORKS(g, look_child(&g->t, g->r, child, NEVER, g->now, &file));
    assert_false(file.evaluation->child.is & CHILD_IS(HOSTED));
    assert_int_equal(tell(b, &end).status, 200);
    assert_int_equal(tell(b, &more).status, 200);
    assert_int_equal(count_of(b, child, EV_PLACEMENT_STARTED), 1);
    assert_int_equal(count_of(b, child, EV_PLACEMENT_ENDED), 0);
    assert_int_equal(count_of(b, child, EV_PLACEMENT_NOTICE_RECEIVED), 3); /* as said */
}

static void test_two_children_of_one_partner_are_two(void **state)
{
    struct both *b = *state;
    struct letter one = a_letter(b, "m-1"), two = a_letter(b, "m-2");
    two.notice.case_id = S("00aa");
    whole(b, &one);
    whole(b, &two);
    assert_int_equal(tell(b, &one).status, 200);
    assert_int_equal(tell(b, &two).status, 200);
    assert_true(hosted(b, "00ff") != hosted(b, "00aa"));
}

/* --- refused --- */

enum spoil {
    NOT_SIGNED,
    UNKNOWN_KEY_ID,
    OTHER_KEY,
    TOO_OLD,
    FROM_THE_FUTURE,
    BODY_CHANGED,
    DIGEST_WRONG,
    TARGET_CHANGED,
    OTHER_CE_ID,
    OTHER_SOURCE,
    OTHER_RECIPIENT,
    OTHER_TYPE,
    OTHER_CONTENT_TYPE,
    NO_JSON,
    NOTICE_WRONG,
    MADE_UP,
    TOO_LARGE,
    DOUBLED,
    SPOILS
};

static void spoil_before(struct both *b, struct letter *l, enum spoil how)
{
    if (how == UNKNOWN_KEY_ID)
        l->key_id = S("nobody/1");
    if (how == OTHER_KEY)
        l->seed[5] ^= 1;
    if (how == OTHER_SOURCE)
        l->source = "somebody/else";
    if (how == OTHER_RECIPIENT)
        l->recipient = "somebody/else";
    if (how == OTHER_TYPE)
        l->type = "sightline.unknown.v1";
    if (how == NOTICE_WRONG)
        l->notice.type = S("K99");
    if (how == MADE_UP)
        l->notice.made_up = !b->g->s->made_up;
    if (how == TOO_OLD)
        b->g->now.us -= 301 * SECOND_US;
    if (how == FROM_THE_FUTURE)
        b->g->now.us += 301 * SECOND_US;
    write_body(b, l);
    if (how == NO_JSON)
        l->body = S("{\"specversion\":");
    sign(b, l);
    if (how == TOO_OLD)
        b->g->now.us += 301 * SECOND_US;
    if (how == FROM_THE_FUTURE)
        b->g->now.us -= 301 * SECOND_US;
}

static void spoil_after(struct both *b, struct letter *l, enum spoil how)
{
    if (how == NOT_SIGNED)
        l->asked.signature = l->asked.signature_input = S("");
    if (how == BODY_CHANGED)
        l->asked.body = str_print(b->g->arena, "%.*s ", STR_ARG(l->body));
    if (how == DIGEST_WRONG)
        l->asked.content_digest = digest_line(b->g->arena, S("else"));
    if (how == TARGET_CHANGED)
        l->asked.target_uri = S("http://127.0.0.1:1/exchange?x");
    if (how == OTHER_CE_ID)
        l->asked.ce_id = S("m-2");
    if (how == OTHER_CONTENT_TYPE)
        l->asked.content_type = S("application/json");
    l->asked.too_large = how == TOO_LARGE;
    l->asked.doubled = how == DOUBLED;
}

static void test_what_is_refused_leaves_nothing_but_a_note(void **state)
{
    static const struct {
        enum spoil how;
        unsigned status;
        const char *part;
    } rows[] = {
        { NOT_SIGNED, 401, "not signed" },
        { UNKNOWN_KEY_ID, 401, "partner key" },
        { OTHER_KEY, 401, "does not hold" },
        { TOO_OLD, 401, "too old" },
        { FROM_THE_FUTURE, 401, "from the future" },
        { BODY_CHANGED, 400, "Content-Digest" },
        { DIGEST_WRONG, 401, "does not hold" },
        { TARGET_CHANGED, 401, "does not hold" },
        { OTHER_CE_ID, 401, "does not hold" },
        { OTHER_SOURCE, 401, "source" },
        { OTHER_RECIPIENT, 401, "another register" },
        { OTHER_TYPE, 400, "type" },
        { OTHER_CONTENT_TYPE, 401, "does not hold" },
        { NO_JSON, 400, "ends too early" },
        { NOTICE_WRONG, 400, "type" },
        { MADE_UP, 401, "made up" },
        { TOO_LARGE, 413, "larger" },
        { DOUBLED, 400, "twice" },
    };
    _Static_assert(COUNT(rows) == SPOILS, "each of them");
    struct both *b = *state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct letter l = a_letter(b, "m-1");
        spoil_before(b, &l, rows[i].how);
        spoil_after(b, &l, rows[i].how);
        int64_t size = journal_size(b->g->s->journal);
        struct exchange_reply reply = tell(b, &l);
        if (reply.status != rows[i].status ||
            !memmem(reply.body.at, reply.body.len, rows[i].part, strlen(rows[i].part))) {
            print_error("row %zu: %u %.*s\n", i, reply.status, STR_ARG(reply.body));
            _fail(__FILE__, __LINE__);
        }
        assert_int_equal(hosted(b, "00ff"), 0);
        assert_int_equal(journal_size(b->g->s->journal), size + 1); /* message-refused */
    }
}

static void test_an_id_or_a_nonce_is_not_used_for_something_else(void **state)
{
    struct both *b = *state;
    struct letter first = a_letter(b, "m-1"), other = a_letter(b, "m-1"),
                  third = a_letter(b, "m-2");
    whole(b, &first);
    assert_int_equal(tell(b, &first).status, 200);
    other.notice.care_plan = S("changed");
    whole(b, &other);
    assert_int_equal(tell(b, &other).status, 409);
    /* One who has the key and uses a nonce again. */
    struct nonce n = { str_from(west), S("again"), S("m-1"), { b->g->now.us + HOUR_US } };
    WORKS(b->g, nonce_keep(&b->g->t, b->g->s->kept, b->g->s->log, &n, b->g->now));
    n.message = S("m-2");
    GIVES(b->g, E_CONFLICT, nonce_check(&b->g->t, b->g->s->kept, b->g->s->log, &n));
    whole(b, &third);
    assert_int_equal(tell(b, &third).status, 200);
}

static void test_a_stranger_cannot_fill_the_journal(void **state)
{
    struct both *b = *state;
    int64_t size = journal_size(b->g->s->journal);
    for (unsigned i = 0; i < 100; i++) {
        struct letter l = a_letter(b, "m-1");
        spoil_before(b, &l, OTHER_KEY);
        assert_int_equal(tell(b, &l).status, 401);
    }
    assert_true(journal_size(b->g->s->journal) <= size + 30);
    b->g->now.us += 61 * SECOND_US; /* the hour is full of strangers: a partner is noted still */
    struct letter theirs = a_letter(b, "m-2");
    spoil_before(b, &theirs, OTHER_TYPE);
    size = journal_size(b->g->s->journal);
    assert_int_equal(tell(b, &theirs).status, 400);
    assert_int_equal(journal_size(b->g->s->journal), size + 1);
    struct letter again = a_letter(b, "m-3");
    spoil_before(b, &again, OTHER_KEY);
    assert_int_equal(tell(b, &again).status, 401);
    assert_int_equal(journal_size(b->g->s->journal), size + 1);
}

/* --- going out --- */

static uint32_t placed_away(struct both *b, uint32_t *ret_worker)
{
    struct given *g = b->g;
    uint32_t home = a_home(g, "The Maples"), child = a_child(g, "Noor", "100");
    *ret_worker = a_person(g, "Wren Worker");
    holds(g, *ret_worker, "social-worker", child, "2026-01-01T00:00:00Z");
    is_placed(g, child, home, "2026-03-27T10:00:00Z");
    given_reader_again(g);
    return child;
}

static void test_a_notice_is_queued_recorded_and_sealed(void **state)
{
    struct both *b = *state;
    struct given *g = b->g;
    uint32_t worker, child = placed_away(b, &worker);
    struct notice_asked asked = { .child = child, .author = worker, .needs = S("needs of Noor") };
    struct kept_messages sent;
    struct str id, again;
    WORKS(g, exchange_notify(&g->t, b->x, g->r, &asked, &id));
    assert_int_equal(count_of(b, child, EV_PLACEMENT_NOTICE_SENT), 1);
    assert_int_equal(count_of(b, child, EV_PLACEMENT_NOTIFIED), 0); /* sent is not given */
    WORKS(g, exchange_rows_to_read(&g->t, g->s->kept));
    WORKS(g, kept_messages_due(&g->t, g->s->kept, g->s->log, g->now, &sent));
    assert_int_equal(sent.count, 1);
    SAME(sent.at[0].id, id);
    assert_true(sent.at[0].sealed.len > 0);
    assert_null(memmem(sent.at[0].sealed.at, sent.at[0].sealed.len, "Noor", 4));
    GIVES(g, E_CONFLICT, exchange_notify(&g->t, b->x, g->r, &asked, &again));
    asked.care_plan = S("the plan"); /* more to say is another notice */
    WORKS(g, exchange_notify(&g->t, b->x, g->r, &asked, &again));
}

static void test_what_cannot_be_sent_says_why(void **state)
{
    struct both *b = *state;
    struct given *g = b->g;
    uint32_t worker, child = placed_away(b, &worker), other = a_child(g, "Lee", "101");
    struct str id;
    struct {
        struct notice_asked asked;
        enum status code;
        const char *part;
    } rows[] = {
        { { .child = other, .author = worker }, E_MISSING, "no placement now" },
        { { .child = child, .author = worker, .placement = 99 }, E_MISSING, "of that number" },
        { { .child = child, .author = worker, .partner = S("nobody") }, E_MISSING, "no partner" },
        { { .child = child, .author = worker, .end = true }, E_INVALID, "has not ended" },
        { { .child = worker, .author = worker }, E_MISSING, "no child" },
    };
    given_reader_again(g);
    for (size_t i = 0; i < COUNT(rows); i++) {
        GIVES(g, rows[i].code, exchange_notify(&g->t, b->x, g->r, &rows[i].asked, &id));
        SAYS(g, rows[i].part);
    }
    struct letter l = a_letter(b, "m-1");
    whole(b, &l);
    assert_int_equal(tell(b, &l).status, 200);
    given_reader_again(g);
    struct notice_asked theirs = { .child = hosted(b, "00ff"),
                                   .author = worker,
                                   .partner = S("westmere") };
    GIVES(g, E_INVALID, exchange_notify(&g->t, b->x, g->r, &theirs, &id));
}

static void test_nobody_there_is_tried_again_later(void **state)
{
    struct both *b = *state;
    struct given *g = b->g;
    uint32_t worker, child = placed_away(b, &worker);
    struct notice_asked asked = { .child = child, .author = worker };
    struct exchange_tally done;
    struct kept_messages sent;
    struct str id;
    WORKS(g, exchange_notify(&g->t, b->x, g->r, &asked, &id));
    for (unsigned i = 1; i <= 4; i++) {
        given_reader_again(g);
        WORKS(g, exchange_carry(&g->t, b->x, g->r, &done)); /* port 9 of this machine is closed */
        assert_int_equal(done.tried, 1);
        assert_int_equal(done.receipted, 0);
        given_reader_again(g);
        WORKS(g, exchange_sent(&g->t, b->x, g->r, child, &sent));
        assert_int_equal(sent.at[0].attempts, i);
        assert_true(sent.at[0].trouble.len > 0);
        int64_t wait = sent.at[0].next.us - g->now.us, span = SECOND_US << (i - 1);
        assert_true(wait >= span * 3 / 4 && wait <= span * 5 / 4);
        given_reader_again(g);
        WORKS(g, exchange_carry(&g->t, b->x, g->r, &done));
        assert_int_equal(done.tried, 0); /* not before its time */
        g->now = sent.at[0].next;
    }
}

static void test_a_partner_out_of_reach_is_called_once_a_round(void **state)
{
    struct both *b = *state;
    struct given *g = b->g;
    uint32_t worker, child = placed_away(b, &worker);
    struct exchange_tally done;
    struct kept_messages sent;
    struct str id;
    static const char *const needs[] = { "one", "two", "three" };
    for (size_t i = 0; i < COUNT(needs); i++) {
        struct notice_asked asked = { .child = child, .author = worker,
                                      .needs = str_from(needs[i]) };
        WORKS(g, exchange_notify(&g->t, b->x, g->r, &asked, &id));
    }
    given_reader_again(g);
    WORKS(g, exchange_carry(&g->t, b->x, g->r, &done));
    assert_int_equal(done.tried, 1);
    given_reader_again(g);
    WORKS(g, exchange_sent(&g->t, b->x, g->r, child, &sent));
    assert_int_equal(sent.count, COUNT(needs));
    for (size_t i = 0; i < sent.count; i++) {
        assert_int_equal(sent.at[i].state, MESSAGE_WAITING);
        assert_true(sent.at[i].next.us > g->now.us);
        assert_true(sent.at[i].trouble.len > 0);
    }
}

int main(int argc, char **argv)
{
#define BOTH(test) cmocka_unit_test_setup_teardown(test, both_open, both_close)
    const struct CMUnitTest tests[] = {
        BOTH(test_a_notice_makes_a_hosted_child),
        BOTH(test_a_home_known_by_its_number_is_told),
        BOTH(test_somebody_is_asked_to_look_at_a_hosted_child),
        BOTH(test_the_same_again_is_the_same_receipt_and_nothing_else),
        BOTH(test_a_second_notice_adds_to_the_same_child),
        BOTH(test_an_end_may_overtake_its_start),
        BOTH(test_a_partner_moves_nothing_in_a_file_of_our_own),
        BOTH(test_two_children_of_one_partner_are_two),
        BOTH(test_what_is_refused_leaves_nothing_but_a_note),
        BOTH(test_an_id_or_a_nonce_is_not_used_for_something_else),
        BOTH(test_a_stranger_cannot_fill_the_journal),
        BOTH(test_a_notice_is_queued_recorded_and_sealed),
        BOTH(test_what_cannot_be_sent_says_why),
        BOTH(test_nobody_there_is_tried_again_later),
        BOTH(test_a_partner_out_of_reach_is_called_once_a_round),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

/* Calendars at secret addresses, and alerts that only the police release. */
#include <stdlib.h>
#include <string.h>

#include "../work/given.h"
#include "send/calendar_feed.h"
#include "send/rescue_alert.h"

static bool has(struct str whole, const char *part)
{
    return memmem(whole.at, whole.len, part, strlen(part)) != NULL;
}

struct placed {
    struct given *g;
    uint32_t worker, child;
};

static struct placed a_placed_child(void **state)
{
    struct placed p = { .g = *state };
    uint32_t home = a_home(p.g, "The Maples");
    p.child = a_child(p.g, "Noor", "100");
    p.worker = a_person(p.g, "Wren Worker");
    holds(p.g, p.worker, "social-worker", p.child, "2026-03-01T00:00:00Z");
    is_placed(p.g, p.child, home, "2026-03-20T10:00:00Z");
    given_reader_again(p.g);
    return p;
}

/* --- the address --- */

static void test_an_address_is_good_until_the_next(void **state)
{
    struct placed p = a_placed_child(state);
    struct given *g = p.g;
    struct str first, second, now;
    uint32_t person = 0;
    GIVES(g, E_MISSING, feed_word(&g->t, g->r, p.worker, &now));
    WORKS(g, feed_renew(&g->t, g->s, g->w, g->r, p.worker, &first));
    given_reader_again(g);
    WORKS(g, feed_word(&g->t, g->r, p.worker, &now));
    SAME(now, first);
    WORKS(g, feed_person(&g->t, g->r, first, &person));
    assert_int_equal(person, p.worker);
    WORKS(g, feed_renew(&g->t, g->s, g->w, g->r, p.worker, &second));
    given_reader_again(g);
    GIVES(g, E_MISSING, feed_person(&g->t, g->r, first, &person));
    WORKS(g, feed_person(&g->t, g->r, second, &person));
    GIVES(g, E_MISSING, feed_renew(&g->t, g->s, g->w, g->r, p.child, &now));
}

static void test_a_guessed_address_is_none(void **state)
{
    struct placed p = a_placed_child(state);
    struct given *g = p.g;
    struct str word;
    uint32_t person;
    WORKS(g, feed_renew(&g->t, g->s, g->w, g->r, p.worker, &word));
    given_reader_again(g);
    for (size_t i = 0; i < word.len; i++) {
        char *wrong = str_nul(g->arena, word);
        wrong[i] = (char)(wrong[i] == '0' ? '1' : '0');
        GIVES(g, E_MISSING, feed_person(&g->t, g->r, (struct str){ wrong, word.len }, &person));
        GIVES(g, E_MISSING, feed_person(&g->t, g->r, (struct str){ word.at, i }, &person));
    }
}

/* --- the calendar --- */

static int64_t sequence_in(struct str feed)
{
    const char *at = memmem(feed.at, feed.len, "SEQUENCE:", 9);
    assert_non_null(at);
    return strtoll(at + 9, NULL, 10);
}

static void test_deadlines_by_title_and_number_never_by_name(void **state)
{
    struct placed p = a_placed_child(state);
    struct given *g = p.g;
    struct str feed, later;
    WORKS(g, feed_write(&g->t, g->r, p.worker, g->now, &feed));
    assert_true(has(feed, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    assert_true(has(feed, "SUMMARY:Statutory visit to the child (no:"));
    assert_true(has(feed, "\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT"));
    assert_true(has(feed, "END:VCALENDAR\r\n"));
    assert_false(has(feed, "Noor"));
    assert_false(has(feed, "Example"));
    assert_false(has(feed, "Wren"));
    for (size_t i = 0; i < feed.len; i++)
        assert_true(feed.at[i] != '\n' || (i > 0 && feed.at[i - 1] == '\r'));
    /* The same deadlines again: the same names for them; something new: a higher number. */
    says(g, EV_PROFILE_UPDATED, p.child, "2026-03-27T19:00:00Z");
    given_reader_again(g);
    WORKS(g, feed_write(&g->t, g->r, p.worker, g->now, &later));
    assert_true(sequence_in(later) > sequence_in(feed));
    const char *uid = memmem(feed.at, feed.len, "UID:", 4);
    assert_true(has(later, str_nul(g->arena, (struct str){ uid, 46 })));
}

static void test_nothing_owed_is_an_empty_calendar(void **state)
{
    struct placed p = a_placed_child(state);
    struct given *g = p.g;
    struct str feed;
    uint32_t other = a_person(g, "Nobody's Worker");
    given_reader_again(g);
    WORKS(g, feed_write(&g->t, g->r, other, g->now, &feed));
    assert_false(has(feed, "VEVENT"));
    assert_true(has(feed, "END:VCALENDAR\r\n"));
}

/* --- alerts --- */

static uint32_t a_police_person(struct given *g)
{
    uint32_t force = an_agency(g, "A made-up force", "police");
    struct event e = event_new(EV_PERSON_REGISTERED, new_subject(g, SUBJECT_PERSON), g->now);
    event_set_text(&e, "name", S("Inspector Made-Up"));
    event_set_number(&e, "agency", force);
    WORKS(g, say(g, &e));
    return e.subject;
}

static const struct alert_asked *asks(const struct placed *p, uint32_t author, int64_t alert,
                                      const char *reason)
{
    struct alert_asked *a = NEW(p->g->arena, struct alert_asked);
    *a = (struct alert_asked){
        p->g->s, p->g->w, p->g->r, p->child, author, alert, str_from(reason)
    };
    return a;
}

static void goes_missing(struct placed *p)
{
    struct event e = missing(p->g, p->child, "2026-03-27T18:00:00Z");
    WORKS(p->g, say(p->g, &e));
    given_reader_again(p->g);
}

static void test_only_police_release_and_only_what_was_drafted(void **state)
{
    struct placed p = a_placed_child(state);
    struct given *g = p.g;
    struct str xml;
    int64_t alert = 0;
    uint32_t inspector = a_police_person(g);
    given_reader_again(g);
    GIVES(g, E_CONFLICT, rescue_alert_draft(&g->t, asks(&p, p.worker, 0, ""), &alert, &xml));
    SAYS(g, "not missing");
    goes_missing(&p);
    WORKS(g, rescue_alert_draft(&g->t, asks(&p, p.worker, 0, ""), &alert, &xml));
    assert_int_equal(alert, 1);
    assert_true(has(xml, "<status>Draft</status>"));
    assert_true(has(xml, "a red coat"));
    given_reader_again(g);
    GIVES(g, E_DENIED, rescue_alert_release(&g->t, asks(&p, p.worker, 1, "")));
    GIVES(g, E_DENIED, rescue_alert_release(&g->t, asks(&p, p.child, 1, "")));
    GIVES(g, E_DENIED, rescue_alert_release(&g->t, asks(&p, 9999, 1, "")));
    GIVES(g, E_MISSING, rescue_alert_release(&g->t, asks(&p, inspector, 2, "")));
    WORKS(g, rescue_alert_release(&g->t, asks(&p, inspector, 1, "")));
    given_reader_again(g);
    GIVES(g, E_CONFLICT, rescue_alert_release(&g->t, asks(&p, inspector, 1, "")));
}

static void test_an_alert_is_cancelled_when_the_child_is_back_or_for_a_reason(void **state)
{
    struct placed p = a_placed_child(state);
    struct given *g = p.g;
    struct str xml;
    int64_t alert = 0;
    uint32_t inspector = a_police_person(g);
    goes_missing(&p);
    WORKS(g, rescue_alert_draft(&g->t, asks(&p, p.worker, 0, ""), &alert, &xml));
    given_reader_again(g);
    GIVES(g, E_INVALID, rescue_alert_cancel(&g->t, asks(&p, p.worker, 1, ""), &xml));
    SAYS(g, "still missing");
    says(g, EV_CHILD_RETURNED, p.child, "2026-03-27T19:30:00Z");
    given_reader_again(g);
    GIVES(g, E_CONFLICT, rescue_alert_release(&g->t, asks(&p, inspector, 1, "")));
    WORKS(g, rescue_alert_cancel(&g->t, asks(&p, p.worker, 1, ""), &xml));
    assert_true(has(xml, "<msgType>Cancel</msgType>"));
    assert_true(has(xml, "-1,2026-03-27T20:00:00+00:00</references>"));
    assert_false(has(xml, "Noor"));
    given_reader_again(g);
    GIVES(g, E_CONFLICT, rescue_alert_cancel(&g->t, asks(&p, p.worker, 1, "again"), &xml));
}

static void test_no_alert_for_one_who_is_of_age(void **state)
{
    struct placed p = a_placed_child(state);
    struct given *g = p.g;
    struct str xml;
    int64_t alert = 0;
    goes_missing(&p);
    struct event e = event_new(EV_CHILD_DETAIL_CHANGED, p.child, g->now);
    event_set_number(&e, "born", date_of((struct civil){ 2008, 3, 27 }).days);
    WORKS(g, say(g, &e));
    given_reader_again(g);
    GIVES(g, E_CONFLICT, rescue_alert_draft(&g->t, asks(&p, p.worker, 0, ""), &alert, &xml));
    SAYS(g, "under 18");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_an_address_is_good_until_the_next),
        CASE(test_a_guessed_address_is_none),
        CASE(test_deadlines_by_title_and_number_never_by_name),
        CASE(test_nothing_owed_is_an_empty_calendar),
        CASE(test_only_police_release_and_only_what_was_drafted),
        CASE(test_an_alert_is_cancelled_when_the_child_is_back_or_for_a_reason),
        CASE(test_no_alert_for_one_who_is_of_age),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

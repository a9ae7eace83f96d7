/* Papers for others: envelope, partners' settings, the notice, calendar lines, the alert's draft.
 */
#include "../base/given.h"
#include "base/hash.h"
#include "send/calendar_feed.h"
#include "send/cloud_event.h"
#include "send/partner.h"
#include "send/placement_notice.h"
#include "send/rescue_alert.h"

/* --- envelope --- */

#define EVENT_START                                                                                \
    "{\"specversion\":\"1.0\",\"id\":\"a-1\",\"source\":\"north/1\",\"recipient\":\"east/1\","

static void test_an_envelope_is_read(void **state)
{
    struct task *t = given_task(state);
    struct cloud_event e;
    struct str body = S(EVENT_START "\"type\":\"x.v1\",\"time\":\"2026-11-22T00:50:00Z\","
                                    "\"comexampleextra\":\"passed over\",\"data\":{}}");
    assert_int_equal(cloud_event_read(t, body, &e), OK);
    SAME(e.id, "a-1");
    SAME(e.source, "north/1");
    SAME(e.recipient, "east/1");
    SAME(e.type, "x.v1");
}

static void test_envelopes_that_are_none(void **state)
{
    static const char *const rows[] = {
        "",
        "[]",
        "{}",
        "{\"specversion\":\"0.3\",\"id\":\"a\",\"source\":\"s\",\"type\":\"t\",\"recipient\":\"r\","
        "\"data\":{}}",
        "{\"specversion\":\"1.0\",\"id\":\"a "
        "b\",\"source\":\"s\",\"type\":\"t\",\"recipient\":\"r\","
        "\"data\":{}}",
        "{\"specversion\":\"1.0\",\"id\":\"a\",\"source\":\"s\\n\",\"type\":\"t\","
        "\"recipient\":\"r\",\"data\":{}}",
        EVENT_START "\"data\":{}}",
        EVENT_START "\"type\":\"t\"}",
        EVENT_START "\"type\":\"t\",\"data\":[]}",
        EVENT_START "\"type\":\"t\",\"time\":\"today\",\"data\":{}}",
        EVENT_START "\"type\":\"t\",\"type\":\"t\",\"data\":{}}",
    };
    struct task *t = given_task(state);
    struct cloud_event e;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(cloud_event_read(t, str_from(rows[i]), &e), E_INVALID);
}

/* --- partners --- */

#define KEY "key = A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=\n"
#define EAST                                                                                       \
    "[partner \"eastmere\"]\naddress = https://east.example/exchange\norigin = east/1\n" KEY

static void test_partners_are_sections_of_the_settings(void **state)
{
    struct task *t = given_task(state);
    struct partners p;
    struct str text = S("authority-name = Northmere\n\n" EAST "area = E09999002\n\n# another\n"
                        "[partner \"west-1\"]\naddress = http://127.0.0.1:1/exchange\n"
                        "origin = west/1\n" KEY "ca-file = /etc/west.pem\n");
    assert_int_equal(partners_parse(t, S("conf"), text, S("north/1"), &p), OK);
    assert_int_equal(p.count, 2);
    SAME(partner_of(&p, S("east/1"))->name, "eastmere");
    SAME(partner_of_area(&p, S("E09999002"))->name, "eastmere");
    SAME(partner_named(&p, S("west-1"))->ca_file, "/etc/west.pem");
    assert_null(partner_of_area(&p, S("")));
    assert_null(partner_of(&p, S("north/1")));
    assert_int_equal(partners_parse(t, S("conf"), S("a = b\n"), S("north/1"), &p), OK);
    assert_int_equal(p.count, 0);
}

static void test_partners_that_cannot_be(void **state)
{
    static const struct {
        const char *text, *part;
    } rows[] = {
        { "[partner eastmere]\n", "begins with [partner" },
        { "[partner \"East\"]\n", "begins with [partner" },
        { "[partner \"\"]\n", "begins with [partner" },
        { "[other \"east\"]\n", "begins with [partner" },
        { "[partner \"e\"]\norigin = e/1\n" KEY, "address" },
        { "[partner \"e\"]\naddress = http://east.example/\norigin = e/1\n" KEY, "https://" },
        { "[partner \"e\"]\naddress = https://a@b/\norigin = e/1\n" KEY, "https://" },
        { "[partner \"e\"]\naddress = https://e/\norigin = e/1\nkey = AAAA\n", "44 characters" },
        { "[partner \"e\"]\naddress = https://e/\norigin = e 1\n" KEY, "origin" },
        { "[partner \"e\"]\naddress = https://e/\norigin = north/1\n" KEY, "itself" },
        { EAST "secret = x\n", "no such setting" },
        { EAST EAST, "twice" },
    };
    struct task *t = given_task(state);
    struct partners p;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(partners_parse(t, S("conf"), str_from(rows[i].text), S("north/1"), &p),
                         E_INVALID);
        if (!strstr(t->reason, rows[i].part))
            fail_msg("row %zu: %s", i, t->reason);
    }
}

/* --- the notice --- */

static struct placement_notice a_notice(void)
{
    return (struct placement_notice){
        .case_id = S("0123abcd"),
        .placement = 3,
        .what = S("starts"),
        .when = { 1800000000 * SECOND_US },
        .emergency = true,
        .type = S("K2"),
        .given = S("Ada"),
        .family = S("Made-Up"),
        .born = { 15000 },
        .care_from = NEVER,
        .authority = S("Northmere"),
        .needs = S("A settled school."),
    };
}

static struct str written(struct task *t, const struct placement_notice *n)
{
    struct text out = text_open(t->arena, 64 << 10);
    struct json_writer w = json_writer_open(&out);
    placement_notice_write(&w, NULL, n);
    return text_done(&out);
}

static void test_a_notice_is_read_as_it_was_written(void **state)
{
    struct task *t = given_task(state);
    struct placement_notice n = a_notice(), again;
    const struct json_value *v;
    struct str text = written(t, &n);
    assert_int_equal(json_read(t, text, 64 << 10, &v), OK);
    assert_int_equal(placement_notice_read(t, v, &again), OK);
    struct str text_again = written(t, &again);
    assert_true(str_equal(text, text_again));
    assert_int_equal(again.born.days, 15000);
    assert_int_equal(notice_what(&again), NOTICE_STARTS);
}

static void test_notices_that_cannot_be(void **state)
{
    struct task *t = given_task(state);
    for (unsigned i = 0; i < 7; i++) {
        struct placement_notice n = a_notice(), again;
        const struct json_value *v;
        switch (i) {
        case 0: n.case_id = S("Not This"); break;
        case 1: n.type = S("K99"); break;
        case 2: n.what = S("goes"); break;
        case 3: n.when = NEVER; break;
        case 4: n.given = n.family = S(""); break;
        case 5: n.legal_status = S("X9"); break;
        case 6: n.placement = 0; break;
        }
        assert_int_equal(json_read(t, written(t, &n), 64 << 10, &v), OK);
        assert_int_equal(placement_notice_read(t, v, &again), E_INVALID);
    }
}

static void test_what_a_notice_makes_happen(void **state)
{
    static const struct {
        bool fresh, told;
        const char *what;
        size_t events;
    } rows[] = {
        { true, false, "starts", 4 },  { false, false, "starts", 2 }, { false, true, "starts", 1 },
        { true, false, "planned", 3 }, { false, false, "ends", 2 },   { false, true, "ends", 1 },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct placement_notice n = a_notice();
        struct event e[NOTICE_EVENTS_MAX];
        struct notice_effect x = { .child = 9,
                                   .agency = 2,
                                   .fresh = rows[i].fresh,
                                   .told = rows[i].told,
                                   .partner = S("north/1"),
                                   .message = S("m1"),
                                   .now = { 1800000000 * SECOND_US } };
        n.what = str_from(rows[i].what);
        assert_int_equal(placement_notice_events(t, &n, &x, e), rows[i].events);
        for (size_t k = 0; k < rows[i].events; k++)
            assert_int_equal(event_check(t, &e[k], false), OK);
        assert_int_equal(e[rows[i].events - 1].kind, EV_PLACEMENT_NOTICE_RECEIVED);
    }
}

/* --- calendar lines --- */

static void test_lines_are_folded_between_characters(void **state)
{
    struct task *t = given_task(state);
    for (size_t len = 70; len < 400; len += 7) {
        struct text in = text_open(t->arena, 2048), out = text_open(t->arena, 4096);
        while (in.len < len)
            text_addz(&in, in.len % 5 ? "\xc3\xa9" : "abc");
        feed_line(&out, text_done(&in));
        struct str whole = text_done(&out);
        struct text back = text_open(t->arena, 4096);
        for (size_t i = 0, start = 0; i + 1 < whole.len; i++) {
            if (whole.at[i] != '\r')
                continue;
            assert_int_equal(whole.at[i + 1], '\n');
            assert_true(i - start <= 75);
            struct str line = { whole.at + start, i - start };
            assert_true(str_is_utf8(line));
            size_t skip = start > 0;
            text_add(&back, (struct str){ line.at + skip, line.len - skip });
            start = i + 2;
        }
        assert_true(str_equal(text_done(&back), text_done(&in)));
    }
}

static void test_text_is_escaped(void **state)
{
    struct task *t = given_task(state);
    SAME(feed_escape(t->arena, S("a;b,c\\d\ne\rf")), "a\\;b\\,c\\\\d\\nef");
}

/* --- the alert --- */

/* On a difference the whole text is shown: what is new is taken over by hand. */
static void same_as_golden(struct task *t, struct str got, const char *name)
{
    const char *root = getenv("SOURCE_ROOT");
    struct str path = str_print(t->arena, "%s/test/golden/%s", root ? root : ".", name);
    FILE *f = fopen(str_nul(t->arena, path), "rb");
    if (!f)
        fail_msg("%s is not there", name);
    char *at = arena_take(t->arena, 1, 64 << 10);
    size_t len = fread(at, 1, 64 << 10, f);
    fclose(f);
    if (str_equal(got, (struct str){ at, len }))
        return;
    fprintf(stderr, "%.*s", STR_ARG(got));
    fail_msg("it is not as in test/golden/%s", name);
}

static struct rescue_alert an_alert(void)
{
    return (struct rescue_alert){
        .identifier = S("0123456789abcdef-1"),
        .sender = S("northmere/sightline/0a0b0c0d"),
        .sent = { 1795308600 * SECOND_US + 250000 },
        .drafted = { 1795308600 * SECOND_US },
        .expires = { 1795395000 * SECOND_US },
        .name = S("Ada Made-Up"),
        .looks = S("Short dark hair & glasses"),
        .age = 14,
        .sex = S("female"),
        .last_where = S("Bus station <east side>"),
        .wearing = S("Green coat"),
        .last_seen = { 1795300000 * SECOND_US },
        .area_words = S("Bus station <east side>"),
        .area_code = S("E09999001"),
        .authority = S("Northmere"),
    };
}

static void test_the_draft_and_its_cancellation_are_as_agreed(void **state)
{
    struct task *t = given_task(state);
    struct rescue_alert a = an_alert();
    same_as_golden(t, rescue_alert_print(t->arena, &a), "rescue-alert.xml");
    a.cancel = true;
    a.sent.us += 3600 * SECOND_US;
    struct str cancel = rescue_alert_print(t->arena, &a);
    same_as_golden(t, cancel, "rescue-alert-cancel.xml");
    assert_null(memmem(cancel.at, cancel.len, "Ada", 3));
}

static void test_no_text_is_too_long_for_an_alert(void **state)
{
    struct task *t = given_task(state);
    struct rescue_alert a = an_alert();
    char *many = arena_take(t->arena, 1, 60000);
    memset(many, '&', 60000);
    a.name = a.looks = a.last_where = a.area_words = a.authority = (struct str){ many, 60000 };
    struct str xml = rescue_alert_print(t->arena, &a);
    assert_non_null(memmem(xml.at, xml.len, "</alert>", 8));
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_envelope_is_read),
        cmocka_unit_test(test_envelopes_that_are_none),
        cmocka_unit_test(test_partners_are_sections_of_the_settings),
        cmocka_unit_test(test_partners_that_cannot_be),
        cmocka_unit_test(test_a_notice_is_read_as_it_was_written),
        cmocka_unit_test(test_notices_that_cannot_be),
        cmocka_unit_test(test_what_a_notice_makes_happen),
        cmocka_unit_test(test_lines_are_folded_between_characters),
        cmocka_unit_test(test_text_is_escaped),
        cmocka_unit_test(test_the_draft_and_its_cancellation_are_as_agreed),
        cmocka_unit_test(test_no_text_is_too_long_for_an_alert),
    };
    return RUN(tests);
}

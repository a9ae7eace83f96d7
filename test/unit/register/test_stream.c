/* Reading a stream as known at an instant, from a journal that exists only here. */
#include "given.h"
#include "journal/journal.h"

static struct part parts[8];
static uint32_t part_count, next_part;
static status ends_with;

uint32_t journal_stream_length(struct task *t, struct journal *j, uint32_t subject)
{
    (void)t;
    (void)j;
    (void)subject;
    return part_count;
}

status stream_open(struct task *t, struct journal *j, uint32_t subject, uint32_t after_n,
                   struct stream_reader *ret)
{
    (void)t;
    *ret = (struct stream_reader){ .journal = j, .subject = subject };
    next_part = after_n;
    return OK;
}

bool stream_next(struct stream_reader *r, struct part *ret)
{
    (void)r;
    if (next_part == part_count)
        return false;
    *ret = parts[next_part++];
    return true;
}

status stream_done(struct stream_reader *r)
{
    (void)r;
    return ends_with;
}

static void given_parts(struct task *t, const struct said *said)
{
    ends_with = OK;
    for (part_count = 0; said[part_count].kind != EV_NONE; part_count++) {
        struct event e = said_event(t, &said[part_count], 12, part_count + 1);
        struct part *p = &parts[part_count];
        *p = (struct part){ .seq = 100 + part_count, .n = part_count + 1 };
        assert_int_equal(event_encode(t, &e, &p->payload), OK);
    }
}

static const struct said story[] = {
    { EV_CHILD_REGISTERED, "2026-01-01T08:00Z", "given=Ada" },
    { EV_VISIT_MADE, "2026-01-02T08:00Z", "seen=1" },
    { EV_MISSING_REPORTED, "2026-01-02T12:00Z", "class=M episode=7",
      .recorded = "2026-01-05T12:00Z" },
    { EV_VISIT_MADE, "2026-01-03T08:00Z", "seen=1" },
    { EV_VISIT_MADE, "2026-01-03T08:00Z", NULL, .corrects = 4, .recorded = "2026-01-06T08:00Z" },
    { 0 },
};

/* "n n n" of what may be folded, in order. */
static struct str order_of(struct task *t, const struct stream *s)
{
    struct text x = text_open(t->arena, 256);
    struct fact *f;
    uint32_t count = stream_facts(t, s, &f);
    for (uint32_t i = 0; i < count; i++)
        text_addf(&x, "%s%u", i > 0 ? " " : "", f[i].n);
    return text_done(&x);
}

static void test_known_at(void **state)
{
    static const struct {
        const char *known_at, *wanted;
        uint32_t held_back;
    } cases[] = {
        { "2026-01-01T07:59Z", "", 5 },
        { "2026-01-01T08:00Z", "1", 4 },
        { "2026-01-05T11:59Z", "1 2 4", 2 },
        { "2026-01-05T12:00Z", "1 2 3 4", 1 },
        { "2026-01-06T08:00Z", "1 2 3 5", 0 },
    };
    struct task *t = given_task(state);
    given_parts(t, story);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct stream s;
        assert_int_equal(stream_read(t, NULL, 12, at_utc(t, cases[i].known_at), false, &s), OK);
        SAME(order_of(t, &s), cases[i].wanted);
        assert_int_equal(s.held_back, cases[i].held_back);
        assert_int_equal(s.length, 5);
        assert_int_equal(s.count, 5);
        assert_int_equal(s.last_seq, 104);
    }
}

static void test_text_kept(void **state)
{
    struct task *t = given_task(state);
    struct stream s;
    given_parts(t, story);
    assert_int_equal(stream_read(t, NULL, 12, NEVER, false, &s), OK);
    assert_int_equal(stream_event_at(t, &s, 1).kind, EV_CHILD_REGISTERED);
    assert_int_equal(stream_event_at(t, &s, 2).kind, EV_NONE);
    assert_int_equal(stream_event_at(t, &s, 0).kind, EV_NONE);
    assert_int_equal(stream_event_at(t, &s, 6).kind, EV_NONE);
    assert_int_equal(stream_read(t, NULL, 12, NEVER, true, &s), OK);
    assert_int_equal(stream_event_at(t, &s, 2).kind, EV_VISIT_MADE);
}

static void test_erased_says_nothing(void **state)
{
    struct task *t = given_task(state);
    struct stream s;
    given_parts(t, story);
    parts[0].payload = S("");
    parts[0].erased = true;
    assert_int_equal(stream_read(t, NULL, 12, NEVER, true, &s), OK);
    SAME(order_of(t, &s), "2 3 5");
    assert_int_equal(s.held_back, 0);
}

static void test_registration_number(void **state)
{
    static const struct {
        const char *fields;
        bool wanted;
    } cases[] = {
        { "placement=1 type=K2", false },
        { "placement=1 type=K2 urn=XXXXXXX", false },
        { "placement=1 type=K2 urn=SC999999", true },
        { "placement=1 type=K2 area-source=\"urn\":\"SC999999", false },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct said said[] = {
            { EV_PLACEMENT_STARTED, "2026-01-01T08:00Z", cases[i].fields },
            { 0 },
        };
        struct stream s;
        given_parts(t, said);
        assert_int_equal(stream_read(t, NULL, 12, NEVER, false, &s), OK);
        assert_int_equal((folded(t, &s)->is & CHILD_IS(HAS_URN)) != 0, cases[i].wanted);
    }
}

static void test_refusals(void **state)
{
    struct task *t = given_task(state);
    struct stream s;
    given_parts(t, story);
    parts[1].n = 3;
    assert_int_equal(stream_read(t, NULL, 12, NEVER, false, &s), E_CORRUPT);
    SAME(str_from(t->reason), "stream 12 goes from entry 1 to 3: check the journal");

    given_parts(t, story);
    parts[1].payload = S("{}");
    assert_int_equal(stream_read(t, NULL, 12, NEVER, false, &s), E_CORRUPT);
    SAME(str_from(t->reason), "entry 2 of stream 12 does not read as an event: check the journal");

    given_parts(t, story);
    ends_with = E_IO; /* could not look is not an empty stream */
    assert_int_equal(stream_read(t, NULL, 12, NEVER, false, &s), E_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_at),
        cmocka_unit_test(test_text_kept),
        cmocka_unit_test(test_erased_says_nothing),
        cmocka_unit_test(test_registration_number),
        cmocka_unit_test(test_refusals),
    };
    return RUN(tests);
}

/* A child's state: given events, the facts that hold afterwards. */
#include "given.h"

static const char *const words[] = {
#define FACT(bit, text) text,
    CHILD_FACTS(FACT)
#undef FACT
};

/* "looked-after in-care …": the last word of each fact that holds, in the order of child.h. */
static struct str facts_now(struct task *t, const struct child_state *s)
{
    struct text x = text_open(t->arena, 4096);
    for (size_t i = 0; i < COUNT(words); i++) {
        if (!(s->is >> i & 1))
            continue;
        if (x.len > 0)
            text_addc(&x, ' ');
        text_addz(&x, strrchr(words[i], ' ') + 1);
    }
    return text_done(&x);
}

#define CARE     { EV_CARE_STARTED, "2026-01-01T09:00Z", "legal-status=C2 need=N1" }
#define PLACE(k) { EV_PLACEMENT_STARTED, "2026-01-01T10:00Z", "placement=1 type=" k }
#define GONE     { EV_MISSING_REPORTED, "2026-03-01T12:00Z", "class=M episode=7" }

static const struct {
    const char *name;
    struct said given[8];
    const char *wanted;
} cases[] = {
    { "nothing said", { { 0 } }, "" },
    { "interim order", { { EV_CARE_STARTED, "2026-01-01T09:00Z", "legal-status=C1" } },
      "looked-after in-care on-interim-care-order" },
    { "full order", { CARE }, "looked-after in-care on-full-care-order" },
    { "placement order", { { EV_CARE_STARTED, "2026-01-01T09:00Z", "legal-status=E1" } },
      "looked-after in-care" },
    { "accommodated", { { EV_CARE_STARTED, "2026-01-01T09:00Z", "legal-status=V2" } },
      "looked-after accommodated" },
    { "short breaks", { { EV_CARE_STARTED, "2026-01-01T09:00Z", "legal-status=V4" } },
      "looked-after short-breaks" },
    { "remanded", { { EV_CARE_STARTED, "2026-01-01T09:00Z", "legal-status=J1" } },
      "looked-after remanded" },
    { "protection is neither", { { EV_CARE_STARTED, "2026-01-01T09:00Z", "legal-status=L2" } },
      "looked-after" },
    { "status changed",
      { CARE, { EV_LEGAL_STATUS_CHANGED, "2026-02-01T09:00Z", "legal-status=V2" } },
      "looked-after accommodated" },
    { "care ended",
      { CARE, PLACE("K2"), { EV_CARE_ENDED, "2026-02-01T09:00Z", "reason=E4A" } }, "" },
    { "died", { CARE, PLACE("U1"), GONE, { EV_CHILD_DIED, "2026-03-02T09:00Z", NULL } },
      "known-to-go-missing dead" },

    { "children's home", { CARE, PLACE("K2") },
      "looked-after in-care on-full-care-order open first in-unknown-area childrens-home"
      " registered-setting" },
    { "long-term foster, adjoining", { CARE, PLACE("U4 area=adjoining") },
      "looked-after in-care on-full-care-order open first out-of-area adjoining foster"
      " long-term-foster" },
    { "in Scotland", { CARE, PLACE("K1 area=scotland emergency=1 to-18=1") },
      "looked-after in-care on-full-care-order open first out-of-area at-a-distance emergency to-18"
      " childrens-home registered-setting" },
    { "could not look", { CARE, PLACE("P1 area=in area-confidence=none") },
      "looked-after in-care on-full-care-order open first in-unknown-area with-parent" },
    { "a second placement closes the first",
      { CARE, PLACE("K2 area=in"),
        { EV_PLACEMENT_STARTED, "2026-02-01T10:00Z", "placement=2 type=U6 area=in" } },
      "looked-after in-care on-full-care-order open foster" },
    { "the end of the old one comes after the new one",
      { CARE, PLACE("K2 area=in"),
        { EV_PLACEMENT_STARTED, "2026-02-01T10:00Z", "placement=2 type=U6 area=in" },
        { EV_PLACEMENT_ENDED, "2026-02-01T10:00Z", "placement=1 change=CARPL" } },
      "looked-after in-care on-full-care-order open foster" },
    { "approved, told and asked before it starts",
      { CARE, { EV_PLACEMENT_PROPOSED, "2025-12-20T10:00Z", "placement=1" },
        { EV_PLACEMENT_APPROVED, "2025-12-21T10:00Z", "placement=1 rank=director" },
        { EV_PLACEMENT_NOTIFIED, "2025-12-22T10:00Z", "placement=1 to=child_area-authority" },
        { EV_PLACEMENT_CONSULTED, "2025-12-23T10:00Z", "placement=1 plan-sent=1" },
        PLACE("H5 area=distant") },
      "looked-after in-care on-full-care-order open first out-of-area at-a-distance supported"
      " approved-by-director notified-to-area consulted-with-plan" },
    { "told, but not the area", { PLACE("R1 area=in"),
        { EV_PLACEMENT_NOTIFIED, "2026-01-02T10:00Z", "placement=1 to=child_gp" } }, "open first" },
    { "refused after all", { { EV_PLACEMENT_APPROVED, "2025-12-21T10:00Z",
        "placement=1 rank=nominated-officer" },
        { EV_PLACEMENT_REFUSED, "2025-12-22T10:00Z", "placement=1" }, PLACE("R1 area=in") },
      "open first" },

    { "missing by day", { GONE }, "missing known-to-go-missing" },
    { "away", { { EV_ABSENCE_NOTICED, "2026-03-01T12:00Z", "class=A episode=7" } },
      "away-without-authorisation known-to-go-missing" },
    { "class not said: missing", { { EV_ABSENCE_NOTICED, "2026-03-01T12:00Z", "episode=7" } },
      "missing known-to-go-missing" },
    { "the report reclassifies",
      { { EV_ABSENCE_NOTICED, "2026-03-01T11:00Z", "class=A episode=7" }, GONE },
      "missing known-to-go-missing" },
    { "found is not back", { GONE, { EV_CHILD_FOUND, "2026-03-01T15:00Z", "episode=7" } },
      "missing known-to-go-missing" },
    { "back by 23:00 exactly", { GONE, { EV_CHILD_RETURNED, "2026-03-01T23:00Z", "episode=7" } },
      "known-to-go-missing" },
    { "back a second later", { GONE, { EV_CHILD_RETURNED, "2026-03-01T23:00:01Z", "episode=7" } },
      "known-to-go-missing overnight" },
    { "23:00 in summer is 22:00 UTC",
      { { EV_MISSING_REPORTED, "2026-07-01T12:00Z", "class=M episode=7" },
        { EV_CHILD_RETURNED, "2026-07-01T22:01Z", "episode=7" } },
      "known-to-go-missing overnight" },
    { "gone at 05:59", { { EV_MISSING_REPORTED, "2026-03-01T05:59Z", "class=M episode=7" } },
      "missing known-to-go-missing overnight" },
    { "gone at 06:00", { { EV_MISSING_REPORTED, "2026-03-01T06:00Z", "class=M episode=7" } },
      "missing known-to-go-missing" },
    { "care ends while missing",
      { CARE, GONE, { EV_CARE_ENDED, "2026-03-02T09:00Z", "reason=E8" } },
      "missing known-to-go-missing" },
    { "closed by a person", { GONE, { EV_EPISODE_CLOSED, "2026-03-01T13:00Z",
        "episode=7 reason=turned-18" } }, "known-to-go-missing" },
    { "recorded in error", { GONE, { EV_EPISODE_CLOSED, "2026-03-01T13:00Z",
        "episode=7 reason=recorded-in-error" } }, "" },
    { "two at once, one back",
      { GONE, { EV_MISSING_REPORTED, "2026-03-01T13:00Z", "class=A episode=8" },
        { EV_CHILD_RETURNED, "2026-03-01T14:00Z", "episode=7" } },
      "away-without-authorisation known-to-go-missing" },
    { "graded before reported", { { EV_RISK_GRADED, "2026-03-01T11:00Z", "episode=7 grade=high" } },
      "missing known-to-go-missing" },
    { "a return of nobody", { { EV_CHILD_RETURNED, "2026-03-01T11:00Z", "episode=7" } }, "" },
    { "says harm on return", { GONE,
        { EV_CHILD_RETURNED, "2026-03-01T15:00Z", "episode=7 disclosed=1" } },
      "known-to-go-missing saying-harm" },
    { "offered", { GONE, { EV_CHILD_RETURNED, "2026-03-01T15:00Z", "episode=7" },
        { EV_RETURN_INTERVIEW_OFFERED, "2026-03-01T16:00Z", "episode=7" } },
      "known-to-go-missing offered-interview" },
    { "the next episode is not offered yet", { GONE,
        { EV_RETURN_INTERVIEW_OFFERED, "2026-03-01T16:00Z", "episode=7" },
        { EV_CHILD_RETURNED, "2026-03-01T17:00Z", "episode=7" },
        { EV_MISSING_REPORTED, "2026-03-01T18:00Z", "class=M episode=8" } },
      "missing known-to-go-missing" },

    { "reviewed", { CARE, { EV_REVIEW_HELD, "2026-02-01T09:00Z", NULL } },
      "looked-after in-care on-full-care-order reviewed" },
    { "reviewed twice", { CARE, { EV_REVIEW_HELD, "2026-02-01T09:00Z", NULL },
        { EV_REVIEW_HELD, "2026-02-02T09:00Z", NULL } },
      "looked-after in-care on-full-care-order reviewed reviewed-twice" },
    { "in care again", { CARE, { EV_REVIEW_HELD, "2026-02-01T09:00Z", NULL },
        { EV_HEALTH_ASSESSED, "2026-02-01T09:00Z", "check=initial" },
        { EV_CARE_ENDED, "2026-02-02T09:00Z", NULL },
        { EV_CARE_STARTED, "2026-02-03T09:00Z", "legal-status=V2" } },
      "looked-after accommodated" },
    { "assessed", { CARE, { EV_HEALTH_ASSESSED, "2026-02-01T09:00Z", "check=review" } },
      "looked-after in-care on-full-care-order health-assessed" },
    { "a dental check is no assessment, nor is a refusal",
      { CARE, { EV_HEALTH_ASSESSED, "2026-02-01T09:00Z", "check=dental" },
        { EV_HEALTH_ASSESSED, "2026-02-01T09:00Z", "check=initial refused=1" } },
      "looked-after in-care on-full-care-order" },
    { "concern", { { EV_CONCERN_RAISED, "2026-02-01T09:00Z", "indicators=new_phone" } },
      "flagged-for-exploitation" },
    { "with parents before assessment, until decided",
      { CARE, PLACE("P1 area=in before-assessment=1") },
      "looked-after in-care on-full-care-order open first with-parent before-assessment" },
    { "decided", { CARE, PLACE("P1 area=in before-assessment=1"),
        { EV_PARENT_PLACEMENT_DECIDED, "2026-01-20T10:00Z", "placement=1 confirmed=1" } },
      "looked-after in-care on-full-care-order open first with-parent" },
    { "a temporary carer, for longer", { CARE, PLACE("U3 area=in temporary-approval=1"),
        { EV_CARER_APPROVED, "2026-04-20T10:00Z", "placement=1 extended=1" } },
      "looked-after in-care on-full-care-order open first foster with-temporary-carer" },
    { "approved in full", { CARE, PLACE("U3 area=in temporary-approval=1"),
        { EV_CARER_APPROVED, "2026-04-20T10:00Z", "placement=1" } },
      "looked-after in-care on-full-care-order open first foster" },
    { "in hospital", { CARE, PLACE("R2 area=in arranged-by-another=1") },
      "looked-after in-care on-full-care-order open first arranged-by-another" },
    { "agrees to fewer visits", { CARE, PLACE("U4 area=in"),
        { EV_VISITS_AGREED, "2027-02-01T10:00Z", NULL } },
      "looked-after in-care on-full-care-order open first foster long-term-foster"
      " agreeing-to-fewer-visits" },
    { "takes it back", { CARE, PLACE("U4 area=in"), { EV_VISITS_AGREED, "2027-02-01T10:00Z", NULL },
        { EV_VISITS_AGREED, "2027-03-01T10:00Z", "withdrawn=1" } },
      "looked-after in-care on-full-care-order open first foster long-term-foster" },
    { "agreed to fewer visits of other carers", { CARE, PLACE("U4 area=in"),
        { EV_VISITS_AGREED, "2027-02-01T10:00Z", NULL },
        { EV_PLACEMENT_STARTED, "2027-03-01T10:00Z", "placement=2 type=U4 area=in" } },
      "looked-after in-care on-full-care-order open foster long-term-foster" },
    { "on a plan", { { EV_CONFERENCE_HELD, "2026-02-01T09:00Z", "plan=1" } },
      "on-protection-plan" },
    { "the plan ends at a conference", { { EV_CONFERENCE_HELD, "2026-02-01T09:00Z", "plan=1" },
        { EV_CONFERENCE_HELD, "2026-05-01T09:00Z", NULL } }, "" },
    { "the plan ends otherwise", { { EV_CONFERENCE_HELD, "2026-02-01T09:00Z", "plan=1" },
        { EV_PROTECTION_PLAN_ENDED, "2026-05-01T09:00Z", NULL } }, "" },
    { "leaves at 17 after 13 weeks",
      { { EV_CHILD_REGISTERED, "2026-01-01T09:00Z", "born=2009-01-10" }, CARE,
        { EV_CARE_ENDED, "2026-04-02T09:00Z", "reason=E5" } }, "a-care-leaver" },
    { "a day too soon",
      { { EV_CHILD_REGISTERED, "2026-01-01T09:00Z", "born=2009-01-10" }, CARE,
        { EV_CARE_ENDED, "2026-04-01T09:00Z", "reason=E5" } }, "" },
    { "leaves at 15", { { EV_CHILD_REGISTERED, "2026-01-01T09:00Z", "born=2010-08-10" },
        CARE, { EV_CARE_ENDED, "2026-07-02T09:00Z", "reason=E4A" } }, "" },
    { "13 weeks before 14 do not count",
      { { EV_CHILD_REGISTERED, "2026-01-01T09:00Z", "born=2012-01-10" }, CARE,
        { EV_CARE_ENDED, "2026-01-20T09:00Z", "reason=E4A" },
        { EV_CARE_STARTED, "2028-01-20T09:00Z", "legal-status=V2" },
        { EV_CARE_ENDED, "2028-02-20T09:00Z", "reason=E4A" } }, "" },
    { "lost, and found again", { { EV_TOUCH_LOST, "2026-02-01T09:00Z", NULL } }, "out-of-touch" },
    { "in touch", { { EV_TOUCH_LOST, "2026-02-01T09:00Z", NULL },
        { EV_TOUCH_KEPT, "2026-02-03T09:00Z", NULL } }, "" },
    { "graded down", { { EV_RISK_GRADED, "2026-03-01T11:00Z", "episode=7 grade=high" },
        { EV_RISK_GRADED, "2026-03-01T12:00Z", "episode=7 grade=medium" } },
      "missing known-to-go-missing graded-down-without-reason" },
    { "graded down with reasons",
      { { EV_RISK_GRADED, "2026-03-01T11:00Z", "episode=7 grade=high" },
        { EV_RISK_GRADED, "2026-03-01T12:00Z", "episode=7 grade=medium reasons=seen_at_school" } },
      "missing known-to-go-missing" },
    { "graded up again", { { EV_RISK_GRADED, "2026-03-01T11:00Z", "episode=7 grade=high" },
        { EV_RISK_GRADED, "2026-03-01T12:00Z", "episode=7 grade=medium" },
        { EV_RISK_GRADED, "2026-03-01T13:00Z", "episode=7 grade=medium" } },
      "missing known-to-go-missing" },
    { "not graded is not lower", { { EV_RISK_GRADED, "2026-03-01T11:00Z", "episode=7 grade=low" },
        { EV_RISK_GRADED, "2026-03-01T12:00Z", "episode=7 grade=not-graded" } },
      "missing known-to-go-missing" },
    { "unaccompanied, hosted", { { EV_CHILD_REGISTERED, "2026-02-01T09:00Z", "uasc=1 hosted=1" } },
      "unaccompanied hosted" },
    { "a correction takes the place of what it corrects",
      { { EV_CARE_STARTED, "2026-01-01T09:00Z", "legal-status=C2" },
        { EV_CARE_STARTED, "2026-01-01T09:00Z", "legal-status=V2", .corrects = 1 } },
      "looked-after accommodated" },
    { "withdrawn", { GONE, { EV_ENTRY_WITHDRAWN, "2026-03-01T12:05Z", "reason=wrong_child",
        .corrects = 1 } }, "" },
    { "written down late, all the same",
      { { EV_CHILD_RETURNED, "2026-03-01T15:00Z", "episode=7" },
        { EV_MISSING_REPORTED, "2026-03-01T12:00Z", "class=M episode=7",
          .recorded = "2026-03-03T12:00Z" } },
      "known-to-go-missing" },
};

static void test_facts(void **state)
{
    struct task *t = given_task(state);
    int wrong = 0;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct stream s = said_stream(t, cases[i].given, 12);
        struct str got = facts_now(t, folded(t, &s));
        if (!str_is(got, cases[i].wanted)) {
            print_error("%s\n wanted: %s\n    got: %.*s\n", cases[i].name, cases[i].wanted,
                        STR_ARG(got));
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void test_episode_keeps_its_stamps(void **state)
{
    static const struct said given[] = {
        { EV_ABSENCE_NOTICED, "2026-03-01T21:00Z", "class=A episode=7" },
        { EV_MISSING_REPORTED, "2026-03-01T21:30Z", "class=M episode=7" },
        { EV_RISK_GRADED, "2026-03-01T22:00Z", "episode=7 grade=medium" },
        { EV_RISK_GRADED, "2026-03-01T23:00Z", "episode=7 grade=high" },
        { EV_CHILD_FOUND, "2026-03-02T02:00Z", "episode=7" },
        { EV_CHILD_RETURNED, "2026-03-02T03:00Z", "episode=7" },
        { EV_RETURN_INTERVIEW_OFFERED, "2026-03-02T09:00Z", "episode=7" },
        { EV_RETURN_INTERVIEW_DECLINED, "2026-03-02T10:00Z", "episode=7" },
        { EV_EPISODE_CLOSED, "2026-03-09T10:00Z", "episode=7 reason=returned" },
        { 0 },
    };
    struct task *t = given_task(state);
    struct stream s = said_stream(t, given, 12);
    struct child_state *c = folded(t, &s);
    const struct missing_episode *e = child_episode(c, 7);
    assert_non_null(e);
    SAME(str_print(t->arena, "%u %u %u %u %u %u %u %u class %u grade %u ended %u", e->noticed_n,
                   e->reported_n, e->graded_n, e->found_n, e->returned_n, e->offered_n,
                   e->declined_n, e->interviewed_n, e->class, e->grade, e->ended),
         "1 2 4 5 6 7 8 0 class 1 grade 4 ended 1");
    SAME(instant_text(t->arena, (struct instant){ e->from }), "2026-03-01T21:00:00Z");
    SAME(instant_text(t->arena, (struct instant){ e->until }), "2026-03-02T03:00:00Z");
    assert_true(e->overnight);
    assert_int_equal(c->interviews_declined_running, 1);
    assert_int_equal(c->episode_now, 0);
}

static void test_roles(void **state)
{
    static const struct said given[] = {
        { EV_INVOLVEMENT_STARTED, "2026-01-01T09:00Z", "role=social-worker person=31" },
        { EV_INVOLVEMENT_STARTED, "2026-02-01T09:00Z", "role=social-worker person=32" },
        { EV_INVOLVEMENT_ENDED, "2026-02-02T09:00Z", "role=social-worker person=31" },
        { EV_INVOLVEMENT_STARTED, "2026-02-01T09:00Z", "role=advocate person=33" },
        { EV_INVOLVEMENT_ENDED, "2026-02-03T09:00Z", "role=advocate" },
        { 0 },
    };
    struct task *t = given_task(state);
    struct stream s = said_stream(t, given, 12);
    struct child_state *c = folded(t, &s);
    assert_int_equal(c->holder[ROLE_SOCIAL_WORKER], 32);
    assert_int_equal(c->holder[ROLE_ADVOCATE], 0);
}

static uint64_t seed = 20260327;
static uint64_t any_of(uint64_t below)
{
    uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (z ^ z >> 31) % below;
}

static struct fact any_fact(uint32_t n, uint32_t abouts)
{
    return (struct fact){ .happened = INT64_C(1700000000) * SECOND_US +
                                      (int64_t)any_of(100000000) * 1000,
                          .n = n,
                          .kind = (uint16_t)any_of(EVENT_KINDS),
                          .precision = (uint8_t)any_of(6),
                          .code = (uint8_t)any_of(any_of(10) ? 9 : 256),
                          .about = 1 + any_of(abouts),
                          .flags = (uint32_t)any_of(UINT64_C(1) << 32),
                          .number = (int64_t)any_of(UINT64_C(1) << 53) - (INT64_C(1) << 52) };
}

static struct child_state one, two;

/* Whatever is said in whatever order, no bound is passed and the counts of open ones add up. */
static void test_random_facts_keep_within_bounds(void **state)
{
    enum { FACTS = 40000 };
    struct task *t = given_task(state);
    static const uint32_t abouts[] = { 5, 100, 100000 };
    struct fact *f = NEWS(t->arena, struct fact, FACTS);
    for (size_t round = 0; round < COUNT(abouts); round++) {
        for (uint32_t i = 0; i < FACTS; i++)
            f[i] = any_fact(i + 1, abouts[round]);
        uint32_t count = facts_in_order(f, FACTS);
        child_start(&one);
        for (uint32_t i = 0; i < count; i++) {
            child_step(&one, &f[i]);
            uint32_t open = 0;
            for (uint32_t e = 0; i % 500 == 0 && e < one.episodes; e++)
                open += one.episode[e].until == INT64_MAX;
            if (i % 500 == 0 && !one.overfull)
                assert_int_equal(open, one.open_missing + one.open_away);
            assert_int_equal(one.open_missing > 0, (one.is & CHILD_IS(MISSING)) != 0);
            assert_int_equal(one.open_away > 0, (one.is & CHILD_IS(AWAY)) != 0);
            assert_int_equal(one.placement_now != 0, (one.is & CHILD_IS(PLACED)) != 0);
        }
        assert_true(one.episodes <= CHILD_EPISODES_MAX && one.placements <= CHILD_PLACEMENTS_MAX);
        assert_true(one.cares <= CHILD_CARES_MAX);
    }
    assert_true(one.overfull);
}

static void assert_same_state(const struct child_state *a, const struct child_state *b)
{
    size_t head = offsetof(struct child_state, placement);
    assert_memory_equal(a, b, head);
    assert_memory_equal(a->placement, b->placement, a->placements * sizeof a->placement[0]);
    assert_memory_equal(a->episode, b->episode, a->episodes * sizeof a->episode[0]);
    assert_memory_equal(a->care, b->care, a->cares * sizeof a->care[0]);
}

/* The same facts written down in another order: when no two happened at once, the same child. */
static void test_arrival_order_does_not_matter(void **state)
{
    enum { FACTS = 200 };
    struct task *t = given_task(state);
    for (int round = 0; round < 50; round++) {
        struct fact *a = NEWS(t->arena, struct fact, FACTS);
        struct fact *b = NEWS(t->arena, struct fact, FACTS);
        for (uint32_t i = 0; i < FACTS; i++) {
            a[i] = any_fact(i + 1, 20);
            a[i].kind = (uint16_t)(a[i].kind == EV_ENTRY_WITHDRAWN ? EV_VISIT_MADE : a[i].kind);
            a[i].happened += (int64_t)i; /* no two at once */
            b[i] = a[i];
        }
        for (uint32_t i = FACTS; i > 1; i--) {
            uint32_t j = (uint32_t)any_of(i);
            struct fact swap = b[j];
            b[j] = b[i - 1];
            b[i - 1] = swap;
        }
        for (uint32_t i = 0; i < FACTS; i++)
            b[i].n = i + 1;
        uint32_t count = facts_in_order(a, FACTS);
        assert_int_equal(facts_in_order(b, FACTS), count);
        child_start(&one);
        child_start(&two);
        for (uint32_t i = 0; i < count; i++) {
            b[i].n = a[i].n; /* the one thing that arrival decides */
            child_step(&one, &a[i]);
            child_step(&two, &b[i]);
        }
        assert_same_state(&one, &two);
    }
}

/* Folding goes on from where it stood: a state after k facts is that of the first k. */
static void test_a_prefix_is_a_fold(void **state)
{
    enum { FACTS = 300 };
    struct task *t = given_task(state);
    struct fact *f = NEWS(t->arena, struct fact, FACTS);
    for (uint32_t i = 0; i < FACTS; i++)
        f[i] = any_fact(i + 1, 20);
    uint32_t count = facts_in_order(f, FACTS);
    child_start(&one);
    for (uint32_t k = 0; k < count; k++) {
        child_step(&one, &f[k]);
        if (k % 37 != 0)
            continue;
        child_start(&two);
        for (uint32_t i = 0; i <= k; i++)
            child_step(&two, &f[i]);
        assert_same_state(&one, &two);
    }
}

/* child.c reads bits by their places; events.def puts them there. */
static void test_places_of_bits(void **state)
{
    (void)state;
    static const struct {
        enum event_kind kind;
        const char *field;
        unsigned at;
    } read[] = {
        { EV_CHILD_REGISTERED, "uasc", 8 },       { EV_CHILD_REGISTERED, "hosted", 9 },
        { EV_CHILD_DETAIL_CHANGED, "uasc", 8 },   { EV_CARE_STARTED, "need", 0 },
        { EV_PLACEMENT_STARTED, "provider", 0 },  { EV_PLACEMENT_STARTED, "change", 3 },
        { EV_PLACEMENT_STARTED, "area", 8 },      { EV_PLACEMENT_STARTED, "area-confidence", 12 },
        { EV_PLACEMENT_STARTED, "emergency", 15 }, { EV_PLACEMENT_STARTED, "to-18", 16 },
        { EV_PLACEMENT_STARTED, "new-episode", 18 }, { EV_PLACEMENT_ENDED, "change", 0 },
        { EV_PLACEMENT_STARTED, "before-assessment", 22 },
        { EV_PLACEMENT_STARTED, "temporary-approval", 23 },
        { EV_PLACEMENT_STARTED, "arranged-by-another", 25 },
        { EV_CARER_APPROVED, "extended", 0 },     { EV_CONFERENCE_HELD, "plan", 0 },
        { EV_VISITS_AGREED, "withdrawn", 0 },     { EV_RISK_GRADED, "reasons", 0 },
        { EV_PLACEMENT_NOTIFIED, "to", 0 },       { EV_PLACEMENT_CONSULTED, "plan-sent", 0 },
        { EV_HEALTH_ASSESSED, "refused", 0 },     { EV_CHILD_RETURNED, "disclosed", 1 },
        { EV_PREVENTION_INTERVIEW_HELD, "disclosed", 0 }, { EV_VISIT_MADE, "seen", 0 },
        { EV_VISIT_MADE, "alone", 1 },            { EV_OUTCOMES_STATED, "convicted", 0 },
        { EV_LEAVING_CARE_STATED, "activity", 0 },
    };
    for (size_t i = 0; i < COUNT(read); i++) {
        unsigned nth;
        const struct field_def *f = event_field_def(read[i].kind, str_from(read[i].field), &nth);
        assert_non_null(f);
        assert_int_equal(f->slot, SLOT_BITS);
        assert_int_equal(f->at, read[i].at);
    }
}

/* Places in code lists that the fold relies on. */
static void test_places_of_codes(void **state)
{
    (void)state;
    assert_int_equal(code_number(CODES_LEGAL_STATUS, S("C1")), 1);
    assert_int_equal(code_number(CODES_LEGAL_STATUS, S("V2")), 5);
    assert_int_equal(code_number(CODES_LEGAL_STATUS, S("J3")), 13);
    assert_int_equal(code_number(CODES_PLACEMENT_TYPE, S("K1")), 6);
    assert_int_equal(code_number(CODES_PLACEMENT_TYPE, S("P1")), 9);
    assert_int_equal(code_number(CODES_PLACEMENT_TYPE, S("S1")), 16);
    assert_int_equal(code_number(CODES_PLACEMENT_TYPE, S("U6")), 27);
    assert_int_equal(code_count(CODES_PLACEMENT_TYPE), 32);
    assert_int_equal(code_number(CODES_AREA, S("unknown")), 8);
    assert_int_equal(code_number(CODES_CONFIDENCE, S("none")), 4);
    assert_int_equal(code_number(CODES_TOLD, S("area-authority")), 5);
    assert_int_equal(code_number(CODES_RANK, S("director")), 2);
    assert_int_equal(code_number(CODES_CLASSIFICATION, S("A")), 2);
    assert_int_equal(code_number(CODES_EPISODE_END, S("returned")), 1);
    assert_int_equal(code_number(CODES_EPISODE_END, S("died")), 6);
    assert_int_equal(code_number(CODES_EPISODE_END, S("recorded-in-error")), 7);
    assert_int_equal(code_number(CODES_REASON_CEASED, S("E2")), 4);
    assert_int_equal(code_number(CODES_HEALTH_CHECK, S("review")), 2);
    assert_int_equal(code_number(CODES_HEALTH_CHECK, S("dental")), 3);
    assert_int_equal(code_number(CODES_PRECISION, S("day")), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts),
        cmocka_unit_test(test_episode_keeps_its_stamps),
        cmocka_unit_test(test_roles),
        cmocka_unit_test(test_random_facts_keep_within_bounds),
        cmocka_unit_test(test_arrival_order_does_not_matter),
        cmocka_unit_test(test_a_prefix_is_a_fold),
        cmocka_unit_test(test_places_of_bits),
        cmocka_unit_test(test_places_of_codes),
    };
    return RUN(tests);
}

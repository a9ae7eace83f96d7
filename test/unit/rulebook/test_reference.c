/* The evaluator against a slow one on random lives, and the laws that duties must keep. */
#include "given_rules.h"
#include "random_life.h"
#include "reference.h"

static int order(const void *x, const void *y)
{
    const struct instance *a = x, *b = y;
    int64_t keys[][2] = { { a->rule, b->rule },
                          { a->from, b->from },
                          { (int64_t)a->about, (int64_t)b->about },
                          { a->due, b->due },
                          { a->closed_at, b->closed_at },
                          { a->closing, b->closing },
                          { a->started_n, b->started_n },
                          { a->closed_n, b->closed_n } };
    for (size_t i = 0; i < COUNT(keys); i++) {
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    }
    return 0;
}

static void sort(struct evaluation *e)
{
    qsort(e->instance, e->count, sizeof e->instance[0], order);
}

static void show(const struct rulebook *b, const struct instance *i, const char *whose)
{
    print_error("%s: %.*s about %llu from %lld due %lld closing %d at %lld by %u started %u"
                " unknown %d\n",
                whose, STR_ARG(rulebook_rule(b, i->rule)->name), (unsigned long long)i->about,
                (long long)i->from, (long long)i->due, i->closing, (long long)i->closed_at,
                i->closed_n, i->started_n, i->unknown);
}

/* `numbers`: also the events' own numbers, and what was acknowledged. */
static bool same(const struct rulebook *b, struct evaluation *x, struct evaluation *y, bool numbers)
{
    sort(x);
    sort(y);
    uint32_t most = x->count > y->count ? x->count : y->count;
    for (uint32_t i = 0; i < most; i++) {
        const struct instance *p = &x->instance[i], *q = &y->instance[i];
        bool alike = i < x->count && i < y->count && p->rule == q->rule && p->from == q->from &&
                     p->about == q->about && p->child == q->child && p->due == q->due &&
                     p->warn == q->warn && p->closing == q->closing &&
                     p->closed_at == q->closed_at && p->again == q->again &&
                     p->unknown == q->unknown && p->owner == q->owner;
        alike = alike && (!numbers || (p->started_n == q->started_n && p->closed_n == q->closed_n &&
                                       p->acknowledged_n == q->acknowledged_n &&
                                       p->given_to == q->given_to && p->fired == q->fired &&
                                       p->warned == q->warned && p->raised_n == q->raised_n));
        if (alike)
            continue;
        if (i < x->count)
            show(b, p, "first ");
        if (i < y->count)
            show(b, q, "second");
        return false;
    }
    return true;
}

/* Every condition that the shipped rules do not make, or make seldom. */
static const char *const all_asked[] = {
#define RULE(name, over, lines)                                                                    \
    "alarm " name "\n over " over "\n title A\n force local\n cite \"x\"\n level high\n"           \
    " tells director\n within 1 day\n needs a reason\n escalate director 2 hours after raised\n"   \
    " " lines "\n",
    RULE("unusual", "child",
         "raised-by child-returned, missing-reported\n when episode"
         " unusual-for-child") RULE("usual", "child",
                                    "raised-after usual-length after missing-reported\n unless"
                                    " child-returned for this episode")
        RULE("night", "child",
             "raised-after nightfall after missing-reported\n unless child-returned"
             " for this episode") RULE("late", "child",
                                       "raised-by missing-reported when event recorded later than "
                                       "12 hours") RULE("late-days", "child",
                                                        "raised-by visit-made when event recorded "
                                                        "later than 1 working-day")
            RULE("not-alone", "child", "raised-by visit-made when last 2 visits not-alone") RULE(
                "unsafe", "child", "raised-by visit-made safe is no")
                RULE("not-unsafe", "child", "raised-by visit-made when not event safe is no") RULE(
                    "declined", "child",
                    "raised-by return-interview-declined\n when declined interviews"
                    " running >= 2") RULE("many", "child",
                                          "raised-by alarm-raised\n when open high alarms >= 2")
                    RULE("silent", "child",
                         "raised-after 28 days after visit-made, review-held\n unless"
                         " visit-made, review-held") RULE("away-two", "home",
                                                          "raised-by missing-reported, "
                                                          "absence-noticed\n when children missing"
                                                          " >= 2")
                        RULE("full", "home",
                             "raised-by placement-started\n when residents >= 2 and not home was"
                             " restricted") RULE("different", "home",
                                                 "raised-by missing-reported\n when count of "
                                                 "missing-reported by"
                                                 " different children in 30 days >= 2")
                            RULE("episodes", "home",
                                 "raised-by missing-reported\n when count of missing-reported in 30"
                                 " days >= 3") RULE("long", "home",
                                                    "raised-after 24 hours after "
                                                    "missing-reported\n unless child-returned,"
                                                    " episode-closed for this episode")
                                RULE("quiet", "home",
                                     "raised-after 90 days after missing-reported for this child\n "
                                     "unless"
                                     " missing-reported for this child")
                                    RULE("crowd", "home",
                                         "raised-by placement-started\n when open high alarms >= 2")
                                        RULE("seen-there", "place",
                                             "raised-by child-found\n when count of child-found by "
                                             "different"
                                             " children in 28 days >= 2") "duty told\n over home\n "
                                                                          "title A\n force local\n "
                                                                          "cite \"x\"\n owner "
                                                                          "registered-manager\n"
                                                                          " starts home-incident\n "
                                                                          "met-by notifiable-event "
                                                                          "for this incident or "
                                                                          "earlier\n"
                                                                          " due 24 hours after "
                                                                          "happened\n warn 2 hours "
                                                                          "before due\n escalate "
                                                                          "director at due\n",
    "duty qualified\n over home\n title A\n force local\n cite \"x\"\n owner registered-manager\n"
    " starts worker-started\n met-by worker-qualified for this worker or earlier\n"
    " ended-by worker-left for this worker\n due 2 years after happened\n",
    "duty visited\n over home\n title A\n force local\n cite \"x\"\n owner registered-manager\n"
    " starts home-registered\n repeats home-visited while home open\n"
    " due 1 month after happened when first\n due 1 month after previous\n",
    "duty host-told\n over home\n title A\n force local\n cite \"x\"\n owner registered-manager\n"
    " starts placement-started\n met-by admission-notified for this child or earlier\n"
    " ended-by placement-ended for this child\n due 2 working-days after happened\n",
    "duty notice-met\n over home\n title A\n force local\n cite \"x\"\n owner registered-manager\n"
    " starts home-notice-issued\n met-by home-notice-met for this notice\n"
    " due 28 days after happened\n",
};

static uint64_t compare(struct given *g, const struct rulebook *b, size_t stream)
{
    struct fact f[EVENTS_MAX];
    struct evaluation *fast = NEW(g->task.arena, struct evaluation);
    struct evaluation *slow = NEW(g->task.arena, struct evaluation);
    uint64_t instances = 0;
    for (uint64_t life = 1; life <= streams[stream].lives; life++) {
        struct chance c = { life * UINT64_C(0x9e3779b97f4a7c15), stream };
        uint32_t count = facts_in_order(f, random_life(&c, b, f));
        enum subject_kind kind = streams[stream].kind;
        struct arena_mark mark = arena_mark(g->task.arena);
        rulebook_evaluate(b, g->calendar, kind, f, count, fast);
        reference_evaluate(&g->task, b, g->calendar, kind, f, count, slow);
        instances += fast->count;
        if (!same(b, fast, slow, true)) {
            print_error("life %llu of %zu\n", (unsigned long long)life, stream);
            _fail(__FILE__, __LINE__);
        }
        arena_rewind(g->task.arena, mark);
    }
    return instances;
}

static void test_same_as_the_slow_one(void **state)
{
    static const uint64_t enough[] = { 1000, 1000, 20, 20 };
    struct given *g = *state;
    for (size_t stream = 0; stream < COUNT(streams); stream++)
        assert_true(compare(g, g->england, stream) > enough[stream]);
}

static void test_all_conditions_as_the_slow_one(void **state)
{
    struct given *g = *state;
    struct rulebook *b;
    struct text all = text_open(g->task.arena, 16000);
    for (size_t i = 0; i < COUNT(all_asked); i++)
        text_addz(&all, all_asked[i]);
    if (load_text(g, str_nul(g->task.arena, text_done(&all)), NULL, &b) != OK)
        print_error("%s\n", g->task.reason);
    assert_true(compare(g, b, 0) > 500);
    assert_true(compare(g, b, 1) > 500);
    compare(g, b, 3);
}

#define FOR_LIVES(life, stream)                                                                    \
    for (size_t stream = 0; stream < STREAMS; stream++)                                            \
        for (uint64_t life = 1; life <= 120; life++)

/* At no instant do two of a rule ring for a subject; what is counted is no more than what came. */
static void test_one_open_alarm(void **state)
{
    struct given *g = *state;
    struct fact f[EVENTS_MAX];
    struct evaluation *e = NEW(g->task.arena, struct evaluation);
    uint32_t again = 0;
    FOR_LIVES(life, stream)
    {
        struct chance c = { life * 31337, stream };
        uint32_t count = facts_in_order(f, random_life(&c, g->england, f));
        rulebook_evaluate(g->england, g->calendar, streams[stream].kind, f, count, e);
        int64_t now = f[0].happened - 1;
        for (int step = 0; step < 60 && now < INT64_MAX / 2; step++) {
            uint64_t rings[8] = { 0 };
            for (uint32_t k = 0; k < e->count; k++) {
                const struct instance *i = &e->instance[k];
                if (instance_state(g->england, i, now) != ALARM_RAISED)
                    continue;
                uint64_t bit = UINT64_C(1) << (i->rule & 63);
                assert_false(rings[i->rule / 64] & bit);
                rings[i->rule / 64] |= bit;
                assert_true(instance_again(e, i, now) <= i->again && i->again < count);
                again += i->again;
            }
            now = evaluation_next_change(g->england, e, now);
        }
    }
    assert_true(again > 100);
}

static bool is_final(enum duty_state s)
{
    return s == DUTY_MET || s == DUTY_MET_LATE || s == DUTY_ENDED || s == DUTY_WAIVED ||
           s == ALARM_DECIDED || s == ALARM_CLEARED;
}

/* What is met stays met, and nothing changes between two instants that next_change names. */
static void test_time_only_goes_forward(void **state)
{
    struct given *g = *state;
    struct fact f[EVENTS_MAX];
    struct evaluation *e = NEW(g->task.arena, struct evaluation);
    FOR_LIVES(life, stream)
    {
        struct chance c = { life * 77777, stream };
        uint32_t count = facts_in_order(f, random_life(&c, g->england, f));
        rulebook_evaluate(g->england, g->calendar, streams[stream].kind, f, count, e);
        int64_t now = f[0].happened - 1;
        for (int step = 0; step < 60 && now < INT64_MAX / 2; step++) {
            int64_t next = evaluation_next_change(g->england, e, now);
            assert_true(next > now);
            int64_t before = next == INT64_MAX ? now + 400 * 24 * HOUR_US : next - 1;
            for (uint32_t k = 0; k < e->count; k++) {
                const struct instance *i = &e->instance[k];
                enum duty_state was = instance_state(g->england, i, now);
                assert_int_equal(was, instance_state(g->england, i, before));
                if (is_final(was))
                    assert_int_equal(was, instance_state(g->england, i, next));
            }
            now = next;
        }
    }
}

/* Facts of one life with instants all different and no corrections: only the numbers may differ. */
static uint32_t plain_life(struct chance *c, const struct rulebook *b, struct fact *f)
{
    static const uint16_t harmless[] = { EV_VISIT_MADE, EV_HOME_VISITED, EV_PROTOCOL_AGREED,
                                         EV_PLACE_RECORDED };
    uint32_t count = random_life(c, b, f);
    for (uint32_t i = 0; i < count; i++) {
        f[i].corrects = 0;
        f[i].happened += i * SECOND_US + (int64_t)i;
        if (says_a_rule(f[i].kind)) {
            f[i].kind = harmless[c->stream];
            f[i].about = 0;
            f[i].number = 0;
        }
    }
    return count;
}

static void test_order_of_telling_does_not_matter(void **state)
{
    struct given *g = *state;
    struct fact f[EVENTS_MAX], shuffled[EVENTS_MAX];
    struct evaluation *x = NEW(g->task.arena, struct evaluation);
    struct evaluation *y = NEW(g->task.arena, struct evaluation);
    FOR_LIVES(life, stream)
    {
        struct chance c = { life * 1234567, stream };
        uint32_t count = plain_life(&c, g->england, f);
        memcpy(shuffled, f, sizeof f);
        for (uint32_t i = count; i-- > 1;) {
            uint32_t j = below(&c, i + 1);
            struct fact keep = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = keep;
        }
        for (uint32_t i = 0; i < count; i++)
            shuffled[i].n = i + 1;
        enum subject_kind kind = streams[stream].kind;
        rulebook_evaluate(g->england, g->calendar, kind, f, facts_in_order(f, count), x);
        rulebook_evaluate(g->england, g->calendar, kind, shuffled, facts_in_order(shuffled, count),
                          y);
        assert_true(same(g->england, x, y, false));
    }
}

static void test_saying_it_twice_changes_nothing(void **state)
{
    struct given *g = *state;
    struct fact f[EVENTS_MAX], twice[EVENTS_MAX * 2];
    struct evaluation *x = NEW(g->task.arena, struct evaluation);
    struct evaluation *y = NEW(g->task.arena, struct evaluation);
    FOR_LIVES(life, stream)
    {
        struct chance c = { life * 424242, stream };
        uint32_t count = plain_life(&c, g->england, f), more = count;
        memcpy(twice, f, sizeof f);
        for (uint32_t i = 0; i < count; i++) {
            bool fold_differs = f[i].kind == EV_CARE_STARTED || f[i].kind == EV_REVIEW_HELD;
            if (below(&c, 3) || fold_differs) /* a second period of care, a second review */
                continue;
            twice[more] = f[i];
            twice[more].n = more + 1;
            more++;
        }
        enum subject_kind kind = streams[stream].kind;
        rulebook_evaluate(g->england, g->calendar, kind, f, facts_in_order(f, count), x);
        rulebook_evaluate(g->england, g->calendar, kind, twice, facts_in_order(twice, more), y);
        assert_true(same(g->england, x, y, false));
    }
}

/* Correcting an event is never having said it, plus the correction. */
static void test_a_correction_replaces(void **state)
{
    struct given *g = *state;
    struct fact f[EVENTS_MAX], without[EVENTS_MAX];
    struct evaluation *x = NEW(g->task.arena, struct evaluation);
    struct evaluation *y = NEW(g->task.arena, struct evaluation);
    FOR_LIVES(life, stream)
    {
        struct chance c = { life * 987654321, stream };
        uint32_t count = plain_life(&c, g->england, f);
        if (count == EVENTS_MAX)
            count--;
        uint32_t wrong = below(&c, count);
        struct fact right = random_fact(&c, g->england, count + 1);
        right.happened = f[wrong].happened + 1;
        if (says_a_rule(right.kind))
            right.kind = EV_REVIEW_HELD;
        memcpy(without, f, sizeof f);
        without[wrong] = right;
        without[wrong].n = wrong + 1;
        f[count] = right;
        f[count].corrects = wrong + 1;
        rulebook_evaluate(g->england, g->calendar, streams[stream].kind, f,
                          facts_in_order(f, count + 1), x);
        rulebook_evaluate(g->england, g->calendar, streams[stream].kind, without,
                          facts_in_order(without, count), y);
        assert_true(same(g->england, x, y, false));
    }
}

/* Every rule can be explained of any life, and says something. */
static void test_all_is_explained(void **state)
{
    struct given *g = *state;
    struct fact f[EVENTS_MAX];
    struct str words;
    for (uint64_t life = 1; life <= 8; life++) {
        struct chance c = { life * 5551212, life % STREAMS };
        uint32_t count = facts_in_order(f, random_life(&c, g->england, f));
        struct subject_facts said = { streams[c.stream].kind, f, count };
        for (uint16_t r = 0; r < rulebook_count(g->england); r++) {
            struct arena_mark mark = arena_mark(g->task.arena);
            assert_int_equal(rulebook_explain(&g->task, g->england, g->calendar, &said,
                                              rulebook_rule(g->england, r)->name,
                                              f[count - 1].happened, &words),
                             OK);
            assert_true(words.len > 200 && str_is_utf8(words));
            arena_rewind(g->task.arena, mark);
        }
    }
    struct subject_facts said = { SUBJECT_CHILD, f, 1 };
    assert_int_equal(
        rulebook_explain(&g->task, g->england, g->calendar, &said, S("no-such"), 0, &words),
        E_MISSING);
}

static void test_reassigned_to_a_person(void **state)
{
    struct given *g = *state;
    struct fact f[] = {
        { .n = 1, .kind = EV_CARE_STARTED, .happened = 20000 * 24 * HOUR_US, .code = 2 },
        { .n = 2,
          .kind = EV_DUTY_REASSIGNED,
          .happened = 20001 * 24 * HOUR_US,
          .about = rule_about(S("review-first")),
          .number = 1,
          .flags = UINT32_MAX },
    };
    struct evaluation *e = NEW(g->task.arena, struct evaluation);
    rulebook_evaluate(g->england, g->calendar, SUBJECT_CHILD, f, COUNT(f), e);
    uint32_t given = 0;
    for (uint32_t i = 0; i < e->count; i++) {
        struct str name = rulebook_rule(g->england, e->instance[i].rule)->name;
        assert_int_equal(e->instance[i].given_to, str_is(name, "review-first") ? UINT32_MAX : 0);
        given += e->instance[i].given_to != 0;
    }
    assert_int_equal(given, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_as_the_slow_one),
        cmocka_unit_test(test_all_conditions_as_the_slow_one),
        cmocka_unit_test(test_one_open_alarm),
        cmocka_unit_test(test_time_only_goes_forward),
        cmocka_unit_test(test_order_of_telling_does_not_matter),
        cmocka_unit_test(test_saying_it_twice_changes_nothing),
        cmocka_unit_test(test_a_correction_replaces),
        cmocka_unit_test(test_all_is_explained),
        cmocka_unit_test(test_reassigned_to_a_person),
    };
    return RUN(tests);
}

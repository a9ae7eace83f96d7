/* The evaluator against a slow one on random lives, and the laws that duties must keep. */
#include "given_rules.h"
#include "reference.h"

enum {
    EVENTS_MAX = 64
};

struct chance {
    uint64_t seed;
};

static uint32_t below(struct chance *c, uint32_t n)
{
    c->seed ^= c->seed << 13;
    c->seed ^= c->seed >> 7;
    c->seed ^= c->seed << 17;
    return (uint32_t)(c->seed >> 33) % n;
}

/* Kinds that the rules of England look at, the frequent ones named more than once. */
static const uint16_t kinds[] = {
    EV_MISSING_REPORTED,
    EV_MISSING_REPORTED,
    EV_MISSING_REPORTED,
    EV_CHILD_RETURNED,
    EV_CHILD_RETURNED,
    EV_CHILD_FOUND,
    EV_ABSENCE_NOTICED,
    EV_POLICE_TOLD,
    EV_MISSING_TOLD,
    EV_RISK_GRADED,
    EV_RISK_GRADED,
    EV_ENQUIRY_MADE,
    EV_PREVENTION_INTERVIEW_HELD,
    EV_RETURN_INTERVIEW_HELD,
    EV_RETURN_INTERVIEW_DECLINED,
    EV_RETURN_INTERVIEW_OFFERED,
    EV_EPISODE_CLOSED,
    EV_PATTERN_REVIEWED,
    EV_STRATEGY_DISCUSSION_HELD,
    EV_SAFETY_PLAN_CHANGED,
    EV_CARE_STARTED,
    EV_CARE_STARTED,
    EV_CARE_ENDED,
    EV_LEGAL_STATUS_CHANGED,
    EV_PLACEMENT_STARTED,
    EV_PLACEMENT_STARTED,
    EV_PLACEMENT_ENDED,
    EV_PLACEMENT_APPROVED,
    EV_PLACEMENT_NOTIFIED,
    EV_PLACEMENT_NOTIFIED,
    EV_PLACEMENT_CONSULTED,
    EV_PLACEMENT_PLAN_AGREED,
    EV_CARE_PLAN_MADE,
    EV_VISIT_MADE,
    EV_VISIT_MADE,
    EV_VISIT_MADE,
    EV_REVIEW_HELD,
    EV_REVIEW_HELD,
    EV_REVIEW_ASKED,
    EV_CONCERN_RAISED,
    EV_HEALTH_ASSESSED,
    EV_HEALTH_ASSESSED,
    EV_EDUCATION_PLAN_MADE,
    EV_CHILD_REGISTERED,
    EV_CHILD_DETAIL_CHANGED,
    EV_CHILD_DIED,
    EV_DUTY_WAIVED,
    EV_DUTY_ACKNOWLEDGED,
    EV_DUTY_REASSIGNED,
    EV_ALARM_DECIDED,
    EV_ALARM_DECIDED,
    EV_ALARM_ACKNOWLEDGED,
};

static uint32_t random_flags(struct chance *c, const struct kind_def *k)
{
    uint32_t flags = 0;
    for (unsigned i = 0; i < k->fields; i++) {
        const struct field_def *f = &k->field[i];
        if (f->slot != SLOT_BITS)
            continue;
        uint32_t most = f->type == FIELD_SUBJECT ? 1000
                        : f->type == FIELD_CODE  ? code_count((enum code_list)f->list) + 1
                                                 : 1u << f->width;
        flags |= (below(c, most) & (UINT32_MAX >> (32 - f->width))) << f->at;
    }
    return flags;
}

static uint8_t random_code(struct chance *c, const struct kind_def *k)
{
    for (unsigned i = 0; i < k->fields; i++) {
        if (k->field[i].slot == SLOT_CODE)
            return (uint8_t)(k->field[i].required +
                             below(c, code_count((enum code_list)k->field[i].list)));
    }
    return 0;
}

static bool says_a_rule(uint16_t kind)
{
    return kind == EV_DUTY_WAIVED || kind == EV_DUTY_ACKNOWLEDGED || kind == EV_ALARM_DECIDED ||
           kind == EV_ALARM_ACKNOWLEDGED || kind == EV_DUTY_REASSIGNED;
}

static struct fact random_fact(struct chance *c, const struct rulebook *b, uint32_t n)
{
    struct fact f = { .n = n, .kind = kinds[below(c, COUNT(kinds))] };
    const struct kind_def *k = event_kind_def((enum event_kind)f.kind);
    f.flags = random_flags(c, k);
    f.code = random_code(c, k);
    f.precision = (uint8_t)(below(c, 8) ? 1 : 1 + below(c, 5));
    f.number = below(c, 400);
    for (unsigned i = 0; i < k->fields; i++) {
        if (k->field[i].slot == SLOT_ABOUT)
            f.about = k->field[i].required || below(c, 2) ? 1 + below(c, 4) : 0;
    }
    if (f.kind == EV_CHILD_REGISTERED || f.kind == EV_CHILD_DETAIL_CHANGED)
        f.number = below(c, 3) ? 14000 + below(c, 6000) : 0;
    if (says_a_rule(f.kind)) {
        f.about = rulebook_rule(b, (uint16_t)below(c, (uint32_t)rulebook_count(b)))->name.len;
        f.about = rule_about(rulebook_rule(b, (uint16_t)(f.about * 3 % rulebook_count(b)))->name);
        f.number = 1 + below(c, n);
    }
    return f;
}

/* Minutes, hours or weeks apart, now and then at one instant, sometimes told out of order. */
static uint32_t random_life(struct chance *c, const struct rulebook *b, struct fact *f)
{
    uint32_t count = 5 + below(c, EVENTS_MAX - 8);
    int64_t now = (INT64_C(1500000000) + below(c, 250000000)) * SECOND_US;
    for (uint32_t i = 0; i < count; i++) {
        static const uint32_t steps[] = { 0, 600, 7200, 90000, 600000, 3000000 };
        f[i] = random_fact(c, b, i + 1);
        now += below(c, steps[below(c, COUNT(steps))] + 1) * SECOND_US;
        f[i].happened = now - (below(c, 10) ? 0 : below(c, 200000) * SECOND_US);
        f[i].recorded = now + below(c, 90000) * SECOND_US;
        if (i > 3 && below(c, 12) == 0)
            f[i].corrects = 1 + below(c, i - 1);
    }
    return count;
}

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
                     p->about == q->about && p->due == q->due && p->warn == q->warn &&
                     p->closing == q->closing && p->closed_at == q->closed_at &&
                     p->again == q->again && p->unknown == q->unknown && p->owner == q->owner;
        alike = alike && (!numbers ||
                          (p->started_n == q->started_n && p->closed_n == q->closed_n &&
                           p->acknowledged_n == q->acknowledged_n && p->given_to == q->given_to));
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

static void test_same_as_the_slow_one(void **state)
{
    struct given *g = *state;
    struct fact f[EVENTS_MAX];
    struct evaluation *fast = NEW(g->task.arena, struct evaluation);
    struct evaluation *slow = NEW(g->task.arena, struct evaluation);
    uint64_t instances = 0;
    for (uint64_t life = 1; life <= 300; life++) {
        struct chance c = { life * UINT64_C(0x9e3779b97f4a7c15) };
        uint32_t count = facts_in_order(f, random_life(&c, g->england, f));
        struct arena_mark mark = arena_mark(g->task.arena);
        rulebook_evaluate(g->england, g->calendar, SUBJECT_CHILD, f, count, fast);
        reference_evaluate(&g->task, g->england, g->calendar, SUBJECT_CHILD, f, count, slow);
        instances += fast->count;
        if (!same(g->england, fast, slow, true)) {
            print_error("life %llu\n", (unsigned long long)life);
            _fail(__FILE__, __LINE__);
        }
        arena_rewind(g->task.arena, mark);
    }
    assert_true(instances > 1000);
}

/* At no instant do two of a rule ring for a child; what is counted is no more than what came. */
static void test_one_open_alarm(void **state)
{
    struct given *g = *state;
    struct fact f[EVENTS_MAX];
    struct evaluation *e = NEW(g->task.arena, struct evaluation);
    uint32_t again = 0;
    for (uint64_t life = 1; life <= 200; life++) {
        struct chance c = { life * 31337 };
        uint32_t count = facts_in_order(f, random_life(&c, g->england, f));
        rulebook_evaluate(g->england, g->calendar, SUBJECT_CHILD, f, count, e);
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
    for (uint64_t life = 1; life <= 200; life++) {
        struct chance c = { life * 77777 };
        uint32_t count = facts_in_order(f, random_life(&c, g->england, f));
        rulebook_evaluate(g->england, g->calendar, SUBJECT_CHILD, f, count, e);
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
    uint32_t count = random_life(c, b, f);
    for (uint32_t i = 0; i < count; i++) {
        f[i].corrects = 0;
        f[i].happened += i * SECOND_US + (int64_t)i;
        if (says_a_rule(f[i].kind)) {
            f[i].kind = EV_VISIT_MADE;
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
    for (uint64_t life = 1; life <= 200; life++) {
        struct chance c = { life * 1234567 };
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
        rulebook_evaluate(g->england, g->calendar, SUBJECT_CHILD, f, facts_in_order(f, count), x);
        rulebook_evaluate(g->england, g->calendar, SUBJECT_CHILD, shuffled, facts_in_order(shuffled, count), y);
        assert_true(same(g->england, x, y, false));
    }
}

static void test_saying_it_twice_changes_nothing(void **state)
{
    struct given *g = *state;
    struct fact f[EVENTS_MAX], twice[EVENTS_MAX * 2];
    struct evaluation *x = NEW(g->task.arena, struct evaluation);
    struct evaluation *y = NEW(g->task.arena, struct evaluation);
    for (uint64_t life = 1; life <= 200; life++) {
        struct chance c = { life * 424242 };
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
        rulebook_evaluate(g->england, g->calendar, SUBJECT_CHILD, f, facts_in_order(f, count), x);
        rulebook_evaluate(g->england, g->calendar, SUBJECT_CHILD, twice, facts_in_order(twice, more), y);
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
    for (uint64_t life = 1; life <= 200; life++) {
        struct chance c = { life * 987654321 };
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
        rulebook_evaluate(g->england, g->calendar, SUBJECT_CHILD, f, facts_in_order(f, count + 1), x);
        rulebook_evaluate(g->england, g->calendar, SUBJECT_CHILD, without, facts_in_order(without, count), y);
        assert_true(same(g->england, x, y, false));
    }
}

/* Every rule can be explained of any life, and says something. */
static void test_all_is_explained(void **state)
{
    struct given *g = *state;
    struct fact f[EVENTS_MAX];
    for (uint64_t life = 1; life <= 4; life++) {
        struct chance c = { life * 5551212 };
        uint32_t count = facts_in_order(f, random_life(&c, g->england, f));
        for (uint16_t r = 0; r < rulebook_count(g->england); r++) {
            struct arena_mark mark = arena_mark(g->task.arena);
            struct str words;
            struct subject_facts said = { SUBJECT_CHILD, f, count };
            assert_int_equal(rulebook_explain(&g->task, g->england, g->calendar, &said,
                                              rulebook_rule(g->england, r)->name,
                                              f[count - 1].happened, &words),
                             OK);
            assert_true(words.len > 200 && str_is_utf8(words));
            arena_rewind(g->task.arena, mark);
        }
    }
    struct str words;
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

/* What the clock has still to do of an instance, and that saying it was done changes nothing else.
 */
#include "given_rules.h"
#include "random_life.h"

#include "rulebook/pass.h"

static const char rules[] =
    "duty a\n title A\n force local\n cite \"x\"\n starts missing-reported\n met-by police-told\n"
    " owner social-worker\n due 10 hours after happened\n warn 2 hours before due\n"
    " escalate team-manager 1 hour before due\n escalate director at due\n"
    " escalate lead-member 2 hours after due\n"
    "alarm b\n title B\n force local\n cite \"x\"\n raised-after 3 hours after missing-reported\n"
    " unless child-returned for this episode\n level high\n tells director, police-supervisor\n"
    " within 4 hours\n needs a reason\n escalate lead-member 2 hours after raised\n";

struct at_work { /* one missing report at nought, then what was done */
    struct fact fact[16];
    uint32_t count;
    int64_t from;
    struct rulebook *b;
    struct evaluation *e;
};

static void say(struct at_work *w, enum event_kind kind, const char *rule, int64_t hours,
                uint32_t flags)
{
    w->fact[w->count] = (struct fact){ .kind = (uint16_t)kind,
                                       .n = w->count + 1,
                                       .happened = w->from + hours * HOUR_US,
                                       .recorded = w->from + hours * HOUR_US,
                                       .about = rule ? rule_about(str_from(rule)) : 1,
                                       .code = rule ? 0 : 1,
                                       .number = rule ? 1 : 0,
                                       .flags = flags };
    w->count++;
}

static const struct instance *of_rule(struct given *g, struct at_work *w, const char *rule)
{
    struct fact f[16];
    memcpy(f, w->fact, sizeof f);
    rulebook_evaluate(w->b, g->calendar, SUBJECT_CHILD, f, facts_in_order(f, w->count), w->e);
    for (uint32_t i = 0; i < w->e->count; i++) {
        if (str_is(rulebook_rule(w->b, w->e->instance[i].rule)->name, rule))
            return &w->e->instance[i];
    }
    return NULL;
}

static struct at_work *begin(struct given *g)
{
    struct at_work *w = NEW(g->task.arena, struct at_work);
    w->from = g->now.us;
    w->e = NEW(g->task.arena, struct evaluation);
    assert_int_equal(load_text(g, rules, NULL, &w->b), OK);
    say(w, EV_MISSING_REPORTED, NULL, 0, 0);
    return w;
}

static void next_is(struct given *g, struct at_work *w, const char *rule, int64_t hours, int what,
                    uint8_t step, enum role role)
{
    struct next_step s = instance_next_step(w->b, g->calendar, of_rule(g, w, rule));
    assert_int_equal(s.what, what);
    if (what == STEP_NONE) {
        assert_true(s.at == INT64_MAX);
        return;
    }
    assert_int_equal((s.at - w->from) / HOUR_US, hours);
    assert_int_equal(s.step, step);
    assert_int_equal(s.role, role);
}

static void test_a_duty(void **state)
{
    struct given *g = *state;
    struct at_work *w = begin(g);
    next_is(g, w, "a", 8, STEP_WARN, 0, ROLE_SOCIAL_WORKER);
    say(w, EV_DUTY_WARNED, "a", 8, 0);
    assert_true(of_rule(g, w, "a")->warned);
    next_is(g, w, "a", 9, STEP_LADDER, 1, ROLE_TEAM_MANAGER);
    say(w, EV_ESCALATED, "a", 9, 1);
    next_is(g, w, "a", 10, STEP_LADDER, 2, ROLE_DIRECTOR);
    say(w, EV_ESCALATED, "a", 12, 3); /* the third was somehow taken first */
    next_is(g, w, "a", 10, STEP_LADDER, 2, ROLE_DIRECTOR);
    say(w, EV_ESCALATED, "a", 12, 2u | 1u << 31); /* late: told by the one flag */
    assert_int_equal(of_rule(g, w, "a")->fired, 7);
    next_is(g, w, "a", 0, STEP_NONE, 0, ROLE_NONE);
}

static void test_met_ends_the_ladder(void **state)
{
    struct given *g = *state;
    struct at_work *w = begin(g);
    say(w, EV_POLICE_TOLD, NULL, 5, 0);
    next_is(g, w, "a", 0, STEP_NONE, 0, ROLE_NONE);
}

static void test_an_alarm(void **state)
{
    struct given *g = *state;
    struct at_work *w = begin(g);
    next_is(g, w, "b", 3, STEP_RING, 0, ROLE_DIRECTOR);
    say(w, EV_ALARM_RAISED, "b", 3, 0);
    assert_int_equal(of_rule(g, w, "b")->raised_n, 2);
    next_is(g, w, "b", 5, STEP_LADDER, 1, ROLE_LEAD_MEMBER);
    say(w, EV_ALARM_RAISED, "b", 4, 0); /* the first stands */
    assert_int_equal(of_rule(g, w, "b")->raised_n, 2);
    say(w, EV_ESCALATED, "b", 5, 1);
    next_is(g, w, "b", 0, STEP_NONE, 0, ROLE_NONE);
}

static void test_cleared_before_it_rang(void **state)
{
    struct given *g = *state;
    struct at_work *w = begin(g);
    say(w, EV_CHILD_RETURNED, NULL, 2, 0);
    next_is(g, w, "b", 0, STEP_NONE, 0, ROLE_NONE);
}

/* Steps of another instance, and codes that no ladder has, are nobody's. */
static void test_not_its_own(void **state)
{
    struct given *g = *state;
    struct at_work *w = begin(g);
    say(w, EV_ESCALATED, "b", 4, 1);
    say(w, EV_ESCALATED, "a", 4, 0);
    say(w, EV_ESCALATED, "a", 4, 7);
    say(w, EV_DUTY_WARNED, "a", 4, 0);
    w->fact[w->count - 1].number = 9; /* started by another event */
    assert_int_equal(of_rule(g, w, "a")->fired, 0);
    assert_false(of_rule(g, w, "a")->warned);
    assert_int_equal(of_rule(g, w, "b")->fired, 1);
}

/* Late when it was written down: nobody is told of it before it was owed, nor warned too late. */
static void test_never_before_it_is_owed(void **state)
{
    struct given *g = *state;
    struct rulebook *b;
    struct evaluation *e = NEW(g->task.arena, struct evaluation);
    assert_int_equal(load_text(g,
                               "duty a\n title A\n force local\n cite \"x\"\n starts"
                               " placement-started\n met-by placement-notified\n owner carer\n"
                               " due before happened\n warn 2 days before due\n"
                               " escalate director 1 day before due\n",
                               NULL, &b),
                     OK);
    struct fact f = { .kind = EV_PLACEMENT_STARTED, .n = 1, .about = 1, .happened = g->now.us };
    rulebook_evaluate(b, g->calendar, SUBJECT_CHILD, &f, 1, e);
    struct next_step s = instance_next_step(b, g->calendar, &e->instance[0]);
    assert_int_equal(s.what, STEP_LADDER);
    assert_true(s.at == g->now.us);
}

/* ---- the law: a clock that does what is next comes to an end, and changes only what was done ----
 */

enum {
    STEPS_AT_MOST = 4000,
    ROOM = EVENTS_MAX + STEPS_AT_MOST
};

static const struct instance *earliest(const struct rulebook *b, const struct calendar *c,
                                       const struct evaluation *e, struct next_step *ret)
{
    const struct instance *found = NULL;
    *ret = (struct next_step){ .at = INT64_MAX };
    for (uint32_t i = 0; i < e->count; i++) {
        struct next_step s = instance_next_step(b, c, &e->instance[i]);
        if (s.at >= ret->at)
            continue;
        *ret = s;
        found = &e->instance[i];
    }
    return found;
}

/* Some rules start when an alarm rings: they may. All others, without what the clock did. */
static bool starts_with_the_clock(const struct rulebook *b, uint16_t rule)
{
    bool starts = false;
    for (unsigned a = 0; a < b->actions; a++)
        starts |= b->action[a].rule == rule && b->action[a].act == ACT_START &&
                  says_a_rule(b->action[a].kind);
    return starts;
}

static void keep_unmoved(const struct rulebook *b, struct evaluation *e)
{
    uint32_t kept = 0;
    for (uint32_t k = 0; k < e->count; k++) {
        struct instance i = e->instance[k];
        i.fired = i.warned = 0;
        i.raised_n = i.next = 0;
        if (!starts_with_the_clock(b, i.rule))
            e->instance[kept++] = i;
    }
    e->count = kept;
}

static void test_the_clock_ends_and_changes_nothing_else(void **state)
{
    struct given *g = *state;
    struct fact *f = NEWS(g->task.arena, struct fact, ROOM),
                *sorted = NEWS(g->task.arena, struct fact, ROOM);
    struct evaluation *first = NEW(g->task.arena, struct evaluation);
    struct evaluation *e = NEW(g->task.arena, struct evaluation);
    uint32_t done_in_all = 0;
    for (uint64_t at = 0; at < 24; at++) {
        struct chance c = { (at + 1) * 777767777, at % STREAMS };
        enum subject_kind kind = streams[c.stream].kind;
        uint32_t count = random_life(&c, g->england, f), before = count;
        memcpy(sorted, f, count * sizeof *f);
        rulebook_evaluate(g->england, g->calendar, kind, sorted, facts_in_order(sorted, count),
                          first);
        struct next_step s;
        *e = *first;
        const struct instance *i = earliest(g->england, g->calendar, e, &s);
        for (; i && count < ROOM; i = earliest(g->england, g->calendar, e, &s)) {
            static const uint16_t kinds[] = { [STEP_RING] = EV_ALARM_RAISED,
                                              [STEP_WARN] = EV_DUTY_WARNED,
                                              [STEP_LADDER] = EV_ESCALATED };
            f[count] = (struct fact){ .kind = kinds[s.what],
                                      .n = count + 1,
                                      .happened = s.at,
                                      .recorded = s.at,
                                      .about = rule_about(rulebook_rule(g->england, i->rule)->name),
                                      .number = i->started_n,
                                      .flags = s.step };
            count++;
            memcpy(sorted, f, count * sizeof *f);
            rulebook_evaluate(g->england, g->calendar, kind, sorted, facts_in_order(sorted, count),
                              e);
        }
        assert_true(count < ROOM);
        done_in_all += count - before;
        keep_unmoved(g->england, e);
        keep_unmoved(g->england, first);
        assert_int_equal(e->count, first->count);
        assert_memory_equal(e->instance, first->instance, e->count * sizeof e->instance[0]);
    }
    assert_true(done_in_all > 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_duty),
        cmocka_unit_test(test_met_ends_the_ladder),
        cmocka_unit_test(test_an_alarm),
        cmocka_unit_test(test_cleared_before_it_rang),
        cmocka_unit_test(test_not_its_own),
        cmocka_unit_test(test_never_before_it_is_owed),
        cmocka_unit_test(test_the_clock_ends_and_changes_nothing_else),
    };
    return RUN(tests);
}

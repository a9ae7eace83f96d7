/* The clock that acts: each step once, at its true instant, whatever happens to the program. */
#include <time.h>

#include "clocked.h"
#include "journal/journal.h"
#include "work/clock_heap.h"

#define ALL_STEPS(late)                                                                           \
    "alarm-raised local-silence - 2026-03-28T09:00:00Z\n"                                         \
    "escalated local-silence 1 2026-03-28T13:00:00Z" late "\n"                                    \
    "duty-warned local-call - 2026-03-28T17:00:00Z\n"                                             \
    "escalated local-call 1 2026-03-28T21:00:00Z" late "\n"                                       \
    "escalated local-silence 2 2026-03-28T21:00:00Z" late "\n"                                    \
    "escalated local-call 2 2026-03-29T03:00:00Z" late "\n"

/* --- the heap --- */

static void test_the_heap_knows_the_earliest(void **state)
{
    (void)state;
    enum { SUBJECTS = 5000 };
    struct clock_heap h = { 0 };
    static int64_t at[SUBJECTS];
    uint32_t subject = 0, chance = 7;
    assert_true(clock_heap_top(&h, &subject) == INT64_MAX);
    for (int i = 0; i < 60000; i++) {
        chance = chance * 1664525 + 1013904223;
        uint32_t s = (chance >> 8) % SUBJECTS;
        at[s] = chance % 5 == 0 ? INT64_MAX : (int64_t)(chance >> 3);
        clock_heap_set(&h, s, at[s]);
        assert_true(clock_heap_at(&h, s) == at[s]);
    }
    int64_t last = INT64_MIN;
    for (int64_t top; (top = clock_heap_top(&h, &subject)) != INT64_MAX;) {
        assert_true(top >= last && top == at[subject]);
        last = top;
        at[subject] = INT64_MAX;
        clock_heap_set(&h, subject, INT64_MAX);
    }
    for (int i = 0; i < SUBJECTS; i++)
        assert_true(at[i] == INT64_MAX || at[i] == 0);
    clock_heap_clear(&h);
}

/* --- once, at its instant --- */

static void test_each_step_is_taken_once_at_its_instant(void **state)
{
    struct clocked x = clocked(*state);
    now_is(x.g, "2026-03-27T21:00:00Z");
    absent(&x, "2026-03-27T21:00:00Z");
    assert_true(clockwork_next(x.c).us <= at(x.g, "2026-03-28T09:00:00Z").us);
    static const struct {
        const char *now;
        size_t steps; /* taken by then */
    } cases[] = {
        { "2026-03-28T08:59:59Z", 0 }, { "2026-03-28T09:00:00Z", 1 },
        { "2026-03-28T09:00:00Z", 1 }, { "2026-03-28T13:00:30Z", 2 },
        { "2026-03-28T17:00:00Z", 3 }, { "2026-03-28T20:59:59Z", 3 },
        { "2026-03-28T21:00:01Z", 5 }, { "2026-03-29T03:00:00Z", 6 },
        { "2026-05-29T03:00:00Z", 6 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        run_at(&x, cases[i].now);
        assert_int_equal(lines_of(steps_of(&x, x.child)), cases[i].steps);
    }
    SAME(steps_of(&x, x.child), S(ALL_STEPS("")));
    assert_int_equal(told_step(&x, x.child, x.manager, 1), 1);
    assert_int_equal(told_step(&x, x.child, x.head, 1), 1);
    assert_int_equal(told_step(&x, x.child, x.head, 2), 1);
    assert_int_equal(told_step(&x, x.child, x.director, 2), 1);
    assert_int_equal(told_step(&x, x.child, x.worker, NOTICE_WARNED), 1);
    assert_int_equal(told_step(&x, x.child, x.worker, NOTICE_BEGAN), 2); /* duty, alarm */
    assert_int_equal(told_step(&x, x.child, x.manager, NOTICE_BEGAN), 1);
    same_when_folded_anew(&x);
    clockwork_close(x.c);
}

static void test_a_restart_between_any_two_steps_changes_nothing(void **state)
{
    struct clocked x = clocked(*state);
    now_is(x.g, "2026-03-27T21:00:00Z");
    absent(&x, "2026-03-27T21:00:00Z");
    static const char *const when[] = { "2026-03-28T08:00:00Z", "2026-03-28T09:00:20Z",
                                        "2026-03-28T13:00:20Z", "2026-03-28T17:00:20Z",
                                        "2026-03-28T21:00:20Z", "2026-03-29T03:00:20Z",
                                        "2026-03-29T03:00:21Z" };
    for (size_t i = 0; i < COUNT(when); i++) {
        run_at(&x, when[i]);
        again(&x);
    }
    SAME(steps_of(&x, x.child), S(ALL_STEPS("")));
    clockwork_close(x.c);
}

static void test_what_fell_due_while_nothing_ran_is_taken_with_its_true_instant(void **state)
{
    struct clocked x = clocked(*state);
    now_is(x.g, "2026-03-27T21:00:00Z");
    absent(&x, "2026-03-27T21:00:00Z");
    clockwork_close(x.c);
    given_shut(x.g);
    now_is(x.g, "2026-03-30T12:00:00Z");
    WORKS(x.g, given_reopen(x.g));
    open_clock(&x);
    struct clock_done d = run_at(&x, "2026-03-30T12:00:00Z");
    assert_true(d.late >= 6);
    SAME(steps_of(&x, x.child), S(ALL_STEPS(" late")));
    /* Told of the alarm though a bulk passed over it: once, and no more. */
    assert_int_equal(told_step(&x, x.child, x.worker, NOTICE_BEGAN), 2);
    same_when_folded_anew(&x);
    clockwork_close(x.c);
}

static void test_a_late_record_climbs_only_what_is_near(void **state)
{
    static const struct {
        const char *happened;
        const char *steps;
    } cases[] = {
        { "2026-03-26T09:00:00Z", /* yesterday */
          "alarm-raised local-silence - 2026-03-26T21:00:00Z\n"
          "escalated local-silence 1 2026-03-27T01:00:00Z late\n"
          "duty-warned local-call - 2026-03-27T05:00:00Z\n"
          "escalated local-call 1 2026-03-27T09:00:00Z late\n"
          "escalated local-silence 2 2026-03-27T09:00:00Z late\n"
          "escalated local-call 2 2026-03-27T15:00:00Z late\n" },
        { "2026-01-05T09:00:00Z", "" }, /* long ago, and known only now */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        void *again_state = i == 0 ? *state : NULL;
        if (i > 0)
            given_open(&again_state);
        struct clocked x = { .g = again_state };
        x.g = again_state;
        x.child = a_child(x.g, "Alex", "1");
        open_clock(&x);
        run_at(&x, "2025-12-01T09:00:00Z");
        now_is(x.g, "2026-03-27T20:00:00Z");
        absent(&x, cases[i].happened);
        run_at(&x, "2026-03-27T20:00:01Z");
        SAME(steps_of(&x, x.child), str_from(cases[i].steps));
        clockwork_close(x.c);
        if (i > 0)
            given_close(&again_state);
    }
}

static void test_history_taken_in_before_is_not_climbed(void **state)
{
    struct given *g = *state;
    struct clocked x = { .g = g };
    x.child = a_child(g, "Alex", "1");
    says(g, EV_SCHOOL_ABSENT, x.child, "2026-03-26T21:00:00Z");
    struct told *told;
    uint32_t before, after;
    struct instant ever = { INT64_MIN };
    WORKS(g, notice_told(&g->t, g->r, x.child, ever, &told, &before));
    open_clock(&x);
    /* Rung and warned before the clock began; due an hour after. */
    struct clock_done d = run_at(&x, "2026-03-27T20:00:00Z");
    assert_int_equal(d.raised + d.warned + d.escalated, 0);
    WORKS(g, notice_told(&g->t, g->r, x.child, ever, &told, &after));
    assert_int_equal(after, before);
    same_when_folded_anew(&x);
    again(&x);
    d = run_at(&x, "2026-03-28T20:00:00Z");
    SAME(steps_of(&x, x.child), S("escalated local-call 1 2026-03-27T21:00:00Z late\n"
                                  "escalated local-silence 2 2026-03-27T21:00:00Z late\n"
                                  "escalated local-call 2 2026-03-28T03:00:00Z late\n"));
    same_when_folded_anew(&x);
    clockwork_close(x.c);
}

/* --- what stops it --- */

static void test_what_is_done_decided_or_waived_climbs_no_further(void **state)
{
    struct clocked x = clocked(*state);
    struct given *g = x.g;
    now_is(g, "2026-03-27T21:00:00Z");
    absent(&x, "2026-03-27T21:00:00Z");
    run_at(&x, "2026-03-28T13:00:00Z");
    struct child_file f = { 0 };
    WORKS(g, look_child(&g->t, g->r, x.child, NEVER, g->now, &f));
    uint32_t started = 0;
    for (uint32_t i = 0; i < f.evaluation->count; i++) {
        const struct instance *one = &f.evaluation->instance[i];
        if (str_is(rulebook_rule(g->s->rules, one->rule)->name, "local-silence"))
            started = one->started_n;
    }
    struct event decided = event_new(EV_ALARM_DECIDED, x.child, g->now);
    decided.author = x.head;
    decided.role = ROLE_HEAD_OF_SERVICE;
    event_set_text(&decided, "rule", S("local-silence"));
    event_set_number(&decided, "started", started);
    event_set_code(&decided, "decision", "no-further-action");
    event_set_text(&decided, "reason", S("seen at home"));
    WORKS(g, say(g, &decided));
    struct event waived = event_new(EV_DUTY_WAIVED, x.child, g->now);
    waived.author = x.head;
    waived.role = ROLE_HEAD_OF_SERVICE;
    event_set_text(&waived, "rule", S("local-call"));
    event_set_number(&waived, "started", started);
    event_set_text(&waived, "power", S("local procedure 4.2"));
    event_set_text(&waived, "reason", S("seen at home"));
    WORKS(g, say(g, &waived));
    run_at(&x, "2026-04-28T13:00:00Z");
    SAME(steps_of(&x, x.child), S("alarm-raised local-silence - 2026-03-28T09:00:00Z\n"
                                  "escalated local-silence 1 2026-03-28T13:00:00Z\n"));
    clockwork_close(x.c);
}

static void test_a_call_made_in_time_stops_all(void **state)
{
    struct clocked x = clocked(*state);
    now_is(x.g, "2026-03-27T21:00:00Z");
    absent(&x, "2026-03-27T21:00:00Z");
    now_is(x.g, "2026-03-28T08:00:00Z");
    says(x.g, EV_GP_REGISTERED, x.child, "2026-03-28T08:00:00Z");
    run_at(&x, "2026-04-28T08:00:00Z");
    SAME(steps_of(&x, x.child), S(""));
    clockwork_close(x.c);
}

static void test_a_corrected_entry_takes_its_steps_with_it(void **state)
{
    struct clocked x = clocked(*state);
    struct given *g = x.g;
    now_is(g, "2026-03-27T21:00:00Z");
    struct event e = event_new(EV_SCHOOL_ABSENT, x.child, g->now);
    WORKS(g, say(g, &e));
    struct event withdrawn = event_new(EV_ENTRY_WITHDRAWN, x.child, g->now);
    withdrawn.corrects = e.n;
    event_set_text(&withdrawn, "reason", S("another child"));
    struct append a = { .events = &withdrawn, .count = 1, .expected_n = APPEND_ANY };
    run_at(&x, "2026-03-28T09:30:00Z");
    WORKS(g, writer_append(&g->t, g->w, &a));
    run_at(&x, "2026-04-28T13:00:00Z");
    SAME(steps_of(&x, x.child), S("alarm-raised local-silence - 2026-03-28T09:00:00Z\n"));
    same_when_folded_anew(&x);
    clockwork_close(x.c);
}

/* --- a clock that is moved, a disk that fails --- */

static void test_a_clock_moved_back_takes_nothing_early_or_twice(void **state)
{
    struct clocked x = clocked(*state);
    now_is(x.g, "2026-03-27T21:00:00Z");
    absent(&x, "2026-03-27T21:00:00Z");
    run_at(&x, "2026-03-28T13:00:00Z");
    struct clock_done d = run_at(&x, "2026-03-28T08:00:00Z");
    assert_int_equal(d.raised + d.warned + d.escalated, 0);
    WORKS(x.g, clockwork_stepped(&x.g->t, x.c, -5 * 3600));
    again(&x);
    d = run_at(&x, "2026-03-28T16:59:59Z");
    assert_int_equal(d.raised + d.warned + d.escalated, 0);
    run_at(&x, "2026-03-29T03:00:00Z");
    SAME(steps_of(&x, x.child), S("alarm-raised local-silence - 2026-03-28T09:00:00Z\n"
                                  "escalated local-silence 1 2026-03-28T13:00:00Z\n"
                                  "duty-warned local-call - 2026-03-28T17:00:00Z\n"
                                  "escalated local-call 1 2026-03-28T21:00:00Z late\n"
                                  "escalated local-silence 2 2026-03-28T21:00:00Z late\n"
                                  "escalated local-call 2 2026-03-29T03:00:00Z\n"));
    clockwork_close(x.c);
}

static void test_a_failing_disk_loses_no_step(void **state)
{
    struct clocked x = clocked(*state);
    now_is(x.g, "2026-03-27T21:00:00Z");
    absent(&x, "2026-03-27T21:00:00Z");
    now_is(x.g, "2026-03-29T12:00:00Z");
    for (int64_t nth = 1; nth < 400; nth += nth < 20 ? 1 : 17) {
        struct clock_done done;
        db_fault_at(nth);
        status ran = clockwork_run(&x.g->t, x.c, x.g->now, &done);
        db_fault_none();
        clockwork_close(x.c);
        given_shut(x.g);
        WORKS(x.g, given_reopen(x.g));
        open_clock(&x);
        if (ran == OK)
            break;
    }
    run_at(&x, "2026-03-29T12:00:00Z");
    SAME(steps_of(&x, x.child), S(ALL_STEPS(" late")));
    assert_int_equal(told_step(&x, x.child, x.director, 2), 1);
    assert_int_equal(told_step(&x, x.child, x.worker, NOTICE_WARNED), 1);
    same_when_folded_anew(&x);
    clockwork_close(x.c);
}

/* --- the thread --- */

static void test_the_thread_acts_at_the_instant_and_wakes_for_what_is_sooner(void **state)
{
    struct clocked x = clocked(*state);
    struct given *g = x.g;
    g->now = clock_now(clock_real());
    clockwork_close(x.c);
    given_shut(g); /* the writer's thread and the clock's, as when it serves */
    g->opened = arena_open(400 << 20);
    struct task t = task_open(g->opened, clock_real());
    WORKS(g, store_open(&t, g->where, STORE_WRITE, &g->s));
    WORKS(g, writer_open(&t, g->s, true, &g->w));
    WORKS(g, reader_open(&t, g->s, &g->r));
    struct clockwork *c;
    WORKS(g, clockwork_open(&t, g->s, g->w, &c));
    WORKS(g, clockwork_start(&t, c));
    struct timespec moment = { .tv_nsec = 200000000 };
    nanosleep(&moment, NULL); /* it sleeps by now, with nothing near */
    struct instant from = clock_now(clock_real());
    struct event e = event_new(EV_SCHOOL_ABSENT, x.child,
                               (struct instant){ from.us - 12 * HOUR_US + 600000 });
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
    WORKS(g, writer_append(&t, g->w, &a));
    uint32_t length = e.n;
    for (int i = 0; i < 100 && length == e.n; i++) {
        nanosleep(&moment, NULL);
        /* Its own connection: the writer's belongs to the writer. */
        length = journal_stream_length(&t, g->r->journal, x.child);
        given_reader_again(g);
    }
    struct stream s;
    WORKS(g, stream_read(&t, g->r->journal, x.child, NEVER, true, &s));
    assert_int_equal(s.count, e.n + 1);
    const struct fact *rang = &s.fact[e.n];
    assert_int_equal(rang->kind, EV_ALARM_RAISED);
    int64_t after = rang->recorded - rang->happened;
    assert_true(after >= 0 && after < 2 * SECOND_US);
    clockwork_close(c);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_heap_knows_the_earliest),
        CASE(test_each_step_is_taken_once_at_its_instant),
        CASE(test_a_restart_between_any_two_steps_changes_nothing),
        CASE(test_what_fell_due_while_nothing_ran_is_taken_with_its_true_instant),
        CASE(test_a_late_record_climbs_only_what_is_near),
        CASE(test_history_taken_in_before_is_not_climbed),
        CASE(test_what_is_done_decided_or_waived_climbs_no_further),
        CASE(test_a_call_made_in_time_stops_all),
        CASE(test_a_corrected_entry_takes_its_steps_with_it),
        CASE(test_a_clock_moved_back_takes_nothing_early_or_twice),
        CASE(test_a_failing_disk_loses_no_step),
        CASE(test_the_thread_acts_at_the_instant_and_wakes_for_what_is_sooner),
    };
    return clocked_run(argc, argv, tests, COUNT(tests));
}

/* The clock that acts: each step once, at its true instant, whatever happens to the program. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "given.h"
#include "journal/journal.h"
#include "work/clock_heap.h"
#include "work/clockwork_inside.h"
#include "work/writer_inside.h"

/* Rules of this test alone: what the nation's rules say changes with the law. */
static const char own_rules[] =
    "duty local-call\n"
    "    title      Call made\n"
    "    force      local\n"
    "    cite       \"Made up for this test\"\n"
    "    confidence unverified\n"
    "    in-force   2014-01-16 onwards\n"
    "    starts     school-absent\n"
    "    due        24 hours after happened\n"
    "    met-by     gp-registered\n"
    "    owner      social-worker at child\n"
    "    warn       4 hours before due\n"
    "    escalate   team-manager at due\n"
    "    escalate   head-of-service 6 hours after due\n"
    "\n"
    "alarm local-silence\n"
    "    title      Nobody called\n"
    "    force      local\n"
    "    cite       \"Made up for this test\"\n"
    "    confidence unverified\n"
    "    in-force   2014-01-16 onwards\n"
    "    raised-after 12 hours after school-absent\n"
    "    unless     gp-registered\n"
    "    level      high\n"
    "    tells      social-worker, team-manager\n"
    "    within     4 hours\n"
    "    needs      a decision with a reason\n"
    "    clears     none\n"
    "    escalate   head-of-service at due\n"
    "    escalate   director 8 hours after due\n"
    "\n"
    "duty local-answer\n"
    "    over       home\n"
    "    title      Notice answered\n"
    "    force      local\n"
    "    cite       \"Made up for this test\"\n"
    "    confidence unverified\n"
    "    in-force   2014-01-16 onwards\n"
    "    starts     home-notice-issued\n"
    "    due        48 hours after happened\n"
    "    met-by     home-notice-met\n"
    "    owner      registered-manager at home\n"
    "    escalate   responsible-individual at due\n"
    "\n"
    "duty local-told\n"
    "    over       home\n"
    "    title      Missing child talked about\n"
    "    force      local\n"
    "    cite       \"Made up for this test\"\n"
    "    confidence unverified\n"
    "    in-force   2014-01-16 onwards\n"
    "    starts     missing-reported\n"
    "    due        72 hours after happened\n"
    "    met-by     home-visited\n"
    "    owner      registered-manager at home\n"
    "    escalate   responsible-individual at due\n";

struct clocked {
    struct given *g;
    struct clockwork *c;
    uint32_t child, worker, manager, head, director;
};

static struct clock_done run_at(struct clocked *x, const char *iso)
{
    struct clock_done done = { 0 };
    now_is(x->g, iso);
    WORKS(x->g, clockwork_run(&x->g->t, x->c, x->g->now, &done));
    return done;
}

static void open_clock(struct clocked *x)
{
    WORKS(x->g, clockwork_open(&x->g->t, x->g->s, x->g->w, &x->c));
}

static void again(struct clocked *x)
{
    clockwork_close(x->c);
    given_shut(x->g);
    WORKS(x->g, given_reopen(x->g));
    open_clock(x);
}

/* A register whose clock has run since 20:00, and a child with people. */
static struct clocked clocked(struct given *g)
{
    struct clocked x = { .g = g };
    x.worker = a_person(g, "Sam Worker");
    x.manager = a_person(g, "Toni Manager");
    x.head = a_person(g, "Hao Head");
    x.director = a_person(g, "Dee Rector");
    x.child = a_child(g, "Alex", "1");
    holds(g, x.worker, "social-worker", x.child, "2025-01-01T09:00:00Z");
    holds(g, x.manager, "team-manager", g->s->authority, "2025-01-01T09:00:00Z");
    holds(g, x.head, "head-of-service", g->s->authority, "2025-01-01T09:00:00Z");
    holds(g, x.director, "director", g->s->authority, "2025-01-01T09:00:00Z");
    open_clock(&x);
    struct clock_done done = run_at(&x, "2026-03-27T20:00:00Z");
    assert_int_equal(done.raised + done.warned + done.escalated, 0);
    return x;
}

/* The steps of this test's rules in a stream, one a line: kind, rule, step, instant, whom. */
static struct str steps_of(struct clocked *x, uint32_t subject)
{
    struct given *g = x->g;
    struct text out = text_open(g->arena, 64 << 10);
    struct stream s;
    WORKS(g, stream_read(&g->t, g->s->journal, subject, NEVER, true, &s));
    for (uint32_t n = 1; n <= s.count; n++) {
        struct event e = stream_event_at(&g->t, &s, n);
        bool step = e.kind == EV_ALARM_RAISED || e.kind == EV_DUTY_WARNED ||
                    e.kind == EV_ESCALATED;
        if (!step || !str_starts(event_text(&e, "rule"), S("local-")))
            continue;
        bool up = e.kind == EV_ESCALATED;
        assert_int_equal(e.author, 0);
        assert_int_equal(e.agency, g->s->authority);
        text_addf(&out, "%s %.*s %.*s %.*s%s\n", event_kind_def(e.kind)->name,
                  STR_ARG(event_text(&e, "rule")),
                  STR_ARG(up ? event_text(&e, "step") : S("-")),
                  STR_ARG(instant_text(g->arena, e.happened)),
                  up && event_given(&e, "late") ? " late" : "");
    }
    return text_done(&out);
}

static size_t lines_of(struct str text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    return lines;
}

#define ALL_STEPS(late)                                                                           \
    "alarm-raised local-silence - 2026-03-28T09:00:00Z\n"                                         \
    "escalated local-silence 1 2026-03-28T13:00:00Z" late "\n"                                    \
    "duty-warned local-call - 2026-03-28T17:00:00Z\n"                                             \
    "escalated local-call 1 2026-03-28T21:00:00Z" late "\n"                                       \
    "escalated local-silence 2 2026-03-28T21:00:00Z" late "\n"                                    \
    "escalated local-call 2 2026-03-29T03:00:00Z" late "\n"

static void absent(struct clocked *x, const char *happened)
{
    says(x->g, EV_SCHOOL_ABSENT, x->child, happened);
}

/* Notices of this test's rules. */
static uint32_t told_step(struct clocked *x, uint32_t subject, uint32_t person, unsigned step)
{
    struct given *g = x->g;
    static const char *const ours[] = { "local-call", "local-silence", "local-answer",
                                        "local-told" };
    static const struct statement count = { .name = "test.told",
                                            .sql = "SELECT count(*) FROM outbox WHERE child = $1"
                                                   " AND person = $2 AND step = $3 AND rule = $4",
                                            .params = 4, .columns = 1 };
    int64_t sum = 0;
    WORKS(g, db_prepare_all(&g->t, g->s->kept, &count, 1));
    for (size_t i = 0; i < COUNT(ours); i++) {
        int64_t found = 0;
        struct value in[] = { I64(subject), I64(person), I64(step),
                              I64(rule_about(str_from(ours[i]))) };
        WORKS(g, db_query_i64(&g->t, g->s->kept, &count, in, COUNT(in), &found));
        sum += found;
    }
    return (uint32_t)sum;
}

static void same_when_folded_anew(struct clocked *x)
{
    WORKS(x->g, store_rebuild(&x->g->t, x->g->s, true, NULL, NULL));
}

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

/* --- homes --- */

static void test_a_homes_duty_goes_to_who_answers_for_the_home(void **state)
{
    struct clocked x = clocked(*state);
    struct given *g = x.g;
    uint32_t home = a_home(g, "Rowan House"), keeper = a_person(g, "Ray Keeper");
    uint32_t individual = a_person(g, "Indy Vidual");
    holds(g, keeper, "registered-manager", home, "2025-01-01T09:00:00Z");
    holds(g, individual, "responsible-individual", home, "2025-01-01T09:00:00Z");
    is_placed(g, x.child, home, "2025-02-01T10:00:00Z");
    now_is(g, "2026-03-27T21:00:00Z");
    struct event e = event_new(EV_HOME_NOTICE_ISSUED, home, g->now);
    const struct field_def *kind = event_field_def(e.kind, S("kind"), &(unsigned){ 0 });
    event_set_number(&e, "notice", 77);
    if (kind && kind->type == FIELD_TEXT)
        event_set_text(&e, "kind", S("compliance"));
    WORKS(g, say(g, &e));
    assert_int_equal(told_step(&x, home, keeper, NOTICE_BEGAN) > 0, true);

    /* The child who lives there has it in the child's own stream, once. */
    struct append repeated = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
    e.seq = 0;
    e.n = 0;
    WORKS(g, writer_append(&g->t, g->w, &repeated));
    struct stream s;
    WORKS(g, stream_read(&g->t, g->s->journal, x.child, NEVER, true, &s));
    unsigned received = 0;
    for (uint32_t n = 1; n <= s.count; n++) {
        struct event in = stream_event_at(&g->t, &s, n);
        if (in.kind != EV_REGULATOR_NOTICE_RECEIVED)
            continue;
        received++;
        assert_int_equal(event_number(&in, "home"), home);
        assert_int_equal(event_number(&in, "notice"), 77);
    }
    assert_int_equal(received, 1);

    /* A pointer in the home's stream begins a duty of the home. */
    struct event gone = missing(g, x.child, "2026-03-27T21:00:00Z");
    WORKS(g, say(g, &gone));
    struct duty_filter mine = { .person = keeper, .at = g->now };
    struct duty_list l;
    WORKS(g, look_duties(&g->t, g->r, &mine, &l));
    unsigned answer = 0, talk = 0;
    for (size_t i = 0; i < l.count; i++) {
        struct str rule = rulebook_rule(g->s->rules, l.at[i].rule)->name;
        bool ours = str_starts(rule, S("local-"));
        if (ours && l.at[i].subject_kind == SUBJECT_HOME) {
            assert_int_equal(l.at[i].subject, home);
            assert_int_equal(l.at[i].child, 0);
            assert_int_equal(l.at[i].home, home);
            assert_int_equal(l.at[i].owner.person, keeper);
            SAME(l.at[i].child_name, S("Rowan House"));
        }
        answer += str_is(rule, "local-answer");
        talk += str_is(rule, "local-told");
    }
    assert_true(answer >= 1);
    assert_int_equal(talk, 1);
    run_at(&x, "2026-03-31T21:00:00Z");
    struct str steps = steps_of(&x, home);
    assert_non_null(strstr(str_nul(g->arena, steps),
                           "escalated local-answer 1 2026-03-29T21:00:00Z late\n"));
    assert_non_null(strstr(str_nul(g->arena, steps),
                           "escalated local-told 1 2026-03-30T21:00:00Z late\n"));
    assert_true(told_step(&x, home, individual, 1) >= 2);
    same_when_folded_anew(&x);
    clockwork_close(x.c);
}

static void test_a_bulk_folds_each_home_once_and_a_crash_in_it_is_caught_up(void **state)
{
    enum { CHILDREN = 30 };
    struct clocked x = clocked(*state);
    struct given *g = x.g;
    uint32_t home = a_home(g, "Rowan House");
    struct event *e = NEWS(g->arena, struct event, CHILDREN);
    struct append *all = NEWS(g->arena, struct append, CHILDREN);
    for (uint32_t i = 0; i < CHILDREN; i++) {
        e[i] = event_new(EV_MISSING_REPORTED, new_subject(g, SUBJECT_CHILD), g->now);
        event_set_code(&e[i], "class", "M");
        event_set_number(&e[i], "episode", 5 + i);
        e[i].also = home;
        all[i] = (struct append){ .events = &e[i], .count = 1, .expected_n = APPEND_ANY };
    }
    struct writer_counts before = writer_count(g->w);
    WORKS(g, writer_bulk(&g->t, g->w, all, CHILDREN, NULL, NULL));
    assert_int_equal(writer_count(g->w).folds - before.folds, CHILDREN + 1);
    same_when_folded_anew(&x);
    int64_t folded_to;
    WORKS(g, derived_folded_to(&g->t, g->s->derived, g->s->log, &folded_to));
    assert_int_equal(folded_to, journal_size(g->s->journal));
    clockwork_close(x.c);
}

/* --- people who write meanwhile --- */

static void test_a_form_begun_before_a_step_is_not_refused_for_it(void **state)
{
    struct clocked x = clocked(*state);
    struct given *g = x.g;
    now_is(g, "2026-03-27T21:00:00Z");
    struct event e = event_new(EV_SCHOOL_ABSENT, x.child, g->now);
    WORKS(g, say(g, &e));
    run_at(&x, "2026-03-28T21:30:00Z");
    uint32_t seen = e.n;
    assert_true(journal_stream_length(&g->t, g->s->journal, x.child) > seen + 3);
    struct event form = event_new(EV_GP_REGISTERED, x.child, g->now);
    struct append a = { .events = &form, .count = 1, .expected_n = seen };
    WORKS(g, writer_append(&g->t, g->w, &a));
    struct event other = event_new(EV_VISIT_MADE, x.child, g->now);
    struct append b = { .events = &other, .count = 1, .expected_n = seen };
    GIVES(g, E_CONFLICT, writer_append(&g->t, g->w, &b));
    clockwork_close(x.c);
}

static void test_what_became_of_a_notice_is_in_the_stream_of_who_was_told(void **state)
{
    struct clocked x = clocked(*state);
    struct given *g = x.g;
    now_is(g, "2026-03-27T21:00:00Z");
    absent(&x, "2026-03-27T21:00:00Z");
    run_at(&x, "2026-03-28T09:00:00Z");
    uint32_t length = journal_stream_length(&g->t, g->s->journal, x.worker);
    WORKS(g, notice_seen(&g->t, g->w, x.worker, x.child));
    WORKS(g, notice_seen(&g->t, g->w, x.worker, x.child));
    struct stream s;
    WORKS(g, stream_read(&g->t, g->s->journal, x.worker, NEVER, true, &s));
    assert_true(s.count >= length + 2);
    for (uint32_t n = length + 1; n <= s.count; n++) {
        struct event e = stream_event_at(&g->t, &s, n);
        assert_int_equal(e.kind, EV_NOTICE_OPENED);
        assert_int_equal(event_number(&e, "of"), x.child);
        assert_int_equal(event_number(&e, "notice") >> 20, x.child);
        assert_true(event_given(&e, "rule"));
    }
    struct event taken = event_new(EV_ALARM_ACKNOWLEDGED, x.child, g->now);
    taken.author = x.worker;
    taken.role = ROLE_SOCIAL_WORKER;
    event_set_text(&taken, "rule", S("local-silence"));
    event_set_number(&taken, "started", 3);
    length = s.count;
    WORKS(g, stream_read(&g->t, g->s->journal, x.child, NEVER, true, &s));
    for (uint32_t n = 1; n <= s.count; n++) {
        if (s.fact[n - 1].kind == EV_SCHOOL_ABSENT)
            event_set_number(&taken, "started", n);
    }
    WORKS(g, say(g, &taken));
    WORKS(g, stream_read(&g->t, g->s->journal, x.worker, NEVER, true, &s));
    assert_int_equal(s.count, length + 1);
    assert_int_equal(stream_event_at(&g->t, &s, s.count).kind, EV_NOTICE_ACKNOWLEDGED);
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
    assert_true(rang->recorded >= rang->happened && rang->recorded - rang->happened < 2 * SECOND_US);
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
        CASE(test_a_homes_duty_goes_to_who_answers_for_the_home),
        CASE(test_a_bulk_folds_each_home_once_and_a_crash_in_it_is_caught_up),
        CASE(test_a_form_begun_before_a_step_is_not_refused_for_it),
        CASE(test_what_became_of_a_notice_is_in_the_stream_of_who_was_told),
        CASE(test_the_thread_acts_at_the_instant_and_wakes_for_what_is_sooner),
    };
    char path[] = "/tmp/sightline-rules.XXXXXX";
    int fd = mkstemp(path);
    bool written = fd >= 0 && write(fd, own_rules, sizeof own_rules - 1) == sizeof own_rules - 1;
    if (!written || close(fd) != 0)
        return 1;
    setenv("SIGHTLINE_LOCAL_RULES", path, 1);
    int failed = given_run(argc, argv, tests, COUNT(tests));
    unlink(path);
    return failed;
}

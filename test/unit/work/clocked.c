/* Makes a register whose clock runs, and reads what it did. */
#include "clocked.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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

struct clock_done run_at(struct clocked *x, const char *iso)
{
    struct clock_done done = { 0 };
    now_is(x->g, iso);
    WORKS(x->g, clockwork_run(&x->g->t, x->c, x->g->now, &done));
    return done;
}

void open_clock(struct clocked *x)
{
    WORKS(x->g, clockwork_open(&x->g->t, x->g->s, x->g->w, &x->c));
}

void again(struct clocked *x)
{
    clockwork_close(x->c);
    given_shut(x->g);
    WORKS(x->g, given_reopen(x->g));
    open_clock(x);
}

/* A register whose clock has run since 20:00, and a child with people. */
struct clocked clocked(struct given *g)
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
struct str steps_of(struct clocked *x, uint32_t subject)
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

size_t lines_of(struct str text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    return lines;
}

void absent(struct clocked *x, const char *happened)
{
    says(x->g, EV_SCHOOL_ABSENT, x->child, happened);
}

/* Notices of this test's rules. */
uint32_t told_step(struct clocked *x, uint32_t subject, uint32_t person, unsigned step)
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

void same_when_folded_anew(struct clocked *x)
{
    WORKS(x->g, store_rebuild(&x->g->t, x->g->s, true, NULL, NULL));
}

int clocked_run(int argc, char **argv, const struct CMUnitTest *tests, size_t count)
{
    char path[] = "/tmp/sightline-rules.XXXXXX";
    int fd = mkstemp(path);
    bool written = fd >= 0 && write(fd, own_rules, sizeof own_rules - 1) == sizeof own_rules - 1;
    if (!written || close(fd) != 0)
        return 1;
    setenv("SIGHTLINE_LOCAL_RULES", path, 1);
    int failed = given_run(argc, argv, tests, count);
    unlink(path);
    return failed;
}

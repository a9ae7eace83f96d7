/* An alarm climbs until somebody decides: saying "I have this" does not stop it. */
#include <string.h>

#include "clocked.h"

static struct event about_it(struct clocked *x, enum event_kind kind, uint32_t author,
                             enum role role)
{
    struct stream s;
    WORKS(x->g, stream_read(&x->g->t, x->g->s->journal, x->child, NEVER, true, &s));
    struct event e = event_new(kind, x->child, x->g->now);
    e.author = author;
    e.role = (uint8_t)role;
    event_set_text(&e, "rule", S("local-silence"));
    for (uint32_t n = 1; n <= s.count; n++) {
        if (s.fact[n - 1].kind == EV_SCHOOL_ABSENT)
            event_set_number(&e, "started", n);
    }
    return e;
}

static bool has_step(struct clocked *x, const char *step)
{
    struct str steps = steps_of(x, x->child);
    return memmem(steps.at, steps.len, step, strlen(step)) != NULL;
}

static void test_acknowledged_but_undecided_still_climbs(void **state)
{
    struct clocked x = clocked(*state);
    now_is(x.g, "2026-03-27T21:00:00Z");
    absent(&x, "2026-03-27T21:00:00Z");
    run_at(&x, "2026-03-28T09:00:10Z");
    assert_true(has_step(&x, "alarm-raised local-silence"));
    now_is(x.g, "2026-03-28T09:05:00Z");
    struct event mine = about_it(&x, EV_ALARM_ACKNOWLEDGED, x.worker, ROLE_SOCIAL_WORKER);
    WORKS(x.g, say(x.g, &mine));
    run_at(&x, "2026-03-28T13:00:10Z");
    assert_true(has_step(&x, "escalated local-silence 1 2026-03-28T13:00:00Z"));
    assert_int_equal(told_step(&x, x.child, x.head, 1), 1);

    now_is(x.g, "2026-03-28T14:00:00Z");
    struct event decided = about_it(&x, EV_ALARM_DECIDED, x.manager, ROLE_TEAM_MANAGER);
    event_set_code(&decided, "decision", "meeting");
    event_set_text(&decided, "reason", S("All meet on Monday at nine"));
    WORKS(x.g, say(x.g, &decided));
    run_at(&x, "2026-03-29T09:00:00Z");
    assert_false(has_step(&x, "escalated local-silence 2"));
    same_when_folded_anew(&x);
    clockwork_close(x.c);
}

static void test_who_may_not_decide_does_not_stop_it(void **state)
{
    struct clocked x = clocked(*state);
    now_is(x.g, "2026-03-27T21:00:00Z");
    absent(&x, "2026-03-27T21:00:00Z");
    run_at(&x, "2026-03-28T09:00:10Z");
    now_is(x.g, "2026-03-28T09:05:00Z");
    struct event decided = about_it(&x, EV_ALARM_DECIDED, x.worker, ROLE_NIGHT_WORKER);
    event_set_code(&decided, "decision", "no-action");
    event_set_text(&decided, "reason", S("It is as always with this child"));
    GIVES(x.g, E_DENIED, say(x.g, &decided));
    SAYS(x.g, "may not decide an alarm");
    run_at(&x, "2026-03-28T21:00:10Z");
    assert_true(has_step(&x, "escalated local-silence 1"));
    assert_true(has_step(&x, "escalated local-silence 2"));
    clockwork_close(x.c);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_acknowledged_but_undecided_still_climbs),
        CASE(test_who_may_not_decide_does_not_stop_it),
    };
    return clocked_run(argc, argv, tests, COUNT(tests));
}

/* Powers over duties and alarms, one row a case; then the same checks where the writer asks. */
#include <string.h>

#include "given.h"
#include "work/decide.h"

/* --- the tables --- */

static const struct {
    enum role by, owes;
    bool may;
} giving[] = {
    { ROLE_NONE, ROLE_SOCIAL_WORKER, false },
    { ROLE_SOCIAL_WORKER, ROLE_SOCIAL_WORKER, false }, /* not even one's own */
    { ROLE_TEAM_MANAGER, ROLE_SOCIAL_WORKER, true },
    { ROLE_TEAM_MANAGER, ROLE_TEAM_MANAGER, true },
    { ROLE_TEAM_MANAGER, ROLE_HEAD_OF_SERVICE, false },
    { ROLE_TEAM_MANAGER, ROLE_REVIEWING_OFFICER, false },
    { ROLE_HEAD_OF_SERVICE, ROLE_REVIEWING_OFFICER, true },
    { ROLE_DIRECTOR, ROLE_NIGHT_WORKER, true },
    { ROLE_REGISTERED_MANAGER, ROLE_NIGHT_WORKER, true },
    { ROLE_REGISTERED_MANAGER, ROLE_SOCIAL_WORKER, false },
    { ROLE_POLICE_SUPERVISOR, ROLE_POLICE_MISSING_COORDINATOR, true },
    { ROLE_POLICE_MISSING_COORDINATOR, ROLE_POLICE_MISSING_COORDINATOR, false },
    { ROLE_DIRECTOR, ROLE_NONE, true },
    { ROLES, ROLE_SOCIAL_WORKER, false },
};

static void test_who_stands_above_may_give(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(giving); i++) {
        if (may_give(giving[i].by, giving[i].owes) != giving[i].may)
            print_error("row %zu\n", i);
        assert_int_equal(may_give(giving[i].by, giving[i].owes), giving[i].may);
    }
}

static const struct {
    enum force force;
    const char *cite;
    bool alarm;
    enum role by;
    bool may;
} waiving[] = {
    { FORCE_STATUTE, "reg 28", false, ROLE_DIRECTOR, false },
    { FORCE_STATUTE, "reg 28; may be waived where telling is unsafe", false, ROLE_TEAM_MANAGER,
      false },
    { FORCE_STATUTE, "reg 28; may be waived where telling is unsafe", false, ROLE_HEAD_OF_SERVICE,
      true },
    { FORCE_GUIDANCE, "guidance", false, ROLE_TEAM_MANAGER, false },
    { FORCE_GUIDANCE, "guidance", false, ROLE_HEAD_OF_SERVICE, true },
    { FORCE_GUIDANCE, "guidance", false, ROLE_DIRECTOR, true },
    { FORCE_PRACTICE, "practice", false, ROLE_SOCIAL_WORKER, false },
    { FORCE_PRACTICE, "practice", false, ROLE_TEAM_MANAGER, true },
    { FORCE_LOCAL, "local", false, ROLE_SOCIAL_WORKER, false },
    { FORCE_LOCAL, "local", false, ROLE_TEAM_MANAGER, true },
    { FORCE_LOCAL, "local", false, ROLE_REGISTERED_MANAGER, false }, /* not the authority's */
    { FORCE_LOCAL, "local", true, ROLE_DIRECTOR, false },            /* an alarm is decided */
    { FORCE_LOCAL, "local", false, ROLES, false },
};

static void test_statute_is_never_waived(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(waiving); i++) {
        struct rule_words r = { .force = waiving[i].force,
                                .cite = str_from(waiving[i].cite),
                                .alarm = waiving[i].alarm };
        if (may_waive(waiving[i].by, &r) != waiving[i].may)
            print_error("row %zu\n", i);
        assert_int_equal(may_waive(waiving[i].by, &r), waiving[i].may);
        assert_int_equal(*waiving_power(&r) != 0, waived_from(&r) != ROLE_NONE);
    }
}

static const struct {
    enum role by;
    const char *decision, *reason;
    bool needs, discussed;
    status want;
    const char *says;
} deciding[] = {
    { ROLE_NONE, "meeting", "Called for Monday", false, false, E_DENIED, "may not decide" },
    { ROLE_NIGHT_WORKER, "meeting", "Called for Monday", false, false, E_DENIED, "team manager" },
    { ROLE_SOCIAL_WORKER, "no-action", "ok", false, false, OK, "" },
    { ROLE_SOCIAL_WORKER, "strategy-discussion", "ok", false, false, OK, "" },
    { ROLE_SOCIAL_WORKER, "strategy-discussion", "ok", true, false, E_INVALID, "record it first" },
    { ROLE_DIRECTOR, "strategy-discussion", "ok", true, false, E_INVALID, "record it first" },
    { ROLE_SOCIAL_WORKER, "strategy-discussion", "ok", true, true, OK, "" },
    { ROLE_SOCIAL_WORKER, "no-action", "Known aunt, seen", true, true, E_DENIED, "team manager" },
    { ROLE_MISSING_COORDINATOR, "meeting", "Called for Monday", true, false, E_DENIED,
      "team manager or above" },
    { ROLE_TEAM_MANAGER, "no-action", "no", true, false, E_INVALID, "say why" },
    { ROLE_TEAM_MANAGER, "no-action", "Known aunt, seen there", true, false, OK, "" },
    { ROLE_DIRECTOR, "meeting", "Called for Monday", true, false, OK, "" },
    { ROLE_REGISTERED_MANAGER, "meeting", "Called for Monday", true, false, E_DENIED,
      "team manager or above" },
};

static void test_an_alarm_that_needs_a_discussion(void **state)
{
    (void)state;
    struct instant now = { 0 };
    struct arena *a = arena_open(1 << 20);
    struct task t = task_open(a, clock_stopped(&now));
    struct rule_words r = { .alarm = true };
    for (size_t i = 0; i < COUNT(deciding); i++) {
        struct event e = event_new(EV_ALARM_DECIDED, 1, now);
        e.role = (uint8_t)deciding[i].by;
        event_set_code(&e, "decision", deciding[i].decision);
        event_set_text(&e, "reason", str_from(deciding[i].reason));
        struct judged j = { &r, deciding[i].needs, deciding[i].discussed };
        t.reason[0] = 0;
        status got = decide_judge(&t, &e, &j);
        if (got != deciding[i].want || !strstr(t.reason, deciding[i].says))
            print_error("row %zu: %s\n", i, t.reason);
        assert_int_equal(got, deciding[i].want);
        assert_non_null(strstr(t.reason, deciding[i].says));
    }
    arena_close(a);
}

/* --- where the writer asks --- */

struct there {
    uint32_t child, worker, manager, head;
};

static struct there somebody_there(struct given *g)
{
    struct there x = { .worker = a_person(g, "Wren Worker"),
                       .manager = a_person(g, "Mo Manager"),
                       .head = a_person(g, "Hal Head") };
    x.child = a_child(g, "Alex", "1");
    holds(g, x.worker, "social-worker", x.child, "2026-01-05T09:00:00Z");
    holds(g, x.manager, "team-manager", g->s->authority, "2026-01-05T09:00:00Z");
    holds(g, x.head, "head-of-service", g->s->authority, "2026-01-05T09:00:00Z");
    is_placed(g, x.child, 0, "2026-02-02T10:00:00Z");
    return x;
}

static struct event about(struct given *g, enum event_kind kind, const struct there *x,
                          const char *rule, enum role role)
{
    struct event e = event_new(kind, x->child, g->now);
    e.role = (uint8_t)role;
    e.author = role == ROLE_TEAM_MANAGER ? x->manager : x->worker;
    event_set_text(&e, "rule", str_from(rule));
    event_set_number(&e, "started", 1);
    if (kind != EV_ALARM_ACKNOWLEDGED)
        event_set_text(&e, "reason", S("the family moved yesterday"));
    return e;
}

static void test_a_duty_is_given_by_who_may(void **state)
{
    struct given *g = *state;
    struct there x = somebody_there(g);
    uint32_t length = journal_stream_length(&g->t, g->s->journal, x.child);
    struct event e = about(g, EV_DUTY_REASSIGNED, &x, "statutory-visit", ROLE_SOCIAL_WORKER);
    event_set_number(&e, "to", x.manager);
    GIVES(g, E_DENIED, say(g, &e));
    SAYS(g, "social worker may not give this to someone else");
    SAYS(g, "team manager");
    e = about(g, EV_DUTY_REASSIGNED, &x, "statutory-visit", ROLE_TEAM_MANAGER);
    GIVES(g, E_INVALID, say(g, &e));
    event_set_number(&e, "to", x.child);
    GIVES(g, E_INVALID, say(g, &e));
    SAYS(g, "is not a person");
    event_set_number(&e, "to", x.head);
    event_set_text(&e, "rule", S("no-such-rule"));
    GIVES(g, E_INVALID, say(g, &e));
    assert_int_equal(journal_stream_length(&g->t, g->s->journal, x.child), length);
    event_set_text(&e, "rule", S("statutory-visit"));
    WORKS(g, say(g, &e));
}

static void test_statute_is_not_waived_in_the_writer_either(void **state)
{
    struct given *g = *state;
    struct there x = somebody_there(g);
    struct event e = about(g, EV_DUTY_WAIVED, &x, "statutory-visit", ROLE_DIRECTOR);
    event_set_text(&e, "power", S("mine"));
    GIVES(g, E_DENIED, say(g, &e));
    SAYS(g, "owed by law");
    e = about(g, EV_DUTY_WAIVED, &x, "repeat-3-in-90", ROLE_DIRECTOR);
    event_set_text(&e, "power", S("mine"));
    GIVES(g, E_DENIED, say(g, &e));
    SAYS(g, "never waived");
}

static void test_two_alarms_are_never_answered_at_once(void **state)
{
    struct given *g = *state;
    struct there x = somebody_there(g);
    struct event two[2] = { about(g, EV_ALARM_ACKNOWLEDGED, &x, "repeat-3-in-90",
                                  ROLE_SOCIAL_WORKER),
                            about(g, EV_ALARM_ACKNOWLEDGED, &x, "over-24h", ROLE_SOCIAL_WORKER) };
    struct append a = { .events = two, .count = 2, .expected_n = APPEND_ANY };
    GIVES(g, E_INVALID, writer_append(&g->t, g->w, &a));
    SAYS(g, "one at a time");
    a.count = 1;
    WORKS(g, writer_append(&g->t, g->w, &a));
}

/* --- what only the program says --- */

static void test_nobody_says_what_only_the_program_says(void **state)
{
    struct given *g = *state;
    struct there x = somebody_there(g);
    static const enum event_kind about_rule[] = { EV_ALARM_RAISED, EV_DUTY_WARNED, EV_ESCALATED };
    uint32_t length = journal_stream_length(&g->t, g->s->journal, x.child);
    for (size_t i = 0; i < COUNT(about_rule); i++) {
        struct event e = event_new(about_rule[i], x.child, g->now);
        event_set_text(&e, "rule", S("statutory-visit"));
        event_set_number(&e, "started", 1);
        if (e.kind == EV_ESCALATED)
            event_set_code(&e, "step", "1");
        GIVES(g, E_DENIED, say(g, &e)); /* no author: it looks like the clock's own */
        SAYS(g, "is what the program itself says: the clock says so by itself");
        e.author = x.head;
        GIVES(g, E_DENIED, say(g, &e));
    }
    struct event seen = event_new(EV_CO_MISSING_SEEN, x.child, g->now);
    event_set_number(&seen, "with", x.child);
    GIVES(g, E_DENIED, say(g, &seen));
    SAYS(g, "sightline watch");
    struct event opened = event_new(EV_NOTICE_ACKNOWLEDGED, x.worker, g->now);
    event_set_number(&opened, "notice", 7);
    GIVES(g, E_DENIED, say(g, &opened));
    SAYS(g, "sightline send");
    struct event told = event_new(EV_PLACEMENT_NOTICE_RECEIVED, x.child, g->now);
    GIVES(g, E_DENIED, say(g, &told));
    struct event released = event_new(EV_RESCUE_ALERT_RELEASED, x.child, g->now);
    released.author = x.head;
    GIVES(g, E_DENIED, say(g, &released));
    SAYS(g, "sightline alert release");
    assert_int_equal(journal_stream_length(&g->t, g->s->journal, x.child), length);
}

/* A key that is taken would make the clock believe that it had climbed already. */
static void test_the_programs_keys_are_its_own(void **state)
{
    struct given *g = *state;
    struct there x = somebody_there(g);
    static const char *const keys[] = { "step/5/statutory-visit/1/warn", "watch/quiet/1/0/24300",
                                        "exchange/in/x y", "alert/draft/1/1",
                                        "regulator-notice/1/1/1" };
    for (size_t i = 0; i < COUNT(keys); i++) {
        struct event e = event_new(EV_SCHOOL_ABSENT, x.child, g->now);
        struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY,
                            .key = str_from(keys[i]) };
        GIVES(g, E_INVALID, writer_append(&g->t, g->w, &a));
        SAYS(g, "choose another");
    }
}

static void test_what_the_program_said_is_not_taken_back(void **state)
{
    struct given *g = *state;
    struct there x = somebody_there(g);
    struct event seen = event_new(EV_CO_MISSING_SEEN, x.child, g->now);
    event_set_number(&seen, "with", x.child);
    struct append own = { .events = &seen, .count = 1, .expected_n = APPEND_ANY, .own = true };
    WORKS(g, writer_append(&g->t, g->w, &own));
    struct event away = event_new(EV_ENTRY_WITHDRAWN, x.child, g->now);
    away.corrects = seen.n;
    away.author = x.head;
    event_set_text(&away, "reason", S("it looks bad"));
    GIVES(g, E_DENIED, say(g, &away));
    SAYS(g, "co-missing-seen, is what the program itself said and stands");
    struct event other = event_new(EV_SCHOOL_ABSENT, x.child, g->now);
    other.corrects = seen.n;
    GIVES(g, E_DENIED, say(g, &other));
    other.corrects = 0;
    WORKS(g, say(g, &other));
    away.corrects = other.n;
    WORKS(g, say(g, &away)); /* people's own entries are theirs to correct */
}

static void test_a_decision_is_somebodys(void **state)
{
    struct given *g = *state;
    struct there x = somebody_there(g);
    const uint32_t nobody[] = { 0, x.child, 4000 };
    struct event e = about(g, EV_ALARM_DECIDED, &x, "over-24h", ROLE_TEAM_MANAGER);
    event_set_code(&e, "decision", "no-action");
    for (size_t i = 0; i < COUNT(nobody); i++) {
        e.author = nobody[i];
        assert_int_not_equal(say(g, &e), OK);
    }
    struct event mine = about(g, EV_ALARM_ACKNOWLEDGED, &x, "over-24h", ROLE_TEAM_MANAGER);
    mine.author = 0;
    GIVES(g, E_INVALID, say(g, &mine));
    SAYS(g, "say who says so");
    e.author = x.manager;
    WORKS(g, say(g, &e));
}

static void test_only_who_was_given_it_can_take_a_handover(void **state)
{
    struct given *g = *state;
    struct there x = somebody_there(g);
    struct event give = event_new(EV_HANDOVER_GIVEN, x.child, g->now);
    give.author = x.worker;
    give.role = ROLE_SOCIAL_WORKER;
    event_set_number(&give, "handover", 7);
    event_set_code(&give, "role", "social-worker");
    event_set_number(&give, "to", x.worker);
    GIVES(g, E_INVALID, say(g, &give));
    event_set_number(&give, "to", x.head);
    give.author = x.manager; /* does not hold the role, and says a role that may not */
    GIVES(g, E_DENIED, say(g, &give));
    give.author = x.worker;
    WORKS(g, say(g, &give));
    GIVES(g, E_INVALID, say(g, &give)); /* a second one of that number */

    struct event take = event_new(EV_HANDOVER_TAKEN, x.child, g->now);
    event_set_number(&take, "handover", 8);
    take.author = x.head;
    GIVES(g, E_INVALID, say(g, &take));
    event_set_number(&take, "handover", 7);
    take.author = x.manager;
    GIVES(g, E_DENIED, say(g, &take));
    SAYS(g, "only the person to whom it was given");
    take.author = x.head;
    GIVES(g, E_INVALID, say(g, &take)); /* signed, but the role would stay where it was */
    SAYS(g, "a role moves in the same request");
    struct event both[2] = { take, event_new(EV_INVOLVEMENT_STARTED, x.child, g->now) };
    event_set_code(&both[1], "role", "social-worker");
    event_set_number(&both[1], "person", x.worker); /* not who signs */
    struct append a = { .events = both, .count = 2, .expected_n = APPEND_ANY };
    GIVES(g, E_INVALID, writer_append(&g->t, g->w, &a));
    event_set_number(&both[1], "person", x.head);
    WORKS(g, writer_append(&g->t, g->w, &a));
    struct owner o;
    WORKS(g, look_owner(&g->t, g->r, x.child, 0, ROLE_SOCIAL_WORKER, g->now, &o));
    assert_int_equal(o.person, x.head);
    GIVES(g, E_INVALID, writer_append(&g->t, g->w, &a));
    SAYS(g, "taken already");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_stands_above_may_give),
        cmocka_unit_test(test_statute_is_never_waived),
        cmocka_unit_test(test_an_alarm_that_needs_a_discussion),
        CASE(test_a_duty_is_given_by_who_may),
        CASE(test_statute_is_not_waived_in_the_writer_either),
        CASE(test_two_alarms_are_never_answered_at_once),
        CASE(test_nobody_says_what_only_the_program_says),
        CASE(test_the_programs_keys_are_its_own),
        CASE(test_what_the_program_said_is_not_taken_back),
        CASE(test_a_decision_is_somebodys),
        CASE(test_only_who_was_given_it_can_take_a_handover),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

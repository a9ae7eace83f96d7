/* The clock over homes, and beside people who write, open and answer meanwhile. */
#include <string.h>

#include "clocked.h"
#include "journal/journal.h"

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

static void test_a_home_is_told_again_when_an_entry_is_corrected(void **state)
{
    struct clocked x = clocked(*state);
    struct given *g = x.g;
    uint32_t wrong = a_home(g, "Rowan House"), right = a_home(g, "Hazel House");
    struct event e = missing(g, x.child, "2026-03-27T19:00:00Z");
    e.also = wrong;
    WORKS(g, say(g, &e));
    struct duty_filter of = { .child = wrong, .at = g->now };
    struct duty_list l;
    WORKS(g, look_duties(&g->t, g->r, &of, &l));
    size_t before = l.running;
    assert_true(before > 0);
    struct event fixed = missing(g, x.child, "2026-03-27T19:10:00Z");
    fixed.also = right;
    fixed.corrects = e.n;
    event_set_number(&fixed, "episode", event_number(&e, "episode"));
    struct append a = { .events = &fixed, .count = 1, .expected_n = APPEND_ANY };
    WORKS(g, writer_append(&g->t, g->w, &a));
    WORKS(g, look_duties(&g->t, g->r, &of, &l));
    assert_true(l.running < before);
    of.child = right;
    WORKS(g, look_duties(&g->t, g->r, &of, &l));
    assert_true(l.running > 0);
    same_when_folded_anew(&x);
    clockwork_close(x.c);
}

static void test_a_bulk_cut_short_leaves_no_home_behind(void **state)
{
    enum { CHILDREN = 20 };
    struct clocked x = clocked(*state);
    struct given *g = x.g;
    uint32_t home = a_home(g, "Rowan House");
    clockwork_close(x.c);
    for (int64_t nth = 40; nth < 800; nth += 97) {
        struct event *e = NEWS(g->arena, struct event, CHILDREN);
        struct append *all = NEWS(g->arena, struct append, CHILDREN);
        for (uint32_t i = 0; i < CHILDREN; i++) {
            e[i] = event_new(EV_MISSING_REPORTED, new_subject(g, SUBJECT_CHILD), g->now);
            event_set_code(&e[i], "class", "M");
            event_set_number(&e[i], "episode", 5 + i);
            e[i].also = home;
            all[i] = (struct append){ .events = &e[i], .count = 1, .expected_n = APPEND_ANY };
        }
        db_fault_at(nth);
        status done = writer_bulk(&g->t, g->w, all, CHILDREN, NULL, NULL);
        db_fault_none();
        (void)done; /* whatever it says, what is in the journal is in the register after a start */
        given_shut(g);
        WORKS(g, given_reopen(g));
        same_when_folded_anew(&x);
    }
}

static void test_a_places_stream_is_folded_when_a_child_is_found_there(void **state)
{
    struct clocked x = clocked(*state);
    struct given *g = x.g;
    uint32_t place = new_subject(g, SUBJECT_PLACE);
    struct event gone = missing(g, x.child, "2026-03-27T19:00:00Z");
    WORKS(g, say(g, &gone));
    struct event found = event_new(EV_CHILD_FOUND, x.child, g->now);
    event_set_number(&found, "place", place);
    WORKS(g, say(g, &found));
    assert_int_equal(journal_stream_length(&g->t, g->s->journal, place), 1);
    same_when_folded_anew(&x);
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
    struct store *beside; /* who reads beside is not warned: no row waits for it */
    WORKS(g, store_open(&g->t, g->where, STORE_READ, &beside));
    assert_ptr_equal(beside->warning, db_engine_warning(beside->kept));
    store_close(beside);
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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_a_homes_duty_goes_to_who_answers_for_the_home),
        CASE(test_a_bulk_folds_each_home_once_and_a_crash_in_it_is_caught_up),
        CASE(test_a_home_is_told_again_when_an_entry_is_corrected),
        CASE(test_a_bulk_cut_short_leaves_no_home_behind),
        CASE(test_a_places_stream_is_folded_when_a_child_is_found_there),
        CASE(test_a_form_begun_before_a_step_is_not_refused_for_it),
        CASE(test_what_became_of_a_notice_is_in_the_stream_of_who_was_told),
    };
    return clocked_run(argc, argv, tests, COUNT(tests));
}

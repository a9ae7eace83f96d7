/* What is answered OK is there; what is refused left nothing; many share a commit. */
#include <pthread.h>
#include <string.h>

#include "given.h"
#include "journal/journal.h"
#include "work/writer_inside.h"

static struct child_file file_of(struct given *g, uint32_t child)
{
    struct child_file f = { 0 };
    WORKS(g, look_child(&g->t, g->r, child, NEVER, g->now, &f));
    return f;
}

static void test_an_entry_is_in_the_file_and_on_the_board(void **state)
{
    struct given *g = *state;
    uint32_t home = a_home(g, "Rowan House"), child = a_child(g, "Alex", "566910");
    is_placed(g, child, home, "2025-02-01T10:00:00Z");
    struct event e = missing(g, child, "2026-03-27T19:00:00Z");
    WORKS(g, say(g, &e));
    struct child_file f = file_of(g, child);
    assert_int_equal(f.entries, 4);
    assert_int_equal(f.evaluation->child.episodes, 1);
    struct missing_list l;
    WORKS(g, look_missing(&g->t, g->r, g->now, &l));
    assert_int_equal(l.count, 1);
    SAME(l.at[0].circumstances, S("did not come back from the park"));
    SAME(l.at[0].home_name, S("Rowan House"));
    assert_int_equal(l.at[0].distance, 423);
    assert_int_equal(l.at[0].episodes_90_days, 1);
}

/* A server runs for months: what one fold needed is given back before the next. */
static void test_a_hundred_entries_take_no_more_memory_than_ten(void **state)
{
    struct given *g = *state;
    uint32_t child = a_child(g, "Alex", "566910");
    size_t used = 0;
    for (int i = 0; i < 100; i++) {
        struct event e = event_new(EV_VISIT_MADE, child, g->now);
        WORKS(g, say(g, &e));
        if (i == 10)
            used = arena_used(g->w->rows_arena);
    }
    assert_int_equal(arena_used(g->w->rows_arena), used);
}

/* --- refusals --- */

static void test_a_refused_entry_leaves_nothing(void **state)
{
    struct given *g = *state;
    uint32_t child = a_child(g, "Alex", "1");
    int64_t size = journal_size(g->s->journal);
    struct str before = digest(g);
    struct event bad = event_new(EV_MISSING_REPORTED, child, g->now); /* no class */
    struct append a = { .events = &bad, .count = 1, .expected_n = APPEND_ANY };
    GIVES(g, E_INVALID, writer_append(&g->t, g->w, &a));
    struct event nobody = event_new(EV_VISIT_MADE, 999999, g->now);
    struct append b = { .events = &nobody, .count = 1, .expected_n = APPEND_ANY };
    assert_int_not_equal(writer_append(&g->t, g->w, &b), OK);
    struct append none = { .events = &bad, .count = 0 };
    GIVES(g, E_INVALID, writer_append(&g->t, g->w, &none));
    assert_int_equal(journal_size(g->s->journal), size);
    SAME(digest(g), before);
}

static void test_one_bad_entry_refuses_its_whole_request(void **state)
{
    struct given *g = *state;
    uint32_t child = a_child(g, "Alex", "1");
    struct event two[] = { event_new(EV_VISIT_MADE, child, g->now),
                           event_new(EV_MISSING_REPORTED, child, g->now) };
    struct append a = { .events = two, .count = 2, .expected_n = APPEND_ANY };
    GIVES(g, E_INVALID, writer_append(&g->t, g->w, &a));
    assert_int_equal(file_of(g, child).entries, 1);
}

static void test_a_record_that_moved_on_is_not_written_over(void **state)
{
    struct given *g = *state;
    uint32_t child = a_child(g, "Alex", "1");
    struct event e = event_new(EV_VISIT_MADE, child, g->now);
    struct append first = { .events = &e, .count = 1, .expected_n = 1 };
    WORKS(g, writer_append(&g->t, g->w, &first));
    struct event again = event_new(EV_VISIT_MADE, child, g->now);
    struct append second = { .events = &again, .count = 1, .expected_n = 1 };
    GIVES(g, E_CONFLICT, writer_append(&g->t, g->w, &second));
    assert_int_equal(file_of(g, child).entries, 2);
}

static void test_the_same_key_again_changes_nothing(void **state)
{
    struct given *g = *state;
    uint32_t child = a_child(g, "Alex", "1");
    struct event e = event_new(EV_VISIT_MADE, child, g->now), twin = e;
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY, .key = S("form-7") };
    struct append b = { .events = &twin, .count = 1, .expected_n = APPEND_ANY, .key = S("form-7") };
    WORKS(g, writer_append(&g->t, g->w, &a));
    WORKS(g, writer_append(&g->t, g->w, &b));
    assert_true(b.repeated);
    assert_int_equal(b.first_seq, a.first_seq);
    assert_int_equal(file_of(g, child).entries, 2);
}

/* --- what a person need not say --- */

static void test_completing_an_entry(void **state)
{
    struct given *g = *state;
    uint32_t home = a_home(g, "Rowan House"), child = a_child(g, "Alex", "1");
    struct event back = event_new(EV_CHILD_RETURNED, child, g->now);
    GIVES(g, E_INVALID, writer_complete(&g->t, g->w, &back));
    SAYS(g, "not missing");
    struct event moved = event_new(EV_PLACEMENT_ENDED, child, g->now);
    GIVES(g, E_INVALID, writer_complete(&g->t, g->w, &moved));
    SAYS(g, "no placement");

    is_placed(g, child, home, "2025-02-01T10:00:00Z");
    struct event noticed = event_new(EV_ABSENCE_NOTICED, child, at(g, "2026-03-27T18:00:00Z"));
    WORKS(g, say(g, &noticed));
    assert_int_equal(noticed.also, home);
    int64_t episode = event_number(&noticed, "episode");
    assert_true(episode > 0);
    struct event reported = missing(g, child, "2026-03-27T19:00:00Z");
    WORKS(g, say(g, &reported));
    assert_int_equal(event_number(&reported, "episode"), episode);
    back = event_new(EV_CHILD_RETURNED, child, at(g, "2026-03-27T19:30:00Z"));
    WORKS(g, say(g, &back));
    assert_int_equal(event_number(&back, "episode"), episode);
    struct event offered = event_new(EV_RETURN_INTERVIEW_OFFERED, child, g->now);
    WORKS(g, say(g, &offered));
    assert_int_equal(event_number(&offered, "episode"), episode);
    struct event next = missing(g, child, "2026-03-27T19:45:00Z");
    WORKS(g, say(g, &next));
    assert_int_not_equal(event_number(&next, "episode"), episode);
    struct event again = event_new(EV_CHILD_RETURNED, home, g->now);
    GIVES(g, E_INVALID, writer_complete(&g->t, g->w, &again));
}

/* --- the register about itself --- */

/* What a rule over places looks at: a place is told of each child who was found there. */
static void test_a_place_is_told(void **state)
{
    struct given *g = *state;
    uint32_t child = a_child(g, "Alex", "1"), other = a_child(g, "Sam", "2");
    struct event place =
        event_new(EV_PLACE_RECORDED, new_subject(g, SUBJECT_PLACE), at(g, "2026-01-02T10:00:00Z"));
    WORKS(g, say(g, &place));
    struct event gone = missing(g, child, "2026-03-27T19:00:00Z");
    WORKS(g, say(g, &gone));
    struct event found = event_new(EV_CHILD_FOUND, child, at(g, "2026-03-27T19:30:00Z"));
    event_set_number(&found, "place", other);
    GIVES(g, E_INVALID, writer_complete(&g->t, g->w, &found));
    SAYS(g, "is no place, vehicle or person of concern");
    found = event_new(EV_CHILD_FOUND, child, at(g, "2026-03-27T19:30:00Z"));
    event_set_number(&found, "place", place.subject);
    WORKS(g, say(g, &found));
    assert_int_equal(found.also, place.subject);
    struct event linked = event_new(EV_ASSOCIATION_RECORDED, other, at(g, "2026-03-27T19:40:00Z"));
    event_set_number(&linked, "with", place.subject);
    WORKS(g, say(g, &linked));
    assert_int_equal(linked.also, place.subject);
    linked = event_new(EV_ASSOCIATION_RECORDED, other, at(g, "2026-03-27T19:45:00Z"));
    event_set_number(&linked, "with", child);
    WORKS(g, say(g, &linked));
    assert_int_equal(linked.also, 0);
    struct stream told;
    WORKS(g, stream_read(&g->t, g->s->journal, place.subject, NEVER, false, &told));
    assert_int_equal(told.count, 3);
    assert_int_equal(told.fact[1].kind, EV_CHILD_FOUND);
    assert_int_equal(told.fact[1].number, child);
    assert_int_equal(told.fact[2].number, other);
}

static void test_notes_share_one_stream_a_day(void **state)
{
    struct given *g = *state;
    uint32_t of[3];
    static const char *const when[] = { "2026-03-27T20:00:00Z", "2026-03-27T23:59:59Z",
                                        "2026-03-28T00:00:00Z" };
    struct writer_counts before = writer_count(g->w);
    for (size_t i = 0; i < COUNT(when); i++) {
        now_is(g, when[i]);
        struct event e = event_new(EV_RECORD_OPENED, 0, g->now);
        event_set_text(&e, "page", S("child"));
        WORKS(g, writer_note(&g->t, g->w, &e));
        of[i] = e.subject;
    }
    assert_int_equal(of[0], of[1]);
    assert_int_not_equal(of[1], of[2]);
    assert_int_equal(writer_count(g->w).folds, before.folds);
    struct event wrong = event_new(EV_VISIT_MADE, of[0], g->now);
    GIVES(g, E_INVALID, writer_note(&g->t, g->w, &wrong));
    given_shut(g);
    WORKS(g, given_reopen(g));
    struct event e = event_new(EV_RECORD_OPENED, 0, g->now);
    WORKS(g, writer_note(&g->t, g->w, &e));
    assert_int_equal(e.subject, of[2]);
}

/* --- notices --- */

static void test_those_who_must_act_are_told_and_seen_to_know(void **state)
{
    struct given *g = *state;
    uint32_t home = a_home(g, "Rowan House"), child = a_child(g, "Alex", "1");
    uint32_t director = a_person(g, "Dee Rector"), worker = a_person(g, "Sam Worker");
    holds(g, director, "director", g->s->authority, "2025-01-01T09:00:00Z");
    holds(g, worker, "social-worker", child, "2025-01-01T09:00:00Z");
    is_placed(g, child, home, "2026-03-01T10:00:00Z");
    struct told *told;
    uint32_t count, before;
    WORKS(g, notice_told(&g->t, g->r, child, (struct instant){ INT64_MIN }, &told, &before));
    struct event e = missing(g, child, "2026-03-27T19:00:00Z");
    WORKS(g, say(g, &e));
    WORKS(g, notice_told(&g->t, g->r, child, (struct instant){ INT64_MIN }, &told, &count));
    assert_true(count > before);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(told[i].person != 0);
        assert_true(told[i].seen.us == NEVER.us && !told[i].delivered);
        assert_true(told[i].who.len > 0 && told[i].because.len > 0);
    }
    now_is(g, "2026-03-27T20:05:00Z");
    WORKS(g, notice_seen(&g->t, g->w, director, child));
    WORKS(g, notice_told(&g->t, g->r, child, (struct instant){ INT64_MIN }, &told, &count));
    uint32_t seen = 0;
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(told[i].seen.us != NEVER.us, told[i].person == director);
        seen += told[i].seen.us == g->now.us;
    }
    assert_true(seen > 0);
    /* Nothing new began: nobody is told again. */
    says(g, EV_VISIT_MADE, child, "2026-03-20T10:00:00Z");
    uint32_t after;
    WORKS(g, notice_told(&g->t, g->r, child, (struct instant){ INT64_MIN }, &told, &after));
    assert_true(after - count <= 3);
}

static void test_taking_a_duty_on_answers_its_notice(void **state)
{
    struct given *g = *state;
    uint32_t child = a_child(g, "Alex", "1"), director = a_person(g, "Dee Rector");
    holds(g, director, "director", g->s->authority, "2025-01-01T09:00:00Z");
    is_placed(g, child, 0, "2026-03-01T10:00:00Z");
    struct event e = missing(g, child, "2026-03-27T19:00:00Z");
    WORKS(g, say(g, &e));
    struct child_file f = file_of(g, child);
    assert_true(f.evaluation->count > 0);
    const struct instance *open = NULL;
    for (uint32_t i = 0; i < f.evaluation->count; i++) {
        const struct instance *one = &f.evaluation->instance[i];
        if (one->closing == OPEN && one->from <= g->now.us)
            open = one;
    }
    assert_non_null(open);
    const struct rule_words *rule = rulebook_rule(g->s->rules, open->rule);
    struct event mine = event_new(rule->alarm ? EV_ALARM_ACKNOWLEDGED : EV_DUTY_ACKNOWLEDGED, child,
                                  g->now);
    event_set_text(&mine, "rule", rule->name);
    event_set_number(&mine, "started", open->started_n);
    mine.author = director;
    WORKS(g, say(g, &mine));
    struct told *told;
    uint32_t count;
    WORKS(g, notice_told_of(&g->t, g->r, child, rule_about(rule->name), open->started_n, &told,
                            &count));
    assert_true(count > 0);
    bool answered = false;
    for (uint32_t i = 0; i < count; i++)
        answered |= told[i].person == director && told[i].answered.us == g->now.us;
    assert_true(answered);
}

/* Bulk is mostly history: only what began within the last day calls anyone. */
static void test_bulk_tells_only_what_is_news(void **state)
{
    struct given *g = *state;
    static const struct {
        const char *happened;
        bool tells;
    } cases[] = { { "2026-03-27T19:00:00Z", true }, { "2025-03-27T19:00:00Z", false } };
    uint32_t director = a_person(g, "Dee Rector");
    holds(g, director, "director", g->s->authority, "2024-01-01T09:00:00Z");
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint32_t child = new_subject(g, SUBJECT_CHILD), count;
        struct event e[] = { event_new(EV_CHILD_REGISTERED, child, at(g, "2024-03-01T10:00:00Z")),
                             event_new(EV_CARE_STARTED, child, at(g, "2024-03-01T10:00:00Z")),
                             missing(g, child, cases[i].happened) };
        event_set_code(&e[1], "legal-status", "C2");
        event_set_number(&e[2], "episode", 7);
        struct append a = { .events = e, .count = COUNT(e), .expected_n = APPEND_ANY };
        WORKS(g, writer_bulk(&g->t, g->w, &a, 1, NULL, NULL));
        struct told *told;
        WORKS(g, notice_told(&g->t, g->r, child, (struct instant){ INT64_MIN }, &told, &count));
        assert_int_equal(count > 0, cases[i].tells);
    }
}

/* A correction that moves the child elsewhere reaches the home that was told at first. */
static void test_a_correction_reaches_the_former_home(void **state)
{
    struct given *g = *state;
    uint32_t right = a_home(g, "Rowan House"), wrong = a_home(g, "Alder House");
    uint32_t child = a_child(g, "Alex", "1");
    is_placed(g, child, wrong, "2026-03-01T10:00:00Z");
    struct name_list l;
    WORKS(g, look_children_of_home(&g->t, g->r, wrong, &l));
    assert_int_equal(l.count, 1);
    struct event e = event_new(EV_PLACEMENT_STARTED, child, at(g, "2026-03-01T10:00:00Z"));
    event_set_code(&e, "type", "K2");
    event_set_number(&e, "home", right);
    e.corrects = 3;
    WORKS(g, say(g, &e));
    WORKS(g, look_children_of_home(&g->t, g->r, wrong, &l));
    assert_int_equal(l.count, 0);
    WORKS(g, look_children_of_home(&g->t, g->r, right, &l));
    assert_int_equal(l.count, 1);
    WORKS(g, store_rebuild(&g->t, g->s, true, NULL, NULL));
}

static void test_signing_and_idling(void **state)
{
    struct given *g = *state;
    struct str note;
    new_subject(g, SUBJECT_CHILD); /* waits for its first event: neither may stumble over it */
    WORKS(g, writer_sign(&g->t, g->w, &note));
    assert_true(str_starts(note, g->s->origin));
    WORKS(g, writer_idle(&g->t, g->w));
    a_child(g, "Alex", "1");
    WORKS(g, writer_idle(&g->t, g->w));
}

/* --- many at once --- */

enum { ASKERS = 8, EACH = 12 };
struct asker {
    struct writer *w;
    uint32_t child;
    struct instant now;
    int ok, refused;
    bool rides; /* its entries wait for a common commit */
};
static void *ask(void *self)
{
    struct asker *a = self;
    struct arena *arena = arena_open(64 << 20);
    struct task t = task_open(arena, clock_stopped(&a->now));
    struct writer_hold hold = { 0 };
    for (int i = 0; i < EACH; i++) {
        struct event e = event_new(EV_VISIT_MADE, a->child, a->now);
        uint32_t expected = i % 3 == 2 ? 999 : APPEND_ANY; /* each third is refused */
        struct append one = { .events = &e, .count = 1, .expected_n = expected };
        status done = a->rides ? writer_append_later(&t, a->w, &one, &hold)
                               : writer_append(&t, a->w, &one);
        if (i % 4 == 3 && writer_settle(&t, a->w, &hold) != OK)
            a->ok = -EACH;
        a->ok += done == OK;
        a->refused += done == E_CONFLICT;
    }
    arena_close(arena);
    return NULL;
}

static void test_many_share_commits_and_refusals_hurt_nobody_else(void **state)
{
    struct given *g = *state;
    struct asker askers[ASKERS];
    pthread_t threads[ASKERS];
    for (int i = 0; i < ASKERS; i++)
        askers[i] = (struct asker){ .child = a_child(g, "Alex", "1"), .now = g->now };
    writer_close(g->w);
    WORKS(g, writer_open(&g->t, g->s, true, &g->w));
    for (int i = 0; i < ASKERS; i++) {
        askers[i].w = g->w;
        askers[i].rides = i % 2 == 1;
        assert_int_equal(pthread_create(&threads[i], NULL, ask, &askers[i]), 0);
    }
    for (int i = 0; i < ASKERS; i++)
        pthread_join(threads[i], NULL);
    struct writer_counts c = writer_count(g->w);
    assert_int_equal(c.events, ASKERS * EACH * 2 / 3);
    assert_true(c.commits <= ASKERS * EACH);
    for (int i = 0; i < ASKERS; i++) {
        assert_int_equal(askers[i].ok, EACH * 2 / 3);
        assert_int_equal(askers[i].refused, EACH / 3);
        assert_int_equal(file_of(g, askers[i].child).entries, 1 + EACH * 2 / 3);
    }
    WORKS(g, store_rebuild(&g->t, g->s, true, NULL, NULL));
}

/* --- in bulk --- */

static void count_refused(void *self, size_t at_request, enum status code, const char *reason)
{
    int64_t *sum = self;
    assert_int_equal(code, E_INVALID);
    assert_true(strlen(reason) > 0);
    *sum += 1000 + (int64_t)at_request;
}

static void test_bulk_is_the_same_as_one_by_one(void **state)
{
    struct given *g = *state;
    enum { CHILDREN = 20, VISITS = 7 };
    static struct event visit[CHILDREN][VISITS];
    struct append all[CHILDREN * VISITS];
    for (size_t c = 0; c < CHILDREN; c++) {
        uint32_t child = a_child(g, "Alex", "1");
        for (size_t v = 0; v < VISITS; v++) {
            visit[c][v] = event_new(EV_VISIT_MADE, child, at(g, "2026-01-05T10:00:00Z"));
            visit[c][v].happened.us += (int64_t)(v * 24) * HOUR_US;
            all[c * VISITS + v] = (struct append){ .events = &visit[c][v], .count = 1,
                                                   .expected_n = APPEND_ANY };
        }
    }
    visit[3][3] = event_new(EV_RISK_GRADED, visit[3][3].subject, g->now); /* no grade */
    int64_t refused = 0;
    WORKS(g, writer_bulk(&g->t, g->w, all, COUNT(all), count_refused, &refused));
    assert_int_equal(refused, 1000 + 3 * VISITS + 3);
    assert_int_equal(file_of(g, visit[2][0].subject).entries, 1 + VISITS);
    assert_int_equal(file_of(g, visit[3][0].subject).entries, VISITS);
    WORKS(g, store_rebuild(&g->t, g->s, true, NULL, NULL));
    /* And one by one afterwards: the memory of streams must not lag behind. */
    says(g, EV_VISIT_MADE, visit[2][0].subject, "2026-03-01T10:00:00Z");
    assert_int_equal(file_of(g, visit[2][0].subject).entries, 2 + VISITS);
    WORKS(g, store_rebuild(&g->t, g->s, true, NULL, NULL));
    /* And in bulk into a register that was rebuilt meanwhile. */
    WORKS(g, store_rebuild(&g->t, g->s, false, NULL, NULL));
    struct event more = event_new(EV_VISIT_MADE, visit[4][0].subject, g->now);
    struct append one = { .events = &more, .count = 1, .expected_n = APPEND_ANY };
    WORKS(g, writer_bulk(&g->t, g->w, &one, 1, NULL, NULL));
    WORKS(g, store_rebuild(&g->t, g->s, true, NULL, NULL));
}

/* --- faults --- */

/* The Nth call to the database fails, for all N, over one entry: refused means nothing is there,
 * confirmed means it is, and after a new start the register is what the journal says. */
static void test_any_failing_call_leaves_all_or_nothing(void **state)
{
    struct given *g = *state;
    uint32_t child = a_child(g, "Alex", "1");
    is_placed(g, child, 0, "2026-03-01T10:00:00Z");
    size_t entries = file_of(g, child).entries;
    bool through = false;
    for (int64_t n = 1; !through; n++) {
        assert_true(n < 2000);
        struct event e = missing(g, child, "2026-03-27T19:00:00Z");
        WORKS(g, writer_complete(&g->t, g->w, &e));
        struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
        db_fault_at(n);
        status done = writer_append(&g->t, g->w, &a);
        through = db_fault_calls() < n;
        db_fault_none();
        struct event next = event_new(EV_VISIT_MADE, child, g->now);
        struct append b = { .events = &next, .count = 1, .expected_n = APPEND_ANY };
        if (!through)
            assert_int_equal(writer_append(&g->t, g->w, &b), E_IO); /* it takes no more */
        given_shut(g);
        WORKS(g, given_reopen(g));
        entries += done == OK;
        assert_int_equal(file_of(g, child).entries, entries);
        if (done == OK || n % 16 == 0)
            WORKS(g, store_rebuild(&g->t, g->s, true, NULL, NULL));
        if (done == OK && !through) { /* only the register's own commit failed: it caught up */
            struct missing_list l;
            WORKS(g, look_missing(&g->t, g->r, g->now, &l));
            assert_int_equal(l.count, 1);
        }
        assert_true(done == OK || done == E_IO);
    }
}

/* The same for two entries that share a commit: both are there, or neither. */
static void test_any_failing_call_leaves_all_that_rode_together_or_none(void **state)
{
    struct given *g = *state;
    uint32_t child = a_child(g, "Alex", "1");
    size_t entries = file_of(g, child).entries;
    bool through = false;
    for (int64_t n = 1; !through; n++) {
        assert_true(n < 2000);
        struct writer_hold hold = { 0 };
        status done = OK;
        db_fault_at(n);
        for (int i = 0; i < 2 && done == OK; i++) {
            struct event e = event_new(EV_VISIT_MADE, child, g->now);
            struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
            done = writer_append_later(&g->t, g->w, &a, &hold);
        }
        if (done == OK)
            done = writer_settle(&g->t, g->w, &hold);
        through = db_fault_calls() < n;
        db_fault_none();
        given_shut(g);
        WORKS(g, given_reopen(g));
        assert_true(done == OK || done == E_IO);
        entries += done == OK ? 2 : 0;
        assert_int_equal(file_of(g, child).entries, entries);
    }
    WORKS(g, store_rebuild(&g->t, g->s, true, NULL, NULL));
}

/* --- sharing a commit --- */

static void test_what_was_taken_back_is_not_confirmed(void **state)
{
    struct given *g = *state;
    uint32_t child = a_child(g, "Alex", "1");
    int64_t commits = writer_count(g->w).commits;
    struct writer_hold hold = { 0 };
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 3; i++) {
            struct event e = event_new(EV_VISIT_MADE, child, g->now);
            struct append a = { .events = &e, .count = 1,
                                .expected_n = i == 1 ? 999 : APPEND_ANY };
            status done = writer_append_later(&g->t, g->w, &a, &hold);
            assert_int_equal(done, i == 1 ? E_CONFLICT : OK);
        }
        assert_int_equal(file_of(g, child).entries, 1); /* nothing is served before its commit */
        if (round > 0)
            break;
        batch_abandon(g->w); /* as when another's request found the register busy */
        GIVES(g, E_BUSY, writer_settle(&g->t, g->w, &hold));
        SAYS(g, "again");
        hold = (struct writer_hold){ 0 };
    }
    WORKS(g, writer_settle(&g->t, g->w, &hold));
    WORKS(g, writer_settle(&g->t, g->w, &hold));
    assert_int_equal(writer_count(g->w).commits, commits + 1);
    assert_int_equal(file_of(g, child).entries, 3);
    WORKS(g, store_rebuild(&g->t, g->s, true, NULL, NULL));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_an_entry_is_in_the_file_and_on_the_board),
        CASE(test_a_hundred_entries_take_no_more_memory_than_ten),
        CASE(test_a_refused_entry_leaves_nothing),
        CASE(test_one_bad_entry_refuses_its_whole_request),
        CASE(test_a_record_that_moved_on_is_not_written_over),
        CASE(test_the_same_key_again_changes_nothing),
        CASE(test_completing_an_entry),
        CASE(test_a_place_is_told),
        CASE(test_notes_share_one_stream_a_day),
        CASE(test_those_who_must_act_are_told_and_seen_to_know),
        CASE(test_taking_a_duty_on_answers_its_notice),
        CASE(test_bulk_tells_only_what_is_news),
        CASE(test_a_correction_reaches_the_former_home),
        CASE(test_signing_and_idling),
        CASE(test_many_share_commits_and_refusals_hurt_nobody_else),
        CASE(test_bulk_is_the_same_as_one_by_one),
        CASE(test_any_failing_call_leaves_all_or_nothing),
        CASE(test_any_failing_call_leaves_all_that_rode_together_or_none),
        CASE(test_what_was_taken_back_is_not_confirmed),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

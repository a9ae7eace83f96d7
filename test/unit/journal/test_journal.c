/* Tests of the log itself: what is appended is what is read, and what is refused leaves nothing. */
#include "log.h"
#include "log_sql.h"

static void comes_back_as_said(void **state)
{
    struct log l = log_new(state, false);
    uint32_t child = log_subject(&l, SUBJECT_CHILD), other = log_subject(&l, SUBJECT_CHILD);
    assert_int_equal(child, 1);
    assert_int_equal(other, 2);
    assert_int_equal(journal_subject_count(l.j), 2);
    for (int i = 0; i < 600; i++) {
        struct event e = log_visit(&l, i % 3 ? child : other);
        WORKS(&l, log_say(&l, &e));
        assert_int_equal(e.seq, i);
        l.g->now.us += 1000;
    }
    for (int round = 0; round < 2; round++) {
        struct stream_reader r;
        struct part p;
        uint32_t count = 0;
        WORKS(&l, stream_open(l.t, l.j, child, 0, &r));
        while (stream_next(&r, &p)) {
            struct fact f;
            struct event e;
            assert_true(fact_read(p.payload, &f));
            WORKS(&l, event_decode(l.t, p.payload, &e));
            assert_int_equal(e.subject, child);
            assert_int_equal(p.n, ++count);
        }
        WORKS(&l, stream_done(&r));
        assert_int_equal(count, 400);
        assert_int_equal(journal_stream_length(l.t, l.j, child), 400);
        assert_int_equal(journal_stream_length(l.t, l.j, other), 200);
        assert_int_equal(journal_size(l.j), 600);
        log_restart(&l);
    }
    struct stream_reader r;
    struct part p;
    WORKS(&l, stream_open(l.t, l.j, child, 398, &r));
    assert_true(stream_next(&r, &p));
    assert_int_equal(p.n, 399);
    assert_true(stream_next(&r, &p));
    assert_false(stream_next(&r, &p));
    WORKS(&l, stream_done(&r));
    log_end(&l);
}

/* The head is the same whether the tree grew in memory or was read from the database. */
static void head_survives_a_restart(void **state)
{
    static const int sizes[] = { 0, 1, 2, 255, 256, 257, 511, 512, 700 };
    struct log l = log_new(state, false);
    uint32_t child = log_subject(&l, SUBJECT_CHILD);
    int said = 0;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct hash256 grown, read;
        for (; said < sizes[i]; said++) {
            struct event e = log_visit(&l, child);
            WORKS(&l, log_say(&l, &e));
        }
        WORKS(&l, journal_root(l.t, l.j, &grown));
        log_restart(&l);
        WORKS(&l, journal_root(l.t, l.j, &read));
        assert_memory_equal(grown.b, read.b, 32);
        assert_int_equal(journal_size(l.j), sizes[i]);
    }
    log_end(&l);
}

/* A roll-back, whether or not it crossed the end of a tile, leaves the journal as it was. */
static void roll_back_leaves_nothing(void **state)
{
    static const struct {
        size_t before, lost;
    } rows[] = { { 0, 1 }, { 10, 5 }, { 250, 10 }, { 256, 3 }, { 300, 600 } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct log l = log_new(state, false);
        uint32_t child = log_subject(&l, SUBJECT_CHILD), lost = 0;
        struct hash256 before, after;
        struct event *e = NEWS(l.t->arena, struct event, 1000);
        for (size_t k = 0; k < 1000; k++)
            e[k] = log_visit(&l, child);
        struct append a = { .events = e, .count = rows[i].before, .expected_n = 0 };
        if (a.count)
            WORKS(&l, log_append(&l, &a));
        WORKS(&l, journal_root(l.t, l.j, &before));

        struct tx x = { 0 };
        WORKS(&l, tx_begin(l.t, l.kept, &x));
        WORKS(&l, journal_subject_new(l.t, l.j, SUBJECT_CHILD, &lost));
        a = (struct append){ .events = e, .count = rows[i].lost, .expected_n = APPEND_ANY };
        WORKS(&l, journal_append(l.t, l.j, &a));
        tx_end(&x);
        journal_rolled_back(l.j);

        WORKS(&l, journal_root(l.t, l.j, &after));
        assert_memory_equal(before.b, after.b, 32);
        assert_int_equal(journal_size(l.j), rows[i].before);
        assert_int_equal(journal_subject_count(l.j), 1);
        assert_int_equal(journal_stream_length(l.t, l.j, child), rows[i].before);
        enum subject_kind kind;
        GIVES(&l, E_MISSING, journal_subject_kind(l.t, l.j, lost, &kind));

        a = (struct append){ .events = e, .count = 300, .expected_n = (uint32_t)rows[i].before };
        WORKS(&l, log_append(&l, &a));
        WORKS(&l, journal_root(l.t, l.j, &before));
        log_restart(&l);
        WORKS(&l, journal_root(l.t, l.j, &after));
        assert_memory_equal(before.b, after.b, 32);
        log_end(&l);
    }
}

static void refused_and_nothing_written(void **state)
{
    struct log l = log_new(state, false);
    uint32_t child = log_subject(&l, SUBJECT_CHILD), home = log_subject(&l, SUBJECT_HOME);
    struct event good = log_visit(&l, child);
    WORKS(&l, log_say(&l, &good));
    struct event bad[8];
    for (size_t i = 0; i < COUNT(bad); i++)
        bad[i] = log_visit(&l, child);
    bad[0].subject = home;
    bad[1].subject = 77;
    bad[2].corrects = 3;
    bad[3].happened.us = 0;
    bad[4].pointer = true;
    bad[5] = event_new(EV_ENTRY_WITHDRAWN, child, l.g->now);
    event_set_text(&bad[5], "reason", S("said of the wrong child"));
    bad[6] = event_new(EV_MISSING_REPORTED, child, l.g->now);
    bad[7] = event_new(EV_PLACEMENT_STARTED, child, l.g->now);
    event_set_number(&bad[7], "placement", 1);
    event_set_code(&bad[7], "type", "U4");
    bad[7].also = child + 40;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct event pair[2] = { log_visit(&l, child), bad[i] };
        struct append a = { .events = pair, .count = 2, .expected_n = APPEND_ANY };
        GIVES(&l, E_INVALID, log_append(&l, &a));
        assert_int_equal(journal_size(l.j), 1);
        assert_int_equal(journal_stream_length(l.t, l.j, child), 1);
    }
    struct append none = { .events = bad, .count = 0, .expected_n = APPEND_ANY };
    GIVES(&l, E_LIMIT, log_append(&l, &none));
    log_end(&l);
}

/* Two people opened the same record; the second to send is told, and loses nothing. */
static void second_writer_is_told(void **state)
{
    struct log l = log_new(state, false);
    uint32_t child = log_subject(&l, SUBJECT_CHILD);
    struct event e = log_visit(&l, child);
    struct append a = { .events = &e, .count = 1, .expected_n = 0 };
    WORKS(&l, log_append(&l, &a));
    GIVES(&l, E_CONFLICT, log_append(&l, &a));
    assert_string_equal(l.t->reason, "someone added to this record while you were writing: read it "
                                     "again, then send");
    a.expected_n = 1;
    WORKS(&l, log_append(&l, &a));
    assert_int_equal(e.n, 2);
    log_end(&l);
}

static void same_key_changes_nothing(void **state)
{
    struct log l = log_new(state, false);
    uint32_t child = log_subject(&l, SUBJECT_CHILD);
    struct event e = log_visit(&l, child), again = e;
    WORKS(&l, log_say(&l, &e));
    struct append a = { .events = &e, .count = 1, .expected_n = 1, .key = S("message 17") };
    WORKS(&l, log_append(&l, &a));
    assert_false(a.repeated);
    assert_int_equal(a.first_seq, 1);
    a.events = &again;
    for (int i = 0; i < 2; i++) {
        WORKS(&l, log_append(&l, &a));
        assert_true(a.repeated);
        assert_int_equal(a.first_seq, 1);
        assert_int_equal(journal_size(l.j), 2);
        log_restart(&l);
    }
    log_end(&l);
}

static struct fact stream_fact(struct log *l, uint32_t subject, uint32_t n)
{
    struct stream_reader r;
    struct part p = { 0 };
    struct fact f = { 0 };
    WORKS(l, stream_open(l->t, l->j, subject, n - 1, &r));
    assert_true(stream_next(&r, &p));
    WORKS(l, stream_done(&r));
    assert_true(fact_read(p.payload, &f));
    f.n = p.n;
    return f;
}

static struct event placement(struct log *l, uint32_t child, uint32_t home)
{
    struct event e = event_new(EV_PLACEMENT_STARTED, child, l->g->now);
    event_set_number(&e, "placement", 4);
    event_set_code(&e, "type", "K2");
    event_set_text(&e, "postcode", S("ZZ1 1AA"));
    event_set_number(&e, "distance", 9000);
    e.also = home;
    return e;
}

/* A home learns which child and which placement, and is told when that was wrong. */
static void home_gets_a_pointer(void **state)
{
    struct log l = log_new(state, false);
    uint32_t child = log_subject(&l, SUBJECT_CHILD);
    uint32_t home = log_subject(&l, SUBJECT_HOME), second = log_subject(&l, SUBJECT_HOME);
    struct event noise = event_new(EV_HOME_VISITED, home, l.g->now);
    WORKS(&l, log_say(&l, &noise));
    struct event e = placement(&l, child, home);
    WORKS(&l, log_say(&l, &e));
    struct fact f = stream_fact(&l, home, 2);
    assert_int_equal(f.kind, EV_PLACEMENT_STARTED);
    assert_int_equal(f.number, child);
    assert_int_equal(f.about, 4);
    assert_int_equal(f.code, code_number(CODES_PLACEMENT_TYPE, S("K2")));
    assert_int_equal(f.flags, 0);

    e = placement(&l, child, home); /* the same home: its pointer is replaced */
    e.corrects = 1;
    WORKS(&l, log_say(&l, &e));
    f = stream_fact(&l, home, 3);
    assert_int_equal(f.corrects, 2);

    e = placement(&l, child, second); /* another home: the first is told that it is void */
    e.corrects = 2;
    WORKS(&l, log_say(&l, &e));
    f = stream_fact(&l, home, 4);
    assert_int_equal(f.kind, EV_ENTRY_WITHDRAWN);
    assert_int_equal(f.corrects, 3);
    assert_int_equal(f.number, child);
    f = stream_fact(&l, second, 1);
    assert_int_equal(f.number, child);
    assert_int_equal(f.corrects, 0);

    struct event w = event_new(EV_ENTRY_WITHDRAWN, child, l.g->now);
    event_set_text(&w, "reason", S("another child was meant"));
    w.corrects = 3;
    WORKS(&l, log_say(&l, &w));
    f = stream_fact(&l, second, 2);
    assert_int_equal(f.kind, EV_ENTRY_WITHDRAWN);
    assert_int_equal(f.corrects, 1);
    f = stream_fact(&l, home, 5); /* the first home's pointer stands again */
    assert_int_equal(f.kind, EV_ENTRY_WITHDRAWN);
    assert_int_equal(f.corrects, 4);
    struct fact all[8];
    for (uint32_t n = 1; n <= 5; n++)
        all[n - 1] = stream_fact(&l, home, n);
    assert_int_equal(facts_in_order(all, 5), 2);
    assert_int_equal(all[1].n, 3);
    assert_int_equal(all[1].number, child);
    log_end(&l);
}

/* A clock that was set back does not make newer ids sort before older ones, even after a start. */
static void ids_never_run_backwards(void **state)
{
    struct log l = log_new(state, false);
    uint32_t child = log_subject(&l, SUBJECT_CHILD);
    struct entry_id last = { { 0 } };
    for (int i = 0; i < 6; i++) {
        struct event e = log_visit(&l, child);
        WORKS(&l, log_say(&l, &e));
        assert_true(memcmp(last.b, e.id.b, 6) <= 0);
        last = e.id;
        l.g->now.us -= 3600 * SECOND_US;
        if (i == 3)
            log_restart(&l);
    }
    log_end(&l);
}

static void changed_since_names_streams(void **state)
{
    struct log l = log_new(state, false);
    uint32_t *changed;
    size_t count;
    for (int i = 0; i < 5; i++)
        log_subject(&l, SUBJECT_CHILD);
    for (uint32_t i = 0; i < 10; i++) {
        struct event e = log_visit(&l, i % 5 + 1);
        WORKS(&l, log_say(&l, &e));
    }
    static const struct {
        int64_t seq;
        size_t want;
    } rows[] = { { -1, 5 }, { 4, 5 }, { 5, 4 }, { 8, 1 }, { 9, 0 }, { 100, 0 } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        WORKS(&l, journal_changed_since(l.t, l.j, rows[i].seq, &changed, &count));
        assert_int_equal(count, rows[i].want);
    }
    WORKS(&l, journal_changed_since(l.t, l.j, 8, &changed, &count));
    assert_int_equal(changed[0], 5);
    log_end(&l);
}

/* Erased says so and keeps its place; lost is a failure; another's key opens nothing. */
static void erased_is_not_lost(void **state)
{
    struct log l = log_new(state, false);
    struct stream_reader r;
    struct part p;
    uint32_t child = log_subject(&l, SUBJECT_CHILD);
    for (int i = 0; i < 4; i++) {
        struct event e = log_visit(&l, child);
        WORKS(&l, log_say(&l, &e));
    }
    log_sql(&l, l.kept,
            "UPDATE sealed_part SET sealed = substr(sealed, 1, 0) WHERE at = (1 << 20) + 2");
    WORKS(&l, stream_open(l.t, l.j, child, 0, &r));
    for (uint32_t n = 1; n <= 4; n++) {
        assert_true(stream_next(&r, &p));
        assert_int_equal(p.erased, n == 2);
        assert_int_equal(p.payload.len > 0, n != 2);
    }
    assert_false(stream_next(&r, &p));
    WORKS(&l, stream_done(&r));

    log_sql(&l, l.kept, "DELETE FROM sealed_part WHERE at = (1 << 20) + 3");
    WORKS(&l, stream_open(l.t, l.j, child, 0, &r));
    assert_true(stream_next(&r, &p) && stream_next(&r, &p));
    assert_false(stream_next(&r, &p));
    GIVES(&l, E_CORRUPT, stream_done(&r));
    assert_string_equal(l.t->reason, "entry 3 of subject 1 is missing: run a full check");

    log_sql(&l, l.keys, "UPDATE subject_key SET wrapped = substr(wrapped, 1, 0)");
    log_restart(&l);
    WORKS(&l, stream_open(l.t, l.j, child, 0, &r));
    assert_true(stream_next(&r, &p));
    assert_true(p.erased);
    while (stream_next(&r, &p)) {
    }
    GIVES(&l, E_CORRUPT, stream_done(&r)); /* the third is gone all the same */
    struct event e = log_visit(&l, child);
    GIVES(&l, E_DENIED, log_say(&l, &e));

    log_sql(&l, l.keys, "DELETE FROM subject_key");
    log_restart(&l);
    WORKS(&l, stream_open(l.t, l.j, child, 0, &r));
    assert_false(stream_next(&r, &p));
    GIVES(&l, E_CORRUPT, stream_done(&r));
    GIVES(&l, E_CORRUPT, log_say(&l, &e));
    log_end(&l);
}

static void wrong_places_are_refused(void **state)
{
    struct log l = log_new(state, false);
    struct journal *j = NULL;
    GIVES(&l, E_CONFLICT, journal_init(l.t, &l.place));
    struct journal_place p = l.place;
    p.origin = S("elsewhere.example/sightline");
    GIVES(&l, E_CONFLICT, journal_open(l.t, &p, &j));
    p.origin = S("has a space");
    GIVES(&l, E_INVALID, journal_open(l.t, &p, &j));
    p = l.place;
    p.log = 2;
    GIVES(&l, E_MISSING, journal_open(l.t, &p, &j));
    uint32_t child = log_subject(&l, SUBJECT_CHILD);
    struct event e = log_visit(&l, child);
    WORKS(&l, log_say(&l, &e));
    l.place.wrapping[0] ^= 1;
    log_restart(&l);
    GIVES(&l, E_CORRUPT, log_say(&l, &e));
    log_end(&l);
}

/* Every database call fails once: nothing half-done is ever left, and trying again works. */
static void any_call_may_fail(void **state)
{
    struct log l = log_new(state, false);
    uint32_t home = log_subject(&l, SUBJECT_HOME);
    for (int64_t nth = 1;; nth++) {
        uint32_t child = log_subject(&l, SUBJECT_CHILD);
        struct event e[2] = { placement(&l, child, home), log_visit(&l, child) };
        struct append a = { .events = e, .count = 2, .expected_n = 0, .key = S("") };
        char key[32];
        snprintf(key, sizeof key, "key %d", (int)nth);
        a.key = str_from(key);
        int64_t size = journal_size(l.j);
        db_fault_at(nth);
        status s = log_append(&l, &a);
        int64_t calls = db_fault_calls();
        db_fault_none();
        if (s != OK) {
            assert_int_equal(s, E_IO);
            assert_int_equal(journal_size(l.j), size);
            log_restart(&l); /* after a commit that failed the database wants no more */
            assert_int_equal(journal_size(l.j), size);
            WORKS(&l, log_append(&l, &a));
        }
        assert_false(a.repeated);
        assert_int_equal(journal_size(l.j), size + 2);
        assert_int_equal(journal_stream_length(l.t, l.j, child), 2);
        if (s == OK && calls < nth)
            break;
    }
    struct hash256 grown, read;
    WORKS(&l, journal_root(l.t, l.j, &grown));
    log_restart(&l);
    WORKS(&l, journal_root(l.t, l.j, &read));
    assert_memory_equal(grown.b, read.b, 32);
    log_end(&l);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back_as_said),       cmocka_unit_test(head_survives_a_restart),
        cmocka_unit_test(roll_back_leaves_nothing), cmocka_unit_test(refused_and_nothing_written),
        cmocka_unit_test(second_writer_is_told),    cmocka_unit_test(same_key_changes_nothing),
        cmocka_unit_test(home_gets_a_pointer),      cmocka_unit_test(changed_since_names_streams),
        cmocka_unit_test(erased_is_not_lost),       cmocka_unit_test(wrong_places_are_refused),
        cmocka_unit_test(any_call_may_fail),        cmocka_unit_test(ids_never_run_backwards),
    };
    return log_run(argc, argv, tests, COUNT(tests));
}

/* What both engines promise alike: run once as `sqlite` and once as `postgres UP DOWN`. */
#include "scratch.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- values --- */

static void a_row_is_read_back(struct scratch *s, struct value name, struct value body)
{
    WORKS(s, db_run(&s->t, s->d, &statements[THING_ADD], VALUES(I64(1), I64(5), name, body)));
    assert_int_equal(db_changes(s->d), 1);
    WITH_CURSOR(rows);
    WORKS(s, db_query(&s->t, s->d, &statements[THING_GET], VALUES(I64(1), I64(5)), &rows));
    assert_true(cursor_next(&rows));
    assert_int_equal(cursor_is_nil(&rows), name.kind == VALUE_NIL);
    assert_true(str_equal(cursor_text(&rows), name.s));
    assert_int_equal(cursor_is_nil(&rows), body.kind == VALUE_NIL);
    assert_true(str_equal(cursor_peek_bytes(&rows), body.s));
    assert_int_equal(cursor_i64(&rows), 5);
    assert_false(cursor_next(&rows));
    WORKS(s, cursor_done(&rows));
    WORKS(s, cursor_done(&rows)); /* safe to repeat */
    WORKS(s, db_run(&s->t, s->d, &statements[THING_REMOVE], VALUES(I64(1), I64(5))));
}

static void values_come_back_as_they_went(void **state)
{
    struct scratch *s = *state;
    char *large = NEWS(s->arena, char, 8 << 20);
    memset(large, 0xA5, 8 << 20);
    const struct value rows[][2] = {
        { NIL(), NIL() },
        { TEXT(S("")), BYTES("", 0) },
        { TEXT(((struct str){ NULL, 0 })), BYTES(NULL, 0) },
        { TEXT(S("Zo\xc3\xab \xe2\x82\xac")), BYTES("\0\xff\0", 3) },
        { TEXT(S("'; DROP TABLE thing; --")), BYTES("$1", 2) },
        { NIL(), BYTES(large, 8 << 20) },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        a_row_is_read_back(s, rows[i][0], rows[i][1]);
}

static void whole_numbers_keep_64_bits(void **state)
{
    struct scratch *s = *state;
    const int64_t numbers[] = { INT64_MIN, -1, 0, 1, INT64_C(1) << 32, INT64_MAX };
    for (size_t i = 0; i < COUNT(numbers); i++) {
        WORKS(s, add_thing(s, s->d, numbers[i], "n"));
        WITH_CURSOR(rows);
        WORKS(s, db_query(&s->t, s->d, &statements[THING_GET], VALUES(I64(1), I64(numbers[i])),
                          &rows));
        assert_true(cursor_next(&rows));
        (void)cursor_text(&rows);
        assert_true(cursor_is_nil(&rows));
        assert_int_equal(cursor_i64(&rows), 0); /* NULL reads as 0, and is taken */
        assert_true(cursor_i64(&rows) == numbers[i]);
    }
}

static void text_that_one_engine_would_refuse_is_refused_by_both(void **state)
{
    struct scratch *s = *state;
    const struct str bad[] = { { "a\0b", 3 }, { "\0", 1 }, S("\xff"), S("caf\xe9") };
    for (size_t i = 0; i < COUNT(bad); i++)
        GIVES(s, E_INVALID,
              db_run(&s->t, s->d, &statements[THING_ADD],
                     VALUES(I64(1), I64((int64_t)i), TEXT(bad[i]), NIL())));
    assert_int_equal(count_things(s, s->d), 0);
}

static void parameters_may_be_out_of_order_and_used_twice(void **state)
{
    struct scratch *s = *state;
    WORKS(s, add_thing(s, s->d, 3, "three"));
    WORKS(s, db_run(&s->t, s->d, &statements[THING_MIXED], VALUES(I64(1), I64(4))));
    assert_int_equal(db_changes(s->d), 1);
    WITH_CURSOR(rows);
    WORKS(s, db_query(&s->t, s->d, &statements[THING_GET], VALUES(I64(1), I64(4)), &rows));
    assert_true(cursor_next(&rows));
    assert_true(str_is(cursor_text(&rows), "three"));
}

static void sums_and_comparisons_are_whole_numbers(void **state)
{
    struct scratch *s = *state;
    const int64_t numbers[] = { 20000, 123456789012, -7 };
    for (size_t i = 0; i < COUNT(numbers); i++)
        WORKS(s, add_thing(s, s->d, numbers[i], "x"));
    WITH_CURSOR(rows);
    WORKS(s, db_query(&s->t, s->d, &statements[THING_SUM], VALUES(I64(1)), &rows));
    assert_true(cursor_next(&rows));
    assert_true(cursor_i64(&rows) == 20000 + 123456789012 - 7);
    assert_true(str_is(cursor_text(&rows), "x"));
    assert_int_equal(cursor_i64(&rows), 1);
}

static void a_column_of_another_kind_is_a_failure_not_a_nought(void **state)
{
    struct scratch *s = *state;
    WORKS(s, add_thing(s, s->d, 1, "one"));
    WITH_CURSOR(rows);
    WORKS(s, db_query(&s->t, s->d, &statements[THING_GET], VALUES(I64(1), I64(1)), &rows));
    assert_true(cursor_next(&rows));
    assert_int_equal(cursor_i64(&rows), 0);
    assert_false(cursor_next(&rows));
    GIVES(s, E_CORRUPT, cursor_done(&rows));
}

static void text_is_ordered_by_its_bytes(void **state)
{
    struct scratch *s = *state;
    const char *const names[] = { "a", "B", "\xc3\xa4", "Z", "b", "_" };
    const char *const sorted[] = { "B", "Z", "_", "a", "b", "\xc3\xa4" };
    for (size_t i = 0; i < COUNT(names); i++)
        WORKS(s, add_thing(s, s->d, (int64_t)i, names[i]));
    WITH_CURSOR(rows);
    WORKS(s, db_query(&s->t, s->d, &statements[THING_LIST], VALUES(I64(1), I64(5)), &rows));
    size_t seen = 0;
    for (; cursor_next(&rows); seen++) {
        (void)cursor_i64(&rows);
        assert_true(str_is(cursor_text(&rows), sorted[seen]));
    }
    WORKS(s, cursor_done(&rows));
    assert_int_equal(seen, 5);
}

/* --- refusals --- */

static void a_statement_that_does_not_fit_stops_start_up(void **state)
{
    struct scratch *s = *state;
    static const struct statement bad[] = {
        { "few", "SELECT k FROM thing WHERE log = $1 AND k = $2", 1, 1 },
        { "many", "SELECT k FROM thing WHERE log = $1", 2, 1 },
        { "columns", "SELECT k, name FROM thing WHERE log = $1", 1, 1 },
        { "gap", "SELECT k FROM thing WHERE log = $1 AND k = $3", 2, 1 },
        { "table", "SELECT k FROM nothing", 0, 1 },
        { "grammar", "SELEC k FROM thing", 0, 1 },
        { "two", "SELECT k FROM thing; SELECT k FROM thing", 0, 1 },
        { "quotes", "SELECT \"k9\" FROM thing", 0, 1 },
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        GIVES(s, E_INVALID, db_prepare_all(&s->t, s->d, &bad[i], 1));
        assert_non_null(strstr(s->t.reason, bad[i].name));
    }
    WORKS(s, add_thing(s, s->d, 1, "the rest still works"));
}

static void append_only_rows_stay(void **state)
{
    struct scratch *s = *state;
    for (int64_t seq = 0; seq < 3; seq++)
        WORKS(s, db_run(&s->t, s->d, &statements[ENTRY_ADD],
                        VALUES(I64(1), I64(seq), BYTES("first", 5))));
    GIVES(s, E_DENIED,
          db_run(&s->t, s->d, &statements[ENTRY_CHANGE], VALUES(I64(1), BYTES("other", 5))));
    GIVES(s, E_DENIED, db_run(&s->t, s->d, &statements[ENTRY_REMOVE], VALUES(I64(1))));
    GIVES(s, E_CONFLICT,
          db_run(&s->t, s->d, &statements[ENTRY_ADD], VALUES(I64(1), I64(2), BYTES("other", 5))));
    WITH_CURSOR(rows);
    WORKS(s, db_query(&s->t, s->d, &statements[ENTRY_LIST], VALUES(I64(1)), &rows));
    int64_t seen = 0;
    for (; cursor_next(&rows); seen++) {
        assert_int_equal(cursor_i64(&rows), seen);
        assert_true(str_is(cursor_bytes(&rows), "first"));
    }
    assert_int_equal(seen, 3);
}

static void rules_of_a_table_are_kept(void **state)
{
    struct scratch *s = *state;
    char *large = NEWS(s->arena, char, 9000000);
    WORKS(s, add_thing(s, s->d, 1, "one"));
    GIVES(s, E_CONFLICT, add_thing(s, s->d, 1, "again"));
    GIVES(s, E_INVALID,
          db_run(&s->t, s->d, &statements[THING_ADD], VALUES(I64(1), NIL(), NIL(), NIL())));
    GIVES(s, E_INVALID,
          db_run(&s->t, s->d, &statements[THING_ADD],
                 VALUES(I64(1), I64(2), NIL(), BYTES(large, 9000000))));
    GIVES(s, E_INVALID,
          db_run(&s->t, s->d, &statements[THING_ADD], VALUES(I64(1), TEXT(S("x")), NIL(), NIL())));
    assert_int_equal(count_things(s, s->d), 1);
}

static void none_and_could_not_look_differ(void **state)
{
    struct scratch *s = *state;
    int64_t found = 77;
    GIVES(s, E_MISSING,
          db_query_i64(&s->t, s->d, &statements[NOTHING_AT_ALL], VALUES(I64(1)), &found));
    db_fault_at(1);
    GIVES(s, E_IO, db_query_i64(&s->t, s->d, &statements[NOTHING_AT_ALL], VALUES(I64(1)), &found));
    assert_int_equal(found, 77); /* set only on OK */
}

/* --- transactions --- */

static status leave_early(struct scratch *s)
{
    WITH_TX(tx);
    TRY(tx_begin(&s->t, s->d, &tx));
    TRY(add_thing(s, s->d, 1, "left"));
    return fail(&s->t, E_DENIED, "changed my mind");
}

static void leaving_early_rolls_back(void **state)
{
    struct scratch *s = *state;
    GIVES(s, E_DENIED, leave_early(s));
    assert_int_equal(count_things(s, s->d), 0);
    struct tx tx;
    WORKS(s, tx_begin(&s->t, s->d, &tx));
    WORKS(s, add_thing(s, s->d, 1, "kept"));
    WORKS(s, tx_commit(&tx));
    tx_end(&tx); /* safe to repeat */
    tx_end(&tx);
    assert_int_equal(count_things(s, s->d), 1);
}

static void a_second_begin_is_refused_and_the_first_goes_on(void **state)
{
    struct scratch *s = *state;
    WITH_TX(tx);
    WITH_TX(inner);
    WORKS(s, tx_begin(&s->t, s->d, &tx));
    WORKS(s, add_thing(s, s->d, 1, "one"));
    GIVES(s, E_CONFLICT, tx_begin(&s->t, s->d, &inner));
    WORKS(s, tx_commit(&tx));
    assert_int_equal(count_things(s, s->d), 1);
}

static void after_a_failed_step_nothing_is_stored(void **state)
{
    struct scratch *s = *state;
    struct tx tx;
    WORKS(s, tx_begin(&s->t, s->d, &tx));
    WORKS(s, add_thing(s, s->d, 1, "one"));
    GIVES(s, E_CONFLICT, add_thing(s, s->d, 1, "twice"));
    GIVES(s, E_CONFLICT, add_thing(s, s->d, 2, "two"));
    GIVES(s, E_CONFLICT, tx_commit(&tx));
    assert_int_equal(count_things(s, s->d), 0);
    WORKS(s, add_thing(s, s->d, 1, "the connection goes on"));
}

static void others_read_the_last_commit_while_one_writes(void **state)
{
    struct scratch *s = *state;
    WORKS(s, add_thing(s, s->d, 1, "one"));
    struct db_place reading = s->place;
    reading.read_only = true;
    reading.create = false;
    struct db *reader = scratch_open(s, reading);
    struct tx writing, still;
    WORKS(s, tx_begin(&s->t, s->d, &writing));
    WORKS(s, add_thing(s, s->d, 2, "two"));
    assert_int_equal(count_things(s, reader), 1);
    WORKS(s, tx_begin(&s->t, reader, &still));
    assert_int_equal(count_things(s, reader), 1);
    WORKS(s, tx_commit(&writing));
    assert_int_equal(count_things(s, reader), 1); /* one moment, held still */
    tx_end(&still);
    assert_int_equal(count_things(s, reader), 2);
    GIVES(s, E_DENIED, add_thing(s, reader, 3, "readers do not write"));
    assert_true(db_is_read_only(reader));
    db_close(reader);
}

static void two_writers_of_one_row_do_not_both_win(void **state)
{
    struct scratch *s = *state;
    WORKS(s, add_thing(s, s->d, 1, "one"));
    struct db *other = scratch_open(s, s->place);
    const struct value mine[] = { I64(1), I64(1), TEXT(S("mine")) };
    struct tx tx, late;
    WORKS(s, tx_begin(&s->t, s->d, &tx));
    WORKS(s, db_run(&s->t, s->d, &statements[THING_RENAME], mine, 3));
    status second = tx_begin(&s->t, other, &late); /* SQLite stops here, PostgreSQL below */
    if (second == OK) {
        second = db_run(&s->t, other, &statements[THING_RENAME], mine, 3);
        tx_end(&late);
    }
    assert_int_equal(second, E_BUSY);
    WORKS(s, tx_commit(&tx));
    WORKS(s, db_run(&s->t, other, &statements[THING_RENAME], mine, 3));
    db_close(other);
}

static void one_writer_a_log(void **state)
{
    struct scratch *s = *state;
    struct db *other = scratch_open(s, s->place);
    WORKS(s, db_writer_lock(&s->t, s->d, 1));
    WORKS(s, db_writer_lock(&s->t, s->d, 1)); /* mine already */
    GIVES(s, E_BUSY, db_writer_lock(&s->t, other, 1));
    struct db *elsewhere = NULL;
    struct db_place place = scratch_elsewhere(s, "second");
    WORKS(s, db_open(&s->t, &place, &elsewhere));
    WORKS(s, db_writer_lock(&s->t, elsewhere, 1));
    db_close(elsewhere);
    db_close(s->d);
    s->d = other;
    WORKS(s, db_writer_lock(&s->t, other, 1));
}

/* --- counting and faults --- */

static void counts_say_what_was_written(void **state)
{
    struct scratch *s = *state;
    struct db_counts before = db_count(s->d);
    struct tx tx;
    WORKS(s, tx_begin(&s->t, s->d, &tx));
    for (int64_t k = 0; k < 10; k++)
        WORKS(s, add_thing(s, s->d, k, "x"));
    WORKS(s, tx_commit(&tx));
    WORKS(s, db_run(&s->t, s->d, &statements[THING_RENAME], VALUES(I64(1), I64(4), NIL())));
    assert_int_equal(db_changes(s->d), 6);
    struct db_counts after = db_count(s->d);
    assert_int_equal(after.rows - before.rows, 16);
    assert_int_equal(after.commits - before.commits, 2);
    assert_int_equal(after.syncs - before.syncs, 2);
    if (!scratch_is_postgres())
        assert_in_range(after.wal_pages - before.wal_pages, 2, 8);
}

static void close_it(struct db **d)
{
    db_close(*d);
}

/* One of each verb; gives the first failure, leaving nothing open. */
static status every_verb(struct scratch *s, const struct db_place *place)
{
    __attribute__((cleanup(close_it))) struct db *d = NULL;
    TRY(db_open(&s->t, place, &d));
    TRY(db_schema(&s->t, d, str_from(scratch_schema)));
    TRY(db_prepare_all(&s->t, d, statements, COUNT(statements)));
    TRY(db_writer_lock(&s->t, d, 9));
    TRY(db_bulk_begin(&s->t, d));
    TRY(db_bulk_end(&s->t, d));
    WITH_TX(tx);
    TRY(tx_begin(&s->t, d, &tx));
    TRY(add_thing(s, d, 1, "one"));
    WITH_CURSOR(rows);
    TRY(db_query(&s->t, d, &statements[THING_GET], VALUES(I64(1), I64(1)), &rows));
    while (cursor_next(&rows))
        ;
    TRY(cursor_done(&rows));
    TRY(tx_commit(&tx));
    TRY(db_checkpoint(&s->t, d));
    return db_scrub(&s->t, d);
}

static int64_t things_left(struct scratch *s, const struct db_place *place)
{
    struct db *d = NULL;
    WORKS(s, db_open(&s->t, place, &d));
    if (db_prepare_all(&s->t, d, statements, COUNT(statements)) != OK) { /* no tables yet */
        db_close(d);
        return 0;
    }
    int64_t count = count_things(s, d);
    db_close(d);
    return count;
}

static void every_verb_may_fail_and_loses_nothing(void **state)
{
    struct scratch *s = *state;
    char name[24] = "clean";
    struct db_place place = scratch_elsewhere(s, name);
    db_fault_at(INT64_MAX);
    WORKS(s, every_verb(s, &place));
    int64_t calls = db_fault_calls();
    assert_int_equal(calls, 16);
    int64_t commit_call = calls - 2; /* the last two move the WAL */
    for (int64_t n = 1; n <= calls; n++) {
        snprintf(name, sizeof name, "fault_%d", (int)n);
        place = scratch_elsewhere(s, name);
        db_fault_at(n);
        GIVES(s, E_IO, every_verb(s, &place));
        db_fault_none();
        assert_int_equal(things_left(s, &place), n > commit_call);
    }
}

static void after_a_failed_commit_the_connection_writes_no_more(void **state)
{
    struct scratch *s = *state;
    struct tx tx;
    WORKS(s, tx_begin(&s->t, s->d, &tx));
    WORKS(s, add_thing(s, s->d, 1, "one"));
    db_fault_at(1);
    GIVES(s, E_IO, tx_commit(&tx));
    db_fault_none();
    GIVES(s, E_IO, add_thing(s, s->d, 2, "two"));
    GIVES(s, E_IO, tx_begin(&s->t, s->d, &tx));
    assert_int_equal(count_things(s, s->d), 0); /* but it still reads */
}

static void a_lost_server_is_told(void **state)
{
    struct scratch *s = *state;
    if (!scratch_is_postgres())
        skip();
    static const struct statement end_others = {
        "end.others",
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE application_name = 'sightline' AND pid <> pg_backend_pid()",
        0, 1
    };
    struct db *other = scratch_open(s, s->place);
    WORKS(s, db_prepare_all(&s->t, other, &end_others, 1));
    struct tx tx;
    WORKS(s, tx_begin(&s->t, s->d, &tx));
    WORKS(s, add_thing(s, s->d, 1, "one"));
    int64_t ended = 0;
    WORKS(s, db_query_i64(&s->t, other, &end_others, NULL, 0, &ended));
    assert_true(ended >= 1);
    GIVES(s, E_IO, tx_commit(&tx));
    assert_non_null(strstr(s->t.reason, "connection to the database server is lost"));
    GIVES(s, E_IO, add_thing(s, s->d, 2, "two"));
    assert_int_equal(count_things(s, other), 0);
    db_close(other);
}

/* Writes rows one commit at a time and tells each number once it is kept, until it is killed. */
_Noreturn static void write_until_killed(struct scratch *s, int tell)
{
    struct db *d = scratch_open(s, s->place);
    for (int64_t k = 0;; k += 2) {
        struct tx tx;
        bool kept = tx_begin(&s->t, d, &tx) == OK && add_thing(s, d, k, "even") == OK &&
                    add_thing(s, d, k + 1, "odd") == OK && tx_commit(&tx) == OK;
        if (!kept || write(tell, &k, sizeof k) != sizeof k)
            _exit(1);
    }
}

static void what_was_committed_outlives_a_kill(void **state)
{
    struct scratch *s = *state;
    for (int round = 0; round < 5; round++) {
        WORKS(s, db_run(&s->t, s->d, &statements[THING_CLEAR], NULL, 0));
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0)
            write_until_killed(s, ends[1]);
        close(ends[1]);
        int64_t told = -1, k;
        for (int i = 0; i < 20 + round && read(ends[0], &k, sizeof k) == sizeof k; i++)
            told = k;
        usleep((useconds_t)(137 * round));
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        while (read(ends[0], &k, sizeof k) == sizeof k)
            told = k;
        close(ends[0]);
        int64_t count = count_things(s, s->d);
        assert_true(told >= 38 && count >= told + 2 && count % 2 == 0);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(values_come_back_as_they_went),
        CASE(whole_numbers_keep_64_bits),
        CASE(text_that_one_engine_would_refuse_is_refused_by_both),
        CASE(parameters_may_be_out_of_order_and_used_twice),
        CASE(sums_and_comparisons_are_whole_numbers),
        CASE(a_column_of_another_kind_is_a_failure_not_a_nought),
        CASE(text_is_ordered_by_its_bytes),
        CASE(a_statement_that_does_not_fit_stops_start_up),
        CASE(append_only_rows_stay),
        CASE(rules_of_a_table_are_kept),
        CASE(none_and_could_not_look_differ),
        CASE(leaving_early_rolls_back),
        CASE(a_second_begin_is_refused_and_the_first_goes_on),
        CASE(after_a_failed_step_nothing_is_stored),
        CASE(others_read_the_last_commit_while_one_writes),
        CASE(two_writers_of_one_row_do_not_both_win),
        CASE(one_writer_a_log),
        CASE(counts_say_what_was_written),
        CASE(every_verb_may_fail_and_loses_nothing),
        CASE(after_a_failed_commit_the_connection_writes_no_more),
        CASE(a_lost_server_is_told),
        CASE(what_was_committed_outlives_a_kill),
    };
    return scratch_run(argc, argv, tests, COUNT(tests));
}

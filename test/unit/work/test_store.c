/* A register opens only when it is whole, and its derived tables are never more than a fold. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "given.h"

static void some_life(struct given *g)
{
    uint32_t home = a_home(g, "Rowan House"), worker = a_person(g, "Sam Worker");
    uint32_t child = a_child(g, "Alex", "566910");
    holds(g, worker, "social-worker", child, "2025-01-01T09:00:00Z");
    is_placed(g, child, home, "2025-02-01T10:00:00Z");
    says(g, EV_VISIT_MADE, child, "2025-03-01T10:00:00Z");
    struct event e = missing(g, child, "2026-03-27T19:00:00Z");
    WORKS(g, say(g, &e));
}

static void copy_file(struct given *g, const char *from, const char *to)
{
    char command[512];
    snprintf(command, sizeof command, "cp '%s/%s' '%s/%s' 2>/dev/null", g->folder, from, g->folder,
             to);
    assert_int_equal(system(command), 0);
}

static void remove_file(struct given *g, const char *name)
{
    unlink(str_nul(g->arena, given_path(g, name)));
}

/* P1: delete the register, start, and the same bytes are there. */
static void test_a_deleted_register_comes_back(void **state)
{
    struct given *g = *state;
    if (given_is_postgres())
        skip();
    some_life(g);
    struct str before = digest(g);
    given_shut(g);
    remove_file(g, "register/register.db");
    WORKS(g, given_reopen(g));
    SAME(digest(g), before);
}

static void test_a_rebuild_gives_the_same(void **state)
{
    struct given *g = *state;
    some_life(g);
    struct str before = digest(g);
    reader_close(g->r);
    g->r = NULL;
    WORKS(g, store_rebuild(&g->t, g->s, false, NULL, NULL));
    SAME(digest(g), before);
    WORKS(g, store_rebuild(&g->t, g->s, true, NULL, NULL));
}

static const struct statement tamper = {
    .name = "test.tamper", .sql = "UPDATE ssd_missing SET sl_grade = 1", .params = 0
};
static const struct statement lag = {
    .name = "test.lag", .sql = "UPDATE folded SET seq = seq + $1 WHERE log = 1", .params = 1
};
static const struct statement forget = {
    .name = "test.forget", .sql = "DELETE FROM ssd_missing", .params = 0
};

static void test_a_check_names_the_table_that_differs(void **state)
{
    struct given *g = *state;
    some_life(g);
    WORKS(g, db_prepare_all(&g->t, g->s->derived, &tamper, 1));
    WORKS(g, db_run(&g->t, g->s->derived, &tamper, NULL, 0));
    GIVES(g, E_CORRUPT, store_rebuild(&g->t, g->s, true, NULL, NULL));
    SAYS(g, "ssd_missing");
}

/* Behind or ahead by the stamp: what is missing is folded again, or everything. */
static void test_a_register_behind_or_ahead_is_folded_again(void **state)
{
    struct given *g = *state;
    static const int64_t by[] = { -1, 5 };
    some_life(g);
    struct str before = digest(g);
    for (size_t i = 0; i < COUNT(by); i++) {
        writer_close(g->w); /* it stamps what it leaves */
        g->w = NULL;
        WORKS(g, db_prepare_all(&g->t, g->s->derived, &lag, 1));
        WORKS(g, db_prepare_all(&g->t, g->s->derived, &forget, 1));
        WORKS(g, db_run(&g->t, g->s->derived, &forget, NULL, 0));
        WORKS(g, db_run(&g->t, g->s->derived, &lag, (struct value[]){ I64(by[i]) }, 1));
        given_shut(g);
        WORKS(g, given_reopen(g));
        SAME(digest(g), before);
    }
}

static const struct statement other_rules = {
    .name = "test.other_rules", .sql = "UPDATE setting SET value = 'x' WHERE name = 'rulebook'"
};

/* The rows of duties are by the rules that folded them: with other rules they are folded anew. */
static void test_other_rules_fold_everything_anew(void **state)
{
    struct given *g = *state;
    some_life(g);
    struct str before = digest(g);
    WORKS(g, db_prepare_all(&g->t, g->s->derived, &forget, 1));
    WORKS(g, db_prepare_all(&g->t, g->s->kept, &other_rules, 1));
    WORKS(g, db_run(&g->t, g->s->derived, &forget, NULL, 0));
    WORKS(g, db_run(&g->t, g->s->kept, &other_rules, NULL, 0));
    given_shut(g);
    WORKS(g, given_reopen(g));
    SAME(digest(g), before);
}

static const struct statement former_tables = {
    .name = "test.former_tables", .sql = "UPDATE folded SET version = version - 1 WHERE log = -1"
};

/* Tables of an earlier version: a reader says what to do, and a start makes them anew. */
static void test_tables_of_another_version_are_made_anew(void **state)
{
    struct given *g = *state;
    struct store *s = NULL;
    some_life(g);
    struct str before = digest(g);
    WORKS(g, db_prepare_all(&g->t, g->s->derived, &former_tables, 1));
    WORKS(g, db_run(&g->t, g->s->derived, &former_tables, NULL, 0));
    given_shut(g);
    GIVES(g, E_CONFLICT, store_open(&g->t, g->where, STORE_READ, &s));
    SAYS(g, "rebuild");
    WORKS(g, given_reopen(g));
    SAME(digest(g), before);
    WORKS(g, store_rebuild(&g->t, g->s, true, NULL, NULL));
}

static void test_a_reader_says_when_it_is_behind(void **state)
{
    struct given *g = *state;
    struct store *s = NULL;
    some_life(g);
    struct event e = event_new(EV_RECORD_OPENED, 0, g->now);
    WORKS(g, writer_note(&g->t, g->w, &e));
    writer_close(g->w); /* a note is no reason to be behind */
    g->w = NULL;
    WORKS(g, store_open(&g->t, g->where, STORE_READ, &s));
    assert_ptr_equal(s->warning, db_engine_warning(s->kept));
    store_close(s);
    WORKS(g, db_prepare_all(&g->t, g->s->derived, &lag, 1));
    WORKS(g, db_run(&g->t, g->s->derived, &lag, (struct value[]){ I64(-2) }, 1));
    WORKS(g, store_open(&g->t, g->where, STORE_READ, &s));
    assert_non_null(strstr(s->warning, "behind"));
    store_close(s);
}

static void test_refolding_one_subject_changes_nothing(void **state)
{
    struct given *g = *state;
    some_life(g);
    int64_t rows = -1;
    WORKS(g, store_refold(&g->t, g->s, 4, &rows));
    assert_int_equal(rows, 0);
}

static void test_no_register_says_how_to_make_one(void **state)
{
    struct given *g = *state;
    struct store *s = NULL;
    if (given_is_postgres())
        skip();
    GIVES(g, E_MISSING, store_open(&g->t, given_path(g, "nowhere"), STORE_READ, &s));
    SAYS(g, "sightline init");
    assert_null(s);
}

static void test_a_register_is_not_made_twice(void **state)
{
    struct given *g = *state;
    struct store_new n = { .where = g->where, .authority_name = S("Southmere"),
                           .authority_code = S("E06000997") };
    given_shut(g);
    GIVES(g, E_CONFLICT, store_init(&g->t, &n));
    WORKS(g, given_reopen(g));
    SAME(g->s->authority_name, S("Northmere"));
}

static void test_a_new_one_must_say_whose_it_is(void **state)
{
    struct given *g = *state;
    const struct store_new cases[] = {
        { .where = S(""), .authority_name = S("A"), .authority_code = S("B") },
        { .where = S("x"), .authority_name = S(""), .authority_code = S("B") },
        { .where = S("x"), .authority_name = S("A"), .authority_code = S("") },
        { .where = S("x"), .authority_name = S("A\nB"), .authority_code = S("C") },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        GIVES(g, E_INVALID, store_init(&g->t, &cases[i]));
}

/* --- the key --- */

static void write_key(struct given *g, const char *bytes, size_t len, int mode)
{
    char *name = str_nul(g->arena, given_path(g, "register/key"));
    unlink(name);
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL, mode);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, len), (ssize_t)len);
    close(fd);
    assert_int_equal(chmod(name, (mode_t)mode), 0);
}

static void test_the_key_is_for_its_owner_only(void **state)
{
    struct given *g = *state;
    struct stat about;
    if (given_is_postgres())
        skip();
    assert_int_equal(stat(str_nul(g->arena, given_path(g, "register/key")), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(about.st_size, 32);
}

static void test_a_wrong_key_is_refused(void **state)
{
    struct given *g = *state;
    struct store *s = NULL;
    if (given_is_postgres())
        skip();
    given_shut(g);
    const struct {
        const char *bytes;
        size_t len;
        int mode;
        status gives;
        const char *says;
    } cases[] = {
        { "01234567890123456789012345678901", 32, 0600, E_CORRUPT, "key" },
        { "0123456789012345678901234567890", 31, 0600, E_INVALID, "32" },
        { "012345678901234567890123456789012", 33, 0600, E_LIMIT, "32" },
        { "", 0, 0600, E_INVALID, "32" },
        { "01234567890123456789012345678901", 32, 0644, E_DENIED, "chmod 600" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        write_key(g, cases[i].bytes, cases[i].len, cases[i].mode);
        GIVES(g, cases[i].gives, store_open(&g->t, g->where, STORE_WRITE, &s));
        SAYS(g, cases[i].says);
    }
    remove_file(g, "register/key");
    GIVES(g, E_MISSING, store_open(&g->t, g->where, STORE_WRITE, &s));
    SAYS(g, "SIGHTLINE_KEY_FILE");
}

/* --- one writer, and no rolled-back journal --- */

static void test_a_second_writer_is_told_so(void **state)
{
    struct given *g = *state;
    struct store *s = NULL;
    GIVES(g, E_BUSY, store_open(&g->t, g->where, STORE_WRITE, &s));
    assert_true(strlen(g->t.reason) > 20);
    WORKS(g, store_open(&g->t, g->where, STORE_READ, &s));
    store_close(s);
}

static void test_an_older_journal_is_not_written_to(void **state)
{
    struct given *g = *state;
    struct store *s = NULL;
    if (given_is_postgres())
        skip();
    a_child(g, "Alex", "1");
    given_shut(g);
    copy_file(g, "register/journal.db", "old.db");
    WORKS(g, given_reopen(g));
    a_child(g, "Bo", "2");
    struct str note;
    WORKS(g, writer_sign(&g->t, g->w, &note));
    given_shut(g);
    remove_file(g, "register/journal.db-wal");
    remove_file(g, "register/journal.db-shm");
    copy_file(g, "old.db", "register/journal.db");
    GIVES(g, E_CORRUPT, store_open(&g->t, g->where, STORE_WRITE, &s));
    SAYS(g, "put the newest copy back");
}

static void test_a_reader_may_not_write(void **state)
{
    struct given *g = *state;
    struct store *s = NULL;
    struct writer *w = NULL;
    WORKS(g, store_open(&g->t, g->where, STORE_READ, &s));
    GIVES(g, E_DENIED, writer_open(&g->t, s, false, &w));
    GIVES(g, E_DENIED, store_rebuild(&g->t, s, false, NULL, NULL));
    store_close(s);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_a_deleted_register_comes_back),
        CASE(test_a_rebuild_gives_the_same),
        CASE(test_a_check_names_the_table_that_differs),
        CASE(test_a_register_behind_or_ahead_is_folded_again),
        CASE(test_other_rules_fold_everything_anew),
        CASE(test_a_reader_says_when_it_is_behind),
        CASE(test_tables_of_another_version_are_made_anew),
        CASE(test_refolding_one_subject_changes_nothing),
        CASE(test_no_register_says_how_to_make_one),
        CASE(test_a_register_is_not_made_twice),
        CASE(test_a_new_one_must_say_whose_it_is),
        CASE(test_the_key_is_for_its_owner_only),
        CASE(test_a_wrong_key_is_refused),
        CASE(test_a_second_writer_is_told_so),
        CASE(test_an_older_journal_is_not_written_to),
        CASE(test_a_reader_may_not_write),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

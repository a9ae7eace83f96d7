/* What is true of a SQLite file alone: keys, damage, a full disk, a first load, traces. */
#include "scratch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static off_t size_of(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 ? about.st_size : -1;
}

static status open_again(struct scratch *s, struct db_place place)
{
    struct db *d = NULL;
    place.create = false;
    TRY(db_open(&s->t, &place, &d));
    status result = db_prepare_all(&s->t, d, statements, COUNT(statements));
    int64_t ignored;
    if (result == OK)
        result = db_query_i64(&s->t, d, &statements[THING_COUNT], VALUES(I64(1)), &ignored);
    db_close(d);
    return result;
}

static void fill_and_close(struct scratch *s, int64_t rows)
{
    struct tx tx;
    WORKS(s, tx_begin(&s->t, s->d, &tx));
    for (int64_t k = 0; k < rows; k++)
        WORKS(s, add_thing(s, s->d, k, "Unmistakable words that no page may show"));
    WORKS(s, tx_commit(&tx));
    db_close(s->d);
    s->d = NULL;
}

/* --- keys --- */

static void a_wrong_key_is_told_from_a_lost_file(void **state)
{
    struct scratch *s = *state;
    fill_and_close(s, 10);
    WORKS(s, open_again(s, s->place));
    struct db_place wrong = s->place;
    wrong.key[31] ^= 1;
    if (db_can_encrypt()) {
        GIVES(s, E_CORRUPT, open_again(s, wrong));
        assert_non_null(strstr(s->t.reason, "key file"));
        assert_non_null(strstr(s->t.reason, s->file));
        wrong.encrypted = false;
        GIVES(s, E_CORRUPT, open_again(s, wrong));
    } else {
        wrong.encrypted = true;
        GIVES(s, E_DENIED, open_again(s, wrong));
    }
    WORKS(s, open_again(s, s->place));
    wrong = scratch_elsewhere(s, "lost");
    GIVES(s, E_MISSING, open_again(s, wrong));
    wrong.path = S("/nonexistent-folder/a.db");
    struct db *d;
    GIVES(s, E_IO, db_open(&s->t, &wrong, &d));
    wrong.url = S("postgresql://");
    GIVES(s, E_INVALID, db_open(&s->t, &wrong, &d));
    wrong.url = wrong.path = S("");
    GIVES(s, E_INVALID, db_open(&s->t, &wrong, &d));
}

static bool file_holds(struct scratch *s, const char *path, const char *word)
{
    off_t size = size_of(path);
    if (size <= 0)
        return false;
    struct arena_mark mark = arena_mark(s->arena);
    char *at = NEWS(s->arena, char, (size_t)size);
    FILE *file = fopen(path, "rb");
    assert_int_equal(fread(at, 1, (size_t)size, file), size);
    fclose(file);
    bool found = memmem(at, (size_t)size, word, strlen(word)) != NULL;
    arena_rewind(s->arena, mark);
    return found;
}

static void nothing_lies_in_the_clear(void **state)
{
    struct scratch *s = *state;
    WORKS(s, add_thing(s, s->d, 1, "Unmistakable"));
    char wal[128];
    snprintf(wal, sizeof wal, "%s-wal", s->file);
    assert_true(size_of(wal) > 4096);
    bool plain = !db_can_encrypt();
    assert_int_equal(file_holds(s, wal, "Unmistakable"), plain);
    WORKS(s, db_checkpoint(&s->t, s->d));
    assert_int_equal(file_holds(s, s->file, "Unmistakable"), plain);
    assert_int_equal(file_holds(s, s->file, "SQLite format 3"), plain);
    assert_int_equal(db_engine_warning(s->d) != NULL, plain);
    assert_non_null(strstr(db_engine_name(s->d), plain ? "not encrypted" : "AEGIS"));
    struct stat about;
    assert_int_equal(stat(s->file, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
}

static void opening_stretches_no_key(void **state)
{
    struct scratch *s = *state;
    double best = 1e9;
    for (int i = 0; i < 5; i++) {
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        struct db *d = NULL;
        WORKS(s, db_open(&s->t, &s->place, &d));
        clock_gettime(CLOCK_MONOTONIC, &to);
        db_close(d);
        double ms =
            (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
        best = ms < best ? ms : best;
    }
    print_message("opened in %.2f ms\n", best);
    assert_true(best < 40);
}

/* --- damage --- */

static void what_is_not_a_database_is_refused_and_left_alone(void **state)
{
    struct scratch *s = *state;
    struct db_place place = scratch_elsewhere(s, "letter");
    const char *path = str_nul(s->arena, place.path);
    FILE *file = fopen(path, "w");
    for (int i = 0; i < 2000; i++)
        fputs("Dear colleague, ", file);
    fclose(file);
    GIVES(s, E_CORRUPT, open_again(s, place));
    assert_int_equal(size_of(path), 32000);
    assert_true(file_holds(s, path, "Dear colleague, Dear"));
    assert_int_equal(truncate(path, 0), 0);
    GIVES(s, E_CORRUPT, open_again(s, place));
}

/* A page cut short is found when it is read, a missing page at once. */
static void a_cut_file_is_refused(void **state)
{
    struct scratch *s = *state;
    fill_and_close(s, 2000);
    off_t whole = size_of(s->file);
    const off_t cuts[] = { whole - 4096, whole / 2, 8192, 4097, 4095, 100, 1, 0 };
    for (size_t i = 0; i < COUNT(cuts); i++) {
        assert_int_equal(truncate(s->file, cuts[i]), 0);
        GIVES(s, E_CORRUPT, open_again(s, s->place));
    }
}

/* One changed byte in any page is found by the page's own tag. */
static void a_changed_byte_is_found(void **state)
{
    struct scratch *s = *state;
    if (!db_can_encrypt())
        skip();
    fill_and_close(s, 500);
    int file = open(s->file, O_RDWR | O_CLOEXEC);
    int64_t pages = size_of(s->file) / 4096, found = 0;
    for (int64_t page = 0; page < pages; page++) {
        char byte, changed;
        off_t at = page * 4096 + 2000;
        assert_int_equal(pread(file, &byte, 1, at), 1);
        changed = (char)(byte ^ 0x10);
        assert_int_equal(pwrite(file, &changed, 1, at), 1);
        status got = open_again(s, s->place);
        assert_true(got == OK || got == E_CORRUPT); /* OK: a page that this query does not read */
        found += got == E_CORRUPT;
        assert_int_equal(pwrite(file, &byte, 1, at), 1);
    }
    close(file);
    assert_true(found >= 4);
    WORKS(s, open_again(s, s->place));
}

/* --- a full disk --- */

_Noreturn static void write_until_full(struct scratch *s, int tell)
{
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = { 2 << 20, 2 << 20 };
    struct db *d = scratch_open(s, s->place);
    setrlimit(RLIMIT_FSIZE, &limit);
    int64_t kept = 0;
    status result = OK;
    for (int64_t k = 0; k < 100000 && result == OK; k++) {
        result = add_thing(s, d, k, "a name of some length that fills the disk in a while");
        kept += result == OK;
    }
    bool told = result == E_IO && strstr(s->t.reason, "disk");
    bool stopped = add_thing(s, d, -1, "no more") == E_IO;
    db_close(d);
    if (!told || !stopped || write(tell, &kept, sizeof kept) != sizeof kept)
        _exit(1);
    _exit(0);
}

static void a_full_disk_is_told_and_loses_nothing(void **state)
{
    struct scratch *s = *state;
    db_close(s->d);
    s->d = NULL;
    int ends[2], how;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0)
        write_until_full(s, ends[1]);
    waitpid(child, &how, 0);
    assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    int64_t kept = 0;
    assert_int_equal(read(ends[0], &kept, sizeof kept), sizeof kept);
    close(ends[0]);
    close(ends[1]);
    s->d = scratch_open(s, s->place);
    assert_true(kept > 50);
    assert_int_equal(count_things(s, s->d), kept);
    WORKS(s, add_thing(s, s->d, -1, "there is room again"));
}

/* --- the file as a whole --- */

static void a_first_load_ends_as_an_ordinary_file(void **state)
{
    struct scratch *s = *state;
    WORKS(s, db_bulk_begin(&s->t, s->d));
    struct tx tx;
    for (int64_t batch = 0; batch < 3; batch++) {
        WORKS(s, tx_begin(&s->t, s->d, &tx));
        for (int64_t k = 0; k < 1000; k++)
            WORKS(s, add_thing(s, s->d, batch * 1000 + k, "loaded"));
        WORKS(s, tx_commit(&tx));
    }
    int64_t syncs = db_count(s->d).syncs;
    WORKS(s, db_bulk_end(&s->t, s->d));
    assert_true(db_count(s->d).syncs > syncs);
    WORKS(s, add_thing(s, s->d, -1, "after"));
    struct db *other = scratch_open(s, s->place);
    assert_int_equal(count_things(s, other), 3001);
    WORKS(s, add_thing(s, other, -2, "from elsewhere"));
    GIVES(s, E_BUSY, db_bulk_begin(&s->t, s->d));
    db_close(other);
    /* Taking something back is not possible without a journal: the connection stops. */
    WORKS(s, db_bulk_begin(&s->t, s->d));
    WORKS(s, tx_begin(&s->t, s->d, &tx));
    tx_end(&tx);
    GIVES(s, E_IO, add_thing(s, s->d, -3, "no"));
}

static void moving_the_wal_waits_for_nobody(void **state)
{
    struct scratch *s = *state;
    char wal[128];
    snprintf(wal, sizeof wal, "%s-wal", s->file);
    struct db_place reading = s->place;
    reading.read_only = true;
    struct db *reader = scratch_open(s, reading);
    struct tx still;
    WORKS(s, tx_begin(&s->t, reader, &still));
    assert_int_equal(count_things(s, reader), 0);
    WORKS(s, add_thing(s, s->d, 1, "one"));
    WORKS(s, db_checkpoint(&s->t, s->d));
    GIVES(s, E_BUSY, db_scrub(&s->t, s->d));
    tx_end(&still);
    WORKS(s, db_scrub(&s->t, s->d));
    assert_int_equal(size_of(wal), 0);
    assert_int_equal(count_things(s, reader), 1);
    db_close(reader);
}

static void replacing_does_not_pass_the_guard(void **state)
{
    struct scratch *s = *state;
    static const struct statement replace = {
        "replace", "INSERT OR REPLACE INTO entry (log, seq, body) VALUES ($1, $2, $3)", 3, 0
    };
    WORKS(s, db_prepare_all(&s->t, s->d, &replace, 1));
    WORKS(s, db_run(&s->t, s->d, &replace, VALUES(I64(1), I64(0), BYTES("a", 1))));
    GIVES(s, E_DENIED, db_run(&s->t, s->d, &replace, VALUES(I64(1), I64(0), BYTES("b", 1))));
}

static void many_statements_are_all_found(void **state)
{
    struct scratch *s = *state;
    static struct statement many[300];
    for (size_t i = 0; i < COUNT(many); i++)
        many[i] = (struct statement){ "many", "SELECT $1 + 0", 1, 1 };
    WORKS(s, db_prepare_all(&s->t, s->d, many, COUNT(many)));
    for (size_t i = 0; i < COUNT(many); i++) {
        int64_t got = 0;
        WORKS(s, db_query_i64(&s->t, s->d, &many[i], VALUES(I64(i)), &got));
        assert_int_equal(got, i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_wrong_key_is_told_from_a_lost_file),
        CASE(nothing_lies_in_the_clear),
        CASE(opening_stretches_no_key),
        CASE(what_is_not_a_database_is_refused_and_left_alone),
        CASE(a_cut_file_is_refused),
        CASE(a_changed_byte_is_found),
        CASE(a_full_disk_is_told_and_loses_nothing),
        CASE(a_first_load_ends_as_an_ordinary_file),
        CASE(moving_the_wal_waits_for_nobody),
        CASE(replacing_does_not_pass_the_guard),
        CASE(many_statements_are_all_found),
    };
    return scratch_run(0, NULL, tests, COUNT(tests));
}

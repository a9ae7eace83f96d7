/* Kills a writer at random moments: what it had acknowledged is there, and the log is whole.
 *
 * SIGHTLINE_CRASH_ROUNDS says how often; a few times without it. */
#include "log.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum {
    ROUNDS = 4,
    CHILDREN = 5
};

/* Appends until it is killed; after each commit it says on the pipe how many entries there are. */
static _Noreturn void write_until_killed(struct log *l, int pipe_to)
{
    if (log_start(l) != OK || journal_open(l->t, &l->place, &l->j) != OK)
        _exit(3);
    for (;;) {
        struct event e[3];
        struct append a = { .events = e, .count = 1 + any_of(l->g, 3), .expected_n = APPEND_ANY };
        for (size_t i = 0; i < a.count; i++)
            e[i] = log_visit(l, 1 + (uint32_t)any_of(l->g, CHILDREN));
        if (log_append(l, &a) != OK)
            _exit(4);
        int64_t size = journal_size(l->j);
        if (write(pipe_to, &size, sizeof size) != (ssize_t)sizeof size)
            _exit(5);
    }
}

static int64_t last_said(int pipe_from, int64_t last)
{
    int64_t size;
    while (read(pipe_from, &size, sizeof size) == (ssize_t)sizeof size)
        last = size;
    return last;
}

/* `begun`: killed at some moment after its first entry; else perhaps before it has opened. */
static int64_t one_round(struct log *l, bool begun)
{
    int64_t first = 0;
    int ends[2], how = 0;
    assert_int_equal(pipe(ends), 0);
    uint64_t us = 2000 + any_of(l->g, 60000);
    pid_t writer = fork();
    assert_true(writer >= 0);
    if (writer == 0) {
        close(ends[0]);
        write_until_killed(l, ends[1]);
    }
    close(ends[1]);
    if (begun)
        assert_int_equal(read(ends[0], &first, sizeof first), sizeof first);
    nanosleep(&(struct timespec){ 0, (long)us * 1000 }, NULL);
    kill(writer, SIGKILL);
    int64_t said = last_said(ends[0], first);
    assert_int_equal(waitpid(writer, &how, 0), writer);
    assert_true(WIFSIGNALED(how));
    close(ends[0]);
    return said;
}

static void acknowledged_survives(void **state)
{
    const char *asked = getenv("SIGHTLINE_CRASH_ROUNDS");
    long rounds = asked ? strtol(asked, NULL, 10) : ROUNDS;
    struct log l = log_new(state, true);
    int64_t size = 0;
    for (int i = 0; i < CHILDREN; i++)
        log_subject(&l, SUBJECT_CHILD);
    for (long i = 0; i < rounds; i++) {
        struct arena_mark m = arena_mark(l.t->arena);
        struct verify_report r;
        log_stop(&l);
        int64_t said = one_round(&l, i % 4 != 3);
        l.g->seed += (uint64_t)i;
        WORKS(&l, log_start(&l));
        WORKS(&l, journal_open(l.t, &l.place, &l.j));
        assert_true(journal_size(l.j) >= said && journal_size(l.j) >= size);
        size = journal_size(l.j);
        WORKS(&l, journal_verify(l.t, l.j, &r, NULL, NULL));
        assert_int_equal(r.entries, size);
        arena_rewind(l.t->arena, m);
    }
    assert_true(size > 0);
    log_end(&l);
}

/* Two programs open the same log: the second to write is stopped before it can fork the tree. */
static void second_program_is_stopped(void **state)
{
    struct log l = log_new(state, false), other = l;
    uint32_t child = log_subject(&l, SUBJECT_CHILD);
    other.kept = log_db(&l, l.kept_path);
    other.keys = log_db(&l, l.keys_path);
    other.heads = NULL;
    other.place.kept = other.kept;
    other.place.keys = other.keys;
    WORKS(&l, journal_open(l.t, &other.place, &other.j));
    struct event e = log_visit(&l, child);
    WORKS(&l, log_say(&l, &e));
    GIVES(&l, E_BUSY, log_say(&other, &e));
    struct hash256 a, b;
    WORKS(&l, journal_root(l.t, l.j, &a));
    WORKS(&l, journal_root(l.t, other.j, &b)); /* a reader follows */
    assert_memory_equal(a.b, b.b, 32);
    assert_int_equal(journal_size(other.j), 1);
    assert_int_equal(journal_stream_length(l.t, other.j, child), 1);
    log_stop(&other);
    log_end(&l);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(acknowledged_survives),
        cmocka_unit_test(second_program_is_stopped),
    };
    return log_run(argc, argv, tests, COUNT(tests));
}

/* Events a second, sealed and durable, and read back from disk: `bench_append [FOLDER]`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/log.h"
#include "journal/journal.h"

enum {
    EVENTS = 200000,
    CHILDREN = 2000,
    A_CHILD = EVENTS / CHILDREN,
    A_TRANSACTION = 4000
};

static double seconds(clockid_t clock)
{
    struct timespec at;
    clock_gettime(clock, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

struct stopwatch {
    double wall, cpu;
};

static struct stopwatch start(void)
{
    return (struct stopwatch){ seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID) };
}

static void print_rate(const char *what, struct stopwatch since, int64_t count)
{
    double wall = seconds(CLOCK_MONOTONIC) - since.wall;
    double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - since.cpu;
    printf("%-44s %9.0f/s  %7.2f us CPU each\n", what, (double)count / wall,
           cpu * 1e6 / (double)count);
}

static status open_file(struct task *t, const char *folder, const char *name, struct db **ret)
{
    struct db_place p = { .path = str_print(t->arena, "%s/%s", folder, name),
                          .full_sync = true,
                          .encrypted = true,
                          .create = true };
    memset(p.key, 7, sizeof p.key);
    return db_open(t, &p, ret);
}

static struct event sample(uint32_t child, int64_t i)
{
    struct event e = event_new(EV_MISSING_REPORTED, child,
                               (struct instant){ (1774577400 + i * 60) * SECOND_US });
    e.agency = 3;
    e.author = 12;
    e.role = ROLE_NIGHT_WORKER;
    e.channel = 1;
    event_set_number(&e, "episode", 3 + i);
    event_set_code(&e, "class", "M");
    event_set_text(&e, "last-seen", S("2026-03-27T01:00:00Z"));
    event_set_text(&e, "last-seen-where", S("by the bandstand in the park"));
    event_set_text(&e, "wearing", S("a red coat and blue jeans"));
    return e;
}

static status make_children(struct task *t, struct journal *j, struct db *kept)
{
    WITH_TX(x);
    TRY(tx_begin(t, kept, &x));
    for (uint32_t i = 0, number; i < CHILDREN; i++)
        TRY(journal_subject_new(t, j, SUBJECT_CHILD, &number));
    TRY(tx_commit(&x));
    journal_committed(j);
    return OK;
}

/* Child by child, as an import does after sorting; one append for each child's run of ten. */
static status append_all(struct task *t, struct journal *j, struct db *kept)
{
    enum {
        RUN = 10
    };
    for (int64_t at = 0; at < EVENTS;) {
        WITH_TX(x);
        TRY(tx_begin(t, kept, &x));
        for (int64_t end = at + A_TRANSACTION; at < end; at += RUN) {
            struct event run[RUN];
            for (int64_t i = 0; i < RUN; i++)
                run[i] = sample((uint32_t)((at + i) / A_CHILD + 1), at + i);
            TRY(journal_append(t, j, &(struct append){ run, RUN, APPEND_ANY, S(""), false, 0 }));
        }
        TRY(tx_commit(&x));
        journal_committed(j);
    }
    return OK;
}

static status read_all(struct task *t, struct journal *j, bool facts, int64_t *ret_count)
{
    *ret_count = 0;
    for (uint32_t child = 1; child <= CHILDREN; child++) {
        struct arena_mark m = arena_mark(t->arena);
        struct stream_reader r;
        struct part p;
        struct fact f;
        TRY(stream_open(t, j, child, 0, &r));
        while (stream_next(&r, &p)) {
            MUST(!facts || fact_read(p.payload, &f));
            ++*ret_count;
        }
        TRY(stream_done(&r));
        arena_rewind(t->arena, m);
    }
    return OK;
}

static status facts_alone(struct task *t)
{
    enum {
        ROUNDS = 300000
    };
    struct event e = sample(1, 1);
    struct str payload;
    struct fact f;
    e.recorded = e.happened;
    random_bytes(e.id.b, sizeof e.id.b);
    TRY(event_encode(t, &e, &payload));
    struct stopwatch since = start();
    for (int i = 0; i < ROUNDS; i++)
        MUST(fact_read(payload, &f));
    printf("a payload has %zu bytes\n", payload.len);
    print_rate("fact_read alone", since, ROUNDS);
    return OK;
}

static status run(struct task *t, const char *folder)
{
    struct db *kept, *keys;
    struct journal *j;
    int64_t count;
    TRY(open_file(t, folder, "journal.db", &kept));
    TRY(open_file(t, folder, "keys.db", &keys));
    struct journal_place place = {
        .kept = kept, .keys = keys, .log = 1, .origin = S("bench.example/log")
    };
    TRY(journal_init(t, &place));
    TRY(journal_open(t, &place, &j));
    printf("%s\n", db_engine_name(kept));
    TRY(make_children(t, j, kept));
    struct stopwatch since = start();
    TRY(append_all(t, j, kept));
    print_rate("append, 4,000 a transaction, child by child", since, EVENTS);
    since = start();
    TRY(read_all(t, j, false, &count));
    print_rate("read and open from disk", since, count);
    since = start();
    TRY(read_all(t, j, true, &count));
    print_rate("read, open and fact_read from disk", since, count);
    struct db_counts c = db_count(kept);
    printf("commits %lld, WAL pages %lld\n", (long long)c.commits, (long long)c.wal_pages);
    journal_close(j);
    db_close(kept);
    db_close(keys);
    return facts_alone(t);
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/bench-append-XXXXXX";
    crypto_start();
    struct task t = task_open(arena_open((size_t)512 << 20), clock_real());
    const char *where = argc > 1 ? argv[1] : mkdtemp(folder);
    MUST(where);
    status s = run(&t, where);
    if (s != OK)
        log_failure("bench_append", &t);
    arena_close(t.arena);
    if (argc <= 1) {
        char command[64];
        snprintf(command, sizeof command, "rm -rf %s", folder);
        MUST(system(command) == 0);
    }
    return s != OK;
}

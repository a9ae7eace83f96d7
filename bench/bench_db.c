/* What a durable commit costs beside the bare disk, and rows a second: `bench_db [FOLDER]`. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/log.h"
#include "db/db.h"

enum {
    SYNCS = 400,
    COMMITS = 1000,
    ROWS = 100000,
    READS = 100000,
    BODY = 400
};

static const struct statement row_statements[] = {
    { "row.add", "INSERT INTO row (log, k, body) VALUES (1, $1, $2)", 2, 0 },
    { "row.get", "SELECT body FROM row WHERE log = 1 AND k = $1", 1, 1 },
};
enum {
    ADD,
    GET
};

static int64_t now_ns(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * INT64_C(1000000000) + at.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static double print_times(const char *what, int64_t *ns, size_t count)
{
    qsort(ns, count, sizeof ns[0], ascending);
    double middle = (double)ns[count / 2] / 1e3;
    printf("%-34s p50 %7.0f us   p99 %7.0f us\n", what, middle, (double)ns[count * 99 / 100] / 1e3);
    return middle;
}

static double bare_sync(const char *folder, size_t bytes)
{
    static char page[32 << 10];
    static int64_t took[SYNCS];
    char path[320], what[64];
    snprintf(path, sizeof path, "%s/bare", folder);
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    MUST(file >= 0 && posix_fallocate(file, 0, 8 << 20) == 0 && fsync(file) == 0);
    for (size_t i = 0; i < SYNCS; i++) {
        random_bytes(page, 64);
        int64_t began = now_ns();
        off_t at = (off_t)(i * bytes % (8 << 20));
        MUST(pwrite(file, page, bytes, at) == (ssize_t)bytes && fdatasync(file) == 0);
        took[i] = now_ns() - began;
    }
    close(file);
    unlink(path);
    snprintf(what, sizeof what, "bare fdatasync of %zu KiB", bytes >> 10);
    return print_times(what, took, SYNCS);
}

static status add_row(struct task *t, struct db *d, int64_t k)
{
    char body[BODY];
    random_bytes(body, sizeof body);
    return db_run(t, d, &row_statements[ADD], (struct value[]){ I64(k), BYTES(body, sizeof body) },
                  2);
}

static status one_a_commit(struct task *t, struct db *d, double bare)
{
    static int64_t took[COMMITS];
    struct db_counts before = db_count(d);
    for (int64_t k = 0; k < COMMITS; k++) {
        int64_t began = now_ns();
        WITH_TX(tx);
        TRY(tx_begin(t, d, &tx));
        TRY(add_row(t, d, k));
        TRY(tx_commit(&tx));
        took[k] = now_ns() - began;
    }
    struct db_counts after = db_count(d);
    double middle = print_times("commit of one row of 400 bytes", took, COMMITS);
    printf("%-34s %.2f bare syncs of 4 KiB, %.2f pages, %.2f syncs a commit\n", "", middle / bare,
           (double)(after.wal_pages - before.wal_pages) / COMMITS,
           (double)(after.syncs - before.syncs) / COMMITS);
    return OK;
}

static status many_a_commit(struct task *t, struct db *d)
{
    int64_t began = now_ns();
    WITH_TX(tx);
    TRY(tx_begin(t, d, &tx));
    for (int64_t k = 0; k < ROWS; k++)
        TRY(add_row(t, d, COMMITS + k));
    TRY(tx_commit(&tx));
    printf("%-34s %.0f rows a second\n", "100,000 rows in one commit",
           ROWS * 1e9 / (double)(now_ns() - began));

    uint64_t seed = 1, bytes = 0;
    began = now_ns();
    for (int i = 0; i < READS; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        WITH_CURSOR(rows);
        TRY(db_query(t, d, &row_statements[GET],
                     (struct value[]){ I64((int64_t)((seed >> 33) % ROWS)) }, 1, &rows));
        if (cursor_next(&rows))
            bytes += cursor_peek_bytes(&rows).len;
        TRY(cursor_done(&rows));
    }
    MUST(bytes == (uint64_t)READS * BODY);
    printf("%-34s %.0f a second\n", "reads of one row by its key",
           READS * 1e9 / (double)(now_ns() - began));
    return OK;
}

static status measure(struct task *t, const char *folder, const char *url)
{
    double bare = bare_sync(folder, 4 << 10);
    (void)bare_sync(folder, 32 << 10);
    char path[320];
    snprintf(path, sizeof path, "%s/bench.db", folder);
    struct db_place place = { .encrypted = db_can_encrypt(), .full_sync = true, .create = true };
    place.path = url ? S("") : str_from(path);
    place.url = str_from(url);
    place.schema = S("bench");
    random_bytes(place.key, sizeof place.key);
    struct db *d = NULL;
    TRY(db_open(t, &place, &d));
    printf("%s\n", db_engine_name(d));
    status result = db_schema(t, d,
                              S("CREATE TABLE row (log {{int}} NOT NULL, k {{int}} NOT NULL,"
                                " body {{bytes}} NOT NULL, PRIMARY KEY (log, k))"
                                " {{without-rowid}}"));
    if (result == OK)
        result = db_prepare_all(t, d, row_statements, COUNT(row_statements));
    if (result == OK)
        result = one_a_commit(t, d, bare);
    if (result == OK)
        result = many_a_commit(t, d);
    db_close(d);
    unlink(path);
    return result;
}

int main(int argc, char **argv)
{
    crypto_start();
    char folder[256];
    snprintf(folder, sizeof folder, "%s/bench-db.XXXXXX", argc > 1 ? argv[1] : "/var/tmp");
    MUST(mkdtemp(folder));
    struct arena *a = arena_open(64 << 20);
    struct task t = task_open(a, clock_real());
    status result = measure(&t, folder, argc > 2 ? argv[2] : NULL);
    if (result != OK)
        log_failure("bench", &t);
    arena_close(a);
    rmdir(folder);
    return result != OK;
}

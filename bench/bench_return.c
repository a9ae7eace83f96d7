/* Measures importing a return: `bench_return RETURN_FOLDER YEAR [AUTHORITY [INDEX]]` makes a new
 * register in a temporary folder, imports twice, and says how long each took. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/hash.h"
#include "intake/intake.h"

static double seconds(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

static int refuse(const struct task *t, const char *what)
{
    fprintf(stderr, "%s: %s\n", what, t->reason);
    return 1;
}

static void print_receipt(const struct receipt *r, double took)
{
    printf("%.3f s: %zu children, %zu rows: %zu taken, %zu unchanged, %zu corrected, %zu refused,"
           " %zu with warnings; %zu withdrawn, %zu events\n", took, r->children, r->rows, r->taken,
           r->unchanged, r->corrected, r->refused, r->warned, r->withdrawn, r->events);
}

static double started;
static void print_stage(void *self, const char *stage, size_t done, size_t of)
{
    (void)self;
    if (done == of)
        printf("  %.3f s %s\n", seconds() - started, stage);
}

int main(int argc, char **argv)
{
    char folder[] = "bench-return-XXXXXX";
    if (argc < 3)
        return fprintf(stderr, "usage: bench_return FOLDER YEAR [AUTHORITY [INDEX]]\n") > 0;
    crypto_start();
    struct task t = task_open(arena_open((size_t)1 << 30), clock_real());
    struct store *s;
    struct writer *w;
    struct reader *r;
    MUST(mkdtemp(folder));
    struct store_new n = { .where = str_print(t.arena, "%s/register", folder),
                           .authority_name = S("Northmere"),
                           .authority_code = S("E06000999"),
                           .nation = S("england") };
    if (store_init(&t, &n) != OK || store_open(&t, n.where, STORE_WRITE, &s) != OK ||
        writer_open(&t, s, false, &w) != OK || reader_open(&t, s, &r) != OK)
        return refuse(&t, "no register");
    struct return_import in = { .folder = str_from(argv[1]),
                                .year = (int)strtol(argv[2], NULL, 10),
                                .authority = str_from(argc > 3 ? argv[3] : NULL),
                                .postcodes = str_from(argc > 4 ? argv[4] : NULL),
                                .progress = print_stage };
    for (int i = 0; i < 2; i++) {
        struct receipt receipt;
        started = seconds();
        if (intake_return(&t, s, w, r, &in, &receipt) != OK)
            return refuse(&t, "not imported");
        print_receipt(&receipt, seconds() - started);
    }
    struct writer_counts c = writer_count(w);
    printf("%lld commits, %lld folds, %lld derived rows, %lld notices; register left in %s\n",
           (long long)c.commits, (long long)c.folds, (long long)c.rows_written,
           (long long)c.notices, folder);
    reader_close(r);
    writer_close(w);
    store_close(s);
    arena_close(t.arena);
    return 0;
}

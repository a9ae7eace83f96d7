/* How much of a processor a search takes over many children, and how long and how large the index
 * is.
 *
 * bench_find [CHILDREN]: made-up rows are written straight into a fresh register's tables. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "work/find.h"

enum {
    CHUNK = 2000,
    ROUNDS = 2000
};

static const char *const given[] = { "Alex",    "Noor",  "Samir", "Kit",   "Rowan", "Zo\xc3\xab",
                                     "Leonora", "Dylan", "Ffion", "Oskar", "Amina", "Tomasz" };
static const char *const syllable[] = { "bra", "ke",  "lo", "mar",  "ne",  "thor",  "wick", "den",
                                        "sta", "hol", "by", "ford", "ash", "grove", "lin",  "per" };

static unsigned seed = 20261112;
static unsigned chance(unsigned below)
{
    return (unsigned)rand_r(&seed) % below;
}

static struct str family(struct arena *a)
{
    return str_print(a, "%s%s%s", syllable[chance(16)], syllable[chance(16)], syllable[chance(16)]);
}

/* Of this thread: what else the machine does is left out. */
static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void set(struct derived_row *row, size_t column, struct value v)
{
    row->value[column] = v;
}

static void child_rows_made_up(struct arena *a, uint32_t n, struct derived_rows *rows)
{
    struct derived_row *row = derived_add(rows, DERIVED_SSD_PERSON, 1);
    struct str name = family(a);
    set(row, 1, TEXT(str_from(given[chance(COUNT(given))])));
    set(row, 2, TEXT(name));
    set(row, 6,
        TEXT(str_print(a, "%u-%02u-%02u", 2008 + chance(15), 1 + chance(12), 1 + chance(28))));
    set(row, 17, TEXT(name));
    set(row, 19, I64(0));
    for (unsigned k = 0; k < 3; k++) {
        row = derived_add(rows, DERIVED_SSD_LINKED_IDENTIFIERS, k + 1);
        set(row, 3, TEXT(str_print(a, "%u%06u", k + 4, chance(1000000))));
        set(row, 6, I64(k + 1));
    }
    for (unsigned k = 0; k < 3; k++) {
        row = derived_add(rows, DERIVED_FIND_WORD, k + 1);
        set(row, 0, I64(k == 0 ? FIND_FORMER : k == 1 ? FIND_SCHOOL : FIND_TELEPHONE));
        set(row, 1,
            TEXT(k == 0   ? family(a)
                 : k == 1 ? str_print(a, "%s Academy", syllable[chance(16)])
                          : str_print(a, "07700 9%05u", chance(100000))));
    }
    row = derived_add(rows, DERIVED_SSD_CLA_PLACEMENT, 1);
    set(row, 13, I64(1 + n % 500));
    for (unsigned k = 0; k < 3; k++) {
        row = derived_add(rows, DERIVED_ROLE_HOLDER, k + 1);
        set(row, 0, I64(k + 1));
        set(row, 1, I64(501 + chance(2000)));
        set(row, 2, I64(1));
    }
}

static void others(struct arena *a, uint32_t n, struct derived_rows *rows)
{
    struct derived_row *row =
        derived_add(rows, n <= 500 ? DERIVED_HOME : DERIVED_SSD_PROFESSIONALS, 1);
    set(row, n <= 500 ? 0 : 2,
        TEXT(str_print(a, "%.*s %s", STR_ARG(family(a)), n <= 500 ? "House" : "Worker")));
}

static status fill(struct task *t, struct store *s, uint32_t children)
{
    for (uint32_t from = 1; from <= children + 2500; from += CHUNK) {
        struct arena_mark mark = arena_mark(t->arena);
        WITH_TX(x);
        TRY(tx_begin(t, s->derived, &x));
        for (uint32_t n = from; n < from + CHUNK && n <= children + 2500; n++) {
            struct derived_rows rows = { .arena = t->arena };
            int64_t written;
            if (n <= 2500)
                others(t->arena, n, &rows);
            else
                child_rows_made_up(t->arena, n, &rows);
            TRY(derived_replace(t, s->derived, s->log, n, &rows, true, &written));
        }
        TRY(tx_commit(&x));
        arena_rewind(t->arena, mark);
    }
    return OK;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static const struct {
    const char *what, *typed[4];
} searches[] = {
    { "a name", { "alex", "rowan", "brakelo", "zoe" } },
    { "a name with a slip", { "brakelp", "leonoar", "tomsaz", "denstahol" } },
    { "first letters", { "a", "ke", "mar", "th" } },
    { "two words", { "alex ashgrove", "noor house", "samir academy", "kit marne" } },
    { "five words",
      { "alex 2011 house worker a", "noor marne 2012 academy 4", "k i t s u", "a e i o u" } },
    { "a number", { "4123456", "07700 912345", "500000", "12" } },
    { "a date of birth", { "4/5/2011", "may 2011", "2011", "12 June 14" } },
};

static status measure(struct task *t, struct finder *f, struct reader *r, const uint64_t *allowed,
                      size_t bits, const char *who)
{
    double *all = NEWS(t->arena, double, ROUNDS);
    for (size_t k = 0; k < COUNT(searches); k++) {
        size_t found = 0;
        for (size_t i = 0; i < ROUNDS / 4; i++) {
            struct arena_mark mark = arena_mark(t->arena);
            struct find_answer a;
            struct find_asked asked = { .words = str_from(searches[k].typed[i % 4]),
                                        .allowed = allowed,
                                        .allowed_bits = bits,
                                        .homes = true,
                                        .people = true };
            double began = now_ms();
            TRY(finder_look(t, f, r, &asked, &a));
            for (size_t c = 0; c < a.children.count; c++) {
                struct find_child one;
                TRY(find_describe(t, r, a.children.at[c].number, &one));
            }
            all[i] = now_ms() - began;
            found += a.children.all;
            arena_rewind(t->arena, mark);
        }
        qsort(all, ROUNDS / 4, sizeof *all, by_size);
        printf("%-22s %-14s p50 %6.2f ms  p99 %6.2f ms  most %6.2f ms  found %zu on average\n",
               searches[k].what, who, all[ROUNDS / 8], all[ROUNDS / 4 * 99 / 100],
               all[ROUNDS / 4 - 1], found / (ROUNDS / 4));
    }
    return OK;
}

static status run(struct task *t, uint32_t children)
{
    char folder[] = "/tmp/bench-find.XXXXXX";
    struct store *s;
    struct reader *r;
    struct finder *f;
    MUST(mkdtemp(folder) != NULL);
    struct store_new n = { .where = str_print(t->arena, "%s/register", folder),
                           .authority_name = S("Northmere"),
                           .authority_code = S("E06000998"),
                           .made_up = true };
    TRY(store_init(t, &n));
    TRY(store_open(t, n.where, STORE_WRITE, &s));
    double began = now_ms();
    TRY(fill(t, s, children));
    printf("%u children written in %.1f s\n", children, (now_ms() - began) / 1e3);
    TRY(reader_open(t, s, &r));
    TRY(finder_open(t, NULL, &f));
    began = now_ms();
    TRY(finder_warm(t, f, r));
    printf("index made in %.0f ms, %.1f MiB, %.0f bytes a child\n", now_ms() - began,
           (double)finder_bytes(f) / 1048576.0, (double)finder_bytes(f) / children);
    TRY(measure(t, f, r, NULL, 0, "all children"));
    size_t bits = (size_t)children + 2501;
    uint64_t *allowed = NEWS(t->arena, uint64_t, bits / 64 + 1);
    for (int i = 0; i < 25; i++) {
        uint32_t one = 2501 + chance(children);
        allowed[one / 64] |= UINT64_C(1) << one % 64;
    }
    TRY(measure(t, f, r, allowed, bits, "25 children"));
    finder_close(f);
    reader_close(r);
    store_close(s);
    printf("left in %s\n", folder);
    return OK;
}

int main(int argc, char **argv)
{
    uint32_t children = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 100000;
    crypto_start();
    struct arena *a = arena_open(1 << 30);
    struct task t = task_open(a, clock_real());
    status done = run(&t, children);
    if (done != OK)
        fprintf(stderr, "bench_find: %s\n", t.reason);
    arena_close(a);
    return done == OK ? 0 : 1;
}

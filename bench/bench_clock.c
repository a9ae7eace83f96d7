/* A million open duties waited for: how long loading takes, what it holds, how soon one is found.
 *
 * bench_clock [SUBJECTS [DUTIES EACH]]: 350,000 and 3 when not said. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "work/clockwork_inside.h"
#include "work/duty_rows.h"

enum { AT_ONCE = 2000, LOOKS = 1000000, NEXT_COLUMN = 18, KIND_COLUMN = 17 };

static _Noreturn void give_up(const struct task *t, const char *what)
{
    fprintf(stderr, "bench: %s: %s\n", what, t->reason);
    exit(1);
}
#define WORKS(t, call)                                                                            \
    do {                                                                                          \
        if ((call) != OK)                                                                         \
            give_up((t), #call);                                                                  \
    } while (0)

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double peak_mib(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_maxrss / 1024;
}

static uint64_t chance(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

/* Open duties as a fold leaves them, straight into the table: the journal has no part in this. */
static void one_subject(struct derived_rows *rows, uint32_t duties, uint64_t *state, int64_t now)
{
    for (uint32_t k = 0; k < duties; k++) {
        struct derived_row *row = derived_add(rows, DERIVED_DUTY, duty_key(k + 1, k + 1));
        int64_t in = (int64_t)(chance(state) % (90 * 86400)) * SECOND_US;
        row->value[0] = TEXT(S("made-up-for-measuring"));
        row->value[1] = I64(k + 1);
        row->value[2] = I64(k + 1);
        row->value[9] = I64(now);
        row->value[10] = I64(now + in);
        row->value[13] = I64(0);
        row->value[KIND_COLUMN] = I64(SUBJECT_CHILD);
        row->value[NEXT_COLUMN] = I64(now + in);
    }
}

static void fill(struct task *t, struct str where, uint32_t subjects, uint32_t duties)
{
    struct store *s;
    uint64_t state = 20260327;
    int64_t written, now = task_now(t).us;
    WORKS(t, store_open(t, where, STORE_WRITE, &s));
    struct arena_mark mark = arena_mark(t->arena);
    for (uint32_t from = 0; from < subjects; from += AT_ONCE) {
        WITH_TX(tx);
        WORKS(t, tx_begin(t, s->derived, &tx));
        for (uint32_t i = from; i < from + AT_ONCE && i < subjects; i++) {
            struct derived_rows rows = { .arena = t->arena };
            one_subject(&rows, duties, &state, now);
            WORKS(t, derived_replace(t, s->derived, s->log, i + 2, &rows, true, &written));
        }
        WORKS(t, tx_commit(&tx));
        arena_rewind(t->arena, mark);
    }
    store_close(s);
}

/* In a process of its own, so that its memory is its own. */
static int measure(const char *where)
{
    struct arena *arena = arena_open((size_t)1 << 30);
    struct task t = task_open(arena, clock_real());
    struct store *s;
    struct writer *w;
    struct clockwork *c;
    crypto_start();
    WORKS(&t, store_open(&t, str_from(where), STORE_WRITE, &s));
    WORKS(&t, writer_open(&t, s, false, &w));
    double before = peak_mib(), from = seconds();
    WORKS(&t, clockwork_open(&t, s, w, &c));
    double took = seconds() - from, after = peak_mib();
    printf("load: %.2f s for %zu subjects; peak memory %.0f MiB, of it the clock %.0f MiB\n", took,
           c->heap.count, after, after - before);
    from = seconds();
    int64_t sum = 0;
    for (int i = 0; i < LOOKS; i++)
        sum += clockwork_next(c).us & 1;
    printf("find next: %.3f us\n", (seconds() - from) * 1e6 / LOOKS + (double)(sum & 0));
    uint64_t state = 7;
    uint32_t places = (uint32_t)c->heap.count;
    int64_t now = task_now(&t).us;
    from = seconds();
    for (int i = 0; i < LOOKS; i++) {
        uint32_t subject = 2 + (uint32_t)(chance(&state) % places);
        int64_t at = now + (int64_t)(chance(&state) % (90 * 86400)) * SECOND_US;
        clock_heap_set(&c->heap, subject, i % 10 == 0 ? INT64_MAX : at);
    }
    printf("update: %.3f us\n", (seconds() - from) * 1e6 / LOOKS);
    from = seconds();
    size_t count = c->heap.count;
    uint32_t subject;
    for (size_t i = 0; i < count; i++) {
        (void)clock_heap_top(&c->heap, &subject);
        clock_heap_set(&c->heap, subject, INT64_MAX);
    }
    printf("take the earliest out: %.3f us, %zu times\n", (seconds() - from) * 1e6 / (double)count,
           count);
    clockwork_close(c);
    writer_close(w);
    store_close(s);
    arena_close(arena);
    return 0;
}

int main(int argc, char **argv)
{
    char folder[] = "bench-clock.XXXXXX", command[64];
    if (argc == 3 && strcmp(argv[1], "measure") == 0)
        return measure(argv[2]);
    crypto_start();
    if (!mkdtemp(folder))
        return 1;
    uint32_t subjects = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 350000;
    uint32_t duties = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 3;
    struct arena *arena = arena_open((size_t)1 << 30);
    struct task t = task_open(arena, clock_real());
    struct str where = str_print(arena, "%s/register", folder);
    struct store_new n = { .where = where, .authority_name = S("Northmere"),
                           .authority_code = S("E06000999") };
    WORKS(&t, store_init(&t, &n));
    fill(&t, where, subjects, duties);
    printf("%u open duties of %u subjects\n", subjects * duties, subjects);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        execl(argv[0], argv[0], "measure", str_nul(arena, where), (char *)NULL);
        _exit(1);
    }
    int ended = 1;
    bool measured = waitpid(pid, &ended, 0) == pid && ended == 0;
    snprintf(command, sizeof command, "rm -rf %s", folder);
    arena_close(arena);
    return system(command) == 0 && measured ? 0 : 1;
}

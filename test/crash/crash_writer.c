/* Kills the writer again and again: what it confirmed is there, nothing is half there.
 *
 * SIGHTLINE_CRASH_ROUNDS says how often (10). Power loss is not simulated: what a kill shows is
 * that nothing is confirmed before its commit, and that every start finds a whole register. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "journal/journal.h"
#include "work/look.h"
#include "work/notice.h"
#include "work/writer.h"

enum { CHILDREN = 6, EVENTS_MAX = 100000, PAIR = 2 };

static _Noreturn void give_up(const struct task *t, const char *what)
{
    fprintf(stderr, "crash: %s: %s\n", what, t->reason);
    exit(1);
}
#define WORKS(t, call)                                                                            \
    do {                                                                                          \
        if ((call) != OK)                                                                         \
            give_up((t), #call);                                                                  \
    } while (0)

static struct instant tick(void *self)
{
    struct instant *now = self;
    now->us += SECOND_US;
    return *now;
}

struct place {
    struct str where;
    uint32_t child[CHILDREN];
};

static void make(struct task *t, struct place *p)
{
    struct store *s;
    struct writer *w;
    struct store_new n = { .where = p->where, .authority_name = S("Northmere"),
                           .authority_code = S("E06000999") };
    WORKS(t, store_init(t, &n));
    WORKS(t, store_open(t, p->where, STORE_WRITE, &s));
    WORKS(t, writer_open(t, s, false, &w));
    for (int i = 0; i < CHILDREN; i++) {
        WORKS(t, writer_subject_new(t, w, SUBJECT_CHILD, &p->child[i]));
        struct event e = event_new(EV_CHILD_REGISTERED, p->child[i], task_now(t));
        event_set_text(&e, "given", S("Alex"));
        struct append a = { .events = &e, .count = 1, .expected_n = 0 };
        WORKS(t, writer_append(t, w, &a));
    }
    writer_close(w);
    store_close(s);
}

/* Writes pairs until it is killed; each confirmed one is told through the pipe. */
static _Noreturn void write_for_ever(struct task *t, const struct place *p, int out)
{
    struct store *s;
    struct writer *w;
    WORKS(t, store_open(t, p->where, STORE_WRITE, &s));
    WORKS(t, writer_open(t, s, true, &w));
    struct arena_mark mark = arena_mark(t->arena);
    for (uint32_t i = 0; i < EVENTS_MAX; i++) {
        uint32_t child = i % CHILDREN;
        struct event e[PAIR];
        e[0] = event_new(i % 12 < CHILDREN ? EV_ABSENCE_NOTICED : EV_CHILD_RETURNED,
                         p->child[child], task_now(t));
        e[1] = event_new(EV_DENTAL_CHECKED, p->child[child], task_now(t));
        if (writer_complete(t, w, &e[0]) != OK)
            e[0] = event_new(EV_VISIT_MADE, p->child[child], task_now(t));
        struct append a = { .events = e, .count = PAIR, .expected_n = APPEND_ANY };
        WORKS(t, writer_append(t, w, &a));
        uint32_t told[] = { child, e[1].n };
        if (write(out, told, sizeof told) != (ssize_t)sizeof told)
            exit(1);
        arena_rewind(t->arena, mark);
    }
    exit(0);
}

/* After the kill: each confirmed entry is there, in pairs, and all adds up. */
static void check(struct task *t, const struct place *p, const uint32_t *confirmed)
{
    struct store *s;
    struct verify_report report;
    WORKS(t, store_open(t, p->where, STORE_WRITE, &s));
    WORKS(t, journal_verify(t, s->journal, &report, NULL, NULL));
    for (int i = 0; i < CHILDREN; i++) {
        uint32_t length = journal_stream_length(t, s->journal, p->child[i]);
        if (length < confirmed[i] || length % PAIR != 1) {
            fprintf(stderr, "crash: child %d has %u entries, confirmed were %u\n", i, length,
                    confirmed[i]);
            exit(1);
        }
    }
    WORKS(t, store_rebuild(t, s, true, NULL, NULL));
    store_close(s);
}

/* Half of the kills strike a writer that has begun to confirm, however slow the machine is; the
 * others may strike while it opens its register. */
static void one_round(struct task *t, const struct place *p, uint32_t *confirmed, long wait_us)
{
    enum {
        OPENS_IN_MS = 30000
    };
    int ends[2];
    if (pipe(ends) != 0)
        exit(1);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        write_for_ever(t, p, ends[1]);
    }
    close(ends[1]);
    if (wait_us % 2 == 0 &&
        poll(&(struct pollfd){ .fd = ends[0], .events = POLLIN }, 1, OPENS_IN_MS) != 1)
        exit(1);
    usleep((useconds_t)wait_us);
    kill(pid, SIGKILL);
    uint32_t told[2];
    while (read(ends[0], told, sizeof told) == (ssize_t)sizeof told)
        confirmed[told[0]] = told[1];
    close(ends[0]);
    int ended;
    waitpid(pid, &ended, 0);
    if (!WIFSIGNALED(ended)) {
        fprintf(stderr, "crash: the writer ended by itself\n");
        exit(1);
    }
    check(t, p, confirmed);
}

int main(void)
{
    const char *said = getenv("SIGHTLINE_CRASH_ROUNDS");
    long rounds = said ? strtol(said, NULL, 10) : 10;
    char folder[] = "/tmp/sightline-crash.XXXXXX";
    struct instant now = { INT64_C(1774641600) * SECOND_US };
    crypto_start();
    if (!mkdtemp(folder))
        return 1;
    struct arena *arena = arena_open(900 << 20);
    struct task t = task_open(arena, (struct clock){ tick, &now });
    struct place p = { .where = str_print(arena, "%s/register", folder) };
    uint32_t confirmed[CHILDREN] = { 0 }, total = 0;
    make(&t, &p);
    srand48(20260327);
    for (long i = 0; i < rounds; i++) {
        struct arena_mark mark = arena_mark(arena);
        one_round(&t, &p, confirmed, 20000 + lrand48() % 200000);
        arena_rewind(arena, mark);
    }
    for (int i = 0; i < CHILDREN; i++)
        total += confirmed[i];
    printf("crash: %ld kills, %u entries confirmed, none lost, none half there\n", rounds, total);
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    arena_close(arena);
    return total > CHILDREN && system(command) == 0 ? 0 : 1;
}

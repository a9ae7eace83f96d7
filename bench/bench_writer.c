/* How fast the writer appends, takes in bulk, folds and rebuilds, beside a bare sync of the disk.
 *
 * bench_writer [CHILDREN [SECONDS [HOMES]]]: of 50 events each; 4,000 and 3 when not said, and a
 * home for every four children, which is told of each that goes missing.
 * bench_writer rebuild WHERE: that alone. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "journal/journal.h"
#include "work/fold.h"
#include "work/look.h"
#include "work/writer.h"

enum { LONG_CHILDREN = 10, LONG_EVENTS = 300, EVENTS = 50, APPENDS = 400, SYNCS = 400,
       CLIENTS = 16, CLIENT_APPENDS_MAX = 200000, BULK_AT_ONCE = 2000 };

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

/* Of the whole process, in microseconds: the work without the wait for the disk. */
static double cpu_us(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e6 +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double part_of(double *all, size_t count, double part)
{
    qsort(all, count, sizeof *all, by_size);
    size_t i = (size_t)(part * (double)count);
    return count ? all[i < count ? i : count - 1] : 0;
}

/* --- made-up lives --- */

/* Kinds in turn, a year or so of care; what a kind needs is filled in by say(). */
static const enum event_kind life[] = {
    EV_VISIT_MADE,          EV_HEALTH_ASSESSED,  EV_ABSENCE_NOTICED,
    EV_MISSING_REPORTED,    EV_POLICE_TOLD,      EV_RISK_GRADED,
    EV_CHILD_FOUND,         EV_CHILD_RETURNED,   EV_PREVENTION_INTERVIEW_HELD,
    EV_RETURN_INTERVIEW_OFFERED, EV_RETURN_INTERVIEW_HELD, EV_REVIEW_HELD,
    EV_VISIT_MADE,          EV_DENTAL_CHECKED,   EV_VISIT_MADE,
    EV_EDUCATION_PLAN_MADE,
};

static uint32_t home_first, homes;

static struct event moment(enum event_kind kind, uint32_t child, struct instant when,
                           uint64_t episode)
{
    struct event e = event_new(kind, child, when);
    const struct kind_def *k = event_kind_def(kind);
    e.agency = 1;
    e.channel = 1;
    e.source = S("made up for measuring");
    if (k->also == SUBJECT_HOME && homes > 0)
        e.also = home_first + child % homes;
    for (unsigned i = 0; i < k->fields; i++) {
        const struct field_def *f = &k->field[i];
        if (f->type == FIELD_TEXT)
            event_set_text(&e, f->name, S("words of a usual length, made up"));
        else if (f->type == FIELD_CODE && f->list < CODE_LISTS)
            event_set_code(&e, f->name, code_text((enum code_list)f->list, 1));
        else if (f->type == FIELD_FLAG)
            event_set_number(&e, f->name, 1);
        else if (f->type == FIELD_ABOUT)
            event_set_number(&e, f->name, (int64_t)episode);
    }
    return e;
}

static struct event nth(uint32_t child, uint32_t n, struct instant now, uint32_t of)
{
    const int64_t day_us = 24 * HOUR_US;
    struct instant when = { now.us - (int64_t)(of - n + 1) * 6 * day_us };
    if (n == 0) {
        struct event e = event_new(EV_CHILD_REGISTERED, child, when);
        event_set_text(&e, "given", S("Alex"));
        event_set_text(&e, "family", S("Example"));
        event_set_number(&e, "born", 15000);
        return e;
    }
    if (n == 1)
        return moment(EV_CARE_STARTED, child, when, 1);
    if (n == 2) {
        struct event e = moment(EV_PLACEMENT_STARTED, child, when, 2);
        event_set_code(&e, "type", "K2");
        return e;
    }
    if (n == 3) {
        struct event e = event_new(EV_INVOLVEMENT_STARTED, child, when);
        event_set_code(&e, "role", "social-worker");
        event_set_number(&e, "person", 2);
        return e;
    }
    enum event_kind kind = life[n % COUNT(life)];
    bool placed = kind == EV_VISIT_MADE;
    return moment(kind, child, when, placed ? 2 : 100 + n / COUNT(life));
}

struct bench {
    struct arena *arena;
    struct task t;
    struct str where, folder;
    struct store *s;
    struct writer *w;
    uint32_t first, children, long_first;
};

static void bulk_children(struct bench *b, uint32_t first, uint32_t count, uint32_t events)
{
    struct instant now = task_now(&b->t);
    for (uint32_t from = 0; from < count; from += BULK_AT_ONCE) {
        struct arena_mark mark = arena_mark(b->arena);
        uint32_t some = count - from < BULK_AT_ONCE ? count - from : BULK_AT_ONCE;
        struct append *all = NEWS(b->arena, struct append, some);
        for (uint32_t c = 0; c < some; c++) {
            struct event *e = NEWS(b->arena, struct event, events);
            for (uint32_t n = 0; n < events; n++)
                e[n] = nth(first + from + c, n, now, events);
            all[c] = (struct append){ .events = e, .count = events, .expected_n = APPEND_ANY };
        }
        WORKS(&b->t, writer_bulk(&b->t, b->w, all, some, NULL, NULL));
        arena_rewind(b->arena, mark);
    }
}

static uint32_t new_children(struct bench *b, uint32_t count)
{
    uint32_t first = 0, number = 0;
    for (uint32_t i = 0; i < count; i++) {
        WORKS(&b->t, writer_subject_new(&b->t, b->w, SUBJECT_CHILD, &number));
        first = i ? first : number;
    }
    return first;
}

static void new_homes(struct bench *b)
{
    for (uint32_t i = 0; i < homes; i++) {
        uint32_t number = 0;
        WORKS(&b->t, writer_subject_new(&b->t, b->w, SUBJECT_HOME, &number));
        home_first = i ? home_first : number;
        struct event e = event_new(EV_HOME_REGISTERED, number, task_now(&b->t));
        event_set_text(&e, "name", S("Rowan House"));
        struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
        WORKS(&b->t, writer_bulk(&b->t, b->w, &a, 1, NULL, NULL));
    }
}

/* --- one client --- */

static double bare_sync(struct bench *b, double *all, size_t count)
{
    static char page[4096];
    char *name = str_nul(b->arena, str_print(b->arena, "%.*s/sync", STR_ARG(b->folder)));
    int fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
    for (size_t i = 0; i < count; i++) {
        memset(page, (int)i, sizeof page);
        double from = seconds();
        if (pwrite(fd, page, sizeof page, (off_t)(i * sizeof page)) != sizeof page ||
            fdatasync(fd) != 0)
            exit(1);
        all[i] = (seconds() - from) * 1e6;
    }
    close(fd);
    unlink(name);
    return part_of(all, count, 0.5);
}

static void one_client(struct bench *b, const char *what, uint32_t first, uint32_t children,
                       uint32_t events)
{
    double *took = NEWS(b->arena, double, APPENDS), *sync = NEWS(b->arena, double, SYNCS);
    struct instant now = task_now(&b->t);
    double bare = bare_sync(b, sync, SYNCS / 2);
    struct db_counts kept = { 0 }, derived = { 0 };
    struct writer_counts before = { 0 };
    uint32_t warm = children;
    double cpu = 0;
    for (uint32_t i = 0; i < APPENDS + warm; i++) {
        struct arena_mark mark = arena_mark(b->arena);
        if (i == warm) {
            WORKS(&b->t, writer_idle(&b->t, b->w));
            kept = db_count(b->s->kept);
            derived = db_count(b->s->derived);
            before = writer_count(b->w);
        }
        struct event e = nth(first + i % children, 4 + i / children % 40, now, events);
        e.happened = now;
        struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
        double from = seconds(), cpu_from = cpu_us();
        WORKS(&b->t, writer_append(&b->t, b->w, &a));
        if (i >= warm) {
            took[i - warm] = (seconds() - from) * 1e6;
            cpu += cpu_us() - cpu_from;
        }
        arena_rewind(b->arena, mark);
    }
    struct db_counts kept_now = db_count(b->s->kept), derived_now = db_count(b->s->derived);
    struct writer_counts after = writer_count(b->w);
    double bare_after = bare_sync(b, sync, SYNCS / 2);
    bare = (bare + bare_after) / 2;
    double p50 = part_of(took, APPENDS, 0.5), p99 = part_of(took, APPENDS, 0.99);
    printf("one client, %s: p50 %.0f us, p99 %.0f us; bare 4 KiB sync p50 %.0f us: %.1f times\n",
           what, p50, p99, bare, p50 / bare);
    printf("  each: %.0f us CPU, %.1f WAL pages kept + %.1f derived, %.2f syncs, %.1f rows"
           " written, %.1f notices\n",
           cpu / APPENDS,
           (double)(kept_now.wal_pages - kept.wal_pages) / APPENDS,
           (double)(derived_now.wal_pages - derived.wal_pages) / APPENDS,
           (double)(kept_now.syncs - kept.syncs) / APPENDS,
           (double)(after.rows_written - before.rows_written) / APPENDS,
           (double)(after.notices - before.notices) / APPENDS);
}

/* --- many clients --- */

struct client {
    struct bench *b;
    unsigned seed;
    double until, *took;
    size_t count;
};

static void *client_thread(void *self)
{
    struct client *c = self;
    struct arena *arena = arena_open(64 << 20);
    struct task t = task_open(arena, clock_real());
    while (seconds() < c->until && c->count < CLIENT_APPENDS_MAX) {
        struct arena_mark mark = arena_mark(arena);
        uint32_t child = c->b->first + (uint32_t)rand_r(&c->seed) % c->b->children;
        uint32_t n = 4 + (uint32_t)rand_r(&c->seed) % 40;
        struct event e = nth(child, n, task_now(&t), EVENTS);
        e.happened = task_now(&t);
        struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
        double from = seconds();
        WORKS(&t, writer_append(&t, c->b->w, &a));
        c->took[c->count++] = (seconds() - from) * 1e3;
        arena_rewind(arena, mark);
    }
    arena_close(arena);
    return NULL;
}

static void many_clients(struct bench *b, double for_s)
{
    struct client clients[CLIENTS];
    pthread_t threads[CLIENTS];
    writer_close(b->w);
    WORKS(&b->t, writer_open(&b->t, b->s, true, &b->w));
    uint32_t all_children = b->children;
    b->children = all_children < 1600 ? all_children : 1600;
    double from = seconds();
    for (unsigned i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){ .b = b, .seed = i + 1, .until = from + for_s };
        clients[i].took = NEWS(b->arena, double, CLIENT_APPENDS_MAX);
        pthread_create(&threads[i], NULL, client_thread, &clients[i]);
    }
    size_t count = 0;
    double *all = NEWS(b->arena, double, (size_t)CLIENTS * CLIENT_APPENDS_MAX);
    for (unsigned i = 0; i < CLIENTS; i++) {
        pthread_join(threads[i], NULL);
        memcpy(all + count, clients[i].took, clients[i].count * sizeof *all);
        count += clients[i].count;
    }
    double took = seconds() - from;
    struct writer_counts c = writer_count(b->w);
    printf("%d clients, %u children: %.0f events/s, p50 %.1f ms, p99 %.1f ms; %.1f events a"
           " commit\n",
           CLIENTS, b->children, (double)count / took, part_of(all, count, 0.5),
           part_of(all, count, 0.99), (double)c.events / (double)(c.commits ? c.commits : 1));
    b->children = all_children;
    writer_close(b->w);
    WORKS(&b->t, writer_open(&b->t, b->s, false, &b->w));
}

/* --- folding --- */

static void folding(struct bench *b)
{
    enum { SOME = 400, ROUNDS = 20 };
    uint32_t some = b->children < SOME ? b->children : SOME;
    struct stream *streams = NEWS(b->arena, struct stream, some);
    struct folding *f = folding_open(&b->t, b->s);
    int64_t events = 0, duties = 0;
    double from = seconds();
    for (uint32_t i = 0; i < some; i++) {
        WORKS(&b->t, stream_read(&b->t, b->s->journal, b->first + i, NEVER, false, &streams[i]));
        duties += fold_child(f, &streams[i], UINT32_MAX)->count;
        events += streams[i].count;
    }
    double disk = seconds() - from;
    from = seconds();
    for (int round = 0; round < ROUNDS; round++) {
        for (uint32_t i = 0; i < some; i++)
            fold_child(f, &streams[i], UINT32_MAX);
    }
    double memory = seconds() - from;
    printf("fold and rules: %.2f M events/s in memory, %.0f thousand/s from the file, opening"
           " each (%.1f duties and alarms a child)\n",
           (double)events * ROUNDS / memory / 1e6, (double)events / disk / 1e3,
           (double)duties / some);
    folding_close(f);
}

/* --- looks --- */

static void look_times(struct bench *b)
{
    enum { LOOKS = 100 };
    double child[LOOKS], board[LOOKS], duties[LOOKS];
    struct reader *r;
    size_t missing = 0, of_all = 0;
    WORKS(&b->t, reader_open(&b->t, b->s, &r));
    struct instant now = task_now(&b->t);
    for (int i = 0; i < LOOKS; i++) {
        struct arena_mark mark = arena_mark(b->arena);
        struct child_file f;
        struct missing_list m;
        struct duty_list d;
        struct duty_filter of = { .at = now, .limit = 50 };
        double start = seconds();
        uint32_t which = b->long_first + (uint32_t)i % LONG_CHILDREN;
        WORKS(&b->t, look_child(&b->t, r, which, NEVER, now, &f));
        child[i] = (seconds() - start) * 1e3;
        start = seconds();
        WORKS(&b->t, look_missing(&b->t, r, now, &m));
        board[i] = (seconds() - start) * 1e3;
        missing = m.count;
        start = seconds();
        if (i < 5) {
            WORKS(&b->t, look_duties(&b->t, r, &of, &d));
            duties[i] = (seconds() - start) * 1e3;
            of_all = d.running;
        }
        arena_rewind(b->arena, mark);
    }
    printf("looks: a file of %d events p50 %.2f ms, p99 %.2f; the board of %zu missing p50 %.2f ms,"
           " p99 %.2f; 50 duties of %zu %.0f ms\n",
           LONG_EVENTS, part_of(child, LOOKS, 0.5), part_of(child, LOOKS, 0.99), missing,
           part_of(board, LOOKS, 0.5), part_of(board, LOOKS, 0.99), of_all,
           part_of(duties, 5, 0.5));
    reader_close(r);
}

static double peak_mib(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_maxrss / 1024;
}

/* In a process of its own, so that its memory is its own. */
static int rebuild_alone(const char *where)
{
    struct arena *arena = arena_open((size_t)1 << 30);
    struct task t = task_open(arena, clock_real());
    struct store *s;
    crypto_start();
    WORKS(&t, store_open(&t, str_from(where), STORE_WRITE, &s));
    double from = seconds();
    WORKS(&t, store_rebuild(&t, s, false, NULL, NULL));
    double took = seconds() - from;
    printf("rebuild: %.1f s for %lld events (%.0f thousand/s); peak memory %.0f MiB\n", took,
           (long long)journal_size(s->journal), (double)journal_size(s->journal) / took / 1e3,
           peak_mib());
    store_close(s);
    arena_close(arena);
    return 0;
}

static void rebuild(struct bench *b, const char *self)
{
    writer_close(b->w);
    store_close(b->s);
    fflush(stdout);
    char *where = str_nul(b->arena, b->where);
    pid_t pid = fork();
    if (pid == 0) {
        execl(self, self, "rebuild", where, (char *)NULL);
        _exit(1);
    }
    int ended;
    if (waitpid(pid, &ended, 0) != pid || ended != 0)
        exit(1);
    WORKS(&b->t, store_open(&b->t, b->where, STORE_WRITE, &b->s));
    WORKS(&b->t, writer_open(&b->t, b->s, false, &b->w));
}

int main(int argc, char **argv)
{
    char folder[] = "bench-writer.XXXXXX";
    if (argc == 3 && strcmp(argv[1], "rebuild") == 0)
        return rebuild_alone(argv[2]);
    crypto_start();
    if (!mkdtemp(folder))
        return 1;
    struct bench b = { .arena = arena_open((size_t)2 << 30), .folder = str_from(folder) };
    b.t = task_open(b.arena, clock_real());
    b.children = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 4000;
    double for_s = argc > 2 ? strtod(argv[2], NULL) : 3;
    b.where = str_print(b.arena, "%s/register", folder);
    struct store_new n = { .where = b.where, .authority_name = S("Northmere"),
                           .authority_code = S("E06000999") };
    WORKS(&b.t, store_init(&b.t, &n));
    WORKS(&b.t, store_open(&b.t, b.where, STORE_WRITE, &b.s));
    WORKS(&b.t, writer_open(&b.t, b.s, false, &b.w));
    uint32_t person;
    WORKS(&b.t, writer_subject_new(&b.t, b.w, SUBJECT_PERSON, &person));
    struct event e = event_new(EV_PERSON_REGISTERED, person, task_now(&b.t));
    event_set_text(&e, "name", S("Sam Worker"));
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
    WORKS(&b.t, writer_append(&b.t, b.w, &a));
    printf("%s\n", db_engine_name(b.s->kept));

    homes = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : b.children / 4;
    new_homes(&b);

    double from = seconds(), cpu = cpu_us();
    b.first = new_children(&b, b.children);
    bulk_children(&b, b.first, b.children, EVENTS);
    double took = seconds() - from;
    printf("bulk: %.0f events/s, folded (%u children of %d events in %.1f s, %u homes; %.1f us CPU"
           " an event)\n", (double)b.children * EVENTS / took, b.children, EVENTS, took, homes,
           (cpu_us() - cpu) / b.children / EVENTS);
    b.long_first = new_children(&b, LONG_CHILDREN);
    bulk_children(&b, b.long_first, LONG_CHILDREN, LONG_EVENTS);
    WORKS(&b.t, writer_idle(&b.t, b.w));
    folding(&b);
    look_times(&b);
    rebuild(&b, argv[0]);
    if (getenv("SIGHTLINE_BENCH_KEEP"))
        return 0; /* to rebuild again: bench_writer rebuild FOLDER/register */
    one_client(&b, "50 events", b.first, 40, EVENTS);
    one_client(&b, "300 events", b.long_first, LONG_CHILDREN, LONG_EVENTS);
    many_clients(&b, for_s);
    writer_close(b.w);
    store_close(b.s);
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) == 0 ? 0 : 1;
}

/* Kills the clock again and again while a second process stands by: no step lost, none twice.
 *
 * Days pass in seconds. Of two processes one acts and the other waits until the register is free;
 * whoever acts is killed with -9 at a random instant, the other takes over, and a new one stands
 * by. At the end the steps are exactly those of a register that nobody disturbed.
 * SIGHTLINE_CRASH_ROUNDS says how often (25). Arguments: none, or `postgres UP DOWN`. */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "journal/journal.h"
#include "work/clockwork.h"
#include "work/look.h"

enum { CHILDREN = 30, DAYS = 12, ROUND_MS = 70, PROCESSES = 2, STEPS_TEXT = 4 << 20 };

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

/* Between the processes: the made-up clock, and who acts. */
struct shared {
    _Atomic int64_t now;
    _Atomic pid_t acting;
};
static struct shared *shared;

static struct instant made_up_now(void *self)
{
    (void)self;
    return (struct instant){ atomic_load(&shared->now) };
}

static const char own_rules[] =
    "duty crash-call\n"
    "    title      Call made\n"
    "    force      local\n"
    "    cite       \"Made up for this test\"\n"
    "    confidence unverified\n"
    "    in-force   2014-01-16 onwards\n"
    "    starts     school-absent\n"
    "    due        24 hours after happened\n"
    "    met-by     gp-registered\n"
    "    owner      social-worker at child\n"
    "    warn       4 hours before due\n"
    "    escalate   team-manager at due\n"
    "    escalate   head-of-service 6 hours after due\n"
    "    escalate   director 3 days after due\n"
    "\n"
    "alarm crash-silence\n"
    "    title      Nobody called\n"
    "    force      local\n"
    "    cite       \"Made up for this test\"\n"
    "    confidence unverified\n"
    "    in-force   2014-01-16 onwards\n"
    "    raised-after 12 hours after school-absent\n"
    "    unless     gp-registered\n"
    "    level      high\n"
    "    tells      social-worker, team-manager\n"
    "    within     4 hours\n"
    "    needs      a decision with a reason\n"
    "    clears     none\n"
    "    escalate   head-of-service at due\n"
    "    escalate   director 2 days after due\n";

/* --- a register with something to come --- */

static int64_t start_us(void)
{
    return INT64_C(1774641600) * SECOND_US; /* 2026-03-27T20:00Z */
}

static void say(struct task *t, struct writer *w, struct event e)
{
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
    WORKS(t, writer_append(t, w, &a));
}

static uint32_t person(struct task *t, struct writer *w, const char *role)
{
    uint32_t number;
    WORKS(t, writer_subject_new(t, w, SUBJECT_PERSON, &number));
    struct event e = event_new(EV_PERSON_REGISTERED, number, task_now(t));
    event_set_text(&e, "name", str_from(role));
    say(t, w, e);
    struct event takes = event_new(EV_INVOLVEMENT_STARTED, 1, task_now(t));
    event_set_code(&takes, "role", role);
    event_set_number(&takes, "person", number);
    say(t, w, takes);
    return number;
}

static void child(struct task *t, struct writer *w, uint32_t home, int nth)
{
    uint32_t number;
    struct instant when = { start_us() + nth * 7 * HOUR_US + nth * INT64_C(61) * SECOND_US };
    WORKS(t, writer_subject_new(t, w, SUBJECT_CHILD, &number));
    struct event e = event_new(EV_CHILD_REGISTERED, number, task_now(t));
    event_set_text(&e, "given", S("Alex"));
    say(t, w, e);
    if (nth % 3 == 0) {
        struct event care = event_new(EV_CARE_STARTED, number, task_now(t));
        event_set_code(&care, "legal-status", "C2");
        say(t, w, care);
        struct event placed = event_new(EV_PLACEMENT_STARTED, number, task_now(t));
        event_set_code(&placed, "type", "K2");
        event_set_number(&placed, "home", home);
        event_set_number(&placed, "placement", 5);
        placed.also = home;
        say(t, w, placed);
        struct event gone = event_new(EV_MISSING_REPORTED, number, when);
        event_set_code(&gone, "class", "M");
        event_set_number(&gone, "episode", 9);
        gone.also = home;
        say(t, w, gone);
    }
    say(t, w, event_new(EV_SCHOOL_ABSENT, number, when));
}

static void make(struct task *t, struct str where)
{
    struct store *s;
    struct writer *w;
    struct clockwork *c;
    struct clock_done done;
    uint32_t home;
    struct store_new n = { .where = where, .authority_name = S("Northmere"),
                           .authority_code = S("E06000999"), .made_up = true };
    atomic_store(&shared->now, start_us());
    n.key_file = str_from(getenv("SIGHTLINE_KEY_FILE"));
    WORKS(t, store_init(t, &n));
    WORKS(t, store_open(t, where, STORE_WRITE, &s));
    WORKS(t, writer_open(t, s, false, &w));
    person(t, w, "social-worker");
    person(t, w, "team-manager");
    person(t, w, "head-of-service");
    person(t, w, "director");
    WORKS(t, writer_subject_new(t, w, SUBJECT_HOME, &home));
    struct event e = event_new(EV_HOME_REGISTERED, home, task_now(t));
    event_set_text(&e, "name", S("Rowan House"));
    say(t, w, e);
    WORKS(t, clockwork_open(t, s, w, &c));
    WORKS(t, clockwork_run(t, c, task_now(t), &done)); /* its clock begins here */
    for (int i = 0; i < CHILDREN; i++)
        child(t, w, home, i);
    clockwork_close(c);
    writer_close(w);
    store_close(s);
}

/* --- what was done --- */

static status count_of(struct task *t, struct store *s, const char *sql, int64_t *ret)
{
    static struct statement statements[2];
    static const char *known[2];
    size_t at = known[0] == NULL || known[0] == sql ? 0 : 1;
    known[at] = sql;
    statements[at] = (struct statement){ .name = "crash.count", .sql = sql, .columns = 1 };
    TRY(db_prepare_all(t, s->kept, &statements[at], 1));
    return db_query_i64(t, s->kept, &statements[at], NULL, 0, ret);
}

static void add_step(struct task *t, struct text *out, uint32_t subject, const struct event *e)
{
    bool step = e->kind == EV_ALARM_RAISED || e->kind == EV_DUTY_WARNED ||
                e->kind == EV_ESCALATED;
    if (!step)
        return;
    if (e->recorded.us < e->happened.us) {
        fprintf(stderr, "crash: a step of subject %u was taken early\n", subject);
        exit(1);
    }
    text_addf(out, "%u %s %.*s %lld %.*s %lld\n", subject, event_kind_def(e->kind)->name,
              STR_ARG(event_text(e, "rule")), (long long)event_number(e, "started"),
              STR_ARG(e->kind == EV_ESCALATED ? event_text(e, "step") : S("-")),
              (long long)e->happened.us);
    (void)t;
}

static int by_line(const void *a, const void *b)
{
    const struct str *x = a, *y = b;
    size_t len = x->len < y->len ? x->len : y->len;
    int order = memcmp(x->at, y->at, len);
    return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

/* One line a step, sorted: what ran late may lie in another order in its stream. */
static struct str sorted(struct task *t, struct str text, size_t *ret_lines)
{
    struct str *line = NEWS(t->arena, struct str, text.len / 8 + 1);
    size_t count = 0;
    for (size_t from = 0, i = 0; i < text.len; i++) {
        if (text.at[i] != '\n')
            continue;
        line[count++] = (struct str){ text.at + from, i - from };
        from = i + 1;
    }
    qsort(line, count, sizeof *line, by_line);
    struct text out = text_open(t->arena, STEPS_TEXT);
    for (size_t i = 0; i < count; i++)
        text_addf(&out, "%.*s\n", STR_ARG(line[i]));
    *ret_lines = count;
    return text_done(&out);
}

struct findings {
    struct str steps;
    size_t count;
    int64_t notices;
};

static struct findings findings_of(struct task *t, struct str where)
{
    struct findings f = { 0 };
    struct store *s;
    struct verify_report report;
    struct text out = text_open(t->arena, STEPS_TEXT);
    int64_t doubled = 0;
    WORKS(t, store_open(t, where, STORE_WRITE, &s));
    WORKS(t, journal_verify(t, s->journal, &report, NULL, NULL));
    WORKS(t, store_rebuild(t, s, true, NULL, NULL));
    for (uint32_t subject = 1; subject <= journal_subject_count(s->journal); subject++) {
        struct stream in;
        WORKS(t, stream_read(t, s->journal, subject, NEVER, true, &in));
        for (uint32_t n = 1; n <= in.count; n++) {
            struct event e = stream_event_at(t, &in, n);
            add_step(t, &out, subject, &e);
        }
    }
    f.steps = sorted(t, text_done(&out), &f.count);
    WORKS(t, count_of(t, s, "SELECT count(*) FROM outbox", &f.notices));
    WORKS(t, count_of(t, s, "SELECT count(*) FROM (SELECT 1 FROM outbox GROUP BY child, rule,"
                            " started_n, step, person HAVING count(*) > 1) twice", &doubled));
    store_close(s);
    if (doubled > 0) {
        fprintf(stderr, "crash: %lld notices were written twice\n", (long long)doubled);
        exit(1);
    }
    return f;
}

/* --- running --- */

static int64_t end_us(void)
{
    return start_us() + DAYS * 24 * HOUR_US;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void undisturbed(struct task *t, struct str where)
{
    struct store *s;
    struct writer *w;
    struct clockwork *c;
    struct clock_done done;
    atomic_store(&shared->now, start_us());
    WORKS(t, store_open(t, where, STORE_WRITE, &s));
    WORKS(t, writer_open(t, s, false, &w));
    WORKS(t, clockwork_open(t, s, w, &c));
    for (int64_t now; (now = clockwork_next(c).us) <= end_us();) {
        struct arena_mark mark = arena_mark(t->arena);
        atomic_store(&shared->now, now);
        WORKS(t, clockwork_run(t, c, task_now(t), &done));
        arena_rewind(t->arena, mark);
    }
    clockwork_close(c);
    writer_close(w);
    store_close(s);
}

/* Waits until the register is free, then acts until all days are over, or it is killed. */
static _Noreturn void act(struct task *t, struct str where, double speed)
{
    struct store *s = NULL;
    struct writer *w;
    struct clockwork *c;
    struct clock_done done;
    struct arena_mark mark = arena_mark(t->arena);
    for (status opened = E_BUSY; opened != OK;) {
        arena_rewind(t->arena, mark);
        opened = store_open(t, where, STORE_WRITE, &s);
        if (opened != OK && opened != E_BUSY)
            give_up(t, "standing by");
        if (opened != OK)
            usleep(5000);
    }
    atomic_store(&shared->acting, getpid());
    WORKS(t, writer_open(t, s, true, &w));
    WORKS(t, clockwork_open(t, s, w, &c));
    mark = arena_mark(t->arena);
    int64_t from = atomic_load(&shared->now), now = from;
    for (double began = seconds(); now < end_us();) {
        now = from + (int64_t)((seconds() - began) * speed * 1e6);
        atomic_store(&shared->now, now);
        WORKS(t, clockwork_run(t, c, (struct instant){ now }, &done));
        arena_rewind(t->arena, mark);
        usleep(200);
    }
    pause();
    exit(0);
}

static pid_t begin(struct task *t, struct str where, double speed)
{
    pid_t pid = fork();
    if (pid == 0)
        act(t, where, speed);
    return pid;
}

static void end(pid_t pid)
{
    int ended;
    kill(pid, SIGKILL);
    if (waitpid(pid, &ended, 0) != pid || !WIFSIGNALED(ended)) {
        fprintf(stderr, "crash: the clock ended by itself\n");
        exit(1);
    }
}

static long disturbed(struct task *t, struct str where, long rounds)
{
    double speed = (double)DAYS * 86400 / ((double)rounds * ROUND_MS / 1000);
    pid_t pid[PROCESSES];
    long kills = 0, last = rounds * 20;
    atomic_store(&shared->now, start_us());
    for (int i = 0; i < PROCESSES; i++)
        pid[i] = begin(t, where, speed);
    while (atomic_load(&shared->now) < end_us() && kills < last) {
        usleep((useconds_t)(1000 * (ROUND_MS / 4 + lrand48() % (2 * ROUND_MS))));
        int which = pid[1] == atomic_load(&shared->acting);
        end(pid[which]);
        kills++;
        pid[which] = begin(t, where, speed);
    }
    for (int i = 0; i < PROCESSES; i++)
        end(pid[i]);
    return kills;
}

static char address[256];

static bool server_up(const char *up)
{
    FILE *out = popen(up, "r");
    if (!out || !fgets(address, sizeof address, out))
        address[0] = 0;
    int ended = out ? pclose(out) : 0;
    address[strcspn(address, "\n")] = 0;
    if (address[0] == 0)
        exit(WIFEXITED(ended) ? WEXITSTATUS(ended) : 1);
    return true;
}

int main(int argc, char **argv)
{
    const char *said = getenv("SIGHTLINE_CRASH_ROUNDS");
    long rounds = said ? strtol(said, NULL, 10) : 25;
    char folder[] = "/tmp/sightline-clock.XXXXXX", command[600];
    crypto_start();
    srand48(20260327);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED || !mkdtemp(folder))
        return 1;
    bool server = argc == 4 && strcmp(argv[1], "postgres") == 0 && server_up(argv[2]);
    struct arena *arena = arena_open(900 << 20);
    struct task t = task_open(arena, (struct clock){ made_up_now, NULL });
    struct str rules = str_print(arena, "%s/local.rules", folder);
    FILE *f = fopen(str_nul(arena, rules), "w");
    if (!f || fputs(own_rules, f) < 0 || fclose(f) != 0)
        return 1;
    setenv("SIGHTLINE_LOCAL_RULES", str_nul(arena, rules), 1);
    setenv("SIGHTLINE_KEY_FILE", str_nul(arena, str_print(arena, "%s/key", folder)), 1);
    struct str calm = server ? str_print(arena, "%s#calm", address)
                             : str_print(arena, "%s/calm", folder);
    struct str killed = server ? str_print(arena, "%s#killed", address)
                               : str_print(arena, "%s/killed", folder);
    make(&t, calm);
    undisturbed(&t, calm);
    struct findings wanted = findings_of(&t, calm);
    make(&t, killed);
    long kills = disturbed(&t, killed, rounds);
    atomic_store(&shared->now, end_us());
    undisturbed(&t, killed); /* what was due and not yet taken when the last one was killed */
    struct findings got = findings_of(&t, killed);
    bool same = str_equal(got.steps, wanted.steps) && got.notices == wanted.notices;
    printf("crash: %ld kills, %zu steps and %lld notices; undisturbed %zu and %lld: %s\n", kills,
           got.count, (long long)got.notices, wanted.count, (long long)wanted.notices,
           same ? "the same" : "NOT THE SAME");
    if (!same && getenv("SIGHTLINE_CRASH_SHOW"))
        fprintf(stderr, "wanted\n%.*s\ngot\n%.*s\n", STR_ARG(wanted.steps), STR_ARG(got.steps));
    if (server)
        snprintf(command, sizeof command, "rm -rf %s; %s '%s'", folder, argv[3], address);
    else
        snprintf(command, sizeof command, "rm -rf %s", folder);
    arena_close(arena);
    return system(command) == 0 && same && got.count > CHILDREN ? 0 : 1;
}

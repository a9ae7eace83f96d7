/* Kills the clock again and again while a second process stands by: no step lost, none twice.
 *
 * Days pass in seconds. Of two processes one acts and the other waits until the register is free;
 * whoever acts is killed with -9 at a random instant, the other takes over, and a new one stands
 * by. At the end the steps are exactly those of a register that nobody disturbed.
 * SIGHTLINE_CRASH_ROUNDS says how often (25). Arguments: none, or `postgres UP DOWN`; or `year
 * CHILDREN`: a synthetic authority whose year is entered, entry by entry, while the clock runs. */
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
#include "simulate/simulate.h"
#include "work/clockwork.h"
#include "work/look.h"

enum {
    CHILDREN = 30,
    DAYS = 12,
    YEAR_DAYS = 365,
    ROUND_MS = 70,
    PROCESSES = 2,
    STEPS_TEXT = 8 << 20,
    FEED_MAX = 100000,
};

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
    _Atomic size_t fed; /* entries of the year confirmed so far */
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

/* --- a synthetic authority --- */

/* What is said within the year, in the order in which it was recorded. */
static struct event *feed;
static size_t feed_count;

struct world {
    struct task *t;
    struct writer *w;
    struct event *all;
    size_t count, room;
};

static struct str kept(struct task *t, struct str text)
{
    return text.len > 0 ? str_copy(t->arena, text) : text;
}

/* A correction names its entry by its place, which the clock's steps move: left out of the year. */
static status take(void *self, struct task *t, enum subject_kind kind, uint32_t subject,
                   bool fresh, struct event *events, size_t count)
{
    struct world *x = self;
    uint32_t number = 0;
    size_t before = 0;
    if (fresh)
        TRY(writer_subject_new(x->t, x->w, kind, &number));
    if (fresh && number != subject)
        return fail(t, E_INVALID, "subject %u came out as %u", subject, number);
    while (before < count && events[before].recorded.us <= start_us())
        before++;
    for (size_t i = 0; i < before;) {
        size_t some = before - i < 1000 ? before - i : 1000;
        struct append a = { .events = events + i, .count = some, .expected_n = APPEND_ANY };
        TRY(writer_bulk(x->t, x->w, &a, 1, NULL, NULL));
        i += some;
    }
    for (size_t i = before; i < count; i++) {
        if (events[i].corrects != 0 || events[i].kind == EV_ENTRY_WITHDRAWN)
            continue;
        MUST(x->count < x->room);
        struct event *e = &x->all[x->count++];
        *e = events[i];
        e->source = kept(x->t, e->source);
        for (unsigned v = 0; v < EVENT_VALUES_MAX; v++)
            e->value[v].text = kept(x->t, e->value[v].text);
    }
    return OK;
}

static int by_recorded(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    if (x->recorded.us != y->recorded.us)
        return x->recorded.us < y->recorded.us ? -1 : 1;
    if (x->subject != y->subject)
        return x->subject < y->subject ? -1 : 1;
    return (x->n > y->n) - (x->n < y->n);
}

static void make_world(struct task *t, struct str where, uint32_t children)
{
    struct store *s;
    struct world x = { .t = t, .room = FEED_MAX };
    struct clockwork *c;
    struct clock_done done;
    struct store_new n = { .where = where, .authority_name = S("Northmere"),
                           .authority_code = S("E06000999"), .made_up = true };
    n.key_file = str_from(getenv("SIGHTLINE_KEY_FILE"));
    atomic_store(&shared->now, start_us());
    x.all = NEWS(t->arena, struct event, FEED_MAX);
    WORKS(t, store_init(t, &n));
    WORKS(t, store_open(t, where, STORE_WRITE, &s));
    WORKS(t, writer_open(t, s, false, &x.w));
    struct world_plan plan = { .seed = 7, .children = children, .years = 2, .authority = 1,
                               .first_subject = 2,
                               .until = { start_us() + YEAR_DAYS * 24 * HOUR_US } };
    struct world_sink sink = { &x, take, NULL };
    WORKS(t, world_make(t, &plan, &sink));
    WORKS(t, clockwork_open(t, s, x.w, &c));
    WORKS(t, clockwork_run(t, c, task_now(t), &done)); /* its clock begins here */
    clockwork_close(c);
    writer_close(x.w);
    store_close(s);
    for (size_t i = 0; i < x.count; i++)
        x.all[i].n = (uint32_t)i;
    qsort(x.all, x.count, sizeof *x.all, by_recorded);
    feed = x.all;
    feed_count = x.count;
}

/* The next entry of the year, with a key: who was killed after the commit enters it again. */
static void feed_one(struct task *t, struct writer *w)
{
    size_t i = atomic_load(&shared->fed);
    struct event e = feed[i];
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
    a.key = str_print(t->arena, "feed/%zu", i);
    atomic_store(&shared->now, e.recorded.us);
    status added = writer_append(t, w, &a);
    if (added == E_IO || added == E_BUSY || added == E_CORRUPT)
        give_up(t, "entering");
    atomic_store(&shared->fed, i + 1); /* one that is refused is refused in both registers */
}

/* What comes next, an entry or a step: false when the year is over. */
static bool one_moment(struct task *t, struct writer *w, struct clockwork *c)
{
    struct clock_done done;
    size_t i = atomic_load(&shared->fed);
    int64_t next = clockwork_next(c).us;
    int64_t said = i < feed_count ? feed[i].recorded.us : INT64_MAX;
    if (said == INT64_MAX && next > start_us() + YEAR_DAYS * 24 * HOUR_US)
        return false;
    struct arena_mark mark = arena_mark(t->arena);
    if (said <= next) {
        feed_one(t, w);
    } else {
        atomic_store(&shared->now, next);
        WORKS(t, clockwork_run(t, c, (struct instant){ next }, &done));
    }
    arena_rewind(t->arena, mark);
    return true;
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
    return start_us() + (feed_count > 0 ? YEAR_DAYS : DAYS) * 24 * HOUR_US;
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
    WORKS(t, store_open(t, where, STORE_WRITE, &s));
    WORKS(t, writer_open(t, s, false, &w));
    WORKS(t, clockwork_open(t, s, w, &c));
    while (feed_count > 0 && one_moment(t, w, c))
        ;
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
    while (feed_count > 0 && one_moment(t, w, c))
        ;
    if (feed_count > 0)
        atomic_store(&shared->now, end_us());
    for (double began = seconds(); feed_count == 0 && now < end_us();) {
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
    atomic_store(&shared->fed, 0);
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

static void begin_register(struct task *t, struct str where, uint32_t children)
{
    if (children > 0)
        make_world(t, where, children);
    else
        make(t, where);
    atomic_store(&shared->now, start_us());
    atomic_store(&shared->fed, 0);
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
    struct arena *arena = arena_open((size_t)2 << 30);
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
    uint32_t children = argc == 3 && strcmp(argv[1], "year") == 0
                            ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
    begin_register(&t, calm, children);
    undisturbed(&t, calm);
    struct findings wanted = findings_of(&t, calm);
    begin_register(&t, killed, children);
    long kills = disturbed(&t, killed, rounds);
    atomic_store(&shared->now, end_us());
    undisturbed(&t, killed); /* what was due and not yet taken when the last one was killed */
    struct findings got = findings_of(&t, killed);
    bool same = str_equal(got.steps, wanted.steps) && got.notices == wanted.notices;
    printf("crash: %ld kills, %zu entries, %zu steps and %lld notices; undisturbed %zu and %lld:"
           " %s\n", kills, feed_count, got.count, (long long)got.notices, wanted.count,
           (long long)wanted.notices, same ? "the same" : "NOT THE SAME");
    if (!same && getenv("SIGHTLINE_CRASH_SHOW"))
        fprintf(stderr, "wanted\n%.*s\ngot\n%.*s\n", STR_ARG(wanted.steps), STR_ARG(got.steps));
    if (server)
        snprintf(command, sizeof command, "rm -rf %s; %s '%s'", folder, argv[3], address);
    else
        snprintf(command, sizeof command, "rm -rf %s", folder);
    arena_close(arena);
    return system(command) == 0 && same && got.count > CHILDREN ? 0 : 1;
}

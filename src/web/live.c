/* One thread looks whether the list of who is missing changed, and wakes the streams if it did. */
#include "web/live.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "base/log.h"
#include "work/look.h"
#include "work/writer.h"

enum {
    TICK_MS = 200,
    BEAT_SECONDS = 15, /* under the half minute after which proxies give up, and our own limit */
    LIFE_SECONDS = 1800
};

struct live_stream {
    struct live *of;
    struct live_stream *next;
    uint32_t person;
    uint64_t told;         /* the version it has been told of */
    int64_t beat_at, ends; /* seconds */
    bool begun;
    live_wake *wake; /* NULL: it is awake */
    void *stream;
};
struct live {
    struct site *site;
    pthread_mutex_t lock;
    pthread_cond_t joined;
    pthread_t thread;
    struct live_stream *first;
    size_t count;
    uint64_t version;
    int64_t missing, folds; /* missing -1: could not look */
    bool ended, looked, running;
};

static int64_t seconds_now(void)
{
    struct timespec s;
    clock_gettime(CLOCK_MONOTONIC, &s);
    return s.tv_sec;
}

/* What the board would show differently: who, since when, how graded, what was added. */
uint64_t live_version(const struct missing_list *m, int64_t *ret_missing)
{
    uint64_t h = 1469598103934665603U;
    *ret_missing = 0;
    for (size_t i = 0; i < m->count; i++) {
        const struct missing_row *r = &m->at[i];
        const uint64_t part[] = { r->child,
                                  r->episode,
                                  r->class,
                                  r->grade,
                                  r->sightings,
                                  r->enquiries,
                                  (uint64_t)r->graded_at.us };
        for (size_t k = 0; k < COUNT(part); k++)
            h = (h ^ part[k]) * 1099511628211U;
        *ret_missing += strcmp(code_text(CODES_CLASSIFICATION, r->class), "A") != 0;
    }
    return h >> 11; /* a number that scripts can hold exactly */
}

/* With a reader of its own, never under the lock. */
static void look_again(struct live *l, struct reader *r)
{
    struct arena *a = arena_open(TASK_BYTES_MAX);
    struct task t = task_open(a, l->site->clock);
    struct missing_list m;
    int64_t folds = writer_count(l->site->writer).folds, missing = -1;
    uint64_t version = 0;
    if (r && look_missing(&t, r, task_now(&t), &m) == OK)
        version = live_version(&m, &missing);
    else if (r)
        log_failure("live", &t);
    arena_close(a);
    pthread_mutex_lock(&l->lock);
    l->folds = folds;
    l->version = version;
    l->missing = missing;
    l->looked = true;
    pthread_mutex_unlock(&l->lock);
}

static bool has_news(const struct live_stream *s, int64_t now)
{
    const struct live *l = s->of;
    return l->ended || !s->begun || (l->looked && s->told != l->version) || now >= s->beat_at ||
           now >= s->ends;
}

/* Under the lock. */
static void wake_streams(struct live *l)
{
    int64_t now = seconds_now();
    for (struct live_stream *s = l->first; s; s = s->next) {
        if (!s->wake || !has_news(s, now))
            continue;
        live_wake *wake = s->wake;
        s->wake = NULL;
        wake(s->stream);
    }
}

static void *watch(void *self)
{
    struct live *l = self;
    struct arena *a = arena_open(TASK_BYTES_MAX);
    struct task t = task_open(a, l->site->clock);
    struct reader *r = NULL;
    if (reader_open(&t, l->site->store, &r) != OK) {
        log_failure("live", &t);
        r = NULL;
    }
    pthread_mutex_lock(&l->lock);
    while (!l->ended) {
        if (l->count == 0) { /* nobody listens: nothing is looked at */
            l->looked = false;
            pthread_cond_wait(&l->joined, &l->lock);
            continue;
        }
        bool stale = !l->looked || l->folds != writer_count(l->site->writer).folds;
        pthread_mutex_unlock(&l->lock);
        if (stale)
            look_again(l, r);
        pthread_mutex_lock(&l->lock);
        wake_streams(l);
        pthread_mutex_unlock(&l->lock);
        nanosleep(&(struct timespec){ 0, TICK_MS * 1000000L }, NULL);
        pthread_mutex_lock(&l->lock);
    }
    pthread_mutex_unlock(&l->lock);
    reader_close(r);
    arena_close(a);
    return NULL;
}

struct live *live_open(struct site *site)
{
    struct live *l = calloc(1, sizeof *l);
    MUST(l);
    l->site = site;
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->joined, NULL);
    return l;
}

void live_stop(struct live *l)
{
    if (!l)
        return;
    pthread_mutex_lock(&l->lock);
    l->ended = true;
    bool running = l->running;
    l->running = false;
    wake_streams(l);
    pthread_cond_broadcast(&l->joined);
    pthread_mutex_unlock(&l->lock);
    if (running)
        pthread_join(l->thread, NULL);
}

void live_close(struct live *l)
{
    if (!l)
        return;
    live_stop(l);
    MUST(l->count == 0);
    pthread_cond_destroy(&l->joined);
    pthread_mutex_destroy(&l->lock);
    free(l);
}

/* Under the lock. The thread starts with the first stream: most programs that open a site never
 * have one. */
static status admit(struct task *t, struct live *l, uint32_t person)
{
    size_t mine = 0;
    for (const struct live_stream *s = l->first; s; s = s->next)
        mine += s->person == person;
    if (l->ended)
        return fail(t, E_BUSY, "this register is closing: look again in a minute");
    if (l->count >= LIVE_MAX || mine >= LIVE_EACH_MAX)
        return fail(t, E_BUSY,
                    "as many pages are live as may be: use \"Look again\", or close"
                    " another window");
    if (!l->running && pthread_create(&l->thread, NULL, watch, l) != 0)
        return fail(t, E_BUSY, "no thread could be had: use \"Look again\"");
    l->running = true;
    return OK;
}

status live_join(struct task *t, struct live *l, uint32_t person, struct live_stream **ret)
{
    struct live_stream *s = calloc(1, sizeof *s);
    MUST(s);
    int64_t now = seconds_now();
    *s = (struct live_stream){ .of = l,
                               .person = person,
                               .told = UINT64_MAX,
                               .beat_at = now + BEAT_SECONDS,
                               .ends = now + LIFE_SECONDS };
    pthread_mutex_lock(&l->lock);
    status may = admit(t, l, person);
    if (may == OK) {
        s->next = l->first;
        l->first = s;
        l->count++;
        pthread_cond_signal(&l->joined);
    }
    pthread_mutex_unlock(&l->lock);
    if (may != OK) {
        free(s);
        return may;
    }
    *ret = s;
    return OK;
}

void live_leave(struct live_stream *s)
{
    struct live *l = s->of;
    pthread_mutex_lock(&l->lock);
    struct live_stream **at = &l->first;
    while (*at != s)
        at = &(*at)->next;
    *at = s->next;
    l->count--;
    pthread_mutex_unlock(&l->lock);
    free(s);
}

/* Under the lock. "retry" is how long a browser waits before it comes back. */
static int next_line(struct live_stream *s, char line[LIVE_LINE_MAX])
{
    const struct live *l = s->of;
    int64_t now = seconds_now();
    bool news = l->looked && s->told != l->version;
    if (!s->begun) {
        s->begun = true;
        return snprintf(line, LIVE_LINE_MAX, "retry: 3000\n\n");
    }
    if (!news && now < s->beat_at)
        return 0;
    s->beat_at = now + BEAT_SECONDS;
    if (!news)
        return snprintf(line, LIVE_LINE_MAX, ": still here\n\n");
    s->told = l->version;
    if (l->missing < 0)
        return snprintf(line, LIVE_LINE_MAX, "event: could-not-look\ndata: {}\n\n");
    return snprintf(line, LIVE_LINE_MAX,
                    "event: missing\ndata: {\"missing\":%lld,\"version\":%llu}\n\n",
                    (long long)l->missing, (unsigned long long)l->version);
}

ptrdiff_t live_read(struct live_stream *s, char *ret, size_t max, const struct live_sleeper *who)
{
    struct live *l = s->of;
    char line[LIVE_LINE_MAX];
    if (max < LIVE_LINE_MAX)
        return -1;
    pthread_mutex_lock(&l->lock);
    ptrdiff_t len = l->ended || seconds_now() >= s->ends ? -1 : next_line(s, line);
    if (len > 0)
        memcpy(ret, line, (size_t)len);
    if (len == 0) {
        s->stream = who->stream;
        s->wake = who->wake;
        who->sleep(who->stream);
    }
    pthread_mutex_unlock(&l->lock);
    return len;
}

/* The listener takes the stream over; where there is none, as in tests, the page says so. */
status handle_live(struct task *t, struct request *in, struct response *out)
{
    TRY(live_join(t, in->site->live, in->session.actor.person, &out->live));
    out->status = 200;
    out->type = "text/event-stream; charset=utf-8";
    return OK;
}

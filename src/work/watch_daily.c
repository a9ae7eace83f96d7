/* Looks over all children and homes when the server starts, and every morning at five. */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "work/watch.h"

enum {
    HOUR_OF_LOOK = 5
};
#define WATCH_ARENA_BYTES ((size_t)2 << 30)

struct watcher {
    struct store *store;
    struct writer *writer;
    watch_more *more;
    struct clock clock;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
};

static struct instant next_morning(struct instant now)
{
    struct date day = date_in_uk(now);
    struct instant at = uk_instant(day, HOUR_OF_LOOK, 0, 0);
    if (at.us <= now.us)
        at = uk_instant((struct date){ day.days + 1 }, HOUR_OF_LOOK, 0, 0);
    return at;
}

static void look_once(struct watcher *x, struct task *t)
{
    struct watch_done done;
    struct reader *r = NULL;
    status looked = reader_open(t, x->store, &r);
    if (looked == OK)
        looked = watch_run(t, r, x->writer, task_now(t), &done);
    if (looked == OK && x->more)
        looked = x->more(t, r, x->writer, task_now(t));
    reader_close(r);
    if (looked != OK)
        log_failure("watch", t);
    else
        log_line(LOG_INFO, "watched", "together=%u shares=%u away=%u quiet=%u said=%u",
                 done.together, done.shares, done.away, done.quiet, done.said);
}

/* True: it is morning; false: the server stops. */
static bool sleep_until(struct watcher *x, struct instant morning)
{
    struct timespec at = { .tv_sec = morning.us / SECOND_US };
    pthread_mutex_lock(&x->lock);
    int woken = 0;
    while (!x->stopping && woken == 0)
        woken = pthread_cond_timedwait(&x->wake, &x->lock, &at);
    bool stopping = x->stopping;
    pthread_mutex_unlock(&x->lock);
    return !stopping;
}

static void *watching(void *self)
{
    struct watcher *x = self;
    do {
        struct arena *a = arena_open(WATCH_ARENA_BYTES);
        struct task t = task_open(a, x->clock);
        look_once(x, &t);
        arena_close(a);
    } while (sleep_until(x, next_morning(clock_now(clock_real()))));
    return NULL;
}

status watcher_start(struct task *t, struct store *s, struct writer *w, watch_more *more,
                     struct watcher **ret)
{
    struct watcher *x = NEW(t->arena, struct watcher);
    *x = (struct watcher){ .store = s, .writer = w, .more = more, .clock = t->clock };
    pthread_mutex_init(&x->lock, NULL);
    pthread_cond_init(&x->wake, NULL);
    if (pthread_create(&x->thread, NULL, watching, x) != 0)
        return fail(t, E_LIMIT,
                    "the system has no thread left: nothing that lies in no one file"
                    " would be found");
    *ret = x;
    return OK;
}

void watcher_stop(struct watcher *x)
{
    if (!x)
        return;
    pthread_mutex_lock(&x->lock);
    x->stopping = true;
    pthread_cond_signal(&x->wake);
    pthread_mutex_unlock(&x->lock);
    pthread_join(x->thread, NULL);
}

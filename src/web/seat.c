/* One list of connections and one thread that hangs up on those who take too long. */
#include "web/seat.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/time.h"

struct seat {
    struct seats *of;
    struct seat *before, *after;
    int64_t until_us; /* INT64_MAX: as long as it likes */
    int fd;
};
struct seats {
    pthread_mutex_t lock;
    pthread_cond_t ended;
    pthread_t thread;
    struct seat first; /* of a ring */
    size_t count;
    int64_t ask_us, body_us;
    bool over;
};

static int64_t moment_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

static void hang_up_on_the_late(struct seats *s)
{
    int64_t now = moment_us();
    for (struct seat *x = s->first.after; x != &s->first; x = x->after) {
        if (x->until_us > now)
            continue;
        x->until_us = INT64_MAX; /* once is enough: the server closes it when it sees the end */
        (void)shutdown(x->fd, SHUT_RDWR);
    }
}

static void *watch(void *self)
{
    struct seats *s = self;
    pthread_mutex_lock(&s->lock);
    while (!s->over) {
        struct timespec next;
        clock_gettime(CLOCK_MONOTONIC, &next);
        int64_t step = s->ask_us < SECOND_US ? s->ask_us / 2 : SECOND_US / 2;
        int64_t at = next.tv_nsec / 1000 + step;
        next.tv_sec += at / SECOND_US;
        next.tv_nsec = at % SECOND_US * 1000;
        pthread_cond_timedwait(&s->ended, &s->lock, &next);
        hang_up_on_the_late(s);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

struct seats *seats_open(int64_t ask_us, int64_t body_us)
{
    struct seats *s = calloc(1, sizeof *s);
    MUST(s);
    pthread_condattr_t steady;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->ended, &steady);
    pthread_condattr_destroy(&steady);
    s->first.before = s->first.after = &s->first;
    s->ask_us = ask_us ? ask_us : SEAT_ASK_SECONDS * SECOND_US;
    s->body_us = body_us ? body_us : SEAT_BODY_SECONDS * SECOND_US;
    MUST(pthread_create(&s->thread, NULL, watch, s) == 0);
    return s;
}

void seats_close(struct seats *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    MUST(s->count == 0);
    s->over = true;
    pthread_cond_signal(&s->ended);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->thread, NULL);
    pthread_cond_destroy(&s->ended);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

struct seat *seat_take(struct seats *s, int fd)
{
    struct seat *x = calloc(1, sizeof *x);
    MUST(x);
    *x = (struct seat){ .of = s, .fd = fd, .until_us = moment_us() + s->ask_us };
    pthread_mutex_lock(&s->lock);
    x->before = &s->first;
    x->after = s->first.after;
    x->before->after = x->after->before = x;
    s->count++;
    pthread_mutex_unlock(&s->lock);
    return x;
}

static void set(struct seat *x, int64_t until_us)
{
    if (!x)
        return;
    pthread_mutex_lock(&x->of->lock);
    x->until_us = until_us;
    pthread_mutex_unlock(&x->of->lock);
}

void seat_asks(struct seat *x)
{
    if (x)
        set(x, moment_us() + x->of->ask_us);
}

void seat_sends(struct seat *x)
{
    if (x)
        set(x, moment_us() + x->of->body_us);
}

void seat_waits(struct seat *x)
{
    set(x, INT64_MAX);
}

void seat_leave(struct seat *x)
{
    if (!x)
        return;
    struct seats *s = x->of;
    pthread_mutex_lock(&s->lock);
    x->before->after = x->after;
    x->after->before = x->before;
    s->count--;
    pthread_mutex_unlock(&s->lock);
    free(x);
}

size_t seats_count(struct seats *s)
{
    pthread_mutex_lock(&s->lock);
    size_t count = s->count;
    pthread_mutex_unlock(&s->lock);
    return count;
}

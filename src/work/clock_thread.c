/* The clock's thread: sleeps until something falls due, that changes, or it is stopped. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "work/clockwork_inside.h"

#define SLEEP_MAX_US (24 * HOUR_US) /* a timer that is set tells when the clock is, too */
enum {
    THREAD_ARENA_BYTES = 64 << 20,
    RETRY_FIRST_S = 2,
    RETRY_MAX_S = 60,
    STEP_WORTH_SAYING_S = 2,
};

/* How far the wall clock is ahead of the time since the machine started, which nobody sets. */
static int64_t offset_us(void)
{
    struct timespec wall, up;
    clock_gettime(CLOCK_REALTIME, &wall);
    clock_gettime(CLOCK_BOOTTIME, &up);
    return (wall.tv_sec - up.tv_sec) * SECOND_US + (wall.tv_nsec - up.tv_nsec) / 1000;
}

/* True when there is nothing earlier already. */
static bool arm(struct clockwork *c, int64_t at)
{
    uint32_t subject;
    pthread_mutex_lock(&c->lock);
    bool still = clock_heap_top(&c->heap, &subject) >= at;
    c->armed = still ? at : INT64_MIN;
    pthread_mutex_unlock(&c->lock);
    struct itimerspec when = { .it_value = { .tv_sec = at / SECOND_US,
                                             .tv_nsec = at % SECOND_US * 1000 } };
    const int how = TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET;
    if (still && timerfd_settime(c->timer_fd, how, &when, NULL) != 0)
        log_line(LOG_ERROR, "clock-timer", "errno=%d", errno);
    return still;
}

static bool is_stopping(struct clockwork *c)
{
    pthread_mutex_lock(&c->lock);
    bool stopping = c->stopping;
    pthread_mutex_unlock(&c->lock);
    return stopping;
}

static void sleep_until(struct clockwork *c, int64_t at)
{
    struct pollfd fds[] = { { .fd = c->timer_fd, .events = POLLIN },
                            { .fd = c->wake_fd, .events = POLLIN } };
    uint64_t count;
    if (is_stopping(c) || !arm(c, at))
        return;
    if (poll(fds, COUNT(fds), -1) < 0 && errno != EINTR)
        log_line(LOG_ERROR, "clock-poll", "errno=%d", errno);
    /* A set clock answers ECANCELED here: what it is now is looked at anyway. */
    while (read(c->timer_fd, &count, sizeof count) < 0 && errno == EINTR)
        ;
    while (read(c->wake_fd, &count, sizeof count) < 0 && errno == EINTR)
        ;
    pthread_mutex_lock(&c->lock);
    c->armed = INT64_MIN;
    pthread_mutex_unlock(&c->lock);
}

static void say_if_stepped(struct task *t, struct clockwork *c, int64_t *offset)
{
    int64_t now = offset_us(), seconds = (now - *offset) / SECOND_US;
    *offset = now;
    if (seconds > -STEP_WORTH_SAYING_S && seconds < STEP_WORTH_SAYING_S)
        return;
    if (clockwork_stepped(t, c, seconds) != OK)
        log_failure("clock-stepped", t);
}

static void *thread(void *self)
{
    struct clockwork *c = self;
    struct task t = task_open(c->arena, clock_real());
    int64_t offset = offset_us(), wait_s = RETRY_FIRST_S;
    while (!is_stopping(c)) {
        struct arena_mark mark = arena_mark(c->arena);
        struct clock_done done;
        say_if_stepped(&t, c, &offset);
        int64_t now = task_now(&t).us, until = now + SLEEP_MAX_US;
        status ran = clockwork_run(&t, c, (struct instant){ now }, &done);
        if (ran != OK) {
            log_failure("clock", &t);
            until = now + wait_s * SECOND_US;
            wait_s = wait_s * 2 < RETRY_MAX_S ? wait_s * 2 : RETRY_MAX_S;
        } else {
            wait_s = RETRY_FIRST_S;
            until = done.next.us < until ? done.next.us : until;
        }
        if (ran == OK && done.raised + done.warned + done.escalated > 0)
            log_line(LOG_INFO, "clock", "raised=%u warned=%u escalated=%u late=%u", done.raised,
                     done.warned, done.escalated, done.late);
        arena_rewind(c->arena, mark);
        sleep_until(c, until);
    }
    return NULL;
}

status clockwork_start(struct task *t, struct clockwork *c)
{
    c->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    c->timer_fd = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    if (c->wake_fd < 0 || c->timer_fd < 0)
        return fail(t, E_IO, "the clock cannot be started (%s): this kernel gives no timers",
                    strerror(errno));
    c->arena = arena_open(THREAD_ARENA_BYTES);
    pthread_mutex_lock(&c->lock);
    c->stopping = false;
    c->running = true;
    pthread_mutex_unlock(&c->lock);
    MUST(pthread_create(&c->thread, NULL, thread, c) == 0);
    return OK;
}

void clockwork_stop(struct clockwork *c)
{
    static const uint64_t one = 1;
    if (c->running) {
        pthread_mutex_lock(&c->lock);
        c->stopping = true;
        pthread_mutex_unlock(&c->lock);
        MUST(write(c->wake_fd, &one, sizeof one) == sizeof one);
        pthread_join(c->thread, NULL);
        pthread_mutex_lock(&c->lock);
        c->running = false;
        pthread_mutex_unlock(&c->lock);
        arena_close(c->arena);
    }
    if (c->wake_fd >= 0)
        close(c->wake_fd);
    if (c->timer_fd >= 0)
        close(c->timer_fd);
    c->wake_fd = c->timer_fd = -1;
}

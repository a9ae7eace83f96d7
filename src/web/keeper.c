/* Sleeps a minute at a time; what it does costs nobody a wait. */
#include "web/keeper.h"

#include <stdlib.h>
#include <time.h>

#include "access/account_over.h"
#include "base/log.h"
#include "work/send_settings.h"

enum {
    EACH_SECONDS = 60,
    HOUR_OF_LOOK = 5
};
#define KEEPER_ARENA_BYTES ((size_t)256 << 20)

struct keeper {
    struct site *site;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
    int32_t looked; /* the day of the last daily look */
};

static void over(void *self, uint32_t person)
{
    sessions_forget(((struct site *)self)->sessions, person);
}

status keeper_daily(struct task *t, struct site *site, struct reader *r)
{
    const struct send_settings *s = store_send_settings(site->store);
    struct account_terms terms = { s->dormant_days, s->leaver_days };
    struct accounts_over done;
    TRY(accounts_over(t, r, site->writer, &terms, over, site, &done));
    log_line(LOG_INFO, "accounts", "looked=%zu ended=%zu", done.looked, done.ended);
    return OK;
}

static void daily(struct keeper *k, struct task *t)
{
    struct reader *r = NULL;
    struct clock_time now = clock_in_uk(task_now(t));
    int32_t today = date_of(now.on).days;
    if (today == k->looked || (k->looked != INT32_MIN && now.hour < HOUR_OF_LOOK))
        return;
    status looked = reader_open(t, k->site->store, &r);
    if (looked == OK)
        looked = keeper_daily(t, k->site, r);
    reader_close(r);
    if (looked != OK)
        log_failure("accounts", t);
    else
        k->looked = today;
}

static bool sleep_a_minute(struct keeper *k)
{
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    at.tv_sec += EACH_SECONDS;
    pthread_mutex_lock(&k->lock);
    int woken = 0;
    while (!k->stopping && woken == 0)
        woken = pthread_cond_timedwait(&k->wake, &k->lock, &at);
    bool stopping = k->stopping;
    pthread_mutex_unlock(&k->lock);
    return !stopping;
}

static void *keep(void *self)
{
    struct keeper *k = self;
    bool going = true;
    while (going) {
        struct arena *a = arena_open(KEEPER_ARENA_BYTES);
        struct task t = task_open(a, k->site->clock);
        daily(k, &t);
        going = sleep_a_minute(k);
        if (sessions_flush(&t, k->site->sessions) != OK)
            log_failure("sessions", &t);
        arena_close(a);
    }
    return NULL;
}

status keeper_start(struct task *t, struct site *site, struct keeper **ret)
{
    struct keeper *k = calloc(1, sizeof *k);
    MUST(k);
    k->site = site;
    k->looked = INT32_MIN;
    pthread_mutex_init(&k->lock, NULL);
    pthread_cond_init(&k->wake, NULL);
    if (pthread_create(&k->thread, NULL, keep, k) != 0) {
        free(k);
        return fail(t, E_LIMIT, "the system has no thread left: accounts would not be kept");
    }
    *ret = k;
    return OK;
}

void keeper_stop(struct keeper *k)
{
    if (!k)
        return;
    pthread_mutex_lock(&k->lock);
    k->stopping = true;
    pthread_cond_signal(&k->wake);
    pthread_mutex_unlock(&k->lock);
    pthread_join(k->thread, NULL);
    pthread_cond_destroy(&k->wake);
    pthread_mutex_destroy(&k->lock);
    free(k);
}

/* Serves until an eventfd says stop. */
#include "web/web.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"
#include "web/keeper.h"
#include "web/listen.h"
#include "work/find.h"

int web_stop_new(void)
{
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

void web_stop(int stop)
{
    uint64_t one = 1;
    ssize_t wrote = write(stop, &one, sizeof one);
    (void)wrote; /* already told, or nothing listens: both are stopped */
}

void web_stop_free(int stop)
{
    if (stop >= 0)
        close(stop);
}

static void wait_for_stop(int stop)
{
    struct pollfd p = { .fd = stop, .events = POLLIN };
    for (;;) {
        int n = poll(&p, 1, -1);
        if (n > 0 && p.revents)
            return;
    }
}

/* Whoever searches first need not wait for the index; a failure is said to who searches. */
static void warm_finder(struct site *site)
{
    struct arena *a = arena_open((size_t)256 << 20);
    struct task t = task_open(a, site->clock);
    struct reader *r = NULL;
    if (reader_open(&t, site->store, &r) != OK || finder_warm(&t, site->finder, r) != OK)
        log_failure("finder", &t);
    reader_close(r);
    arena_close(a);
}

status web_serve(struct task *t, struct store *s, struct writer *w, const struct web_options *o)
{
    struct site *site;
    TRY(site_open(t, s, w, o->made_up, &site));
    struct listener *l;
    struct listen_options listen = { o->port, o->address, o->certificate, o->private_key };
    site->exchange = o->exchange;
    site->oidc = o->oidc;
    status started = listen_start(t, site, &listen, &l);
    if (started != OK) {
        site_close(site);
        return started;
    }
    log_line(LOG_INFO, "listening", "here=%d tls=%d port=%u", o->address.len == 0,
             o->certificate.len > 0, listen_port(l));
    struct keeper *keeper = NULL;
    if (keeper_start(t, site, &keeper) != OK)
        log_failure("keeper", t);
    if (o->ready)
        o->ready(o->self, listen_port(l));
    warm_finder(site);
    wait_for_stop(o->stop);
    listen_stop(l, (struct span){ 10 * SECOND_US });
    keeper_stop(keeper);
    site_close(site);
    log_line(LOG_INFO, "stopped", "port=%u", o->port);
    return OK;
}

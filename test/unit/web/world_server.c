/* Serves the made-up register of the tests: `world_server PORT`. For tests in a browser. Partners
 * come from SIGHTLINE_SETTINGS; nothing is carried to them. */
#include "world.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "send/exchange.h"
#include "web/web.h"

static int stop;

static void on_signal(int number)
{
    (void)number;
    web_stop(stop);
}

static void ready(void *self, uint16_t port)
{
    (void)self;
    printf("ready http://127.0.0.1:%u\n", port);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct world *w;
    if (world_open(&w, true) != OK)
        return 1;
    struct exchange *x = NULL;
    if (exchange_open(&w->t, w->store, w->writer, &x) != OK) {
        fprintf(stderr, "%s\n", w->t.reason);
        return 1;
    }
    stop = web_stop_new();
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    struct web_options o = { .port = argc > 1 ? (uint16_t)strtoul(argv[1], NULL, 10) : 0,
                             .stop = stop,
                             .made_up = true,
                             .exchange = x,
                             .ready = ready };
    status served = web_serve(&w->t, w->store, w->writer, &o);
    if (served != OK)
        fprintf(stderr, "%s\n", w->t.reason);
    exchange_close(x);
    world_close(w);
    return served != OK;
}

/* Serves the made-up register of the tests: `world_server PORT`. For tests in a browser. */
#include "world.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

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
    stop = web_stop_new();
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    struct web_options o = { .port = argc > 1 ? (uint16_t)strtoul(argv[1], NULL, 10) : 0,
                             .stop = stop,
                             .made_up = true,
                             .ready = ready };
    status served = web_serve(&w->t, w->store, w->writer, &o);
    if (served != OK)
        fprintf(stderr, "%s\n", w->t.reason);
    world_close(w);
    return served != OK;
}

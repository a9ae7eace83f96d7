/* The verbs `serve` and `postcodes`. */
#include <signal.h>
#include <stdio.h>

#include "main/command.h"
#include "main/sandbox.h"
#include "place/place.h"
#include "web/web.h"

static int stop_fd = -1;

static void on_signal(int number)
{
    (void)number;
    web_stop(stop_fd);
}

static void ready(void *self, uint16_t port)
{
    (void)self;
    printf("ready http://127.0.0.1:%u\n", port);
    fflush(stdout);
}

status run_serve(struct task *t, const struct args *a)
{
    int64_t port = 8600;
    TRY(args_number(t, a->port, "port", 0, 65535, &port));
    if (!a->register_at.len)
        return fail(t, E_INVALID, "say which register: --register WHERE");
    WITH_OPENED(o);
    TRY(store_open(t, a->register_at, STORE_WRITE, &o.store));
    if (o.store->warning)
        fprintf(stderr, "sightline: %s\n", o.store->warning);
    calendar_warn(t, o.store);
    TRY(writer_open(t, o.store, true, &o.writer));
    TRY(sandbox_enter(t));
    stop_fd = web_stop_new();
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    struct web_options options = { .port = (uint16_t)port, .stop = stop_fd, .ready = ready,
                                   .made_up = o.store->made_up };
    status served = web_serve(t, o.store, o.writer, &options);
    web_stop_free(stop_fd);
    return served;
}

status run_postcodes(struct task *t, const struct args *a)
{
    if (!str_is(a->word[0], "build"))
        return fail(t, E_INVALID, "say postcodes build CSV FILE");
    struct postcodes_built built;
    TRY(postcodes_build(t, a->word[1], a->word[2], &built));
    struct text *out = out_open(t);
    if (args_flag(a->json))
        text_addf(out, "{\"rows\":%zu,\"kept\":%zu,\"refused\":%zu,\"bytes\":%zu}\n", built.rows,
                  built.kept, built.refused, built.bytes);
    else
        text_addf(out, "%zu postcodes of %zu rows (%zu refused) in %zu bytes\n", built.kept,
                  built.rows, built.refused, built.bytes);
    return out_done(t, out);
}

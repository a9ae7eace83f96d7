/* The verbs `serve` and `postcodes`. */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "access/odd_run.h"
#include "access/oidc.h"
#include "access/photo.h"
#include "main/command.h"
#include "main/file.h"
#include "main/sandbox.h"
#include "main/signer.h"
#include "place/place.h"
#include "send/carry.h"
#include "send/exchange.h"
#include "web/web.h"
#include "work/clockwork.h"
#include "work/store_files.h"
#include "work/watch.h"

static volatile sig_atomic_t stop_fd = -1;

static void on_signal(int number)
{
    (void)number;
    web_stop(stop_fd);
}

/* A signal may still come: it must find no number that another file has by then. */
static void stop_end(void)
{
    int fd = stop_fd;
    stop_fd = -1;
    web_stop_free(fd);
}

/* The database server is gone: no page can be shown and no ladder climbs. Whoever looks after this
 * program starts it again when it ends; it would be half dead for ever if it did not. */
static void on_end(void *self)
{
    atomic_store((atomic_bool *)self, true);
    web_stop(stop_fd);
}

static status serve_pages(struct task *t, const struct opened *o, struct web_options *options)
{
    atomic_bool ended = false;
    if (o->store->postgres)
        TRY(writer_on_end(t, o->writer, on_end, &ended));
    status served = web_serve(t, o->store, o->writer, options);
    if (o->store->postgres)
        (void)writer_on_end(t, o->writer, NULL, NULL);
    return served == OK && atomic_load(&ended) ? writer_check(t, o->writer) : served;
}

static void ready(void *self, uint16_t port)
{
    const struct web_options *o = self;
    struct str address = o->address.len ? o->address : S("127.0.0.1");
    bool six = address.len && memchr(address.at, ':', address.len);
    printf("ready http%s://%s%.*s%s:%u\n", o->certificate.len ? "s" : "", six ? "[" : "",
           STR_ARG(address), six ? "]" : "", port);
    fflush(stdout);
}

static void exchange_end(struct exchange **x)
{
    exchange_close(*x);
}

/* Read before powers are given up; whether they fit together is the listener's to say. */
static status address_read(struct task *t, const struct args *a, struct web_options *o)
{
    enum { PEM_BYTES_MAX = 256 << 10 };
    o->address = a->address;
    if (a->certificate.len)
        TRY(file_read(t, a->certificate, PEM_BYTES_MAX, &o->certificate));
    if (a->private_key.len)
        TRY(secret_file_read(t, a->private_key, PEM_BYTES_MAX, &o->private_key));
    return OK;
}

static void oidc_end(struct oidc **o)
{
    oidc_close(*o);
}

static void watcher_end(struct watcher **x)
{
    watcher_stop(*x);
}

static void carrier_end(struct carrier **c)
{
    carrier_close(*c);
}

/* Pages are served also when messages cannot leave: who starts it is told, and so are they. */
static status carrier_if_wanted(struct task *t, const struct opened *o, struct carrier **ret)
{
    if (!carrier_wanted(o->store))
        return OK;
    if (carrier_check(t, o->store) != OK)
        fprintf(stderr, "sightline: %s; until then no message leaves\n", t->reason);
    return carrier_open(t, o->store, o->writer, NULL, ret);
}

static void clock_close(struct clockwork **c)
{
    clockwork_close(*c);
}

/* A second server waits until the first is gone: then its journal is ours to go on with. While it
 * waits the database server may go away and come back. */
static status open_when_free(struct task *t, const struct args *a, struct store **ret)
{
    static const struct timespec moment = { .tv_sec = 1 };
    struct arena_mark mark = arena_mark(t->arena);
    status said = OK;
    for (;;) {
        status opened = store_open(t, a->register_at, STORE_WRITE, ret);
        bool waits = opened == E_BUSY || (opened == E_IO && said != OK);
        if (!waits || !args_flag(a->stand_by))
            return opened;
        if (said == OK)
            fprintf(stderr, "sightline: standing by: another Sightline serves this register\n");
        else if (opened != said)
            fprintf(stderr, "sightline: standing by: %s\n",
                    opened == E_IO ? t->reason : "the register can be reached again");
        said = opened;
        arena_rewind(t->arena, mark);
        nanosleep(&moment, NULL);
    }
}

/* The key that signs leaves this process before anything of others' is read. */
static status signer_apart(struct task *t, const struct args *a, struct store *s)
{
    struct signer_place place = { .path = a->signer, .fd = -1, .same = a->signer.len == 0 };
    if (place.same)
        TRY(signer_start(t, a->register_at, &place.fd));
    return store_signer_far(t, s, &place);
}

status run_serve(struct task *t, const struct args *a)
{
    int64_t port = 8600;
    TRY(args_number(t, a->port, "port", 0, 65535, &port));
    if (!a->register_at.len)
        return fail(t, E_INVALID, "say which register: --register WHERE");
    TRY(photo_cell_open(t)); /* a copy of this process: made before there is a key in it */
    WITH_OPENED(o);
    TRY(open_when_free(t, a, &o.store));
    if (o.store->warning)
        fprintf(stderr, "sightline: %s\n", o.store->warning);
    calendar_warn(t, o.store);
    struct sandbox sandbox = { .port = (uint16_t)port, .must = args_flag(a->require_fences),
                               .more = { a->certificate, a->private_key } };
    struct oidc *oidc __attribute__((cleanup(oidc_end))) = NULL;
    TRY(oidc_open(t, o.store, &oidc));
    for (size_t i = 0; i < oidc_issuers(oidc)->count; i++)
        sandbox.more[2 + i] = oidc_issuers(oidc)->at[i].ca_file;
    TRY(signer_apart(t, a, o.store));
    TRY(sandbox_files(t, o.store, &sandbox));
    TRY(writer_open(t, o.store, true, &o.writer));
    struct clockwork *ladder __attribute__((cleanup(clock_close))) = NULL;
    TRY(clockwork_open(t, o.store, o.writer, &ladder));
    struct exchange *exchange __attribute__((cleanup(exchange_end))) = NULL;
    TRY(exchange_open(t, o.store, o.writer, &exchange));
    struct carrier *carrier __attribute__((cleanup(carrier_end))) = NULL;
    TRY(carrier_if_wanted(t, &o, &carrier));
    struct web_options options = { .port = (uint16_t)port, .ready = ready, .self = &options,
                                   .made_up = o.store->made_up, .exchange = exchange,
                                   .oidc = oidc };
    TRY(address_read(t, a, &options));
    TRY(sandbox_calls(t, &sandbox));
    TRY(clockwork_start(t, ladder));
    if (carrier)
        carrier_start(carrier);
    struct watcher *watcher __attribute__((cleanup(watcher_end))) = NULL;
    TRY(watcher_start(t, o.store, o.writer, odd_yesterday, &watcher));
    stop_fd = web_stop_new();
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    options.stop = stop_fd;
    struct exchange_thread *carrying = exchange_start(exchange, t->clock);
    status served = serve_pages(t, &o, &options);
    exchange_stop(carrying);
    stop_end();
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

/* Between libmicrohttpd and the site: bytes in, bytes out, and who does the work in between.
 *
 * A request is read by an epoll thread, suspended, and answered by a crew: one for looking, one for
 * forms, which wait for the disk. A record that was looked at is sent only when the third crew has
 * made the access durable; its waits share a commit, so looking never waits for the disk. */
#include "web/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "access/fence.h"
#include "base/limits.h"
#include "base/log.h"
#include "web/bound.h"
#include "web/caller.h"
#include "web/crew.h"
#include "web/seat.h"
#include "web/live.h"
#include "web/paper.h"
#include "web/who.h"
#include "web/wire.h"
#include "work/notice.h"

enum {
    CONNECTIONS_EACH_MAX = 256,  /* of one address, where others than this machine call */
    CONNECTION_BYTES = 32 << 10, /* request line and headers must fit */
    IDLE_SECONDS = 20,
    FORM_THREADS = 8,
    AWAY_THREADS = 4, /* they wait for other organisations */
    HASHING_THREADS = 3, /* they wait for hashing.h: nobody else's form does */
    HASHING_MAX = 24,    /* more at once are told to try again */
    PRINT_THREADS = 2, /* what is put on paper holds up no page on a screen */
    PRINTS_MAX = 16,
    NOTE_THREADS = 64,
    REQUEST_BYTES_MAX = 64 << 20,
};

#define TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

struct listener {
    struct site *site;
    struct MHD_Daemon *daemon;
    struct crew *looks, *forms, *notes, *away, *hashing, *prints;
    atomic_int hashing_now, printing_now;
    struct seats *seats;
    uint16_t port;
    bool tls;
    atomic_int running;
};

struct talk {
    struct job job; /* first: a job is its talk */
    struct listener *of;
    struct MHD_Connection *connection;
    struct arena *arena;
    struct task task;
    struct request in;
    struct response out;
    struct text body;
    size_t body_max;
    struct seat *seat;
    bool begun, answered, hashes, prints;
};

static void *talk_open(void *cls, const char *uri, struct MHD_Connection *connection)
{
    struct listener *l = cls;
    struct arena *a = arena_open(REQUEST_BYTES_MAX);
    struct talk *x = NEW(a, struct talk);
    x->of = l;
    x->connection = connection;
    x->arena = a;
    x->task = task_open(a, l->site->clock);
    x->in.site = l->site;
    struct str all = str_copy(a, str_from(uri));
    if (!str_cut(all, '?', &x->in.path, &x->in.raw_query))
        x->in.path = all;
    atomic_fetch_add(&l->running, 1);
    return x;
}

static void talk_close(void *cls, struct MHD_Connection *connection, void **con_cls,
                           enum MHD_RequestTerminationCode why)
{
    (void)connection, (void)why;
    struct listener *l = cls;
    struct talk *x = *con_cls;
    *con_cls = NULL;
    if (!x)
        return;
    seat_asks(x->seat); /* before the connection is told of as closed */
    if (x->out.live)
        live_leave(x->out.live);
    arena_close(x->arena); /* x itself lies in it */
    atomic_fetch_sub(&l->running, 1);
}

static void on_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct listener *l = cls;
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *socket_context = fd ? seat_take(l->seats, fd->connect_fd) : NULL;
        return;
    }
    seat_leave(*socket_context);
    *socket_context = NULL;
}

static struct seat *seat_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static struct str header(struct talk *x, const char *name)
{
    const char *value = MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name);
    return str_copy(x->arena, str_from(value));
}

struct found { /* of several fields of one name the last, and how many there were */
    const char *name, *value;
    unsigned count;
};
static enum MHD_Result find_last(void *cls, enum MHD_ValueKind kind, const char *key,
                                 const char *value)
{
    struct found *f = cls;
    (void)kind;
    if (strcasecmp(key, f->name) == 0) {
        f->value = value;
        f->count++;
    }
    return MHD_YES;
}

/* A proxy adds its own field after what the asker sent. */
static struct str last_header(struct talk *x, const char *name, unsigned *ret_count)
{
    struct found f = { name, NULL, 0 };
    (void)MHD_get_connection_values(x->connection, MHD_HEADER_KIND, find_last, &f);
    *ret_count = f.count;
    return str_copy(x->arena, str_from(f.value));
}

/* A field that is signed may come once only: else what was signed and what is read may differ. */
static struct str signed_header(struct talk *x, const char *name)
{
    unsigned count;
    struct str value = last_header(x, name, &count);
    x->in.doubled |= count > 1;
    return value;
}

static void begin_caller(struct talk *x)
{
    struct sockaddr_storage own = { 0 };
    socklen_t len = sizeof own;
    const union MHD_ConnectionInfo *from =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    bool known = fd && getsockname(fd->connect_fd, (struct sockaddr *)&own, &len) == 0;
    struct caller c =
        caller_of(from ? from->client_addr : NULL, known ? (struct sockaddr *)&own : NULL);
    x->in.tls = x->of->tls;
    x->in.outside = c.outside;
    x->in.loopback = c.loopback;
    memcpy(x->in.from, c.from, sizeof x->in.from);
    unsigned count;
    x->in.forwarded_for = last_header(x, "X-Forwarded-For", &count);
    x->in.forwarded_proto = last_header(x, "X-Forwarded-Proto", &count);
}

static void begin_message(struct talk *x)
{
    bool api = str_starts(x->in.path, S("/api/"));
    if (api)
        x->in.api_token = header(x, "Sightline-Token");
    if (!api && !str_is(x->in.path, routes[ROUTE_exchange].pattern))
        return;
    x->in.content_type = signed_header(x, "Content-Type");
    x->in.content_digest = signed_header(x, "Content-Digest");
    x->in.ce_id = signed_header(x, "Ce-Id");
    x->in.signature_input = signed_header(x, "Signature-Input");
    x->in.signature = signed_header(x, "Signature");
}

static enum MHD_Result begin(struct talk *x, const char *method)
{
    x->begun = true;
    x->seat = seat_of(x->connection);
    seat_sends(x->seat);
    x->in.method = strcmp(method, "POST") == 0 ? METHOD_POST : METHOD_GET;
    bool known =
        x->in.method == METHOD_POST || strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
    if (!known)
        x->in.path = S(""); /* no such address: nothing else is spoken here */
    x->in.cookie = header(x, "Cookie");
    unsigned hosts;
    x->in.host = last_header(x, "Host", &hosts);
    if (hosts > 1) /* a proxy may have read the other: neither is believed */
        x->in.host = S("");
    x->in.origin = header(x, "Origin");
    x->in.fetch_site = header(x, "Sec-Fetch-Site");
    x->in.content_type = header(x, "Content-Type");
    begin_caller(x);
    begin_message(x);
    x->body_max = body_bytes_max(x->in.method, x->in.path);
    x->body = text_open(x->arena, x->body_max + 1);
    return MHD_YES;
}

static enum MHD_Result send_answer(struct talk *x)
{
    struct MHD_Response *r = wire_response(x->arena, &x->in, &x->out, x->connection);
    if (!r)
        return MHD_NO;
    enum MHD_Result queued = MHD_queue_response(x->connection, x->out.status, r);
    MHD_destroy_response(r);
    return queued;
}

static bool hashes(const struct request *in)
{
    return in->method == METHOD_POST &&
           (str_is(in->path, "/sign-in") || str_starts(in->path, S("/enrol/")) ||
            str_starts(in->path, S("/my-account/")));
}

static struct crew *crew_for(struct talk *x)
{
    if (hashes(&x->in)) {
        x->hashes = atomic_fetch_add(&x->of->hashing_now, 1) < HASHING_MAX;
        if (x->hashes)
            return x->of->hashing;
        atomic_fetch_sub(&x->of->hashing_now, 1);
        x->in.crowded = true;
    }
    if (paper_is_asked(&x->in)) {
        x->prints = atomic_fetch_add(&x->of->printing_now, 1) < PRINTS_MAX;
        if (x->prints)
            return x->of->prints;
        atomic_fetch_sub(&x->of->printing_now, 1);
        x->in.crowded = true;
    }
    if (str_starts(x->in.path, S("/sign-in/with/")) || str_is(x->in.path, "/sign-in/back"))
        return x->of->away;
    return x->in.method == METHOD_POST ? x->of->forms : x->of->looks;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload_data,
                                  size_t *upload_len, void **con_cls)
{
    (void)cls, (void)url, (void)version;
    struct talk *x = *con_cls;
    if (!x->begun)
        return begin(x, method);
    if (*upload_len > 0) {
        if (!x->in.body_too_large)
            text_add(&x->body, (struct str){ upload_data, *upload_len });
        x->in.body_too_large = x->body.full || x->body.len > x->body_max;
        *upload_len = 0;
        return MHD_YES;
    }
    if (x->answered)
        return send_answer(x);
    x->in.body = text_done(&x->body);
    seat_waits(x->seat);
    MHD_suspend_connection(connection);
    crew_give(crew_for(x), &x->job);
    return MHD_YES;
}

static void resume(struct talk *x)
{
    x->answered = true;
    MHD_resume_connection(x->connection);
}

struct own { /* what a thread that answers has for itself */
    struct arena *arena;
    struct reader *reader; /* NULL: each request here says that it could not look */
};

static void *own_open(void *self)
{
    struct listener *l = self;
    struct arena *a = arena_open(TASK_BYTES_MAX);
    struct own *own = NEW(a, struct own);
    struct task t = task_open(a, l->site->clock);
    own->arena = a;
    bool fenced;
    if (reader_open(&t, l->site->store, &own->reader) != OK ||
        who_prepare(&t, own->reader) != OK ||
        reader_fence(&t, own->reader, &fenced) != OK) {
        log_failure("reader", &t);
        own->reader = NULL;
    }
    return own;
}

static void *paper_open(void *self)
{
    paper_give_way();
    return own_open(self);
}

static void own_close(void *self, void *given)
{
    (void)self;
    struct own *own = given;
    reader_close(own->reader);
    arena_close(own->arena);
}

static void answer(void *self, void *given, struct job *j)
{
    struct own *own = given;
    struct listener *l = self;
    struct talk *x = (struct talk *)j;
    x->in.reader = own->reader;
    site_answer(&x->task, &x->in, &x->out);
    x->in.reader = NULL; /* it belongs to this thread */
    if (x->hashes)
        atomic_fetch_sub(&l->hashing_now, 1);
    if (x->prints)
        atomic_fetch_sub(&l->printing_now, 1);
    if (x->out.note_first)
        crew_give(l->notes, j);
    else
        resume(x);
}

static void note(void *self, void *own, struct job *j)
{
    (void)own;
    struct listener *l = self;
    struct talk *x = (struct talk *)j;
    if (writer_note(&x->task, l->site->writer, &x->out.note) != OK) {
        log_failure("access-note", &x->task);
        site_withhold(&x->task, &x->in, &x->out);
    } else if (x->out.seen_child != 0 &&
               notice_seen(&x->task, l->site->writer, x->in.session.actor.person,
                           x->out.seen_child) != OK) {
        log_failure("notice-seen", &x->task); /* shown all the same: seen next time */
    }
    resume(x);
}

static void open_crews(struct listener *l)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t looking = cores < 2 ? 2 : cores > 32 ? 32 : (size_t)cores;
    l->looks = crew_open(looking, (struct crew_work){ own_open, answer, own_close, l });
    l->forms = crew_open(FORM_THREADS, (struct crew_work){ own_open, answer, own_close, l });
    l->hashing = crew_open(HASHING_THREADS, (struct crew_work){ own_open, answer, own_close, l });
    l->away = crew_open(AWAY_THREADS, (struct crew_work){ own_open, answer, own_close, l });
    l->prints = crew_open(PRINT_THREADS, (struct crew_work){ paper_open, answer, own_close, l });
    l->notes = crew_open(NOTE_THREADS, (struct crew_work){ NULL, note, NULL, l });
}

static void close_crews(struct listener *l)
{
    crew_close(l->looks);
    crew_close(l->forms);
    crew_close(l->away);
    crew_close(l->hashing);
    crew_close(l->prints);
    crew_close(l->notes);
}

/* libmicrohttpd would decode %XX before we see the address; we keep it as it was sent. */
static size_t leave_as_sent(void *cls, struct MHD_Connection *c, char *s)
{
    (void)cls, (void)c;
    return strlen(s);
}

static struct MHD_Daemon *daemon_open(struct listener *l, const struct listen_options *o,
                                      const struct bound *at, struct arena *a)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned pool = cores < 2 ? 1 : cores > 8 ? 8 : (unsigned)cores;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    unsigned most = connections_max();
    struct MHD_OptionItem more[6] = { 0 }; /* ended by MHD_OPTION_END, which is nought */
    size_t count = 0;
    if (pool > 1)
        more[count++] =
            (struct MHD_OptionItem){ MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)pool, NULL };
    if (l->tls) {
        flags |= MHD_USE_TLS;
        more[count++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_CERT, 0,
                                                 str_nul(a, o->certificate) };
        more[count++] =
            (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_KEY, 0, str_nul(a, o->private_key) };
        more[count++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_PRIORITIES, 0,
                                                 str_nul(a, S(TLS_PRIORITIES)) };
    }
    if (at->at.any.sa_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    return MHD_start_daemon(
        flags, o->port, NULL, NULL, on_request, l, MHD_OPTION_SOCK_ADDR, &at->at.any,
        MHD_OPTION_NOTIFY_COMPLETED, talk_close, l, MHD_OPTION_URI_LOG_CALLBACK, talk_open, l,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_as_sent, NULL, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, l, MHD_OPTION_CONNECTION_LIMIT, most, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        at->loopback ? most : (unsigned)CONNECTIONS_EACH_MAX,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_BYTES, MHD_OPTION_ARRAY, more, MHD_OPTION_END);
}

status listen_start(struct task *t, struct site *site, const struct listen_options *o,
                    struct listener **ret)
{
    struct bound at;
    TRY(bound_read(t, o, &at));
    TRY(bound_check(t, o, &at));
    (void)signal(SIGPIPE, SIG_IGN); /* a visitor may hang up at any time */
    struct listener *l = calloc(1, sizeof *l);
    MUST(l);
    l->site = site;
    l->tls = o->certificate.len > 0;
    l->seats = seats_open(0, 0);
    open_crews(l);
    l->daemon = daemon_open(l, o, &at, t->arena);
    if (!l->daemon) {
        int why = errno;
        close_crews(l);
        seats_close(l->seats);
        free(l);
        return fail(t, E_BUSY,
                    "cannot listen on port %u (%s): choose another with --port%s",
                    o->port, strerror(why),
                    o->certificate.len ? ", or look at certificate and key" : "");
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(l->daemon, MHD_DAEMON_INFO_BIND_PORT);
    l->port = info && info->port ? info->port : o->port;
    *ret = l;
    return OK;
}

uint16_t listen_port(const struct listener *l)
{
    return l->port;
}

void listen_stop(struct listener *l, struct span patience)
{
    if (!l)
        return;
    MHD_socket listening = MHD_quiesce_daemon(l->daemon);
    live_stop(l->site->live); /* streams would not end by themselves */
    /* A suspended connection must be resumed before the daemon may stop, so crews end first. */
    for (int64_t waited = 0; atomic_load(&l->running) > 0 && waited < patience.us; waited += 10000)
        usleep(10000);
    close_crews(l);
    MHD_stop_daemon(l->daemon);
    if (listening != MHD_INVALID_SOCKET)
        close(listening);
    seats_close(l->seats);
    free(l);
}

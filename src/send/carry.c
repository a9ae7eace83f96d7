/* Takes what is due, hands it to who carries it, and writes down what came of it. */
#include "send/carry.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>

#include "base/hash.h"
#include "base/log.h"
#include "send/http.h"
#include "send/message.h"
#include "send/notify.h"
#include "send/smtp.h"
#include "work/send_settings.h"

enum {
    AT_ONCE = 8,           /* taken together; each may take as long as a call's patience */
    HOLD_S = 900,          /* longer than that; a crash is recovered from at the next start */
    FIRST_AGAIN_S = 30,    /* doubled each time */
    LAST_AGAIN_S = 7200,
    FIRST_ASK_S = 20,      /* when a fate is asked; doubled each time */
    LAST_ASK_S = 3600,
    FATE_KNOWN_WITHIN_H = 78, /* a network tries for 72 hours */
    LETTER_POSTED_WITHIN_H = 168, /* printed on working days; Notify forgets after a week */
    LOOK_MS = 1000,        /* how soon a new notice is noticed */
    TROUBLE_MS = 5000,
    ROUNDS_MAX = 1000,
    OUT_OF_REACH_S = 15,   /* then one message tries again; until then the rest need not */
    BUSY_MAX = 5,
    WHY_BYTES = 200,
    CARRIER_BYTES_MAX = 64 << 20,
};

struct carrier {
    struct store *store;
    struct writer *writer;
    struct reader *reader;
    const struct send_settings *settings;
    struct clock clock;
    struct arena *arena;
    uint64_t chance;
    int32_t patience_ms;
    struct {
        struct instant until;
        char why[WHY_BYTES];
    } out_of_reach[SEND_BY_NOTIFY + 1];
    bool unsure; /* a round failed: what it took was perhaps not written */
    bool started, closing;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
};

bool carrier_wanted(const struct store *s)
{
    return send_settings_any(store_send_settings(s));
}

/* --- when again --- */

/* Three quarters to five quarters of it, so that what failed together does not come together. */
static int64_t about(struct carrier *c, int64_t us)
{
    c->chance ^= c->chance << 13;
    c->chance ^= c->chance >> 7;
    c->chance ^= c->chance << 17;
    return us / 4 * 3 + (int64_t)(c->chance % (uint64_t)(us / 2 + 1));
}

static struct instant after_doubling(struct carrier *c, int64_t now, uint32_t times, int64_t first,
                                     int64_t last)
{
    int64_t wait = first;
    for (uint32_t i = 0; i < times && wait < last; i++)
        wait *= 2;
    return (struct instant){ now + about(c, (wait < last ? wait : last) * SECOND_US) };
}

/* --- one message --- */

struct one {
    struct task *t;
    struct carrier *c;
    const struct dispatch *d;
    enum send_by by;
};

static struct carried later(const char *why)
{
    return (struct carried){ .how = CARRIED_LATER, .why = str_from(why) };
}

static struct message message_of(const struct one *x)
{
    const struct send_settings *s = x->c->settings;
    const struct rulebook *rules = x->c->store->rules;
    uint16_t rule = rulebook_by_about(rules, x->d->about);
    struct message m = { .to = x->d->address, .reference = x->d->reference,
                         .link = message_link(x->t->arena, s->base_address, x->d->reference) };
    if (s->say_title && rule != UINT16_MAX)
        m.title = rulebook_rule(rules, rule)->title;
    return m;
}

status carrier_check(struct task *t, const struct store *s)
{
    const struct send_settings *x = store_send_settings(s);
    struct smtp_relay r;
    struct notify n;
    if (x->email == SEND_BY_SMTP)
        TRY(smtp_login_read(t, x->smtp_login_file, &r));
    if (send_settings_notify(x))
        TRY(notify_key_read(t, x->notify_key_file, &n));
    return OK;
}

static struct carried by_smtp(const struct one *x)
{
    const struct send_settings *s = x->c->settings;
    struct smtp_relay r = { .url = s->smtp_url, .from = s->smtp_from, .ca_file = s->smtp_ca_file,
                            .patience_ms = x->c->patience_ms };
    if (smtp_login_read(x->t, s->smtp_login_file, &r) != OK)
        return later("the file with the mail relay's password cannot be used: look at it");
    struct message m = message_of(x);
    return smtp_send(x->t, &r, &m);
}

/* By dispatch_channel: who carries it, and what it is at Notify. */
struct way {
    enum send_by by;
    enum notify_kind kind;
    struct str template;
    const char *nowhere;
};
static struct way way_of(const struct send_settings *s, enum dispatch_channel c)
{
    switch (c) {
    case DISPATCH_EMAIL:
        return (struct way){ s->email, NOTIFY_EMAIL, s->notify_email_template,
                             "no e-mail address of this person is registered: register it" };
    case DISPATCH_SMS:
        return (struct way){ s->sms, NOTIFY_SMS, s->notify_sms_template,
                             "no telephone number of this person is registered: register it" };
    case DISPATCH_LETTER:
        return (struct way){ s->letter, NOTIFY_LETTER, s->notify_letter_template,
                             "no postal address of this person is registered: register it" };
    case DISPATCH_CHANNELS: break;
    }
    return (struct way){ .nowhere = "this program does not know the channel: tell them otherwise" };
}

static struct carried by_notify(const struct one *x)
{
    const struct send_settings *s = x->c->settings;
    struct notify n = { .url = s->notify_url, .ca_file = s->notify_ca_file,
                        .patience_ms = x->c->patience_ms };
    struct way way = way_of(s, x->d->channel);
    if (notify_key_read(x->t, s->notify_key_file, &n) != OK)
        return later("the file with the GOV.UK Notify key cannot be used: look at it");
    if (x->d->state == DISPATCH_SENT)
        return notify_ask(x->t, &n, way.kind, x->d->remote);
    if (x->d->again || x->d->attempts > 0) {
        struct carried known = notify_find(x->t, &n, way.kind, x->d->reference);
        if (known.how != CARRIED_UNKNOWN)
            return known;
    }
    struct message m = message_of(x);
    return notify_send(x->t, &n, way.kind, way.template, &m);
}

static struct carried refused(const char *why)
{
    return (struct carried){ .how = CARRIED_REFUSED, .why = str_from(why) };
}

static struct carried carry(const struct one *x)
{
    if (x->d->state != DISPATCH_SENT && x->d->address.len == 0)
        return refused(way_of(x->c->settings, x->d->channel).nowhere);
    switch (x->by) {
    case SEND_BY_SMTP: return by_smtp(x);
    case SEND_BY_NOTIFY: return by_notify(x);
    case SEND_BY_NOBODY: break;
    }
    return refused("the settings do not say any more who carries this: put it back, or tell them"
                   " otherwise");
}

/* One that hangs must not hold up everybody behind it as often as there are messages. */
static struct carried carry_in_reach(const struct one *x)
{
    struct instant now = task_now(x->t), *until = &x->c->out_of_reach[x->by].until;
    char *why = x->c->out_of_reach[x->by].why;
    if (now.us < until->us)
        return (struct carried){ .how = CARRIED_LATER, .why = str_from(why) };
    struct carried a = carry(x);
    *until = (struct instant){ a.out_of_reach ? now.us + OUT_OF_REACH_S * SECOND_US : 0 };
    if (a.out_of_reach)
        snprintf(why, WHY_BYTES, "%.*s", (int)(a.why.len < WHY_BYTES ? a.why.len : WHY_BYTES - 1),
                 a.why.at);
    return a;
}

/* --- what it means for the notice --- */

static struct dispatch_result as_result(const struct one *x, const struct carried *a)
{
    const struct dispatch *d = x->d;
    int64_t now = task_now(x->t).us;
    bool asking = d->state == DISPATCH_SENT;
    uint32_t tries = d->attempts + (!asking && !a->not_tried);
    bool too_often = (int64_t)tries >= x->c->settings->tries && !a->not_tried;
    int64_t within = d->channel == DISPATCH_LETTER ? LETTER_POSTED_WITHIN_H : FATE_KNOWN_WITHIN_H;
    bool too_late = asking && now - d->created.us > within * HOUR_US;
    struct instant again = after_doubling(x->c, now, d->attempts, FIRST_AGAIN_S, LAST_AGAIN_S);
    struct instant ask = after_doubling(x->c, now, d->asked + asking, FIRST_ASK_S,
                                        LAST_ASK_S);
    struct dispatch_result r = { .outcome = OUTCOME_GIVEN_UP, .next = NEVER, .remote = a->remote,
                                 .trouble = a->why, .not_tried = a->not_tried };
    if (again.us < a->not_before.us)
        again = (struct instant){ a->not_before.us + about(x->c, FIRST_AGAIN_S * SECOND_US) };
    switch (a->how) {
    case CARRIED_ACCEPTED: r.outcome = OUTCOME_SENT; break;
    case CARRIED_DELIVERED: r.outcome = OUTCOME_DELIVERED; break;
    case CARRIED_PENDING:
    case CARRIED_LATER:
        if (asking ? too_late : (a->how == CARRIED_LATER && too_often))
            break;
        r.outcome = a->how == CARRIED_PENDING ? OUTCOME_SENT : OUTCOME_LATER;
        r.next = asking || a->how == CARRIED_PENDING ? ask : again;
        break;
    case CARRIED_RETURNED:
        if ((int64_t)tries >= x->c->settings->tries)
            break;
        r.outcome = OUTCOME_RETURNED;
        r.next = again;
        break;
    case CARRIED_REFUSED:
    case CARRIED_UNKNOWN: break;
    }
    if (r.outcome == OUTCOME_GIVEN_UP && r.trouble.len == 0)
        r.trouble = S("nobody can say whether it arrived");
    return r;
}

static void count(struct carried_counts *n, const struct one *x, enum dispatch_outcome o)
{
    bool asking = x->d->state == DISPATCH_SENT;
    n->asked += asking;
    switch (o) {
    case OUTCOME_SENT: n->handed_over += !asking; break;
    case OUTCOME_DELIVERED: n->delivered++; break;
    case OUTCOME_LATER: n->waiting += !asking; break;
    case OUTCOME_RETURNED: n->returned++; break;
    case OUTCOME_GIVEN_UP: n->dead++; break;
    }
}

static status deliver(struct task *t, struct carrier *c, const struct dispatch *d,
                      struct carried_counts *n)
{
    struct one x = { t, c, d, way_of(c->settings, d->channel).by };
    struct carried a = carry_in_reach(&x);
    struct dispatch_result r = as_result(&x, &a);
    status written = dispatch_tried(t, c->writer, d, &r);
    for (int i = 0; written == E_BUSY && i < BUSY_MAX; i++)
        written = dispatch_tried(t, c->writer, d, &r);
    TRY(written);
    count(n, &x, r.outcome);
    if (r.outcome != OUTCOME_SENT && r.outcome != OUTCOME_DELIVERED)
        log_line(r.outcome == OUTCOME_GIVEN_UP ? LOG_WARN : LOG_INFO, "notice-not-delivered",
                 "person=%u channel=%d attempts=%u dead=%d", d->person, (int)d->channel,
                 d->attempts + 1, r.outcome == OUTCOME_GIVEN_UP);
    return OK;
}

static bool is_closing(struct carrier *c)
{
    pthread_mutex_lock(&c->lock);
    bool closing = c->closing;
    pthread_mutex_unlock(&c->lock);
    return closing;
}

/* What is left when the program is to end was only marked, and is due again at the next start. */
static status one_round(struct task *t, struct carrier *c, struct carried_counts *n, bool *ret_any)
{
    struct dispatch_list due;
    if (c->unsure)
        TRY(dispatch_recover(t, c->writer));
    c->unsure = false;
    TRY(dispatch_take(t, c->writer, AT_ONCE, (struct span){ HOLD_S * SECOND_US }, &due));
    for (size_t i = 0; i < due.count && !is_closing(c); i++)
        TRY(deliver(t, c, &due.at[i], n));
    *ret_any = due.count > 0;
    return OK;
}

status carrier_once(struct task *t, struct carrier *c, struct carried_counts *ret)
{
    struct carried_counts n = { 0 };
    bool any = true;
    for (int round = 0; any && round < ROUNDS_MAX && !is_closing(c); round++) {
        struct arena_mark mark = arena_mark(c->arena);
        struct task own = task_open(c->arena, c->clock);
        status done = one_round(&own, c, &n, &any);
        arena_rewind(c->arena, mark);
        c->unsure = done != OK;
        if (done != OK)
            return fail(t, done, "%s", own.reason);
    }
    *ret = n;
    return OK;
}

/* --- the thread --- */

static void rest(struct carrier *c, int ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += (long)(ms % 1000) * 1000000;
    until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&c->lock);
    while (!c->closing && pthread_cond_timedwait(&c->wake, &c->lock, &until) == 0)
        continue;
    pthread_mutex_unlock(&c->lock);
}

/* Reading is cheap; a writer that has nothing to do is left alone. */
static status look_and_carry(struct task *t, struct carrier *c)
{
    struct instant next;
    struct carried_counts n;
    TRY(dispatch_next(t, c->reader, &next));
    return next.us <= clock_now(c->clock).us ? carrier_once(t, c, &n) : OK;
}

static void *carrier_thread(void *self)
{
    struct carrier *c = self;
    while (!is_closing(c)) {
        struct arena_mark mark = arena_mark(c->arena);
        struct task t = task_open(c->arena, c->clock);
        status done = look_and_carry(&t, c);
        if (done != OK)
            log_failure("carrier", &t);
        arena_rewind(c->arena, mark);
        rest(c, done == OK ? LOOK_MS : TROUBLE_MS);
    }
    return NULL;
}

void carrier_start(struct carrier *c)
{
    MUST(!c->started);
    MUST(pthread_create(&c->thread, NULL, carrier_thread, c) == 0);
    c->started = true;
}

/* --- opening and closing --- */

static void prepare_to_wait(struct carrier *c)
{
    pthread_condattr_t monotonic;
    MUST(pthread_condattr_init(&monotonic) == 0);
    MUST(pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) == 0);
    MUST(pthread_cond_init(&c->wake, &monotonic) == 0);
    MUST(pthread_mutex_init(&c->lock, NULL) == 0);
    pthread_condattr_destroy(&monotonic);
}

status carrier_open(struct task *t, struct store *s, struct writer *w,
                    const struct carrier_options *o, struct carrier **ret)
{
    struct carrier *c = NEW(t->arena, struct carrier);
    http_start();
    c->store = s;
    c->writer = w;
    c->settings = store_send_settings(s);
    c->clock = t->clock;
    c->patience_ms = o ? o->patience_ms : 0;
    c->chance = o ? o->seed : 0;
    while (c->chance == 0)
        random_bytes(&c->chance, sizeof c->chance);
    TRY(reader_open(t, s, &c->reader));
    c->arena = arena_open(CARRIER_BYTES_MAX);
    prepare_to_wait(c);
    status recovered = dispatch_recover(t, w);
    if (recovered != OK) {
        carrier_close(c);
        return recovered;
    }
    *ret = c;
    return OK;
}

void carrier_close(struct carrier *c)
{
    if (!c)
        return;
    pthread_mutex_lock(&c->lock);
    c->closing = true;
    pthread_cond_signal(&c->wake);
    pthread_mutex_unlock(&c->lock);
    if (c->started)
        pthread_join(c->thread, NULL);
    pthread_cond_destroy(&c->wake);
    pthread_mutex_destroy(&c->lock);
    reader_close(c->reader);
    arena_close(c->arena);
}

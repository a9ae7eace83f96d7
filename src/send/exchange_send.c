/* Carrying what waits: one attempt each, a receipt that is checked, and when to try again. */
#include <time.h>

#include "base/box.h"
#include "base/limits.h"
#include "base/log.h"
#include "send/exchange_inside.h"
#include "send/http.h"
#include "work/writer_inside.h"

enum {
    FIRST_WAIT_SECONDS = 1,
    LONGEST_WAIT_SECONDS = 15 * 60,
    REFUSED_WAIT_SECONDS = 60, /* the partner answered and said no: a person must look first */
    REFUSED_LONGEST_SECONDS = 60 * 60,
    LOOK_MS = 500,
    PATIENCE_MS = 10000, /* also how long the program may take to end */
};

struct sending {
    struct task *t;
    struct exchange *x;
    const struct kept_message *m;
    const struct partner *partner;
    struct str body;
    struct signed_message asked;
    struct http_answer answer;
    struct receipt_said said;
    struct str proof; /* the signature's two lines */
    bool refused;     /* somebody answered, and not with a receipt */
    bool out_of_reach;
};

/* --- one attempt --- */

static status post(struct sending *s)
{
    struct task *t = s->t;
    s->asked = (struct signed_message){
        .method = S("POST"),
        .target_uri = s->partner->address,
        .content_digest = digest_line(t->arena, s->body),
        .content_type = str_from(cloud_event_content_type),
        .ce_id = s->m->id,
    };
    struct signature_lines lines =
        signature_make(t->arena, &s->asked, s->x->store->origin, s->x->seed, task_now(t));
    const struct http_header header[] = {
        { S("Content-Type"), s->asked.content_type },
        { S("Content-Digest"), s->asked.content_digest },
        { S("Ce-Id"), s->asked.ce_id },
        { S("Signature-Input"), lines.input },
        { S("Signature"), lines.signature },
    };
    struct http_request r = { .url = s->partner->address,
                              .body = s->body,
                              .header = header,
                              .headers = COUNT(header),
                              .ca_file = s->partner->ca_file,
                              .patience_ms = PATIENCE_MS };
    return http_send(t, &r, &s->answer);
}

static status refusal_words(struct task *t, int number)
{
    switch (number) {
    case 401:
        return fail(t, E_DENIED,
                    "the partner does not accept our signature (401): compare keys,"
                    " origins and clocks on both sides");
    case 409:
        return fail(t, E_CONFLICT,
                    "the partner has another message under this number (409): its"
                    " log says more");
    case 413: return fail(t, E_LIMIT, "the message is too large for the partner (413)");
    case 404:
    case 405:
        return fail(t, E_MISSING,
                    "there is no exchange at the partner's address (%d): look at the"
                    " settings",
                    number);
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
        return fail(t, E_BUSY, "the partner cannot take it now (%d): it is tried again", number);
    default:
        return fail(t, E_INVALID, "the partner did not take the message (%d): its log says why",
                    number);
    }
}

static status check_answer(struct sending *s)
{
    struct task *t = s->t;
    struct signature_read signature;
    struct cloud_event e;
    struct signature_lines lines = { http_answer_header(t, &s->answer, "signature-input"),
                                     http_answer_header(t, &s->answer, "signature") };
    struct signed_message m = { .status = s->answer.status,
                                .content_digest =
                                    http_answer_header(t, &s->answer, "content-digest"),
                                .content_type = http_answer_header(t, &s->answer, "content-type"),
                                .ce_id = http_answer_header(t, &s->answer, "ce-id"),
                                .request = &s->asked };
    TRY(signature_read(t, &lines, &signature));
    if (!str_equal(signature.key_id, s->partner->origin))
        return fail(t, E_DENIED, "the receipt is signed by somebody else");
    TRY(signature_check(t, &signature, &m, s->partner->key, task_now(t)));
    TRY(digest_check(t, m.content_digest, s->answer.body));
    TRY(cloud_event_read(t, s->answer.body, &e));
    TRY(receipt_read(t, &e, &s->said));
    if (!str_equal(e.source, s->partner->origin) || !str_equal(e.recipient, s->x->store->origin) ||
        !str_equal(s->said.of, s->m->id) || !str_equal(s->said.digest, s->asked.content_digest))
        return fail(t, E_INVALID, "the receipt is not of this message");
    s->proof = str_print(t->arena, "%.*s\n%.*s", STR_ARG(lines.input), STR_ARG(lines.signature));
    return OK;
}

static status attempt(struct sending *s)
{
    struct task *t = s->t;
    const struct kept_message *m = s->m;
    s->partner = partner_of(&s->x->partners, m->partner);
    s->refused = true;
    if (!s->partner)
        return fail(t, E_MISSING,
                    "this partner is not in the settings any more: put it back, or"
                    " give the notice another way and record it");
    if (!box_open(t->arena, s->x->message_key, message_place(t->arena, m->partner, m->id),
                  m->sealed, &s->body))
        return fail(t, E_CORRUPT,
                    "the message that waits cannot be opened with this register's"
                    " key: send the notice anew");
    status sent = post(s);
    s->refused = sent != OK && sent != E_BUSY;
    s->out_of_reach = sent == E_BUSY;
    TRY(sent);
    s->refused = s->answer.status < 500 && s->answer.status != 429;
    if (s->answer.status != 200)
        return refusal_words(t, s->answer.status);
    return check_answer(s);
}

/* --- what came of it --- */

static struct instant within(struct instant i, struct instant low, struct instant high)
{
    return i.us < low.us ? low : i.us > high.us ? high : i;
}

static struct str sent_with(struct task *t, const struct placement_notice *n)
{
    if (notice_what(n) == NOTICE_ENDS)
        return S("end");
    return str_print(t->arena, "%s%s%s", n->needs.len ? "needs" : "",
                     n->needs.len && n->care_plan.len ? " " : "",
                     n->care_plan.len ? "care-plan" : "");
}

struct settling {
    struct append append;
    const struct kept_message *message;
};
static status settle(struct writer *w, void *self)
{
    struct settling *s = self;
    struct task *t = &w->task;
    struct kept_message now;
    struct message_key key = { true, s->message->partner, s->message->id };
    TRY(kept_message_find(t, w->store->kept, w->store->log, &key, &now));
    if (now.state != MESSAGE_WAITING)
        return OK; /* another attempt brought the same receipt */
    TRY(batch_append(w, &s->append));
    return kept_message_done(t, w->store->kept, w->store->log, s->message);
}

/* The notice was given when the partner's register had it: its clock says so, within what ours
 * allows. */
static status record_receipt(struct sending *s)
{
    struct task *t = s->t;
    struct cloud_event e;
    struct placement_notice n;
    struct event said[2];
    struct instant now = task_now(t);
    TRY(cloud_event_read(t, s->body, &e));
    TRY(placement_notice_read(t, e.data, &n));
    said[0] = event_new(EV_MESSAGE_RECEIPTED, s->m->child, now);
    event_set_text(&said[0], "message", s->m->id);
    event_set_text(&said[0], "partner", s->m->partner);
    event_set_text(&said[0], "receipt", s->answer.body);
    event_set_text(&said[0], "signed", s->proof);
    said[1] =
        event_new(EV_PLACEMENT_NOTIFIED, s->m->child, within(s->said.received, s->m->made, now));
    event_set_number(&said[1], "placement", s->m->placement);
    event_set_text(&said[1], "to", S("area-authority"));
    event_set_number(&said[1], "written", 1);
    event_set_text(&said[1], "with", sent_with(t, &n));
    said[1].source = str_print(t->arena, "message %.*s", STR_ARG(s->m->id));
    for (size_t i = 0; i < COUNT(said); i++)
        said[i].channel = code_number(CODES_CHANNEL, S("message"));
    struct kept_message done = *s->m;
    done.receipt = s->answer.body;
    struct settling all = {
        .append = { .events = said,
                    .count = COUNT(said),
                    .expected_n = APPEND_ANY,
                    .own = true,
                    .key = str_print(t->arena, "exchange/receipt/%.*s", STR_ARG(s->m->id)) },
        .message = &done,
    };
    return writer_do_inside(t, s->x->writer, settle, &all);
}

static status put_off(struct writer *w, void *self)
{
    return kept_message_tried(&w->task, w->store->kept, w->store->log, self);
}

static struct instant next_try(struct instant now, int64_t attempts, bool refused)
{
    int64_t wait = refused ? REFUSED_WAIT_SECONDS : FIRST_WAIT_SECONDS;
    int64_t most = refused ? REFUSED_LONGEST_SECONDS : LONGEST_WAIT_SECONDS;
    uint16_t chance;
    for (int64_t i = 1; i < attempts && wait < most; i++)
        wait *= 2;
    wait = wait < most ? wait : most;
    random_bytes(&chance, sizeof chance);
    int64_t span = wait * SECOND_US; /* a quarter more or less, so that many do not come at once */
    return (struct instant){ now.us + span * 3 / 4 + span / 2 * chance / UINT16_MAX };
}

static status record_trouble(struct sending *s)
{
    struct kept_message later = *s->m;
    later.attempts++;
    later.next = next_try(task_now(s->t), later.attempts, s->refused);
    later.trouble = str_print(s->t->arena, "%s", s->t->reason);
    log_line(LOG_WARN, "message-not-carried", "message=%s attempts=%lld",
             str_nul(s->t->arena, s->m->id), (long long)later.attempts);
    return writer_do_inside(s->t, s->x->writer, put_off, &later);
}

/* Partners out of reach in this round: what else goes to one is put off without being tried, so
 * that one dead line does not hold up what goes to all the others. */
struct unreached {
    struct str partner[MESSAGES_DUE_MAX];
    size_t count;
};

static bool is_unreached(const struct unreached *u, struct str partner)
{
    for (size_t i = 0; i < u->count; i++)
        if (str_equal(u->partner[i], partner))
            return true;
    return false;
}

static status wait_too(struct sending *s)
{
    (void)fail(s->t, E_BUSY, "the partner cannot be reached now: it is tried again");
    return record_trouble(s);
}

static status carry_one(struct sending *s, struct exchange_tally *done)
{
    done->tried++;
    status sent = attempt(s);
    if (sent == OK)
        sent = record_receipt(s);
    done->receipted += sent == OK;
    return sent == OK ? OK : record_trouble(s);
}

status exchange_carry(struct task *t, struct exchange *x, struct reader *r,
                      struct exchange_tally *ret)
{
    struct kept_messages due;
    struct exchange_tally done = { 0 };
    struct unreached unreached = { .count = 0 };
    TRY(exchange_rows_to_read(t, r->kept));
    TRY(kept_messages_due(t, r->kept, x->store->log, task_now(t), &due));
    for (size_t i = 0; i < due.count && !atomic_load(&x->stopping); i++) {
        const struct kept_message *m = &due.at[i];
        struct arena_mark mark = arena_mark(t->arena);
        struct sending *s = NEW(t->arena, struct sending);
        *s = (struct sending){ .t = t, .x = x, .m = m };
        status put = is_unreached(&unreached, m->partner) ? wait_too(s) : carry_one(s, &done);
        if (s->out_of_reach)
            unreached.partner[unreached.count++] = m->partner;
        arena_rewind(t->arena, mark);
        TRY(put);
    }
    *ret = done;
    return OK;
}

/* --- the thread --- */

struct exchange_thread {
    struct exchange *x;
    struct clock clock;
    struct arena *arena;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
};

static bool wait_or_stop(struct exchange_thread *e)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += LOOK_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&e->lock);
    if (!e->stopping)
        pthread_cond_timedwait(&e->wake, &e->lock, &until);
    bool stopping = e->stopping;
    pthread_mutex_unlock(&e->lock);
    return stopping;
}

static struct reader *open_in_the_end(struct exchange_thread *e, struct task *t)
{
    struct reader *r = NULL;
    struct arena_mark mark = arena_mark(e->arena);
    while (reader_open(t, e->x->store, &r) != OK) {
        log_failure("exchange-reader", t);
        (void)writer_check(t, e->x->writer);
        arena_rewind(e->arena, mark);
        if (wait_or_stop(e))
            return NULL;
    }
    return r;
}

static void *carry_always(void *self)
{
    struct exchange_thread *e = self;
    struct task t = task_open(e->arena, e->clock);
    struct reader *r = open_in_the_end(e, &t);
    if (!r)
        return NULL;
    do {
        struct arena_mark mark = arena_mark(e->arena);
        struct exchange_tally done;
        if (exchange_carry(&t, e->x, r, &done) != OK) {
            log_failure("exchange", &t);
            (void)writer_check(&t, e->x->writer); /* nobody may be writing who would notice */
        }
        arena_rewind(e->arena, mark);
    } while (!wait_or_stop(e));
    reader_close(r);
    return NULL;
}

struct exchange_thread *exchange_start(struct exchange *x, struct clock clock)
{
    struct arena *a = arena_open(TASK_BYTES_MAX);
    struct exchange_thread *e = NEW(a, struct exchange_thread);
    e->x = x;
    e->clock = clock;
    e->arena = a;
    http_start();
    MUST(pthread_mutex_init(&e->lock, NULL) == 0);
    MUST(pthread_cond_init(&e->wake, NULL) == 0);
    MUST(pthread_create(&e->thread, NULL, carry_always, e) == 0);
    return e;
}

void exchange_stop(struct exchange_thread *e)
{
    if (!e)
        return;
    atomic_store(&e->x->stopping, true);
    pthread_mutex_lock(&e->lock);
    e->stopping = true;
    pthread_cond_signal(&e->wake);
    pthread_mutex_unlock(&e->lock);
    pthread_join(e->thread, NULL);
    pthread_mutex_destroy(&e->lock);
    pthread_cond_destroy(&e->wake);
    arena_close(e->arena);
}

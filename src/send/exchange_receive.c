/* What another register says: verified, done once in one transaction, and receipted. */
#include <string.h>

#include "base/log.h"
#include "send/exchange_inside.h"
#include "work/store_open.h"
#include "work/writer_inside.h"

enum {
    REFUSALS_NOTED = 30
}; /* in a minute of who proved to be a partner, in an hour of strangers; more are only logged: a
    * stranger must neither fill the journal nor hide what a partner does */

struct receiving {
    struct task *t;
    struct exchange *x;
    const struct exchange_asked *in;
    const struct partner *partner; /* set once the signature names one that we know */
    bool proved;                   /* and once it holds */
    struct signed_message asked;
    struct signature_read signature;
    struct cloud_event event;
    struct placement_notice notice;
    struct str receipt; /* the body of the answer */
    bool repeated;
};

/* --- who says so --- */

static status check_sender(struct receiving *r)
{
    struct task *t = r->t;
    const struct exchange_asked *in = r->in;
    struct signature_lines lines = { in->signature_input, in->signature };
    if (in->too_large || in->body.len > CLOUD_EVENT_BYTES_MAX)
        return fail(t, E_LIMIT, "the message is larger than %d KiB", CLOUD_EVENT_BYTES_MAX >> 10);
    if (in->doubled)
        return fail(t, E_INVALID, "a field that is signed came twice: send each once");
    TRY(signature_read(t, &lines, &r->signature));
    r->partner = partner_of(&r->x->partners, r->signature.key_id);
    if (!r->partner)
        return fail(t, E_DENIED,
                    "no partner of this register signs under that keyid: exchange"
                    " `sightline partner key` with the people who run it");
    r->asked = (struct signed_message){ .method = in->method,
                                        .target_uri = in->target_uri,
                                        .content_digest = in->content_digest,
                                        .content_type = in->content_type,
                                        .ce_id = in->ce_id };
    TRY(signature_check(t, &r->signature, &r->asked, r->partner->key, task_now(t)));
    r->proved = true;
    return digest_check(t, in->content_digest, in->body);
}

static status check_message(struct receiving *r)
{
    struct task *t = r->t;
    const struct cloud_event *e = &r->event;
    if (!str_is(str_trim(r->in->content_type), cloud_event_content_type))
        return fail(t, E_INVALID, "the content type must be %s", cloud_event_content_type);
    TRY(cloud_event_read(t, r->in->body, &r->event));
    if (!str_equal(e->id, str_trim(r->in->ce_id)))
        return fail(t, E_INVALID, "the field Ce-Id is not the message's id");
    if (!str_equal(e->source, r->partner->origin))
        return fail(t, E_DENIED, "the message's source is not who signed it");
    if (!str_equal(e->recipient, r->x->store->origin))
        return fail(t, E_DENIED,
                    "the message is for another register: look at the address and the"
                    " origin in the settings");
    if (!str_is(e->type, placement_notice_type))
        return fail(t, E_INVALID, "messages of this type are not known here; known: %s",
                    placement_notice_type);
    TRY(placement_notice_read(t, e->data, &r->notice));
    if (r->notice.made_up != r->x->store->made_up)
        return fail(t, E_DENIED, "one register is made up and the other is not: they do not speak");
    return OK;
}

/* --- what it makes happen, in the writer's transaction --- */

static status find_agency(struct task *t, struct store *s, const struct partner *p,
                          struct str *ret_setting, uint32_t *ret)
{
    struct str value;
    int64_t number = 0;
    *ret = 0;
    *ret_setting = str_print(t->arena, "partner-agency %.*s", STR_ARG(p->origin));
    status found = setting_get(t, s->kept, s->log, *ret_setting, &value);
    if (found == E_MISSING)
        return OK;
    TRY(found);
    TRY(str_to_i64(t, value, 1, UINT32_MAX, &number));
    *ret = (uint32_t)number;
    return OK;
}

struct effect {
    struct receiving *of;
    struct event event[NOTICE_EVENTS_MAX + 1]; /* the agency's first, when it is new */
    size_t count;
    struct notice_effect what;
    struct str agency_setting;
    bool new_agency;
    struct nonce nonce;
    struct str digest;
};

/* The same again: the same receipt. Another body under the same id: refused. */
static status find_before(struct task *t, struct store *s, struct effect *e, bool *ret_known)
{
    struct kept_message before;
    struct receiving *r = e->of;
    struct hash256 digest = sha256(&r->in->body, 1);
    struct message_key key = { false, r->partner->origin, r->event.id };
    status known = kept_message_find(t, s->kept, s->log, &key, &before);
    *ret_known = known == OK;
    if (known != OK)
        return known == E_MISSING ? OK : known;
    if (memcmp(before.digest.b, digest.b, sizeof digest.b) != 0)
        return fail(t, E_CONFLICT,
                    "this id came before with another body: a message is never"
                    " changed; send a new one under a new id");
    r->receipt = before.receipt;
    r->repeated = true;
    return OK;
}

/* Once this authority looks after the child itself, what a partner says is kept as said, and moves
 * nothing in the file. */
static status still_hosted(struct writer *w, uint32_t child, bool *ret)
{
    struct cached *file;
    TRY(stream_cache_take(&w->task, w->cache, w->store->journal, child, &file));
    const struct evaluation *all = fold_child(w->folding, &file->stream, UINT32_MAX);
    *ret = (all->child.is & CHILD_IS(HOSTED)) != 0;
    return OK;
}

static status look_up(struct writer *w, struct effect *e)
{
    struct task *t = &w->task;
    struct store *s = w->store;
    struct receiving *r = e->of;
    struct notice_effect *x = &e->what;
    TRY(find_agency(t, s, r->partner, &e->agency_setting, &x->agency));
    TRY(hosted_find(t, s->kept, s->log, r->partner->origin, r->notice.case_id, &x->child));
    TRY(batch_settle_rows(w)); /* else the derived connection may be a bulk's */
    TRY(home_by_urn(t, s->derived, s->log, r->notice.urn, &x->home));
    x->fresh = x->child == 0;
    e->new_agency = x->agency == 0;
    struct hosted_event h = { x->child, r->notice.placement, (uint8_t)notice_what(&r->notice) };
    if (x->fresh)
        return OK;
    bool hosted;
    TRY(hosted_told(t, s->kept, s->log, &h, &x->told));
    TRY(still_hosted(w, x->child, &hosted));
    x->told |= !hosted;
    return OK;
}

static struct event agency_event(const struct receiving *r, uint32_t number, struct instant now)
{
    struct event e = event_new(EV_AGENCY_REGISTERED, number, now);
    event_set_text(&e, "name", r->notice.authority);
    event_set_code(&e, "kind", "authority");
    event_set_text(&e, "area", r->partner->area.len ? r->partner->area : r->notice.authority_code);
    return e;
}

static void make_events(struct task *t, struct effect *e)
{
    e->count = 0;
    if (e->new_agency)
        e->event[e->count++] = agency_event(e->of, e->what.agency, e->what.now);
    e->count += placement_notice_events(t, &e->of->notice, &e->what, e->event + e->count);
}

/* Refusals come before anything is written, new subjects too. */
static status check_events(struct task *t, struct effect *e)
{
    make_events(t, e);
    for (size_t i = 0; i < e->count; i++) {
        e->event[i].subject = 1;
        TRY(event_check(t, &e->event[i], false));
    }
    return OK;
}

static status append_effect(struct writer *w, struct effect *e)
{
    struct task *t = &w->task;
    struct receiving *r = e->of;
    if (e->new_agency)
        TRY(journal_subject_new(t, w->store->journal, SUBJECT_AGENCY, &e->what.agency));
    if (e->what.fresh)
        TRY(journal_subject_new(t, w->store->journal, SUBJECT_CHILD, &e->what.child));
    make_events(t, e);
    struct append a = { .events = e->event,
                        .count = e->count,
                        .expected_n = APPEND_ANY,
                        .own = true,
                        .key = str_print(t->arena, "exchange/in/%.*s %.*s",
                                         STR_ARG(r->event.source), STR_ARG(r->event.id)) };
    TRY(batch_append(w, &a));
    if (a.repeated)
        return fail(t, E_CORRUPT, "the journal holds this message and the kept tables do not");
    return OK;
}

static struct str entry_text(struct arena *a, const struct entry_id *id)
{
    struct text x = text_open(a, 2 * sizeof id->b);
    for (size_t i = 0; i < sizeof id->b; i++)
        text_addf(&x, "%02x", id->b[i]);
    return text_done(&x);
}

static status keep_rows(struct writer *w, struct effect *e)
{
    struct task *t = &w->task;
    struct receiving *r = e->of;
    struct db *kept = w->store->kept;
    int64_t log = w->store->log;
    enum notice_what what = notice_what(&r->notice);
    struct kept_message m = {
        .partner = r->partner->origin,
        .id = r->event.id,
        .state = MESSAGE_TAKEN,
        .child = e->what.child,
        .placement = r->notice.placement,
        .what = (uint8_t)what,
        .made = e->what.now,
        .digest = sha256(&r->in->body, 1),
        .receipt = r->receipt,
    };
    if (e->new_agency)
        TRY(setting_put(t, kept, log, e->agency_setting,
                        str_print(t->arena, "%u", e->what.agency)));
    if (e->what.fresh)
        TRY(hosted_add(t, kept, log, m.partner, r->notice.case_id, m.child));
    struct hosted_event h = { m.child, m.placement, m.what };
    if (!e->what.told && what != NOTICE_PLANNED)
        TRY(hosted_tell(t, kept, log, &h));
    return kept_message_add(t, kept, log, &m);
}

/* The receipt outlives the writer's memory: it goes into the asker's. */
static void write_receipt(struct effect *e)
{
    struct receiving *r = e->of;
    struct arena *a = r->t->arena;
    const struct event *entry = &e->event[e->count - 1];
    struct cloud_event c = {
        .id = str_print(a, "receipt-%.*s", STR_ARG(r->event.id)),
        .source = r->x->store->origin,
        .type = str_from(receipt_type),
        .recipient = r->partner->origin,
        .time = e->what.now,
    };
    struct receipt_said said = { r->event.id, entry_text(a, &entry->id),
                                 digest_line(a, r->in->body), e->what.now };
    r->receipt = receipt_write(r->t, &c, &said);
}

static status take_in(struct writer *w, void *self)
{
    struct effect *e = self;
    struct task *t = &w->task;
    struct store *s = w->store;
    bool known;
    TRY(find_before(t, s, e, &known));
    TRY(nonce_check(t, s->kept, s->log, &e->nonce));
    if (!known) {
        TRY(look_up(w, e));
        TRY(check_events(t, e));
        TRY(append_effect(w, e));
        write_receipt(e);
        TRY(keep_rows(w, e));
    }
    TRY(nonce_keep(t, s->kept, s->log, &e->nonce, task_now(t)));
    if (known)
        e->of->receipt = str_copy(e->of->t->arena, e->of->receipt);
    return OK;
}

static status take(struct receiving *r)
{
    struct effect *e = NEW(r->t->arena, struct effect);
    struct instant now = task_now(r->t);
    TRY(check_sender(r));
    TRY(check_message(r));
    e->of = r;
    e->what.partner = r->partner->origin;
    e->what.message = r->event.id;
    e->what.now = now;
    e->nonce = (struct nonce){ r->partner->origin,
                               r->signature.nonce,
                               r->event.id,
                               { (r->signature.expires + SIGNATURE_LASTS_SECONDS) * SECOND_US } };
    return writer_do_inside(r->t, r->x->writer, take_in, e);
}

/* --- the answer --- */

static unsigned reply_status(enum status code)
{
    switch (code) {
    case OK: return 200;
    case E_DENIED: return 401;
    case E_INVALID:
    case E_MISSING: return 400;
    case E_CONFLICT: return 409;
    case E_LIMIT: return 413;
    case E_BUSY:
    case E_IO: return 503;
    case E_CORRUPT: return 500;
    }
    return 500;
}

static void reply_receipt(struct receiving *r, struct exchange_reply *out)
{
    struct task *t = r->t;
    struct signed_message m = {
        .status = 200,
        .content_digest = digest_line(t->arena, r->receipt),
        .content_type = str_from(cloud_event_content_type),
        .ce_id = str_print(t->arena, "receipt-%.*s", STR_ARG(r->event.id)),
        .request = &r->asked,
    };
    struct signature_lines lines =
        signature_make(t->arena, &m, r->x->store->origin, r->x->seed, task_now(t));
    *out = (struct exchange_reply){
        .status = 200,
        .body = r->receipt,
        .content_type = cloud_event_content_type,
        .content_digest = m.content_digest,
        .ce_id = m.ce_id,
        .signature_input = lines.input,
        .signature = lines.signature,
    };
    log_line(LOG_INFO, "message-taken", "message=%s repeated=%d",
             str_nul(t->arena, r->event.id), r->repeated);
}

static bool may_note(struct exchange *x, bool proved, struct instant now)
{
    int64_t period = now.us / (proved ? 60 * SECOND_US : HOUR_US);
    struct refusals *r = &x->refusals[proved];
    pthread_mutex_lock(&x->lock);
    if (r->period != period)
        *r = (struct refusals){ .period = period };
    bool may = r->noted < REFUSALS_NOTED;
    r->noted += may;
    pthread_mutex_unlock(&x->lock);
    return may;
}

/* By ids only, and by a stranger's words never: `why` is ours. */
static void note_refusal(struct receiving *r, struct str why)
{
    struct task *t = r->t;
    struct event e = event_new(EV_MESSAGE_REFUSED, 0, task_now(t));
    event_set_text(&e, "why", why);
    if (r->partner)
        event_set_text(&e, "partner", r->partner->origin);
    if (r->proved && cloud_event_id_may_be(str_trim(r->in->ce_id)))
        event_set_text(&e, "message", str_trim(r->in->ce_id));
    log_line(LOG_WARN, "message-refused", "partner=%s proved=%d",
             r->partner ? str_nul(t->arena, r->partner->name) : "unknown", r->proved);
    if (may_note(r->x, r->proved, task_now(t)) && writer_note(t, r->x->writer, &e) != OK)
        log_failure("message-refused", t);
}

static void reply_refusal(struct receiving *r, enum status code, struct exchange_reply *out)
{
    struct task *t = r->t;
    struct str why = str_print(t->arena, "%s", t->reason);
    struct text x = text_open(t->arena, 4096);
    struct json_writer w = json_writer_open(&x);
    unsigned number = reply_status(code);
    json_open_object(&w, NULL);
    json_put_textz(&w, "type", "about:blank");
    json_put_textz(&w, "title", status_name(code));
    json_put_int(&w, "status", number);
    json_put_text(&w, "detail", why);
    json_close_object(&w);
    json_writer_done(&w);
    *out = (struct exchange_reply){ .status = number,
                                    .body = text_done(&x),
                                    .content_type = "application/problem+json" };
    if (number < 500)
        note_refusal(r, why);
    else
        log_failure("exchange", t);
}

void exchange_receive(struct task *t, struct exchange *x, const struct exchange_asked *in,
                      struct exchange_reply *out)
{
    struct receiving *r = NEW(t->arena, struct receiving);
    *r = (struct receiving){ .t = t, .x = x, .in = in };
    status done = take(r);
    if (done == OK)
        reply_receipt(r, out);
    else
        reply_refusal(r, done, out);
}

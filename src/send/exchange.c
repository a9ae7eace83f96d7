/* The exchange of one register: opening, its keys, and the receipts that are its proof. */
#include "base/hash.h"
#include "send/exchange_inside.h"
#include "work/store_open.h"
#include "work/writer_inside.h"

const char receipt_type[] = "sightline.receipt.v1";

/* Where the store's own connection may be used: it is the writer's. */
static status prepare_writing(struct writer *w, struct task *t, void *self)
{
    struct exchange *x = self;
    TRY(partners_read(t, x->store, &x->partners));
    TRY(exchange_rows_to_read(t, w->store->kept));
    TRY(home_by_urn_prepare(t, w->store->derived));
    return exchange_rows_to_write(t, w->store->kept);
}

status exchange_open(struct task *t, struct store *s, struct writer *w, struct exchange **ret)
{
    struct exchange *x = NEW(t->arena, struct exchange);
    x->store = s;
    x->writer = w;
    TRY(w ? writer_do(t, w, prepare_writing, x) : partners_read(t, s, &x->partners));
    own_exchange_seed(s, x->seed);
    secret_derive(&s->inside->secrets, SECRET_MESSAGES, x->message_key);
    MUST(pthread_mutex_init(&x->lock, NULL) == 0);
    *ret = x;
    return OK;
}

void exchange_close(struct exchange *x)
{
    if (!x)
        return;
    wipe(x->seed, sizeof x->seed);
    wipe(x->message_key, sizeof x->message_key);
    pthread_mutex_destroy(&x->lock);
}

const struct partners *exchange_partners(const struct exchange *x)
{
    return &x->partners;
}

struct str message_place(struct arena *a, struct str partner, struct str id)
{
    return str_print(a, "message %.*s %.*s", STR_ARG(partner), STR_ARG(id));
}

struct str message_case(struct task *t, const struct exchange *x, const struct partner *p,
                        uint32_t child)
{
    static const char hex[] = "0123456789abcdef";
    struct str number = str_print(t->arena, "case %u ", child);
    struct hash256 h = hmac_sha256(x->message_key, (struct str[]){ number, p->origin }, 2);
    char *at = arena_take(t->arena, 1, 32);
    for (size_t i = 0; i < 16; i++) {
        at[2 * i] = hex[h.b[i] >> 4];
        at[2 * i + 1] = hex[h.b[i] & 15];
    }
    return (struct str){ at, 32 };
}

status exchange_sent(struct task *t, struct exchange *x, struct reader *r, uint32_t child,
                     struct kept_messages *ret)
{
    TRY(exchange_rows_to_read(t, r->kept));
    return kept_messages_sent(t, r->kept, x->store->log, child, ret);
}

/* --- receipts --- */

static const struct json_spec receipt_specs[] = {
    { "of", JSON_WANT_TEXT, true, 1, CLOUD_EVENT_ID_MAX, offsetof(struct receipt_said, of) },
    { "entry", JSON_WANT_TEXT, true, 1, 64, offsetof(struct receipt_said, entry) },
    { "digest", JSON_WANT_TEXT, true, 1, 80, offsetof(struct receipt_said, digest) },
    { "received", JSON_WANT_INSTANT, true, 0, 0, offsetof(struct receipt_said, received) },
};

struct str receipt_write(struct task *t, const struct cloud_event *e,
                         const struct receipt_said *said)
{
    struct text out = text_open(t->arena, 4096);
    struct json_writer w = json_writer_open(&out);
    cloud_event_open(&w, e);
    json_open_object(&w, "data");
    json_put_text(&w, "of", said->of);
    json_put_text(&w, "entry", said->entry);
    json_put_text(&w, "digest", said->digest);
    json_put_instant(&w, "received", said->received);
    json_close_object(&w);
    json_close_object(&w);
    json_writer_done(&w);
    return text_done(&out);
}

status receipt_read(struct task *t, const struct cloud_event *e, struct receipt_said *ret)
{
    if (!str_is(e->type, receipt_type))
        return fail(t, E_INVALID, "the answer is no receipt");
    return json_read_object(t, e->data, receipt_specs, COUNT(receipt_specs), ret);
}

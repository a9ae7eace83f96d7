/* GOV.UK Notify by its REST interface: a signed token for each request, codes before words. */
#include "send/notify.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "format/json_read.h"
#include "format/json_write.h"
#include "send/http.h"
#include "send/message.h"
#include "work/store_files.h"

enum {
    KEY_BYTES_MAX = 400,
    UUID_LEN = 36,
    CLOCK_OFF_S = 20, /* Notify takes tokens of the last and the next thirty seconds */
};

static struct carried with(enum carried_how how, struct str why)
{
    return (struct carried){ .how = how, .why = why };
}

/* --- the key and its tokens --- */

static bool is_uuid(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!s.at[i] || !strchr("0123456789abcdefABCDEF-", s.at[i]))
            return false;
    }
    return s.len == UUID_LEN;
}

status notify_key_read(struct task *t, struct str path, struct notify *n)
{
    struct str key;
    const size_t least = 2 * UUID_LEN + 2;
    TRY(secret_file_read(t, path, KEY_BYTES_MAX, &key));
    key = str_trim(key);
    if (key.len > least) {
        n->secret = (struct str){ key.at + key.len - UUID_LEN, UUID_LEN };
        n->service = (struct str){ n->secret.at - 1 - UUID_LEN, UUID_LEN };
        if (is_uuid(n->secret) && is_uuid(n->service) && n->secret.at[-1] == '-' &&
            n->service.at[-1] == '-')
            return OK;
    }
    return fail(t, E_INVALID, "%.*s does not hold a GOV.UK Notify API key: copy the whole line that"
                              " Notify showed when the key was made", STR_ARG(path));
}

static void add_base64url(struct text *x, struct str s)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const unsigned char *p = (const unsigned char *)s.at;
    for (size_t i = 0; i < s.len; i += 3) {
        unsigned v = (unsigned)p[i] << 16 | (i + 1 < s.len ? (unsigned)p[i + 1] << 8 : 0) |
                     (i + 2 < s.len ? (unsigned)p[i + 2] : 0);
        text_addc(x, letters[v >> 18 & 63]);
        text_addc(x, letters[v >> 12 & 63]);
        if (i + 1 < s.len)
            text_addc(x, letters[v >> 6 & 63]);
        if (i + 2 < s.len)
            text_addc(x, letters[v & 63]);
    }
}

struct str notify_token(struct task *t, const struct notify *n, struct instant at)
{
    struct text x = text_open(t->arena, 1000);
    add_base64url(&x, S("{\"typ\":\"JWT\",\"alg\":\"HS256\"}"));
    text_addc(&x, '.');
    add_base64url(&x, str_print(t->arena, "{\"iss\":\"%.*s\",\"iat\":%lld}", STR_ARG(n->service),
                                (long long)(at.us / SECOND_US)));
    struct str front = str_copy(t->arena, text_done(&x));
    struct hash256 h = hmac_sha256_of(n->secret, &front, 1);
    text_addc(&x, '.');
    add_base64url(&x, (struct str){ (const char *)h.b, sizeof h.b });
    MUST(!x.full);
    return text_done(&x);
}

/* --- one request --- */

/* Their clock's second by the answer's Date; ours when it has none. */
static int64_t their_second(struct task *t, const struct http_answer *a)
{
    struct str date = http_answer_header(t, a, "date");
    time_t at = date.len > 0 ? (time_t)curl_getdate(str_nul(t->arena, date), NULL) : (time_t)-1;
    return at == (time_t)-1 ? task_now(t).us / SECOND_US : (int64_t)at;
}

static status call(struct task *t, const struct notify *n, struct str path, struct str body,
                   struct http_answer *ret)
{
    struct instant at = task_now(t);
    for (int again = 0;; again++) {
        struct http_header header[] = {
            { S("Authorization"), str_print(t->arena, "Bearer %.*s",
                                            STR_ARG(notify_token(t, n, at))) },
            { S("Content-Type"), S("application/json") },
        };
        struct http_request r = { .url = str_print(t->arena, "%.*s%.*s", STR_ARG(n->url),
                                                   STR_ARG(path)),
                                  .body = body, .header = header, .headers = COUNT(header),
                                  .ca_file = n->ca_file, .patience_ms = n->patience_ms };
        TRY(http_send(t, &r, ret));
        int64_t theirs = their_second(t, ret);
        bool off = llabs(theirs - at.us / SECOND_US) > CLOCK_OFF_S;
        if (ret->status != 403 || !off || again > 0)
            return OK;
        at.us = theirs * SECOND_US; /* our clock is wrong: once more by theirs */
    }
}

static struct carried out_of_reach(struct str why)
{
    return (struct carried){ .how = CARRIED_LATER, .out_of_reach = true, .why = why };
}

static struct carried not_reached(enum status s)
{
    switch (s) {
    case E_DENIED:
        return out_of_reach(S("the certificate of GOV.UK Notify is not one that we trust"));
    case E_LIMIT: return with(CARRIED_LATER, S("GOV.UK Notify answered more than an answer is"));
    case E_INVALID:
        return with(CARRIED_LATER, S("the address of GOV.UK Notify in the settings is not one"));
    case OK:
    case E_MISSING:
    case E_CONFLICT:
    case E_BUSY:
    case E_IO:
    case E_CORRUPT: break;
    }
    return out_of_reach(S("GOV.UK Notify cannot be reached"));
}

static const struct json_value *read_answer(struct task *t, const struct http_answer *a)
{
    const struct json_value *v;
    return json_read_foreign(t, a->body, HTTP_ANSWER_BYTES_MAX, &v) == OK &&
           v->kind == JSON_FIELDS ? v : NULL;
}

static struct str text_of(const struct json_value *v, const char *key)
{
    const struct json_value *m = v ? json_member(v, key) : NULL;
    return m && m->kind == JSON_TEXT ? m->text : S("");
}

static struct str error_of(struct task *t, const struct http_answer *a)
{
    const struct json_value *v = read_answer(t, a), *errors = v ? json_member(v, "errors") : NULL;
    return errors && errors->kind == JSON_LIST && errors->first ? text_of(errors->first, "error")
                                                                : S("");
}

/* The day's limit begins anew at midnight UTC. */
static struct carried limited(struct task *t, const struct http_answer *a)
{
    const int64_t day_us = 24 * HOUR_US, minute_us = 60 * SECOND_US;
    int64_t now = task_now(t).us;
    bool of_day = str_is(error_of(t, a), "TooManyRequestsError");
    struct carried c = with(CARRIED_LATER,
                            of_day ? S("the day's limit of our GOV.UK Notify service is used up:"
                                       " ask Notify to raise it, and tell people otherwise")
                                   : S("GOV.UK Notify takes no more in this minute"));
    c.not_tried = true;
    c.not_before.us = of_day ? now - now % day_us + day_us : now + minute_us;
    return c;
}

static struct carried by_code(struct task *t, const struct http_answer *a)
{
    switch (a->status) {
    case 400:
        return with(CARRIED_REFUSED,
                    str_is(error_of(t, a), "ValidationError")
                        ? S("GOV.UK Notify takes this address or number for wrong: correct it")
                        : S("GOV.UK Notify refuses this message (trial mode, a team key, a"
                            " template that asks for other words): look at its settings"));
    case 403:
        return with(CARRIED_LATER,
                    llabs(their_second(t, a) - task_now(t).us / SECOND_US) > CLOCK_OFF_S
                        ? S("this machine's clock is wrong: set it by a time server")
                        : S("GOV.UK Notify does not take our API key: make a new one"));
    case 404: return with(CARRIED_UNKNOWN, S("GOV.UK Notify knows no such template or message"));
    case 429: return limited(t, a);
    default: break;
    }
    return with(CARRIED_LATER, str_print(t->arena, "GOV.UK Notify is out of order (%d)",
                                         a->status));
}

/* --- what they say of a message --- */

static struct carried by_state(enum notify_kind kind, struct str state, struct str id)
{
    static const struct {
        const char *state;
        enum carried_how how;
        const char *why;
    } states[] = {
        { "created", CARRIED_PENDING, "" },
        { "sending", CARRIED_PENDING, "" },
        { "pending", CARRIED_PENDING, "" },
        { "accepted", CARRIED_PENDING, "" },
        { "pending-virus-check", CARRIED_PENDING, "" },
        { "sent", CARRIED_ACCEPTED, "" }, /* abroad: they never learn more */
        { "received", CARRIED_ACCEPTED, "" }, /* a letter printed and posted: the same */
        { "delivered", CARRIED_DELIVERED, "" },
        { "permanent-failure", CARRIED_REFUSED, "there is no such address or number: correct it" },
        { "temporary-failure", CARRIED_RETURNED,
          "it did not arrive: telephone off or mailbox full" },
        { "technical-failure", CARRIED_RETURNED, "GOV.UK Notify could not send it" },
        { "validation-failed", CARRIED_REFUSED, "GOV.UK Notify refuses this message" },
        { "virus-scan-failed", CARRIED_REFUSED, "GOV.UK Notify refuses this message" },
        { "cancelled", CARRIED_REFUSED, "it was cancelled at GOV.UK Notify" },
    };
    if (kind == NOTIFY_LETTER && str_is(state, "permanent-failure"))
        return (struct carried){ .how = CARRIED_REFUSED, .remote = id,
                                 .why = S("it could not be printed and was not posted: tell them"
                                          " another way, then look at the template and the"
                                          " address") };
    for (size_t i = 0; i < COUNT(states); i++) {
        if (str_is(state, states[i].state))
            return (struct carried){ .how = states[i].how, .why = str_from(states[i].why),
                                     .remote = id };
    }
    return with(CARRIED_LATER, S("GOV.UK Notify said of it what this program does not know"));
}

/* Where it goes, and as what; a letter's address stands among the words of its template. */
static const struct {
    const char *path, *to, *wrong;
} kinds[] = {
    [NOTIFY_EMAIL] = { "/v2/notifications/email", "email_address",
                       "what is registered is not an e-mail address: correct it" },
    [NOTIFY_SMS] = { "/v2/notifications/sms", "phone_number",
                     "what is registered is not a telephone number: correct it" },
    [NOTIFY_LETTER] = { "/v2/notifications/letter", NULL,
                        "what is registered is not a postal address of three to seven lines, the"
                        " last a postcode: register it so, and tell them another way now" },
};

static bool can_reach(enum notify_kind kind, struct str to)
{
    struct postal p;
    switch (kind) {
    case NOTIFY_EMAIL: return is_email_address(to);
    case NOTIFY_SMS: return is_telephone_number(to);
    case NOTIFY_LETTER: return postal_read(to, &p);
    }
    return false;
}

static void put_lines(struct json_writer *w, struct str to)
{
    static const char *const names[POSTAL_LINES_MAX] = {
        "address_line_1", "address_line_2", "address_line_3", "address_line_4",
        "address_line_5", "address_line_6", "address_line_7",
    };
    struct postal p;
    MUST(postal_read(to, &p));
    for (size_t i = 0; i < p.count; i++)
        json_put_text(w, names[i], p.line[i]);
}

static struct str body_of(struct task *t, enum notify_kind kind, struct str template,
                          const struct message *m)
{
    struct text x = text_open(t->arena, 8 << 10);
    struct json_writer w = json_writer_open(&x);
    json_open_object(&w, NULL);
    if (kinds[kind].to)
        json_put_text(&w, kinds[kind].to, m->to);
    json_put_text(&w, "template_id", template);
    json_put_text(&w, "reference", m->reference);
    json_open_object(&w, "personalisation");
    if (kind == NOTIFY_LETTER)
        put_lines(&w, m->to);
    json_put_text(&w, "reference", m->reference);
    json_put_text(&w, "link", m->link);
    json_put_text(&w, "title", m->title);
    json_close_object(&w);
    json_close_object(&w);
    json_writer_done(&w);
    MUST(!x.full);
    return text_done(&x);
}

struct carried notify_send(struct task *t, const struct notify *n, enum notify_kind kind,
                           struct str template, const struct message *m)
{
    if (!can_reach(kind, m->to))
        return with(CARRIED_REFUSED, str_from(kinds[kind].wrong));
    struct http_answer *a = NEW(t->arena, struct http_answer);
    status called = call(t, n, str_from(kinds[kind].path), body_of(t, kind, template, m), a);
    if (called != OK)
        return not_reached(called);
    if (a->status == 404)
        return with(CARRIED_REFUSED, S("GOV.UK Notify does not know the template: correct its id"
                                       " in the settings"));
    if (a->status != 201)
        return by_code(t, a);
    struct str id = text_of(read_answer(t, a), "id");
    if (!is_uuid(id))
        return with(CARRIED_LATER, S("GOV.UK Notify's answer could not be read"));
    return (struct carried){ .how = CARRIED_PENDING, .remote = id };
}

/* One that failed does not count: it is to be sent again. */
static struct carried best_of(enum notify_kind kind, const struct json_value *list)
{
    struct carried best = with(CARRIED_UNKNOWN, S(""));
    for (const struct json_value *v = list->first; v; v = v->next) {
        struct carried one = by_state(kind, text_of(v, "status"), text_of(v, "id"));
        bool failed = one.how == CARRIED_RETURNED || one.how == CARRIED_REFUSED;
        if (!failed && is_uuid(one.remote) && best.how != CARRIED_DELIVERED)
            best = one;
    }
    return best;
}

struct carried notify_find(struct task *t, const struct notify *n, enum notify_kind kind,
                           struct str reference)
{
    struct http_answer *a = NEW(t->arena, struct http_answer);
    struct str path = str_print(t->arena, "/v2/notifications?reference=%.*s", STR_ARG(reference));
    status called = call(t, n, path, (struct str){ 0 }, a);
    if (called != OK)
        return not_reached(called);
    if (a->status != 200)
        return by_code(t, a);
    const struct json_value *v = read_answer(t, a), *list = v ? json_member(v, "notifications")
                                                              : NULL;
    if (!list || list->kind != JSON_LIST)
        return with(CARRIED_LATER, S("GOV.UK Notify's answer could not be read"));
    return best_of(kind, list);
}

struct carried notify_ask(struct task *t, const struct notify *n, enum notify_kind kind,
                          struct str remote)
{
    struct http_answer *a = NEW(t->arena, struct http_answer);
    if (!is_uuid(remote))
        return with(CARRIED_UNKNOWN, S("GOV.UK Notify gave it no number"));
    struct str path = str_print(t->arena, "/v2/notifications/%.*s", STR_ARG(remote));
    status called = call(t, n, path, (struct str){ 0 }, a);
    if (called != OK)
        return not_reached(called);
    if (a->status != 200)
        return by_code(t, a);
    const struct json_value *v = read_answer(t, a);
    return v ? by_state(kind, text_of(v, "status"), remote)
             : with(CARRIED_LATER, S("GOV.UK Notify's answer could not be read"));
}

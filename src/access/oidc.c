/* Speaks with providers: their description and keys are kept a while, a code is traded for a token.
 */
#include "access/oidc.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "format/json_read.h"
#include "format/urlform.h"
#include "journal/note.h"
#include "send/http.h"
#include "work/store_files.h"

enum {
    PLACES_LAST_SECONDS = 3600,
    KEYS_AGAIN_SECONDS = 60
};

struct kept { /* what a provider said last; each text in memory of its own */
    struct arena *arena;
    struct str text;
    struct instant read;
};
struct provider {
    struct kept places, keys;
};
struct oidc {
    struct arena *arena; /* of the settings, secrets among them: wiped when it closes */
    struct oidc_issuers issuers;
    pthread_mutex_t lock;
    struct provider provider[OIDC_ISSUERS_MAX];
};

static struct oidc_issuer issuer_copy(struct arena *a, const struct oidc_issuer *i)
{
    return (struct oidc_issuer){
        .name = str_copy(a, i->name),
        .issuer = str_copy(a, i->issuer),
        .client_id = str_copy(a, i->client_id),
        .secret = str_copy(a, i->secret),
        .words = str_copy(a, i->words),
        .acr = str_copy(a, i->acr),
        .ca_file = str_copy(a, i->ca_file),
        .by_email = i->by_email,
    };
}

status oidc_open(struct task *t, const struct store *s, struct oidc **ret)
{
    struct str text;
    struct oidc_issuers read;
    *ret = NULL;
    TRY(store_settings_text(t, s, &text));
    TRY(oidc_issuers_parse(t, S("sightline.conf"), text, &read));
    if (read.count == 0)
        return OK;
    struct arena *a = arena_open(1 << 20);
    struct oidc *o = NEW(a, struct oidc);
    o->arena = a;
    o->issuers.at = NEWS(a, struct oidc_issuer, read.count);
    for (; o->issuers.count < read.count; o->issuers.count++)
        o->issuers.at[o->issuers.count] = issuer_copy(a, &read.at[o->issuers.count]);
    pthread_mutex_init(&o->lock, NULL);
    *ret = o;
    return OK;
}

void oidc_close(struct oidc *o)
{
    if (!o)
        return;
    for (size_t i = 0; i < o->issuers.count; i++) {
        arena_close(o->provider[i].places.arena);
        arena_close(o->provider[i].keys.arena);
    }
    pthread_mutex_destroy(&o->lock);
    arena_close(o->arena); /* itself lies in it */
}

const struct oidc_issuers *oidc_issuers(const struct oidc *o)
{
    static const struct oidc_issuers none;
    return o ? &o->issuers : &none;
}

const struct oidc_issuer *oidc_named(const struct oidc *o, struct str name)
{
    for (size_t i = 0; o && i < o->issuers.count; i++)
        if (str_equal(o->issuers.at[i].name, name))
            return &o->issuers.at[i];
    return NULL;
}

static struct provider *provider_of(struct oidc *o, const struct oidc_issuer *i)
{
    return &o->provider[i - o->issuers.at];
}

/* --- what is kept --- */

static bool kept_copy(struct task *t, struct oidc *o, const struct kept *k, int64_t lasts,
                      struct str *ret)
{
    struct instant now = task_now(t);
    pthread_mutex_lock(&o->lock);
    int64_t age = (now.us - k->read.us) / SECOND_US;
    bool fresh = k->arena && age >= 0 && age < lasts;
    *ret = fresh ? str_copy(t->arena, k->text) : S("");
    pthread_mutex_unlock(&o->lock);
    return fresh;
}

static void keep(struct task *t, struct oidc *o, struct kept *k, struct str text)
{
    struct arena *a = arena_open(2 * OIDC_ANSWER_MAX);
    struct kept fresh = { a, str_copy(a, text), task_now(t) };
    pthread_mutex_lock(&o->lock);
    struct arena *before = k->arena;
    *k = fresh;
    pthread_mutex_unlock(&o->lock);
    arena_close(before);
}

/* --- asking --- */

static status ask(struct task *t, const struct oidc_issuer *i, struct http_request *r,
                  struct str *ret)
{
    struct http_answer answer;
    r->ca_file = i->ca_file;
    r->patience_ms = OIDC_PATIENCE_MS;
    status sent = http_send(t, r, &answer);
    if (sent == E_BUSY || (sent == OK && answer.status >= 500))
        return fail(t, E_BUSY,
                    "your organisation's sign-in cannot be reached now: try again in a"
                    " minute, or use another way to sign in");
    TRY(sent);
    if (answer.status != 200)
        return fail(t, E_DENIED,
                    "your organisation's sign-in refused (%d): begin again from the"
                    " sign-in page",
                    answer.status);
    if (answer.body.len > OIDC_ANSWER_MAX)
        return fail(t, E_LIMIT, "your organisation's sign-in answers more than it should");
    *ret = answer.body;
    return OK;
}

static status places_of(struct task *t, struct oidc *o, const struct oidc_issuer *i,
                        struct oidc_places *ret)
{
    struct kept *k = &provider_of(o, i)->places;
    struct str text, issuer = i->issuer;
    if (kept_copy(t, o, k, PLACES_LAST_SECONDS, &text))
        return oidc_places_read(t, i, text, ret);
    while (issuer.len > 0 && issuer.at[issuer.len - 1] == '/')
        issuer.len--;
    struct http_request r = { .url = str_print(t->arena, "%.*s/.well-known/openid-configuration",
                                               STR_ARG(issuer)) };
    TRY(ask(t, i, &r, &text));
    TRY(oidc_places_read(t, i, text, ret));
    keep(t, o, k, text);
    return OK;
}

static status keys_of(struct task *t, struct oidc *o, const struct oidc_issuer *i,
                      const struct oidc_places *p, int64_t lasts, struct str *ret)
{
    struct kept *k = &provider_of(o, i)->keys;
    if (kept_copy(t, o, k, lasts, ret))
        return OK;
    struct http_request r = { .url = p->keys };
    TRY(ask(t, i, &r, ret));
    keep(t, o, k, *ret);
    return OK;
}

/* A key that is not known may be new: then they are asked for again, once a minute at most. */
static status token_read(struct task *t, struct oidc *o, const struct oidc_issuer *i,
                         const struct oidc_places *p, struct str token, struct str nonce,
                         struct oidc_person *ret)
{
    struct str keys;
    TRY(keys_of(t, o, i, p, PLACES_LAST_SECONDS, &keys));
    status read = oidc_token_read(t, i, token, keys, nonce, ret);
    if (read != E_MISSING)
        return read;
    TRY(keys_of(t, o, i, p, KEYS_AGAIN_SECONDS, &keys));
    read = oidc_token_read(t, i, token, keys, nonce, ret);
    return read == E_MISSING ? fail(t, E_DENIED,
                                    "your organisation's sign-in used a key that it"
                                    " does not show: try again in a minute")
                             : read;
}

/* --- the two steps --- */

static void put(struct text *x, bool first, const char *name, struct str value)
{
    urlform_put(x, first, str_from(name), value);
}

/* An address that may have a query already. */
static struct text address_open(struct task *t, struct str url)
{
    struct text x = text_open(t->arena, 8 << 10);
    text_add(&x, url);
    text_addc(&x, memchr(url.at, '?', url.len) ? '&' : '?');
    return x;
}

status oidc_begin(struct task *t, struct oidc *o, const struct oidc_issuer *i,
                  const struct oidc_asked *asked, struct str state, struct str *ret_url)
{
    struct oidc_places p;
    TRY(places_of(t, o, i, &p));
    struct text x = address_open(t, p.authorization);
    put(&x, true, "response_type", S("code"));
    put(&x, false, "client_id", i->client_id);
    put(&x, false, "redirect_uri", asked->back);
    put(&x, false, "scope", i->by_email ? S("openid email") : S("openid"));
    put(&x, false, "state", state);
    put(&x, false, "nonce", asked->nonce);
    put(&x, false, "code_challenge", oidc_challenge(t->arena, asked->verifier));
    put(&x, false, "code_challenge_method", S("S256"));
    if (i->acr.len)
        put(&x, false, "acr_values", i->acr);
    *ret_url = text_done(&x);
    return OK;
}

/* Both halves are written as in a form before they are joined (RFC 6749, 2.3.1). */
static struct str basic(struct task *t, const struct oidc_issuer *i)
{
    struct text x = text_open(t->arena, 16 << 10);
    url_encode(&x, i->client_id);
    text_addc(&x, ':');
    url_encode(&x, i->secret);
    struct str b64 = base64_print(t->arena, x.at, x.len);
    return str_print(t->arena, "Basic %.*s", STR_ARG(b64));
}

static status trade(struct task *t, const struct oidc_issuer *i, const struct oidc_places *p,
                    const struct oidc_asked *asked, struct str code, struct str *ret_token)
{
    struct text x = text_open(t->arena, 16 << 10);
    put(&x, true, "grant_type", S("authorization_code"));
    put(&x, false, "code", code);
    put(&x, false, "redirect_uri", asked->back);
    put(&x, false, "code_verifier", asked->verifier);
    if (!i->secret.len)
        put(&x, false, "client_id", i->client_id);
    struct http_header header[3] = {
        { S("Content-Type"), S("application/x-www-form-urlencoded") },
        { S("Accept"), S("application/json") },
        { S("Authorization"), i->secret.len ? basic(t, i) : S("") },
    };
    struct http_request r = {
        .url = p->token, .body = text_done(&x), .header = header, .headers = i->secret.len ? 3 : 2
    };
    struct str body;
    const struct json_value *said, *token;
    TRY(ask(t, i, &r, &body));
    if (json_read_foreign(t, body, OIDC_ANSWER_MAX, &said) != OK || said->kind != JSON_FIELDS ||
        !(token = json_member(said, "id_token")) || token->kind != JSON_TEXT)
        return fail(t, E_DENIED,
                    "your organisation's sign-in does not say who you are: tell those"
                    " who run it");
    *ret_token = token->text;
    return OK;
}

status oidc_finish(struct task *t, struct oidc *o, const struct oidc_issuer *i,
                   const struct oidc_asked *asked, struct str code, struct oidc_person *ret)
{
    struct oidc_places p;
    struct str token;
    TRY(places_of(t, o, i, &p));
    TRY(trade(t, i, &p, asked, code, &token));
    return token_read(t, o, i, &p, token, asked->nonce, ret);
}

struct str oidc_leave(struct arena *a, struct oidc *o, const struct oidc_issuer *i, struct str back)
{
    struct task t = task_open(a, clock_real());
    struct str text;
    struct oidc_places p;
    if (!kept_copy(&t, o, &provider_of(o, i)->places, INT64_MAX, &text) ||
        oidc_places_read(&t, i, text, &p) != OK || p.leave.len == 0)
        return S("");
    struct text x = address_open(&t, p.leave);
    put(&x, true, "client_id", i->client_id);
    put(&x, false, "post_logout_redirect_uri", back);
    return text_done(&x);
}

/* What a provider says of itself and of a person, and every reason not to believe it. */
#include <rhonabwy.h>
#include <string.h>

#include "access/base64url.h"
#include "access/oidc.h"
#include "base/hash.h"
#include "format/json_read.h"
#include "send/http.h"

static struct str text_of(const struct json_value *object, const char *key)
{
    const struct json_value *v = json_member(object, key);
    return v && v->kind == JSON_TEXT ? v->text : S("");
}

/* --- where it is asked --- */

status oidc_places_read(struct task *t, const struct oidc_issuer *i, struct str json,
                        struct oidc_places *ret)
{
    const struct json_value *d;
    if (json_read_foreign(t, json, OIDC_ANSWER_MAX, &d) != OK || d->kind != JSON_FIELDS)
        return fail(t, E_DENIED,
                    "the organisation's sign-in does not describe itself as it"
                    " should: look at the setting issuer");
    if (!str_equal(text_of(d, "issuer"), i->issuer))
        return fail(t, E_DENIED,
                    "the organisation's sign-in says that it is another one: write"
                    " the setting issuer exactly as it says itself");
    struct oidc_places p = { text_of(d, "authorization_endpoint"), text_of(d, "token_endpoint"),
                             text_of(d, "jwks_uri"), text_of(d, "end_session_endpoint") };
    if (!http_may_go_to(p.authorization) || !http_may_go_to(p.token) || !http_may_go_to(p.keys))
        return fail(t, E_DENIED,
                    "the organisation's sign-in names places that are not asked by"
                    " https://: tell those who run it");
    if (p.leave.len && !http_may_go_to(p.leave))
        p.leave = S("");
    *ret = p;
    return OK;
}

/* --- what is asked --- */

static struct str chance(struct arena *a)
{
    uint8_t bytes[32];
    random_bytes(bytes, sizeof bytes);
    return base64url_print(a, bytes, sizeof bytes);
}

struct oidc_asked oidc_asked_new(struct arena *a, struct str back)
{
    return (struct oidc_asked){ chance(a), chance(a), back };
}

struct str oidc_challenge(struct arena *a, struct str verifier)
{
    struct hash256 h = sha256(&verifier, 1);
    return base64url_print(a, h.b, sizeof h.b);
}

/* --- the key --- */

static const struct taken {
    const char *alg, *kty, *crv;
    jwa_alg as;
    const char *parts[3]; /* of the public key, base64url */
} taken[] = {
    { "RS256", "RSA", NULL, R_JWA_ALG_RS256, { "n", "e", NULL } },
    { "ES256", "EC", "P-256", R_JWA_ALG_ES256, { "x", "y", NULL } },
    { "EdDSA", "OKP", "Ed25519", R_JWA_ALG_EDDSA, { "x", NULL, NULL } },
};

static bool key_fits(const struct json_value *key, const struct taken *as, struct str kid)
{
    struct str use = text_of(key, "use"), alg = text_of(key, "alg");
    return str_is(text_of(key, "kty"), as->kty) &&
           (!as->crv || str_is(text_of(key, "crv"), as->crv)) && (!use.len || str_is(use, "sig")) &&
           (!alg.len || str_is(alg, as->alg)) && (!kid.len || str_equal(text_of(key, "kid"), kid));
}

/* Only what makes the key is given on: no addresses, no certificates. Empty: too weak, or broken.
 */
static struct str key_alone(struct task *t, const struct json_value *key, const struct taken *as)
{
    enum {
        RSA_BYTES_MIN = 256,
        PART_MAX = 1024
    };
    struct text x = text_open(t->arena, 4096);
    text_addf(&x, "{\"kty\":\"%s\"", as->kty);
    if (as->crv)
        text_addf(&x, ",\"crv\":\"%s\"", as->crv);
    for (size_t i = 0; as->parts[i]; i++) {
        struct str part = text_of(key, as->parts[i]), bytes;
        if (part.len == 0 || part.len > PART_MAX || !base64url_read(t->arena, part, &bytes))
            return S("");
        if (as->crv ? bytes.len != 32 : i == 0 && bytes.len < RSA_BYTES_MIN)
            return S("");
        text_addf(&x, ",\"%s\":\"%.*s\"", as->parts[i], STR_ARG(part));
    }
    text_addc(&x, '}');
    return text_done(&x);
}

static status key_find(struct task *t, struct str keys, const struct taken *as, struct str kid,
                       struct str *ret)
{
    enum {
        KEYS_MAX = 100
    };
    const struct json_value *set, *list, *found = NULL;
    if (json_read_foreign(t, keys, OIDC_ANSWER_MAX, &set) != OK || set->kind != JSON_FIELDS ||
        !(list = json_member(set, "keys")) || list->kind != JSON_LIST || list->count > KEYS_MAX)
        return fail(t, E_DENIED,
                    "the organisation's sign-in does not show its keys as it should:"
                    " tell those who run it");
    size_t count = 0;
    for (const struct json_value *k = list->first; k; k = k->next) {
        if (k->kind != JSON_FIELDS || !key_fits(k, as, kid))
            continue;
        found = k;
        count++;
    }
    if (count == 0)
        return fail(t, E_MISSING,
                    "the organisation's sign-in used a key that it does not show:"
                    " try again in a minute");
    if (count > 1)
        return fail(t, E_DENIED,
                    "the organisation's sign-in does not say which of its keys it"
                    " used: tell those who run it");
    *ret = key_alone(t, found, as);
    if (!ret->len)
        return fail(t, E_DENIED,
                    "the organisation's sign-in uses a key that is too weak: tell"
                    " those who run it");
    return OK;
}

/* --- the signature --- */

static bool holds(struct task *t, struct str token, struct str key, const struct taken *as)
{
    jwk_t *jwk = NULL;
    jws_t *jws = NULL;
    bool good =
        r_jwk_init(&jwk) == RHN_OK && r_jws_init(&jws) == RHN_OK &&
        r_jwk_import_from_json_str(jwk, str_nul(t->arena, key)) == RHN_OK &&
        r_jws_advanced_compact_parsen(jws, token.at, token.len, R_PARSE_NONE, 0) == RHN_OK &&
        r_jws_get_alg(jws) == as->as && r_jws_verify_signature(jws, jwk, 0) == RHN_OK;
    r_jws_free(jws);
    r_jwk_free(jwk);
    return good;
}

static status part_read(struct task *t, struct str part, const struct json_value **ret)
{
    struct str bytes;
    if (!base64url_read(t->arena, part, &bytes) ||
        json_read_foreign(t, bytes, OIDC_TOKEN_MAX, ret) != OK || (*ret)->kind != JSON_FIELDS)
        return fail(t, E_DENIED, "what the organisation's sign-in says cannot be read: try again");
    return OK;
}

static status header_read(struct task *t, struct str part, const struct taken **ret,
                          struct str *ret_kid)
{
    const struct json_value *head;
    TRY(part_read(t, part, &head));
    struct str alg = text_of(head, "alg"), type = text_of(head, "typ");
    *ret = NULL;
    for (size_t i = 0; i < COUNT(taken); i++)
        if (str_is(alg, taken[i].alg))
            *ret = &taken[i];
    if (!*ret)
        return fail(t, E_DENIED,
                    "the organisation's sign-in does not sign in a way that is"
                    " believed: RS256, ES256 or EdDSA");
    if (json_member(head, "crit") || (type.len && !str_is(type, "JWT")))
        return fail(t, E_DENIED, "what came from the organisation's sign-in is something else");
    *ret_kid = text_of(head, "kid");
    return OK;
}

/* --- what it says --- */

static bool list_has(const struct json_value *v, struct str want, bool *ret_others)
{
    bool has = false;
    *ret_others = false;
    if (v && v->kind == JSON_TEXT)
        return str_equal(v->text, want);
    if (!v || v->kind != JSON_LIST)
        return false;
    for (const struct json_value *one = v->first; one; one = one->next) {
        bool same = one->kind == JSON_TEXT && str_equal(one->text, want);
        has |= same;
        *ret_others |= !same;
    }
    return has;
}

static bool audience_is_us(const struct oidc_issuer *i, const struct json_value *claims)
{
    bool others;
    const struct json_value *azp = json_member(claims, "azp");
    if (!list_has(json_member(claims, "aud"), i->client_id, &others))
        return false;
    if (azp)
        return azp->kind == JSON_TEXT && str_equal(azp->text, i->client_id);
    return !others; /* made for several: it must say for whom of them */
}

static bool time_is_right(struct task *t, const struct json_value *claims)
{
    int64_t now = task_now(t).us / SECOND_US;
    const struct json_value *exp = json_member(claims, "exp"), *iat = json_member(claims, "iat"),
                            *nbf = json_member(claims, "nbf");
    if (!exp || exp->kind != JSON_INT || !iat || iat->kind != JSON_INT)
        return false;
    if (nbf && (nbf->kind != JSON_INT || nbf->number > now + OIDC_SKEW_SECONDS))
        return false;
    return exp->number > now - OIDC_SKEW_SECONDS && iat->number <= now + OIDC_SKEW_SECONDS &&
           iat->number > now - OIDC_FRESH_SECONDS;
}

static bool word_in(struct str list, struct str word)
{
    struct str one, rest = list;
    while (rest.len > 0) {
        struct str after = S("");
        if (!str_cut(rest, ' ', &one, &after))
            one = rest;
        rest = after;
        if (one.len > 0 && str_equal(one, word))
            return true;
    }
    return false;
}

static status claims_check(struct task *t, const struct oidc_issuer *i, struct str nonce,
                           const struct json_value *c)
{
    if (!str_equal(text_of(c, "iss"), i->issuer))
        return fail(t, E_DENIED, "another organisation's sign-in says this");
    if (!audience_is_us(i, c))
        return fail(t, E_DENIED, "the organisation's sign-in says this to somebody else");
    if (!time_is_right(t, c))
        return fail(t, E_DENIED,
                    "what the organisation's sign-in says is too old, or from the"
                    " future: try again; if it stays so, a clock is wrong");
    struct str said = text_of(c, "nonce");
    if (nonce.len == 0 || said.len != nonce.len || !same_secret(said.at, nonce.at, nonce.len))
        return fail(t, E_DENIED,
                    "what the organisation's sign-in says answers another question:"
                    " begin again from the sign-in page");
    if (i->acr.len && !word_in(i->acr, text_of(c, "acr")))
        return fail(t, E_DENIED,
                    "your organisation did not check well enough that it is you: sign"
                    " in there with your second step");
    return OK;
}

static struct str small_letters(struct arena *a, struct str s)
{
    char *at = str_nul(a, s);
    for (size_t i = 0; i < s.len; i++)
        at[i] = (char)(at[i] >= 'A' && at[i] <= 'Z' ? at[i] - 'A' + 'a' : at[i]);
    return (struct str){ at, s.len };
}

static status person_read(struct task *t, const struct json_value *c, struct oidc_person *ret)
{
    const struct json_value *verified = json_member(c, "email_verified");
    ret->subject = text_of(c, "sub");
    ret->email = S("");
    if (ret->subject.len == 0 || ret->subject.len > OIDC_SUBJECT_MAX)
        return fail(t, E_DENIED, "the organisation's sign-in does not say who you are");
    if (verified && verified->kind == JSON_BOOL && verified->number == 1)
        ret->email = small_letters(t->arena, text_of(c, "email"));
    return OK;
}

status oidc_token_read(struct task *t, const struct oidc_issuer *i, struct str token,
                       struct str keys, struct str nonce, struct oidc_person *ret)
{
    struct str head, body, rest, signature, kid = S(""), key;
    const struct taken *as;
    const struct json_value *claims;
    if (token.len > OIDC_TOKEN_MAX || !str_cut(token, '.', &head, &rest) ||
        !str_cut(rest, '.', &body, &signature) || signature.len == 0 ||
        !base64url_read(t->arena, signature, &rest)) /* one spelling, and no fourth part */
        return fail(t, E_DENIED, "what the organisation's sign-in says is not signed");
    TRY(header_read(t, head, &as, &kid));
    TRY(key_find(t, keys, as, kid, &key));
    if (!holds(t, token, key, as))
        return fail(t, E_DENIED, "the signature of the organisation's sign-in does not hold");
    TRY(part_read(t, body, &claims));
    TRY(claims_check(t, i, nonce, claims));
    return person_read(t, claims, ret);
}

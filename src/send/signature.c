/* HTTP message signatures: the text that is signed, its two fields, and the strict way back. */
#include "send/signature.h"

#include <string.h>

#include "base/ed25519.h"
#include "base/hash.h"
#include "journal/note.h"

static const char label[] = "sig1";

static const struct covered {
    const char *name;
    bool of_request;
} asks[] = {
    { "@method", false },      { "@target-uri", false }, { "content-digest", false },
    { "content-type", false }, { "ce-id", false },
}, answers[] = {
    { "@status", false },
    { "content-digest", false },
    { "content-type", false },
    { "ce-id", false },
    { "content-digest", true }, /* an answer to this question and to no other */
};

enum {
    COVERED = COUNT(asks)
};
_Static_assert(COUNT(answers) == COVERED, "as much of an answer is covered as of a request");

static const struct covered *covered_by(const struct signed_message *m)
{
    return m->status ? answers : asks;
}

/* --- the text that is signed --- */

static struct str value_of(struct task *t, const struct signed_message *m, struct str name)
{
    if (str_is(name, "@method"))
        return m->method;
    if (str_is(name, "@target-uri"))
        return m->target_uri;
    if (str_is(name, "@status"))
        return m->status ? str_print(t->arena, "%03d", m->status) : S("");
    if (str_is(name, "content-digest"))
        return m->content_digest;
    if (str_is(name, "content-type"))
        return m->content_type;
    return str_is(name, "ce-id") ? m->ce_id : S("");
}

status signature_base(struct task *t, const struct signature_read *s,
                      const struct signed_message *m, struct str *ret)
{
    struct text x = text_open(t->arena, 16 << 10);
    for (size_t i = 0; i < s->parts; i++) {
        const struct signature_part *p = &s->part[i];
        const struct signed_message *of = p->of_request ? m->request : m;
        struct str value = of ? str_trim(value_of(t, of, p->name)) : S("");
        if (value.len == 0)
            return fail(t, E_INVALID, "the signature covers something that the message has not");
        text_addf(&x, "\"%.*s\"%s: %.*s\n", STR_ARG(p->name), p->of_request ? ";req" : "",
                  STR_ARG(value));
    }
    text_addf(&x, "\"@signature-params\": %.*s", STR_ARG(s->params));
    if (x.full)
        return fail(t, E_LIMIT, "what is signed is too long");
    *ret = text_done(&x);
    return OK;
}

/* --- making one --- */

struct signature_lines signature_make(struct arena *a, const struct signed_message *m,
                                      struct str key_id, const uint8_t seed[32], struct instant now)
{
    struct task t = task_open(a, clock_real());
    struct signature_read s = { .label = str_from(label) };
    uint8_t chance[16], bytes[64];
    const struct covered *of = covered_by(m);
    struct text x = text_open(a, SIGNATURE_LINE_MAX);
    random_bytes(chance, sizeof chance);
    text_addc(&x, '(');
    for (size_t i = 0; i < COVERED; i++) {
        text_addf(&x, "%s\"%s\"%s", i ? " " : "", of[i].name, of[i].of_request ? ";req" : "");
        s.part[s.parts++] = (struct signature_part){ str_from(of[i].name), of[i].of_request };
    }
    long long created = (long long)(now.us / SECOND_US);
    struct str nonce = base64_print(a, chance, sizeof chance);
    text_addf(&x, ");created=%lld;expires=%lld;nonce=\"%.*s\";alg=\"ed25519\";keyid=\"%.*s\"",
              created, created + SIGNATURE_LASTS_SECONDS, STR_ARG(nonce), STR_ARG(key_id));
    MUST(!x.full);
    s.params = text_done(&x);
    struct str base;
    MUST(signature_base(&t, &s, m, &base) == OK); /* our own message has what we cover */
    ed25519_sign(seed, base, bytes);
    struct str b64 = base64_print(a, bytes, sizeof bytes);
    return (struct signature_lines){
        .input = str_print(a, "%s=%.*s", label, STR_ARG(s.params)),
        .signature = str_print(a, "%s=:%.*s:", label, STR_ARG(b64)),
    };
}

/* --- reading one --- */

struct scan {
    const char *at, *end;
};

static bool take(struct scan *s, const char *word)
{
    size_t len = strlen(word);
    if ((size_t)(s->end - s->at) < len || memcmp(s->at, word, len) != 0)
        return false;
    s->at += len;
    return true;
}

/* Small letters, digits, and - _ . * : the name of a signature or of a parameter. */
static struct str take_key(struct scan *s)
{
    struct str key = { s->at, 0 };
    while (s->at < s->end) {
        char c = *s->at;
        bool letter = (c >= 'a' && c <= 'z') || c == '*';
        bool more = (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (!letter && !(more && key.len > 0))
            break;
        key.len++;
        s->at++;
    }
    return key;
}

/* "…" of printable ASCII; we write no escapes and take none. */
static bool take_string(struct scan *s, size_t most, struct str *ret)
{
    if (!take(s, "\""))
        return false;
    struct str in = { s->at, 0 };
    while (s->at < s->end && *s->at >= ' ' && *s->at < 0x7f && *s->at != '"' && *s->at != '\\') {
        in.len++;
        s->at++;
    }
    *ret = in;
    return in.len > 0 && in.len <= most && take(s, "\"");
}

static bool take_seconds(struct scan *s, int64_t *ret)
{
    struct str digits = { s->at, 0 };
    int64_t n = 0;
    while (s->at < s->end && *s->at >= '0' && *s->at <= '9' && digits.len < 13) {
        n = n * 10 + (*s->at - '0');
        digits.len++;
        s->at++;
    }
    *ret = n;
    return digits.len > 0 && n > 0 && digits.at[0] != '0';
}

static bool is_known_part(struct str name, bool of_request)
{
    bool known = false;
    for (size_t i = 0; i < COUNT(asks); i++)
        known |= str_is(name, asks[i].name);
    return known || (str_is(name, "@status") && !of_request);
}

static bool take_parts(struct scan *s, struct signature_read *ret)
{
    if (!take(s, "("))
        return false;
    while (!take(s, ")")) {
        struct signature_part *p = &ret->part[ret->parts];
        if (ret->parts == SIGNATURE_PARTS_MAX || (ret->parts > 0 && !take(s, " ")) ||
            !take_string(s, 64, &p->name))
            return false;
        p->of_request = take(s, ";req");
        if (!is_known_part(p->name, p->of_request))
            return false;
        for (size_t i = 0; i < ret->parts; i++) {
            if (str_equal(ret->part[i].name, p->name) && ret->part[i].of_request == p->of_request)
                return false;
        }
        ret->parts++;
    }
    return ret->parts > 0;
}

enum {
    PARAM_CREATED = 1,
    PARAM_EXPIRES = 2,
    PARAM_NONCE = 4,
    PARAM_KEY = 8,
    PARAM_ALG = 16
};

static unsigned take_param(struct scan *s, struct signature_read *ret)
{
    struct str name = take_key(s), alg;
    if (!take(s, "="))
        return 0;
    if (str_is(name, "created"))
        return take_seconds(s, &ret->created) ? PARAM_CREATED : 0;
    if (str_is(name, "expires"))
        return take_seconds(s, &ret->expires) ? PARAM_EXPIRES : 0;
    if (str_is(name, "nonce"))
        return take_string(s, SIGNATURE_NONCE_MAX, &ret->nonce) ? PARAM_NONCE : 0;
    if (str_is(name, "keyid"))
        return take_string(s, SIGNATURE_WORD_MAX, &ret->key_id) ? PARAM_KEY : 0;
    if (str_is(name, "alg"))
        return take_string(s, 32, &alg) && str_is(alg, "ed25519") ? PARAM_ALG : 0;
    return 0;
}

static bool read_input(struct str line, struct signature_read *ret)
{
    struct scan s = { line.at, line.at + line.len };
    unsigned seen = 0;
    ret->label = take_key(&s);
    if (ret->label.len == 0 || ret->label.len > 32 || !take(&s, "="))
        return false;
    ret->params.at = s.at;
    if (!take_parts(&s, ret))
        return false;
    while (take(&s, ";")) {
        unsigned one = take_param(&s, ret);
        if (one == 0 || (seen & one))
            return false;
        seen |= one;
    }
    const unsigned all = PARAM_CREATED | PARAM_EXPIRES | PARAM_NONCE | PARAM_KEY;
    ret->params.len = (size_t)(s.at - ret->params.at);
    return s.at == s.end && (seen & all) == all;
}

static bool read_bytes(struct str line, struct signature_read *ret)
{
    struct scan s = { line.at, line.at + line.len };
    uint8_t bytes[96];
    size_t len = 0;
    if (!str_equal(take_key(&s), ret->label) || !take(&s, "=:") || s.end - s.at != 89 ||
        s.end[-1] != ':')
        return false;
    struct str b64 = { s.at, 88 };
    if (!base64_read(b64, bytes, sizeof bytes, &len) || len != sizeof ret->bytes)
        return false;
    memcpy(ret->bytes, bytes, sizeof ret->bytes);
    return true;
}

status signature_read(struct task *t, const struct signature_lines *lines,
                      struct signature_read *ret)
{
    struct signature_read s = { 0 };
    struct str input = str_trim(lines->input), signature = str_trim(lines->signature);
    if (input.len == 0 || signature.len == 0)
        return fail(t, E_DENIED,
                    "the message is not signed: send the fields Signature-Input and"
                    " Signature");
    if (input.len > SIGNATURE_LINE_MAX || signature.len > SIGNATURE_LINE_MAX)
        return fail(t, E_LIMIT, "the signature's fields are too long");
    if (!read_input(input, &s))
        return fail(t, E_INVALID,
                    "Signature-Input must be one signature with created, expires,"
                    " nonce and keyid, over parts that are known here");
    if (!read_bytes(signature, &s))
        return fail(t, E_INVALID, "Signature must hold one Ed25519 signature under the same name");
    *ret = s;
    return OK;
}

/* --- judging one --- */

static bool covers(const struct signature_read *s, const struct covered *c)
{
    for (size_t i = 0; i < s->parts; i++) {
        if (str_is(s->part[i].name, c->name) && s->part[i].of_request == c->of_request)
            return true;
    }
    return false;
}

static status check_time(struct task *t, const struct signature_read *s, struct instant now)
{
    const int64_t seconds = now.us / SECOND_US, skew = SIGNATURE_LASTS_SECONDS;
    if (s->created > seconds + skew)
        return fail(t, E_DENIED, "the signature is from the future: set both clocks right");
    if (s->created < seconds - skew || s->expires < seconds)
        return fail(t, E_DENIED,
                    "the signature is too old: sign again and send again, or set both"
                    " clocks right");
    if (s->expires < s->created || s->expires > s->created + 2 * skew)
        return fail(t, E_DENIED, "the signature must last at most %lld seconds",
                    (long long)(2 * skew));
    return OK;
}

status signature_check(struct task *t, const struct signature_read *s,
                       const struct signed_message *m, const uint8_t key[32], struct instant now)
{
    const struct covered *of = covered_by(m);
    for (size_t i = 0; i < COVERED; i++) {
        if (!covers(s, &of[i]))
            return fail(t, E_DENIED, "the signature does not cover %s%s", of[i].name,
                        of[i].of_request ? " of the request" : "");
    }
    TRY(check_time(t, s, now));
    struct str base;
    TRY(signature_base(t, s, m, &base));
    if (!ed25519_holds(key, base, s->bytes))
        return fail(t, E_DENIED,
                    "the signature does not hold: it was made with another key, or the"
                    " message was changed on its way");
    return OK;
}

/* --- digest --- */

struct str digest_line(struct arena *a, struct str body)
{
    struct hash256 h = sha256(&body, 1);
    struct str b64 = base64_print(a, h.b, sizeof h.b);
    return str_print(a, "sha-256=:%.*s:", STR_ARG(b64));
}

status digest_check(struct task *t, struct str line, struct str body)
{
    struct str wanted = digest_line(t->arena, body), given = str_trim(line);
    if (!str_starts(given, S("sha-256=:")) || given.len != wanted.len)
        return fail(t, E_INVALID, "Content-Digest must be one SHA-256 digest: sha-256=:…:");
    if (!same_secret(given.at, wanted.at, wanted.len))
        return fail(t, E_INVALID,
                    "the body is not the one that Content-Digest is of: send it"
                    " again");
    return OK;
}

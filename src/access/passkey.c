/* Checks what a passkey says, by libfido2; the object that a new one comes in is split by libcbor.
 */
#include "access/passkey.h"

#include <cbor.h>
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <string.h>

#include "access/base64url.h"
#include "format/json_read.h"

enum {
    VERSION = 1,
    FLAG_PRESENT = 1,
    FLAG_VERIFIED = 4,
    FLAG_BACKED_UP = 16,
    FLAG_KEY = 64,
    AUTH_DATA_MIN = 37,
};

static const int algs[] = { COSE_ES256, COSE_EDDSA, COSE_RS256 };

/* --- the site --- */

static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'))
            return false;
    }
    return s.len > 0 && s.len <= 253 && s.at[0] != '.' && s.at[s.len - 1] != '.';
}

status passkey_site_of(struct task *t, struct str address, struct passkey_site *ret)
{
    bool tls = str_starts(address, S("https://"));
    size_t scheme = tls ? 8 : 7;
    if (!tls && !str_starts(address, S("http://localhost")))
        return fail(t, E_INVALID,
                    "passkeys need pages at an https:// address with a name, or at"
                    " localhost: ask who runs this register to set base-address");
    struct str host = { address.at + scheme, address.len - scheme }, port = S("");
    (void)str_cut(host, '/', &host, &port);
    struct str whole = host, name = host;
    int64_t number = tls ? 443 : 80;
    if (str_cut(host, ':', &name, &port))
        TRY(str_to_i64(t, port, 1, 65535, &number));
    if (!is_name(name) || (!tls && !str_is(name, "localhost")))
        return fail(t, E_INVALID,
                    "passkeys belong to a name in small letters, not to a number:"
                    " ask who runs this register to set base-address");
    struct str shown = number == (tls ? 443 : 80) ? name : whole;
    ret->rp_id = str_copy(t->arena, name);
    ret->origin = str_print(t->arena, "http%s://%.*s", tls ? "s" : "", STR_ARG(shown));
    return OK;
}

/* --- as it is kept --- */

static void put16(struct text *x, size_t n)
{
    text_addc(x, (char)(n >> 8 & 0xff));
    text_addc(x, (char)(n & 0xff));
}

struct str passkey_pack(struct arena *a, const struct passkey *p)
{
    struct text x = text_open(a, PASSKEY_BODY_MAX);
    text_addc(&x, VERSION);
    text_addc(&x, (char)p->backed_up);
    put16(&x, (uint16_t)-p->alg);
    put16(&x, p->uses >> 16);
    put16(&x, p->uses & 0xffff);
    put16(&x, p->id.len);
    text_add(&x, p->id);
    text_add(&x, p->key);
    MUST(!x.full);
    return text_done(&x);
}

static unsigned get16(const char *at)
{
    return (unsigned)(uint8_t)at[0] << 8 | (uint8_t)at[1];
}

static size_t key_length(int alg)
{
    return alg == COSE_ES256 ? 64 : alg == COSE_EDDSA ? 32 : alg == COSE_RS256 ? 259 : 0;
}

status passkey_unpack(struct task *t, struct str body, struct passkey *ret)
{
    enum {
        HEAD = 10
    };
    if (body.len < HEAD || body.at[0] != VERSION)
        return fail(t, E_CORRUPT, "a kept passkey cannot be read: remove it and add it again");
    struct passkey p = { .backed_up = body.at[1] != 0,
                         .alg = -(int)get16(body.at + 2),
                         .uses = get16(body.at + 4) << 16 | get16(body.at + 6) };
    p.id = (struct str){ body.at + HEAD, get16(body.at + 8) };
    size_t key = key_length(p.alg);
    if (key == 0 || p.id.len > PASSKEY_ID_MAX || body.len != HEAD + p.id.len + key)
        return fail(t, E_CORRUPT, "a kept passkey cannot be read: remove it and add it again");
    p.key = (struct str){ body.at + HEAD + p.id.len, key };
    *ret = p;
    return OK;
}

struct hash256 passkey_lookup(struct str id)
{
    struct str parts[] = { S("passkey\n"), id };
    return sha256(parts, COUNT(parts));
}

/* --- what the browser says --- */

static bool text_is(const struct json_value *data, const char *key, struct str want)
{
    const struct json_value *v = json_member(data, key);
    return v && v->kind == JSON_TEXT && str_equal(v->text, want);
}

static status client_data_read(struct task *t, struct str bytes, const struct json_value **ret)
{
    if (bytes.len > PASSKEY_CLIENT_DATA_MAX ||
        json_read_foreign(t, bytes, PASSKEY_CLIENT_DATA_MAX, ret) != OK ||
        (*ret)->kind != JSON_FIELDS)
        return fail(t, E_INVALID,
                    "what the browser said about the passkey could not be read: try"
                    " again, or use another way to sign in");
    return OK;
}

status passkey_challenge(struct task *t, struct str client_data, struct str *ret)
{
    const struct json_value *data, *v;
    TRY(client_data_read(t, client_data, &data));
    v = json_member(data, "challenge");
    if (!v || v->kind != JSON_TEXT || !base64url_read(t->arena, v->text, ret) ||
        ret->len < PASSKEY_CHALLENGE_MIN || ret->len > PASSKEY_CHALLENGE_MAX)
        return fail(t, E_INVALID,
                    "the browser did not say which question the passkey answers:"
                    " reload the page and try again");
    return OK;
}

static status client_data_check(struct task *t, const struct passkey_site *s, struct str challenge,
                                struct str bytes, const char *type)
{
    const struct json_value *data;
    TRY(client_data_read(t, bytes, &data));
    struct str want = base64url_print(t->arena, challenge.at, challenge.len);
    const struct json_value *cross = json_member(data, "crossOrigin");
    if (!text_is(data, "type", str_from(type)))
        return fail(t, E_DENIED, "the passkey was used for something else: try again");
    if (!text_is(data, "challenge", want))
        return fail(t, E_DENIED,
                    "the passkey answered another question: reload the page and try"
                    " again");
    if (!text_is(data, "origin", s->origin) ||
        (cross && !(cross->kind == JSON_BOOL && cross->number == 0)))
        return fail(t, E_DENIED,
                    "the passkey was used on a page of another site: sign in at this"
                    " site's own address only, and tell who runs this register");
    return OK;
}

static struct str hash_of(struct arena *a, struct str bytes)
{
    struct hash256 h = sha256(&bytes, 1);
    return str_copy(a, (struct str){ (const char *)h.b, sizeof h.b });
}

static const unsigned char *bytes_of(struct str s)
{
    return (const unsigned char *)s.at;
}

/* --- a new one --- */

struct attested { /* parts of an attestation object, in the arena */
    struct str format, auth_data;
    struct str signature;
    int alg;
    bool empty, chain;
};

/* A length that the bytes do not have would be taken from memory before it is missed: so it is
 * looked for first. Where the item at `at` ends; 0: it does not hold. */
static size_t item_end(struct str b, size_t at, unsigned depth)
{
    if (at >= b.len || depth > 6)
        return 0;
    unsigned head = (uint8_t)b.at[at++], major = head >> 5, more = head & 31;
    size_t extra = more < 24 ? 0 : more < 28 ? (size_t)1 << (more - 24) : 99;
    uint64_t n = more;
    if (extra > b.len - at)
        return 0; /* without a stated length too: nobody writes one here so */
    for (size_t i = 0; i < extra; i++)
        n = (i ? n << 8 : 0) | (uint8_t)b.at[at + i];
    at += extra;
    if (major == 2 || major == 3)
        return n <= b.len - at ? at + (size_t)n : 0;
    uint64_t parts = major == 4 ? n : major == 5 ? 2 * n : major == 6 ? 1 : 0;
    if (n > b.len || parts > b.len - at)
        return major <= 1 || major == 7 ? at : 0;
    for (uint64_t i = 0; i < parts && at; i++)
        at = item_end(b, at, depth + 1);
    return at;
}

/* What stands in authenticator data after the fixed part: a new key, then extensions. */
static bool lengths_hold(struct str auth_data)
{
    enum {
        KEY_ID_LENGTH = 53,
        KEY_ID = 55
    };
    size_t at = AUTH_DATA_MIN;
    if (auth_data.len < AUTH_DATA_MIN)
        return false;
    if ((uint8_t)auth_data.at[32] & FLAG_KEY) {
        if (auth_data.len < KEY_ID)
            return false;
        at = KEY_ID + get16(auth_data.at + KEY_ID_LENGTH);
    }
    while (at && at < auth_data.len)
        at = item_end(auth_data, at, 0);
    return at == auth_data.len;
}

static struct str cbor_text(struct arena *a, const cbor_item_t *v)
{
    return str_copy(a, (struct str){ (const char *)cbor_string_handle(v), cbor_string_length(v) });
}

static struct str cbor_blob(struct arena *a, const cbor_item_t *v)
{
    return str_copy(
        a, (struct str){ (const char *)cbor_bytestring_handle(v), cbor_bytestring_length(v) });
}

static bool is_text(const cbor_item_t *v)
{
    return cbor_isa_string(v) && cbor_string_is_definite(v);
}

static bool is_blob(const cbor_item_t *v)
{
    return cbor_isa_bytestring(v) && cbor_bytestring_is_definite(v);
}

static void read_statement(struct arena *a, const cbor_item_t *map, struct attested *ret)
{
    const struct cbor_pair *pair = cbor_map_handle(map);
    ret->empty = cbor_map_size(map) == 0;
    for (size_t i = 0; i < cbor_map_size(map); i++) {
        if (!is_text(pair[i].key))
            continue;
        struct str key = cbor_text(a, pair[i].key);
        ret->chain |= str_is(key, "x5c");
        if (str_is(key, "sig") && is_blob(pair[i].value))
            ret->signature = cbor_blob(a, pair[i].value);
        if (str_is(key, "alg") && cbor_isa_negint(pair[i].value) &&
            cbor_get_int(pair[i].value) < 1000)
            ret->alg = -(int)cbor_get_int(pair[i].value) - 1;
    }
}

static bool read_object(struct arena *a, const cbor_item_t *top, struct attested *ret)
{
    bool statement = false;
    if (!cbor_isa_map(top) || !cbor_map_is_definite(top) || cbor_map_size(top) != 3)
        return false;
    const struct cbor_pair *pair = cbor_map_handle(top);
    for (size_t i = 0; i < cbor_map_size(top); i++) {
        if (!is_text(pair[i].key))
            return false;
        struct str key = cbor_text(a, pair[i].key);
        const cbor_item_t *v = pair[i].value;
        if (str_is(key, "fmt") && is_text(v)) {
            ret->format = cbor_text(a, v);
        } else if (str_is(key, "authData") && is_blob(v)) {
            ret->auth_data = cbor_blob(a, v);
        } else if (str_is(key, "attStmt") && cbor_isa_map(v) && cbor_map_is_definite(v)) {
            read_statement(a, v, ret);
            statement = true;
        }
    }
    return statement && ret->format.len > 0 && ret->auth_data.len >= AUTH_DATA_MIN;
}

static status split_object(struct task *t, struct str bytes, struct attested *ret)
{
    struct cbor_load_result said;
    bool read = false;
    if (bytes.len <= PASSKEY_OBJECT_MAX && item_end(bytes, 0, 0) == bytes.len) {
        cbor_item_t *top = cbor_load(bytes_of(bytes), bytes.len, &said);
        read = top && said.read == bytes.len && read_object(t->arena, top, ret);
        if (top)
            cbor_decref(&top);
    }
    if (!read)
        return fail(t, E_INVALID,
                    "what the authenticator made could not be read: try again, or"
                    " use another authenticator");
    return OK;
}

static void cred_end(fido_cred_t **c)
{
    fido_cred_free(c);
}

/* "none" says nothing of the authenticator, and has nothing to verify. "packed" without a chain is
 * signed by the new key itself. A chain of certificates was not asked for and is not read. */
static bool attestation_holds(fido_cred_t *c, const struct attested *x)
{
    if (str_is(x->format, "none"))
        return x->empty;
    return str_is(x->format, "packed") && !x->chain && x->alg == fido_cred_type(c) &&
           fido_cred_set_sig(c, bytes_of(x->signature), x->signature.len) == FIDO_OK &&
           fido_cred_verify_self(c) == FIDO_OK;
}

static bool take_cred(struct task *t, const fido_cred_t *c, struct passkey *ret)
{
    struct passkey p = {
        .alg = fido_cred_type(c),
        .id = { (const char *)fido_cred_id_ptr(c), fido_cred_id_len(c) },
        .key = { (const char *)fido_cred_pubkey_ptr(c), fido_cred_pubkey_len(c) },
        .uses = fido_cred_sigcount(c),
        .backed_up = (fido_cred_flags(c) & FLAG_BACKED_UP) != 0,
    };
    if (p.id.len == 0 || p.id.len > PASSKEY_ID_MAX || p.key.len != key_length(p.alg))
        return false;
    p.id = str_copy(t->arena, p.id);
    p.key = str_copy(t->arena, p.key);
    *ret = p;
    return true;
}

static status register_as(struct task *t, int alg, const struct passkey_site *s, struct str hash,
                          const struct attested *x, struct passkey *ret, bool *ret_read)
{
    __attribute__((cleanup(cred_end))) fido_cred_t *c = fido_cred_new();
    MUST(c);
    *ret_read = fido_cred_set_type(c, alg) == FIDO_OK &&
                fido_cred_set_clientdata_hash(c, bytes_of(hash), hash.len) == FIDO_OK &&
                fido_cred_set_rp(c, str_nul(t->arena, s->rp_id), NULL) == FIDO_OK &&
                fido_cred_set_authdata_raw(c, bytes_of(x->auth_data), x->auth_data.len) == FIDO_OK;
    if (!*ret_read)
        return OK;
    if (fido_cred_set_fmt(c, str_nul(t->arena, x->format)) != FIDO_OK || !attestation_holds(c, x))
        return fail(t, E_DENIED,
                    "the authenticator's own certificate does not hold, or is of a"
                    " kind that is not taken: use another authenticator");
    if (!take_cred(t, c, ret))
        return fail(t, E_DENIED,
                    "the authenticator made a key of a kind that is not taken: use"
                    " another authenticator");
    return OK;
}

static status flags_check(struct task *t, const struct passkey_site *s, struct str auth_data)
{
    struct str name = hash_of(t->arena, s->rp_id);
    unsigned flags = auth_data.len >= AUTH_DATA_MIN ? (uint8_t)auth_data.at[32] : 0;
    if (!lengths_hold(auth_data))
        return fail(t, E_INVALID,
                    "what the authenticator said could not be read: try again, or"
                    " use another authenticator");
    if (memcmp(auth_data.at, name.at, name.len) != 0)
        return fail(t, E_DENIED, "the passkey belongs to another site");
    if (!(flags & FLAG_PRESENT) || !(flags & FLAG_VERIFIED))
        return fail(t, E_DENIED,
                    "the authenticator did not check that it is you: set a PIN,"
                    " fingerprint or face on it and try again");
    return OK;
}

status passkey_register(struct task *t, const struct passkey_site *s, struct str challenge,
                        const struct passkey_made *m, struct passkey *ret)
{
    struct attested x = { 0 };
    TRY(client_data_check(t, s, challenge, m->client_data, "webauthn.create"));
    TRY(split_object(t, m->attestation_object, &x));
    TRY(flags_check(t, s, x.auth_data));
    struct str hash = hash_of(t->arena, m->client_data);
    for (size_t i = 0; i < COUNT(algs); i++) {
        bool read;
        TRY(register_as(t, algs[i], s, hash, &x, ret, &read));
        if (read)
            return OK;
    }
    return fail(t, E_DENIED,
                "the authenticator made a key of a kind that is not taken: use another"
                " authenticator");
}

/* --- one that is shown --- */

static int verify_with(const fido_assert_t *said, const struct passkey *p)
{
    int done = FIDO_ERR_INVALID_ARGUMENT;
    if (p->alg == COSE_ES256) {
        es256_pk_t *k = es256_pk_new();
        if (k && es256_pk_from_ptr(k, p->key.at, p->key.len) == FIDO_OK)
            done = fido_assert_verify(said, 0, p->alg, k);
        es256_pk_free(&k);
    } else if (p->alg == COSE_EDDSA) {
        eddsa_pk_t *k = eddsa_pk_new();
        if (k && eddsa_pk_from_ptr(k, p->key.at, p->key.len) == FIDO_OK)
            done = fido_assert_verify(said, 0, p->alg, k);
        eddsa_pk_free(&k);
    } else if (p->alg == COSE_RS256) {
        rs256_pk_t *k = rs256_pk_new();
        if (k && rs256_pk_from_ptr(k, p->key.at, p->key.len) == FIDO_OK)
            done = fido_assert_verify(said, 0, p->alg, k);
        rs256_pk_free(&k);
    }
    return done;
}

static void assert_end(fido_assert_t **a)
{
    fido_assert_free(a);
}

status passkey_check(struct task *t, const struct passkey_site *s, struct str challenge,
                     const struct passkey *p, const struct passkey_shown *m, uint32_t *ret_uses)
{
    TRY(client_data_check(t, s, challenge, m->client_data, "webauthn.get"));
    TRY(flags_check(t, s, m->authenticator_data));
    struct str hash = hash_of(t->arena, m->client_data);
    __attribute__((cleanup(assert_end))) fido_assert_t *said = fido_assert_new();
    MUST(said);
    bool read = fido_assert_set_count(said, 1) == FIDO_OK &&
                fido_assert_set_clientdata_hash(said, bytes_of(hash), hash.len) == FIDO_OK &&
                fido_assert_set_rp(said, str_nul(t->arena, s->rp_id)) == FIDO_OK &&
                fido_assert_set_authdata_raw(said, 0, bytes_of(m->authenticator_data),
                                             m->authenticator_data.len) == FIDO_OK &&
                fido_assert_set_up(said, FIDO_OPT_TRUE) == FIDO_OK &&
                fido_assert_set_uv(said, FIDO_OPT_TRUE) == FIDO_OK &&
                fido_assert_set_sig(said, 0, bytes_of(m->signature), m->signature.len) == FIDO_OK;
    if (!read || verify_with(said, p) != FIDO_OK)
        return fail(t, E_DENIED,
                    "the passkey's signature does not hold: try again, or use another"
                    " way to sign in");
    uint32_t uses = fido_assert_sigcount(said, 0);
    if ((uses > 0 || p->uses > 0) && uses <= p->uses)
        return fail(t, E_CONFLICT,
                    "this passkey was used elsewhere since: somebody may have a copy"
                    " of it. Sign in another way, remove it and tell who runs this"
                    " register");
    *ret_uses = uses;
    return OK;
}

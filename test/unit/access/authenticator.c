/* Writes CBOR by hand, as small as it is needed here. */
#include "authenticator.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>
#include <string.h>

#include "access/base64url.h"

struct authenticator authenticator_open(int alg, const char *rp_id)
{
    struct authenticator a = { .alg = alg, .flags = FLAGS_GOOD, .rp_id = rp_id };
    a.key = alg == -7   ? EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256")
            : alg == -8 ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519")
                        : EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
    MUST(a.key);
    for (size_t i = 0; i < sizeof a.id; i++)
        a.id[i] = (uint8_t)(i * 7 + (unsigned)-alg);
    return a;
}

void authenticator_close(struct authenticator *a)
{
    EVP_PKEY_free(a->key);
}

struct str client_data(struct arena *arena, const char *type, struct str challenge,
                       const char *origin)
{
    struct str c = base64url_print(arena, challenge.at, challenge.len);
    return str_print(arena,
                     "{\"type\":\"%s\",\"challenge\":\"%.*s\",\"origin\":\"%s\","
                     "\"crossOrigin\":false,\"more\":\"may come\"}",
                     type, STR_ARG(c), origin);
}

static void head(struct text *x, unsigned major, size_t n)
{
    if (n < 24) {
        text_addc(x, (char)(major << 5 | n));
    } else if (n < 256) {
        text_addc(x, (char)(major << 5 | 24));
        text_addc(x, (char)n);
    } else {
        text_addc(x, (char)(major << 5 | 25));
        text_addc(x, (char)(n >> 8));
        text_addc(x, (char)(n & 0xff));
    }
}

static void number(struct text *x, int n)
{
    head(x, n < 0, (size_t)(n < 0 ? -1 - n : n));
}

static void blob(struct text *x, const void *at, size_t len)
{
    head(x, 2, len);
    text_add(x, (struct str){ at, len });
}

static void word(struct text *x, const char *s)
{
    head(x, 3, strlen(s));
    text_addz(x, s);
}

static void big(const EVP_PKEY *k, const char *name, uint8_t *to, int len)
{
    BIGNUM *n = NULL;
    MUST(EVP_PKEY_get_bn_param(k, name, &n) && BN_bn2binpad(n, to, len) == len);
    BN_free(n);
}

static void cose_key(struct text *x, const struct authenticator *a)
{
    uint8_t b[256];
    size_t len = 32;
    head(x, 5, a->alg == -7 ? 5 : 4);
    number(x, 1);
    number(x, a->alg == -7 ? 2 : a->alg == -8 ? 1 : 3);
    number(x, 3);
    number(x, a->alg);
    if (a->alg == -257) {
        big(a->key, OSSL_PKEY_PARAM_RSA_N, b, 256);
        number(x, -1);
        blob(x, b, 256);
        number(x, -2);
        blob(x, "\1\0\1", 3);
        return;
    }
    number(x, -1);
    number(x, a->alg == -7 ? 1 : 6);
    if (a->alg == -7)
        big(a->key, OSSL_PKEY_PARAM_EC_PUB_X, b, 32);
    else
        MUST(EVP_PKEY_get_raw_public_key(a->key, b, &len));
    number(x, -2);
    blob(x, b, 32);
    if (a->alg == -7) {
        big(a->key, OSSL_PKEY_PARAM_EC_PUB_Y, b, 32);
        number(x, -3);
        blob(x, b, 32);
    }
}

static struct str auth_data(struct arena *arena, const struct authenticator *a, unsigned flags)
{
    struct text x = text_open(arena, 1024);
    struct str rp = str_from(a->rp_id);
    struct hash256 h = sha256(&rp, 1);
    text_add(&x, (struct str){ (const char *)h.b, 32 });
    text_addc(&x, (char)flags);
    for (int i = 24; i >= 0; i -= 8)
        text_addc(&x, (char)(a->uses >> i & 0xff));
    if (flags & FLAG_NEW_KEY) {
        for (int i = 0; i < 16; i++)
            text_addc(&x, 0);
        text_addc(&x, 0);
        text_addc(&x, sizeof a->id);
        text_add(&x, (struct str){ (const char *)a->id, sizeof a->id });
        cose_key(&x, a);
    }
    return text_done(&x);
}

static struct str sign(struct arena *arena, const struct authenticator *a, struct str data,
                       struct str client)
{
    struct hash256 h = sha256(&client, 1);
    struct text x = text_open(arena, 2048);
    text_add(&x, data);
    text_add(&x, (struct str){ (const char *)h.b, 32 });
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    size_t len = 512;
    uint8_t *out = NEWS(arena, uint8_t, len);
    MUST(EVP_DigestSignInit(c, NULL, a->alg == -8 ? NULL : EVP_sha256(), NULL, a->key) == 1);
    MUST(EVP_DigestSign(c, out, &len, (const uint8_t *)x.at, x.len) == 1);
    EVP_MD_CTX_free(c);
    return (struct str){ (const char *)out, len };
}

struct str attestation(struct arena *arena, const struct authenticator *a, struct str client,
                       bool self)
{
    struct str data = auth_data(arena, a, a->flags | FLAG_NEW_KEY);
    struct text x = text_open(arena, 4096);
    head(&x, 5, 3);
    word(&x, "fmt");
    word(&x, self ? "packed" : "none");
    word(&x, "attStmt");
    head(&x, 5, self ? 2 : 0);
    if (self) {
        struct str s = sign(arena, a, data, client);
        word(&x, "alg");
        number(&x, a->alg);
        word(&x, "sig");
        blob(&x, s.at, s.len);
    }
    word(&x, "authData");
    blob(&x, data.at, data.len);
    return text_done(&x);
}

struct passkey_shown assertion(struct arena *arena, const struct authenticator *a,
                               struct str client)
{
    struct str data = auth_data(arena, a, a->flags);
    return (struct passkey_shown){ client, data, sign(arena, a, data, client) };
}

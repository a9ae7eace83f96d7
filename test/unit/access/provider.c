/* Keys and tokens as RFC 7515 and 7517 write them. */
#include "provider.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <string.h>

#include "access/base64url.h"

static bool is(const struct provider_key *k, const char *alg)
{
    return strcmp(k->alg, alg) == 0;
}

struct provider_key provider_key_open(const char *alg, unsigned rsa_bits)
{
    struct provider_key k = { .alg = alg };
    k.key = is(&k, "ES256")   ? EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256")
            : is(&k, "EdDSA") ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519")
                              : EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)rsa_bits);
    MUST(k.key);
    return k;
}

void provider_key_close(struct provider_key *k)
{
    EVP_PKEY_free(k->key);
}

static struct str number(struct arena *a, const struct provider_key *k, const char *name, int len)
{
    BIGNUM *n = NULL;
    uint8_t b[512];
    MUST(EVP_PKEY_get_bn_param(k->key, name, &n));
    int size = len ? len : BN_num_bytes(n);
    MUST(BN_bn2binpad(n, b, size) == size);
    BN_free(n);
    return base64url_print(a, b, (size_t)size);
}

struct str provider_jwk(struct arena *a, const struct provider_key *k, const char *kid,
                        const char *more)
{
    uint8_t b[32];
    size_t len = sizeof b;
    struct str x, y;
    if (is(k, "RS256")) {
        x = number(a, k, OSSL_PKEY_PARAM_RSA_N, 0);
        y = number(a, k, OSSL_PKEY_PARAM_RSA_E, 0);
        return str_print(a, "{%s\"kid\":\"%s\",\"kty\":\"RSA\",\"n\":\"%.*s\",\"e\":\"%.*s\"}",
                         more, kid, STR_ARG(x), STR_ARG(y));
    }
    if (is(k, "ES256")) {
        x = number(a, k, OSSL_PKEY_PARAM_EC_PUB_X, 32);
        y = number(a, k, OSSL_PKEY_PARAM_EC_PUB_Y, 32);
        return str_print(a,
                         "{%s\"kid\":\"%s\",\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%.*s\","
                         "\"y\":\"%.*s\"}",
                         more, kid, STR_ARG(x), STR_ARG(y));
    }
    MUST(EVP_PKEY_get_raw_public_key(k->key, b, &len) == 1);
    x = base64url_print(a, b, len);
    return str_print(a, "{%s\"kid\":\"%s\",\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%.*s\"}",
                     more, kid, STR_ARG(x));
}

/* r and s side by side, as tokens have them. */
static size_t bare(uint8_t *der, size_t len)
{
    const uint8_t *at = der;
    ECDSA_SIG *s = d2i_ECDSA_SIG(NULL, &at, (long)len);
    MUST(s && BN_bn2binpad(ECDSA_SIG_get0_r(s), der, 32) == 32 &&
         BN_bn2binpad(ECDSA_SIG_get0_s(s), der + 32, 32) == 32);
    ECDSA_SIG_free(s);
    return 64;
}

struct str provider_token(struct arena *a, const struct provider_key *k, const char *header,
                          const char *claims)
{
    struct str head = base64url_print(a, header, strlen(header));
    struct str body = base64url_print(a, claims, strlen(claims));
    struct str signed_part = str_print(a, "%.*s.%.*s", STR_ARG(head), STR_ARG(body));
    uint8_t out[512];
    size_t len = sizeof out;
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    MUST(EVP_DigestSignInit(c, NULL, is(k, "EdDSA") ? NULL : EVP_sha256(), NULL, k->key) == 1);
    MUST(EVP_DigestSign(c, out, &len, (const uint8_t *)signed_part.at, signed_part.len) == 1);
    EVP_MD_CTX_free(c);
    if (is(k, "ES256"))
        len = bare(out, len);
    struct str signature = base64url_print(a, out, len);
    return str_print(a, "%.*s.%.*s", STR_ARG(signed_part), STR_ARG(signature));
}

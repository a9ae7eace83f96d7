/* An authenticator of our own, for tests: keys by OpenSSL, and the bytes that browsers send. */
#ifndef TEST_ACCESS_AUTHENTICATOR_H
#define TEST_ACCESS_AUTHENTICATOR_H
#include <openssl/evp.h>

#include "access/passkey.h"

struct authenticator {
    EVP_PKEY *key;
    int alg; /* -7, -8, -257 */
    uint8_t id[16];
    uint32_t uses;
    unsigned flags;    /* of the next thing it says; see FLAGS_ below */
    const char *rp_id; /* for which it speaks */
};
enum {
    FLAGS_GOOD = 1 | 4,
    FLAG_NEW_KEY = 64
};

struct authenticator authenticator_open(int alg, const char *rp_id);
void authenticator_close(struct authenticator *a);

struct str client_data(struct arena *arena, const char *type, struct str challenge,
                       const char *origin);
/* `self`: "packed", signed by the new key; else "none". */
struct str attestation(struct arena *arena, const struct authenticator *a, struct str client,
                       bool self);
struct passkey_shown assertion(struct arena *arena, const struct authenticator *a,
                               struct str client);

#endif

/* A provider of our own, for tests: keys by OpenSSL, and tokens signed with them. */
#ifndef TEST_ACCESS_PROVIDER_H
#define TEST_ACCESS_PROVIDER_H
#include <openssl/evp.h>

#include "base/task.h"

struct provider_key {
    EVP_PKEY *key;
    const char *alg; /* "RS256", "ES256", "EdDSA" */
};
struct provider_key provider_key_open(const char *alg, unsigned rsa_bits);
void provider_key_close(struct provider_key *k);
/* As it stands in a list of keys; `more` is put in, like "\"use\":\"sig\",". */
struct str provider_jwk(struct arena *a, const struct provider_key *k, const char *kid,
                        const char *more);
struct str provider_token(struct arena *a, const struct provider_key *k, const char *header,
                          const char *claims);

#endif

/* SHA-256, HMAC-SHA256, random bytes and constant-time compare. One context a thread. */
#ifndef BASE_HASH_H
#define BASE_HASH_H
#include "base/str.h"

struct hash256 {
    uint8_t b[32];
};

void crypto_start(void); /* once per process, before threads */
/* SHA-256 over the parts in order, on a fetched digest and a context reused by the thread. */
struct hash256 sha256(const struct str *parts, size_t count);
struct hash256 hmac_sha256(const uint8_t key[32], const struct str *parts, size_t count);
/* With a key of any length. */
struct hash256 hmac_sha256_of(struct str key, const struct str *parts, size_t count);
bool same_secret(const void *a, const void *b, size_t len); /* constant time */
void random_bytes(void *ret, size_t len); /* from a pool per thread, wiped as it is used */
void wipe(void *at, size_t len);
uint64_t hash64(struct str s); /* fast and unkeyed (FNV-1a then mixed): never for secrets */

#endif

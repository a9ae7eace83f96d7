/* SHA-256 and HMAC on OpenSSL, random bytes from libsodium. Every thread keeps one context and
 * one pool: fetching and allocating would cost more than the hashing. */
#include "base/hash.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { POOL_BYTES = 8 << 10, BLOCK_BYTES = 64 };

struct own { /* one thread's */
    EVP_MD_CTX *digest;
    size_t pool_left;
    uint8_t pool[POOL_BYTES];
};

static EVP_MD *sha256_method;
static pthread_key_t own_key;
static pthread_once_t started = PTHREAD_ONCE_INIT;
static _Thread_local struct own *own_here;

static void own_close(void *at)
{
    struct own *mine = at;
    EVP_MD_CTX_free(mine->digest);
    wipe(mine, sizeof *mine);
    free(mine);
}

static void main_thread_close(void)
{
    if (own_here)
        own_close(own_here);
    own_here = NULL;
}

static void start_once(void)
{
    MUST(sodium_init() >= 0);
    sha256_method = EVP_MD_fetch(NULL, "SHA256", NULL);
    MUST(sha256_method);
    MUST(pthread_key_create(&own_key, own_close) == 0);
    MUST(atexit(main_thread_close) == 0);
}

void crypto_start(void)
{
    MUST(pthread_once(&started, start_once) == 0);
}

static struct own *own_open(void)
{
    MUST(sha256_method); /* else crypto_start was forgotten */
    struct own *mine = calloc(1, sizeof *mine);
    MUST(mine);
    mine->digest = EVP_MD_CTX_new();
    MUST(mine->digest);
    MUST(pthread_setspecific(own_key, mine) == 0);
    own_here = mine;
    return mine;
}

static struct own *own(void)
{
    return own_here ? own_here : own_open();
}

static void digest_open(EVP_MD_CTX *d)
{
    MUST(EVP_DigestInit_ex2(d, sha256_method, NULL) == 1);
}

static void digest_add(EVP_MD_CTX *d, const void *at, size_t len)
{
    MUST(EVP_DigestUpdate(d, at, len) == 1);
}

static struct hash256 digest_done(EVP_MD_CTX *d)
{
    struct hash256 h;
    MUST(EVP_DigestFinal_ex(d, h.b, NULL) == 1);
    return h;
}

struct hash256 sha256(const struct str *parts, size_t count)
{
    EVP_MD_CTX *d = own()->digest;
    digest_open(d);
    for (size_t i = 0; i < count; i++)
        digest_add(d, parts[i].at, parts[i].len);
    return digest_done(d);
}

/* Two plain digests on the reused context: twice as fast as any keyed interface of the library. */
static struct hash256 hmac(const void *key, size_t key_len, const struct str *parts,
                           size_t count)
{
    EVP_MD_CTX *d = own()->digest;
    uint8_t block[BLOCK_BYTES];
    memset(block, 0x36, sizeof block);
    for (size_t i = 0; i < key_len; i++)
        block[i] ^= ((const uint8_t *)key)[i];
    digest_open(d);
    digest_add(d, block, sizeof block);
    for (size_t i = 0; i < count; i++)
        digest_add(d, parts[i].at, parts[i].len);
    struct hash256 inner = digest_done(d);

    for (size_t i = 0; i < sizeof block; i++)
        block[i] ^= 0x36 ^ 0x5c;
    digest_open(d);
    digest_add(d, block, sizeof block);
    digest_add(d, inner.b, sizeof inner.b);
    wipe(block, sizeof block);
    return digest_done(d);
}

struct hash256 hmac_sha256(const uint8_t key[32], const struct str *parts, size_t count)
{
    return hmac(key, 32, parts, count);
}

struct hash256 hmac_sha256_of(struct str key, const struct str *parts, size_t count)
{
    if (key.len <= BLOCK_BYTES)
        return hmac(key.at, key.len, parts, count);
    struct hash256 shorter = sha256(&key, 1);
    struct hash256 h = hmac(shorter.b, sizeof shorter.b, parts, count);
    wipe(&shorter, sizeof shorter);
    return h;
}

bool same_secret(const void *a, const void *b, size_t len)
{
    return sodium_memcmp(a, b, len) == 0;
}

void random_bytes(void *ret, size_t len)
{
    struct own *mine = own();
    if (len > POOL_BYTES / 2) {
        randombytes_buf(ret, len);
        return;
    }
    if (mine->pool_left < len) {
        randombytes_buf(mine->pool, POOL_BYTES);
        mine->pool_left = POOL_BYTES;
    }
    uint8_t *from = mine->pool + mine->pool_left - len;
    memcpy(ret, from, len);
    wipe(from, len); /* a later leak of the pool must not give away what was handed out */
    mine->pool_left -= len;
}

void wipe(void *at, size_t len)
{
    explicit_bzero(at, len);
}

uint64_t hash64(struct str s)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (uint8_t)s.at[i]) * UINT64_C(0x100000001b3);
    h = (h ^ h >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    h = (h ^ h >> 27) * UINT64_C(0x94d049bb133111eb);
    return h ^ h >> 31;
}

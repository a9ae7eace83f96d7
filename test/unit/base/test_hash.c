/* Tests of hashing against published vectors, and of random bytes from two threads. */
#include <pthread.h>

#include "given.h"

#include "base/hash.h"

static struct str hex(struct task *t, struct hash256 h)
{
    struct text x = text_open(t->arena, 64);
    for (size_t i = 0; i < sizeof h.b; i++)
        text_addf(&x, "%02x", h.b[i]);
    return text_done(&x);
}

/* FIPS 180-4 examples; the same bytes cut anywhere give the same hash. */
static void sha256_of_the_standard(void **state)
{
    struct task *t = given_task(state);
    SAME(hex(t, sha256(NULL, 0)),
         "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    struct str whole = S("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq");
    for (size_t cut = 0; cut <= whole.len; cut++) {
        struct str parts[] = { { whole.at, cut }, { whole.at + cut, whole.len - cut } };
        SAME(hex(t, sha256(parts, 2)),
             "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    }
}

/* RFC 4231, test case 2: a short key padded with noughts is the same key. */
static void hmac_of_the_standard(void **state)
{
    static const uint8_t key[32] = { 'J', 'e', 'f', 'e' };
    struct task *t = given_task(state);
    SAME(hex(t, hmac_sha256(key, &S("what do ya want for nothing?"), 1)),
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

/* HMAC by its definition (RFC 2104), put together from plain digests, for many keys. */
static void hmac_by_its_definition(void **state)
{
    struct task *t = given_task(state);
    for (int round = 0; round < 200; round++) {
        uint8_t key[32], inner_pad[64], outer_pad[64];
        random_bytes(key, sizeof key);
        for (size_t i = 0; i < 64; i++) {
            uint8_t k = i < 32 ? key[i] : 0;
            inner_pad[i] = k ^ 0x36;
            outer_pad[i] = k ^ 0x5c;
        }
        struct str message = str_print(t->arena, "message %d", round);
        struct hash256 inner =
            sha256((struct str[]){ { (char *)inner_pad, 64 }, message }, 2);
        struct hash256 wanted =
            sha256((struct str[]){ { (char *)outer_pad, 64 }, { (char *)inner.b, 32 } }, 2);
        struct hash256 got = hmac_sha256(key, &message, 1);
        assert_true(same_secret(got.b, wanted.b, sizeof got.b));
        got.b[31] ^= 1;
        assert_false(same_secret(got.b, wanted.b, sizeof got.b));
    }
}

static void random_bytes_differ(void **state)
{
    (void)state;
    uint64_t seen[4000];
    for (size_t i = 0; i < COUNT(seen); i++)
        random_bytes(&seen[i], sizeof seen[i]);
    for (size_t i = 0; i < COUNT(seen); i++) {
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(seen[i], seen[j]);
    }
    uint8_t large[10000] = { 0 }, noughts[10000] = { 0 };
    random_bytes(large, sizeof large);
    assert_memory_not_equal(large, noughts, sizeof large);
    wipe(large, sizeof large);
    assert_memory_equal(large, noughts, sizeof large);
    random_bytes(large, 0);
}

static void *hash_elsewhere(void *ret)
{
    *(struct hash256 *)ret = sha256(&S("abc"), 1);
    uint8_t some[64];
    random_bytes(some, sizeof some);
    return NULL;
}

static void each_thread_has_its_own_context(void **state)
{
    (void)state;
    pthread_t thread[4];
    struct hash256 got[4], wanted = sha256(&S("abc"), 1);
    for (size_t i = 0; i < COUNT(thread); i++)
        assert_int_equal(pthread_create(&thread[i], NULL, hash_elsewhere, &got[i]), 0);
    for (size_t i = 0; i < COUNT(thread); i++) {
        pthread_join(thread[i], NULL);
        assert_memory_equal(got[i].b, wanted.b, sizeof wanted.b);
    }
}

static void hash64_tells_apart(void **state)
{
    (void)state;
    assert_int_equal(hash64(S("a")), hash64(S("a")));
    assert_int_not_equal(hash64(S("a")), hash64(S("b")));
    assert_int_not_equal(hash64(S("")), hash64(S("\0")));
}

int main(void)
{
    crypto_start();
    crypto_start(); /* once more does no harm */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_of_the_standard),
        cmocka_unit_test(hmac_of_the_standard),
        cmocka_unit_test(hmac_by_its_definition),
        cmocka_unit_test(random_bytes_differ),
        cmocka_unit_test(each_thread_has_its_own_context),
        cmocka_unit_test(hash64_tells_apart),
    };
    return RUN(tests);
}

/* argon2id by libsodium; SHA-1 by OpenSSL, since others chose it for their lists. */
#include "base/slow_hash.h"

#include <openssl/evp.h>
#include <sodium.h>

_Static_assert(SLOW_HASH_MAX >= crypto_pwhash_STRBYTES, "the text fits");

bool slow_hash(struct slow_cost cost, struct str secret, char ret[SLOW_HASH_MAX])
{
    return crypto_pwhash_str(ret, secret.at, secret.len, cost.rounds, cost.bytes) == 0;
}

bool slow_hash_is(const char kept[SLOW_HASH_MAX], struct str secret)
{
    return crypto_pwhash_str_verify(kept, secret.at, secret.len) == 0;
}

bool sha1_hex(struct str s, char ret[SHA1_HEX + 1])
{
    static const char digits[] = "0123456789ABCDEF";
    unsigned char digest[SHA1_HEX / 2];
    if (EVP_Digest(s.at, s.len, digest, NULL, EVP_sha1(), NULL) != 1)
        return false;
    for (size_t i = 0; i < sizeof digest; i++) {
        ret[2 * i] = digits[digest[i] >> 4];
        ret[2 * i + 1] = digits[digest[i] & 15];
    }
    ret[SHA1_HEX] = 0;
    return true;
}

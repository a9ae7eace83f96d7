/* Ed25519 by libsodium; the secret key is made anew from its seed each time and wiped. */
#include "base/ed25519.h"

#include <sodium.h>

#include "base/hash.h"

_Static_assert(ED25519_SEED_BYTES == crypto_sign_SEEDBYTES, "seed");
_Static_assert(ED25519_KEY_BYTES == crypto_sign_PUBLICKEYBYTES, "key");
_Static_assert(ED25519_SIGNATURE_BYTES == crypto_sign_BYTES, "signature");

void ed25519_public_key(const uint8_t seed[32], uint8_t ret[32])
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    MUST(crypto_sign_seed_keypair(ret, secret, seed) == 0);
    wipe(secret, sizeof secret);
}

void ed25519_sign(const uint8_t seed[32], struct str message, uint8_t ret[64])
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES], public_key[crypto_sign_PUBLICKEYBYTES];
    MUST(crypto_sign_seed_keypair(public_key, secret, seed) == 0);
    MUST(crypto_sign_detached(ret, NULL, (const uint8_t *)message.at, message.len, secret) == 0);
    wipe(secret, sizeof secret);
}

bool ed25519_holds(const uint8_t public_key[32], struct str message, const uint8_t signature[64])
{
    return crypto_sign_verify_detached(signature, (const uint8_t *)message.at, message.len,
                                       public_key) == 0;
}

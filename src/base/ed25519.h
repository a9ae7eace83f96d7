/* Ed25519: a key from its seed, a signature, and whether one holds. */
#ifndef BASE_ED25519_H
#define BASE_ED25519_H
#include "base/str.h"

enum { ED25519_SEED_BYTES = 32, ED25519_KEY_BYTES = 32, ED25519_SIGNATURE_BYTES = 64 };

void ed25519_public_key(const uint8_t seed[32], uint8_t ret[32]);
void ed25519_sign(const uint8_t seed[32], struct str message, uint8_t ret[64]);
bool ed25519_holds(const uint8_t public_key[32], struct str message, const uint8_t signature[64]);

#endif

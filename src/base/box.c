/* Boxes by XChaCha20-Poly1305 with a nonce drawn for each. */
#include "base/box.h"

#include <sodium.h>

#include "base/hash.h"

enum { BOX_NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES };
_Static_assert(BOX_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");
_Static_assert(BOX_MORE == BOX_NONCE + crypto_aead_xchacha20poly1305_ietf_ABYTES, "more");

struct str box_seal(struct arena *a, const uint8_t key[32], struct str place, struct str content)
{
    uint8_t *box = arena_take(a, 1, content.len + BOX_MORE);
    random_bytes(box, BOX_NONCE);
    MUST(crypto_aead_xchacha20poly1305_ietf_encrypt(
             box + BOX_NONCE, NULL, (const uint8_t *)content.at, content.len,
             (const uint8_t *)place.at, place.len, NULL, box, key) == 0);
    return (struct str){ (const char *)box, content.len + BOX_MORE };
}

bool box_open(struct arena *a, const uint8_t key[32], struct str place, struct str box,
              struct str *ret_content)
{
    if (box.len < BOX_MORE)
        return false;
    uint8_t *content = arena_take(a, 1, box.len - BOX_MORE + 1);
    const uint8_t *at = (const uint8_t *)box.at;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(content, NULL, NULL, at + BOX_NONCE,
                                                   box.len - BOX_NONCE, (const uint8_t *)place.at,
                                                   place.len, at, key) != 0)
        return false;
    *ret_content = (struct str){ (const char *)content, box.len - BOX_MORE };
    return true;
}

/* Sealing parts and keys with XChaCha20-Poly1305, and writing the bytes that are published. */
#include "journal/seal.h"

#include <sodium.h>
#include <string.h>

#include "journal/catalogue.h"

_Static_assert(NONCE_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce");
_Static_assert(TAG_BYTES == crypto_aead_xchacha20poly1305_ietf_ABYTES, "tag");
_Static_assert(KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");

static const char body_label[] = "sightline/leaf/v1";             /* with its NUL */
static const char part_label[] = "sightline/entry-commitment/v1"; /* with its NUL */
static const char key_label[] = "sightline/subject-key/v1";       /* with its NUL */

static void put_u64(uint8_t *to, uint64_t n)
{
    for (size_t i = 0; i < 8; i++)
        to[i] = (uint8_t)(n >> (56 - 8 * i));
}

struct seal_place seal_place_open(struct str origin)
{
    struct seal_place p = { .origin_len = origin.len };
    MUST(origin.len > 0 && origin.len <= ORIGIN_BYTES_MAX);
    memcpy(p.bytes, origin.at, origin.len);
    return p;
}

static size_t place_at(struct seal_place *p, const struct entry_id *id, unsigned part)
{
    MUST(part < PARTS_MAX);
    memcpy(p->bytes + p->origin_len, id->b, sizeof id->b);
    p->bytes[p->origin_len + sizeof id->b] = (uint8_t)part;
    return p->origin_len + sizeof id->b + 1;
}

struct hash256 part_commitment(const uint8_t salt[SALT_BYTES], struct str payload)
{
    char head[sizeof part_label + 8];
    memcpy(head, part_label, sizeof part_label);
    put_u64((uint8_t *)head + sizeof part_label, payload.len);
    return hmac_sha256(salt, (struct str[]){ { head, sizeof head }, payload }, 2);
}

void part_seal(struct seal_place *p, const uint8_t key[KEY_BYTES], const struct entry_id *id,
               unsigned part, struct str salted, uint8_t *ret_sealed)
{
    size_t ad = place_at(p, id, part);
    random_bytes(ret_sealed, NONCE_BYTES);
    MUST(crypto_aead_xchacha20poly1305_ietf_encrypt(ret_sealed + NONCE_BYTES, NULL,
                                                    (const uint8_t *)salted.at, salted.len,
                                                    p->bytes, ad, NULL, ret_sealed, key) == 0);
}

bool part_open(struct seal_place *p, const uint8_t key[KEY_BYTES], const struct entry_id *id,
               unsigned part, struct str sealed, uint8_t *ret_salted)
{
    if (sealed.len < SEAL_MORE || part >= PARTS_MAX)
        return false;
    size_t ad = place_at(p, id, part);
    const uint8_t *at = (const uint8_t *)sealed.at;
    return crypto_aead_xchacha20poly1305_ietf_decrypt(ret_salted, NULL, NULL, at + NONCE_BYTES,
                                                      sealed.len - NONCE_BYTES, p->bytes, ad, at,
                                                      key) == 0;
}

/* A wrapped key opens for its own subject of its own log only. */
static size_t key_place(struct str origin, uint32_t subject,
                        uint8_t ret[sizeof key_label + ORIGIN_BYTES_MAX + 8])
{
    MUST(origin.len <= ORIGIN_BYTES_MAX);
    memcpy(ret, key_label, sizeof key_label);
    memcpy(ret + sizeof key_label, origin.at, origin.len);
    put_u64(ret + sizeof key_label + origin.len, subject);
    return sizeof key_label + origin.len + 8;
}

void key_wrap(const uint8_t wrapping[KEY_BYTES], struct str origin, uint32_t subject,
              const uint8_t key[KEY_BYTES], uint8_t ret[WRAPPED_BYTES])
{
    uint8_t place[sizeof key_label + ORIGIN_BYTES_MAX + 8];
    size_t ad = key_place(origin, subject, place);
    random_bytes(ret, NONCE_BYTES);
    MUST(crypto_aead_xchacha20poly1305_ietf_encrypt(ret + NONCE_BYTES, NULL, key, KEY_BYTES, place,
                                                    ad, NULL, ret, wrapping) == 0);
}

bool key_unwrap(const uint8_t wrapping[KEY_BYTES], struct str origin, uint32_t subject,
                struct str wrapped, uint8_t ret[KEY_BYTES])
{
    uint8_t place[sizeof key_label + ORIGIN_BYTES_MAX + 8];
    size_t ad = key_place(origin, subject, place);
    const uint8_t *at = (const uint8_t *)wrapped.at;
    return wrapped.len == WRAPPED_BYTES &&
           crypto_aead_xchacha20poly1305_ietf_decrypt(ret, NULL, NULL, at + NONCE_BYTES,
                                                      WRAPPED_BYTES - NONCE_BYTES, place, ad, at,
                                                      wrapping) == 0;
}

static size_t put_number(char *to, int64_t n)
{
    char digits[20];
    size_t count = 0, len = 0;
    do {
        digits[count++] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    while (count > 0)
        to[len++] = digits[--count];
    return len;
}

static size_t put_literal(char *to, struct str s)
{
    memcpy(to, s.at, s.len);
    return s.len;
}

/* {"class":1,"hour":"2026-01-05T10Z","seen":600,"v":1}: an hour, since a second would single out
 * whoever was on shift. */
static size_t head_write(const struct entry_head *h, char ret[ENTRY_HEAD_MAX])
{
    char moment[32];
    instant_print((struct instant){ h->hours * HOUR_US }, moment);
    size_t len = put_literal(ret, S("{\"class\":"));
    len += put_number(ret + len, h->entry_class);
    len += put_literal(ret + len, S(",\"hour\":\""));
    len += put_literal(ret + len, (struct str){ moment, 13 });
    len += put_literal(ret + len, S("Z\",\"seen\":"));
    len += put_number(ret + len, h->seen);
    return len + put_literal(ret + len, S(",\"v\":1}"));
}

size_t body_write(const struct entry_head *h, const struct hash256 *commitments, unsigned parts,
                  uint8_t ret[BODY_BYTES_MAX])
{
    uint8_t *at = ret + sizeof body_label;
    MUST(parts >= 1 && parts <= PARTS_MAX);
    memcpy(ret, body_label, sizeof body_label);
    size_t head = head_write(h, (char *)at + 2);
    at[0] = (uint8_t)(head >> 8);
    at[1] = (uint8_t)head;
    at += 2 + head;
    *at++ = (uint8_t)parts;
    memcpy(at, commitments, parts * sizeof *commitments);
    return (size_t)(at - ret) + parts * sizeof *commitments;
}

bool body_read(struct str body, const uint8_t **ret_commitments, unsigned *ret_parts)
{
    const uint8_t *at = (const uint8_t *)body.at;
    size_t fixed = sizeof body_label + 2;
    if (body.len < fixed || memcmp(at, body_label, sizeof body_label) != 0)
        return false;
    size_t head = (size_t)at[sizeof body_label] << 8 | at[sizeof body_label + 1];
    if (body.len < fixed + head + 1)
        return false;
    unsigned parts = at[fixed + head];
    if (parts < 1 || parts > PARTS_MAX || body.len != fixed + head + 1 + parts * 32)
        return false;
    *ret_commitments = at + fixed + head + 1;
    *ret_parts = parts;
    return true;
}

/* Public for ever, so coarse on purpose: what somebody does about a person, an organisation, its
 * own work, or the register. */
unsigned entry_class(enum event_kind kind)
{
    enum {
        CLASS_PERSON = 1,
        CLASS_ORGANISATION,
        CLASS_WORK,
        CLASS_REGISTER
    };
    if (kind >= EV_DUTY_ACKNOWLEDGED && kind <= EV_SHARE_WITHDRAWN)
        return CLASS_WORK;
    switch ((enum subject_kind)catalogue[kind].subject) {
    case SUBJECT_HOME:
    case SUBJECT_AGENCY: return CLASS_ORGANISATION;
    case SUBJECT_LOG: return CLASS_REGISTER;
    case SUBJECT_NONE:
    case SUBJECT_CHILD:
    case SUBJECT_PERSON:
    case SUBJECT_PLACE:
    case SUBJECT_ANY: return CLASS_PERSON;
    }
    return CLASS_PERSON;
}

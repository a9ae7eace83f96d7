/* Sealing: what of a part is published, what is kept for its subject's key, and the key itself. */
#ifndef JOURNAL_SEAL_H
#define JOURNAL_SEAL_H
#include "base/hash.h"
#include "journal/event.h"

enum {
    SALT_BYTES = 32,
    NONCE_BYTES = 24,
    TAG_BYTES = 16,
    KEY_BYTES = 32,
    SEAL_MORE = NONCE_BYTES + SALT_BYTES + TAG_BYTES, /* a sealed part is longer by this */
    WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES,
    ORIGIN_BYTES_MAX = 200,
    PARTS_MAX = 3, /* the child's, the home's, and a home's that is told to forget */
    ENTRY_HEAD_MAX = 255,
    BODY_BYTES_MAX = 1024,
};

/* What a sealed part is bound to besides its key: where and as what it was sealed. */
struct seal_place {
    size_t origin_len;
    uint8_t bytes[ORIGIN_BYTES_MAX + sizeof(struct entry_id) + 1];
};
struct seal_place seal_place_open(struct str origin);

/* `salted` holds SALT_BYTES of room, then the payload; the salt is drawn here. */
struct hash256 part_commitment(const uint8_t salt[SALT_BYTES], struct str payload);
void part_seal(struct seal_place *p, const uint8_t key[KEY_BYTES], const struct entry_id *id,
               unsigned part, struct str salted, uint8_t *ret_sealed);
/* `ret_salted` has room for sealed.len - NONCE_BYTES - TAG_BYTES. */
bool part_open(struct seal_place *p, const uint8_t key[KEY_BYTES], const struct entry_id *id,
               unsigned part, struct str sealed, uint8_t *ret_salted);

void key_wrap(const uint8_t wrapping[KEY_BYTES], struct str origin, uint32_t subject,
              const uint8_t key[KEY_BYTES], uint8_t ret[WRAPPED_BYTES]);
bool key_unwrap(const uint8_t wrapping[KEY_BYTES], struct str origin, uint32_t subject,
                struct str wrapped, uint8_t ret[KEY_BYTES]);

/* The published entry: "sightline/leaf/v1", a small head, the commitments of the parts. */
struct entry_head {
    unsigned entry_class; /* 1 to 15; none of them says what was recorded */
    int64_t hours;        /* since 1970, UTC */
    int64_t seen;         /* size of the last signed head */
};
size_t body_write(const struct entry_head *h, const struct hash256 *commitments, unsigned parts,
                  uint8_t ret[BODY_BYTES_MAX]);
/* The commitments of a body; false when it is not one. They are borrowed. */
bool body_read(struct str body, const uint8_t **ret_commitments, unsigned *ret_parts);
unsigned entry_class(enum event_kind kind);

#endif

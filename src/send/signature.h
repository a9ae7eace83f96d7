/* HTTP message signatures (RFC 9421) by Ed25519, over a digest of the content (RFC 9530).
 *
 * One signature a message, written one way only: what is not in that form is refused. */
#ifndef SEND_SIGNATURE_H
#define SEND_SIGNATURE_H
#include "base/task.h"

enum {
    SIGNATURE_LINE_MAX = 2048,
    SIGNATURE_PARTS_MAX = 12,
    SIGNATURE_WORD_MAX = 200,     /* of a key's name */
    SIGNATURE_NONCE_MAX = 64,
    SIGNATURE_LASTS_SECONDS = 300, /* also how far two clocks may be apart */
};

/* What of a message can be signed. */
struct signed_message {
    struct str method, target_uri; /* of a request */
    int status;                    /* of an answer; 0: a request */
    struct str content_digest, content_type, ce_id;
    const struct signed_message *request; /* of an answer: what it answers */
};
struct signature_lines { /* values of the fields Signature-Input and Signature */
    struct str input, signature;
};
/* Covers all that must be covered. The nonce is drawn here. */
struct signature_lines signature_make(struct arena *a, const struct signed_message *m,
                                      struct str key_id, const uint8_t seed[32],
                                      struct instant now);

struct signature_part {
    struct str name;
    bool of_request; /* ;req */
};
struct signature_read {
    struct str label, params; /* params: from the bracket on, as sent */
    struct signature_part part[SIGNATURE_PARTS_MAX];
    size_t parts;
    int64_t created, expires; /* seconds since 1970 */
    struct str nonce, key_id;
    uint8_t bytes[64];
};
/* Form only; E_INVALID says what is wrong with it. Pure. */
status signature_read(struct task *t, const struct signature_lines *lines,
                      struct signature_read *ret);
/* The text that is signed. E_INVALID: it covers what the message has not. */
status signature_base(struct task *t, const struct signature_read *s,
                      const struct signed_message *m, struct str *ret);
/* E_DENIED: something is not covered, too old, from the future, or does not hold. The content's
 * digest is another matter: see digest_check. */
status signature_check(struct task *t, const struct signature_read *s,
                       const struct signed_message *m, const uint8_t key[32],
                       struct instant now);

/* "sha-256=:…:" of a body, and whether a body is the one that a digest is of. */
struct str digest_line(struct arena *a, struct str body);
status digest_check(struct task *t, struct str line, struct str body);

#endif

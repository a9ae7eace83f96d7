/* Second steps: codes from a phone (RFC 6238), and recovery codes on paper.
 *
 * What is checked gives back a new body, since every code serves once: credential_change puts it
 * in place of the old one, and who comes second is refused. */
#ifndef ACCESS_TOTP_H
#define ACCESS_TOTP_H
#include "work/store.h"

enum {
    TOTP_SEED_BYTES = 20,
    TOTP_BODY_BYTES = TOTP_SEED_BYTES + 8, /* then the last step that served */
    RECOVERY_CODES = 10,
    RECOVERY_BODY_BYTES = RECOVERY_CODES * 16,
};

struct str totp_new(struct arena *a); /* a body with a seed by chance that has served never */
/* Six digits, spaces allowed, of this step of thirty seconds or the one beside it. E_DENIED: not
 * right, or used before. */
status totp_check(struct task *t, struct str body, struct str typed, struct instant now,
                  struct str *ret_body);
struct str totp_key(struct arena *a, struct str body); /* base 32, groups of four letters */
struct str totp_uri(struct arena *a, struct str body, struct str account);
/* The same as black and white squares, row by row, for a phone to look at. */
struct totp_squares {
    const uint8_t *dark; /* 1: dark */
    size_t side;
};
status totp_squares(struct task *t, struct str uri, struct totp_squares *ret);

/* Ten codes to be shown once; the body has only their keyed hashes. */
void recovery_new(struct arena *a, const struct store *s, struct str ret_codes[RECOVERY_CODES],
                  struct str *ret_body);
status recovery_check(struct task *t, const struct store *s, struct str body, struct str typed,
                      struct str *ret_body); /* E_DENIED: not one of them, or used before */
unsigned recovery_left(struct str body);

#endif

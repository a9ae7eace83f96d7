/* Passkeys (WebAuthn): what a browser and an authenticator say, checked before it is believed.
 *
 * Pure: challenges and kept passkeys are the caller's. No attestation is asked for; one that comes
 * must hold. The person must have been verified by the authenticator, each time. */
#ifndef ACCESS_PASSKEY_H
#define ACCESS_PASSKEY_H
#include "base/hash.h"
#include "base/task.h"

enum {
    PASSKEY_CHALLENGE_MIN = 32, /* bytes */
    PASSKEY_CHALLENGE_MAX = 64,
    PASSKEY_ID_MAX = 1023, /* the most that the standard lets a credential's id have */
    PASSKEY_KEY_MAX = 300,
    PASSKEY_CLIENT_DATA_MAX = 4096,
    PASSKEY_OBJECT_MAX = 16 << 10,
    PASSKEY_BODY_MAX = 1400,
};

/* Where the pages are: a passkey belongs to one site and answers to no other. */
struct passkey_site {
    struct str rp_id;  /* "register.example" */
    struct str origin; /* "https://register.example", as a browser writes it */
};
/* `address`: https://NAME[:PORT], or http://localhost[:PORT] for this machine. */
status passkey_site_of(struct task *t, struct str address, struct passkey_site *ret);

struct passkey {
    int alg; /* COSE: -7 ES256, -8 EdDSA, -257 RS256 */
    struct str id, key;
    uint32_t uses;  /* the authenticator's own counter; 0: it keeps none */
    bool backed_up; /* it may be on several devices of its owner */
};
/* As it is kept; how it is read back. E_CORRUPT: it was not written here. */
struct str passkey_pack(struct arena *a, const struct passkey *p);
status passkey_unpack(struct task *t, struct str body, struct passkey *ret);
/* By which a passkey is found when somebody signs in with it. */
struct hash256 passkey_lookup(struct str id);

/* The challenge that the browser says it answered: the caller looks whether it was set, here, for
 * this, and not used yet. Nothing else of the bytes is checked. */
status passkey_challenge(struct task *t, struct str client_data, struct str *ret);

struct passkey_made { /* of navigator.credentials.create() */
    struct str client_data, attestation_object;
};
/* E_DENIED: for another site, another challenge, without verifying the person, or a kind of key or
 * attestation that is not taken. */
status passkey_register(struct task *t, const struct passkey_site *s, struct str challenge,
                        const struct passkey_made *m, struct passkey *ret);

struct passkey_shown { /* of navigator.credentials.get() */
    struct str client_data, authenticator_data, signature;
};
/* E_DENIED: as above, or the signature does not hold. E_CONFLICT: the counter did not go on: two
 * authenticators have this key. `ret_uses` is to be kept. */
status passkey_check(struct task *t, const struct passkey_site *s, struct str challenge,
                     const struct passkey *p, const struct passkey_shown *m, uint32_t *ret_uses);

#endif

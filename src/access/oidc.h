/* Signing in at one's own organisation: OpenID Connect, by code with PKCE, state and nonce.
 *
 *     [sign-in "northmere"]
 *     issuer = https://login.northmere.example
 *     client-id = sightline
 *     secret-file = /etc/sightline/northmere-secret
 *     words = Sign in with your Northmere account
 *
 * What a provider says is believed only when its signature, its address, our name, the nonce and
 * the time are right. Who that is here is for the caller to say. */
#ifndef ACCESS_OIDC_H
#define ACCESS_OIDC_H
#include "work/store.h"

enum {
    OIDC_ISSUERS_MAX = 8,
    OIDC_NAME_MAX = 40,
    OIDC_TOKEN_MAX = 16 << 10,
    OIDC_ANSWER_MAX = 128 << 10,
    OIDC_SUBJECT_MAX = 255,
    OIDC_SKEW_SECONDS = 60,   /* how far two clocks may be apart */
    OIDC_FRESH_SECONDS = 600, /* a token was made at most so long ago */
    OIDC_PATIENCE_MS = 8000,
};

struct oidc_issuer {
    struct str name;              /* in addresses: small letters, digits and hyphens */
    struct str issuer;            /* exactly as the provider writes itself */
    struct str client_id, secret; /* secret empty: none, PKCE alone */
    struct str words;             /* on the button */
    struct str acr; /* one of these words must be said of how they signed in; empty: any */
    struct str ca_file;
    bool by_email; /* a verified e-mail address that is a sign-in name here binds at first use */
};
struct oidc_issuers {
    struct oidc_issuer *at;
    size_t count;
};
/* Sections of a settings text; those of others are left alone. Secrets are read here. */
status oidc_issuers_parse(struct task *t, struct str file, struct str text,
                          struct oidc_issuers *ret);

/* --- pure parts --- */

struct oidc_places {                              /* where the provider is asked what */
    struct str authorization, token, keys, leave; /* leave may be empty */
};
/* Its own description. E_DENIED: it is another provider's. */
status oidc_places_read(struct task *t, const struct oidc_issuer *i, struct str json,
                        struct oidc_places *ret);

struct oidc_asked {                   /* kept here while the person is there */
    struct str nonce, verifier, back; /* back: the address to come back to */
};
/* Fresh; `back` is the caller's. */
struct oidc_asked oidc_asked_new(struct arena *a, struct str back);
struct str oidc_challenge(struct arena *a, struct str verifier);

struct oidc_person {
    struct str subject;
    struct str email; /* only when the provider says that it verified it; small letters */
};
/* E_MISSING: it is signed by a key that is not among these: ask for them again. E_DENIED: any
 * other reason not to believe it. */
status oidc_token_read(struct task *t, const struct oidc_issuer *i, struct str token,
                       struct str keys, struct str nonce, struct oidc_person *ret);

/* --- with the provider --- */

struct oidc;
/* Reads settings and secrets; asks nobody yet. Before threads share the store's connections, and
 * before powers are given up. *ret is NULL when there is no such section. */
status oidc_open(struct task *t, const struct store *s, struct oidc **ret);
void oidc_close(struct oidc *o);                                             /* accepts NULL */
const struct oidc_issuers *oidc_issuers(const struct oidc *o);               /* NULL gives none */
const struct oidc_issuer *oidc_named(const struct oidc *o, struct str name); /* NULL */

/* Where to send the person's browser. May wait for the network. */
status oidc_begin(struct task *t, struct oidc *o, const struct oidc_issuer *i,
                  const struct oidc_asked *asked, struct str state, struct str *ret_url);
/* The code they came back with, for who they are. May wait for the network. E_BUSY: the provider
 * cannot be reached. E_DENIED: it is not believed. */
status oidc_finish(struct task *t, struct oidc *o, const struct oidc_issuer *i,
                   const struct oidc_asked *asked, struct str code, struct oidc_person *ret);
/* Where one ends one's sign-in at the provider too; empty: it has no such place, or it was not
 * asked yet. Never waits. */
struct str oidc_leave(struct arena *a, struct oidc *o, const struct oidc_issuer *i,
                      struct str back);

#endif

/* Who is signed in: sessions in memory, written through so that they outlive the program.
 *
 * A look never waits for the disk: signing in and out is durable, times of use are written once a
 * minute by sessions_flush. Only a hash of the cookie is kept, in memory and in the file. */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H
#include <pthread.h>

#include "base/task.h"

enum {
    SESSION_ID_TEXT = 32,
    TOKEN_TEXT = 64,
    GLASS_MAX = 8,
    SESSIONS_MAX = 4096,
    SESSION_FROM_MAX = 48,
};

struct glass { /* access without a relation: one child, one hour */
    uint32_t child;
    struct instant until;
};
/* A sign-in that is half done, or a new way in that is half added; in memory only. */
struct pending {
    uint32_t person; /* 0: nothing is pending */
    uint8_t with;    /* what was proved, of CODES_CREDENTIAL */
    uint8_t step, wrong; /* enum pending_step; wrong codes so far */
    struct instant until;
    uint8_t seed[28];    /* of codes that a phone is to learn */
    char password[128];  /* its hash, until the second step is right too */
    char invitation[64];
};
enum pending_step { PENDING_CODE = 1, PENDING_ROLE, PENDING_ENROL };

struct session {
    char id[SESSION_ID_TEXT + 1]; /* 128 random bits; also the cookie */
    char token[TOKEN_TEXT + 1];   /* what a form of this session must send back */
    struct actor actor;           /* person 0: a visitor who has not signed in */
    char name[128], role_words[96], from[SESSION_FROM_MAX];
    uint8_t with;                 /* how they signed in, of CODES_CREDENTIAL */
    struct instant began, used, checked; /* checked: that the role is still held */
    struct glass glass[GLASS_MAX];
    struct pending pending;
};

struct sessions;
struct store;
struct writer;
struct sessions *sessions_open(void); /* in memory alone, until sessions_keep */
void sessions_close(struct sessions *s);
/* From now on they are kept in this register; those that go on there go on. */
status sessions_keep(struct task *t, struct sessions *s, struct store *store, struct writer *w);
/* Writes what changed since; for who does it once a minute, and before the end. */
status sessions_flush(struct task *t, struct sessions *s);

/* A visitor's session, so that the sign-in form has a token. When places run out the one unused
 * for longest gives way, visitors first. */
struct session session_begin(struct sessions *s, struct instant now);

struct signed_in { /* who, in which role, proved by what, from where */
    struct actor actor;
    struct str name, role_words, from;
    unsigned with; /* of CODES_CREDENTIAL; 0: name alone */
};
/* A place under a new id, so that an id known before sign-in is worth nothing after. Durable when
 * it returns OK. Whether the person may is decided before: see sign_in.h. */
status session_sign_in(struct task *t, struct sessions *s, const char *old_id,
                       const struct signed_in *who, struct instant now, struct session *ret);
/* False: unknown, ended, idle for over 2 hours or older than 13. A night shift fits in. */
bool session_find(struct sessions *s, struct str id, struct instant now, struct session *ret);
/* In memory at once, whatever becomes of the file. */
status session_end(struct task *t, struct sessions *s, struct str id, struct str reason);
/* All of a person; `but` may be empty: all but this id. */
status sessions_end_of(struct task *t, struct sessions *s, uint32_t person, struct str but,
                       struct str reason);
/* The same in memory alone: an account has ended, and its rows with it. */
void sessions_forget(struct sessions *s, uint32_t person);
void session_glass(struct sessions *s, const char *id, uint32_t child, struct instant until);
void session_pending(struct sessions *s, const char *id, const struct pending *p);
void session_checked(struct sessions *s, const char *id, struct instant now);
/* What one person sees of their own sign-ins; tokens and ids are left out. At most `room`. */
size_t sessions_of(struct sessions *s, uint32_t person, struct instant now, struct session *ret,
                   size_t room);
/* Whether this token was given out with this id, also when the session is over. */
bool token_was_given(const struct sessions *s, struct str id, struct str token);

/* The session's id in a Cookie header; empty when there is none. Under TLS the name is one that
 * only this very host can set, and then only over TLS. */
struct str cookie_session(struct str header, bool tls);
struct str cookie_named(struct str header, const char *name);
struct str cookie_set(struct arena *a, const char *id, bool tls);
bool token_right(const struct session *s, struct str given); /* in constant time */

#endif

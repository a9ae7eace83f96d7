/* Who is signed in: sessions in memory, gone when the program ends. */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H
#include <pthread.h>

#include "base/task.h"

enum {
    SESSION_ID_TEXT = 32,
    TOKEN_TEXT = 64,
    GLASS_MAX = 8,
    SESSIONS_MAX = 4096
};

struct glass { /* access without a relation: one child, one hour */
    uint32_t child;
    struct instant until;
};
struct session {
    char id[SESSION_ID_TEXT + 1]; /* 128 random bits; also the cookie */
    char token[TOKEN_TEXT + 1];   /* what a form of this session must send back */
    struct actor actor;           /* person 0: a visitor who has not signed in */
    char name[128], role_words[96];
    struct instant began, used;
    struct glass glass[GLASS_MAX];
};

struct sessions;
struct sessions *sessions_open(void);
void sessions_close(struct sessions *s);

/* A visitor's session, so that the sign-in form has a token. When places run out the one unused
 * for longest gives way, visitors first. */
struct session session_begin(struct sessions *s, struct instant now);
/* The same place under a new id, so that an id known before sign-in is worth nothing after. */
struct session session_sign_in(struct sessions *s, const char *id, struct actor who,
                               struct str name, struct str role_words, struct instant now);
/* False: unknown, ended, idle for over 2 hours or older than 13. A night shift fits in. */
bool session_find(struct sessions *s, struct str id, struct instant now, struct session *ret);
void session_end(struct sessions *s, struct str id);
void session_glass(struct sessions *s, const char *id, uint32_t child, struct instant until);

/* The session's id in a Cookie header; empty when there is none. */
struct str cookie_session(struct str header);
struct str cookie_set(struct arena *a, const char *id);
bool token_right(const struct session *s, struct str given); /* in constant time */

#endif

/* Accounts: who may sign in, by which ways, and what may be used once and soon.
 *
 * Rows are kept, not folded; each change is one durable step of the writer, together with its
 * entry in the register's own log. Readers read them on their own connection. What is said here
 * of a person never goes into a log line: numbers only. */
#ifndef ACCESS_ACCOUNT_H
#define ACCESS_ACCOUNT_H
#include "work/look.h"
#include "work/writer.h"

enum {
    SIGN_IN_BYTES_MAX = 254,     /* an e-mail address at its longest */
    CREDENTIALS_MAX = 24,        /* of one person */
    CREDENTIAL_NAME_MAX = 60,
    CREDENTIAL_BODY_MAX = 4096,
    ONE_TIME_TEXT = 52,          /* 256 random bits in letters and digits of base 32 */
};

enum account_state { ACCOUNT_INVITED = 1, ACCOUNT_IN_USE, ACCOUNT_ENDED };
struct account {
    uint32_t person;
    struct str sign_in; /* NFC, small letters */
    enum account_state state;
    struct instant made, used, ended; /* NEVER: not yet */
};
struct account_list {
    struct account *at;
    size_t count;
    bool cut;
};
/* Once for each connection that the calls below read with; cheap to repeat. */
status account_prepare(struct task *t, struct reader *r);
/* E_MISSING: this person has none, or nobody signs in under this name. Ended ones are found. */
status account_of(struct task *t, struct reader *r, uint32_t person, struct account *ret);
status account_by_sign_in(struct task *t, struct reader *r, struct str typed, struct account *ret);
status account_list(struct task *t, struct reader *r, struct account_list *ret);

/* A new account, or an ended one opened again, waiting for its invitation to be used. E_INVALID:
 * no such person, or no name to sign in with. E_CONFLICT: in use, or somebody else's name. */
status account_add(struct task *t, struct writer *w, uint32_t person, struct str sign_in);
/* Signed in, which also makes an invited account one in use. `with`: enum credential of codes.h.
 * Says signed-in in the log. E_DENIED: ended meanwhile. */
status account_used(struct task *t, struct writer *w, uint32_t person, unsigned with);
/* All ways to sign in and all invitations go; so do kept sessions. E_CONFLICT: ended already. The
 * sessions in a server's memory are told by its own call: web/session.h. */
status account_end(struct task *t, struct writer *w, uint32_t person, struct str reason);
/* All ways to sign in go, and the account waits for a new invitation: a lost phone, a password
 * forgotten. Kept sessions end. */
status account_reset(struct task *t, struct writer *w, uint32_t person, struct str reason);

/* One way to sign in, or a second step of one. */
struct credential {
    uint32_t person, number; /* number: of this person's, from 1 */
    unsigned kind;           /* of CODES_CREDENTIAL */
    struct str name;         /* the person's own word for it: "work phone" */
    struct instant made, used; /* used NEVER: not yet */
    struct str body;         /* sealed where it lies, opened here: hash, seed, public key */
    struct str lookup;       /* 32 bytes by which it is found without a name, or empty */
};
struct credential_list {
    struct credential *at;
    size_t count;
};
struct str credential_lookup(struct arena *a, struct str purpose, struct str what); /* 32 bytes */
/* Says credential-added. E_LIMIT: too many. E_CONFLICT: this lookup is somebody's already. */
status credential_add(struct task *t, struct writer *w, const struct credential *c,
                      uint32_t *ret_number);
/* In place of another of the same kind, if there is one: a new password, new recovery codes. */
status credential_replace(struct task *t, struct writer *w, const struct credential *c);
status credential_list(struct task *t, struct reader *r, uint32_t person,
                       struct credential_list *ret);
/* Those of one kind. */
status credential_list_kind(struct task *t, struct reader *r, uint32_t person, unsigned kind,
                            struct credential_list *ret);
status credential_find(struct task *t, struct reader *r, struct str lookup,
                       struct credential *ret); /* E_MISSING */
/* A new body in place of the one that was read: a counter, a step, a code that is used up. `used`
 * becomes now. E_CONFLICT: it changed since, so whoever asks comes second and is refused. */
status credential_change(struct task *t, struct writer *w, const struct credential *read,
                         struct str body);
/* Says credential-removed. E_MISSING: none of this number. */
status credential_remove(struct task *t, struct writer *w, uint32_t person, uint32_t number,
                         struct str reason);

/* What may be used once and soon. Only a hash of its text is kept. */
enum one_time_purpose {
    ONE_TIME_INVITATION = 1,
    ONE_TIME_PASSKEY, /* a challenge */
    ONE_TIME_OIDC,    /* state and nonce of a sign-in elsewhere */
};
struct one_time {
    enum one_time_purpose purpose;
    uint32_t person; /* 0: of nobody yet */
    struct str body; /* sealed where it lies; at most CREDENTIAL_BODY_MAX */
    struct instant until;
};
/* `until` is taken as the instant of its end. A person's older invitation ends with a new one.
 * Each costs a commit: what a stranger may ask for belongs into a session instead. */
status one_time_make(struct task *t, struct writer *w, const struct one_time *o,
                     struct str *ret_text);
/* Whether it would do, without using it up. E_MISSING: unknown, used, or over. */
status one_time_see(struct task *t, struct reader *r, enum one_time_purpose purpose,
                    struct str text, struct one_time *ret);
status one_time_take(struct task *t, struct writer *w, enum one_time_purpose purpose,
                     struct str text, struct one_time *ret);

/* account_add, then an invitation for so long. `ret_text` goes into the address /enrol/TEXT. */
status account_invite(struct task *t, struct writer *w, uint32_t person, struct str sign_in,
                      struct span lifetime, struct str *ret_text);
/* account_reset, then the same. */
status account_invite_again(struct task *t, struct writer *w, uint32_t person, struct str reason,
                            struct span lifetime, struct str *ret_text);

/* SHA-256 under a key that never leaves the process: who reads it somewhere learns nothing. */
struct str kept_hash(struct arena *a, const struct store *s, struct str purpose, struct str what);

/* A failure is said in the log, at most thirty times a minute over all; person 0: not known. */
status account_say_failed(struct task *t, struct writer *w, uint32_t person, unsigned with);

#endif

/* Getting in: whatever proved who somebody is, the rest is done here, once for all ways.
 *
 * Where somebody wanted to go, and what they had written when their sign-in ended, goes along in
 * the forms themselves: nothing of it is kept for strangers. */
#ifndef WEB_SIGN_IN_H
#define WEB_SIGN_IN_H
#include "web/show.h"

/* A form that somebody sent when their sign-in was over, to be sent again after it. */
struct carried {
    struct str address; /* one of our own that takes forms; empty: nothing is carried */
    const struct urlform_field *field;
    size_t count;
};
struct onward {
    struct str next; /* an address of ours to go on to; empty: the first page */
    struct carried carried;
};
struct onward onward_of(struct task *t, const struct request *in);
/* An address that one of our GET routes for people answers; empty for anything else. */
struct str next_read(struct task *t, struct str typed);

/* Sees to it that there is a session, so that the form has a token. */
void visitor_begin(struct task *t, struct request *in, struct response *out);

/* Somebody has proved who they are. Sees whether the account goes on and which roles are held now,
 * asks which of them if there are several, signs in under a new session, and leads on. `with`: of
 * CODES_CREDENTIAL. E_DENIED: no account, or no role held; it says what to do. */
status sign_in_passed(struct task *t, struct request *in, uint32_t person, unsigned with,
                      struct response *out);
/* After sign_in_passed has asked which role: pending.step is PENDING_ROLE. */
status sign_in_as_role(struct task *t, struct request *in, enum role role, struct response *out);

/* False: the role is not held any more, and the session has ended. Asked once a minute. */
bool sign_in_still(struct task *t, struct request *in);
/* A form of somebody whose sign-in is over: shown back with a way to sign in and send it again.
 * False: it was not made here, and nothing is shown. */
bool sign_in_expired(struct task *t, struct request *in, struct response *out);
/* Where a GET goes whose asker must sign in first. */
status sign_in_first(struct task *t, const struct request *in, struct response *out);

/* Where somebody signs in from, for their own list of sign-ins: "this machine", "192.0.2.7". */
struct str from_words(struct arena *a, const struct request *in);

/* --- what a person types --- */

status sign_in_show(struct task *t, struct request *in, struct form *f, unsigned code,
                    struct response *out);
status sign_in_ask_code(struct task *t, struct request *in, struct form *f, unsigned code,
                        struct response *out); /* f NULL: nothing was typed yet */
/* After enrolment: codes for the drawer, shown once, then the role. */
status sign_in_show_codes(struct task *t, struct request *in, const struct str *codes,
                          struct response *out);
status sign_in_ask_role(struct task *t, struct request *in, unsigned code, struct response *out);
/* The password and, if there is one, the code; both count as attempts. E_DENIED: not right. */
status password_proved(struct task *t, struct request *in, uint32_t person, struct str name,
                       struct str typed);
status code_proved(struct task *t, struct request *in, uint32_t person, struct str typed,
                   unsigned *ret_with);

/* --- devices on which somebody signed in before: see device.c --- */

/* What this device is known by, for this person with this password; empty: not known. */
struct str device_known(struct task *t, const struct request *in, uint32_t person);
status device_remember(struct task *t, const struct request *in, uint32_t person,
                       struct response *out);

unsigned credential_kind(const char *code); /* its number in CODES_CREDENTIAL */

#endif

/* GOV.UK Notify: text messages, e-mail and letters, and what became of them. */
#ifndef SEND_NOTIFY_H
#define SEND_NOTIFY_H
#include "send/carried.h"

enum notify_kind { NOTIFY_EMAIL, NOTIFY_SMS, NOTIFY_LETTER };

struct notify {
    struct str url, ca_file;
    struct str service, secret; /* two parts of the API key */
    int32_t patience_ms;
};
/* Reads the key file: NAME-SERVICE-SECRET, from the right. */
status notify_key_read(struct task *t, struct str path, struct notify *n);
/* One token for one request, signed for the second `at`. */
struct str notify_token(struct task *t, const struct notify *n, struct instant at);

/* PENDING with their number for it; their answer may be lost: look it up before sending again. */
struct carried notify_send(struct task *t, const struct notify *n, enum notify_kind kind,
                           struct str template, const struct message *m);
/* By our reference: UNKNOWN when they have none that is under way or arrived. */
struct carried notify_find(struct task *t, const struct notify *n, enum notify_kind kind,
                           struct str reference);
/* By their number. Of a letter they say at most that it was printed and posted. */
struct carried notify_ask(struct task *t, const struct notify *n, enum notify_kind kind,
                          struct str remote);

#endif

/* E-mail through the authority's own relay, under TLS or not at all. */
#ifndef SEND_SMTP_H
#define SEND_SMTP_H
#include "send/carried.h"

struct smtp_relay {
    struct str url;     /* smtps://HOST:PORT, or smtp://HOST:PORT which must offer STARTTLS */
    struct str from, user, password;
    struct str ca_file; /* empty: the system's list */
    int32_t patience_ms;
};
/* Reads the login file: user name, then password, one a line. Empty path: no login. */
status smtp_login_read(struct task *t, struct str path, struct smtp_relay *relay);
/* ACCEPTED is the most that can be known. */
struct carried smtp_send(struct task *t, const struct smtp_relay *relay, const struct message *m);

#endif

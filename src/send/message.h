/* The bytes of a message: what people outside may read of a notice. */
#ifndef SEND_MESSAGE_H
#define SEND_MESSAGE_H
#include "send/carried.h"

bool is_email_address(struct str s);  /* one address, plain, nothing before or after */
bool is_telephone_number(struct str s);

enum { POSTAL_LINES_MIN = 3, POSTAL_LINES_MAX = 7 };
struct postal {
    struct str line[POSTAL_LINES_MAX];
    size_t count;
};
/* Lines as on an envelope, the last a postcode of the United Kingdom; empty ones do not count. */
bool postal_read(struct str s, struct postal *ret);
struct str message_link(struct arena *a, struct str base_address, struct str reference);
/* A whole letter by RFC 5322, lines ended by CRLF. The same reference gives the same Message-ID,
 * so that one sent twice is known to be one. */
struct str message_letter(struct task *t, const struct message *m, struct str from);

#endif

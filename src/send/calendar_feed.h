/* A person's open deadlines as a calendar to subscribe to (iCalendar, RFC 5545).
 *
 * Titles of rules and the register's own number of the child, never a name. The address is the
 * secret: who has it sees the deadlines, until a new address is made. */
#ifndef SEND_CALENDAR_FEED_H
#define SEND_CALENDAR_FEED_H
#include "work/look.h"
#include "work/writer.h"

/* The last part of the address: "17-3-" and 32 hexadecimal digits. */
enum { FEED_WORD_MAX = 64 };
/* E_MISSING: this person has no feed yet, or no longer. */
status feed_word(struct task *t, struct reader *r, uint32_t person, struct str *ret);
/* A new address; the one before is refused from now on. Durable when it returns. */
status feed_renew(struct task *t, struct store *s, struct writer *w, struct reader *r,
                  uint32_t person, struct str *ret);
/* E_MISSING for whatever is wrong with it: a stranger learns nothing. */
status feed_person(struct task *t, struct reader *r, struct str word, uint32_t *ret_person);

/* The whole calendar as it stands at `now`. */
status feed_write(struct task *t, struct reader *r, uint32_t person, struct instant now,
                  struct str *ret);

/* One content line, folded at 75 octets between characters, ended by CRLF. Text values are
 * escaped by feed_escape. */
void feed_line(struct text *out, struct str line);
struct str feed_escape(struct arena *a, struct str text);

#endif

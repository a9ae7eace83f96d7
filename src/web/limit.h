/* How often one address and one sign-in may ask: plenty for people, little for guessing.
 *
 * A fixed table: it does not grow however many ask. Who has asked most stays in it longest. */
#ifndef WEB_LIMIT_H
#define WEB_LIMIT_H
#include "web/site.h"

enum limit_kind {
    LIMIT_PAGES,     /* everything, by address: an office of hundreds has one */
    LIMIT_FORMS,     /* by address */
    LIMIT_GUESSES,   /* ways in, by address */
    LIMIT_OWN_PAGES, /* the same by sign-in */
    LIMIT_OWN_FORMS,
    LIMIT_OWN_FINDS,
    LIMIT_KINDS
};

struct limits;
struct limits *limits_open(void);
void limits_close(struct limits *l);
/* 0: go on. Else so many seconds from now there is room again; asking meanwhile costs nothing. */
unsigned limit_take(struct limits *l, enum limit_kind kind, struct str who, struct instant now);

/* All that this request counts towards; in->route is known. Fails with E_BUSY and says so to the
 * person; `ret_wait` is for Retry-After. A register of made-up people answers its own machine only
 * and has no limits. */
status limit_check(struct task *t, struct limits *l, const struct request *in, unsigned *ret_wait);

#endif

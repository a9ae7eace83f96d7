/* How long a connection may take to ask: who sends a letter now and then does not keep a place.
 *
 * The server's own time-out begins anew with every byte; this one does not. */
#ifndef WEB_SEAT_H
#define WEB_SEAT_H
#include "base/status.h"

enum {
    SEAT_ASK_SECONDS = 20,   /* from the connection, or the answer before, to the last header */
    SEAT_BODY_SECONDS = 120, /* and to the end of what is sent: a photo over a poor line */
};

struct seats;
struct seat;
struct seats *seats_open(int64_t ask_us, int64_t body_us); /* 0: as above */
void seats_close(struct seats *s); /* when every seat was left; accepts NULL */

struct seat *seat_take(struct seats *s, int fd); /* must ask from now on */
void seat_asks(struct seat *seat);               /* answered: the next question may come */
void seat_sends(struct seat *seat);              /* its headers are read */
void seat_waits(struct seat *seat);              /* for us: no hurry */
void seat_leave(struct seat *seat);              /* before its file is closed */
size_t seats_count(struct seats *s);

#endif

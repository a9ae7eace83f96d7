/* Missing now, live: streams of server-sent events that say "something changed", and no more.
 *
 * Nothing about a child goes down a stream: how many are missing, and a number that changes when
 * the list does. Who wants to see what, asks for the page, and that look is recorded as ever. A
 * stream holds no thread: it sleeps in the server until there is news, or its heartbeat is due. */
#ifndef WEB_LIVE_H
#define WEB_LIVE_H
#include "web/site.h"

enum {
    LIVE_MAX = 200,     /* streams at once */
    LIVE_EACH_MAX = 6,  /* of one person: tabs, a telephone, a screen on the wall */
    LIVE_LINE_MAX = 160 /* bytes of one event */
};

struct live;
typedef void live_wake(void *stream); /* from any thread */
struct live *live_open(struct site *site);
/* Ends the streams and the thread that watches; the streams' own closing follows. Accepts NULL. */
void live_stop(struct live *l);
void live_close(struct live *l);

struct live_stream;
/* E_BUSY: there are as many as there may be. The page works without: "Look again". */
status live_join(struct task *t, struct live *l, uint32_t person, struct live_stream **ret);
void live_leave(struct live_stream *s);
/* Bytes to send now, at most `max`; 0: nothing, and `wake` follows when there is; -1: it is over.
 * `sleep` is called before 0 is answered, under the lock that `wake` takes. */
struct live_sleeper {
    live_wake *sleep, *wake;
    void *stream;
};
ptrdiff_t live_read(struct live_stream *s, char *ret, size_t max, const struct live_sleeper *who);

/* How many are missing by this list, and a number that changes when the board would. */
struct missing_list;
uint64_t live_version(const struct missing_list *m, int64_t *ret_missing);

/* What the HTTP library sends, for as long as it is wanted; the stream stays the caller's. */
struct MHD_Response;
struct MHD_Connection;
struct MHD_Response *live_response(struct live_stream *s, struct MHD_Connection *c);

#endif

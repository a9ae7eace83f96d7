/* A stream of events between live.c and libmicrohttpd: asleep it is suspended, and holds no thread.
 */
#include <microhttpd.h>
#include <stdlib.h>

#include "web/live.h"

enum {
    BLOCK = 1024
};

struct wire {
    struct live_stream *stream;
    struct MHD_Connection *connection;
};

static void fall_asleep(void *connection)
{
    MHD_suspend_connection(connection);
}

static void wake_up(void *connection)
{
    MHD_resume_connection(connection);
}

static ssize_t read_on(void *self, uint64_t pos, char *buf, size_t max)
{
    (void)pos;
    struct wire *w = self;
    struct live_sleeper who = { fall_asleep, wake_up, w->connection };
    ptrdiff_t len = live_read(w->stream, buf, max, &who);
    return len < 0 ? MHD_CONTENT_READER_END_OF_STREAM : len;
}

struct MHD_Response *live_response(struct live_stream *s, struct MHD_Connection *c)
{
    struct wire *w = calloc(1, sizeof *w);
    MUST(w);
    *w = (struct wire){ s, c };
    struct MHD_Response *r =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_on, w, free);
    if (!r) {
        free(w);
        return NULL;
    }
    /* A proxy that gathers a whole answer first would never send one. */
    (void)MHD_add_response_header(r, "X-Accel-Buffering", "no");
    return r;
}

/* One HTTP request out of this program: bounded in size and time, never redirected. */
#ifndef SEND_HTTP_H
#define SEND_HTTP_H
#include "base/task.h"

enum {
    HTTP_HEADERS_MAX = 64,
    HTTP_HEADER_BYTES_MAX = 32 << 10,
    HTTP_ANSWER_BYTES_MAX = 256 << 10,
    HTTP_PATIENCE_MS = 20000,
};
struct http_header {
    struct str name, value; /* of an answer: the name in small letters */
};
struct http_request {
    struct str url;  /* https://…; http:// only to this machine */
    struct str body; /* sent by POST; `at` NULL: a GET */
    const struct http_header *header;
    size_t headers;
    struct str ca_file;  /* whom to trust besides nobody else; empty: the system's list */
    int32_t patience_ms; /* for everything; 0: HTTP_PATIENCE_MS */
};
struct http_answer {
    int status; /* 200, 404 …: what it means is the caller's to say */
    struct str body;
    struct http_header header[HTTP_HEADERS_MAX];
    size_t headers;
};
/* Once before threads; safe to repeat. */
void http_start(void);
/* OK: somebody answered, whatever the answer. E_BUSY: nobody did, try again later. E_INVALID: the
 * address may not be used. E_LIMIT: the answer is too large. E_DENIED: the other side is not who
 * its certificate should say. */
status http_send(struct task *t, const struct http_request *r, struct http_answer *ret);
/* Empty when there is none; several are joined with ", " as their order was. */
struct str http_answer_header(struct task *t, const struct http_answer *a, const char *name);
/* "https://" anywhere, or "http://" to 127.0.0.1, [::1] or localhost. */
bool http_may_go_to(struct str url);

#endif

/* Where the server listens, checked before anything is opened; and how many may call at once. */
#ifndef WEB_BOUND_H
#define WEB_BOUND_H
#include <netinet/in.h>

#include "web/listen.h"

struct bound {
    union {
        struct sockaddr any;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
    } at;
    bool loopback;
};

/* E_INVALID: no address in numbers. */
status bound_read(struct task *t, const struct listen_options *o, struct bound *ret);
/* Other machines are answered by TLS only; certificate and key come together. */
status bound_check(struct task *t, const struct listen_options *o, const struct bound *b);
/* Also asks the system for as many files as that takes. */
unsigned connections_max(void);

#endif

/* Who asks: the address at the other end, or the one that a proxy on this machine says. */
#ifndef WEB_CALLER_H
#define WEB_CALLER_H
#include "base/task.h"

struct sockaddr;
struct caller {
    uint8_t from[16]; /* an IPv6 address, without its lower half; or an IPv4 one in that form */
    bool loopback;    /* a connection within this machine */
    bool outside;     /* from another machine, by whatever way */
    bool forwarded;   /* by a proxy on this machine, over TLS to the outside */
};
/* Of the connection alone. NULL addresses: not known, which is outside. */
struct caller caller_of(const struct sockaddr *peer, const struct sockaddr *own);
/* What a proxy on this machine says of who asked it. Believed of a connection within this machine
 * only, and only the last address: the earlier ones are what the asker wrote. E_DENIED: it did not
 * ask the proxy by https, or the proxy does not say from where. */
status caller_forwarded(struct task *t, struct str forwarded_for, struct str forwarded_proto,
                        struct caller *c);
bool caller_is_loopback(const struct sockaddr *a);

#endif

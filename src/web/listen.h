/* The HTTP server: connections on a few threads, answers made by crews behind them. */
#ifndef WEB_LISTEN_H
#define WEB_LISTEN_H
#include "web/site.h"

struct listener;
struct listen_options {
    uint16_t port;                       /* 0: any free one */
    struct str address;                  /* in numbers; empty: 127.0.0.1 */
    struct str certificate, private_key; /* PEM, the text itself; both or neither */
};
/* E_INVALID: another address than this machine's own is served by TLS only. E_BUSY: the port is
 * taken, or the certificate is none. */
status listen_start(struct task *t, struct site *site, const struct listen_options *o,
                    struct listener **ret);
uint16_t listen_port(const struct listener *l);
/* Takes no more connections, lets what is running end (at most `patience`), then stops. */
void listen_stop(struct listener *l, struct span patience);

#endif

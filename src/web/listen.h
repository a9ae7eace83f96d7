/* The HTTP server: connections on a few threads, answers made by crews behind them. */
#ifndef WEB_LISTEN_H
#define WEB_LISTEN_H
#include "web/site.h"

struct listener;
/* Listens on 127.0.0.1. E_BUSY: the port is taken. */
status listen_start(struct task *t, struct site *site, uint16_t port, struct listener **ret);
uint16_t listen_port(const struct listener *l);
/* Takes no more connections, lets what is running end (at most `patience`), then stops. */
void listen_stop(struct listener *l, struct span patience);

#endif

/* The pages of one register, served until told to stop: over HTTP to this machine alone, over TLS
 * also to others.
 *
 * A person's access to a child's record is durable before the record is sent. */
#ifndef WEB_WEB_H
#define WEB_WEB_H
#include "work/look.h"
#include "work/writer.h"

struct web_options {
    uint16_t port; /* 0: any free one; `ready` is told which */
    struct str address;                  /* in numbers; empty: 127.0.0.1 */
    struct str certificate, private_key; /* PEM; needed for any address but this machine's own */
    struct oidc *oidc;                   /* sign-ins of organisations; NULL: none */
    struct exchange *exchange;           /* with other registers; NULL: none */
    int stop;      /* from web_stop_new(); -1: serves until the process ends */
    bool made_up;  /* every page says that all people and places here are made up */
    void (*ready)(void *self, uint16_t port); /* listening now; may be NULL */
    void *self;
};

/* Binds and blocks until stopped, then lets running requests end. The writer must be
 * threaded. E_BUSY: the port is taken. Time is read from the task's clock. */
status web_serve(struct task *t, struct store *s, struct writer *w, const struct web_options *o);

int web_stop_new(void);  /* an eventfd; -1 when the system has none left */
void web_stop(int stop); /* safe in a signal handler */
void web_stop_free(int stop);

#endif

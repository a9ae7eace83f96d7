/* Gives up, once and for good, what a serving process never needs. */
#ifndef MAIN_SANDBOX_H
#define MAIN_SANDBOX_H
#include "base/fence.h"
#include "work/store.h"

struct sandbox {
    uint16_t port;       /* where pages are served */
    bool must;           /* --require-fences: without all of them nothing is served */
    struct str more[10]; /* files read again later: a certificate … ; empty: none */
};
/* When the register is open and before the first thread: from here on only the register's folder,
 * what its settings and the environment name, and what looking up names and certificates needs.
 * E_DENIED where the fences are required and the kernel has none. */
status sandbox_files(struct task *t, const struct store *s, const struct sandbox *how);
/* Before the first request: no program is started from here on, no other process is looked into,
 * nothing is mounted or loaded. Says on standard error which fences stand. */
status sandbox_calls(struct task *t, const struct sandbox *how);

#endif

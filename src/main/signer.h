/* The signer as a process of its own: started by `serve`, or by whoever starts services. */
#ifndef MAIN_SIGNER_H
#define MAIN_SIGNER_H
#include "main/command.h"

/* Starts a signer for this register, of this very program, and one that starts it again when it
 * dies; *ret_fd is how to ask it. It ends when that is closed. Before any fence and any thread. */
status signer_start(struct task *t, struct str where, int *ret_fd);
/* The verb `signer`. */
status run_signer(struct task *t, const struct args *a);

#endif

/* Passwords are hashed by two threads of their own, which give way to all others: whoever signs in
 * waits for them, and nobody else does. */
#ifndef WEB_HASHING_H
#define WEB_HASHING_H
#include "access/password.h"

struct hashing;
/* The list of passwords from break-ins, if the settings name one, is opened here. */
status hashing_open(struct task *t, struct str breached_path, struct hashing **ret);
void hashing_close(struct hashing *h);
void hashing_cost(struct hashing *h, struct password_cost cost); /* for tests: cheap ones */

/* E_BUSY: too many wait already; try again in a few seconds. */
status hashing_check(struct task *t, struct hashing *h, struct str kept, struct str password,
                     bool *ret_right, bool *ret_old);
status hashing_keep(struct task *t, struct hashing *h, struct str password, struct str *ret_kept);
/* Whether it may be chosen: see password_choose. Reads a file, hashes nothing slow. */
status hashing_choose(struct task *t, const struct hashing *h, struct str password,
                      const struct str *names, size_t count);

#endif

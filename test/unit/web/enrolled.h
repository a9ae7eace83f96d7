/* People who were invited and came: what the tests of signing in and of accounts share. */
#ifndef TEST_WEB_ENROLLED_H
#define TEST_WEB_ENROLLED_H
#include "visit.h"

#include "access/account.h"
#include "web/hashing.h"
#include "web/keeper.h"
#include "web/sign_in.h"

#define PASSWORD "lamp otter window"
#define TYPED    "lamp+otter+window"

struct owner_of { /* what somebody has who was invited and came */
    char key[64];
    struct str codes[10];
};
extern struct owner_of dee, ruth;

int enrolled_open(void **state); /* a register in which these two have accounts */
void nobody(struct visit *v);    /* another browser, from nowhere in particular */
struct str between(struct visit *v, const char *from, const char *to);
/* The code that this phone shows now; a step later each time, since each serves once. */
const char *code_of(struct visit *v, const struct owner_of *o);
void send_formed(struct visit *v, const char *address, struct str fields);
void read_codes(struct visit *v, struct owner_of *o);
void types_password(struct visit *v, const char *name, const char *more);
void signs_in(struct visit *v, const char *name, const struct owner_of *o);

#endif

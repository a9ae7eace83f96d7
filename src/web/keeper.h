/* A thread that writes when sessions were used, once a minute, and ends accounts nobody uses, once
 * a day. */
#ifndef WEB_KEEPER_H
#define WEB_KEEPER_H
#include "web/site.h"

struct keeper;
status keeper_start(struct task *t, struct site *site, struct keeper **ret);
void keeper_stop(struct keeper *k); /* accepts NULL; writes what is left to write */
/* What it does once a day. */
status keeper_daily(struct task *t, struct site *site, struct reader *r);

#endif

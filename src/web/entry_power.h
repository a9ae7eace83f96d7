/* Entries that decide who sees or answers for a child: who may make or correct them by whatever
 * way. Each has a page of its own with the same permission. */
#ifndef WEB_ENTRY_POWER_H
#define WEB_ENTRY_POWER_H
#include "web/site.h"

/* Besides MAY_RECORD; PERMISSIONS: only its own page, never as an entry that somebody sends. */
enum permission entry_needs(enum event_kind kind);
status entry_permitted(struct task *t, const struct request *in, enum event_kind kind);

#endif

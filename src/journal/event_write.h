/* Writes an event that was checked, without a task: for the bulk path. Private to this room. */
#ifndef JOURNAL_EVENT_WRITE_H
#define JOURNAL_EVENT_WRITE_H
#include "journal/event.h"

/* Length of the canonical bytes; SIZE_MAX when they may not fit. */
size_t event_write(const struct event *e, char *to, size_t room);

#endif

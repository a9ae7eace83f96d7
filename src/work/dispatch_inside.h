/* What the files about dispatches share: the columns, and how a row is read. */
#ifndef WORK_DISPATCH_INSIDE_H
#define WORK_DISPATCH_INSIDE_H
#include "work/dispatch.h"

#define DISPATCH_COLUMNS                                                                          \
    "d.subject, d.notice, d.channel, d.person, d.rule, d.reference, d.state, d.next_us,"          \
    " d.attempts, d.asked, d.created, d.remote, d.trouble"
enum { DISPATCH_COLUMN_COUNT = 13 };

struct dispatch dispatch_read(struct cursor *rows);
/* The number by which events and pages know the notice. */
uint64_t dispatch_notice_about(const struct dispatch *d);
/* An event about it, in the stream of the person who was told. */
struct event dispatch_event(const struct store *s, enum event_kind kind, const struct dispatch *d,
                            struct instant now);
status dispatch_append(struct writer *w, struct event *e);

#endif

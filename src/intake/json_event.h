/* One JSON object to one event, strictly: what is not known is refused, by name. Pure.
 *
 * Keys about the event itself may be written with an @ before them, as the journal keeps them, and
 * must be where the kind has a field of that name: {"@kind":"agency-registered","kind":"home"}. */
#ifndef INTAKE_JSON_EVENT_H
#define INTAKE_JSON_EVENT_H
#include "format/json_read.h"
#include "intake/intake.h"

struct json_event {
    struct event event; /* subject 0 when a child is named, or when it is a new one */
    struct str child;   /* "566910", "no:12", "upn:…"; empty: not said */
    struct str key;     /* idempotency; empty: none */
    bool expects;
    uint32_t expected;
    const char *field; /* what a refusal is about; "" the whole object */
};
/* On refusal the reason is in the task and ret->field is set. */
status json_event_read(struct task *t, const struct json_value *object, struct json_event *ret);
/* The same where it is known who says it, of whom: the object may not name them. It happened `now`
 * when it does not say. */
status json_event_read_by(struct task *t, const struct json_value *object, struct actor by,
                          uint32_t child, struct instant now, struct json_event *ret);

#endif

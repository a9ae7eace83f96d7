/* CloudEvents 1.0 in structured JSON: the envelope of what registers say to each other. */
#ifndef SEND_CLOUD_EVENT_H
#define SEND_CLOUD_EVENT_H
#include "format/json_read.h"
#include "format/json_write.h"

enum { CLOUD_EVENT_BYTES_MAX = 60 << 10, CLOUD_EVENT_ID_MAX = 64, CLOUD_EVENT_WORD_MAX = 200 };

/* (source, id) is what makes an event the same event. */
struct cloud_event {
    struct str id, source, type;
    struct str recipient; /* our own attribute: for whom it is, so that nobody can pass it on */
    struct instant time;
    const struct json_value *data; /* an object; when writing: not used */
};
extern const char cloud_event_content_type[]; /* "application/cloudevents+json" */

/* Attributes that are not known here are passed over, as the specification asks. */
status cloud_event_read(struct task *t, struct str body, struct cloud_event *ret);
/* Opens the object and writes what stands before "data"; the caller writes "data" and closes. */
void cloud_event_open(struct json_writer *w, const struct cloud_event *e);
/* Letters, digits and - . _ : safe in a header, in a log and in an address. */
bool cloud_event_id_may_be(struct str id);

#endif

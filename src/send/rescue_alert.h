/* A child rescue alert, prepared for the police (CAP 1.2): always a draft, never published here.
 *
 * Only the police may launch one. This register writes the draft, says who of the police took it
 * over, and writes its cancellation. */
#ifndef SEND_RESCUE_ALERT_H
#define SEND_RESCUE_ALERT_H
#include "work/look.h"
#include "work/writer.h"

enum { ALERT_LASTS_HOURS = 24 };

struct rescue_alert {
    bool cancel;
    struct str identifier, sender;
    struct instant sent, expires;
    struct instant drafted;  /* of a cancellation: when what it cancels was sent */
    struct str name, looks;  /* the child's */
    int age;                 /* -1: not known */
    struct str sex;          /* "male" … */
    struct str last_where, last_with, wearing, circumstances;
    struct instant last_seen; /* NEVER: not known */
    struct str area_words, area_code, authority, contact;
};
/* Elements in the order of the schema; each text bounded and escaped. Pure. */
struct str rescue_alert_print(struct arena *a, const struct rescue_alert *r);

struct alert_asked {
    struct store *store;
    struct writer *writer;
    struct reader *reader;
    uint32_t child, author;
    int64_t alert;     /* which; not of a draft */
    struct str reason; /* of a cancellation; empty: that the child was found, if it was */
};
/* Writes the draft and records it. E_CONFLICT: the child is not missing, or no child any more. */
status rescue_alert_draft(struct task *t, const struct alert_asked *asked, int64_t *ret_alert,
                          struct str *ret_xml);
/* E_DENIED: the person is not of a police agency. */
status rescue_alert_release(struct task *t, const struct alert_asked *asked);
status rescue_alert_cancel(struct task *t, const struct alert_asked *asked, struct str *ret_xml);

#endif

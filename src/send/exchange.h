/* Two registers speak to each other: a notice goes out, is carried until its receipt is there, and
 * comes in exactly once. See docs/EXCHANGE.md.
 *
 * Sent is not given: a notice is given when the partner's register has it, and its signed receipt
 * says when. Only then is `placement-notified` recorded. */
#ifndef SEND_EXCHANGE_H
#define SEND_EXCHANGE_H
#include "send/exchange_rows.h"
#include "send/partner.h"
#include "work/look.h"
#include "work/writer.h"

struct exchange;
/* Once for an open register. `w` may be NULL in a register opened to read: then only looking. */
status exchange_open(struct task *t, struct store *s, struct writer *w, struct exchange **ret);
void exchange_close(struct exchange *x); /* wipes keys; accepts NULL */
const struct partners *exchange_partners(const struct exchange *x);

/* A person gives notice of a placement to the authority of its area. */
struct notice_asked {
    uint32_t child, author;
    struct str partner;          /* by name; empty: the partner whose area the placement lies in */
    int64_t placement;           /* 0: the one now */
    bool end;                    /* that it ended */
    struct str needs, care_plan; /* text; empty: not sent with it, and so not said to be */
};
/* Queued and recorded as sent by this person; durable when it returns. E_MISSING: no such child,
 * placement or partner. E_CONFLICT: the same notice waits already. */
status exchange_notify(struct task *t, struct exchange *x, struct reader *r,
                       const struct notice_asked *asked, struct str *ret_message);
/* The partner in whose area a placement of this file lies; NULL: there is none, or the child is
 * another authority's. */
status exchange_partner_of(struct task *t, struct exchange *x, struct reader *r,
                           const struct child_file *f, uint64_t placement,
                           const struct partner **ret);
/* What was sent, latest first; `child` 0: about all children. */
status exchange_sent(struct task *t, struct exchange *x, struct reader *r, uint32_t child,
                     struct kept_messages *ret);

/* Tries all that is due, each once. */
struct exchange_tally {
    size_t tried, receipted;
};
status exchange_carry(struct task *t, struct exchange *x, struct reader *r,
                      struct exchange_tally *ret);
/* A thread that does so until it is stopped. */
struct exchange_thread;
struct exchange_thread *exchange_start(struct exchange *x, struct clock clock);
void exchange_stop(struct exchange_thread *e); /* accepts NULL */

/* What came to POST /exchange, and what goes back; the signature is the permission. */
struct exchange_asked {
    struct str method, target_uri, content_type, content_digest, ce_id;
    struct str signature_input, signature, body;
    bool too_large, doubled; /* doubled: a field that is signed came twice */
};
struct exchange_reply {
    unsigned status;
    struct str body, content_digest, ce_id, signature_input, signature;
    const char *content_type;
};
/* Never fails: what goes wrong is a reply too, and `message-refused` in the log. */
void exchange_receive(struct task *t, struct exchange *x, const struct exchange_asked *in,
                      struct exchange_reply *out);

#endif

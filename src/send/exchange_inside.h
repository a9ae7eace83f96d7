/* What the files of the exchange share. */
#ifndef SEND_EXCHANGE_INSIDE_H
#define SEND_EXCHANGE_INSIDE_H
#include <pthread.h>
#include <stdatomic.h>

#include "send/cloud_event.h"
#include "send/exchange.h"
#include "send/placement_notice.h"
#include "send/signature.h"

struct refusals {
    int64_t period; /* which minute or hour */
    unsigned noted; /* in it */
};

struct exchange {
    struct store *store;
    struct writer *writer;
    struct partners partners;
    uint8_t seed[32], message_key[32];
    atomic_bool stopping; /* no further attempt is begun */
    pthread_mutex_t lock; /* over what is below */
    struct refusals refusals[2]; /* of strangers, of partners */
};

/* The same for what is sealed and what is opened again: it cannot be put in another row. */
struct str message_place(struct arena *a, struct str partner, struct str id);
/* The child's number for this partner: no other partner is told the same. */
struct str message_case(struct task *t, const struct exchange *x, const struct partner *p,
                        uint32_t child);

/* --- receipts --- */

extern const char receipt_type[];
struct receipt_said {
    struct str of, entry;    /* the message's id; the entry that it became */
    struct str digest;       /* Content-Digest of the body that was received */
    struct instant received; /* by the clock of who received it */
};
struct str receipt_write(struct task *t, const struct cloud_event *e,
                         const struct receipt_said *said);
status receipt_read(struct task *t, const struct cloud_event *e, struct receipt_said *ret);

#endif

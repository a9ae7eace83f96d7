/* The kept rows of messages between registers: what waits to be sent, and what came in already. */
#ifndef SEND_EXCHANGE_ROWS_H
#define SEND_EXCHANGE_ROWS_H
#include "base/hash.h"
#include "db/db.h"

enum kept_message_state {
    MESSAGE_WAITING = 1,   /* ours: no receipt yet */
    MESSAGE_RECEIPTED = 2, /* ours: the partner's receipt is in the journal */
    MESSAGE_TAKEN = 3,     /* a partner's: done, and this is its receipt */
};
struct kept_message {
    bool outward;
    struct str partner, id; /* the partner's origin */
    enum kept_message_state state;
    uint32_t child;
    int64_t placement;
    uint8_t what; /* enum notice_what */
    struct instant made, next;
    int64_t attempts;
    struct hash256 digest;       /* of the body */
    struct str sealed;           /* the body; empty: removed, or a partner's */
    struct str receipt, trouble; /* trouble: why the last attempt was in vain */
};
struct kept_messages {
    struct kept_message *at;
    size_t count;
    bool cut;
};

/* For a connection that looks; a connection that writes needs both. Safe to repeat. */
status exchange_rows_to_read(struct task *t, struct db *kept);
status exchange_rows_to_write(struct task *t, struct db *kept);

/* By any connection; `sealed` is read by kept_messages_due only. E_MISSING: no such message. */
struct message_key {
    bool outward;
    struct str partner, id;
};
status kept_message_find(struct task *t, struct db *kept, int64_t log, const struct message_key *k,
                         struct kept_message *ret);
enum { MESSAGES_DUE_MAX = 16 };
status kept_messages_due(struct task *t, struct db *kept, int64_t log, struct instant now,
                         struct kept_messages *ret);
/* Ours, latest first; `child` 0: of all children. */
status kept_messages_sent(struct task *t, struct db *kept, int64_t log, uint32_t child,
                          struct kept_messages *ret);

/* Within the writer's transaction. */
status kept_message_add(struct task *t, struct db *kept, int64_t log,
                        const struct kept_message *m);
status kept_message_tried(struct task *t, struct db *kept, int64_t log,
                          const struct kept_message *m);
status kept_message_done(struct task *t, struct db *kept, int64_t log,
                         const struct kept_message *m);

/* The child that a partner's number means, 0: none yet; whether a start or end was recorded. */
status hosted_find(struct task *t, struct db *kept, int64_t log, struct str partner,
                   struct str case_id, uint32_t *ret_child);
status hosted_add(struct task *t, struct db *kept, int64_t log, struct str partner,
                  struct str case_id, uint32_t child);
/* The home of this registration number, by the derived rows; 0: none, or more than one. Safe to
 * prepare again. */
status home_by_urn_prepare(struct task *t, struct db *derived);
status home_by_urn(struct task *t, struct db *derived, int64_t log, struct str urn,
                   uint32_t *ret_home);
struct hosted_event {
    uint32_t child;
    int64_t placement;
    uint8_t what; /* enum notice_what */
};
status hosted_told(struct task *t, struct db *kept, int64_t log, const struct hosted_event *h,
                   bool *ret);
status hosted_tell(struct task *t, struct db *kept, int64_t log, const struct hosted_event *h);

/* A signature's nonce, and the one message that it may come with. */
struct nonce {
    struct str partner, nonce, message;
    struct instant until; /* from then on the signature is too old anyway */
};
status nonce_check(struct task *t, struct db *kept, int64_t log, const struct nonce *n);
status nonce_keep(struct task *t, struct db *kept, int64_t log, const struct nonce *n,
                  struct instant now);

#endif

/* Notices that leave the program: one row for each notice and channel, and what became of it.
 *
 * Rows are added in the transaction of the notice and hold neither names nor addresses: whom to
 * reach and what to say are looked up when it is sent. Accepted is not delivered, and what was
 * not delivered never counts as told. */
#ifndef WORK_DISPATCH_H
#define WORK_DISPATCH_H
#include "work/look.h"
#include "work/writer.h"

enum dispatch_channel { DISPATCH_EMAIL = 1, DISPATCH_SMS, DISPATCH_LETTER, DISPATCH_CHANNELS };

/* Why someone is told. The settings say which of these leave the program, and how. */
enum dispatch_why {
    DISPATCH_BEGAN,   /* a duty began to be owed, or an alarm rang */
    DISPATCH_WARNED,  /* a duty falls due soon */
    DISPATCH_OVERDUE, /* a step of the ladder: late, or nobody answered */
};
struct dispatch_new {
    uint32_t subject, notice; /* the outbox's: whom it is about, number within that subject */
    uint32_t person;          /* 0: nobody is registered, and nothing is added */
    uint16_t rule;            /* in the store's rulebook: its level decides the channels */
    uint8_t why;              /* enum dispatch_why */
    struct instant began;     /* when it became so in the world: what is old news is not sent */
};
/* Called by who writes the notice, in its transaction, after the outbox row. Adds nothing where
 * the settings name no channel for it, and nothing in bulk. */
status dispatch_add(struct writer *w, const struct dispatch_new *n);
status dispatch_prepare(struct task *t, struct db *kept);

enum dispatch_state {
    DISPATCH_WAITING = 1, /* to be sent at `next` */
    DISPATCH_TAKEN,       /* being sent; after a crash it is tried again at `next` */
    DISPATCH_SENT,        /* accepted by whom we gave it to; with `next`: its fate is asked then */
    DISPATCH_DELIVERED,
    DISPATCH_DEAD,        /* given up: a person retries or settles it */
    DISPATCH_SETTLED,     /* a person saw to it otherwise, and said how */
};
struct dispatch {
    uint32_t subject, notice, person;
    enum dispatch_channel channel;
    enum dispatch_state state; /* as it was before it was taken */
    bool again;                /* it was taken before, and what came of that was never written */
    uint32_t attempts, asked;  /* times tried to send; times its fate was asked */
    uint64_t about;            /* rule_about() of the rule's name */
    struct instant created, next;
    struct str reference;      /* what the message shows; chance, and never used twice */
    struct str remote;         /* the other side's number for it; empty: none */
    struct str trouble;        /* why it did not go last time */
    struct str address;        /* as registered now; empty: none */
};
struct dispatch_list {
    struct dispatch *at;
    size_t count;
    bool cut;
};
/* Marks what is due by now as taken, durably, and gives it; at most `most`. It comes again after
 * `hold` if nothing is said of it until then. */
status dispatch_take(struct task *t, struct writer *w, size_t most, struct span hold,
                     struct dispatch_list *ret);

/* What came of one try. All in one durable step with the event in the stream of the person. */
enum dispatch_outcome {
    OUTCOME_SENT,      /* accepted; `next` NEVER: nobody will ever know more */
    OUTCOME_DELIVERED,
    OUTCOME_LATER,     /* temporary trouble: again at `next`; nothing is said in the stream */
    OUTCOME_RETURNED,  /* was accepted and did not arrive: again at `next` */
    OUTCOME_GIVEN_UP,  /* refused for good, or tried too often: a dead letter */
};
struct dispatch_result {
    enum dispatch_outcome outcome;
    struct instant next;
    struct str remote;  /* empty: as it was */
    struct str trouble; /* for people; never an address, never what the other side wrote */
    bool not_tried;     /* LATER: it never left us, so it does not count as an attempt */
};
status dispatch_tried(struct task *t, struct writer *w, const struct dispatch *d,
                      const struct dispatch_result *r);

/* When something is next due; NEVER: nothing waits. */
status dispatch_next(struct task *t, struct reader *r, struct instant *ret);
/* At start: what was being sent when the program ended is due again at once. */
status dispatch_recover(struct task *t, struct writer *w);

/* Dead letters: work for whoever answers for the person who was not reached. */
struct dead_letter {
    struct dispatch of;
    struct str who, because, remedy; /* name, title of the rule, what to do about it */
    struct owner owner;            /* the person's manager; else the next up */
};
struct dead_letters {
    struct dead_letter *at;
    size_t count;
    bool cut;
};
status dispatch_dead(struct task *t, struct reader *r, struct instant at,
                     struct dead_letters *ret);
/* By who asks (task's actor). E_CONFLICT: it is no dead letter any more. */
status dispatch_retry(struct task *t, struct writer *w, struct str reference);
status dispatch_settle(struct task *t, struct writer *w, struct str reference, struct str how);
/* Which notice a reference in a message stands for. E_MISSING: none. */
status dispatch_find(struct task *t, struct reader *r, struct str reference,
                     struct dispatch *ret);

const char *dispatch_channel_words(enum dispatch_channel c); /* "text message" */

#endif

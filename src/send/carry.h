/* Carries notices out of the program: takes what is due, hands it over, writes what came of it.
 *
 * Safe against being killed at any point: a row is marked before its message is sent, and looked
 * up by its reference, or sent again under the same Message-ID, when nothing was written of it. */
#ifndef SEND_CARRY_H
#define SEND_CARRY_H
#include "work/dispatch.h"

struct carrier;

struct carrier_options {
    uint64_t seed;       /* of the jitter; 0: chance */
    int32_t patience_ms; /* for one call; 0: twenty seconds */
};
struct carried_counts {
    int64_t handed_over, delivered, waiting, returned, dead, asked;
};

/* Anything to carry in this register's settings? */
bool carrier_wanted(const struct store *s);

/* Can the files with passwords and keys be used? The reason says which cannot, and what to do. */
status carrier_check(struct task *t, const struct store *s);

/* Lives in the task's arena and has a reader of its own. `o` may be NULL. */
status carrier_open(struct task *t, struct store *s, struct writer *w,
                    const struct carrier_options *o, struct carrier **ret);
void carrier_close(struct carrier *c); /* accepts NULL; stops the thread */
/* Everything that is due now, once. */
status carrier_once(struct task *t, struct carrier *c, struct carried_counts *ret);
/* A thread that does so until it is closed. The writer must be threaded. */
void carrier_start(struct carrier *c);

#endif

/* One request, command or batch: all that a function may draw on, passed first. */
#ifndef BASE_TASK_H
#define BASE_TASK_H
#include "base/clock.h"

/* Who is asking. A person's and agency's subject number in the register; 0: the program. */
struct actor {
    uint32_t person, agency;
    uint8_t role; /* enum role of journal/codes.h */
};

struct task {
    struct arena *arena; /* freed when the task ends */
    struct clock clock;
    struct actor actor;
    enum status failed; /* the last failure: what `fail` was called with */
    char reason[480];   /* what a person should do; never personal data: it is logged */
};

struct task task_open(struct arena *a, struct clock c);
struct instant task_now(const struct task *t);

#endif

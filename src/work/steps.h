/* What the clock has still to do for a subject: alarms that ring, warnings, steps of ladders.
 *
 * Pure: a function of the stream, the rules, and of when this register's clock first ran. */
#ifndef WORK_STEPS_H
#define WORK_STEPS_H
#include "work/fold.h"

enum { STEP_KNOWN_DAYS = 7 };

struct due_step {
    struct next_step is;
    uint32_t instance; /* in the evaluation */
};

/* When the next is due for one instance of the subject folded last; INT64_MAX: never. */
int64_t steps_next_of(const struct folding *f, const struct stream *s, const struct instance *i);
/* All that are due by `now` and were not taken, in the order of their true instants. */
size_t steps_due(struct arena *a, const struct folding *f, const struct stream *s, int64_t now,
                 struct due_step **ret);

#endif

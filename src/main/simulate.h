/* What the simulated world and its evening share. */
#ifndef MAIN_SIMULATE_H
#define MAIN_SIMULATE_H
#include <stdio.h>

#include "main/command.h"
#include "simulate/simulate.h"

struct resident { /* a child who lives in a home when the world ends */
    uint32_t child, home;
};
struct making {
    struct writer *writer;
    FILE *events_file, *truth_file;
    struct arena *arena;
    struct append *append;
    size_t appends, events;
    int64_t total, children, of;
    struct resident resident[16];
    size_t residents;
    struct instant quiet_since; /* a resident has not gone missing after it */
};

/* Decides the alarms that rang long before the evening. */
status evening_before(struct task *t, struct opened *o, const struct world_plan *plan);
/* One evening before the plan's end, said live by the people on duty: two children missing, one
 * away, one back and owed a return interview, one whose interview is late. */
status evening_play(struct task *t, struct opened *o, const struct world_plan *plan,
                    struct making *m);
/* What waits beside it: a placement for approval, own words, a look to review. */
status evening_work(struct task *t, struct opened *o, const struct world_plan *plan,
                    const struct making *m);

#endif

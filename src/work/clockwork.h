/* The clock that acts: alarms that ring by lapse, warnings, and steps of ladders, each once.
 *
 * Driven by the next due instant, found in a heap with one entry a subject; nothing is polled. Each
 * step is an event with a key of its own, written with its notices in one transaction, so that no
 * restart, no second process and no clock that is moved takes one twice. What falls due while
 * nothing runs is taken at the next start, with its true instant. */
#ifndef WORK_CLOCKWORK_H
#define WORK_CLOCKWORK_H
#include "work/writer.h"

struct clockwork;

struct clock_done {
    uint32_t raised, warned, escalated; /* steps taken */
    uint32_t late;                      /* of these, more than a minute after their instant */
    struct instant next;                /* when something next falls due; NEVER: nothing */
    size_t waiting;                     /* subjects with something to come */
};

/* Loads what is to come; from then on the writer tells it what changes. Close it before `w`. */
status clockwork_open(struct task *t, struct store *s, struct writer *w, struct clockwork **ret);
void clockwork_close(struct clockwork *c); /* stops its thread; accepts NULL */

/* All that fell due by `now`. The first run of a register's life begins its clock: what lies before
 * is history, and is not climbed. Not while its thread runs. */
status clockwork_run(struct task *t, struct clockwork *c, struct instant now,
                     struct clock_done *ret);
struct instant clockwork_next(struct clockwork *c); /* NEVER: nothing waits */

/* A thread of its own, by the machine's clock. */
status clockwork_start(struct task *t, struct clockwork *c);
void clockwork_stop(struct clockwork *c);
/* The machine's clock was set: noted in the register's own log. Nothing is taken twice for it. */
status clockwork_stepped(struct task *t, struct clockwork *c, int64_t seconds);

status clockwork_prepare(struct task *t, struct db *derived);

#endif

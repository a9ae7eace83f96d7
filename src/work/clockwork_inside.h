/* What the clock's files share: its heap under its lock, and the steps of one batch. */
#ifndef WORK_CLOCKWORK_INSIDE_H
#define WORK_CLOCKWORK_INSIDE_H
#include <pthread.h>

#include "work/clock_heap.h"
#include "work/clockwork.h"

enum { ACT_AT_ONCE = 64 };

struct clockwork {
    struct store *store;
    struct writer *writer;
    pthread_mutex_t lock; /* of the heap and `armed`: the writer's thread changes them, too */
    struct clock_heap heap;
    int64_t armed; /* the thread wakes then; INT64_MIN: it is awake */
    int wake_fd, timer_fd;
    bool running, stopping;
    pthread_t thread;
    struct arena *arena; /* of the thread */
};

/* What one transaction does for some subjects. */
struct acting {
    struct instant now;
    uint32_t subject[ACT_AT_ONCE];
    int64_t was[ACT_AT_ONCE]; /* when each fell due */
    size_t count;
    struct clock_done done;
};
status act_inside(struct writer *w, void *acting); /* a job_inside */

#endif

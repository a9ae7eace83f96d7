/* Threads that take jobs from one queue: what is slow never holds up the threads that listen. */
#ifndef WEB_CREW_H
#define WEB_CREW_H
#include "base/status.h"

struct crew;
struct job { /* embedded in what is to be done */
    struct job *next;
};
struct crew_work {
    /* Each thread's own things, made on that thread; NULL members are skipped. */
    void *(*begin)(void *self);
    void (*work)(void *self, void *own, struct job *j);
    void (*end)(void *self, void *own);
    void *self;
};
struct crew *crew_open(size_t threads, struct crew_work w);
void crew_give(struct crew *c, struct job *j);
void crew_close(struct crew *c); /* after the queue is empty; waits for what is running */

#endif

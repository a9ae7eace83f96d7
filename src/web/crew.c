/* A queue, a lock, a condition, and threads that wait on it. */
#include "web/crew.h"

#include <pthread.h>

#include "base/arena.h"

enum {
    CREW_MAX = 64,
    STACK_BYTES = 1 << 20
};

struct crew {
    struct arena *arena;
    pthread_mutex_t lock;
    pthread_cond_t given;
    struct job *first, *last;
    bool closing;
    struct crew_work w;
    size_t threads;
    pthread_t thread[CREW_MAX];
};

static struct job *take(struct crew *c)
{
    pthread_mutex_lock(&c->lock);
    while (!c->first && !c->closing)
        pthread_cond_wait(&c->given, &c->lock);
    struct job *j = c->first;
    if (j) {
        c->first = j->next;
        if (!c->first)
            c->last = NULL;
    }
    pthread_mutex_unlock(&c->lock);
    return j;
}

static void *run(void *arg)
{
    struct crew *c = arg;
    void *own = c->w.begin ? c->w.begin(c->w.self) : NULL;
    for (struct job *j; (j = take(c));)
        c->w.work(c->w.self, own, j);
    if (c->w.end)
        c->w.end(c->w.self, own);
    return NULL;
}

struct crew *crew_open(size_t threads, struct crew_work w)
{
    MUST(threads <= CREW_MAX);
    struct arena *a = arena_open(1 << 20);
    struct crew *c = NEW(a, struct crew);
    c->arena = a;
    c->w = w;
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->given, NULL);
    pthread_attr_t attr;
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, STACK_BYTES);
    for (; c->threads < threads; c->threads++)
        MUST(pthread_create(&c->thread[c->threads], &attr, run, c) == 0);
    pthread_attr_destroy(&attr);
    return c;
}

void crew_give(struct crew *c, struct job *j)
{
    j->next = NULL;
    pthread_mutex_lock(&c->lock);
    if (c->last)
        c->last->next = j;
    else
        c->first = j;
    c->last = j;
    pthread_cond_signal(&c->given);
    pthread_mutex_unlock(&c->lock);
}

void crew_close(struct crew *c)
{
    if (!c)
        return;
    pthread_mutex_lock(&c->lock);
    c->closing = true;
    pthread_cond_broadcast(&c->given);
    pthread_mutex_unlock(&c->lock);
    for (size_t i = 0; i < c->threads; i++)
        pthread_join(c->thread[i], NULL);
    pthread_cond_destroy(&c->given);
    pthread_mutex_destroy(&c->lock);
    arena_close(c->arena); /* the crew itself lies in it */
}

/* A crew of two with a bounded queue; each asker waits for its own job. */
#include "web/hashing.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "web/crew.h"

enum {
    HASHERS = 2,
    WAITING_MAX = 12,
    GIVES_WAY = 10 /* nice: a page is worth more than a hash */
};

struct hashing {
    struct crew *crew;
    struct password_cost cost;
    struct breached breached;
    pthread_mutex_t lock;
    unsigned waiting;
};

struct hash_job {
    struct job job; /* first: a job is its hash */
    struct hashing *of;
    struct task *asked; /* whose arena it may use: it waits */
    bool keep;
    struct str kept, password;
    bool right, done;
    status result;
    pthread_cond_t answered;
};

static void *begin(void *self)
{
    (void)self;
    (void)setpriority(PRIO_PROCESS, (id_t)gettid(), GIVES_WAY);
    return NULL;
}

static void work(void *self, void *own, struct job *j)
{
    (void)own;
    struct hashing *h = self;
    struct hash_job *x = (struct hash_job *)j;
    if (x->keep)
        x->result = password_keep(x->asked, h->cost, x->password, &x->kept);
    else
        x->right = password_is(h->cost, x->kept, x->password);
    pthread_mutex_lock(&h->lock);
    x->done = true;
    h->waiting--;
    pthread_cond_signal(&x->answered);
    pthread_mutex_unlock(&h->lock);
}

status hashing_open(struct task *t, struct str breached_path, struct hashing **ret)
{
    struct breached breached;
    TRY(breached_open(t, breached_path, &breached));
    struct hashing *h = calloc(1, sizeof *h);
    MUST(h);
    h->cost = PASSWORD_COST;
    h->breached = breached;
    pthread_mutex_init(&h->lock, NULL);
    h->crew = crew_open(HASHERS, (struct crew_work){ begin, work, NULL, h });
    *ret = h;
    return OK;
}

void hashing_close(struct hashing *h)
{
    if (!h)
        return;
    crew_close(h->crew);
    breached_close(&h->breached);
    pthread_mutex_destroy(&h->lock);
    free(h);
}

void hashing_cost(struct hashing *h, struct password_cost cost)
{
    h->cost = cost;
}

static status wait_for(struct task *t, struct hashing *h, struct hash_job *x)
{
    pthread_mutex_lock(&h->lock);
    bool room = h->waiting < WAITING_MAX;
    h->waiting += room;
    pthread_mutex_unlock(&h->lock);
    if (!room)
        return fail(t, E_BUSY,
                    "many people are signing in at this moment: try again in a few"
                    " seconds");
    MUST(pthread_cond_init(&x->answered, NULL) == 0);
    crew_give(h->crew, &x->job);
    pthread_mutex_lock(&h->lock);
    while (!x->done)
        pthread_cond_wait(&x->answered, &h->lock);
    pthread_mutex_unlock(&h->lock);
    pthread_cond_destroy(&x->answered);
    return x->result;
}

status hashing_check(struct task *t, struct hashing *h, struct str kept, struct str password,
                     bool *ret_right, bool *ret_old)
{
    struct hash_job x = { .of = h, .asked = t, .kept = kept, .password = password };
    TRY(wait_for(t, h, &x));
    *ret_right = x.right;
    *ret_old = x.right && password_is_old(h->cost, kept);
    return OK;
}

status hashing_keep(struct task *t, struct hashing *h, struct str password, struct str *ret_kept)
{
    struct hash_job x = { .of = h, .asked = t, .keep = true, .password = password };
    TRY(wait_for(t, h, &x));
    *ret_kept = x.kept;
    return OK;
}

status hashing_choose(struct task *t, const struct hashing *h, struct str password,
                      const struct str *names, size_t count)
{
    return password_choose(t, &h->breached, password, names, count);
}

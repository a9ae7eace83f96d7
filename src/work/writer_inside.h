/* The writer's own state, shared by its files: queue, batch, bulk, completion. */
#ifndef WORK_WRITER_INSIDE_H
#define WORK_WRITER_INSIDE_H
#include <pthread.h>

#include "work/fold.h"
#include "work/owner.h"
#include "work/rows_pipe.h"
#include "work/steps.h"
#include "work/stream_cache.h"
#include "work/touched.h"
#include "work/writer.h"

enum {
    BATCH_JOBS_MAX = 512,
    WRITER_CACHE_BYTES = 64 << 20,
    BULK_NEWS_HOURS = 24, /* older duties of a bulk are history: shown, but nobody is called */
};

/* One request. It lies on the asker's stack, who waits until `done`. */
struct job;
typedef status job_call(struct writer *w, struct task *t, void *self);
typedef status job_inside(struct writer *w, void *self);
struct job {
    struct job *next;
    struct task *asked;
    job_inside *inside; /* in a batch with others: all refusals come before anything is written */
    job_call *call;     /* instead: by itself, between batches */
    void *self;
    status result;
    bool refused, done;
    char reason[sizeof((struct task *)0)->reason];
    pthread_cond_t answered;
};

/* When the clock must next act on a subject that this batch has folded. */
struct moved {
    uint32_t subject;
    int64_t at;
};

struct writer {
    struct clock clock; /* its own, for what nobody asked for */
    struct store *store;
    struct arena *arena; /* rewound after each subject and each batch */
    struct task task;
    struct arena *batch_arena; /* what is remembered until the batch ends */
    struct task batch;
    struct folding *folding;
    struct stream_cache *cache;
    struct arena *rows_arena; /* of one subject's rows at a time; and the pipe */
    struct derived_rows rows;
    struct owners *owners;
    struct writer_counts counts, shown; /* shown: to other threads, under the lock */

    struct tx kept, derived;
    bool kept_open;         /* perhaps with new subjects that wait for their first event */
    uint64_t taken_back;    /* batches that were abandoned, ever */
    struct touched_set touched;
    bool bulk; /* streams pass by: they are not kept in memory */
    /* Homes and places that bulk only told of children: folded once at its end. Until then the
     * register is stamped as of `homes_since`, so that a start after a crash folds them. */
    struct touched_set homes;
    int64_t homes_since;
    struct moved *moved; /* of this batch, for the clock; told when it is durable */
    size_t moved_count;
    writer_moved *watch;
    void *watch_self;
    writer_moved *follow;
    void *follow_self;
    struct rows_pipe *pipe;   /* of bulk; made when first needed */
    struct rows_chunk *chunk; /* the rows of this bulk batch */
    int64_t rows_stored;      /* by the pipe, ever */
    bool rows_ahead;          /* the pipe may still be storing: the connection is not ours */
    int64_t next_size;      /* of the log once this batch is in it */
    struct instant news_since; /* notices only of what began after it; INT64_MIN: of all */
    uint32_t log_subject;   /* the access log's stream of the day */
    int32_t log_day;

    writer_ended *ended;
    void *ended_self;
    bool stopped;           /* a write failed: nothing more is taken, rather than lie */
    char why_stopped[sizeof((struct task *)0)->reason];
    int64_t signed_size, pages_moved, stamped;
    struct instant signed_at;

    bool threaded;
    bool closing;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct job *first, **last;
};

/* Runs a call where the writer's state may be touched, and waits for it. */
status writer_do(struct task *t, struct writer *w, job_call *call, void *self);
/* The same within the next batch, and waits until that is durable. */
status writer_do_inside(struct task *t, struct writer *w, job_inside *call, void *self);

static inline bool writer_is_failure(status s)
{
    return s == E_IO || s == E_CORRUPT || s == E_BUSY;
}
/* The writer's own task says why; the asker's must, too. */
status writer_told(struct task *t, const struct writer *w, status s);

/* Makes sure that a transaction on the kept tables is open. */
status batch_begin(struct writer *w);
/* Appends one request (struct append); a refusal leaves the transaction as it was. */
status batch_append(struct writer *w, void *append);
/* The same for the register's own entries, which start no fold. */
status batch_note(struct writer *w, void *append);
/* The access log's stream of the day: made when the day's first entry comes. */
status access_log_subject(struct writer *w, struct event *e);
/* Folds what was touched, writes rows and notices, commits both. */
status batch_finish(struct writer *w);
/* Waits until the rows of bulk batches are stored: the derived connection is ours again. */
status batch_settle_rows(struct writer *w);
/* Folds the homes that bulk has told of children, in batches of their own. */
status batch_fold_homes(struct writer *w);
/* Notices of the regulator among what was appended are said to each child who lives there now. */
status batch_tell_residents(struct writer *w, const struct append *a);
/* Has it a subject folded in this batch though nothing was added to it? */
void batch_touch(struct writer *w, uint32_t subject);
void batch_moved(struct writer *w, uint32_t subject, int64_t at);
/* Takes everything back; nothing of the batch is left. */
void batch_abandon(struct writer *w);
/* Serves a list of inside jobs in one transaction. */
void batch_serve(struct writer *w, struct job **jobs, size_t count);
void writer_stop(struct writer *w, const char *why);
status writer_refuse_stopped(struct task *t, const struct writer *w);

/* Notices of duties and alarms that began with this batch: within its transaction. */
struct open_before {
    uint64_t *keys; /* see open_keys */
    size_t count;
};
status notices_of(struct writer *w, enum subject_kind kind, const struct stream *s,
                  uint32_t before_n, struct open_before before);
status notices_answered(struct writer *w, const struct append *a);
/* One person told of one thing, in the outbox and to whatever leaves the program. */
struct notice_new {
    uint32_t subject, started_n;
    uint16_t rule;
    uint8_t step; /* see notice.h */
    struct owner to;
    struct instant began; /* when it became so in the world */
};
status notice_add(struct writer *w, const struct notice_new *n);
status notice_prepare(struct task *t, struct db *kept);
status access_log_prepare(struct task *t, struct db *kept);
status access_log_indexed(struct writer *w, const struct event *e);
/* Duties and alarms that are open and have begun by an instant: rule << 32 | started_n, sorted. */
struct open_before open_keys(struct arena *a, const struct evaluation *e, int64_t by);
bool open_has(struct open_before o, const struct instance *i);

#endif

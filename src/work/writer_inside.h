/* The writer's own state, shared by its files: queue, batch, bulk, completion. */
#ifndef WORK_WRITER_INSIDE_H
#define WORK_WRITER_INSIDE_H
#include <pthread.h>

#include "work/fold.h"
#include "work/owner.h"
#include "work/rows_pipe.h"
#include "work/stream_cache.h"
#include "work/writer.h"

enum { BATCH_JOBS_MAX = 512, SUBJECTS_IN_BATCH_MAX = 1 << 16, WRITER_CACHE_BYTES = 64 << 20 };

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

/* A subject that this batch has added to. */
struct touched {
    uint32_t subject, before_n; /* length of its stream before */
};

struct writer {
    struct store *store;
    struct arena *arena; /* rewound after each subject and each batch */
    struct task task;
    struct arena *batch_arena; /* what is remembered until the batch ends */
    struct task batch;
    struct folding *folding;
    struct stream_cache *cache;
    struct arena *rows_arena; /* grows to the largest subject, and stays */
    struct derived_rows rows;
    struct owners *owners;
    struct writer_counts counts, shown; /* shown: to other threads, under the lock */

    struct tx kept, derived;
    bool kept_open;         /* perhaps with new subjects that wait for their first event */
    uint64_t taken_back;    /* batches that were abandoned, ever */
    struct touched *touched;
    uint32_t *touched_at; /* open addressing: place in `touched`, from 1 */
    size_t touched_count;
    bool bulk; /* streams pass by: they are not kept in memory */
    struct rows_pipe *pipe;   /* of bulk; made when first needed */
    struct rows_chunk *chunk; /* the rows of this bulk batch */
    int64_t rows_stored;      /* by the pipe, ever */
    bool rows_ahead;          /* the pipe may still be storing: the connection is not ours */
    int64_t next_size;      /* of the log once this batch is in it */
    struct instant news_since; /* notices only of what began after it; INT64_MIN: of all */
    uint32_t log_subject;   /* the access log's stream of the day */
    int32_t log_day;

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
status notices_of(struct writer *w, const struct stream *s, const struct evaluation *e,
                  struct open_before before);
status notices_answered(struct writer *w, const struct append *a);
status notice_prepare(struct task *t, struct db *kept);
/* Duties and alarms that are open and have begun by an instant: rule << 32 | started_n, sorted. */
struct open_before open_keys(struct arena *a, const struct evaluation *e, int64_t by);
bool open_has(struct open_before o, const struct instance *i);

#endif

/* The one writer: append, fold again, rules, derived rows and notices in one durable step.
 *
 * Many threads may ask at once; their requests share a commit (group commit). What is answered OK
 * survives power loss; what is refused left nothing behind. */
#ifndef WORK_WRITER_H
#define WORK_WRITER_H
#include "work/store.h"

struct writer;

/* `threaded`: a thread of its own serves a queue; else each call does the work itself. */
status writer_open(struct task *t, struct store *s, bool threaded, struct writer **ret);
void writer_close(struct writer *w);

/* All or none; blocks until durable. Refusals are those of journal_append, and:
 * E_CONFLICT "someone added to this record while you were writing". The reason is in the task. */
status writer_append(struct task *t, struct writer *w, struct append *a);
/* Many small requests of one asker in few commits. Each is checked against all that came before,
 * and a refusal leaves the others as they were; none is confirmed before writer_settle says OK.
 * E_BUSY: those since the last settling are not recorded, and may be asked again.
 * Start with {0}. */
struct writer_hold {
    uint64_t taken_back; /* the writer's count when the first was appended */
    size_t appended;     /* since the last settling */
};
status writer_append_later(struct task *t, struct writer *w, struct append *a,
                           struct writer_hold *hold);
status writer_settle(struct task *t, struct writer *w, struct writer_hold *hold);
/* The register about itself and the access log: durable, starts no fold. */
status writer_note(struct task *t, struct writer *w, struct event *e);

/* Many requests of many subjects in few transactions, folded once per subject at the end of each
 * batch. Sort by subject first. A refused one is reported through `refused` (may be NULL) and does
 * not stop the rest. */
typedef void writer_refused(void *self, size_t at, enum status code, const char *reason);
status writer_bulk(struct task *t, struct writer *w, struct append *all, size_t count,
                   writer_refused *refused, void *self);
status writer_subject_new(struct task *t, struct writer *w, enum subject_kind kind,
                          uint32_t *ret_number); /* durable with the first event appended to it */

/* Fills in what a person need not say: the open episode or placement, a fresh number for one that
 * starts, the home a child lives in. E_INVALID when it cannot be known, and how to say it. */
status writer_complete(struct task *t, struct writer *w, struct event *e);

/* Called by the writer's own thread after each durable batch, once for each subject that was
 * folded: when the clock must next act on it; INT64_MAX: never. NULL: nobody watches any more. */
typedef void writer_moved(void *self, uint32_t subject, int64_t at);
status writer_watch(struct task *t, struct writer *w, writer_moved *call, void *self);
/* One more who is told the same, for what is kept in memory of the register; of subject 0 when
 * many at once have been stored. */
status writer_follow(struct task *t, struct writer *w, writer_moved *call, void *self);

/* Called once, by whoever finds it, when a write has failed and nothing more is taken; at once if
 * that is so already. NULL: nobody asks any more. */
typedef void writer_ended(void *self);
status writer_on_end(struct task *t, struct writer *w, writer_ended *call, void *self);
/* Is the database still there? E_IO, and the end, when it is not. */
status writer_check(struct task *t, struct writer *w);

/* Signs the journal's head now; the threaded writer does it each second when there is news. */
status writer_sign(struct task *t, struct writer *w, struct str *ret_note);
/* Work for idle moments: checkpoints of the WAL. The threaded writer does it itself. */
status writer_idle(struct task *t, struct writer *w);

struct writer_counts {
    int64_t events, commits, folds, rows_written, notices;
};
struct writer_counts writer_count(const struct writer *w);

#endif

/* A second thread that stores derived rows while the first folds the next ones.
 *
 * For work of many subjects at a time only: a rebuild, and bulk. Between rows_pipe_settle() and
 * the next rows_pipe_send() the connection is the caller's again. */
#ifndef WORK_ROWS_PIPE_H
#define WORK_ROWS_PIPE_H
#include "register/derived.h"

enum { CHUNK_ROWS = 1000, CHUNK_SUBJECTS = 2000 }; /* a chunk is sent on when it has so many */

struct rows_of {
    uint32_t subject;
    bool fresh; /* nothing of it is stored yet */
    size_t from, count;
};
struct rows_chunk {
    struct arena *arena; /* rows and their text */
    struct task t;
    struct derived_rows rows;
    struct rows_of *of;
    size_t subjects, room;
    int64_t stamp; /* the log's size that this brings the register to; -1: not yet */
};
static inline bool chunk_is_full(const struct rows_chunk *c)
{
    return c->rows.count >= CHUNK_ROWS || c->subjects >= CHUNK_SUBJECTS;
}

struct rows_pipe;
struct rows_pipe *rows_pipe_open(struct task *t, struct db *into, int64_t log);
void rows_pipe_close(struct rows_pipe *p); /* waits; accepts NULL */

struct db *rows_pipe_into(const struct rows_pipe *p);

/* An empty chunk to fill; waits while both are in use. */
struct rows_chunk *rows_pipe_chunk(struct rows_pipe *p);
/* Between these two the subject's rows are added to c->rows. */
void chunk_subject_begin(struct rows_chunk *c, uint32_t subject, bool fresh);
void chunk_subject_end(struct rows_chunk *c);
/* Hands the chunk over; one with a stamp is committed, others with those after them. Fails with
 * what went wrong in an earlier one. */
status rows_pipe_send(struct task *t, struct rows_pipe *p, struct rows_chunk *c);
void rows_pipe_drop(struct rows_pipe *p, struct rows_chunk *c); /* instead: nothing is stored */
/* Waits until all that was sent is stored. */
status rows_pipe_settle(struct task *t, struct rows_pipe *p);
int64_t rows_pipe_written(const struct rows_pipe *p); /* rows, once settled */

#endif

/* One transaction of the writer: append, fold, notices, commit the journal, then the register. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/log.h"
#include "journal/journal.h"
#include "work/decide_check.h"
#include "work/writer_inside.h"

enum { TOUCHED_PLACES = 2 * SUBJECTS_IN_BATCH_MAX };
static void untouch(struct writer *w, size_t down_to);

status batch_begin(struct writer *w)
{
    if (w->kept_open)
        return OK;
    TRY(tx_begin(&w->task, w->store->kept, &w->kept));
    w->kept_open = true;
    w->next_size = 0;
    return OK;
}

void batch_abandon(struct writer *w)
{
    tx_end(&w->derived);
    tx_end(&w->kept);
    if (w->chunk)
        rows_pipe_drop(w->pipe, w->chunk);
    w->chunk = NULL;
    if (w->kept_open) {
        journal_rolled_back(w->store->journal);
        w->taken_back++;
    }
    w->kept_open = false;
    untouch(w, 0);
    w->log_day = INT32_MIN; /* the day's stream may have been made in this transaction */
    stream_cache_drop_all(w->cache);
}

/* --- appending --- */

static uint32_t *touched_place(struct writer *w, uint32_t subject)
{
    size_t i = (subject * UINT32_C(2654435761)) & (TOUCHED_PLACES - 1);
    while (w->touched_at[i] && w->touched[w->touched_at[i] - 1].subject != subject)
        i = (i + 1) & (TOUCHED_PLACES - 1);
    return &w->touched_at[i];
}

/* Must be asked before the append: the length is that of the stream so far. */
static void touch(struct writer *w, uint32_t subject)
{
    uint32_t *place = touched_place(w, subject);
    if (*place)
        return;
    MUST(w->touched_count < SUBJECTS_IN_BATCH_MAX);
    uint32_t before = journal_stream_length(&w->task, w->store->journal, subject);
    w->touched[w->touched_count++] = (struct touched){ subject, before };
    *place = (uint32_t)w->touched_count;
}

/* Latest first, so that no search is cut short by a gap. */
static void untouch(struct writer *w, size_t down_to)
{
    while (w->touched_count > down_to) {
        *touched_place(w, w->touched[w->touched_count - 1].subject) = 0;
        w->touched_count--;
    }
}

status batch_note(struct writer *w, void *append)
{
    struct append *a = append;
    if (a->events[0].subject == 0)
        TRY(access_log_subject(w, &a->events[0]));
    return journal_append(&w->task, w->store->journal, a);
}

/* Not the homes that are told of it: no row of a home is made of its pointers, and a busy home's
 * stream would be read again with every batch. */
static void touch_all(struct writer *w, const struct append *a)
{
    for (size_t i = 0; i < a->count; i++)
        touch(w, a->events[i].subject);
}

static status check_count(struct task *t, const struct append *a)
{
    if (a->count == 0)
        return fail(t, E_INVALID, "there is nothing to append");
    if (a->count > BATCH_EVENTS_MAX)
        return fail(t, E_LIMIT, "at most %d entries can be made at once: send them in parts",
                    BATCH_EVENTS_MAX);
    return OK;
}

status batch_append(struct writer *w, void *append)
{
    struct append *a = append;
    size_t touched_before = w->touched_count;
    TRY(check_count(&w->task, a));
    TRY(decide_check(w, a));
    touch_all(w, a);
    status appended = journal_append(&w->task, w->store->journal, a);
    if (appended != OK || a->repeated) {
        untouch(w, touched_before);
        return appended;
    }
    w->next_size = a->events[a->count - 1].seq + 1;
    w->counts.events += (int64_t)a->count;
    return notices_answered(w, a);
}

/* --- folding --- */

static int by_key(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

struct open_before open_keys(struct arena *a, const struct evaluation *e, int64_t by)
{
    struct open_before o = { NEWS(a, uint64_t, e->count + 1), 0 };
    for (uint32_t i = 0; i < e->count; i++) {
        const struct instance *one = &e->instance[i];
        if (one->closing == OPEN && one->from <= by)
            o.keys[o.count++] = (uint64_t)one->rule << 32 | one->started_n;
    }
    qsort(o.keys, o.count, sizeof *o.keys, by_key);
    return o;
}

bool open_has(struct open_before o, const struct instance *i)
{
    uint64_t key = (uint64_t)i->rule << 32 | i->started_n;
    return o.count > 0 && bsearch(&key, o.keys, o.count, sizeof key, by_key);
}

/* A subject as this batch leaves it: from memory, or read and let go. */
struct folded {
    struct touched which;
    enum subject_kind kind;
    struct cached *cached; /* NULL in bulk */
    struct stream stream;
};

/* In bulk the rows are stored later, and borrow from the stream: it lives in their chunk. */
static status find_stream(struct writer *w, struct folded *f)
{
    struct task *t = &w->task;
    uint32_t subject = f->which.subject;
    if (w->bulk) {
        stream_cache_drop(w->cache, subject);
        status read = stream_read(&w->chunk->t, w->store->journal, subject, NEVER, false,
                                  &f->stream);
        return read == OK ? OK : fail(t, read, "%s", w->chunk->t.reason);
    }
    TRY(stream_cache_take(t, w->cache, w->store->journal, subject, &f->cached));
    f->stream = f->cached->stream;
    return OK;
}

static status store_rows(struct writer *w, const struct folded *f)
{
    struct task *t = &w->task;
    const bool fresh = f->which.before_n == 0;
    int64_t written = 0;
    w->counts.folds++;
    if (w->bulk) {
        chunk_subject_begin(w->chunk, f->which.subject, fresh);
        fold_rows(&w->chunk->t, w->folding, f->kind, &f->stream, &w->chunk->rows);
        chunk_subject_end(w->chunk);
        return OK;
    }
    w->rows.count = 0;
    fold_rows(t, w->folding, f->kind, &f->stream, &w->rows);
    TRY(derived_replace(t, w->store->derived, w->store->log, f->which.subject, &w->rows, fresh,
                        &written));
    w->counts.rows_written += written;
    return OK;
}

/* What was open before: remembered, or found by folding the stream as it was. */
static struct open_before find_open(struct writer *w, const struct folded *f)
{
    uint32_t n = f->which.before_n;
    if (f->cached && f->cached->folded)
        return (struct open_before){ f->cached->open, f->cached->open_count };
    if (n == 0 || n > f->stream.count)
        return (struct open_before){ 0 };
    const struct evaluation *e = fold_child(w->folding, &f->stream, n);
    return open_keys(w->arena, e, f->stream.fact[n - 1].recorded);
}

static status write_folded(struct writer *w, struct folded *f)
{
    struct task *t = &w->task;
    struct open_before before = { 0 };
    bool child = f->kind == SUBJECT_CHILD;
    TRY(find_stream(w, f));
    if (child)
        before = find_open(w, f);
    TRY(store_rows(w, f));
    if (!child)
        return OK;
    TRY(notices_of(w, &f->stream, w->folding->evaluation, before));
    struct open_before now = open_keys(w->arena, w->folding->evaluation, task_now(t).us);
    if (f->cached)
        stream_cache_opened(w->cache, f->cached, now.keys, now.count);
    return OK;
}

static status fold_touched(struct writer *w, struct touched which, bool children)
{
    struct folded f = { .which = which };
    TRY(journal_subject_kind(&w->task, w->store->journal, which.subject, &f.kind));
    if (!fold_has_rows(f.kind) || (f.kind == SUBJECT_CHILD) != children)
        return OK;
    struct arena_mark mark = arena_mark(w->arena);
    TRY(write_folded(w, &f));
    arena_rewind(w->arena, mark);
    return OK;
}

status batch_settle_rows(struct writer *w)
{
    if (!w->rows_ahead)
        return OK;
    int64_t before = w->rows_stored;
    status done = rows_pipe_settle(&w->task, w->pipe);
    w->rows_ahead = false;
    w->rows_stored = rows_pipe_written(w->pipe);
    w->counts.rows_written += w->rows_stored - before;
    if (done != OK) {
        log_failure("register-behind", &w->task);
        writer_stop(w, w->task.reason);
    }
    return done;
}

static status fold_begin(struct writer *w)
{
    w->owners = owners_open(&w->batch, w->store, w->store->derived);
    if (!w->bulk) {
        TRY(batch_settle_rows(w));
        return tx_begin(&w->task, w->store->derived, &w->derived);
    }
    if (w->pipe && rows_pipe_into(w->pipe) != w->store->derived) {
        rows_pipe_close(w->pipe); /* the register was rebuilt meanwhile: another connection */
        w->pipe = NULL;
        w->rows_stored = 0;
    }
    if (!w->pipe) {
        struct task lasting = task_open(w->rows_arena, w->task.clock);
        w->pipe = rows_pipe_open(&lasting, w->store->derived, w->store->log);
    }
    w->chunk = rows_pipe_chunk(w->pipe);
    return OK;
}

/* Homes, agencies and people first: a child's notices go to whom those now name. */
static status fold_all(struct writer *w)
{
    TRY(fold_begin(w));
    for (size_t i = 0; i < w->touched_count; i++)
        TRY(fold_touched(w, w->touched[i], false));
    for (size_t i = 0; i < w->touched_count; i++)
        TRY(fold_touched(w, w->touched[i], true));
    if (w->bulk)
        w->chunk->stamp = w->next_size;
    else
        TRY(derived_stamp(&w->task, w->store->derived, w->store->log, w->next_size));
    return OK;
}

/* What is in the journal stays confirmed: the register only lags, and catches up at start. */
static void commit_rows(struct writer *w)
{
    struct rows_chunk *chunk = w->chunk;
    w->chunk = NULL;
    status done = w->bulk ? rows_pipe_send(&w->task, w->pipe, chunk) : tx_commit(&w->derived);
    w->rows_ahead |= w->bulk;
    if (done == OK)
        return;
    log_failure("register-behind", &w->task);
    writer_stop(w, w->task.reason);
    stream_cache_drop_all(w->cache);
}

static status commit_both(struct writer *w)
{
    const bool rows = w->touched_count > 0;
    if (rows)
        TRY(fold_all(w));
    TRY(tx_commit(&w->kept));
    w->kept_open = false;
    journal_committed(w->store->journal);
    w->counts.commits++;
    untouch(w, 0);
    if (rows)
        commit_rows(w);
    return OK;
}

status batch_finish(struct writer *w)
{
    struct arena_mark mark = arena_mark(w->batch_arena);
    w->batch.clock = w->task.clock;
    status done = commit_both(w);
    w->owners = NULL;
    arena_rewind(w->batch_arena, mark);
    if (done == OK)
        return OK;
    if (done != E_BUSY)
        writer_stop(w, w->task.reason);
    batch_abandon(w);
    return done;
}

/* --- serving --- */

static status take_in(struct writer *w, struct job **jobs, size_t count)
{
    TRY(batch_begin(w));
    for (size_t i = 0; i < count; i++) {
        struct job *j = jobs[i];
        w->task.clock = j->asked->clock;
        w->task.actor = j->asked->actor;
        j->result = j->inside(w, j->self);
        if (writer_is_failure(j->result))
            return j->result;
        j->refused = j->result != OK;
        if (j->refused)
            snprintf(j->reason, sizeof j->reason, "%s", w->task.reason);
    }
    return OK;
}

static void answer_all(struct writer *w, struct job **jobs, size_t count, status outcome)
{
    for (size_t i = 0; i < count; i++) {
        if (jobs[i]->refused)
            continue;
        jobs[i]->result = outcome;
        if (outcome != OK)
            snprintf(jobs[i]->reason, sizeof jobs[i]->reason, "%s", w->task.reason);
    }
}

void batch_serve(struct writer *w, struct job **jobs, size_t count)
{
    struct arena_mark mark = arena_mark(w->arena);
    status outcome = w->stopped ? writer_refuse_stopped(&w->task, w) : OK;
    if (outcome == OK) {
        outcome = take_in(w, jobs, count);
        if (outcome == OK) {
            outcome = batch_finish(w);
        } else {
            if (outcome != E_BUSY)
                writer_stop(w, w->task.reason);
            batch_abandon(w);
        }
    }
    if (outcome != OK && outcome != E_BUSY)
        outcome = E_IO;
    answer_all(w, jobs, count, outcome);
    arena_rewind(w->arena, mark);
}

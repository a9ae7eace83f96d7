/* One transaction of the writer: append, fold, notices, commit the journal, then the register. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/log.h"
#include "journal/journal.h"
#include "work/decide_check.h"
#include "work/own_entries.h"
#include "work/writer_inside.h"

enum {
    CORRECTIONS_MAX = 16,
    STEPS_PASSED_MAX = 256,
};

status batch_begin(struct writer *w)
{
    if (w->kept_open)
        return OK;
    TRY(tx_begin(&w->task, w->store->kept, &w->kept));
    w->kept_open = true;
    w->next_size = journal_size(w->store->journal);
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
    touched_cut(&w->touched, 0);
    w->moved_count = 0;
    w->log_day = INT32_MIN; /* the day's stream may have been made in this transaction */
    stream_cache_drop_all(w->cache);
}

/* --- appending --- */

/* Must be asked before the append: the length is that of the stream so far. */
static void touch(struct writer *w, uint32_t subject)
{
    if (touched_has(&w->touched, subject))
        return;
    uint32_t before = journal_stream_length(&w->task, w->store->journal, subject);
    bool stored = touched_has(&w->homes, subject);
    touched_add(&w->touched, (struct touched){ subject, before, stored });
}

void batch_touch(struct writer *w, uint32_t subject)
{
    touch(w, subject);
}

/* In bulk a home is told of hundreds of children: it is folded once, at the end. */
static void touch_told(struct writer *w, uint32_t subject)
{
    if (!w->bulk) {
        touch(w, subject);
        return;
    }
    if (touched_has(&w->homes, subject))
        return;
    if (w->homes.count == 0)
        w->homes_since = journal_size(w->store->journal);
    uint32_t before = journal_stream_length(&w->task, w->store->journal, subject);
    touched_add(&w->homes, (struct touched){ subject, before, true });
    stream_cache_drop(w->cache, subject);
}

status batch_note(struct writer *w, void *append)
{
    struct append *a = append;
    if (a->events[0].subject == 0)
        TRY(access_log_subject(w, &a->events[0]));
    TRY(journal_append(&w->task, w->store->journal, a));
    for (size_t i = 0; i < a->count && !a->repeated; i++)
        TRY(access_log_indexed(w, &a->events[i]));
    if (!a->repeated)
        w->next_size = a->events[a->count - 1].seq + 1;
    return OK;
}

/* Whoever was told of an entry is told again when it is corrected. */
static status touch_told_before(struct writer *w, uint32_t subject, uint32_t n)
{
    struct task *t = &w->task;
    for (int depth = 0; depth < CORRECTIONS_MAX && n > 0; depth++) {
        struct stream_reader r;
        struct part p;
        struct event e = { 0 };
        TRY(stream_open(t, w->store->journal, subject, n - 1, &r));
        bool there = stream_next(&r, &p);
        TRY(stream_done(&r));
        if (!there || p.erased || p.n != n)
            return OK;
        TRY(event_decode(t, p.payload, &e));
        if (e.also != 0 && !e.pointer)
            touch_told(w, e.also);
        n = e.corrects;
    }
    return OK;
}

static status touch_all(struct writer *w, const struct append *a)
{
    for (size_t i = 0; i < a->count; i++) {
        const struct event *e = &a->events[i];
        touch(w, e->subject);
        if (e->also != 0)
            touch_told(w, e->also);
        if (e->corrects != 0)
            TRY(touch_told_before(w, e->subject, e->corrects));
    }
    return OK;
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

static bool is_own_step(const struct event *e)
{
    return e->author == 0 && !e->pointer &&
           (e->kind == EV_ALARM_RAISED || e->kind == EV_DUTY_WARNED || e->kind == EV_ESCALATED);
}

/* A form that a person began before the clock took a step is not refused because of that step:
 * what the person saw still stands. */
static status pass_over_steps(struct writer *w, uint32_t subject, uint32_t *seen)
{
    struct task *t = &w->task;
    if (*seen == APPEND_ANY)
        return OK;
    uint32_t length = journal_stream_length(t, w->store->journal, subject);
    if (length <= *seen || length - *seen > STEPS_PASSED_MAX)
        return OK;
    struct stream_reader r;
    struct part p;
    bool own = true;
    TRY(stream_open(t, w->store->journal, subject, *seen, &r));
    while (own && stream_next(&r, &p)) {
        struct event e = { 0 };
        own = !p.erased && event_decode(t, p.payload, &e) == OK && is_own_step(&e);
    }
    TRY(stream_done(&r));
    if (own)
        *seen = length;
    return OK;
}

status batch_append(struct writer *w, void *append)
{
    struct append *a = append;
    size_t touched_before = w->touched.count;
    TRY(check_count(&w->task, a));
    TRY(own_entries_check(&w->task, w->store, a));
    TRY(decide_check(w, a));
    TRY(pass_over_steps(w, a->events[0].subject, &a->expected_n));
    for (size_t i = 0; i < a->also_count; i++)
        TRY(pass_over_steps(w, a->also_seen[i].subject, &a->also_seen[i].n));
    status appended = touch_all(w, a);
    if (appended == OK)
        appended = journal_append(&w->task, w->store->journal, a);
    if (appended != OK || a->repeated) {
        touched_cut(&w->touched, touched_before);
        return appended;
    }
    w->next_size = a->events[a->count - 1].seq + 1;
    w->counts.events += (int64_t)a->count;
    TRY(batch_tell_residents(w, a));
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
    const bool fresh = f->which.before_n == 0 && !f->which.stored;
    int64_t written = 0;
    w->counts.folds++;
    if (w->bulk) {
        chunk_subject_begin(w->chunk, f->which.subject, fresh);
        fold_rows(&w->chunk->t, w->folding, f->kind, &f->stream, &w->chunk->rows);
        chunk_subject_end(w->chunk);
        return OK;
    }
    struct arena_mark mark = arena_mark(w->rows_arena);
    w->rows = (struct derived_rows){ .arena = w->rows_arena };
    fold_rows(t, w->folding, f->kind, &f->stream, &w->rows);
    TRY(derived_replace(t, w->store->derived, w->store->log, f->which.subject, &w->rows, fresh,
                        &written));
    arena_rewind(w->rows_arena, mark);
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
    const struct evaluation *e = fold_subject(w->folding, f->kind, &f->stream, n);
    return open_keys(w->arena, e, f->stream.fact[n - 1].recorded);
}

void batch_moved(struct writer *w, uint32_t subject, int64_t at)
{
    MUST(w->moved_count < 2 * TOUCHED_MAX);
    w->moved[w->moved_count++] = (struct moved){ subject, at };
}

static status write_folded(struct writer *w, struct folded *f)
{
    struct task *t = &w->task;
    struct open_before before = { 0 };
    bool ruled = fold_has_rules(f->kind);
    TRY(find_stream(w, f));
    if (ruled)
        before = find_open(w, f);
    TRY(store_rows(w, f));
    if (!ruled)
        return OK;
    const struct evaluation *e = w->folding->evaluation;
    batch_moved(w, f->which.subject, w->folding->next_us);
    TRY(notices_of(w, f->kind, &f->stream, f->which.before_n, before));
    struct open_before now = open_keys(w->arena, e, task_now(t).us);
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
    for (size_t i = 0; i < w->touched.count; i++)
        TRY(fold_touched(w, w->touched.at[i], false));
    for (size_t i = 0; i < w->touched.count; i++)
        TRY(fold_touched(w, w->touched.at[i], true));
    int64_t stamp = w->homes.count > 0 ? w->homes_since : w->next_size;
    if (w->bulk)
        w->chunk->stamp = stamp;
    else
        TRY(derived_stamp(&w->task, w->store->derived, w->store->log, stamp));
    return OK;
}

/* What is in the journal stays confirmed: the register only lags, and catches up at start. */
static void commit_rows(struct writer *w)
{
    struct rows_chunk *chunk = w->chunk;
    w->chunk = NULL;
    status done = w->bulk ? rows_pipe_send(&w->task, w->pipe, chunk) : tx_commit(&w->derived);
    w->rows_ahead |= w->bulk;
    if (done == OK && !w->bulk && w->homes.count == 0)
        w->stamped = w->next_size;
    if (done == OK)
        return;
    log_failure("register-behind", &w->task);
    writer_stop(w, w->task.reason);
    stream_cache_drop_all(w->cache);
}

static status commit_both(struct writer *w)
{
    const bool rows = w->touched.count > 0;
    if (rows)
        TRY(fold_all(w));
    TRY(tx_commit(&w->kept));
    w->kept_open = false;
    journal_committed(w->store->journal);
    w->counts.commits++;
    touched_cut(&w->touched, 0);
    if (rows)
        commit_rows(w);
    for (size_t i = 0; w->watch && i < w->moved_count; i++)
        w->watch(w->watch_self, w->moved[i].subject, w->moved[i].at);
    for (size_t i = 0; w->follow && i < w->moved_count; i++)
        w->follow(w->follow_self, w->moved[i].subject, w->moved[i].at);
    w->moved_count = 0;
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

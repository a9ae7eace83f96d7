/* Folds subjects from the journal into derived tables, a batch of them a transaction. */
#include "work/catch_up.h"

#include "base/log.h"
#include "journal/journal.h"
#include "work/rows_pipe.h"
#include "work/store_files.h"
#include "work/store_open.h"

enum {
    SUBJECTS_A_COMMIT = 2000,
    FOLD_ARENA_BYTES = 192 << 20, /* one stream at its longest, and its rows */
};

/* A task whose memory is given back subject by subject. */
struct folder {
    struct task own;
    struct task *asked;
    struct store *store;
    struct db *into;
    struct folding *folding;
    struct arena *rows_arena;
    struct derived_rows rows;
};

static void folder_open(struct folder *f, struct task *t, struct store *s, struct db *into)
{
    *f = (struct folder){ .own = *t, .asked = t, .store = s, .into = into };
    f->own.arena = arena_open(FOLD_ARENA_BYTES);
    f->rows_arena = arena_open(FOLD_ARENA_BYTES);
    f->rows.arena = f->rows_arena;
    f->folding = folding_open(&f->own, s);
}

static status folder_close(struct folder *f, status done)
{
    if (done != OK)
        done = fail(f->asked, done, "%s", f->own.reason);
    folding_close(f->folding);
    arena_close(f->rows_arena);
    arena_close(f->own.arena);
    return done;
}

static status fold_one(struct folder *f, uint32_t subject, int64_t *ret_rows)
{
    enum subject_kind kind;
    struct task *t = &f->own;
    struct journal *j = f->store->journal;
    TRY(journal_subject_kind(t, j, subject, &kind));
    if (!fold_has_rows(kind))
        return OK;
    struct arena_mark mark = arena_mark(t->arena);
    struct stream s;
    TRY(stream_read(t, j, subject, NEVER, false, &s));
    struct arena_mark rows = arena_mark(f->rows_arena);
    f->rows = (struct derived_rows){ .arena = f->rows_arena };
    fold_rows(t, f->folding, kind, &s, &f->rows);
    TRY(derived_replace(t, f->into, f->store->log, subject, &f->rows, false, ret_rows));
    arena_rewind(f->rows_arena, rows);
    arena_rewind(t->arena, mark);
    return OK;
}

static status fold_some(struct folder *f, const uint32_t *subjects, size_t count)
{
    WITH_TX(tx);
    TRY(tx_begin(&f->own, f->into, &tx));
    for (size_t i = 0; i < count; i++) {
        int64_t rows = 0;
        TRY(fold_one(f, subjects[i], &rows));
    }
    return tx_commit(&tx);
}

static status stamp(struct task *t, struct store *s, struct db *into, int64_t size)
{
    WITH_TX(tx);
    TRY(tx_begin(t, into, &tx));
    TRY(derived_stamp(t, into, s->log, size));
    return tx_commit(&tx);
}

/* One subject into a chunk: read here, stored by the pipe's thread meanwhile. */
static status fold_into_chunk(struct folder *f, struct rows_chunk *c, uint32_t subject)
{
    enum subject_kind kind;
    struct stream s;
    TRY(journal_subject_kind(&f->own, f->store->journal, subject, &kind));
    if (!fold_has_rows(kind))
        return OK;
    /* Rows borrow from the stream's text, so that lives as long as the chunk. */
    status read = stream_read(&c->t, f->store->journal, subject, NEVER, false, &s);
    if (read != OK)
        return fail(&f->own, read, "%s", c->t.reason);
    chunk_subject_begin(c, subject, true);
    fold_rows(&c->t, f->folding, kind, &s, &c->rows);
    chunk_subject_end(c);
    return OK;
}

static status fold_all_into(struct folder *f, struct rows_pipe *pipe, store_progress *p,
                            void *self)
{
    uint32_t count = journal_subject_count(f->store->journal);
    int64_t size = journal_size(f->store->journal);
    struct rows_chunk *c = rows_pipe_chunk(pipe);
    for (uint32_t subject = 1; subject <= count; subject++) {
        TRY(fold_into_chunk(f, c, subject));
        if (!chunk_is_full(c))
            continue;
        TRY(rows_pipe_send(&f->own, pipe, c));
        c = rows_pipe_chunk(pipe);
        if (p)
            p(self, subject, count);
    }
    c->stamp = size;
    TRY(rows_pipe_send(&f->own, pipe, c));
    if (p)
        p(self, count, count);
    return rows_pipe_settle(&f->own, pipe);
}

status fold_everything(struct task *t, struct store *s, struct db *into, store_progress *p,
                       void *self)
{
    struct folder f;
    folder_open(&f, t, s, into);
    struct rows_pipe *pipe = rows_pipe_open(&f.own, into, s->log);
    status done = fold_all_into(&f, pipe, p, self);
    rows_pipe_close(pipe);
    return folder_close(&f, done);
}

static status fold_changed(struct task *t, struct store *s, int64_t folded_to)
{
    uint32_t *changed;
    size_t count;
    struct folder f;
    int64_t size = journal_size(s->journal);
    TRY(journal_changed_since(t, s->journal, folded_to - 1, &changed, &count));
    folder_open(&f, t, s, s->derived);
    status done = OK;
    for (size_t i = 0; i < count && done == OK; i += SUBJECTS_A_COMMIT)
        done = fold_some(&f, changed + i,
                         count - i < SUBJECTS_A_COMMIT ? count - i : SUBJECTS_A_COMMIT);
    TRY(folder_close(&f, done));
    if (count > 1) /* one alone is, as a rule, the day's access log, which has no rows */
        log_line(LOG_INFO, "register-caught-up", "subjects=%zu", count);
    return stamp(t, s, s->derived, size);
}

status catch_up(struct task *t, struct store *s)
{
    int64_t folded_to, size = journal_size(s->journal);
    TRY(derived_folded_to(t, s->derived, s->log, &folded_to));
    if (folded_to == size)
        return OK;
    if (folded_to >= 0 && folded_to < size)
        return fold_changed(t, s, folded_to);
    return store_rebuild(t, s, false, NULL, NULL);
}

status store_refold(struct task *t, struct store *s, uint32_t subject, int64_t *ret_rows)
{
    struct folder f;
    int64_t rows = 0;
    WITH_TX(tx);
    TRY(tx_begin(t, s->derived, &tx));
    folder_open(&f, t, s, s->derived);
    status done = fold_one(&f, subject, &rows);
    TRY(folder_close(&f, done));
    TRY(tx_commit(&tx));
    *ret_rows = rows;
    return OK;
}

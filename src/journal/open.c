/* Opening a log, following its transactions, closing it. */
#include <stdlib.h>
#include <string.h>

#include "db/migrate.h"
#include "journal/verify.h"

static const struct statement log_read = { "journal.log",
                                           "SELECT origin FROM journal_log WHERE log = $1", 1, 1 };
static const struct statement log_add = { "journal.log_add",
                                          "INSERT INTO journal_log (log, origin) VALUES ($1, $2)",
                                          2, 0 };

static bool origin_is_good(struct str origin)
{
    if (origin.len == 0 || origin.len > ORIGIN_BYTES_MAX)
        return false;
    for (size_t i = 0; i < origin.len; i++) {
        if (origin.at[i] <= ' ' || origin.at[i] >= 0x7f || origin.at[i] == '+')
            return false;
    }
    return true;
}

static status place_check(struct task *t, const struct journal_place *p)
{
    if (!origin_is_good(p->origin))
        return fail(t, E_INVALID,
                    "a journal's origin is a name like northmere.example/sightline: "
                    "no spaces, no plus sign, at most %d bytes",
                    ORIGIN_BYTES_MAX);
    return OK;
}

static status origin_read(struct task *t, const struct journal_place *p, struct str *ret)
{
    WITH_CURSOR(rows);
    TRY(db_query(t, p->kept, &log_read, (struct value[]){ I64(p->log) }, 1, &rows));
    *ret = cursor_next(&rows) ? cursor_text(&rows) : S("");
    return cursor_done(&rows);
}

status journal_init(struct task *t, const struct journal_place *p)
{
    struct str origin;
    TRY(place_check(t, p));
    TRY(db_migrate(t, p->kept, embedded_schemas, S("kept-")));
    TRY(db_migrate(t, p->keys, embedded_schemas, S("keys-")));
    TRY(db_prepare_all(t, p->kept, &log_read, 1));
    TRY(db_prepare_all(t, p->kept, &log_add, 1));
    TRY(origin_read(t, p, &origin));
    if (origin.len > 0)
        return fail(t, E_CONFLICT, "log %lld is there already", (long long)p->log);
    return db_run(t, p->kept, &log_add, (struct value[]){ I64(p->log), TEXT(p->origin) }, 2);
}

static status prepare(struct task *t, const struct journal_place *p)
{
    TRY(db_prepare_all(t, p->kept, &log_read, 1));
    TRY(db_prepare_all(t, p->kept, frontier_statements, FRONTIER_STATEMENTS));
    TRY(db_prepare_all(t, p->kept, subject_statements, SUBJECT_STATEMENTS));
    TRY(db_prepare_all(t, p->kept, append_statements, APPEND_STATEMENTS));
    TRY(db_prepare_all(t, p->kept, read_statements, READ_STATEMENTS));
    TRY(db_prepare_all(t, p->kept, verify_statements, VERIFY_STATEMENTS));
    return db_prepare_all(t, p->keys, key_statements, KEY_STATEMENTS);
}

static struct journal *journal_make(const struct journal_place *p)
{
    struct journal *j = calloc(1, sizeof *j);
    MUST(j);
    j->pages = calloc(SUBJECT_PAGES, sizeof *j->pages);
    MUST(j->pages);
    j->kept = p->kept;
    j->keys = p->keys;
    j->log = p->log;
    j->origin_len = p->origin.len;
    memcpy(j->origin, p->origin.at, p->origin.len);
    memcpy(j->wrapping, p->wrapping, sizeof j->wrapping);
    j->place = seal_place_open(p->origin);
    j->keys_ahead = 1;
    return j;
}

static status journal_fill(struct task *t, struct journal *j, bool to_verify)
{
    j->unchecked = to_verify;
    TRY(to_verify ? frontier_size(t, j, &j->tree.size) : frontier_read(t, j));
    TRY(subjects_count(t, j, &j->subjects_committed));
    j->subjects = j->subjects_committed;
    j->committed = j->tree;
    return OK;
}

static status open_as(struct task *t, const struct journal_place *p, bool to_verify,
                      struct journal **ret)
{
    struct str origin;
    TRY(place_check(t, p));
    TRY(prepare(t, p));
    TRY(origin_read(t, p, &origin));
    if (origin.len == 0)
        return fail(t, E_MISSING, "there is no journal here yet: make the register first");
    if (!str_equal(origin, p->origin))
        return fail(t, E_CONFLICT, "this journal has another origin than the settings name");
    struct journal *j = journal_make(p);
    status s = journal_fill(t, j, to_verify);
    if (s != OK) {
        journal_close(j);
        return s;
    }
    *ret = j;
    return OK;
}

status journal_open(struct task *t, const struct journal_place *p, struct journal **ret)
{
    return open_as(t, p, false, ret);
}

status journal_open_to_verify(struct task *t, const struct journal_place *p, struct journal **ret)
{
    return open_as(t, p, true, ret);
}

void journal_close(struct journal *j)
{
    if (!j)
        return;
    for (size_t page = 0; page < SUBJECT_PAGES; page++) {
        if (j->pages[page])
            wipe(j->pages[page], SUBJECTS_A_PAGE * sizeof **j->pages);
        free(j->pages[page]);
    }
    free(j->pages);
    wipe(j, sizeof *j);
    free(j);
}

void journal_committed(struct journal *j)
{
    MUST(!j->broken); /* else half an append was made durable */
    j->committed = j->tree;
    j->subjects_committed = j->subjects;
    j->keys_ahead = j->keys_ahead > 1 ? j->keys_ahead / 2 : 1;
}

void journal_rolled_back(struct journal *j)
{
    bool added = j->broken || j->tree.size != j->committed.size;
    if (added || j->subjects != j->subjects_committed)
        subjects_forget(j);
    /* An open tile's first hashes are still right, unless it was filled and begun anew. */
    if (added && (j->broken || (j->tree.size ^ j->committed.size) >> TILE_HEIGHT))
        j->stale = true;
    j->tree = j->committed;
    j->broken = false;
    j->keys_ahead = 1;
}

int64_t journal_size(const struct journal *j)
{
    return j->committed.size;
}

/* A reader's journal follows what the writer has committed since. */
status journal_root(struct task *t, struct journal *j, struct hash256 *ret_root)
{
    bool behind = false;
    if (j->unchecked)
        return fail(t, E_DENIED, "this journal was opened to be checked, not to be relied on");
    if (j->tree.size == j->committed.size)
        TRY(frontier_behind(t, j, &behind));
    if (behind) {
        TRY(frontier_read(t, j));
        TRY(subjects_count(t, j, &j->subjects_committed));
        subjects_forget(j);
        j->committed = j->tree;
    }
    *ret_root = tree_root(&j->committed);
    return OK;
}

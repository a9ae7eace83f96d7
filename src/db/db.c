/* The rules that both engines share: prepared sets, transactions, cursors, faults on request. */
#include "db/db.h"

#include <stdlib.h>
#include <string.h>

#include "db/maker.h"

static _Thread_local int64_t fault_calls, fault_from; /* fault_from 0: no faults wanted */

void db_fault_at(int64_t nth_call)
{
    fault_calls = 0;
    fault_from = nth_call;
}

void db_fault_none(void)
{
    fault_from = 0;
}

int64_t db_fault_calls(void)
{
    return fault_calls;
}

/* Every verb that may fail passes here first, as if its engine had been asked. */
static status fault(struct task *t, const char *verb)
{
    fault_calls++;
    if (fault_from == 0 || fault_calls < fault_from)
        return OK;
    return fail(t, E_IO, "%s: this failure was asked for by a test", verb);
}

status db_open(struct task *t, const struct db_place *place, struct db **ret_db)
{
    TRY(fault(t, "open"));
    bool file = place->path.len > 0;
    if (file == (place->url.len > 0))
        return fail(t, E_INVALID, "name either a database file or a postgresql:// address");
    return file ? sqlite_open(t, place, ret_db) : postgres_open(t, place, ret_db);
}

void db_close(struct db *d)
{
    if (!d)
        return;
    if (d->in_tx)
        d->maker->rollback(d);
    for (size_t i = 0; i < d->room; i++) {
        if (d->slots[i])
            d->maker->forget(d->slots[i]);
    }
    free(d->slots);
    d->maker->close(d);
}

/* --- the closed set of statements --- */

static size_t slot_of(const struct db *d, const struct statement *s)
{
    uint64_t mixed = (uint64_t)(uintptr_t)s * UINT64_C(0x9E3779B97F4A7C15);
    size_t i = (size_t)(mixed >> 32) & (d->room - 1);
    while (d->slots[i] && d->slots[i]->statement != s)
        i = (i + 1) & (d->room - 1);
    return i;
}

static void make_room(struct db *d)
{
    if (d->used * 2 < d->room)
        return;
    struct prepared **old = d->slots;
    size_t old_room = d->room;
    d->room = old_room ? old_room * 2 : 64;
    d->slots = calloc(d->room, sizeof *d->slots);
    MUST(d->slots);
    for (size_t i = 0; i < old_room; i++) {
        if (old[i])
            d->slots[slot_of(d, old[i]->statement)] = old[i];
    }
    free(old);
}

static struct prepared *prepared_of(const struct db *d, const struct statement *s)
{
    MUST(d->room > 0);
    struct prepared *p = d->slots[slot_of(d, s)];
    MUST(p); /* every set is given to db_prepare_all when the database is opened */
    return p;
}

static status prepare_all(struct task *t, struct db *d, const struct statement *all, size_t count)
{
    TRY(fault(t, "prepare"));
    for (size_t i = 0; i < count; i++) {
        make_room(d);
        size_t at = slot_of(d, &all[i]);
        if (d->slots[at])
            continue; /* a set given twice is prepared once */
        TRY(d->maker->prepare(t, d, &all[i], &d->slots[at]));
        d->used++;
    }
    return OK;
}

/* --- running --- */

static status may_write(struct task *t, const struct db *d)
{
    if (d->stopped)
        return fail(t, E_IO,
                    "the disk failed during an earlier commit: stop this program, look"
                    " at the disk, then start it again");
    return OK;
}

static status may_go_on(struct task *t, const struct db *d)
{
    if (d->in_tx && d->tx_failed != OK)
        return fail(t, d->tx_failed,
                    "an earlier step of this change failed: nothing of it was"
                    " stored");
    return OK;
}

static status in_tx_result(struct db *d, status result)
{
    if (result != OK && d->in_tx && d->tx_failed == OK)
        d->tx_failed = result;
    return result;
}

status db_prepare_all(struct task *t, struct db *d, const struct statement *all, size_t count)
{
    return in_tx_result(d, prepare_all(t, d, all, count));
}

static status commit_result(struct db *d, status result)
{
    if (result == E_IO || result == E_CORRUPT)
        d->stopped = true;
    return result;
}

/* PostgreSQL refuses these two and SQLite takes them: so neither gets them. */
static status check_values(struct task *t, const struct statement *s, const struct value *in,
                           size_t count)
{
    MUST(count == s->params);
    for (size_t i = 0; i < count; i++) {
        if (in[i].kind != VALUE_TEXT || in[i].s.len == 0)
            continue;
        if (memchr(in[i].s.at, 0, in[i].s.len) || !str_is_utf8(in[i].s))
            return fail(t, E_INVALID,
                        "%s: the text of value %zu holds a zero byte or is not"
                        " UTF-8: correct it where it comes from",
                        s->name, i + 1);
    }
    return OK;
}

static status run(struct task *t, struct db *d, const struct statement *s, const struct value *in)
{
    TRY(fault(t, s->name));
    d->changes = 0;
    TRY(d->maker->run(t, d, prepared_of(d, s), in));
    d->counts.rows += d->changes;
    return OK;
}

status db_run(struct task *t, struct db *d, const struct statement *s, const struct value *in,
              size_t count)
{
    TRY(may_write(t, d));
    TRY(may_go_on(t, d));
    TRY(in_tx_result(d, check_values(t, s, in, count)));
    MUST(s->columns == 0 && !prepared_of(d, s)->open);
    status result = in_tx_result(d, run(t, d, s, in));
    return d->in_tx ? result : commit_result(d, result);
}

int64_t db_changes(const struct db *d)
{
    return d->changes;
}

static status query(struct task *t, struct db *d, struct prepared *p, const struct value *in,
                    void **ret_rows)
{
    TRY(fault(t, p->statement->name));
    return d->maker->query(t, d, p, in, ret_rows);
}

status db_query(struct task *t, struct db *d, const struct statement *s, const struct value *in,
                size_t count, struct cursor *ret_rows)
{
    TRY(may_go_on(t, d));
    TRY(in_tx_result(d, check_values(t, s, in, count)));
    struct prepared *p = prepared_of(d, s);
    MUST(!p->open); /* one open cursor a statement */
    void *rows = NULL;
    TRY(in_tx_result(d, query(t, d, p, in, &rows)));
    p->open = true;
    *ret_rows = (struct cursor){ .t = t, .db = d, .statement = s, .rows = rows, .row = -1 };
    return OK;
}

static status next(struct cursor *c, bool *ret_more)
{
    TRY(fault(c->t, c->statement->name));
    return c->db->maker->next(c, ret_more);
}

bool cursor_next(struct cursor *c)
{
    if (!c->rows || c->state != OK)
        return false;
    c->row++;
    c->column = 0;
    bool more = false;
    c->state = in_tx_result(c->db, next(c, &more));
    if (c->state == OK && more)
        return true;
    cursor_close(c);
    return false;
}

void cursor_close(struct cursor *c)
{
    if (!c->rows)
        return;
    c->db->maker->end_rows(c);
    prepared_of(c->db, c->statement)->open = false;
    c->rows = NULL;
}

status cursor_done(struct cursor *c)
{
    cursor_close(c);
    return c->state;
}

/* False when there is nothing to read: a NULL, or a kind that the statement did not promise. */
static bool column_is(struct cursor *c, enum value_kind wanted)
{
    MUST(c->rows && c->column < c->statement->columns);
    enum value_kind kind;
    bool ours = c->db->maker->kind(c, &kind);
    if (ours && kind == VALUE_NIL)
        return false;
    if (ours && (kind == VALUE_I64) == (wanted == VALUE_I64))
        return true;
    c->state =
        fail(c->t, E_CORRUPT, "%s: column %d is not %s as this program expects", c->statement->name,
             (int)c->column + 1, wanted == VALUE_I64 ? "a whole number" : "text or bytes");
    return false;
}

int64_t cursor_i64(struct cursor *c)
{
    int64_t value = column_is(c, VALUE_I64) ? c->db->maker->i64(c) : 0;
    c->column++;
    return value;
}

bool cursor_is_nil(struct cursor *c)
{
    MUST(c->rows && c->column < c->statement->columns);
    enum value_kind kind;
    return c->db->maker->kind(c, &kind) && kind == VALUE_NIL;
}

struct str cursor_peek_bytes(struct cursor *c)
{
    struct str found = column_is(c, VALUE_BYTES) ? c->db->maker->bytes(c) : S("");
    c->column++;
    return found;
}

struct str cursor_bytes(struct cursor *c)
{
    return str_copy(c->t->arena, cursor_peek_bytes(c));
}

struct str cursor_text(struct cursor *c)
{
    return cursor_bytes(c);
}

status db_query_i64(struct task *t, struct db *d, const struct statement *s, const struct value *in,
                    size_t count, int64_t *ret)
{
    WITH_CURSOR(rows);
    TRY(db_query(t, d, s, in, count, &rows));
    bool found = cursor_next(&rows);
    int64_t value = found ? cursor_i64(&rows) : 0;
    TRY(cursor_done(&rows));
    if (!found)
        return fail(t, E_MISSING, "%s: there is no such row", s->name);
    *ret = value;
    return OK;
}

/* --- transactions --- */

static status begin(struct task *t, struct db *d)
{
    TRY(fault(t, "begin"));
    return d->maker->begin(t, d);
}

status tx_begin(struct task *t, struct db *d, struct tx *ret_tx)
{
    if (d->in_tx)
        return fail(t, E_CONFLICT, "a change is already open on this connection: finish it first");
    if (!d->read_only)
        TRY(may_write(t, d));
    TRY(begin(t, d));
    d->in_tx = true;
    d->tx_failed = OK;
    *ret_tx = (struct tx){ .t = t, .db = d };
    return OK;
}

static status commit(struct task *t, struct db *d)
{
    TRY(fault(t, "commit"));
    return d->maker->commit(t, d);
}

status tx_commit(struct tx *x)
{
    MUST(x->db && x->db->in_tx);
    struct db *d = x->db;
    status result = may_go_on(x->t, d);
    if (result == OK)
        result = commit_result(d, commit(x->t, d));
    if (result == OK)
        d->in_tx = false;
    tx_end(x);
    return result;
}

void tx_end(struct tx *x)
{
    if (!x->db)
        return;
    if (x->db->in_tx) {
        x->db->maker->rollback(x->db);
        x->db->stopped |= x->db->bulk; /* without a journal nothing could be taken back */
    }
    x->db->in_tx = false;
    x->db = NULL;
}

/* --- whole-database verbs --- */

static status run_schema(struct task *t, struct db *d, struct str text)
{
    TRY(fault(t, "schema"));
    struct str sql, part;
    TRY(schema_expand(t, d->maker->engine, text, &sql));
    while (schema_next(&sql, &part))
        TRY(d->maker->schema(t, d, str_nul(t->arena, part)));
    return OK;
}

status db_schema(struct task *t, struct db *d, struct str text)
{
    if (d->in_tx) {
        TRY(may_go_on(t, d));
        return in_tx_result(d, run_schema(t, d, text));
    }
    WITH_TX(tx);
    TRY(tx_begin(t, d, &tx));
    TRY(run_schema(t, d, text));
    return tx_commit(&tx);
}

status db_checkpoint(struct task *t, struct db *d)
{
    MUST(!d->in_tx);
    TRY(may_write(t, d));
    TRY(fault(t, "checkpoint"));
    return d->maker->checkpoint(t, d, false);
}

status db_scrub(struct task *t, struct db *d)
{
    MUST(!d->in_tx);
    TRY(may_write(t, d));
    TRY(fault(t, "scrub"));
    return d->maker->checkpoint(t, d, true);
}

status db_bulk_begin(struct task *t, struct db *d)
{
    MUST(!d->in_tx && !d->bulk);
    TRY(may_write(t, d));
    TRY(fault(t, "bulk begin"));
    TRY(d->maker->bulk(t, d, true));
    d->bulk = true;
    return OK;
}

status db_bulk_end(struct task *t, struct db *d)
{
    MUST(!d->in_tx && d->bulk);
    TRY(may_write(t, d));
    TRY(commit_result(d, fault(t, "bulk end")));
    TRY(commit_result(d, d->maker->bulk(t, d, false)));
    d->bulk = false;
    return OK;
}

status db_writer_lock(struct task *t, struct db *d, int64_t log)
{
    TRY(fault(t, "writer lock"));
    return d->maker->writer_lock(t, d, log);
}

status db_fence_make(struct task *t, struct db *d, struct str text)
{
    if (!d->maker->fence)
        return OK;
    TRY(db_schema(t, d, text));
    if (!d->maker->fence_made(d) && !d->warning)
        d->warning = "the database account may not make the role sightline_reader: row-level"
                     " security, the second fence of who sees what, is not there";
    return OK;
}

status db_fence(struct task *t, struct db *d, bool *ret_there)
{
    *ret_there = false;
    if (!d->maker->fence)
        return OK;
    TRY(fault(t, "fence"));
    TRY(d->maker->fence(t, d, ret_there));
    d->fenced = *ret_there;
    return OK;
}

bool db_is_fenced(const struct db *d)
{
    return d->fenced;
}

status db_act_for(struct task *t, struct db *d, const struct db_acting *who)
{
    if (!d->fenced || (who->all && d->for_all))
        return OK;
    MUST(!d->in_tx);
    TRY(fault(t, "act for"));
    d->for_all = false;
    TRY(d->maker->act_for(t, d, who));
    d->for_all = who->all;
    return OK;
}

struct db_counts db_count(const struct db *d)
{
    struct db_counts counts = d->counts;
    if (d->maker->pages_written)
        counts.wal_pages = d->maker->pages_written(d);
    return counts;
}

bool db_is_read_only(const struct db *d)
{
    return d->read_only;
}

const char *db_engine_name(const struct db *d)
{
    return d->engine_name;
}

const char *db_engine_warning(const struct db *d)
{
    return d->warning;
}

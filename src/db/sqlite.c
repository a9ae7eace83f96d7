/* SQLite as a maker of the door: statements bound by name, rows, transactions, failures. */
#include "db/sqlite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct sqlite_prepared {
    struct prepared base;
    sqlite3_stmt *handle;
    int index[]; /* of $1, $2 … : SQLite numbers names by first appearance */
};

static sqlite3_stmt *handle_of(const struct prepared *p)
{
    return ((const struct sqlite_prepared *)(const void *)p)->handle;
}

/* --- what went wrong --- */

struct answer {
    int code; /* an extended code, or a primary one for all under it */
    enum status is;
    const char *what_to_do;
};

static const struct answer answers[] = {
    { SQLITE_CONSTRAINT_PRIMARYKEY, E_CONFLICT, "such a row is already there" },
    { SQLITE_CONSTRAINT_UNIQUE, E_CONFLICT, "such a row is already there" },
    { SQLITE_CONSTRAINT_ROWID, E_CONFLICT, "such a row is already there" },
    { SQLITE_CONSTRAINT_TRIGGER, E_DENIED, "rows of this table are never changed or removed" },
    { SQLITE_CONSTRAINT, E_INVALID, "a value breaks a rule of its table" },
    { SQLITE_MISMATCH, E_INVALID, "a value breaks a rule of its table" },
    { SQLITE_RANGE, E_INVALID, "a value breaks a rule of its table" },
    { SQLITE_BUSY, E_BUSY, "another program is writing to this file: try again" },
    { SQLITE_LOCKED, E_BUSY, "another program is writing to this file: try again" },
    { SQLITE_TOOBIG, E_LIMIT, "a value is larger than a database file takes" },
    { SQLITE_READONLY, E_DENIED,
      "this database was opened for reading, or its file or folder"
      " may only be read" },
    { SQLITE_FULL, E_IO,
      "the disk is full: nothing of this was stored; free some space, then"
      " start again" },
    { SQLITE_CANTOPEN, E_IO,
      "the file cannot be opened: check that its folder exists and"
      " that this program may write there" },
    { SQLITE_NOTADB, E_CORRUPT,
      "this is not a database file that this key opens: check that"
      " the key file belongs to it, else restore it from a backup" },
    { SQLITE_CORRUPT, E_CORRUPT,
      "the file fails its own check: stop, keep the file as it is,"
      " and restore the last backup beside it" },
    { SQLITE_IOERR, E_IO,
      "the disk failed: nothing of this was stored; look at the disk, then"
      " start again" },
    { SQLITE_NOMEM, E_IO, "out of memory: nothing of this was stored" },
    { SQLITE_ERROR, E_INVALID, "the database refused the statement" },
};

status sqlite_failed(struct task *t, const struct sqlite *d, const char *what, int code)
{
    struct answer found = { code, E_IO, "the database failed: nothing of this was stored" };
    for (size_t i = 0; i < COUNT(answers); i++) {
        if (answers[i].code == code || answers[i].code == (code & 0xff)) {
            found = answers[i];
            break;
        }
    }
    int system = found.is == E_IO ? sqlite3_system_errno(d->handle) : 0;
    return fail(t, found.is, "%s: %s (%s%s%s)", what, found.what_to_do, sqlite3_errstr(code),
                system ? ", " : "", system ? strerror(system) : "");
}

/* For SQL of our own, where the engine's words hold no values. */
status sqlite_failed_sql(struct task *t, const struct sqlite *d, const char *what, int code)
{
    if ((code & 0xff) == SQLITE_ERROR || (code & 0xff) == SQLITE_CONSTRAINT)
        return fail(t, E_INVALID, "%s: %s", what, sqlite3_errmsg(d->handle));
    return sqlite_failed(t, d, what, code);
}

/* --- statements --- */

static void sqlite_forget(struct prepared *p)
{
    sqlite3_finalize(handle_of(p));
    free(p);
}

static status check_counts(struct task *t, const struct statement *s, struct sqlite_prepared *p)
{
    int params = sqlite3_bind_parameter_count(p->handle);
    int columns = sqlite3_column_count(p->handle);
    if (params != s->params || columns != s->columns)
        return fail(t, E_INVALID,
                    "%s: takes %d values and gives %d columns, but %u and %u are"
                    " declared",
                    s->name, params, columns, s->params, s->columns);
    for (int i = 0; i < params; i++) {
        char name[8];
        snprintf(name, sizeof name, "$%d", i + 1);
        p->index[i] = sqlite3_bind_parameter_index(p->handle, name);
        if (p->index[i] == 0)
            return fail(t, E_INVALID, "%s: its values are not named $1 to $%d", s->name, params);
    }
    return OK;
}

static status sqlite_prepare(struct task *t, struct db *d, const struct statement *s,
                             struct prepared **ret_prepared)
{
    struct sqlite *q = sqlite_of(d);
    struct sqlite_prepared *p = calloc(1, sizeof *p + s->params * sizeof p->index[0]);
    MUST(p);
    p->base.statement = s;
    const char *tail = "";
    int code =
        sqlite3_prepare_v3(q->handle, s->sql, -1, SQLITE_PREPARE_PERSISTENT, &p->handle, &tail);
    status result = OK;
    if (code != SQLITE_OK)
        result = sqlite_failed_sql(t, q, s->name, code);
    else if (!p->handle || str_trim(str_from(tail)).len > 0)
        result = fail(t, E_INVALID, "%s: is not one SQL statement", s->name);
    else
        result = check_counts(t, s, p);
    if (result != OK) {
        sqlite_forget(&p->base);
        return result;
    }
    *ret_prepared = &p->base;
    return OK;
}

static int bind_one(sqlite3_stmt *to, int at, const struct value *v, sqlite3_destructor_type keep)
{
    const char *bytes = v->s.at ? v->s.at : ""; /* a NULL pointer would bind NULL */
    switch (v->kind) {
    case VALUE_NIL: return sqlite3_bind_null(to, at);
    case VALUE_I64: return sqlite3_bind_int64(to, at, v->i);
    case VALUE_TEXT: return sqlite3_bind_text64(to, at, bytes, v->s.len, keep, SQLITE_UTF8);
    case VALUE_BYTES: return sqlite3_bind_blob64(to, at, bytes, v->s.len, keep);
    }
    return SQLITE_MISUSE;
}

static status bind_all(struct task *t, struct sqlite *d, struct prepared *base,
                       const struct value *in, sqlite3_destructor_type keep)
{
    struct sqlite_prepared *p = (struct sqlite_prepared *)(void *)base;
    for (size_t i = 0; i < base->statement->params; i++) {
        int code = bind_one(p->handle, p->index[i], &in[i], keep);
        if (code != SQLITE_OK)
            return sqlite_failed(t, d, base->statement->name, code);
    }
    return OK;
}

static status sqlite_run(struct task *t, struct db *d, struct prepared *p, const struct value *in)
{
    TRY(bind_all(t, sqlite_of(d), p, in, SQLITE_STATIC));
    int code = sqlite3_step(handle_of(p));
    status result = OK;
    if (code != SQLITE_DONE)
        result = sqlite_failed(t, sqlite_of(d), p->statement->name, code);
    else
        d->changes = sqlite3_changes64(sqlite_of(d)->handle);
    sqlite3_reset(handle_of(p));
    return result;
}

static status sqlite_query(struct task *t, struct db *d, struct prepared *p, const struct value *in,
                           void **ret_rows)
{
    TRY(bind_all(t, sqlite_of(d), p, in, SQLITE_TRANSIENT));
    *ret_rows = handle_of(p);
    return OK;
}

static status sqlite_next(struct cursor *c, bool *ret_more)
{
    int code = sqlite3_step(c->rows);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return sqlite_failed(c->t, sqlite_of(c->db), c->statement->name, code);
    *ret_more = code == SQLITE_ROW;
    return OK;
}

static void sqlite_end_rows(struct cursor *c)
{
    sqlite3_reset(c->rows);
    sqlite3_clear_bindings(c->rows);
}

static bool sqlite_kind(const struct cursor *c, enum value_kind *ret_kind)
{
    switch (sqlite3_column_type(c->rows, (int)c->column)) {
    case SQLITE_NULL: *ret_kind = VALUE_NIL; return true;
    case SQLITE_INTEGER: *ret_kind = VALUE_I64; return true;
    case SQLITE_TEXT: *ret_kind = VALUE_TEXT; return true;
    case SQLITE_BLOB: *ret_kind = VALUE_BYTES; return true;
    default: return false;
    }
}

static int64_t sqlite_i64(const struct cursor *c)
{
    return sqlite3_column_int64(c->rows, (int)c->column);
}

static struct str sqlite_bytes(const struct cursor *c)
{
    const char *at = sqlite3_column_blob(c->rows, (int)c->column);
    int len = sqlite3_column_bytes(c->rows, (int)c->column);
    return at ? (struct str){ at, (size_t)len } : S("");
}

/* --- transactions --- */

static status step_once(struct task *t, struct sqlite *d, sqlite3_stmt *s, const char *what)
{
    int code = sqlite3_step(s);
    sqlite3_reset(s);
    return code == SQLITE_DONE ? OK : sqlite_failed(t, d, what, code);
}

static status sqlite_begin(struct task *t, struct db *d)
{
    return step_once(t, sqlite_of(d), sqlite_of(d)->begin, "begin");
}

static status sqlite_commit(struct task *t, struct db *d)
{
    return step_once(t, sqlite_of(d), sqlite_of(d)->commit, "commit");
}

static void sqlite_rollback(struct db *d)
{
    if (sqlite3_get_autocommit(sqlite_of(d)->handle)) /* a full disk has rolled back already */
        return;
    sqlite3_step(sqlite_of(d)->rollback);
    sqlite3_reset(sqlite_of(d)->rollback);
}

static status sqlite_schema(struct task *t, struct db *d, const char *sql)
{
    int code = sqlite3_exec(sqlite_of(d)->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? OK : sqlite_failed_sql(t, sqlite_of(d), "schema", code);
}

static void sqlite_close(struct db *d)
{
    struct sqlite *q = sqlite_of(d);
    sqlite3_finalize(q->begin);
    sqlite3_finalize(q->commit);
    sqlite3_finalize(q->rollback);
    if (d->stopped) /* what failed once is left as it is for the next start to recover */
        sqlite3_db_config(q->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    MUST(sqlite3_close(q->handle) == SQLITE_OK);
    if (q->writer_lock >= 0)
        close(q->writer_lock);
    free(q->lock_path);
    free(q);
}

static const struct maker maker = {
    .engine = ENGINE_SQLITE,
    .schema = sqlite_schema,
    .prepare = sqlite_prepare,
    .forget = sqlite_forget,
    .run = sqlite_run,
    .query = sqlite_query,
    .next = sqlite_next,
    .end_rows = sqlite_end_rows,
    .kind = sqlite_kind,
    .i64 = sqlite_i64,
    .bytes = sqlite_bytes,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .checkpoint = sqlite_checkpoint,
    .bulk = sqlite_bulk,
    .writer_lock = sqlite_writer_lock,
    .pages_written = sqlite_pages_written,
    .close = sqlite_close,
};

static void name_engine(struct sqlite *d, bool encrypted)
{
    const char *cipher = "not encrypted";
#ifdef SQLITE_BUNDLED
    if (encrypted)
        cipher = "encrypted with AEGIS-256";
#endif
    snprintf(d->base.engine_name, sizeof d->base.engine_name, "SQLite %s (%s)",
             sqlite3_libversion(), cipher);
    if (!encrypted)
        d->base.warning = "this file is not encrypted: keep it on an encrypted disk";
}

static status open_handle(struct task *t, struct sqlite *d, const struct db_place *place,
                          const char *path)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= place->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int code = sqlite3_open_v2(path, &d->handle, flags, NULL);
    MUST(d->handle);
    return code == SQLITE_OK ? OK : sqlite_failed(t, d, path, code);
}

status sqlite_open(struct task *t, const struct db_place *place, struct db **ret_db)
{
    const char *path = str_nul(t->arena, place->path);
    TRY(sqlite_find_file(t, place, path));
    struct sqlite *d = calloc(1, sizeof *d);
    MUST(d);
    d->base = (struct db){ .maker = &maker,
                           .full_sync = place->full_sync,
                           .read_only = place->read_only };
    d->writer_lock = -1;
    MUST(asprintf(&d->lock_path, "%s-writer", path) > 0);
    name_engine(d, place->encrypted);
    status result = open_handle(t, d, place, path);
    if (result == OK)
        result = sqlite_set_up(t, d, place);
    if (result == E_CORRUPT)
        result = fail(t, E_CORRUPT, "%s: %s", path, t->reason);
    if (result != OK) {
        db_close(&d->base);
        return result;
    }
    *ret_db = &d->base;
    return OK;
}

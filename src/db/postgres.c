/* PostgreSQL as a maker of the door: prepared statements, binary values, one schema a file. */
#include "db/postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SERVER_VERSION_MIN = 150000
};

/* --- what went wrong --- */

struct answer {
    const char *state; /* an SQLSTATE, or the first characters of many */
    enum status is;
    const char *what_to_do;
};

static const struct answer answers[] = {
    { "23505", E_CONFLICT, "such a row is already there" },
    { "23", E_INVALID, "a value breaks a rule of its table" },
    { "22", E_INVALID, "a value breaks a rule of its table" },
    { "P0001", E_DENIED, "rows of this table are never changed or removed" },
    { "42501", E_DENIED, "the database account lacks the right to do this" },
    { "25006", E_DENIED, "this database was opened for reading" },
    { "40", E_BUSY, "another program changed the same rows: try again" },
    { "55P03", E_BUSY, "another program is writing: try again" },
    { "54", E_LIMIT, "a value is larger than the database takes" },
    { "53100", E_IO, "the database server's disk is full: nothing of this was stored" },
    { "XX001", E_CORRUPT, "the server found damaged data: stop, and restore the last backup" },
    { "XX002", E_CORRUPT, "the server found a damaged index: stop, and look at the server" },
    { "42", E_INVALID, "the database refused the statement" },
};

/* The server's own words are given only where they cannot hold a value. */
static status failed(struct task *t, const struct postgres *d, const char *what,
                     const PGresult *result)
{
    if (PQstatus(d->conn) == CONNECTION_BAD)
        return fail(t, E_IO,
                    "%s: the connection to the database server is lost: nothing of this"
                    " was stored; see that the server runs, then start again",
                    what);
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (!state)
        return fail(t, E_IO, "%s: the database server gave no answer to work with", what);
    for (size_t i = 0; i < COUNT(answers); i++) {
        if (strncmp(state, answers[i].state, strlen(answers[i].state)) != 0)
            continue;
        const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        bool may_quote = strncmp(state, "42", 2) == 0 && words;
        return fail(t, answers[i].is, "%s: %s (SQLSTATE %s%s%s)", what, answers[i].what_to_do,
                    state, may_quote ? ": " : "", may_quote ? words : "");
    }
    return fail(t, E_IO,
                "%s: the database server failed: nothing of this was stored; look at its"
                " log (SQLSTATE %s)",
                what, state);
}

static void clear_result(PGresult **result)
{
    PQclear(*result);
}
#define WITH_RESULT(name) __attribute__((cleanup(clear_result))) PGresult *name

static bool went_well(const PGresult *result)
{
    ExecStatusType is = PQresultStatus(result);
    return is == PGRES_COMMAND_OK || is == PGRES_TUPLES_OK || is == PGRES_EMPTY_QUERY;
}

static status command(struct task *t, struct postgres *d, const char *what, const char *sql)
{
    WITH_RESULT(result) = PQexec(d->conn, sql);
    return went_well(result) ? OK : failed(t, d, what, result);
}

/* True in *ret when the one value that the query gives is true. */
static status ask(struct task *t, struct postgres *d, const char *sql, const char *value, bool *ret)
{
    WITH_RESULT(result) = PQexecParams(d->conn, sql, 1, NULL, &value, NULL, NULL, 0);
    if (!went_well(result))
        return failed(t, d, "look", result);
    *ret = PQntuples(result) == 1 && strcmp(PQgetvalue(result, 0, 0), "t") == 0;
    return OK;
}

/* --- statements --- */

static void postgres_forget(struct prepared *p)
{
    struct postgres_prepared *q = (struct postgres_prepared *)(void *)p;
    free(q->at);
    free(q->lengths);
    free(q->formats);
    free(q);
}

static status check_types(struct task *t, const struct statement *s, const PGresult *about,
                          struct postgres_prepared *p)
{
    int params = PQnparams(about), columns = PQnfields(about);
    if (params != s->params || columns != s->columns)
        return fail(t, E_INVALID,
                    "%s: takes %d values and gives %d columns, but %u and %u are"
                    " declared",
                    s->name, params, columns, s->params, s->columns);
    for (int i = 0; i < params; i++) {
        p->params[i].type = PQparamtype(about, i);
        if (!postgres_takes_type(p->params[i].type, false))
            return fail(t, E_INVALID, "%s: value $%d has a type that is not used here (%u)",
                        s->name, i + 1, p->params[i].type);
    }
    for (int i = 0; i < columns; i++) {
        if (!postgres_takes_type(PQftype(about, i), true))
            return fail(t, E_INVALID, "%s: column %d has a type that is not used here (%u)",
                        s->name, i + 1, PQftype(about, i));
    }
    return OK;
}

static status describe(struct task *t, struct postgres *d, const struct statement *s,
                       struct postgres_prepared *p)
{
    snprintf(p->name, sizeof p->name, "s%u", d->prepared++);
    WITH_RESULT(made) = PQprepare(d->conn, p->name, s->sql, 0, NULL);
    if (!went_well(made))
        return failed(t, d, s->name, made);
    WITH_RESULT(about) = PQdescribePrepared(d->conn, p->name);
    if (!went_well(about))
        return failed(t, d, s->name, about);
    return check_types(t, s, about, p);
}

static status postgres_prepare(struct task *t, struct db *d, const struct statement *s,
                               struct prepared **ret_prepared)
{
    size_t room = s->params ? s->params : 1;
    struct postgres_prepared *p = calloc(1, sizeof *p + room * sizeof p->params[0]);
    MUST(p);
    p->base.statement = s;
    p->at = calloc(room, sizeof p->at[0]);
    p->lengths = calloc(room, sizeof p->lengths[0]);
    p->formats = calloc(room, sizeof p->formats[0]);
    MUST(p->at && p->lengths && p->formats);
    for (size_t i = 0; i < room; i++)
        p->formats[i] = 1; /* binary, all of them */
    status result = describe(t, postgres_of(d), s, p);
    if (result != OK) {
        postgres_forget(&p->base);
        return result;
    }
    *ret_prepared = &p->base;
    return OK;
}

static status execute(struct task *t, struct db *d, struct prepared *base, const struct value *in,
                      PGresult **ret_result)
{
    struct postgres_prepared *p = (struct postgres_prepared *)(void *)base;
    TRY(postgres_bind(t, p, in));
    PGresult *result = PQexecPrepared(postgres_of(d)->conn, p->name, base->statement->params, p->at,
                                      p->lengths, p->formats, 1);
    if (went_well(result)) {
        *ret_result = result;
        return OK;
    }
    status why = failed(t, postgres_of(d), base->statement->name, result);
    PQclear(result);
    return why;
}

static status postgres_run(struct task *t, struct db *d, struct prepared *p, const struct value *in)
{
    WITH_RESULT(result) = NULL;
    TRY(execute(t, d, p, in, &result));
    d->changes = strtoll(PQcmdTuples(result), NULL, 10);
    if (!d->in_tx) {
        d->counts.commits++;
        d->counts.syncs += d->full_sync;
    }
    return OK;
}

static status postgres_query(struct task *t, struct db *d, struct prepared *p,
                             const struct value *in, void **ret_rows)
{
    PGresult *result = NULL;
    TRY(execute(t, d, p, in, &result));
    *ret_rows = result;
    return OK;
}

static status postgres_next(struct cursor *c, bool *ret_more)
{
    *ret_more = c->row < PQntuples(c->rows);
    return OK;
}

static void postgres_end_rows(struct cursor *c)
{
    PQclear(c->rows);
}

/* --- transactions --- */

/* One moment for the whole transaction, and a conflict is told, as with SQLite's one writer.
 * Not SERIALIZABLE: each log has one writer, held by an advisory lock, so nothing can skew. */
static status postgres_begin(struct task *t, struct db *d)
{
    return command(t, postgres_of(d), "begin", "BEGIN ISOLATION LEVEL REPEATABLE READ");
}

static status postgres_commit(struct task *t, struct db *d)
{
    struct postgres *q = postgres_of(d);
    WITH_RESULT(result) = PQexec(q->conn, "COMMIT");
    if (!went_well(result))
        return failed(t, q, "commit", result);
    if (strcmp(PQcmdStatus(result), "COMMIT") != 0)
        return fail(t, E_CONFLICT, "commit: the server had given this change up: try again");
    d->counts.commits++;
    d->counts.syncs += d->full_sync;
    return OK;
}

static void postgres_rollback(struct db *d)
{
    PQclear(PQexec(postgres_of(d)->conn, "ROLLBACK"));
}

static status postgres_schema(struct task *t, struct db *d, const char *sql)
{
    bool alone = false;
    TRY(ask(t, postgres_of(d),
            "SELECT pg_try_advisory_xact_lock(hashtextextended(current_schema() || $1, 0))",
            " schema", &alone));
    if (!alone)
        return fail(t, E_BUSY, "another program is preparing the same tables: try again");
    return command(t, postgres_of(d), "schema", sql);
}

static status postgres_checkpoint(struct task *t, struct db *d, bool scrub)
{
    (void)t, (void)d, (void)scrub; /* the server's own business */
    return OK;
}

static status postgres_bulk(struct task *t, struct db *d, bool begin)
{
    (void)t, (void)d, (void)begin;
    return OK;
}

/* Held until the connection closes. The schema is part of the key: two registers on one server
 * do not stop each other. */
static status postgres_writer_lock(struct task *t, struct db *d, int64_t log)
{
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)log);
    bool got = false;
    TRY(ask(t, postgres_of(d),
            "SELECT pg_try_advisory_lock(hashtextextended(current_schema(), $1::bigint))", number,
            &got));
    if (!got)
        return fail(t, E_BUSY, "another Sightline writes to this register: stop it first");
    postgres_of(d)->writer_lock = true;
    return OK;
}

static void postgres_close(struct db *d)
{
    struct postgres *q = postgres_of(d);
    if (q->writer_lock) /* now, not when the server notices that we went: the next may be waiting */
        PQclear(PQexec(q->conn, "SELECT pg_advisory_unlock_all()"));
    PQfinish(q->conn);
    free(q);
}

static const struct maker maker = {
    .engine = ENGINE_POSTGRES,
    .schema = postgres_schema,
    .prepare = postgres_prepare,
    .forget = postgres_forget,
    .run = postgres_run,
    .query = postgres_query,
    .next = postgres_next,
    .end_rows = postgres_end_rows,
    .kind = postgres_kind,
    .i64 = postgres_i64,
    .bytes = postgres_bytes,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .checkpoint = postgres_checkpoint,
    .bulk = postgres_bulk,
    .writer_lock = postgres_writer_lock,
    .fence_made = postgres_fence_made,
    .fence = postgres_fence,
    .act_for = postgres_act_for,
    .close = postgres_close,
};

/* --- opening --- */

static void keep_silent(void *nobody, const char *notice)
{
    (void)nobody, (void)notice; /* a notice may quote values */
}

static status connect_to(struct task *t, struct postgres *d, const char *url)
{
    /* Later ones win: an address may set its own time-out, but not the encoding. */
    const char *const names[] = { "connect_timeout", "dbname", "client_encoding",
                                  "application_name", NULL };
    const char *const values[] = { "10", url, "UTF8", "sightline", NULL };
    d->conn = PQconnectdbParams(names, values, 1);
    MUST(d->conn);
    if (PQstatus(d->conn) != CONNECTION_OK) {
        const char *why = PQerrorMessage(d->conn);
        return fail(t, E_IO,
                    "the database server cannot be reached: %.*s; check that it runs and"
                    " the address in the settings",
                    (int)strcspn(why, "\n"), why);
    }
    PQsetNoticeProcessor(d->conn, keep_silent, NULL);
    int version = PQserverVersion(d->conn);
    snprintf(d->base.engine_name, sizeof d->base.engine_name, "PostgreSQL %d.%d", version / 10000,
             version % 10000);
    if (version < SERVER_VERSION_MIN)
        return fail(t, E_INVALID, "%s is too old: 15 or later is needed", d->base.engine_name);
    return OK;
}

static bool is_identifier(const char *s)
{
    return s[0] && s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_")] == 0 &&
           !strchr("0123456789", s[0]);
}

static status use_schema(struct task *t, struct postgres *d, const struct db_place *place)
{
    const char *schema = str_nul(t->arena, place->schema);
    if (!is_identifier(schema))
        return fail(t, E_INVALID, "the schema's name may hold small letters, digits and _ only");
    bool there = false;
    TRY(ask(t, d, "SELECT count(*) = 1 FROM pg_namespace WHERE nspname = $1", schema, &there));
    if (!there && !place->create)
        return fail(t, E_MISSING,
                    "the database has no schema %s: check the address, or make a new"
                    " register there",
                    schema);
    if (!there)
        TRY(command(t, d, "create schema",
                    str_print(t->arena, "CREATE SCHEMA IF NOT EXISTS %s", schema).at));
    int wait = place->busy_ms ? place->busy_ms : DB_BUSY_MS;
    return command(t, d, "settings",
                   str_print(t->arena,
                             "SET search_path = %s; SET lock_timeout = %d;"
                             "SET synchronous_commit = %s; SET default_transaction_read_only = %s",
                             schema, wait, place->full_sync ? "on" : "off",
                             place->read_only ? "on" : "off")
                       .at);
}

static status look_for_dangers(struct task *t, struct postgres *d)
{
    bool waits = false;
    TRY(ask(t, d, "SELECT current_setting($1)::bool", "fsync", &waits));
    const char *host = PQhost(d->conn);
    bool here =
        !host || host[0] == '/' || strcmp(host, "localhost") == 0 || strcmp(host, "127.0.0.1") == 0;
    if (!waits)
        d->base.warning = "the database server does not wait for its disk (fsync is off): a power"
                          " cut loses what was entered";
    else if (!here && !PQsslInUse(d->conn))
        d->base.warning = "the connection to the database server is not encrypted: add"
                          " sslmode=verify-full to its address";
    return OK;
}

status postgres_open(struct task *t, const struct db_place *place, struct db **ret_db)
{
    struct postgres *d = calloc(1, sizeof *d);
    MUST(d);
    d->base = (struct db){ .maker = &maker,
                           .full_sync = place->full_sync,
                           .read_only = place->read_only };
    status result = connect_to(t, d, str_nul(t->arena, place->url));
    if (result == OK)
        result = use_schema(t, d, place);
    if (result == OK)
        result = look_for_dangers(t, d);
    if (result != OK) {
        db_close(&d->base);
        return result;
    }
    *ret_db = &d->base;
    return OK;
}

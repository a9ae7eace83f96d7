/* The one door to SQL. Two makers of it: sqlite.c (encrypted files) and postgres.c.
 *
 * A connection belongs to one thread at a time. The set of statements is closed: all are prepared
 * when the database is opened, and a wrong count of parameters or columns stops start-up. */
#ifndef DB_DB_H
#define DB_DB_H
#include "base/task.h"

struct db;

struct statement {
    const char *name;        /* "journal.append": for logs, and the key of the prepared one */
    const char *sql;         /* the common dialect; parameters are $1, $2 … on both engines */
    uint8_t params, columns; /* checked against the engine when it is prepared */
};

/* Where a register lives and how it is opened. `path` and `url` exclude each other. */
struct db_place {
    struct str path;   /* a file, for SQLite; empty for PostgreSQL */
    struct str url;    /* "postgresql://…" */
    struct str schema; /* PostgreSQL: the schema that stands for the file: "kept", "derived" */
    uint8_t key[32];   /* SQLite: the raw key of the whole-file cipher */
    bool encrypted;    /* false only in a build on plain SQLite, which says so */
    bool full_sync;    /* kept: FULL, every commit is durable. derived: NORMAL, may lag behind */
    bool read_only;    /* a transaction then only holds one moment still for several queries */
    bool create;
    int32_t busy_ms; /* how long to wait for another writer; 0: five seconds */
};
bool db_can_encrypt(void); /* false in a build on plain SQLite: `encrypted` is then refused */

status db_open(struct task *t, const struct db_place *place, struct db **ret_db);
void db_close(struct db *d); /* accepts NULL; rolls back what is open */

/* Schema text in the common dialect; `{{bytes}}`, `{{int}}`, `{{dense}}` … are the engine's words:
 * see schema.h. Statements are separated by a line holding only `;`. Idempotent by the caller. */
status db_schema(struct task *t, struct db *d, struct str text);

/* Prepares and checks a set; once for each set. A statement is used through its address. */
status db_prepare_all(struct task *t, struct db *d, const struct statement *all, size_t count);

/* Values to bind. Bytes and text are borrowed until the call returns. */
struct value {
    enum value_kind {
        VALUE_NIL,
        VALUE_I64,
        VALUE_TEXT,
        VALUE_BYTES
    } kind;
    int64_t i;
    struct str s;
};
#define I64(v)      ((struct value){ .kind = VALUE_I64, .i = (int64_t)(v) })
#define TEXT(v)     ((struct value){ .kind = VALUE_TEXT, .s = (v) })
#define BYTES(p, n) ((struct value){ .kind = VALUE_BYTES, .s = { (const char *)(p), (n) } })
#define NIL()       ((struct value){ .kind = VALUE_NIL })

status db_run(struct task *t, struct db *d, const struct statement *s, const struct value *in,
              size_t count);
int64_t db_changes(const struct db *d); /* rows touched by the last db_run */

/* Rows of one query. Columns are read once each, left to right. One open cursor a statement. */
struct cursor {
    struct task *t;
    struct db *db;
    const struct statement *statement;
    void *rows; /* the maker's own */
    int64_t row, column;
    status state;
};
status db_query(struct task *t, struct db *d, const struct statement *s, const struct value *in,
                size_t count, struct cursor *ret_rows);
bool cursor_next(struct cursor *c);        /* false at the end and on failure */
status cursor_done(struct cursor *c);      /* OK, or why it stopped early; closes; safe to repeat */
int64_t cursor_i64(struct cursor *c);      /* NULL reads as 0 */
bool cursor_is_nil(struct cursor *c);      /* looks at the next column without taking it */
struct str cursor_text(struct cursor *c);  /* copied to the task's arena */
struct str cursor_bytes(struct cursor *c); /* copied to the task's arena */
struct str cursor_peek_bytes(struct cursor *c); /* borrowed until the next row: no copy */

/* One row or none: E_MISSING when there is none. For queries that give at most one row. */
status db_query_i64(struct task *t, struct db *d, const struct statement *s, const struct value *in,
                    size_t count, int64_t *ret);

/* Writing is begun, then committed or rolled back; leaving the scope early rolls back. After a
 * failed statement nothing more is taken and the commit fails too. After a commit that failed
 * with E_IO the connection writes no more: what is on the disk is unknown, so the process stops. */
struct tx {
    struct task *t;
    struct db *db;
};
status tx_begin(struct task *t, struct db *d, struct tx *ret_tx); /* never nested: E_CONFLICT */
status tx_commit(struct tx *x);
void tx_end(struct tx *x); /* rolls back unless committed; safe to repeat */
#define WITH_TX(name) __attribute__((cleanup(tx_end))) struct tx name = { 0 }
void cursor_close(struct cursor *c);
#define WITH_CURSOR(name) __attribute__((cleanup(cursor_close))) struct cursor name = { 0 }

/* When nobody waits: SQLite moves the WAL into the file; PostgreSQL does nothing. */
status db_checkpoint(struct task *t, struct db *d);
/* After an erasure: no copy of the erased row stays in SQLite's WAL. E_BUSY while others read. */
status db_scrub(struct task *t, struct db *d);
/* Only for a file that is thrown away if interrupted (a first load, a rebuild): no journal, then
 * one sync at the end. SQLite only; PostgreSQL ignores it. */
status db_bulk_begin(struct task *t, struct db *d);
status db_bulk_end(struct task *t, struct db *d);
/* PostgreSQL: one writer per log over all processes. SQLite: the file lock. E_BUSY if taken. */
status db_writer_lock(struct task *t, struct db *d, int64_t log);

/* The second fence, where the engine has one (PostgreSQL: row-level security, sql/fence.sql): rows
 * of a child are there only by a key of need-to-know. The writer makes it; a connection that has
 * gone behind it reads nothing of any child until it says for whom. Elsewhere nothing happens. */
struct db_acting {
    bool all;           /* of every child: the code that asks filters itself */
    const int64_t *key; /* register/need.h */
    size_t keys;
    int64_t log, child, now; /* child 0: whichever the keys open */
};
status db_fence_make(struct task *t, struct db *d, struct str text);
status db_fence(struct task *t, struct db *d, bool *ret_there);
bool db_is_fenced(const struct db *d);
/* Never inside a transaction: taking that back would take this back too. */
status db_act_for(struct task *t, struct db *d, const struct db_acting *who);

/* Pages written to the WAL since opening, and syncs asked for: what the append budget counts. */
struct db_counts {
    int64_t wal_pages, commits, syncs, rows;
};
struct db_counts db_count(const struct db *d);

/* For tests: the Nth call from now (any verb, any connection of this thread) fails with E_IO,
 * and all after it until db_fault_none(). Returns through the same paths as a real failure. */
void db_fault_at(int64_t nth_call);
void db_fault_none(void);
int64_t db_fault_calls(void); /* calls counted since db_fault_at */

bool db_is_read_only(const struct db *d);
const char *db_engine_name(const struct db *d);    /* "SQLite 3.53.4 (…)" for people */
const char *db_engine_warning(const struct db *d); /* NULL, or "this file is not encrypted: …" */

#endif

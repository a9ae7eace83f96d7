/* What each engine does for db.c, one function a verb. The rules both share are in db.c. */
#ifndef DB_MAKER_H
#define DB_MAKER_H
#include "db/db.h"
#include "db/schema.h"

/* One prepared statement of one connection. Each maker puts this first in its own struct. */
struct prepared {
    const struct statement *statement;
    bool open; /* a cursor reads it */
};

struct maker {
    enum engine engine;
    status (*schema)(struct task *t, struct db *d, const char *sql);
    status (*prepare)(struct task *t, struct db *d, const struct statement *s,
                      struct prepared **ret_prepared);
    void (*forget)(struct prepared *p);

    status (*run)(struct task *t, struct db *d, struct prepared *p, const struct value *in);
    status (*query)(struct task *t, struct db *d, struct prepared *p, const struct value *in,
                    void **ret_rows);
    status (*next)(struct cursor *c, bool *ret_more);
    void (*end_rows)(struct cursor *c);
    /* Of the column at c->column, which exists. `bytes` serves text too and borrows. */
    bool (*kind)(const struct cursor *c, enum value_kind *ret_kind); /* false: none of ours */
    int64_t (*i64)(const struct cursor *c);
    struct str (*bytes)(const struct cursor *c);

    status (*begin)(struct task *t, struct db *d);
    status (*commit)(struct task *t, struct db *d);
    void (*rollback)(struct db *d);

    status (*checkpoint)(struct task *t, struct db *d, bool scrub);
    status (*bulk)(struct task *t, struct db *d, bool begin);
    status (*writer_lock)(struct task *t, struct db *d, int64_t log);
    /* The second fence, of whoever has one; NULL: no such thing. */
    bool (*fence_made)(struct db *d);
    status (*fence)(struct task *t, struct db *d, bool *ret_there);
    status (*act_for)(struct task *t, struct db *d, const struct db_acting *who);
    int64_t (*pages_written)(const struct db *d); /* NULL: not known */
    void (*close)(struct db *d);
};

/* Each maker puts this first in its own struct. */
struct db {
    const struct maker *maker;
    bool full_sync, read_only;
    bool in_tx;
    enum status tx_failed; /* the first failure inside the open transaction */
    bool stopped;          /* a commit failed on the disk: no more writing */
    bool bulk;
    bool fenced, for_all; /* rows of children by key only; for_all: said last, that all are read */
    int64_t changes;
    struct db_counts counts;
    struct prepared **slots; /* open addressing by the statement's address */
    size_t room, used;       /* room is a power of two */
    char engine_name[96];
    const char *warning;
};

status sqlite_open(struct task *t, const struct db_place *place, struct db **ret_db);
status postgres_open(struct task *t, const struct db_place *place, struct db **ret_db);

enum {
    DB_BUSY_MS = 5000
};

#endif

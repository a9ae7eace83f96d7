/* What postgres.c and postgres_values.c share: the connection, and values in the server's form. */
#ifndef DB_POSTGRES_H
#define DB_POSTGRES_H
#include <libpq-fe.h>

#include "db/maker.h"

struct postgres {
    struct db base; /* first: the two are cast into each other */
    PGconn *conn;
    unsigned prepared; /* how many: their names */
    bool writer_lock;
};

struct one_param {
    Oid type;
    int64_t number; /* the bytes of an integer, as the server orders them */
};

struct postgres_prepared {
    struct prepared base;
    char name[16];
    const char **at;
    int *lengths, *formats;
    struct one_param params[];
};

static inline struct postgres *postgres_of(const struct db *d)
{
    return (struct postgres *)(uintptr_t)d;
}

/* Whether values of this type cross the door: as a parameter, or as a column of a result. */
bool postgres_takes_type(Oid type, bool as_result);

/* Fills the arrays that are handed to the server. E_INVALID: a value of the wrong kind. */
status postgres_bind(struct task *t, struct postgres_prepared *p, const struct value *in);

/* The maker's three readers of a row's column. */
bool postgres_kind(const struct cursor *c, enum value_kind *ret_kind);
int64_t postgres_i64(const struct cursor *c);
struct str postgres_bytes(const struct cursor *c);

/* The second fence; see db_fence. */
bool postgres_fence_made(struct db *d);
status postgres_fence(struct task *t, struct db *d, bool *ret_there);
status postgres_act_for(struct task *t, struct db *d, const struct db_acting *who);

#endif

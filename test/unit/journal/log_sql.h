/* Damage to a log that no statement of the program could do. */
#ifndef TEST_JOURNAL_LOG_SQL_H
#define TEST_JOURNAL_LOG_SQL_H
#include "log.h"

/* SQL from outside the program's closed set, for damage that no statement of it can do. */
static inline void log_sql(struct log *l, struct db *d, const char *sql)
{
    WORKS(l, db_schema(l->t, d, str_from(sql)));
}

#endif

/* What sqlite.c and sqlite_file.c share: the connection, and what its failures mean. */
#ifndef DB_SQLITE_H
#define DB_SQLITE_H
#include <sqlite3.h>

#include "db/maker.h"

struct sqlite {
    struct db base; /* first: the two are cast into each other */
    sqlite3 *handle;
    char *lock_path;
    sqlite3_stmt *begin, *commit, *rollback;
    int writer_lock; /* -1: not held */
};

static inline struct sqlite *sqlite_of(const struct db *d)
{
    return (struct sqlite *)(uintptr_t)d;
}

/* The status and what to do for one of SQLite's result codes. `_sql` is for SQL of our own,
 * where the engine's words hold no values. */
status sqlite_failed(struct task *t, const struct sqlite *d, const char *what, int code);
status sqlite_failed_sql(struct task *t, const struct sqlite *d, const char *what, int code);

/* sqlite_file.c: what is done to the file as a whole. */
status sqlite_set_up(struct task *t, struct sqlite *d, const struct db_place *place);
status sqlite_find_file(struct task *t, const struct db_place *place, const char *path);
status sqlite_checkpoint(struct task *t, struct db *d, bool scrub);
status sqlite_bulk(struct task *t, struct db *d, bool begin);
status sqlite_writer_lock(struct task *t, struct db *d, int64_t log);
int64_t sqlite_pages_written(const struct db *d);

#endif

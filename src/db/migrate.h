/* Kept tables change only forwards: numbered files, each applied once and remembered by its hash.
 */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H
#include "base/embedded.h"
#include "db/db.h"

/* Applies, in order of their names and in one transaction, those files of the table whose name
 * starts with `family` ("kept-", "keys-") and that this database does not have yet.
 * Refuses, changing nothing, a database that holds a file this program does not know (it was made
 * by a later one) or that was applied with other content. A read-only connection only checks: it
 * gives E_CONFLICT when a file is still to be applied. Call before db_prepare_all. */
status db_migrate(struct task *t, struct db *d, const struct embedded *files, struct str family);

/* The text of one embedded file, for db_schema: derived tables are dropped and made again. */
status embedded_text(struct task *t, const struct embedded *files, struct str name,
                     struct str *ret_text);

#endif

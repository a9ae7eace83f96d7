/* The words that schema text writes in place of what the two engines spell differently.
 *
 *  {{int}}             INTEGER                    | BIGINT
 *  {{bytes}}           BLOB                       | BYTEA
 *  {{text}}            TEXT                       | TEXT COLLATE "C" (ordered by bytes on both)
 *  {{dense}}           INTEGER PRIMARY KEY        | BIGINT NOT NULL
 *  {{dense-key a, b}}  nothing                    | , PRIMARY KEY (a, b)
 *  {{strict}}          STRICT                     | nothing
 *  {{without-rowid}}   STRICT, WITHOUT ROWID      | nothing
 *  {{append-only T}}   triggers that refuse to    | the same, and UPDATE, DELETE and TRUNCATE
 *                      change or remove its rows  | are taken from the owner
 *
 * A table whose rows are numbered 0, 1, 2 … without gaps is clustered by that number in SQLite
 * and by (log, number) in PostgreSQL. No comma stands before {{dense-key …}}:
 *
 *     CREATE TABLE journal (
 *         log {{int}} NOT NULL,
 *         seq {{dense}},
 *         body {{bytes}} NOT NULL
 *         {{dense-key log, seq}}
 *     ) {{strict}}
 *     ;
 *     {{append-only journal}}
 *
 * Every other kept table ends with {{without-rowid}} and has `log` first in its PRIMARY KEY. */
#ifndef DB_SCHEMA_H
#define DB_SCHEMA_H
#include "base/task.h"

enum engine {
    ENGINE_SQLITE,
    ENGINE_POSTGRES
};
enum {
    SCHEMA_BYTES_MAX = 1 << 20
};

/* The text in the engine's own words. E_INVALID names a word that is not in the list above. */
status schema_expand(struct task *t, enum engine e, struct str text, struct str *ret_sql);

/* Cuts at a line that holds only `;`. False when nothing is left. */
bool schema_next(struct str *rest, struct str *ret_part);

#endif

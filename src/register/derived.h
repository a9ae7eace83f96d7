/* The derived tables: rows that anyone may query by their SSD names, replaced by difference.
 *
 * Drop them, fold again, get the same bytes. Each row carries a 64-bit hash of its content; a
 * child's rows are merged with what is stored and only differences are written. */
#ifndef REGISTER_DERIVED_H
#define REGISTER_DERIVED_H
#include "db/db.h"
#include "register/file.h"

enum { DERIVED_VERSION = 8, DERIVED_COLUMNS_MAX = 24 };

struct derived_table {
    const char *name;      /* "ssd_missing" */
    const char *columns;   /* after log, subject, k, h: comma separated, in value order */
    const char *kinds;     /* a letter for each: t text, i whole number */
};
extern const struct derived_table derived_tables[]; /* by enum derived_table_number */

enum derived_table_number {
#define TABLE(id, name, kinds, columns) DERIVED_##id,
#include "register/derived.def"
#undef TABLE
    DERIVED_TABLES
};

/* Rows of one subject, in any order; a key comes once in a table. Values not set are nil. */
struct derived_row {
    uint16_t table;
    uint64_t k;            /* key within (log, table, subject) */
    struct value *value;   /* as many as the table has columns */
};
struct derived_rows {
    struct arena *arena;
    struct derived_row *at;
    size_t count, room;
};
struct derived_row *derived_add(struct derived_rows *r, uint16_t table, uint64_t k);

/* Rows of the register proper (person, care, placement, missing, visits, reviews, health …). The
 * rulebook's rows (duty, alarm) are added by work/, which may see the rulebook. */
void child_rows(struct task *t, const struct stream *s, const struct child_state *c,
                const struct child_words *w, struct derived_rows *ret);
void home_rows(struct task *t, const struct stream *s, struct derived_rows *ret);
void agency_rows(struct task *t, const struct stream *s, struct derived_rows *ret);
void person_rows(struct task *t, const struct stream *s, struct derived_rows *ret);

status derived_open(struct task *t, struct db *d); /* makes or remakes the tables, prepares */
/* Tables of another version are there: a file is better thrown away than emptied. */
bool derived_is_other(struct task *t, struct db *d);
/* Writes the differences; `fresh`: nothing is stored yet, insert all without reading. */
status derived_replace(struct task *t, struct db *d, int64_t log, uint32_t subject,
                       const struct derived_rows *rows, bool fresh, int64_t *ret_written);
status derived_folded_to(struct task *t, struct db *d, int64_t log, int64_t *ret_seq);
status derived_stamp(struct task *t, struct db *d, int64_t log, int64_t seq);
status derived_clear(struct task *t, struct db *d, int64_t log);
/* SHA-256 over every derived row in key order: two folds of one journal give the same. */
status derived_digest(struct task *t, struct db *d, int64_t log, struct str *ret_hex);

#endif

/* Applies numbered schema files once each, and refuses a database that other files made. */
#include "db/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum {
    MIGRATIONS_MAX = 1000,
    HEX_LEN = 64
};

static const char migration_table[] = "CREATE TABLE IF NOT EXISTS migration (\n"
                                      "    name {{text}} NOT NULL PRIMARY KEY,\n"
                                      "    sha256 {{text}} NOT NULL,\n"
                                      "    applied_us {{int}} NOT NULL\n"
                                      ") {{without-rowid}}\n";

static const struct statement migration_statements[] = {
    { .name = "migration.list",
      .sql = "SELECT name, sha256 FROM migration ORDER BY name",
      .columns = 2 },
    { .name = "migration.add",
      .sql = "INSERT INTO migration (name, sha256, applied_us) VALUES ($1, $2, $3)",
      .params = 3 },
};
enum {
    LIST,
    ADD
};

struct applied {
    struct str name, sha256;
};

static struct str hex_hash(struct arena *a, const struct embedded *file)
{
    struct str text = { file->at, file->len };
    struct hash256 h = sha256(&text, 1);
    char *hex = NEWS(a, char, HEX_LEN + 1);
    for (size_t i = 0; i < sizeof h.b; i++)
        snprintf(hex + 2 * i, 3, "%02x", h.b[i]);
    return (struct str){ hex, HEX_LEN };
}

static const struct embedded *find(const struct embedded *files, struct str name)
{
    for (; files->name; files++) {
        if (str_is(name, files->name))
            return files;
    }
    return NULL;
}

status embedded_text(struct task *t, const struct embedded *files, struct str name,
                     struct str *ret_text)
{
    const struct embedded *file = find(files, name);
    if (!file)
        return fail(t, E_MISSING, "%.*s is not part of this program", STR_ARG(name));
    *ret_text = (struct str){ file->at, file->len };
    return OK;
}

static status read_applied(struct task *t, struct db *d, struct applied *ret, size_t *ret_count)
{
    size_t count = 0;
    WITH_CURSOR(rows);
    TRY(db_query(t, d, &migration_statements[LIST], NULL, 0, &rows));
    while (count < MIGRATIONS_MAX && cursor_next(&rows)) {
        ret[count].name = cursor_text(&rows);
        ret[count].sha256 = cursor_text(&rows);
        count++;
    }
    TRY(cursor_done(&rows));
    *ret_count = count;
    return OK;
}

static status check_applied(struct task *t, const struct embedded *files, struct applied a)
{
    const struct embedded *file = find(files, a.name);
    if (!file)
        return fail(t, E_CONFLICT,
                    "this register was last used by a later Sightline (%.*s):"
                    " install that version or a newer one",
                    STR_ARG(a.name));
    if (!str_equal(hex_hash(t->arena, file), a.sha256))
        return fail(t, E_CORRUPT,
                    "%.*s is not the file that made this register: install an"
                    " unchanged Sightline, or restore the register from a backup",
                    STR_ARG(a.name));
    return OK;
}

static int by_name(const void *a, const void *b)
{
    const struct embedded *const *x = a, *const *y = b;
    return strcmp((*x)->name, (*y)->name);
}

/* Those that the database lacks, in the order of their names. */
static size_t find_pending(const struct embedded *files, struct str family,
                           const struct applied *applied, size_t count,
                           const struct embedded **ret_pending)
{
    size_t found = 0;
    for (const struct embedded *f = files; f->name; f++) {
        bool done = !str_starts(str_from(f->name), family);
        for (size_t i = 0; i < count && !done; i++)
            done = str_is(applied[i].name, f->name);
        if (!done && found < MIGRATIONS_MAX)
            ret_pending[found++] = f;
    }
    qsort(ret_pending, found, sizeof ret_pending[0], by_name);
    return found;
}

static status apply(struct task *t, struct db *d, const struct embedded *file)
{
    if (db_schema(t, d, (struct str){ file->at, file->len }) != OK)
        return fail(t, t->failed, "%s: %s", file->name, t->reason);
    struct value row[] = { TEXT(str_from(file->name)), TEXT(hex_hash(t->arena, file)),
                           I64(task_now(t).us) };
    return db_run(t, d, &migration_statements[ADD], row, COUNT(row));
}

status db_migrate(struct task *t, struct db *d, const struct embedded *files, struct str family)
{
    WITH_TX(tx);
    TRY(tx_begin(t, d, &tx));
    bool read_only = db_is_read_only(d);
    if (!read_only)
        TRY(db_schema(t, d, str_from(migration_table)));
    TRY(db_prepare_all(t, d, migration_statements, COUNT(migration_statements)));

    struct applied *applied = NEWS(t->arena, struct applied, MIGRATIONS_MAX);
    size_t count;
    TRY(read_applied(t, d, applied, &count));
    for (size_t i = 0; i < count; i++)
        TRY(check_applied(t, files, applied[i]));

    const struct embedded **pending = NEWS(t->arena, const struct embedded *, MIGRATIONS_MAX);
    size_t left = find_pending(files, family, applied, count, pending);
    if (left > 0 && read_only)
        return fail(t, E_CONFLICT, "%s is still to be applied: start Sightline itself first",
                    pending[0]->name);
    for (size_t i = 0; i < left; i++)
        TRY(apply(t, d, pending[i]));
    return tx_commit(&tx);
}

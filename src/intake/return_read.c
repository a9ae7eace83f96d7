/* Reads the files of a return: which table each is, its rows, and which child they belong to. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "format/csv.h"
#include "intake/return_cells.h"

/* Where each column of the table stands in the file; false unless the sets are the same. */
static bool columns_are_of(const struct csv *c, const struct return_table *table, size_t *ret_at)
{
    if (c->columns != table->columns)
        return false;
    for (size_t i = 0; i < table->columns; i++) {
        size_t at = 0;
        while (at < c->columns && !str_is(c->header[at], table->column[i].name))
            at++;
        if (at == c->columns)
            return false;
        ret_at[i] = at;
    }
    return true;
}

static status refuse_unknown(struct task *t, struct str name, const struct csv *c)
{
    struct text columns = text_open(t->arena, 200);
    for (size_t i = 0; i < c->columns && !columns.full; i++) {
        text_addz(&columns, i > 0 ? ", " : "");
        text_add(&columns, c->header[i]);
    }
    struct str list = text_done(&columns);
    return fail(t, E_INVALID,
                "%.*s: its columns are those of none of the return's tables: %.*s%s. Give it"
                " exactly the columns of one table, or take the file out of the folder",
                STR_ARG(name), STR_ARG(list), columns.full ? " …" : "");
}

static status find_table(struct task *t, struct str name, const struct csv *c, unsigned *ret_table,
                         size_t *ret_at)
{
    for (unsigned i = 0; i < RETURN_TABLES; i++) {
        if (columns_are_of(c, &return_tables[i], ret_at)) {
            *ret_table = i;
            return OK;
        }
    }
    return refuse_unknown(t, name, c);
}

static status fail_of_file(struct task *t, struct str name)
{
    struct str reason = str_copy(t->arena, str_from(t->reason));
    return fail(t, t->failed, "%.*s: %.*s", STR_ARG(name), STR_ARG(reason));
}

static void take_row(struct task *t, struct return_row *row, const struct csv_row *from,
                     const size_t *at)
{
    unsigned columns = return_tables[row->table].columns;
    row->cell = NEWS(t->arena, struct return_cell, columns);
    for (unsigned i = 0; i < columns; i++) {
        struct str text = from->field[at[i]];
        row->cell[i] = (struct return_cell){ .text = text, .given = text.len > 0 };
    }
}

static size_t lines_of(struct str bytes)
{
    size_t lines = 1;
    for (size_t i = 0; i < bytes.len; i++)
        lines += bytes.at[i] == '\n' || bytes.at[i] == '\r';
    return lines;
}

static void read_row(struct task *t, struct return_row *row, const struct csv_row *from,
                     const size_t *at, struct str file, struct receipt *receipt)
{
    struct receipt_row told = { .file = file, .line = (size_t)from->line, .kind = ROW_REFUSED,
                                .reason = from->problem };
    row->outcome = ROW_UNCHANGED;
    row->line = (uint32_t)from->line;
    row->refused = from->problem.len > 0;
    if (row->refused) {
        receipt_tell(t, receipt, &told);
    } else {
        take_row(t, row, from, at);
        return_check_row(t, row, &told, receipt);
    }
    receipt->refused += row->refused;
    receipt->warned += !row->refused && row->warned;
}

status return_read_file(struct task *t, struct return_rows *rows, struct str name,
                        struct str bytes, struct receipt *receipt)
{
    struct csv csv;
    struct csv_row row;
    unsigned table = 0;
    size_t at[RETURN_COLUMNS_MAX];
    if (csv_open(t, bytes, &csv) != OK)
        return fail_of_file(t, name);
    TRY(find_table(t, name, &csv, &table, at));
    struct return_file *f = &rows->file[table];
    if (f->given)
        return fail(t, E_INVALID, "%.*s and %.*s are both the table %s: keep one of them",
                    STR_ARG(f->name), STR_ARG(name), return_table_name(table));
    size_t lines = lines_of(bytes);
    if (lines > RETURN_ROWS_MAX || rows->total > RETURN_ROWS_MAX - lines)
        return fail(t, E_LIMIT, "%.*s: the return has more than %d lines", STR_ARG(name),
                    RETURN_ROWS_MAX);
    *f = (struct return_file){ name, sha256(&bytes, 1), NEWS(t->arena, struct return_row, lines),
                               0, true };
    while (csv_next(&csv, &row)) {
        struct return_row *to = &f->row[f->count++];
        to->table = (uint8_t)table;
        to->source = str_print(t->arena, "%d %.*s row %lld", rows->year, STR_ARG(name),
                               (long long)row.line);
        read_row(t, to, &row, at, name, receipt);
    }
    if (csv_done(&csv) != OK)
        return fail_of_file(t, name);
    rows->total += f->count;
    receipt->rows += f->count;
    receipt->table_rows[table] = f->count;
    return OK;
}

/* --- the folder --- */

static void close_folder(DIR **d)
{
    if (*d)
        closedir(*d);
}

static void close_stream(FILE **f)
{
    if (*f)
        fclose(*f);
}

static status read_bytes(struct task *t, struct str folder, struct str name, struct str *ret)
{
    struct str path = str_print(t->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
    __attribute__((cleanup(close_stream))) FILE *in = fopen(str_nul(t->arena, path), "rb");
    struct stat about;
    if (!in || fstat(fileno(in), &about) != 0)
        return fail(t, E_IO, "%.*s cannot be read: %s", STR_ARG(name), strerror(errno));
    if (!S_ISREG(about.st_mode))
        return fail(t, E_INVALID, "%.*s is not a file", STR_ARG(name));
    if (about.st_size > FILE_BYTES_MAX)
        return fail(t, E_LIMIT, "%.*s is larger than %d MiB", STR_ARG(name), FILE_BYTES_MAX >> 20);
    size_t len = (size_t)about.st_size;
    char *bytes = NEWS(t->arena, char, len + 1);
    if (fread(bytes, 1, len, in) != len)
        return fail(t, E_IO, "%.*s changed while it was read: send it again", STR_ARG(name));
    *ret = (struct str){ bytes, len };
    return OK;
}

static int by_name(const void *a, const void *b)
{
    return str_order(*(const struct str *)a, *(const struct str *)b);
}

static bool is_csv(struct str name)
{
    return name.len > 4 && name.at[0] != '.' &&
           strncasecmp(name.at + name.len - 4, ".csv", 4) == 0;
}

/* By name, so that the same folder is read in the same order on any machine. */
static status list_folder(struct task *t, struct str folder, struct str *ret_names,
                          size_t *ret_count)
{
    __attribute__((cleanup(close_folder))) DIR *d = opendir(str_nul(t->arena, folder));
    size_t count = 0;
    if (!d)
        return fail(t, errno == ENOENT ? E_MISSING : E_IO, "the folder cannot be read: %s",
                    strerror(errno));
    for (struct dirent *e = readdir(d); e; e = readdir(d)) {
        struct str name = str_from(e->d_name);
        if (!is_csv(name))
            continue;
        if (!str_is_utf8(name) || count == RETURN_FILES_MAX)
            return fail(t, E_INVALID, "the folder has a file whose name is not UTF-8, or more"
                                      " than %d files", RETURN_FILES_MAX);
        ret_names[count++] = str_copy(t->arena, name);
    }
    if (count == 0)
        return fail(t, E_INVALID, "there is no .csv file in the folder");
    qsort(ret_names, count, sizeof *ret_names, by_name);
    *ret_count = count;
    return OK;
}

status return_read_folder(struct task *t, struct return_rows *rows, struct str folder,
                          struct receipt *receipt)
{
    struct str names[RETURN_FILES_MAX], bytes;
    size_t count = 0;
    TRY(list_folder(t, folder, names, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(read_bytes(t, folder, names[i], &bytes));
        TRY(return_read_file(t, rows, names[i], bytes, receipt));
    }
    return OK;
}

/* --- by child --- */

static int by_child(const void *a, const void *b)
{
    const struct return_row *x = *(struct return_row *const *)a,
                            *y = *(struct return_row *const *)b;
    int order = str_order(x->cell[0].text, y->cell[0].text);
    if (order != 0)
        return order;
    if (x->table != y->table)
        return x->table < y->table ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->until != y->until)
        return x->until < y->until ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static bool is_second(const struct return_row *row, const struct return_row *before)
{
    return before && return_tables[row->table].once && before->table == row->table &&
           str_equal(before->cell[0].text, row->cell[0].text);
}

static void refuse_second(struct task *t, const struct return_rows *rows, struct return_row *row,
                          struct receipt *receipt)
{
    struct receipt_row told = {
        .file = rows->file[row->table].name,
        .line = row->line,
        .kind = ROW_REFUSED,
        .field = S("CHILD"),
        .reason = S("this child has a row in this table already: keep one of them"),
    };
    row->refused = true;
    receipt->refused++;
    receipt->warned -= row->warned;
    receipt_tell(t, receipt, &told);
}

static size_t sorted_rows(struct task *t, const struct return_rows *rows,
                          struct receipt *receipt, struct return_row **all)
{
    size_t count = 0, kept = 0;
    for (unsigned i = 0; i < RETURN_TABLES; i++)
        for (size_t at = 0; at < rows->file[i].count; at++)
            if (!rows->file[i].row[at].refused)
                all[count++] = &rows->file[i].row[at];
    qsort(all, count, sizeof(struct return_row *), by_child);
    for (size_t i = 0; i < count; i++) {
        if (is_second(all[i], kept > 0 ? all[kept - 1] : NULL))
            refuse_second(t, rows, all[i], receipt);
        else
            all[kept++] = all[i];
    }
    return kept;
}

status return_children(struct task *t, const struct return_rows *rows, struct receipt *receipt,
                       struct return_child **ret, size_t *ret_count)
{
    struct return_row **all = NEWS(t->arena, struct return_row *, rows->total + 1);
    struct return_child *child = NEWS(t->arena, struct return_child, rows->total + 1);
    size_t count = sorted_rows(t, rows, receipt, all), children = 0;
    for (size_t i = 0; i < count; i++) {
        struct return_child *last = children > 0 ? &child[children - 1] : NULL;
        if (last && str_equal(last->id, all[i]->cell[0].text))
            last->count++;
        else
            child[children++] = (struct return_child){ all[i]->cell[0].text, &all[i], 1 };
        if (child[children - 1].count > RETURN_CHILD_ROWS_MAX)
            return fail(t, E_LIMIT, "one child has more than %d rows (see line %u of %s): a"
                                    " return has a few dozen", RETURN_CHILD_ROWS_MAX,
                        all[i]->line, return_table_name(all[i]->table));
    }
    *ret = child;
    *ret_count = children;
    return OK;
}

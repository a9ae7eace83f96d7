/* Any bytes as a CSV file: rows stay inside the file, and what is written is read back. */
#include "fuzz.h"

#include "format/csv.h"

static void check_row(const struct csv *c, const struct csv_row *row, size_t size)
{
    MUST(row->at + row->len <= size && row->len > 0);
    MUST(row->count <= c->columns);
    MUST(row->problem.len > 0 || row->count == c->columns);
}

/* A sound row, written by csv_put under the same header, gives the same fields. */
static void check_again(struct task *t, const struct csv *c, const struct csv_row *row)
{
    struct text out = text_open(t->arena, 64 << 20);
    for (size_t i = 0; i < c->columns; i++)
        csv_put(&out, i == 0, c->header[i]);
    csv_put_end(&out);
    for (size_t i = 0; i < row->count; i++)
        csv_put(&out, i == 0, row->field[i]);
    csv_put_end(&out);

    struct csv again;
    struct csv_row same;
    bool blank = c->columns == 1 && (c->header[0].len == 0 || row->field[0].len == 0);
    if (blank)
        return; /* one empty field is written as a blank line, which says nothing */
    MUST(csv_open(t, text_done(&out), &again) == OK);
    MUST(csv_next(&again, &same) && same.problem.len == 0 && same.count == row->count);
    for (size_t i = 0; i < row->count; i++)
        MUST(str_equal(same.field[i], row->field[i]));
    MUST(!csv_next(&again, &same));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WITH_FUZZ_TASK(f);
    struct csv c;
    if (csv_open(&f.task, (struct str){ (const char *)data, size }, &c) != OK)
        return 0;
    struct csv_row row;
    int64_t line = 0;
    while (csv_next(&c, &row)) {
        struct arena_mark m = arena_mark(f.task.arena);
        check_row(&c, &row, size);
        MUST(row.line > line);
        line = row.line;
        if (row.problem.len == 0)
            check_again(&f.task, &c, &row);
        arena_rewind(f.task.arena, m);
    }
    MUST(csv_done(&c) == OK || f.task.reason[0]);
    return 0;
}

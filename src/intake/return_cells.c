/* Checks a row of the return cell by cell. A value is never repeated in what is told: it may be
 * anything, and receipts travel. */
#include "intake/return_cells.h"

#include <string.h>

struct checking {
    struct task *t;
    struct return_row *row;
    struct receipt_row at;
    struct receipt *receipt;
};

static void tell(struct checking *c, enum receipt_kind kind, const char *field, const char *reason)
{
    c->row->refused |= kind == ROW_REFUSED;
    c->row->warned |= kind == ROW_WARNED;
    c->at.kind = kind;
    c->at.field = str_from(field);
    c->at.reason = str_from(reason);
    receipt_tell(c->t, c->receipt, &c->at);
}

static void leave_out(struct return_cell *cell)
{
    *cell = (struct return_cell){ 0 };
}

static bool two_digits(const char *at, int *ret)
{
    if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
        return false;
    *ret = (at[0] - '0') * 10 + at[1] - '0';
    return true;
}

/* "dd/mm/yyyy" as date_parse_return reads it, without a task to tell: most rows have three. */
static bool read_date(struct str s, int32_t *ret)
{
    int day, month, century, year;
    if (s.len != 10 || s.at[2] != '/' || s.at[5] != '/' || !two_digits(s.at, &day) ||
        !two_digits(s.at + 3, &month) || !two_digits(s.at + 6, &century) ||
        !two_digits(s.at + 8, &year))
        return false;
    struct civil c = { century * 100 + year, (uint8_t)month, (uint8_t)day };
    if (c.year < 1900 || c.year > 2200 || !civil_is_real(c))
        return false;
    *ret = date_of(c).days;
    return true;
}

static void check_date(struct checking *c, const struct return_column *column,
                       struct return_cell *cell)
{
    if (!cell->given) {
        if (column->kind == CELL_DATE_NEEDED)
            tell(c, ROW_REFUSED, column->name, "is empty: fill in the date");
        return;
    }
    if (read_date(cell->text, &cell->number))
        return;
    if (column->kind == CELL_DATE)
        tell(c, ROW_WARNED, column->name,
             "is not a real date, day first, like 27/03/2026: it is left out");
    else
        tell(c, ROW_REFUSED, column->name, "must be a real date, day first, like 27/03/2026");
    leave_out(cell);
}

static struct str in_capitals(struct arena *a, struct str s)
{
    char *copy = NEWS(a, char, s.len);
    for (size_t i = 0; i < s.len; i++)
        copy[i] = s.at[i] >= 'a' && s.at[i] <= 'z' ? (char)(s.at[i] - 32) : s.at[i];
    return (struct str){ copy, s.len };
}

static void check_code(struct checking *c, const struct return_column *column,
                       struct return_cell *cell)
{
    if (!cell->given) {
        if (column->kind == CELL_CODE_NEEDED)
            tell(c, ROW_REFUSED, column->name, "is empty: fill in the code");
        return;
    }
    if (code_number((enum code_list)column->list, cell->text) != 0)
        return;
    struct str capitals = in_capitals(c->t->arena, cell->text);
    if (code_number((enum code_list)column->list, capitals) != 0)
        cell->text = capitals;
    else
        tell(c, ROW_WARNED, column->name, "is not a code of the return: it is kept as it stands");
}

static void check_number(struct checking *c, const struct return_column *column,
                         struct return_cell *cell)
{
    int32_t most = column->kind == CELL_FLAG ? 1 : 9999, number = 0;
    if (!cell->given)
        return;
    bool good = cell->text.len <= 4;
    for (size_t i = 0; i < cell->text.len && good; i++) {
        good = cell->text.at[i] >= '0' && cell->text.at[i] <= '9';
        number = number * 10 + (cell->text.at[i] - '0');
    }
    cell->number = number;
    if (good && number <= most)
        return;
    tell(c, ROW_WARNED, column->name,
         column->kind == CELL_FLAG ? "must be 1 or 0: it is left out"
                                   : "must be a whole number: it is left out");
    leave_out(cell);
}

/* A colon would make it read as another way to name a child: "no:12", "upn:…". */
static void check_child(struct checking *c, const struct return_cell *cell)
{
    if (!cell->given)
        tell(c, ROW_REFUSED, "CHILD", "is empty: fill in the child's number");
    else if (cell->text.len > 64 || memchr(cell->text.at, ':', cell->text.len))
        tell(c, ROW_REFUSED, "CHILD",
             "must be the authority's own number, at most 64 characters without a colon");
}

static void check_cell(struct checking *c, const struct return_column *column,
                       struct return_cell *cell)
{
    if (cell->given && cell->text.len > RETURN_CELL_BYTES_MAX) {
        tell(c, ROW_REFUSED, column->name, "is longer than 1000 bytes: shorten it");
        return;
    }
    switch ((enum cell_kind)column->kind) {
    case CELL_CHILD: check_child(c, cell); return;
    case CELL_CODE:
    case CELL_CODE_NEEDED: check_code(c, column, cell); return;
    case CELL_FLAG:
    case CELL_INT: check_number(c, column, cell); return;
    case CELL_DATE:
    case CELL_DATE_STRICT:
    case CELL_DATE_NEEDED: check_date(c, column, cell); return;
    case CELL_IGNORED:
    case CELL_TEXT: return;
    }
}

void return_check_row(struct task *t, struct return_row *row, const struct receipt_row *at,
                      struct receipt *receipt)
{
    struct checking c = { t, row, *at, receipt };
    const struct return_table *table = &return_tables[row->table];
    for (unsigned i = 0; i < table->columns && !row->refused; i++)
        check_cell(&c, &table->column[i], &row->cell[i]);
    if (row->refused)
        return;
    row->from = INT32_MIN;
    row->until = INT32_MAX;
    if (table->from && row->cell[table->from].given)
        row->from = row->cell[table->from].number;
    if (table->until && row->cell[table->until].given)
        row->until = row->cell[table->until].number;
    if (row->until < row->from)
        tell(&c, ROW_REFUSED, table->column[table->until].name,
             "is before the row's first date: correct one of them");
}

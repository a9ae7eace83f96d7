/* The receipt's list: bounded, so that a file of a million bad rows costs no more than one. */
#include "intake/receipt.h"

#include "base/limits.h"

void receipt_tell(struct task *t, struct receipt *r, const struct receipt_row *row)
{
    MUST(row->kind == ROW_WARNED || row->kind == ROW_REFUSED);
    if (!r->row)
        r->row = NEWS(t->arena, struct receipt_row, LIST_ROWS_MAX);
    if (r->listed < LIST_ROWS_MAX)
        r->row[r->listed++] = *row;
}

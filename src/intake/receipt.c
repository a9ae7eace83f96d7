/* The receipt's list: bounded, so that a file of a million bad rows costs no more than one. */
#include "intake/receipt.h"

#include <string.h>

#include "base/limits.h"

enum { ROWS_FIRST = 16 };

/* Room doubles when it is used up, so how much there is follows from how much is listed. */
static void make_room(struct task *t, struct receipt *r)
{
    bool full = r->listed == 0 ||
                (r->listed >= ROWS_FIRST && (r->listed & (r->listed - 1)) == 0);
    if (!full)
        return;
    struct receipt_row *old = r->row;
    r->row = NEWS(t->arena, struct receipt_row, r->listed == 0 ? ROWS_FIRST : r->listed * 2);
    if (r->listed > 0)
        memcpy(r->row, old, r->listed * sizeof *old);
}

void receipt_tell(struct task *t, struct receipt *r, const struct receipt_row *row)
{
    MUST(row->kind == ROW_WARNED || row->kind == ROW_REFUSED);
    if (r->listed == LIST_ROWS_MAX)
        return;
    make_room(t, r);
    r->row[r->listed++] = *row;
}

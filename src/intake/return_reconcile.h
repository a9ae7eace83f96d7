/* What the register has been told by earlier returns against what this one says: only differences
 * are appended. Pure. What a person has corrected or withdrawn since is not told again. */
#ifndef INTAKE_RETURN_RECONCILE_H
#define INTAKE_RETURN_RECONCILE_H
#include "intake/return_map.h"

struct said {
    const struct event *event; /* by n - 1; EV_NONE where the text is not kept */
    size_t count;
};
struct reconciled {
    struct event *event; /* in the order in which they are to be appended */
    struct return_row **row; /* why each; NULL for a withdrawal */
    size_t count, withdrawn;
};
/* Outcomes of rows are set. An empty list of wanted events: the child is gone from the return. */
void return_reconcile(struct task *t, int year, struct wanted_list *wanted,
                      const struct said *said, struct reconciled *ret);

#endif

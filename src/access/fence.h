/* The second fence of need-to-know, where the database has one: see db_fence in db/db.h.
 *
 * The decision of access.h stands before it. This one is for the day that a page forgets to ask:
 * the database then gives no row of a child whose keys are not held. */
#ifndef ACCESS_FENCE_H
#define ACCESS_FENCE_H
#include "access/access.h"

/* From now on this reader sees no child until one of the next two. Not there: all goes on as it
 * was, with one fence. */
status reader_fence(struct task *t, struct reader *r, bool *ret_there);
/* Lists and counts, which then leave out whom may_list does not name. */
status reader_acts_for_all(struct task *t, struct reader *r);
/* With the keys of who asks. child 0: every child that they open, except by a role that owes and
 * that nobody holds for the child. */
status reader_acts_for(struct task *t, struct reader *r, const struct standing *s, uint32_t child);

#endif

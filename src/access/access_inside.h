/* What the files of the decision share. */
#ifndef ACCESS_ACCESS_INSIDE_H
#define ACCESS_ACCESS_INSIDE_H
#include "access/access.h"

status standing_prepare(struct task *t, struct reader *r);
status access_reach_prepare(struct task *t, struct reader *r);

/* Would what is asked of this role, and held by nobody for the child, be this person's? */
struct owners;
status owes(struct task *t, struct owners *o, const struct standing *s, enum role role, bool *ret);

#endif

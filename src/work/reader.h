/* What the looks share: a reader's own statements, and single entries out of a stream. */
#ifndef WORK_READER_H
#define WORK_READER_H
#include "work/look.h"
#include "work/owner.h"

status names_prepare(struct task *t, struct reader *r);
status missing_prepare(struct task *t, struct reader *r);
status duties_prepare(struct task *t, struct reader *r);
status told_prepare(struct task *t, struct reader *r);
status dispatch_look_prepare(struct task *t, struct reader *r);
status watch_prepare(struct task *t, struct reader *r);

/* A child's display name and the authority's own number for it; empty when it has no rows. */
status look_child_name(struct task *t, struct reader *r, uint32_t child, struct str *ret_name,
                       struct str *ret_local_id);

#endif

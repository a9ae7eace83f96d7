/* Brings the register up to the journal: what changed is folded again, or all of it. */
#ifndef WORK_CATCH_UP_H
#define WORK_CATCH_UP_H
#include "work/fold.h"

/* Behind: folds the subjects that changed. Ahead, or never folded: folds everything anew. */
status catch_up(struct task *t, struct store *s);
/* Into a fresh register that nobody reads yet; stamps it at the end. */
status fold_everything(struct task *t, struct store *s, struct db *into, store_progress *p,
                       void *self);

#endif

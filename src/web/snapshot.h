/* One look at who is missing, shared by everyone who asks within the same second.
 *
 * It is never older than the last entry folded, so whoever reports sees the report. */
#ifndef WEB_SNAPSHOT_H
#define WEB_SNAPSHOT_H
#include "web/site.h"

struct snapshot {
    struct arena *arena;
    struct missing_list missing;
    struct duty_list *owed;   /* one a missing child, in their order */
    const char **owed_failed; /* NULL, or why it could not be looked up */
    struct instant taken;
    int64_t folds;
    unsigned holders;
};
/* E_IO and the like: could not look. What is taken must be given back when it has been shown. */
status snapshot_take(struct task *t, struct request *in, struct snapshot **ret);
void snapshot_give(struct site *site, struct snapshot *s);
void snapshot_end(struct site *site);

#endif

/* Which open duties can be a person's at all, so that a look need not read everybody's. */
#ifndef WORK_DUTY_REACH_H
#define WORK_DUTY_REACH_H
#include "work/owner.h"

struct duty_reach {
    bool far;         /* too many: read them all */
    /* Of whom the person holds a role, or in a home where the person holds one; such a home or
     * agency itself, too. */
    uint32_t *child;
    size_t children;
    uint32_t general; /* roles, bit by role: what is asked of them falls to the person wherever
                       * nobody nearer to the child holds one of the ladder */
};
status reach_prepare(struct task *t, struct reader *r);
/* As things stand now; owners_find has the last word on each duty. */
status reach_of(struct task *t, struct reader *r, struct owners *o, uint32_t person,
                struct instant now, struct duty_reach *ret);

#endif

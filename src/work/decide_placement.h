/* Who may approve a placement, at which rank, and what must be said with it. */
#ifndef WORK_DECIDE_PLACEMENT_H
#define WORK_DECIDE_PLACEMENT_H
#include "work/decide.h"
#include "work/writer.h"

/* How far up a role stands for approvals: see rank_level. 0: it may not approve. */
unsigned approval_level(enum role by);
/* The rank at which this role approves, of CODES(RANK); 0: at none. */
uint8_t approval_rank_of(enum role by);

/* What an approval is judged by: what was said before of the same placement. */
struct proposal {
    bool known;        /* a proposal of it is on the file */
    bool approved;     /* at the rank it needs */
    uint32_t proposer; /* person; 0 not said */
    uint8_t needs;     /* of CODES(RANK) */
    uint32_t against, could_not;
};
/* Facts in n order; `payload` by n - 1. */
struct proposal proposal_of(struct task *t, const struct stream *s, uint64_t placement);

/* E_DENIED: who may. E_INVALID: what is missing. */
status approval_judge(struct task *t, const struct event *e, const struct proposal *p);
status start_judge(struct task *t, const struct event *e, const struct proposal *p);

#endif

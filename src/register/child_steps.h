/* The steps of one child's state, between the files that take them; see child.h. */
#ifndef REGISTER_CHILD_STEPS_H
#define REGISTER_CHILD_STEPS_H
#include "register/child.h"

static inline uint8_t code_in(const struct fact *f, unsigned at, unsigned width)
{
    return (uint8_t)((f->flags >> at) & ((1u << width) - 1));
}

static inline bool flag_in(const struct fact *f, unsigned at)
{
    return (f->flags >> at) & 1;
}

static inline void set_fact(struct child_state *s, uint64_t fact, bool so)
{
    s->is = so ? s->is | fact : s->is & ~fact;
}

typedef void child_said(struct child_state *s, const struct fact *f);
child_said placement_started, placement_ended, placement_approved, placement_refused,
    placement_notified, placement_consulted, placement_close, placement_carer_approved,
    placement_confirmed;
void placement_said(struct child_state *s, const struct fact *f, unsigned said);
void placement_show(struct child_state *s, const struct placement *now); /* NULL: none */

child_said missing_said, missing_implied, episodes_end_with_death;
typedef void episode_say(struct child_state *s, struct missing_episode *e, const struct fact *f);
episode_say child_found, child_returned, episode_closed, prevention_held, interview_offered,
    interview_accepted, interview_declined, interview_held;
void episode_said(struct child_state *s, const struct fact *f, episode_say *say); /* NULL: seen */

#endif

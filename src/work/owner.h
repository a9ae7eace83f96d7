/* Who answers for a role, with the answers of one look or one batch remembered.
 *
 * "Nobody" is never an answer: what nobody holds falls to the next role up. */
#ifndef WORK_OWNER_H
#define WORK_OWNER_H
#include "work/look.h"

struct owners;

/* `derived` must have been prepared with owner_prepare. Lives in the task's arena. */
struct owners *owners_open(struct task *t, const struct store *s, struct db *derived);
status owner_prepare(struct task *t, struct db *derived);
/* A child's holders taken from its evaluation, where the rows are not yet written. */
void owners_know_child(struct task *t, struct owners *o, uint32_t child,
                       const struct child_state *c);
status owners_find(struct task *t, struct owners *o, enum role asked, uint32_t child,
                   uint32_t home, struct instant at, struct owner *ret);
/* The last resort: someone of the authority, else anyone; 0 when nobody is registered at all. */
status owners_anybody(struct task *t, struct owners *o, uint32_t *ret_person);
enum role role_above(enum role r); /* ROLE_NONE above the director */
/* Does what is asked of `asked` ever fall to `role`? */
bool role_reaches(enum role asked, enum role role);
const char *role_words(enum role r);

#endif

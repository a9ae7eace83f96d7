/* Which roles a person holds now: at an agency, a home or for a child, for good or on the rota. */
#ifndef ACCESS_ROLES_H
#define ACCESS_ROLES_H
#include "work/look.h"

enum { ROLES_HELD_MAX = 24 };
struct role_held {
    enum role role;
    uint32_t subject, more; /* the widest it is held at; of how many others, too */
    enum subject_kind at;
};
struct roles_held {
    struct role_held at[ROLES_HELD_MAX]; /* one row a role, the most widely held first */
    size_t count;
};
status roles_held(struct task *t, struct reader *r, uint32_t person, struct instant now,
                  struct roles_held *ret);
/* The register was told that this person has left: then no role is held any more. */
status person_has_left(struct task *t, struct reader *r, uint32_t person, bool *ret);
bool roles_have(const struct roles_held *h, unsigned role);
/* When the last of them ended; NEVER: one is held now, or none ever was. */
status roles_ended(struct task *t, struct reader *r, uint32_t person, struct instant now,
                   struct instant *ret);

#endif

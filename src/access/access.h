/* Who may see which child, and why: one decision for pages, search, exports and commands. */
#ifndef ACCESS_ACCESS_H
#define ACCESS_ACCESS_H
#include "work/look.h"

/* Why somebody may see a child, strongest first. */
enum ground {
    GROUND_NONE,
    GROUND_ROLE,   /* holds a role for this child */
    GROUND_LIVES,  /* works in the home where the child lives */
    GROUND_OFFICE, /* answers for every child of the authority */
    GROUND_DUTY,   /* owes this child something now */
    GROUND_AREA,   /* of the authority in whose area the child is placed */
    GROUND_POLICE, /* police, of a child who is missing or was lately */
    GROUND_SHARE,  /* a share with power, purpose and end */
    GROUND_GLASS,  /* said why it had to be now */
    GROUNDS
};

#endif

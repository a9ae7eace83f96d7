/* How a placement stands: who must approve it, whether that was done, and who was told. Pure. */
#ifndef REGISTER_PLACEMENT_STANDING_H
#define REGISTER_PLACEMENT_STANDING_H
#include "register/derived.h"

struct rows_of;

/* By place in their code lists; a test keeps them alike. */
enum approval_rank {
    RANK_NONE,
    RANK_NOMINATED_OFFICER,
    RANK_DIRECTOR,
    RANK_PANEL,
    RANK_TEAM_MANAGER
};
enum placed_area {
    PLACED_NOT_SAID,
    PLACED_IN,
    PLACED_ADJOINING,
    PLACED_DISTANT,
    PLACED_SCOTLAND,
    PLACED_WALES,
    PLACED_NORTHERN_IRELAND,
    PLACED_OUTSIDE_UK,
    PLACED_UNKNOWN
};
enum checked {
    CHECKED_CLEAR = 1,
    CHECKED_AGAINST,
    CHECKED_COULD_NOT_LOOK
};

/* The higher the number, the further up: 0 no rank, 1 team manager, 2 nominated officer or panel, 3
 * director. */
unsigned rank_level(uint8_t rank);
/* Who must approve. Outside the area: the nominated officer; at a distance: the director (Care
 * Planning, Placement and Case Review (England) Regulations 2010, reg 11(1)). In the area no rank
 * is named: the team manager, a local rule. Not known where: as if at a distance, a local rule. */
uint8_t rank_for_area(uint8_t area);
/* Regulation 11 is not for connected persons or the authority's own foster carers. */
bool rank_is_asked_for(uint8_t type, uint8_t provider);

/* In the order in which they are worked on; of the column `state`. */
enum placement_standing {
    STANDING_NONE, /* nobody need look: no row */
    STANDING_WAITING,
    STANDING_QUERIED,      /* more was asked: with the proposer */
    STANDING_APPROVED,     /* and not begun */
    STANDING_NOT_APPROVED, /* begun without the approval that its area asks for */
    STANDING_NOT_NOTIFIED, /* begun, and the area authority was not told */
    STANDING_FAR,          /* at a distance, approved and notified */
    STANDINGS
};

/* `homes`: of the placements, by place in the state. */
void placement_standing_rows(struct rows_of *r, const struct child_state *s, const uint32_t *homes);
/* "ZZ1 1AA" → "ZZ11": what lies near; empty when it is no postcode. */
struct str postcode_sector(struct arena *a, struct str postcode);
void place_rows(struct task *t, const struct stream *s, struct derived_rows *ret);

#endif

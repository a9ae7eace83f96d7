/* The state of whichever subject a pass runs over. */
#include "rulebook/pass.h"

void subject_start(struct evaluation *out, enum over kind)
{
    child_start(&out->child); /* always: ages and placements are asked of it */
    switch (kind) {
    case OVER_CHILD:
    case OVERS: return;
    case OVER_HOME: home_start(&out->home); return;
    case OVER_AGENCY: agency_start(&out->agency); return;
    case OVER_PLACE: place_start(&out->place); return;
    }
}

uint64_t subject_is(const struct evaluation *out, enum over kind)
{
    switch (kind) {
    case OVER_CHILD: return out->child.is;
    case OVER_HOME: return out->home.is;
    case OVER_AGENCY: return out->agency.is;
    case OVER_PLACE: return out->place.is;
    case OVERS: break;
    }
    return 0;
}

void subject_step(struct evaluation *out, enum over kind, const struct fact *f)
{
    switch (kind) {
    case OVER_CHILD: child_step(&out->child, f); return;
    case OVER_HOME: home_step(&out->home, f); return;
    case OVER_AGENCY: agency_step(&out->agency, f); return;
    case OVER_PLACE: place_step(&out->place, f); return;
    case OVERS: return;
    }
}

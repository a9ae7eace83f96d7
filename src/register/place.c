/* The state of one place, vehicle or person of concern, one event at a time. */
#include "register/place.h"

void place_start(struct place_state *s)
{
    *s = (struct place_state){ 0 };
}

void place_step(struct place_state *s, const struct fact *f)
{
    s->now = f->happened;
    switch (f->kind) {
    case EV_PLACE_RECORDED: s->is |= PLACE_IS(PREMISES); return;
    case EV_VEHICLE_RECORDED: s->is |= PLACE_IS(VEHICLE); return;
    case EV_PERSON_OF_CONCERN_RECORDED: s->is |= PLACE_IS(PERSON); return;
    case EV_CHILD_FOUND: s->found++; return;
    case EV_ASSOCIATION_RECORDED: s->linked++; return;
    default: return; /* of no concern to what a place is */
    }
}

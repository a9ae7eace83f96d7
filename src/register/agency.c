/* One agency's state, one event at a time. */
#include "register/agency.h"

static const uint64_t type_facts[] = { /* by place in CODES(AGENCY); a test holds it against that */
    [1] = AGENCY_IS(AUTHORITY), [2] = AGENCY_IS(POLICE),      [3] = AGENCY_IS(PROVIDER),
    [4] = AGENCY_IS(HEALTH),    [5] = AGENCY_IS(SCHOOL),      [6] = AGENCY_IS(REGULATOR),
    [7] = AGENCY_IS(PARTNERSHIP), [8] = AGENCY_IS(PROVIDER),  [9] = 0,
    [10] = AGENCY_IS(PROVIDER),
};
#define ALL_TYPES                                                                                 \
    (AGENCY_IS(AUTHORITY) | AGENCY_IS(POLICE) | AGENCY_IS(HEALTH) | AGENCY_IS(SCHOOL) |           \
     AGENCY_IS(REGULATOR) | AGENCY_IS(PARTNERSHIP) | AGENCY_IS(PROVIDER))

_Static_assert(AGENCY_FACTS_COUNT <= 64, "a bit each");

void agency_start(struct agency_state *s)
{
    *s = (struct agency_state){ 0 };
}

void agency_step(struct agency_state *s, const struct fact *f)
{
    s->now = f->happened;
    switch (f->kind) {
    case EV_AGENCY_REGISTERED:
        s->type = f->code;
        s->is &= ~ALL_TYPES;
        s->is |= f->code < COUNT(type_facts) ? type_facts[f->code] : 0;
        return;
    case EV_INVOLVEMENT_STARTED:
        if (f->code < ROLES)
            s->holder[f->code] = (uint32_t)f->number;
        return;
    case EV_INVOLVEMENT_ENDED:
        if (f->code < ROLES && (f->number == 0 || s->holder[f->code] == (uint32_t)f->number))
            s->holder[f->code] = 0;
        return;
    case EV_NAMED_PERSON_APPOINTED: s->is |= AGENCY_IS(NAMED_PERSON); return;
    case EV_PROTOCOL_AGREED: s->is |= AGENCY_IS(PROTOCOL); return;
    default: return; /* of no concern to what an agency is */
    }
}

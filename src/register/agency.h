/* An agency's state: what kind it is, and who holds which role there. Pure, like a child's. */
#ifndef REGISTER_AGENCY_H
#define REGISTER_AGENCY_H
#include "journal/event.h"

/* Yes/no facts, by the names that rules use: FACT(BIT, "words of a rule"). */
#define AGENCY_FACTS(FACT)                                                                        \
    FACT(AUTHORITY, "agency is authority")                                                        \
    FACT(POLICE, "agency is police")                                                              \
    FACT(HEALTH, "agency is health")                                                              \
    FACT(SCHOOL, "agency is school")                                                              \
    FACT(REGULATOR, "agency is regulator")                                                        \
    FACT(PARTNERSHIP, "agency is partnership")                                                    \
    FACT(PROVIDER, "agency is provider")           /* of homes, foster care or support */         \
    FACT(NAMED_PERSON, "agency is with-named-person") /* a senior manager for missing children */ \
    FACT(PROTOCOL, "agency is with-protocol")      /* a missing protocol was agreed */

enum agency_fact {
#define FACT(bit, words) AGENCY_##bit##_AT,
    AGENCY_FACTS(FACT)
#undef FACT
    AGENCY_FACTS_COUNT
};
#define AGENCY_IS(bit) (UINT64_C(1) << AGENCY_##bit##_AT)

struct agency_state {
    uint64_t is;            /* AGENCY_IS(…) */
    int64_t now;            /* happened of the last event applied */
    uint32_t holder[ROLES]; /* person who holds the role here; 0 nobody */
    uint8_t type;           /* code, AGENCY */
    uint8_t spare[7];
};

void agency_start(struct agency_state *s);
void agency_step(struct agency_state *s, const struct fact *f);

#endif

/* The state of a place, a vehicle or a person of concern: which it is. Pure, like a child's.
 *
 * Its stream holds its own events and pointers to children who were found there or are linked with
 * it: `number` of a pointer is the child. */
#ifndef REGISTER_PLACE_H
#define REGISTER_PLACE_H
#include "journal/event.h"

/* Yes/no facts, by the names that rules use: FACT(BIT, "words of a rule"). */
#define PLACE_FACTS(FACT)                                                                         \
    FACT(PREMISES, "place is premises")                                                           \
    FACT(VEHICLE, "place is vehicle")                                                             \
    FACT(PERSON, "place is person")

enum place_fact {
#define FACT(bit, words) PLACE_##bit##_AT,
    PLACE_FACTS(FACT)
#undef FACT
    PLACE_FACTS_COUNT
};
#define PLACE_IS(bit) (UINT64_C(1) << PLACE_##bit##_AT)

struct place_state {
    uint64_t is;  /* PLACE_IS(…) */
    int64_t now;  /* happened of the last event applied */
    uint32_t found, linked; /* times a child was found there, or linked with it */
};

void place_start(struct place_state *s);
void place_step(struct place_state *s, const struct fact *f);

#endif

/* Lives of children, homes, agencies and places made by chance from what rules look at. */
#ifndef TEST_RULEBOOK_RANDOM_LIFE_H
#define TEST_RULEBOOK_RANDOM_LIFE_H
#include "rulebook/rulebook.h"

enum {
    EVENTS_MAX = 64,
    STREAMS = 4 /* a child's, a home's, an agency's, a place's */
};
struct random_stream {
    enum subject_kind kind;
    const uint16_t *kinds;
    uint32_t count;
    uint64_t lives; /* so many are tried */
};
extern const struct random_stream streams[STREAMS];

struct chance {
    uint64_t seed;
    size_t stream; /* of streams[]: whose */
};
uint32_t below(struct chance *c, uint32_t n);
bool says_a_rule(uint16_t kind);
struct fact random_fact(struct chance *c, const struct rulebook *b, uint32_t n);
/* Minutes, hours or weeks apart, now and then at one instant, sometimes told out of order. */
uint32_t random_life(struct chance *c, const struct rulebook *b, struct fact *f);

#endif

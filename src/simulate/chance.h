/* Seeded chance for synthetic worlds: integers only, so that a seed gives the same world anywhere.
 */
#ifndef SIMULATE_CHANCE_H
#define SIMULATE_CHANCE_H
#include "base/status.h"

struct chance {
    uint64_t s[4];
};

struct chance chance_seeded(uint64_t seed, uint64_t stream); /* streams of one seed are apart */
uint64_t chance_next(struct chance *c);
uint32_t chance_below(struct chance *c, uint32_t bound); /* 0 … bound - 1; bound > 0 */
int64_t chance_between(struct chance *c, int64_t low, int64_t high); /* both included */
bool chance_in(struct chance *c, uint32_t per_mille);

/* A place in a table of weights; the weights need not add up to anything round. */
size_t chance_weighted(struct chance *c, const uint16_t *weights, size_t count);

/* Quantiles of a distribution at even steps, joined by straight lines: no logarithms, so no
 * difference between mathematical libraries. */
struct quantiles {
    const int32_t *at;
    size_t count;
};
int64_t chance_quantile(struct chance *c, struct quantiles q);

#endif

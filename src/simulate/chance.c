/* xoshiro256** seeded by splitmix64 (both public domain, Blackman and Vigna). */
#include "simulate/chance.h"

static uint64_t splitmix(uint64_t *x)
{
    uint64_t z = *x += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

struct chance chance_seeded(uint64_t seed, uint64_t stream)
{
    struct chance c = { 0 };
    uint64_t x = seed ^ (stream * UINT64_C(0xd1342543de82ef95) + 1);
    for (size_t i = 0; i < COUNT(c.s); i++)
        c.s[i] = splitmix(&x);
    return c;
}

static uint64_t turn(uint64_t x, int by)
{
    return (x << by) | (x >> (64 - by));
}

uint64_t chance_next(struct chance *c)
{
    uint64_t *s = c->s, result = turn(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = turn(s[3], 45);
    return result;
}

uint32_t chance_below(struct chance *c, uint32_t bound)
{
    MUST(bound > 0);
    return (uint32_t)(((chance_next(c) >> 32) * bound) >> 32);
}

int64_t chance_between(struct chance *c, int64_t low, int64_t high)
{
    MUST(low <= high);
    uint64_t width = (uint64_t)(high - low) + 1;
    return low + (int64_t)(chance_next(c) % width);
}

bool chance_in(struct chance *c, uint32_t per_mille)
{
    return chance_below(c, 1000) < per_mille;
}

size_t chance_weighted(struct chance *c, const uint16_t *weights, size_t count)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += weights[i];
    uint32_t at = chance_below(c, sum);
    for (size_t i = 0; i < count; i++) {
        if (at < weights[i])
            return i;
        at -= weights[i];
    }
    return count - 1;
}

int64_t chance_quantile(struct chance *c, struct quantiles q)
{
    MUST(q.count >= 2);
    uint32_t step = chance_below(c, (uint32_t)(q.count - 1));
    int64_t low = q.at[step], high = q.at[step + 1];
    return low + ((high - low) * chance_below(c, 4096)) / 4096;
}

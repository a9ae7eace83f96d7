/* A home's share of missing episodes against what its size and chance alone would give.
 *
 * Episodes for each child-month, with limits instead of a ranking. Two pairs of limits: exact
 * Poisson, as if every episode were a fresh throw; and those that allow for episodes clustering
 * by child, since one child missing twenty times says something of that child before it says
 * anything of the home. And the same for how many of its children went missing at all, which no
 * single child can move by more than one. Method: D. Spiegelhalter, "Funnel plots for comparing
 * institutional performance", Statistics in Medicine 24 (2005). Pure. */
#ifndef WORK_FUNNEL_H
#define WORK_FUNNEL_H
#include "base/status.h"

struct funnel_child { /* one child's time in one home within the window */
    uint32_t home, child;
    int64_t days; /* more than 0 */
    uint32_t episodes;
};
struct limits { /* counts of episodes: outside means below `low` or above `high` */
    uint32_t low, high;
};
struct funnel_home {
    uint32_t home, children, episodes;
    int64_t days;
    double expected;                           /* episodes, at the rate of all homes together */
    struct limits chance_95, chance_998;       /* exact Poisson */
    struct limits clustered_95, clustered_998; /* allowing for clusters by child */
    uint32_t missing;                          /* children who went missing at all */
    double expected_missing;
    struct limits missing_95, missing_998; /* exact Poisson, of children */
    int8_t beyond; /* of the clustered limits, or of those of children: 0 within both, ±1 outside
                    * 95 in 100, ±2 998 in 1000; the farther, above before below */
};
struct funnel {
    double rate;       /* episodes for a child and 30 days, all homes together */
    double missing;    /* children who went missing, for a child and 30 days */
    double dispersion; /* variance against that of single throws; 1: no clusters */
    struct funnel_home *home;
    size_t homes;
};
enum {
    CHILD_MONTH_DAYS = 30
};

/* `in` sorted by home. `room` homes at `ret->home`, given by the caller. */
void funnel_of(const struct funnel_child *in, size_t count, struct funnel *ret, size_t room);

/* Between whole numbers, so that a curve of limits is smooth (Spiegelhalter 2005, A.1.1). */
double poisson_quantile(double mean, double share);

/* P(X >= k) and P(X <= k) of a Poisson variable with this mean. */
double poisson_at_least(double mean, uint32_t k);
double poisson_at_most(double mean, uint32_t k);

#endif

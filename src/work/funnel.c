/* Exact Poisson limits, and the same allowing for episodes that cluster by child. */
#include "work/funnel.h"

#include <math.h>

#include "base/task.h"

static double term(double mean, uint32_t k)
{
    return exp((double)k * log(mean) - mean - lgamma((double)k + 1));
}

/* Added up from the smaller side, so that a small tail keeps its digits. */
double poisson_at_least(double mean, uint32_t k)
{
    if (k == 0)
        return 1;
    if (mean <= 0)
        return 0;
    if ((double)k <= mean)
        return 1 - poisson_at_most(mean, k - 1);
    double sum = 0, t = term(mean, k);
    for (uint32_t i = k; t > sum * 1e-17 && i < k + 100000; i++) {
        sum += t;
        t *= mean / (double)(i + 1);
    }
    return sum;
}

double poisson_at_most(double mean, uint32_t k)
{
    if (mean <= 0)
        return 1;
    if ((double)k > mean)
        return 1 - poisson_at_least(mean, k + 1);
    double sum = 0, t = term(mean, k);
    for (uint32_t i = k; t > sum * 1e-17; i--) {
        sum += t;
        if (i == 0)
            break;
        t *= (double)i / mean;
    }
    return sum;
}

/* What comes with less than `tail` on either side lies outside. */
static struct limits limits_of(double mean, double tail)
{
    struct limits l = { 0, 0 };
    uint32_t from = mean > 100 ? (uint32_t)(mean - 8 * sqrt(mean)) : 0;
    for (l.low = from; poisson_at_most(mean, l.low) < tail;)
        l.low++;
    for (l.high = (uint32_t)mean; poisson_at_least(mean, l.high + 1) >= tail;)
        l.high++;
    return l;
}

/* Children who go missing come by single throws, each bringing a cluster of episodes: the variance
 * is `dispersion` times the mean, and so is that of `dispersion` times a Poisson variable. */
static struct limits clustered(double mean, double dispersion, double tail)
{
    struct limits l = limits_of(mean / dispersion, tail);
    return (struct limits){ (uint32_t)floor((double)l.low * dispersion),
                            (uint32_t)ceil((double)l.high * dispersion) };
}

static int outside(uint32_t count, struct limits l95, struct limits l998)
{
    if (count > l998.high || count < l998.low)
        return count > l998.high ? 2 : -2;
    return count > l95.high ? 1 : count < l95.low ? -1 : 0;
}

static int farther(int a, int b)
{
    int x = a < 0 ? -a : a, y = b < 0 ? -b : b;
    return x != y ? (x > y ? a : b) : a > b ? a : b;
}

static void give_limits(struct funnel_home *h, const struct funnel *f)
{
    h->expected = f->rate / CHILD_MONTH_DAYS * (double)h->days;
    h->expected_missing = f->missing / CHILD_MONTH_DAYS * (double)h->days;
    if (h->expected <= 0)
        return;
    h->chance_95 = limits_of(h->expected, 0.025);
    h->chance_998 = limits_of(h->expected, 0.001);
    h->clustered_95 = clustered(h->expected, f->dispersion, 0.025);
    h->clustered_998 = clustered(h->expected, f->dispersion, 0.001);
    h->missing_95 = limits_of(h->expected_missing, 0.025);
    h->missing_998 = limits_of(h->expected_missing, 0.001);
    h->beyond = (int8_t)farther(outside(h->episodes, h->clustered_95, h->clustered_998),
                                outside(h->missing, h->missing_95, h->missing_998));
}

double poisson_quantile(double mean, double share)
{
    uint32_t k = 0;
    while (poisson_at_most(mean, k) < share)
        k++;
    return k - (poisson_at_most(mean, k) - share) / (mean > 0 ? term(mean, k) : 1);
}

void funnel_of(const struct funnel_child *in, size_t count, struct funnel *ret, size_t room)
{
    double episodes = 0, squares = 0, days = 0, missing = 0;
    ret->homes = 0;
    for (size_t i = 0; i < count; i++) {
        MUST(in[i].days > 0 && (i == 0 || in[i - 1].home <= in[i].home));
        if (ret->homes == 0 || ret->home[ret->homes - 1].home != in[i].home) {
            MUST(ret->homes < room);
            ret->home[ret->homes++] = (struct funnel_home){ .home = in[i].home };
        }
        struct funnel_home *h = &ret->home[ret->homes - 1];
        h->children++;
        h->days += in[i].days;
        h->episodes += in[i].episodes;
        h->missing += in[i].episodes > 0;
        missing += in[i].episodes > 0;
        days += (double)in[i].days;
        episodes += in[i].episodes;
        squares += (double)in[i].episodes * in[i].episodes;
    }
    ret->rate = days > 0 ? episodes / days * CHILD_MONTH_DAYS : 0;
    ret->missing = days > 0 ? missing / days * CHILD_MONTH_DAYS : 0;
    ret->dispersion = episodes > 0 ? squares / episodes : 1;
    for (size_t i = 0; i < ret->homes; i++)
        give_limits(&ret->home[i], ret);
}

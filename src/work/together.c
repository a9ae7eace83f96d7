/* Pairs of children who go missing at the same time more often than chance would have it. */
#include <stdlib.h>

#include "work/watch.h"

enum { NEAR_MAX = 4000000, HOURS = 24 };

struct near {
    uint32_t child, other;
    int64_t at;
};

static int by_pair(const void *a, const void *b)
{
    const struct near *x = a, *y = b;
    if (x->child != y->child)
        return x->child < y->child ? -1 : 1;
    if (x->other != y->other)
        return x->other < y->other ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static int by_times(const void *a, const void *b)
{
    const struct together *x = a, *y = b;
    if (x->times != y->times)
        return x->times > y->times ? -1 : 1;
    struct near one = { x->child, x->other, 0 }, two = { y->child, y->other, 0 };
    return by_pair(&one, &two);
}

/* Evenings hold more than their share of beginnings, and so of coincidences. Few beginnings say
 * little of it: never less than an even spread, never more than threefold. */
static double crowding(const struct away_span *s, size_t count)
{
    double in[HOURS] = { 0 }, squares = 0;
    for (size_t i = 0; i < count; i++)
        in[(uint64_t)s[i].from / (uint64_t)HOUR_US % HOURS]++;
    for (size_t h = 0; h < HOURS; h++)
        squares += in[h] * in[h];
    if (count < 2)
        return 1;
    double n = (double)count, crowded = HOURS * (squares - n) / (n * (n - 1));
    return crowded < 1 ? 1 : crowded > 3 ? 3 : crowded;
}

/* Home 0: with carers, so never the same one but for brothers and sisters. */
static bool is_near(const struct away_span *first, const struct away_span *next)
{
    bool apart = first->home != next->home || first->home == 0;
    return first->child != next->child && apart && next->from < first->until;
}

static size_t near_ones(const struct away_span *s, size_t count, int64_t near_us, struct near *ret,
                        size_t room)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i + 1; k < count && s[k].from - s[i].from <= near_us; k++) {
            if (!is_near(&s[i], &s[k]))
                continue;
            if (found < room) {
                bool first = s[i].child < s[k].child;
                ret[found] = (struct near){ first ? s[i].child : s[k].child,
                                            first ? s[k].child : s[i].child, s[i].from };
            }
            found++;
        }
    }
    return found;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

struct children { /* one number an episode, sorted */
    uint32_t *at;
    size_t count;
};
static struct children children_of(struct arena *a, const struct away_span *s, size_t count)
{
    struct children c = { NEWS(a, uint32_t, count + 1), count };
    for (size_t i = 0; i < count; i++)
        c.at[i] = s[i].child;
    qsort(c.at, count, sizeof *c.at, by_number);
    return c;
}

static size_t below(const struct children *c, uint64_t child)
{
    size_t low = 0, high = c->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->at[middle] < child)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static double episodes_of(const struct children *c, uint32_t child)
{
    return (double)(below(c, (uint64_t)child + 1) - below(c, child));
}

bool together_of(struct arena *a, const struct away_span *spans, size_t count,
                 const struct together_terms *terms, struct together *ret, size_t room,
                 size_t *ret_count)
{
    size_t all = near_ones(spans, count, terms->near_us, NULL, 0);
    size_t kept = all < NEAR_MAX ? all : NEAR_MAX, found = 0;
    struct near *near = NEWS(a, struct near, kept + 1);
    double crowded = crowding(spans, count);
    near_ones(spans, count, terms->near_us, near, kept);
    qsort(near, kept, sizeof *near, by_pair);
    struct children children = children_of(a, spans, count);
    double each = crowded * 2 * (double)terms->near_us / (double)terms->window_us;
    for (size_t i = 0, next = 0; i < kept && found < room; i = next) {
        for (next = i + 1; next < kept && near[next].child == near[i].child &&
                           near[next].other == near[i].other;)
            next++;
        uint32_t times = (uint32_t)(next - i);
        if (times < terms->times_min)
            continue;
        double mean = each * episodes_of(&children, near[i].child) *
                      episodes_of(&children, near[i].other);
        if (poisson_at_least(mean, times) < terms->chance_max)
            ret[found++] = (struct together){ near[i].child, near[i].other, times, near[i].at,
                                              near[next - 1].at, mean };
    }
    qsort(ret, found, sizeof *ret, by_times);
    *ret_count = found;
    return all <= NEAR_MAX;
}

/* Stays in homes joined with the episodes there: who lived where, and went missing how often. */
#include <stdlib.h>

#include "work/watch.h"

#define DAY_US (24 * HOUR_US)

static int by_child(const void *a, const void *b)
{
    const struct away_span *x = a, *y = b;
    if (x->child != y->child)
        return x->child < y->child ? -1 : 1;
    return (x->from > y->from) - (x->from < y->from);
}

static size_t first_of(const struct away_span *s, size_t count, uint32_t child, int64_t from)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s[middle].child < child || (s[middle].child == child && s[middle].from < from))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t episodes_in(const struct away_span *s, size_t count, const struct stay_span *stay,
                            int64_t from, int64_t until)
{
    uint32_t episodes = 0;
    for (size_t i = first_of(s, count, stay->child, from);
         i < count && s[i].child == stay->child && s[i].from < until; i++)
        episodes += s[i].home == stay->home;
    return episodes;
}

size_t funnel_children(struct arena *a, const struct stay_span *stays, size_t count,
                       const struct away_span *spans, size_t span_count, int64_t from,
                       int64_t until, struct funnel_child **ret)
{
    struct away_span *sorted = NEWS(a, struct away_span, span_count + 1);
    struct funnel_child *out = NEWS(a, struct funnel_child, count + 1);
    size_t found = 0;
    for (size_t i = 0; i < span_count; i++)
        sorted[i] = spans[i];
    qsort(sorted, span_count, sizeof *sorted, by_child);
    for (size_t i = 0; i < count; i++) {
        int64_t begins = stays[i].from > from ? stays[i].from : from;
        int64_t ends = stays[i].until < until ? stays[i].until : until;
        if (ends - begins < DAY_US / 2)
            continue;
        struct funnel_child *last = found > 0 ? &out[found - 1] : NULL;
        if (!last || last->home != stays[i].home || last->child != stays[i].child) {
            last = &out[found++];
            *last = (struct funnel_child){ .home = stays[i].home, .child = stays[i].child };
        }
        last->days += (ends - begins + DAY_US / 2) / DAY_US;
        last->episodes += episodes_in(sorted, span_count, &stays[i], begins, ends);
    }
    *ret = out;
    return found;
}

/* From when a child is eligible for support on leaving care: at 16, and looked after for 13 weeks
 * since 14, short breaks left out; if care goes on, the instant at which that will be so. */
#include "rulebook/pass.h"

enum {
    CARE_FROM_AGE = 14,
    ELIGIBLE_AGE = 16,
    LEGAL_V3 = 6,
    LEGAL_V4 = 7
};
#define ELIGIBLE_CARE_US (13 * 7 * 24 * HOUR_US)

static int64_t cared_before(const struct child_state *s, int64_t since)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < s->cares; i++) {
        const struct care_period *c = &s->care[i];
        int64_t from = c->from > since ? c->from : since;
        bool short_breaks = c->legal == LEGAL_V3 || c->legal == LEGAL_V4;
        sum += c->until != INT64_MAX && c->until > from && !short_breaks ? c->until - from : 0;
    }
    return sum;
}

int64_t eligible_at(const struct calendar *c, const struct child_state *s)
{
    int64_t since = birthday_at(c, s->born, CARE_FROM_AGE);
    int64_t sixteen = birthday_at(c, s->born, ELIGIBLE_AGE);
    if (since == INT64_MAX || sixteen == INT64_MAX)
        return INT64_MAX;
    int64_t left = ELIGIBLE_CARE_US - cared_before(s, since);
    int64_t from = s->care_from > since ? s->care_from : since;
    int64_t cared = from + (left > 0 ? left : 0);
    return cared > sixteen ? cared : sixteen;
}

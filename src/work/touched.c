/* A set by open addressing, emptied from its latest member. */
#include "work/touched.h"

enum { PLACES = 2 * TOUCHED_MAX };

struct touched_set touched_open(struct arena *a)
{
    return (struct touched_set){ .at = NEWS(a, struct touched, TOUCHED_MAX),
                                 .place = NEWS(a, uint32_t, PLACES) };
}

static uint32_t *place_of(const struct touched_set *s, uint32_t subject)
{
    size_t i = (subject * UINT32_C(2654435761)) & (PLACES - 1);
    while (s->place[i] && s->at[s->place[i] - 1].subject != subject)
        i = (i + 1) & (PLACES - 1);
    return &s->place[i];
}

bool touched_has(const struct touched_set *s, uint32_t subject)
{
    return *place_of(s, subject) != 0;
}

void touched_add(struct touched_set *s, struct touched t)
{
    uint32_t *place = place_of(s, t.subject);
    MUST(*place == 0 && s->count < TOUCHED_MAX);
    s->at[s->count++] = t;
    *place = (uint32_t)s->count;
}

/* Latest first, so that no search is cut short by a gap. */
void touched_cut(struct touched_set *s, size_t down_to)
{
    while (s->count > down_to) {
        *place_of(s, s->at[s->count - 1].subject) = 0;
        s->count--;
    }
}

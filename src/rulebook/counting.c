/* Counts of events in windows: a ring of the last instants for each thing that rules count. */
#include <string.h>

#include "rulebook/pass.h"

static bool is_counted(const struct ring *r, struct what of)
{
    uint32_t kept = r->seen < COUNT_MAX ? r->seen : COUNT_MAX;
    for (uint32_t i = 0; i < kept; i++) {
        if (same_what(r->of[i], of))
            return true;
    }
    return false;
}

/* Each child once, at its last instant: the list stays in the order of those. */
static void count_child(struct ring *r, struct what of, int64_t at)
{
    uint32_t from = 0;
    while (from < r->seen && r->of[from].child != of.child)
        from++;
    if (from == r->seen && r->seen < COUNT_MAX)
        r->seen++;
    else if (from == r->seen)
        from = 0;
    memmove(&r->at[from], &r->at[from + 1], (r->seen - 1 - from) * sizeof r->at[0]);
    memmove(&r->of[from], &r->of[from + 1], (r->seen - 1 - from) * sizeof r->of[0]);
    r->at[r->seen - 1] = at;
    r->of[r->seen - 1] = of;
}

void pass_count(struct pass *p, const struct fact *f)
{
    const struct rulebook *b = p->b;
    const uint8_t *first = p->over->counter_first;
    for (unsigned k = first[f->kind]; k < first[f->kind + 1]; k++) {
        struct ring *r = &p->ring[k];
        struct what of = { f->about, pass_whose(p, f) };
        if (!condition_holds(b, b->counter[k].when, p->is, 0, f))
            continue;
        if (b->counter[k].children) {
            count_child(r, of, f->happened);
        } else if (!b->counter[k].once || !is_counted(r, of)) {
            r->of[r->seen % COUNT_MAX] = of;
            r->at[r->seen++ % COUNT_MAX] = f->happened;
        }
    }
}

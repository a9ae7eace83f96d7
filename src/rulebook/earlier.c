/* What came before: kept of each rule that looks back, so that a pass never does. */
#include "rulebook/pass.h"

/* Its place; `count` when nothing is kept about it. */
static uint32_t recall(const struct earlier *kept, uint32_t count, struct what of)
{
    uint32_t at = 0;
    while (at < count && !same_what(kept[at].of, of))
        at++;
    return at;
}

struct deadline anchor_of(const struct pass *p, const struct rule *r, struct what of)
{
    uint32_t count = p->anchored[r->memory];
    uint32_t at = recall(p->anchor[r->memory], count, of);
    if (at == count)
        return (struct deadline){ INT64_MAX, true };
    return (struct deadline){ p->anchor[r->memory][at].happened, false };
}

static bool holds(const struct pass *p, const struct rule *r, uint16_t list, struct what of)
{
    for (uint16_t k = list; k != NONE16; k = p->out->instance[k].next) {
        if (same_what(instance_what(r, &p->out->instance[k]), of))
            return true;
    }
    return false;
}

bool is_begun(const struct pass *p, const struct rule *r, struct what of)
{
    if (!(p->begun[r->family] & begun_bit(of)))
        return false;
    return holds(p, r, p->open[r->family], of) ||
           (r->once && of.about != 0 && holds(p, r, p->closed[r->family], of));
}

/* The last of each episode or placement; when there is no more room, one for which it was owed
 * already is forgotten, and the oldest first. */
void remember(const struct pass *p, const struct rule *r, struct earlier *kept, uint32_t *count)
{
    struct what of = pass_what(p, r);
    uint32_t at = r->scoped ? recall(kept, *count, of) : 0;
    if (at == EARLIER_MAX) {
        at = 0;
        bool begun = is_begun(p, r, kept[0].of);
        for (uint32_t i = 1; i < EARLIER_MAX; i++) {
            bool its = is_begun(p, r, kept[i].of);
            if (its > begun || (its == begun && kept[i].happened < kept[at].happened)) {
                at = i;
                begun = its;
            }
        }
    } else if (at == *count) {
        (*count)++;
    }
    kept[at] = (struct earlier){ of, p->fact->happened, p->fact->n };
}

const struct earlier *met_before(const struct pass *p, const struct rule *r, int64_t from)
{
    struct what of = pass_what(p, r);
    uint32_t count = p->remembered[r->memory];
    uint32_t at = recall(p->earlier[r->memory], count, of);
    const struct earlier *e = &p->earlier[r->memory][at];
    if (at == count || e->n == p->fact->n || (r->once && of.about == 0))
        return NULL;
    if (r->earlier_within &&
        from > calendar_deadline(p->c, (struct instant){ e->happened }, r->earlier).us)
        return NULL;
    return e;
}

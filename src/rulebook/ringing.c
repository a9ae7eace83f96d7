/* One subject, one open alarm per rule: what happens again while nobody decides is counted on it.
 */
#include "rulebook/pass.h"

void pass_unlink(struct pass *p, const struct rule *r, uint16_t *link, struct instance *i)
{
    uint16_t at = *link;
    *link = i->next;
    if (!r->once)
        return;
    i->next = p->closed[r->family];
    p->closed[r->family] = at;
}

static bool is_ringing(const struct pass *p, const struct instance *i, int64_t at)
{
    return !i->unknown && (i->from < at || p->b->rule[i->rule].ring == NONE16);
}

static uint16_t first_ringing(const struct pass *p, const struct rule *r, int64_t at)
{
    const struct instance *all = p->out->instance;
    uint16_t first = NONE16;
    for (uint16_t k = p->open[r->family]; k != NONE16; k = all[k].next) {
        if (is_ringing(p, &all[k], at) && (first == NONE16 || all[k].from < all[first].from ||
                                           (all[k].from == all[first].from && k < first)))
            first = k;
    }
    return first;
}

static void count_again(struct instance *ringing)
{
    if (ringing->again < UINT16_MAX)
        ringing->again++;
}

/* Of those whose instant has come nobody decided the first: the others count there, each at its
 * own instant. Asked only when the rule is next touched, which sees the same. */
void alarm_settle(struct pass *p, const struct rule *r, int64_t at)
{
    uint16_t *link = &p->open[r->family];
    struct instance *all = p->out->instance;
    if (!r->alarm || *link == NONE16 || all[*link].next == NONE16)
        return;
    uint16_t first = first_ringing(p, r, at);
    while (*link != NONE16) {
        struct instance *i = &all[*link];
        if (*link == first || !is_ringing(p, i, at)) {
            link = &i->next;
            continue;
        }
        i->closing = CLEARED;
        i->closed_at = i->from;
        i->closed_n = all[first].started_n;
        count_again(&all[first]);
        pass_unlink(p, r, link, i);
    }
}

/* What would ring at once counts on one that rings already. A second report of the same episode
 * is the same cause. */
bool alarm_joins(struct pass *p, const struct rule *r)
{
    struct what before = p->cause[r->family];
    p->cause[r->family] = p->of;
    alarm_settle(p, r, p->fact->happened);
    uint16_t first = first_ringing(p, r, p->fact->happened);
    if (first == NONE16)
        return false;
    if (p->of.about == 0 || !same_what(p->of, before))
        count_again(&p->out->instance[first]);
    return true;
}

/* Puts what was read into the order a pass walks: by kind of event, and MEET before START. */
#include <stdlib.h>
#include <string.h>

#include "rulebook/reading.h"

void rulebook_find_abouts(struct rulebook *b)
{
    for (unsigned k = 1; k < EVENT_KINDS; k++) {
        const struct kind_def *def = event_kind_def((enum event_kind)k);
        for (unsigned i = 0; i < def->fields; i++) {
            if (def->field[i].type != FIELD_ABOUT)
                continue;
            const char *name = def->field[i].name;
            b->about_type[k] = strcmp(name, "episode") == 0     ? ABOUT_EPISODE
                               : strcmp(name, "placement") == 0 ? ABOUT_PLACEMENT
                                                                : ABOUT_OTHER;
        }
    }
}

static int action_order(const void *x, const void *y)
{
    const struct action *a = x, *b = y;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->act != b->act)
        return a->act < b->act ? -1 : 1;
    return (a->rule > b->rule) - (a->rule < b->rule);
}

static void sort_actions(struct rulebook *b)
{
    qsort(b->action, b->actions, sizeof b->action[0], action_order);
    unsigned at = 0;
    for (unsigned k = 0; k <= EVENT_KINDS; k++) {
        while (at < b->actions && b->action[at].kind < k)
            at++;
        b->first[k] = (uint16_t)at;
    }
}

/* A home and the police report one absence twice: an episode counts once. */
static bool says_which(uint16_t kind)
{
    const struct kind_def *def = event_kind_def((enum event_kind)kind);
    for (unsigned i = 0; i < def->fields; i++) {
        if (def->field[i].type == FIELD_ABOUT && def->field[i].required)
            return true;
    }
    return false;
}

static void sort_counters(struct rulebook *b)
{
    struct counter was[COUNTERS_MAX];
    uint8_t to[COUNTERS_MAX], at = 0;
    memcpy(was, b->counter, sizeof was);
    for (unsigned k = 0; k <= EVENT_KINDS; k++) {
        b->counter_first[k] = at;
        for (unsigned i = 0; i < b->counters; i++) {
            if (was[i].kind != k)
                continue;
            b->counter[at] = was[i];
            b->counter[at].once = says_which((uint16_t)k);
            to[i] = at++;
        }
    }
    for (unsigned i = 0; i < b->tests; i++) {
        if (b->test[i].kind == TEST_COUNT)
            b->test[i].counter = to[b->test[i].counter];
    }
}

/* Versions of one name share a list of open instances and stand in order of time. */
static void link_versions(struct rulebook *b)
{
    memset(b->slot, 0xff, sizeof b->slot);
    for (uint16_t i = 0; i < b->rules; i++) {
        uint16_t family = i, older = NONE16;
        for (uint16_t j = 0; j < b->rules; j++) {
            const struct rule *o = &b->rule[j];
            if (j == i || o->about != b->rule[i].about)
                continue;
            if (o->from_us < b->rule[family].from_us)
                family = j;
            if (o->from_us < b->rule[i].from_us &&
                (older == NONE16 || o->from_us > b->rule[older].from_us))
                older = j;
        }
        b->rule[i].family = family;
        if (older != NONE16)
            b->rule[older].newer = i;
        if (family != i)
            continue;
        uint64_t at = b->rule[i].about;
        while (b->slot[at % ABOUT_SLOTS] != NONE16)
            at++;
        b->slot[at % ABOUT_SLOTS] = i;
    }
}

static uint64_t tests_of(const struct rulebook *b, struct condition c)
{
    uint64_t made = 0;
    for (unsigned i = c.first; i < (unsigned)c.first + c.count; i++)
        made |= b->alternative[i].made_look;
    return made;
}

static uint64_t tests_of_rule(const struct rulebook *b, const struct rule *r)
{
    uint64_t made = tests_of(b, r->when);
    for (unsigned i = r->due; i < (unsigned)r->due + r->dues; i++)
        made |= tests_of(b, b->due[i].when);
    for (unsigned i = r->tight; i < (unsigned)r->tight + r->tights; i++)
        made |= tests_of(b, b->due[i].when);
    return made;
}

static void find_tests(struct rulebook *b)
{
    for (unsigned i = 0; i < b->tests; i++) {
        if (b->test[i].kind == TEST_FIRST)
            b->first_bit = UINT64_C(1) << i;
    }
    for (unsigned i = 0; i < b->actions; i++) {
        const struct action *a = &b->action[i];
        const struct rule *r = &b->rule[a->rule];
        b->made[a->kind] |= tests_of(b, a->when);
        if (a->act == ACT_START || (a->act == ACT_MEET && r->repeats))
            b->made[a->kind] |= tests_of_rule(b, r);
        if (r->repeats)
            b->made[EV_DUTY_WAIVED] |= tests_of_rule(b, r);
    }
    for (unsigned k = 0; k < EVENT_KINDS; k++)
        b->made[k] &= ~b->first_bit;
}

static bool asks_age(const struct rulebook *b, const struct rule *r)
{
    uint64_t made = 0;
    for (unsigned i = r->due; i < (unsigned)r->due + r->dues; i++)
        made |= tests_of(b, b->due[i].when);
    for (unsigned i = 0; i < b->tests; i++) {
        if (b->test[i].kind == TEST_UNDER && made >> i & 1)
            return true;
    }
    return false;
}

static status give_memory(struct loading *l, uint16_t rule)
{
    struct rulebook *b = l->b;
    struct rule *r = &b->rule[rule];
    bool needs = r->earlier_any || r->earlier_within || r->before;
    for (unsigned i = r->due; i < (unsigned)r->due + r->dues; i++)
        needs |= b->due[i].from == FROM_EVENT;
    for (unsigned i = r->tight; i < (unsigned)r->tight + r->tights; i++)
        needs |= b->due[i].from == FROM_EVENT;
    needs |= r->ring != NONE16 && b->due[r->ring].from == FROM_EVENT;
    if (!needs)
        return OK;
    if (b->memories == MEMORIES_MAX)
        return wrong(l, "more than %d rules look back at what came earlier", MEMORIES_MAX);
    r->memory = b->memories++;
    return OK;
}

static struct dnf dnf_of(const struct rulebook *b, struct condition c)
{
    struct dnf d = { .count = c.count };
    for (unsigned i = 0; i < c.count; i++)
        d.at[i] = b->alternative[c.first + i];
    return c.count ? d : dnf_always();
}

/* A start that does not hold is by far the commonest: it is then judged without its rule. */
static status join_whens(struct loading *l)
{
    struct rulebook *b = l->b;
    for (unsigned i = 0; i < b->actions; i++) {
        struct action *a = &b->action[i];
        const struct rule *r = &b->rule[a->rule];
        a->family = r->family;
        a->early |= a->act == ACT_MEET && r->before;
        if (a->act != ACT_START || r->when.count == 0)
            continue;
        struct dnf both = dnf_of(b, a->said), rule = dnf_of(b, r->when);
        l->line.file = b->cold[a->rule].file;
        l->line.number = b->cold[a->rule].line;
        TRY(dnf_and(l, &both, &rule));
        TRY(dnf_keep(l, &both, &a->when));
    }
    return OK;
}

status rulebook_compile(struct loading *l)
{
    static const uint16_t work[] = { EV_DUTY_ACKNOWLEDGED, EV_DUTY_REASSIGNED, EV_DUTY_WAIVED,
                                     EV_ALARM_ACKNOWLEDGED, EV_ALARM_DECIDED };
    struct rulebook *b = l->b;
    for (size_t i = 0; i < COUNT(work); i++)
        b->work[work[i]] = 1;
    for (uint16_t i = 0; i < b->rules; i++) {
        struct rule *r = &b->rule[i];
        r->once = r->scoped && !r->repeats && (!r->alarm || r->ring != NONE16);
        r->needs_age = asks_age(b, r);
        TRY(give_memory(l, i));
    }
    sort_actions(b);
    sort_counters(b);
    link_versions(b);
    TRY(join_whens(l));
    find_tests(b);
    return OK;
}

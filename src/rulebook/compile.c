/* Puts what was read into the order a pass walks: by kind of event, and MEET before START. */
#include <stdlib.h>
#include <string.h>

#include "rulebook/reading.h"

static uint8_t about_type_named(const char *field)
{
    static const struct {
        const char *field;
        uint8_t type;
    } types[] = { { "episode", ABOUT_EPISODE },
                  { "placement", ABOUT_PLACEMENT },
                  { "notice", ABOUT_NOTICE },
                  { "incident", ABOUT_INCIDENT },
                  { "plan", ABOUT_PLAN },
                  { "review", ABOUT_REVIEW },
                  { "allegation", ABOUT_ALLEGATION },
                  { "visit", ABOUT_VISIT },
                  { "task", ABOUT_TASK },
                  { "look", ABOUT_LOOK },
                  { "question", ABOUT_QUESTION } };
    for (size_t i = 0; i < COUNT(types); i++) {
        if (strcmp(types[i].field, field) == 0)
            return types[i].type;
    }
    return ABOUT_OTHER;
}

void rulebook_find_abouts(struct rulebook *b)
{
    for (unsigned k = 1; k < EVENT_KINDS; k++) {
        const struct kind_def *def = event_kind_def((enum event_kind)k);
        if (def->subject == SUBJECT_CHILD && def->also != SUBJECT_NONE)
            b->names[k] |= NAMES_CHILD;
        for (unsigned i = 0; i < def->fields; i++) {
            const struct field_def *f = &def->field[i];
            if (f->type == FIELD_ABOUT && (f->slot == SLOT_ABOUT || b->about_type[k] == 0))
                b->about_type[k] = about_type_named(f->name);
            if (f->slot == SLOT_NUMBER && strcmp(f->name, "child") == 0)
                b->names[k] |= NAMES_CHILD;
            if (f->slot == SLOT_NUMBER && strcmp(f->name, "person") == 0)
                b->names[k] |= NAMES_PERSON;
        }
    }
}

static int action_order(const void *x, const void *y)
{
    const struct action *a = x, *b = y;
    if (a->over != b->over)
        return a->over < b->over ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->act != b->act)
        return a->act < b->act ? -1 : 1;
    return (a->rule > b->rule) - (a->rule < b->rule);
}

static void sort_actions(struct rulebook *b)
{
    for (unsigned i = 0; i < b->actions; i++)
        b->action[i].over = b->rule[b->action[i].rule].over;
    qsort(b->action, b->actions, sizeof b->action[0], action_order);
    unsigned at = 0;
    for (unsigned over = 0; over < OVERS; over++) {
        for (unsigned k = 0; k <= EVENT_KINDS; k++) {
            while (at < b->actions && b->action[at].over == over && b->action[at].kind < k)
                at++;
            b->over[over].first[k] = (uint16_t)at;
        }
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
    for (unsigned k = 0; k < OVERS * (EVENT_KINDS + 1); k++) {
        unsigned over = k / (EVENT_KINDS + 1), kind = k % (EVENT_KINDS + 1);
        b->over[over].counter_first[kind] = at;
        for (unsigned i = 0; i < b->counters; i++) {
            if (was[i].kind != kind || was[i].over != over)
                continue;
            b->counter[at] = was[i];
            b->counter[at].once = says_which((uint16_t)kind);
            to[i] = at++;
        }
    }
    for (unsigned over = 0; over < OVERS; over++) {
        for (unsigned i = 0; i < b->over[over].tests; i++) {
            if (b->over[over].test[i].kind == TEST_COUNT)
                b->over[over].test[i].counter = to[b->over[over].test[i].counter];
        }
    }
}

/* Only alarms that wait for an instant can be several at once when the last event is judged. */
static void list_alarms(struct rulebook *b)
{
    for (uint16_t i = 0; i < b->rules; i++) {
        struct over_rules *o = &b->over[b->rule[i].over];
        bool waits = false, high = false;
        for (uint16_t k = i; k != NONE16 && b->rule[i].family == i; k = b->rule[k].newer) {
            waits |= b->rule[k].alarm && b->rule[k].ring != NONE16;
            high |= b->rule[k].alarm && b->rule[k].level == LEVEL_HIGH;
        }
        if (waits)
            o->settle[o->settles++] = i;
        if (high)
            o->high[o->highs++] = i;
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
    for (unsigned i = 0; i < b->actions; i++) {
        const struct action *a = &b->action[i];
        const struct rule *r = &b->rule[a->rule];
        uint64_t *made = b->over[a->over].made;
        made[a->kind] |= tests_of(b, a->when);
        if (a->act == ACT_START || (a->act == ACT_MEET && r->repeats))
            made[a->kind] |= tests_of_rule(b, r);
        if (r->repeats)
            made[EV_DUTY_WAIVED] |= tests_of_rule(b, r);
    }
    for (unsigned over = 0; over < OVERS; over++) {
        struct over_rules *o = &b->over[over];
        for (unsigned i = 0; i < o->tests; i++)
            o->first_bit |= (uint64_t)(o->test[i].kind == TEST_FIRST) << i;
        for (unsigned k = 0; k < EVENT_KINDS; k++)
            o->made[k] &= ~o->first_bit;
    }
}

static bool asks_age(const struct rulebook *b, const struct rule *r)
{
    uint64_t made = 0;
    for (unsigned i = r->due; i < (unsigned)r->due + r->dues; i++)
        made |= tests_of(b, b->due[i].when);
    const struct over_rules *o = &b->over[r->over];
    for (unsigned i = 0; i < o->tests; i++) {
        if (o->test[i].kind == TEST_UNDER && made >> i & 1)
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

struct dnf dnf_of(const struct rulebook *b, struct condition c)
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

/* What each of these asks: facts and flags that all want alike, codes that any takes. */
static struct alternative asked_by_all(const struct alternative *of, unsigned count)
{
    struct alternative all = of[0];
    for (unsigned i = 1; i < count; i++) {
        all.look &= of[i].look & ~(all.want ^ of[i].want);
        all.made_look &= of[i].made_look & ~(all.made_want ^ of[i].made_want);
        all.flags_look &= of[i].flags_look & ~(all.flags_want ^ of[i].flags_want);
        all.codes |= of[i].codes;
    }
    all.want &= all.look;
    all.made_want &= all.made_look;
    all.flags_want &= all.flags_look;
    return all;
}

static void lay_out_touches(struct rulebook *b)
{
    for (unsigned i = 0; i < b->actions; i++) {
        const struct action *a = &b->action[i];
        const struct condition w = a->when;
        bool closes = a->act == ACT_MEET || a->act == ACT_END;
        b->touch[i] = (struct touch){
            .must = w.count ? asked_by_all(&b->alternative[w.first], w.count)
                            : (struct alternative){ .codes = ANY_CODE },
            .rule = a->rule,
            .family = a->family,
            .when = w.count > 1 ? w : (struct condition){ 0 },
            .act = a->act,
            .scope = a->scope,
            .after_ring = a->after_ring,
            .early = a->early,
            .needs_open = closes && !a->early,
        };
    }
}

/* Ended for one by the very kind that begins it: each such event begins it anew. */
static bool begins_anew(const struct rulebook *b, uint16_t rule)
{
    for (unsigned i = 0; i < b->actions; i++) {
        const struct action *end = &b->action[i];
        if (end->rule != rule || end->act != ACT_END || end->scope != SCOPE_SAME)
            continue;
        for (unsigned k = 0; k < b->actions; k++) {
            const struct action *start = &b->action[k];
            if (start->rule == rule && start->act == ACT_START && start->kind == end->kind)
                return true;
        }
    }
    return false;
}

status rulebook_compile(struct loading *l)
{
    static const uint16_t work[] = { EV_DUTY_ACKNOWLEDGED,  EV_DUTY_REASSIGNED, EV_DUTY_WAIVED,
                                     EV_ALARM_ACKNOWLEDGED, EV_ALARM_DECIDED,   EV_ALARM_RAISED,
                                     EV_DUTY_WARNED,        EV_ESCALATED };
    struct rulebook *b = l->b;
    for (size_t i = 0; i < COUNT(work); i++)
        b->work[work[i]] = 1;
    for (uint16_t i = 0; i < b->rules; i++) {
        struct rule *r = &b->rule[i];
        r->level = (uint8_t)b->cold[i].words.level;
        r->by_child = r->over != OVER_CHILD &&
                      (r->about_type == ABOUT_EPISODE || r->about_type == ABOUT_PLACEMENT ||
                       r->about_type == ABOUT_CHILD);
        r->anew = begins_anew(b, i);
        r->once = r->scoped && !r->anew && r->about_type != ABOUT_CHILD &&
                  r->about_type != ABOUT_WORKER && !r->repeats && (!r->alarm || r->ring != NONE16);
        r->needs_age = asks_age(b, r);
        TRY(give_memory(l, i));
    }
    sort_actions(b);
    sort_counters(b);
    link_versions(b);
    list_alarms(b);
    TRY(join_whens(l));
    lay_out_touches(b);
    find_tests(b);
    return OK;
}

/* The lines of a rule that say who, how sure and why: title, force, cite, owner, level, tells. */
#include <string.h>

#include "rulebook/reading.h"

static struct rule_cold *cold_now(struct loading *l)
{
    return &l->b->cold[l->rule];
}

static status one_of(struct loading *l, const char *const *names, unsigned count, unsigned *ret)
{
    struct str word = word_take(l);
    struct nearest n = nearest_start(word);
    struct text all = text_open(l->t->arena, 400);
    for (unsigned i = 0; i < count; i++) {
        if (str_is(word, names[i])) {
            *ret = i;
            return OK;
        }
        nearest_try(&n, str_from(names[i]));
        text_addf(&all, "%s%s", i ? ", " : "", names[i]);
    }
    return wrong(l, "`%.*s` is not one of %.*s%.*s", STR_ARG(word), STR_ARG(text_done(&all)),
                 STR_ARG(did_you_mean(l, &n)));
}

/* Where a role is held when the rule does not say. */
static enum subject_kind role_place(uint8_t role)
{
    switch ((enum role)role) {
    case ROLE_SOCIAL_WORKER:
    case ROLE_REVIEWING_OFFICER:
    case ROLE_CARER:
    case ROLE_DESIGNATED_TEACHER:
    case ROLE_RETURN_INTERVIEWER:
    case ROLE_ADVOCATE: return SUBJECT_CHILD;
    case ROLE_NIGHT_WORKER:
    case ROLE_REGISTERED_MANAGER:
    case ROLE_RESPONSIBLE_INDIVIDUAL: return SUBJECT_HOME;
    case ROLE_NONE:
    case ROLE_TEAM_MANAGER:
    case ROLE_HEAD_OF_SERVICE:
    case ROLE_DIRECTOR:
    case ROLE_MISSING_COORDINATOR:
    case ROLE_EMERGENCY_DUTY:
    case ROLE_POLICE_MISSING_COORDINATOR:
    case ROLE_POLICE_SUPERVISOR:
    case ROLE_DUTY_INSPECTOR:
    case ROLE_DESIGNATED_NURSE:
    case ROLE_DESIGNATED_DOCTOR:
    case ROLE_VIRTUAL_SCHOOL_HEAD:
    case ROLE_NOMINATED_OFFICER:
    case ROLE_HOST_COORDINATOR:
    case ROLE_DATA_TEAM:
    case ROLE_COMMISSIONER:
    case ROLE_INSPECTOR:
    case ROLE_LEAD_MEMBER:
    case ROLES: break;
    }
    return SUBJECT_AGENCY;
}

static status read_owner(struct loading *l)
{
    static const char *const places[] = { "child",  "home",           "responsible-authority",
                                          "police", "host-authority", "health-body",
                                          "school" };
    struct rule_cold *c = cold_now(l);
    uint8_t role;
    TRY(read_role(l, &role));
    c->words.owner = (enum role)role;
    c->words.owner_at = role_place(role);
    c->has_owner = true;
    l->b->rule[l->rule].owner = role;
    if (line_done(l))
        return OK;
    unsigned place;
    TRY(word_expect(l, "at", "and where the role is held"));
    TRY(one_of(l, places, COUNT(places), &place));
    c->words.owner_at = place == 0 ? SUBJECT_CHILD : place == 1 ? SUBJECT_HOME : SUBJECT_AGENCY;
    return OK;
}

static status read_tells(struct loading *l)
{
    struct rule_cold *c = cold_now(l);
    do {
        uint8_t role;
        TRY(read_role(l, &role));
        c->words.tells |= 1u << role;
        if (c->has_owner)
            continue;
        c->words.owner = (enum role)role;
        c->words.owner_at = role_place(role);
        c->has_owner = true;
        l->b->rule[l->rule].owner = role;
    } while (word_skip(l, ","));
    return OK;
}

static status read_level(struct loading *l)
{
    static const char *const levels[] = { "low", "medium", "high" };
    unsigned level;
    TRY(one_of(l, levels, COUNT(levels), &level));
    cold_now(l)->words.level = (enum alarm_level)(level + 1);
    cold_now(l)->has_level = true;
    return OK;
}

static status read_force(struct loading *l)
{
    static const char *const forces[] = { "statute", "guidance", "practice", "local" };
    unsigned force;
    TRY(one_of(l, forces, COUNT(forces), &force));
    cold_now(l)->words.force = (enum force)force;
    cold_now(l)->has_force = true;
    return OK;
}

static status read_confidence(struct loading *l)
{
    static const char *const sure[] = { "seen", "partly", "unverified" };
    unsigned confidence;
    TRY(one_of(l, sure, COUNT(sure), &confidence));
    cold_now(l)->words.confidence = (enum confidence)confidence;
    return OK;
}

static status read_title(struct loading *l)
{
    cold_now(l)->words.title = words_rest(l);
    cold_now(l)->has_title = cold_now(l)->words.title.len > 0;
    return OK;
}

static status read_cite(struct loading *l)
{
    return quoted_take(l, &cold_now(l)->words.cite);
}

static status read_needs(struct loading *l)
{
    cold_now(l)->needs = words_rest(l);
    cold_now(l)->words.needs_decision = true;
    return OK;
}

static status read_over(struct loading *l)
{
    static const char *const over[OVERS] = { [OVER_CHILD] = "child",
                                             [OVER_HOME] = "home",
                                             [OVER_AGENCY] = "agency",
                                             [OVER_PLACE] = "place" };
    static const uint8_t kinds[OVERS] = { [OVER_CHILD] = SUBJECT_CHILD,
                                          [OVER_HOME] = SUBJECT_HOME,
                                          [OVER_AGENCY] = SUBJECT_AGENCY,
                                          [OVER_PLACE] = SUBJECT_PLACE };
    unsigned which;
    struct rule_cold *c = cold_now(l);
    if (c->start_kinds)
        return wrong(l, "put the `over` line first in its rule");
    TRY(one_of(l, over, OVERS, &which));
    l->b->rule[l->rule].over = (uint8_t)which;
    c->words.over = (enum subject_kind)kinds[which];
    return OK;
}

static status read_needs_strategy(struct loading *l)
{
    if (!l->b->rule[l->rule].alarm)
        return wrong(l, "a duty is met, not decided; `needs-strategy` is for alarms");
    cold_now(l)->words.needs_strategy = true;
    return OK;
}

static status parameter_seen(struct loading *l) /* read already, before all rules */
{
    words_rest(l);
    return OK;
}

static const struct {
    const char *key;
    status (*read)(struct loading *l);
} keys[] = {
    { "title", read_title },
    { "force", read_force },
    { "cite", read_cite },
    { "confidence", read_confidence },
    { "owner", read_owner },
    { "tells", read_tells },
    { "level", read_level },
    { "needs", read_needs },
    { "over", read_over },
    { "parameter", parameter_seen },
    { "needs-strategy", read_needs_strategy },
};

static status unknown_key(struct loading *l, struct str key)
{
    static const char *const others[] = { "starts", "repeats",   "met-by",    "ended-by",
                                          "due",    "warn",      "escalate",  "when",
                                          "within", "raised-by", "raised-on", "raised-after",
                                          "unless", "clears",    "in-force" };
    struct nearest n = nearest_start(key);
    for (size_t i = 0; i < COUNT(keys); i++)
        nearest_try(&n, str_from(keys[i].key));
    for (size_t i = 0; i < COUNT(others); i++)
        nearest_try(&n, str_from(others[i]));
    bool belongs_elsewhere = str_equal(n.best, key);
    if (belongs_elsewhere)
        return wrong(l, "`%.*s` does not belong in %s `%.*s`", STR_ARG(key),
                     l->b->rule[l->rule].alarm ? "an alarm" : "a duty", STR_ARG(l->block));
    return wrong(l, "unknown word `%.*s` at the start of a line%.*s", STR_ARG(key),
                 STR_ARG(did_you_mean(l, &n)));
}

status read_rule_key(struct loading *l, struct str key)
{
    bool known = false;
    TRY(read_lines_of_time(l, key, &known));
    if (!known)
        TRY(read_lines_of_events(l, key, &known));
    for (size_t i = 0; !known && i < COUNT(keys); i++) {
        if (!str_is(key, keys[i].key))
            continue;
        known = true;
        TRY(keys[i].read(l));
    }
    if (!known)
        return unknown_key(l, key);
    if (!line_done(l))
        return wrong(l, "`%.*s` is one word too many on this line", STR_ARG(word_now(l)));
    return OK;
}

/* The powers over duties and alarms, as tables. */
#include "work/decide.h"

#include "work/owner.h"

/* Roles that run others' work; a number is a step, and more may do what less may. */
static const uint8_t runs[ROLES] = {
    [ROLE_TEAM_MANAGER] = 1,      [ROLE_REGISTERED_MANAGER] = 1,     [ROLE_POLICE_SUPERVISOR] = 1,
    [ROLE_HEAD_OF_SERVICE] = 2,   [ROLE_RESPONSIBLE_INDIVIDUAL] = 2, [ROLE_DUTY_INSPECTOR] = 2,
    [ROLE_NOMINATED_OFFICER] = 2, [ROLE_DIRECTOR] = 3,
};

/* Roles of the authority that looks after the child: only they depart from guidance for it. */
static const uint8_t rank[ROLES] = {
    [ROLE_TEAM_MANAGER] = 1,
    [ROLE_HEAD_OF_SERVICE] = 2,
    [ROLE_DIRECTOR] = 3,
};

static const bool decides[ROLES] = {
    [ROLE_SOCIAL_WORKER] = true,
    [ROLE_TEAM_MANAGER] = true,
    [ROLE_HEAD_OF_SERVICE] = true,
    [ROLE_DIRECTOR] = true,
    [ROLE_REVIEWING_OFFICER] = true,
    [ROLE_MISSING_COORDINATOR] = true,
    [ROLE_EMERGENCY_DUTY] = true,
    [ROLE_REGISTERED_MANAGER] = true,
    [ROLE_POLICE_MISSING_COORDINATOR] = true,
    [ROLE_POLICE_SUPERVISOR] = true,
    [ROLE_DUTY_INSPECTOR] = true,
    [ROLE_NOMINATED_OFFICER] = true,
};

/* By force: from which role on, and what the waiver rests on. */
static const struct {
    enum role from;
    const char *power;
} waivers[] = {
    [FORCE_STATUTE] = { ROLE_HEAD_OF_SERVICE, "the power that the rule's own citation names" },
    [FORCE_GUIDANCE] = { ROLE_HEAD_OF_SERVICE,
                         "statutory guidance: departed from only with a recorded reason" },
    [FORCE_PRACTICE] = { ROLE_TEAM_MANAGER, "practice: departed from with a recorded reason" },
    [FORCE_LOCAL] = { ROLE_TEAM_MANAGER, "the authority's own rule: waived with a reason" },
};

/* --- giving --- */

bool may_give(enum role by, enum role owes)
{
    if (by >= ROLES || runs[by] == 0)
        return false;
    enum role asked = owes == ROLE_NONE ? ROLE_DIRECTOR : owes;
    return by == asked || role_reaches(asked, by);
}

struct str roles_who_may_give(struct arena *a, enum role owes)
{
    struct text x = text_open(a, 512);
    unsigned count = 0;
    for (unsigned by = ROLE_NONE + 1; by < ROLES; by++) {
        if (!may_give((enum role)by, owes))
            continue;
        text_addf(&x, "%s%s", count++ ? ", " : "", role_words((enum role)by));
    }
    return text_done(&x);
}

/* --- waiving --- */

static bool names_a_power(const struct rule_words *r)
{
    for (size_t i = 0; i < r->cite.len; i++) {
        if (str_starts((struct str){ r->cite.at + i, r->cite.len - i }, S("waive")))
            return true;
    }
    return false;
}

enum role waived_from(const struct rule_words *r)
{
    if (r->alarm || (r->force == FORCE_STATUTE && !names_a_power(r)))
        return ROLE_NONE;
    return waivers[r->force].from;
}

bool may_waive(enum role by, const struct rule_words *r)
{
    enum role from = waived_from(r);
    return from != ROLE_NONE && by < ROLES && rank[by] >= rank[from];
}

const char *waiving_power(const struct rule_words *r)
{
    return waived_from(r) == ROLE_NONE ? "" : waivers[r->force].power;
}

/* --- deciding --- */

bool may_decide(enum role by)
{
    return by < ROLES && decides[by];
}

bool may_decide_undiscussed(enum role by)
{
    return by < ROLES && rank[by] > 0;
}

bool rule_needs_discussion(const struct rule_words *r)
{
    return r->alarm && r->needs_strategy;
}

/* --- judging one entry --- */

static const char *said_as(const struct event *e)
{
    return e->role == ROLE_NONE ? "someone whose role is not said" : role_words(e->role);
}

static status judge_reason(struct task *t, const struct event *e)
{
    if (str_trim(event_text(e, "reason")).len < REASON_MIN)
        return fail(t, E_INVALID, "say why, in a sentence that someone else can follow");
    return OK;
}

static status judge_giving(struct task *t, const struct event *e, const struct rule_words *r)
{
    if (event_number(e, "to") == 0)
        return fail(t, E_INVALID, "say to whom it is given");
    if (may_give((enum role)e->role, r->owner))
        return judge_reason(t, e);
    struct str who = roles_who_may_give(t->arena, r->owner);
    return fail(t, E_DENIED, "%s may not give this to someone else; who may: %.*s", said_as(e),
                STR_ARG(who));
}

static status judge_waiving(struct task *t, const struct event *e, const struct rule_words *r)
{
    enum role from = waived_from(r);
    if (r->alarm)
        return fail(t, E_DENIED, "an alarm is never waived: it is decided, with a reason");
    if (from == ROLE_NONE)
        return fail(t, E_DENIED, "this is owed by law and nobody may waive it: do it, or record"
                                 " why it is late");
    if (!may_waive((enum role)e->role, r))
        return fail(t, E_DENIED, "%s may not waive this; who may: %s or above", said_as(e),
                    role_words(from));
    return judge_reason(t, e);
}

static status judge_decision(struct task *t, const struct event *e, const struct judged *j)
{
    bool discussion = event_number(e, "decision") ==
                      code_number(CODES_DECISION, S("strategy-discussion"));
    if (!may_decide((enum role)e->role))
        return fail(t, E_DENIED, "%s may not decide an alarm: ask who it is with, or the team"
                                 " manager", said_as(e));
    if (!j->needs_discussion || (discussion && j->discussed))
        return OK;
    if (discussion)
        return fail(t, E_INVALID, "no strategy discussion is on the file since this rang: record"
                                  " it first, then decide");
    if (!may_decide_undiscussed((enum role)e->role))
        return fail(t, E_DENIED, "this alarm asks for a strategy discussion: record one and decide"
                                 " so; the team manager or above may decide otherwise, with a"
                                 " reason");
    return judge_reason(t, e);
}

status decide_judge(struct task *t, const struct event *e, const struct judged *j)
{
    if (e->kind == EV_DUTY_REASSIGNED)
        return judge_giving(t, e, j->rule);
    if (e->kind == EV_DUTY_WAIVED)
        return judge_waiving(t, e, j->rule);
    return e->kind == EV_ALARM_DECIDED ? judge_decision(t, e, j) : OK;
}

status decide_one_alarm(struct task *t, const struct event *e, size_t count)
{
    size_t by_person = 0;
    for (size_t i = 0; i < count; i++)
        by_person += e[i].author != 0 && (e[i].kind == EV_ALARM_ACKNOWLEDGED ||
                                          e[i].kind == EV_ALARM_DECIDED);
    if (by_person > 1)
        return fail(t, E_INVALID, "each alarm is looked at by itself: send them one at a time");
    return OK;
}

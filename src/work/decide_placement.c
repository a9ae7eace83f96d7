/* The powers over placements, as a table, and their refusals. */
#include "work/decide_placement.h"

#include "register/placement_standing.h"
#include "work/owner.h"

static const uint8_t ranks[ROLES] = {
    [ROLE_TEAM_MANAGER] = RANK_TEAM_MANAGER,
    [ROLE_HEAD_OF_SERVICE] = RANK_TEAM_MANAGER,
    [ROLE_NOMINATED_OFFICER] = RANK_NOMINATED_OFFICER,
    [ROLE_DIRECTOR] = RANK_DIRECTOR,
};

uint8_t approval_rank_of(enum role by)
{
    return by < ROLES ? ranks[by] : 0;
}

unsigned approval_level(enum role by)
{
    return rank_level(approval_rank_of(by));
}

static bool speaks_of(const struct fact *f, uint64_t placement)
{
    return f->n != 0 && f->about == placement;
}

static void proposed(struct task *t, const struct stream *s, const struct fact *f,
                     struct proposal *p)
{
    struct event e = stream_event_at(t, s, f->n);
    *p = (struct proposal){ .known = true,
                            .needs = (uint8_t)(f->flags >> 5 & 7),
                            .proposer = e.kind == EV_PLACEMENT_PROPOSED ? e.author : 0 };
}

struct proposal proposal_of(struct task *t, const struct stream *s, uint64_t placement)
{
    struct proposal p = { 0 };
    for (uint32_t i = 0; i < s->count; i++) {
        const struct fact *f = &s->fact[i];
        if (!speaks_of(f, placement))
            continue;
        if (f->kind == EV_PLACEMENT_PROPOSED)
            proposed(t, s, f, &p);
        if (f->kind == EV_PLACEMENT_CHECKED) {
            p.against += f->code == CHECKED_AGAINST;
            p.could_not += f->code == CHECKED_COULD_NOT_LOOK;
        }
        if (f->kind == EV_PLACEMENT_APPROVED)
            p.approved = p.approved || rank_level(f->code) >= rank_level(p.needs);
        if (f->kind == EV_PLACEMENT_REFUSED)
            p.approved = false;
    }
    return p;
}

static const char *said_as(const struct event *e)
{
    return e->role == ROLE_NONE ? "someone whose role is not said" : role_words((enum role)e->role);
}

static status judge_sentence(struct task *t, const struct event *e, const char *field,
                             const char *what)
{
    if (str_trim(event_text(e, field)).len < REASON_MIN)
        return fail(t, E_INVALID, "%s", what);
    return OK;
}

static status judge_rank(struct task *t, const struct event *e, const struct proposal *p)
{
    uint8_t said = code_number(CODES_RANK, event_text(e, "rank"));
    unsigned level = approval_level((enum role)e->role);
    if (rank_level(said) > level)
        return fail(t, E_DENIED, "%s may not approve as %s: ask them to do it themselves",
                    said_as(e), code_meaning(CODES_RANK, said));
    if (p->known && rank_level(said) < rank_level(p->needs))
        return fail(t, E_DENIED, "this placement needs the approval of the %s, or above",
                    code_meaning(CODES_RANK, p->needs));
    return OK;
}

static bool is_approver(const struct event *e)
{
    return approval_level((enum role)e->role) > 0;
}

static bool is_own(const struct event *e, const struct proposal *p)
{
    return p->known && p->proposer != 0 && p->proposer == e->author;
}

/* That nobody approves what they proposed is a local rule: the regulations name the ranks only. */
status approval_judge(struct task *t, const struct event *e, const struct proposal *p)
{
    if (!is_approver(e) && !(e->kind == EV_PLACEMENT_REFUSED && is_own(e, p)))
        return fail(t, E_DENIED,
                    "%s may not decide on a placement: it is for the team manager,"
                    " the nominated officer or the director",
                    said_as(e));
    if (e->kind == EV_PLACEMENT_REFUSED)
        return judge_sentence(t, e, "reason",
                              "say why it is refused, in a sentence that the"
                              " proposer can follow");
    if (e->kind == EV_PLACEMENT_QUERIED)
        return judge_sentence(t, e, "what", "say what you need to know before you decide");
    if (is_own(e, p))
        return fail(t, E_DENIED,
                    "you proposed this placement: somebody else approves it (a local"
                    " rule)");
    TRY(judge_rank(t, e, p));
    if (p->against + p->could_not == 0)
        return OK;
    return judge_sentence(t, e, "despite",
                          "something stands against it or could not be looked at: say why it is"
                          " right all the same");
}

status start_judge(struct task *t, const struct event *e, const struct proposal *p)
{
    if (!p->known || p->approved)
        return OK;
    return judge_sentence(t, e, "despite",
                          "it is not approved: say why the child is placed all the same");
}

/* Powers over duties and alarms, rotas and handovers, checked against the streams they speak of. */
#include "work/decide_check.h"

#include "work/decide.h"
#include "work/decide_placement.h"
#include "work/writer_inside.h"

struct checking {
    struct writer *w;
    struct task *t;
    const struct append *a;
    const struct event *e;
};

static status is_person(const struct checking *c, int64_t number, const char *who)
{
    enum subject_kind kind;
    if (number <= 0 || number > UINT32_MAX)
        return fail(c->t, E_INVALID, "say who %s: the number of a registered person", who);
    TRY(journal_subject_kind(c->t, c->w->store->journal, (uint32_t)number, &kind));
    if (kind != SUBJECT_PERSON)
        return fail(c->t, E_INVALID, "number %lld is not a person: say who %s",
                    (long long)number, who);
    return OK;
}

static status stream_of(const struct checking *c, struct cached **ret)
{
    return stream_cache_take(c->t, c->w->cache, c->w->store->journal, c->e->subject, ret);
}

/* --- alarms --- */

static bool held_since(const struct fact *f, uint32_t count, int64_t rang)
{
    for (uint32_t i = 0; i < count; i++) {
        if (f[i].n != 0 && f[i].kind == EV_STRATEGY_DISCUSSION_HELD && f[i].happened >= rang)
            return true;
    }
    return false;
}

static bool held_in_this(const struct append *a, int64_t rang)
{
    for (size_t i = 0; i < a->count; i++) {
        if (a->events[i].kind == EV_STRATEGY_DISCUSSION_HELD && a->events[i].happened.us >= rang)
            return true;
    }
    return false;
}

static status find_discussion(const struct checking *c, uint16_t rule, bool *ret)
{
    struct cached *file;
    TRY(stream_of(c, &file));
    if (file->kind != SUBJECT_CHILD)
        return OK;
    const struct evaluation *all = fold_child(c->w->folding, &file->stream, UINT32_MAX);
    uint32_t started = (uint32_t)event_number(c->e, "started");
    for (uint32_t i = 0; i < all->count; i++) {
        const struct instance *x = &all->instance[i];
        if (x->rule == rule && x->started_n == started)
            *ret = held_since(file->stream.fact, file->stream.count, x->from) ||
                   held_in_this(c->a, x->from);
    }
    return OK;
}

static status check_work(const struct checking *c)
{
    const struct rulebook *b = c->w->store->rules;
    uint16_t rule = rulebook_find(b, event_text(c->e, "rule"));
    if (rule == UINT16_MAX)
        return fail(c->t, E_INVALID, "there is no rule of that name: `sightline rules list` shows"
                                     " them all");
    struct judged j = { .rule = rulebook_rule(b, rule) };
    j.needs_discussion = rule_needs_discussion(j.rule);
    if (c->e->kind == EV_ALARM_DECIDED && j.needs_discussion)
        TRY(find_discussion(c, rule, &j.discussed));
    if (c->e->kind == EV_DUTY_REASSIGNED)
        TRY(is_person(c, event_number(c->e, "to"), "it is given to"));
    TRY(decide_judge(c->t, c->e, &j));
    return is_person(c, c->e->author, "says so (author)");
}

/* Saying "mine" needs no power, but somebody to be it. */
static status check_mine(const struct checking *c)
{
    return is_person(c, c->e->author, "says so (author)");
}

/* --- rota and handover --- */

static status check_rota(const struct checking *c)
{
    int64_t from = event_number(c->e, "from"), until = event_number(c->e, "until");
    enum subject_kind kind;
    if (!event_given(c->e, "from") || !event_given(c->e, "until") || until <= from)
        return fail(c->t, E_INVALID, "a rota entry says from when until when, the end after the"
                                     " beginning");
    if (until - from > ROTA_DAYS_MAX * 24 * HOUR_US)
        return fail(c->t, E_INVALID, "longer than %d days is not a shift: record that the person"
                                     " took on the role", ROTA_DAYS_MAX);
    TRY(journal_subject_kind(c->t, c->w->store->journal, c->e->subject, &kind));
    if (kind != SUBJECT_HOME && kind != SUBJECT_AGENCY)
        return fail(c->t, E_INVALID, "a rota is that of a home or an agency");
    return is_person(c, event_number(c->e, "person"), "is on the rota");
}

static const struct fact *handover(const struct stream *s, enum event_kind kind, uint64_t about)
{
    for (uint32_t i = s->count; i-- > 0;) {
        const struct fact *f = &s->fact[i];
        if (f->n != 0 && f->kind == kind && f->about == about)
            return f;
    }
    return NULL;
}

static status check_given(const struct checking *c)
{
    const struct event *e = c->e;
    TRY(is_person(c, event_number(e, "to"), "takes over"));
    if (e->author == 0 || event_number(e, "to") == e->author)
        return fail(c->t, E_INVALID, "a handover goes from one person to another: say both");
    struct cached *file;
    TRY(stream_of(c, &file));
    if (handover(&file->stream, EV_HANDOVER_GIVEN, (uint64_t)event_number(e, "handover")))
        return fail(c->t, E_INVALID, "that handover is on the file already: give it a number of"
                                     " its own");
    enum role role = (enum role)event_number(e, "role");
    if (file->kind != SUBJECT_CHILD || role == ROLE_NONE)
        return OK;
    const struct child_state *child =
        &fold_child(c->w->folding, &file->stream, UINT32_MAX)->child;
    if (child->holder[role] == e->author || may_give((enum role)e->role, role))
        return OK;
    struct str who = roles_who_may_give(c->t->arena, role);
    return fail(c->t, E_DENIED, "only who holds the role can hand it over, or: %.*s",
                STR_ARG(who));
}

/* A role at a child moves with the signature, never before or after it. */
static bool moves_role(const struct checking *c, uint8_t role)
{
    for (size_t i = 0; i < c->a->count; i++) {
        const struct event *e = &c->a->events[i];
        if (e->kind == EV_INVOLVEMENT_STARTED && e->subject == c->e->subject &&
            event_number(e, "role") == role && event_number(e, "person") == c->e->author)
            return true;
    }
    return false;
}

static status check_taken(const struct checking *c)
{
    struct cached *file;
    uint64_t about = (uint64_t)event_number(c->e, "handover");
    TRY(stream_of(c, &file));
    const struct fact *given = handover(&file->stream, EV_HANDOVER_GIVEN, about);
    if (!given)
        return fail(c->t, E_INVALID, "no handover of that number was given here");
    if (handover(&file->stream, EV_HANDOVER_TAKEN, about))
        return fail(c->t, E_INVALID, "that handover has been taken already");
    if (given->number != c->e->author)
        return fail(c->t, E_DENIED, "only the person to whom it was given can take this handover");
    if (file->kind == SUBJECT_CHILD && given->code != ROLE_NONE && !moves_role(c, given->code))
        return fail(c->t, E_INVALID,
                    "a role moves in the same request in which it is taken: take it"
                    " over on the page Hand over");
    return OK;
}

/* --- placements --- */

/* What another system says happened is kept as it says; powers are of people who say it here. */
static bool is_said_here(const struct event *e)
{
    return e->author != 0 && e->channel != code_number(CODES_CHANNEL, S("file")) &&
           e->channel != code_number(CODES_CHANNEL, S("simulated"));
}

static status check_placement(const struct checking *c)
{
    struct cached *file;
    if (!is_said_here(c->e))
        return OK;
    TRY(stream_of(c, &file));
    struct proposal p =
        proposal_of(c->t, &file->stream, (uint64_t)event_number(c->e, "placement"));
    return c->e->kind == EV_PLACEMENT_STARTED ? start_judge(c->t, c->e, &p)
                                              : approval_judge(c->t, c->e, &p);
}

static const struct {
    enum event_kind kind;
    status (*check)(const struct checking *c);
} checks[] = {
    { EV_PLACEMENT_APPROVED, check_placement }, { EV_PLACEMENT_REFUSED, check_placement },
    { EV_PLACEMENT_QUERIED, check_placement }, { EV_PLACEMENT_STARTED, check_placement },
    { EV_DUTY_REASSIGNED, check_work }, { EV_DUTY_WAIVED, check_work },
    { EV_ALARM_DECIDED, check_work },   { EV_ALARM_ACKNOWLEDGED, check_mine },
    { EV_DUTY_ACKNOWLEDGED, check_mine }, { EV_ROTA_ENTERED, check_rota },
    { EV_HANDOVER_GIVEN, check_given }, { EV_HANDOVER_TAKEN, check_taken },
};

status decide_check(struct writer *w, const struct append *a)
{
    struct checking c = { .w = w, .t = &w->task, .a = a };
    TRY(decide_one_alarm(c.t, a->events, a->count));
    for (size_t i = 0; i < a->count; i++) {
        c.e = &a->events[i];
        for (size_t k = 0; k < COUNT(checks); k++) {
            if (checks[k].kind == c.e->kind)
                TRY(checks[k].check(&c));
        }
    }
    return OK;
}

/* One child's state, one event at a time: who looks after the child, where, and whether missing.
 *
 * Contradictions are the ordinary case: two agencies tell of one absence, a move is recorded and
 * the end of the old placement is not. Each is read so that a missing child is never dropped. */
#include "register/child.h"

#include <string.h>

#include "register/child_steps.h"

/* Where events.def puts what is read here: a test holds these against it. */
enum {
    UASC_AT = 8,
    HOSTED_AT = 9,
    ALONE_AT = 1, /* of visit-made; above it, whether that was said */
    PLAN_AT = 0,      /* of conference-held */
    WITHDRAWN_AT = 0, /* of visits-agreed */
};
enum { LEGAL_V3 = 6, LEGAL_V4 = 7, ELIGIBLE_DAYS = 13 * 7, FAR_DAYS = 1000000 };
#define DAY_US (24 * HOUR_US)

static const uint64_t legal_facts[] = { /* by place in CODES(LEGAL_STATUS) */
    [1] = CHILD_IS(IN_CARE) | CHILD_IS(INTERIM_ORDER), /* C1 */
    [2] = CHILD_IS(IN_CARE) | CHILD_IS(FULL_ORDER),    /* C2 */
    [3] = CHILD_IS(IN_CARE),                           /* D1 */
    [4] = CHILD_IS(IN_CARE),                           /* E1 */
    [5] = CHILD_IS(ACCOMMODATED),                      /* V2 */
    [6] = CHILD_IS(SHORT_BREAKS),                      /* V3 */
    [7] = CHILD_IS(SHORT_BREAKS),                      /* V4 */
    [8] = 0, [9] = 0, [10] = 0,                        /* L1 L2 L3: protection, not care */
    [11] = CHILD_IS(REMANDED),                         /* J1 */
    [12] = CHILD_IS(REMANDED),                         /* J2 */
    [13] = CHILD_IS(REMANDED),                         /* J3 */
};
#define ALL_LEGAL                                                                                 \
    (CHILD_IS(IN_CARE) | CHILD_IS(INTERIM_ORDER) | CHILD_IS(FULL_ORDER) | CHILD_IS(ACCOMMODATED) | \
     CHILD_IS(SHORT_BREAKS) | CHILD_IS(REMANDED))

_Static_assert(CHILD_FACTS_COUNT <= 64, "a bit each");

void child_start(struct child_state *s)
{
    memset(s, 0, offsetof(struct child_state, placement));
    s->born = INT32_MIN;
}

static void details(struct child_state *s, const struct fact *f)
{
    if (f->number != 0 && f->number > INT32_MIN && f->number <= INT32_MAX)
        s->born = (int32_t)f->number;
    if (flag_in(f, UASC_AT))
        s->is |= CHILD_IS(UNACCOMPANIED);
    if (f->kind == EV_CHILD_REGISTERED && flag_in(f, HOSTED_AT))
        s->is |= CHILD_IS(HOSTED);
}

static void role_taken(struct child_state *s, const struct fact *f)
{
    if (f->code < ROLES)
        s->holder[f->code] = (uint32_t)f->number;
}

static void role_given_up(struct child_state *s, const struct fact *f)
{
    if (f->code < ROLES && (f->number == 0 || s->holder[f->code] == (uint32_t)f->number))
        s->holder[f->code] = 0;
}

static void legal_status(struct child_state *s, const struct fact *f)
{
    s->legal = f->code;
    s->legal_from = f->happened;
    s->is &= ~ALL_LEGAL;
    s->is |= f->code < COUNT(legal_facts) ? legal_facts[f->code] : 0;
}

/* A birthday to the second would ask for a calendar: a year is what 365 and a quarter days are. */
static int64_t age_began(const struct child_state *s, int years)
{
    return ((int64_t)s->born * 4 + years * 1461) * (DAY_US / 4);
}

/* Eligible for support on leaving: 16 or over, and looked after for 13 weeks since 14 (regulation
 * 40). Short breaks do not count. */
static bool is_eligible(const struct child_state *s, int64_t now)
{
    bool known = s->born > -FAR_DAYS && s->born < FAR_DAYS;
    if (!known || now < age_began(s, 16))
        return false;
    int64_t since = age_began(s, 14), sum = 0;
    for (uint32_t i = 0; i < s->cares; i++) {
        const struct care_period *c = &s->care[i];
        int64_t from = c->from > since ? c->from : since, until = c->until < now ? c->until : now;
        bool short_breaks = c->legal == LEGAL_V3 || c->legal == LEGAL_V4;
        sum += until > from && !short_breaks ? until - from : 0;
    }
    return sum >= ELIGIBLE_DAYS * DAY_US;
}

static void care_close(struct child_state *s, const struct fact *f, uint8_t reason)
{
    struct care_period *c = s->cares > 0 ? &s->care[s->cares - 1] : NULL;
    if (c != NULL && c->until == INT64_MAX) {
        c->until = f->happened;
        c->ended_n = f->n;
        c->reason = reason;
        set_fact(s, CHILD_IS(LEAVER), is_eligible(s, f->happened));
    }
    s->is &= ~(ALL_LEGAL | CHILD_IS(LOOKED_AFTER));
    s->care_from = s->legal_from = 0;
    s->legal = 0;
}

static void care_started(struct child_state *s, const struct fact *f)
{
    if (s->is & CHILD_IS(LOOKED_AFTER))
        care_close(s, f, 0);
    if (s->cares == CHILD_CARES_MAX)
        s->overfull = true;
    else
        s->care[s->cares++] = (struct care_period){ .id = f->about != 0 ? f->about : f->n,
                                                    .from = f->happened,
                                                    .until = INT64_MAX,
                                                    .started_n = f->n,
                                                    .legal = f->code,
                                                    .need = code_in(f, 0, 4) };
    s->care_from = f->happened;
    s->reviews_in_care = 0;
    s->is &= ~(CHILD_IS(REVIEWED) | CHILD_IS(REVIEWED_TWICE) | CHILD_IS(ASSESSED));
    s->is &= ~(CHILD_IS(LEAVER) | CHILD_IS(OUT_OF_TOUCH));
    s->is |= CHILD_IS(LOOKED_AFTER);
    legal_status(s, f);
    /* A placement told of a moment before the care it belongs to is its first one. */
    s->placements_in_care = s->placement_now != 0;
    s->first_placement = s->placement_now;
    if (s->placement_now != 0)
        placement_show(s, child_placement(s, s->placement_now));
}

/* A missing child whose care ends stays missing: only a return or a person's decision ends it. */
static void care_ended(struct child_state *s, const struct fact *f)
{
    care_close(s, f, f->code);
    placement_close(s, f);
}

static void visit_made(struct child_state *s, const struct fact *f)
{
    s->visits++;
    s->last_visit = f->happened;
    bool alone = flag_in(f, ALONE_AT), said = flag_in(f, ALONE_AT + 1) || f->code != 0;
    if (alone)
        s->visits_not_alone_running = 0;
    else if (said && f->happened != s->last_not_alone)
        s->visits_not_alone_running++;
    if (!alone && said)
        s->last_not_alone = f->happened;
}

static void review_held(struct child_state *s, const struct fact *f)
{
    s->reviews++;
    s->last_review = f->happened;
    if (!(s->is & CHILD_IS(LOOKED_AFTER)))
        return;
    s->reviews_in_care++;
    s->is |= CHILD_IS(REVIEWED);
    set_fact(s, CHILD_IS(REVIEWED_TWICE), s->reviews_in_care >= 2);
}

/* Only the whole assessments, the first two codes: a dental check is not one. */
static void health_assessed(struct child_state *s, const struct fact *f)
{
    bool refused = flag_in(f, 0);
    if (refused || f->code < 1 || f->code > 2)
        return;
    s->last_health = f->happened;
    s->is |= CHILD_IS(ASSESSED);
}

static void conference_held(struct child_state *s, const struct fact *f)
{
    set_fact(s, CHILD_IS(PROTECTION_PLAN), flag_in(f, PLAN_AT));
}

static void visits_agreed(struct child_state *s, const struct fact *f)
{
    set_fact(s, CHILD_IS(FEWER_VISITS), !flag_in(f, WITHDRAWN_AT));
}

/* When there are more than fit, the last is remembered: one that is out is never dropped. */
static void alert_released(struct child_state *s, const struct fact *f)
{
    size_t at = 0;
    while (at < CHILD_ALERTS_MAX - 1 && s->alert_out[at] != 0 && s->alert_out[at] != f->about)
        at++;
    s->alert_out[at] = f->about;
    s->is |= CHILD_IS(ALERT_OUT);
}

static void alert_cancelled(struct child_state *s, const struct fact *f)
{
    bool out = false;
    for (size_t i = 0; i < CHILD_ALERTS_MAX; i++) {
        if (s->alert_out[i] == f->about)
            s->alert_out[i] = 0;
        out = out || s->alert_out[i] != 0;
    }
    set_fact(s, CHILD_IS(ALERT_OUT), out);
}

static void child_died(struct child_state *s, const struct fact *f)
{
    care_close(s, f, 4); /* E2 */
    s->is |= CHILD_IS(DIED);
    s->is &= ~(CHILD_IS(LEAVER) | CHILD_IS(OUT_OF_TOUCH) | CHILD_IS(PROTECTION_PLAN));
    placement_close(s, f);
    episodes_end_with_death(s, f);
}

void child_step(struct child_state *s, const struct fact *f)
{
    s->now = f->happened;
    switch ((enum event_kind)f->kind) {
    case EV_CHILD_REGISTERED: details(s, f); return;
    case EV_CHILD_DETAIL_CHANGED: details(s, f); return;
    case EV_CHILD_DIED: child_died(s, f); return;
    case EV_CHILD_LEFT_CARE: care_ended(s, f); return;
    case EV_INVOLVEMENT_STARTED: role_taken(s, f); return;
    case EV_INVOLVEMENT_ENDED: role_given_up(s, f); return;
    case EV_CARE_STARTED: care_started(s, f); return;
    case EV_CARE_ENDED: care_ended(s, f); return;
    case EV_LEGAL_STATUS_CHANGED: legal_status(s, f); return;
    case EV_PLACEMENT_PROPOSED: placement_said(s, f, 0); return;
    case EV_PLACEMENT_CONSULTED: placement_consulted(s, f); return;
    case EV_PLACEMENT_APPROVED: placement_approved(s, f); return;
    case EV_PLACEMENT_REFUSED: placement_refused(s, f); return;
    case EV_PLACEMENT_NOTIFIED: placement_notified(s, f); return;
    case EV_PLACEMENT_STARTED: placement_started(s, f); return;
    case EV_PLACEMENT_ENDED: placement_ended(s, f); return;
    case EV_VISIT_MADE: visit_made(s, f); return;
    case EV_REVIEW_HELD: review_held(s, f); return;
    case EV_HEALTH_ASSESSED: health_assessed(s, f); return;
    case EV_ABSENCE_NOTICED: missing_said(s, f); return;
    case EV_MISSING_REPORTED: missing_said(s, f); return;
    case EV_MISSING_TOLD: missing_implied(s, f); return;
    case EV_POLICE_TOLD: missing_implied(s, f); return;
    case EV_RISK_GRADED: missing_implied(s, f); return;
    case EV_ENQUIRY_MADE: episode_said(s, f, NULL); return;
    case EV_SIGHTING_RECORDED: episode_said(s, f, NULL); return;
    case EV_CHILD_FOUND: episode_said(s, f, child_found); return;
    case EV_CHILD_RETURNED: episode_said(s, f, child_returned); return;
    case EV_PREVENTION_INTERVIEW_HELD: episode_said(s, f, prevention_held); return;
    case EV_RETURN_INTERVIEW_OFFERED: episode_said(s, f, interview_offered); return;
    case EV_RETURN_INTERVIEW_ACCEPTED: episode_said(s, f, interview_accepted); return;
    case EV_RETURN_INTERVIEW_DECLINED: episode_said(s, f, interview_declined); return;
    case EV_RETURN_INTERVIEW_HELD: episode_said(s, f, interview_held); return;
    case EV_EPISODE_CLOSED: episode_said(s, f, episode_closed); return;
    case EV_CONFERENCE_HELD: conference_held(s, f); return;
    case EV_PROTECTION_PLAN_ENDED: s->is &= ~CHILD_IS(PROTECTION_PLAN); return;
    case EV_VISITS_AGREED: visits_agreed(s, f); return;
    case EV_CARER_APPROVED: placement_carer_approved(s, f); return;
    case EV_PARENT_PLACEMENT_DECIDED: placement_confirmed(s, f); return;
    case EV_TOUCH_KEPT: s->is &= ~CHILD_IS(OUT_OF_TOUCH); return;
    case EV_TOUCH_LOST: s->is |= CHILD_IS(OUT_OF_TOUCH); return;
    case EV_RESCUE_ALERT_RELEASED: alert_released(s, f); return;
    case EV_RESCUE_ALERT_CANCELLED: alert_cancelled(s, f); return;
    case EV_CONCERN_RAISED: s->is |= CHILD_IS(EXPLOITATION); return;
    case EV_EXPLOITATION_ASSESSED: s->is |= CHILD_IS(EXPLOITATION); return;
    case EV_NRM_REFERRED: s->is |= CHILD_IS(EXPLOITATION); return;
#define NO_EFFECT(kind) case EV_##kind:
#include "register/no_effect.def"
#undef NO_EFFECT
        return;
    }
}

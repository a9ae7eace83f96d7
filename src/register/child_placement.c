/* Where the child lives: placements begin and end, and what was said of them, often before. */
#include "register/child_steps.h"

/* Where events.def puts what is read of placement-started: a test holds these against it. */
enum {
    EMERGENCY_AT = 15,
    TO_18_AT = 16,
    URN_GIVEN_AT = 21,
    BEFORE_ASSESSMENT_AT = 22,
    TEMPORARY_AT = 23,
    ARRANGED_AT = 25,
    EXTENDED_AT = 0, /* of carer-approved */
};

static const uint64_t type_facts[] = { /* by place in CODES(PLACEMENT_TYPE) */
    [1] = CHILD_IS(ADOPTIVE), [2] = CHILD_IS(ADOPTIVE),              /* A3 A4 */
    [3] = CHILD_IS(ADOPTIVE), [4] = CHILD_IS(ADOPTIVE),              /* A5 A6 */
    [5] = CHILD_IS(SUPPORTED),                                       /* H5 */
    [6] = CHILD_IS(CHILDRENS_HOME) | CHILD_IS(NEEDS_URN),            /* K1 */
    [7] = CHILD_IS(CHILDRENS_HOME) | CHILD_IS(NEEDS_URN),            /* K2 */
    [8] = CHILD_IS(SUPPORTED) | CHILD_IS(NEEDS_URN),                 /* K3 */
    [9] = CHILD_IS(WITH_PARENT),                                     /* P1 */
    [10] = 0, [11] = 0, [12] = 0, [13] = 0,                          /* P2 P3 R1 R2 */
    [14] = CHILD_IS(NEEDS_URN),                                      /* R3 */
    [15] = 0,                                                        /* R5 */
    [16] = CHILD_IS(NEEDS_URN),                                      /* S1 */
    [17] = 0, [18] = 0, [19] = 0, [20] = 0, [21] = 0,                /* T0 … T4 */
    [22] = CHILD_IS(FOSTER) | CHILD_IS(LONG_TERM_FOSTER),            /* U1 */
    [23] = CHILD_IS(FOSTER), [24] = CHILD_IS(FOSTER),                /* U2 U3 */
    [25] = CHILD_IS(FOSTER) | CHILD_IS(LONG_TERM_FOSTER),            /* U4 */
    [26] = CHILD_IS(FOSTER), [27] = CHILD_IS(FOSTER),                /* U5 U6 */
    [28] = 0, [29] = 0, [30] = 0, [31] = 0, [32] = 0,                /* Z1 … Z14 */
};

static const uint64_t area_facts[] = { /* by place in CODES(AREA) */
    [0] = CHILD_IS(AREA_UNKNOWN),
    [1] = 0,                                             /* in */
    [2] = CHILD_IS(OUT_OF_AREA) | CHILD_IS(ADJOINING),   /* adjoining */
    [3] = CHILD_IS(OUT_OF_AREA) | CHILD_IS(AT_A_DISTANCE), /* distant */
    [4] = CHILD_IS(OUT_OF_AREA) | CHILD_IS(AT_A_DISTANCE), /* scotland */
    [5] = CHILD_IS(OUT_OF_AREA) | CHILD_IS(AT_A_DISTANCE), /* wales */
    [6] = CHILD_IS(OUT_OF_AREA) | CHILD_IS(AT_A_DISTANCE), /* northern-ireland */
    [7] = CHILD_IS(OUT_OF_AREA) | CHILD_IS(AT_A_DISTANCE), /* outside-uk */
    [8] = CHILD_IS(AREA_UNKNOWN),
};

/* Facts about the placement now, each with what was said that makes it so. */
static const struct {
    uint64_t fact;
    uint8_t said;
} said_facts[] = {
    { CHILD_IS(APPROVED_NOMINATED), SAID_APPROVED_NOMINATED },
    { CHILD_IS(APPROVED_DIRECTOR), SAID_APPROVED_DIRECTOR },
    { CHILD_IS(AREA_NOTIFIED), SAID_AREA_NOTIFIED },
    { CHILD_IS(AREA_CONSULTED), SAID_AREA_CONSULTED },
    { CHILD_IS(HAS_URN), SAID_URN },
};
#define ALL_PLACEMENT                                                                              \
    (CHILD_IS(PLACED) | CHILD_IS(FIRST_PLACEMENT) | CHILD_IS(OUT_OF_AREA) | CHILD_IS(ADJOINING) |  \
     CHILD_IS(AT_A_DISTANCE) | CHILD_IS(AREA_UNKNOWN) | CHILD_IS(EMERGENCY) | CHILD_IS(TO_18) |    \
     CHILD_IS(WITH_PARENT) | CHILD_IS(FOSTER) | CHILD_IS(LONG_TERM_FOSTER) |                       \
     CHILD_IS(CHILDRENS_HOME) | CHILD_IS(SUPPORTED) | CHILD_IS(NEEDS_URN) | CHILD_IS(HAS_URN) |    \
     CHILD_IS(ADOPTIVE) | CHILD_IS(APPROVED_NOMINATED) | CHILD_IS(APPROVED_DIRECTOR) |             \
     CHILD_IS(AREA_NOTIFIED) | CHILD_IS(AREA_CONSULTED) | CHILD_IS(BEFORE_ASSESSMENT) |            \
     CHILD_IS(TEMPORARY) | CHILD_IS(ARRANGED))

struct placement *child_placement(struct child_state *s, uint64_t id)
{
    for (uint32_t i = s->placements; i-- > 0;) {
        if (s->placement[i].id == id)
            return &s->placement[i];
    }
    return NULL;
}

static struct placement *placement_spoken_of(struct child_state *s, uint64_t id)
{
    struct placement *p = child_placement(s, id);
    if (p != NULL)
        return p;
    if (s->placements == CHILD_PLACEMENTS_MAX) {
        s->overfull = true;
        return NULL;
    }
    p = &s->placement[s->placements++];
    *p = (struct placement){ .id = id, .from = INT64_MAX, .until = INT64_MAX, .distance = -1 };
    return p;
}

static uint64_t placement_facts(const struct child_state *s, const struct placement *p)
{
    uint64_t is = CHILD_IS(PLACED);
    is |= p->type < COUNT(type_facts) ? type_facts[p->type] : 0;
    bool looked = p->area < COUNT(area_facts) && p->area_confidence != 4; /* could not look */
    is |= looked ? area_facts[p->area] : CHILD_IS(AREA_UNKNOWN);
    is |= p->emergency ? CHILD_IS(EMERGENCY) : 0;
    is |= p->to_18 ? CHILD_IS(TO_18) : 0;
    is |= p->before_assessment ? CHILD_IS(BEFORE_ASSESSMENT) : 0;
    is |= p->temporary ? CHILD_IS(TEMPORARY) : 0;
    is |= p->arranged ? CHILD_IS(ARRANGED) : 0;
    is |= p->id == s->first_placement ? CHILD_IS(FIRST_PLACEMENT) : 0;
    for (size_t i = 0; i < COUNT(said_facts); i++)
        is |= p->said & said_facts[i].said ? said_facts[i].fact : 0;
    return is;
}

void placement_show(struct child_state *s, const struct placement *now)
{
    s->is = (s->is & ~ALL_PLACEMENT) | (now != NULL ? placement_facts(s, now) : 0);
    s->placement_now = now != NULL ? now->id : 0;
    s->placement_from = now != NULL ? now->from : 0;
}

static bool placement_is_open(const struct placement *p)
{
    return p->started_n != 0 && p->until == INT64_MAX;
}

void placement_close(struct child_state *s, const struct fact *f)
{
    struct placement *p = s->placement_now != 0 ? child_placement(s, s->placement_now) : NULL;
    if (p != NULL && placement_is_open(p)) {
        p->until = f->happened;
        p->ended_n = f->n;
    }
    placement_show(s, NULL);
}

void placement_started(struct child_state *s, const struct fact *f)
{
    if (s->placement_now != f->about)
        placement_close(s, f);
    struct placement *p = placement_spoken_of(s, f->about);
    if (p == NULL)
        return;
    if (p->started_n == 0) {
        s->is &= ~CHILD_IS(FEWER_VISITS); /* the agreement was about the carers before */
        p->from = f->happened;
        s->placements_in_care++;
        if (s->placements_in_care == 1)
            s->first_placement = p->id;
    }
    p->started_n = f->n;
    p->until = INT64_MAX;
    p->ended_n = 0;
    p->type = f->code;
    p->provider = code_in(f, 0, 3);
    p->change = code_in(f, 3, 5);
    p->area = code_in(f, 8, 4);
    p->area_confidence = code_in(f, 12, 3);
    p->emergency = flag_in(f, EMERGENCY_AT);
    p->to_18 = flag_in(f, TO_18_AT);
    p->before_assessment = flag_in(f, BEFORE_ASSESSMENT_AT);
    p->temporary = flag_in(f, TEMPORARY_AT);
    p->arranged = flag_in(f, ARRANGED_AT);
    p->distance = f->number > 0 && f->number <= INT32_MAX ? (int32_t)f->number : -1;
    if (flag_in(f, URN_GIVEN_AT))
        p->said |= SAID_URN;
    placement_show(s, p);
}

void placement_ended(struct child_state *s, const struct fact *f)
{
    struct placement *p = child_placement(s, f->about);
    if (p == NULL || p->started_n == 0)
        return;
    bool was_open = placement_is_open(p);
    if (was_open)
        p->until = f->happened;
    p->ended_n = f->n;
    p->why_ended = code_in(f, 0, 5);
    if (was_open && p->id == s->placement_now)
        placement_show(s, NULL);
}

void placement_said(struct child_state *s, const struct fact *f, unsigned said)
{
    struct placement *p = placement_spoken_of(s, f->about);
    if (p == NULL)
        return;
    p->said |= (uint8_t)said;
    if (p->id == s->placement_now)
        placement_show(s, p);
}

/* By rank: a team manager's approval is neither of those that the regulations name. */
void placement_approved(struct child_state *s, const struct fact *f)
{
    static const uint8_t said[] = { SAID_APPROVED_NOMINATED, SAID_APPROVED_NOMINATED,
                                    SAID_APPROVED_DIRECTOR, SAID_APPROVED_NOMINATED, 0 };
    placement_said(s, f, said[f->code < COUNT(said) ? f->code : 0]);
}

void placement_refused(struct child_state *s, const struct fact *f)
{
    struct placement *p = child_placement(s, f->about);
    if (p == NULL)
        return;
    p->said &= (uint8_t) ~(SAID_APPROVED_NOMINATED | SAID_APPROVED_DIRECTOR);
    if (p->id == s->placement_now)
        placement_show(s, p);
}

/* Told: the fifth of CODES(TOLD) is the area authority. */
void placement_notified(struct child_state *s, const struct fact *f)
{
    placement_said(s, f, flag_in(f, 4) ? SAID_AREA_NOTIFIED : 0);
}

void placement_consulted(struct child_state *s, const struct fact *f)
{
    placement_said(s, f, flag_in(f, 0) ? SAID_AREA_CONSULTED : 0);
}

/* Approved in full, a carer is no longer a temporary one; a longer temporary approval still is. */
void placement_carer_approved(struct child_state *s, const struct fact *f)
{
    struct placement *p = child_placement(s, f->about);
    if (p == NULL || flag_in(f, EXTENDED_AT))
        return;
    p->temporary = false;
    if (p->id == s->placement_now)
        placement_show(s, p);
}

/* Confirmed or not, the assessment has been made. */
void placement_confirmed(struct child_state *s, const struct fact *f)
{
    struct placement *p = child_placement(s, f->about);
    if (p == NULL)
        return;
    p->before_assessment = false;
    if (p->id == s->placement_now)
        placement_show(s, p);
}

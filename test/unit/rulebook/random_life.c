/* Lives of children, homes, agencies and places made by chance from what rules look at. */
#include "random_life.h"

#include "rulebook/pass.h"

uint32_t below(struct chance *c, uint32_t n)
{
    c->seed ^= c->seed << 13;
    c->seed ^= c->seed >> 7;
    c->seed ^= c->seed << 17;
    return (uint32_t)(c->seed >> 33) % n;
}

/* Kinds that the rules of England look at, the frequent ones named more than once. */
static const uint16_t kinds[] = {
    EV_MISSING_REPORTED,
    EV_MISSING_REPORTED,
    EV_MISSING_REPORTED,
    EV_CHILD_RETURNED,
    EV_CHILD_RETURNED,
    EV_CHILD_FOUND,
    EV_ABSENCE_NOTICED,
    EV_POLICE_TOLD,
    EV_MISSING_TOLD,
    EV_RISK_GRADED,
    EV_RISK_GRADED,
    EV_ENQUIRY_MADE,
    EV_PREVENTION_INTERVIEW_HELD,
    EV_RETURN_INTERVIEW_HELD,
    EV_RETURN_INTERVIEW_DECLINED,
    EV_RETURN_INTERVIEW_OFFERED,
    EV_EPISODE_CLOSED,
    EV_PATTERN_REVIEWED,
    EV_STRATEGY_DISCUSSION_HELD,
    EV_SAFETY_PLAN_CHANGED,
    EV_CARE_STARTED,
    EV_CARE_STARTED,
    EV_CARE_ENDED,
    EV_LEGAL_STATUS_CHANGED,
    EV_PLACEMENT_STARTED,
    EV_PLACEMENT_STARTED,
    EV_PLACEMENT_ENDED,
    EV_PLACEMENT_APPROVED,
    EV_PLACEMENT_NOTIFIED,
    EV_PLACEMENT_NOTIFIED,
    EV_PLACEMENT_CONSULTED,
    EV_PLACEMENT_PLAN_AGREED,
    EV_CARE_PLAN_MADE,
    EV_VISIT_MADE,
    EV_VISIT_MADE,
    EV_VISIT_MADE,
    EV_REVIEW_HELD,
    EV_REVIEW_HELD,
    EV_REVIEW_ASKED,
    EV_CONCERN_RAISED,
    EV_HEALTH_ASSESSED,
    EV_HEALTH_ASSESSED,
    EV_EDUCATION_PLAN_MADE,
    EV_CHILD_REGISTERED,
    EV_CHILD_DETAIL_CHANGED,
    EV_CHILD_DIED,
    EV_DUTY_WAIVED,
    EV_DUTY_ACKNOWLEDGED,
    EV_DUTY_REASSIGNED,
    EV_ALARM_DECIDED,
    EV_ALARM_DECIDED,
    EV_ALARM_ACKNOWLEDGED,
    EV_ALARM_RAISED,
    EV_DUTY_WARNED,
    EV_ESCALATED,
};

/* What a home is and is told of its children, the frequent named more than once. */
static const uint16_t home_kinds[] = {
    EV_PLACEMENT_STARTED,  EV_PLACEMENT_STARTED, EV_PLACEMENT_ENDED,      EV_MISSING_REPORTED,
    EV_MISSING_REPORTED,   EV_MISSING_REPORTED,  EV_ABSENCE_NOTICED,      EV_CHILD_RETURNED,
    EV_CHILD_RETURNED,     EV_EPISODE_CLOSED,    EV_HOME_REGISTERED,      EV_HOME_CHANGED,
    EV_HOME_NOTICE_ISSUED, EV_HOME_NOTICE_MET,   EV_HOME_NOTICE_EXTENDED, EV_HOME_CLOSED,
    EV_HOME_LEADER_AWAY,   EV_HOME_LEADER_BACK,  EV_WORKER_STARTED,       EV_WORKER_QUALIFIED,
    EV_WORKER_LEFT,        EV_HOME_VISITED,      EV_HOME_VISITED,         EV_HOME_INCIDENT,
    EV_HOME_INCIDENT,      EV_NOTIFIABLE_EVENT,  EV_ALARM_DECIDED,        EV_DUTY_WAIVED,
    EV_ALARM_RAISED,       EV_ESCALATED,
};
static const uint16_t agency_kinds[] = { EV_AGENCY_REGISTERED, EV_AGENCY_REGISTERED,
                                         EV_NAMED_PERSON_APPOINTED, EV_PROTOCOL_AGREED,
                                         EV_ALARM_DECIDED };
static const uint16_t place_kinds[] = {
    EV_PLACE_RECORDED, EV_VEHICLE_RECORDED,     EV_CHILD_FOUND,
    EV_CHILD_FOUND,    EV_ASSOCIATION_RECORDED, EV_ALARM_DECIDED
};

const struct random_stream streams[STREAMS] = {
    { SUBJECT_CHILD, kinds, COUNT(kinds), 250 },
    { SUBJECT_HOME, home_kinds, COUNT(home_kinds), 250 },
    { SUBJECT_AGENCY, agency_kinds, COUNT(agency_kinds), 60 },
    { SUBJECT_PLACE, place_kinds, COUNT(place_kinds), 60 },
};

static uint32_t random_flags(struct chance *c, const struct kind_def *k)
{
    uint32_t flags = 0;
    for (unsigned i = 0; i < k->fields; i++) {
        const struct field_def *f = &k->field[i];
        if (f->slot != SLOT_BITS)
            continue;
        uint32_t most = f->type == FIELD_SUBJECT ? 1000
                        : f->type == FIELD_CODE  ? code_count((enum code_list)f->list) + 1
                                                 : 1u << f->width;
        flags |= (below(c, most) & (UINT32_MAX >> (32 - f->width))) << f->at;
    }
    return flags;
}

static uint8_t random_code(struct chance *c, const struct kind_def *k)
{
    for (unsigned i = 0; i < k->fields; i++) {
        if (k->field[i].slot == SLOT_CODE)
            return (uint8_t)(k->field[i].required +
                             below(c, code_count((enum code_list)k->field[i].list)));
    }
    return 0;
}

bool says_a_rule(uint16_t kind)
{
    return kind == EV_DUTY_WAIVED || kind == EV_DUTY_ACKNOWLEDGED || kind == EV_ALARM_DECIDED ||
           kind == EV_ALARM_ACKNOWLEDGED || kind == EV_DUTY_REASSIGNED || kind == EV_ALARM_RAISED ||
           kind == EV_DUTY_WARNED || kind == EV_ESCALATED;
}

/* One that subjects of this kind are made of, or any that a rule over them looks at. */
static uint16_t random_kind(struct chance *c, const struct rulebook *b)
{
    const struct over_rules *o = &b->over[over_of(streams[c->stream].kind)];
    const uint16_t *first = o->first;
    uint16_t range = (uint16_t)(first[EVENT_KINDS] - first[0]);
    if (range == 0 || below(c, 3))
        return streams[c->stream].kinds[below(c, streams[c->stream].count)];
    return b->action[first[0] + below(c, range)].kind;
}

struct fact random_fact(struct chance *c, const struct rulebook *b, uint32_t n)
{
    struct fact f = { .n = n, .kind = random_kind(c, b) };
    const struct kind_def *k = event_kind_def((enum event_kind)f.kind);
    f.flags = random_flags(c, k);
    f.code = random_code(c, k);
    f.precision = (uint8_t)(below(c, 8) ? 1 : 1 + below(c, 5));
    f.number = below(c, 400);
    for (unsigned i = 0; i < k->fields; i++) {
        if (k->field[i].slot == SLOT_ABOUT)
            f.about = k->field[i].required || below(c, 2) ? 1 + below(c, 4) : 0;
    }
    bool date = false;
    for (unsigned i = 0; i < k->fields; i++)
        date |= k->field[i].slot == SLOT_NUMBER && k->field[i].type == FIELD_DATE;
    if (date)
        f.number = below(c, 4) ? 17000 + below(c, 4000) : 0;
    if (f.kind == EV_CHILD_REGISTERED || f.kind == EV_CHILD_DETAIL_CHANGED)
        f.number = below(c, 3) ? 14000 + below(c, 6000) : 0;
    if (streams[c->stream].kind != SUBJECT_CHILD) {
        f.number = date ? f.number : 1 + below(c, 4); /* few children, few workers */
        f.flags = k->subject == SUBJECT_CHILD ? 0 : f.flags;
    }
    if (says_a_rule(f.kind)) {
        f.about = rulebook_rule(b, (uint16_t)below(c, (uint32_t)rulebook_count(b)))->name.len;
        f.about = rule_about(rulebook_rule(b, (uint16_t)(f.about * 3 % rulebook_count(b)))->name);
        f.number = 1 + below(c, n);
    }
    return f;
}

/* Minutes, hours or weeks apart, now and then at one instant, sometimes told out of order. */
uint32_t random_life(struct chance *c, const struct rulebook *b, struct fact *f)
{
    uint32_t count = 5 + below(c, EVENTS_MAX - 8);
    int64_t now = (INT64_C(1500000000) + below(c, 250000000)) * SECOND_US;
    for (uint32_t i = 0; i < count; i++) {
        static const uint32_t steps[] = { 0, 600, 7200, 90000, 600000, 3000000 };
        f[i] = random_fact(c, b, i + 1);
        now += below(c, steps[below(c, COUNT(steps))] + 1) * SECOND_US;
        f[i].happened = now - (below(c, 10) ? 0 : below(c, 200000) * SECOND_US);
        f[i].recorded = now + below(c, 90000) * SECOND_US;
        if (i > 3 && below(c, 12) == 0)
            f[i].corrects = 1 + below(c, i - 1);
    }
    return count;
}

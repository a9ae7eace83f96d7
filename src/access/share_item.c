/* The parts of a file that can be shared. */
#include "access/share_item.h"

#include <string.h>

const struct share_item share_items[] = {
    { "who", "Who the child is", "Name, date of birth, who works with the child" },
    { "profile", "What police need at once", "Description, phone, places, people, risks" },
    { "placements", "Where the child lives and has lived", NULL },
    { "missing", "Missing episodes", "Reports, grades, sightings, returns" },
    { "interviews", "Return interviews", "Not the child\xe2\x80\x99s own words" },
    { "plans", "Plans, reviews and visits", NULL },
    { "concerns", "Concerns, referrals and protection", NULL },
    { "schooling", "School", NULL },
    { "health", "Health assessments", "That they were made, and by whom" },
};
const size_t share_item_count = COUNT(share_items);

static const struct {
    const char *item;
    uint16_t kind;
} kinds[] = {
    { "who", EV_CHILD_REGISTERED },
    { "who", EV_CHILD_DETAIL_CHANGED },
    { "who", EV_CHILD_IDENTIFIED },
    { "who", EV_INVOLVEMENT_STARTED },
    { "who", EV_INVOLVEMENT_ENDED },
    { "who", EV_CARE_STARTED },
    { "who", EV_CARE_ENDED },
    { "who", EV_LEGAL_STATUS_CHANGED },
    { "profile", EV_PROFILE_UPDATED },
    { "profile", EV_PHOTO_ADDED },
    { "placements", EV_PLACEMENT_PROPOSED },
    { "placements", EV_PLACEMENT_STARTED },
    { "placements", EV_PLACEMENT_ENDED },
    { "placements", EV_PLACEMENT_NOTIFIED },
    { "placements", EV_PLACEMENT_CONSULTED },
    { "placements", EV_PLACEMENT_NOTICE_SENT },
    { "placements", EV_PLACEMENT_NOTICE_RECEIVED },
    { "missing", EV_ABSENCE_NOTICED },
    { "missing", EV_MISSING_REPORTED },
    { "missing", EV_MISSING_TOLD },
    { "missing", EV_POLICE_TOLD },
    { "missing", EV_RISK_GRADED },
    { "missing", EV_ENQUIRY_MADE },
    { "missing", EV_SIGHTING_RECORDED },
    { "missing", EV_CHILD_FOUND },
    { "missing", EV_CHILD_RETURNED },
    { "missing", EV_EPISODE_CLOSED },
    { "missing", EV_PREVENTION_INTERVIEW_HELD },
    { "interviews", EV_RETURN_INTERVIEW_OFFERED },
    { "interviews", EV_RETURN_INTERVIEW_ACCEPTED },
    { "interviews", EV_RETURN_INTERVIEW_DECLINED },
    { "interviews", EV_RETURN_INTERVIEW_HELD },
    { "interviews", EV_PATTERN_REVIEWED },
    { "interviews", EV_SAFETY_PLAN_CHANGED },
    { "plans", EV_CARE_PLAN_MADE },
    { "plans", EV_PLACEMENT_PLAN_AGREED },
    { "plans", EV_PATHWAY_PLAN_MADE },
    { "plans", EV_REVIEW_HELD },
    { "plans", EV_VISIT_MADE },
    { "concerns", EV_CONCERN_RAISED },
    { "concerns", EV_REFERRAL_MADE },
    { "concerns", EV_REFERRAL_DECIDED },
    { "concerns", EV_STRATEGY_DISCUSSION_HELD },
    { "concerns", EV_ENQUIRY_STARTED },
    { "concerns", EV_ENQUIRY_CONCLUDED },
    { "concerns", EV_CONFERENCE_HELD },
    { "concerns", EV_EXPLOITATION_ASSESSED },
    { "schooling", EV_SCHOOL_CHANGED },
    { "schooling", EV_EDUCATION_PLAN_MADE },
    { "schooling", EV_SCHOOL_ABSENT },
    { "health", EV_HEALTH_ASSESSED },
    { "health", EV_DENTAL_CHECKED },
};

static bool names_item(struct str items, const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i + len <= items.len; i++) {
        bool begins = i == 0 || items.at[i - 1] == ' ' || items.at[i - 1] == ',';
        bool ends = i + len == items.len || items.at[i + len] == ' ' || items.at[i + len] == ',';
        if (begins && ends && memcmp(items.at + i, name, len) == 0)
            return true;
    }
    return false;
}

bool share_item_has(struct str items, enum event_kind kind)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (kinds[i].kind == (uint16_t)kind && names_item(items, kinds[i].item))
            return true;
    return false;
}

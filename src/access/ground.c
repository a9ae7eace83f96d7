/* The grounds for seeing a child, and which roles have one by their office. */
#include "access/access.h"

const char *ground_words(enum ground g)
{
    switch (g) {
    case GROUND_NONE: return "no relation";
    case GROUND_ROLE: return "a role held for the child";
    case GROUND_LIVES: return "works where the child lives";
    case GROUND_OFFICE: return "answers for every child the authority looks after";
    case GROUND_DUTY: return "owed the child something";
    case GROUND_AREA: return "of the area where the child is placed";
    case GROUND_POLICE: return "police, of a child who was missing";
    case GROUND_SHARE: return "the file was shared";
    case GROUND_GLASS: return "said why it had to be now";
    case GROUNDS: break;
    }
    return "";
}

/* Offices that answer for every child the authority looks after, when held there. */
bool role_answers_for_all(uint8_t role)
{
    static const bool all[ROLES] = {
        [ROLE_TEAM_MANAGER] = true,
        [ROLE_HEAD_OF_SERVICE] = true,
        [ROLE_DIRECTOR] = true,
        [ROLE_MISSING_COORDINATOR] = true,
        [ROLE_EMERGENCY_DUTY] = true,
        [ROLE_NOMINATED_OFFICER] = true,
        [ROLE_DESIGNATED_NURSE] = true,
        [ROLE_DESIGNATED_DOCTOR] = true,
        [ROLE_VIRTUAL_SCHOOL_HEAD] = true,
    };
    return role < ROLES && all[role];
}

bool role_is_police(uint8_t role)
{
    return role == ROLE_POLICE_MISSING_COORDINATOR || role == ROLE_POLICE_SUPERVISOR ||
           role == ROLE_DUTY_INSPECTOR;
}

/* They look at figures, or at a sample drawn for them: never at a child by their office. */
bool role_sees_no_child(uint8_t role)
{
    return role == ROLE_INSPECTOR || role == ROLE_COMMISSIONER || role == ROLE_DATA_TEAM ||
           role == ROLE_LEAD_MEMBER;
}

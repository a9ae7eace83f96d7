/* Code lists of the return and of the field: text of a code to its number and back.
 *
 * A code's number is its place in the list, from 1; 0 means absent or not a code of the list. */
#ifndef JOURNAL_CODES_H
#define JOURNAL_CODES_H
#include "base/str.h"

struct code {
    const char *code, *meaning;
};

enum code_list {
#define CODES(list) CODES_##list,
#define CODE(list, code, meaning)
#define END_CODES(list)
#include "journal/codes.def"
#undef CODES
#undef CODE
#undef END_CODES
    CODE_LISTS
};

uint8_t code_number(enum code_list list, struct str code);   /* 0: not of the list */
const char *code_text(enum code_list list, unsigned number); /* "" for 0 and past the end */
const char *code_meaning(enum code_list list, unsigned number);
unsigned code_count(enum code_list list);
const char *code_list_name(enum code_list list); /* "placement-type" */

/* Roles are used everywhere as numbers: what a person is to this child, home or agency. In the
 * order of CODES(ROLE); a test keeps the two alike. */
enum role {
    ROLE_NONE,
    ROLE_SOCIAL_WORKER,
    ROLE_TEAM_MANAGER,
    ROLE_HEAD_OF_SERVICE,
    ROLE_DIRECTOR,
    ROLE_REVIEWING_OFFICER,
    ROLE_MISSING_COORDINATOR,
    ROLE_EMERGENCY_DUTY,
    ROLE_NIGHT_WORKER,
    ROLE_REGISTERED_MANAGER,
    ROLE_RESPONSIBLE_INDIVIDUAL,
    ROLE_CARER,
    ROLE_POLICE_MISSING_COORDINATOR,
    ROLE_POLICE_SUPERVISOR,
    ROLE_DUTY_INSPECTOR,
    ROLE_DESIGNATED_NURSE,
    ROLE_DESIGNATED_DOCTOR,
    ROLE_VIRTUAL_SCHOOL_HEAD,
    ROLE_DESIGNATED_TEACHER,
    ROLE_NOMINATED_OFFICER,
    ROLE_HOST_COORDINATOR,
    ROLE_RETURN_INTERVIEWER,
    ROLE_ADVOCATE,
    ROLE_DATA_TEAM,
    ROLE_COMMISSIONER,
    ROLE_INSPECTOR,
    ROLE_LEAD_MEMBER,
    ROLES
};

#endif

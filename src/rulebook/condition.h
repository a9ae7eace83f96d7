/* Conditions as compiled: masks over facts, and the comparisons that are made into bits for them.
 * Private to this room. */
#ifndef RULEBOOK_CONDITION_H
#define RULEBOOK_CONDITION_H
#include "rulebook/rulebook.h"

/* True of an event when every part is: facts of the subject, comparisons, and the event's own. */
struct alternative {
    uint64_t look, want;           /* CHILD_IS(…), HOME_IS(…) … after the event */
    uint64_t made_look, made_want; /* by place in test[] */
    uint64_t codes;                /* bit by code; ANY_CODE: whatever it is */
    uint32_t flags_look, flags_want;
};
#define ANY_CODE UINT64_MAX

struct condition { /* any of these alternatives; none of them: always */
    uint16_t first, count;
};

enum test_kind {
    TEST_FIRST,           /* this instance did not follow another */
    TEST_WAS,             /* a fact of the subject just before the event */
    TEST_UNDER,           /* the child's age */
    TEST_PLACEMENT_OLDER, /* than a period */
    TEST_CARE_OLDER,
    TEST_CARE_WAS_OLDER, /* just before the event */
    TEST_MILES_OVER,
    TEST_FOUND_OVER, /* miles, of child-found */
    TEST_COUNT,
    TEST_EACH_LONGER, /* the last N ended episodes */
    TEST_OPEN_EPISODES,
    TEST_DECLINED,      /* return interviews, one after the other */
    TEST_NOT_ALONE,     /* the last visits: in none was the child seen alone */
    TEST_UNUSUAL,       /* the episode: longer or later in the day than the child's own */
    TEST_USUAL_KNOWN,   /* enough earlier episodes to say what is usual */
    TEST_RECORDED_LATE, /* later than a period after it happened */
    TEST_RESIDENTS,     /* of a home, from here */
    TEST_CHILDREN_MISSING,
    TEST_UNQUALIFIED, /* share of its caring workers past `period`, in a hundred */
    TEST_HIGH_ALARMS, /* of this subject, undecided */
};
struct test {
    uint8_t kind; /* enum test_kind */
    uint8_t counter;
    uint64_t bit; /* TEST_WAS */
    int32_t number;
    bool windowed; /* TEST_COUNT: within `period` */
    struct period period;
    struct str words;
};
struct counter { /* the last instants of one kind of event */
    uint16_t kind;
    uint8_t over;
    bool once;     /* its kind always says which episode or placement: each counts once */
    bool children; /* different children: each counts at its last instant */
    struct condition when;
};

enum about_type { /* what a rule is owed once for; up to OTHER, by the event's one ABOUT field */
    ABOUT_NOTHING,
    ABOUT_EPISODE,
    ABOUT_PLACEMENT,
    ABOUT_NOTICE,
    ABOUT_INCIDENT,
    ABOUT_PLAN,
    ABOUT_REVIEW,
    ABOUT_ALLEGATION,
    ABOUT_VISIT, /* of the independent person to a home */
    ABOUT_TASK,  /* an action of a plan */
    ABOUT_LOOK,  /* at a file, without a relation */
    ABOUT_QUESTION,
    ABOUT_OTHER,
    ABOUT_WORKER, /* by the person whom the event names */
    ABOUT_CHILD,  /* in a home's stream: by the child */
};

#endif

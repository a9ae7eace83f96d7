/* A child's state: what that child's events add up to, one event at a time.
 *
 * Pure: the same facts in the same order give the same state, on any machine. Rules read it at
 * the instant of an event; the derived rows and the pages read what it has collected. */
#ifndef REGISTER_CHILD_H
#define REGISTER_CHILD_H
#include "journal/event.h"

/* Yes/no facts, by the names that rules use: FACT(BIT, "words of a rule"). At most 64. */
#define CHILD_FACTS(FACT)                                                                         \
    FACT(LOOKED_AFTER, "child is looked-after")                                                   \
    FACT(IN_CARE, "child is in-care")                   /* a care order, not accommodation */     \
    FACT(INTERIM_ORDER, "child is on-interim-care-order")                                         \
    FACT(FULL_ORDER, "child is on-full-care-order")                                               \
    FACT(ACCOMMODATED, "child is accommodated")         /* section 20 */                          \
    FACT(SHORT_BREAKS, "child is short-breaks")         /* V3, V4 */                              \
    FACT(REMANDED, "child is remanded")                                                           \
    FACT(UNACCOMPANIED, "child is unaccompanied")                                                 \
    FACT(HOSTED, "child is hosted")                     /* of another authority, placed here */  \
    FACT(MISSING, "child is missing")                                                             \
    FACT(AWAY, "child is away-without-authorisation")                                             \
    FACT(BEEN_MISSING, "child is known-to-go-missing")                                            \
    FACT(EXPLOITATION, "child is flagged-for-exploitation")                                       \
    FACT(DIED, "child is dead")                                                                   \
    FACT(REVIEWED, "child is reviewed")                 /* a review held in this period of care */ \
    FACT(REVIEWED_TWICE, "child is reviewed-twice")                                               \
    FACT(ASSESSED, "child is health-assessed")          /* in this period of care */              \
    FACT(PLACED, "placement is open")                                                             \
    FACT(FIRST_PLACEMENT, "placement is first")         /* of this period of care */              \
    FACT(OUT_OF_AREA, "placement is out-of-area")                                                 \
    FACT(ADJOINING, "placement is adjoining")                                                     \
    FACT(AT_A_DISTANCE, "placement is at-a-distance")                                             \
    FACT(AREA_UNKNOWN, "placement is in-unknown-area")                                            \
    FACT(EMERGENCY, "placement is emergency")                                                     \
    FACT(TO_18, "placement is to-18")                                                             \
    FACT(WITH_PARENT, "placement is with-parent")                                                 \
    FACT(FOSTER, "placement is foster")                                                           \
    FACT(LONG_TERM_FOSTER, "placement is long-term-foster")                                       \
    FACT(CHILDRENS_HOME, "placement is childrens-home") /* K1, K2 */                              \
    FACT(SUPPORTED, "placement is supported")           /* K3, H5 */                              \
    FACT(NEEDS_URN, "placement is registered-setting")  /* K1 K2 K3 S1 R3 */                      \
    FACT(HAS_URN, "placement is with-registration-number")                                        \
    FACT(ADOPTIVE, "placement is adoptive")                                                       \
    FACT(APPROVED_NOMINATED, "placement is approved-by-nominated-officer")                        \
    FACT(APPROVED_DIRECTOR, "placement is approved-by-director")                                  \
    FACT(AREA_NOTIFIED, "placement is notified-to-area")                                          \
    FACT(AREA_CONSULTED, "placement is consulted-with-plan")                                      \
    FACT(OVERNIGHT, "episode is overnight")                                                       \
    FACT(INTERVIEW_OFFERED, "episode is offered-interview")                                       \
    FACT(DISCLOSED, "child is saying-harm")             /* on return or in an interview */        \
    FACT(BEFORE_ASSESSMENT, "placement is before-assessment") /* with parents, regulation 19 */   \
    FACT(TEMPORARY, "placement is with-temporary-carer") /* regulation 24, until approved */       \
    FACT(ARRANGED, "placement is arranged-by-another")  /* hospital, custody: regulation 28(6) */ \
    FACT(FEWER_VISITS, "child is agreeing-to-fewer-visits") /* regulation 28(3A) */               \
    FACT(PROTECTION_PLAN, "child is on-protection-plan")                                          \
    FACT(LEAVER, "child is a-care-leaver")              /* eligible when care ended */            \
    FACT(OUT_OF_TOUCH, "child is out-of-touch")         /* one who left care */                   \
    FACT(GRADED_DOWN, "episode is graded-down-without-reason") /* by the last grading */          \
    FACT(ALERT_OUT, "child is under-a-rescue-alert")    /* released by police, not cancelled */

enum child_fact {
#define FACT(bit, words) CHILD_##bit##_AT,
    CHILD_FACTS(FACT)
#undef FACT
    CHILD_FACTS_COUNT
};
#define CHILD_IS(bit) (UINT64_C(1) << CHILD_##bit##_AT)

enum { CHILD_PLACEMENTS_MAX = 512, CHILD_EPISODES_MAX = 2048, CHILD_CARES_MAX = 64,
       CHILD_ALERTS_MAX = 4 };

/* What was said of a placement, often before it starts. */
enum placement_said {
    SAID_APPROVED_NOMINATED = 1,
    SAID_APPROVED_DIRECTOR = 2,
    SAID_AREA_NOTIFIED = 4,
    SAID_AREA_CONSULTED = 8, /* with the care plan */
    SAID_URN = 16,
};
struct placement {
    uint64_t id;               /* its `about` */
    int64_t from, until;       /* microseconds; until INT64_MAX: open */
    uint32_t started_n, ended_n; /* events in the stream: their text has home, postcode, urn */
    uint8_t type, provider, change, area, area_confidence, why_ended;
    bool emergency, to_18, before_assessment, temporary, arranged;
    uint8_t said;              /* enum placement_said; started_n 0: not begun, only spoken of */
                               /* no holes: two states are alike when their bytes are */
    int32_t distance;          /* tenths of a mile; -1 not known */
};
struct missing_episode {
    uint64_t id;
    int64_t from, until;       /* until INT64_MAX: not back */
    uint32_t reported_n, found_n, returned_n, offered_n, interviewed_n, declined_n, graded_n,
        accepted_n, noticed_n; /* noticed: what was said of it first */
    uint32_t spare_n;
    int64_t found, returned, offered, interviewed, declined;
    uint8_t class, grade, ended; /* codes: CLASSIFICATION, GRADE, EPISODE_END */
    uint8_t precision;
    bool overnight;            /* some of it fell between 23:00 and 06:00 in the UK */
    uint8_t spare;
    uint16_t since_noon;       /* when it began, minutes by the clock in the UK: a night is one */
};
struct care_period {
    uint64_t id;
    int64_t from, until;
    uint32_t started_n, ended_n;
    uint8_t legal, need, reason;
    uint8_t spare[5];
};

struct child_state {
    uint64_t is;               /* CHILD_IS(…) */
    int64_t now;               /* happened of the last event applied */
    int32_t born;              /* days since 1970; INT32_MIN not known */
    int64_t care_from, placement_from, legal_from; /* 0: none now */
    int64_t last_not_alone; /* the visit counted below: one that is told twice counts once */
    int64_t last_visit, last_review, last_health;  /* 0: never */
    uint64_t placement_now, episode_now, first_placement; /* episode_now: the last that is open */
    uint64_t alert_out[CHILD_ALERTS_MAX]; /* rescue alerts; 0: none */
    uint8_t legal;             /* code, LEGAL_STATUS */
    uint32_t holder[ROLES];    /* person who holds the role for this child; 0 nobody */
    uint32_t visits, reviews, reviews_in_care, placements_in_care, interviews_declined_running;
    uint32_t visits_not_alone_running; /* one that does not say is left out */
    uint32_t spare_n;
    uint32_t placements, episodes, cares;
    uint32_t open_missing, open_away, episodes_in_error;
    bool overfull;             /* more than the bounds below: the file says so */
    struct placement placement[CHILD_PLACEMENTS_MAX];
    struct missing_episode episode[CHILD_EPISODES_MAX];
    struct care_period care[CHILD_CARES_MAX];
};

void child_start(struct child_state *s); /* cheap: clears only what is in use */
/* Applies one event. Facts come sorted by happened and n, corrections already struck out. */
void child_step(struct child_state *s, const struct fact *f);
struct missing_episode *child_episode(struct child_state *s, uint64_t id);
struct placement *child_placement(struct child_state *s, uint64_t id);

#endif

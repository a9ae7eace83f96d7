/* A home's state: what was said of it, and what it was told of the children who live there.
 *
 * Pure, like a child's. Its stream holds its own events and pointers to its children's: `number` of
 * a pointer is the child; an episode or a placement is unique only within that child. */
#ifndef REGISTER_HOME_H
#define REGISTER_HOME_H
#include "journal/event.h"

/* Yes/no facts, by the names that rules use: FACT(BIT, "words of a rule"). */
#define HOME_FACTS(FACT)                                                                          \
    FACT(OPEN, "home is open")                         /* until it was said to have closed */     \
    FACT(REGISTERED, "home is registered")                                                        \
    FACT(CHILDRENS_HOME, "home is childrens-home")                                                \
    FACT(SUPPORTED, "home is supported-accommodation")                                            \
    FACT(FOSTER, "home is foster-home")                                                           \
    FACT(UNDER_NOTICE, "home is under-notice")         /* a notice not met, not lifted */ \
    FACT(RESTRICTED, "home is restricted")             /* no new child may be admitted */         \
    FACT(SUSPENDED, "home is suspended")                                                          \
    FACT(KNOWN_TO_REPORT, "home is known-to-report")   /* has reported a missing child before */  \
    FACT(LEADERLESS, "home is without-leader")         /* the person in charge is away */

enum home_fact {
#define FACT(bit, words) HOME_##bit##_AT,
    HOME_FACTS(FACT)
#undef FACT
    HOME_FACTS_COUNT
};
#define HOME_IS(bit) (UINT64_C(1) << HOME_##bit##_AT)

enum {
    HOME_RESIDENTS_MAX = 256,
    HOME_EPISODES_MAX = 512, /* the last ones: an open one is never forgotten for a closed one */
    HOME_NOTICES_MAX = 64,
    HOME_WORKERS_MAX = 256
};

struct home_resident {
    uint64_t placement;
    int64_t from;
    uint32_t child;
    uint8_t type, spare[3]; /* code, PLACEMENT_TYPE */
};
struct home_episode {
    uint64_t id;
    int64_t from, until; /* INT64_MAX: not back */
    uint32_t child;
    uint8_t class, spare[3]; /* code, CLASSIFICATION; 0 not said */
};
struct home_notice {
    uint64_t id;
    int64_t from;
    int32_t by; /* days since 1970; 0 not said */
    uint8_t type, spare[3]; /* code, HOME_NOTICE; 0 not said */
};
struct home_worker {
    int64_t from;
    uint32_t person;
    bool qualified, deferred, not_caring;
    uint8_t spare;
};

struct home_state {
    uint64_t is;            /* HOME_IS(…) */
    int64_t now;            /* happened of the last event applied */
    int64_t last_report;    /* a child was reported missing; 0 never */
    uint32_t holder[ROLES]; /* person who holds the role here; 0 nobody */
    uint32_t places;        /* children it may take; 0 not said */
    uint32_t residents, episodes, notices, workers;
    uint32_t missing;       /* different children missing now */
    uint32_t reports;       /* episodes reported missing, ever */
    bool overfull;
    uint8_t spare[3];
    struct home_resident resident[HOME_RESIDENTS_MAX];
    struct home_episode episode[HOME_EPISODES_MAX];
    struct home_notice notice[HOME_NOTICES_MAX];
    struct home_worker worker[HOME_WORKERS_MAX];
};

void home_start(struct home_state *s); /* cheap: clears only what is in use */
/* Applies one event. Facts come sorted by happened and n, corrections already struck out. */
void home_step(struct home_state *s, const struct fact *f);

#endif

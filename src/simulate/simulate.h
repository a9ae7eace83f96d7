/* A synthetic authority or nation: homes, staff, children and years of their care, from a seed.
 *
 * The demo, the bench and the test world. Nobody in it is real: names are put together from lists
 * and postcodes begin with ZZ, which no place has. Same plan, same bytes. Ground truth comes with
 * it: what was made to happen, apart from what was said and when. */
#ifndef SIMULATE_SIMULATE_H
#define SIMULATE_SIMULATE_H
#include "journal/event.h"

struct world_plan {
    uint64_t seed;
    uint32_t children, years;
    struct instant until;   /* nothing is recorded after it */
    uint32_t authority;     /* its subject number, already registered */
    uint32_t first_subject; /* the next free subject number: they are taken in order from here */
};

struct truth_episode {
    uint64_t id;
    struct instant from, until; /* until past the plan's end: still missing */
    bool away, late, corrected, offered, declined, held, in_time, unreported;
};
struct truth {
    uint32_t child;
    const char *pattern; /* "none", "once", "some", "many", "126-in-15-months" */
    uint32_t placements, out_of_area, not_approved_in_time, not_notified_in_time;
    uint32_t visits, late_visits, events, episodes;
    const struct truth_episode *episode;
    /* Exploited by others from an instant on, which no entry says; in which network, 0 none. */
    struct instant exploited_from; /* NEVER: not */
    uint32_t network;
};

/* What is true of a home and stands in no entry: from the plan alone, the same for every asker. */
struct truth_home {
    bool trouble; /* children there go missing far more often */
    bool silent;  /* it stops reporting who goes missing */
    struct instant from; /* of either; NEVER: neither */
};
struct truth_home world_home_truth(const struct world_plan *plan, uint32_t home);

struct world_sink {
    void *self;
    /* A subject's events in the order they were recorded; n is their place from 1, but for the
     * authority, whose stream has begun already. `fresh`: the subject is new. */
    status (*take)(void *self, struct task *t, enum subject_kind kind, uint32_t subject, bool fresh,
                   struct event *events, size_t count);
    status (*tell)(void *self, struct task *t, const struct truth *truth); /* may be NULL */
};
status world_make(struct task *t, const struct world_plan *plan, const struct world_sink *sink);

/* Who is who in a world of this plan: for a demo that wants to name them. */
struct world_people {
    uint32_t homes, first_home;
    uint32_t police, first_person, people;
    uint32_t director, head_of_service, missing_coordinator, emergency_duty, police_coordinator;
    uint32_t team_managers, first_team_manager, reviewing_officers, first_reviewing_officer;
    uint32_t social_workers, first_social_worker, first_home_worker; /* three a home */
    uint32_t first_child;
};
struct world_people world_people_of(const struct world_plan *plan);

#endif

/* One child's life while it is being made: the events so far and where the child is now. */
#ifndef SIMULATE_LIFE_H
#define SIMULATE_LIFE_H
#include "simulate/chance.h"
#include "simulate/simulate.h"

#define MINUTE_US (60 * SECOND_US)
#define DAY_US    (24 * HOUR_US)

struct life {
    struct task *task;
    const struct world_plan *plan;
    const struct world_people *people;
    struct chance chance;
    uint32_t child, social_worker, manager, reviewing_officer;
    struct date born;
    bool male, alone, all_missing;        /* alone: unaccompanied */
    struct instant care_from, care_until; /* care_until past the plan's end: still in care */
    struct event *at;
    size_t count, room;
    struct truth truth;
    struct truth_episode *episode;
    uint32_t next_about;
};

/* Adds one event; `delay_us` later it was written down. The pointer holds until the next one. */
struct event *life_say(struct life *l, enum event_kind kind, struct instant happened,
                       int64_t delay_us, uint32_t author, enum role role);
uint64_t life_about(struct life *l); /* a fresh episode or placement number */
struct instant life_later(struct instant i, int64_t us);

void life_care(struct life *l); /* registered … care ended */
/* `home` 0: not a home. Missing episodes during one placement. */
struct stay {
    uint64_t placement;
    struct instant from, until;
    uint32_t home;
    bool family, out_of_area;
};
void life_missing(struct life *l, const struct stay *s, uint32_t episodes);
uint32_t life_episodes_in(struct life *l, const struct stay *s); /* how many, by calibration */
bool life_is_the_126(const struct life *l);

#endif

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
    struct chance hidden; /* its own: what nobody sees moves no other throw */
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

/* A home's own entries, the given registration first; how many of `room` it took. */
enum { EVENTS_A_HOME_MAX = 1024, WORKERS_A_HOME = 3 };
size_t life_of_home(struct task *t, const struct world_plan *plan, uint32_t nth,
                    const struct event *registered, uint32_t manager, struct event *ret);

/* What nobody in the world knows, and the signs of it that somebody may see: signs.c */
void hidden_begins(struct life *l, const struct stay *s, uint32_t episodes);
void hidden_at_the_end(struct life *l); /* those who were never missing */
/* Of one network's children some go missing on the same evenings. */
struct instant hidden_evening(struct life *l, struct instant from, int64_t slot_us);
void hidden_signs(struct life *l, struct event *found, struct event *back);
uint32_t hidden_risk(const struct life *l, const struct stay *s, struct instant at,
                     uint32_t risk);
/* What people do about it: answers.c */
void answers_while_away(struct life *l, const struct truth_episode *ep, struct instant graded,
                        const char *grade);
bool answers_cover_earlier(const struct life *l); /* of the episode that was made last */
void answers_pattern(struct life *l);
void answers_worry(struct life *l, struct instant at, bool said);
void answers_before_a_move(struct life *l, const struct stay *s);
bool hidden_unreported(const struct life *l, const struct stay *s, struct instant at);

#endif

/* A synthetic world in memory for measuring alarms: streams as facts, and what is true of each. */
#ifndef BENCH_ALARM_WORLD_H
#define BENCH_ALARM_WORLD_H
#include "rulebook/rulebook.h"
#include "simulate/simulate.h"
#include "work/watch.h"

#define DAY_US (24 * HOUR_US)

struct subject {
    enum subject_kind kind;
    uint32_t number, count, room;
    struct fact *fact;
    int64_t exploited_from, care_until;
    uint32_t network; /* 0 none */
    struct truth_home home;
};
struct measured {
    struct arena *arena;
    struct task t;
    struct world_plan plan;
    struct world_people people;
    struct subject *subject; /* by number - first_subject */
    size_t subjects;
    struct away_span *span;
    size_t spans, span_room;
    struct stay_span *stay;
    size_t stays, stay_room;
};
struct fold {
    const struct rulebook *rules;
    const struct calendar *calendar;
    struct evaluation *evaluation;
    struct fact *sorted;
    size_t room;
};

void alarm_world_make(struct measured *m);
/* Stays and episodes of all, then what the program finds over them, month by month. */
void alarm_world_watch(struct measured *m, struct fold *f, int months);
struct fact *subject_add(struct subject *s, struct fact f);
const struct evaluation *subject_fold(struct fold *f, const struct subject *s);

#endif

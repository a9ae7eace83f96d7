/* The world as a rule finds it at an event, found by replaying everything before it each time. */
#ifndef TEST_RULEBOOK_REFERENCE_WORLD_H
#define TEST_RULEBOOK_REFERENCE_WORLD_H
#include "rulebook/pass.h"

struct world { /* the subject's state, whichever it is */
    struct child_state child;
    struct home_state home;
    struct agency_state agency;
    struct place_state place;
    uint64_t is;
};

struct look {
    struct task *t;
    const struct rulebook *b;
    const struct over_rules *over;
    enum subject_kind kind;
    const struct calendar *c;
    const struct fact *f;
    uint32_t count;
    struct world *before, *after;                   /* around event `at` */
    struct world *then_before, *then_after, *aside; /* room for looking at other events */
    uint32_t at;
    uint64_t made, wanted;        /* comparisons, and those that are to be made at all */
    struct what cause[RULES_MAX]; /* by family: what the last cause of an alarm was about */
    struct evaluation *out;
};

bool said_before(const struct look *k, uint32_t at);
uint32_t child_at(const struct look *k, uint32_t at);
struct what cause_at(const struct look *k, uint32_t at);
struct what what_at(const struct look *k, const struct rule *r, uint32_t at);
struct what its(const struct rule *r, const struct instance *i);
int64_t ref_after(const struct look *k, int64_t from, struct period p);
bool holidays_known(const struct look *k, int64_t from, int64_t until);
bool ref_holds(const struct look *k, struct condition c, uint64_t is, uint64_t made,
               const struct fact *f);
struct missing_episode *ref_episode(const struct look *k);
int64_t ref_usual(const struct child_state *s, const struct missing_episode *e);
void stand_at(struct look *k, uint32_t at);
bool now_holds(const struct look *k, struct condition c);

#endif

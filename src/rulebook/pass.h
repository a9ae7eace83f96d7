/* The one pass over a subject's stream. Private to this room. */
#ifndef RULEBOOK_PASS_H
#define RULEBOOK_PASS_H
#include "rulebook/deadline.h"
#include "rulebook/rule.h"

/* INT64_MAX: the date of birth is not known. Of a child now looked after: if that goes on. */
int64_t eligible_at(const struct calendar *c, const struct child_state *s);
int64_t birthday_at(const struct calendar *c, int32_t born, int age);

static inline bool alternative_holds(const struct alternative *a, uint64_t is, uint64_t made,
                                     const struct fact *f)
{
    uint64_t differs = ((is & a->look) ^ a->want) | ((made & a->made_look) ^ a->made_want) |
                       ((f->flags & a->flags_look) ^ a->flags_want);
    return (differs == 0) & (a->codes >> (f->code & 63) & 1);
}
static inline bool condition_holds(const struct rulebook *b, struct condition c, uint64_t is,
                                   uint64_t made, const struct fact *f)
{
    if (c.count == 0)
        return true;
    for (unsigned i = c.first; i < (unsigned)c.first + c.count; i++) {
        if (alternative_holds(&b->alternative[i], is, made, f))
            return true;
    }
    return false;
}

/* What an event or an instance is about: an episode is unique only within its child. */
struct what {
    uint64_t about;
    uint32_t child; /* 0 in a child's own stream */
};
static inline bool same_what(struct what a, struct what b)
{
    return a.about == b.about && a.child == b.child;
}

/* Two may share a bit: a bit that is not set says that it never was. */
static inline uint64_t begun_bit(struct what of)
{
    uint64_t mixed = (of.about ^ (uint64_t)of.child << 32) * UINT64_C(0x9e3779b97f4a7c15);
    return UINT64_C(1) << (mixed >> 58);
}

static inline struct what instance_what(const struct rule *r, const struct instance *i)
{
    return (struct what){ i->about, r->by_child ? i->child : 0 };
}

struct ring {
    uint32_t seen;
    int64_t at[COUNT_MAX];
    struct what of[COUNT_MAX];
};
struct earlier { /* a discharge that came before what starts the duty */
    struct what of;
    int64_t happened;
    uint32_t n;
};
struct pass {
    const struct rulebook *b;
    const struct over_rules *over; /* the rules over such a subject */
    enum over kind;
    const struct calendar *c;
    struct evaluation *out;
    const struct fact *fact;
    struct what of; /* whatever the event tells of */
    uint64_t is, was, made;
    int64_t care_was_from;
    uint16_t open[RULES_MAX], closed[RULES_MAX]; /* heads of lists through instance.next */
    uint64_t begun[RULES_MAX]; /* what was opened so far, by family: bits as begun_bit gives them */
    struct what cause[RULES_MAX]; /* what the last cause of an alarm was about, by family */
    uint32_t remembered[MEMORIES_MAX], anchored[MEMORIES_MAX];
    struct ring ring[COUNTERS_MAX];
    struct earlier earlier[MEMORIES_MAX][EARLIER_MAX];
    struct earlier anchor[MEMORIES_MAX][EARLIER_MAX]; /* FROM_EVENT */
};
void pass_start(struct pass *p, const struct rulebook *b, const struct calendar *c,
                enum subject_kind kind, struct evaluation *out);
void subject_start(struct evaluation *out, enum over kind);
uint64_t subject_is(const struct evaluation *out, enum over kind); /* its facts, as bits */
void subject_step(struct evaluation *out, enum over kind, const struct fact *f);
void pass_count(struct pass *p, const struct fact *f);
/* In a home's stream, the child whom the event names; 0 none. */
uint32_t pass_whose(const struct pass *p, const struct fact *f);
void pass_step(struct pass *p, const struct fact *first, const struct fact *f);
/* Was it owed for this one already? Then nothing said before it can count any more. */
bool is_begun(const struct pass *p, const struct rule *r, struct what of);
void remember(const struct pass *p, const struct rule *r, struct earlier *kept, uint32_t *count);
/* The discharge that came before what would be owed from this instant; NULL none. */
const struct earlier *met_before(const struct pass *p, const struct rule *r, int64_t from);
struct deadline anchor_of(const struct pass *p, const struct rule *r, struct what of);
/* Takes one from the list of open ones: `link` is what points to it. */
void pass_unlink(struct pass *p, const struct rule *r, uint16_t *link, struct instance *i);
void alarm_settle(struct pass *p, const struct rule *r, int64_t at); /* several ring: one stays */
bool alarm_joins(struct pass *p, const struct rule *r); /* one that rings counts this cause */
struct what pass_cause(const struct pass *p, const struct fact *f); /* whatever it tells of */
uint64_t pass_tests(struct pass *p, uint64_t wanted);
int32_t test_number(const struct pass *p,
                    const struct test *x); /* what it compares; -1: no count */
/* INT64_MAX: fewer than five earlier episodes, so nothing is usual. */
int64_t usual_length(const struct child_state *s, const struct missing_episode *e);
const struct missing_episode *episode_spoken_of(const struct pass *p); /* NULL: of none */
bool episode_is_unusual(const struct pass *p);
int64_t nightfall(
    int64_t at); /* the first instant from `at` on that lies between 23:00 and 06:00 */
/* What the rule looks at of the event: which episode, placement, worker … */
static inline struct what pass_what(const struct pass *p, const struct rule *r)
{
    if (!r->scoped)
        return (struct what){ 0 };
    if (r->about_type == ABOUT_WORKER)
        return (struct what){ (uint64_t)p->fact->number, 0 };
    return (struct what){ r->about_type == ABOUT_CHILD ? 0 : p->of.about,
                          r->by_child ? p->of.child : 0 };
}
void explain_due(struct text *x, const struct pass *p, const struct due *d,
                 const struct instance *i);

#endif

/* A rulebook as compiled: flat arrays that a pass over a stream walks. Private to this room.
 */
#ifndef RULEBOOK_RULE_H
#define RULEBOOK_RULE_H
#include "base/hash.h"
#include "rulebook/due.h"

enum {
    RULES_MAX = 512,
    ALTERNATIVES_MAX = 8192,
    DUES_MAX = 1024,
    ACTIONS_MAX = 4096,
    TESTS_MAX = 64, /* of one kind of subject: a bit each */
    COUNTERS_MAX = 128,
    COUNT_MAX = 32, /* a count in a window looks back at most so many */
    PARAMETERS_MAX = 128,
    STEPS_MAX = 6,
    EARLIER_MAX = 8,
    MEMORIES_MAX = 128,
    ABOUT_SLOTS = 2048, /* more than twice RULES_MAX, a power of two */
    NONE16 = UINT16_MAX,
};

/* Whose stream a rule runs over: by this place in the rulebook. */
enum over {
    OVER_CHILD,
    OVER_HOME,
    OVER_AGENCY,
    OVER_PLACE,
    OVERS
};
static inline enum over over_of(enum subject_kind kind) /* OVERS: no rule looks at such a one */
{
    return kind == SUBJECT_CHILD    ? OVER_CHILD
           : kind == SUBJECT_HOME   ? OVER_HOME
           : kind == SUBJECT_AGENCY ? OVER_AGENCY
           : kind == SUBJECT_PLACE  ? OVER_PLACE
                                    : OVERS;
}

enum act {
    ACT_ANCHOR,
    ACT_MEET,
    ACT_END,
    ACT_START
}; /* in this order for one event */
enum scope {
    SCOPE_CHILD,
    SCOPE_SAME,
    SCOPE_OTHERS
}; /* whose: any, the same episode, other ones */
struct action {
    struct condition when; /* of a START with the rule's own `when` already joined to it */
    struct condition said; /* as its own line says it */
    uint16_t rule, kind, family;
    uint8_t act, scope, over;
    bool after_ring; /* clears an alarm that has rung, too */
    bool early;      /* counts also before its duty or alarm starts */
};

/* An action as the pass walks it, in one line of the cache: most end at its masks. */
struct touch {
    struct alternative must; /* the condition; of several alternatives, what all ask */
    uint16_t rule, family;
    struct condition when; /* its alternatives; none: `must` says all */
    uint8_t act, scope;
    bool after_ring, early;
    bool needs_open; /* MEET or END, and not early */
};
_Static_assert(sizeof(struct touch) == 64, "one line of the cache");

enum step_from {
    STEP_AFTER_DUE,
    STEP_BEFORE_DUE,
    STEP_AFTER_RAISED
};
struct step {
    uint8_t role, from;
    struct period period;
};

/* What each start reads lies in one line of the cache, what some ask for in the next. */
struct rule {
    _Alignas(64) int64_t from_us;
    int64_t until_us;       /* in force */
    uint16_t due, dues;     /* the first whose `when` holds */
    uint16_t tight, tights; /* local tightenings: the earliest of all */
    uint16_t ring;          /* in due[]: when an alarm rings; NONE16 at once */
    uint16_t family;        /* first version of the same name: they share a list */
    uint16_t memory;        /* place in pass.earlier and pass.anchor; NONE16 */
    struct period warn, earlier;
    uint8_t owner, about_type, steps, over, level;
    bool alarm, repeats, scoped, once, has_warn, earlier_any, earlier_within, before;
    bool anew;      /* what begins it ends it for the same one, and begins it again */
    bool by_child;  /* what it is about lies within a child whom the event names */
    bool needs_age; /* its deadline depends on the date of birth */
    uint16_t newer; /* next version of the same name; NONE16 */
    struct condition when;
    uint64_t about;      /* rule_about of its name */
    uint64_t open_while; /* a repeating one goes on only while these facts hold */
    struct step step[STEPS_MAX];
};
_Static_assert(offsetof(struct rule, step) >= 64 && sizeof(struct rule) == 128, "two lines");

/* The rules over one kind of subject. `first[kind] .. first[kind + 1]` are the few things that an
 * event of that kind does to them, so an event costs the rules that it touches, not all there are.
 */
struct over_rules {
    uint16_t first[EVENT_KINDS + 1];
    uint8_t counter_first[EVENT_KINDS + 1]; /* counters are sorted by kind of subject and event */
    uint64_t made[EVENT_KINDS];             /* tests to make at an event of that kind */
    uint64_t first_bit;                     /* the test TEST_FIRST, as a bit; 0 unused */
    uint16_t settles;                       /* alarms of which several may wait at once */
    uint16_t settle[RULES_MAX];
    uint16_t highs; /* families of alarms of the high level */
    uint16_t high[RULES_MAX];
    uint16_t tests;
    struct test test[TESTS_MAX];
};
enum names {          /* whom the one number of an event is, beside the event's own subject; bits */
    NAMES_CHILD = 1,  /* a pointer's, or the field `child` */
    NAMES_PERSON = 2, /* the field `person` */
};

struct rule_cold;
struct parameter;
struct rulebook {
    struct rule rule[RULES_MAX];
    struct alternative alternative[ALTERNATIVES_MAX];
    struct due due[DUES_MAX];
    struct action action[ACTIONS_MAX];
    struct touch touch[ACTIONS_MAX]; /* by place in action[] */
    struct counter counter[COUNTERS_MAX];
    struct over_rules over[OVERS];
    uint8_t about_type[EVENT_KINDS];
    uint8_t names[EVENT_KINDS]; /* enum names */
    uint8_t work[EVENT_KINDS];  /* duty-waived, alarm-decided … */
    uint16_t slot[ABOUT_SLOTS]; /* family by its about, open addressing */
    uint16_t rules, alternatives, dues, actions, counters, memories;
    struct rule_cold *cold; /* by rule: reading.h */
    struct parameter *parameter;
    uint16_t parameters;
    const struct calendar *calendar;
    struct hash256 hash;
};

#endif

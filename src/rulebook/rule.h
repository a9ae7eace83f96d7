/* A rulebook as compiled: flat arrays that a pass over a stream walks. Private to this room.
 *
 * `first[kind] .. first[kind + 1]` are the few things that an event of that kind does to rules, so
 * an event costs the rules that it touches, not the rules there are. */
#ifndef RULEBOOK_RULE_H
#define RULEBOOK_RULE_H
#include "base/hash.h"
#include "rulebook/condition.h"

enum {
    RULES_MAX = 384,
    ALTERNATIVES_MAX = 4096,
    DUES_MAX = 1024,
    ACTIONS_MAX = 4096,
    TESTS_MAX = 64,
    COUNTERS_MAX = 48,
    COUNT_MAX = 32, /* a count in a window looks back at most so many */
    PARAMETERS_MAX = 128,
    STEPS_MAX = 6,
    EARLIER_MAX = 8,
    MEMORIES_MAX = 64,
    ABOUT_SLOTS = 1024, /* more than twice RULES_MAX, a power of two */
    NONE16 = UINT16_MAX,
};

enum from {
    FROM_HAPPENED,
    FROM_RECORDED,
    FROM_PREVIOUS,
    FROM_EVENT,
    FROM_BIRTHDAY,
    BEFORE_HAPPENED
};
struct due {
    struct condition when;
    struct period period;
    uint8_t from; /* enum from */
    uint8_t age;
    bool first_day; /* the starting day counts as day one */
    bool tightening;
    uint16_t kind; /* FROM_EVENT */
    struct str words, when_words;
    struct str parameter;
    struct str file;
    int line;
};

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
    uint8_t act, scope;
    bool after_ring; /* clears an alarm that has rung, too */
    bool early;      /* counts also before its duty or alarm starts */
};

enum step_from {
    STEP_AFTER_DUE,
    STEP_BEFORE_DUE,
    STEP_AFTER_RAISED
};
struct step {
    uint8_t role, from;
    struct period period;
};

enum about_type {
    ABOUT_NOTHING,
    ABOUT_EPISODE,
    ABOUT_PLACEMENT,
    ABOUT_OTHER
};

struct rule {
    struct condition when;
    int64_t from_us, until_us; /* in force */
    uint64_t about;            /* rule_about of its name */
    uint64_t open_while;       /* a repeating one goes on only while these facts hold */
    uint16_t due, dues;        /* the first whose `when` holds */
    uint16_t tight, tights;    /* local tightenings: the earliest of all */
    uint16_t ring;             /* in due[]: when an alarm rings; NONE16 at once */
    uint16_t family;           /* first version of the same name: they share a list */
    uint16_t newer;            /* next version of the same name; NONE16 */
    uint16_t memory;           /* place in pass.earlier and pass.anchor; NONE16 */
    struct period warn, earlier;
    uint8_t owner, about_type, steps;
    bool alarm, repeats, scoped, once, has_warn, earlier_any, earlier_within, before;
    bool evaluated; /* not `over home`, `over place` … */
    bool needs_age; /* its deadline depends on the date of birth */
    struct step step[STEPS_MAX];
};

struct rule_cold;
struct parameter;
struct rulebook {
    struct rule rule[RULES_MAX];
    struct alternative alternative[ALTERNATIVES_MAX];
    struct due due[DUES_MAX];
    struct action action[ACTIONS_MAX];
    struct test test[TESTS_MAX];
    struct counter counter[COUNTERS_MAX];
    uint16_t first[EVENT_KINDS + 1];
    uint8_t counter_first[EVENT_KINDS + 1]; /* counters are sorted by kind */
    uint64_t made[EVENT_KINDS];             /* tests to make at an event of that kind */
    uint8_t about_type[EVENT_KINDS];
    uint8_t work[EVENT_KINDS];  /* duty-waived, alarm-decided … */
    uint16_t slot[ABOUT_SLOTS]; /* family by its about, open addressing */
    uint64_t first_bit;         /* the test TEST_FIRST, as a bit; 0 unused */
    uint16_t rules, alternatives, dues, actions, tests, counters, memories;
    struct rule_cold *cold; /* by rule: reading.h */
    struct parameter *parameter;
    uint16_t parameters;
    const struct calendar *calendar;
    struct hash256 hash;
};

#endif

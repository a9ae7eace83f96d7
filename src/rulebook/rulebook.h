/* Duties and alarms as data: read from text, checked, then never changed; and their evaluation. */
#ifndef RULEBOOK_RULEBOOK_H
#define RULEBOOK_RULEBOOK_H
#include "register/agency.h"
#include "register/child.h"
#include "register/home.h"
#include "register/place.h"
#include "rulebook/load.h"

enum force { FORCE_STATUTE, FORCE_GUIDANCE, FORCE_PRACTICE, FORCE_LOCAL };
enum confidence { CONFIDENCE_SEEN, CONFIDENCE_PARTLY, CONFIDENCE_UNVERIFIED };
enum alarm_level { LEVEL_NONE, LEVEL_LOW, LEVEL_MEDIUM, LEVEL_HIGH };

/* What people see of a rule, wherever a duty or alarm is shown. */
struct rule_words {
    struct str name, title, cite, sentence; /* the whole rule as sentences */
    enum force force;
    enum confidence confidence;
    bool alarm;
    enum alarm_level level;
    enum role owner;             /* first to tell, for an alarm */
    enum subject_kind over;      /* CHILD, HOME, AGENCY or PLACE: whose stream it runs over */
    enum subject_kind owner_at;  /* CHILD: held for this child; HOME: at the placement's home, or at
                                  * this one; AGENCY: at the responsible authority, police … */
    uint32_t tells;              /* bit by role: everyone to tell */
    bool needs_decision;
    bool needs_strategy;         /* decided only with a strategy discussion held since it rang, or
                                  * with a stated reason by a team manager or above */
};
size_t rulebook_count(const struct rulebook *b);
const struct rule_words *rulebook_rule(const struct rulebook *b, uint16_t rule);
uint16_t rulebook_find(const struct rulebook *b, struct str name); /* UINT16_MAX: none */
uint16_t rulebook_by_about(const struct rulebook *b, uint64_t about);
struct str rulebook_hash(struct task *t, const struct rulebook *b); /* of the texts, hex */

enum closing { /* how an instance stands apart from the time it is */
    OPEN,
    MET,      /* or, for an alarm, decided */
    ENDED,    /* declined, child died, care ended … */
    WAIVED,
    CLEARED,  /* an alarm whose cause went before it rang; or that would ring while one of its
               * rule was undecided: closed_at is then `from`, closed_n that one's started_n */
};
enum duty_state { /* open ones, at an instant */
    DUTY_NOT_YET,
    DUTY_RUNNING,
    DUTY_WARNED,
    DUTY_OVERDUE,
    DUTY_MET,
    DUTY_MET_LATE,
    DUTY_ENDED,
    DUTY_WAIVED,
    DUTY_UNKNOWN, /* a calendar or a fact is missing */
    ALARM_WAITING, /* its instant has not come: not shown */
    ALARM_RAISED,
    ALARM_DECIDED,
    ALARM_CLEARED
};

/* One duty or alarm of one subject. Its identity is (rule, started_n): the same in every replay. */
struct instance {
    uint64_t about;          /* episode, placement, notice, person … that it is about; 0 none */
    int64_t from;            /* when it began to be owed; for an alarm, when it rings */
    int64_t due, warn;       /* INT64_MAX: none */
    int64_t closed_at;       /* happened of what closed it; INT64_MAX open */
    uint32_t started_n, closed_n; /* events in the subject's stream */
    uint32_t acknowledged_n; /* 0: nobody yet */
    uint16_t rule;
    uint8_t closing;         /* enum closing */
    uint8_t owner;           /* role that owes it */
    bool unknown;            /* due could not be computed: calendar or fact missing */
    uint8_t row;             /* which `due` line holds; UINT8_MAX none */
    uint16_t next;           /* the pass's own: list of the open ones of a rule */
    uint32_t given_to;       /* person it was reassigned to; 0: whoever holds the role */
    uint16_t again;          /* causes since it was raised, while nobody decided */
    uint8_t fired;           /* bit k - 1: step k of the ladder was taken (escalated) */
    uint8_t warned;          /* the owner was told that it falls due soon (duty-warned) */
    uint32_t raised_n;       /* the event alarm-raised that told of it; 0 not yet */
    uint32_t child;          /* not over a child: the child that it is about; 0 none */
    uint32_t spare;          /* no holes: two are alike when their bytes are */
};
enum { INSTANCES_MAX = 16384 };

struct evaluation {
    uint8_t kind; /* enum subject_kind: which of the states below is this one's */
    struct child_state child;
    struct home_state home;
    struct agency_state agency;
    struct place_state place;
    uint32_t count;
    bool overfull;
    struct instance instance[INSTANCES_MAX];
};

/* Pure. `kind`: the subject's; only rules over such a one are judged. `f`: sorted, corrections
 * struck out (facts_in_order). Everything that will be owed is there whatever the time is;
 * instance_state says how it stands at an instant. */
void rulebook_evaluate(const struct rulebook *b, const struct calendar *c, enum subject_kind kind,
                       const struct fact *f, uint32_t count, struct evaluation *ret);
enum duty_state instance_state(const struct rulebook *b, const struct instance *i, int64_t now);
/* Of `again`, those that have come by then: an alarm may wait that will count there. */
uint16_t instance_again(const struct evaluation *e, const struct instance *i, int64_t now);
const char *duty_state_name(enum duty_state s); /* "overdue", "met-late" … */
/* The earliest instant after `now` at which any state or ladder step of these changes. */
int64_t evaluation_next_change(const struct rulebook *b, const struct evaluation *e, int64_t now);

/* The ladder: who hears next, and when. */
struct ladder_step {
    enum role role;
    int64_t at;
};
size_t instance_ladder(const struct rulebook *b, const struct calendar *c,
                       const struct instance *i, struct ladder_step *ret, size_t room);

/* The earliest thing that the clock has still to do for an open instance: say that an alarm rings,
 * warn its owner before it is due, take a step of its ladder. Never before `from`. */
struct next_step {
    int64_t at; /* INT64_MAX: nothing; it is closed, unknown, or all is done */
    enum { STEP_NONE, STEP_RING, STEP_WARN, STEP_LADDER } what;
    uint8_t step;   /* STEP_LADDER: from 1, as the code of CODES(STEP) */
    enum role role; /* who is told: the owner, or the ladder's */
};
struct next_step instance_next_step(const struct rulebook *b, const struct calendar *c,
                                    const struct instance *i);

/* "11:00 on Tuesday 31 March 2026", or "the end of Monday 6 April 2026" for a length in days. */
struct str due_words(struct arena *a, struct instant due);

/* In words: why this is owed or not, with facts, dates and the arithmetic of the deadline. */
struct subject_facts {
    enum subject_kind kind;
    const struct fact *fact; /* as rulebook_evaluate takes them */
    uint32_t count;
};
status rulebook_explain(struct task *t, const struct rulebook *b, const struct calendar *c,
                        const struct subject_facts *of, struct str rule_name, int64_t now,
                        struct str *ret_words);

#endif

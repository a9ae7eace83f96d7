/* One thing that one agency says: its kinds, its fields, its bytes, and what a fold reads of it. */
#ifndef JOURNAL_EVENT_H
#define JOURNAL_EVENT_H
#include "base/task.h"
#include "journal/codes.h"

enum event_kind {
    EV_NONE,
#define EVENT(kind, name, subject, also, keep, words) EV_##kind,
#define FIELD(kind, name, type, list, slot, at, width, required)
#include "journal/events.def"
#undef EVENT
#undef FIELD
    EVENT_KINDS
};

/* Whose stream an event can lie in. NONE: no second stream. ANY: child, home, agency or place. */
enum subject_kind {
    SUBJECT_NONE,
    SUBJECT_CHILD,
    SUBJECT_HOME,
    SUBJECT_PERSON,
    SUBJECT_AGENCY,
    SUBJECT_PLACE,
    SUBJECT_LOG, /* the register about itself; also the access log, one stream a day */
    SUBJECT_ANY
};

enum field_type {
    FIELD_TEXT,
    FIELD_CODE,    /* text of one code of its list */
    FIELD_CODES,   /* codes with one space between them */
    FIELD_FLAG,    /* true or false */
    FIELD_INT,
    FIELD_DATE,    /* "2026-03-27"; its number is days since 1970 */
    FIELD_INSTANT, /* "2026-03-27T02:10:00Z"; its number is microseconds */
    FIELD_ABOUT,   /* which episode, placement, plan: 1 … 2^52, unique within the subject */
    FIELD_SUBJECT, /* the number of another subject */
    FIELD_RULE     /* the name of a rule; in a fact, `about` is rule_about() of it */
};
enum field_slot { SLOT_NONE, SLOT_CODE, SLOT_BITS, SLOT_NUMBER, SLOT_ABOUT };

struct field_def {
    const char *name;
    uint8_t type, list, slot, at, width; /* list: CODE_LISTS when none */
    bool required;
    uint8_t len; /* of the name */
};
struct kind_def {
    const char *name, *words; /* "missing-reported", "The child was reported missing" */
    uint8_t subject, also;    /* enum subject_kind; also: a second stream gets a pointer part */
    bool keep;                /* folds read its text, not only its fact */
    const struct field_def *field; /* sorted by name, as canonical bytes are */
    uint8_t fields;
};
const struct kind_def *event_kind_def(enum event_kind kind);
enum event_kind event_kind_named(struct str name); /* EV_NONE: no such kind */
const struct field_def *event_field_def(enum event_kind kind, struct str name, unsigned *ret_at);

struct entry_id {
    uint8_t b[16]; /* 48-bit milliseconds of our clock, then 80 random bits */
};

struct event_value {
    bool given;
    int64_t number;  /* FLAG, INT, DATE (days), INSTANT (us), ABOUT, SUBJECT; code's number */
    struct str text; /* TEXT, CODE, CODES, RULE as written */
};

struct event {
    enum event_kind kind;
    uint16_t version;            /* of the payload; 1 */
    uint8_t precision;           /* number in CODES_PRECISION; 0 reads as exact */
    uint8_t role, channel;       /* the author's role; how it came in */
    struct instant happened;     /* when it was so in the world */
    struct instant recorded;     /* when our clock wrote it down; set by append when 0 */
    uint32_t subject;            /* whose stream */
    uint32_t also;               /* a home whose stream gets a pointer; 0 none */
    bool pointer;                /* read from that home's stream: subject home, also child */
    uint32_t agency, author;     /* who says so: subject numbers; 0 the program */
    uint32_t corrects;           /* place in the stream of the event it replaces; 0 none */
    struct str source;           /* "2017 episodes.csv row 12", a message's id */
    struct event_value value[24]; /* by the kind's field order; see event_field_def */
    /* set by append and by reading */
    int64_t seq;                 /* place in the log, from 0 */
    uint32_t n;                  /* place in the subject's stream, from 1 */
    struct entry_id id;
};
enum { EVENT_VALUES_MAX = 24 };

struct event event_new(enum event_kind kind, uint32_t subject, struct instant happened);
/* By field name; MUST() fails on a name that the kind has not, so a typo never passes a test. */
void event_set_text(struct event *e, const char *field, struct str text);
void event_set_number(struct event *e, const char *field, int64_t number);
void event_set_code(struct event *e, const char *field, const char *code);
struct str event_text(const struct event *e, const char *field);     /* "" when not given */
int64_t event_number(const struct event *e, const char *field);      /* 0 when not given */
bool event_given(const struct event *e, const char *field);
uint64_t rule_about(struct str rule_name); /* 52 bits of its hash */

/* Checks kind, fields, codes, bounds, required ones; the reason names the field. `lenient`: codes
 * that are not of the list are kept as text (a return's own rows), with number 0. */
status event_check(struct task *t, const struct event *e, bool lenient);

/* Canonical JSON: "@…" header keys first, then fields, all in order. Decoding upgrades versions. */
status event_encode(struct task *t, const struct event *e, struct str *ret_payload);
status event_decode(struct task *t, struct str payload, struct event *ret);

/* What a fold reads of one event: 48 bytes, no pointers, so that a stream is one flat array. */
struct fact {
    int64_t happened, recorded; /* microseconds UTC */
    uint32_t n;                 /* in the subject's own stream; 0: struck out by a correction */
    uint16_t kind;
    uint8_t precision, code;
    uint64_t about;             /* episode, placement, plan, rule; 0 none */
    uint32_t corrects;          /* n of the event it replaces; 0 none */
    uint32_t flags;             /* the kind's BITS slots; of a TEXT: that it was given */
    int64_t number;             /* the kind's one number; in a pointer part, the child */
};
/* The fast way from bytes to a fact: one pass, no allocation. False: not our canonical bytes. */
bool fact_read(struct str payload, struct fact *ret);
/* The same fact from an event in memory. */
struct fact fact_of(const struct event *e);

/* Strikes out what was corrected, then sorts by happened and n; returns how many are left.
 * Takes a stream in n order, dense from 1. */
uint32_t facts_in_order(struct fact *f, uint32_t count);

#endif

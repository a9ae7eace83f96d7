/* What people look at: missing now, duties, alarms, a child's file, who was told.
 *
 * A failed look is a status, never an empty list: "none" and "could not look" differ. */
#ifndef WORK_LOOK_H
#define WORK_LOOK_H
#include "work/store.h"

/* A thread's own connections to read with. */
struct reader {
    struct store *store;
    struct db *kept, *derived, *keys;
    struct journal *journal;
};
status reader_open(struct task *t, struct store *s, struct reader **ret);
void reader_close(struct reader *r);

struct list_cut {
    bool cut; /* more than LIST_ROWS_MAX: narrow the look */
};

/* Who answers for a role: held for the child, at its home or at the agency at that instant; when
 * nobody holds it, the next role up, at the top the director. Person 0 only in a register where
 * nobody at all was registered. */
struct owner {
    uint32_t person;
    enum role role, asked; /* role: the one it fell to */
    struct str name;
    bool rota;             /* on the rota, whose shift ends then */
    struct instant until;
};
status look_owner(struct task *t, struct reader *r, uint32_t child, uint32_t home, enum role asked,
                  struct instant at, struct owner *ret);

struct told { /* one row of "who was told and who saw it" */
    uint64_t notice;
    uint32_t person;
    uint8_t step;               /* of the ladder: 1 … 6; 0 as it began, 7 warned: see notice.h */
    enum role role;
    struct str who;             /* name, role words */
    struct str because;         /* title of the duty or alarm */
    struct instant told, seen, answered; /* NEVER: not yet */
    bool delivered;
    struct str trouble;         /* why not delivered; empty when delivered or not tried */
};
struct missing_row {
    uint32_t child, home;
    uint64_t episode;
    struct str name, local_id, home_name, authority_area;
    int32_t born;
    uint8_t sex, class, grade;  /* codes */
    struct instant since, graded_at, last_seen;
    struct str grade_reasons, last_seen_where, last_seen_with, wearing, circumstances;
    int32_t distance;           /* tenths of a mile; -1 not known */
    uint32_t episodes_90_days, sightings, enquiries;
    uint32_t told_count, unseen_count;
    uint32_t reported_n;        /* the entry that reported it; 0 none */
    struct told *told;
};
struct missing_list {
    struct missing_row *at;
    size_t count;
    bool cut;
    struct instant looked; /* the journal was read up to here */
};
/* Order: grade (high, medium, not graded, low), then time away; away without authorisation last.
 * `at`: who was missing at that instant, by what is known today. */
status look_missing(struct task *t, struct reader *r, struct instant at, struct missing_list *ret);

/* Stands for people where the local number of a child of ours would. */
#define HOSTED_WORDS "another authority's"

struct duty_row {
    uint32_t subject;               /* whose stream it is of */
    enum subject_kind subject_kind; /* a child; or a home, an agency, a place: then child is 0 */
    uint32_t child, home;
    struct str child_name, local_id; /* not of a child: the subject's own name, and "" */
    uint16_t rule;              /* in the store's rulebook */
    struct instance instance;
    enum duty_state state;      /* at the instant of the look */
    struct owner owner;
};
struct duty_filter {
    uint32_t person, child;     /* 0: any; `child` may name a home, an agency or a place */
    bool alarms;                /* alarms instead of duties */
    bool overdue_only, closed_too;
    struct str rule;            /* empty: any */
    struct instant at;
    size_t limit;               /* 0: LIST_ROWS_MAX */
};
struct duty_list {
    struct duty_row *at;
    size_t count, overdue, today, running; /* counts are over all, not only what is listed */
    bool cut;
};
/* By due instant, late first. */
status look_duties(struct task *t, struct reader *r, const struct duty_filter *f,
                   struct duty_list *ret);

/* One child's whole file, folded from the stream as known at an instant. */
struct child_entry {
    struct event event;
    struct str payload, words; /* canonical bytes; one line for people */
    bool corrected;            /* a later entry replaces it */
};
struct str entry_words(struct task *t, const struct event *e); /* that line */
/* Stands for the number of a child of whom a reader may not learn; look_name calls it that. */
#define ANOTHER_CHILD UINT32_MAX
struct child_file {
    uint32_t child;
    struct str name;
    struct child_words words;
    struct stream stream;
    struct evaluation *evaluation; /* child state, duties and alarms */
    struct child_entry *entry;     /* by happened */
    size_t entries;
    struct instant known_at, now;
};
/* A home, an agency or a place in the same form: `child` is its number, `words` are empty, and the
 * pointers in its stream are entries too. E_MISSING: no such subject, or a child or person. */
status look_place(struct task *t, struct reader *r, uint32_t subject, struct instant now,
                  struct child_file *ret);
/* `known_at` NEVER: all that is known now. E_MISSING: no such child. */
status look_child(struct task *t, struct reader *r, uint32_t child, struct instant known_at,
                  struct instant now, struct child_file *ret);
/* "566910" (the authority's own number), "no:12" (subject number), "upn:…". */
status look_find_child(struct task *t, struct reader *r, struct str id, uint32_t *ret_child);

struct name_row {
    uint32_t number;
    struct str name, detail; /* home, agency, role or local number */
};
struct name_list {
    struct name_row *at;
    size_t count;
    bool cut;
};
status look_people(struct task *t, struct reader *r, struct name_list *ret);
status look_homes(struct task *t, struct reader *r, struct name_list *ret);
status look_children_of_home(struct task *t, struct reader *r, uint32_t home,
                             struct name_list *ret);
status look_children_of_person(struct task *t, struct reader *r, uint32_t person,
                               struct name_list *ret);
status look_name(struct task *t, struct reader *r, uint32_t subject, struct str *ret_name);

#endif

/* What each page shows: filled in by its handler, read by its template. */
#ifndef WEB_PAGES_H
#define WEB_PAGES_H
#include <string.h>

#include "web/access.h"
#include "web/picture.h"
#include "web/show.h"

struct trouble {
    const char *heading;
    struct str reason;
    bool could_not_look;
    uint32_t glass_child; /* 0: no way in is offered */
};
void show_trouble(struct task *t, struct request *in, status why, unsigned code,
                  struct response *out);

void assets_name(struct arena *a, struct str ret[2]); /* addresses of the style sheets */

struct sign_in_page {
    struct name_list people; /* when there are many, one of each role first */
    size_t first;            /* these stand open, the rest in a disclosure */
    const char *failed;      /* NULL, or why the list could not be read */
};

struct act { /* the one button that meets a duty; label NULL: there is no form for it */
    const char *label, *kind;
};
struct owed_row {
    const struct duty_row *row;
    struct clock_words clock;
    struct act act;
};
struct act act_for(const struct rule_words *r);
struct owed_row owed_row(const struct view *v, const struct duty_row *d);

/* One row a recipient: the first time told, and whether everything has been seen and answered. */
struct told_row {
    struct told told;
    uint32_t messages, unseen;
};
struct told_rows {
    struct told_row *at;
    size_t count;
};
struct told_rows by_recipient(struct arena *a, const struct told *told, size_t count);

struct board_row {
    const struct missing_row *m;
    struct told_rows told;
    size_t owed_more, owed_late;
    struct owed_row *owed;
    size_t owed_count;
    const char *owed_failed;
};
struct board_page {
    struct board_row *row; /* missing ones, then those away without authorisation */
    size_t missing, away, hidden, unseen, undelivered, late;
    bool all, cut;
    struct instant looked;
    const char *failed;
};

enum whose {
    WHOSE_MINE,
    WHOSE_TEAM,
    WHOSE_ALL
};
enum {
    DUTY_PART_LATE,
    DUTY_PART_TODAY,
    DUTY_PART_WEEK,
    DUTY_PART_LATER,
    DUTY_PART_UNKNOWN,
    DUTY_PARTS
};
struct duties_page {
    const char *heading, *whose_word, *failed;
    enum whose whose;
    bool only_overdue, may_see_all, cut;
    size_t overdue, today, running, shown;
    struct duty_part {
        struct str heading;
        struct owed_row *row;
        size_t count;
    } part[DUTY_PARTS];
};
struct why_page {
    uint32_t child;
    struct str name, words;
    const struct rule_words *rule;
};
struct alarms_page {
    struct owed_row *row;
    size_t count, hidden;
    bool cut;
    const char *failed;
};

enum {
    RULE_PARTS = 8
};
struct rule_row {
    const struct rule_words *words;
    bool known;
    int64_t running, late, met;
};
struct rules_page {
    struct rule_part {
        const char *heading;
        struct rule_row *row;
        size_t count;
    } part[RULE_PARTS];
    struct str hash;
    const char *failed;
};
struct rule_page {
    struct rule_row row;
    const char *failed;
};

/* Who answers for each role of one child at one instant, looked up once. */
struct answering {
    uint32_t child, home;
    struct instant at;
    status found[ROLES];
    bool known[ROLES];
    struct owner owner[ROLES];
};
const struct owner *answers_for(struct task *t, struct request *in, struct answering *a,
                                enum role role); /* NULL: could not look */

struct call { /* somebody to ring */
    struct str role, name, telephone;
    bool could_not;
};
uint32_t home_of(const struct child_file *f); /* where the child lives now; 0 not in a home */
struct call call_for(struct task *t, struct request *in, struct answering *a, enum role role);

struct alarm_row {
    struct owed_row d;
    size_t id;
    const char *level;
    struct str seen_by;
    bool trying; /* the form of this one was sent and came back */
    const char *decision_field, *reason_field;
    struct ladder_words {
        const char *class;
        const char *role;
        struct instant at;
    } ladder[8];
    size_t ladders;
};
struct entry_row {
    const struct child_entry *e;
    struct str by, later;
    bool day_only;
};
struct child_page {
    struct child_file *file;
    struct answering *answering;
    struct relation relation;
    struct str name, first, care, lives, known_day, known_time;
    const char *away_word;
    struct instant away_since; /* NEVER: at home */
    bool past;
    struct useful_instant {
        struct instant at;
        const char *words;
    } instant[3];
    size_t instants;
    struct picture picture;
    struct owed_row *owed;                      /* what this episode asks for first, then by due */
    size_t owed_count, owed_first, owed_listed; /* first: open; up to listed: disclosed */
    struct alarm_row *alarm;
    size_t alarm_count, alarms_waiting;
    bool all_alarms, all_owed;
    const struct choice *decision;
    size_t decisions;
    struct call *person;
    size_t people;
    struct entry_row *entry;
    size_t entries, older, skip_next;
};
struct children_page {
    struct name_list children;
    bool all;
    const char *failed;
};
status show_child(struct task *t, struct request *in, struct response *out, struct form *f,
                  uint64_t trying_rule);

struct report_page {
    struct name_list children, homes;
    uint32_t home;
    const char *failed;
};
struct report_child_page {
    uint32_t child, last_n;
    struct str name, first, home;
    bool already;
    struct instant since;
    struct choices where, worry, police;
};
struct back_page {
    uint32_t child, last_n;
    struct str name, first;
    bool missing;
    struct choices when, how, hurt, disclosed;
    struct instant interview_by;
};
struct receipt_page {
    uint32_t child;
    struct str name, first, words;
    const char *what;
    int32_t born;
    struct instant recorded, interview_by;
    int64_t seq;
    bool police_told, hurt;
    struct call call[6];
    size_t calls;
    struct owed_row *owed, *closed;
    size_t owed_count, closed_count;
    const char *owed_failed;
    struct told_rows told;
    bool told_failed;
};
struct str words_exact(const struct view *v, struct instant i); /* "02:10:41 today" */

struct question {
    const char *name, *label, *hint;
    bool long_text;
    struct choices choices;
};
struct entry_kind {
    const char *name, *title, *button;
    enum event_kind kind;
};
struct entry_page {
    uint32_t child, last_n;
    struct str name, first;
    const struct entry_kind *kind, *kinds;
    size_t kind_count;
    struct question *question;
    size_t questions;
    bool moved_on;
    const struct child_entry *newer;
    size_t newer_count;
};
const struct entry_kind *entry_kind_named(struct str name);

#endif

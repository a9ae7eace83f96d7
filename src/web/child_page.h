/* What the pages of one child's file show: filled in by child.c, read by child.html. */
#include "web/pages.h" /* before the guard: it includes this one again, in its order */
#ifndef WEB_CHILD_PAGE_H
#define WEB_CHILD_PAGE_H
#include "web/notice_page.h"

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
    const char *level;
    uint32_t again;
    struct str seen_by;
};
struct entry_row {
    const struct child_entry *e;
    struct str by, later;
    bool day_only;
};
struct own_words;
struct child_page {
    struct child_file *file;
    struct answering *answering;
    struct relation relation;
    struct str name, first, care, lives, known_day, known_time;
    const char *away_word;
    uint32_t away_n; /* the report of it; 0: none, it was only noticed */
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
    bool all_alarms, all_owed, all_marks;
    struct area_notice notice; /* of the placement now */
    size_t marks_listed;
    struct call *person;
    size_t people;
    struct entry_row *entry;
    size_t entries, newer, older, skip_next, skip_back;
    const struct own_words *own;
    uint64_t interview; /* episode whose return interview is next or was last; 0 none */
};

#endif

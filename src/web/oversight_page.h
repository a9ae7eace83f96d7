/* What those see who answer for others' work: managers, reviewing officers, directors. */
#ifndef WEB_OVERSIGHT_PAGE_H
#define WEB_OVERSIGHT_PAGE_H
#include "web/placement_page.h"
#include "work/oversee.h"

/* One that went up, and who was told of it without answering. */
struct risen_line {
    struct risen_row row;
    struct told_rows chain;
    bool chain_failed;
};
struct late_of_title { /* everyone of one job */
    struct str title;
    uint32_t people, late, alarms;
};
enum {
    PEOPLE_SHOWN = 50,
    TITLES_MAX = 40,
    RISEN_SHOWN = 20,
    ALARMS_WAITING_SHOWN = 20
};
struct oversight_page {
    struct instant counted;
    struct late_row *late;
    size_t late_count, late_of; /* shown, of so many that fit what was asked for */
    uint32_t elsewhere;         /* late with people of other agencies */
    uint32_t late_all, alarms_all;
    struct late_of_title *title;
    size_t titles;
    struct risen_line *risen;
    size_t risen_count;
    uint32_t risen_of;
    struct owed_row *alarm;
    size_t alarms, alarms_of;
    struct standing_list placements;
    bool may_review; /* odd access */
    int64_t looks_running, looks_late; /* without a relation, to be reviewed; -1: could not look */
    int64_t undelivered;               /* -1: could not look, -2: not this role's */
    struct str who;                    /* the name looked for */
    const char *late_failed, *risen_failed, *alarms_failed, *placements_failed;
};

struct reviews_page {
    size_t children;
    struct risen_row *review, *dispute;
    size_t reviews, shown, disputes, late;
    struct risen_line *risen;
    size_t risen_count;
    const char *failed;
    bool cut;
};

struct person_page {
    uint32_t person;
    struct str name, title, telephone;
    struct owed_row *row, *alarm;
    size_t rows, rows_of, overdue, alarms;
    struct name_list colleagues;
    size_t hidden; /* of children whom who looks may not see */
    bool may_give_any;
    size_t given, not_given; /* after a form: so many, and what refused */
    struct str refused;
    const char *failed;
};
/* Which of the rows may be given away by who looks. */
bool may_give_row(const struct view *v, const struct owed_row *d);
struct str row_key(const struct view *v, const struct owed_row *d);

/* The highest step taken, of the bits of those that were. */
unsigned ladder_step_of(uint8_t fired);

/* Where a role's day begins. */
enum route_name landing_of(uint8_t role);

struct oversight_kept;
void oversight_end(struct site *site);

#endif

/* What pages of a home, of the profile for police and of meetings show: filled in by their
 * handlers. */
#ifndef WEB_MISSING_PAGE_H
#define WEB_MISSING_PAGE_H
#include "web/child_page.h"
#include "web/episode_page.h"
#include "web/handover_page.h"

/* The page that this role begins its day with. */
enum route_name first_page(uint8_t role);
status my_home_prepare(struct task *t, struct reader *r);
status claims_prepare(struct task *t, struct reader *r);

struct resident {
    uint32_t child;
    struct str name, first;
    const struct missing_row *m; /* NULL: here, as far as is recorded */
    bool away;                   /* without authorisation */
    bool photo;
};
struct on_shift {
    struct str name, role, telephone;
    bool rota;
    struct instant until;
};
struct home_part {
    uint32_t number;
    struct str name, telephone;
    struct resident *resident;
    size_t residents;
    struct on_shift *shift;
    size_t shifts;
};
enum {
    MY_HOMES_MAX = 4,
    HOME_CALLS = 4
};
struct my_home_page {
    struct home_part home[MY_HOMES_MAX];
    size_t homes;
    bool cut;
    struct owed_row *owed;
    size_t owed_count, owed_open, late;
    struct call call[HOME_CALLS];
    size_t calls, handovers;
    struct instant shift_ends; /* NEVER: not on a rota now */
    const char *failed;
};

/* --- what police need at once --- */

enum {
    PROFILE_PARTS = 9,
    PAST_SHOWN = 6
};
struct profile_part {
    const char *name, *heading, *hint;
    struct str text; /* empty: nobody wrote it yet, or it is kept for others */
    bool kept;
};
struct past_episode {
    struct instant from, until;
    const char *class;
    struct str found_by, where, with;
    uint32_t n; /* an entry of it, for its address */
};
struct profile_page {
    uint32_t child, last_n;
    struct str name, first, lives, school, updated_by;
    const struct child_file *file;
    struct relation relation;
    struct instant updated; /* NEVER: nobody ever did */
    bool with_child, asked_child;
    bool
        not_given; /* entries of the file are not shown here: whether it was written is not known */
    struct profile_part part[PROFILE_PARTS];
    size_t unwritten;
    bool photo;
    struct call *person;
    size_t people;
    struct past_episode *past;
    size_t pasts, episodes;
    bool missing;
    struct instant since, last_seen;
    struct str last_seen_where, last_seen_with, wearing, worry, circumstances;
    struct choices with;
};

/* The child's file opened, and what was written of the profile. */
status profile_open(struct task *t, struct request *in, struct response *out, const char *page,
                    struct profile_page *ret);

/* --- patterns --- */

struct pattern_row {
    const struct duty_row *duty;
    struct owed_row owed;
    uint32_t child, episodes_90; /* in the last 90 days */
    struct str name;
    struct instant reviewed; /* the last meeting held; NEVER none */
    struct str decided;
    int32_t on; /* the day for which one is called; INT32_MIN none */
    struct str invited;
    bool overdue; /* that day is over, and none was recorded since */
};
struct patterns_page {
    struct pattern_row *row;
    size_t count, uncalled, overdue, hidden;
    bool cut;
    const char *failed;
};
struct meeting_page {
    uint32_t child;
    struct str name, first;
};

/* --- the shift --- */

struct shift_row {
    uint32_t child;
    struct str name;
    const char *words;
    struct instant recorded;
    struct str by;
};
/* What was said of the home's children since then by its own people, or of who is missing. */
status shift_entries(struct task *t, struct request *in, uint32_t home, struct instant since,
                     struct shift_row **ret, size_t *ret_count);

#endif

/* Who opened a child's record, in what role, why and when: from the notes made before each look. */
#ifndef ACCESS_LOOK_LOG_H
#define ACCESS_LOOK_LOG_H
#include "work/look.h"

struct look_row {
    struct instant at;
    uint32_t person, agency, child;
    uint8_t role;
    enum event_kind kind; /* record-opened, access-refused, break-glass-used, record-exported … */
    struct str name, page, reason;
};
struct look_rows {
    struct look_row *at; /* newest first */
    size_t count;
    bool cut;
};
enum {
    LOOKS_SHOWN_MAX = 500,
    LOOKS_OF_A_DAY_MAX = 200000
};

status look_log_prepare(struct task *t, struct reader *r);
status look_log_of_child(struct task *t, struct reader *r, uint32_t child, size_t limit,
                         struct look_rows *ret);
/* All notes of one day in UTC, in order; names are not filled in. */
status look_log_of_day(struct task *t, struct reader *r, struct date day, struct look_rows *ret);
/* The notes themselves that lie under a child, or under 0 what was found odd; newest first. */
status look_log_events(struct task *t, struct reader *r, uint32_t child, struct event **ret,
                       size_t *ret_count);
/* "Dee Ashgrove, who works at the home, looked at your file": in words for the child. */
struct str look_words(struct arena *a, const struct look_row *row, bool role_only);

#endif

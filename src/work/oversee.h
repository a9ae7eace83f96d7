/* What is late and whose, what climbed the ladder and why: for those who answer for others' work.
 *
 * The counts are over every open row and are taken once in a while; the lists behind them are
 * looked up when asked for, and bounded. */
#ifndef WORK_OVERSEE_H
#define WORK_OVERSEE_H
#include "work/look.h"

/* One person's, or one role's that nobody holds. */
struct late_row {
    uint32_t person, agency;  /* person 0: nobody holds `role` */
    enum role role;
    struct str name, title, agency_name;
    uint32_t late, alarms, children;
    int64_t earliest;         /* due, of the latest one */
};
/* What went up to a role, or to a person given it by name: at which step, and when. */
struct risen_row {
    uint32_t subject, home, started_n;
    enum subject_kind kind;
    enum role role;           /* of the step it stands at */
    uint8_t step;
    bool alarm;
    uint16_t rule;
    int64_t due, from;
    struct str name, local_id; /* of the subject; filled in when listed */
};
enum { RISEN_MAX = 50 };
struct oversight {
    struct instant counted;
    struct late_row *late; /* most first */
    size_t people;
    uint32_t late_all, alarms_all;
    struct {
        struct risen_row at[RISEN_MAX]; /* longest waiting first */
        uint32_t count, shown;
    } risen[ROLES];
};
/* Everything open is read once. All of `ret` lies in the task's arena. */
status oversight_count(struct task *t, struct reader *r, struct instant now,
                       struct oversight *ret);

/* The same for a few children: what went up to anybody, and stands open. */
status look_risen(struct task *t, struct reader *r, const struct name_row *children, size_t count,
                  struct instant now, struct risen_row *ret, size_t room, size_t *ret_count);

/* What these children are owed by one of the named rules, late first; `room` bounds it. */
status look_owed_by(struct task *t, struct reader *r, const struct name_row *children,
                    size_t count, const struct str *rules, size_t rule_count,
                    struct risen_row *ret, size_t room, size_t *ret_count);

status oversee_prepare(struct task *t, struct reader *r);

/* Those who work for one agency. */
status look_colleagues(struct task *t, struct reader *r, uint32_t agency, struct name_list *ret);

#endif

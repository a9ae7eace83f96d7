/* What the pages of handovers show: filled in by handover.c, read by handover.html. */
#ifndef WEB_HANDOVER_PAGE_H
#define WEB_HANDOVER_PAGE_H
#include "web/child_page.h"

struct shift_row;

enum {
    HANDOVERS_MAX = 50,
    HANDOVER_LISTED = 30
};
struct handover_row {
    uint32_t subject, n, from, to;
    uint64_t about;
    enum role role; /* NONE: of a shift */
    enum subject_kind kind;
    struct instant given, taken; /* taken NEVER: not yet */
    struct str from_name, to_name, place, note;
};
struct handover_page {
    uint32_t place; /* home or agency whose shift it is; 0 none is known */
    struct str place_name;
    struct handover_row *waiting; /* for who asks to take */
    size_t waitings;
    struct handover_row *here; /* given at this place lately */
    size_t heres;
    const struct missing_row **missing;
    size_t missings;
    struct owed_row *soon; /* due in the next 12 hours */
    size_t soons, late;
    const struct duty_row **alarm;
    size_t alarms;
    struct shift_row *entry; /* of this shift, newest first */
    size_t entries;
    struct instant shift_from;
    int64_t unseen; /* notices to who asks; -1 could not look */
    struct name_list people;
    const char *failed;
};
struct child_handover_page {
    uint32_t child;
    struct str name, first;
    struct choices roles;
    struct name_list people;
    struct str who_may;
};
status handover_prepare(struct task *t, struct reader *r);
/* How many were given to who asks and wait to be taken. */
status handovers_waiting(struct task *t, struct request *in, size_t *ret);

#endif

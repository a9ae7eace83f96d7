/* What the return interview's list and its question pages share. */
#ifndef WEB_INTERVIEW_H
#define WEB_INTERVIEW_H
#include "web/record.h"

enum {
    TASK_OFFER,
    TASK_ARRANGE,
    TASK_HOLD,
    TASK_POLICE,
    TASK_INFORM,
    TASK_ACT
};
_Static_assert(TASK_ACT + 1 == INTERVIEW_TASKS, "each task is in the list");

/* The episode of the address; false: the file has none such. */
bool interview_open(struct task *t, struct request *in, const struct child_file *f,
                    struct missing_episode *ret);

#endif

/* What the writer asks before it appends: has this person the power, is it theirs to take. */
#ifndef WORK_DECIDE_CHECK_H
#define WORK_DECIDE_CHECK_H
#include "work/writer.h"

status decide_check(struct writer *w, const struct append *a);

#endif

/* Notices: who was told of a duty or alarm, and whether they saw it and answered.
 *
 * They are written in the transaction of the entry that caused them, so that no duty can begin
 * without its notice. One is answered when the person told takes the duty or alarm on. */
#ifndef WORK_NOTICE_H
#define WORK_NOTICE_H
#include "work/look.h"
#include "work/writer.h"

/* `step` of a notice: 1 … 6 are the steps of the ladder. */
enum { NOTICE_BEGAN = 0, NOTICE_WARNED = 7 };

/* The person opened the file of this child, or home: every notice about it to this person is now
 * seen, and said to be in that person's own stream. Durable when it returns. */
status notice_seen(struct task *t, struct writer *w, uint32_t person, uint32_t subject);

/* Everyone told about one child or home since an instant, latest first. */
status notice_told(struct task *t, struct reader *r, uint32_t subject, struct instant since,
                   struct told **ret_told, uint32_t *ret_count);
/* Notices of one duty or alarm; `about`: rule_about() of the rule's name. */
status notice_told_of(struct task *t, struct reader *r, uint32_t subject, uint64_t about,
                      uint32_t started_n, struct told **ret_told, uint32_t *ret_count);

#endif

/* Notices: who was told of a duty or alarm, and whether they saw it and answered.
 *
 * They are written in the transaction of the entry that caused them, so that no duty can begin
 * without its notice. One is answered when the person told takes the duty or alarm on. */
#ifndef WORK_NOTICE_H
#define WORK_NOTICE_H
#include "work/look.h"
#include "work/writer.h"

/* The person opened this child's file: every notice about the child to this person is now seen.
 * Durable when it returns. */
status notice_seen(struct task *t, struct writer *w, uint32_t person, uint32_t child);

/* Everyone told about one child since an instant, latest first. */
status notice_told(struct task *t, struct reader *r, uint32_t child, struct instant since,
                   struct told **ret_told, uint32_t *ret_count);
/* Notices of one duty or alarm of a child; `about`: rule_about() of the rule's name. */
status notice_told_of(struct task *t, struct reader *r, uint32_t child, uint64_t about,
                      uint32_t started_n, struct told **ret_told, uint32_t *ret_count);

#endif

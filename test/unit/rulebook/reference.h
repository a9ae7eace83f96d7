/* The rulebook evaluated the slow and obvious way, to hold the fast one against. */
#ifndef TEST_RULEBOOK_REFERENCE_H
#define TEST_RULEBOOK_REFERENCE_H
#include "base/task.h"
#include "rulebook/rulebook.h"

/* Replays the stream for every event and scans every rule; `f` is sorted, corrections struck. */
void reference_evaluate(struct task *t, const struct rulebook *b, const struct calendar *c,
                        enum subject_kind kind, const struct fact *f, uint32_t count,
                        struct evaluation *ret);

#endif

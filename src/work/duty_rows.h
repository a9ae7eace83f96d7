/* The rulebook's findings as derived rows: one for each duty and alarm. */
#ifndef WORK_DUTY_ROWS_H
#define WORK_DUTY_ROWS_H
#include "work/fold.h"

/* Of the subject folded last; `s`: its stream. Gives when the clock must next act on it, INT64_MAX
 * never. */
int64_t duty_rows(struct task *t, const struct folding *f, enum subject_kind kind,
                  const struct stream *s, struct derived_rows *ret);

/* Which row an instance is: its rule by name, not by place in the rulebook, so that a rulebook
 * with one more rule changes no other row. */
uint64_t duty_key(uint64_t rule_about, uint32_t started_n);

#endif

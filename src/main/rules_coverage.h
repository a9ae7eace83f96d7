/* The part of the verb `rules` that says what the rulebook covers. */
#ifndef MAIN_RULES_COVERAGE_H
#define MAIN_RULES_COVERAGE_H
#include "rulebook/rulebook.h"

/* `how`: "" the table, "document" the page of documentation. */
status rules_coverage(struct task *t, const struct rulebook *b, const char *nation, struct str how,
                      bool json);
status rules_counts(struct task *t, const char *nation, struct text *out); /* one line */

#endif

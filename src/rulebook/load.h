/* Where a rulebook comes from: files, or the folder of a nation inside the binary. */
#ifndef RULEBOOK_LOAD_H
#define RULEBOOK_LOAD_H
#include "base/calendar.h"
#include "base/embedded.h"
#include "base/task.h"

struct rulebook;

struct rule_source {
    struct str name, text; /* file name for messages, and its text */
    bool local;            /* local.rules: may add and tighten, never weaken a statutory rule */
};
/* All files of one nation together. E_INVALID: file, line and what to do, in the task's reason;
 * every problem found is added to `ret_problems` when that is not NULL, one a line. */
status rulebook_load(struct task *t, const struct rule_source *files, size_t count,
                     const struct calendar *calendar, struct text *ret_problems,
                     struct rulebook **ret);
/* The rules inside the binary: `nation` is the name of a folder that has a nation.txt. */
status rulebook_load_embedded(struct task *t, const char *nation, struct str local,
                              const struct calendar **ret_calendar, struct rulebook **ret);
/* The same; every problem found is added to `ret_problems`, one a line, and notes as well. */
status rulebook_load_nation(struct task *t, const char *nation, struct str local,
                            struct text *ret_problems, const struct calendar **ret_calendar,
                            struct rulebook **ret);
/* What to do when its bank holidays end less than six months from now; "" they do not. */
struct str calendar_note(struct arena *a, const struct calendar *c, struct instant now);
struct str nation_default(void);
struct str nation_names(struct arena *a); /* "england, wales" */
bool nation_file(const char *nation, const char *file, struct str *ret); /* "coverage.txt" */

#endif

/* Which row of the nation's list of duties and alarms has a rule, and why another has none: data
 * (`coverage.txt`), held to the rules themselves. */
#ifndef RULEBOOK_COVERAGE_H
#define RULEBOOK_COVERAGE_H
#include "rulebook/rulebook.h"

enum covered_by {
    COVERED_BY_RULES,
    COVERED_ELSEWHERE, /* the calendar, the language, the return: `kept by` */
    NOT_COVERED,       /* with the reason */
    COVERED_WAYS
};
struct coverage_row {
    struct str section, row; /* "1", "care-plan-prepare" */
    struct str rules;        /* "care-plan-made, no-care-plan"; "" none */
    struct str reason;       /* why not, or what keeps it; of a row with rules a remark, or "" */
    enum covered_by by;
};
struct coverage_section {
    struct str id, title;
    uint32_t first, count, by[COVERED_WAYS]; /* its rows, and how many of each way */
};
enum {
    COVERAGE_ROWS_MAX = 512,
    COVERAGE_SECTIONS_MAX = 32
};
struct coverage {
    uint32_t rows, sections, by[COVERED_WAYS];
    struct coverage_section section[COVERAGE_SECTIONS_MAX];
    struct coverage_row row[COVERAGE_ROWS_MAX];   /* section by section */
    struct coverage_row extra[COVERAGE_ROWS_MAX]; /* rules of no row, and what they are for */
    uint32_t extras;
};

/* E_INVALID: the line and what to do. `nation` is the folder's name, "england". */
status coverage_read(struct task *t, struct str text, struct coverage *ret);
status coverage_load(struct task *t, const char *nation, struct coverage **ret);

/* Every rule named is in the book, and every rule of the book is named (or is of local.rules).
 * E_INVALID: the first that is not, and what to do. */
status coverage_check(struct task *t, const struct coverage *c, const struct rulebook *b);

/* The names in `rules`, one at a time: false when there is none left. */
bool coverage_rule_next(struct str *rules, struct str *ret_name);
const char *covered_by_name(enum covered_by by); /* "rules", "kept elsewhere", "no rule" */

/* The same as a page of documentation: docs/RULEBOOK-COVERAGE.md. */
void coverage_document(struct text *out, const struct coverage *c, const struct rulebook *b);

#endif

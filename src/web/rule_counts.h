/* How many duties and alarms of each rule are running, late and over: counted once a minute.
 *
 * The engine counts, over every row there is; whoever asks meanwhile gets the last count. */
#ifndef WEB_RULE_COUNTS_H
#define WEB_RULE_COUNTS_H
#include "web/site.h"

struct rule_count {
    int64_t running, late, over;
};
struct rule_counts {
    struct arena *arena;
    struct rule_count *of; /* by rule */
    struct instant counted;
};
status rule_counts_prepare(struct task *t, struct reader *r);
/* Copies the counts of all rules to *ret. E_BUSY: being counted for the first time just now. */
status rule_counts_take(struct task *t, struct request *in, struct rule_counts *ret);
void rule_counts_end(struct site *site);

#endif

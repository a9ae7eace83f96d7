/* Accounts that nobody uses any more end by themselves: who left, who holds no role, who stays
 * away. */
#ifndef ACCESS_ACCOUNT_OVER_H
#define ACCESS_ACCOUNT_OVER_H
#include "access/account.h"

struct account_terms { /* local parameters: the settings dormant-days and leaver-days */
    int64_t dormant_days, leaver_days;
};
/* Called for each that has ended, so that its sessions end at once; may be NULL. */
typedef void account_ended(void *self, uint32_t person);
struct accounts_over {
    size_t looked, ended;
};
status accounts_over(struct task *t, struct reader *r, struct writer *w,
                     const struct account_terms *terms, account_ended *ended, void *self,
                     struct accounts_over *ret);

#endif

/* Who may give a duty to someone else, waive one, or decide an alarm: tables, and their refusals.
 *
 * The same answers hold on pages, on the command line and in what is sent: the writer asks here
 * before anything is appended. A refusal says who may. */
#ifndef WORK_DECIDE_H
#define WORK_DECIDE_H
#include "rulebook/rulebook.h"

/* Whoever stands above the role that owes it, and those who run a team, for what they owe too. */
bool may_give(enum role by, enum role owes);

/* The lowest role that may waive a duty of this rule; ROLE_NONE: nobody may. What is owed by
 * statute is never waived, except where the rule's own citation says that it may be. */
enum role waived_from(const struct rule_words *r);
bool may_waive(enum role by, const struct rule_words *r);
/* What a waiver rests on: "" where there is none. */
const char *waiving_power(const struct rule_words *r);

bool may_decide(enum role by);
/* Of an alarm that needs a strategy discussion: without one, by its manager and with a reason. */
bool may_decide_undiscussed(enum role by);

/* Does this alarm's rule ask for a strategy discussion? */
bool rule_needs_discussion(const struct rule_words *r);

/* What an entry about a duty or alarm is judged by. */
struct judged {
    const struct rule_words *rule;
    bool needs_discussion; /* the alarm's rule asks for a strategy discussion */
    bool discussed;        /* one was held since it rang */
};
/* E_DENIED: who may. E_INVALID: what is missing. OK for kinds that nobody needs a power for. */
status decide_judge(struct task *t, const struct event *e, const struct judged *j);

/* A person looks at each alarm by itself: never two of them in one append. */
status decide_one_alarm(struct task *t, const struct event *e, size_t count);

/* "the team manager or above": for pages that say who may. */
struct str roles_who_may_give(struct arena *a, enum role owes);

enum { REASON_MIN = 10, ROTA_DAYS_MAX = 31 };

#endif

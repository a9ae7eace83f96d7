/* Once a day: each account is asked whether its person is still there and still comes. */
#include "access/account_over.h"

#include "access/roles.h"

static const int64_t day_us = 24 * HOUR_US;

/* Said to have left, and not registered again since. */
static status has_left(struct task *t, struct reader *r, uint32_t person, bool *ret)
{
    struct stream s;
    TRY(stream_read(t, r->journal, person, NEVER, true, &s));
    *ret = false;
    for (uint32_t i = 0; i < s.count; i++) {
        if (s.fact[i].n == 0)
            continue;
        if (s.fact[i].kind == EV_PERSON_LEFT)
            *ret = true;
        else if (s.fact[i].kind == EV_PERSON_REGISTERED)
            *ret = false;
    }
    return OK;
}

/* Empty: it goes on. */
static status why_over(struct task *t, struct reader *r, const struct account *a,
                       const struct account_terms *terms, struct str *ret)
{
    struct instant now = task_now(t), last = a->used.us == NEVER.us ? a->made : a->used, ended;
    bool left;
    *ret = S("");
    if (now.us - last.us > terms->dormant_days * day_us) {
        *ret = str_print(t->arena, "not used for %lld days", (long long)terms->dormant_days);
        return OK;
    }
    TRY(has_left(t, r, a->person, &left));
    if (left) {
        *ret = S("the person has left");
        return OK;
    }
    TRY(roles_ended(t, r, a->person, now, &ended));
    if (ended.us != NEVER.us && now.us - ended.us > terms->leaver_days * day_us)
        *ret = str_print(t->arena, "no role held for %lld days", (long long)terms->leaver_days);
    return OK;
}

status accounts_over(struct task *t, struct reader *r, struct writer *w,
                     const struct account_terms *terms, account_ended *ended, void *self,
                     struct accounts_over *ret)
{
    struct account_list list;
    *ret = (struct accounts_over){ 0 };
    TRY(account_list(t, r, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct account *a = &list.at[i];
        struct str why;
        if (a->state == ACCOUNT_ENDED)
            continue;
        ret->looked++;
        TRY(why_over(t, r, a, terms, &why));
        if (why.len == 0)
            continue;
        status done = account_end(t, w, a->person, why);
        if (done == E_CONFLICT || done == E_MISSING)
            continue; /* somebody was quicker */
        TRY(done);
        ret->ended++;
        if (ended)
            ended(self, a->person);
    }
    return OK;
}

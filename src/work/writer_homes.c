/* What an entry means for a home and who lives there: folds after bulk, notices passed on. */
#include <string.h>

#include "base/log.h"
#include "journal/journal.h"
#include "work/writer_inside.h"

enum { HOMES_AT_ONCE = 100, HOME_ENTRIES_AT_ONCE = 20000 }; /* some 250 rows a home in a year */

/* --- the homes of a bulk --- */

/* Takes some of those that wait, so many as one batch may fold; how many. */
static size_t take_homes(struct writer *w, struct touched *ret)
{
    size_t count = 0, entries = 0;
    while (w->homes.count > 0 && count < HOMES_AT_ONCE && entries < HOME_ENTRIES_AT_ONCE) {
        ret[count] = w->homes.at[w->homes.count - 1];
        entries += journal_stream_length(&w->task, w->store->journal, ret[count].subject);
        touched_cut(&w->homes, w->homes.count - 1);
        if (!touched_has(&w->touched, ret[count].subject))
            touched_add(&w->touched, ret[count]);
        count++;
    }
    return count;
}

static status fold_some_homes(struct writer *w)
{
    struct touched taken[HOMES_AT_ONCE];
    struct arena_mark mark = arena_mark(w->arena);
    TRY(batch_begin(w));
    size_t count = take_homes(w, taken);
    status done = batch_finish(w);
    arena_rewind(w->arena, mark);
    for (size_t i = 0; done != OK && i < count; i++)
        touched_add(&w->homes, taken[i]);
    return done;
}

status batch_fold_homes(struct writer *w)
{
    bool bulk = w->bulk;
    struct instant news_since = w->news_since;
    status done = OK;
    if (w->homes.count == 0)
        return OK;
    w->bulk = true;
    w->news_since.us = task_now(&w->task).us - BULK_NEWS_HOURS * HOUR_US;
    while (done == OK && w->homes.count > 0)
        done = fold_some_homes(w);
    w->bulk = bulk;
    w->news_since = news_since;
    return done;
}

/* --- a regulator's notice reaches the children who live there --- */

/* One child of it: a refusal is of that child alone, and is no reason to refuse the notice. */
static status tell_resident(struct writer *w, const struct event *notice, uint32_t child)
{
    struct event e = event_new(EV_REGULATOR_NOTICE_RECEIVED, child, notice->happened);
    e.precision = notice->precision;
    e.agency = w->store->authority;
    event_set_number(&e, "home", notice->subject);
    event_set_number(&e, "notice", event_number(notice, "notice"));
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY, .own = true };
    a.key = str_print(w->arena, "regulator-notice/%u/%lld/%u", notice->subject,
                      (long long)event_number(notice, "notice"), child);
    status added = batch_append(w, &a);
    if (added == OK || writer_is_failure(added))
        return added;
    log_failure("notice-not-passed-on", &w->task);
    return OK;
}

static status tell_all_residents(struct writer *w, const struct event *notice)
{
    struct cached *home;
    uint32_t child[HOME_RESIDENTS_MAX];
    TRY(stream_cache_take(&w->task, w->cache, w->store->journal, notice->subject, &home));
    const struct evaluation *e =
        fold_subject(w->folding, SUBJECT_HOME, &home->stream, UINT32_MAX);
    uint32_t count = e->home.residents;
    for (uint32_t i = 0; i < count; i++)
        child[i] = e->home.resident[i].child;
    for (uint32_t i = 0; i < count; i++)
        TRY(tell_resident(w, notice, child[i]));
    return OK;
}

status batch_tell_residents(struct writer *w, const struct append *a)
{
    for (size_t i = 0; i < a->count; i++) {
        if (a->events[i].kind == EV_HOME_NOTICE_ISSUED && !a->events[i].pointer)
            TRY(tell_all_residents(w, &a->events[i]));
    }
    return OK;
}

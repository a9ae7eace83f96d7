/* Kept by count of holders: the newest is held by the site itself until the next replaces it. */
#include "web/snapshot.h"

enum {
    OWED_READ = 200,
    SNAPSHOT_BYTES_MAX = 256 << 20
};
static const int64_t lasts_us = SECOND_US;

/* Under the lock. */
static void drop(struct snapshot *s)
{
    if (s && --s->holders == 0)
        arena_close(s->arena);
}

static status look(struct task *t, struct request *in, struct snapshot *s)
{
    TRY(look_missing(t, in->reader, in->now, &s->missing));
    s->owed = NEWS(t->arena, struct duty_list, s->missing.count + 1);
    s->owed_failed = NEWS(t->arena, const char *, s->missing.count + 1);
    for (size_t i = 0; i < s->missing.count; i++) {
        struct duty_filter f = { .child = s->missing.at[i].child,
                                 .at = in->now,
                                 .limit = OWED_READ };
        if (look_duties(t, in->reader, &f, &s->owed[i]) != OK)
            s->owed_failed[i] = str_nul(t->arena, str_from(t->reason));
    }
    return OK;
}

static status renew(struct task *t, struct request *in, int64_t folds, struct snapshot **ret)
{
    struct arena *a = arena_open(SNAPSHOT_BYTES_MAX);
    struct snapshot *s = NEW(a, struct snapshot);
    struct task own = task_open(a, t->clock);
    *s = (struct snapshot){ .arena = a, .taken = in->now, .folds = folds, .holders = 1 };
    status looked = look(&own, in, s);
    if (looked != OK) {
        status why = fail(t, looked, "%s", own.reason);
        arena_close(a);
        return why;
    }
    *ret = s;
    return OK;
}

static bool is_fresh(const struct snapshot *s, struct instant now, int64_t folds)
{
    return s && s->folds == folds && now.us >= s->taken.us && now.us - s->taken.us < lasts_us;
}

status snapshot_take(struct task *t, struct request *in, struct snapshot **ret)
{
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    struct site *site = in->site;
    /* Counted before looking: an entry folded meanwhile makes this one old, never the next. */
    int64_t folds = writer_count(site->writer).folds;
    status looked = OK;
    pthread_mutex_lock(&site->snapshot_lock);
    if (!is_fresh(site->snapshot, in->now, folds)) {
        struct snapshot *newer;
        looked = renew(t, in, folds, &newer);
        if (looked == OK) {
            drop(site->snapshot);
            site->snapshot = newer;
        }
    }
    if (looked == OK) {
        *ret = site->snapshot;
        site->snapshot->holders++;
    }
    pthread_mutex_unlock(&site->snapshot_lock);
    return looked;
}

void snapshot_give(struct site *site, struct snapshot *s)
{
    pthread_mutex_lock(&site->snapshot_lock);
    drop(s);
    pthread_mutex_unlock(&site->snapshot_lock);
}

void snapshot_end(struct site *site)
{
    drop(site->snapshot);
    site->snapshot = NULL;
}

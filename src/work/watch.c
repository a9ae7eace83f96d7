/* Reads a year of stays and episodes, finds what stands out, and says so in the streams. */
#include "work/watch.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/log.h"
#include "rulebook/parameters.h"
#include "work/reader.h"

#define DAY_US (24 * HOUR_US)
enum {
    WINDOW_DAYS = 365,
    TOGETHER_MAX = 1000,
    ROWS_MAX = 4000000,
    CLASS_AWAY = 2,
};

/* The local parameters of the rulebook; what stands here holds for a book that has none. */
struct numbers {
    int32_t within_hours, times, once_in, quiet_hours, quiet_children, away_per_cent, away_episodes;
};
static struct numbers numbers_of(const struct rulebook *b)
{
    return (struct numbers){
        .within_hours = rulebook_hours(b, S("together-within"), 3),
        .times = rulebook_number(b, S("together-times"), 2),
        .once_in = rulebook_number(b, S("together-by-chance-once-in"), 100),
        .quiet_hours = rulebook_hours(b, S("quiet-home-for"), 90 * 24),
        .quiet_children = rulebook_number(b, S("quiet-home-children"), 4),
        .away_per_cent = rulebook_number(b, S("away-share-per-cent"), 30),
        .away_episodes = rulebook_number(b, S("away-share-episodes"), 10),
    };
}

enum {
    EPISODES,
    STAYS,
    WATCH_STATEMENTS
};
static const struct statement statements[WATCH_STATEMENTS] = {
    [EPISODES] = { .name = "watch.episodes",
                   .sql = "SELECT subject, coalesce(sl_home, 0), sl_since_us, sl_until_us,"
                          " coalesce(sl_class, 0) FROM ssd_missing WHERE log = $1"
                          " AND sl_since_us < $3 AND (sl_until_us IS NULL OR sl_until_us > $2)"
                          " ORDER BY sl_since_us, subject, k LIMIT 4000001",
                   .params = 3,
                   .columns = 5 },
    [STAYS] = { .name = "watch.stays",
                .sql = "SELECT subject, sl_home, sl_from_us, sl_until_us FROM ssd_cla_placement"
                       " WHERE log = $1 AND sl_home > 0 AND sl_from_us < $3"
                       " AND (sl_until_us IS NULL OR sl_until_us > $2)"
                       " ORDER BY sl_home, subject, sl_from_us LIMIT 4000001",
                .params = 3,
                .columns = 4 },
};

status watch_prepare(struct task *t, struct reader *r)
{
    return db_prepare_all(t, r->derived, statements, COUNT(statements));
}

struct look {
    struct away_span *span;
    size_t spans;
    struct stay_span *stay;
    size_t stays;
    int64_t from, until;
    bool cut;
};

static int64_t until_of(struct cursor *rows)
{
    bool open = cursor_is_nil(rows);
    int64_t until = cursor_i64(rows);
    return open ? INT64_MAX : until;
}

static void *grown(struct arena *a, const void *old, size_t count, size_t room, size_t each)
{
    char *more = arena_take(a, room, each);
    for (size_t i = 0; i < count * each; i++)
        more[i] = ((const char *)old)[i];
    return more;
}

static status read_spans(struct task *t, struct reader *r, struct look *x)
{
    struct value in[] = { I64(r->store->log), I64(x->from), I64(x->until) };
    size_t room = 1024;
    x->span = NEWS(t->arena, struct away_span, room);
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[EPISODES], in, COUNT(in), &rows));
    while (cursor_next(&rows)) {
        if (x->spans == ROWS_MAX) {
            x->cut = true;
            break;
        }
        if (x->spans == room)
            x->span = grown(t->arena, x->span, x->spans, room *= 2, sizeof *x->span);
        struct away_span *s = &x->span[x->spans++];
        s->child = (uint32_t)cursor_i64(&rows);
        s->home = (uint32_t)cursor_i64(&rows);
        s->from = cursor_i64(&rows);
        s->until = until_of(&rows);
        s->class = (uint8_t)cursor_i64(&rows);
    }
    return cursor_done(&rows);
}

static status read_stays(struct task *t, struct reader *r, struct look *x)
{
    struct value in[] = { I64(r->store->log), I64(x->from), I64(x->until) };
    size_t room = 1024;
    x->stay = NEWS(t->arena, struct stay_span, room);
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[STAYS], in, COUNT(in), &rows));
    while (cursor_next(&rows)) {
        if (x->stays == ROWS_MAX) {
            x->cut = true;
            break;
        }
        if (x->stays == room)
            x->stay = grown(t->arena, x->stay, x->stays, room *= 2, sizeof *x->stay);
        struct stay_span *s = &x->stay[x->stays++];
        s->child = (uint32_t)cursor_i64(&rows);
        s->home = (uint32_t)cursor_i64(&rows);
        s->from = cursor_i64(&rows);
        s->until = until_of(&rows);
    }
    return cursor_done(&rows);
}

static status look_over(struct task *t, struct reader *r, struct instant now, struct look *ret)
{
    *ret = (struct look){ .from = now.us - WINDOW_DAYS * DAY_US, .until = now.us };
    TRY(read_spans(t, r, ret));
    return read_stays(t, r, ret);
}

/* --- saying it --- */

struct saying {
    struct task *t;
    struct writer *w;
    struct store *store;
    struct instant now;
    int month; /* of homes: once in each */
    uint32_t said;
    struct numbers n;
};

/* `when`: what is found again of the same is not said again. */
static status say(struct saying *x, struct event *e, const char *what, uint32_t with, int64_t when)
{
    char key[112];
    snprintf(key, sizeof key, "watch/%s/%u/%u/%lld", what, e->subject, with, (long long)when);
    e->agency = x->store->authority;
    struct append a = { .events = e, .count = 1, .expected_n = APPEND_ANY,
                        .key = str_from(key), .own = true };
    TRY(writer_append(x->t, x->w, &a));
    x->said += !a.repeated;
    return OK;
}

static status say_together(struct saying *x, const struct together *p)
{
    for (int side = 0; side < 2; side++) {
        uint32_t of = side ? p->other : p->child, with = side ? p->child : p->other;
        struct event e = event_new(EV_CO_MISSING_SEEN, of, x->now);
        event_set_number(&e, "with", with);
        event_set_number(&e, "times", p->times);
        event_set_number(&e, "apart", 1);
        TRY(say(x, &e, "together", with, p->last));
    }
    return OK;
}

static status watch_together(struct saying *x, const struct look *l, struct watch_done *ret)
{
    const struct together_terms terms = { .window_us = l->until - l->from,
                                          .near_us = x->n.within_hours * HOUR_US,
                                          .times_min = (uint32_t)x->n.times,
                                          .chance_max = 1.0 / x->n.once_in };
    struct together *found = NEWS(x->t->arena, struct together, TOGETHER_MAX);
    size_t count;
    ret->cut |= !together_of(x->t->arena, l->span, l->spans, &terms, found, TOGETHER_MAX, &count);
    ret->cut |= count == TOGETHER_MAX;
    for (size_t i = 0; i < count; i++)
        TRY(say_together(x, &found[i]));
    ret->together = (uint32_t)count;
    return OK;
}

/* --- homes --- */

static status funnel_over(struct task *t, const struct look *l, struct funnel *ret)
{
    struct funnel_child *in;
    size_t count =
        funnel_children(t->arena, l->stay, l->stays, l->span, l->spans, l->from, l->until, &in);
    ret->home = NEWS(t->arena, struct funnel_home, count + 1);
    funnel_of(in, count, ret, count + 1);
    return OK;
}

static int by_days(const void *a, const void *b)
{
    const struct funnel_home *x = a, *y = b;
    return x->days != y->days ? (x->days > y->days) - (x->days < y->days)
                              : (x->home > y->home) - (x->home < y->home);
}

status look_funnel(struct task *t, struct reader *r, struct instant now, struct funnel *ret)
{
    struct look l;
    TRY(look_over(t, r, now, &l));
    TRY(funnel_over(t, &l, ret));
    qsort(ret->home, ret->homes, sizeof *ret->home, by_days);
    return OK;
}

static status watch_shares(struct saying *x, const struct look *l, struct watch_done *ret)
{
    struct funnel f;
    TRY(funnel_over(x->t, l, &f));
    for (size_t i = 0; i < f.homes; i++) {
        const struct funnel_home *h = &f.home[i];
        if (h->beyond <= 0)
            continue; /* too few is `quiet`: it asks another question */
        struct event e = event_new(EV_HOME_SHARE_SEEN, h->home, x->now);
        event_set_number(&e, "episodes", h->episodes);
        event_set_number(&e, "child-days", h->days);
        event_set_text(&e, "expected", str_print(x->t->arena, "%.1f", h->expected));
        event_set_code(&e, "beyond", h->beyond == 2 ? "action" : "warning");
        event_set_number(&e, "high", 1);
        TRY(say(x, &e, h->beyond == 2 ? "share-action" : "share-warning", 0, x->month));
        ret->shares++;
    }
    return OK;
}

struct home_count {
    uint32_t home, episodes, away, recent, children;
};
static struct home_count *count_of(struct home_count *all, size_t count, uint32_t home)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all[middle].home < home)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && all[low].home == home ? &all[low] : NULL;
}

/* Stays come sorted by home: their homes are the list. */
static struct home_count *count_homes(struct arena *a, const struct look *l, int64_t quiet_us,
                                      size_t *ret_count)
{
    struct home_count *all = NEWS(a, struct home_count, l->stays + 1);
    *ret_count = 0;
    for (size_t i = 0; i < l->stays; i++) {
        if (*ret_count == 0 || all[*ret_count - 1].home != l->stay[i].home)
            all[(*ret_count)++] = (struct home_count){ .home = l->stay[i].home };
        all[*ret_count - 1].children += l->stay[i].until > l->until;
    }
    for (size_t i = 0; i < l->spans; i++) {
        struct home_count *h = count_of(all, *ret_count, l->span[i].home);
        if (!h)
            continue;
        h->episodes++;
        h->away += l->span[i].class == CLASS_AWAY;
        h->recent += l->span[i].from >= l->until - quiet_us;
    }
    return all;
}

static status watch_homes(struct saying *x, const struct look *l, struct watch_done *ret)
{
    size_t count;
    const struct home_count *all = count_homes(x->t->arena, l, x->n.quiet_hours * HOUR_US, &count);
    for (size_t i = 0; i < count; i++) {
        const struct home_count *h = &all[i];
        if (h->episodes >= (uint32_t)x->n.away_episodes &&
            h->away * 100 > h->episodes * (uint32_t)x->n.away_per_cent) {
            struct event e = event_new(EV_AWAY_SHARE_SEEN, h->home, x->now);
            event_set_number(&e, "episodes", h->episodes);
            event_set_number(&e, "away", h->away);
            TRY(say(x, &e, "away", 0, x->month));
            ret->away++;
        }
        if (h->episodes > 0 && h->recent == 0 && h->children >= (uint32_t)x->n.quiet_children) {
            struct event e = event_new(EV_QUIET_HOME_SEEN, h->home, x->now);
            event_set_number(&e, "days", x->n.quiet_hours / 24);
            event_set_number(&e, "children", h->children);
            TRY(say(x, &e, "quiet", 0, x->month));
            ret->quiet++;
        }
    }
    return OK;
}

status watch_run(struct task *t, struct reader *r, struct writer *w, struct instant now,
                 struct watch_done *ret)
{
    struct look l;
    *ret = (struct watch_done){ 0 };
    TRY(look_over(t, r, now, &l));
    struct civil day = civil_of(date_in_uk(now));
    struct saying x = { .t = t,
                        .w = w,
                        .store = r->store,
                        .now = now,
                        .month = day.year * 12 + day.month - 1,
                        .n = numbers_of(r->store->rules) };
    ret->cut = l.cut;
    TRY(watch_together(&x, &l, ret));
    TRY(watch_shares(&x, &l, ret));
    TRY(watch_homes(&x, &l, ret));
    ret->said = x.said;
    if (ret->cut)
        log_line(LOG_WARN, "watch-cut", "episodes=%zu stays=%zu", l.spans, l.stays);
    return OK;
}

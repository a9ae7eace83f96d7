/* Who may see a child, as rows: a key, since when and until when. A few for each child in care. */
#include "register/need.h"
#include "register/row_values.h"

static const int64_t day_us = 24 * HOUR_US;

/* One place names a key once within a subject, so the key of a row is what it is of and who. */
static void need_row(struct rows_of *r, uint64_t k, int64_t key, unsigned role, int64_t from,
                     int64_t until, struct str detail)
{
    ROW(r->out, NEED_TO_KNOW, k, I64(key), I64(role), I64(from), us_of(until), said_text(detail));
}

static uint64_t row_key(enum need n, uint64_t within)
{
    return (uint64_t)n << 56 | within;
}

static const struct care_period *last_care(const struct child_state *c)
{
    return c->cares > 0 ? &c->care[c->cares - 1] : NULL;
}

/* Not in anybody's care any more, and not one to whom a leaver's duties are owed. */
static bool has_left(const struct child_state *c, int64_t *ret_when)
{
    const struct care_period *care = last_care(c);
    uint64_t kept = CHILD_IS(LOOKED_AFTER) | CHILD_IS(HOSTED) | CHILD_IS(MISSING) | CHILD_IS(AWAY) |
                    CHILD_IS(LEAVER);
    if (!care || care->until == INT64_MAX || (c->is & kept))
        return false;
    *ret_when = care->until;
    return true;
}

static int64_t taken_on(const struct rows_of *r, uint8_t role)
{
    for (uint32_t i = r->count; i-- > 0;)
        if (r->fact[i].kind == EV_INVOLVEMENT_STARTED && r->fact[i].code == role)
            return r->fact[i].happened;
    return INT64_MIN;
}

/* Roles end when somebody says so. After care has ended nobody does: then only what was taken on
 * since counts, and for a while the last social worker. */
static void holder_rows(struct rows_of *r, const struct child_state *c)
{
    int64_t left = 0;
    bool gone = has_left(c, &left);
    for (unsigned role = 1; role < ROLES; role++) {
        int64_t until = INT64_MAX;
        if (c->holder[role] == 0)
            continue;
        if (gone && taken_on(r, (uint8_t)role) < left) {
            until = left + AFTER_CARE_DAYS * day_us;
            if (role != ROLE_SOCIAL_WORKER || c->now >= until)
                continue;
        }
        need_row(r, row_key(NEED_HOLDS, role), need_key(NEED_HOLDS, c->holder[role]), role, 0,
                 until, S(""));
    }
}

static void placement_needs(struct rows_of *r, const struct child_state *c, const uint32_t *homes)
{
    for (uint32_t i = 0; i < c->placements; i++) {
        const struct placement *p = &c->placement[i];
        if (p->started_n == 0 || p->until != INT64_MAX)
            continue;
        if (homes[i] != 0)
            need_row(r, row_key(NEED_LIVES, p->started_n), need_key(NEED_LIVES, homes[i]), 0,
                     p->from, p->until, S(""));
        struct event e = stream_event_at(r->t, r->s, p->started_n);
        struct str area = e.kind == EV_PLACEMENT_STARTED ? event_text(&e, "area-code") : S("");
        if (area.len > 0)
            need_row(r, row_key(NEED_AREA, p->started_n), need_key(NEED_AREA, need_area(area)), 0,
                     p->from, p->until, S(""));
    }
}

/* Police see who is missing, and for a while who was: of several spans the latest counts. */
static void police_row(struct rows_of *r, const struct child_state *c)
{
    const struct missing_episode *last = NULL;
    for (uint32_t i = 0; i < c->episodes; i++) {
        const struct missing_episode *m = &c->episode[i];
        if (m->reported_n != 0 && (!last || m->until > last->until))
            last = m;
    }
    if (!last)
        return;
    int64_t until = last->until == INT64_MAX ? INT64_MAX : last->until + POLICE_LOOK_DAYS * day_us;
    if (c->now < until)
        need_row(r, row_key(NEED_POLICE, 0), need_key(NEED_POLICE, 0), 0, last->from, until, S(""));
}

/* ---- what was given by word: shares, and a look without a relation ---- */

static bool is_withdrawn(const struct rows_of *r, const struct fact *share)
{
    for (uint32_t i = 0; i < r->count; i++) {
        const struct fact *f = &r->fact[i];
        if (f->kind == EV_SHARE_WITHDRAWN && f->about != 0 && f->about == share->about &&
            f->happened >= share->happened)
            return true;
    }
    return false;
}

/* Shared until the end of that day in the UK; without a day and a reader it opens no file. */
static void share_row(struct rows_of *r, const struct child_state *c, const struct fact *f)
{
    struct event e = stream_event_at(r->t, r->s, f->n);
    if (e.kind != EV_SHARE_MADE || !event_given(&e, "reader") || !event_given(&e, "until") ||
        is_withdrawn(r, f))
        return;
    int64_t until = uk_midnight((struct date){ (int32_t)event_number(&e, "until") + 1 }).us;
    uint32_t reader = (uint32_t)event_number(&e, "reader");
    if (c->now < until)
        need_row(r, row_key(NEED_SHARE, f->n), need_key(NEED_SHARE, reader), 0, f->happened, until,
                 event_text(&e, "items"));
}

static void given_rows(struct rows_of *r, const struct child_state *c)
{
    for (uint32_t i = 0; i < r->count; i++) {
        const struct fact *f = &r->fact[i];
        if (f->kind == EV_SHARE_MADE)
            share_row(r, c, f);
        int64_t until = f->happened + GLASS_HOURS * HOUR_US;
        if (f->kind == EV_GLASS_BROKEN && c->now < until)
            need_row(r, row_key(NEED_GLASS, f->n), need_key(NEED_GLASS, (uint32_t)f->number), 0,
                     f->happened, until, S(""));
    }
}

void need_rows(struct rows_of *r, const struct child_state *c, const uint32_t *homes)
{
    holder_rows(r, c);
    placement_needs(r, c, homes);
    police_row(r, c);
    given_rows(r, c);
}

void need_owed_row(struct derived_rows *ret, enum need n, uint32_t number, unsigned role,
                   int64_t from)
{
    ROW(ret, NEED_TO_KNOW, row_key(n, number), I64(need_key(n, number)), I64(role), I64(from),
        NIL());
}

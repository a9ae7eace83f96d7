/* For lists and search: the children whom somebody may see, by the keys held. */
#include <stdlib.h>

#include "access/access_inside.h"
#include "work/owner.h"

static const struct statement by_key = {
    .name = "access.by_key",
    .sql =
        "SELECT subject FROM need_to_know WHERE log = $1 AND need_key = $2"
        " AND from_us <= $3 AND (until_us IS NULL OR until_us > $3) ORDER BY subject LIMIT 20001",
    .params = 3,
    .columns = 1
};

status access_reach_prepare(struct task *t, struct reader *r)
{
    return db_prepare_all(t, r->derived, &by_key, 1);
}

struct reaching {
    struct task *t;
    struct reader *r;
    const struct standing *s;
    uint32_t *at;
    size_t count, room;
    bool cut;
};

static void put(struct reaching *x, uint32_t child)
{
    if (x->count == REACH_MAX) {
        x->cut = true;
        return;
    }
    if (x->count == x->room) {
        size_t room = x->room ? x->room * 4 : 64;
        uint32_t *more = NEWS(x->t->arena, uint32_t, room);
        for (size_t i = 0; i < x->count; i++)
            more[i] = x->at[i];
        x->at = more;
        x->room = room;
    }
    x->at[x->count++] = child;
}

static status add(struct reaching *x, enum need n, uint64_t number)
{
    struct value in[] = { I64(x->r->store->log), I64(need_key(n, number)), I64(x->s->now.us) };
    WITH_CURSOR(rows);
    TRY(db_query(x->t, x->r->derived, &by_key, in, COUNT(in), &rows));
    while (!x->cut && cursor_next(&rows))
        put(x, (uint32_t)cursor_i64(&rows));
    return cursor_done(&rows);
}

static bool seen_before(const struct standing *s, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (s->place[j].subject == s->place[i].subject)
            return true;
    return false;
}

static status add_shared(struct reaching *x)
{
    const struct standing *s = x->s;
    TRY(add(x, NEED_SHARE, s->actor.person));
    for (size_t i = 0; i < s->places; i++) {
        const struct standing_place *p = &s->place[i];
        if (p->role == ROLE_HOST_COORDINATOR && p->area != 0 &&
            p->subject != x->r->store->authority)
            TRY(add(x, NEED_AREA, p->area));
        if (!seen_before(s, i))
            TRY(add(x, NEED_SHARE, p->subject));
    }
    return OK;
}

static status add_places(struct reaching *x)
{
    const struct standing *s = x->s;
    for (size_t i = 0; i < s->places; i++) {
        const struct standing_place *p = &s->place[i];
        if (p->home && !seen_before(s, i))
            TRY(add(x, NEED_LIVES, p->subject));
    }
    return OK;
}

static status add_owed(struct reaching *x)
{
    struct owners *o = owners_open(x->t, x->r->store, x->r->derived);
    for (unsigned role = 1; role < ROLES; role++) {
        bool mine;
        TRY(owes(x->t, o, x->s, (enum role)role, &mine));
        if (mine)
            TRY(add(x, NEED_OWED, role));
    }
    return OK;
}

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void sort(struct reaching *x)
{
    if (x->count > 1)
        qsort(x->at, x->count, sizeof *x->at, by_number);
}

status access_children(struct task *t, struct reader *r, const struct standing *s,
                       struct reach *ret)
{
    static const enum need mine[] = { NEED_HOLDS, NEED_GIVEN, NEED_GLASS };
    struct reaching x = { .t = t, .r = r, .s = s }, part = { .t = t, .r = r, .s = s };
    *ret = (struct reach){ .all = s->office != ROLE_NONE, .police = s->police != ROLE_NONE };
    if (ret->all || s->left || s->no_child || s->actor.person == 0)
        return OK;
    for (size_t i = 0; i < COUNT(mine); i++)
        TRY(add(&x, mine[i], s->actor.person));
    TRY(add_places(&x));
    TRY(add_owed(&x));
    TRY(add_shared(&part));
    sort(&x);
    sort(&part);
    ret->at = x.at;
    ret->count = x.count;
    ret->part = part.at;
    ret->parts = part.count;
    ret->cut = x.cut || part.cut;
    return OK;
}

bool reaches(const struct reach *h, uint32_t child, bool missing)
{
    if (h->all || (h->police && missing))
        return true;
    return h->count > 0 && bsearch(&child, h->at, h->count, sizeof child, by_number) != NULL;
}

bool reaches_part(const struct reach *h, uint32_t child)
{
    return h->parts > 0 && bsearch(&child, h->part, h->parts, sizeof child, by_number) != NULL;
}

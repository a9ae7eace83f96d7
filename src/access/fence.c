/* The second fence: what who asks holds, said to the database before a child's rows are read. */
#include "access/fence.h"

#include "access/access_inside.h"
#include "work/owner.h"

static const struct statement owed_of_child = {
    .name = "access.owed_of_child",
    .sql = "SELECT role, need_key FROM need_to_know WHERE log = $1 AND subject = $2 ORDER BY k",
    .params = 2,
    .columns = 2,
};

struct ring { /* of keys */
    int64_t *at;
    size_t count;
};

static void hold(struct ring *g, enum need n, uint64_t number)
{
    g->at[g->count++] = need_key(n, number);
}

static void places_hold(const struct standing *s, const struct store *store, struct ring *g)
{
    for (size_t i = 0; i < s->places; i++) {
        const struct standing_place *p = &s->place[i];
        hold(g, NEED_SHARE, p->subject);
        if (p->home)
            hold(g, NEED_LIVES, p->subject);
        if (p->role == ROLE_HOST_COORDINATOR && p->area != 0 && p->subject != store->authority)
            hold(g, NEED_AREA, p->area);
    }
}

/* What a role owes falls to somebody by who else is there: asked only of roles that owe. */
static status owed_hold(struct task *t, struct reader *r, const struct standing *s, uint32_t child,
                        struct ring *g)
{
    uint8_t role[ROLES];
    size_t roles = 0;
    struct value in[] = { I64(r->store->log), I64(child) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &owed_of_child, in, COUNT(in), &rows));
    while (roles < ROLES && cursor_next(&rows)) {
        int64_t asked = cursor_i64(&rows);
        if (need_of_key(cursor_i64(&rows)) == NEED_OWED && asked > 0 && asked < ROLES)
            role[roles++] = (uint8_t)asked;
    }
    TRY(cursor_done(&rows));
    struct owners *o = roles > 0 ? owners_open(t, r->store, r->derived) : NULL;
    for (size_t i = 0; i < roles; i++) {
        bool mine;
        TRY(owes(t, o, s, (enum role)role[i], &mine));
        if (mine)
            hold(g, NEED_OWED, role[i]);
    }
    return OK;
}

static status both_act_for(struct task *t, struct reader *r, const struct db_acting *who)
{
    TRY(db_act_for(t, r->kept, who));
    return db_act_for(t, r->derived, who);
}

status reader_fence(struct task *t, struct reader *r, bool *ret_there)
{
    bool kept = false, derived = false;
    TRY(db_prepare_all(t, r->derived, &owed_of_child, 1));
    TRY(db_fence(t, r->kept, &kept));
    TRY(db_fence(t, r->derived, &derived));
    *ret_there = kept && derived;
    return OK;
}

status reader_acts_for_all(struct task *t, struct reader *r)
{
    struct db_acting all = { .all = true, .log = r->store->log };
    return both_act_for(t, r, &all);
}

status reader_acts_for(struct task *t, struct reader *r, const struct standing *s, uint32_t child)
{
    static const enum need mine[] = { NEED_HOLDS, NEED_GIVEN, NEED_SHARE, NEED_GLASS };
    if (!db_is_fenced(r->derived))
        return OK;
    bool sees = !s->left && !s->no_child && s->actor.person != 0;
    struct db_acting who = { .all = sees && s->office != ROLE_NONE,
                             .log = r->store->log,
                             .child = child,
                             .now = s->now.us };
    struct ring g = { .at = NEWS(t->arena, int64_t, COUNT(mine) + 1 + 3 * s->places + ROLES) };
    for (size_t i = 0; sees && i < COUNT(mine); i++)
        hold(&g, mine[i], s->actor.person);
    if (sees && s->police != ROLE_NONE)
        hold(&g, NEED_POLICE, 0);
    if (sees)
        places_hold(s, r->store, &g);
    if (sees && !who.all && child != 0)
        TRY(owed_hold(t, r, s, child, &g));
    who.key = g.at;
    who.keys = g.count;
    return both_act_for(t, r, &who);
}

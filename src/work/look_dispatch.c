/* What waits to leave the program, and what could not: dead letters as somebody's work. */
#include "base/limits.h"
#include "work/dispatch_inside.h"
#include "work/reader.h"

enum { NEXT, DEAD, OF_REFERENCE };

/* One more row than LIST_ROWS_MAX, so that a cut list never passes for a whole one. */
static const struct statement statements[] = {
    [NEXT] = { .name = "dispatch.next",
               .sql = "SELECT next_us FROM dispatch WHERE log = $1 AND next_us IS NOT NULL"
                      " ORDER BY next_us LIMIT 1",
               .params = 1, .columns = 1 },
    /* Who has opened the file since has seen the notice: nothing is left to do. */
    [DEAD] = { .name = "dispatch.dead",
               .sql = "SELECT " DISPATCH_COLUMNS " FROM dispatch d WHERE d.log = $1"
                      " AND d.next_us = 9223372036854775807 AND NOT EXISTS (SELECT 1 FROM outbox o"
                      " WHERE o.log = d.log AND o.child = d.subject AND o.notice = d.notice"
                      " AND o.seen IS NOT NULL) ORDER BY d.created, d.subject, d.notice,"
                      " d.channel LIMIT 5001",
               .params = 1, .columns = DISPATCH_COLUMN_COUNT },
    [OF_REFERENCE] = { .name = "dispatch.of_reference",
                       .sql = "SELECT " DISPATCH_COLUMNS " FROM dispatch d WHERE d.log = $1"
                              " AND d.reference = $2",
                       .params = 2, .columns = DISPATCH_COLUMN_COUNT },
};
_Static_assert(LIST_ROWS_MAX == 5000, "the look for dead letters reads one more than the bound");

status dispatch_look_prepare(struct task *t, struct reader *r)
{
    return db_prepare_all(t, r->kept, statements, COUNT(statements));
}

status dispatch_next(struct task *t, struct reader *r, struct instant *ret)
{
    struct value in[] = { I64(r->store->log) };
    int64_t next = NEVER.us;
    status found = db_query_i64(t, r->kept, &statements[NEXT], in, COUNT(in), &next);
    if (found != OK && found != E_MISSING)
        return found;
    ret->us = found == OK ? next : NEVER.us;
    return OK;
}

status dispatch_find(struct task *t, struct reader *r, struct str reference, struct dispatch *ret)
{
    if (reference.len == 0 || reference.len > 64)
        return fail(t, E_MISSING, "no message has this reference");
    struct value in[] = { I64(r->store->log), TEXT(reference) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->kept, &statements[OF_REFERENCE], in, COUNT(in), &rows));
    bool found = cursor_next(&rows);
    struct dispatch d = found ? dispatch_read(&rows) : (struct dispatch){ 0 };
    TRY(cursor_done(&rows));
    if (!found)
        return fail(t, E_MISSING, "no message has this reference");
    *ret = d;
    return OK;
}

static status read_dead(struct task *t, struct reader *r, struct dead_letters *l)
{
    struct value in[] = { I64(r->store->log) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->kept, &statements[DEAD], in, COUNT(in), &rows));
    size_t room = 64;
    l->at = NEWS(t->arena, struct dead_letter, room);
    while (l->count <= LIST_ROWS_MAX && cursor_next(&rows)) {
        if (l->count == room) {
            struct dead_letter *more = NEWS(t->arena, struct dead_letter, room * 2);
            for (size_t i = 0; i < room; i++)
                more[i] = l->at[i];
            l->at = more;
            room *= 2;
        }
        l->at[l->count++].of = dispatch_read(&rows);
    }
    TRY(cursor_done(&rows));
    l->cut = l->count > LIST_ROWS_MAX;
    l->count -= l->cut;
    return OK;
}

/* The person's own manager; who is that manager is somebody else's work. */
static status find_owner(struct task *t, struct owners *o, uint32_t person, struct instant at,
                         struct owner *ret)
{
    enum role r = ROLE_TEAM_MANAGER;
    do {
        TRY(owners_find(t, o, r, 0, 0, at, ret));
        r = role_above(ret->role);
    } while (ret->person == person && r != ROLE_NONE);
    return OK;
}

static struct str what_to_do(struct task *t, const struct dispatch *d)
{
    return str_print(t->arena, "tell them another way now; then send it again when what it says is"
                               " put right, or settle it and say how they were told (%s, tried %u"
                               " times)", dispatch_channel_words(d->channel), d->attempts);
}

status dispatch_dead(struct task *t, struct reader *r, struct instant at,
                     struct dead_letters *ret)
{
    struct dead_letters l = { 0 };
    struct owners *o = owners_open(t, r->store, r->derived);
    TRY(read_dead(t, r, &l));
    for (size_t i = 0; i < l.count; i++) {
        struct dead_letter *x = &l.at[i];
        uint16_t rule = rulebook_by_about(r->store->rules, x->of.about);
        x->because = rule == UINT16_MAX ? S("a rule that this program does not know")
                                        : rulebook_rule(r->store->rules, rule)->title;
        TRY(look_name(t, r, x->of.person, &x->who));
        TRY(find_owner(t, o, x->of.person, at, &x->owner));
        x->remedy = what_to_do(t, &x->of);
    }
    *ret = l;
    return OK;
}

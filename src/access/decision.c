/* The decision: where the keys of a child meet those of who asks. */
#include "access/access_inside.h"
#include "access/look_log.h"
#include "work/owner.h"

enum {
    OF_CHILD,
    OF_DUTIES,
    OF_ALARMS,
    DECISION_STATEMENTS
};
enum {
    OWED_MAX = 500
};

#define OWED_HERE(table)                                                                           \
    "SELECT owner, given_to FROM " table " WHERE log = $1 AND subject = $2 AND closing = 0"        \
    " ORDER BY k LIMIT 500"
static const struct statement statements[] = {
    [OF_CHILD] = { .name = "access.of_child",
                   .sql = "SELECT need_key, role, from_us, until_us, detail FROM need_to_know"
                          " WHERE log = $1 AND subject = $2 ORDER BY k",
                   .params = 2,
                   .columns = 5 },
    [OF_DUTIES] = { .name = "access.duties_here",
                    .sql = OWED_HERE("duty"),
                    .params = 2,
                    .columns = 2 },
    [OF_ALARMS] = { .name = "access.alarms_here",
                    .sql = OWED_HERE("alarm"),
                    .params = 2,
                    .columns = 2 },
};

status access_prepare(struct task *t, struct reader *r)
{
    TRY(standing_prepare(t, r));
    TRY(access_reach_prepare(t, r));
    TRY(look_log_prepare(t, r));
    return db_prepare_all(t, r->derived, statements, DECISION_STATEMENTS);
}

struct row {
    int64_t key, from, until;
    uint8_t role;
    struct str detail;
};

/* What the rows read so far come to. */
struct deciding {
    struct task *t;
    struct reader *r;
    const struct standing *s;
    struct owners *owners;
    struct access a;
};

static struct instant earlier(struct instant a, struct instant b)
{
    return a.us < b.us ? a : b;
}

static void take(struct deciding *d, enum ground g, uint8_t role, struct instant until,
                 struct str words)
{
    struct access *a = &d->a;
    if (role != ROLE_NONE && role < ROLES)
        a->roles |= UINT64_C(1) << role;
    bool better =
        a->ground == GROUND_NONE || g < a->ground || (g == a->ground && until.us > a->until.us);
    if (!better)
        return;
    a->ground = g;
    a->until = until;
    a->words = words;
}

static const struct standing_place *place_held(const struct standing *s, uint64_t subject)
{
    const struct standing_place *best = NULL;
    for (size_t i = 0; i < s->places; i++) {
        const struct standing_place *p = &s->place[i];
        if (p->subject == subject && p->home && (!best || p->until.us > best->until.us))
            best = p;
    }
    return best;
}

/* Only the coordinator whom another authority names for its area, not all who work there. */
static const struct standing_place *area_held(const struct standing *s, const struct store *store,
                                              uint64_t area)
{
    for (size_t i = 0; i < s->places; i++) {
        const struct standing_place *p = &s->place[i];
        if (p->area == area && p->role == ROLE_HOST_COORDINATOR && p->subject != store->authority)
            return p;
    }
    return NULL;
}

static bool belongs_to(const struct standing *s, uint64_t agency)
{
    for (size_t i = 0; i < s->places; i++)
        if (s->place[i].subject == agency)
            return true;
    return false;
}

status owes(struct task *t, struct owners *o, const struct standing *s, enum role role, bool *ret)
{
    struct owner found;
    *ret = false;
    uint64_t held = 0;
    for (size_t i = 0; i < s->places; i++)
        held |= s->place[i].home ? 0 : UINT64_C(1) << s->place[i].role;
    if (held <= 1)
        return OK; /* what nobody holds for a child falls to who holds it at an agency */
    TRY(owners_find(t, o, role, 0, 0, s->now, &found));
    /* The last resort, somebody at all, is not a relation. */
    *ret = found.person == s->actor.person && (held >> found.role & 1);
    return OK;
}

static status owed_ground(struct deciding *d, const struct row *w, struct instant until)
{
    bool mine;
    if (d->a.ground != GROUND_NONE && d->a.ground < GROUND_DUTY)
        return OK;
    if (!d->owners)
        d->owners = owners_open(d->t, d->r->store, d->r->derived);
    TRY(owes(d->t, d->owners, d->s, (enum role)w->role, &mine));
    if (mine)
        take(d, GROUND_DUTY, d->s->actor.role, until, S("you owe this child something"));
    return OK;
}

static void lives_ground(struct deciding *d, const struct row *w, struct instant until)
{
    const struct standing_place *p = place_held(d->s, need_number(w->key));
    if (p)
        take(d, GROUND_LIVES, p->role, earlier(until, p->until),
             S("you work at the home where this child lives"));
}

static void area_ground(struct deciding *d, const struct row *w, struct instant until)
{
    const struct standing_place *p = area_held(d->s, d->r->store, need_number(w->key));
    if (p)
        take(d, GROUND_AREA, p->role, earlier(until, p->until),
             S("this child of another authority is placed in your area"));
}

static void police_ground(struct deciding *d, struct instant until)
{
    if (d->s->police != ROLE_NONE)
        take(d, GROUND_POLICE, d->s->police, earlier(until, d->s->police_until),
             until.us == NEVER.us ? S("this child is missing and you are police")
                                  : S("this child has been missing lately and you are police"));
}

static void share_ground(struct deciding *d, const struct row *w, struct instant until)
{
    uint64_t with = need_number(w->key);
    if (with != d->s->actor.person && !belongs_to(d->s, with))
        return;
    take(d, GROUND_SHARE, d->s->actor.role, until, S("this file was shared with you"));
    if (d->a.ground == GROUND_SHARE)
        d->a.items = w->detail;
}

static status row_ground(struct deciding *d, const struct row *w)
{
    struct instant until = { w->until };
    bool me = need_number(w->key) == d->s->actor.person;
    if (w->from > d->s->now.us || w->until <= d->s->now.us)
        return OK;
    switch (need_of_key(w->key)) {
    case NEED_HOLDS:
        if (me)
            take(d, GROUND_ROLE, w->role, until,
                 str_print(d->t->arena, "you are this child\xe2\x80\x99s %s",
                           code_meaning(CODES_ROLE, w->role)));
        break;
    case NEED_LIVES: lives_ground(d, w, until); break;
    case NEED_GIVEN:
        if (me)
            take(d, GROUND_DUTY, d->s->actor.role, until, S("you owe this child something"));
        break;
    case NEED_OWED: return owed_ground(d, w, until);
    case NEED_AREA: area_ground(d, w, until); break;
    case NEED_POLICE: police_ground(d, until); break;
    case NEED_SHARE: share_ground(d, w, until); break;
    case NEED_GLASS:
        if (me)
            take(d, GROUND_GLASS, d->s->actor.role, until,
                 S("you said why you had to; the child\xe2\x80\x99s social worker has been"
                   " told and will review it"));
        break;
    case NEED_NONE:
    case NEED_LEFT:
    case NEEDS: break;
    }
    return OK;
}

static status rows_read(struct deciding *d, uint32_t child)
{
    struct value in[] = { I64(d->r->store->log), I64(child) };
    WITH_CURSOR(rows);
    TRY(db_query(d->t, d->r->derived, &statements[OF_CHILD], in, COUNT(in), &rows));
    while (cursor_next(&rows)) {
        struct row w = { .key = cursor_i64(&rows), .role = (uint8_t)cursor_i64(&rows) };
        w.from = cursor_i64(&rows);
        bool open = cursor_is_nil(&rows);
        int64_t until = cursor_i64(&rows);
        w.until = open ? INT64_MAX : until;
        w.detail = cursor_text(&rows);
        TRY(row_ground(d, &w));
    }
    return cursor_done(&rows);
}

status access_to(struct task *t, struct reader *r, const struct standing *s, uint32_t child,
                 struct access *ret)
{
    struct deciding d = { .t = t, .r = r, .s = s, .a = { .until = NEVER } };
    if (!s->left && !s->no_child && s->actor.person != 0) {
        if (s->office != ROLE_NONE)
            take(&d, GROUND_OFFICE, s->office, s->office_until,
                 str_print(t->arena,
                           "you are %s, who answers for every child that %.*s looks after",
                           code_meaning(CODES_ROLE, s->office), STR_ARG(r->store->authority_name)));
        TRY(rows_read(&d, child));
    }
    if (d.a.ground == GROUND_NONE)
        return fail(t, E_DENIED,
                    "you have no relation to this child: ask the child's social worker,"
                    " or state why you must look now");
    d.a.pointer = d.a.ground == GROUND_AREA;
    *ret = d.a;
    return OK;
}

/* ---- a home, an agency, a place ---- */

static status owes_here(struct task *t, struct reader *r, const struct standing *s, int which,
                        uint32_t subject, bool *ret)
{
    struct value in[] = { I64(r->store->log), I64(subject) };
    struct owners *o = owners_open(t, r->store, r->derived);
    struct {
        uint8_t role;
        uint32_t given;
    } owed[OWED_MAX];
    size_t count = 0;
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[which], in, COUNT(in), &rows));
    while (count < OWED_MAX && cursor_next(&rows)) {
        owed[count].role = (uint8_t)cursor_i64(&rows);
        owed[count++].given = (uint32_t)cursor_i64(&rows);
    }
    TRY(cursor_done(&rows));
    for (size_t i = 0; i < count && !*ret; i++) {
        struct owner found = { .person = owed[i].given };
        if (found.person == 0)
            TRY(owners_find(t, o, (enum role)owed[i].role, 0, subject, s->now, &found));
        *ret = found.person == s->actor.person;
    }
    return OK;
}

status access_to_place(struct task *t, struct reader *r, const struct standing *s, uint32_t subject)
{
    bool may = s->office != ROLE_NONE || belongs_to(s, subject);
    if (!may && !s->left && !s->no_child)
        TRY(owes_here(t, r, s, OF_DUTIES, subject, &may));
    if (!may && !s->left && !s->no_child)
        TRY(owes_here(t, r, s, OF_ALARMS, subject, &may));
    return may ? OK
               : fail(t, E_DENIED,
                      "you have no part in this: ask the registered manager of the home, or the"
                      " team manager");
}

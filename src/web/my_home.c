/* A home's own page: who lives here, who is out, what must be done next, who is on shift. */
#include <stdlib.h>
#include <string.h>

#include "access/photo.h"
#include "web/pages.gen.h"
#include "web/snapshot.h"
#include "web/who.h"

enum {
    RESIDENTS_MAX = 60,
    SHIFT_MAX = 20,
    OWED_MAX = 300,
    OWED_OPEN = 8,
    OWED_LISTED = 30,
    EACH_CHILD = 100
};

enum {
    HOMES_OF,
    SHIFT_OF
};
static const struct statement statements[] = {
    [HOMES_OF] = { .name = "my_home.homes",
                   .sql = "SELECT r.subject, max(coalesce(r.until_us, 0)) FROM role_holder r"
                          " JOIN home h ON h.log = r.log AND h.subject = r.subject"
                          " WHERE r.log = $1 AND r.person = $2 AND coalesce(r.team, '') <> "
                          "'" TEAM_HANDOVER "'"
                          " AND (r.until_us IS NULL OR (r.from_us <= $3 AND r.until_us > $3))"
                          " GROUP BY r.subject ORDER BY r.subject LIMIT 5",
                   .params = 3,
                   .columns = 2 },
    [SHIFT_OF] = { .name = "my_home.shift",
                   .sql =
                       "SELECT person, role, coalesce(until_us, 0), coalesce(team, '') FROM "
                       "role_holder"
                       " WHERE log = $1 AND subject = $2 AND coalesce(team, '') <> '" TEAM_HANDOVER
                       "'"
                       " AND (until_us IS NULL OR (from_us <= $3 AND until_us > $3))"
                       " ORDER BY CASE WHEN until_us IS NULL THEN 1 ELSE 0 END, role, k"
                       " LIMIT 20",
                   .params = 3,
                   .columns = 4 },
};

status my_home_prepare(struct task *t, struct reader *r)
{
    return db_prepare_all(t, r->derived, statements, COUNT(statements));
}

/* Whose day is a home and its children, or a social worker's own; see landing_of for the others. */
enum route_name first_page(uint8_t role)
{
    bool at_home =
        role == ROLE_NIGHT_WORKER || role == ROLE_REGISTERED_MANAGER || role == ROLE_CARER;
    if (role == ROLE_SOCIAL_WORKER)
        return ROUTE_my_day;
    return at_home ? ROUTE_my_home : landing_of(role);
}

static status homes_of(struct task *t, struct request *in, struct my_home_page *p)
{
    struct value with[] = { I64(in->reader->store->log), I64(in->session.actor.person),
                            I64(in->now.us) };
    WITH_CURSOR(rows);
    TRY(db_query(t, in->reader->derived, &statements[HOMES_OF], with, COUNT(with), &rows));
    while (cursor_next(&rows)) {
        if (p->homes == MY_HOMES_MAX) {
            p->cut = true;
            break;
        }
        p->home[p->homes++].number = (uint32_t)cursor_i64(&rows);
        int64_t until = cursor_i64(&rows);
        if (until != 0 && until < p->shift_ends.us)
            p->shift_ends.us = until;
    }
    return cursor_done(&rows);
}

static status on_shift(struct task *t, struct request *in, struct home_part *h)
{
    struct value with[] = { I64(in->reader->store->log), I64(h->number), I64(in->now.us) };
    uint32_t person[SHIFT_MAX];
    size_t count = 0;
    h->shift = NEWS(t->arena, struct on_shift, SHIFT_MAX);
    WITH_CURSOR(rows);
    TRY(db_query(t, in->reader->derived, &statements[SHIFT_OF], with, COUNT(with), &rows));
    while (count < SHIFT_MAX && cursor_next(&rows)) {
        person[count] = (uint32_t)cursor_i64(&rows);
        int64_t role = cursor_i64(&rows), until = cursor_i64(&rows);
        h->shift[count++] =
            (struct on_shift){ .role = str_from(code_meaning(CODES_ROLE, (unsigned)role)),
                               .rota = str_is(cursor_text(&rows), TEAM_ROTA),
                               .until = until ? (struct instant){ until } : NEVER };
    }
    TRY(cursor_done(&rows));
    for (size_t i = 0; i < count; i++) {
        struct person_details d;
        TRY(look_name(t, in->reader, person[i], &h->shift[i].name));
        if (person_details(t, in->reader, person[i], &d) == OK)
            h->shift[i].telephone = d.telephone;
    }
    h->shifts = count;
    return OK;
}

static const struct missing_row *missing_row_of(const struct snapshot *s, uint32_t child)
{
    for (size_t i = 0; i < s->missing.count; i++)
        if (s->missing.at[i].child == child)
            return &s->missing.at[i];
    return NULL;
}

/* Who is out first, then by name. */
static int out_first(const void *a, const void *b)
{
    const struct resident *x = a, *y = b;
    if ((x->m != NULL) != (y->m != NULL))
        return x->m ? -1 : 1;
    return str_order(x->name, y->name);
}

static status residents_of(struct task *t, struct request *in, const struct snapshot *s,
                           const struct seen_children *seen, struct home_part *h)
{
    struct name_list list;
    TRY(look_name(t, in->reader, h->number, &h->name));
    h->telephone = home_telephone(t, in->reader, h->number);
    TRY(look_children_of_home(t, in->reader, h->number, &list));
    h->resident = NEWS(t->arena, struct resident, RESIDENTS_MAX);
    for (size_t i = 0; i < list.count && h->residents < RESIDENTS_MAX; i++) {
        const struct missing_row *m = missing_row_of(s, list.at[i].number);
        if (!may_list(seen, list.at[i].number, m != NULL))
            continue;
        h->resident[h->residents++] = (struct resident){
            .child = list.at[i].number,
            .name = list.at[i].name,
            .first = first_name(list.at[i].name),
            .m = m,
            .away = m && strcmp(code_text(CODES_CLASSIFICATION, m->class), "A") == 0,
        };
        TRY(photo_there(t, in->reader, list.at[i].number, &h->resident[h->residents - 1].photo));
    }
    if (h->residents > 1)
        qsort(h->resident, h->residents, sizeof *h->resident, out_first);
    return on_shift(t, in, h);
}

/* --- what must be done next --- */

static bool is_the_homes(const struct request *in, const struct duty_row *d)
{
    if (d->owner.person == in->session.actor.person)
        return true;
    return d->owner.role == ROLE_NIGHT_WORKER || d->owner.role == ROLE_REGISTERED_MANAGER ||
           d->owner.role == ROLE_CARER;
}

static bool is_there(const struct my_home_page *p, const struct duty_row *d)
{
    for (size_t i = 0; i < p->owed_count; i++) {
        const struct duty_row *o = p->owed[i].row;
        if (o->subject == d->subject && o->rule == d->rule &&
            o->instance.started_n == d->instance.started_n)
            return true;
    }
    return false;
}

static status add_owed(struct task *t, struct request *in, const struct view *v,
                       struct duty_filter f, struct my_home_page *p)
{
    struct duty_list *list = NEW(t->arena, struct duty_list);
    f.at = in->now;
    f.limit = EACH_CHILD;
    TRY(look_duties(t, in->reader, &f, list));
    for (size_t i = 0; i < list->count && p->owed_count < OWED_MAX; i++) {
        const struct duty_row *d = &list->at[i];
        if ((f.person == 0 && !is_the_homes(in, d)) || is_there(p, d))
            continue;
        p->owed[p->owed_count++] = owed_row(v, d);
        p->late += d->state == DUTY_OVERDUE;
    }
    return OK;
}

static bool is_out(const struct my_home_page *p, const struct duty_row *d)
{
    for (size_t h = 0; h < p->homes; h++)
        for (size_t i = 0; i < p->home[h].residents; i++) {
            const struct resident *r = &p->home[h].resident[i];
            if (r->m && r->child == d->child && r->m->episode == d->instance.about)
                return true;
        }
    return false;
}

static int by_due(const void *a, const void *b)
{
    const struct owed_row *x = a, *y = b;
    int64_t l = x->row->instance.due, r = y->row->instance.due;
    return (l > r) - (l < r);
}

/* What a child who is out asks for comes before everything else. */
static void order_owed(struct task *t, struct my_home_page *p)
{
    struct owed_row *sorted = NEWS(t->arena, struct owed_row, p->owed_count + 1);
    size_t count = 0, first = 0;
    if (p->owed_count > 1)
        qsort(p->owed, p->owed_count, sizeof *p->owed, by_due);
    for (int out = 1; out >= 0; out--) {
        for (size_t i = 0; i < p->owed_count; i++)
            if (is_out(p, p->owed[i].row) == out)
                sorted[count++] = p->owed[i];
        first = out ? count : first;
    }
    p->owed = sorted;
    p->owed_open = first < OWED_OPEN ? OWED_OPEN : first;
    if (count > OWED_LISTED)
        count = OWED_LISTED;
    if (p->owed_open > count)
        p->owed_open = count;
    p->owed_count = count;
}

static status owed_next(struct task *t, struct request *in, const struct view *v,
                        struct my_home_page *p)
{
    p->owed = NEWS(t->arena, struct owed_row, OWED_MAX);
    for (size_t h = 0; h < p->homes; h++) {
        const struct home_part *home = &p->home[h];
        for (size_t i = 0; i < home->residents; i++)
            TRY(add_owed(t, in, v, (struct duty_filter){ .child = home->resident[i].child }, p));
        TRY(add_owed(t, in, v, (struct duty_filter){ .child = home->number }, p));
    }
    TRY(add_owed(t, in, v, (struct duty_filter){ .person = in->session.actor.person }, p));
    order_owed(t, p);
    return OK;
}

/* Who is rung at night: the manager on call, then the authority's duty team. */
static void numbers(struct task *t, struct request *in, struct my_home_page *p)
{
    static const enum role ring[] = { ROLE_REGISTERED_MANAGER, ROLE_EMERGENCY_DUTY,
                                      ROLE_MISSING_COORDINATOR };
    const struct home_part *h = &p->home[0];
    struct answering a = { .child = h->residents ? h->resident[0].child : 0,
                           .home = h->number,
                           .at = in->now };
    for (size_t i = 0; i < COUNT(ring); i++) {
        struct call c = call_for(t, in, &a, ring[i]);
        if (c.name.len > 0 || c.could_not)
            p->call[p->calls++] = c;
    }
}

static status fill(struct task *t, struct request *in, const struct view *v,
                   const struct snapshot *s, struct my_home_page *p)
{
    struct seen_children seen;
    TRY(homes_of(t, in, p));
    TRY(children_seen(t, in, &seen));
    for (size_t i = 0; i < p->homes; i++)
        TRY(residents_of(t, in, s, &seen, &p->home[i]));
    TRY(owed_next(t, in, v, p));
    TRY(handovers_waiting(t, in, &p->handovers));
    if (p->homes > 0)
        numbers(t, in, p);
    return OK;
}

status handle_my_home(struct task *t, struct request *in, struct response *out)
{
    struct my_home_page *p = NEW(t->arena, struct my_home_page);
    p->shift_ends = NEVER;
    struct view v = view_of(t, in, "My home", NAV_HOME);
    v.form = v.recorded = true;
    struct snapshot *s = NULL;
    status looked = snapshot_take(t, in, &s);
    if (looked == OK)
        looked = fill(t, in, &v, s, p);
    if (looked != OK)
        *p = (struct my_home_page){ .failed = str_nul(t->arena, str_from(t->reason)) };
    note_searched(in, out, "my home");
    struct html h = page_open(t);
    page_my_home(&h, &v, p);
    if (s)
        snapshot_give(in->site, s);
    return page_send(t, &h, looked == OK ? 200 : 503, out);
}

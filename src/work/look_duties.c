/* Duties and alarms: whose they are, and how they stand at an instant. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "work/duty_reach.h"
#include "work/reader.h"

#define STILL_NOW_US (10 * SECOND_US)

#define COLUMNS                                                                                   \
    "SELECT subject, rule_about, started_n, about, owner, home, given_to, from_us, due_us,"      \
    " warn_us, closed_us, closing, closed_n, acknowledged_n, unknown, subject_kind, again, fired," \
    " warned, raised_n FROM "
/* Which rows is found in an index alone: without statistics the engine would rather read the whole
 * table than go from an index to rows. Then they are read in the order in which they lie; the plus
 * keeps the engine from having that order by reading the table after all. */
#define ROWS_WHERE(table, condition)                                                              \
    "WITH o AS MATERIALIZED (SELECT subject AS os, k AS ok FROM " table " WHERE log = $1"         \
    " AND closing = 0 AND " condition " ORDER BY +subject, k) " COLUMNS "o CROSS JOIN " table     \
    " WHERE log = $1 AND subject = os AND k = ok"
#define WHERE_LOG " WHERE log = $1"
#define STATEMENTS_OF(table)                                                                      \
    { .name = table ".open_due",                                                                  \
      .sql = COLUMNS table WHERE_LOG " AND closing = 0 AND due_us IS NOT NULL"                    \
                                     " ORDER BY due_us, subject, k",                              \
      .params = 1, .columns = 20 },                                                               \
    { .name = table ".open_undue",                                                                \
      .sql = ROWS_WHERE(table, "due_us IS NULL") " ORDER BY from_us, subject, k",                 \
      .params = 1, .columns = 20 },                                                               \
    { .name = table ".all_due",                                                                   \
      .sql = COLUMNS table WHERE_LOG " AND due_us IS NOT NULL ORDER BY due_us, subject, k",       \
      .params = 1, .columns = 20 },                                                               \
    { .name = table ".all_undue",                                                                 \
      .sql = COLUMNS table WHERE_LOG " AND due_us IS NULL ORDER BY from_us, subject, k",          \
      .params = 1, .columns = 20 },                                                               \
    { .name = table ".child_due",                                                                 \
      .sql = COLUMNS table WHERE_LOG " AND subject = $2 AND due_us IS NOT NULL"                   \
                                     " ORDER BY due_us, k",                                       \
      .params = 2, .columns = 20 },                                                               \
    { .name = table ".child_undue",                                                               \
      .sql = COLUMNS table WHERE_LOG " AND subject = $2 AND due_us IS NULL"                       \
                                     " ORDER BY from_us, k",                                      \
      .params = 2, .columns = 20 },                                                               \
    { .name = table ".child_open",                                                                \
      .sql = COLUMNS table WHERE_LOG " AND subject = $2 AND closing = 0",                         \
      .params = 2, .columns = 20 },                                                               \
    { .name = table ".given",                                                                     \
      .sql = ROWS_WHERE(table, "given_to <> 0 AND given_to = $2"),                                \
      .params = 2, .columns = 20 },                                                               \
    { .name = table ".unheld",                                                                    \
      .sql = ROWS_WHERE(table, "holder = 0 AND ($2 >> CAST(owner AS INTEGER)) & 1 = 1"),          \
      .params = 2, .columns = 20 },                                                               \
    { .name = table ".open_first",                                                                \
      .sql = "WITH o AS MATERIALIZED (SELECT subject AS os, k AS ok, from_us AS since FROM "      \
             table " WHERE log = $1 AND closing = 0 AND due_us IS NULL AND from_us <= $2"         \
             " ORDER BY from_us, subject, k LIMIT $3) " COLUMNS "o CROSS JOIN " table             \
             " WHERE log = $1 AND subject = os AND k = ok ORDER BY since, subject, k",            \
      .params = 3, .columns = 20 }

enum { OPEN_DUE, OPEN_UNDUE, ALL_DUE, ALL_UNDUE, CHILD_DUE, CHILD_UNDUE, CHILD_OPEN, GIVEN,
       UNHELD, OPEN_FIRST, OF_ONE_TABLE };
enum { FIRST_OF_MAX = 400, FIRST_TRIED = 4 };
static const struct statement statements[] = { STATEMENTS_OF("duty"), STATEMENTS_OF("alarm") };

/* The index of open ones has all that is counted. */
#define COUNTS_OF(table)                                                                          \
    { .name = table ".counts",                                                                    \
      .sql = "SELECT count(*), coalesce(sum(CASE WHEN due_us < $2 THEN 1 ELSE 0 END), 0),"        \
             " coalesce(sum(CASE WHEN due_us >= $2 AND due_us <= $3 THEN 1 ELSE 0 END), 0)"       \
             " FROM " table WHERE_LOG " AND closing = 0 AND from_us <= $2",                      \
      .params = 3, .columns = 3 }
static const struct statement counts[] = { COUNTS_OF("duty"), COUNTS_OF("alarm") };

enum { ROLES_HELD };
static const struct statement own[] = {
    [ROLES_HELD] = { .name = "duty.roles_held",
                     .sql = "SELECT DISTINCT role FROM role_holder WHERE log = $1 AND person = $2"
                            " AND from_us <= $3 AND (until_us IS NULL OR until_us > $3)",
                     .params = 3, .columns = 1 },
};

status duties_prepare(struct task *t, struct reader *r)
{
    TRY(db_prepare_all(t, r->derived, statements, COUNT(statements)));
    TRY(db_prepare_all(t, r->derived, counts, COUNT(counts)));
    TRY(reach_prepare(t, r));
    return db_prepare_all(t, r->derived, own, COUNT(own));
}

struct looking {
    struct task *t;
    struct reader *r;
    const struct duty_filter *f;
    struct owners *owners;
    struct duty_list list;
    size_t limit;
    uint32_t rule;       /* the only one wanted; UINT32_MAX: any */
    uint32_t may_fall;   /* roles whose duties can come to the person asked for; bit by role */
    int64_t day_end;
    bool plain;          /* all open ones: what is not listed can be counted by the engine */
    struct duty_reach reach;
    struct duty_row *near; /* what may be the person's, before it is known whose it is */
    size_t near_count, near_room;
};

static int64_t or_never(struct cursor *rows)
{
    bool nil = cursor_is_nil(rows);
    int64_t us = cursor_i64(rows);
    return nil ? INT64_MAX : us;
}

static void take_row(struct cursor *rows, const struct rulebook *rules, struct duty_row *d)
{
    struct instance *i = &d->instance;
    d->subject = (uint32_t)cursor_i64(rows);
    d->rule = i->rule = rulebook_by_about(rules, (uint64_t)cursor_i64(rows));
    i->started_n = (uint32_t)cursor_i64(rows);
    i->about = (uint64_t)cursor_i64(rows);
    i->owner = (uint8_t)cursor_i64(rows);
    d->home = (uint32_t)cursor_i64(rows);
    i->given_to = (uint32_t)cursor_i64(rows);
    i->from = cursor_i64(rows);
    i->due = or_never(rows);
    i->warn = or_never(rows);
    i->closed_at = or_never(rows);
    i->closing = (uint8_t)cursor_i64(rows);
    i->closed_n = (uint32_t)cursor_i64(rows);
    i->acknowledged_n = (uint32_t)cursor_i64(rows);
    i->unknown = cursor_i64(rows) != 0;
    d->subject_kind = (enum subject_kind)cursor_i64(rows);
    d->child = d->subject_kind == SUBJECT_CHILD ? d->subject : 0;
    i->again = (uint16_t)cursor_i64(rows);
    i->fired = (uint8_t)cursor_i64(rows);
    i->warned = (uint8_t)cursor_i64(rows);
    i->raised_n = (uint32_t)cursor_i64(rows);
}

/* What the rulebook no longer has, what has not begun, what has not rung yet: not shown. */
static bool is_wanted(struct looking *x, struct duty_row *d)
{
    const struct duty_filter *f = x->f;
    if (d->rule == UINT16_MAX || (x->rule != UINT32_MAX && d->rule != x->rule))
        return false;
    if (d->instance.from > f->at.us)
        return false;
    d->state = instance_state(x->r->store->rules, &d->instance, f->at.us);
    if (d->state == ALARM_WAITING || d->state == DUTY_NOT_YET)
        return false;
    if (f->overdue_only && d->state != DUTY_OVERDUE)
        return false;
    return f->person == 0 || d->instance.given_to == f->person ||
           (d->instance.given_to == 0 && (x->may_fall >> d->instance.owner & 1));
}

/* Resolved apart from the rows, since the same statement must not be read twice at once. */
static status find_owner(struct looking *x, struct duty_row *d)
{
    TRY(owners_find(x->t, x->owners, (enum role)d->instance.owner, d->child, d->home, x->f->at,
                    &d->owner));
    if (d->instance.given_to == 0)
        return OK;
    d->owner.person = d->instance.given_to;
    d->owner.role = d->owner.asked;
    return look_name(x->t, x->r, d->owner.person, &d->owner.name);
}

static void count_row(struct looking *x, const struct duty_row *d)
{
    x->list.overdue += d->state == DUTY_OVERDUE;
    x->list.today += d->state != DUTY_OVERDUE && d->instance.closing == OPEN &&
                     d->instance.due <= x->day_end;
    x->list.running += d->instance.closing == OPEN;
}

static status take_wanted(struct looking *x, struct duty_row *d)
{
    bool listed = x->list.count < x->limit;
    if (x->f->person != 0 || listed)
        TRY(find_owner(x, d));
    if (x->f->person != 0 && d->owner.person != x->f->person)
        return OK;
    count_row(x, d);
    if (!listed) {
        x->list.cut = true;
        return OK;
    }
    x->list.at[x->list.count++] = *d;
    return OK;
}

static void keep_near(struct looking *x, const struct duty_row *d)
{
    if (x->near_count == x->near_room) {
        size_t room = x->near_room * 2;
        struct duty_row *more = NEWS(x->t->arena, struct duty_row, room);
        memcpy(more, x->near, x->near_count * sizeof *more);
        x->near = more;
        x->near_room = room;
    }
    x->near[x->near_count++] = *d;
}

static status read_one(struct looking *x, int which, int64_t of)
{
    const struct statement *s = &statements[(x->f->alarms ? OF_ONE_TABLE : 0) + which];
    struct value in[] = { I64(x->r->store->log), I64(of) };
    WITH_CURSOR(rows);
    TRY(db_query(x->t, x->r->derived, s, in, s->params, &rows));
    while (!(x->plain && x->list.cut) && cursor_next(&rows)) {
        struct duty_row d = { 0 };
        take_row(&rows, x->r->store->rules, &d);
        if (d.instance.closing != OPEN && !x->f->closed_too)
            continue;
        if (!is_wanted(x, &d))
            continue;
        if (which >= CHILD_OPEN)
            keep_near(x, &d);
        else
            TRY(take_wanted(x, &d));
    }
    return cursor_done(&rows);
}

/* --- of one person --- */

static int by_subject(const void *a, const void *b)
{
    const struct duty_row *x = a, *y = b;
    if (x->subject != y->subject)
        return x->subject < y->subject ? -1 : 1;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    return (x->instance.started_n > y->instance.started_n) -
           (x->instance.started_n < y->instance.started_n);
}

static int by_due(const void *a, const void *b)
{
    const struct instance *x = &((const struct duty_row *)a)->instance;
    const struct instance *y = &((const struct duty_row *)b)->instance;
    if (x->due != y->due)
        return x->due < y->due ? -1 : 1;
    if (x->due == INT64_MAX && x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return by_subject(a, b);
}

/* Subject by subject, since whose they are is read so; one may have come in twice. */
static status settle_owners(struct looking *x)
{
    size_t kept = 0;
    qsort(x->near, x->near_count, sizeof *x->near, by_subject);
    for (size_t i = 0; i < x->near_count; i++) {
        struct duty_row *d = &x->near[i];
        if (i > 0 && by_subject(d - 1, d) == 0)
            continue;
        struct duty_row owned = *d;
        TRY(find_owner(x, &owned));
        if (owned.owner.person == x->f->person)
            x->near[kept++] = owned;
    }
    x->near_count = kept;
    return OK;
}

static status read_near(struct looking *x)
{
    x->near_room = 256;
    x->near = NEWS(x->t->arena, struct duty_row, x->near_room);
    for (size_t i = 0; i < x->reach.children; i++)
        TRY(read_one(x, CHILD_OPEN, x->reach.child[i]));
    TRY(read_one(x, GIVEN, x->f->person));
    if (x->reach.general != 0)
        TRY(read_one(x, UNHELD, x->reach.general));
    TRY(settle_owners(x));
    qsort(x->near, x->near_count, sizeof *x->near, by_due);
    for (size_t i = 0; i < x->near_count; i++) {
        count_row(x, &x->near[i]);
        if (x->list.count < x->limit)
            x->list.at[x->list.count++] = x->near[i];
    }
    x->list.cut = x->list.count < x->near_count;
    return OK;
}

static status count_all(struct looking *x)
{
    const struct statement *s = &counts[x->f->alarms];
    struct value in[] = { I64(x->r->store->log), I64(x->f->at.us), I64(x->day_end) };
    WITH_CURSOR(rows);
    TRY(db_query(x->t, x->r->derived, s, in, COUNT(in), &rows));
    if (cursor_next(&rows)) {
        x->list.running = (size_t)cursor_i64(&rows);
        size_t late = (size_t)cursor_i64(&rows), today = (size_t)cursor_i64(&rows);
        x->list.overdue = x->f->alarms ? 0 : late;
        x->list.today = x->f->alarms ? late + today : today;
    }
    return cursor_done(&rows);
}

/* Who wants the first few is not made to wait for all to be sorted. What was read is taken back
 * when it does not settle the list: some of the first were not to be shown. */
static status read_first(struct looking *x, bool *ret_settled)
{
    const struct statement *s = &statements[(x->f->alarms ? OF_ONE_TABLE : 0) + OPEN_FIRST];
    const struct duty_list before = x->list;
    int64_t seen = 0, most = (int64_t)x->limit * FIRST_TRIED;
    struct value in[] = { I64(x->r->store->log), I64(x->f->at.us), I64(most) };
    WITH_CURSOR(rows);
    TRY(db_query(x->t, x->r->derived, s, in, COUNT(in), &rows));
    while (!x->list.cut && cursor_next(&rows)) {
        struct duty_row d = { 0 };
        take_row(&rows, x->r->store->rules, &d);
        seen++;
        if (is_wanted(x, &d))
            TRY(take_wanted(x, &d));
    }
    *ret_settled = x->list.cut || seen < most;
    if (!*ret_settled)
        x->list = before;
    return cursor_done(&rows);
}

static status read_all(struct looking *x)
{
    int due = x->f->child ? CHILD_DUE : x->f->closed_too ? ALL_DUE : OPEN_DUE;
    bool settled = false;
    TRY(read_one(x, due, x->f->child));
    if (x->plain && !x->list.cut && x->limit <= FIRST_OF_MAX)
        TRY(read_first(x, &settled));
    if (!settled)
        TRY(read_one(x, due + 1, x->f->child));
    return x->plain && x->list.cut ? count_all(x) : OK;
}

static status name_subjects(struct looking *x)
{
    for (size_t i = 0; i < x->list.count; i++) {
        struct duty_row *d = &x->list.at[i];
        if (i > 0 && d[-1].subject == d->subject) {
            d->child_name = d[-1].child_name;
            d->local_id = d[-1].local_id;
        } else if (d->child != 0) {
            TRY(look_child_name(x->t, x->r, d->child, &d->child_name, &d->local_id));
        } else {
            d->local_id = S("");
            TRY(look_name(x->t, x->r, d->subject, &d->child_name));
        }
    }
    return OK;
}

/* The asker's "now" was a moment ago. */
static bool is_now(const struct looking *x)
{
    return x->f->at.us >= task_now(x->t).us - STILL_NOW_US;
}

/* Which duties can be the person's at all: those of roles that reach one the person holds, and any
 * at all for the one to whom everything falls when nobody is director. */
static status find_may_fall(struct looking *x)
{
    uint32_t held = 0;
    struct value in[] = { I64(x->r->store->log), I64(x->f->person), I64(x->f->at.us) };
    WITH_CURSOR(rows);
    TRY(db_query(x->t, x->r->derived, &own[ROLES_HELD], in, COUNT(in), &rows));
    while (cursor_next(&rows))
        held |= UINT32_C(1) << ((uint64_t)cursor_i64(&rows) % 32);
    TRY(cursor_done(&rows));
    for (unsigned asked = 0; asked < ROLES; asked++) {
        for (unsigned role = 1; role < ROLES; role++) {
            if ((held >> role & 1) && role_reaches((enum role)asked, (enum role)role))
                x->may_fall |= UINT32_C(1) << asked;
        }
    }
    uint32_t last_resort;
    TRY(owners_anybody(x->t, x->owners, &last_resort));
    if (last_resort == x->f->person || !is_now(x))
        x->may_fall = UINT32_MAX;
    return OK;
}

/* Of another moment, or with what is over, everything is read: rare, and roles differed then. */
static status find_reach(struct looking *x)
{
    x->reach.far = true;
    if (is_now(x) && !x->f->child && !x->f->closed_too)
        TRY(reach_of(x->t, x->r, x->owners, x->f->person, x->f->at, &x->reach));
    if (!x->reach.far) {
        x->may_fall = UINT32_MAX;
        return OK;
    }
    return find_may_fall(x);
}

static status find_rule(struct looking *x)
{
    x->rule = UINT32_MAX;
    if (x->f->rule.len == 0)
        return OK;
    uint16_t rule = rulebook_find(x->r->store->rules, x->f->rule);
    if (rule == UINT16_MAX)
        return fail(x->t, E_MISSING, "there is no rule of that name: `sightline rules list` shows"
                                     " them all");
    x->rule = rule;
    return OK;
}

status look_duties(struct task *t, struct reader *r, const struct duty_filter *f,
                   struct duty_list *ret)
{
    struct looking x = { .t = t, .r = r, .f = f };
    x.limit = f->limit == 0 || f->limit > LIST_ROWS_MAX ? LIST_ROWS_MAX : f->limit;
    x.owners = owners_open(t, r->store, r->derived);
    x.list.at = NEWS(t->arena, struct duty_row, x.limit);
    x.day_end = calendar_day_end(r->store->calendar, date_in_uk(f->at)).us;
    TRY(find_rule(&x));
    x.plain = !f->person && !f->child && !f->overdue_only && !f->closed_too && !f->rule.len;
    WITH_TX(still);
    TRY(tx_begin(t, r->derived, &still));
    if (f->person != 0)
        TRY(find_reach(&x));
    TRY(f->person != 0 && !x.reach.far ? read_near(&x) : read_all(&x));
    TRY(name_subjects(&x));
    TRY(tx_commit(&still));
    *ret = x.list;
    return OK;
}

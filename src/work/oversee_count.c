/* Reads every open row once: late by person, and what stands at which step of the ladder. */
#include <stdlib.h>
#include <string.h>

#include "work/oversee.h"
#include "work/reader.h"

#define OPEN_OF(table)                                                                             \
    "SELECT subject, rule_about, started_n, owner, coalesce(home, 0), coalesce(holder, 0),"        \
    " coalesce(given_to, 0), from_us, due_us, fired, subject_kind FROM " table                     \
    " WHERE log = $1 AND closing = 0 AND due_us IS NOT NULL AND due_us < $2"
enum {
    LATE_DUTIES,
    RUNG_ALARMS,
    PEOPLE_OF
};
static const struct statement statements[] = {
    [LATE_DUTIES] = { .name = "oversee.late", .sql = OPEN_OF("duty"), .params = 2, .columns = 11 },
    [RUNG_ALARMS] = { .name = "oversee.rung",
                      .sql = "SELECT subject, rule_about, started_n, owner, coalesce(home, 0),"
                             " coalesce(holder, 0), coalesce(given_to, 0), from_us,"
                             " coalesce(due_us, from_us), fired, subject_kind FROM alarm"
                             " WHERE log = $1 AND closing = 0 AND from_us <= $2",
                      .params = 2,
                      .columns = 11 },
    [PEOPLE_OF] = { .name = "oversee.people",
                    .sql = "SELECT subject, prof_professional_name,"
                           " coalesce(prof_professional_job_title, ''), coalesce(sl_agency, 0)"
                           " FROM ssd_professionals WHERE log = $1 ORDER BY subject",
                    .params = 1,
                    .columns = 4 },
};

status oversee_count_prepare(struct task *t, struct reader *r);
status oversee_count_prepare(struct task *t, struct reader *r)
{
    return db_prepare_all(t, r->derived, statements, COUNT(statements));
}

struct open_row {
    struct risen_row row;
    uint32_t holder, given_to;
    uint8_t owner, fired;
};
struct bin { /* one person, or one role that nobody holds for that child */
    struct late_row late;
    uint32_t home, last_subject;
    bool used;
};
struct counting {
    struct task *t;
    struct reader *r;
    struct instant now;
    struct oversight *ret;
    struct bin *bin;
    size_t bins, room;
};

static uint64_t mixed(uint64_t x)
{
    x ^= x >> 33;
    x *= UINT64_C(0xff51afd7ed558ccd);
    return x ^ x >> 33;
}

static struct bin *find_bin(struct counting *c, uint32_t person, uint8_t role, uint32_t home)
{
    uint64_t key = (uint64_t)person << 32 | (person ? 0 : (uint64_t)role << 24 ^ home);
    size_t at = mixed(key) % c->room;
    while (c->bin[at].used &&
           !(c->bin[at].late.person == person &&
             (person != 0 || (c->bin[at].late.role == (enum role)role && c->bin[at].home == home))))
        at = (at + 1) % c->room;
    return &c->bin[at];
}

static void grow(struct counting *c)
{
    struct bin *old = c->bin;
    size_t room = c->room;
    c->room = room ? room * 2 : 1024;
    c->bin = NEWS(c->t->arena, struct bin, c->room);
    for (size_t i = 0; i < room; i++)
        if (old[i].used)
            *find_bin(c, old[i].late.person, (uint8_t)old[i].late.role, old[i].home) = old[i];
}

static struct bin *bin_of(struct counting *c, uint32_t person, uint8_t role, uint32_t home)
{
    if (c->bins * 2 >= c->room)
        grow(c);
    struct bin *b = find_bin(c, person, role, home);
    if (!b->used) {
        *b = (struct bin){ .late = { .person = person, .role = role, .earliest = INT64_MAX },
                           .home = home,
                           .used = true };
        c->bins++;
    }
    return b;
}

/* The role of the highest step that was taken: where it stands now. */
static enum role stands_at(struct counting *c, const struct open_row *o, uint8_t *ret_step)
{
    struct ladder_step step[8];
    struct instance i = { .rule = o->row.rule,
                          .from = o->row.from,
                          .due = o->row.due,
                          .warn = INT64_MAX,
                          .closed_at = INT64_MAX };
    size_t steps =
        instance_ladder(c->r->store->rules, c->r->store->calendar, &i, step, COUNT(step));
    for (size_t k = steps; k-- > 0;) {
        if (o->fired >> k & 1) {
            *ret_step = (uint8_t)(k + 1);
            return step[k].role;
        }
    }
    return ROLE_NONE;
}

static int longest_first(const void *a, const void *b)
{
    const struct risen_row *x = a, *y = b;
    return x->due != y->due ? (x->due < y->due ? -1 : 1)
                            : (x->subject > y->subject) - (x->subject < y->subject);
}

static void keep_risen(struct counting *c, struct open_row *o)
{
    uint8_t step = 0;
    enum role role = o->fired ? stands_at(c, o, &step) : ROLE_NONE;
    if (role == ROLE_NONE || role >= ROLES)
        return;
    o->row.role = role;
    o->row.step = step;
    uint32_t n = c->ret->risen[role].shown;
    struct risen_row *at = c->ret->risen[role].at;
    c->ret->risen[role].count++;
    if (n == RISEN_MAX && longest_first(&o->row, &at[n - 1]) >= 0)
        return;
    uint32_t k = n < RISEN_MAX ? n : RISEN_MAX - 1;
    for (; k > 0 && longest_first(&o->row, &at[k - 1]) < 0; k--)
        at[k] = at[k - 1];
    at[k] = o->row;
    c->ret->risen[role].shown = n < RISEN_MAX ? n + 1 : n;
}

static void count_row(struct counting *c, struct open_row *o)
{
    uint32_t person = o->given_to ? o->given_to : o->holder;
    struct bin *b = bin_of(c, person, person ? 0 : o->owner, person ? 0 : o->row.home);
    b->late.late += !o->row.alarm;
    b->late.alarms += o->row.alarm;
    b->late.children += b->last_subject != o->row.subject;
    b->last_subject = o->row.subject;
    if (o->row.due < b->late.earliest)
        b->late.earliest = o->row.due;
    c->ret->late_all += !o->row.alarm;
    c->ret->alarms_all += o->row.alarm;
    keep_risen(c, o);
}

static status count_table(struct counting *c, bool alarms)
{
    struct value in[] = { I64(c->r->store->log), I64(c->now.us) };
    WITH_CURSOR(rows);
    TRY(db_query(c->t, c->r->derived, &statements[alarms ? RUNG_ALARMS : LATE_DUTIES], in,
                 COUNT(in), &rows));
    while (cursor_next(&rows)) {
        struct open_row o = { .row = { .alarm = alarms } };
        o.row.subject = (uint32_t)cursor_i64(&rows);
        o.row.rule = rulebook_by_about(c->r->store->rules, (uint64_t)cursor_i64(&rows));
        o.row.started_n = (uint32_t)cursor_i64(&rows);
        o.owner = (uint8_t)cursor_i64(&rows);
        o.row.home = (uint32_t)cursor_i64(&rows);
        o.holder = (uint32_t)cursor_i64(&rows);
        o.given_to = (uint32_t)cursor_i64(&rows);
        o.row.from = cursor_i64(&rows);
        o.row.due = cursor_i64(&rows);
        o.fired = (uint8_t)cursor_i64(&rows);
        o.row.kind = (enum subject_kind)cursor_i64(&rows);
        if (o.row.rule != UINT16_MAX && o.row.from <= c->now.us)
            count_row(c, &o);
    }
    return cursor_done(&rows);
}

/* --- whose it is --- */

static void add(struct late_row *to, const struct late_row *from)
{
    to->late += from->late;
    to->alarms += from->alarms;
    to->children += from->children;
    if (from->earliest < to->earliest)
        to->earliest = from->earliest;
}

/* Nobody holds the role for that child: it is whoever it falls to, at the home or above. */
static status settle_unheld(struct counting *c)
{
    struct owners *owners = owners_open(c->t, c->r->store, c->r->derived);
    struct bin *unheld = NEWS(c->t->arena, struct bin, c->bins + 1);
    size_t count = 0;
    for (size_t i = 0; i < c->room; i++)
        if (c->bin[i].used && c->bin[i].late.person == 0)
            unheld[count++] = c->bin[i];
    for (size_t i = 0; i < count; i++) {
        struct late_row *was = &unheld[i].late;
        struct owner o;
        TRY(owners_find(c->t, owners, was->role, 0, unheld[i].home, c->now, &o));
        if (o.person == 0)
            continue;
        struct late_row *of = &find_bin(c, 0, (uint8_t)was->role, unheld[i].home)->late;
        of->late = of->alarms = 0;
        add(&bin_of(c, o.person, 0, 0)->late, was);
    }
    return OK;
}

static int most_first(const void *a, const void *b)
{
    const struct late_row *x = a, *y = b;
    if (x->late != y->late)
        return x->late > y->late ? -1 : 1;
    if (x->alarms != y->alarms)
        return x->alarms > y->alarms ? -1 : 1;
    return (x->person > y->person) - (x->person < y->person);
}

static int by_person(const void *a, const void *b)
{
    uint32_t x = ((const struct late_row *)a)->person, y = ((const struct late_row *)b)->person;
    return (x > y) - (x < y);
}

static status name_people(struct counting *c)
{
    struct late_row *at = c->ret->late;
    size_t k = 0;
    struct value in[] = { I64(c->r->store->log) };
    qsort(at, c->ret->people, sizeof *at, by_person);
    WITH_CURSOR(rows);
    TRY(db_query(c->t, c->r->derived, &statements[PEOPLE_OF], in, COUNT(in), &rows));
    while (cursor_next(&rows)) {
        uint32_t person = (uint32_t)cursor_i64(&rows);
        while (k < c->ret->people && at[k].person < person)
            k++;
        if (k == c->ret->people)
            continue;
        if (at[k].person != person)
            continue;
        at[k].name = cursor_text(&rows);
        at[k].title = cursor_text(&rows);
        at[k].agency = (uint32_t)cursor_i64(&rows);
    }
    return cursor_done(&rows);
}

status oversight_count(struct task *t, struct reader *r, struct instant now, struct oversight *ret)
{
    struct counting c = { .t = t, .r = r, .now = now, .ret = ret };
    *ret = (struct oversight){ .counted = now };
    TRY(count_table(&c, false));
    TRY(count_table(&c, true));
    if (c.room > 0)
        TRY(settle_unheld(&c));
    ret->late = NEWS(t->arena, struct late_row, c.bins + 1);
    for (size_t i = 0; i < c.room; i++)
        if (c.bin[i].used && c.bin[i].late.late + c.bin[i].late.alarms > 0)
            ret->late[ret->people++] = c.bin[i].late;
    TRY(name_people(&c));
    qsort(ret->late, ret->people, sizeof *ret->late, most_first);
    return OK;
}

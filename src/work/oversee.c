/* What climbed the ladder for a few children, and who works for an agency. */
#include "work/oversee.h"

#include <stdlib.h>

#include "work/reader.h"

status oversee_count_prepare(struct task *t, struct reader *r);

#define FIRED_OF(table)                                                                            \
    "SELECT rule_about, started_n, owner, coalesce(home, 0), from_us,"                             \
    " coalesce(due_us, from_us), fired FROM " table                                                \
    " WHERE log = $1 AND subject = $2 AND closing = 0 AND fired <> 0 AND from_us <= $3"
enum {
    FIRED_DUTIES,
    FIRED_ALARMS,
    COLLEAGUES,
    OWED
};
static const struct statement statements[] = {
    [FIRED_DUTIES] = { .name = "oversee.fired",
                       .sql = FIRED_OF("duty"),
                       .params = 3,
                       .columns = 7 },
    [FIRED_ALARMS] = { .name = "oversee.fired_alarms",
                       .sql = FIRED_OF("alarm"),
                       .params = 3,
                       .columns = 7 },
    [OWED] = { .name = "oversee.owed",
               .sql = "SELECT rule_about, started_n, owner, coalesce(home, 0), from_us,"
                      " due_us FROM duty WHERE log = $1 AND subject = $2 AND closing = 0",
               .params = 2,
               .columns = 6 },
    [COLLEAGUES] = { .name = "oversee.colleagues",
                     .sql = "SELECT subject, prof_professional_name,"
                            " coalesce(prof_professional_job_title, '') FROM ssd_professionals"
                            " WHERE log = $1 AND sl_agency = $2"
                            " ORDER BY prof_professional_name, subject LIMIT 5000",
                     .params = 2,
                     .columns = 3 },
};

status oversee_prepare(struct task *t, struct reader *r)
{
    TRY(oversee_count_prepare(t, r));
    return db_prepare_all(t, r->derived, statements, COUNT(statements));
}

static status fired_of(struct task *t, struct reader *r, const struct name_row *child, bool alarm,
                       struct instant now, struct risen_row *ret, size_t room, size_t *count)
{
    struct value in[] = { I64(r->store->log), I64(child->number), I64(now.us) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[alarm ? FIRED_ALARMS : FIRED_DUTIES], in, COUNT(in),
                 &rows));
    while (*count < room && cursor_next(&rows)) {
        struct risen_row *x = &ret[*count];
        *x = (struct risen_row){ .subject = child->number,
                                 .kind = SUBJECT_CHILD,
                                 .alarm = alarm,
                                 .name = child->name,
                                 .local_id = child->detail };
        x->rule = rulebook_by_about(r->store->rules, (uint64_t)cursor_i64(&rows));
        x->started_n = (uint32_t)cursor_i64(&rows);
        x->role = (enum role)cursor_i64(&rows);
        x->home = (uint32_t)cursor_i64(&rows);
        x->from = cursor_i64(&rows);
        x->due = cursor_i64(&rows);
        uint64_t fired = (uint64_t)cursor_i64(&rows);
        for (uint8_t k = 0; k < 8; k++)
            if (fired >> k & 1)
                x->step = (uint8_t)(k + 1);
        *count += x->rule != UINT16_MAX;
    }
    return cursor_done(&rows);
}

status look_risen(struct task *t, struct reader *r, const struct name_row *children, size_t count,
                  struct instant now, struct risen_row *ret, size_t room, size_t *ret_count)
{
    *ret_count = 0;
    for (size_t i = 0; i < count && *ret_count < room; i++) {
        TRY(fired_of(t, r, &children[i], true, now, ret, room, ret_count));
        TRY(fired_of(t, r, &children[i], false, now, ret, room, ret_count));
    }
    return OK;
}

/* --- what children are owed by some rules --- */

static bool is_one_of(const struct str *rules, size_t count, struct str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(rules[i], name))
            return true;
    return false;
}

struct owing {
    struct task *t;
    struct reader *r;
    const struct str *rules;
    size_t rule_count, room;
    struct risen_row *at;
    size_t count;
};

static status owed_of(struct owing *x, const struct name_row *child)
{
    const struct rulebook *b = x->r->store->rules;
    struct value in[] = { I64(x->r->store->log), I64(child->number) };
    WITH_CURSOR(rows);
    TRY(db_query(x->t, x->r->derived, &statements[OWED], in, COUNT(in), &rows));
    while (x->count < x->room && cursor_next(&rows)) {
        struct risen_row *o = &x->at[x->count];
        *o = (struct risen_row){ .subject = child->number,
                                 .kind = SUBJECT_CHILD,
                                 .name = child->name,
                                 .local_id = child->detail };
        o->rule = rulebook_by_about(b, (uint64_t)cursor_i64(&rows));
        o->started_n = (uint32_t)cursor_i64(&rows);
        o->role = (enum role)cursor_i64(&rows);
        o->home = (uint32_t)cursor_i64(&rows);
        o->from = cursor_i64(&rows);
        bool never = cursor_is_nil(&rows);
        int64_t due = cursor_i64(&rows);
        o->due = never ? INT64_MAX : due;
        x->count += o->rule != UINT16_MAX &&
                    is_one_of(x->rules, x->rule_count, rulebook_rule(b, o->rule)->name);
    }
    return cursor_done(&rows);
}

static int by_due(const void *a, const void *b)
{
    const struct risen_row *x = a, *y = b;
    return x->due != y->due ? (x->due < y->due ? -1 : 1)
                            : (x->subject > y->subject) - (x->subject < y->subject);
}

status look_owed_by(struct task *t, struct reader *r, const struct name_row *children, size_t count,
                    const struct str *rules, size_t rule_count, struct risen_row *ret, size_t room,
                    size_t *ret_count)
{
    struct owing x = { t, r, rules, rule_count, room, ret, 0 };
    for (size_t i = 0; i < count && x.count < room; i++)
        TRY(owed_of(&x, &children[i]));
    qsort(ret, x.count, sizeof *ret, by_due);
    *ret_count = x.count;
    return OK;
}

status look_colleagues(struct task *t, struct reader *r, uint32_t agency, struct name_list *ret)
{
    struct name_list l = { NEWS(t->arena, struct name_row, 5001), 0, false };
    struct value in[] = { I64(r->store->log), I64(agency) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[COLLEAGUES], in, COUNT(in), &rows));
    while (cursor_next(&rows)) {
        struct name_row *n = &l.at[l.count++];
        n->number = (uint32_t)cursor_i64(&rows);
        n->name = cursor_text(&rows);
        n->detail = cursor_text(&rows);
    }
    TRY(cursor_done(&rows));
    l.cut = l.count == 5000;
    *ret = l;
    return OK;
}

/* What climbed the ladder for a few children, and who works for an agency. */
#include "work/oversee.h"

#include "work/reader.h"

status oversee_count_prepare(struct task *t, struct reader *r);

#define FIRED_OF(table)                                                                            \
    "SELECT rule_about, started_n, owner, coalesce(home, 0), from_us,"                             \
    " coalesce(due_us, from_us), fired FROM " table                                                \
    " WHERE log = $1 AND subject = $2 AND closing = 0 AND fired <> 0 AND from_us <= $3"
enum {
    FIRED_DUTIES,
    FIRED_ALARMS,
    COLLEAGUES
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

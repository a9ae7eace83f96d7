/* The access log: one stream of the register itself for each day in UTC. */
#include "work/store_open.h"
#include "work/writer_inside.h"

static const char setting_name[] = "access-log";
static const struct statement look_put = {
    .name = "access.look_put",
    .sql = "INSERT INTO access_look (log, child, day, n) VALUES ($1, $2, $3, $4)",
    .params = 4
};

status access_log_prepare(struct task *t, struct db *kept)
{
    return db_prepare_all(t, kept, &look_put, 1);
}

/* "2026-03-27 4711": the day and its stream's number. */
static bool read_day(struct str text, int32_t today, uint32_t *ret_subject)
{
    struct str day, number;
    struct task ignored = { 0 };
    struct date date;
    int64_t n;
    if (!str_cut(text, ' ', &day, &number) || date_parse(&ignored, day, &date) != OK ||
        date.days != today || str_to_i64(&ignored, number, 1, UINT32_MAX, &n) != OK)
        return false;
    *ret_subject = (uint32_t)n;
    return true;
}

static status find_day(struct writer *w, int32_t today, uint32_t *ret)
{
    struct task *t = &w->task;
    struct store *s = w->store;
    struct str text;
    status found = setting_get(t, s->kept, s->log, str_from(setting_name), &text);
    if (found == OK && read_day(text, today, ret))
        return OK;
    if (found != OK && found != E_MISSING)
        return found;
    TRY(journal_subject_new(t, s->journal, SUBJECT_LOG, ret));
    char day[32];
    day[date_print((struct date){ today }, day)] = 0;
    return setting_put(t, s->kept, s->log, str_from(setting_name),
                       str_print(t->arena, "%s %u", day, *ret));
}

status access_log_subject(struct writer *w, struct event *e)
{
    const int64_t day_us = 24 * HOUR_US;
    int64_t now = task_now(&w->task).us;
    int32_t today = (int32_t)((now >= 0 ? now : now - day_us + 1) / day_us);
    if (today != w->log_day) {
        TRY(find_day(w, today, &w->log_subject));
        w->log_day = today;
    }
    e->subject = w->log_subject;
    return OK;
}

/* In the note's own transaction: there is no look that the child could not be told of. */
status access_log_indexed(struct writer *w, const struct event *e)
{
    unsigned at;
    const struct field_def *f = event_field_def(e->kind, S("child"), &at);
    bool odd = e->kind == EV_ODD_ACCESS_SEEN || e->kind == EV_ODD_ACCESS_REVIEWED;
    int64_t child = f && !odd && e->value[at].given ? e->value[at].number : 0;
    if (child == 0 && !odd) /* what was found odd lies under 0, together */
        return OK;
    struct value in[] = { I64(w->store->log), I64(child), I64(e->subject), I64(e->n) };
    return db_run(&w->task, w->store->kept, &look_put, in, COUNT(in));
}

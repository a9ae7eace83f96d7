/* The verb `access`: who opened a child's record, and what of a day's access somebody should ask
 * about. */
#include "access/odd_run.h"
#include "main/command.h"
#include "work/send_settings.h"

static status run_log(struct task *t, const struct args *a)
{
    struct look_rows rows;
    uint32_t child;
    if (a->child.len == 0)
        return fail(t, E_INVALID, "say whose: `sightline access log --child ID --register WHERE`");
    WITH_OPENED(o);
    TRY(opened_write(t, a, &o));
    TRY(look_find_child(t, o.reader, a->child, &child));
    struct event look = event_new(EV_RECORD_OPENED, 0, task_now(t));
    event_set_number(&look, "child", child);
    event_set_text(&look, "page", S("command access log"));
    TRY(writer_note(t, o.writer, &look));
    TRY(look_log_prepare(t, o.reader));
    TRY(look_log_of_child(t, o.reader, child, 0, &rows));
    struct text *out = out_open(t);
    bool roles_only = !store_send_settings(o.store)->names_of_lookers;
    for (size_t i = 0; i < rows.count; i++)
        text_addf(out, "%.*s  %.*s\n", STR_ARG(instant_text(t->arena, rows.at[i].at)),
                  STR_ARG(look_words(t->arena, &rows.at[i], roles_only)));
    if (rows.cut)
        text_addf(out, "cut short at the newest %zu\n", rows.count);
    return out_done(t, out);
}

static status run_review(struct task *t, const struct args *a)
{
    struct date day = { date_in_uk(task_now(t)).days - 1 };
    struct odd_list list;
    uint32_t found;
    if (a->day.len > 0)
        TRY(date_parse(t, a->day, &day));
    WITH_OPENED(o);
    TRY(opened_write(t, a, &o));
    TRY(odd_run(t, o.reader, o.writer, day, &found));
    TRY(odd_look(t, o.reader, &list));
    struct text *out = out_open(t);
    text_addf(out, "%u found of that day and noted; all that waits for a review:\n", found);
    for (size_t i = 0; i < list.count; i++) {
        const struct odd_seen *s = &list.at[i];
        if (s->verdict == 0)
            text_addf(out, "  %.*s: %s (%u)\n", STR_ARG(s->name),
                      code_meaning(CODES_ODD_ACCESS, s->why), s->count);
    }
    return out_done(t, out);
}

status run_access(struct task *t, const struct args *a)
{
    if (str_is(a->word[0], "log"))
        return run_log(t, a);
    if (str_is(a->word[0], "review"))
        return run_review(t, a);
    return fail(t, E_INVALID, "write `access log --child ID` or `access review [--day D]`");
}

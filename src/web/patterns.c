/* Children who go missing again and again: who needs a meeting, when it is, and what it decided. */
#include <string.h>

#include "web/pages.gen.h"
#include "web/record.h"

enum {
    LISTED = 200,
    DAYS_COUNTED = 90
};

/* Rules whose duty is such a meeting. */
static const char *const meetings[] = { "missing-pattern-reviewed", "missing-72-hours-meeting" };

static void take_called(const struct event *e, struct pattern_row *row)
{
    row->on = event_given(e, "on") ? (int32_t)event_number(e, "on") : INT32_MIN;
    row->invited = event_text(e, "invited");
}

static void take_reviewed(const struct event *e, struct pattern_row *row)
{
    row->reviewed = e->happened;
    row->decided = event_text(e, "decided");
    row->on = INT32_MIN; /* what was called has been held */
    row->invited = S("");
}

/* From the child's own entries, without a fold: a called meeting is one not yet held. */
static status take_meetings(struct task *t, struct request *in, struct pattern_row *row)
{
    struct stream s;
    int64_t since = in->now.us - DAYS_COUNTED * 24 * HOUR_US;
    uint64_t last = 0;
    TRY(stream_read(t, in->reader->journal, row->child, NEVER, true, &s));
    for (uint32_t i = 0; i < s.count; i++) {
        const struct fact *f = &s.fact[i];
        bool report = f->kind == EV_MISSING_REPORTED || f->kind == EV_ABSENCE_NOTICED;
        if (f->n == 0)
            continue;
        if (report && f->happened > since && f->about != last) {
            row->episodes_90++;
            last = f->about;
        }
        if (f->kind != EV_PATTERN_MEETING_CALLED && f->kind != EV_PATTERN_REVIEWED)
            continue;
        struct event e = stream_event_at(t, &s, f->n);
        if (e.kind == EV_PATTERN_MEETING_CALLED)
            take_called(&e, row);
        else if (e.kind == EV_PATTERN_REVIEWED)
            take_reviewed(&e, row);
    }
    row->overdue = row->on != INT32_MIN && row->on < date_in_uk(in->now).days;
    return OK;
}

static struct pattern_row *row_of(struct patterns_page *p, uint32_t child)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->row[i].child == child)
            return &p->row[i];
    return NULL;
}

static status add_rule(struct task *t, struct request *in, const struct view *v,
                       const struct seen_children *seen, const char *rule, struct patterns_page *p)
{
    struct duty_list *list = NEW(t->arena, struct duty_list);
    struct duty_filter f = { .rule = str_from(rule), .at = in->now, .limit = LISTED };
    if (rulebook_find(in->site->store->rules, f.rule) == UINT16_MAX)
        return OK; /* this nation's rulebook has no such duty */
    TRY(look_duties(t, in->reader, &f, list));
    p->cut = p->cut || list->cut;
    for (size_t i = 0; i < list->count && p->count < LISTED; i++) {
        const struct duty_row *d = &list->at[i];
        if (d->child == 0 || row_of(p, d->child))
            continue;
        if (!may_list(seen, d->child, true)) {
            p->hidden++;
            continue;
        }
        struct pattern_row *row = &p->row[p->count++];
        *row = (struct pattern_row){ .duty = d,
                                     .owed = owed_row(v, d),
                                     .child = d->child,
                                     .name = d->child_name,
                                     .reviewed = NEVER,
                                     .on = INT32_MIN };
        TRY(take_meetings(t, in, row));
        p->uncalled += row->on == INT32_MIN;
        p->overdue += row->overdue || d->state == DUTY_OVERDUE;
    }
    return OK;
}

static status fill(struct task *t, struct request *in, const struct view *v,
                   struct patterns_page *p)
{
    struct seen_children seen;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    TRY(children_seen(t, in, &seen));
    p->row = NEWS(t->arena, struct pattern_row, LISTED);
    for (size_t i = 0; i < COUNT(meetings); i++)
        TRY(add_rule(t, in, v, &seen, meetings[i], p));
    return OK;
}

status handle_patterns(struct task *t, struct request *in, struct response *out)
{
    struct patterns_page *p = NEW(t->arena, struct patterns_page);
    struct view v = view_of(t, in, "Meetings about patterns", NAV_DUTIES);
    v.recorded = true;
    status looked = fill(t, in, &v, p);
    if (looked != OK)
        *p = (struct patterns_page){ .failed = str_nul(t->arena, str_from(t->reason)) };
    note_searched(in, out, "patterns");
    struct html h = page_open(t);
    page_patterns(&h, &v, p);
    return page_send(t, &h, looked == OK ? 200 : 503, out);
}

/* --- calling one --- */

static status show_meeting(struct task *t, struct request *in, const struct child_file *f,
                           struct form *form, struct response *out)
{
    struct meeting_page p = { f->child, f->name, first_name(f->name) };
    struct view v =
        view_of(t, in, form->problems ? "Error: Call a meeting" : "Call a meeting", NAV_DUTIES);
    v.form = v.recorded = true;
    struct html h = page_open(t);
    page_meeting(&h, &v, form, &p);
    return page_send(t, &h, form->problems ? 400 : form->not_kept ? 503 : 200, out);
}

status handle_meeting(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "meeting", &f, &relation));
    struct form form = form_of(t, in);
    return show_meeting(t, in, &f, &form, out);
}

static void read_meeting(struct request *in, struct form *form, struct event *e)
{
    struct task quiet = { 0 };
    struct date on;
    struct str invited = str_trim(form_typed(form, "invited"));
    if (date_parse(&quiet, str_trim(form_typed(form, "on")), &on) != OK)
        form_wrong(form, "on", "Give the day of the meeting, like 2026-11-12");
    else if (on.days < date_in_uk(in->now).days)
        form_wrong(form, "on", "That day is over. A meeting that was held is recorded as held");
    else
        event_set_number(e, "on", on.days);
    if (invited.len == 0)
        form_wrong(form, "invited", "Say who is invited; has the child been asked?");
    else
        event_set_text(e, "invited", invited);
}

status handle_meeting_done(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "meeting", &f, &relation));
    struct form form = form_of(t, in);
    struct said s = { .child = f.child, .seen_n = APPEND_ANY, .key = form.key, .count = 1 };
    int64_t seq;
    s.event[0] = event_new(EV_PATTERN_MEETING_CALLED, f.child, in->now);
    read_meeting(in, &form, &s.event[0]);
    if (form.problems > 0)
        return show_meeting(t, in, &f, &form, out);
    status done = record(t, in, &s, &seq);
    if (done != OK) {
        form.not_kept = not_kept(t, done);
        return show_meeting(t, in, &f, &form, out);
    }
    out->note_first = false;
    return redirect(t, out, ROUTE_patterns, NULL);
}

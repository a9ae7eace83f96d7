/* Taking an alarm on, and deciding it with a reason. */
#include <string.h>

#include "web/record.h"

/* A home's file has no receipts of its own: the alarm itself says who said what. */
status work_kept(struct task *t, struct request *in, struct response *out, uint32_t subject,
                 int64_t seq)
{
    if (is_of_place(in))
        return redirect(t, out, ROUTE_home, (struct link_part[]){ { .number = subject } });
    out->note_first = false;
    return redirect(t, out, ROUTE_kept,
                    (struct link_part[]){ { .number = subject }, { .number = (uint64_t)seq } });
}

/* Who says it, of which alarm, and what was on the screen. */
static struct event about_alarm(struct task *t, struct request *in, const struct child_file *f,
                                const struct chosen *c, enum event_kind kind)
{
    struct event e = event_new(kind, f->child, in->now);
    event_set_text(&e, "rule", c->name);
    event_set_number(&e, "started", c->started);
    uint32_t seen = seen_n(in);
    if (seen == APPEND_ANY)
        return e;
    struct str shown = alarm_shown(t, in, f, c, seen);
    event_set_number(&e, "seen-n", seen);
    if (shown.len > 0)
        event_set_text(&e, "seen", shown);
    return e;
}

status handle_alarm_seen(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct chosen c;
    TRY(subject_open(t, in, out, "alarm", &f));
    TRY(chosen_of_form(t, in, &c));
    struct form form = form_of(t, in);
    struct said s = { .child = f.child, .seen_n = APPEND_ANY, .key = form.key, .count = 1 };
    s.event[0] = about_alarm(t, in, &f, &c, EV_ALARM_ACKNOWLEDGED);
    int64_t seq;
    status done = record(t, in, &s, &seq);
    if (done == OK)
        return work_kept(t, in, out, f.child, seq);
    form.not_kept = not_kept(t, done);
    return show_alarm(t, in, out, &f, &c, &form);
}

status handle_alarm_decided(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct chosen c;
    TRY(subject_open(t, in, out, "alarm", &f));
    TRY(chosen_of_form(t, in, &c));
    struct form form = form_of(t, in);
    struct str decision = form_typed(&form, "decision");
    struct str reason = str_trim(form_typed(&form, "reason"));
    if (code_number(CODES_DECISION, decision) == 0)
        form_wrong(&form, "decision", "Choose what is decided");
    if (reason.len == 0)
        form_wrong(&form, "reason", "Say why: an alarm ends only with a reason");
    if (form.problems > 0)
        return show_alarm(t, in, out, &f, &c, &form);
    struct said s = { .child = f.child, .seen_n = seen_n(in), .key = form.key, .count = 1 };
    s.event[0] = about_alarm(t, in, &f, &c, EV_ALARM_DECIDED);
    event_set_text(&s.event[0], "decision", decision);
    event_set_text(&s.event[0], "reason", reason);
    int64_t seq;
    status done = record(t, in, &s, &seq);
    if (done == OK)
        return work_kept(t, in, out, f.child, seq);
    form.not_kept = not_kept(t, done);
    return show_alarm(t, in, out, &f, &c, &form);
}

/* Taking an alarm on, deciding it with a reason, and opening a file without a relation. */
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

status handle_break_glass(struct task *t, struct request *in, struct response *out)
{
    struct str reason = str_trim(urlform_text(&in->form, "reason"));
    uint32_t child = child_number(in);
    if (reason.len < 10)
        return fail(t, E_INVALID,
                    "say in a sentence why you must see this file now: go back and"
                    " write it");
    struct child_file f;
    if (look_child(t, in->reader, child, NEVER, in->now, &f) != OK)
        return fail(t, E_MISSING, "there is no child with that number");
    struct event e = event_new(EV_BREAK_GLASS_USED, 0, in->now);
    e.author = in->session.actor.person;
    e.agency = in->session.actor.agency;
    e.role = in->session.actor.role;
    event_set_number(&e, "child", child);
    event_set_text(&e, "reason", reason);
    TRY(writer_note(t, in->site->writer, &e));
    session_glass(in->site->sessions, in->session.id, child, instant_after(in->now, span_hours(1)));
    return redirect(t, out, ROUTE_child, (struct link_part[]){ { .number = child } });
}

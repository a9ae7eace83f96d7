/* Taking an alarm on, deciding it with a reason, and opening a file without a relation. */
#include <string.h>

#include "web/record.h"

struct chosen { /* the alarm that a form names */
    uint16_t rule;
    int64_t started;
    struct str name;
};

static status chosen_alarm(struct task *t, const struct request *in, struct chosen *ret)
{
    ret->name = urlform_text(&in->form, "rule");
    ret->rule = rulebook_find(in->site->store->rules, ret->name);
    if (ret->rule == UINT16_MAX)
        return fail(t, E_INVALID, "the form names no rule of this register: reload the page");
    return str_to_i64(t, urlform_text(&in->form, "started"), 1, UINT32_MAX, &ret->started);
}

static status finish(struct task *t, struct request *in, struct response *out, struct said *s)
{
    int64_t seq;
    TRY(record(t, in, s, &seq));
    out->note_first = false;
    return redirect(t, out, ROUTE_kept,
                    (struct link_part[]){ { .number = s->child }, { .number = (uint64_t)seq } });
}

status handle_alarm_seen(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    struct chosen c;
    TRY(child_open(t, in, out, child_number(in), NEVER, "alarm", &f, &relation));
    TRY(chosen_alarm(t, in, &c));
    struct form form = form_of(t, in);
    struct said s = { .child = f.child, .seen_n = APPEND_ANY, .key = form.key, .count = 1 };
    s.event[0] = event_new(EV_ALARM_ACKNOWLEDGED, f.child, in->now);
    event_set_text(&s.event[0], "rule", c.name);
    event_set_number(&s.event[0], "started", c.started);
    return finish(t, in, out, &s);
}

/* The alarm's place on the page gives its fields their names there. */
static const char *field_id(struct task *t, const struct request *in, const struct child_file *f,
                            const struct chosen *c, const char *field)
{
    const struct rulebook *b = in->site->store->rules;
    size_t id = 0;
    for (uint32_t i = f->evaluation->count; i-- > 0;) {
        const struct instance *x = &f->evaluation->instance[i];
        if (x->closed_at != INT64_MAX || instance_state(b, x, in->now.us) != ALARM_RAISED)
            continue;
        id++;
        if (x->rule == c->rule && x->started_n == c->started)
            break;
    }
    return str_nul(t->arena, str_print(t->arena, "%s-%zu", field, id));
}

status handle_alarm_decided(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    struct chosen c;
    TRY(child_open(t, in, out, child_number(in), NEVER, "alarm", &f, &relation));
    TRY(chosen_alarm(t, in, &c));
    struct form form = form_of(t, in);
    struct str decision = form_typed(&form, "decision");
    struct str reason = str_trim(form_typed(&form, "reason"));
    if (code_number(CODES_DECISION, decision) == 0)
        form_wrong(&form, field_id(t, in, &f, &c, "decision"), "Choose what is decided");
    if (reason.len == 0)
        form_wrong(&form, field_id(t, in, &f, &c, "reason"),
                   "Say why: an alarm ends only with a reason");
    uint64_t trying = ((uint64_t)c.rule << 32 | (uint64_t)c.started) + 1;
    if (form.problems > 0)
        return show_child(t, in, out, &form, trying);
    struct said s = { .child = f.child, .seen_n = seen_n(in), .key = form.key, .count = 1 };
    s.event[0] = event_new(EV_ALARM_DECIDED, f.child, in->now);
    event_set_text(&s.event[0], "rule", c.name);
    event_set_number(&s.event[0], "started", c.started);
    event_set_text(&s.event[0], "decision", decision);
    event_set_text(&s.event[0], "reason", reason);
    int64_t seq;
    status done = record(t, in, &s, &seq);
    if (done != OK) {
        form.not_kept = not_kept(t, done);
        return show_child(t, in, out, &form, trying);
    }
    out->note_first = false;
    return redirect(t, out, ROUTE_kept,
                    (struct link_part[]){ { .number = f.child }, { .number = (uint64_t)seq } });
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

/* One duty: why it is owed, whose it is, and giving it to someone else or waiving it. */
#include <string.h>

#include "web/pages.gen.h"
#include "web/record.h"
#include "work/decide.h"

static bool is_of(const struct event *e, const struct chosen *c)
{
    static const enum event_kind kinds[] = { EV_DUTY_ACKNOWLEDGED, EV_DUTY_REASSIGNED,
                                             EV_DUTY_WAIVED, EV_DUTY_WARNED, EV_ESCALATED };
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (e->kind == kinds[i])
            return str_equal(event_text(e, "rule"), c->name) &&
                   event_number(e, "started") == c->started;
    return false;
}

static void changes(struct task *t, struct request *in, const struct child_file *f,
                    const struct chosen *c, struct duty_page *p)
{
    p->change = NEWS(t->arena, struct duty_change, DUTY_CHANGES_MAX);
    for (size_t i = f->entries; i-- > 0 && p->changes < DUTY_CHANGES_MAX;) {
        const struct event *e = &f->entry[i].event;
        if (f->entry[i].corrected || !is_of(e, c))
            continue;
        struct str by = S("");
        if (e->author != 0 && look_name(t, in->reader, e->author, &by) != OK)
            by = S("");
        p->change[p->changes++] = (struct duty_change){ e->happened, f->entry[i].words, by, e->n };
    }
}

static void powers(struct task *t, const struct request *in, struct duty_page *p)
{
    enum role by = (enum role)in->session.actor.role, from = waived_from(p->rule);
    p->may_give = may_give(by, p->rule->owner);
    p->may_waive = may_waive(by, p->rule);
    p->who_may_give = roles_who_may_give(t->arena, p->rule->owner);
    p->waived_from = from == ROLE_NONE ? "" : code_meaning(CODES_ROLE, from);
    p->power = waiving_power(p->rule);
}

static status show_duty(struct task *t, struct request *in, struct response *out,
                        struct child_file *f, const struct chosen *c, struct form *form)
{
    const struct instance *x = instance_of(f, c);
    const struct rule_words *r = rulebook_rule(in->site->store->rules, c->rule);
    if (!x || r->alarm)
        return fail(t, E_MISSING, "that is not owed here: look at what is owed on the file");
    struct duty_page p = { .child = f->child,
                           .seen_n = f->stream.length,
                           .place = is_of_place(in),
                           .name = f->name,
                           .first = is_of_place(in) ? f->name : first_name(f->name),
                           .rule = r };
    struct view v = view_of(t, in, "Duty", NAV_DUTIES);
    v.title = r->title;
    v.recorded = true;
    p.open = x->closed_at == INT64_MAX;
    p.d = owed_row(&v, subject_row(t, in, f, x));
    powers(t, in, &p);
    if (p.may_give && look_people(t, in->reader, &p.people) != OK)
        p.people_failed = str_nul(t->arena, str_from(t->reason));
    changes(t, in, f, c, &p);
    if (!p.place && met_by_area_notice(r->name))
        TRY(area_notice_of(t, in, f, x->about, &p.notice));
    out->seen_child = f->child;
    struct html h = page_open(t);
    page_duty_page(&h, &v, form, &p);
    return page_send(t, &h, form->problems > 0 || form->not_kept ? 400 : 200, out);
}

status handle_duty(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct chosen c;
    TRY(subject_open(t, in, out, "duty", &f));
    TRY(chosen_of_address(t, in, &c));
    struct form form = form_of(t, in);
    return show_duty(t, in, out, &f, &c, &form);
}

/* --- saying something about it --- */

struct saying {
    struct child_file f;
    struct chosen c;
    struct form form;
    struct said s;
};

static status begin(struct task *t, struct request *in, struct response *out, enum event_kind kind,
                    struct saying *ret)
{
    TRY(subject_open(t, in, out, "duty", &ret->f));
    TRY(chosen_of_form(t, in, &ret->c));
    ret->form = form_of(t, in);
    ret->s = (struct said){
        .child = ret->f.child, .seen_n = seen_n(in), .key = ret->form.key, .count = 1
    };
    struct event *e = &ret->s.event[0];
    *e = event_new(kind, ret->f.child, in->now);
    event_set_text(e, "rule", ret->c.name);
    event_set_number(e, "started", ret->c.started);
    return OK;
}

static status finish(struct task *t, struct request *in, struct response *out, struct saying *x)
{
    int64_t seq;
    if (x->form.problems > 0)
        return show_duty(t, in, out, &x->f, &x->c, &x->form);
    status done = record(t, in, &x->s, &seq);
    if (done != OK) {
        x->form.not_kept = not_kept(t, done);
        return show_duty(t, in, out, &x->f, &x->c, &x->form);
    }
    return work_kept(t, in, out, x->f.child, seq);
}

static void read_reason(struct saying *x, const char *field)
{
    struct str reason = str_trim(form_typed(&x->form, field));
    if (reason.len < REASON_MIN)
        form_wrong(&x->form, field, "Say why, in a sentence that someone else can follow");
    else
        event_set_text(&x->s.event[0], "reason", reason);
}

status handle_duty_mine(struct task *t, struct request *in, struct response *out)
{
    struct saying *x = NEW(t->arena, struct saying);
    TRY(begin(t, in, out, EV_DUTY_ACKNOWLEDGED, x));
    x->s.seen_n = APPEND_ANY;
    return finish(t, in, out, x);
}

status handle_duty_given(struct task *t, struct request *in, struct response *out)
{
    struct saying *x = NEW(t->arena, struct saying);
    struct task quiet = { 0 };
    int64_t to;
    TRY(begin(t, in, out, EV_DUTY_REASSIGNED, x));
    if (str_to_i64(&quiet, form_typed(&x->form, "to"), 1, UINT32_MAX, &to) != OK)
        form_wrong(&x->form, "to", "Choose who it is given to");
    else
        event_set_number(&x->s.event[0], "to", to);
    read_reason(x, "give-reason");
    return finish(t, in, out, x);
}

status handle_duty_waived(struct task *t, struct request *in, struct response *out)
{
    struct saying *x = NEW(t->arena, struct saying);
    TRY(begin(t, in, out, EV_DUTY_WAIVED, x));
    const char *power = waiving_power(rulebook_rule(in->site->store->rules, x->c.rule));
    event_set_text(&x->s.event[0], "power", str_from(*power ? power : "none"));
    read_reason(x, "waive-reason");
    return finish(t, in, out, x);
}

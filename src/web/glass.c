/* Opening a file without a relation: the reason, who is told, and the review of it. */
#include "web/access_page.h"
#include "web/pages.gen.h"
#include "web/record.h"

enum {
    REASON_LEN_MIN = 10
};

static struct event note_of(const struct request *in, uint32_t child, struct str reason)
{
    struct event e = event_new(EV_BREAK_GLASS_USED, 0, in->now);
    e.author = in->session.actor.person;
    e.agency = in->session.actor.agency;
    e.role = in->session.actor.role;
    event_set_number(&e, "child", child);
    event_set_text(&e, "reason", reason);
    return e;
}

/* In the child's own stream: so the file opens by it, the owner is told and a review is owed. */
static status break_glass(struct task *t, struct request *in, uint32_t child, struct str reason)
{
    struct form form = form_of(t, in);
    struct event e = event_new(EV_GLASS_BROKEN, child, in->now);
    e.author = in->session.actor.person;
    e.agency = in->session.actor.agency;
    e.role = in->session.actor.role;
    e.channel = code_number(CODES_CHANNEL, S("web"));
    event_set_number(&e, "look", in->now.us);
    event_set_number(&e, "person", in->session.actor.person);
    event_set_text(&e, "reason", reason);
    struct append a = { .events = &e,
                        .count = 1,
                        .expected_n = APPEND_ANY,
                        .key = str_print(t->arena, "glass/%u/%.*s", child, STR_ARG(form.key)),
                        .own = true };
    return writer_append(t, in->site->writer, &a);
}

status handle_break_glass(struct task *t, struct request *in, struct response *out)
{
    struct str reason = str_trim(urlform_text(&in->form, "reason"));
    uint32_t child = child_number(in);
    if (reason.len < REASON_LEN_MIN)
        return fail(t, E_INVALID,
                    "say in a sentence why you must see this file now: go back and"
                    " write it");
    struct child_file f;
    if (look_child(t, in->reader, child, NEVER, in->now, &f) != OK)
        return fail(t, E_MISSING, "there is no child with that number");
    struct event note = note_of(in, child, reason);
    TRY(writer_note(t, in->site->writer, &note));
    TRY(break_glass(t, in, child, reason));
    session_glass(in->site->sessions, in->session.id, child,
                  instant_after(in->now, span_hours(GLASS_HOURS)));
    return redirect(t, out, ROUTE_child, (struct link_part[]){ { .number = child } });
}

/* ---- the review ---- */

static const struct choice verdict_choices[] = {
    { "right", "It was right to look", NULL },
    { "mistake", "A mistake, talked through", NULL },
    { "wrong", "It was wrong, and is being dealt with", NULL },
};

struct str glass_person(struct task *t, struct request *in, uint32_t person, uint8_t role)
{
    struct str name;
    if (person == 0 || look_name(t, in->reader, person, &name) != OK || name.len == 0)
        name = S("somebody");
    return role == ROLE_NONE
               ? name
               : str_print(t->arena, "%.*s, %s", STR_ARG(name), code_meaning(CODES_ROLE, role));
}

static void reviewed_by(struct task *t, struct request *in, const struct child_file *f,
                        struct glass_look *l)
{
    for (size_t i = 0; i < f->entries; i++) {
        const struct event *e = &f->entry[i].event;
        if (e->kind != EV_GLASS_REVIEWED || (uint64_t)event_number(e, "look") != l->look)
            continue;
        l->reviewed = true;
        l->reviewed_at = e->recorded;
        l->verdict = str_from(code_meaning(
            CODES_LOOK_VERDICT, code_number(CODES_LOOK_VERDICT, event_text(e, "verdict"))));
        l->because = event_text(e, "reason");
        l->by = glass_person(t, in, e->author, e->role);
    }
}

static bool find_look(struct task *t, struct request *in, const struct child_file *f,
                      struct glass_look *ret)
{
    for (size_t i = 0; i < f->entries; i++) {
        const struct event *e = &f->entry[i].event;
        if (e->kind != EV_GLASS_BROKEN || (uint64_t)event_number(e, "look") != in->number[1])
            continue;
        *ret = (struct glass_look){ .look = in->number[1],
                                    .person = (uint32_t)event_number(e, "person"),
                                    .reason = event_text(e, "reason"),
                                    .at = e->happened };
        ret->who = glass_person(t, in, ret->person, e->role);
        reviewed_by(t, in, f, ret);
        return true;
    }
    return false;
}

static status glass_page(struct task *t, struct request *in, struct response *out,
                         struct child_file *f, struct glass_page *ret)
{
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "look without a relation", f, &relation));
    *ret = (struct glass_page){ .child = f->child, .name = f->name };
    if (!find_look(t, in, f, &ret->look))
        return fail(t, E_MISSING, "this child's file has no such look");
    bool owner = relation.access.roles & UINT64_C(1) << ROLE_SOCIAL_WORKER;
    ret->may_review = (owner || role_may(in->session.actor.role, MAY_REVIEW_ACCESS)) &&
                      ret->look.person != in->session.actor.person;
    ret->verdicts = (struct choices){ "verdict", "Was it right to look?", NULL,
                                      false,     verdict_choices,         COUNT(verdict_choices) };
    return OK;
}

static status show_glass(struct task *t, struct request *in, struct response *out,
                         const struct glass_page *p, struct form *form)
{
    struct view v = view_of(
        t, in, form->problems ? "Error: A look without a relation" : "A look without a relation",
        NAV_CHILDREN);
    v.recorded = true;
    struct html h = page_open(t);
    page_glass(&h, &v, form, p);
    return page_send(t, &h, form->problems > 0 || form->not_kept ? 400 : 200, out);
}

status handle_glass(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct glass_page p;
    struct form form = form_of(t, in);
    TRY(glass_page(t, in, out, &f, &p));
    return show_glass(t, in, out, &p, &form);
}

status handle_glass_reviewed(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct glass_page p;
    struct form form = form_of(t, in);
    TRY(glass_page(t, in, out, &f, &p));
    if (!p.may_review)
        return fail(t, E_DENIED,
                    "nobody reviews their own look, and this one is for the child's social worker"
                    " or team manager");
    struct str verdict = form_typed(&form, "verdict");
    struct str reason = str_trim(form_typed(&form, "reason"));
    if (code_number(CODES_LOOK_VERDICT, verdict) == 0)
        form_wrong(&form, "verdict", "Choose whether it was right to look");
    if (reason.len == 0)
        form_wrong(&form, "reason", "Say what you found: it stays with the look");
    if (form.problems > 0)
        return show_glass(t, in, out, &p, &form);
    struct said s = { .child = f.child, .seen_n = APPEND_ANY, .key = form.key, .count = 1 };
    s.event[0] = event_new(EV_GLASS_REVIEWED, f.child, in->now);
    event_set_number(&s.event[0], "look", (int64_t)p.look.look);
    event_set_text(&s.event[0], "verdict", verdict);
    event_set_text(&s.event[0], "reason", reason);
    int64_t seq;
    status done = record(t, in, &s, &seq);
    if (done == OK)
        return redirect(t, out, ROUTE_glass,
                        (struct link_part[]){ { .number = f.child }, { .number = p.look.look } });
    form.not_kept = not_kept(t, done);
    return show_glass(t, in, out, &p, &form);
}

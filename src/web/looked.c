/* Who opened this record, in words for the child; a question about it, and its answer. */
#include "access/look_log.h"
#include "web/access_page.h"
#include "web/pages.gen.h"
#include "web/record.h"
#include "work/send_settings.h"

enum {
    QUESTIONS_MAX = 100
};

static void questions_of(struct task *t, const struct child_file *f, struct looked_page *p)
{
    p->question = NEWS(t->arena, struct access_question, QUESTIONS_MAX);
    for (size_t i = f->entries; i-- > 0 && p->questions < QUESTIONS_MAX;) {
        const struct event *e = &f->entry[i].event;
        if (e->kind != EV_ACCESS_ASKED)
            continue;
        struct access_question *q = &p->question[p->questions++];
        *q = (struct access_question){ .number = (uint64_t)event_number(e, "question"),
                                       .text = event_text(e, "text"),
                                       .at = e->happened };
        for (size_t k = 0; k < f->entries; k++) {
            const struct event *a = &f->entry[k].event;
            if (a->kind == EV_ACCESS_ANSWERED && (uint64_t)event_number(a, "question") == q->number)
                q->answer = event_text(a, "text");
        }
    }
}

static void looks_of_glass(struct task *t, const struct child_file *f, struct looked_page *p)
{
    p->glass = NEWS(t->arena, struct glass_link, QUESTIONS_MAX);
    for (size_t i = f->entries; i-- > 0 && p->glasses < QUESTIONS_MAX;) {
        const struct event *e = &f->entry[i].event;
        if (e->kind == EV_GLASS_BROKEN)
            p->glass[p->glasses++] =
                (struct glass_link){ .look = (uint64_t)event_number(e, "look"), .at = e->happened };
    }
}

static status looked_of(struct task *t, struct request *in, struct response *out,
                        struct child_file *f, struct looked_page *ret)
{
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "who looked", f, &relation));
    *ret = (struct looked_page){ .child = f->child,
                                 .name = f->name,
                                 .first = first_name(f->name),
                                 .may_answer = role_may(in->session.actor.role, MAY_RECORD) };
    struct look_rows rows;
    TRY(look_log_of_child(t, in->reader, f->child, 0, &rows));
    ret->row = NEWS(t->arena, struct looked_row, rows.count + 1);
    ret->roles_only = !store_send_settings(in->site->store)->names_of_lookers;
    for (size_t i = 0; i < rows.count; i++)
        ret->row[ret->rows++] =
            (struct looked_row){ .at = rows.at[i].at,
                                 .words = look_words(t->arena, &rows.at[i], ret->roles_only),
                                 .without = rows.at[i].kind == EV_BREAK_GLASS_USED };
    ret->cut = rows.cut;
    questions_of(t, f, ret);
    looks_of_glass(t, f, ret);
    return OK;
}

static status show_looked(struct task *t, struct request *in, struct response *out,
                          const struct looked_page *p, struct form *form)
{
    struct view v =
        view_of(t, in, form->problems ? "Error: Who looked" : "Who looked", NAV_CHILDREN);
    v.recorded = true;
    struct html h = page_open(t);
    page_looked(&h, &v, form, p);
    return page_send(t, &h, form->problems > 0 || form->not_kept ? 400 : 200, out);
}

status handle_looked(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct looked_page p;
    struct form form = form_of(t, in);
    TRY(looked_of(t, in, out, &f, &p));
    return show_looked(t, in, out, &p, &form);
}

/* One entry of one text, then the page again. */
static status say(struct task *t, struct request *in, struct response *out, enum event_kind kind,
                  uint64_t question, const char *empty)
{
    struct child_file f;
    struct looked_page p;
    struct form form = form_of(t, in);
    TRY(looked_of(t, in, out, &f, &p));
    struct str text = str_trim(form_typed(&form, "text"));
    if (text.len == 0) {
        form_wrong(&form, "text", empty);
        return show_looked(t, in, out, &p, &form);
    }
    struct said s = { .child = f.child, .seen_n = APPEND_ANY, .key = form.key, .count = 1 };
    s.event[0] = event_new(kind, f.child, in->now);
    event_set_number(&s.event[0], "question", (int64_t)question);
    event_set_text(&s.event[0], "text", text);
    int64_t seq;
    status done = record(t, in, &s, &seq);
    if (done == OK)
        return redirect(t, out, ROUTE_looked, (struct link_part[]){ { .number = f.child } });
    form.not_kept = not_kept(t, done);
    return show_looked(t, in, out, &p, &form);
}

status handle_access_asked(struct task *t, struct request *in, struct response *out)
{
    return say(t, in, out, EV_ACCESS_ASKED, (uint64_t)in->now.us,
               "Write what the child wants to know");
}

status handle_access_answered(struct task *t, struct request *in, struct response *out)
{
    return say(t, in, out, EV_ACCESS_ANSWERED, in->number[1], "Write the answer to the child");
}

/* The child's own words: what was said, to whom, and who may read it; nothing is ever edited. */
#include "web/answers.h"
#include "web/pages.gen.h"
#include "web/record.h"

static const struct {
    enum event_kind kind;
    const char *words, *to, *readers, *when_said; /* names of fields; "" none */
} holds_words[] = {
    { EV_CHILD_SAID, "words", "to", "readers", "" },
    { EV_VISIT_MADE, "words", "", "readers", "on a visit" },
    { EV_RETURN_INTERVIEW_HELD, "words", "interviewer", "readers", "in a return interview" },
    { EV_RETURN_INTERVIEW_DECLINED, "why", "by", "", "when offered a return interview" },
    { EV_CARE_PLAN_MADE, "wishes", "", "", "for the care plan" },
    { EV_PLACEMENT_PLAN_AGREED, "wishes", "", "", "for the placement plan" },
    { EV_PATHWAY_PLAN_MADE, "wishes", "", "", "for the pathway plan" },
};

static int holder_of_words(const struct event *e)
{
    for (size_t i = 0; i < COUNT(holds_words); i++)
        if (holds_words[i].kind == e->kind && event_given(e, holds_words[i].words))
            return (int)i;
    return -1;
}

static struct own_word word_of(struct task *t, struct request *in, const struct child_entry *c,
                               int at)
{
    const struct event *e = &c->event;
    struct own_word w = { .words = event_text(e, holds_words[at].words),
                          .when_said = holds_words[at].when_said,
                          .at = e->happened,
                          .corrected = c->corrected,
                          .n = e->n };
    w.day_only = str_is(str_from(code_text(CODES_PRECISION, e->precision)), "day");
    if (*holds_words[at].to)
        w.to = event_text(e, holds_words[at].to);
    if (w.to.len == 0)
        w.to = author_name(t, in, e);
    if (*holds_words[at].readers)
        w.readers = readers_words(t->arena, event_text(e, holds_words[at].readers));
    return w;
}

struct own_words own_words_of(struct task *t, struct request *in, const struct child_file *f,
                              size_t most)
{
    struct own_words o = { .child = f->child,
                           .first = first_name(f->name),
                           .past = f->known_at.us != INT64_MAX,
                           .at = NEWS(t->arena, struct own_word, f->entries + 1) };
    for (size_t i = f->entries; i-- > 0;) {
        int at = holder_of_words(&f->entry[i].event);
        if (at < 0)
            continue;
        o.count++;
        if (o.shown < most)
            o.at[o.shown++] = word_of(t, in, &f->entry[i], at);
    }
    return o;
}

/* --- writing down what a child said --- */

static status show(struct task *t, struct request *in, struct response *out,
                   const struct child_file *f, struct form *form, struct moved_on *moved)
{
    struct said_page p = { .child = f->child,
                           .last_n = f->stream.length,
                           .name = f->name,
                           .first = first_name(f->name),
                           .earlier = own_words_of(t, in, f, f->entries) };
    p.readers = readers_question(t->arena, "readers", p.first);
    struct view v = view_of(
        t, in, form->problems ? "Error: What the child said" : "What the child said", NAV_CHILDREN);
    v.form = v.recorded = true;
    struct html h = page_open(t);
    page_child_said(&h, &v, form, &p, moved);
    return page_send(t, &h, form_code(form, moved->is), out);
}

status handle_child_said(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    struct moved_on none = { 0 };
    TRY(child_open(t, in, out, child_number(in), NEVER, "own words", &f, &relation));
    struct form form = form_of(t, in);
    return show(t, in, out, &f, &form, &none);
}

status handle_child_said_done(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    struct moved_on moved = { 0 };
    int64_t seq;
    TRY(child_open(t, in, out, child_number(in), NEVER, "own words", &f, &relation));
    struct form form = form_of(t, in);
    struct said s = { .child = f.child, .seen_n = seen_n(in), .key = form.key, .count = 1 };
    struct event *e = &s.event[0];
    *e = event_new(EV_CHILD_SAID, f.child, in->now);
    answer_when(in, &form, e);
    answer_put_text(&form, "words", e, "words");
    if (!event_given(e, "words") && !form_problem(&form, "words"))
        form_wrong(&form, "words", "Write what the child said, as it was said");
    answer_put_line(&form, "to", e, "to");
    struct str readers = answer_codes(t, &form, "readers", CODES_ROLE);
    if (readers.len > 0)
        event_set_text(e, "readers", readers);
    if (form.problems > 0)
        return show(t, in, out, &f, &form, &moved);
    status done = record(t, in, &s, &seq);
    if (done == OK) {
        out->note_first = false;
        return redirect(t, out, ROUTE_kept,
                        (struct link_part[]){ { .number = f.child }, { .number = (uint64_t)seq } });
    }
    if (done == E_CONFLICT)
        moved = moved_on_since(t, &f, s.seen_n);
    else
        form.not_kept = not_kept(t, done);
    return show(t, in, out, &f, &form, &moved);
}

/* The guide when exploitation is suspected: each step with its state, its clock and its button. */
#include <string.h>

#include "web/answers.h"
#include "web/pages.gen.h"
#include "web/record.h"

static const struct guide_step steps[] = {
#define GUIDE_STEP(code, number, question, action, told, time, kind, duties, fill, with, source,   \
                   conf)                                                                           \
    { code, question,          action, told, time, kind, duties, source, fill,                     \
      with, CONFIDENCE_##conf, number },
#include "web/guide_steps.def"
#undef GUIDE_STEP
};

size_t guide_steps(const struct guide_step **ret)
{
    *ret = steps;
    return COUNT(steps);
}

bool guide_opens(enum event_kind kind)
{
    const char *name = event_kind_def(kind)->name;
    for (size_t i = 0; i < COUNT(steps); i++)
        if (*steps[i].kind && strcmp(steps[i].kind, name) == 0)
            return true;
    return false;
}

static const struct guide_step *step_named(struct str code)
{
    for (size_t i = 0; i < COUNT(steps); i++)
        if (str_is(code, steps[i].code))
            return &steps[i];
    return NULL;
}

/* --- how each step stands --- */

static const struct child_entry *last_concern(const struct child_file *f)
{
    for (size_t i = f->entries; i-- > 0;)
        if (f->entry[i].event.kind == EV_CONCERN_RAISED && !f->entry[i].corrected)
            return &f->entry[i];
    return NULL;
}

/* Steps count from the day of the newest concern on: what was done that morning, before anyone
 * wrote the concern down, belongs to it; what was done for an earlier concern does not. */
static int64_t guide_from(const struct child_entry *concern)
{
    return concern ? uk_midnight(date_in_uk(concern->event.happened)).us : INT64_MIN;
}

static bool does_step(const struct event *e, const struct guide_step *s, bool concern)
{
    if (e->kind == EV_GUIDE_STEP_TAKEN)
        return str_is(event_text(e, "step"), s->code);
    return concern && *s->kind && strcmp(event_kind_def(e->kind)->name, s->kind) == 0;
}

static bool is_refusal(const struct event *e)
{
    return e->kind == EV_GUIDE_STEP_TAKEN && event_given(e, "not-done-because");
}

static enum step_state state_of(const struct child_file *f, const struct guide_row *r)
{
    bool looked_after = (f->evaluation->child.is & CHILD_IS(LOOKED_AFTER)) != 0;
    for (size_t i = 0; i < r->done_count; i++)
        if (!is_refusal(&r->done[i].e->event))
            return STEP_DONE;
    if (r->done_count > 0)
        return STEP_NOT_DONE_BECAUSE;
    if (!looked_after && strcmp(r->step->code, "looked-after") == 0)
        return STEP_NOT_NEEDED;
    for (size_t i = 0; i < r->clocks; i++)
        if (r->clock[i].row->state == DUTY_OVERDUE)
            return STEP_LATE;
    return STEP_NOT_STARTED;
}

static void fill_row(struct task *t, struct request *in, const struct view *v,
                     const struct child_file *f, const struct child_entry *concern,
                     struct guide_row *r)
{
    int64_t from = guide_from(concern);
    struct wanted_duties w = { .names = r->step->duties, .from = from };
    r->opens = *r->step->kind ? entry_kind_named(str_from(r->step->kind)) : NULL;
    r->done = NEWS(t->arena, struct interview_entry, f->entries + 1);
    for (size_t i = f->entries; i-- > 0;) {
        const struct child_entry *e = &f->entry[i];
        if (e->corrected || e->event.happened.us < from || !does_step(&e->event, r->step, concern))
            continue;
        r->done[r->done_count++] = (struct interview_entry){ e, author_name(t, in, &e->event) };
    }
    if (concern && *w.names)
        r->clock = duties_of_file(t, in, v, f, &w, &r->clocks);
    r->state = state_of(f, r);
}

status handle_guide(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "guide", &f, &relation));
    struct view v = view_of(t, in, "When exploitation is suspected", NAV_CHILDREN);
    v.recorded = true;
    struct guide_page p = { .child = f.child,
                            .name = f.name,
                            .first = first_name(f.name),
                            .row = NEWS(t->arena, struct guide_row, COUNT(steps)),
                            .rows = COUNT(steps),
                            .concern = last_concern(&f),
                            .may_record = role_may(in->session.actor.role, MAY_RECORD) };
    p.kept = kept_line_of(t, in, &v, &f);
    for (size_t i = 0; i < COUNT(steps); i++) {
        p.row[i].step = &steps[i];
        fill_row(t, in, &v, &f, p.concern, &p.row[i]);
        p.done += p.row[i].state == STEP_DONE;
    }
    struct html h = page_open(t);
    page_guide(&h, &v, &p);
    return page_send(t, &h, 200, out);
}

/* --- a step that has no entry of another kind, or was not done --- */

static status show_step(struct task *t, struct request *in, struct response *out,
                        const struct child_file *f, struct form *form, struct guide_step_page *p)
{
    p->child = f->child;
    p->last_n = f->stream.length;
    p->name = f->name;
    p->first = first_name(f->name);
    struct view v = view_of(t, in, p->step->question, NAV_CHILDREN);
    v.form = v.recorded = true;
    struct html h = page_open(t);
    page_guide_step_page(&h, &v, form, p);
    return page_send(t, &h, form_code(form, p->moved.is), out);
}

static status open_step(struct task *t, struct request *in, struct response *out,
                        struct child_file *f, struct guide_step_page *p)
{
    struct relation relation;
    p->step = step_named(in->word);
    TRY(child_open(t, in, out, child_number(in), NEVER, "guide", f, &relation));
    return p->step ? OK : fail(t, E_MISSING, "the guide has no such step: open it from the file");
}

status handle_guide_step(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct guide_step_page p = { 0 };
    TRY(open_step(t, in, out, &f, &p));
    struct form form = form_of(t, in);
    return show_step(t, in, out, &f, &form, &p);
}

static void read_step(struct task *t, const struct request *in, struct form *form,
                      const struct guide_step *step, struct event *e)
{
    (void)t;
    event_set_code(e, "step", step->code);
    answer_when(in, form, e);
    answer_put_text(form, "text", e, "text");
    answer_put_line(form, "told", e, "told");
    answer_put_text(form, "not-done-because", e, "not-done-because");
    if (form->problems > 0)
        return;
    if (!event_given(e, "text") && !event_given(e, "not-done-because"))
        form_wrong(form, "text", "Say what was done, or below why it was not");
    if (event_given(e, "text") && event_given(e, "not-done-because"))
        form_wrong(form, "not-done-because",
                   "You say both that it was done and why it was not: keep one of them");
}

status handle_guide_step_done(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct guide_step_page p = { 0 };
    int64_t seq;
    TRY(open_step(t, in, out, &f, &p));
    struct form form = form_of(t, in);
    struct said s = { .child = f.child, .seen_n = seen_n(in), .key = form.key, .count = 1 };
    s.event[0] = event_new(EV_GUIDE_STEP_TAKEN, f.child, in->now);
    read_step(t, in, &form, p.step, &s.event[0]);
    if (form.problems > 0)
        return show_step(t, in, out, &f, &form, &p);
    status done = record(t, in, &s, &seq);
    if (done == OK) {
        out->note_first = false;
        TRY(redirect(t, out, ROUTE_guide, (struct link_part[]){ { .number = f.child } }));
        out->location =
            str_print(t->arena, "%.*s?kept=%lld", STR_ARG(out->location), (long long)seq);
        return OK;
    }
    if (done == E_CONFLICT)
        p.moved = moved_on_since(t, &f, s.seen_n);
    else
        form.not_kept = not_kept(t, done);
    return show_step(t, in, out, &f, &form, &p);
}

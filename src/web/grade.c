/* Grading the risk to a missing child: what each grade means, and never one without its reasons. */
#include <string.h>

#include "web/conflict.h"
#include "web/pages.gen.h"
#include "web/record.h"

/* In the order in which somebody at night must think of them. What a grade asks of police is theirs
 * to say; the words here only help to choose. */
static const struct choice grades[] = {
    { "high", "High",
      "Serious harm to the child or to others is likely. Officers at once, and somebody senior in"
      " charge." },
    { "medium", "Medium",
      "Harm is likely, but not serious. Police and the others act together and keep at it." },
    { "low", "Low", "Harm is possible, and thought to be slight. Enquiries go on." },
    { "very-low", "Very low",
      "Nothing now points to harm. Somebody is still responsible, and looks again when anything"
      " changes." },
};
enum {
    REASONS_MIN = 10
};

static void grade_now(const struct child_file *f, struct grade_page *p)
{
    uint64_t now = f->evaluation->child.episode_now;
    for (size_t i = 0; now != 0 && i < f->entries; i++) {
        const struct event *e = &f->entry[i].event;
        if (e->kind == EV_RISK_GRADED && !f->entry[i].corrected &&
            (uint64_t)event_number(e, "episode") == now)
            p->now = (struct grading){ (uint8_t)event_number(e, "grade"), e->happened,
                                       event_text(e, "reasons"), event_text(e, "by") };
    }
}

static status show_grade(struct task *t, struct request *in, const struct child_file *f,
                         struct form *form, struct response *out)
{
    struct grade_page p = { .child = f->child,
                            .last_n = f->stream.length,
                            .name = f->name,
                            .first = first_name(f->name),
                            .grades = { "grade", "How great is the risk?", NULL, false, grades,
                                        COUNT(grades) } };
    grade_now(f, &p);
    struct view v =
        view_of(t, in, form->problems ? "Error: Grade the risk" : "Grade the risk", NAV_CHILDREN);
    v.form = v.recorded = true;
    struct html h = page_open(t);
    page_grade_form(&h, &v, form, &p);
    return page_send(t, &h, form->problems ? 400 : form->not_kept ? 503 : 200, out);
}

status handle_grade(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "grade", &f, &relation));
    struct form form = form_of(t, in);
    return show_grade(t, in, &f, &form, out);
}

static void read_grade(struct request *in, struct form *form, struct event *e)
{
    struct str reasons = str_trim(form_typed(form, "reasons")),
               by = str_trim(form_typed(form, "by")), grade = form_typed(form, "grade");
    bool listed = false;
    for (size_t i = 0; i < COUNT(grades); i++)
        if (str_is(grade, grades[i].value)) {
            event_set_code(e, "grade", grades[i].value);
            listed = true;
        }
    if (!listed)
        form_wrong(form, "grade", "Choose a grade");
    if (reasons.len < REASONS_MIN)
        form_wrong(form, "reasons",
                   "Say why, so that the next officer can judge it: what is known,"
                   " and what is not");
    else
        event_set_text(e, "reasons", reasons);
    if (by.len > 0)
        event_set_text(e, "by", by);
    e->happened = in->now;
}

status handle_grade_done(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "grade", &f, &relation));
    struct form form = form_of(t, in);
    struct said s = { .child = f.child, .seen_n = APPEND_ANY, .key = form.key, .count = 1 };
    int64_t seq;
    s.event[0] = event_new(EV_RISK_GRADED, f.child, in->now);
    read_grade(in, &form, &s.event[0]);
    if (form.problems > 0)
        return show_grade(t, in, &f, &form, out);
    bool answered;
    TRY(conflict_settled(t, in, &f, &form, &s, &answered, out));
    if (answered)
        return OK;
    status done = record(t, in, &s, &seq);
    if (done != OK) {
        form.not_kept = not_kept(t, done);
        return show_grade(t, in, &f, &form, out);
    }
    out->note_first = false;
    return redirect(t, out, ROUTE_kept,
                    (struct link_part[]){ { .number = f.child }, { .number = (uint64_t)seq } });
}

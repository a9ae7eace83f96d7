/* Recording who was notified of a placement, before it begins or after. */
#include "web/pages.gen.h"
#include "web/placement_page.h"
#include "web/record.h"

/* Whom regulation 13 names, and those of regulation 11 in an emergency. */
static const struct choice told[] = {
    { "child", "The child", NULL },
    { "parent", "A parent, or a person with parental responsibility", NULL },
    { "previous-carer", "The carer before", NULL },
    { "area-authority", "The area authority", NULL },
    { "health-body", "The health body", NULL },
    { "gp", "The GP", NULL },
    { "school", "The school", NULL },
    { "independent-reviewing-officer", "The independent reviewing officer", NULL },
    { "contact", "Those who have contact with the child", NULL },
    { "relatives", "Relatives", NULL },
};
static const struct choice sent[] = {
    { "needs", "The assessment of needs, and why it is most suitable", NULL },
    { "care-plan", "The care plan", NULL },
};

struct choices notified_choices(void)
{
    return (struct choices){
        "notified", "Who has been notified?", "Tick only those who were", true, told, COUNT(told)
    };
}

struct choices notified_with(void)
{
    return (struct choices){ "with", "What went with it?", NULL, true, sent, COUNT(sent) };
}

static struct str ticked(struct task *t, const struct form *f, const char *field,
                         const struct choice *of, size_t count)
{
    struct text x = text_open(t->arena, 512);
    for (size_t i = 0; i < count; i++)
        if (form_chosen(f, field, of[i].value))
            text_addf(&x, "%s%s", x.len ? " " : "", of[i].value);
    return text_done(&x);
}

status handle_place_notified(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    int64_t seq;
    TRY(child_open(t, in, out, child_number(in), NEVER, "approve", &f, &relation));
    struct form form = form_of(t, in);
    struct str who = ticked(t, &form, "notified", told, COUNT(told));
    struct str with = ticked(t, &form, "with", sent, COUNT(sent));
    if (who.len == 0)
        return fail(t, E_INVALID, "tick who was notified: go back, nothing was written");
    if (!proposal_of(t, &f.stream, in->number[1]).known)
        return fail(t, E_MISSING, "no such placement was proposed for this child");
    struct said *s = NEW(t->arena, struct said);
    *s = (struct said){ .child = f.child, .seen_n = APPEND_ANY, .key = form.key, .count = 1 };
    struct event *e = &s->event[0];
    *e = event_new(EV_PLACEMENT_NOTIFIED, f.child, in->now);
    event_set_number(e, "placement", (int64_t)in->number[1]);
    event_set_text(e, "to", who);
    if (with.len > 0)
        event_set_text(e, "with", with);
    if (form_chosen(&form, "written", "1"))
        event_set_number(e, "written", 1);
    TRY(record(t, in, s, &seq));
    out->note_first = false;
    return redirect(t, out, ROUTE_approve,
                    (struct link_part[]){ { .number = f.child }, { .number = in->number[1] } });
}

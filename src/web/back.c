/* The child is back: when, how, hurt or not; and the receipt with the return interview's clock. */
#include <string.h>

#include "web/pages.gen.h"
#include "web/record.h"

static const struct choice when_choices[] = {
    { "now", "Just now", NULL },
    { "other", "At another time", NULL },
};
static const struct choice how_choices[] = {
    { "self", "On their own", NULL },
    { "police", "Police brought the child back", NULL },
    { "carer", "We or a carer fetched the child", NULL },
    { "family", "Family or a friend brought the child", NULL },
    { "public", "Someone we don\xe2\x80\x99t know brought the child", NULL },
    { "agency", "Another agency", NULL },
};
static const struct choice hurt_choices[] = {
    { "none", "No sign of it", NULL },
    { "yes", "Yes, or I think so",
      "If it is bad, 999. If the child may have been assaulted, do not wash clothes or bedding;"
      " ring police now." },
    { "unsure", "I can\xe2\x80\x99t tell yet", NULL },
};
static const struct choice told_choices[] = {
    { "yes", "I have told the police that the child is back",
      "They owe the child a prevention interview" },
};
static const struct choice disclosed_choices[] = {
    { "yes", "The child said that somebody harmed them",
      "Those whom the rules name now are told at once" },
};

/* The law's 72 hours are a rule's; this is the same length counted for the page before the fact. */
enum {
    INTERVIEW_HOURS = 72
};

static const struct missing_episode *open_episode(const struct child_file *f)
{
    const struct child_state *c = &f->evaluation->child;
    for (uint32_t i = c->episodes; i-- > 0;)
        if (i < CHILD_EPISODES_MAX && c->episode[i].until == INT64_MAX)
            return &c->episode[i];
    return NULL;
}

static status show_back(struct task *t, struct request *in, const struct child_file *f,
                        struct form *form, unsigned code, struct response *out)
{
    struct str first = first_name(f->name);
    struct back_page p = {
        .child = f->child,
        .last_n = f->stream.length,
        .name = f->name,
        .first = first,
        .missing = open_episode(f) != NULL,
        .when = { "when", "1. When did the child come through the door?",
                  "The clock of the return interview starts at this time.", false, when_choices,
                  COUNT(when_choices) },
        .how = { "how", "2. How did the child get back?", NULL, false, how_choices,
                 COUNT(how_choices) },
        .hurt = { "hurt", "3. Is the child hurt or unwell?", NULL, false, hurt_choices,
                  COUNT(hurt_choices) },
        .disclosed = { "disclosed", "4. Did the child say that they were harmed?", NULL, true,
                       disclosed_choices, COUNT(disclosed_choices) },
        .told = { "told", "5. Have the police been told?", NULL, true, told_choices,
                  COUNT(told_choices) },
        .interview_by = instant_after(in->now, span_hours(INTERVIEW_HOURS)),
    };
    struct view v =
        view_of(t, in, form->problems ? "Error: The child is back" : "The child is back", NAV_NONE);
    v.form = v.recorded = true;
    struct html h = page_open(t);
    page_back(&h, &v, form, &p);
    return page_send(t, &h, code, out);
}

status handle_back(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "back", &f, &relation));
    struct form form = form_of(t, in);
    return show_back(t, in, &f, &form, 200, out);
}

/* "now" unless another time is given; a time typed without choosing is meant all the same. */
static bool returned_at(const struct request *in, struct form *f, struct instant *ret)
{
    struct str typed = str_trim(form_typed(f, "when-time"));
    *ret = in->now;
    if (form_chosen(f, "when", "now") && typed.len == 0)
        return true;
    int hour, minute;
    if (typed.len == 0)
        form_wrong(f, form_chosen(f, "when", "other") ? "when-time" : "when",
                   "Say when the child came back: just now, or a time like 06:40");
    else if (!clock_read(typed, &hour, &minute))
        form_wrong(f, "when-time", "The time must be like 06:40");
    else
        *ret = last_time(in->now, hour, minute);
    return f->problems == 0;
}

static void say_returned(struct arena *a, const struct form *f, struct instant when, struct said *s)
{
    struct event *e = &s->event[s->count++];
    *e = event_new(EV_CHILD_RETURNED, s->child, when);
    for (size_t i = 0; i < COUNT(how_choices); i++)
        if (form_chosen(f, "how", how_choices[i].value))
            event_set_code(e, "by", how_choices[i].value);
    if (form_chosen(f, "hurt", "yes") || form_chosen(f, "hurt", "none"))
        event_set_number(e, "hurt", form_chosen(f, "hurt", "yes"));
    if (form_chosen(f, "disclosed", "yes"))
        event_set_number(e, "disclosed", 1);
    struct str said = str_trim(form_typed(f, "said")), seen = str_trim(form_typed(f, "seen"));
    if (said.len > 0)
        event_set_text(e, "needs",
                       str_print(a,
                                 "In the child\xe2\x80\x99s words: "
                                 "\xe2\x80\x9c%.*s\xe2\x80\x9d",
                                 STR_ARG(said)));
    if (seen.len > 0)
        event_set_text(e, "evidence", seen);
    if (!form_chosen(f, "told", "yes"))
        return;
    struct event *told = &s->event[s->count++];
    *told = event_new(EV_FOUND_TOLD, s->child, when);
    event_set_text(told, "to", S("police"));
}

static bool police_know(const struct child_file *f, const struct event *back)
{
    for (size_t i = 0; i < f->entries; i++) {
        const struct event *e = &f->entry[i].event;
        if (e->kind == EV_FOUND_TOLD && !f->entry[i].corrected &&
            event_number(e, "episode") == event_number(back, "episode") &&
            str_is(event_text(e, "to"), "police"))
            return true;
    }
    return false;
}

status handle_back_done(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "back", &f, &relation));
    struct form form = form_of(t, in);
    struct instant when;
    int64_t seq;
    if (!open_episode(&f) && !recorded_before(t, in, f.child, form.key, &seq))
        return show_back(t, in, &f, &form, 400, out);
    if (!returned_at(in, &form, &when))
        return show_back(t, in, &f, &form, 400, out);
    struct said s = { .child = f.child, .seen_n = APPEND_ANY, .key = form.key };
    say_returned(t->arena, &form, when, &s);
    status done = record(t, in, &s, &seq);
    if (done != OK) {
        form.not_kept = not_kept(t, done);
        return show_back(t, in, &f, &form, done == E_INVALID ? 400 : 503, out);
    }
    out->note_first = false;
    return redirect(t, out, ROUTE_returned,
                    (struct link_part[]){ { .number = f.child }, { .number = (uint64_t)seq } });
}

/* The rule's own deadline where the rulebook has the rule; it knows what the page must not guess.
 */
static struct instant interview_due(const struct request *in, const struct child_file *f,
                                    const struct child_entry *e)
{
    uint16_t rule = rulebook_find(in->site->store->rules, S("return-interview-held"));
    uint64_t episode = (uint64_t)event_number(&e->event, "episode");
    for (uint32_t i = 0; rule != UINT16_MAX && i < f->evaluation->count; i++) {
        const struct instance *x = &f->evaluation->instance[i];
        if (x->rule == rule && x->about == episode && x->due != INT64_MAX)
            return (struct instant){ x->due };
    }
    return instant_after(e->event.happened, span_hours(INTERVIEW_HOURS));
}

status handle_returned(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    struct receipt_page p;
    const struct child_entry *e;
    TRY(child_open(t, in, out, child_number(in), NEVER, "receipt", &f, &relation));
    struct view v = view_of(t, in, "Back", NAV_NONE);
    v.form = v.recorded = true;
    TRY(receipt_fill(t, in, &v, &f, (int64_t)in->number[1], &p, &e));
    p.what = "Back.";
    p.hurt = event_number(&e->event, "hurt") != 0;
    p.police_told = police_know(&f, &e->event);
    p.interview_by = interview_due(in, &f, e);
    struct html h = page_open(t);
    page_returned(&h, &v, &p);
    return page_send(t, &h, 200, out);
}

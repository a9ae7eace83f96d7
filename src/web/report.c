/* Reporting a child missing in under a minute, and the receipt with what to do next. */
#include <string.h>

#include "web/pages.gen.h"
#include "web/record.h"
#include "web/who.h"

static const struct choice where_choices[] = {
    { "no", "No", "You are reporting the child missing" },
    { "yes", "Yes, but the child should not be there",
      "You are reporting the child away without authorisation" },
    { "late", "The child is on the way back",
      "We keep this as late: not where expected, not yet missing" },
};
static const struct choice worry_choices[] = {
    { "hurt", "Said they might hurt themselves", NULL },
    { "ill", "Hurt, ill or without medicine", NULL },
    { "adult", "With an adult we don\xe2\x80\x99t know, or called away by someone", NULL },
    { "threat", "Threatened, or in debt to someone", NULL },
    { "other", "Something else", NULL },
    { "none", "None of these that I know of", NULL },
    { "unsure", "I don\xe2\x80\x99t know", NULL },
};
static const struct choice police_choices[] = {
    { "next", "Not yet: I will ring as soon as I have sent this",
      "101, or 999 if in danger. We will show you what to say." },
    { "yes", "Yes", NULL },
};

status handle_report(struct task *t, struct request *in, struct response *out)
{
    struct report_page p = { 0 };
    struct view v = view_of(t, in, "Report missing", NAV_REPORT);
    v.form = v.recorded = true;
    int64_t home;
    struct task ignored = { 0 };
    struct str asked = urlform_text(&in->query, "home");
    if (asked.len > 0 && str_to_i64(&ignored, asked, 1, UINT32_MAX, &home) == OK)
        p.home = (uint32_t)home;
    status done = E_IO;
    if (in->reader)
        done = p.home != 0 ? look_children_of_home(t, in->reader, p.home, &p.children)
                           : children_of(t, in->reader, in->session.actor.person, &p.children);
    if (done == OK)
        done = look_homes(t, in->reader, &p.homes);
    if (done != OK)
        p = (struct report_page){ .failed = str_nul(t->arena, str_from(t->reason)) };
    note_searched(in, out, "report missing");
    struct html h = page_open(t);
    page_report(&h, &v, &p);
    return page_send(t, &h, done == OK ? 200 : 503, out);
}

static struct str home_words(struct task *t, struct request *in, const struct child_file *f)
{
    struct str name;
    uint32_t home = home_of(f);
    return home != 0 && look_name(t, in->reader, home, &name) == OK ? name : S("");
}

/* An episode that is still open; NEVER when there is none. */
static struct instant away_since(const struct child_file *f)
{
    const struct child_state *c = &f->evaluation->child;
    for (uint32_t i = 0; i < c->episodes && i < CHILD_EPISODES_MAX; i++)
        if (c->episode[i].until == INT64_MAX)
            return (struct instant){ c->episode[i].from };
    return NEVER;
}

static status show_report(struct task *t, struct request *in, const struct child_file *f,
                          struct form *form, unsigned code, struct response *out)
{
    struct report_child_page p = {
        .child = f->child,
        .last_n = f->stream.length,
        .name = f->name,
        .first = first_name(f->name),
        .home = home_words(t, in, f),
        .since = away_since(f),
        .where = { "where",
                   str_nul(t->arena, str_print(t->arena,
                                               "1. Does anyone know where %.*s"
                                               " is?",
                                               STR_ARG(first_name(f->name)))),
                   NULL, false, where_choices, COUNT(where_choices) },
        .worry = { "worry", "2. What worries you now?", "Choose all that fit.", true, worry_choices,
                   COUNT(worry_choices) },
        .police = { "police", "3. Have the police been told?", NULL, false, police_choices,
                    COUNT(police_choices) },
    };
    p.already = p.since.us != INT64_MAX;
    struct view v =
        view_of(t, in, form->problems ? "Error: Report missing" : "Report missing", NAV_REPORT);
    v.form = v.recorded = true;
    struct html h = page_open(t);
    page_report_child(&h, &v, form, &p);
    return page_send(t, &h, code, out);
}

status handle_report_child(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "report missing", &f, &relation));
    struct form form = form_of(t, in);
    return show_report(t, in, &f, &form, 200, out);
}

/* "Hurt, ill or without medicine; Something else": the words that were on the page. */
static struct str worries(struct task *t, const struct form *f)
{
    struct text x = text_open(t->arena, 2048);
    for (size_t i = 0; i < COUNT(worry_choices); i++) {
        if (!form_chosen(f, "worry", worry_choices[i].value))
            continue;
        if (x.len > 0)
            text_addz(&x, "; ");
        text_addz(&x, worry_choices[i].label);
    }
    return text_done(&x);
}

static void set_if(struct event *e, const char *field, struct str value)
{
    struct str v = str_trim(value);
    if (v.len > 0)
        event_set_text(e, field, v);
}

/* A time that cannot be read is kept as it was typed: a report is never refused for it. */
static struct str circumstances(struct task *t, const struct form *f, bool time_read)
{
    struct str more = str_trim(form_typed(f, "more"));
    struct str typed = str_trim(form_typed(f, "seen-time"));
    if (time_read || typed.len == 0)
        return more;
    return str_print(t->arena, "%.*s%sLast seen, as typed: %.*s", STR_ARG(more),
                     more.len ? "\n" : "", STR_ARG(typed));
}

static void say_missing(struct task *t, struct request *in, const struct form *f, struct said *s)
{
    bool late = form_chosen(f, "where", "late");
    struct event *e = &s->event[s->count++];
    *e = event_new(late ? EV_ABSENCE_NOTICED : EV_MISSING_REPORTED, s->child, in->now);
    if (!late)
        event_set_code(e, "class", form_chosen(f, "where", "yes") ? "A" : "M");
    int hour, minute;
    bool read = clock_read(form_typed(f, "seen-time"), &hour, &minute);
    if (read)
        event_set_number(e, "last-seen", last_time(in->now, hour, minute).us);
    set_if(e, "last-seen-where", form_typed(f, "seen-where"));
    set_if(e, "wearing", form_typed(f, "wearing"));
    struct str about = circumstances(t, f, read);
    if (late) {
        set_if(e, "why", about.len ? about : S("On the way back"));
        return;
    }
    set_if(e, "circumstances", about);
    set_if(e, "worry", worries(t, f));
}

static void say_police(struct request *in, const struct form *f, struct said *s)
{
    if (!form_chosen(f, "police", "yes"))
        return;
    struct event *e = &s->event[s->count++];
    *e = event_new(EV_POLICE_TOLD, s->child, in->now);
    set_if(e, "reference", form_typed(f, "reference"));
}

status handle_report_done(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "report missing", &f, &relation));
    struct form form = form_of(t, in);
    bool answered = form_chosen(&form, "where", "no") || form_chosen(&form, "where", "yes") ||
                    form_chosen(&form, "where", "late");
    if (!answered) {
        form_wrong(&form, "where", "Say whether anyone knows where the child is");
        return show_report(t, in, &f, &form, 400, out);
    }
    /* Whatever else was added meanwhile, a report of a missing child is never turned away. */
    struct said s = { .child = f.child, .seen_n = APPEND_ANY, .key = form.key };
    say_missing(t, in, &form, &s);
    say_police(in, &form, &s);
    int64_t seq;
    status done = record(t, in, &s, &seq);
    if (done != OK) {
        form.not_kept = not_kept(t, done);
        return show_report(t, in, &f, &form, 503, out);
    }
    out->note_first = false; /* nothing of the record is in the redirect */
    return redirect(t, out, ROUTE_reported,
                    (struct link_part[]){ { .number = f.child }, { .number = (uint64_t)seq } });
}

/* Numbers to ring, for the roles that act at night. */
static void calls(struct task *t, struct request *in, const struct child_file *f,
                  struct receipt_page *p)
{
    static const enum role ring[] = { ROLE_REGISTERED_MANAGER, ROLE_EMERGENCY_DUTY,
                                      ROLE_SOCIAL_WORKER };
    struct answering a = { .child = f->child, .home = home_of(f), .at = in->now };
    for (size_t i = 0; i < COUNT(ring); i++) {
        struct call c = call_for(t, in, &a, ring[i]);
        bool repeated = false;
        for (size_t k = 0; k < p->calls; k++)
            repeated = repeated || str_equal(p->call[k].name, c.name);
        if (c.name.len > 0 && !repeated)
            p->call[p->calls++] = c;
    }
}

static void find_police(const struct child_file *f, const struct event *report,
                        struct receipt_page *p)
{
    for (size_t i = 0; i < f->entries; i++)
        p->police_told =
            p->police_told ||
            (f->entry[i].event.kind == EV_POLICE_TOLD && !f->entry[i].corrected &&
             event_number(&f->entry[i].event, "episode") == event_number(report, "episode"));
}

/* What the report does not say yet is asked for now, when it is durable. */
static size_t still_unknown(const struct child_file *f, const struct event *report)
{
    static const char *const asked[] = { "last-seen", "last-seen-where", "last-seen-with",
                                         "wearing" };
    size_t unknown = 0;
    for (size_t k = 0; k < COUNT(asked); k++) {
        bool given = false;
        for (size_t i = 0; i < f->entries && !given; i++) {
            const struct event *e = &f->entry[i].event;
            given = (e->kind == EV_MISSING_REPORTED || e->kind == EV_ABSENCE_NOTICED) &&
                    event_number(e, "episode") == event_number(report, "episode") &&
                    event_given(e, asked[k]);
        }
        unknown += !given;
    }
    return unknown;
}

static status show_reported(struct task *t, struct request *in, struct response *out,
                            struct child_file *f, struct form *form)
{
    struct receipt_page p;
    const struct child_entry *e;
    struct view v = view_of(t, in, form->problems ? "Error: Reported" : "Reported", NAV_REPORT);
    v.form = v.recorded = true;
    TRY(receipt_fill(t, in, &v, f, (int64_t)in->number[1], &p, &e));
    p.what = e->event.kind == EV_ABSENCE_NOTICED ? "Noted as late." : "Reported.";
    p.unknown = still_unknown(f, &e->event);
    find_police(f, &e->event, &p);
    calls(t, in, f, &p);
    struct html h = page_open(t);
    page_reported(&h, &v, form, &p);
    return page_send(t, &h, form->problems ? 400 : form->not_kept ? 503 : 200, out);
}

status handle_reported(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "receipt", &f, &relation));
    struct form form = form_of(t, in);
    return show_reported(t, in, out, &f, &form);
}

/* Said of the same episode and the same instant, it is the same report with more in it. */
static size_t say_more(struct task *t, struct request *in, const struct form *f,
                       const struct event *report, struct event *e)
{
    bool late = report->kind == EV_ABSENCE_NOTICED;
    int hour, minute;
    bool read = clock_read(form_typed(f, "seen-time"), &hour, &minute);
    struct str about = circumstances(t, f, read);
    *e = event_new(report->kind, report->subject, report->happened);
    event_set_number(e, "episode", event_number(report, "episode"));
    if (event_given(report, "class"))
        event_set_code(e, "class",
                       code_text(CODES_CLASSIFICATION, (unsigned)event_number(report, "class")));
    if (read)
        event_set_number(e, "last-seen", last_time(in->now, hour, minute).us);
    set_if(e, "last-seen-where", form_typed(f, "seen-where"));
    set_if(e, "last-seen-with", form_typed(f, "seen-with"));
    set_if(e, "wearing", form_typed(f, "wearing"));
    set_if(e, late ? "why" : "circumstances", about);
    return (size_t)read + (str_trim(form_typed(f, "seen-where")).len > 0) +
           (str_trim(form_typed(f, "seen-with")).len > 0) +
           (str_trim(form_typed(f, "wearing")).len > 0) + (about.len > 0);
}

status handle_reported_more(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    const struct event *report = NULL;
    TRY(child_open(t, in, out, child_number(in), NEVER, "report missing", &f, &relation));
    for (size_t i = 0; i < f.entries; i++)
        if (f.entry[i].event.seq == (int64_t)in->number[1])
            report = &f.entry[i].event;
    if (!report || (report->kind != EV_MISSING_REPORTED && report->kind != EV_ABSENCE_NOTICED))
        return fail(t, E_MISSING, "this child\xe2\x80\x99s file has no such report");
    struct form form = form_of(t, in);
    struct said s = { .child = f.child, .seen_n = APPEND_ANY, .key = form.key, .count = 1 };
    if (say_more(t, in, &form, report, &s.event[0]) == 0)
        form_wrong(&form, "seen-time", "Nothing is filled in yet: one of these is enough");
    int64_t seq;
    status done = form.problems > 0 ? OK : record(t, in, &s, &seq);
    if (done != OK)
        form.not_kept = not_kept(t, done);
    if (form.problems > 0 || form.not_kept)
        return show_reported(t, in, out, &f, &form);
    out->note_first = false;
    return redirect(t, out, ROUTE_reported,
                    (struct link_part[]){ { .number = f.child }, { .number = in->number[1] } });
}

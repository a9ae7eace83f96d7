/* One worker's open work, for who manages them: many given away at once, with a reason each. */
#include <string.h>

#include "web/pages.gen.h"
#include "web/record.h"
#include "web/who.h"
#include "work/decide.h"

enum {
    ROWS_SHOWN = 100
};

bool may_give_row(const struct view *v, const struct owed_row *d)
{
    return may_give((enum role)v->in->session.actor.role, rule_of(v, d->row->rule)->owner);
}

/* Which duty a tick stands for: its file, the entry that began it, its rule. */
struct str row_key(const struct view *v, const struct owed_row *d)
{
    return str_print(v->arena, "%u-%u-%.*s", d->row->subject, d->row->instance.started_n,
                     STR_ARG(rule_of(v, d->row->rule)->name));
}

static status open_person(struct task *t, struct request *in, struct person_page *p)
{
    struct person_details who;
    enum subject_kind kind;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    p->person = child_number(in);
    if (journal_subject_kind(t, in->reader->journal, p->person, &kind) != OK ||
        kind != SUBJECT_PERSON)
        return fail(t, E_MISSING, "nobody who works here has that number");
    TRY(person_details(t, in->reader, p->person, &who));
    if (who.agency == 0 || who.agency != in->session.actor.agency)
        return fail(t, E_DENIED,
                    "you do not manage this person: their own agency answers for their work");
    p->name = who.name;
    p->title = who.title;
    p->telephone = who.telephone;
    return OK;
}

/* Who manages this person need not know every child that they work with. */
static bool is_seen(const struct seen_children *seen, const struct duty_row *d,
                    struct person_page *p)
{
    bool may = d->child == 0 || may_list(seen, d->child, false);
    p->hidden += !may;
    return may;
}

static status open_work(struct task *t, struct request *in, const struct view *v,
                        struct person_page *p)
{
    struct duty_list *list = NEW(t->arena, struct duty_list);
    struct duty_filter f = { .person = p->person, .at = in->now, .limit = ROWS_SHOWN };
    struct seen_children seen;
    TRY(children_seen(t, in, &seen));
    TRY(look_duties(t, in->reader, &f, list));
    p->row = NEWS(t->arena, struct owed_row, list->count + 1);
    p->rows_of = list->running;
    p->overdue = list->overdue;
    for (size_t i = 0; i < list->count; i++) {
        if (!is_seen(&seen, &list->at[i], p))
            continue;
        p->row[p->rows] = owed_row(v, &list->at[i]);
        p->may_give_any = p->may_give_any || may_give_row(v, &p->row[p->rows]);
        p->rows++;
    }
    struct duty_list *rung = NEW(t->arena, struct duty_list);
    f.alarms = true;
    TRY(look_duties(t, in->reader, &f, rung));
    p->alarm = NEWS(t->arena, struct owed_row, rung->count + 1);
    for (size_t i = 0; i < rung->count; i++)
        if (rung->at[i].state == ALARM_RAISED && is_seen(&seen, &rung->at[i], p))
            p->alarm[p->alarms++] = owed_row(v, &rung->at[i]);
    return look_colleagues(t, in->reader, in->session.actor.agency, &p->colleagues);
}

static status show_person(struct task *t, struct request *in, struct response *out,
                          struct form *form, struct person_page *p)
{
    struct view v = view_of(t, in, "", NAV_OVERSEE);
    v.title = p->name;
    v.recorded = true;
    if (p->row == NULL && open_work(t, in, &v, p) != OK)
        p->failed = str_nul(t->arena, str_from(t->reason));
    note_searched(in, out, "person");
    struct html h = page_open(t);
    page_person(&h, &v, form, p);
    return page_send(t, &h, p->failed ? 503 : form->problems || form->not_kept ? 400 : 200, out);
}

static size_t counted(const struct request *in, const char *field)
{
    struct task quiet = { 0 };
    int64_t n = 0;
    struct str typed = urlform_text(&in->query, field);
    return typed.len > 0 && str_to_i64(&quiet, typed, 0, 1000, &n) == OK ? (size_t)n : 0;
}

status handle_person(struct task *t, struct request *in, struct response *out)
{
    struct person_page p = { .given = counted(in, "given"), .not_given = counted(in, "not") };
    struct form form = form_of(t, in);
    TRY(open_person(t, in, &p));
    return show_person(t, in, out, &form, &p);
}

/* --- giving --- */

struct giving {
    struct str reason, until_words;
    uint32_t to;
    int32_t until; /* days; INT32_MIN: those ticked */
};

static void read_giving(struct task *t, const struct person_page *p, struct form *form,
                        struct giving *g)
{
    struct task quiet = { 0 };
    int64_t to = 0;
    struct date until;
    struct str day = str_trim(form_typed(form, "until"));
    g->reason = str_trim(form_typed(form, "reason"));
    g->until = INT32_MIN;
    if (str_to_i64(&quiet, form_typed(form, "to"), 1, UINT32_MAX, &to) != OK)
        form_wrong(form, "to", "Choose who it is given to");
    else if (to == p->person)
        form_wrong(form, "to", "It is theirs already: choose somebody else");
    g->to = (uint32_t)to;
    if (g->reason.len < REASON_MIN)
        form_wrong(form, "reason", "Say why, in a sentence that someone else can follow");
    if (day.len > 0 && date_parse(&quiet, day, &until) != OK)
        form_wrong(form, "until", "The day must be a real date, like 2026-11-12");
    else if (day.len > 0)
        g->until = until.days;
    if (day.len > 0)
        g->reason = str_print(t->arena, "Cover while %.*s is away until %.*s: %.*s",
                              STR_ARG(p->name), STR_ARG(day), STR_ARG(g->reason));
}

static bool is_chosen(const struct view *v, const struct form *form, const struct giving *g,
                      const struct owed_row *d)
{
    if (g->until != INT32_MIN)
        return d->row->instance.due != INT64_MAX &&
               date_in_uk((struct instant){ d->row->instance.due - 1 }).days <= g->until;
    return form_chosen(form, "row", str_nul(v->arena, row_key(v, d)));
}

/* Each by itself: one that is refused leaves the others given. */
static status give_one(struct task *t, struct request *in, const struct view *v,
                       const struct form *form, const struct giving *g, const struct owed_row *d)
{
    struct said *s = NEW(t->arena, struct said);
    uint64_t which = rule_about(row_key(v, d));
    *s = (struct said){ .child = d->row->subject, .seen_n = APPEND_ANY, .count = 1 };
    s->key = str_print(t->arena, "%.*s-%llx", STR_ARG(form->key), (unsigned long long)which);
    struct event *e = &s->event[0];
    *e = event_new(EV_DUTY_REASSIGNED, d->row->subject, in->now);
    event_set_text(e, "rule", rule_of(v, d->row->rule)->name);
    event_set_number(e, "started", d->row->instance.started_n);
    event_set_number(e, "to", g->to);
    event_set_text(e, "reason", g->reason);
    int64_t seq;
    return record(t, in, s, &seq);
}

static status give_all(struct task *t, struct request *in, struct response *out, struct form *form,
                       struct person_page *p, const struct giving *g)
{
    struct view v = view_of(t, in, "", NAV_NONE);
    size_t chosen = 0;
    TRY(open_work(t, in, &v, p));
    for (size_t i = 0; i < p->rows; i++) {
        if (!is_chosen(&v, form, g, &p->row[i]))
            continue;
        chosen++;
        bool given = may_give_row(&v, &p->row[i]) && give_one(t, in, &v, form, g, &p->row[i]) == OK;
        p->given += given;
        p->not_given += !given;
    }
    if (chosen == 0) {
        form_wrong(form, "row",
                   "Tick what is given away, or say until when they are away."
                   " What was given away already is not here any more");
        return show_person(t, in, out, form, p);
    }
    note_searched(in, out, "person");
    TRY(redirect(t, out, ROUTE_person, (struct link_part[]){ { .number = p->person } }));
    out->location = str_print(t->arena, "%.*s?given=%zu&not=%zu", STR_ARG(out->location), p->given,
                              p->not_given);
    return OK;
}

status handle_person_given(struct task *t, struct request *in, struct response *out)
{
    struct person_page p = { 0 };
    struct giving g;
    struct form form = form_of(t, in);
    TRY(open_person(t, in, &p));
    read_giving(t, &p, &form, &g);
    if (form.problems > 0)
        return show_person(t, in, out, &form, &p);
    return give_all(t, in, out, &form, &p, &g);
}

/* Adding one entry of a kind: its questions come from the catalogue, its words from here. */
#include <string.h>

#include "web/conflict.h"
#include "web/draft.h"
#include "web/entry.h"
#include "web/pages.gen.h"
#include "web/record.h"

static const struct entry_kind kinds[] = {
#include "web/entry_kinds.def"
};

/* A field's question where its name alone does not ask it. */
static const struct {
    enum event_kind kind; /* EV_NONE: of any kind */
    const char *field, *label, *hint;
} asked[] = {
#include "web/entry_asked.def"
};

static const struct choice yes_no[] = { { "true", "Yes", NULL }, { "false", "No", NULL } };

const struct entry_kind *entry_kind_named(struct str name)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_is(name, kinds[i].name))
            return &kinds[i];
    return NULL;
}

const struct entry_kind *entry_kind_of(enum event_kind kind)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (kinds[i].kind == kind)
            return &kinds[i];
    return NULL;
}

/* Numbers of other records are completed or known, never typed. */
bool entry_asks(const struct field_def *d)
{
    switch ((enum field_type)d->type) {
    case FIELD_TEXT:
    case FIELD_CODE:
    case FIELD_CODES:
    case FIELD_FLAG:
    case FIELD_INT:
    case FIELD_DATE: return true;
    case FIELD_INSTANT:
    case FIELD_ABOUT:
    case FIELD_SUBJECT:
    case FIELD_RULE: return false;
    }
    return false;
}

/* "push-pull" → "Push pull". */
static const char *plain_label(struct arena *a, const char *name)
{
    char *label = str_nul(a, str_from(name));
    for (char *c = label; *c; c++)
        if (*c == '-')
            *c = ' ';
    if (label[0] >= 'a' && label[0] <= 'z')
        label[0] = (char)(label[0] - 'a' + 'A');
    return label;
}

static struct choices code_choices(struct arena *a, const struct field_def *d)
{
    unsigned count = code_count((enum code_list)d->list);
    struct choice *c = NEWS(a, struct choice, count + 1);
    for (unsigned i = 0; i < count; i++)
        c[i] = (struct choice){ code_text((enum code_list)d->list, i + 1),
                                code_meaning((enum code_list)d->list, i + 1), NULL };
    return (struct choices){ .many = d->type == FIELD_CODES, .at = c, .count = count };
}

static struct question question_of(struct arena *a, enum event_kind kind, const struct field_def *d)
{
    struct question q = { .name = d->name, .label = plain_label(a, d->name) };
    for (size_t i = 0; i < COUNT(asked); i++)
        if ((asked[i].kind == kind || asked[i].kind == EV_NONE) &&
            strcmp(asked[i].field, d->name) == 0) {
            q.label = asked[i].label;
            q.hint = asked[i].hint;
            break;
        }
    q.long_text = d->type == FIELD_TEXT && strcmp(d->name, "by") != 0 &&
                  strcmp(d->name, "reference") != 0 && strcmp(d->name, "interviewer") != 0;
    if (d->type == FIELD_FLAG)
        q.choices = (struct choices){ .at = yes_no, .count = COUNT(yes_no) };
    else if (d->type == FIELD_CODE || d->type == FIELD_CODES)
        q.choices = code_choices(a, d);
    q.choices.name = d->name;
    q.choices.legend = q.label;
    q.choices.hint = q.hint;
    return q;
}

/* What must be answered comes first, then what is asked by name, as the list above has it. */
static unsigned rank(enum event_kind kind, const struct field_def *d)
{
    if (d->required)
        return 0;
    for (unsigned i = 0; i < COUNT(asked); i++)
        if (asked[i].kind == kind && strcmp(asked[i].field, d->name) == 0)
            return i + 1;
    return COUNT(asked) + 1;
}

void entry_questions(struct task *t, enum event_kind kind, struct entry_page *p)
{
    const struct kind_def *def = event_kind_def(kind);
    p->question = NEWS(t->arena, struct question, def->fields + 1U);
    for (unsigned r = 0; r <= COUNT(asked) + 1; r++)
        for (unsigned i = 0; i < def->fields; i++)
            if (entry_asks(&def->field[i]) && rank(kind, &def->field[i]) == r)
                p->question[p->questions++] = question_of(t->arena, kind, &def->field[i]);
}

static void newer(struct task *t, const struct child_file *f, uint32_t after, struct entry_page *p)
{
    struct child_entry *list = NEWS(t->arena, struct child_entry, f->entries + 1);
    for (size_t i = 0; i < f->entries; i++)
        if (f->entry[i].event.n > after)
            list[p->newer_count++] = f->entry[i];
    p->newer = list;
    p->moved_on = true;
    p->any_order = conflict_in_any_order(p->kind->kind);
}

static status show_entry(struct task *t, struct request *in, const struct child_file *f,
                         struct form *form, struct entry_page *p, struct response *out)
{
    p->child = f->child;
    p->last_n = f->stream.length;
    p->name = f->name;
    p->first = first_name(f->name);
    p->kinds = kinds;
    p->kind_count = COUNT(kinds);
    if (p->kind)
        entry_questions(t, p->kind->kind, p);
    struct view v = view_of(t, in, p->kind ? p->kind->title : "Add an entry", NAV_CHILDREN);
    v.form = v.recorded = true;
    struct html h = page_open(t);
    page_entry(&h, &v, form, p);
    return page_send(t, &h, form_code(form, p->moved_on), out);
}

/* Some kinds have a page that asks better than a list of fields does. */
static bool is_of_interview(enum event_kind kind)
{
    return kind == EV_RETURN_INTERVIEW_OFFERED || kind == EV_RETURN_INTERVIEW_HELD ||
           kind == EV_RETURN_INTERVIEW_DECLINED;
}

static bool has_own_page(enum event_kind kind, const struct child_file *f)
{
    return kind == EV_VISIT_MADE || kind == EV_RISK_GRADED ||
           (is_of_interview(kind) && interview_episode(f) != 0);
}

static status own_page(struct task *t, const struct child_file *f, enum event_kind kind,
                       struct response *out)
{
    if (kind == EV_RISK_GRADED)
        return redirect(t, out, ROUTE_grade, (struct link_part[]){ { .number = f->child } });
    if (kind == EV_VISIT_MADE)
        return redirect(t, out, ROUTE_visit, (struct link_part[]){ { .number = f->child } });
    return redirect(t, out, ROUTE_interview,
                    (struct link_part[]){ { .number = f->child },
                                          { .number = interview_episode(f) } });
}

status handle_entry(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "entry", &f, &relation));
    struct str kind = urlform_text(&in->query, "kind");
    struct entry_page p = { .kind = entry_kind_named(kind) };
    if (kind.len > 0 && !p.kind)
        return fail(t, E_MISSING, "there is no form for that kind of entry");
    if (p.kind && has_own_page(p.kind->kind, &f))
        return own_page(t, &f, p.kind->kind, out);
    struct form form = form_of(t, in);
    if (form.typed == &in->form)
        form.typed = &in->query; /* a page that leads here may fill in what it knows */
    return show_entry(t, in, &f, &form, &p, out);
}

/* Today and now when nothing is typed; a day alone is kept as a day. */
static void read_when(const struct request *in, struct form *f, struct event *e)
{
    struct task quiet = { 0 };
    struct str day = str_trim(form_typed(f, "on-day")), time = str_trim(form_typed(f, "at-time"));
    struct date d = date_in_uk(in->now);
    int hour = 0, minute = 0;
    if (day.len > 0 && date_parse(&quiet, day, &d) != OK) {
        form_wrong(f, "on-day", "The day must be a real date, like 2026-11-12");
        return;
    }
    if (time.len > 0 && !clock_read(time, &hour, &minute)) {
        form_wrong(f, "at-time", "The time must be like 14:30");
        return;
    }
    bool today = d.days == date_in_uk(in->now).days;
    if (time.len > 0) {
        e->happened = uk_instant(d, hour, minute, 0);
    } else if (today) {
        e->happened = in->now;
    } else {
        e->happened = uk_midnight(d);
        e->precision = code_number(CODES_PRECISION, S("day"));
    }
    if (e->happened.us > in->now.us)
        form_wrong(f, time.len ? "at-time" : "on-day",
                   "That has not come yet: an entry is about"
                   " what has happened");
}

static struct str all_codes(struct task *t, const struct form *f, const struct field_def *d)
{
    struct text x = text_open(t->arena, 2048);
    for (unsigned i = 1; i <= code_count((enum code_list)d->list); i++) {
        const char *code = code_text((enum code_list)d->list, i);
        if (!form_chosen(f, d->name, code))
            continue;
        if (x.len > 0)
            text_addc(&x, ' ');
        text_addz(&x, code);
    }
    return text_done(&x);
}

static void read_field(struct task *t, struct form *f, const struct field_def *d, struct event *e)
{
    struct str typed = str_trim(form_typed(f, d->name));
    struct task quiet = { 0 };
    struct date date;
    int64_t n;
    if (d->type == FIELD_CODES)
        typed = all_codes(t, f, d);
    if (typed.len == 0) {
        if (d->required)
            form_wrong(f, d->name, "This one must be answered");
        return;
    }
    switch ((enum field_type)d->type) {
    case FIELD_TEXT: event_set_text(e, d->name, typed); break;
    case FIELD_CODE:
        if (code_number((enum code_list)d->list, typed) == 0)
            form_wrong(f, d->name, "Choose one of these");
        else
            event_set_code(e, d->name, str_nul(t->arena, typed));
        break;
    case FIELD_CODES: event_set_text(e, d->name, typed); break;
    case FIELD_FLAG: event_set_number(e, d->name, str_is(typed, "true")); break;
    case FIELD_INT:
        if (str_to_i64(&quiet, typed, 0, INT32_MAX, &n) != OK)
            form_wrong(f, d->name, "Enter a whole number");
        else
            event_set_number(e, d->name, n);
        break;
    case FIELD_DATE:
        if (date_parse(&quiet, typed, &date) != OK)
            form_wrong(f, d->name, "Enter a real date, like 2026-11-12");
        else
            event_set_number(e, d->name, date.days);
        break;
    case FIELD_INSTANT:
    case FIELD_ABOUT:
    case FIELD_SUBJECT:
    case FIELD_RULE: break;
    }
}

status entry_read(struct task *t, const struct request *in, struct form *form, struct event *e)
{
    const struct kind_def *def = event_kind_def(e->kind);
    read_when(in, form, e);
    for (unsigned i = 0; i < def->fields; i++)
        if (entry_asks(&def->field[i]))
            read_field(t, form, &def->field[i], e);
    return form->problems > 0 ? E_INVALID : OK;
}

static status try_entry(struct task *t, struct request *in, const struct entry_kind *kind,
                        struct form *form, struct said *s)
{
    s->event[0] = event_new(kind->kind, s->child, in->now);
    s->count = 1;
    return entry_read(t, in, form, &s->event[0]);
}

status handle_entry_done(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "entry", &f, &relation));
    struct form form = form_of(t, in);
    struct entry_page p = { .kind = entry_kind_named(form_typed(&form, "kind")) };
    if (!p.kind)
        return fail(t, E_INVALID,
                    "the form names no kind of entry: start again from the child's"
                    " file");
    struct said s = { .child = f.child, .seen_n = seen_n(in), .key = form.key };
    if (try_entry(t, in, p.kind, &form, &s) != OK)
        return show_entry(t, in, &f, &form, &p, out);
    int64_t seq;
    bool answered;
    TRY(conflict_chosen(t, in, &f, &form, &s, &answered, out));
    if (answered)
        return OK;
    status done = record(t, in, &s, &seq);
    if (done == E_CONFLICT) {
        const struct child_entry *theirs = conflict_with(&f, s.seen_n, &s.event[0]);
        draft_keep(t, in);
        if (theirs)
            return conflict_show(t, in, &f, &form, &s.event[0], theirs, out);
        newer(t, &f, s.seen_n, &p);
        return show_entry(t, in, &f, &form, &p, out);
    }
    if (done != OK) {
        form.not_kept = not_kept(t, done);
        return show_entry(t, in, &f, &form, &p, out);
    }
    out->note_first = false;
    return redirect(t, out, ROUTE_kept,
                    (struct link_part[]){ { .number = f.child }, { .number = (uint64_t)seq } });
}

status handle_kept(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    struct receipt_page p;
    const struct child_entry *e;
    TRY(child_open(t, in, out, child_number(in), NEVER, "receipt", &f, &relation));
    struct view v = view_of(t, in, "Kept", NAV_CHILDREN);
    v.form = v.recorded = true;
    TRY(receipt_fill(t, in, &v, &f, (int64_t)in->number[1], &p, &e));
    p.what = "It is kept.";
    struct html h = page_open(t);
    page_kept(&h, &v, &p);
    return page_send(t, &h, 200, out);
}

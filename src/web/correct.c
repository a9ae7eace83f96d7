/* Correcting one entry by a later one, or saying that one does not agree. Both stay. */
#include <string.h>

#include "access/compartment.h"
#include "base/limits.h"
#include "web/draft.h"
#include "web/entry.h"
#include "web/entry_power.h"
#include "web/pages.gen.h"
#include "web/record.h"

static const struct child_entry *entry_numbered(const struct child_file *f, uint64_t n)
{
    for (size_t i = 0; i < f->entries; i++)
        if (f->entry[i].event.n == n)
            return &f->entry[i];
    return NULL;
}

static void add_field(struct arena *a, struct urlform *u, struct urlform_field *at,
                      const char *name, struct str value)
{
    (void)a;
    if (u->count < FORM_FIELDS_MAX && value.len > 0)
        at[u->count++] = (struct urlform_field){ str_from(name), value };
}

static void add_codes(struct arena *a, struct urlform *u, struct urlform_field *at,
                      const char *name, struct str codes)
{
    for (struct str one, rest; codes.len > 0; codes = rest) {
        if (!str_cut(codes, ' ', &one, &rest)) {
            one = codes;
            rest = S("");
        }
        add_field(a, u, at, name, one);
    }
}

/* The entry as if somebody had just typed it. */
static const struct urlform *typed_of(struct task *t, const struct event *e)
{
    struct arena *a = t->arena;
    const struct kind_def *def = event_kind_def(e->kind);
    struct urlform_field *at = NEWS(a, struct urlform_field, FORM_FIELDS_MAX);
    struct urlform *u = NEW(a, struct urlform);
    struct clock_time c = clock_in_uk(e->happened);
    bool day_only = strcmp(code_text(CODES_PRECISION, e->precision), "day") == 0;
    add_field(a, u, at, "on-day", date_text(a, date_in_uk(e->happened)));
    if (!day_only)
        add_field(a, u, at, "at-time", str_print(a, "%02u:%02u", c.hour, c.minute));
    for (unsigned i = 0; i < def->fields; i++) {
        const struct field_def *d = &def->field[i];
        const struct event_value *v = &e->value[i];
        if (!v->given || !entry_asks(d))
            continue;
        if (d->type == FIELD_CODES)
            add_codes(a, u, at, d->name, v->text);
        else if (d->type == FIELD_FLAG)
            add_field(a, u, at, d->name, v->number ? S("true") : S("false"));
        else if (d->type == FIELD_INT)
            add_field(a, u, at, d->name, str_print(a, "%lld", (long long)v->number));
        else if (d->type == FIELD_DATE)
            add_field(a, u, at, d->name, date_text(a, (struct date){ (int32_t)v->number }));
        else
            add_field(a, u, at, d->name, v->text);
    }
    u->field = at;
    return u;
}

static void answers(struct task *t, const struct child_file *f, struct correct_page *p)
{
    struct child_entry *list = NEWS(t->arena, struct child_entry, f->entries + 1);
    for (size_t i = 0; i < f->entries; i++) {
        const struct event *e = &f->entry[i].event;
        if (e->corrects == p->n)
            p->by_n = e->n;
        if (e->kind == EV_ENTRY_DISPUTED && event_number(e, "entry") == p->n)
            list[p->answers++] = f->entry[i];
    }
    p->answer = list;
}

static status show_correct(struct task *t, struct request *in, const struct child_file *f,
                           struct form *form, const struct child_entry *e, struct response *out)
{
    struct correct_page p = { .child = f->child,
                              .n = e->event.n,
                              .entry = e,
                              .name = f->name,
                              .replaced = e->corrected,
                              .second_key = str_print(t->arena, "%.*sd", STR_ARG(form->key)) };
    p.form.last_n = f->stream.length;
    entry_questions(t, e->event.kind, &p.form);
    answers(t, f, &p);
    if (e->event.author == 0 || look_name(t, in->reader, e->event.author, &p.by) != OK)
        p.by = e->event.source;
    struct view v = view_of(t, in, form->problems ? "Error: Correct an entry" : "Correct an entry",
                            NAV_CHILDREN);
    v.form = v.recorded = true;
    struct html h = page_open(t);
    page_correct(&h, &v, form, &p);
    return page_send(t, &h, form->problems ? 400 : form->not_kept ? 503 : 200, out);
}

static status open_entry(struct task *t, struct request *in, struct response *out,
                         struct child_file *ret_file, const struct child_entry **ret_entry)
{
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "correct", ret_file, &relation));
    *ret_entry = entry_numbered(ret_file, in->number[1]);
    if (!*ret_entry)
        return fail(t, E_MISSING, "this child's file has no such entry that you may read");
    return OK;
}

status handle_correct(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    const struct child_entry *e;
    TRY(open_entry(t, in, out, &f, &e));
    struct form form = form_of(t, in);
    if (form.draft_saved.us == INT64_MAX)
        form.typed = typed_of(t, &e->event);
    return show_correct(t, in, &f, &form, e, out);
}

/* All that was not asked stays as it was said; so does the instant, when nobody changed it. */
static status corrected(struct task *t, struct request *in, struct form *form,
                        const struct child_entry *was, struct event *ret)
{
    const struct kind_def *def = event_kind_def(was->event.kind);
    struct form before = { .typed = typed_of(t, &was->event) };
    *ret = event_new(was->event.kind, was->event.subject, in->now);
    for (unsigned i = 0; i < def->fields; i++)
        if (!entry_asks(&def->field[i]))
            ret->value[i] = was->event.value[i];
    TRY(entry_read(t, in, form, ret));
    bool same = str_equal(str_trim(form_typed(form, "on-day")), form_typed(&before, "on-day")) &&
                str_equal(str_trim(form_typed(form, "at-time")), form_typed(&before, "at-time"));
    if (same) {
        ret->happened = was->event.happened;
        ret->precision = was->event.precision;
    }
    ret->also = was->event.also;
    ret->corrects = was->event.n;
    return OK;
}

/* What was kept from the reader cannot be said again by them: it would be lost to all others. */
static bool holds_kept_back(const struct event *e)
{
    const struct kind_def *def = event_kind_def(e->kind);
    for (unsigned i = 0; i < def->fields; i++)
        if (e->value[i].given && str_is(e->value[i].text, KEPT_FOR_OTHERS))
            return true;
    return false;
}

static status may_correct(struct task *t, const struct request *in, const struct event *e)
{
    TRY(entry_permitted(t, in, e->kind));
    if (holds_kept_back(e))
        return fail(t, E_DENIED,
                    "part of this entry is kept for others, and a correction would take their"
                    " place: answer it with what you know otherwise. Nothing was recorded");
    return OK;
}

static status disputed(struct task *t, struct request *in, struct form *form,
                       const struct child_entry *of, struct event *ret)
{
    struct str text = str_trim(form_typed(form, "text"));
    (void)t;
    *ret = event_new(EV_ENTRY_DISPUTED, of->event.subject, in->now);
    if (text.len == 0) {
        form_wrong(form, "text", "Say what you know otherwise");
        return E_INVALID;
    }
    event_set_number(ret, "entry", of->event.n);
    event_set_text(ret, "text", text);
    return OK;
}

status handle_correct_done(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    const struct child_entry *e;
    int64_t seq;
    TRY(open_entry(t, in, out, &f, &e));
    struct form form = form_of(t, in);
    struct said s = { .count = 1, .child = f.child, .seen_n = APPEND_ANY, .key = form.key };
    bool dispute = urlform_has(&in->form, "dispute");
    if (!recorded_before(t, in, f.child, form.key, &seq)) {
        if (e->corrected && !dispute)
            return fail(t, E_CONFLICT,
                        "this entry has been replaced by a later one meanwhile:"
                        " open the child's file and correct that one. Nothing was"
                        " recorded");
        if (!dispute)
            TRY(may_correct(t, in, &e->event));
        status read = dispute ? disputed(t, in, &form, e, &s.event[0])
                              : corrected(t, in, &form, e, &s.event[0]);
        if (read != OK)
            return show_correct(t, in, &f, &form, e, out);
        s.seen_n = dispute ? APPEND_ANY : seen_n(in);
    }
    status done = record(t, in, &s, &seq);
    if (done == E_CONFLICT || done == E_DENIED)
        draft_keep(t, in);
    if (done != OK) {
        form.not_kept = not_kept(t, done);
        return show_correct(t, in, &f, &form, e, out);
    }
    out->note_first = false;
    return redirect(t, out, ROUTE_kept,
                    (struct link_part[]){ { .number = f.child }, { .number = (uint64_t)seq } });
}

/* Shows both versions of what two people wrote at once, and does what one of them chooses. */
#include "web/conflict.h"

#include <string.h>

#include "base/limits.h"
#include "web/draft.h"
#include "web/entry.h"
#include "web/pages.gen.h"
#include "web/record.h"

bool conflict_in_any_order(enum event_kind kind)
{
    static const enum event_kind free[] = {
        EV_SIGHTING_RECORDED, EV_ENQUIRY_MADE, EV_MISSING_TOLD, EV_POLICE_TOLD, EV_CONCERN_RAISED,
    };
    for (size_t i = 0; i < COUNT(free); i++)
        if (free[i] == kind)
            return true;
    return false;
}

const struct child_entry *conflict_with(const struct child_file *f, uint32_t seen,
                                        const struct event *mine)
{
    const struct child_entry *newest = NULL;
    if (conflict_in_any_order(mine->kind))
        return NULL;
    for (size_t i = 0; i < f->entries; i++) {
        const struct child_entry *e = &f->entry[i];
        bool same = e->event.kind == mine->kind && e->event.n > seen && !e->corrected;
        if (same && (!newest || e->event.n > newest->event.n))
            newest = e;
    }
    return newest;
}

static struct str value_words(struct arena *a, const struct field_def *d,
                              const struct event_value *v)
{
    if (!v->given)
        return S("");
    switch ((enum field_type)d->type) {
    case FIELD_TEXT:
    case FIELD_CODES:
    case FIELD_RULE: return v->text;
    case FIELD_CODE: {
        uint8_t number = code_number((enum code_list)d->list, v->text);
        return number ? str_from(code_meaning((enum code_list)d->list, number)) : v->text;
    }
    case FIELD_FLAG: return v->number ? S("yes") : S("no");
    case FIELD_DATE: return date_words(a, (struct date){ (int32_t)v->number });
    case FIELD_INT: return str_print(a, "%lld", (long long)v->number);
    case FIELD_INSTANT:
    case FIELD_ABOUT:
    case FIELD_SUBJECT: break;
    }
    return S("");
}

static void add_row(struct conflict_page *p, const char *label, struct str theirs, struct str mine)
{
    if (theirs.len > 0 || mine.len > 0)
        p->row[p->rows++] = (struct conflict_row){ label, theirs, mine, !str_equal(theirs, mine) };
}

static void compare(struct task *t, const struct view *v, const struct event *theirs,
                    const struct event *mine, struct conflict_page *p)
{
    const struct kind_def *def = event_kind_def(mine->kind);
    struct entry_page asked = { .kind = p->kind };
    entry_questions(t, mine->kind, &asked);
    p->row = NEWS(t->arena, struct conflict_row, def->fields + 2U);
    add_row(p, "When", words_moment(v, theirs->happened), words_moment(v, mine->happened));
    for (size_t q = 0; q < asked.questions; q++) {
        unsigned i;
        MUST(event_field_def(mine->kind, str_from(asked.question[q].name), &i) != NULL);
        const struct field_def *d = &def->field[i];
        add_row(p, asked.question[q].label, value_words(t->arena, d, &theirs->value[i]),
                value_words(t->arena, d, &mine->value[i]));
    }
}

status conflict_show(struct task *t, struct request *in, const struct child_file *f,
                     struct form *form, const struct event *mine, const struct child_entry *theirs,
                     struct response *out)
{
    struct conflict_page p = { .child = f->child,
                               .last_n = f->stream.length,
                               .theirs_n = theirs->event.n,
                               .name = f->name,
                               .recorded = theirs->event.recorded,
                               .address = in->path,
                               .kind = entry_kind_of(mine->kind) };
    struct view v = view_of(t, in, "Someone else wrote first", NAV_CHILDREN);
    v.form = v.recorded = true;
    if (theirs->event.author == 0 || look_name(t, in->reader, theirs->event.author, &p.by) != OK ||
        p.by.len == 0)
        p.by = S("Somebody");
    compare(t, &v, &theirs->event, mine, &p);
    struct html h = page_open(t);
    page_conflict(&h, &v, form, &p);
    return page_send(t, &h, form->problems > 0 ? 400 : 409, out);
}

static const struct child_entry *entry_numbered(const struct child_file *f, const struct form *form)
{
    struct task quiet = { 0 };
    int64_t n;
    if (str_to_i64(&quiet, form_typed(form, "theirs"), 1, STREAM_EVENTS_MAX, &n) != OK)
        return NULL;
    for (size_t i = 0; i < f->entries; i++)
        if (f->entry[i].event.n == (uint32_t)n)
            return &f->entry[i];
    return NULL;
}

static void disagree(struct task *t, const struct child_entry *theirs, struct said *s)
{
    struct event *e = &s->event[s->count++];
    *e = event_new(EV_ENTRY_DISPUTED, s->child, s->event[0].happened);
    e->precision = s->event[0].precision;
    event_set_number(e, "entry", theirs->event.n);
    event_set_text(e, "text",
                   str_print(t->arena, "We know it otherwise: see the entry that was made together"
                                       " with this one. Both were written at the same time."));
}

status conflict_chosen(struct task *t, struct request *in, const struct child_file *f,
                       struct form *form, struct said *s, bool *ret_answered, struct response *out)
{
    *ret_answered = false;
    if (!urlform_has(&in->form, "theirs"))
        return OK;
    const struct child_entry *theirs = entry_numbered(f, form);
    if (!theirs || theirs->event.kind != s->event[0].kind)
        return fail(t, E_INVALID, "the form was damaged on its way: open your draft again");
    struct str choice = form_typed(form, "choice");
    if (str_is(choice, "mine")) {
        s->event[0].corrects = theirs->event.n;
        return OK;
    }
    if (str_is(choice, "both")) {
        disagree(t, theirs, s);
        return OK;
    }
    *ret_answered = true;
    if (!str_is(choice, "theirs")) {
        form_wrong(form, "choice", "Choose which of the two is kept");
        return conflict_show(t, in, f, form, &s->event[0], theirs, out);
    }
    draft_sent(t, in);
    out->note_first = false;
    return redirect(
        t, out, ROUTE_kept,
        (struct link_part[]){ { .number = f->child }, { .number = (uint64_t)theirs->event.seq } });
}

/* Parts of a profile are told one at a time: two people who wrote of different parts agree. */
static bool tells_the_same(const struct event *a, const struct event *b)
{
    const struct kind_def *def = event_kind_def(a->kind);
    if (a->kind != EV_PROFILE_UPDATED)
        return true;
    for (unsigned i = 0; i < def->fields; i++)
        if (def->field[i].type == FIELD_TEXT && a->value[i].given && b->value[i].given)
            return true;
    return false;
}

/* What theirs said and mine did not is not lost with theirs. */
static void keep_their_parts(const struct event *theirs, struct event *mine)
{
    const struct kind_def *def = event_kind_def(mine->kind);
    for (unsigned i = 0; mine->kind == EV_PROFILE_UPDATED && i < def->fields; i++)
        if (theirs->value[i].given && !mine->value[i].given)
            mine->value[i] = theirs->value[i];
}

status conflict_settled(struct task *t, struct request *in, const struct child_file *f,
                        struct form *form, struct said *s, bool *ret_answered, struct response *out)
{
    uint32_t seen = seen_n(in);
    int64_t seq;
    *ret_answered = false;
    s->seen_n = seen == APPEND_ANY ? APPEND_ANY : f->stream.length;
    if (recorded_before(t, in, s->child, s->key, &seq))
        return OK;
    TRY(conflict_chosen(t, in, f, form, s, ret_answered, out));
    if (*ret_answered)
        return OK;
    const struct child_entry *theirs = conflict_with(f, seen, &s->event[0]);
    if (urlform_has(&in->form, "theirs")) {
        theirs = entry_numbered(f, form);
        if (theirs && s->event[0].corrects != 0)
            keep_their_parts(&theirs->event, &s->event[0]);
        return OK;
    }
    if (!theirs || !tells_the_same(&theirs->event, &s->event[0]))
        return OK;
    draft_keep(t, in);
    *ret_answered = true;
    return conflict_show(t, in, f, form, &s->event[0], theirs, out);
}

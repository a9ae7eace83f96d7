/* A visit to one child or to several at once: what was seen, and the next one by the rule. */
#include <string.h>

#include "web/answers.h"
#include "web/pages.gen.h"
#include "web/record.h"
#include "work/writer.h"

enum {
    ADDABLE_MAX = 40
};
_Static_assert(COUNT(((struct visit_page *)0)->of) == TOGETHER_MAX, "one append takes them all");

static const struct choice where_choices[] = {
    { "home", "Where the child lives", NULL },
    { "elsewhere", "Somewhere else", NULL },
};
static const struct choice alone_choices[] = {
    { "true", "Yes, alone", NULL },
    { "false", "No", NULL },
};

static const char *named(struct arena *a, const char *what, uint32_t child)
{
    return str_nul(a, str_print(a, "%s-%u", what, child));
}

static struct choices asked(struct arena *a, const char *what, const struct visit_child *c,
                            struct str legend, const struct choice *at, size_t count)
{
    return (struct choices){
        .name = named(a, what, c->child), .legend = str_nul(a, legend), .at = at, .count = count
    };
}

static void ask(struct arena *a, struct visit_child *c)
{
    unsigned reasons = code_count(CODES_WHY_NOT_ALONE);
    struct choice *why = NEWS(a, struct choice, reasons + 1);
    for (unsigned i = 0; i < reasons; i++)
        why[i] = (struct choice){ code_text(CODES_WHY_NOT_ALONE, i + 1),
                                  code_meaning(CODES_WHY_NOT_ALONE, i + 1), NULL };
    struct str f = c->first;
    c->seen = asked(a, "seen", c, str_print(a, "Did you see %.*s?", STR_ARG(f)), answers_yes_no.at,
                    answers_yes_no.count);
    c->alone = asked(a, "alone", c, str_print(a, "Did you see %.*s alone?", STR_ARG(f)),
                     alone_choices, COUNT(alone_choices));
    c->why_not = asked(a, "why-not", c, S("If not alone, why not?"), why, reasons);
    c->safe = asked(a, "safe", c, str_print(a, "Is %.*s safe and looked after there?", STR_ARG(f)),
                    answers_yes_no.at, answers_yes_no.count);
    c->safe.hint = "No: a review is owed then";
    c->readers = readers_question(a, named(a, "readers", c->child), f);
    c->why_said = named(a, "why-said", c->child);
    c->words = named(a, "words", c->child);
    c->concerns = named(a, "concerns", c->child);
    c->seen_n = named(a, "seen-n", c->child);
}

/* --- when the next visit is due --- */

static bool is_visit_rule(const struct rule_words *r)
{
    struct act a = act_for(r);
    return a.kind && strcmp(a.kind, "visit-made") == 0;
}

static struct next_visit earliest(const struct request *in, const struct evaluation *e)
{
    struct next_visit n = { .by = NEVER };
    for (uint32_t i = 0; i < e->count; i++) {
        const struct instance *x = &e->instance[i];
        const struct rule_words *r = rulebook_rule(in->site->store->rules, x->rule);
        if (x->closing != OPEN || r->alarm || !is_visit_rule(r))
            continue;
        if (x->unknown || x->due < n.by.us) {
            n.rule = r;
            n.unknown = x->unknown;
            n.by.us = x->unknown ? INT64_MAX : x->due;
        }
        if (n.unknown)
            break;
    }
    return n;
}

/* The rules decide, on the file as it would be with this visit in it. */
static struct next_visit next_if_visited(struct task *t, const struct request *in,
                                         const struct child_file *f)
{
    const struct store *s = in->site->store;
    struct event e = event_new(EV_VISIT_MADE, f->child, in->now);
    event_set_number(&e, "seen", true);
    if (f->evaluation->child.placement_now != 0)
        event_set_number(&e, "placement", (int64_t)f->evaluation->child.placement_now);
    e.recorded = in->now;
    e.n = f->stream.count + 1;
    struct fact *facts = NEWS(t->arena, struct fact, f->stream.count + 1);
    if (f->stream.count > 0)
        memcpy(facts, f->stream.fact, f->stream.count * sizeof *facts);
    facts[f->stream.count] = fact_of(&e);
    uint32_t count = facts_in_order(facts, f->stream.count + 1);
    struct evaluation *then = NEW(t->arena, struct evaluation);
    rulebook_evaluate(s->rules, s->calendar, SUBJECT_CHILD, facts, count, then);
    return earliest(in, then);
}

static struct owed_row *rows_of(struct task *t, const struct view *v, const struct child_file *f,
                                uint32_t closed_n, size_t *ret_count)
{
    const struct evaluation *e = f->evaluation;
    struct owed_row *rows = NEWS(t->arena, struct owed_row, e->count + 1);
    size_t count = 0;
    for (uint32_t i = 0; i < e->count; i++) {
        const struct instance *x = &e->instance[i];
        const struct rule_words *r = rule_of(v, x->rule);
        bool wanted = closed_n != 0
                          ? x->closed_n == closed_n && x->closing == MET
                          : x->closing == OPEN && is_visit_rule(r) && x->from <= v->now.us;
        if (r->alarm || !wanted)
            continue;
        struct duty_row *d = NEW(t->arena, struct duty_row);
        *d = (struct duty_row){ .subject = f->child,
                                .child = f->child,
                                .child_name = f->name,
                                .rule = x->rule,
                                .instance = *x,
                                .state = instance_state(v->in->site->store->rules, x, v->now.us) };
        rows[count++] = owed_row(v, d);
    }
    *ret_count = count;
    return rows;
}

/* --- whom it is about --- */

static bool is_chosen(const struct visit_page *p, uint32_t child)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->of[i].child == child)
            return true;
    return false;
}

/* Each file is opened under the reader's own name: what was noted for the one before is kept
 * before the next is read. */
static status open_next(struct task *t, struct request *in, struct response *out, uint32_t child,
                        struct visit_page *p)
{
    struct relation relation;
    struct child_file *f = NEW(t->arena, struct child_file);
    struct visit_child *c = &p->of[p->count];
    if (p->count > 0 && out->note_first)
        TRY(writer_note(t, in->site->writer, &out->note));
    TRY(child_open(t, in, out, child, NEVER, "visit", f, &relation));
    *c = (struct visit_child){ .child = child,
                               .last_n = f->stream.length,
                               .file = f,
                               .name = f->name,
                               .first = first_name(f->name) };
    ask(t->arena, c);
    p->count++;
    return OK;
}

static status open_named(struct task *t, struct request *in, struct response *out,
                         const struct urlform *said, struct visit_page *p)
{
    struct task quiet = { 0 };
    int64_t child;
    for (size_t i = 0; i < said->count; i++) {
        if (!str_is(said->field[i].name, "with"))
            continue;
        if (str_to_i64(&quiet, said->field[i].value, 1, UINT32_MAX, &child) != OK)
            return fail(t, E_INVALID, "the form was damaged on its way: begin again from My day");
        if (is_chosen(p, (uint32_t)child))
            continue;
        if (p->count == TOGETHER_MAX)
            return fail(t, E_LIMIT,
                        "a visit is recorded for %d children at once: record the others"
                        " after these",
                        TOGETHER_MAX);
        TRY(open_next(t, in, out, (uint32_t)child, p));
    }
    return OK;
}

/* The child of the address, those chosen beside, and those of whom a draft speaks. */
static status open_all(struct task *t, struct request *in, struct response *out,
                       const struct form *form, struct visit_page *p)
{
    p->child = child_number(in);
    TRY(open_next(t, in, out, p->child, p));
    TRY(open_named(t, in, out, &in->query, p));
    TRY(open_named(t, in, out, form->typed, p));
    p->together = p->count > 1;
    return OK;
}

/* Others of the same worker: of the same home or family first. */
static status who_else(struct task *t, struct request *in, struct visit_page *p)
{
    struct day_children mine;
    TRY(day_children(t, in, NULL, &mine));
    const struct day_child *me = NULL;
    for (size_t i = 0; i < mine.count; i++)
        if (mine.at[i].child == p->child)
            me = &mine.at[i];
    p->other = NEWS(t->arena, struct day_child, ADDABLE_MAX);
    for (int near = 1; near >= 0; near--)
        for (size_t i = 0; i < mine.count && p->others < ADDABLE_MAX; i++) {
            const struct day_child *c = &mine.at[i];
            bool is_near =
                me && ((me->home != 0 && c->home == me->home) || same_family(c->name, me->name));
            if (is_near == near && !is_chosen(p, c->child))
                p->other[p->others++] = *c;
        }
    return OK;
}

/* --- showing --- */

static status show(struct task *t, struct request *in, struct form *form, struct visit_page *p,
                   struct response *out)
{
    struct view v =
        view_of(t, in, form->problems ? "Error: Record a visit" : "Record a visit", NAV_CHILDREN);
    v.form = v.recorded = true;
    for (size_t i = 0; i < p->count; i++) {
        struct visit_child *c = &p->of[i];
        c->next = next_if_visited(t, in, c->file);
        c->owed = rows_of(t, &v, c->file, 0, &c->owed_count);
    }
    if (form->problems == 0 && !p->moved_on)
        TRY(who_else(t, in, p));
    p->where = (struct choices){ .name = "where",
                                 .legend = "Where did you meet?",
                                 .at = where_choices,
                                 .count = COUNT(where_choices) };
    struct html h = page_open(t);
    page_visit(&h, &v, form, p);
    return page_send(t, &h, form_code(form, p->moved_on), out);
}

status handle_visit(struct task *t, struct request *in, struct response *out)
{
    struct visit_page *p = NEW(t->arena, struct visit_page);
    struct form form = form_of(t, in);
    TRY(open_all(t, in, out, &form, p));
    return show(t, in, &form, p, out);
}

/* --- recording --- */

static void read_one(struct task *t, struct form *f, const struct visit_child *c, struct event *e)
{
    enum yes_no seen = answer_yes_no(f, c->seen.name), alone = answer_yes_no(f, c->alone.name);
    unsigned why = answer_code(f, c->why_not.name, CODES_WHY_NOT_ALONE);
    if (seen == NOT_SAID && !form_problem(f, c->seen.name))
        form_wrong(
            f, c->seen.name,
            str_nul(t->arena, str_print(t->arena, "Say whether you saw %.*s", STR_ARG(c->first))));
    if (seen == SAID_NO && alone == SAID_YES)
        form_wrong(f, c->alone.name,
                   str_nul(t->arena, str_print(t->arena, "You said that you did not see %.*s",
                                               STR_ARG(c->first))));
    if (alone == SAID_NO && why == 0 && seen == SAID_YES && !form_problem(f, c->why_not.name))
        form_wrong(f, c->why_not.name,
                   str_nul(t->arena, str_print(t->arena, "Say why %.*s was not seen alone",
                                               STR_ARG(c->first))));
    event_set_number(e, "seen", seen == SAID_YES);
    if (alone != NOT_SAID)
        event_set_number(e, "alone", alone == SAID_YES);
    if (why != 0)
        event_set_number(e, "why-not", why);
    answer_put_line(f, c->why_said, e, "why-not-said");
    answer_put_flag(f, c->safe.name, e, "safe");
    answer_put_text(f, c->words, e, "words");
    answer_put_text(f, c->concerns, e, "concerns");
    struct str readers = answer_codes(t, f, c->readers.name, CODES_ROLE);
    if (readers.len > 0)
        event_set_text(e, "readers", readers);
}

/* What all of them share is asked once and stands in each child's own entry. */
static void read_shared(const struct request *in, struct form *f, struct event *e)
{
    answer_when(in, f, e);
    struct str where = form_typed(f, "where");
    if (str_is(where, "home") || str_is(where, "elsewhere"))
        event_set_number(e, "at-home", str_is(where, "home"));
    else
        form_wrong(f, "where", "Say where you met");
    answer_put_line(f, "where-said", e, "where");
}

static uint32_t length_seen(const struct form *f, const struct visit_child *c)
{
    struct task quiet = { 0 };
    int64_t n;
    struct str typed = form_typed(f, c->seen_n);
    return typed.len > 0 && str_to_i64(&quiet, typed, 0, APPEND_ANY - 1, &n) == OK ? (uint32_t)n
                                                                                   : APPEND_ANY;
}

static void say_what_is_new(struct task *t, const struct said_together *s, struct visit_page *p)
{
    for (size_t i = 0; i < p->count; i++) {
        struct visit_child *c = &p->of[i];
        uint32_t seen = s->of[i].n;
        struct child_entry *list = NEWS(t->arena, struct child_entry, c->file->entries + 1);
        for (size_t k = 0; seen != APPEND_ANY && k < c->file->entries; k++)
            if (c->file->entry[k].event.n > seen)
                list[c->newer_count++] = c->file->entry[k];
        c->newer = list;
        c->moved_on = c->newer_count > 0;
    }
    p->moved_on = true;
}

static status leave_for_receipt(struct task *t, const struct visit_page *p, int64_t seq,
                                struct response *out)
{
    struct text of = text_open(t->arena, 128);
    for (size_t i = 0; i < p->count; i++)
        text_addf(&of, "%s%u", i > 0 ? "-" : "", p->of[i].child);
    out->note_first = false;
    return redirect(
        t, out, ROUTE_visited,
        (struct link_part[]){ { .number = (uint64_t)seq }, { .word = text_done(&of) } });
}

status handle_visit_done(struct task *t, struct request *in, struct response *out)
{
    struct visit_page *p = NEW(t->arena, struct visit_page);
    int64_t seq;
    struct form form = form_of(t, in);
    TRY(open_all(t, in, out, &form, p));
    if (recorded_before(t, in, p->child, form.key, &seq))
        return leave_for_receipt(t, p, seq, out);
    struct event *e = NEWS(t->arena, struct event, TOGETHER_MAX);
    struct said_together s = {
        .event = e, .count = p->count, .children = p->count, .key = form.key
    };
    e[0] = event_new(EV_VISIT_MADE, p->child, in->now);
    read_shared(in, &form, &e[0]);
    for (size_t i = p->count; i-- > 0;) {
        e[i] = e[0];
        e[i].subject = p->of[i].child;
        s.of[i] = (struct seen_length){ p->of[i].child, length_seen(&form, &p->of[i]) };
    }
    for (size_t i = 0; i < p->count; i++)
        read_one(t, &form, &p->of[i], &e[i]);
    if (form.problems > 0)
        return show(t, in, &form, p, out);
    status done = record_together(t, in, &s, &seq);
    if (done == OK)
        return leave_for_receipt(t, p, seq, out);
    if (done == E_CONFLICT)
        say_what_is_new(t, &s, p);
    else
        form.not_kept = not_kept(t, done);
    return show(t, in, &form, p, out);
}

/* --- the receipt --- */

static status read_word(struct task *t, struct request *in, struct response *out,
                        struct visit_page *p)
{
    struct str rest = in->word, one;
    struct task quiet = { 0 };
    int64_t child;
    while (rest.len > 0) {
        if (!str_cut(rest, '-', &one, &rest)) {
            one = rest;
            rest = S("");
        }
        if (p->count == TOGETHER_MAX || str_to_i64(&quiet, one, 1, UINT32_MAX, &child) != OK ||
            is_chosen(p, (uint32_t)child))
            return fail(t, E_MISSING, "there is no such receipt");
        TRY(open_next(t, in, out, (uint32_t)child, p));
    }
    return p->count > 0 ? OK : fail(t, E_MISSING, "there is no such receipt");
}

static bool find_entry(struct visit_child *c, int64_t seq)
{
    for (size_t i = 0; i < c->file->entries; i++)
        if (c->file->entry[i].event.seq == seq && c->file->entry[i].event.kind == EV_VISIT_MADE)
            c->entry = &c->file->entry[i];
    return c->entry != NULL;
}

status handle_visited(struct task *t, struct request *in, struct response *out)
{
    struct visit_page *p = NEW(t->arena, struct visit_page);
    TRY(read_word(t, in, out, p));
    struct view v = view_of(t, in, "Visit recorded", NAV_CHILDREN);
    v.form = v.recorded = true;
    p->seq = (int64_t)in->number[0];
    for (size_t i = 0; i < p->count; i++) {
        struct visit_child *c = &p->of[i];
        if (!find_entry(c, p->seq + (int64_t)i))
            return fail(t, E_MISSING, "there is no such receipt");
        c->met = rows_of(t, &v, c->file, c->entry->event.n, &c->met_count);
        c->next = earliest(in, c->file->evaluation);
    }
    p->recorded = p->of[0].entry->event.recorded;
    struct html h = page_open(t);
    page_visited(&h, &v, p);
    return page_send(t, &h, 200, out);
}

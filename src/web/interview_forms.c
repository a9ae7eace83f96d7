/* The question pages of a return interview: offered, accepted, declined, held, passed on, acted on.
 */
#include <string.h>

#include "web/answers.h"
#include "web/interview.h"
#include "web/pages.gen.h"

static const struct form_of_task {
    const char *word, *title, *button;
    enum event_kind kind;
} forms[] = {
    { "offer", "The interview was offered", "Record the offer", EV_RETURN_INTERVIEW_OFFERED },
    { "accept", "The interview was accepted", "Record what is arranged",
      EV_RETURN_INTERVIEW_ACCEPTED },
    { "decline", "The interview was declined", "Record that it was declined",
      EV_RETURN_INTERVIEW_DECLINED },
    { "hold", "The interview was held", "Record the interview", EV_RETURN_INTERVIEW_HELD },
    { "police", "What police were told of it", "Record what was passed on",
      EV_RETURN_INTERVIEW_PASSED },
    { "inform", "Who else was told", "Record who was told", EV_RETURN_INTERVIEW_PASSED },
    { "act", "The plan was changed", "Record the change", EV_SAFETY_PLAN_CHANGED },
};

/* What police need of a return interview: each passed on, or not and why. */
static const char *const needed[ITEMS_MAX] = {
    "Where the child was",       "Whom the child was with",         "Harm, and who did it",
    "Phone, accounts, messages", "Cars, plates, addresses, places", "Clothes and other evidence",
};
static const struct choice passed_choices[] = {
    { "true", "Passed on", NULL },
    { "false", "Not passed on", NULL },
};

static const struct form_of_task *form_named(struct str word)
{
    for (size_t i = 0; i < COUNT(forms); i++)
        if (str_is(word, forms[i].word))
            return &forms[i];
    return NULL;
}

static struct choices yes_or_no(const char *name, const char *legend, const char *hint)
{
    struct choices c = answers_yes_no;
    c.name = name;
    c.legend = legend;
    c.hint = hint;
    return c;
}

static struct choices whom_to_tell(struct arena *a)
{
    struct choice *c = NEWS(a, struct choice, code_count(CODES_TOLD));
    size_t count = 0;
    for (unsigned i = 1; i <= code_count(CODES_TOLD); i++)
        if (strcmp(code_text(CODES_TOLD, i), "police") != 0)
            c[count++] =
                (struct choice){ code_text(CODES_TOLD, i), code_meaning(CODES_TOLD, i), NULL };
    return (struct choices){ .name = "to",
                             .legend = "Who was told?",
                             .hint = "Only what each needs to know. Choose all that fit.",
                             .many = true,
                             .at = c,
                             .count = count };
}

static void ask_items(struct arena *a, struct interview_form_page *p)
{
    for (size_t i = 0; i < ITEMS_MAX; i++) {
        struct item_question *q = &p->item[p->items++];
        q->label = str_from(needed[i]);
        q->name = str_nul(a, str_print(a, "item-%zu", i));
        q->text = str_nul(a, str_print(a, "item-%zu-text", i));
        q->why = str_nul(a, str_print(a, "item-%zu-why", i));
        q->choices = (struct choices){ .name = q->name,
                                       .legend = needed[i],
                                       .at = passed_choices,
                                       .count = COUNT(passed_choices) };
    }
}

static status show(struct task *t, struct request *in, struct response *out,
                   const struct child_file *f, struct form *form, struct interview_form_page *p)
{
    p->child = f->child;
    p->last_n = f->stream.length;
    p->episode = in->number[1];
    p->name = f->name;
    p->first = first_name(f->name);
    p->independent = yes_or_no(
        "independent",
        "Is that person independent of where the child lives and of the child\xe2\x80\x99s"
        " care?",
        NULL);
    p->disclosed = yes_or_no("disclosed", "Did the child say that somebody harmed them?",
                             "Yes: a strategy discussion is owed then");
    p->covers =
        yes_or_no("covers-earlier", "Does this interview also cover earlier times away?", NULL);
    p->readers = readers_question(t->arena, "readers", p->first);
    p->to = whom_to_tell(t->arena);
    ask_items(t->arena, p);
    struct view v = view_of(t, in, p->title, NAV_CHILDREN);
    v.form = v.recorded = true;
    struct html h = page_open(t);
    page_interview_form(&h, &v, form, p);
    return page_send(t, &h, form_code(form, p->moved.is), out);
}

static status open_form(struct task *t, struct request *in, struct response *out,
                        struct child_file *f, struct missing_episode *e,
                        const struct form_of_task **ret)
{
    struct relation relation;
    *ret = form_named(in->word);
    TRY(child_open(t, in, out, child_number(in), NEVER, "return interview", f, &relation));
    if (!*ret || !interview_open(t, in, f, e))
        return fail(
            t, E_MISSING,
            "there is no such page of this return interview: open it from the child\xe2\x80\x99s"
            " file");
    return OK;
}

static bool has_earlier(const struct child_file *f, const struct missing_episode *e)
{
    const struct child_state *c = &f->evaluation->child;
    for (uint32_t i = 0; i < c->episodes && i < CHILD_EPISODES_MAX; i++)
        if (c->episode[i].from < e->from && c->episode[i].interviewed_n == 0)
            return true;
    return false;
}

status handle_interview_form(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct missing_episode e;
    const struct form_of_task *which;
    TRY(open_form(t, in, out, &f, &e, &which));
    struct form form = form_of(t, in);
    struct interview_form_page p = { .word = which->word,
                                     .title = which->title,
                                     .button = which->button,
                                     .may_cover = has_earlier(&f, &e) };
    return show(t, in, out, &f, &form, &p);
}

/* --- recording --- */

static void read_offer(struct task *t, struct form *f, struct event *e)
{
    (void)t;
    answer_put_line(f, "by", e, "by");
    answer_put_flag(f, "independent", e, "independent");
    answer_put_line(f, "how", e, "how");
}

static void read_accept(struct task *t, struct form *f, struct event *e)
{
    (void)t;
    answer_put_text(f, "arranged", e, "arranged");
    answer_put_line(f, "interviewer", e, "interviewer");
}

static void read_decline(struct task *t, struct form *f, struct event *e)
{
    (void)t;
    struct date next;
    answer_put_text(f, "why", e, "why");
    answer_put_line(f, "by", e, "by");
    if (answer_day(f, "next-offer", &next)) {
        event_set_number(e, "next-offer", next.days);
        if (next.days < date_in_uk(e->happened).days)
            form_wrong(f, "next-offer", "The next offer lies before the day it was declined");
    }
}

static void read_held(struct task *t, struct form *f, struct event *e)
{
    static const char *const texts[] = { "places", "people", "push-pull", "harm",
                                         "phone",  "help",   "words" };
    answer_put_line(f, "interviewer", e, "interviewer");
    answer_put_flag(f, "independent", e, "independent");
    answer_put_line(f, "where-held", e, "where");
    answer_put_line(f, "with", e, "with");
    for (size_t i = 0; i < COUNT(texts); i++)
        answer_put_text(f, texts[i], e, texts[i]);
    answer_put_flag(f, "disclosed", e, "disclosed");
    answer_put_flag(f, "covers-earlier", e, "covers-earlier");
    struct str readers = answer_codes(t, f, "readers", CODES_ROLE);
    if (readers.len > 0)
        event_set_text(e, "readers", readers);
    if (!event_given(e, "interviewer") && !form_problem(f, "interviewer"))
        form_wrong(f, "interviewer", "Say who held it");
    if (!event_given(e, "independent") && !form_problem(f, "independent"))
        form_wrong(f, "independent", "Say whether that person is independent");
}

static void read_informed(struct task *t, struct form *f, struct event *e)
{
    struct str to = answer_codes(t, f, "to", CODES_TOLD);
    if (to.len > 0)
        event_set_text(e, "to", to);
    else
        form_wrong(f, "to", "Choose who was told");
    answer_put_text(f, "item", e, "item");
    if (!event_given(e, "item") && !form_problem(f, "item"))
        form_wrong(f, "item", "Say what they were told");
    answer_put_line(f, "name", e, "name");
    event_set_number(e, "shared", true);
}

static void read_act(struct task *t, struct form *f, struct event *e)
{
    (void)t;
    answer_put_text(f, "what", e, "what");
    if (!event_given(e, "what") && !form_problem(f, "what"))
        form_wrong(f, "what", "Say what was changed");
}

/* Whether one thing was passed on; false when the form does not speak of it. */
static bool read_item(struct task *t, struct form *f, size_t i, struct event *e)
{
    struct arena *a = t->arena;
    const char *name = str_nul(a, str_print(a, "item-%zu", i));
    const char *text = str_nul(a, str_print(a, "item-%zu-text", i));
    const char *why = str_nul(a, str_print(a, "item-%zu-why", i));
    enum yes_no passed = answer_yes_no(f, name);
    struct str said = answer_text(f, text), reason = answer_text(f, why);
    if (passed == NOT_SAID) {
        if (said.len > 0 || reason.len > 0)
            form_wrong(f, name, "Say whether this was passed on");
        return false;
    }
    if (passed == SAID_NO && reason.len == 0 && !form_problem(f, why))
        form_wrong(f, why, "Say why this was not passed on");
    event_set_text(e, "to", S("police"));
    event_set_text(e, "item",
                   said.len > 0 ? str_print(a, "%s: %.*s", needed[i], STR_ARG(said))
                                : str_from(needed[i]));
    event_set_number(e, "shared", passed == SAID_YES);
    if (reason.len > 0)
        event_set_text(e, "why-not", reason);
    return true;
}

static size_t read_items(struct task *t, struct form *f, struct event *list)
{
    struct event first = list[0];
    size_t count = 0;
    answer_put_line(f, "name", &first, "name");
    for (size_t i = 0; i < ITEMS_MAX; i++) {
        list[count] = first;
        count += read_item(t, f, i, &list[count]);
    }
    if (count == 0 && f->problems == 0)
        form_wrong(f, "item-0", "Say of at least one of these whether it was passed on");
    return count;
}

static void read_one(struct task *t, struct form *f, const char *word, struct event *e)
{
    static const struct {
        const char *word;
        void (*read)(struct task *t, struct form *f, struct event *e);
    } readers[] = { { "offer", read_offer },     { "accept", read_accept },
                    { "decline", read_decline }, { "hold", read_held },
                    { "inform", read_informed }, { "act", read_act } };
    for (size_t i = 0; i < COUNT(readers); i++)
        if (strcmp(readers[i].word, word) == 0)
            readers[i].read(t, f, e);
}

/* Nothing of an interview comes before the child was back. */
static void check_order(struct form *f, const struct missing_episode *m, const struct event *e)
{
    if (f->problems > 0)
        return;
    if (m->until == INT64_MAX)
        form_wrong(f, "on-day", "The child is not recorded as back yet: record that first");
    else if (e->precision == 0 && e->happened.us < m->from)
        form_wrong(f, "on-day", "That was before the child went: check the day and the time");
}

status handle_interview_form_done(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct missing_episode m;
    const struct form_of_task *which;
    int64_t seq;
    TRY(open_form(t, in, out, &f, &m, &which));
    struct form form = form_of(t, in);
    struct interview_form_page p = { .word = which->word,
                                     .title = which->title,
                                     .button = which->button,
                                     .may_cover = has_earlier(&f, &m) };
    struct event *e = NEWS(t->arena, struct event, ITEMS_MAX + 1);
    struct said_together s = { .event = e, .count = 1, .children = 1, .key = form.key };
    s.of[0] = (struct seen_length){ f.child, seen_n(in) };
    e[0] = event_new(which->kind, f.child, in->now);
    event_set_number(&e[0], "episode", (int64_t)m.id);
    answer_when(in, &form, &e[0]);
    if (strcmp(which->word, "police") == 0)
        s.count = read_items(t, &form, e);
    else
        read_one(t, &form, which->word, &e[0]);
    check_order(&form, &m, &e[0]);
    if (form.problems > 0)
        return show(t, in, out, &f, &form, &p);
    status done = record_together(t, in, &s, &seq);
    if (done == OK) {
        out->note_first = false;
        TRY(redirect(t, out, ROUTE_interview,
                     (struct link_part[]){ { .number = f.child }, { .number = m.id } }));
        out->location =
            str_print(t->arena, "%.*s?kept=%lld", STR_ARG(out->location), (long long)seq);
        return OK;
    }
    if (done == E_CONFLICT)
        p.moved = moved_on_since(t, &f, s.of[0].n);
    else
        form.not_kept = not_kept(t, done);
    return show(t, in, out, &f, &form, &p);
}

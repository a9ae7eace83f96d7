/* Adding one entry of a kind: its questions come from the catalogue, its words from here. */
#include <string.h>

#include "web/pages.gen.h"
#include "web/record.h"

static const struct entry_kind kinds[] = {
    { "sighting-recorded", "Add a sighting", "Add the sighting", EV_SIGHTING_RECORDED },
    { "enquiry-made", "Add what you tried", "Add what I tried", EV_ENQUIRY_MADE },
    { "police-told", "The police have been told", "I have told the police", EV_POLICE_TOLD },
    { "missing-told", "Somebody has been told", "I have told them", EV_MISSING_TOLD },
    { "risk-graded", "Police graded the risk", "Record the grade", EV_RISK_GRADED },
    { "child-found", "The child was found", "Record that the child was found", EV_CHILD_FOUND },
    { "return-interview-offered", "A return interview was offered", "Record the offer",
      EV_RETURN_INTERVIEW_OFFERED },
    { "return-interview-held", "A return interview was held", "Record the interview",
      EV_RETURN_INTERVIEW_HELD },
    { "return-interview-declined", "A return interview was declined", "Record that it was declined",
      EV_RETURN_INTERVIEW_DECLINED },
    { "prevention-interview-held", "Police held a prevention interview", "Record the interview",
      EV_PREVENTION_INTERVIEW_HELD },
    { "strategy-discussion-held", "A strategy discussion was held", "Record the discussion",
      EV_STRATEGY_DISCUSSION_HELD },
    { "pattern-reviewed", "A missing meeting was held", "Record the meeting", EV_PATTERN_REVIEWED },
    { "safety-plan-changed", "The safety plan was changed", "Record the change",
      EV_SAFETY_PLAN_CHANGED },
    { "visit-made", "The child was visited", "Record the visit", EV_VISIT_MADE },
    { "review-held", "A review was held", "Record the review", EV_REVIEW_HELD },
    { "health-assessed", "Health was assessed", "Record the assessment", EV_HEALTH_ASSESSED },
    { "dental-checked", "Teeth were checked", "Record the check", EV_DENTAL_CHECKED },
    { "care-plan-made", "A care plan was made", "Record the plan", EV_CARE_PLAN_MADE },
    { "advocate-offered", "An advocate was offered", "Record the offer", EV_ADVOCATE_OFFERED },
    { "concern-raised", "Raise a concern about exploitation", "Raise the concern",
      EV_CONCERN_RAISED },
    { "profile-updated", "Bring up to date what police need at once", "Record it",
      EV_PROFILE_UPDATED },
};

/* A field's question where its name alone does not ask it. */
static const struct {
    enum event_kind kind; /* EV_NONE: of any kind */
    const char *field, *label, *hint;
} asked[] = {
    { EV_SIGHTING_RECORDED, "where", "Where was the child seen?", NULL },
    { EV_SIGHTING_RECORDED, "with", "With whom?", "Leave it empty if alone or not known" },
    { EV_SIGHTING_RECORDED, "grading", "How sure is whoever saw the child?", NULL },
    { EV_SIGHTING_RECORDED, "by", "Who saw the child?", NULL },
    { EV_ENQUIRY_MADE, "what", "What did you try?",
      "For example: rang the brother; looked in the"
      " grounds" },
    { EV_ENQUIRY_MADE, "result", "What came of it?", NULL },
    { EV_ENQUIRY_MADE, "by", "Who tried it, if not you?", NULL },
    { EV_POLICE_TOLD, "reference", "Their reference", "Leave it empty if they gave none" },
    { EV_POLICE_TOLD, "by", "Who rang, if not you?", NULL },
    { EV_POLICE_TOLD, "to", "Whom did you speak to?", NULL },
    { EV_MISSING_TOLD, "to", "Who has been told?", "Choose all that fit" },
    { EV_MISSING_TOLD, "name", "Whom did you speak to?", NULL },
    { EV_RISK_GRADED, "grade", "Which grade?", NULL },
    { EV_RISK_GRADED, "reasons", "Why?", NULL },
    { EV_RISK_GRADED, "by", "Who graded it?", NULL },
    { EV_VISIT_MADE, "seen", "Was the child seen?", NULL },
    { EV_VISIT_MADE, "alone", "Was the child seen alone?", NULL },
    { EV_VISIT_MADE, "why-not", "If not alone, why not?", NULL },
    { EV_VISIT_MADE, "at-home", "Was it where the child lives?", NULL },
    { EV_VISIT_MADE, "safe", "Is the child safe there?", NULL },
    { EV_VISIT_MADE, "words", "What did the child say, in the child\xe2\x80\x99s words?", NULL },
    { EV_RETURN_INTERVIEW_OFFERED, "by", "Who offered it?", NULL },
    { EV_RETURN_INTERVIEW_HELD, "interviewer", "Who held it?", NULL },
    { EV_RETURN_INTERVIEW_HELD, "independent", "Is that person independent of the placement?",
      NULL },
    { EV_RETURN_INTERVIEW_HELD, "words", "What did the child say, in the child\xe2\x80\x99s words?",
      NULL },
    { EV_RETURN_INTERVIEW_HELD, "places", "Where was the child?", NULL },
    { EV_RETURN_INTERVIEW_HELD, "people", "With whom?", NULL },
    { EV_RETURN_INTERVIEW_HELD, "push-pull", "What pushed or pulled the child away?", NULL },
    { EV_RETURN_INTERVIEW_HELD, "passed-to-police", "Was what police need passed to them?", NULL },
    { EV_RETURN_INTERVIEW_DECLINED, "why", "Why, in the child\xe2\x80\x99s words?", NULL },
    { EV_CONCERN_RAISED, "indicators", "What did you notice?", NULL },
    { EV_CONCERN_RAISED, "seen", "What was seen or heard, by whom?", NULL },
    { EV_CONCERN_RAISED, "safe-now", "Is the child safe now?", NULL },
    { EV_HEALTH_ASSESSED, "check", "Which check?", NULL },
    { EV_HEALTH_ASSESSED, "refused", "Did the child refuse it?", NULL },
    { EV_REVIEW_HELD, "participation", "How did the child take part?", NULL },
    { EV_REVIEW_HELD, "decisions", "What was decided?", NULL },
    { EV_REVIEW_HELD, "next", "When is the next one?", "A date like 2026-12-24" },
    { EV_CHILD_FOUND, "by", "Who found the child?", NULL },
    { EV_CHILD_FOUND, "hurt", "Is the child hurt?", NULL },
    { EV_NONE, "disclosed", "Did the child say that they were harmed?", NULL },
    { EV_NONE, "signed", "Is it signed?", NULL },
    { EV_NONE, "accepted", "Was it accepted?", NULL },
    { EV_NONE, "with-child", "Was it made with the child?", NULL },
};

static const struct choice yes_no[] = { { "true", "Yes", NULL }, { "false", "No", NULL } };

const struct entry_kind *entry_kind_named(struct str name)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_is(name, kinds[i].name))
            return &kinds[i];
    return NULL;
}

/* Numbers of other records are completed or known, never typed. */
static bool is_asked(const struct field_def *d)
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

static void questions(struct task *t, struct entry_page *p)
{
    enum event_kind kind = p->kind->kind;
    const struct kind_def *def = event_kind_def(kind);
    p->question = NEWS(t->arena, struct question, def->fields + 1U);
    for (unsigned r = 0; r <= COUNT(asked) + 1; r++)
        for (unsigned i = 0; i < def->fields; i++)
            if (is_asked(&def->field[i]) && rank(kind, &def->field[i]) == r)
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
        questions(t, p);
    struct view v = view_of(t, in, p->kind ? p->kind->title : "Add an entry", NAV_CHILDREN);
    v.form = v.recorded = true;
    struct html h = page_open(t);
    page_entry(&h, &v, form, p);
    unsigned code = p->moved_on ? 409 : form->problems ? 400 : form->not_kept ? 503 : 200;
    return page_send(t, &h, code, out);
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
    struct form form = form_of(t, in);
    return show_entry(t, in, &f, &form, &p, out);
}

/* Today and now when nothing is typed; a day alone is kept as a day. */
static void read_when(struct request *in, struct form *f, struct event *e)
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

static status try_entry(struct task *t, struct request *in, const struct entry_kind *kind,
                        struct form *form, struct said *s)
{
    struct event *e = &s->event[0];
    const struct kind_def *def = event_kind_def(kind->kind);
    *e = event_new(kind->kind, s->child, in->now);
    s->count = 1;
    read_when(in, form, e);
    for (unsigned i = 0; i < def->fields; i++)
        if (is_asked(&def->field[i]))
            read_field(t, form, &def->field[i], e);
    return form->problems > 0 ? E_INVALID : OK;
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
    status done = record(t, in, &s, &seq);
    if (done == E_CONFLICT) {
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

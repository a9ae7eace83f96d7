/* One proposed placement: its checks, who must approve it, deciding, and beginning it. */
#include <string.h>

#include "web/conflict.h"
#include "web/draft.h"
#include "web/pages.gen.h"
#include "web/placement_page.h"
#include "web/record.h"
#include "work/notice.h"

static const struct choice decisions[] = {
    { "approve", "Approve it", NULL },
    { "ask", "Ask for more before deciding", NULL },
    { "refuse", "Refuse it", NULL },
};
static const struct choice conditions[] = {
    { "wishes", "The child\xe2\x80\x99s wishes and feelings are known", NULL },
    { "most-suitable", "It is the most appropriate placement available", NULL },
    { "relatives", "Relatives were consulted", NULL },
    { "area-notified", "The area authority was notified", NULL },
    { "area-consulted", "The area authority was consulted", NULL },
    { "plan-sent", "The care plan was sent to the area authority", NULL },
    { "iro-consulted", "The independent reviewing officer was consulted", NULL },
    { "education", "Key Stage 4: wishes, designated teacher and reviewing officer asked", NULL },
};

/* --- what is on the file of it --- */

struct on_file {
    struct event proposed; /* EV_NONE: there is none */
    uint32_t proposer;
    struct proposal state;
};

static bool is_about(const struct child_entry *c, uint64_t placement)
{
    const struct event *e = &c->event;
    unsigned at;
    return !c->corrected && event_field_def(e->kind, S("placement"), &at) != NULL &&
           (uint64_t)event_number(e, "placement") == placement;
}

static void add_check(struct checked_rows *r, const struct event *e)
{
    uint8_t outcome = code_number(CODES_CHECK_OUTCOME, event_text(e, "outcome"));
    const char *title = placement_question_words(event_text(e, "check"));
    if (r->count == PLACEMENT_CHECKS * 2)
        return;
    r->at[r->count++] = (struct checked_row){ .title = *title ? title : "Another check",
                                              .outcome = outcome,
                                              .words = event_text(e, "result"),
                                              .source = event_text(e, "source"),
                                              .as_of = e->happened };
    r->against += outcome == CHECKED_AGAINST;
    r->could_not += outcome == CHECKED_COULD_NOT_LOOK;
    r->clear += outcome == CHECKED_CLEAR;
}

static bool is_decision(enum event_kind kind)
{
    return kind == EV_PLACEMENT_APPROVED || kind == EV_PLACEMENT_REFUSED ||
           kind == EV_PLACEMENT_QUERIED || kind == EV_PLACEMENT_STARTED ||
           kind == EV_PLACEMENT_CONSULTED || kind == EV_PLACEMENT_NOTIFIED ||
           kind == EV_PLACEMENT_ENDED;
}

static void read_file(struct task *t, struct request *in, const struct child_file *f,
                      struct approval_page *p, struct on_file *o)
{
    p->checks.at = NEWS(t->arena, struct checked_row, PLACEMENT_CHECKS * 2);
    p->decided = NEWS(t->arena, struct decided_row, f->entries + 1);
    for (size_t i = 0; i < f->entries; i++) {
        const struct event *e = &f->entry[i].event;
        if (!is_about(&f->entry[i], p->placement))
            continue;
        if (e->kind == EV_PLACEMENT_PROPOSED)
            o->proposed = *e;
        if (e->kind == EV_PLACEMENT_CHECKED)
            add_check(&p->checks, e);
        if (!is_decision(e->kind))
            continue;
        struct decided_row *d = &p->decided[p->decisions++];
        *d = (struct decided_row){ .at = e->happened, .words = f->entry[i].words, .n = e->n };
        if (e->author == 0 || look_name(t, in->reader, e->author, &d->by) != OK)
            d->by = S("");
    }
}

static void read_state(const struct child_file *f, struct approval_page *p)
{
    const struct child_state *c = &f->evaluation->child;
    p->started = NEVER;
    for (uint32_t i = 0; i < c->placements && i < CHILD_PLACEMENTS_MAX; i++) {
        const struct placement *one = &c->placement[i];
        if (one->id != p->placement || one->started_n == 0)
            continue;
        p->has_begun = true;
        p->started = (struct instant){ one->from };
        p->is_over = one->until != INT64_MAX;
    }
}

static status name_of(struct task *t, struct request *in, const struct event *e, struct str *ret)
{
    int64_t home = event_number(e, "home");
    *ret = event_given(e, "postcode") ? event_text(e, "postcode") : S("another address");
    return home > 0 ? look_name(t, in->reader, (uint32_t)home, ret) : OK;
}

static const char *refused_or(const struct approval_page *p, const struct on_file *o,
                              const struct child_file *f)
{
    enum event_kind last = EV_NONE;
    for (size_t i = 0; i < f->entries; i++) {
        enum event_kind kind = f->entry[i].event.kind;
        if (is_about(&f->entry[i], p->placement) &&
            (kind == EV_PLACEMENT_REFUSED || kind == EV_PLACEMENT_QUERIED ||
             kind == EV_PLACEMENT_APPROVED))
            last = kind;
    }
    if (o->state.approved)
        return p->has_begun ? "Approved, and begun" : "Approved. It has not begun";
    if (p->has_begun)
        return "Begun without approval";
    return last == EV_PLACEMENT_REFUSED   ? "Refused"
           : last == EV_PLACEMENT_QUERIED ? "More was asked before it is decided"
                                          : "Waits for approval";
}

static void powers(struct task *t, const struct request *in, const struct on_file *o,
                   struct approval_page *p)
{
    enum role by = (enum role)in->session.actor.role;
    p->rank = approval_rank_of(by);
    p->may_start = role_may(in->session.actor.role, MAY_PLACE) && !p->has_begun;
    if (p->rank == 0 || !role_may(in->session.actor.role, MAY_APPROVE))
        p->may_not = str_nul(t->arena, str_print(t->arena, "Your role, %s, does not decide on it",
                                                 in->session.role_words));
    else if (o->state.proposer == in->session.actor.person)
        p->may_not = "You proposed it: somebody else decides (a local rule)";
    p->may_decide = !p->may_not && !p->is_over;
    if (p->may_decide && !o->state.approved)
        p->may_start = false; /* who can approve it does that first */
}

/* --- what is owed about it, and who was told --- */

static status add_owed(struct task *t, struct request *in, const struct view *v,
                       struct approval_page *p)
{
    struct duty_list list;
    struct duty_filter f = { .child = p->child, .at = in->now, .closed_too = true, .limit = 1000 };
    TRY(look_duties(t, in->reader, &f, &list));
    p->owed = NEWS(t->arena, struct owed_row, list.count + 1);
    for (size_t i = 0; i < list.count; i++)
        if (list.at[i].instance.about == p->placement)
            p->owed[p->owed_count++] = owed_row(v, &list.at[i]);
    struct told *told;
    uint32_t count, kept = 0;
    p->told_failed = notice_told(t, in->reader, p->child, p->started, &told, &count) != OK;
    for (uint32_t i = 0; !p->told_failed && i < count; i++)
        for (size_t k = 0; k < p->owed_count; k++)
            if (str_equal(told[i].because, rule_of(v, p->owed[k].row->rule)->title)) {
                told[kept++] = told[i];
                break;
            }
    if (!p->told_failed)
        p->told = by_recipient(t->arena, told, kept);
    return OK;
}

/* --- the page --- */

static status show_approval(struct task *t, struct request *in, struct response *out,
                            struct child_file *f, struct form *form)
{
    struct approval_page p = { .child = f->child,
                               .last_n = f->stream.length,
                               .placement = in->number[1],
                               .name = f->name,
                               .first = first_name(f->name) };
    struct on_file o = { .state = proposal_of(t, &f->stream, in->number[1]) };
    read_file(t, in, f, &p, &o);
    if (o.proposed.kind == EV_NONE)
        return fail(t, E_MISSING,
                    "no such placement was proposed for this child: look at the"
                    " child\xe2\x80\x99s file");
    read_state(f, &p);
    TRY(name_of(t, in, &o.proposed, &p.at));
    o.state.proposer = o.proposed.author;
    if (o.proposed.author == 0 || look_name(t, in->reader, o.proposed.author, &p.by) != OK)
        p.by = S("");
    p.proposed = o.proposed.happened;
    p.why = event_text(&o.proposed, "why");
    p.alternatives = event_text(&o.proposed, "alternatives");
    p.wishes = event_text(&o.proposed, "wishes");
    p.emergency = event_number(&o.proposed, "emergency") != 0;
    p.type = code_meaning(CODES_PLACEMENT_TYPE,
                          code_number(CODES_PLACEMENT_TYPE, event_text(&o.proposed, "type")));
    p.needs = rank_words(o.state.needs);
    p.approved = o.state.approved;
    p.state = refused_or(&p, &o, f);
    powers(t, in, &o, &p);
    p.decision = (struct choices){ "decision", "What do you decide?", NULL, false,
                                   decisions,  COUNT(decisions) };
    p.conditions = (struct choices){ "conditions",
                                     "What you are satisfied of",
                                     "Tick only what you know was done",
                                     true,
                                     conditions,
                                     COUNT(conditions) };
    p.notified = notified_choices();
    p.with = notified_with();
    p.may_record = role_may(in->session.actor.role, MAY_RECORD) && !p.is_over;
    struct view v = view_of(t, in, "A proposed placement", NAV_CHILDREN);
    v.recorded = true;
    if (p.has_begun)
        TRY(add_owed(t, in, &v, &p));
    if (p.has_begun)
        TRY(area_notice_of(t, in, f, p.placement, &p.notice));
    out->seen_child = f->child;
    struct html h = page_open(t);
    page_approval(&h, &v, form, &p);
    return page_send(t, &h, form->not_kept ? 409 : form->problems ? 400 : 200, out);
}

status handle_approve(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "approve", &f, &relation));
    struct form form = form_of(t, in);
    return show_approval(t, in, out, &f, &form);
}

/* --- deciding --- */

static status finish(struct task *t, struct request *in, struct response *out, struct child_file *f,
                     struct form *form, struct said *s)
{
    int64_t seq;
    if (form->problems > 0)
        return show_approval(t, in, out, f, form);
    bool answered;
    TRY(conflict_chosen(t, in, f, form, s, &answered, out));
    if (answered)
        return OK;
    status done = record(t, in, s, &seq);
    const struct child_entry *theirs =
        done == E_CONFLICT ? conflict_with(f, s->seen_n, &s->event[0]) : NULL;
    if (theirs && is_about(theirs, in->number[1])) {
        draft_keep(t, in);
        return conflict_show(t, in, f, form, &s->event[0], theirs, out);
    }
    if (done != OK) {
        form->not_kept = not_kept(t, done);
        return show_approval(t, in, out, f, form);
    }
    out->note_first = false;
    return redirect(t, out, ROUTE_approve,
                    (struct link_part[]){ { .number = f->child }, { .number = in->number[1] } });
}

static struct str ticked(struct task *t, const struct form *f)
{
    struct text x = text_open(t->arena, 512);
    for (size_t i = 0; i < COUNT(conditions); i++)
        if (form_chosen(f, "conditions", conditions[i].value))
            text_addf(&x, "%s%s", x.len ? " " : "", conditions[i].value);
    return text_done(&x);
}

static void read_sentence(struct form *form, const char *field, const char *words, struct event *e,
                          const char *as)
{
    struct str typed = str_trim(form_typed(form, field));
    if (typed.len < REASON_MIN)
        form_wrong(form, field, words);
    else
        event_set_text(e, as, typed);
}

static void read_approval(struct task *t, struct request *in, struct form *form,
                          const struct proposal *p, struct event *e)
{
    uint8_t rank = approval_rank_of((enum role)in->session.actor.role);
    event_set_code(e, "rank", code_text(CODES_RANK, rank ? rank : RANK_TEAM_MANAGER));
    struct str given = ticked(t, form), reason = str_trim(form_typed(form, "reason"));
    if (given.len > 0)
        event_set_text(e, "conditions", given);
    if (reason.len > 0)
        event_set_text(e, "reason", reason);
    if (p->against + p->could_not > 0)
        read_sentence(form, "despite",
                      "Something stands against it or could not be looked at: say why it is right"
                      " all the same",
                      e, "despite");
}

status handle_approve_done(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "approve", &f, &relation));
    struct form form = form_of(t, in);
    struct proposal p = proposal_of(t, &f.stream, in->number[1]);
    if (!p.known)
        return fail(t, E_MISSING, "no such placement was proposed for this child");
    struct said *s = NEW(t->arena, struct said);
    *s = (struct said){ .child = f.child, .seen_n = seen_n(in), .key = form.key, .count = 1 };
    bool ask = form_chosen(&form, "decision", "ask");
    bool refuse = form_chosen(&form, "decision", "refuse");
    struct event *e = &s->event[0];
    *e = event_new(ask      ? EV_PLACEMENT_QUERIED
                   : refuse ? EV_PLACEMENT_REFUSED
                            : EV_PLACEMENT_APPROVED,
                   f.child, in->now);
    event_set_number(e, "placement", (int64_t)in->number[1]);
    if (ask)
        read_sentence(&form, "reason", "Say what you need to know before you decide", e, "what");
    else if (refuse)
        read_sentence(&form, "reason", "Say why it is refused, so that the proposer can follow", e,
                      "reason");
    else if (form_chosen(&form, "decision", "approve"))
        read_approval(t, in, &form, &p, e);
    else
        form_wrong(&form, "decision", "Choose what you decide");
    return finish(t, in, out, &f, &form, s);
}

/* --- beginning it --- */

static const struct child_entry *proposal_entry(const struct child_file *f, uint64_t placement)
{
    for (size_t i = f->entries; i-- > 0;)
        if (f->entry[i].event.kind == EV_PLACEMENT_PROPOSED && is_about(&f->entry[i], placement))
            return &f->entry[i];
    return NULL;
}

static void copy_said(const struct event *from, struct event *to)
{
    static const char *const texts[] = { "postcode", "area-code", "area-source" };
    static const char *const codes[] = { "type", "provider", "area", "area-confidence" };
    static const char *const numbers[] = { "home", "distance" };
    for (size_t i = 0; i < COUNT(texts); i++)
        if (event_given(from, texts[i]))
            event_set_text(to, texts[i], event_text(from, texts[i]));
    for (size_t i = 0; i < COUNT(codes); i++)
        if (event_given(from, codes[i]))
            event_set_text(to, codes[i], event_text(from, codes[i]));
    for (size_t i = 0; i < COUNT(numbers); i++)
        if (event_given(from, numbers[i]))
            event_set_number(to, numbers[i], event_number(from, numbers[i]));
    if (event_number(from, "emergency"))
        event_set_number(to, "emergency", 1);
}

static struct instant read_when(struct request *in, struct form *f)
{
    struct task quiet = { 0 };
    struct str day = str_trim(form_typed(f, "on-day")), time = str_trim(form_typed(f, "at-time"));
    struct date d = date_in_uk(in->now);
    int hour = 0, minute = 0;
    if (day.len > 0 && date_parse(&quiet, day, &d) != OK)
        form_wrong(f, "on-day", "The day must be a real date, like 2026-11-12");
    if (time.len > 0 && !clock_read(time, &hour, &minute))
        form_wrong(f, "at-time", "The time must be like 14:30");
    if (time.len == 0)
        return in->now;
    struct instant when = uk_instant(d, hour, minute, 0);
    if (when.us > in->now.us)
        form_wrong(f, "at-time", "That has not come yet: record it when the child has moved in");
    return when;
}

status handle_place_start(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "approve", &f, &relation));
    struct form form = form_of(t, in);
    const struct child_entry *said = proposal_entry(&f, in->number[1]);
    if (!said)
        return fail(t, E_MISSING, "no such placement was proposed for this child");
    struct said *s = NEW(t->arena, struct said);
    *s = (struct said){ .child = f.child, .seen_n = seen_n(in), .key = form.key };
    struct instant when = read_when(in, &form);
    uint64_t now = f.evaluation->child.placement_now;
    if (now != 0 && now != in->number[1]) {
        s->event[s->count] = event_new(EV_PLACEMENT_ENDED, f.child, when);
        event_set_number(&s->event[s->count++], "placement", (int64_t)now);
    }
    struct event *e = &s->event[s->count++];
    *e = event_new(EV_PLACEMENT_STARTED, f.child, when);
    event_set_number(e, "placement", (int64_t)in->number[1]);
    copy_said(&said->event, e);
    if (str_is(event_text(&said->event, "school"), "changes") &&
        in_key_stage_4(f.words.born, date_in_uk(when)))
        event_set_number(e, "disrupts-key-stage-4", 1);
    struct proposal p = proposal_of(t, &f.stream, in->number[1]);
    if (!p.approved)
        read_sentence(&form, "anyway",
                      "It is not approved: say why the child is placed all the"
                      " same",
                      e, "despite");
    int64_t seq;
    if (now == in->number[1] && recorded_before(t, in, f.child, form.key, &seq))
        form.problems = 0;
    else if (now == in->number[1])
        return fail(t, E_CONFLICT, "this placement has begun already: look at it again");
    return finish(t, in, out, &f, &form, s);
}

/* --- all that wait --- */

const char *rank_words(uint8_t rank)
{
    const char *words = code_meaning(CODES_RANK, rank);
    return *words ? words : "team manager";
}

const char *area_words(uint8_t area)
{
    const char *words = code_meaning(CODES_AREA, area);
    return *words ? words : "not known where";
}

static const char *const standing[STANDINGS][2] = {
    [STANDING_NONE] = { "", "" },
    [STANDING_WAITING] = { "Waiting for approval", "Proposed, and nobody has decided." },
    [STANDING_QUERIED] = { "More was asked", "They are with whoever proposed them." },
    [STANDING_APPROVED] = { "Approved, not begun", "The child has not moved." },
    [STANDING_NOT_APPROVED] = { "Begun without the approval the law asks for",
                                "An alarm rings for each, until somebody decides." },
    [STANDING_NOT_NOTIFIED] = { "Begun, and the area authority was not told",
                                "The notice is owed by law." },
    [STANDING_FAR] = { "At a distance", "Approved and notified. Who visits, and how often?" },
};
const char *standing_words(unsigned state)
{
    return state < STANDINGS ? standing[state][0] : "";
}
const char *standing_hint(unsigned state)
{
    return state < STANDINGS ? standing[state][1] : "";
}

status handle_placements(struct task *t, struct request *in, struct response *out)
{
    enum {
        SHOWN = 50,
        SHOWN_OF_ONE = 500
    };
    struct placements_page p = { 0 };
    struct task quiet = { 0 };
    struct seen_children seen;
    int64_t only = 0;
    struct str typed = urlform_text(&in->query, "state");
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    if (typed.len > 0 && str_to_i64(&quiet, typed, 1, STANDINGS - 1, &only) != OK)
        only = 0;
    p.only = (unsigned)only;
    TRY(children_seen(t, in, &seen));
    struct view v = view_of(t, in, "Placements to look at", NAV_OVERSEE);
    v.recorded = true;
    unsigned code = 200, states = p.only ? 1U << p.only : (1U << STANDINGS) - 1;
    if (look_standings(t, in->reader, states, p.only ? SHOWN_OF_ONE : SHOWN, &p.list) != OK) {
        p.failed = str_nul(t->arena, str_from(t->reason));
        code = 503;
    }
    size_t kept = 0;
    for (size_t i = 0; !p.failed && i < p.list.count; i++)
        if (may_list(&seen, p.list.at[i].child, false))
            p.list.at[kept++] = p.list.at[i];
    p.list.count = kept;
    note_searched(in, out, "placements");
    struct html h = page_open(t);
    page_placements(&h, &v, &p);
    return page_send(t, &h, code, out);
}

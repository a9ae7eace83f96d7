/* One alarm: the entries that made it ring, who knows, who hears next, and the decision. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "web/pages.gen.h"
#include "web/record.h"
#include "work/decide.h"
#include "work/notice.h"

/* --- which one --- */

static status chosen_named(struct task *t, const struct request *in, struct str name,
                           struct chosen *ret)
{
    ret->name = name;
    ret->rule = rulebook_find(in->site->store->rules, name);
    if (ret->rule == UINT16_MAX)
        return fail(t, E_MISSING, "there is no rule of that name in this register");
    return OK;
}

status chosen_of_form(struct task *t, const struct request *in, struct chosen *ret)
{
    int64_t started;
    if (chosen_named(t, in, urlform_text(&in->form, "rule"), ret) != OK)
        return fail(t, E_INVALID, "the form names no rule of this register: reload the page");
    TRY(str_to_i64(t, urlform_text(&in->form, "started"), 1, UINT32_MAX, &started));
    ret->started = (uint32_t)started;
    return OK;
}

status chosen_of_address(struct task *t, const struct request *in, struct chosen *ret)
{
    if (in->number[1] > UINT32_MAX)
        return fail(t, E_MISSING, "this child\xe2\x80\x99s file has no such entry");
    ret->started = (uint32_t)in->number[1];
    return chosen_named(t, in, in->word, ret);
}

const struct instance *instance_of(const struct child_file *f, const struct chosen *c)
{
    for (uint32_t i = 0; i < f->evaluation->count; i++) {
        const struct instance *x = &f->evaluation->instance[i];
        if (x->rule == c->rule && x->started_n == c->started)
            return x;
    }
    return NULL;
}

/* --- what it rests on --- */

/* A rule's sentence quotes the kinds of event that it looks at. */
static bool speaks_of(struct task *t, const struct rule_words *r, enum event_kind kind)
{
    struct str quoted =
        str_print(t->arena, "\xe2\x80\x9c%s\xe2\x80\x9d", event_kind_def(kind)->words);
    return r->sentence.len >= quoted.len &&
           memmem(r->sentence.at, r->sentence.len, quoted.at, quoted.len) != NULL;
}

static struct evidence *gather_evidence(struct task *t, const struct child_file *f,
                                        const struct rule_words *r, const struct instance *x,
                                        size_t *ret_count)
{
    struct evidence *all = NEWS(t->arena, struct evidence, f->entries + 1);
    signed char *said = NEWS(t->arena, signed char, EVENT_KINDS);
    size_t count = 0;
    for (size_t i = f->entries; i-- > 0;) { /* newest first */
        const struct child_entry *e = &f->entry[i];
        enum event_kind kind = e->event.kind;
        bool cause = e->event.n == x->started_n;
        if (e->corrected || (!cause && e->event.happened.us > x->from))
            continue;
        if (said[kind] == 0)
            said[kind] = speaks_of(t, r, kind) ? 1 : -1;
        if (!cause && said[kind] < 0)
            continue;
        bool day = strcmp(code_text(CODES_PRECISION, e->event.precision), "day") == 0;
        all[count++] = (struct evidence){ e, cause, day };
    }
    *ret_count = count;
    return all;
}

struct str alarm_shown(struct task *t, const struct request *in, const struct child_file *f,
                       const struct chosen *c, uint32_t seen_n)
{
    const struct instance *x = instance_of(f, c);
    const struct rule_words *r = rulebook_rule(in->site->store->rules, c->rule);
    size_t count;
    if (!x)
        return S("");
    struct evidence *all = gather_evidence(t, f, r, x, &count);
    struct str *parts = NEWS(t->arena, struct str, count + 1);
    size_t shown = 0;
    for (size_t i = 0; i < count && shown < EVIDENCE_MAX; i++)
        if (all[i].e->event.n <= seen_n)
            parts[shown++] = all[i].e->payload;
    struct hash256 h = sha256(parts, shown);
    struct text hex = text_open(t->arena, 2 * sizeof h.b + 1);
    for (size_t i = 0; i < sizeof h.b; i++)
        text_addf(&hex, "%02x", h.b[i]);
    return text_done(&hex);
}

/* --- who knows --- */

static struct str became_of(const struct view *v, const struct told *x)
{
    if (x->answered.us != INT64_MAX)
        return str_print(v->arena, "said \xe2\x80\x9cI have this\xe2\x80\x9d or decided %.*s",
                         STR_ARG(words_moment(v, x->answered)));
    if (x->seen.us != INT64_MAX)
        return str_print(v->arena, "opened on a screen %.*s", STR_ARG(words_moment(v, x->seen)));
    if (x->trouble.len > 0 && !x->delivered)
        return str_print(v->arena, "not delivered as far as is known: %.*s", STR_ARG(x->trouble));
    return x->delivered ? S("delivered; not opened yet") : S("in this register; not opened yet");
}

static const char *why_told(unsigned step)
{
    if (step == NOTICE_BEGAN)
        return "when it rang";
    return step == NOTICE_WARNED ? "before it was due" : code_meaning(CODES_STEP, step);
}

static void add_told(const struct view *v, const struct told *told, uint32_t count,
                     struct ladder_picture *p)
{
    for (uint32_t i = count; i-- > 0 && p->count < HEARD_MAX / 2;) { /* first told first */
        const struct told *x = &told[i];
        p->row[p->count++] = (struct heard){ .who = x->who,
                                             .came = became_of(v, x),
                                             .told = x->told,
                                             .seen = x->seen,
                                             .answered = x->answered,
                                             .hears = NEVER,
                                             .why = why_told(x->step) };
    }
}

/* Taken by the clock, or told of that step, or told in that role since. */
static bool step_taken(const struct instance *x, const struct told *told, uint32_t count,
                       size_t step, const struct ladder_step *l)
{
    bool taken = x->fired >> step & 1;
    for (uint32_t i = 0; i < count; i++)
        taken = taken || told[i].step == step + 1 ||
                (told[i].role == l->role && told[i].told.us >= l->at);
    return taken;
}

static void add_steps(struct task *t, struct request *in, const struct instance *x,
                      struct answering *answering, const struct told *told, uint32_t count,
                      struct ladder_picture *p)
{
    struct ladder_step step[8];
    const struct store *s = in->site->store;
    size_t steps = instance_ladder(s->rules, s->calendar, x, step, COUNT(step));
    for (size_t i = 0; i < steps && p->count < HEARD_MAX; i++) {
        if (step_taken(x, told, count, i, &step[i]))
            continue;
        const struct owner *o = answers_for(t, in, answering, step[i].role);
        const char *role = code_meaning(CODES_ROLE, step[i].role);
        bool past = step[i].at <= p->now.us;
        struct str who = o && o->person != 0
                             ? str_print(t->arena, "%.*s, %s", STR_ARG(o->name), role)
                             : str_from(role);
        p->row[p->count++] =
            (struct heard){ .who = who,
                            .came = past ? S("should have heard; no notice says so")
                                         : S("hears then, unless somebody decides before"),
                            .told = NEVER,
                            .seen = NEVER,
                            .answered = NEVER,
                            .hears = { step[i].at },
                            .why = code_meaning(CODES_STEP, (unsigned)i + 1),
                            .missed = past };
    }
}

static struct str caption_of(const struct view *v, const struct ladder_picture *p)
{
    size_t told = 0, seen = 0;
    struct instant next = NEVER;
    for (size_t i = 0; i < p->count; i++) {
        const struct heard *x = &p->row[i];
        told += x->told.us != INT64_MAX;
        seen += x->seen.us != INT64_MAX;
        if (x->told.us == INT64_MAX && !x->missed && x->hears.us < next.us)
            next = x->hears;
    }
    struct str head = str_print(v->arena, "%.*s told, %zu of them have seen it",
                                STR_ARG(many(v->arena, told, "notice", "notices")), seen);
    if (p->decided.us != INT64_MAX)
        return str_print(v->arena, "%.*s; decided after %.*s", STR_ARG(head),
                         STR_ARG(words_length(v->arena, p->decided.us - p->rang.us)));
    if (next.us == INT64_MAX)
        return str_print(v->arena, "%.*s; nobody further hears of it", STR_ARG(head));
    return str_print(v->arena, "%.*s; the next hears %.*s", STR_ARG(head),
                     STR_ARG(words_moment(v, next)));
}

/* Where the roles are held that answer for this child, or for this place. */
struct answering answering_of(const struct request *in, const struct child_file *f)
{
    bool place = is_of_place(in);
    return (struct answering){ .child = place ? 0 : f->child,
                               .home = place ? f->child : home_of(f),
                               .at = in->now };
}

static void who_knows(struct task *t, struct request *in, const struct view *v,
                      const struct child_file *f, const struct instance *x, struct alarm_page *p)
{
    struct told *told = NULL;
    uint32_t count = 0;
    uint64_t about = rule_about(p->rule->name);
    if (notice_told_of(t, in->reader, f->child, about, x->started_n, &told, &count) != OK)
        p->told_failed = str_nul(t->arena, str_from(t->reason));
    struct ladder_picture *l = &p->ladder;
    *l = (struct ladder_picture){ .row = NEWS(t->arena, struct heard, HEARD_MAX),
                                  .rang = { x->from },
                                  .due = { x->due },
                                  .decided = { x->closed_at },
                                  .now = v->now };
    struct answering answering = answering_of(in, f);
    add_told(v, told, count, l);
    if (p->open)
        add_steps(t, in, x, &answering, told, count, l);
    int64_t last = p->open ? v->now.us : x->closed_at;
    for (size_t i = 0; i < l->count; i++)
        if (l->row[i].hears.us != INT64_MAX && l->row[i].hears.us > last)
            last = l->row[i].hears.us;
    if (p->open && x->due != INT64_MAX && x->due > last)
        last = x->due;
    l->until.us = last;
    l->caption = caption_of(v, l);
}

/* --- decisions --- */

static struct str author_of(struct task *t, struct request *in, const struct event *e)
{
    struct str name = S("");
    const char *role = code_meaning(CODES_ROLE, e->role);
    if (e->author == 0 || look_name(t, in->reader, e->author, &name) != OK || name.len == 0)
        return *role ? str_from(role) : S("Somebody");
    return *role ? str_print(t->arena, "%.*s, %s", STR_ARG(name), role) : name;
}

static void earlier_decisions(struct task *t, struct request *in, const struct child_file *f,
                              const struct chosen *c, struct alarm_page *p)
{
    p->earlier = NEWS(t->arena, struct earlier_decision, EARLIER_MAX);
    for (size_t i = f->entries; i-- > 0 && p->earliers < EARLIER_MAX;) {
        const struct event *e = &f->entry[i].event;
        if (e->kind != EV_ALARM_DECIDED || f->entry[i].corrected ||
            !str_equal(event_text(e, "rule"), c->name))
            continue;
        p->earlier[p->earliers++] = (struct earlier_decision){
            .at = e->happened,
            .decision =
                str_from(code_meaning(CODES_DECISION, (unsigned)event_number(e, "decision"))),
            .reason = event_text(e, "reason"),
            .by = author_of(t, in, e),
            .n = e->n,
        };
    }
}

static bool discussed_since(const struct child_file *f, int64_t rang)
{
    for (size_t i = 0; i < f->entries; i++)
        if (f->entry[i].event.kind == EV_STRATEGY_DISCUSSION_HELD && !f->entry[i].corrected &&
            f->entry[i].event.happened.us >= rang)
            return true;
    return false;
}

/* Only what this person may record now is offered; the rest is said in words. */
static void decisions(struct task *t, struct request *in, const struct child_file *f,
                      const struct instance *x, struct alarm_page *p)
{
    enum role by = (enum role)in->session.actor.role;
    p->may_decide = may_decide(by);
    p->needs_discussion = rule_needs_discussion(p->rule);
    p->discussed = p->needs_discussion && discussed_since(f, x->from);
    bool others = !p->needs_discussion || may_decide_undiscussed(by);
    p->only_above = !others;
    struct owner above;
    struct answering where = answering_of(in, f);
    if (!others && look_owner(t, in->reader, where.child, where.home, ROLE_TEAM_MANAGER, in->now,
                              &above) == OK)
        p->above = above.name;
    unsigned count = code_count(CODES_DECISION);
    p->decision = NEWS(t->arena, struct choice, count + 1);
    for (unsigned i = 1; i <= count; i++) {
        bool discussion = strcmp(code_text(CODES_DECISION, i), "strategy-discussion") == 0;
        if (discussion ? p->needs_discussion && !p->discussed : !others)
            continue;
        const char *words = discussion && p->discussed ? "strategy discussion held, as recorded"
                                                       : code_meaning(CODES_DECISION, i);
        p->decision[p->decisions++] = (struct choice){ code_text(CODES_DECISION, i), words, NULL };
    }
}

/* --- the page --- */

static void acknowledged(struct task *t, struct request *in, const struct child_file *f,
                         const struct instance *x, struct alarm_page *p)
{
    p->seen_at = NEVER;
    for (size_t i = 0; x->acknowledged_n != 0 && i < f->entries; i++) {
        if (f->entry[i].event.n != x->acknowledged_n)
            continue;
        p->seen_by = author_of(t, in, &f->entry[i].event);
        p->seen_at = f->entry[i].event.happened;
    }
}

static void other_alarms(struct task *t, struct request *in, const struct child_file *f,
                         const struct instance *x, struct alarm_page *p)
{
    struct duty_row *rows = NEWS(t->arena, struct duty_row, f->evaluation->count + 1U);
    for (uint32_t i = f->evaluation->count; i-- > 0;) {
        const struct instance *o = &f->evaluation->instance[i];
        if (o == x || o->closed_at != INT64_MAX ||
            instance_state(in->site->store->rules, o, in->now.us) != ALARM_RAISED)
            continue;
        rows[p->others++] = (struct duty_row){
            .subject = f->child, .child = p->place ? 0 : f->child, .rule = o->rule, .instance = *o
        };
    }
    p->other = rows;
}

struct duty_row *subject_row(struct task *t, struct request *in, const struct child_file *f,
                             const struct instance *x)
{
    struct answering where = answering_of(in, f);
    struct duty_row *d = NEW(t->arena, struct duty_row);
    *d = (struct duty_row){ .subject = f->child,
                            .child = where.child,
                            .home = where.home,
                            .child_name = f->name,
                            .rule = x->rule,
                            .instance = *x,
                            .state = instance_state(in->site->store->rules, x, in->now.us) };
    status found =
        look_owner(t, in->reader, where.child, where.home, (enum role)x->owner, in->now, &d->owner);
    if (found == OK && x->given_to != 0) {
        d->owner = (struct owner){ .person = x->given_to,
                                   .role = (enum role)x->owner,
                                   .asked = (enum role)x->owner };
        found = look_name(t, in->reader, x->given_to, &d->owner.name);
    }
    if (found != OK)
        d->owner.name = S("could not look who holds this");
    return d;
}

static void this_alarm(struct task *t, struct request *in, const struct view *v,
                       const struct child_file *f, const struct instance *x, struct alarm_page *p)
{
    struct duty_row *d = subject_row(t, in, f, x);
    p->rule = rulebook_rule(in->site->store->rules, x->rule);
    p->level = level_word(p->rule->level);
    p->open = d->state == ALARM_RAISED;
    p->again = instance_again(f->evaluation, x, v->now.us);
    p->d = owed_row(v, d);
}

status show_alarm(struct task *t, struct request *in, struct response *out, struct child_file *f,
                  const struct chosen *c, struct form *form)
{
    const struct instance *x = instance_of(f, c);
    const struct rule_words *r = rulebook_rule(in->site->store->rules, c->rule);
    if (!x || !r->alarm || x->from > in->now.us)
        return fail(t, E_MISSING, "this alarm has not rung here");
    struct alarm_page p = { .child = f->child,
                            .seen_n = f->stream.length,
                            .place = is_of_place(in),
                            .name = f->name,
                            .first = is_of_place(in) ? f->name : first_name(f->name) };
    struct view v = view_of(t, in, "Alarm", NAV_ALARMS);
    v.title = r->title;
    v.recorded = true;
    this_alarm(t, in, &v, f, x, &p);
    p.evidence = gather_evidence(t, f, r, x, &p.evidences);
    if (p.evidences > EVIDENCE_MAX) {
        p.evidence_more = p.evidences - EVIDENCE_MAX;
        p.evidences = EVIDENCE_MAX;
    }
    p.evidence_open = p.evidences < EVIDENCE_OPEN ? p.evidences : EVIDENCE_OPEN;
    acknowledged(t, in, f, x, &p);
    who_knows(t, in, &v, f, x, &p);
    earlier_decisions(t, in, f, c, &p);
    decisions(t, in, f, x, &p);
    other_alarms(t, in, f, x, &p);
    out->seen_child = f->child; /* or the home: notices about either are seen with their file */
    struct html h = page_open(t);
    page_alarm_page(&h, &v, form, &p);
    return page_send(t, &h, form->problems > 0 || form->not_kept ? 400 : 200, out);
}

status handle_alarm(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct chosen c;
    TRY(subject_open(t, in, out, "alarm", &f));
    TRY(chosen_of_address(t, in, &c));
    struct form form = form_of(t, in);
    return show_alarm(t, in, out, &f, &c, &form);
}

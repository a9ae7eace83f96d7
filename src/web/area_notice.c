/* A notice of a placement to the register of its area: what goes, sending it, what became of it. */
#include "send/exchange.h"
#include "web/pages.gen.h"
#include "web/record.h"

enum {
    SENT_SHOWN = 20
};

/* England, Wales: duties that the receipt of such a notice meets. */
static const char *const met_rules[] = { "placement-notified-area", "host-authority-told",
                                         "host-authority-sent-plan" };

bool met_by_area_notice(struct str rule)
{
    for (size_t i = 0; i < COUNT(met_rules); i++)
        if (str_is(rule, met_rules[i]))
            return true;
    return false;
}

static const struct rule_words *first_rule(const struct rulebook *b)
{
    for (size_t i = 0; i < COUNT(met_rules); i++) {
        uint16_t rule = rulebook_find(b, str_from(met_rules[i]));
        if (rule != UINT16_MAX)
            return rulebook_rule(b, rule);
    }
    return NULL;
}

/* --- what became of those sent --- */

static struct area_sent sent_of(struct task *t, struct request *in, const struct child_file *f,
                                const struct kept_message *m)
{
    struct area_sent s = {
        .made = m->made, .received = NEVER, .next = m->next, .attempts = m->attempts
    };
    struct str source = str_print(t->arena, "message %.*s", STR_ARG(m->id));
    s.trouble = m->trouble;
    for (size_t i = 0; i < f->entries; i++) {
        const struct event *e = &f->entry[i].event;
        if (e->kind == EV_PLACEMENT_NOTIFIED && str_equal(e->source, source))
            s.received = e->happened;
        if (e->kind == EV_PLACEMENT_NOTICE_SENT && str_equal(event_text(e, "message"), m->id) &&
            (e->author == 0 || look_name(t, in->reader, e->author, &s.by) != OK))
            s.by = S("");
    }
    return s;
}

static status add_sent(struct task *t, struct request *in, const struct child_file *f,
                       struct area_notice *n)
{
    struct kept_messages all;
    TRY(exchange_sent(t, in->site->exchange, in->reader, f->child, &all));
    n->sent = NEWS(t->arena, struct area_sent, SENT_SHOWN);
    for (size_t i = 0; i < all.count && n->sents < SENT_SHOWN; i++) {
        const struct kept_message *m = &all.at[i];
        if ((uint64_t)m->placement == n->placement)
            n->sent[n->sents++] = sent_of(t, in, f, m);
    }
    n->waits = n->sents > 0 && n->sent[0].received.us == NEVER.us;
    return OK;
}

status area_notice_of(struct task *t, struct request *in, const struct child_file *f,
                      uint64_t placement, struct area_notice *ret)
{
    const struct partner *p = NULL;
    *ret = (struct area_notice){ .child = f->child, .placement = placement };
    if (!in->site->exchange || placement == 0)
        return OK;
    TRY(exchange_partner_of(t, in->site->exchange, in->reader, f, placement, &p));
    if (!p)
        return OK;
    ret->shown = true;
    ret->may_send = role_may(in->session.actor.role, MAY_RECORD);
    ret->partner = p->name;
    ret->rule = first_rule(in->site->store->rules);
    return add_sent(t, in, f, ret);
}

/* --- the page --- */

static bool lasts(const struct child_file *f, uint64_t placement)
{
    const struct child_state *c = &f->evaluation->child;
    for (uint32_t i = 0; i < c->placements && i < CHILD_PLACEMENTS_MAX; i++)
        if (c->placement[i].id == placement)
            return c->placement[i].until == INT64_MAX;
    return false;
}

static status begin(struct task *t, struct request *in, struct response *out, struct child_file *f,
                    struct area_notice *ret)
{
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "notice", f, &relation));
    TRY(area_notice_of(t, in, f, in->number[1], ret));
    if (!ret->shown)
        return fail(t, E_MISSING,
                    "the authority of that placement's area has no register that this one speaks"
                    " with: give the notice another way, and record it");
    return OK;
}

static status show_notice(struct task *t, struct request *in, struct response *out,
                          const struct child_file *f, const struct area_notice *n,
                          struct form *form)
{
    struct area_notice_page p = { .notice = *n,
                                  .name = f->name,
                                  .first = first_name(f->name),
                                  .current = lasts(f, n->placement) };
    struct view v = view_of(t, in, "Notice of a placement", NAV_CHILDREN);
    v.recorded = true;
    struct html h = page_open(t);
    page_area_notice_page(&h, &v, form, &p);
    return page_send(t, &h, form->problems > 0 || form->not_kept ? 400 : 200, out);
}

status handle_area_notice(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct area_notice n;
    struct form form = form_of(t, in);
    TRY(begin(t, in, out, &f, &n));
    return show_notice(t, in, out, &f, &n, &form);
}

/* --- sending it --- */

struct letter {
    const char *tick, *field, *empty, *unticked;
};
static const struct letter needs = { "needs-given", "needs",
                                     "Put in the assessment of needs, or take the tick away",
                                     "Tick that the needs go with it, or take the text out" };
static const struct letter care_plan = { "plan-given", "care-plan",
                                         "Put in the care plan, or take the tick away",
                                         "Tick that the care plan goes with it, or take the text"
                                         " out" };

/* What is not in the message must not be said to be. */
static struct str read_letter(struct form *form, const struct letter *l)
{
    struct str text = str_trim(form_typed(form, l->field));
    bool goes = form_chosen(form, l->tick, "1");
    if (goes && text.len == 0)
        form_wrong(form, l->field, l->empty);
    if (!goes && text.len > 0)
        form_wrong(form, l->tick, l->unticked);
    return text;
}

static status page_again(struct task *t, struct response *out, const struct area_notice *n)
{
    return redirect(t, out, ROUTE_area_notice,
                    (struct link_part[]){ { .number = n->child }, { .number = n->placement } });
}

status handle_area_notice_sent(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct area_notice n;
    struct form form = form_of(t, in);
    TRY(begin(t, in, out, &f, &n));
    struct notice_asked asked = { .child = f.child,
                                  .author = in->session.actor.person,
                                  .partner = n.partner,
                                  .placement = (int64_t)n.placement };
    asked.needs = read_letter(&form, &needs);
    asked.care_plan = read_letter(&form, &care_plan);
    if (form.problems > 0)
        return show_notice(t, in, out, &f, &n, &form);
    /* A second press, or somebody else was quicker: the page says what became of the first. */
    struct str seen = str_print(t->arena, "%zu", n.sents);
    if (!str_equal(form_typed(&form, "seen-sent"), seen))
        return page_again(t, out, &n);
    struct str message;
    status sent = exchange_notify(t, in->site->exchange, in->reader, &asked, &message);
    if (sent == OK || sent == E_CONFLICT)
        return page_again(t, out, &n);
    form.not_kept = not_kept(t, sent);
    return show_notice(t, in, out, &f, &n, &form);
}

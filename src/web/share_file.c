/* Sharing parts of a child's file with somebody who has no other relation, until a day. */
#include "access/share_item.h"
#include "web/access_page.h"
#include "web/pages.gen.h"
#include "web/record.h"

enum {
    SHARES_MAX = 200
};

static void shares_of(struct task *t, struct request *in, const struct child_file *f,
                      struct child_shares_page *p)
{
    p->share = NEWS(t->arena, struct child_share, SHARES_MAX);
    for (size_t i = f->entries; i-- > 0 && p->shares < SHARES_MAX;) {
        const struct event *e = &f->entry[i].event;
        if (e->kind != EV_SHARE_MADE || f->entry[i].corrected)
            continue;
        struct child_share *s = &p->share[p->shares++];
        *s = (struct child_share){ .number = (uint64_t)event_number(e, "share"),
                                   .recipient = event_text(e, "recipient"),
                                   .power = event_text(e, "power"),
                                   .purpose = event_text(e, "purpose"),
                                   .items = event_text(e, "items"),
                                   .made = e->happened,
                                   .until = NEVER };
        if (event_given(e, "until"))
            s->until = uk_midnight((struct date){ (int32_t)event_number(e, "until") + 1 });
        s->over = s->until.us <= in->now.us;
        for (size_t k = 0; k < f->entries; k++) {
            const struct event *w = &f->entry[k].event;
            s->withdrawn = s->withdrawn || (w->kind == EV_SHARE_WITHDRAWN && s->number != 0 &&
                                            (uint64_t)event_number(w, "share") == s->number);
        }
    }
}

static status shares_page(struct task *t, struct request *in, struct response *out,
                          struct child_file *f, struct child_shares_page *ret)
{
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "shares", f, &relation));
    *ret = (struct child_shares_page){ .child = f->child,
                                       .name = f->name,
                                       .may_share = role_may(in->session.actor.role, MAY_SHARE) };
    struct choice *items = NEWS(t->arena, struct choice, share_item_count);
    for (size_t i = 0; i < share_item_count; i++)
        items[i] =
            (struct choice){ share_items[i].name, share_items[i].label, share_items[i].hint };
    ret->items = (struct choices){ "items", "What is shared?", "Nothing else opens", true,
                                   items,   share_item_count };
    shares_of(t, in, f, ret);
    return look_people(t, in->reader, &ret->people);
}

static status show_shares(struct task *t, struct request *in, struct response *out,
                          const struct child_shares_page *p, struct form *form)
{
    struct view v =
        view_of(t, in, form->problems ? "Error: Shared with" : "Shared with", NAV_CHILDREN);
    v.recorded = true;
    struct html h = page_open(t);
    page_child_shares(&h, &v, form, p);
    return page_send(t, &h, form->problems > 0 || form->not_kept ? 400 : 200, out);
}

status handle_child_shares(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct child_shares_page p;
    struct form form = form_of(t, in);
    TRY(shares_page(t, in, out, &f, &p));
    return show_shares(t, in, out, &p, &form);
}

static struct str chosen_items(struct task *t, const struct form *form)
{
    struct text x = text_open(t->arena, 400);
    for (size_t i = 0; i < share_item_count; i++)
        if (form_chosen(form, "items", share_items[i].name))
            text_addf(&x, "%s%s", x.len ? " " : "", share_items[i].name);
    return text_done(&x);
}

static const struct name_row *reader_of(const struct child_shares_page *p, const struct form *form)
{
    for (size_t i = 0; i < p->people.count; i++)
        if (form_chose_number(form, "reader", p->people.at[i].number))
            return &p->people.at[i];
    return NULL;
}

static struct str must_say(struct form *form, const char *field, const char *empty)
{
    struct str text = str_trim(form_typed(form, field));
    if (text.len == 0)
        form_wrong(form, field, empty);
    return text;
}

status handle_share_made(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct child_shares_page p;
    struct form form = form_of(t, in);
    TRY(shares_page(t, in, out, &f, &p));
    struct event e = event_new(EV_SHARE_MADE, f.child, in->now);
    const struct name_row *who = reader_of(&p, &form);
    struct task ignored = { 0 };
    struct date until = { 0 };
    struct str items = chosen_items(t, &form);
    if (!who)
        form_wrong(&form, "reader", "Choose who may read it");
    if (items.len == 0)
        form_wrong(&form, "items", "Choose what is shared");
    event_set_text(&e, "power", must_say(&form, "power", "Say by which power it is shared"));
    event_set_text(&e, "purpose", must_say(&form, "purpose", "Say what it is for"));
    if (date_parse(&ignored, form_typed(&form, "until"), &until) != OK ||
        uk_midnight((struct date){ until.days + 1 }).us <= in->now.us)
        form_wrong(&form, "until", "Enter the last day on which it may be read, like 2026-12-31");
    if (form.problems > 0)
        return show_shares(t, in, out, &p, &form);
    event_set_text(&e, "items", items);
    event_set_text(&e, "recipient", who->name);
    event_set_number(&e, "reader", who->number);
    event_set_number(&e, "until", until.days);
    event_set_number(&e, "share", in->now.us);
    struct said s = { .child = f.child, .seen_n = APPEND_ANY, .key = form.key, .count = 1 };
    s.event[0] = e;
    int64_t seq;
    status done = record(t, in, &s, &seq);
    if (done == OK)
        return redirect(t, out, ROUTE_child_shares, (struct link_part[]){ { .number = f.child } });
    form.not_kept = not_kept(t, done);
    return show_shares(t, in, out, &p, &form);
}

status handle_share_withdrawn(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct child_shares_page p;
    struct form form = form_of(t, in);
    TRY(shares_page(t, in, out, &f, &p));
    const struct child_share *share = NULL;
    for (size_t i = 0; i < p.shares; i++)
        share = p.share[i].number == in->number[1] ? &p.share[i] : share;
    if (!share)
        return fail(t, E_MISSING, "this child's file has no such share");
    struct said s = { .child = f.child, .seen_n = APPEND_ANY, .key = form.key, .count = 1 };
    s.event[0] = event_new(EV_SHARE_WITHDRAWN, f.child, in->now);
    event_set_text(&s.event[0], "recipient", share->recipient);
    event_set_number(&s.event[0], "share", (int64_t)share->number);
    int64_t seq;
    status done = share->withdrawn ? OK : record(t, in, &s, &seq);
    if (done == OK)
        return redirect(t, out, ROUTE_child_shares, (struct link_part[]){ { .number = f.child } });
    form.not_kept = not_kept(t, done);
    return show_shares(t, in, out, &p, &form);
}

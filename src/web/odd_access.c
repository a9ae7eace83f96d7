/* Access that was found odd, and what a reviewer made of it. */
#include "access/odd_run.h"
#include "web/access_page.h"
#include "web/pages.gen.h"
#include "web/record.h"

static const struct choice verdicts[] = {
    { "right", "It was right to look", NULL },
    { "mistake", "A mistake, talked through", NULL },
    { "wrong", "It was wrong, and is being dealt with", NULL },
};

static status show_odd(struct task *t, struct request *in, struct response *out, struct form *form,
                       unsigned code)
{
    struct odd_list list;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read: try again in a minute");
    TRY(odd_look(t, in->reader, &list));
    struct odd_page p = { .row = list.at, .rows = list.count, .cut = list.cut };
    p.terms = odd_settings_of(in->site->store);
    p.me = in->session.actor.person;
    p.verdicts = (struct choices){ "verdict", "Was it right to look?", NULL, false,
                                   verdicts,  COUNT(verdicts) };
    struct view v = view_of(t, in, "Odd access", NAV_NONE);
    v.recorded = true;
    note_searched(in, out, "odd access");
    struct html h = page_open(t);
    page_odd_access(&h, &v, form, &p);
    return page_send(t, &h, code, out);
}

status handle_odd_access(struct task *t, struct request *in, struct response *out)
{
    struct form form = form_of(t, in);
    return show_odd(t, in, out, &form, 200);
}

static status find_odd(struct task *t, struct request *in, struct odd_seen *ret)
{
    struct odd_list list;
    TRY(odd_look(t, in->reader, &list));
    for (size_t i = 0; i < list.count; i++) {
        *ret = list.at[i];
        if (ret->look == in->number[0])
            return OK;
    }
    return fail(t, E_MISSING, "nothing with that number was found odd");
}

status handle_odd_access_reviewed(struct task *t, struct request *in, struct response *out)
{
    struct form form = form_of(t, in);
    struct odd_seen odd = { 0 };
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read: try again in a minute");
    TRY(find_odd(t, in, &odd));
    if (odd.person == in->session.actor.person)
        return fail(t, E_DENIED, "nobody reviews their own look: ask another manager");
    struct str verdict = form_typed(&form, "verdict");
    struct str reason = str_trim(form_typed(&form, "reason"));
    if (code_number(CODES_LOOK_VERDICT, verdict) == 0)
        form_wrong(&form, "verdict", "Choose whether it was right to look");
    if (reason.len == 0)
        form_wrong(&form, "reason", "Say what you found");
    if (form.problems > 0)
        return show_odd(t, in, out, &form, 400);
    if (odd.verdict == 0) { /* a second press changes nothing */
        struct event e = event_new(EV_ODD_ACCESS_REVIEWED, 0, in->now);
        e.author = in->session.actor.person;
        e.agency = in->session.actor.agency;
        e.role = in->session.actor.role;
        event_set_number(&e, "look", (int64_t)odd.look);
        event_set_text(&e, "verdict", verdict);
        event_set_text(&e, "reason", reason);
        TRY(writer_note(t, in->site->writer, &e));
    }
    return redirect(t, out, ROUTE_odd_access, NULL);
}

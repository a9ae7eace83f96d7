/* Who of one's own agency may sign in: invited, given a new way in, ended. */
#include <string.h>

#include "access/roles.h"
#include "base/limits.h"
#include "base/log.h"
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/who.h"
#include "work/owner.h"
#include "work/send_settings.h"

static const char *state_words(const struct account *a)
{
    switch (a->state) {
    case ACCOUNT_INVITED: return "invited, not used yet";
    case ACCOUNT_IN_USE: return "in use";
    case ACCOUNT_ENDED: return "ended";
    }
    return "not known";
}

static status agency_of(struct task *t, struct request *in, uint32_t person, uint32_t *ret)
{
    struct person_details d;
    status known = person_details(t, in->reader, person, &d);
    *ret = known == OK ? d.agency : 0;
    return known == E_MISSING ? OK : known;
}

static bool has_account(const struct account_list *all, uint32_t person)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->at[i].person == person)
            return true;
    return false;
}

static status fill(struct task *t, struct request *in, struct accounts_page *p)
{
    struct account_list all;
    struct name_list people;
    uint32_t mine = in->session.actor.agency, agency;
    if (!in->reader)
        return fail(t, E_IO, "the accounts could not be read: try again in a minute");
    TRY(account_list(t, in->reader, &all));
    TRY(look_people(t, in->reader, &people));
    p->row = NEWS(t->arena, struct account_row, all.count + 1);
    p->without.at = NEWS(t->arena, struct name_row, people.count + 1);
    p->without.cut = people.cut;
    p->hours = store_send_settings(in->site->store)->invitation_hours;
    for (size_t i = 0; i < people.count; i++) {
        TRY(agency_of(t, in, people.at[i].number, &agency));
        if (agency != mine)
            continue;
        if (!has_account(&all, people.at[i].number))
            p->without.at[p->without.count++] = people.at[i];
        for (size_t k = 0; k < all.count; k++)
            if (all.at[k].person == people.at[i].number)
                p->row[p->count++] =
                    (struct account_row){ all.at[k], people.at[i].name, state_words(&all.at[k]),
                                          all.at[k].person == in->session.actor.person };
    }
    return OK;
}

static status show(struct task *t, struct request *in, struct form *f, struct accounts_page *p,
                   struct response *out)
{
    TRY(fill(t, in, p));
    struct view v = view_of(t, in, "Accounts", NAV_NONE);
    struct html h = page_open(t);
    page_accounts(&h, &v, f, p);
    return page_send(t, &h, f->problems ? 400 : 200, out);
}

status handle_accounts(struct task *t, struct request *in, struct response *out)
{
    static const struct urlform nothing;
    struct form f = { .typed = &nothing };
    struct accounts_page p = { 0 };
    return show(t, in, &f, &p, out);
}

/* Who can open the invitation of somebody above them would act in their name and rank. */
static status is_above(struct task *t, struct request *in, uint32_t person, bool *ret)
{
    struct roles_held held;
    enum role mine = (enum role)in->session.actor.role;
    TRY(roles_held(t, in->reader, person, in->now, &held));
    *ret = false;
    for (size_t i = 0; i < held.count; i++)
        *ret = *ret || (held.at[i].role != mine && role_reaches(mine, held.at[i].role));
    return OK;
}

/* A person of one's own agency, not oneself and nobody of a higher rank. */
static status person_typed(struct task *t, struct request *in, struct form *f, uint32_t *ret)
{
    struct task quiet = { 0 };
    int64_t number;
    uint32_t agency = 0;
    *ret = 0;
    if (!in->reader)
        return fail(t, E_IO, "the accounts could not be read: try again in a minute");
    if (str_to_i64(&quiet, form_typed(f, "person"), 1, UINT32_MAX, &number) != OK) {
        form_wrong(f, "person", "Choose a person");
        return OK;
    }
    bool above = false;
    TRY(agency_of(t, in, (uint32_t)number, &agency));
    TRY(is_above(t, in, (uint32_t)number, &above));
    if (agency == 0 || agency != in->session.actor.agency)
        form_wrong(f, "person", "That is nobody of your own agency: theirs keeps their accounts");
    else if ((uint32_t)number == in->session.actor.person)
        form_wrong(f, "person", "Nobody keeps their own account: ask somebody else who may");
    else if (above)
        form_wrong(f, "person", "That person holds a role above yours: somebody of that rank keeps"
                                " their account, or who runs this register");
    else
        *ret = (uint32_t)number;
    return OK;
}

static status done_or_shown(struct task *t, struct request *in, struct form *f, status done,
                            const char *field, struct accounts_page *p, struct response *out)
{
    static const struct urlform nothing;
    struct form empty = { .typed = &nothing };
    if (done == E_INVALID || done == E_CONFLICT || done == E_MISSING)
        form_wrong(f, field, str_nul(t->arena, str_from(t->reason)));
    else
        TRY(done);
    return show(t, in, f->problems ? f : &empty, p, out);
}

static struct span invitation_lasts(const struct request *in)
{
    return span_hours(store_send_settings(in->site->store)->invitation_hours);
}

static struct str invitation_path(struct task *t, struct str text)
{
    return str_print(t->arena, "/enrol/%.*s", STR_ARG(text));
}

status handle_accounts_invite(struct task *t, struct request *in, struct response *out)
{
    struct form f = { .typed = &in->form };
    struct accounts_page p = { 0 };
    struct str text;
    uint32_t person;
    TRY(person_typed(t, in, &f, &person));
    if (person == 0)
        return show(t, in, &f, &p, out);
    status done = account_invite(t, in->site->writer, person, form_typed(&f, "sign-in"),
                                 invitation_lasts(in), &text);
    if (done == OK) {
        p.invitation = invitation_path(t, text);
        TRY(look_name(t, in->reader, person, &p.invited));
    }
    return done_or_shown(t, in, &f, done, "sign-in", &p, out);
}

status handle_accounts_reset(struct task *t, struct request *in, struct response *out)
{
    struct form f = { .typed = &in->form };
    struct accounts_page p = { 0 };
    struct str text;
    uint32_t person;
    TRY(person_typed(t, in, &f, &person));
    if (person == 0)
        return show(t, in, &f, &p, out);
    status done = account_invite_again(t, in->site->writer, person, form_typed(&f, "reason"),
                                       invitation_lasts(in), &text);
    if (done == OK) {
        sessions_forget(in->site->sessions, person);
        p.invitation = invitation_path(t, text);
        TRY(look_name(t, in->reader, person, &p.invited));
    }
    return done_or_shown(t, in, &f, done, "reason", &p, out);
}

status handle_accounts_end(struct task *t, struct request *in, struct response *out)
{
    struct form f = { .typed = &in->form };
    struct accounts_page p = { 0 };
    uint32_t person;
    TRY(person_typed(t, in, &f, &person));
    if (person == 0)
        return show(t, in, &f, &p, out);
    status done = account_end(t, in->site->writer, person, form_typed(&f, "reason"));
    if (done == OK) {
        sessions_forget(in->site->sessions, person);
        p.done = "The account has ended, and every sign-in of it";
    }
    return done_or_shown(t, in, &f, done, "reason", &p, out);
}

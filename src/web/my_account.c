/* One's own account: ways to sign in, where one is signed in, a new password, phone or paper. */
#include <string.h>

#include "access/totp.h"
#include "base/log.h"
#include "web/hashing.h"
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/who.h"

enum {
    SHOWN_MAX = 50,
    PHONE_MINUTES = 15,
    FRESH_MINUTES = 15
};

static status account_mine(struct task *t, struct request *in, struct my_account_page *p)
{
    uint32_t person = in->session.actor.person;
    struct credential_list list;
    if (!in->reader)
        return fail(t, E_IO, "your account could not be read: try again in a minute");
    status known = account_of(t, in->reader, person, &p->account);
    p->none = known == E_MISSING;
    if (known != E_MISSING)
        TRY(known);
    TRY(credential_list(t, in->reader, person, &list));
    p->way = NEWS(t->arena, struct way_row, list.count + 1);
    size_t phones = 0;
    for (size_t i = 0; i < list.count; i++)
        phones += list.at[i].kind == credential_kind("totp");
    for (size_t i = 0; i < list.count; i++) {
        const struct credential *c = &list.at[i];
        bool phone = c->kind == credential_kind("totp");
        p->has_password = p->has_password || c->kind == credential_kind("password");
        p->way[p->ways++] = (struct way_row){
            .of = *c,
            .kind = code_meaning(CODES_CREDENTIAL, c->kind),
            .removable = (phone && phones > 1) || c->kind == credential_kind("passkey") ||
                         c->kind == credential_kind("organisation"),
            .left = c->kind == credential_kind("recovery") ? recovery_left(c->body) : 0,
        };
    }
    p->session = NEWS(t->arena, struct session, SHOWN_MAX);
    p->sessions = sessions_of(in->site->sessions, person, in->now, p->session, SHOWN_MAX);
    return OK;
}

static status show(struct task *t, struct request *in, struct form *f, const char *done,
                   struct response *out)
{
    struct my_account_page p = { .done = done };
    TRY(account_mine(t, in, &p));
    struct view v = view_of(t, in, "My account", NAV_NONE);
    struct html h = page_open(t);
    page_my_account(&h, &v, f, &p);
    return page_send(t, &h, f->problems ? 400 : 200, out);
}

static struct form no_form(void)
{
    static const struct urlform nothing;
    return (struct form){ .typed = &nothing };
}

status handle_my_account(struct task *t, struct request *in, struct response *out)
{
    struct form f = no_form();
    return show(t, in, &f, NULL, out);
}

/* Whoever finds a desk left open must not be able to make it theirs: the password again, or for
 * those who have none a sign-in of this quarter of an hour. */
static status proved_again(struct task *t, struct request *in, struct form *f, const char *field)
{
    struct credential_list list;
    uint32_t person = in->session.actor.person;
    if (!in->reader)
        return fail(t, E_IO, "your account could not be read: try again in a minute");
    TRY(credential_list_kind(t, in->reader, person, credential_kind("password"), &list));
    if (list.count == 0) {
        if (in->now.us - in->session.began.us > FRESH_MINUTES * 60 * SECOND_US)
            form_wrong(f, field, "Sign out and in again first: this is only done right after it");
        return OK;
    }
    status proved = password_proved(t, in, person, S(""), form_typed(f, field));
    if (proved != E_DENIED && proved != E_BUSY)
        return proved;
    form_wrong(f, field,
               proved == E_BUSY ? str_nul(t->arena, str_from(t->reason))
                                : "That is not your password now");
    return OK;
}

/* Whoever was signed in elsewhere is not any more: perhaps that is why it was changed. */
static void end_others(struct task *t, struct request *in, struct str why)
{
    if (sessions_end_of(t, in->site->sessions, in->session.actor.person, str_from(in->session.id),
                        why) != OK)
        log_failure("sign-out", t);
}

status handle_my_password(struct task *t, struct request *in, struct response *out)
{
    struct form f = { .typed = &in->form };
    struct account mine;
    struct str kept = S("");
    uint32_t person = in->session.actor.person;
    TRY(proved_again(t, in, &f, "current"));
    TRY(account_of(t, in->reader, person, &mine));
    const struct str names[] = { str_from(in->session.name), mine.sign_in };
    if (f.problems == 0)
        TRY(password_chosen(t, in, &f, names, COUNT(names), &kept));
    if (f.problems > 0)
        return show(t, in, &f, NULL, out);
    struct credential c = {
        .person = person, .kind = credential_kind("password"), .name = S("Password"), .body = kept
    };
    TRY(credential_replace(t, in->site->writer, &c));
    TRY(device_remember(t, in, person, out));
    end_others(t, in, S("a new password"));
    struct form empty = no_form();
    return show(t, in, &empty, "Your password has been changed. Everywhere else you are signed out",
                out);
}

status handle_my_sign_outs(struct task *t, struct request *in, struct response *out)
{
    struct form f = no_form();
    TRY(sessions_end_of(t, in->site->sessions, in->session.actor.person, str_from(in->session.id),
                        S("signed out everywhere else")));
    return show(t, in, &f, "Everywhere else you are signed out", out);
}

/* --- another phone --- */

static status show_phone(struct task *t, struct request *in, struct form *f, struct response *out)
{
    struct account mine;
    TRY(account_of(t, in->reader, in->session.actor.person, &mine));
    struct str body = { (const char *)in->session.pending.seed, TOTP_BODY_BYTES };
    struct phone_page p = { .to = str_from(routes[ROUTE_my_phone_done].pattern),
                            .mine = true,
                            .uri = totp_uri(t->arena, body, mine.sign_in),
                            .key = totp_key(t->arena, body) };
    return phone_show(t, in, f, &p, out);
}

status handle_my_phone(struct task *t, struct request *in, struct response *out)
{
    struct form f = no_form();
    struct account mine;
    struct pending p = { .person = in->session.actor.person,
                         .step = PENDING_ENROL,
                         .until = { in->now.us + PHONE_MINUTES * 60 * SECOND_US } };
    if (!in->reader)
        return fail(t, E_IO, "your account could not be read: try again in a minute");
    status known = account_of(t, in->reader, in->session.actor.person, &mine);
    if (known == E_MISSING)
        return fail(t, E_MISSING, "you have no account with a password here, so no phone either");
    TRY(known);
    memcpy(p.seed, totp_new(t->arena).at, TOTP_BODY_BYTES);
    session_pending(in->site->sessions, in->session.id, &p);
    in->session.pending = p;
    return show_phone(t, in, &f, out);
}

status handle_my_phone_done(struct task *t, struct request *in, struct response *out)
{
    struct form f = { .typed = &in->form };
    const struct pending *p = &in->session.pending;
    static const struct pending nothing;
    struct str body;
    uint32_t number;
    if (p->step != PENDING_ENROL || p->person != in->session.actor.person ||
        p->until.us <= in->now.us)
        return fail(t, E_DENIED, "that took too long: begin again from My account");
    TRY(proved_again(t, in, &f, "current"));
    status right = totp_check(t, (struct str){ (const char *)p->seed, TOTP_BODY_BYTES },
                              form_typed(&f, "code"), in->now, &body);
    if (right == E_DENIED)
        form_wrong(&f, "code", "That is not the code your phone shows now");
    else
        TRY(right);
    if (f.problems > 0)
        return show_phone(t, in, &f, out);
    struct str name = str_trim(form_typed(&f, "name"));
    struct credential c = { .person = p->person,
                            .kind = credential_kind("totp"),
                            .name = name.len ? name : S("Another phone"),
                            .body = body };
    TRY(credential_add(t, in->site->writer, &c, &number));
    session_pending(in->site->sessions, in->session.id, &nothing);
    struct form empty = no_form();
    return show(t, in, &empty, "The phone has been connected", out);
}

/* --- codes on paper, and what is taken away --- */

status handle_my_codes(struct task *t, struct request *in, struct response *out)
{
    struct form f = { .typed = &in->form };
    struct str codes[RECOVERY_CODES], body;
    TRY(proved_again(t, in, &f, "current"));
    if (f.problems > 0)
        return show(t, in, &f, NULL, out);
    recovery_new(t->arena, in->site->store, codes, &body);
    struct credential c = { .person = in->session.actor.person,
                            .kind = credential_kind("recovery"),
                            .name = S("On paper"),
                            .body = body };
    TRY(credential_replace(t, in->site->writer, &c));
    struct view v = view_of(t, in, "Keep these codes", NAV_NONE);
    v.form = true;
    struct html h = page_open(t);
    page_my_codes(&h, &v, codes);
    return page_send(t, &h, 200, out);
}

status handle_my_way_removed(struct task *t, struct request *in, struct response *out)
{
    struct form f = { .typed = &in->form };
    struct my_account_page p = { 0 };
    struct task quiet = { 0 };
    int64_t number = 0;
    TRY(proved_again(t, in, &f, "current"));
    TRY(account_mine(t, in, &p));
    bool may = false;
    if (str_to_i64(&quiet, form_typed(&f, "way"), 1, UINT32_MAX, &number) == OK)
        for (size_t i = 0; i < p.ways; i++)
            may = may || (p.way[i].of.number == (uint32_t)number && p.way[i].removable);
    if (!may)
        form_wrong(&f, "way", "Choose one that can be removed: one phone must be left");
    if (f.problems > 0)
        return show(t, in, &f, NULL, out);
    TRY(credential_remove(t, in->site->writer, in->session.actor.person, (uint32_t)number,
                          S("by the person's wish")));
    end_others(t, in, S("a way to sign in was removed"));
    struct form empty = no_form();
    return show(t, in, &empty, "It has been removed. Everywhere else you are signed out", out);
}

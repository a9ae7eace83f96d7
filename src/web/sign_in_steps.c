/* The steps after the password: a code, and the role to act in. */
#include <string.h>

#include "access/attempt.h"
#include "access/roles.h"
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/who.h"

enum {
    WRONG_CODES_MAX = 5
};

static bool is_pending(const struct request *in, enum pending_step step)
{
    const struct pending *p = &in->session.pending;
    return p->person != 0 && p->step == step && p->until.us > in->now.us;
}

static status begin_anew(struct task *t, struct request *in, const char *why, struct response *out)
{
    struct form f = { .typed = &in->form };
    static const struct pending nothing;
    if (in->session.id[0])
        session_pending(in->site->sessions, in->session.id, &nothing);
    visitor_begin(t, in, out);
    form_wrong(&f, "sign-in", why);
    return sign_in_show(t, in, &f, 400, out);
}

static struct str name_pending(struct task *t, const struct request *in)
{
    struct person_details d;
    return in->reader && person_details(t, in->reader, in->session.pending.person, &d) == OK
               ? d.name
               : S("");
}

/* --- the code --- */

status sign_in_ask_code(struct task *t, struct request *in, struct form *given, unsigned code,
                        struct response *out)
{
    struct urlform nothing = { 0 };
    struct form empty = { .typed = &nothing }, *f = given ? given : &empty;
    struct code_page p = { .onward = onward_of(t, in), .name = name_pending(t, in) };
    struct view v = view_of(t, in, "Enter the code from your phone", NAV_NONE);
    v.form = true;
    struct html h = page_open(t);
    page_sign_in_code(&h, &v, f, &p);
    return page_send(t, &h, code, out);
}

status handle_sign_in_code(struct task *t, struct request *in, struct response *out)
{
    if (!is_pending(in, PENDING_CODE))
        return redirect(t, out, ROUTE_sign_in, NULL);
    return sign_in_ask_code(t, in, NULL, 200, out);
}

/* Of a phone or of the paper. Who loses the race for one code is refused like a wrong one. */
static status one_proves(struct task *t, struct request *in, const struct credential *c,
                         struct str typed)
{
    struct str body = { 0 };
    status right = E_DENIED;
    if (c->kind == credential_kind("totp"))
        right = totp_check(t, c->body, typed, in->now, &body);
    else if (c->kind == credential_kind("recovery"))
        right = recovery_check(t, in->site->store, c->body, typed, &body);
    if (right == OK)
        right = credential_change(t, in->site->writer, c, body);
    return right == E_CONFLICT || right == E_MISSING ? E_DENIED : right;
}

status code_proved(struct task *t, struct request *in, uint32_t person, struct str typed,
                   unsigned *ret_with)
{
    struct credential_list list;
    struct attempt a = { .person = person, .device = device_known(t, in, person), .code = true };
    TRY(credential_list(t, in->reader, person, &list));
    TRY(attempt_may(t, in->site->attempts, &a));
    for (size_t i = 0; i < list.count; i++) {
        status right = one_proves(t, in, &list.at[i], typed);
        if (right == E_DENIED)
            continue;
        TRY(right);
        attempt_worked(t, in->site->attempts, &a);
        bool paper = list.at[i].kind == credential_kind("recovery");
        *ret_with = credential_kind(paper ? "recovery" : "password");
        return OK;
    }
    TRY(account_say_failed(t, in->site->writer, person, credential_kind("totp")));
    return fail(t, E_DENIED, "That code is not right, or it has been used. Wait for the next one");
}

status handle_sign_in_code_done(struct task *t, struct request *in, struct response *out)
{
    struct form f = { .typed = &in->form };
    struct pending p = in->session.pending;
    unsigned with;
    if (!is_pending(in, PENDING_CODE))
        return begin_anew(t, in, "That took longer than ten minutes: begin again", out);
    if (!in->reader)
        return fail(t, E_IO, "the accounts could not be read: try again in a minute");
    status proved = code_proved(t, in, p.person, form_typed(&f, "code"), &with);
    if (proved == E_DENIED && ++p.wrong >= WRONG_CODES_MAX)
        return begin_anew(t, in, "There were five wrong codes: begin again with your password",
                          out);
    if (proved == E_DENIED || proved == E_BUSY) {
        session_pending(in->site->sessions, in->session.id, &p);
        form_wrong(&f, "code", str_nul(t->arena, str_from(t->reason)));
        return sign_in_ask_code(t, in, &f, proved == E_BUSY ? 429 : 400, out);
    }
    TRY(proved);
    return sign_in_passed(t, in, p.person, with, out);
}

/* --- the role --- */

static struct choices role_choices(struct task *t, struct request *in,
                                   const struct roles_held *held)
{
    struct choice *at = NEWS(t->arena, struct choice, held->count + 1);
    for (size_t i = 0; i < held->count; i++) {
        const struct role_held *r = &held->at[i];
        struct str name = { 0 };
        bool where = r->at != SUBJECT_CHILD && look_name(t, in->reader, r->subject, &name) == OK;
        at[i] = (struct choice){
            .value = code_text(CODES_ROLE, r->role),
            .label = code_meaning(CODES_ROLE, r->role),
            .hint = where ? str_nul(t->arena, name)
                          : str_nul(t->arena, many(t->arena, r->more + 1, "child", "children")),
        };
    }
    return (struct choices){ .name = "role",
                             .legend = "Which of your roles are you here for?",
                             .hint = "What you see and may do follows from it.",
                             .at = at,
                             .count = held->count };
}

static status ask_role(struct task *t, struct request *in, struct form *f, const struct str *codes,
                       struct response *out)
{
    struct role_page p = { .onward = onward_of(t, in),
                           .codes = codes,
                           .name = name_pending(t, in) };
    struct roles_held held;
    TRY(roles_held(t, in->reader, in->session.pending.person, in->now, &held));
    p.roles = role_choices(t, in, &held);
    struct view v = view_of(t, in, codes ? "Keep these codes" : "Choose your role", NAV_NONE);
    v.form = true;
    struct html h = page_open(t);
    page_sign_in_role(&h, &v, f, &p);
    return page_send(t, &h, f->problems ? 400 : 200, out);
}

status sign_in_ask_role(struct task *t, struct request *in, unsigned code, struct response *out)
{
    struct urlform nothing = { 0 };
    struct form f = { .typed = &nothing };
    TRY(ask_role(t, in, &f, NULL, out));
    out->status = code;
    return OK;
}

status sign_in_show_codes(struct task *t, struct request *in, const struct str *codes,
                          struct response *out)
{
    struct urlform nothing = { 0 };
    struct form f = { .typed = &nothing };
    return ask_role(t, in, &f, codes, out);
}

status handle_sign_in_role(struct task *t, struct request *in, struct response *out)
{
    if (!is_pending(in, PENDING_ROLE) || !in->reader)
        return redirect(t, out, ROUTE_sign_in, NULL);
    return sign_in_ask_role(t, in, 200, out);
}

status handle_sign_in_role_done(struct task *t, struct request *in, struct response *out)
{
    struct form f = { .typed = &in->form };
    uint8_t role = code_number(CODES_ROLE, form_typed(&f, "role"));
    if (!is_pending(in, PENDING_ROLE))
        return begin_anew(t, in, "That took longer than ten minutes: begin again", out);
    status done = role ? sign_in_as_role(t, in, (enum role)role, out)
                       : fail(t, E_INVALID, "Choose the role you are here for");
    if (done != E_INVALID)
        return done;
    form_wrong(&f, "role", str_nul(t->arena, str_from(t->reason)));
    return ask_role(t, in, &f, NULL, out);
}

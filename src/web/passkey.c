/* Passkeys on the pages: a question that may be answered once, and what answers it. */
#include "access/passkey.h"

#include <string.h>

#include "access/account.h"
#include "access/base64url.h"
#include "base/log.h"
#include "format/json_write.h"
#include "web/front.h"
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/sign_in.h"

enum {
    QUESTION_MINUTES = 5,
    FRESH_MINUTES = 15, /* a sign-in so old may not add a way in: it may be somebody else's hands */
};

static status site_of(struct task *t, const struct request *in, struct passkey_site *ret)
{
    return passkey_site_of(t, front_address(t->arena, in), ret);
}

bool passkeys_here(const struct request *in)
{
    struct arena *a = arena_open(1 << 16);
    struct task t = task_open(a, in->site->clock);
    struct passkey_site s;
    bool here = site_of(&t, in, &s) == OK;
    arena_close(a);
    return here;
}

/* --- the question --- */

/* Whom it was put to, and for what: an answer from anybody else is none. */
static struct str put_to(struct task *t, const struct request *in, const char *what)
{
    struct str id = str_from(in->session.id);
    struct hash256 h = sha256(&id, 1);
    struct str hash = base64url_print(t->arena, h.b, sizeof h.b);
    return str_print(t->arena, "%s %.*s", what, STR_ARG(hash));
}

static status question_new(struct task *t, const struct request *in, const char *what,
                           struct str *ret)
{
    struct one_time o = {
        .purpose = ONE_TIME_PASSKEY,
        .person = in->session.actor.person,
        .body = put_to(t, in, what),
        .until = { in->now.us + QUESTION_MINUTES * 60 * SECOND_US },
    };
    return one_time_make(t, in->site->writer, &o, ret);
}

/* Used up whatever comes of it. */
static status question_take(struct task *t, const struct request *in, const char *what,
                            struct str challenge)
{
    struct one_time o;
    status taken = one_time_take(t, in->site->writer, ONE_TIME_PASSKEY, challenge, &o);
    if (taken == OK &&
        (o.person != in->session.actor.person || !str_equal(o.body, put_to(t, in, what))))
        taken = E_MISSING;
    if (taken == E_MISSING)
        return fail(t, E_DENIED,
                    "the question that the passkey answers is used up or too old:"
                    " reload the page and try again");
    return taken;
}

static void question_open(struct json_writer *w, struct str challenge, const struct passkey_site *s,
                          struct arena *a)
{
    json_open_object(w, NULL);
    json_put_text(w, "challenge", base64url_print(a, challenge.at, challenge.len));
    json_put_text(w, "rpId", s->rp_id);
    json_put_int(w, "timeout", QUESTION_MINUTES * 60 * 1000);
}

static status question_send(struct json_writer *w, struct text *x, struct response *out)
{
    json_close_object(w);
    json_writer_done(w);
    *out = (struct response){
        .status = 200, .type = "application/json", .body = text_done(x), .cookie = out->cookie
    };
    return OK;
}

status handle_passkey_question(struct task *t, struct request *in, struct response *out)
{
    struct passkey_site s;
    struct str challenge;
    TRY(site_of(t, in, &s));
    TRY(question_new(t, in, "sign-in", &challenge));
    struct text x = text_open(t->arena, 4096);
    struct json_writer w = json_writer_open(&x);
    question_open(&w, challenge, &s, t->arena);
    return question_send(&w, &x, out);
}

/* --- signing in with one --- */

static status field_bytes(struct task *t, const struct request *in, const char *name,
                          struct str *ret)
{
    if (!base64url_read(t->arena, urlform_text(&in->form, name), ret) || ret->len == 0)
        return fail(t, E_INVALID,
                    "the passkey's answer did not arrive whole: go back and try"
                    " again");
    return OK;
}

static status known(struct task *t, const struct request *in, struct str id, struct credential *ret,
                    struct passkey *ret_passkey)
{
    struct hash256 h = passkey_lookup(id);
    if (!in->reader)
        return fail(t, E_IO, "the accounts could not be read: try again in a minute");
    TRY(account_prepare(t, in->reader));
    status found =
        credential_find(t, in->reader, (struct str){ (const char *)h.b, sizeof h.b }, ret);
    if (found == E_MISSING || (found == OK && ret->kind != credential_kind("passkey")))
        return fail(t, E_DENIED,
                    "this register does not know that passkey: it was removed, or it"
                    " belongs to another site. Use another way to sign in");
    TRY(found);
    return passkey_unpack(t, ret->body, ret_passkey);
}

static status answered(struct task *t, const struct request *in, struct credential *c)
{
    struct passkey_site s;
    struct passkey p;
    struct passkey_shown m;
    struct str id, challenge;
    TRY(site_of(t, in, &s));
    TRY(field_bytes(t, in, "id", &id));
    TRY(field_bytes(t, in, "client", &m.client_data));
    TRY(field_bytes(t, in, "data", &m.authenticator_data));
    TRY(field_bytes(t, in, "signature", &m.signature));
    TRY(passkey_challenge(t, m.client_data, &challenge));
    TRY(question_take(t, in, "sign-in", challenge));
    TRY(known(t, in, id, c, &p));
    TRY(passkey_check(t, &s, challenge, &p, &m, &p.uses));
    return credential_change(t, in->site->writer, c, passkey_pack(t->arena, &p));
}

status handle_passkey_shown(struct task *t, struct request *in, struct response *out)
{
    struct credential c = { 0 };
    unsigned with = credential_kind("passkey");
    status done = answered(t, in, &c);
    if (done == OK)
        return sign_in_passed(t, in, c.person, with, out);
    if (done != E_DENIED && done != E_CONFLICT)
        return done;
    struct task own = task_open(t->arena, t->clock); /* the reason above is what they are told */
    log_line(LOG_WARN, "passkey-refused", "person=%u copied=%d", c.person, done == E_CONFLICT);
    if (account_say_failed(&own, in->site->writer, c.person, with) != OK)
        log_failure("sign-in-failed", &own);
    return done;
}

/* --- adding one --- */

static status may_add(struct task *t, struct request *in, struct account *ret)
{
    struct passkey_site s;
    TRY(site_of(t, in, &s));
    if (!in->reader)
        return fail(t, E_IO, "the accounts could not be read: try again in a minute");
    TRY(account_prepare(t, in->reader));
    status has = account_of(t, in->reader, in->session.actor.person, ret);
    if (has == E_MISSING)
        return fail(t, E_DENIED,
                    "you have no account here, so there is nothing that a passkey"
                    " could open: ask whoever keeps accounts where you work");
    TRY(has);
    if (in->now.us - in->session.began.us > FRESH_MINUTES * 60 * SECOND_US)
        return fail(t, E_DENIED,
                    "a way in can be added within %d minutes of signing in, so that nobody adds"
                    " one at a screen you left: sign out, sign in, and come back here",
                    FRESH_MINUTES);
    return OK;
}

static status show_page(struct task *t, struct request *in, struct form *f, unsigned code,
                        struct response *out)
{
    struct account is;
    struct passkey_page p = { 0 };
    status may = may_add(t, in, &is);
    if (may != OK && may != E_DENIED && may != E_INVALID)
        return may;
    if (may != OK)
        p.trouble = str_nul(t->arena, str_from(t->reason));
    struct view v = view_of(t, in, "Add a passkey", NAV_NONE);
    v.form = true;
    struct html h = page_open(t);
    page_passkey(&h, &v, f, &p);
    return page_send(t, &h, code, out);
}

status handle_passkey(struct task *t, struct request *in, struct response *out)
{
    struct form f = form_of(t, in);
    return show_page(t, in, &f, 200, out);
}

/* Says nothing of the person to the authenticator but what it shows them: their sign-in name. */
static struct str user_id(struct task *t, const struct request *in)
{
    struct str parts[] = { S("passkey user\n"), in->site->store->origin,
                           str_print(t->arena, "\n%u", in->session.actor.person) };
    struct hash256 h = sha256(parts, COUNT(parts));
    return base64url_print(t->arena, h.b, sizeof h.b);
}

static status put_others(struct task *t, const struct request *in, struct json_writer *w)
{
    struct credential_list all;
    TRY(credential_list_kind(t, in->reader, in->session.actor.person, credential_kind("passkey"),
                             &all));
    json_open_list(w, "exclude");
    for (size_t i = 0; i < all.count; i++) {
        struct passkey p;
        if (passkey_unpack(t, all.at[i].body, &p) == OK)
            json_put_text(w, NULL, base64url_print(t->arena, p.id.at, p.id.len));
    }
    json_close_list(w);
    return OK;
}

status handle_passkey_make_question(struct task *t, struct request *in, struct response *out)
{
    struct passkey_site s;
    struct account is;
    struct str challenge;
    TRY(may_add(t, in, &is));
    TRY(site_of(t, in, &s));
    TRY(question_new(t, in, "make", &challenge));
    struct text x = text_open(t->arena, 64 << 10);
    struct json_writer w = json_writer_open(&x);
    question_open(&w, challenge, &s, t->arena);
    json_put_text(&w, "userId", user_id(t, in));
    json_put_text(&w, "userName", is.sign_in);
    json_put_text(&w, "displayName", str_from(in->session.name));
    TRY(put_others(t, in, &w));
    return question_send(&w, &x, out);
}

static status made(struct task *t, struct request *in, struct passkey *ret)
{
    struct passkey_site s;
    struct passkey_made m;
    struct account is;
    struct str challenge;
    TRY(may_add(t, in, &is));
    TRY(site_of(t, in, &s));
    TRY(field_bytes(t, in, "client", &m.client_data));
    TRY(field_bytes(t, in, "object", &m.attestation_object));
    TRY(passkey_challenge(t, m.client_data, &challenge));
    TRY(question_take(t, in, "make", challenge));
    return passkey_register(t, &s, challenge, &m, ret);
}

status handle_passkey_made(struct task *t, struct request *in, struct response *out)
{
    struct passkey p;
    struct form f = form_of(t, in);
    struct str name = str_trim(urlform_text(&in->form, "name"));
    uint32_t number;
    if (name.len == 0)
        form_wrong(&f, "name", "Give it a name, so that you know it again in your list");
    if (name.len > CREDENTIAL_NAME_MAX)
        form_wrong(&f, "name", "Use a shorter name");
    if (f.problems > 0)
        return show_page(t, in, &f, 400, out);
    TRY(made(t, in, &p));
    struct hash256 h = passkey_lookup(p.id);
    struct credential c = { .person = in->session.actor.person,
                            .kind = credential_kind("passkey"),
                            .name = name,
                            .body = passkey_pack(t->arena, &p),
                            .lookup = { (const char *)h.b, sizeof h.b } };
    TRY(credential_add(t, in->site->writer, &c, &number));
    return redirect(t, out, ROUTE_my_account, NULL);
}

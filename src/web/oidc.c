/* To one's own organisation's sign-in and back: state, nonce and verifier wait here meanwhile.
 *
 * These addresses are answered by a crew of their own, since they wait for the network. */
#include "access/oidc.h"

#include <string.h>

#include "access/account.h"
#include "base/log.h"
#include "web/front.h"
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/sign_in.h"

enum {
    AWAY_MINUTES = 10,
    PARTS = 7
};

static const char cookie_away[] = "sightline-away";

/* What is kept while somebody is there. */
struct away {
    struct str issuer; /* its name here */
    struct oidc_asked asked;
    struct str browser; /* a hash of the cookie: another browser's answer is none */
    struct str invitation, next;
};

static struct str hash_text(struct arena *a, struct str s)
{
    struct hash256 h = sha256(&s, 1);
    struct text x = text_open(a, 2 * sizeof h.b);
    for (size_t i = 0; i < sizeof h.b; i++)
        text_addf(&x, "%02x", h.b[i]);
    return text_done(&x);
}

static struct str away_write(struct arena *a, const struct away *x)
{
    return str_print(a, "%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s", STR_ARG(x->issuer),
                     STR_ARG(x->asked.nonce), STR_ARG(x->asked.verifier), STR_ARG(x->asked.back),
                     STR_ARG(x->browser), STR_ARG(x->invitation), STR_ARG(x->next));
}

static bool away_read(struct str body, struct away *ret)
{
    struct str part[PARTS], rest = body;
    for (size_t i = 0; i < PARTS - 1; i++)
        if (!str_cut(rest, '\n', &part[i], &rest))
            return false;
    part[PARTS - 1] = rest;
    *ret = (struct away){ part[0], { part[1], part[2], part[3] }, part[4], part[5], part[6] };
    return true;
}

static status issuer_of(struct task *t, const struct request *in, struct str name,
                        const struct oidc_issuer **ret)
{
    *ret = oidc_named(in->site->oidc, name);
    if (!*ret)
        return fail(t, E_MISSING,
                    "this register knows no such organisation's sign-in: go back to"
                    " the sign-in page");
    return OK;
}

/* Sent back by a page of another site, so it may not be a strict one. It opens nothing. */
static void put_cookie(struct task *t, const struct request *in, struct str value,
                       struct response *out)
{
    out->header[0].name = "Set-Cookie";
    out->header[0].value = str_print(
        t->arena, "%s=%.*s; Path=/sign-in; HttpOnly; SameSite=Lax; Max-Age=%d%s", cookie_away,
        STR_ARG(value), value.len ? AWAY_MINUTES * 60 : 0, in->tls ? "; Secure" : "");
}

static status back_of(struct task *t, const struct request *in, struct str *ret)
{
    struct str address = front_address(t->arena, in);
    if (!address.len)
        return fail(t, E_INVALID,
                    "these pages have no address to come back to: open them at"
                    " localhost, or ask who runs this register to set base-address");
    struct text x = text_open(t->arena, 1024);
    text_add(&x, address);
    route_address(ROUTE_organisation_back, NULL, &x);
    *ret = text_done(&x);
    return OK;
}

status handle_organisation_asked(struct task *t, struct request *in, struct response *out)
{
    const struct oidc_issuer *i;
    struct str back, state, url;
    TRY(issuer_of(t, in, in->word, &i));
    TRY(back_of(t, in, &back));
    struct oidc_asked asked = oidc_asked_new(t->arena, back),
                      browser = oidc_asked_new(t->arena, back);
    struct away x = { .issuer = i->name,
                      .asked = asked,
                      .browser = hash_text(t->arena, browser.nonce),
                      .next = next_read(t, urlform_text(&in->query, "next")) };
    struct str invitation = urlform_text(&in->query, "invitation");
    if (invitation.len == ONE_TIME_TEXT && !memchr(invitation.at, '\n', invitation.len))
        x.invitation = invitation;
    struct one_time o = { .purpose = ONE_TIME_OIDC,
                          .body = away_write(t->arena, &x),
                          .until = { in->now.us + AWAY_MINUTES * 60 * SECOND_US } };
    TRY(one_time_make(t, in->site->writer, &o, &state));
    TRY(oidc_begin(t, in->site->oidc, i, &asked, state, &url));
    put_cookie(t, in, browser.nonce, out);
    out->status = 303;
    out->location = url;
    return OK;
}

/* --- back --- */

static status away_take(struct task *t, const struct request *in, struct away *ret)
{
    struct one_time o;
    struct str cookie = cookie_named(in->cookie, cookie_away);
    status taken =
        one_time_take(t, in->site->writer, ONE_TIME_OIDC, urlform_text(&in->query, "state"), &o);
    if (taken == OK && (!away_read(o.body, ret) || cookie.len == 0 ||
                        !str_equal(ret->browser, hash_text(t->arena, cookie))))
        taken = E_MISSING;
    if (taken == E_MISSING)
        return fail(t, E_DENIED,
                    "this way back was used already, is too old, or was begun in"
                    " another browser: begin again from the sign-in page");
    return taken;
}

static status person_told(struct task *t, const struct request *in, const struct away *x,
                          const struct oidc_issuer **ret_issuer, struct oidc_person *ret)
{
    struct str error = urlform_text(&in->query, "error"), iss = urlform_text(&in->query, "iss");
    TRY(issuer_of(t, in, x->issuer, ret_issuer));
    if (error.len)
        return fail(t, E_DENIED,
                    "your organisation's sign-in did not let you through: try again"
                    " from the sign-in page, or use another way");
    if (iss.len && !str_equal(iss, (*ret_issuer)->issuer))
        return fail(t, E_DENIED,
                    "another organisation's sign-in sent you back: begin again from"
                    " the sign-in page");
    return oidc_finish(t, in->site->oidc, *ret_issuer, &x->asked, urlform_text(&in->query, "code"),
                       ret);
}

static struct str lookup_of(struct task *t, const struct oidc_issuer *i,
                            const struct oidc_person *p)
{
    return credential_lookup(
        t->arena, S("organisation"),
        str_print(t->arena, "%.*s\n%.*s", STR_ARG(i->issuer), STR_ARG(p->subject)));
}

/* Who they are here at their first coming: by an invitation, or by an address that both sides have
 * seen to. */
static status first_coming(struct task *t, const struct request *in, const struct away *x,
                           const struct oidc_issuer *i, const struct oidc_person *p,
                           uint32_t *ret_person)
{
    struct one_time invited;
    struct account is;
    if (x->invitation.len) {
        status taken =
            one_time_take(t, in->site->writer, ONE_TIME_INVITATION, x->invitation, &invited);
        if (taken == E_MISSING)
            return fail(t, E_DENIED,
                        "this invitation was used already or is too old: ask for"
                        " another one");
        TRY(taken);
        *ret_person = invited.person;
        return OK;
    }
    if (i->by_email && p->email.len) {
        status found = account_by_sign_in(t, in->reader, p->email, &is);
        *ret_person = is.person;
        if (found == OK && is.state != ACCOUNT_ENDED)
            return OK;
        if (found != OK && found != E_MISSING)
            return found;
    }
    return fail(t, E_DENIED,
                "your organisation knows you, but this register does not yet: ask"
                " whoever keeps accounts where you work for an invitation, and use"
                " your organisation's sign-in from there");
}

static status person_here(struct task *t, const struct request *in, const struct away *x,
                          const struct oidc_issuer *i, const struct oidc_person *p,
                          uint32_t *ret_person)
{
    struct credential c;
    uint32_t number;
    if (!in->reader)
        return fail(t, E_IO, "the accounts could not be read: try again in a minute");
    TRY(account_prepare(t, in->reader));
    struct str lookup = lookup_of(t, i, p);
    status found = credential_find(t, in->reader, lookup, &c);
    if (found == OK && c.kind == credential_kind("organisation")) {
        *ret_person = c.person;
        return OK;
    }
    if (found != OK && found != E_MISSING)
        return found;
    TRY(first_coming(t, in, x, i, p, ret_person));
    struct credential fresh = { .person = *ret_person,
                                .kind = credential_kind("organisation"),
                                .name = i->name,
                                .body = i->issuer,
                                .lookup = lookup };
    return credential_add(t, in->site->writer, &fresh, &number);
}

/* The browser came from another site and does not send strict cookies on from a redirection: so it
 * is a page of ours that leads on. */
static status lead_on(struct task *t, struct request *in, struct response *out)
{
    struct response before = *out;
    if (before.status != 303)
        return OK;
    struct view v = view_of(t, in, "You are signed in", NAV_NONE);
    struct html h = page_open(t);
    v.form = true;
    page_go_on(&h, &v);
    TRY(page_send(t, &h, 200, out));
    out->cookie = before.cookie;
    memcpy(out->header, before.header, sizeof out->header);
    for (size_t n = 0; n < COUNT(out->header); n++) {
        if (out->header[n].name)
            continue;
        out->header[n].name = "Refresh";
        out->header[n].value = str_print(t->arena, "0;url=%.*s", STR_ARG(before.location));
        break;
    }
    out->location = S("");
    return OK;
}

static status came_back(struct task *t, struct request *in, struct away *x, uint32_t *ret_person)
{
    struct oidc_person p;
    const struct oidc_issuer *i;
    TRY(away_take(t, in, x));
    TRY(person_told(t, in, x, &i, &p));
    return person_here(t, in, x, i, &p, ret_person);
}

status handle_organisation_back(struct task *t, struct request *in, struct response *out)
{
    struct away x = { 0 };
    uint32_t person = 0;
    unsigned with = credential_kind("organisation");
    status done = came_back(t, in, &x, &person);
    if (done == E_DENIED) {
        struct task own = task_open(t->arena, t->clock);
        log_line(LOG_WARN, "organisation-refused", "person=%u", person);
        if (account_say_failed(&own, in->site->writer, person, with) != OK)
            log_failure("sign-in-failed", &own);
    }
    TRY(done);
    struct urlform_field next = { S("next"), x.next };
    in->query = (struct urlform){ &next, x.next.len > 0 };
    TRY(sign_in_passed(t, in, person, with, out));
    return lead_on(t, in, out);
}

status handle_organisation_left(struct task *t, struct request *in, struct response *out)
{
    const struct oidc_issuer *i;
    struct str address = front_address(t->arena, in);
    TRY(issuer_of(t, in, in->word, &i));
    struct str url = oidc_leave(t->arena, in->site->oidc, i,
                                str_print(t->arena, "%.*s/sign-in", STR_ARG(address)));
    if (!url.len)
        return fail(t, E_MISSING,
                    "this organisation's sign-in has no page to end it at: close"
                    " your browser");
    out->status = 303;
    out->location = url;
    return OK;
}

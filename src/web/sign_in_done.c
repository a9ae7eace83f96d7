/* From "who somebody is has been proved" to their first page: account, role, session, onward. */
#include <arpa/inet.h>
#include <string.h>

#include "access/roles.h"
#include "base/limits.h"
#include "base/log.h"
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/who.h"

enum {
    NEXT_BYTES_MAX = 300,
    PENDING_MINUTES = 10
};
static const int64_t check_each = 60 * SECOND_US;

unsigned credential_kind(const char *code)
{
    unsigned kind = code_number(CODES_CREDENTIAL, str_from(code));
    MUST(kind != 0);
    return kind;
}

/* --- onward --- */

static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c && strchr("/-._~?=&%+", c));
        if (!plain)
            return false;
    }
    return true;
}

static bool is_ours(enum method method, struct str path)
{
    struct request trial = { 0 };
    return route_match(method, path, &trial) == MATCHED && routes[trial.route].needs != ANYONE;
}

/* "//elsewhere" and "/\elsewhere" are other sites to a browser; no route of ours is like that. */
struct str next_read(struct task *t, struct str typed)
{
    struct str path, query;
    if (typed.len == 0 || typed.len > NEXT_BYTES_MAX || typed.at[0] != '/' || !is_plain(typed))
        return S("");
    if (!str_cut(typed, '?', &path, &query))
        path = typed;
    if ((path.len > 1 && path.at[1] == '/') || str_starts(path, S("/api/")))
        return S("");
    return is_ours(METHOD_GET, path) ? str_copy(t->arena, typed) : S("");
}

static struct carried carried_of(struct task *t, const struct urlform *form)
{
    struct carried c = { .address = urlform_text(form, "again") };
    struct urlform_field *field = NEWS(t->arena, struct urlform_field, form->count + 1);
    if (c.address.len == 0 || !is_plain(c.address) || !is_ours(METHOD_POST, c.address))
        return (struct carried){ 0 };
    for (size_t i = 0; i < form->count; i++) {
        struct str name = form->field[i].name;
        if (!str_starts(name, S("k.")) || name.len == 2)
            continue;
        field[c.count++] =
            (struct urlform_field){ { name.at + 2, name.len - 2 }, form->field[i].value };
    }
    c.field = field;
    return c;
}

struct onward onward_of(struct task *t, const struct request *in)
{
    const struct urlform *from = in->method == METHOD_POST ? &in->form : &in->query;
    struct onward o = { .next = next_read(t, urlform_text(from, "next")) };
    if (in->method == METHOD_POST)
        o.carried = carried_of(t, &in->form);
    return o;
}

static struct str with_next(struct task *t, enum route_name to, struct str next)
{
    struct text x = text_open(t->arena, 2048);
    route_address(to, NULL, &x);
    if (next.len > 1) { /* the first page needs no saying */
        text_addz(&x, "?next=");
        url_encode(&x, next);
    }
    return text_done(&x);
}

status sign_in_first(struct task *t, const struct request *in, struct response *out)
{
    struct str asked = in->raw_query.len ? str_print(t->arena, "%.*s?%.*s", STR_ARG(in->path),
                                                     STR_ARG(in->raw_query))
                                         : in->path;
    out->status = 303;
    out->location = with_next(t, ROUTE_sign_in, next_read(t, asked));
    return OK;
}

void visitor_begin(struct task *t, struct request *in, struct response *out)
{
    if (in->session.id[0])
        return;
    in->session = session_begin(in->site->sessions, in->now);
    out->cookie = cookie_set(t->arena, in->session.id, in->tls);
}

/* --- a form whose sender's sign-in is over --- */

static struct carried form_carried(struct task *t, const struct request *in)
{
    struct urlform_field *field = NEWS(t->arena, struct urlform_field, in->form.count + 1);
    struct carried c = { .address = in->path, .field = field };
    for (size_t i = 0; i < in->form.count; i++)
        if (!str_is(in->form.field[i].name, "token"))
            field[c.count++] = in->form.field[i];
    return c;
}

bool sign_in_expired(struct task *t, struct request *in, struct response *out)
{
    struct sign_in_page p = { .expired = true };
    struct str was = cookie_session(in->cookie, in->tls);
    if (in->body_too_large ||
        !str_starts(in->content_type, S("application/x-www-form-urlencoded")) ||
        urlform_read(t, in->body, &in->form) != OK ||
        !token_was_given(in->site->sessions, was, urlform_text(&in->form, "token")))
        return false;
    p.onward.carried = form_carried(t, in);
    in->session = (struct session){ 0 };
    visitor_begin(t, in, out);
    struct urlform nothing = { 0 };
    struct form f = { .typed = &nothing };
    struct view v = view_of(t, in, "Sign in again", NAV_NONE);
    v.form = true;
    struct html h = page_open(t);
    page_sign_in(&h, &v, &f, &p);
    if (page_send(t, &h, 403, out) == OK)
        return true;
    *out = (struct response){ 0 };
    return false;
}

/* --- in --- */

struct str from_words(struct arena *a, const struct request *in)
{
    char text[INET6_ADDRSTRLEN];
    static const uint8_t four[12] = { [10] = 0xff, [11] = 0xff };
    static const uint8_t none[16];
    if (in->loopback && !in->forwarded)
        return S("this machine");
    if (memcmp(in->from, none, sizeof none) == 0)
        return S("not known");
    bool is_four = memcmp(in->from, four, sizeof four) == 0;
    if (!inet_ntop(is_four ? AF_INET : AF_INET6, in->from + (is_four ? 12 : 0), text, sizeof text))
        return S("not known");
    return str_copy(a, str_from(text));
}

static status lead_on(struct task *t, struct request *in, const struct onward *o,
                      struct response *out)
{
    if (o->carried.address.len == 0 && o->next.len == 0)
        return redirect(t, out, first_page(in->session.actor.role), NULL);
    if (o->carried.address.len == 0) {
        out->status = 303;
        out->location = o->next;
        return OK;
    }
    struct again_page p = { o->carried };
    struct view v = view_of(t, in, "Send it again", NAV_NONE);
    v.form = true;
    struct html h = page_open(t);
    page_sign_in_again(&h, &v, &p);
    return page_send(t, &h, 200, out);
}

static status admit(struct task *t, struct request *in, uint32_t person, unsigned with,
                    enum role role, struct response *out)
{
    struct person_details details;
    struct onward o = onward_of(t, in);
    TRY(person_details(t, in->reader, person, &details));
    TRY(account_used(t, in->site->writer, person, with));
    struct signed_in who = { .actor = { person, details.agency, (uint8_t)role },
                             .name = details.name,
                             .role_words = str_from(code_meaning(CODES_ROLE, role)),
                             .from = from_words(t->arena, in),
                             .with = with };
    struct session made;
    TRY(session_sign_in(t, in->site->sessions, in->session.id, &who, in->now, &made));
    in->session = made;
    out->cookie = cookie_set(t->arena, made.id, in->tls);
    TRY(device_remember(t, in, person, out));
    return lead_on(t, in, &o, out);
}

static status goes_on(struct task *t, struct request *in, uint32_t person)
{
    struct account is;
    if (!in->reader)
        return fail(t, E_IO, "the accounts could not be read: try again in a minute");
    status known = account_of(t, in->reader, person, &is);
    if (known == E_MISSING || (known == OK && is.state == ACCOUNT_ENDED))
        return fail(t, E_DENIED,
                    "this account has ended: ask whoever keeps accounts where you"
                    " work for a new invitation");
    return known;
}

status sign_in_passed(struct task *t, struct request *in, uint32_t person, unsigned with,
                      struct response *out)
{
    struct roles_held held;
    TRY(goes_on(t, in, person));
    TRY(roles_held(t, in->reader, person, in->now, &held));
    if (held.count == 0)
        return fail(t, E_DENIED,
                    "you hold no role at this moment: ask whoever keeps the rota or"
                    " the accounts where you work. Nothing else is wrong");
    if (held.count == 1)
        return admit(t, in, person, with, held.at[0].role, out);
    struct pending p = { .person = person,
                         .with = (uint8_t)with,
                         .step = PENDING_ROLE,
                         .until = { in->now.us + PENDING_MINUTES * 60 * SECOND_US } };
    visitor_begin(t, in, out);
    session_pending(in->site->sessions, in->session.id, &p);
    in->session.pending = p;
    struct onward o = onward_of(t, in);
    if (o.carried.address.len)
        return sign_in_ask_role(t, in, 200, out);
    out->status = 303;
    out->location = with_next(t, ROUTE_sign_in_role, o.next);
    return OK;
}

status sign_in_as_role(struct task *t, struct request *in, enum role role, struct response *out)
{
    const struct pending p = in->session.pending;
    struct roles_held held;
    TRY(goes_on(t, in, p.person));
    TRY(roles_held(t, in->reader, p.person, in->now, &held));
    if (!roles_have(&held, role))
        return fail(t, E_INVALID, "you do not hold that role now: choose one that you hold");
    return admit(t, in, p.person, p.with, role, out);
}

/* A person of a made-up register who only said their name acts in the role of their title. */
bool sign_in_still(struct task *t, struct request *in)
{
    struct session *s = &in->session;
    struct roles_held held;
    bool left;
    if (s->actor.person == 0 || s->with == 0 || in->now.us - s->checked.us < check_each ||
        !in->reader)
        return true;
    if (person_has_left(t, in->reader, s->actor.person, &left) != OK ||
        roles_held(t, in->reader, s->actor.person, in->now, &held) != OK)
        return true; /* could not look: the page itself says so */
    bool by_name = s->with == credential_kind("made-up");
    if (!left && (by_name || roles_have(&held, s->actor.role))) {
        session_checked(in->site->sessions, s->id, in->now);
        return true;
    }
    if (session_end(t, in->site->sessions, str_from(s->id), S("role not held any more")) != OK)
        log_failure("sign-out", t);
    in->session = (struct session){ 0 };
    return false;
}

/* An invitation is used: a password is chosen, a phone learns the codes, and paper gets its own. */
#include <string.h>

#include "access/attempt.h"
#include "web/hashing.h"
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/svg.h"
#include "web/who.h"

enum {
    ENROL_MINUTES = 30
};

/* Dark squares of one row that touch are one run, so that the path stays short. */
static struct str squares_path(struct arena *a, const struct totp_squares *q)
{
    struct text x = text_open(a, 64 << 10);
    for (size_t y = 0; y < q->side; y++) {
        for (size_t from = 0; from < q->side; from++) {
            size_t to = from;
            while (to < q->side && q->dark[y * q->side + to])
                to++;
            if (to > from)
                text_addf(&x, "M%zu %zuh%zuv1h-%zuz", from + 4, y + 4, to - from, to - from);
            from = to;
        }
    }
    return text_done(&x);
}

void page_totp_picture(struct html *h, struct str uri)
{
    struct task quiet = { .arena = h->out.arena };
    struct totp_squares q;
    if (totp_squares(&quiet, uri, &q) != OK)
        return; /* the key stands beside it */
    static const char begin[] = "<svg class=\"sl-qr\" role=\"img\" aria-label=\"Picture of the key,"
                                " for a phone to look at\" ";
    html_literal(h, begin, sizeof begin - 1);
    struct str box = str_print(h->out.arena, "0 0 %zu %zu", q.side + 8, q.side + 8);
    html_literal(h, "viewBox=\"", 9);
    html_attr(h, box);
    html_literal(h, "\"><path d=\"", 11);
    html_attr(h, squares_path(h->out.arena, &q));
    html_literal(h, "\"/></svg>", 9);
}

void page_form_to(struct html *h, struct str address)
{
    static const char begin[] = "<form method=\"post\" novalidate action=\"", end[] = "\">";
    html_literal(h, begin, sizeof begin - 1);
    html_attr(h, address);
    html_literal(h, end, sizeof end - 1);
}

struct invited {
    struct one_time of;
    struct account account;
    struct person_details person;
};
static status invited_by(struct task *t, struct request *in, struct str word, struct invited *ret)
{
    if (!in->reader)
        return fail(t, E_IO, "the invitation could not be looked up: try again in a minute");
    status seen = one_time_see(t, in->reader, ONE_TIME_INVITATION, word, &ret->of);
    if (seen == E_MISSING)
        return fail(t, E_MISSING,
                    "this invitation has been used or its time is over: ask whoever"
                    " gave it to you for a new one");
    TRY(seen);
    TRY(account_of(t, in->reader, ret->of.person, &ret->account));
    return person_details(t, in->reader, ret->of.person, &ret->person);
}

static status show_password(struct task *t, struct request *in, struct form *f,
                            const struct invited *i, struct response *out)
{
    struct enrol_page p = { in->word, i->person.name, i->account.sign_in };
    struct view v = view_of(t, in, "Choose your password", NAV_NONE);
    v.form = true;
    struct html h = page_open(t);
    page_enrol(&h, &v, f, &p);
    return page_send(t, &h, f->problems ? 400 : 200, out);
}

status phone_show(struct task *t, struct request *in, struct form *f, const struct phone_page *p,
                  struct response *out)
{
    struct view v = view_of(t, in, "Connect your phone", NAV_NONE);
    v.form = true;
    struct html h = page_open(t);
    page_phone(&h, &v, f, p);
    return page_send(t, &h, f->problems ? 400 : 200, out);
}

static status show_phone(struct task *t, struct request *in, struct form *f,
                         const struct invited *i, struct response *out)
{
    struct str body = { (const char *)in->session.pending.seed, TOTP_BODY_BYTES };
    struct phone_page p = { .to = str_from(routes[ROUTE_enrol_phone_done].pattern),
                            .uri = totp_uri(t->arena, body, i->account.sign_in),
                            .key = totp_key(t->arena, body) };
    return phone_show(t, in, f, &p, out);
}

status handle_enrol(struct task *t, struct request *in, struct response *out)
{
    struct invited i;
    struct urlform nothing = { 0 };
    struct form f = { .typed = &nothing };
    TRY(invited_by(t, in, in->word, &i));
    visitor_begin(t, in, out);
    return show_password(t, in, &f, &i, out);
}

status password_chosen(struct task *t, struct request *in, struct form *f, const struct str *names,
                       size_t count, struct str *ret_kept)
{
    struct str password = S("");
    if (in->crowded)
        form_wrong(f, "password", "Many people are signing in at this moment: try again in a few"
                                  " seconds");
    if (!str_equal(form_typed(f, "password"), form_typed(f, "again-password")))
        form_wrong(f, "again-password", "The two are not the same: type the password again");
    status may = password_read(t, form_typed(f, "password"), &password);
    if (may == OK)
        may = hashing_choose(t, in->site->hashing, password, names, count);
    if (may == E_INVALID)
        form_wrong(f, "password", str_nul(t->arena, str_from(t->reason)));
    else
        TRY(may);
    if (f->problems == 0)
        TRY(hashing_keep(t, in->site->hashing, password, ret_kept));
    return OK;
}

status handle_enrol_done(struct task *t, struct request *in, struct response *out)
{
    struct form f = { .typed = &in->form };
    struct invited i;
    struct str kept;
    TRY(invited_by(t, in, in->word, &i));
    const struct str names[] = { i.person.name, first_name(i.person.name), i.account.sign_in };
    TRY(password_chosen(t, in, &f, names, COUNT(names), &kept));
    if (f.problems > 0)
        return show_password(t, in, &f, &i, out);
    struct pending p = { .person = i.of.person,
                         .step = PENDING_ENROL,
                         .until = { in->now.us + ENROL_MINUTES * 60 * SECOND_US } };
    struct str seed = totp_new(t->arena);
    MUST(seed.len == sizeof p.seed && kept.len < sizeof p.password &&
         in->word.len < sizeof p.invitation);
    memcpy(p.seed, seed.at, seed.len);
    memcpy(p.password, kept.at, kept.len);
    memcpy(p.invitation, in->word.at, in->word.len);
    session_pending(in->site->sessions, in->session.id, &p);
    in->session.pending = p;
    struct urlform nothing = { 0 };
    struct form empty = { .typed = &nothing };
    return show_phone(t, in, &empty, &i, out);
}

/* All that was chosen becomes theirs; only whoever uses up the invitation comes here. */
static status enrol(struct task *t, struct request *in, struct str seed,
                    struct str ret_codes[RECOVERY_CODES])
{
    const struct pending *p = &in->session.pending;
    struct writer *w = in->site->writer;
    struct one_time used;
    struct str recovery;
    TRY(one_time_take(t, w, ONE_TIME_INVITATION, str_from(p->invitation), &used));
    recovery_new(t->arena, in->site->store, ret_codes, &recovery);
    const struct credential ways[] = {
        { .person = p->person, .kind = credential_kind("totp"), .name = S("Phone"), .body = seed },
        { .person = p->person,
          .kind = credential_kind("recovery"),
          .name = S("On paper"),
          .body = recovery },
        { .person = p->person,
          .kind = credential_kind("password"),
          .name = S("Password"),
          .body = str_from(p->password) },
    };
    for (size_t i = 0; i < COUNT(ways); i++)
        TRY(credential_replace(t, w, &ways[i]));
    return OK;
}

status handle_enrol_phone_done(struct task *t, struct request *in, struct response *out)
{
    struct form f = { .typed = &in->form };
    struct pending *p = &in->session.pending;
    struct invited i;
    struct str seed = { 0 }, codes[RECOVERY_CODES];
    if (p->step != PENDING_ENROL || p->person == 0 || p->until.us <= in->now.us)
        return fail(t, E_DENIED, "that took longer than half an hour: open the invitation again");
    TRY(invited_by(t, in, str_from(p->invitation), &i));
    struct attempt a = { .person = p->person, .code = true };
    status right = attempt_may(t, in->site->attempts, &a);
    if (right == OK)
        right = totp_check(t, (struct str){ (const char *)p->seed, TOTP_BODY_BYTES },
                           form_typed(&f, "code"), in->now, &seed);
    if (right == E_DENIED || right == E_BUSY) {
        form_wrong(&f, "code",
                   right == E_BUSY ? str_nul(t->arena, str_from(t->reason))
                                   : "That is not the code your phone shows now");
        return show_phone(t, in, &f, &i, out);
    }
    TRY(right);
    attempt_worked(t, in->site->attempts, &a);
    TRY(enrol(t, in, seed, codes));
    struct pending next = { .person = p->person,
                            .with = (uint8_t)credential_kind("password"),
                            .step = PENDING_ROLE,
                            .until = { in->now.us + ENROL_MINUTES * 60 * SECOND_US } };
    session_pending(in->site->sessions, in->session.id, &next);
    in->session.pending = next;
    return sign_in_show_codes(t, in, codes, out);
}

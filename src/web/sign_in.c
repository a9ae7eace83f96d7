/* The first page of signing in: a name and a password, or in a register of made-up people a name.
 */
#include "web/sign_in.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "access/attempt.h"
#include "base/log.h"
#include "web/hashing.h"
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/who.h"

enum {
    SHORT_LIST = 40,
    FIND_BYTES_MAX = 100,
    PENDING_MINUTES = 10
};

/* --- the list of made-up people --- */

/* Many people: one of each role first, so that nobody looks through a thousand names. */
static void one_of_each(struct arena *a, struct sign_in_page *p)
{
    size_t count = p->people.count;
    p->first = count;
    if (count <= SHORT_LIST)
        return;
    struct name_row *rows = NEWS(a, struct name_row, count),
                    *rest = NEWS(a, struct name_row, count);
    size_t first = 0, others = 0;
    for (size_t i = 0; i < count; i++) {
        bool seen = first == SHORT_LIST;
        for (size_t k = 0; k < first && !seen; k++)
            seen = str_equal(rows[k].detail, p->people.at[i].detail);
        if (seen)
            rest[others++] = p->people.at[i];
        else
            rows[first++] = p->people.at[i];
    }
    memcpy(rows + first, rest, others * sizeof *rest);
    p->people.at = rows;
    p->first = first;
}

static bool holds(struct str words, struct str part)
{
    for (size_t i = 0; i + part.len <= words.len; i++) {
        size_t same = 0;
        while (same < part.len &&
               tolower((unsigned char)words.at[i + same]) == tolower((unsigned char)part.at[same]))
            same++;
        if (same == part.len)
            return true;
    }
    return false;
}

/* A number finds also whom the list is too short for. */
static void find_people(struct task *t, struct request *in, struct sign_in_page *p)
{
    struct task quiet = { 0 };
    int64_t number;
    size_t kept = 0;
    if (p->find.len == 0)
        return;
    struct name_row *rows = NEWS(t->arena, struct name_row, p->people.count + 1);
    for (size_t i = 0; i < p->people.count; i++)
        if (holds(p->people.at[i].name, p->find) || holds(p->people.at[i].detail, p->find))
            rows[kept++] = p->people.at[i];
    struct person_details d;
    enum subject_kind kind;
    if (kept == 0 && str_to_i64(&quiet, p->find, 1, UINT32_MAX, &number) == OK &&
        journal_subject_kind(&quiet, in->reader->journal, (uint32_t)number, &kind) == OK &&
        kind == SUBJECT_PERSON && person_details(t, in->reader, (uint32_t)number, &d) == OK)
        rows[kept++] = (struct name_row){ (uint32_t)number, d.name, d.title };
    p->people.at = rows;
    p->people.count = kept;
    p->people.cut = false;
}

status sign_in_show(struct task *t, struct request *in, struct form *f, unsigned code,
                    struct response *out)
{
    struct sign_in_page p = { .onward = onward_of(t, in), .names = in->site->made_up };
    struct view v = view_of(t, in, "Sign in", NAV_NONE);
    v.form = true;
    if (!in->reader)
        p.failed = "the register is closed";
    else if (p.names && look_people(t, in->reader, &p.people) != OK) {
        p.people = (struct name_list){ 0 };
        p.failed = str_nul(t->arena, str_from(t->reason));
    }
    p.find = str_trim(form_typed(f, "find"));
    p.find.len = p.find.len > FIND_BYTES_MAX ? 0 : p.find.len;
    if (p.names && !p.failed)
        find_people(t, in, &p);
    one_of_each(t->arena, &p);
    struct html h = page_open(t);
    page_sign_in(&h, &v, f, &p);
    return page_send(t, &h, code, out);
}

status handle_sign_in(struct task *t, struct request *in, struct response *out)
{
    struct onward o = onward_of(t, in);
    if (in->session.actor.person != 0) {
        out->status = 303;
        out->location = o.next.len ? o.next : S("/");
        return OK;
    }
    visitor_begin(t, in, out);
    struct urlform nothing = { 0 };
    struct form f = { .typed = &nothing };
    return sign_in_show(t, in, &f, 200, out);
}

static status sign_in_by_name(struct task *t, struct request *in, struct form *f,
                              struct response *out)
{
    int64_t number;
    enum subject_kind kind;
    struct person_details details;
    struct task quiet = { 0 };
    enum role held = ROLE_NONE;
    if (!in->reader)
        return fail(t, E_IO, "the list of people could not be read: try again in a minute");
    if (str_to_i64(&quiet, form_typed(f, "person"), 1, UINT32_MAX, &number) != OK ||
        journal_subject_kind(&quiet, in->reader->journal, (uint32_t)number, &kind) != OK ||
        kind != SUBJECT_PERSON || person_details(t, in->reader, (uint32_t)number, &details) != OK) {
        form_wrong(f, "person", "Choose who you are");
        return sign_in_show(t, in, f, 400, out);
    }
    struct signed_in who = { .actor = { (uint32_t)number, details.agency,
                                        (uint8_t)role_in_words(details.title) },
                             .name = details.name,
                             .role_words = details.title,
                             .from = from_words(t->arena, in),
                             .with = credential_kind("made-up") };
    if (who.actor.role == ROLE_NONE && role_of_person(t, in->reader, who.actor.person, &held) == OK)
        who.actor.role = (uint8_t)held;
    const char *meaning = code_meaning(CODES_ROLE, who.actor.role);
    if (*meaning)
        who.role_words = str_from(meaning);
    struct session made;
    struct onward o = onward_of(t, in);
    TRY(session_sign_in(t, in->site->sessions, in->session.id, &who, in->now, &made));
    out->cookie = cookie_set(t->arena, made.id, in->tls);
    if (o.next.len == 0)
        return redirect(t, out, first_page(who.actor.role), NULL);
    out->status = 303;
    out->location = o.next;
    return OK;
}

/* --- a name and a password --- */

static struct attempt attempt_of(struct task *t, const struct request *in, uint32_t person,
                                 struct str name)
{
    return (struct attempt){
        .name = name,
        .person = person,
        .source = { (const char *)in->from, sizeof in->from },
        .device = device_known(t, in, person),
    };
}

/* A new hash of the same password, since hashes cost more now than when it was made. */
static void renew(struct task *t, struct request *in, const struct credential *c,
                  struct str password)
{
    struct str kept;
    if (hashing_keep(t, in->site->hashing, password, &kept) != OK ||
        credential_change(t, in->site->writer, c, kept) != OK)
        log_failure("password-renewed", t);
}

status password_proved(struct task *t, struct request *in, uint32_t person, struct str name,
                       struct str typed)
{
    struct credential_list list = { 0 };
    struct str password;
    bool right = false, old = false;
    if (in->crowded)
        return fail(t, E_BUSY, "Many people are signing in at this moment: try again in a few"
                               " seconds");
    TRY(credential_list_kind(t, in->reader, person, credential_kind("password"), &list));
    struct attempt a = attempt_of(t, in, person, name);
    TRY(attempt_may(t, in->site->attempts, &a));
    struct str kept = list.count ? list.at[0].body : S("");
    if (password_read(t, typed, &password) != OK)
        password = S("");
    TRY(hashing_check(t, in->site->hashing, kept, password, &right, &old));
    if (!right) {
        TRY(account_say_failed(t, in->site->writer, person, credential_kind("password")));
        return fail(t, E_DENIED, "The name or the password is not right");
    }
    attempt_worked(t, in->site->attempts, &a);
    if (old)
        renew(t, in, &list.at[0], password);
    return OK;
}

/* 0: nobody, or nobody any more: it goes on as if there were somebody. */
static status who_is(struct task *t, struct request *in, struct str name, uint32_t *ret)
{
    struct account is;
    *ret = 0;
    if (!in->reader)
        return fail(t, E_IO, "the accounts could not be read: try again in a minute");
    status known = account_by_sign_in(t, in->reader, name, &is);
    if (known == OK && is.state != ACCOUNT_ENDED)
        *ret = is.person;
    return known == E_MISSING ? OK : known;
}

static status second_step(struct task *t, struct request *in, uint32_t person, struct response *out)
{
    struct onward o = onward_of(t, in);
    struct pending p = { .person = person,
                         .with = (uint8_t)credential_kind("password"),
                         .step = PENDING_CODE,
                         .until = { in->now.us + PENDING_MINUTES * 60 * SECOND_US } };
    session_pending(in->site->sessions, in->session.id, &p);
    in->session.pending = p;
    if (o.carried.address.len)
        return sign_in_ask_code(t, in, NULL, 200, out);
    struct text x = text_open(t->arena, 2048);
    route_address(ROUTE_sign_in_code, NULL, &x);
    if (o.next.len > 1) {
        text_addz(&x, "?next=");
        url_encode(&x, o.next);
    }
    out->status = 303;
    out->location = text_done(&x);
    return OK;
}

static status sign_in_by_password(struct task *t, struct request *in, struct form *f,
                                  struct response *out)
{
    struct str name = str_trim(form_typed(f, "sign-in")), password = form_typed(f, "password");
    uint32_t person;
    if (name.len == 0)
        form_wrong(f, "sign-in", "Enter the name you sign in with");
    if (password.len == 0)
        form_wrong(f, "password", "Enter your password");
    if (f->problems > 0)
        return sign_in_show(t, in, f, 400, out);
    TRY(who_is(t, in, name, &person));
    status proved = password_proved(t, in, person, name, password);
    if (proved == E_DENIED || proved == E_BUSY) {
        form_wrong(f, proved == E_BUSY ? "sign-in" : "password",
                   str_nul(t->arena, str_from(t->reason)));
        return sign_in_show(t, in, f, proved == E_BUSY ? 429 : 400, out);
    }
    TRY(proved);
    return second_step(t, in, person, out);
}

status handle_sign_in_done(struct task *t, struct request *in, struct response *out)
{
    struct form f = { .typed = &in->form };
    if (!urlform_has(&in->form, "sign-in") && in->site->made_up)
        return urlform_has(&in->form, "find") ? sign_in_show(t, in, &f, 200, out)
                                              : sign_in_by_name(t, in, &f, out);
    return sign_in_by_password(t, in, &f, out);
}

status handle_sign_out(struct task *t, struct request *in, struct response *out)
{
    status ended =
        session_end(t, in->site->sessions, str_from(in->session.id), S("by the person's wish"));
    if (ended != OK)
        log_failure("sign-out", t); /* in memory it is over */
    out->cookie =
        str_print(t->arena, "%.*s; Max-Age=0", STR_ARG(cookie_set(t->arena, "", in->tls)));
    return redirect(t, out, ROUTE_sign_in, NULL);
}

/* Signing in by saying who you are: only while the register answers to this machine alone. */
#include <stdio.h>
#include <string.h>

#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/who.h"

enum {
    SHORT_LIST = 40
};

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

static status show_sign_in(struct task *t, struct request *in, struct form *f, unsigned code,
                           struct response *out)
{
    struct sign_in_page p = { 0 };
    struct view v = view_of(t, in, "Sign in", NAV_NONE);
    v.form = true;
    if (!in->reader || look_people(t, in->reader, &p.people) != OK) {
        p.people = (struct name_list){ 0 };
        p.failed = in->reader ? str_nul(t->arena, str_from(t->reason)) : "the register is closed";
    }
    one_of_each(t->arena, &p);
    struct html h = page_open(t);
    page_sign_in(&h, &v, f, &p);
    return page_send(t, &h, code, out);
}

status handle_sign_in(struct task *t, struct request *in, struct response *out)
{
    if (in->session.actor.person != 0)
        return redirect(t, out, ROUTE_board, NULL);
    if (!in->session.id[0]) {
        in->session = session_begin(in->site->sessions, in->now);
        out->cookie = cookie_set(t->arena, in->session.id);
    }
    struct form f = form_of(t, in);
    return show_sign_in(t, in, &f, 200, out);
}

static bool find_person(const struct name_list *people, struct str number,
                        const struct name_row **ret)
{
    for (size_t i = 0; i < people->count; i++) {
        char text[16];
        int len = snprintf(text, sizeof text, "%u", people->at[i].number);
        if (str_equal(number, (struct str){ text, (size_t)len })) {
            *ret = &people->at[i];
            return true;
        }
    }
    return false;
}

status handle_sign_in_done(struct task *t, struct request *in, struct response *out)
{
    struct form f = form_of(t, in);
    struct name_list people;
    const struct name_row *who;
    if (!in->reader)
        return fail(t, E_IO, "the list of people could not be read: try again in a minute");
    TRY(look_people(t, in->reader, &people));
    if (!find_person(&people, form_typed(&f, "person"), &who)) {
        form_wrong(&f, "person", "Choose who you are");
        return show_sign_in(t, in, &f, 400, out);
    }
    struct person_details details;
    struct actor actor = { .person = who->number, .role = (uint8_t)role_in_words(who->detail) };
    if (person_details(t, in->reader, who->number, &details) == OK) {
        actor.agency = details.agency;
        if (actor.role == ROLE_NONE)
            actor.role = (uint8_t)role_in_words(details.title);
    }
    enum role held;
    if (actor.role == ROLE_NONE && role_of_person(t, in->reader, who->number, &held) == OK)
        actor.role = (uint8_t)held;
    const char *meaning = code_meaning(CODES_ROLE, actor.role);
    struct str words = *meaning ? str_from(meaning) : who->detail;
    struct session s =
        session_sign_in(in->site->sessions, in->session.id, actor, who->name, words, in->now);
    out->cookie = cookie_set(t->arena, s.id);
    return redirect(t, out, first_page(actor.role), NULL);
}

status handle_sign_out(struct task *t, struct request *in, struct response *out)
{
    session_end(in->site->sessions, str_from(in->session.id));
    out->cookie = str_print(t->arena, "%.*s; Max-Age=0", STR_ARG(cookie_set(t->arena, "")));
    return redirect(t, out, ROUTE_sign_in, NULL);
}

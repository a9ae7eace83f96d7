/* Choosing the language of the interface, and speaking it. */
#include "web/interface.h"

#include <string.h>


status interface_open(struct task *t, const struct phrases **ret_welsh)
{
    const struct embedded *e = embedded_phrases;
    struct phrases *welsh;
    TRY(phrases_read(t, (struct str){ e->at, e->len }, &welsh));
    *ret_welsh = welsh;
    return OK;
}

bool wants_welsh(struct str cookie_header)
{
    struct str pair, rest = cookie_header;
    while (rest.len > 0) {
        if (!str_cut(rest, ';', &pair, &rest)) {
            pair = rest;
            rest.len = 0;
        }
        if (str_is(str_trim(pair), "language=cy"))
            return true;
    }
    return false;
}

const struct phrases *phrases_of(const struct request *in)
{
    return wants_welsh(in->cookie) ? in->site->welsh : NULL;
}

const char *language_tag(const struct view *v)
{
    return phrases_of(v->in) ? "cy" : "en";
}

void page_speak(struct html *h, const struct view *v)
{
    h->phrases = phrases_of(v->in);
}

/* Only to a page of ours, which the table of routes knows. */
static struct str way_back(struct task *t, const struct request *in)
{
    struct request probe = { 0 };
    struct str asked = urlform_text(&in->form, "back");
    if (asked.len > 200 || route_match(METHOD_GET, asked, &probe) != MATCHED)
        return S("/");
    return str_copy(t->arena, asked);
}

status handle_language_chosen(struct task *t, struct request *in, struct response *out)
{
    bool welsh = str_is(urlform_text(&in->form, "to"), "cy");
    out->status = 303;
    out->location = way_back(t, in);
    out->cookie = str_print(t->arena, "language=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d",
                            welsh ? "cy" : "en", 365 * 24 * 3600);
    return OK;
}

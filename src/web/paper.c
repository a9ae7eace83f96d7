/* Turns a page into a PDF once it is made, so that who may look and what is recorded is the same.
 */
#include "web/paper.h"

#include <sys/resource.h>
#include <unistd.h>

#include "base/limits.h"
#include "print/print.h"
#include "web/api.h"
#include "web/interface.h"

enum {
    GIVES_WAY = 10 /* nice: a page on a screen is worth more */
};

bool paper_is_asked(const struct request *in)
{
    struct str rest = in->raw_query, one;
    if (in->method != METHOD_GET)
        return false;
    while (rest.len > 0) {
        if (!str_cut(rest, '&', &one, &rest)) {
            one = rest;
            rest = S("");
        }
        if (str_is(one, "as=pdf"))
            return true;
    }
    return false;
}

status paper_room(struct task *t, const struct request *in)
{
    if (!in->crowded || !paper_is_asked(in))
        return OK;
    return fail(t, E_BUSY,
                "many pages are being made for printing at this moment: try again in a"
                " minute, or print this page from the browser");
}

/* Of a page that somebody has to be signed in for, and that is one: no refusal, no file. */
static bool is_for_paper(const struct request *in, const struct response *out)
{
    return paper_is_asked(in) && routes[in->route].needs != ANYONE && !is_api(in->route) &&
           (out->status == 0 || out->status == 200) && out->type && out->body.len > 0 &&
           str_starts(str_from(out->type), S("text/html"));
}

static struct str say(const struct request *in, struct str english)
{
    const struct phrases *p = phrases_of(in);
    const struct str *welsh = p ? phrase_find(p, english) : NULL;
    return welsh ? *welsh : english;
}

static struct print_head head_of(struct task *t, const struct request *in)
{
    const struct session *s = &in->session;
    struct str by = say(in, S("Printed by")), at = instant_words(t->arena, in->now);
    struct str host = in->site->front.address;
    if (host.len == 0 && in->host.len > 0)
        host = str_print(t->arena, "%s%.*s", in->tls ? "https://" : "http://", STR_ARG(in->host));
    return (struct print_head){
        .printed = str_print(t->arena, "%.*s %s, %s, %.*s", STR_ARG(by), s->name, s->role_words,
                             STR_ARG(at)),
        .page_of = say(in, S("page %n of %m")),
        .origin = host,
        .now = in->now,
    };
}

/* In memory of its own, wiped after: a long page takes more than a request may. */
status paper_make(struct task *t, const struct request *in, struct response *out)
{
    if (!is_for_paper(in, out))
        return OK;
    struct print_head head = head_of(t, in);
    struct arena *own = arena_open(TASK_BYTES_MAX);
    struct task apart = *t;
    struct str pdf = S("");
    apart.arena = own;
    status made = print_pdf(&apart, out->body, &head, &pdf);
    if (made == OK)
        out->body = str_copy(t->arena, pdf);
    arena_close(own);
    if (made != OK)
        return fail(t, made, "%s", apart.reason);
    out->type = "application/pdf";
    for (size_t i = 0; i < COUNT(out->header); i++)
        if (!out->header[i].name) {
            out->header[i].name = "Content-Disposition";
            out->header[i].value = S("inline; filename=\"page.pdf\"");
            return OK;
        }
    return OK;
}

void paper_give_way(void)
{
    (void)setpriority(PRIO_PROCESS, (id_t)gettid(), GIVES_WAY);
}

void page_paper_link(struct html *h, const struct view *v)
{
    static const char begin[] = "<p class=\"sl-noprint\"><a class=\"govuk-link\" href=\"";
    const struct request *in = v->in;
    if (in->method != METHOD_GET || in->session.actor.person == 0 ||
        routes[in->route].needs == ANYONE)
        return;
    html_literal(h, begin, sizeof begin - 1);
    html_attr(h, in->path);
    html_attrz(h, "?");
    html_attr(h, in->raw_query);
    html_attrz(h, in->raw_query.len ? "&as=pdf" : "as=pdf");
    html_literal(h, "\">", 2);
    html_textz(h, "This page as a PDF");
    html_literal(h, "</a></p>\n", 9);
}

/* The page shown when something could not be done: what happened, what was kept, what to do. */
#include <string.h>

#include "base/limits.h"
#include "web/pages.gen.h"
#include "web/pages.h"

static const struct answer {
    unsigned code;
    const char *heading, *to_do;
} answers[] = {
    { 400, "That could not be understood",
      "Go back: what you typed is still in the form. Put it right and send it again." },
    { 401, "Nobody is signed in", "Sign in, then go back and send it again." },
    { 403, "You may not do this",
      "If your work needs it, ask the child\xe2\x80\x99s social worker or the missing coordinator."
      " Outside office hours ring the emergency duty team." },
    { 404, "There is no such page",
      "Check the address, or look for the child in the search box above." },
    { 405, "That cannot be done here", "Start again from Missing now." },
    { 409, "Someone was here before you",
      "Open the file again to see what stands there now; then decide." },
    { 413, "That is too much at once",
      "Go back and shorten what you wrote, or send it as two entries." },
    { 429, "Too many requests, one after the other",
      "Wait a minute and try again. Nothing of yours is locked." },
    { 500, "The register does not pass its own check",
      "Nothing more is written until somebody has looked. Tell whoever runs this register at"
      " once." },
    { 503, "We could not look",
      "Try again in a minute. If it goes on, tell whoever runs this register." },
};

static const struct answer *answer_of(unsigned code)
{
    for (size_t i = 0; i < COUNT(answers); i++)
        if (answers[i].code == code)
            return &answers[i];
    return &answers[0];
}

/* A reason is written for logs too, in small letters; on a page it begins with a capital. */
static struct str sentence(struct arena *a, const char *reason)
{
    char *words = str_nul(a, str_from(*reason ? reason : "nothing more is known"));
    size_t len = strlen(words);
    if (len > 0 && words[len - 1] == '.')
        words[len - 1] = '\0';
    if (words[0] >= 'a' && words[0] <= 'z')
        words[0] = (char)(words[0] - 'a' + 'A');
    return str_from(words);
}

/* --- what was typed --- */

/* What the page itself put into the form is nothing that anybody would want back. */
static bool is_typed(struct str name)
{
    static const char *const ours[] = { "token",    "key",    "seen-n", "draft", "draft-about",
                                        "draft-do", "quiet",  "theirs", "kind",  "choice",
                                        "dispute",  "number", "words",  "file" };
    for (size_t i = 0; i < COUNT(ours); i++)
        if (str_is(name, ours[i]))
            return false;
    return true;
}

/* Of forms about children alone: a password is never shown again. And only to who sent it from a
 * page of ours: another site could else have its own words shown here. */
static bool may_show_again(const struct request *in)
{
    enum permission needs = routes[in->route].needs;
    bool ours = in->fetch_site.len == 0 || str_is(in->fetch_site, "same-origin");
    return in->method == METHOD_POST && ours && needs >= MAY_REPORT && !in->body_too_large;
}

static void show_again(struct task *t, struct request *in, struct trouble *p)
{
    struct urlform sent;
    struct task quiet = { .arena = t->arena };
    if (!may_show_again(in) || urlform_read(&quiet, in->body, &sent) != OK)
        return;
    struct urlform_field *typed = NEWS(t->arena, struct urlform_field, sent.count + 1);
    for (size_t i = 0; i < sent.count; i++)
        if (sent.field[i].value.len > 0 && is_typed(sent.field[i].name))
            typed[p->typed_count++] = sent.field[i];
    p->typed = typed;
}

/* Only of a form that this sign-in was given. */
static bool keep_draft(struct task *t, struct request *in)
{
    bool ours = in->session.actor.person != 0 && in->method == METHOD_POST &&
                token_right(&in->session, urlform_text(&in->form, "token"));
    return ours && in->route != ROUTE_draft && draft_keep(t, in);
}

static uint32_t glass_for(const struct request *in, status why)
{
    static const enum route_name of_a_child[] = {
        ROUTE_child, ROUTE_entry, ROUTE_report_child, ROUTE_back, ROUTE_alarm, ROUTE_duty,
    };
    if (why != E_DENIED || in->session.actor.person == 0 ||
        !role_may(in->session.actor.role, MAY_SEE_CHILD))
        return 0;
    for (size_t i = 0; i < COUNT(of_a_child); i++)
        if (in->route == of_a_child[i])
            return child_number(in);
    return 0;
}

void show_trouble(struct task *t, struct request *in, status why, unsigned code,
                  struct response *out)
{
    const struct answer *a = answer_of(code);
    struct trouble p = {
        .heading = a->heading,
        .to_do = a->to_do,
        .reason = sentence(t->arena, t->reason),
        .could_not_look = code != 429 && (why == E_IO || why == E_BUSY || why == E_CORRUPT),
        .glass_child = glass_for(in, why),
        .sent = in->method == METHOD_POST,
        .drafted = keep_draft(t, in),
    };
    show_again(t, in, &p);
    struct view v = view_of(t, in, p.heading, NAV_NONE);
    struct html h = page_open(t);
    page_trouble(&h, &v, &p);
    MUST(page_send(t, &h, code, out) == OK);
}

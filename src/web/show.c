/* The frame of a page, links, and forms shown again with what was typed. */
#include "web/show.h"

#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "web/draft.h"
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/snapshot.h"

enum {
    ADDRESS_MAX = 512
};

void put_link(struct html *h, enum route_name to, const struct link_part *parts)
{
    struct text x = text_open(h->out.arena, ADDRESS_MAX);
    route_address(to, parts, &x);
    html_attr(h, text_done(&x));
}

void put_encoded(struct html *h, struct str s)
{
    struct text x = text_open(h->out.arena, FORM_BYTES_MAX);
    url_encode(&x, s);
    html_attr(h, text_done(&x));
}

void put_encodedz(struct html *h, const char *s)
{
    put_encoded(h, str_from(s));
}

/* How many are missing stands on every page: nobody has to go and look. */
static int64_t missing_count(struct task *t, struct request *in)
{
    struct snapshot *s;
    if (snapshot_take(t, in, &s) != OK)
        return -1;
    int64_t count = 0;
    for (size_t i = 0; i < s->missing.count; i++)
        count += strcmp(code_text(CODES_CLASSIFICATION, s->missing.at[i].class), "A") != 0;
    snapshot_give(in->site, s);
    return count;
}

struct view view_of(struct task *t, struct request *in, const char *title, enum nav nav)
{
    bool signed_in = in->session.actor.person != 0;
    return (struct view){
        .arena = t->arena,
        .in = in,
        .title = str_from(title),
        .nav = nav,
        .now = in->now,
        .known_at = NEVER,
        .missing = signed_in ? missing_count(t, in) : -1,
    };
}

struct html page_open(struct task *t)
{
    return html_open(t->arena, PAGE_BYTES_MAX);
}

status page_send(struct task *t, struct html *h, unsigned code, struct response *out)
{
    if (html_is_full(h))
        return fail(t, E_LIMIT, "this page would be larger than %d MiB: narrow the look",
                    PAGE_BYTES_MAX >> 20);
    out->status = code;
    out->type = "text/html; charset=utf-8";
    out->body = html_done(h);
    return OK;
}

/* The key names this filling-in: made with the page, sent back with the form, kept with the entry.
 */
struct form form_of(struct task *t, const struct request *in)
{
    struct form f = { .typed = &in->form };
    struct str sent = urlform_text(&in->form, "key");
    if (in->method == METHOD_POST && sent.len >= 16 && sent.len <= 64) {
        f.key = sent;
        draft_fill(t, in, &f);
        return f;
    }
    uint8_t raw[16];
    random_bytes(raw, sizeof raw);
    struct text x = text_open(t->arena, 64);
    for (size_t i = 0; i < sizeof raw; i++)
        text_addf(&x, "%02x", raw[i]);
    f.key = text_done(&x);
    draft_fill(t, in, &f);
    return f;
}

unsigned form_code(const struct form *f, bool moved_on)
{
    return moved_on ? 409 : f->problems ? 400 : f->not_kept ? 503 : 200;
}

void form_wrong(struct form *f, const char *field, const char *words)
{
    if (f->problems < COUNT(f->problem))
        f->problem[f->problems++] = (struct problem){ field, words };
}

const char *form_problem(const struct form *f, const char *field)
{
    for (size_t i = 0; i < f->problems; i++)
        if (strcmp(f->problem[i].field, field) == 0)
            return f->problem[i].words;
    return NULL;
}

struct str form_typed(const struct form *f, const char *field)
{
    return urlform_text(f->typed, field);
}

bool form_chosen(const struct form *f, const char *field, const char *value)
{
    for (size_t i = 0; i < f->typed->count; i++)
        if (str_is(f->typed->field[i].name, field) && str_is(f->typed->field[i].value, value))
            return true;
    return false;
}

bool form_chose_number(const struct form *f, const char *field, uint32_t number)
{
    struct task quiet = { 0 };
    int64_t typed;
    struct str given = form_typed(f, field);
    return given.len > 0 && str_to_i64(&quiet, given, 0, UINT32_MAX, &typed) == OK &&
           typed == number;
}

/* Keeps what is typed before it is sent, gives it back when the form is opened again. */
#include "web/draft.h"

#include <stdatomic.h>
#include <string.h>

#include "base/limits.h"
#include "web/access.h"
#include "web/kept_pages.h"
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/record.h"

static const struct {
    bool keeps;
    const char *title;
} forms[ROUTES] = {
#define KEEPS_DRAFT(route, words) [ROUTE_##route] = { true, words },
#include "web/drafts.def"
#undef KEEPS_DRAFT
};

/* --- the name of a draft, and the way back to its form --- */

static bool is_kind(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        bool letter = (s.at[i] >= 'a' && s.at[i] <= 'z') || (s.at[i] >= '0' && s.at[i] <= '9');
        if (!letter && s.at[i] != '-')
            return false;
    }
    return s.len <= 48;
}

static bool has_word(enum route_name r)
{
    return strstr(routes[r].pattern, "{w}") != NULL;
}

bool draft_place_named(struct str name, uint32_t about, struct draft_place *ret)
{
    struct str rest = name, kind = S(""), number = S(""), head;
    struct task quiet = { 0 };
    int64_t second = 0;
    *ret = (struct draft_place){ .about = about };
    if (name.len > DRAFT_FORM_MAX)
        return false;
    if (str_cut(rest, ':', &head, &kind))
        rest = head;
    if (str_cut(rest, '/', &head, &number))
        rest = head;
    if (!is_kind(kind) ||
        (number.len > 0 && str_to_i64(&quiet, number, 1, INT64_MAX, &second) != OK))
        return false;
    for (unsigned r = 0; r < ROUTES; r++) {
        if (!forms[r].keeps || !str_is(rest, routes[r].name))
            continue;
        if (has_word((enum route_name)r) && kind.len == 0)
            return false;
        ret->route = (enum route_name)r;
        ret->second = (uint64_t)second;
        ret->kind = kind;
        return true;
    }
    return false;
}

struct str draft_place_name(struct arena *a, const struct draft_place *p)
{
    struct text x = text_open(a, 2 * DRAFT_FORM_MAX);
    text_addz(&x, routes[p->route].name);
    if (p->second > 0)
        text_addf(&x, "/%llu", (unsigned long long)p->second);
    if (p->kind.len > 0) {
        text_addc(&x, ':');
        text_add(&x, p->kind);
    }
    return text_done(&x);
}

void draft_address(const struct draft_place *p, struct text *ret)
{
    struct link_part parts[] = { { .number = p->about }, { p->second, p->kind }, { 0, p->kind } };
    route_address(p->route, parts, ret);
    if (p->kind.len > 0 && !has_word(p->route)) {
        text_addz(ret, "?kind=");
        url_encode(ret, p->kind);
    }
}

const char *draft_title(const struct draft_place *p)
{
    const struct entry_kind *k = p->kind.len > 0 ? entry_kind_named(p->kind) : NULL;
    return k ? k->title : forms[p->route].title;
}

/* --- filling in again --- */

static bool keeps_fields(struct str name)
{
    static const char *const not_of_it[] = { "token", "draft", "draft-about", "draft-do", "quiet" };
    for (size_t i = 0; i < COUNT(not_of_it); i++)
        if (str_is(name, not_of_it[i]))
            return false;
    return true;
}

static bool place_of_form(const struct request *in, struct draft_place *ret)
{
    struct task quiet = { 0 };
    struct str about = urlform_text(&in->form, "draft-about");
    int64_t number = 0;
    if (about.len > 0 && str_to_i64(&quiet, about, 0, UINT32_MAX, &number) != OK)
        return false;
    return draft_place_named(urlform_text(&in->form, "draft"), (uint32_t)number, ret);
}

static bool place_of_page(const struct request *in, struct draft_place *ret)
{
    *ret = (struct draft_place){ .route = in->route,
                                 .about = child_number(in),
                                 .second = in->number[1] };
    ret->kind = has_word(in->route) ? in->word : urlform_text(&in->query, "kind");
    return forms[in->route].keeps && is_kind(ret->kind);
}

/* A page that is left saves what is in it once more, also when it has just been sent. With such a
 * draft the next form would have the key of the last, and its words would be taken for a repeat. */
static bool was_sent(struct task *t, const struct request *in, uint32_t about, struct str key)
{
    int64_t seq;
    return key.len > 0 && recorded_before(t, in, about, key, &seq);
}

static void take_draft(struct task *t, const struct request *in, const struct draft *d,
                       struct form *f)
{
    struct urlform *typed = NEW(t->arena, struct urlform);
    struct task quiet = { .arena = t->arena };
    if (urlform_read(&quiet, d->body, typed) != OK)
        return;
    struct str key = urlform_text(typed, "key");
    if (was_sent(&quiet, in, f->draft_about, key))
        return;
    if (key.len >= 16 && key.len <= 64)
        f->key = key;
    f->typed = typed;
    f->draft_saved = d->saved;
    f->draft_base_n = d->base_n;
}

void draft_fill(struct task *t, const struct request *in, struct form *f)
{
    struct draft_place p;
    struct task quiet = { .arena = t->arena, .clock = t->clock };
    struct draft d;
    bool page = in->method == METHOD_GET;
    f->draft_saved = NEVER;
    f->draft_base_n = UINT32_MAX;
    if (in->session.actor.person == 0 || !(page ? place_of_page(in, &p) : place_of_form(in, &p)))
        return;
    f->draft = draft_place_name(t->arena, &p);
    f->draft_about = p.about;
    if (!page || !in->reader)
        return;
    if (draft_read(&quiet, in->reader, in->session.actor.person, f->draft, p.about, &d) == OK)
        take_draft(t, in, &d, f);
}

uint32_t form_seen_n(const struct form *f, uint32_t now)
{
    bool drafted = f->draft_saved.us != INT64_MAX && f->draft_base_n != UINT32_MAX;
    return drafted && f->draft_base_n < now ? f->draft_base_n : now;
}

void draft_sent(struct task *t, const struct request *in)
{
    struct draft_place p;
    struct draft d;
    struct task quiet = { .arena = t->arena, .clock = t->clock, .actor = t->actor };
    uint32_t person = in->session.actor.person;
    if (!in->reader || !place_of_form(in, &p))
        return;
    struct str name = draft_place_name(t->arena, &p);
    if (draft_read(&quiet, in->reader, person, name, p.about, &d) != OK)
        return;
    status gone = draft_drop(&quiet, in->site->writer, person, name, p.about);
    kept_pages_drafted(in->site->kept_pages, person);
    (void)gone; /* the entry is kept; a draft left behind has its key, and is not filled in */
}

/* --- POST /draft --- */

static struct str body_of(struct task *t, const struct request *in)
{
    struct text x = text_open(t->arena, DRAFT_BYTES_MAX + 1);
    for (size_t i = 0; i < in->form.count; i++)
        if (keeps_fields(in->form.field[i].name))
            urlform_put(&x, x.len == 0, in->form.field[i].name, in->form.field[i].value);
    return text_done(&x);
}

static void expire_now_and_then(struct task *t, struct request *in)
{
    static _Atomic int64_t last;
    struct task quiet = { .arena = t->arena, .clock = t->clock, .actor = t->actor };
    int64_t before = last, removed;
    bool due = in->now.us - before >= HOUR_US || in->now.us < before;
    if (!due || !atomic_compare_exchange_strong(&last, &before, in->now.us))
        return;
    struct instant old = { in->now.us - (int64_t)DRAFT_DAYS * 24 * HOUR_US };
    status done = drafts_expire(&quiet, in->site->writer, old, &removed);
    (void)done; /* the next one comes in an hour */
}

static status back_to(struct task *t, const struct draft_place *p, struct response *out)
{
    struct text x = text_open(t->arena, 256);
    draft_address(p, &x);
    out->status = 303;
    out->location = text_done(&x);
    return OK;
}

static status drop_draft(struct task *t, struct request *in, const struct draft_place *p,
                         struct response *out)
{
    struct str name = draft_place_name(t->arena, p);
    TRY(draft_drop(t, in->site->writer, in->session.actor.person, name, p->about));
    kept_pages_drafted(in->site->kept_pages, in->session.actor.person);
    if (str_is(urlform_text(&in->form, "draft-do"), "drop-listed"))
        return redirect(t, out, ROUTE_drafts, NULL);
    return back_to(t, p, out);
}

status handle_draft(struct task *t, struct request *in, struct response *out)
{
    struct draft_place p;
    if (!place_of_form(in, &p))
        return fail(t, E_INVALID, "no draft is kept of that form: send it instead");
    if (urlform_has(&in->form, "draft-do") && !str_is(urlform_text(&in->form, "draft-do"), "save"))
        return drop_draft(t, in, &p, out);
    if (was_sent(t, in, p.about, urlform_text(&in->form, "key")))
        return drop_draft(t, in, &p, out);
    struct draft d = { .form = draft_place_name(t->arena, &p),
                       .subject = p.about,
                       .base_n = seen_n(in),
                       .body = body_of(t, in) };
    TRY(draft_save(t, in->site->writer, in->session.actor.person, &d));
    kept_pages_drafted(in->site->kept_pages, in->session.actor.person);
    expire_now_and_then(t, in);
    if (!urlform_has(&in->form, "quiet"))
        return back_to(t, &p, out);
    struct clock_time c = clock_in_uk(in->now);
    out->status = 200;
    out->type = "text/plain; charset=utf-8";
    out->body = str_print(t->arena, "Draft kept at %02u:%02u.", c.hour, c.minute);
    return OK;
}

bool draft_keep(struct task *t, struct request *in)
{
    struct draft_place p;
    struct task quiet = { .arena = t->arena, .clock = t->clock, .actor = t->actor };
    if (!place_of_form(in, &p))
        return false;
    struct draft d = { .form = draft_place_name(t->arena, &p),
                       .subject = p.about,
                       .base_n = seen_n(in),
                       .body = body_of(t, in) };
    bool kept = draft_save(&quiet, in->site->writer, in->session.actor.person, &d) == OK;
    kept_pages_drafted(in->site->kept_pages, in->session.actor.person);
    return kept;
}

status handle_draft_open(struct task *t, struct request *in, struct response *out)
{
    struct draft_place p;
    struct task quiet = { 0 };
    int64_t about;
    if (str_to_i64(&quiet, urlform_text(&in->query, "about"), 0, UINT32_MAX, &about) != OK ||
        !draft_place_named(urlform_text(&in->query, "form"), (uint32_t)about, &p))
        return fail(t, E_MISSING, "there is no such form: start again from your drafts");
    return back_to(t, &p, out);
}

/* --- the list --- */

static status name_row(struct task *t, struct request *in, const struct seen_children *seen,
                       struct draft_row *row)
{
    enum subject_kind kind = SUBJECT_NONE;
    if (row->place.about == 0)
        return OK;
    TRY(journal_subject_kind(t, in->reader->journal, row->place.about, &kind));
    row->out_of_sight = kind == SUBJECT_CHILD && !may_list(seen, row->place.about, false);
    if (row->out_of_sight)
        return OK;
    return look_name(t, in->reader, row->place.about, &row->name);
}

static status fill_drafts(struct task *t, struct request *in, struct drafts_page *p)
{
    struct draft_list l;
    struct seen_children seen;
    TRY(children_seen(t, in, &seen));
    TRY(drafts_of(t, in->reader, in->session.actor.person, &l));
    p->row = NEWS(t->arena, struct draft_row, l.count + 1);
    for (size_t i = 0; i < l.count; i++) {
        struct draft_row *row = &p->row[p->count];
        *row = (struct draft_row){ .saved = l.at[i].saved, .form = l.at[i].form };
        if (!draft_place_named(l.at[i].form, l.at[i].subject, &row->place))
            continue; /* of a form that is no more; it ends with its days */
        struct text x = text_open(t->arena, 256);
        draft_address(&row->place, &x);
        row->address = text_done(&x);
        row->title = str_from(draft_title(&row->place));
        if (name_row(t, in, &seen, row) != OK)
            row->name = S("(name could not be read)");
        p->count++;
    }
    return OK;
}

status handle_drafts(struct task *t, struct request *in, struct response *out)
{
    struct drafts_page p = { 0 };
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    if (fill_drafts(t, in, &p) != OK)
        p = (struct drafts_page){ .failed = str_nul(t->arena, str_from(t->reason)) };
    struct view v = view_of(t, in, "Your drafts", NAV_NONE);
    v.recorded = true;
    note_searched(in, out, "drafts");
    struct html h = page_open(t);
    page_drafts(&h, &v, &p);
    return page_send(t, &h, p.failed ? 503 : 200, out);
}

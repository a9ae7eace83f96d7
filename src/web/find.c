/* The one search box: what was typed, looked for among whom the asker may see. */
#include <string.h>

#include "web/access.h"
#include "web/find_page.h"
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/snapshot.h"
#include "web/who.h"

/* --- whom the asker may see --- */

static void allow(uint64_t *bits, size_t room, uint32_t child)
{
    if (child < room)
        bits[child / 64] |= UINT64_C(1) << child % 64;
}

static status allow_missing(struct task *t, struct request *in, uint64_t *bits, size_t room)
{
    struct snapshot *s;
    TRY(snapshot_take(t, in, &s));
    for (size_t i = 0; i < s->missing.count; i++)
        allow(bits, room, s->missing.at[i].child);
    snapshot_give(in->site, s);
    return OK;
}

static status allowed_of(struct task *t, struct request *in, const struct seen_children *seen,
                         struct find_asked *a)
{
    if (seen->all)
        return OK;
    size_t room = (size_t)journal_subject_count(in->site->store->journal) + 64;
    uint64_t *bits = NEWS(t->arena, uint64_t, room / 64 + 1);
    for (size_t i = 0; i < seen->reach.count; i++)
        allow(bits, room, seen->reach.at[i]);
    for (size_t i = 0; i < seen->reach.parts; i++)
        allow(bits, room, seen->reach.part[i]);
    a->allowed = bits;
    a->allowed_bits = room;
    return seen->police ? allow_missing(t, in, bits, room) : OK;
}

/* --- rows --- */

static struct str why_words(struct task *t, const struct find_answer *a, const struct found *f)
{
    struct text x = text_open(t->arena, 512);
    for (size_t w = 0; w < a->words; w++) {
        bool said = false;
        for (size_t k = 0; k < w; k++)
            said |= f->part[k] == f->part[w] && f->near[k] == f->near[w];
        if (said)
            continue;
        if (x.len > 0)
            text_addz(&x, ", ");
        text_addz(&x, find_part_words((enum find_part)f->part[w]));
        if (f->near[w])
            text_addz(&x, " (nearly)");
    }
    return text_done(&x);
}

static struct str born_words(struct task *t, const struct view *v, struct str iso)
{
    struct task quiet = { .arena = t->arena };
    struct date d;
    if (date_parse(&quiet, iso, &d) != OK)
        return S("");
    return str_print(t->arena, "%.*s, born %.*s", STR_ARG(words_born(v, d.days)),
                     STR_ARG(words_short_day(v, uk_midnight(d))));
}

static status child_rows_of(struct task *t, struct request *in, const struct view *v,
                            const struct seen_children *seen, const struct find_answer *a,
                            struct find_page *p)
{
    p->child = NEWS(t->arena, struct find_row, a->children.count + 1);
    for (size_t i = 0; i < a->children.count; i++) {
        const struct found *f = &a->children.at[i];
        struct find_child c;
        status known = find_describe(t, in->reader, f->number, &c);
        if (known == E_MISSING)
            continue;
        TRY(known);
        if (!may_list(seen, f->number, c.missing) && !reaches_part(&seen->reach, f->number))
            continue;
        p->child[p->children++] = (struct find_row){ .number = f->number,
                                                     .name = c.name,
                                                     .detail = c.local_id,
                                                     .lives = c.home,
                                                     .born = born_words(t, v, c.born),
                                                     .missing = c.missing,
                                                     .why = why_words(t, a, f) };
    }
    return OK;
}

/* Homes: for who answers for all, or works there. */
static status home_rows_of(struct task *t, struct request *in, const struct seen_children *seen,
                           const struct find_answer *a, struct find_page *p)
{
    p->home = NEWS(t->arena, struct find_row, a->homes.count + 1);
    for (size_t i = 0; i < a->homes.count; i++) {
        const struct found *f = &a->homes.at[i];
        bool works = seen->all;
        if (!works)
            TRY(works_at(t, in->reader, in->session.actor.person, f->number, &works));
        if (!works)
            continue;
        struct find_row *row = &p->home[p->homes++];
        *row = (struct find_row){ .number = f->number, .why = why_words(t, a, f) };
        TRY(look_name(t, in->reader, f->number, &row->name));
        row->detail = home_telephone(t, in->reader, f->number);
    }
    return OK;
}

static status person_rows_of(struct task *t, struct request *in, const struct find_answer *a,
                             struct find_page *p)
{
    p->person = NEWS(t->arena, struct find_row, a->people.count + 1);
    for (size_t i = 0; i < a->people.count; i++) {
        struct person_details d;
        TRY(person_details(t, in->reader, a->people.at[i].number, &d));
        p->person[p->people++] =
            (struct find_row){ .number = a->people.at[i].number,
                               .name = d.name,
                               .lives = d.title,
                               .detail = d.telephone.len ? d.telephone : d.agency_telephone };
    }
    return OK;
}

status find_fill(struct task *t, struct request *in, const struct view *v, struct find_page *p)
{
    struct seen_children seen;
    struct find_answer a;
    struct find_asked asked = { .words = p->typed };
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read: try again in a minute");
    TRY(children_seen(t, in, &seen));
    TRY(allowed_of(t, in, &seen, &asked));
    asked.homes = p->may_homes = role_may(in->session.actor.role, MAY_SEE_DUTIES);
    asked.people = seen.all;
    TRY(finder_look(t, in->site->finder, in->reader, &asked, &a));
    p->nothing_typed = a.words == 0;
    p->all = a.children.all;
    for (size_t w = 0; w < a.words; w++)
        for (size_t k = 0; k < a.word[w].len; k++)
            p->looked_like_number |= a.word[w].at[k] >= '0' && a.word[w].at[k] <= '9';
    TRY(child_rows_of(t, in, v, &seen, &a, p));
    TRY(home_rows_of(t, in, &seen, &a, p));
    return asked.people ? person_rows_of(t, in, &a, p) : OK;
}

/* What was typed stands on the page and nowhere else: the note says that somebody searched. */
status find_by_words(struct task *t, struct request *in, struct response *out)
{
    struct find_page p = { .typed = str_trim(urlform_text(&in->form, "words")) };
    struct view v = view_of(t, in, "Found", NAV_CHILDREN);
    v.recorded = true;
    v.searched = p.typed;
    if (find_fill(t, in, &v, &p) != OK) {
        struct str typed = p.typed;
        p = (struct find_page){ .typed = typed, .failed = str_nul(t->arena, str_from(t->reason)) };
    }
    note_searched(in, out, "find");
    struct html h = page_open(t);
    page_find(&h, &v, &p);
    return page_send(t, &h, p.failed ? 503 : 200, out);
}

/* Two agencies' accounts of one episode side by side; what differs is work, and ends by talking. */
#include <stdlib.h>
#include <string.h>

#include "web/pages.gen.h"
#include "web/record.h"

enum {
    EPISODES_LOOKED_AT = 400,
    DIFFERENCES_MAX = 100,
    OUTCOME_MIN = 10
};
static const int64_t recent_us = 30 * 24 * HOUR_US;

/* Whoever still is out, then those who came back of late; the index of open ones serves the first.
 */
static const struct statement recent[] = {
    { .name = "claims.open",
      .sql = "SELECT subject, k FROM ssd_missing WHERE log = $1 AND sl_until_us IS NULL"
             " AND sl_since_us <= $2 ORDER BY sl_since_us DESC, subject, k LIMIT 401",
      .params = 2,
      .columns = 2 },
    { .name = "claims.recent",
      .sql = "SELECT subject, k FROM ssd_missing WHERE log = $1 AND sl_until_us > $2"
             " ORDER BY sl_since_us DESC, subject, k LIMIT 401",
      .params = 2,
      .columns = 2 },
};

status claims_prepare(struct task *t, struct reader *r)
{
    return db_prepare_all(t, r->derived, recent, COUNT(recent));
}

/* --- the table --- */

static struct str claim_said(const struct view *v, enum claim_about about, const struct claim *c)
{
    const struct claim_words *w = claim_words(about);
    switch (w->kind) {
    case CLAIM_TIME: return words_moment(v, (struct instant){ c->number });
    case CLAIM_CODE: return str_from(code_meaning(w->list, (unsigned)c->number));
    case CLAIM_FLAG: return c->number ? S("yes") : S("no");
    case CLAIM_TEXT: return c->text;
    }
    return S("");
}

static void fill_table(struct task *t, const struct view *v, const struct accounts *a,
                       bool only_open, struct claims_table *ret)
{
    ret->row = NEWS(t->arena, struct claim_row, CLAIMS);
    for (unsigned c = 0; c < CLAIMS; c++) {
        bool any = false;
        if (only_open && a->difference[c] != DIFFERS)
            continue;
        struct claim_row *row = &ret->row[ret->rows];
        *row = (struct claim_row){ claim_words(c), a->difference[c], a->outcome[c],
                                   NEWS(t->arena, struct claim_cell, a->count + 1) };
        for (size_t i = 0; i < a->count; i++) {
            const struct claim *said = &a->at[i].claim[c];
            if (said->n == 0)
                continue;
            row->cell[i] = (struct claim_cell){ claim_said(v, c, said), a->difference[c] != ALIKE };
            any = true;
        }
        ret->rows += any;
    }
}

static int by_n(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    return (x->n > y->n) - (x->n < y->n);
}

static status name_agencies(struct task *t, struct request *in, const struct accounts *a,
                            struct claims_table *ret)
{
    ret->agency = NEWS(t->arena, struct str, a->count + 1);
    ret->agencies = a->count;
    ret->open = a->open;
    ret->cut = a->cut;
    for (size_t i = 0; i < a->count; i++) {
        struct event e = { .kind = EV_NONE, .agency = a->at[i].agency };
        ret->agency[i] = agency_words(t, in, &e);
    }
    return OK;
}

status claims_table_of(struct task *t, struct request *in, const struct view *v,
                       const struct child_file *f, uint64_t episode, struct claims_table *ret)
{
    struct event *e = NEWS(t->arena, struct event, f->entries + 1);
    for (size_t i = 0; i < f->entries; i++)
        e[i] = f->entry[i].event;
    if (f->entries > 1)
        qsort(e, f->entries, sizeof *e, by_n);
    struct accounts *a = NEW(t->arena, struct accounts);
    accounts_of(e, f->entries, episode, a);
    *ret = (struct claims_table){ 0 };
    fill_table(t, v, a, false, ret);
    return name_agencies(t, in, a, ret);
}

/* --- all that differ --- */

struct spoken { /* an episode somebody may have to talk about */
    uint32_t child;
    uint64_t episode;
    bool open;
};

static status read_recent(struct task *t, struct request *in, bool open, struct spoken *to,
                          size_t *count, bool *cut)
{
    struct value with[] = { I64(in->reader->store->log),
                            I64(open ? in->now.us : in->now.us - recent_us) };
    WITH_CURSOR(rows);
    TRY(db_query(t, in->reader->derived, &recent[open ? 0 : 1], with, COUNT(with), &rows));
    while (cursor_next(&rows)) {
        if (*count == EPISODES_LOOKED_AT) {
            *cut = true;
            break;
        }
        to[*count].child = (uint32_t)cursor_i64(&rows);
        to[*count].episode = (uint64_t)cursor_i64(&rows);
        to[(*count)++].open = open;
    }
    return cursor_done(&rows);
}

/* The entries of one episode alone, in the order they were recorded: nothing is folded. */
static status entries_of(struct task *t, struct request *in, const struct spoken *s,
                         struct event **ret, size_t *ret_count)
{
    struct stream stream;
    TRY(stream_read(t, in->reader->journal, s->child, NEVER, true, &stream));
    struct event *e = NEWS(t->arena, struct event, stream.count + 1);
    size_t count = 0;
    for (uint32_t i = 0; i < stream.count; i++) {
        if (stream.fact[i].n == 0 || stream.fact[i].about != s->episode)
            continue;
        e[count] = stream_event_at(t, &stream, stream.fact[i].n);
        e[count].n = stream.fact[i].n;
        count += e[count].kind != EV_NONE;
    }
    *ret = e;
    *ret_count = count;
    return OK;
}

static status compare_one(struct task *t, struct request *in, const struct view *v,
                          const struct spoken *s, struct differences_page *p)
{
    struct event *e;
    size_t count;
    TRY(entries_of(t, in, s, &e, &count));
    struct accounts *a = NEW(t->arena, struct accounts);
    accounts_of(e, count, s->episode, a);
    p->looked++;
    if (a->open == 0)
        return OK;
    struct difference_row *row = &p->row[p->count++];
    *row = (struct difference_row){
        .child = s->child, .n = e[0].n, .since = e[0].happened, .open = s->open
    };
    TRY(look_name(t, in->reader, s->child, &row->name));
    fill_table(t, v, a, true, &row->table);
    return name_agencies(t, in, a, &row->table);
}

static status fill(struct task *t, struct request *in, const struct view *v,
                   struct differences_page *p)
{
    struct seen_children seen;
    struct spoken *s = NEWS(t->arena, struct spoken, EPISODES_LOOKED_AT);
    size_t count = 0;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    TRY(children_seen(t, in, &seen));
    TRY(read_recent(t, in, true, s, &count, &p->cut));
    TRY(read_recent(t, in, false, s, &count, &p->cut));
    p->row = NEWS(t->arena, struct difference_row, DIFFERENCES_MAX);
    for (size_t i = 0; i < count && p->count < DIFFERENCES_MAX; i++) {
        /* Who is back is still of those who looked for the child while the episode is talked of. */
        if (!may_list(&seen, s[i].child, true)) {
            p->hidden++;
            continue;
        }
        TRY(compare_one(t, in, v, &s[i], p));
    }
    p->cut = p->cut || p->count == DIFFERENCES_MAX;
    return OK;
}

status handle_differences(struct task *t, struct request *in, struct response *out)
{
    struct differences_page *p = NEW(t->arena, struct differences_page);
    struct view v = view_of(t, in, "Differences", NAV_DUTIES);
    v.recorded = true;
    status looked = fill(t, in, &v, p);
    if (looked != OK)
        *p = (struct differences_page){ .failed = str_nul(t->arena, str_from(t->reason)) };
    note_searched(in, out, "differences");
    struct html h = page_open(t);
    page_differences(&h, &v, p);
    return page_send(t, &h, looked == OK ? 200 : 503, out);
}

/* --- talked through --- */

struct settling {
    struct child_file f;
    struct settle_page p;
    struct claims_table table;
    uint64_t episode;
};

static status settling_open(struct task *t, struct request *in, struct response *out,
                            const struct view *v, struct settling *s)
{
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "differences", &s->f, &relation));
    uint32_t n = in->number[1] > UINT32_MAX ? 0 : (uint32_t)in->number[1];
    const struct missing_episode *e = episode_at(&s->f, n);
    enum claim_about about = claim_named(in->word);
    if (!e || about == CLAIMS)
        return fail(t, E_MISSING, "this child\xe2\x80\x99s file has no such difference");
    s->episode = e->id;
    TRY(claims_table_of(t, in, v, &s->f, e->id, &s->table));
    s->p = (struct settle_page){ .child = s->f.child,
                                 .n = n,
                                 .name = s->f.name,
                                 .first = first_name(s->f.name),
                                 .table = &s->table };
    for (size_t i = 0; i < s->table.rows; i++)
        if (s->table.row[i].about == claim_words(about))
            s->p.row = &s->table.row[i];
    if (!s->p.row || s->p.row->difference == ALIKE)
        return fail(t, E_MISSING, "nothing differs there any more: look at the episode");
    return OK;
}

static status show_settle(struct task *t, struct view *v, struct settling *s, struct form *form,
                          struct response *out)
{
    v->form = v->recorded = true;
    struct html h = page_open(t);
    page_settle(&h, v, form, &s->p);
    return page_send(t, &h, form->problems ? 400 : form->not_kept ? 503 : 200, out);
}

status handle_settle(struct task *t, struct request *in, struct response *out)
{
    struct settling *s = NEW(t->arena, struct settling);
    struct view v = view_of(t, in, "A difference", NAV_DUTIES);
    TRY(settling_open(t, in, out, &v, s));
    struct form form = form_of(t, in);
    return show_settle(t, &v, s, &form, out);
}

status handle_settle_done(struct task *t, struct request *in, struct response *out)
{
    struct settling *s = NEW(t->arena, struct settling);
    struct view v = view_of(t, in, "A difference", NAV_DUTIES);
    TRY(settling_open(t, in, out, &v, s));
    struct form form = form_of(t, in);
    struct str outcome = str_trim(form_typed(&form, "outcome"));
    if (outcome.len < OUTCOME_MIN)
        form_wrong(&form, "outcome",
                   "Say with whom you talked, and what you now both hold to be so");
    if (form.problems > 0)
        return show_settle(t, &v, s, &form, out);
    struct said said = { .child = s->f.child, .seen_n = APPEND_ANY, .key = form.key, .count = 1 };
    struct event *e = &said.event[0];
    int64_t seq;
    *e = event_new(EV_DIFFERENCE_SETTLED, s->f.child, in->now);
    event_set_number(e, "episode", (int64_t)s->episode);
    event_set_text(e, "about", str_from(s->p.row->about->name));
    event_set_text(e, "outcome", outcome);
    status done = record(t, in, &said, &seq);
    if (done != OK) {
        form.not_kept = not_kept(t, done);
        return show_settle(t, &v, s, &form, out);
    }
    out->note_first = false;
    return redirect(t, out, ROUTE_episode,
                    (struct link_part[]){ { .number = s->f.child }, { .number = in->number[1] } });
}

/* One episode: what is so, what each agency says of it, what was tried, and what is owed next. */
#include <stdlib.h>
#include <string.h>

#include "web/pages.gen.h"
#include "web/pages.h"

enum {
    OWED_READ = 200,
    LOG_MAX = 500,
    GRADINGS_MAX = 40
};
static const int64_t later_us = 3600 * SECOND_US; /* at night an hour late is late */

static const struct child_entry *entry_at(const struct child_file *f, uint32_t n)
{
    for (size_t i = 0; n != 0 && i < f->entries; i++)
        if (f->entry[i].event.n == n)
            return &f->entry[i];
    return NULL;
}

/* 0: the entry speaks of none. */
static uint64_t episode_of(const struct event *e)
{
    unsigned at;
    bool speaks = e->kind != EV_NONE && event_field_def(e->kind, S("episode"), &at) != NULL;
    return speaks ? (uint64_t)event_number(e, "episode") : 0;
}

const struct missing_episode *episode_at(const struct child_file *f, uint32_t n)
{
    const struct child_entry *e = entry_at(f, n);
    const struct child_state *c = &f->evaluation->child;
    uint64_t id = e ? episode_of(&e->event) : 0;
    for (uint32_t i = 0; id != 0 && i < c->episodes && i < CHILD_EPISODES_MAX; i++)
        if (c->episode[i].id == id)
            return &c->episode[i];
    return NULL;
}

/* Whose word an entry is: the agency's name, or what the program was told and by whom. */
struct str agency_words(struct task *t, struct request *in, const struct event *e)
{
    struct str name;
    if (e->agency == in->site->store->authority)
        return in->site->store->authority_name;
    if (e->agency != 0 && look_name(t, in->reader, e->agency, &name) == OK && name.len > 0)
        return name;
    if (e->source.len > 0)
        return str_print(t->arena, "from %.*s", STR_ARG(e->source));
    return e->author == 0 && e->agency == 0 ? S("not said by whom") : S("an agency");
}

static struct log_row log_row_of(struct task *t, struct request *in, const struct child_entry *e)
{
    struct log_row row = { .e = e, .agency = agency_words(t, in, &e->event) };
    int64_t gap = e->event.recorded.us - e->event.happened.us;
    if (e->event.author == 0 || look_name(t, in->reader, e->event.author, &row.by) != OK)
        row.by = S("");
    if (gap > later_us)
        row.later = words_length(t->arena, gap);
    return row;
}

/* Newest first, as the next person reads it. */
static void take_log(struct task *t, struct request *in, const struct child_file *f, uint64_t id,
                     struct episode_page *p)
{
    p->log = NEWS(t->arena, struct log_row, LOG_MAX);
    p->tried = NEWS(t->arena, struct log_row, LOG_MAX);
    p->grading = NEWS(t->arena, struct grading, GRADINGS_MAX);
    for (size_t i = f->entries; i-- > 0 && p->logs < LOG_MAX;) {
        const struct child_entry *e = &f->entry[i];
        if (episode_of(&e->event) != id)
            continue;
        struct log_row *row = &p->log[p->logs++];
        *row = log_row_of(t, in, e);
        if (e->corrected)
            continue;
        if (e->event.kind == EV_ENQUIRY_MADE || e->event.kind == EV_SIGHTING_RECORDED)
            p->tried[p->tries++] = *row;
        if (e->event.kind == EV_RISK_GRADED && p->gradings < GRADINGS_MAX)
            p->grading[p->gradings++] = (struct grading){
                .grade = (uint8_t)event_number(&e->event, "grade"),
                .at = e->event.happened,
                .reasons = event_text(&e->event, "reasons"),
                .by = event_text(&e->event, "by").len ? event_text(&e->event, "by") : row->by,
            };
        if (e->event.kind == EV_CHILD_FOUND)
            p->found_where = event_text(&e->event, "where");
        if (e->event.kind == EV_CHILD_RETURNED)
            p->returned_by =
                str_from(code_meaning(CODES_FOUND_BY, (unsigned)event_number(&e->event, "by")));
    }
}

static status take_owed(struct task *t, struct request *in, const struct view *v, uint64_t id,
                        struct episode_page *p)
{
    struct duty_list *list = NEW(t->arena, struct duty_list);
    struct duty_filter f = { .child = p->child, .at = in->now, .limit = OWED_READ };
    TRY(look_duties(t, in->reader, &f, list));
    p->owed = NEWS(t->arena, struct owed_row, list->count + 1);
    for (size_t i = 0; i < list->count; i++)
        if (list->at[i].instance.about == id)
            p->owed[p->owed_count++] = owed_row(v, &list->at[i]);
    return OK;
}

status handle_episode(struct task *t, struct request *in, struct response *out)
{
    struct child_file *f = NEW(t->arena, struct child_file);
    struct episode_page *p = NEW(t->arena, struct episode_page);
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "episode", f, &relation));
    p->n = in->number[1] > UINT32_MAX ? 0 : (uint32_t)in->number[1];
    p->e = episode_at(f, p->n);
    if (!p->e)
        return fail(t, E_MISSING, "this child\xe2\x80\x99s file has no such episode");
    p->child = f->child;
    p->name = f->name;
    p->first = first_name(f->name);
    bool away = strcmp(code_text(CODES_CLASSIFICATION, p->e->class), "A") == 0;
    p->class = away               ? "Away without authorisation"
               : p->e->class == 0 ? "Not where expected"
                                  : "Missing";
    p->open = p->e->until == INT64_MAX;
    struct view v = view_of(t, in, "", NAV_CHILDREN);
    v.title = str_print(t->arena, "%.*s: one episode", STR_ARG(f->name));
    v.recorded = true;
    take_log(t, in, f, p->e->id, p);
    TRY(claims_table_of(t, in, &v, f, p->e->id, &p->claims));
    if (take_owed(t, in, &v, p->e->id, p) != OK)
        p->owed_failed = str_nul(t->arena, str_from(t->reason));
    struct html h = page_open(t);
    page_episode(&h, &v, p);
    return page_send(t, &h, 200, out);
}

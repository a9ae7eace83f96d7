/* The access log, read by child and by day. */
#include "access/look_log.h"

#include <string.h>

enum {
    OF_CHILD,
    DAYS
};
static const struct statement statements[] = {
    [OF_CHILD] = { .name = "access.looks_of_child",
                   .sql = "SELECT day, n FROM access_look WHERE log = $1 AND child = $2"
                          " ORDER BY day DESC, n DESC LIMIT 501",
                   .params = 2,
                   .columns = 2 },
    [DAYS] = { .name = "access.days",
               .sql =
                   "SELECT number FROM subject WHERE log = $1 AND kind = $2 ORDER BY number DESC",
               .params = 2,
               .columns = 1 },
};

status look_log_prepare(struct task *t, struct reader *r)
{
    return db_prepare_all(t, r->kept, statements, COUNT(statements));
}

static struct look_row row_of(const struct event *e)
{
    struct look_row row = { .at = e->happened,
                            .person = e->author,
                            .agency = e->agency,
                            .role = e->role,
                            .kind = e->kind };
    unsigned at;
    if (event_field_def(e->kind, S("child"), &at) && e->value[at].given)
        row.child = (uint32_t)e->value[at].number;
    if (event_field_def(e->kind, S("page"), &at))
        row.page = e->value[at].text;
    if (event_field_def(e->kind, S("reason"), &at))
        row.reason = e->value[at].text;
    if (event_field_def(e->kind, S("person"), &at) && e->value[at].given && row.person == 0)
        row.person = (uint32_t)e->value[at].number;
    return row;
}

static status one_note(struct task *t, struct reader *r, uint32_t day, uint32_t n,
                       struct event *ret, bool *ret_there)
{
    struct stream_reader s;
    struct part p;
    TRY(stream_open(t, r->journal, day, n - 1, &s));
    *ret_there = stream_next(&s, &p) && p.n == n && !p.erased;
    if (*ret_there)
        TRY(event_decode(t, p.payload, ret));
    return stream_done(&s);
}

status look_log_events(struct task *t, struct reader *r, uint32_t child, struct event **ret,
                       size_t *ret_count)
{
    struct value in[] = { I64(r->store->log), I64(child) };
    struct {
        uint32_t day, n;
    } at[LOOKS_SHOWN_MAX + 1];
    size_t count = 0, kept = 0;
    WITH_CURSOR(rows);
    TRY(db_query(t, r->kept, &statements[OF_CHILD], in, COUNT(in), &rows));
    while (count < COUNT(at) && cursor_next(&rows)) {
        at[count].day = (uint32_t)cursor_i64(&rows);
        at[count++].n = (uint32_t)cursor_i64(&rows);
    }
    TRY(cursor_done(&rows));
    struct event *events = NEWS(t->arena, struct event, count + 1);
    for (size_t i = 0; i < count; i++) {
        bool there;
        TRY(one_note(t, r, at[i].day, at[i].n, &events[kept], &there));
        kept += there;
    }
    *ret = events;
    *ret_count = kept;
    return OK;
}

status look_log_of_child(struct task *t, struct reader *r, uint32_t child, size_t limit,
                         struct look_rows *ret)
{
    struct event *events;
    size_t count;
    if (limit == 0 || limit > LOOKS_SHOWN_MAX)
        limit = LOOKS_SHOWN_MAX;
    TRY(look_log_events(t, r, child, &events, &count));
    *ret = (struct look_rows){ .at = NEWS(t->arena, struct look_row, limit + 1),
                               .cut = count > limit };
    for (size_t i = 0; i < count && ret->count < limit; i++) {
        struct look_row *row = &ret->at[ret->count++];
        *row = row_of(&events[i]);
        if (row->person == 0 || look_name(t, r, row->person, &row->name) != OK)
            row->name = S("");
    }
    return OK;
}

/* Is this stream the access log of that day? Its first entry says when it began. */
static status read_day(struct task *t, struct reader *r, uint32_t subject, int64_t from,
                       int64_t until, struct look_rows *ret, bool *ret_before)
{
    struct stream_reader s;
    struct part p;
    TRY(stream_open(t, r->journal, subject, 0, &s));
    for (bool first = true; stream_next(&s, &p) && ret->count < LOOKS_OF_A_DAY_MAX; first = false) {
        struct event e;
        if (p.erased)
            continue;
        TRY(event_decode(t, p.payload, &e));
        if (first)
            *ret_before = e.recorded.us < from;
        if (e.recorded.us < from || e.recorded.us >= until)
            break;
        ret->at[ret->count++] = row_of(&e);
    }
    return stream_done(&s);
}

status look_log_of_day(struct task *t, struct reader *r, struct date day, struct look_rows *ret)
{
    enum {
        DAYS_READ_MAX = 4000
    };
    int64_t from = (int64_t)day.days * 24 * HOUR_US;
    struct value in[] = { I64(r->store->log), I64(SUBJECT_LOG) };
    uint32_t *logs = NEWS(t->arena, uint32_t, DAYS_READ_MAX);
    size_t count = 0;
    *ret = (struct look_rows){ .at = NEWS(t->arena, struct look_row, LOOKS_OF_A_DAY_MAX) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->kept, &statements[DAYS], in, COUNT(in), &rows));
    while (count < DAYS_READ_MAX && cursor_next(&rows))
        logs[count++] = (uint32_t)cursor_i64(&rows);
    TRY(cursor_done(&rows));
    bool before = false;
    for (size_t i = 0; i < count && !before; i++)
        TRY(read_day(t, r, logs[i], from, from + 24 * HOUR_US, ret, &before));
    ret->cut = ret->count == LOOKS_OF_A_DAY_MAX;
    return OK;
}

/* --- in words for the child --- */

static const char *did(enum event_kind kind)
{
    if (kind == EV_ACCESS_REFUSED)
        return "tried to open your record and was not let in";
    if (kind == EV_BREAK_GLASS_USED)
        return "had no part in your care and said why they had to open your record";
    if (kind == EV_RECORD_EXPORTED)
        return "took a copy of something in your record";
    return "looked at your record";
}

struct str look_words(struct arena *a, const struct look_row *row, bool role_only)
{
    struct text x = text_open(a, 600);
    const char *role = row->role ? code_meaning(CODES_ROLE, row->role) : "";
    bool named = !role_only && row->name.len > 0;
    if (named)
        text_add(&x, row->name);
    if (*role)
        text_addf(&x, named ? ", the %s," : "The %s", role);
    else if (!named)
        text_addz(&x, "Somebody");
    text_addf(&x, " %s", did(row->kind));
    bool asked = row->reason.len > 0 && row->kind == EV_BREAK_GLASS_USED;
    if (asked)
        text_addf(&x, ": \xe2\x80\x9c%.*s\xe2\x80\x9d", STR_ARG(row->reason));
    else if (str_is(row->reason, "without a relation"))
        text_addz(&x, " in the hour after that");
    return text_done(&x);
}

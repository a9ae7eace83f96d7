/* Who is missing or away at an instant, worst first. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "work/notice.h"
#include "work/reader.h"

enum { AWAY = 2, GRADES = 6, DAYS_OF_COUNT = 90 };

/* A board asked for "now" a moment ago need not look through all that is over. */
#define STILL_NOW_US (60 * SECOND_US)

/* By number in CODES(GRADE); what nobody graded yet stands between medium and low. */
static const uint8_t grade_order[GRADES] = {
    [0] = 2 /* none */, [1] = 0 /* very low */, [2] = 1 /* low */,
    [3] = 3 /* medium */, [4] = 4 /* high */, [5] = 2 /* not graded */
};

#define MISSING_COLUMNS                                                                           \
    "SELECT m.subject, m.k, m.sl_since_us, coalesce(m.sl_class, 0), coalesce(m.sl_grade, 0),"     \
    " coalesce(m.sl_home, 0), coalesce(m.sl_reported_n, 0), p.sl_name, p.sl_local_id,"            \
    " p.pers_dob, p.pers_sex, h.name, h.area_code,"                                               \
    " (SELECT c.clap_cla_placement_distance FROM ssd_cla_placement c WHERE c.log = m.log"         \
    " AND c.subject = m.subject AND c.sl_from_us <= $2"                                           \
    " AND (c.sl_until_us IS NULL OR c.sl_until_us > $2)"                                          \
    " ORDER BY c.sl_from_us DESC, c.k DESC LIMIT 1),"                                             \
    " (SELECT count(*) FROM ssd_missing e WHERE e.log = m.log AND e.subject = m.subject"          \
    " AND e.sl_since_us > $3 AND e.sl_since_us <= $2)"                                            \
    " FROM ssd_missing m"                                                                         \
    " LEFT JOIN ssd_person p ON p.log = m.log AND p.subject = m.subject"                          \
    " LEFT JOIN home h ON h.log = m.log AND h.subject = m.sl_home"                                \
    " WHERE m.log = $1 AND m.sl_since_us <= $2"

enum { OPEN_NOW, CLOSED_SINCE };
static const struct statement statements[] = {
    [OPEN_NOW] = { .name = "missing.open",
                   .sql = MISSING_COLUMNS " AND m.sl_until_us IS NULL"
                                          " ORDER BY m.sl_since_us, m.subject, m.k LIMIT 5001",
                   .params = 3, .columns = 15 },
    [CLOSED_SINCE] = { .name = "missing.closed_since",
                       .sql = MISSING_COLUMNS " AND m.sl_until_us > $2"
                                              " ORDER BY m.sl_since_us, m.subject, m.k LIMIT 5001",
                       .params = 3, .columns = 15 },
};
_Static_assert(LIST_ROWS_MAX == 5000, "the statements read one row more");

status missing_prepare(struct task *t, struct reader *r)
{
    return db_prepare_all(t, r->derived, statements, COUNT(statements));
}

struct found { /* a row and where its events lie */
    struct missing_row row;
    uint32_t reported_n;
};

static int32_t day_of(struct str iso)
{
    struct task ignored = { 0 };
    struct date d;
    return date_parse(&ignored, iso, &d) == OK ? d.days : INT32_MIN;
}

/* "12.3" miles as tenths; -1 when it is not known. */
static int32_t tenths(struct str miles)
{
    int32_t n = 0, after = -1;
    if (miles.len == 0 || miles.len > 8)
        return -1;
    for (size_t i = 0; i < miles.len && after < 1; i++) {
        if (miles.at[i] == '.') {
            after = 0;
        } else if (miles.at[i] >= '0' && miles.at[i] <= '9') {
            n = n * 10 + (miles.at[i] - '0');
            after += after >= 0;
        } else {
            return -1;
        }
    }
    return after == 1 ? n : n * 10;
}

static void take_row(struct cursor *rows, struct found *f)
{
    struct missing_row *m = &f->row;
    m->child = (uint32_t)cursor_i64(rows);
    m->episode = (uint64_t)cursor_i64(rows);
    m->since = (struct instant){ cursor_i64(rows) };
    m->class = (uint8_t)cursor_i64(rows);
    m->grade = (uint8_t)cursor_i64(rows);
    m->home = (uint32_t)cursor_i64(rows);
    f->reported_n = m->reported_n = (uint32_t)cursor_i64(rows);
    m->name = cursor_text(rows);
    m->local_id = cursor_text(rows);
    m->born = day_of(cursor_peek_bytes(rows));
    m->sex = code_number(CODES_SEX, cursor_peek_bytes(rows));
    m->home_name = cursor_text(rows);
    m->authority_area = cursor_text(rows);
    m->distance = tenths(cursor_peek_bytes(rows));
    m->episodes_90_days = (uint32_t)cursor_i64(rows);
    m->graded_at = m->last_seen = NEVER;
}

static status read_rows(struct task *t, struct reader *r, int which, struct instant at,
                        struct found *ret, size_t *count)
{
    const int64_t day_us = 24 * HOUR_US;
    struct value in[] = { I64(r->store->log), I64(at.us), I64(at.us - DAYS_OF_COUNT * day_us) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[which], in, COUNT(in), &rows));
    while (*count <= LIST_ROWS_MAX && cursor_next(&rows))
        take_row(&rows, &ret[(*count)++]);
    return cursor_done(&rows);
}

/* --- the words, from the episode's own events --- */

static void take_text(const struct event *e, const char *field, struct str *to)
{
    struct str s = event_text(e, field);
    if (s.len > 0)
        *to = s;
}

static void take_report(const struct event *e, struct missing_row *m)
{
    if (event_given(e, "last-seen"))
        m->last_seen = (struct instant){ event_number(e, "last-seen") };
    take_text(e, "last-seen-where", &m->last_seen_where);
    take_text(e, "last-seen-with", &m->last_seen_with);
    take_text(e, "wearing", &m->wearing);
    if (e->kind == EV_MISSING_REPORTED)
        take_text(e, "circumstances", &m->circumstances);
    else if (m->circumstances.len == 0)
        take_text(e, "why", &m->circumstances);
}

static void take_grade(const struct event *e, struct missing_row *m)
{
    m->graded_at = e->happened;
    m->grade_reasons = event_text(e, "reasons");
}

static status take_part(struct task *t, struct str payload, struct missing_row *m,
                        struct instant at)
{
    struct fact f;
    struct event e;
    if (!fact_read(payload, &f) || f.about != m->episode || f.happened > at.us)
        return OK;
    switch (f.kind) {
    case EV_SIGHTING_RECORDED: m->sightings++; return OK;
    case EV_ENQUIRY_MADE: m->enquiries++; return OK;
    case EV_ABSENCE_NOTICED:
    case EV_MISSING_REPORTED:
        TRY(event_decode(t, payload, &e));
        take_report(&e, m);
        return OK;
    case EV_RISK_GRADED:
        TRY(event_decode(t, payload, &e));
        if (m->graded_at.us == NEVER.us || e.happened.us >= m->graded_at.us)
            take_grade(&e, m);
        return OK;
    default: return OK;
    }
}

/* What is said of an episode comes after its first report, so only those parts are opened. */
static status read_words(struct task *t, struct reader *r, struct found *f, struct instant at)
{
    struct stream_reader parts;
    struct part p;
    status taken = OK;
    uint32_t after = f->reported_n > 0 ? f->reported_n - 1 : 0;
    TRY(stream_open(t, r->journal, f->row.child, after, &parts));
    while (taken == OK && stream_next(&parts, &p)) {
        if (!p.erased)
            taken = take_part(t, p.payload, &f->row, at);
    }
    status done = stream_done(&parts);
    return taken != OK ? taken : done;
}

/* Who had been told by then: a look at a past evening does not show what was sent later. */
static status read_told(struct task *t, struct reader *r, struct instant at, struct missing_row *m)
{
    uint32_t count, kept = 0;
    TRY(notice_told(t, r, m->child, m->since, &m->told, &count));
    for (uint32_t i = 0; i < count; i++) {
        struct told x = m->told[i];
        if (x.told.us > at.us)
            continue;
        if (x.seen.us > at.us)
            x.seen = NEVER;
        if (x.answered.us > at.us)
            x.answered = NEVER;
        m->unseen_count += x.seen.us == NEVER.us;
        m->told[kept++] = x;
    }
    m->told_count = kept;
    return OK;
}

/* --- order --- */

static int by_danger(const void *a, const void *b)
{
    const struct missing_row *x = &((const struct found *)a)->row;
    const struct missing_row *y = &((const struct found *)b)->row;
    if ((x->class == AWAY) != (y->class == AWAY))
        return x->class == AWAY ? 1 : -1;
    int gx = grade_order[x->grade < GRADES ? x->grade : 0];
    int gy = grade_order[y->grade < GRADES ? y->grade : 0];
    if (gx != gy)
        return gy - gx;
    if (x->since.us != y->since.us)
        return x->since.us < y->since.us ? -1 : 1;
    return (x->child > y->child) - (x->child < y->child);
}

/* One moment for all the queries, so that a child found meanwhile is not half in the list. */
static status look(struct task *t, struct reader *r, struct instant at, struct found *all,
                   size_t *count)
{
    WITH_TX(still);
    TRY(tx_begin(t, r->derived, &still));
    TRY(read_rows(t, r, OPEN_NOW, at, all, count));
    if (task_now(t).us - at.us > STILL_NOW_US)
        TRY(read_rows(t, r, CLOSED_SINCE, at, all, count));
    return tx_commit(&still);
}

status look_missing(struct task *t, struct reader *r, struct instant at, struct missing_list *ret)
{
    struct found *all = NEWS(t->arena, struct found, 2 * LIST_ROWS_MAX + 4);
    size_t count = 0;
    struct missing_list l = { .looked = task_now(t) };
    TRY(look(t, r, at, all, &count));
    l.cut = count > LIST_ROWS_MAX;
    qsort(all, count, sizeof *all, by_danger);
    l.count = l.cut ? LIST_ROWS_MAX : count;
    l.at = NEWS(t->arena, struct missing_row, l.count + 1);
    for (size_t i = 0; i < l.count; i++) {
        TRY(read_words(t, r, &all[i], at));
        TRY(read_told(t, r, at, &all[i].row));
        l.at[i] = all[i].row;
    }
    *ret = l;
    return OK;
}

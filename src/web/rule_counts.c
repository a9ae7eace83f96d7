/* One grouped query a table, kept for a minute and shared by everyone. */
#include "web/rule_counts.h"

#include <string.h>

#define COUNTS_OF(table)                                                                           \
    {                                                                                              \
        .name = "web.rule_counts_" table,                                                          \
        .sql = "SELECT rule_about,"                                                                \
               " sum(CASE WHEN closing = 0 OR closed_us > $2 THEN 1 ELSE 0 END),"                  \
               " sum(CASE WHEN (closing = 0 OR closed_us > $2) AND unknown = 0"                    \
               " AND due_us < $2 THEN 1 ELSE 0 END), count(*)"                                     \
               " FROM " table " WHERE log = $1 AND from_us <= $2 GROUP BY rule_about",             \
        .params = 2, .columns = 4                                                                  \
    }
static const struct statement statements[] = { COUNTS_OF("duty"), COUNTS_OF("alarm") };
static const int64_t lasts_us = 60 * SECOND_US;

status rule_counts_prepare(struct task *t, struct reader *r)
{
    return db_prepare_all(t, r->derived, statements, COUNT(statements));
}

static status count_table(struct task *t, struct request *in, bool alarms, struct rule_count *of)
{
    const struct rulebook *b = in->site->store->rules;
    struct value with[] = { I64(in->reader->store->log), I64(in->now.us) };
    WITH_CURSOR(rows);
    TRY(db_query(t, in->reader->derived, &statements[alarms], with, COUNT(with), &rows));
    while (cursor_next(&rows)) {
        uint16_t rule = rulebook_by_about(b, (uint64_t)cursor_i64(&rows));
        int64_t open = cursor_i64(&rows), late = cursor_i64(&rows), all = cursor_i64(&rows);
        if (rule == UINT16_MAX)
            continue; /* the rulebook no longer has it */
        late = alarms ? 0 : late;
        of[rule] = (struct rule_count){ .running = open - late, .late = late, .over = all - open };
    }
    return cursor_done(&rows);
}

static status count_all(struct task *t, struct request *in, struct rule_counts **ret)
{
    struct arena *a = arena_open(1 << 20);
    struct rule_counts *c = NEW(a, struct rule_counts);
    *c = (struct rule_counts){ .arena = a, .counted = in->now };
    c->of = NEWS(a, struct rule_count, rulebook_count(in->site->store->rules) + 1);
    status counted = count_table(t, in, false, c->of);
    if (counted == OK)
        counted = count_table(t, in, true, c->of);
    if (counted != OK)
        arena_close(a);
    else
        *ret = c;
    return counted;
}

/* Under the lock. */
static bool copy_last(struct task *t, struct request *in, struct rule_counts *ret)
{
    const struct rule_counts *last = in->site->rule_counts;
    if (!last)
        return false;
    size_t count = rulebook_count(in->site->store->rules);
    *ret = *last;
    ret->of = NEWS(t->arena, struct rule_count, count + 1);
    if (count > 0)
        memcpy(ret->of, last->of, count * sizeof *ret->of);
    return true;
}

status rule_counts_take(struct task *t, struct request *in, struct rule_counts *ret)
{
    struct site *site = in->site;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    pthread_mutex_lock(&site->snapshot_lock);
    bool any = copy_last(t, in, ret);
    int64_t age = any ? in->now.us - ret->counted.us : 0;
    bool mine = !site->counting_rules && (!any || age < 0 || age >= lasts_us);
    site->counting_rules = site->counting_rules || mine;
    pthread_mutex_unlock(&site->snapshot_lock);
    if (!mine)
        return any ? OK : fail(t, E_BUSY, "they are being counted at this moment: look again");
    struct rule_counts *newer = NULL;
    status counted = count_all(t, in, &newer);
    pthread_mutex_lock(&site->snapshot_lock);
    site->counting_rules = false;
    if (counted == OK) {
        rule_counts_end(site);
        site->rule_counts = newer;
        copy_last(t, in, ret);
    }
    pthread_mutex_unlock(&site->snapshot_lock);
    return counted;
}

void rule_counts_end(struct site *site)
{
    if (site->rule_counts)
        arena_close(site->rule_counts->arena);
    site->rule_counts = NULL;
}

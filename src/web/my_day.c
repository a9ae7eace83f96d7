/* A social worker's day: the children, what is owed late, today and this week, alarms, and news. */
#include <stdlib.h>
#include <string.h>

#include "web/draft.h"
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/who.h"

enum {
    OF_CHILD,
    NEXT_OWED,
    NEWS_OF,
    DAY_STATEMENTS,
    CHILDREN_SHOWN = 100,
    DUTIES_READ = 400,
    GROUPS_OPEN = 6,
    GROUPS_SHOWN = 36,
    ALARMS_READ = 100,
    ALARMS_SHOWN = 5,
    NEWS_SHOWN = 12,
    DRAFTS_SHOWN = 5,
    NEWS_DAYS = 7
};

/* Parts of the statements; clang-format would break them anywhere.
 * The plus keeps the engine from walking all open duties in the order of an index. */
// clang-format off
#define OF_IT     " x WHERE x.log = $1 AND x.subject = $2"
#define BORN      " (SELECT x.pers_dob FROM ssd_person" OF_IT " ORDER BY x.k LIMIT 1)"
#define LIVES     " FROM ssd_cla_placement" OF_IT " AND x.sl_until_us IS NULL" \
                  " AND x.sl_from_us IS NOT NULL ORDER BY x.sl_from_us DESC LIMIT 1)"
#define IS_AWAY   " FROM ssd_missing" OF_IT " AND x.sl_until_us IS NULL" \
                  " ORDER BY x.sl_since_us DESC LIMIT 1)"
#define LAST_SEEN " (SELECT max(x.clav_cla_visit_date) FROM ssd_cla_visits" OF_IT
#define CLOSED    ", x.rule_about, x.started_n, x.closed_us"
#define SINCE     OF_IT " AND x.closing = 1 AND x.closed_us >= $3"

static const struct statement statements[DAY_STATEMENTS] = {
    [OF_CHILD] = { .name = "web.day_child",
                   .sql = "SELECT" BORN ","
                          " (SELECT x.sl_home" LIVES ", (SELECT x.clap_cla_placement_type" LIVES ","
                          " (SELECT x.sl_since_us" IS_AWAY ", (SELECT x.sl_class" IS_AWAY ","
                          LAST_SEEN " AND x.clav_cla_visit_seen_alone = 'Y'),"
                          LAST_SEEN " AND x.clav_cla_visit_seen = 'Y')",
                   .params = 2, .columns = 7 },
    [NEXT_OWED] = { .name = "web.day_next",
                    .sql = "SELECT x.rule_about, x.started_n, x.from_us, x.due_us, x.warn_us"
                           " FROM duty" OF_IT " AND x.closing = 0 AND x.due_us IS NOT NULL"
                           " AND x.from_us <= $3 ORDER BY +x.due_us, x.k LIMIT 1",
                    .params = 3, .columns = 5 },
    [NEWS_OF] = { .name = "web.day_news",
                  .sql = "SELECT 1" CLOSED " FROM alarm" SINCE
                         " UNION ALL SELECT 0" CLOSED " FROM duty" SINCE
                         " ORDER BY 4 DESC LIMIT 12",
                  .params = 3, .columns = 4 },
};
// clang-format on

status my_day_prepare(struct task *t, struct reader *r)
{
    return db_prepare_all(t, r->derived, statements, COUNT(statements));
}

/* --- the children --- */

static struct date day_or_none(struct str iso)
{
    struct task quiet = { 0 };
    struct date d = { 0 };
    return iso.len > 0 && date_parse(&quiet, iso, &d) == OK ? d : (struct date){ 0 };
}

static status read_child(struct task *t, struct request *in, struct day_child *c)
{
    struct value of[] = { I64(in->site->store->log), I64(c->child) };
    struct task quiet = { 0 };
    struct date born;
    WITH_CURSOR(rows);
    TRY(db_query(t, in->reader->derived, &statements[OF_CHILD], of, COUNT(of), &rows));
    c->away_since = NEVER;
    c->born = INT32_MIN;
    if (cursor_next(&rows)) {
        struct str dob = cursor_text(&rows);
        if (dob.len > 0 && date_parse(&quiet, dob, &born) == OK)
            c->born = born.days;
        c->home = (uint32_t)cursor_i64(&rows);
        struct str type = cursor_text(&rows);
        c->lives = type.len ? str_from(code_meaning(CODES_PLACEMENT_TYPE,
                                                    code_number(CODES_PLACEMENT_TYPE, type)))
                            : S("");
        bool home_now = cursor_is_nil(&rows);
        int64_t since = cursor_i64(&rows);
        unsigned class = (unsigned)cursor_i64(&rows);
        if (!home_now) {
            c->away_since.us = since;
            c->away_word = strcmp(code_text(CODES_CLASSIFICATION, class), "A") == 0
                               ? S("Away without authorisation")
                               : S("Missing");
        }
        c->seen_alone = day_or_none(cursor_text(&rows));
        c->seen = day_or_none(cursor_text(&rows));
    }
    return cursor_done(&rows);
}

/* The open duty of the child that is due first, whoever owes it: whose it is stands on its page. */
static status read_next(struct task *t, struct request *in, const struct view *v,
                        struct day_child *c)
{
    struct value of[] = { I64(in->site->store->log), I64(c->child), I64(in->now.us) };
    struct duty_row *d = NEW(t->arena, struct duty_row);
    struct instance *x = &d->instance;
    WITH_CURSOR(rows);
    TRY(db_query(t, in->reader->derived, &statements[NEXT_OWED], of, COUNT(of), &rows));
    if (cursor_next(&rows)) {
        *d = (struct duty_row){ .subject = c->child, .child = c->child, .child_name = c->name };
        d->rule = x->rule = rulebook_by_about(in->site->store->rules, (uint64_t)cursor_i64(&rows));
        x->started_n = (uint32_t)cursor_i64(&rows);
        x->from = cursor_i64(&rows);
        x->due = cursor_i64(&rows);
        x->warn = cursor_is_nil(&rows) ? INT64_MAX : 0;
        int64_t warn = cursor_i64(&rows);
        x->warn = x->warn == INT64_MAX ? INT64_MAX : warn;
        x->closed_at = INT64_MAX;
        if (d->rule != UINT16_MAX)
            c->next = owed_row(v, d);
    }
    return cursor_done(&rows);
}

static struct str family_of(struct str name)
{
    for (size_t i = name.len; i-- > 0;)
        if (name.at[i] == ' ')
            return (struct str){ name.at + i + 1, name.len - i - 1 };
    return name;
}

static int text_order(struct str a, struct str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.at, b.at, len) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool same_family(struct str name, struct str other)
{
    return text_order(family_of(name), family_of(other)) == 0;
}

/* Siblings stand together: by family name, then by home, then by name. */
static int by_family(const void *a, const void *b)
{
    const struct day_child *x = a, *y = b;
    int order = text_order(family_of(x->name), family_of(y->name));
    if (order == 0)
        order = (x->home > y->home) - (x->home < y->home);
    if (order == 0)
        order = text_order(x->name, y->name);
    return order ? order : (x->child > y->child) - (x->child < y->child);
}

static status name_homes(struct task *t, struct request *in, struct day_children *c)
{
    for (size_t i = 0; i < c->count; i++) {
        struct day_child *one = &c->at[i];
        if (one->home == 0)
            continue;
        if (i > 0 && c->at[i - 1].home == one->home)
            one->lives = c->at[i - 1].lives;
        else
            TRY(look_name(t, in->reader, one->home, &one->lives));
    }
    return OK;
}

status day_children(struct task *t, struct request *in, const struct view *v,
                    struct day_children *ret)
{
    struct name_list mine;
    TRY(children_of(t, in->reader, in->session.actor.person, &mine));
    struct day_children c = { .at = NEWS(t->arena, struct day_child, CHILDREN_SHOWN),
                              .cut = mine.cut || mine.count > CHILDREN_SHOWN };
    for (size_t i = 0; i < mine.count && c.count < CHILDREN_SHOWN; i++) {
        struct day_child *one = &c.at[c.count++];
        *one = (struct day_child){ .child = mine.at[i].number,
                                   .name = mine.at[i].name,
                                   .first = first_name(mine.at[i].name),
                                   .detail = mine.at[i].detail };
        TRY(read_child(t, in, one));
        if (v)
            TRY(read_next(t, in, v, one));
        c.away += one->away_since.us != INT64_MAX;
    }
    if (c.count > 1)
        qsort(c.at, c.count, sizeof *c.at, by_family);
    TRY(name_homes(t, in, &c));
    *ret = c;
    return OK;
}

/* --- what is owed --- */

static int part_of(const struct view *v, const struct duty_row *d)
{
    struct date today = date_in_uk(v->now);
    if (d->state == DUTY_OVERDUE)
        return DAY_LATE;
    if (d->instance.unknown)
        return DAY_WEEK; /* what cannot be reckoned is not put off */
    if (d->instance.due == INT64_MAX)
        return DAY_TODAY;
    struct date due = date_in_uk((struct instant){ d->instance.due - 1 });
    return due.days <= today.days ? DAY_TODAY : due.days < today.days + 7 ? DAY_WEEK : DAY_PARTS;
}

static uint32_t home_of_child(const struct my_day_page *p, uint32_t child)
{
    for (size_t i = 0; i < p->children.count; i++)
        if (p->children.at[i].child == child)
            return p->children.at[i].home;
    return 0;
}

static bool is_visit(const struct rule_words *r)
{
    struct act a = act_for(r);
    return a.kind && strcmp(a.kind, "visit-made") == 0;
}

/* One visit can be recorded for children who live in one home, so their visits are one row. */
static struct day_group *group_for(const struct my_day_page *p, struct day_part *part,
                                   const struct duty_row *d, const struct rule_words *r)
{
    uint32_t home = home_of_child(p, d->child);
    for (size_t i = 0; is_visit(r) && home != 0 && i < part->groups; i++) {
        struct day_group *g = &part->group[i];
        if (g->visit && g->count < 6 && home_of_child(p, g->row[0].row->child) == home)
            return g;
    }
    return NULL;
}

static void add_duty(struct task *t, const struct view *v, struct my_day_page *p,
                     const struct duty_row *d)
{
    int at = part_of(v, d);
    if (at == DAY_PARTS) {
        p->later++;
        return;
    }
    struct day_part *part = &p->part[at];
    const struct rule_words *r = rule_of(v, d->rule);
    struct day_group *g = group_for(p, part, d, r);
    if (!g) {
        g = &part->group[part->groups++];
        *g = (struct day_group){ .rule = r,
                                 .row = NEWS(t->arena, struct owed_row, 6),
                                 .visit = is_visit(r) };
    }
    g->row[g->count++] = owed_row(v, d);
    part->duties++;
}

static size_t at_most(size_t n, size_t most)
{
    return n < most ? n : most;
}

static status duties_of_mine(struct task *t, struct request *in, const struct view *v,
                             struct my_day_page *p)
{
    struct duty_filter f = { .person = in->session.actor.person,
                             .at = in->now,
                             .limit = DUTIES_READ };
    struct duty_list list;
    TRY(look_duties(t, in->reader, &f, &list));
    for (size_t i = 0; i < DAY_PARTS; i++)
        p->part[i].group = NEWS(t->arena, struct day_group, list.count + 1);
    for (size_t i = 0; i < list.count; i++)
        add_duty(t, v, p, &list.at[i]);
    p->part[DAY_LATE].heading = S("Late");
    p->part[DAY_TODAY].heading = str_print(t->arena, "Today, %.*s", STR_ARG(words_day(v, v->now)));
    p->part[DAY_WEEK].heading = S("In the next seven days");
    for (size_t i = 0; i < DAY_PARTS; i++) {
        struct day_part *part = &p->part[i];
        part->open = at_most(part->groups, GROUPS_OPEN);
        part->shown = at_most(part->groups, GROUPS_SHOWN);
    }
    return OK;
}

static status alarms_for_me(struct task *t, struct request *in, const struct view *v,
                            struct my_day_page *p)
{
    struct duty_filter f = {
        .alarms = true, .person = in->session.actor.person, .at = in->now, .limit = ALARMS_READ
    };
    struct duty_list list;
    TRY(look_duties(t, in->reader, &f, &list));
    p->alarm = NEWS(t->arena, struct owed_row, list.count + 1);
    for (int level = LEVEL_HIGH; level >= LEVEL_NONE; level--)
        for (size_t i = 0; i < list.count; i++)
            if (list.at[i].state == ALARM_RAISED &&
                (int)rule_of(v, list.at[i].rule)->level == level)
                p->alarm[p->alarms++] = owed_row(v, &list.at[i]);
    p->alarms_shown = at_most(p->alarms, ALARMS_SHOWN);
    return OK;
}

/* --- news --- */

static int newest_first(const void *a, const void *b)
{
    const struct day_news *x = a, *y = b;
    return (y->at.us > x->at.us) - (y->at.us < x->at.us);
}

static status news_of(struct task *t, struct request *in, const struct day_child *c,
                      struct my_day_page *p)
{
    struct value of[] = { I64(in->site->store->log), I64(c->child), I64(p->since.us) };
    WITH_CURSOR(rows);
    TRY(db_query(t, in->reader->derived, &statements[NEWS_OF], of, COUNT(of), &rows));
    while (cursor_next(&rows)) {
        struct day_news n = { .child = c->child, .name = c->name };
        n.decided = cursor_i64(&rows) != 0;
        uint16_t rule = rulebook_by_about(in->site->store->rules, (uint64_t)cursor_i64(&rows));
        n.started_n = (uint32_t)cursor_i64(&rows);
        n.at.us = cursor_i64(&rows);
        if (rule == UINT16_MAX || n.at.us > in->now.us)
            continue;
        n.rule = rulebook_rule(in->site->store->rules, rule);
        p->news[p->news_count++] = n;
    }
    return cursor_done(&rows);
}

static status news(struct task *t, struct request *in, struct my_day_page *p)
{
    p->since.us = in->now.us - NEWS_DAYS * 24 * HOUR_US;
    p->news = NEWS(t->arena, struct day_news, p->children.count * NEWS_SHOWN + 1);
    for (size_t i = 0; i < p->children.count; i++)
        TRY(news_of(t, in, &p->children.at[i], p));
    if (p->news_count > 1)
        qsort(p->news, p->news_count, sizeof *p->news, newest_first);
    if (p->news_count > NEWS_SHOWN)
        p->news_count = NEWS_SHOWN;
    return OK;
}

static struct str name_of_mine(const struct my_day_page *p, uint32_t child)
{
    for (size_t i = 0; i < p->children.count; i++)
        if (p->children.at[i].child == child)
            return p->children.at[i].name;
    return S("");
}

static status drafts_first(struct task *t, struct request *in, struct my_day_page *p)
{
    struct draft_list list;
    struct draft_place place;
    TRY(drafts_of(t, in->reader, in->session.actor.person, &list));
    p->draft = NEWS(t->arena, struct day_draft, list.count + 1);
    for (size_t i = 0; i < list.count && p->drafts < DRAFTS_SHOWN; i++) {
        const struct draft *d = &list.at[i];
        if (draft_place_named(d->form, d->subject, &place))
            p->draft[p->drafts++] = (struct day_draft){ .form = d->form,
                                                        .about = d->subject,
                                                        .saved = d->saved,
                                                        .name = name_of_mine(p, d->subject),
                                                        .title = draft_title(&place) };
    }
    return OK;
}

static status gather(struct task *t, struct request *in, const struct view *v,
                     struct my_day_page *p)
{
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    TRY(day_children(t, in, v, &p->children));
    TRY(drafts_first(t, in, p));
    TRY(duties_of_mine(t, in, v, p));
    TRY(alarms_for_me(t, in, v, p));
    return news(t, in, p);
}

status handle_my_day(struct task *t, struct request *in, struct response *out)
{
    struct view v = view_of(t, in, "My day", NAV_MY_DAY);
    struct my_day_page *p = NEW(t->arena, struct my_day_page);
    v.recorded = true;
    unsigned code = 200;
    if (gather(t, in, &v, p) != OK) {
        *p = (struct my_day_page){ .failed = str_nul(t->arena, str_from(t->reason)) };
        code = 503;
    }
    note_searched(in, out, "my-day");
    struct html h = page_open(t);
    page_my_day(&h, &v, p);
    return page_send(t, &h, code, out);
}

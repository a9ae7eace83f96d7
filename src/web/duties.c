/* What is owed and what has rung: mine, my children's, everyone's. */
#include <string.h>

#include "base/limits.h"
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/who.h"

enum {
    DUTIES_READ = 400,
    PART_SHOWN = 50,
    ALARMS_SHOWN = 100
};

static const char *const part_names[DUTY_PARTS] = { "late", "today", "week", "later", "unknown" };

static enum whose whose_of(const struct request *in)
{
    struct str w = urlform_text(&in->query, "whose");
    return str_is(w, "team") ? WHOSE_TEAM : str_is(w, "all") ? WHOSE_ALL : WHOSE_MINE;
}

static enum whose kept_whose(enum whose asked, bool may_see_all)
{
    return asked == WHOSE_ALL && !may_see_all ? WHOSE_MINE : asked;
}

/* In which part of the page a duty stands. */
static unsigned part_of(const struct view *v, const struct duty_row *d)
{
    struct date today = date_in_uk(v->now);
    if (d->instance.unknown)
        return DUTY_PART_UNKNOWN;
    if (d->state == DUTY_OVERDUE)
        return DUTY_PART_LATE;
    if (d->instance.due == INT64_MAX)
        return DUTY_PART_TODAY;
    /* Due at midnight is due by the end of the day before. */
    struct date due = date_in_uk((struct instant){ d->instance.due - 1 });
    if (due.days <= today.days)
        return DUTY_PART_TODAY;
    return due.days < today.days + 7 ? DUTY_PART_WEEK : DUTY_PART_LATER;
}

static void add(struct duties_page *p, const struct view *v, const struct duty_list *list)
{
    p->overdue += list->overdue;
    p->today += list->today;
    p->running += list->running;
    p->cut = p->cut || list->cut;
    for (size_t i = 0; i < list->count; i++) {
        if (p->shown == DUTIES_READ) {
            p->cut = true;
            return;
        }
        struct duty_part *part = &p->part[part_of(v, &list->at[i])];
        part->row[part->count++] = owed_row(v, &list->at[i]);
        p->shown++;
    }
}

static status gather(struct task *t, struct request *in, const struct view *v,
                     struct duties_page *p)
{
    struct duty_filter f = { .at = in->now, .overdue_only = p->only_overdue, .limit = DUTIES_READ };
    struct str rule = urlform_text(&in->query, "rule");
    uint16_t number = rulebook_find(in->site->store->rules, rule);
    if (number != UINT16_MAX) {
        f.rule = rule;
        p->only_rule = rulebook_rule(in->site->store->rules, number)->title;
    }
    struct duty_list list;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    if (p->whose != WHOSE_TEAM) {
        f.person = p->whose == WHOSE_MINE ? in->session.actor.person : 0;
        TRY(look_duties(t, in->reader, &f, &list));
        add(p, v, &list);
        return OK;
    }
    struct name_list mine;
    TRY(children_of(t, in->reader, in->session.actor.person, &mine));
    p->cut = mine.cut;
    for (size_t i = 0; i < mine.count && p->shown < DUTIES_READ; i++) {
        f.child = mine.at[i].number;
        TRY(look_duties(t, in->reader, &f, &list));
        add(p, v, &list);
    }
    return OK;
}

static void headings(struct task *t, const struct view *v, struct duties_page *p)
{
    p->part[DUTY_PART_LATE].heading = S("Late");
    p->part[DUTY_PART_TODAY].heading =
        str_print(t->arena, "Today, %.*s", STR_ARG(words_day(v, v->now)));
    p->part[DUTY_PART_WEEK].heading = S("In the next seven days");
    p->part[DUTY_PART_LATER].heading = S("Later");
    p->part[DUTY_PART_UNKNOWN].heading = S("We cannot say when");
    for (size_t i = 0; i < DUTY_PARTS; i++)
        p->part[i].row = NEWS(t->arena, struct owed_row, DUTIES_READ);
}

/* Fifty of each part, or all of the one that was asked for. */
static void choose_shown(const struct request *in, struct duties_page *p)
{
    struct str asked = urlform_text(&in->query, "part");
    for (size_t i = 0; i < DUTY_PARTS; i++) {
        struct duty_part *part = &p->part[i];
        part->name = part_names[i];
        if (asked.len > 0 && !str_is(asked, part->name))
            part->count = 0;
        bool whole = asked.len > 0 || part->count <= PART_SHOWN;
        part->shown = whole ? part->count : PART_SHOWN;
    }
}

status handle_duties(struct task *t, struct request *in, struct response *out)
{
    static const char *const titles[] = { "My duties", "Duties for the children I work with",
                                          "Everyone\xe2\x80\x99s duties" };
    static const char *const words[] = { "mine", "team", "all" };
    struct seen_children seen;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    TRY(children_seen(t, in, &seen));
    struct duties_page p = { .only_overdue = str_is(urlform_text(&in->query, "only"), "overdue"),
                             .may_see_all = seen.all };
    p.whose = kept_whose(whose_of(in), seen.all);
    p.heading = titles[p.whose];
    p.whose_word = words[p.whose];
    struct view v = view_of(t, in, p.heading, NAV_DUTIES);
    v.recorded = true;
    headings(t, &v, &p);
    unsigned code = 200;
    if (gather(t, in, &v, &p) != OK) {
        p.failed = str_nul(t->arena, str_from(t->reason));
        code = 503;
    }
    choose_shown(in, &p);
    note_searched(in, out, "duties");
    struct html h = page_open(t);
    page_duties(&h, &v, &p);
    return page_send(t, &h, code, out);
}

static status gather_alarms(struct task *t, struct request *in, const struct view *v,
                            struct alarms_page *p)
{
    struct seen_children seen;
    struct duty_list list;
    struct duty_filter f = { .alarms = true, .at = in->now };
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    TRY(children_seen(t, in, &seen));
    bool whole = str_is(urlform_text(&in->query, "list"), "all");
    size_t most = whole ? LIST_ROWS_MAX : ALARMS_SHOWN;
    if (seen.all)
        f.limit = most;
    TRY(look_duties(t, in->reader, &f, &list));
    p->cut = list.cut;
    p->row = NEWS(t->arena, struct owed_row, list.count + 1);
    p->whole = whole;
    p->waiting = list.running;
    for (size_t i = 0; i < list.count; i++) {
        const struct duty_row *d = &list.at[i];
        if (d->state != ALARM_RAISED)
            continue;
        bool mine = d->owner.person == in->session.actor.person;
        if (!mine && (d->child == 0 ? !seen.all : !may_list(&seen, d->child, false)))
            p->hidden++;
        else if (p->count < most)
            p->row[p->count++] = owed_row(v, d);
        else
            p->cut = true;
    }
    return OK;
}

/* One card a child, in the order in which its first alarm stands. */
static void in_cards(struct arena *a, struct alarms_page *p)
{
    struct owed_row *sorted = NEWS(a, struct owed_row, p->count + 1);
    bool *placed = NEWS(a, bool, p->count + 1);
    size_t count = 0;
    p->card = NEWS(a, struct alarm_card, p->count + 1);
    for (size_t i = 0; i < p->count; i++) {
        if (placed[i])
            continue;
        struct alarm_card *c = &p->card[p->cards++];
        *c = (struct alarm_card){ .of = p->row[i].row, .row = &sorted[count] };
        for (size_t k = i; k < p->count; k++) {
            if (placed[k] || p->row[k].row->subject != c->of->subject)
                continue;
            placed[k] = true;
            sorted[count++] = p->row[k];
            c->count++;
        }
    }
    p->row = sorted;
}

status handle_alarms(struct task *t, struct request *in, struct response *out)
{
    struct alarms_page p = { 0 };
    struct view v = view_of(t, in, "Alarms", NAV_ALARMS);
    v.recorded = true;
    unsigned code = 200;
    if (gather_alarms(t, in, &v, &p) != OK) {
        p = (struct alarms_page){ .failed = str_nul(t->arena, str_from(t->reason)) };
        code = 503;
    }
    in_cards(t->arena, &p);
    note_searched(in, out, "alarms");
    struct html h = page_open(t);
    page_alarms(&h, &v, &p);
    return page_send(t, &h, code, out);
}

status handle_why(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    TRY(subject_open(t, in, out, "why", &f));
    const struct store *s = in->site->store;
    uint16_t rule = rulebook_find(s->rules, in->word);
    if (rule == UINT16_MAX)
        return fail(t, E_MISSING, "there is no rule of that name");
    struct why_page p = { .subject = f.child,
                          .place = is_of_place(in),
                          .name = f.name,
                          .rule = rulebook_rule(s->rules, rule) };
    struct fact *facts = NEWS(t->arena, struct fact, f.stream.count + 1);
    if (f.stream.count > 0)
        memcpy(facts, f.stream.fact, f.stream.count * sizeof *facts);
    uint32_t count = facts_in_order(facts, f.stream.count);
    struct subject_facts said = { (enum subject_kind)f.evaluation->kind, facts, count };
    TRY(rulebook_explain(t, s->rules, s->calendar, &said, in->word, in->now.us, &p.words));
    TRY(children_hidden(t, in, f.child, &p.words));
    struct view v = view_of(t, in, "Why", p.place ? NAV_DUTIES : NAV_CHILDREN);
    v.recorded = true;
    struct html h = page_open(t);
    page_why_page(&h, &v, &p);
    return page_send(t, &h, 200, out);
}

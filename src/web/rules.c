/* The rulebook for people: every rule with its citation, and how many are running, late and met. */
#include "pages.gen.h"

#include <string.h>

#include "web/pages.h"

static const struct {
    const char *heading;
    bool alarm;
    enum force force;
} parts[RULE_PARTS] = {
    { "Duties from statute", false, FORCE_STATUTE },
    { "Duties from guidance", false, FORCE_GUIDANCE },
    { "Duties from practice", false, FORCE_PRACTICE },
    { "Local duties", false, FORCE_LOCAL },
    { "Alarms from statute", true, FORCE_STATUTE },
    { "Alarms from guidance", true, FORCE_GUIDANCE },
    { "Alarms from practice", true, FORCE_PRACTICE },
    { "Local alarms", true, FORCE_LOCAL },
};

/* Counts come from one look over everything; when it is cut or fails they are not known, and the
 * page says so instead of showing noughts. */
static status count_all(struct task *t, struct request *in, struct rule_row *rows, size_t count)
{
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    for (int alarms = 0; alarms < 2; alarms++) {
        struct duty_filter f = { .alarms = alarms != 0, .closed_too = true, .at = in->now };
        struct duty_list list;
        TRY(look_duties(t, in->reader, &f, &list));
        if (list.cut)
            return fail(t, E_LIMIT, "there are more duties than one look may count");
        for (size_t i = 0; i < list.count; i++) {
            const struct duty_row *d = &list.at[i];
            if (d->rule >= count)
                continue;
            struct rule_row *r = &rows[d->rule];
            bool open = d->instance.closed_at == INT64_MAX;
            r->late += d->state == DUTY_OVERDUE;
            r->running += open && d->state != DUTY_OVERDUE;
            r->met += !open;
        }
    }
    for (size_t i = 0; i < count; i++)
        rows[i].known = true;
    return OK;
}

status handle_rules(struct task *t, struct request *in, struct response *out)
{
    const struct rulebook *b = in->site->store->rules;
    size_t count = rulebook_count(b);
    struct rule_row *rows = NEWS(t->arena, struct rule_row, count + 1);
    for (size_t i = 0; i < count; i++)
        rows[i].words = rulebook_rule(b, (uint16_t)i);
    struct rules_page p = { .hash = rulebook_hash(t, b) };
    if (count_all(t, in, rows, count) != OK)
        p.failed = str_nul(t->arena, str_from(t->reason));
    for (size_t k = 0; k < RULE_PARTS; k++) {
        p.part[k].heading = parts[k].heading;
        p.part[k].row = NEWS(t->arena, struct rule_row, count + 1);
        for (size_t i = 0; i < count; i++)
            if (rows[i].words->alarm == parts[k].alarm && rows[i].words->force == parts[k].force)
                p.part[k].row[p.part[k].count++] = rows[i];
    }
    struct view v = view_of(t, in, "Rules", NAV_RULES);
    struct html h = page_open(t);
    page_rules(&h, &v, &p);
    return page_send(t, &h, 200, out);
}

status handle_rule(struct task *t, struct request *in, struct response *out)
{
    const struct rulebook *b = in->site->store->rules;
    uint16_t rule = rulebook_find(b, in->word);
    if (rule == UINT16_MAX)
        return fail(t, E_MISSING, "there is no rule of that name");
    struct rule_page p = { .row = { .words = rulebook_rule(b, rule), .known = true } };
    struct duty_filter f = {
        .alarms = p.row.words->alarm, .closed_too = true, .at = in->now, .rule = p.row.words->name
    };
    struct duty_list list;
    if (!in->reader || look_duties(t, in->reader, &f, &list) != OK || list.cut) {
        p.row.known = false;
        p.failed = "There are more than one look may count, or the register could not be read.";
        list = (struct duty_list){ 0 };
    }
    for (size_t i = 0; i < list.count; i++) {
        bool open = list.at[i].instance.closed_at == INT64_MAX;
        p.row.late += list.at[i].state == DUTY_OVERDUE;
        p.row.running += open && list.at[i].state != DUTY_OVERDUE;
        p.row.met += !open;
    }
    struct view v = view_of(t, in, "Rule", NAV_RULES);
    v.title = p.row.words->title;
    struct html h = page_open(t);
    page_rule(&h, &v, &p);
    return page_send(t, &h, 200, out);
}

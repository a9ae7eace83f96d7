/* The rulebook for people: every rule with its citation, and how many are running, late and met. */
#include <string.h>

#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/rule_counts.h"

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

/* When they cannot be counted the page says so instead of showing noughts. */
static status count_all(struct task *t, struct request *in, struct rule_row *rows, size_t count,
                        struct instant *ret_counted)
{
    struct rule_counts c;
    TRY(rule_counts_take(t, in, &c));
    for (size_t i = 0; i < count; i++) {
        rows[i].known = true;
        rows[i].running = c.of[i].running;
        rows[i].late = c.of[i].late;
        rows[i].met = c.of[i].over;
    }
    *ret_counted = c.counted;
    return OK;
}

status handle_rules(struct task *t, struct request *in, struct response *out)
{
    const struct rulebook *b = in->site->store->rules;
    size_t count = rulebook_count(b);
    struct rule_row *rows = NEWS(t->arena, struct rule_row, count + 1);
    for (size_t i = 0; i < count; i++)
        rows[i].words = rulebook_rule(b, (uint16_t)i);
    struct rules_page p = { .hash = rulebook_hash(t, b), .nation = in->site->store->nation };
    if (count_all(t, in, rows, count, &p.counted) != OK)
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
    size_t count = rulebook_count(b);
    struct rule_row *rows = NEWS(t->arena, struct rule_row, count + 1);
    struct rule_page p = { 0 };
    if (count_all(t, in, rows, count, &p.counted) != OK)
        p.failed = str_nul(t->arena, str_from(t->reason));
    p.row = rows[rule];
    p.row.words = rulebook_rule(b, rule);
    struct view v = view_of(t, in, "Rule", NAV_RULES);
    v.title = p.row.words->title;
    struct html h = page_open(t);
    page_rule(&h, &v, &p);
    return page_send(t, &h, 200, out);
}

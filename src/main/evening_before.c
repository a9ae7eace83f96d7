/* What went before the demo's evening: people decided the alarms of the years behind it. */
#include <stdlib.h>

#include "main/simulate.h"

enum {
    ROUNDS_MAX = 200,
    UNDECIDED_DAYS = 12,
    HOURS_TO_DECIDE = 30
};

struct deciding {
    struct task *t;
    const struct world_people *people;
    struct event *event;
    struct append *append;
    size_t count;
};

static void decide(struct deciding *d, const struct opened *o, const struct duty_row *row)
{
    static const char *const reasons[] = {
        "Seen and talked through at the weekly meeting; the plan was changed.",
        "Checked with the home and the police; what was needed is done and recorded.",
        "Looked at with the team manager: the record is complete now.",
    };
    const struct rule_words *rule = rulebook_rule(o->store->rules, row->rule);
    struct instant at = { row->instance.from + HOURS_TO_DECIDE * HOUR_US };
    struct event *e = &d->event[d->count];
    *e = event_new(EV_ALARM_DECIDED, row->subject, at);
    e->recorded = at;
    e->channel = code_number(CODES_CHANNEL, S("simulated"));
    e->agency = o->store->authority;
    e->author = d->people->first_team_manager;
    e->role = ROLE_TEAM_MANAGER;
    event_set_text(e, "rule", rule->name);
    event_set_number(e, "started", row->instance.started_n);
    event_set_code(e, "decision", rule->needs_strategy ? "meeting" : "safety-plan");
    event_set_text(e, "reason", str_from(reasons[row->instance.started_n % COUNT(reasons)]));
    d->append[d->count++] = (struct append){ .events = e, .count = 1, .expected_n = APPEND_ANY };
}

static int by_subject(const void *a, const void *b)
{
    const struct append *x = a, *y = b;
    return (x->events->subject > y->events->subject) - (x->events->subject < y->events->subject);
}

/* One round: of each rule and file only the first can be decided; the next rings when it is. */
static status round_of(struct deciding *d, struct opened *o, struct instant until)
{
    struct duty_filter filter = { .alarms = true, .at = until };
    struct duty_list list;
    struct reader *r;
    TRY(reader_open(d->t, o->store, &r));
    status looked = look_duties(d->t, r, &filter, &list);
    reader_close(r);
    TRY(looked);
    d->event = NEWS(d->t->arena, struct event, list.count + 1);
    d->append = NEWS(d->t->arena, struct append, list.count + 1);
    d->count = 0;
    for (size_t i = 0; i < list.count; i++) {
        if (list.at[i].instance.from < until.us - UNDECIDED_DAYS * 24 * HOUR_US)
            decide(d, o, &list.at[i]);
    }
    qsort(d->append, d->count, sizeof *d->append, by_subject);
    return d->count > 0 ? writer_bulk(d->t, o->writer, d->append, d->count, NULL, NULL) : OK;
}

status evening_before(struct task *t, struct opened *o, const struct world_plan *plan)
{
    struct world_people people = world_people_of(plan);
    struct deciding d = { .t = t, .people = &people, .count = 1 };
    for (int round = 0; round < ROUNDS_MAX && d.count > 0; round++) {
        struct arena_mark mark = arena_mark(t->arena);
        TRY(round_of(&d, o, plan->until));
        progress_show("alarms of earlier years decided, round", round + 1, 0);
        arena_rewind(t->arena, mark);
    }
    progress_end();
    return OK;
}

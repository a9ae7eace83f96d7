/* The lines of a rule that carry a time: due, within, warn, escalate, raised-after, in-force. */
#include <string.h>

#include "rulebook/reading.h"

static struct rule *rule_now(struct loading *l)
{
    return &l->b->rule[l->rule];
}

static struct rule_cold *cold_now(struct loading *l)
{
    return &l->b->cold[l->rule];
}

static void keep_text(struct loading *l, struct str *kept, struct str more)
{
    *kept = kept->len ? str_print(l->t->arena, "%.*s; %.*s", STR_ARG(*kept), STR_ARG(more)) : more;
}

/* To be filled while the line is read. */
static struct due_cold *cold_due(struct loading *l)
{
    struct due_cold *c = NEW(l->t->arena, struct due_cold);
    c->file = l->line.file;
    c->line = l->line.number;
    return c;
}

static status new_due(struct loading *l, struct due **ret)
{
    if (l->b->dues == DUES_MAX)
        return wrong(l, "the rulebook has more than %d deadlines", DUES_MAX);
    *ret = &l->b->due[l->b->dues++];
    return OK;
}

static status read_birthday(struct loading *l, struct due *d)
{
    int32_t age;
    TRY(word_expect(l, "birthday", "after `on` or `after`"));
    TRY(read_number(l, &age));
    if (age < 1 || age > 25)
        return wrong(l, "a birthday is from 1 to 25");
    d->from = FROM_BIRTHDAY;
    d->age = (uint8_t)age;
    return OK;
}

/* `5 working-days from approval`, `6 months from health-assessed check initial, review` */
static status read_from_event(struct loading *l, struct due *d)
{
    struct pattern p = { .kind = EV_PLACEMENT_APPROVED, .when = dnf_always() };
    if (!word_skip(l, "approval"))
        TRY(read_pattern(l, &p));
    d->from = FROM_EVENT;
    d->kind = p.kind;
    return add_action(l, ACT_ANCHOR, &p, SCOPE_CHILD);
}

/* `28 days from the date said`, `1 month before the date said`, `on the date said` */
static status read_date_said(struct loading *l, struct due *d, bool before)
{
    TRY(word_expect(l, "the", "as in `the date said`"));
    TRY(word_expect(l, "date", "as in `the date said`"));
    TRY(word_expect(l, "said", "as in `the date said`"));
    d->from = FROM_SAID;
    if (before)
        d->period.amount = (int16_t)-d->period.amount;
    return d->period.unit == UNIT_HOURS
               ? wrong(l, "a date has no hour; count days, weeks, months or working-days from it")
               : OK;
}

static status read_from(struct loading *l, struct due *d)
{
    if (word_skip(l, "before"))
        return read_date_said(l, d, true);
    if (word_skip(l, "from"))
        return str_is(word_now(l), "the") ? read_date_said(l, d, false) : read_from_event(l, d);
    TRY(word_expect(l, "after", "or `from` and a kind of event"));
    if (str_is(word_now(l), "birthday")) /* `3 months after birthday 16` */
        return read_birthday(l, d);
    if (word_skip(l, "eligible"))
        d->from = FROM_ELIGIBLE;
    else if (word_skip(l, "happened"))
        d->from = FROM_HAPPENED;
    else if (word_skip(l, "recorded"))
        d->from = FROM_RECORDED;
    else if (word_skip(l, "previous"))
        d->from = FROM_PREVIOUS;
    else
        return wrong(l, "say from when: `after happened`, `after recorded`, `after previous` or"
                        " `from` a kind of event");
    return OK;
}

static status read_deadline(struct loading *l, struct due *d, struct due_cold *cold)
{
    int from = l->line.at;
    if (word_skip(l, "before")) {
        TRY(word_expect(l, "happened", "after `before`: it had to be done first"));
        d->from = BEFORE_HAPPENED;
        rule_now(l)->before = true;
    } else if (word_skip(l, "on")) {
        d->period = (struct period){ UNIT_DAYS, 0 };
        TRY(str_is(word_now(l), "the") ? read_date_said(l, d, false) : read_birthday(l, d));
    } else {
        TRY(read_period(l, &d->period, &cold->parameter));
        TRY(read_from(l, d));
    }
    if (word_skip(l, "including")) {
        TRY(word_expect(l, "the", "as in `including the first day`"));
        TRY(word_expect(l, "first", "as in `including the first day`"));
        TRY(word_expect(l, "day", "as in `including the first day`"));
        d->first_day = true;
        if (d->period.unit != UNIT_DAYS && d->period.unit != UNIT_WORKING_DAYS)
            return wrong(l, "`including the first day` counts days or working-days only");
    }
    cold->words = words_between(l, from, l->line.at);
    return OK;
}

static status read_when(struct loading *l, struct due *d, struct due_cold *cold)
{
    if (!word_skip(l, "when"))
        return OK;
    struct rule_cold *c = cold_now(l);
    struct dnf when = { 0 };
    int from = l->line.at;
    uint16_t kinds[COUNT(c->start_kind) + 1]; /* also judged when it comes again */
    unsigned count = c->start_kinds;
    memcpy(kinds, c->start_kind, sizeof c->start_kind);
    if (c->repeat_kind)
        kinds[count++] = c->repeat_kind;
    l->in_due = true;
    status s = read_condition(l, kinds, count, &when);
    l->in_due = false;
    TRY(s);
    cold->when_words = words_between(l, from, l->line.at);
    return dnf_keep(l, &when, &d->when);
}

static status read_due(struct loading *l)
{
    struct rule *r = rule_now(l);
    struct due_cold *cold = cold_due(l);
    struct due *d, row = { .cold = cold };
    TRY(read_deadline(l, &row, cold));
    TRY(read_when(l, &row, cold));
    if (row.from == FROM_PREVIOUS && !r->repeats)
        return wrong(l, "`after previous` needs a `repeats` line above it");
    TRY(new_due(l, &d));
    row.tightening = l->tighten;
    *d = row;
    uint16_t at = (uint16_t)(d - l->b->due);
    if (l->tighten) {
        r->tight = r->tights ? r->tight : at;
        r->tights++;
    } else {
        r->due = r->dues ? r->due : at;
        r->dues++;
    }
    return OK;
}

static status read_within(struct loading *l)
{
    struct rule *r = rule_now(l);
    struct due_cold *cold = cold_due(l);
    struct due *d, row = { .from = FROM_HAPPENED, .cold = cold };
    int from = l->line.at;
    if (r->dues && !l->tighten)
        return wrong(l, "`within` is said twice; keep one");
    TRY(read_period(l, &row.period, &cold->parameter));
    cold->words = words_between(l, from, l->line.at);
    row.tightening = l->tighten;
    TRY(new_due(l, &d));
    *d = row;
    uint16_t at = (uint16_t)(d - l->b->due);
    if (l->tighten) {
        r->tight = r->tights ? r->tight : at;
        r->tights++;
        return OK;
    }
    r->due = at;
    r->dues = 1;
    cold_now(l)->within = cold->words;
    return OK;
}

static status read_warn(struct loading *l)
{
    struct rule *r = rule_now(l);
    struct str none = S("");
    int from = l->line.at;
    TRY(read_period(l, &r->warn, &none));
    if (str_is(word_now(l), "after"))
        return wrong(l, "a warning after the deadline comes too late; write `before due`");
    TRY(word_expect(l, "before", "since a warning comes before the deadline"));
    TRY(word_expect(l, "due", "after `before`"));
    r->has_warn = true;
    cold_now(l)->warn = words_between(l, from, l->line.at);
    return OK;
}

static status read_step(struct loading *l, struct step *s)
{
    struct str none = S("");
    TRY(read_role(l, &s->role));
    if (word_skip(l, "at")) {
        s->period = (struct period){ UNIT_HOURS, 0 };
        s->from = str_is(word_now(l), "raised") ? STEP_AFTER_RAISED : STEP_AFTER_DUE;
        return word_skip(l, "raised") || word_skip(l, "due")
                   ? OK
                   : wrong(l, "write `at due` or `at raised`");
    }
    TRY(read_period(l, &s->period, &none));
    if (word_skip(l, "before")) {
        s->from = STEP_BEFORE_DUE;
        return word_expect(l, "due", "after `before`");
    }
    TRY(word_expect(l, "after", "or `before`, then `due` or `raised`"));
    s->from = str_is(word_now(l), "raised") ? STEP_AFTER_RAISED : STEP_AFTER_DUE;
    return word_skip(l, "raised") || word_skip(l, "due")
               ? OK
               : wrong(l, "write `after due` or `after raised`");
}

static status read_escalate(struct loading *l)
{
    struct rule *r = rule_now(l);
    int from = l->line.at;
    if (r->steps == STEPS_MAX)
        return wrong(l, "a ladder has at most %d steps; remove one", STEPS_MAX);
    TRY(read_step(l, &r->step[r->steps]));
    r->steps++;
    keep_text(l, &cold_now(l)->escalates, words_between(l, from, l->line.at));
    return OK;
}

/* `raised-after 24 hours after missing-reported …` and `raised-on birthday 18 after …`. */
static status read_raised_after(struct loading *l, bool birthday)
{
    struct rule *r = rule_now(l);
    struct due_cold *cold = cold_due(l);
    struct due *d, row = { .from = FROM_HAPPENED, .cold = cold };
    int from = l->line.at;
    if (r->ring != NONE16)
        return wrong(l, "when the alarm is raised is said twice; make two alarms of it");
    if (birthday) {
        TRY(read_birthday(l, &row));
    } else if (word_skip(l, "nightfall")) {
        row.from = FROM_NIGHT;
    } else if (word_skip(l, "usual-length")) {
        row.from = FROM_USUAL;
    } else {
        TRY(read_period(l, &row.period, &cold->parameter));
        if (str_is(word_now(l), "from") || str_is(word_now(l), "before"))
            TRY(read_from(l, &row));
    }
    cold->words = words_between(l, from, l->line.at);
    TRY(word_expect(l, "after", "before the event that starts it"));
    TRY(new_due(l, &d));
    *d = row;
    r->ring = (uint16_t)(d - l->b->due);
    bool known;
    return read_lines_of_events(l, S("raised-by"), &known);
}

static status read_in_force(struct loading *l)
{
    struct rule *r = rule_now(l);
    struct date from, until;
    cold_now(l)->in_force = words_between(l, l->line.at, l->line.count);
    if (word_skip(l, "always"))
        return OK;
    if (date_parse(l->t, word_take(l), &from) != OK)
        return wrong(l, "write `in-force 2014-01-16 onwards`, or `2011-04-01 to 2015-03-31`");
    r->from_us = uk_midnight(from).us;
    if (word_skip(l, "onwards"))
        return OK;
    TRY(word_expect(l, "to", "or `onwards`"));
    if (date_parse(l->t, word_take(l), &until) != OK || until.days < from.days)
        return wrong(l, "the last day must be a real date after the first, as 2015-03-31");
    r->until_us = uk_midnight((struct date){ until.days + 1 }).us;
    return OK;
}

status read_lines_of_time(struct loading *l, struct str key, bool *ret_known)
{
    bool alarm = rule_now(l)->alarm;
    *ret_known = true;
    if (str_is(key, "due") && !alarm)
        return read_due(l);
    if (str_is(key, "within") && alarm)
        return read_within(l);
    if (str_is(key, "warn"))
        return read_warn(l);
    if (str_is(key, "escalate"))
        return read_escalate(l);
    if (l->tighten)
        return wrong(l, "a local file may tighten `due`, `within`, `warn` and `escalate` only");
    if (str_is(key, "raised-after") && alarm)
        return read_raised_after(l, false);
    if (str_is(key, "raised-on") && alarm)
        return read_raised_after(l, true);
    if (str_is(key, "in-force"))
        return read_in_force(l);
    *ret_known = false;
    return OK;
}

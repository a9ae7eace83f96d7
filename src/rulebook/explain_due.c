/* The arithmetic of one deadline, in numbered steps that a person can follow on a calendar. */
#include <stdlib.h>
#include <string.h>

#include "rulebook/pass.h"
#include "rulebook/reading.h"

static struct str day_words(struct text *x, int32_t day)
{
    return date_words(x->arena, (struct date){ day });
}

struct str due_words(struct arena *a, struct instant due)
{
    if (due.us == INT64_MAX)
        return S("no date");
    struct date day = date_in_uk(due);
    if (uk_midnight(day).us != due.us)
        return instant_words(a, due);
    return str_print(a, "the end of %.*s", STR_ARG(date_words(a, (struct date){ day.days - 1 })));
}

static struct str words_of(struct text *x, int64_t us)
{
    return instant_words(x->arena, (struct instant){ us });
}

struct steps {
    struct text *x;
    const struct calendar *c;
    int number;
};

static void step(struct steps *s, struct str what)
{
    text_addf(s->x, "     %d. %.*s\n", ++s->number, STR_ARG(what));
}

/* Day by day, with what is skipped: twenty working days are seldom more than thirty rows. */
static void working_steps(struct steps *s, int32_t day, int amount, bool first_day)
{
    int counted = 0;
    for (int32_t d = first_day ? day : day + 1; counted < amount && d < CALENDAR_DAYS; d++) {
        struct date on = { d };
        if (calendar_is_working(s->c, on))
            step(s, str_print(s->x->arena, "%.*s is working day %d.", STR_ARG(day_words(s->x, d)),
                              ++counted));
        else if (weekday(on) < 5)
            step(s, str_print(s->x->arena, "%.*s is a bank holiday: not counted.",
                              STR_ARG(day_words(s->x, d))));
        else if (weekday(on) == 5)
            step(s, str_print(s->x->arena, "%.*s and the Sunday after it are not counted.",
                              STR_ARG(day_words(s->x, d))));
    }
}

static void count_steps(struct steps *s, int64_t base, const struct due *d, int64_t due)
{
    static const char *const units[UNITS] = { "hours",        "days",  "weeks",   "months",
                                              "working days", "month", "quarter", "year" };
    struct arena *a = s->x->arena;
    if (d->period.unit == UNIT_HOURS) {
        step(s, str_print(a,
                          "Hours run through nights, weekends and holidays: %d hours later is"
                          " %.*s.",
                          d->period.amount, STR_ARG(words_of(s->x, due))));
        if (uk_is_summer((struct instant){ base }) != uk_is_summer((struct instant){ due }))
            step(s, uk_is_summer((struct instant){ due })
                        ? S("The clocks change in between: they go forward one hour. Hours count"
                            " as they pass, so the clock shows one hour later.")
                        : S("The clocks change in between: they go back one hour. Hours count"
                            " as they pass, so the clock shows one hour earlier."));
        return;
    }
    int32_t day = day_at(s->c, base);
    step(s, str_print(a, "%.*s is day %d.", STR_ARG(day_words(s->x, day)), d->first_day ? 1 : 0));
    struct str last = day_words(s->x, day_at(s->c, due - 1));
    int amount = d->period.amount;
    if (d->period.unit == UNIT_WORKING_DAYS)
        working_steps(s, day, amount, d->first_day);
    else if (d->period.unit >= UNIT_CALENDAR_MONTHS)
        step(s, str_print(a, "By the calendar, the %s that is %d on ends with %.*s.",
                          units[d->period.unit], amount, STR_ARG(last)));
    else
        step(s, str_print(a, "%d %.*s %s is %.*s.", abs(amount),
                          (int)strlen(units[d->period.unit]) - (abs(amount) == 1),
                          units[d->period.unit], amount < 0 ? "before" : "on", STR_ARG(last)));
    step(s, S("It is due by the end of that day."));
}

static void unknown_step(struct steps *s, const struct pass *p, const struct due *d,
                         const struct instance *i)
{
    bool no_birth = p->out->child.born == INT32_MIN && p->b->rule[i->rule].needs_age;
    if (d->from == FROM_BIRTHDAY || d->from == FROM_ELIGIBLE || no_birth)
        step(s, S("The child's date of birth is not recorded: the date is not known."));
    else if (d->from == FROM_SAID)
        step(s, S("The entry says no date: the date is not known."));
    else if (d->from == FROM_EVENT)
        step(s, str_print(s->x->arena,
                          "It runs from \xe2\x80\x9c%s\xe2\x80\x9d, which is not"
                          " recorded: the date is not known.",
                          event_kind_def((enum event_kind)d->kind)->words));
    else if (p->fact->precision > 4)
        step(s, S("When it happened is not known, so the date is not known either."));
    else
        step(s, str_print(s->x->arena,
                          "The bank holidays of that time are not loaded: the date is not known."
                          " They are known to %.*s; later years are added to the rulebook once"
                          " they are announced.",
                          STR_ARG(day_words(s->x, p->c->holidays_to.days))));
}

static int64_t base_of(struct steps *s, const struct pass *p, const struct due *d,
                       const struct instance *i)
{
    const struct fact *f = p->fact;
    if (d->from == FROM_ELIGIBLE) {
        int64_t at = eligible_at(p->c, &p->out->child);
        step(s, str_print(s->x->arena,
                          "At 16, and after 13 weeks of care since 14, the child is eligible:"
                          " from %.*s on.",
                          STR_ARG(words_of(s->x, at))));
        return at;
    }
    if (d->from == FROM_RECORDED) {
        step(s, str_print(s->x->arena, "It was recorded at %.*s.",
                          STR_ARG(words_of(s->x, f->recorded))));
        return f->recorded;
    }
    if (d->from == FROM_EVENT) {
        int64_t at = anchor_of(p, &p->b->rule[i->rule], instance_what(&p->b->rule[i->rule], i)).at;
        step(s, str_print(s->x->arena, "\xe2\x80\x9c%s\xe2\x80\x9d: %.*s.",
                          event_kind_def((enum event_kind)d->kind)->words,
                          STR_ARG(words_of(s->x, at))));
        return at;
    }
    if (d->from == FROM_SAID) {
        struct deadline on = date_said(p->c, f);
        step(s, str_print(s->x->arena, "The entry says %.*s.",
                          STR_ARG(day_words(s->x, day_at(s->c, on.at)))));
        return on.at;
    }
    step(s, str_print(s->x->arena, "It happened at %.*s.", STR_ARG(words_of(s->x, f->happened))));
    struct deadline base = fact_begins(p->c, f, d->period.unit);
    if (base.at != f->happened && d->period.unit == UNIT_HOURS)
        step(s, str_print(s->x->arena, "The time of day is not known: hours run from %.*s.",
                          STR_ARG(due_words(s->x->arena, (struct instant){ base.at }))));
    return base.at;
}

void explain_due(struct text *x, const struct pass *p, const struct due *d,
                 const struct instance *i)
{
    struct steps s = { x, p->c, 0 };
    bool alarm = p->b->rule[i->rule].alarm;
    int64_t at = alarm ? i->from : i->due;
    text_addz(x, alarm ? "   It is raised " : "   It is due ");
    add_due_words(x, p->b, d);
    text_addz(x, alarm && d->from != FROM_BIRTHDAY ? " after that:\n" : ":\n");
    if (i->unknown) {
        unknown_step(&s, p, d, i);
        return;
    }
    if (d->from == BEFORE_HAPPENED) {
        step(&s, str_print(x->arena, "It had to be done by %.*s.",
                           STR_ARG(due_words(x->arena, (struct instant){ at }))));
        return;
    }
    if (d->from == FROM_BIRTHDAY) {
        int64_t day = birthday_at(p->c, p->out->child.born, d->age);
        step(&s, str_print(x->arena, "The child was born on %.*s: that birthday begins at %.*s.",
                           STR_ARG(day_words(x, p->out->child.born)), STR_ARG(words_of(x, day))));
        if (d->period.amount != 0)
            count_steps(&s, day, d, deadline_after(p->c, day, d).at);
        return;
    }
    if (d->from == FROM_NIGHT) {
        step(&s, str_print(x->arena, "The night runs from 23:00 to 06:00: from %.*s on.",
                           STR_ARG(words_of(x, at))));
        return;
    }
    if (d->from == FROM_USUAL) {
        const struct missing_episode *e = episode_spoken_of(p);
        struct span length = { e ? usual_length(&p->out->child, e) : 0 };
        step(&s, str_print(x->arena,
                           "Nine in ten of the child's earlier episodes lasted no more"
                           " than %.*s.",
                           STR_ARG(span_words(x->arena, length))));
        step(&s,
             str_print(x->arena, "This one has lasted so long at %.*s.", STR_ARG(words_of(x, at))));
        return;
    }
    int64_t base = base_of(&s, p, d, i);
    struct deadline own = deadline_after(p->c, base, d);
    count_steps(&s, base, d, own.at);
    if (own.at != at && !alarm)
        step(&s, str_print(x->arena, "The authority's own tighter deadline makes it %.*s.",
                           STR_ARG(due_words(x->arena, (struct instant){ at }))));
}

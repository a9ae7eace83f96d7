/* Values in a rule: whole numbers, periods, roles, kinds of event, and named parameters. */
#include <string.h>

#include "base/limits.h"
#include "rulebook/reading.h"

static bool is_digits(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
    }
    return s.len > 0 && s.len < 6;
}

static int32_t digits_value(struct str s)
{
    int32_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n = n * 10 + (s.at[i] - '0');
    return n;
}

const struct parameter *parameter_named(const struct rulebook *b, struct str name)
{
    for (unsigned i = 0; i < b->parameters; i++) {
        if (str_equal(b->parameter[i].name, name))
            return &b->parameter[i];
    }
    return NULL;
}

static status no_parameter(struct loading *l, struct str word, const char *what)
{
    struct nearest n = nearest_start(word);
    for (unsigned i = 0; i < l->b->parameters; i++)
        nearest_try(&n, l->b->parameter[i].name);
    if (word.len == 0)
        return wrong(l, "%s is missing; give a number or the name of a parameter", what);
    return wrong(l, "`%.*s` is neither %s nor a parameter%.*s", STR_ARG(word), what,
                 STR_ARG(did_you_mean(l, &n)));
}

status read_number(struct loading *l, int32_t *ret)
{
    struct str word = word_now(l);
    if (is_digits(word)) {
        word_take(l);
        *ret = digits_value(word);
        return OK;
    }
    const struct parameter *p = parameter_named(l->b, word);
    if (!p)
        return no_parameter(l, word, "a whole number");
    if (p->is_period)
        return wrong(l, "parameter %.*s is a length of time; a number is needed here",
                     STR_ARG(word));
    word_take(l);
    *ret = p->number;
    return OK;
}

static const struct {
    const char *name;
    uint8_t unit;
} units[] = {
    { "hour", UNIT_HOURS },
    { "hours", UNIT_HOURS },
    { "day", UNIT_DAYS },
    { "days", UNIT_DAYS },
    { "week", UNIT_WEEKS },
    { "weeks", UNIT_WEEKS },
    { "month", UNIT_MONTHS },
    { "months", UNIT_MONTHS },
    { "year", UNIT_MONTHS },
    { "years", UNIT_MONTHS },
    { "working-day", UNIT_WORKING_DAYS },
    { "working-days", UNIT_WORKING_DAYS },
    { "calendar-month", UNIT_CALENDAR_MONTHS },
    { "calendar-months", UNIT_CALENDAR_MONTHS },
    { "calendar-quarter", UNIT_CALENDAR_QUARTERS },
    { "calendar-quarters", UNIT_CALENDAR_QUARTERS },
    { "calendar-year", UNIT_CALENDAR_YEARS },
    { "calendar-years", UNIT_CALENDAR_YEARS },
};

static status read_unit(struct loading *l, int32_t amount, struct period *ret)
{
    struct str word = word_take(l);
    struct nearest n = nearest_start(word);
    for (size_t i = 0; i < COUNT(units); i++) {
        nearest_try(&n, str_from(units[i].name));
        if (!str_is(word, units[i].name))
            continue;
        bool years = units[i].name[0] == 'y';
        *ret = (struct period){ units[i].unit, (int16_t)(years ? amount * 12 : amount) };
        return OK;
    }
    if (word.len == 0)
        return wrong(l, "add the unit: hours, days, weeks, months, years or working-days");
    return wrong(l,
                 "unknown unit `%.*s`; use hours, days, weeks, months, years or"
                 " working-days%.*s",
                 STR_ARG(word), STR_ARG(did_you_mean(l, &n)));
}

status read_period(struct loading *l, struct period *ret, struct str *ret_parameter)
{
    struct str word = word_now(l);
    if (is_digits(word)) {
        word_take(l);
        if (digits_value(word) > 2000)
            return wrong(l, "%.*s is too long a time; the most is 2000", STR_ARG(word));
        return read_unit(l, digits_value(word), ret);
    }
    const struct parameter *p = parameter_named(l->b, word);
    if (!p)
        return no_parameter(l, word, "a length of time");
    if (!p->is_period)
        return wrong(l, "parameter %.*s is a number; a length of time is needed here",
                     STR_ARG(word));
    word_take(l);
    *ret = p->period;
    *ret_parameter = p->name;
    return OK;
}

status read_role(struct loading *l, uint8_t *ret)
{
    struct str word = word_take(l);
    *ret = code_number(CODES_ROLE, word);
    if (*ret)
        return OK;
    struct nearest n = nearest_start(word);
    for (unsigned i = 1; i <= code_count(CODES_ROLE); i++)
        nearest_try(&n, str_from(code_text(CODES_ROLE, i)));
    return wrong(l, "unknown role `%.*s`%.*s", STR_ARG(word), STR_ARG(did_you_mean(l, &n)));
}

bool word_is_kind(struct str word)
{
    return event_kind_named(word) != EV_NONE;
}

/* The subject's own events, those said of any, and what its stream is told of a child. */
static status check_kind_here(struct loading *l, uint16_t kind)
{
    static const char *const subjects[] = {
        [SUBJECT_CHILD] = "child",   [SUBJECT_HOME] = "home",   [SUBJECT_PERSON] = "person",
        [SUBJECT_AGENCY] = "agency", [SUBJECT_PLACE] = "place", [SUBJECT_LOG] = "register"
    };
    const struct kind_def *k = event_kind_def((enum event_kind)kind);
    enum over over = (enum over)l->b->rule[l->rule].over;
    bool here = k->subject == SUBJECT_ANY || over_of((enum subject_kind)k->subject) == over ||
                over_of((enum subject_kind)k->also) == over;
    if (here)
        return OK;
    const char *its = subjects[k->subject], *own = over_words(over);
    if (over_of((enum subject_kind)k->subject) == OVERS)
        return wrong(l, "%s is said of a %s: no rule looks at that", k->name, its);
    return wrong(l,
                 "%s is said of a%s %s, and this rule is over a%s %s: it never comes there; make"
                 " it a rule `over %s`, or name another event",
                 k->name, *its == 'a' ? "n" : "", its, *own == 'a' ? "n" : "", own, its);
}

status read_kind(struct loading *l, uint16_t *ret)
{
    struct str word = word_take(l);
    *ret = (uint16_t)event_kind_named(word);
    if (*ret != EV_NONE)
        return check_kind_here(l, *ret);
    if (word.len == 0)
        return wrong(l, "name a kind of event here, such as missing-reported");
    struct nearest n = nearest_start(word);
    for (unsigned i = 1; i < EVENT_KINDS; i++)
        nearest_try(&n, str_from(event_kind_def((enum event_kind)i)->name));
    return wrong(l, "unknown event `%.*s`%.*s", STR_ARG(word), STR_ARG(did_you_mean(l, &n)));
}

/* ---- parameters ---- */

static status parameter_place(struct loading *l, struct str name, struct parameter **ret)
{
    struct rulebook *b = l->b;
    for (unsigned i = 0; i < b->parameters; i++) {
        if (!str_equal(b->parameter[i].name, name))
            continue;
        *ret = &b->parameter[i];
        if (l->line.local && !(*ret)->local)
            return OK;
        return wrong(l, "parameter %.*s is already set at %.*s:%d; set it once", STR_ARG(name),
                     STR_ARG((*ret)->file), (*ret)->line);
    }
    if (b->parameters == PARAMETERS_MAX)
        return wrong(l, "more than %d parameters; remove one", PARAMETERS_MAX);
    *ret = &b->parameter[b->parameters++];
    return OK;
}

static status read_one_parameter(struct loading *l)
{
    struct str name = word_take(l), none = S("");
    if (name.len == 0)
        return wrong(l, "give the parameter a name, as in `parameter repeat-count = 3`");
    TRY(word_expect(l, "=", "after the parameter's name"));
    struct parameter new = { .name = name,
                             .file = l->line.file,
                             .line = l->line.number,
                             .local = l->line.local,
                             .set_by = S("the default of this program") };
    bool has_unit = l->line.at + 1 < l->line.count &&
                    !str_is(l->line.token[l->line.at + 1].text, ",") &&
                    !str_is(l->line.token[l->line.at + 1].text, "set");
    new.is_period = has_unit;
    TRY(has_unit ? read_period(l, &new.period, &none) : read_number(l, &new.number));
    if (word_skip(l, "set")) {
        TRY(word_expect(l, "by", "before the name of who set the parameter"));
        TRY(quoted_take(l, &new.set_by));
    } else if (new.local) {
        return wrong(l, "say who set %.*s: add `set by \"name, date\"`", STR_ARG(name));
    }
    struct parameter *p = NULL;
    TRY(parameter_place(l, name, &p));
    if (p->name.len && p->is_period != new.is_period)
        return wrong(l, "parameter %.*s is %s in the rules of the nation; keep it so",
                     STR_ARG(name), p->is_period ? "a length of time" : "a number");
    new.has_shipped = p->name.len > 0;
    new.shipped = p->period;
    *p = new;
    return OK;
}

status read_parameter(struct loading *l)
{
    do
        TRY(read_one_parameter(l));
    while (word_skip(l, ","));
    if (!line_done(l))
        return wrong(l, "`%.*s` is one word too many after the parameter", STR_ARG(word_now(l)));
    return OK;
}

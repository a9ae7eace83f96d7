/* Working days and deadlines from tables by day number, filled once when a nation is loaded. */
#include "base/calendar.h"

#include <string.h>

#include "base/task.h"

#define DAY_US (24 * HOUR_US)

static const char *const nation_names[] = {
    [ENGLAND_AND_WALES] = "england-and-wales",
    [SCOTLAND] = "scotland",
    [NORTHERN_IRELAND] = "northern-ireland",
};

struct loading {
    struct task *t;
    struct calendar *c;
    int line;
    bool has_nation;
    int from_year, to_year;
    struct date last;
    bool holiday[CALENDAR_DAYS];
};

static bool is_in_table(struct date d)
{
    return d.days >= 0 && d.days < CALENDAR_DAYS;
}

static status read_nation(struct loading *l, struct str name)
{
    for (size_t i = 0; i < COUNT(nation_names); i++) {
        if (str_is(name, nation_names[i])) {
            l->c->nation = (enum nation)i;
            l->has_nation = true;
            return OK;
        }
    }
    return fail(l->t, E_INVALID,
                "bank holidays, line %d: the nation must be england-and-wales, scotland or"
                " northern-ireland",
                l->line);
}

static status read_year(struct loading *l, struct str text, int *ret_year)
{
    int64_t year;
    if (str_to_i64(l->t, text, CALENDAR_FIRST_YEAR, CALENDAR_LAST_YEAR, &year) != OK)
        return fail(l->t, E_INVALID, "bank holidays, line %d: the year must be from %d to %d",
                    l->line, CALENDAR_FIRST_YEAR, CALENDAR_LAST_YEAR);
    *ret_year = (int)year;
    return OK;
}

static status read_holiday(struct loading *l, struct str iso, struct str name)
{
    struct date d;
    if (date_parse(l->t, iso, &d) != OK)
        return fail(l->t, E_INVALID,
                    "bank holidays, line %d: must begin with nation, from, to or a real date like"
                    " 2026-12-25",
                    l->line);
    int year = civil_of(d).year;
    if (!l->from_year || !l->to_year || year < l->from_year || year > l->to_year)
        return fail(l->t, E_INVALID,
                    "bank holidays, line %d: the date is outside the years that `from` and `to`"
                    " give above it",
                    l->line);
    if (d.days <= l->last.days)
        return fail(l->t, E_INVALID,
                    "bank holidays, line %d: dates must ascend, each once only", l->line);
    if (weekday(d) > 4) /* a holiday that falls on a weekend is kept on a substitute day */
        return fail(l->t, E_INVALID,
                    "bank holidays, line %d: the date is a weekend; give the substitute day",
                    l->line);
    if (name.len == 0)
        return fail(l->t, E_INVALID, "bank holidays, line %d: name the holiday after its date",
                    l->line);
    l->last = d;
    l->holiday[d.days] = true;
    return OK;
}

static status read_line(struct loading *l, struct str line)
{
    line = str_trim(line);
    if (line.len == 0 || line.at[0] == '#')
        return OK;
    struct str word = line, rest = S("");
    str_cut(line, ' ', &word, &rest);
    rest = str_trim(rest);
    if (str_is(word, "nation"))
        return read_nation(l, rest);
    if (str_is(word, "from"))
        return read_year(l, rest, &l->from_year);
    if (str_is(word, "to"))
        return read_year(l, rest, &l->to_year);
    return read_holiday(l, word, rest);
}

static void fill_tables(struct calendar *c, const bool *holiday)
{
    int working = 0, month = -1;
    for (int day = 0; day < CALENDAR_DAYS; day++) {
        struct date d = { day };
        struct civil on = civil_of(d);
        c->ymd[day] = (uint32_t)on.year << 9 | (uint32_t)on.month << 5 | on.day;
        if (on.day == 1)
            c->month_first[++month] = (uint16_t)day;
        if (weekday(d) < 5 && !holiday[day])
            c->nth_working[working++] = (uint16_t)day;
        c->working_before[day] = (uint16_t)working;
        c->day_end_us[day] = uk_midnight((struct date){ day + 1 }).us;
    }
    c->month_first[month + 1] = CALENDAR_DAYS;
    MUST(month + 2 == COUNT(c->month_first));
}

status calendar_load(struct task *t, struct str text, struct calendar **ret)
{
    struct loading *l = NEW(t->arena, struct loading);
    l->t = t;
    l->c = NEW(t->arena, struct calendar);
    l->last.days = -1;
    while (text.len > 0) {
        struct str line = text, rest = S("");
        str_cut(text, '\n', &line, &rest);
        l->line++;
        TRY(read_line(l, line));
        text = rest;
    }
    if (!l->has_nation || !l->from_year || !l->to_year || l->from_year > l->to_year)
        return fail(t, E_INVALID, "bank holidays: needs the lines nation, from and to, with the"
                                  " earlier year first");
    l->c->holidays_from = date_of((struct civil){ l->from_year, 1, 1 });
    l->c->holidays_to = date_of((struct civil){ l->to_year, 12, 31 });
    fill_tables(l->c, l->holiday);
    *ret = l->c;
    return OK;
}

bool calendar_knows(const struct calendar *c, struct date d)
{
    return d.days >= c->holidays_from.days && d.days <= c->holidays_to.days;
}

static int32_t clamp(int32_t day)
{
    return day < 0 ? 0 : day >= CALENDAR_DAYS ? CALENDAR_DAYS - 1 : day;
}

bool calendar_is_working(const struct calendar *c, struct date d)
{
    if (!is_in_table(d))
        return weekday(d) < 5;
    return c->working_before[d.days] != (d.days ? c->working_before[d.days - 1] : 0);
}

/* The day before `start` counts as -1. A count of nought is the day itself, working or not. Past
 * the table the last day of the table stands: a wrong date must not stop a fold. */
struct date working_days_after(const struct calendar *c, struct date start, int count)
{
    int32_t day = clamp(start.days);
    if (count == 0)
        return (struct date){ day };
    bool backwards_from_rest = count < 0 && !calendar_is_working(c, (struct date){ day });
    int64_t nth = (int64_t)c->working_before[day] - 1 + count + backwards_from_rest;
    if (nth < 0)
        return (struct date){ 0 };
    if (nth >= c->working_before[CALENDAR_DAYS - 1])
        return (struct date){ CALENDAR_DAYS - 1 };
    return (struct date){ c->nth_working[nth] };
}

struct instant calendar_day_end(const struct calendar *c, struct date d)
{
    if (!is_in_table(d))
        return uk_midnight((struct date){ d.days + 1 });
    return (struct instant){ c->day_end_us[d.days] };
}

static int64_t month_after(const struct calendar *c, int32_t day, int months)
{
    uint32_t ymd = c->ymd[day];
    int month = ((int)(ymd >> 9) - CALENDAR_FIRST_YEAR) * 12 + (int)(ymd >> 5 & 15) - 1 + months;
    if (month < 0)
        return -1;
    if (month + 1 >= (int)COUNT(c->month_first))
        return CALENDAR_DAYS;
    int first = c->month_first[month], room = c->month_first[month + 1] - first;
    int of_month = (int)(ymd & 31);
    return first + (of_month < room ? of_month : room) - 1;
}

/* The last day of the month, quarter or year (`length` months) that is `count` on. */
static int64_t last_day_of(const struct calendar *c, int32_t day, int length, int count)
{
    uint32_t ymd = c->ymd[day];
    int month = ((int)(ymd >> 9) - CALENDAR_FIRST_YEAR) * 12 + (int)(ymd >> 5 & 15) - 1;
    int next = (month / length + 1 + count) * length; /* the first month after it */
    if (next <= 0)
        return -1;
    if (next >= (int)COUNT(c->month_first))
        return CALENDAR_DAYS;
    return c->month_first[next] - 1;
}

/* An instant outside the table (a year mistyped) has no deadline that could be told: NEVER after
 * it; before 1970 the count starts on the table's first day. */
struct instant calendar_deadline(const struct calendar *c, struct instant from, struct period p)
{
    if (p.unit == UNIT_HOURS)
        return instant_after(from, span_hours(p.amount));
    if (from.us >= c->day_end_us[CALENDAR_DAYS - 1])
        return NEVER;
    int64_t day = from.us < 0 ? 0 : from.us / DAY_US;
    if (from.us >= c->day_end_us[day])
        day++; /* the last hour of a summer's day in UTC belongs to the next day in the UK */
    switch ((enum unit)p.unit) {
    case UNIT_HOURS: break;
    case UNIT_DAYS: day += p.amount; break;
    case UNIT_WEEKS: day += p.amount * 7; break;
    case UNIT_MONTHS: day = month_after(c, (int32_t)day, p.amount); break;
    case UNIT_WORKING_DAYS:
        day = working_days_after(c, (struct date){ (int32_t)day }, p.amount).days;
        break;
    case UNIT_CALENDAR_MONTHS: day = last_day_of(c, (int32_t)day, 1, p.amount); break;
    case UNIT_CALENDAR_QUARTERS: day = last_day_of(c, (int32_t)day, 3, p.amount); break;
    case UNIT_CALENDAR_YEARS: day = last_day_of(c, (int32_t)day, 12, p.amount); break;
    case UNITS: break;
    }
    if (day >= CALENDAR_DAYS)
        return NEVER;
    return (struct instant){ c->day_end_us[day < 0 ? 0 : day] };
}

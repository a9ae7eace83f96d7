/* Deadlines: hours elapse, other lengths end with a local day, and what is not known says so. */
#include "rulebook/pass.h"

#define DAY_US (24 * HOUR_US)

enum {
    PRECISE_EXACT = 1,
    PRECISE_DAY,
    PRECISE_MONTH,
    PRECISE_ABOUT,
    PRECISE_UNKNOWN
};

static int64_t month_end(const struct calendar *c, int64_t us)
{
    uint32_t ymd = c->ymd[day_at(c, us)];
    uint32_t month = ((ymd >> 9) - CALENDAR_FIRST_YEAR) * 12 + (ymd >> 5 & 15);
    if (month >= COUNT(c->month_first))
        return us;
    return c->day_end_us[c->month_first[month] - 1];
}

/* The end of a day is the first instant of the next: a length in days counts from just before. */
struct deadline fact_begins(const struct calendar *c, const struct fact *f, uint8_t unit)
{
    int64_t back = unit == UNIT_HOURS ? 0 : 1;
    switch (f->precision) {
    case PRECISE_DAY:
        return (struct deadline){ c->day_end_us[day_at(c, f->happened)] - back, false };
    case PRECISE_MONTH: return (struct deadline){ month_end(c, f->happened) - back, false };
    case PRECISE_UNKNOWN: return (struct deadline){ f->happened, true };
    default: break; /* exact, about, or not stated */
    }
    return (struct deadline){ f->happened, false };
}

/* The end of the day that the event itself says; unknown when it says none. */
struct deadline date_said(const struct calendar *c, const struct fact *f)
{
    if (f->number <= 0 || f->number >= CALENDAR_DAYS)
        return (struct deadline){ INT64_MAX, true };
    return (struct deadline){ c->day_end_us[f->number] - 1, false };
}

enum {
    NIGHT_FROM = 23,
    NIGHT_UNTIL = 6
};

int64_t nightfall(int64_t at)
{
    struct clock_time c = clock_in_uk((struct instant){ at });
    if (c.hour >= NIGHT_FROM || c.hour < NIGHT_UNTIL)
        return at;
    return uk_instant(date_in_uk((struct instant){ at }), NIGHT_FROM, 0, 0).us;
}

/* Past the years whose bank holidays are loaded a working day is a guess: no date is given. */
static bool calendar_lacks(const struct calendar *c, int64_t from, int64_t at)
{
    return day_at(c, from) < c->holidays_from.days || day_at(c, at - 1) > c->holidays_to.days;
}

static struct period counted(const struct calendar *c, int64_t base, const struct due *d)
{
    struct period p = d->period;
    struct date day = { day_at(c, base) };
    if (d->first_day && (p.unit == UNIT_DAYS || calendar_is_working(c, day)))
        p.amount--;
    return p;
}

struct deadline deadline_after(const struct calendar *c, int64_t base, const struct due *d)
{
    struct period p = d->first_day ? counted(c, base, d) : d->period;
    struct deadline at = { calendar_deadline(c, (struct instant){ base }, p).us, false };
    if (p.unit == UNIT_WORKING_DAYS && (at.at == INT64_MAX || calendar_lacks(c, base, at.at)))
        return (struct deadline){ INT64_MAX, true };
    return at;
}

/* A step before or after a deadline. A deadline at the end of a day belongs to that day. */
int64_t step_instant(const struct calendar *c, int64_t at, struct period p)
{
    if (at == INT64_MAX)
        return INT64_MAX;
    if (p.amount == 0)
        return at;
    if (p.unit == UNIT_HOURS)
        return calendar_deadline(c, (struct instant){ at }, p).us;
    return calendar_deadline(c, (struct instant){ at - 1 }, p).us;
}

/* The first instant of the birthday; INT64_MAX when the date of birth is not known. Someone born
 * on 29 February has it on 1 March of a common year, as an age is counted. */
int64_t birthday_at(const struct calendar *c, int32_t born, int age)
{
    if (born == INT32_MIN)
        return INT64_MAX;
    struct civil on = civil_of((struct date){ born });
    on.year += age;
    if (!civil_is_real(on))
        on = (struct civil){ on.year, 3, 1 };
    int32_t day = date_of(on).days;
    if (day < 1 || day > CALENDAR_DAYS)
        return INT64_MAX;
    return c->day_end_us[day - 1];
}

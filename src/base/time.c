/* Arithmetic on instants and dates, and UK summer time without a time zone file.
 *
 * Summer time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of
 * October: Summer Time Act 1972 as amended by SI 2002/262; the same rule was in force from 1996.
 * Earlier years are shown by the same rule, although history differed. */
#include "base/time.h"

#define DAY_US (24 * HOUR_US)

enum { DAYS_TO_1970 = 719468, ERA_DAYS = 146097 }; /* an era: 400 Gregorian years */

struct instant instant_after(struct instant start, struct span length)
{
    struct instant later;
    if (__builtin_add_overflow(start.us, length.us, &later.us))
        return NEVER;
    return later;
}

struct span span_between(struct instant from, struct instant to)
{
    struct span s;
    if (__builtin_sub_overflow(to.us, from.us, &s.us))
        s.us = to.us > from.us ? INT64_MAX : INT64_MIN;
    return s;
}

struct span span_hours(int64_t hours)
{
    struct span s;
    MUST(!__builtin_mul_overflow(hours, HOUR_US, &s.us));
    return s;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t q = a / b;
    return q - (a % b < 0);
}

/* Days from civil and back: Howard Hinnant's method, years counted from March. */
static int32_t days_of(int32_t year, uint32_t month, uint32_t day)
{
    year -= month <= 2;
    int32_t era = (int32_t)floor_div(year, 400);
    uint32_t of_era = (uint32_t)(year - era * 400);
    uint32_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    uint32_t days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return era * ERA_DAYS + (int32_t)days - DAYS_TO_1970;
}

struct date date_of(struct civil c)
{
    MUST(civil_is_real(c));
    return (struct date){ days_of(c.year, c.month, c.day) };
}

struct civil civil_of(struct date d)
{
    int64_t z = (int64_t)d.days + DAYS_TO_1970;
    int64_t era = floor_div(z, ERA_DAYS);
    uint32_t day = (uint32_t)(z - era * ERA_DAYS);
    uint32_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    uint32_t of_year = day - (365 * year + year / 4 - year / 100);
    uint32_t from_march = (5 * of_year + 2) / 153;
    uint32_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    return (struct civil){
        .year = (int32_t)((int64_t)year + era * 400) + (month <= 2),
        .month = (uint8_t)month,
        .day = (uint8_t)(of_year - (153 * from_march + 2) / 5 + 1),
    };
}

static bool is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int32_t year, int month)
{
    static const uint8_t days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool civil_is_real(struct civil c)
{
    return c.year >= 1 && c.year <= 9999 && c.month >= 1 && c.month <= 12 && c.day >= 1 &&
           c.day <= month_days(c.year, c.month);
}

int weekday(struct date d)
{
    int of_week = (int)(((int64_t)d.days + 3) % 7); /* 1 January 1970 was a Thursday */
    return of_week < 0 ? of_week + 7 : of_week;
}

struct date date_add_months(struct date d, int months)
{
    struct civil c = civil_of(d);
    int64_t total = (int64_t)c.year * 12 + c.month - 1 + months;
    int32_t year = (int32_t)floor_div(total, 12);
    int month = (int)(total - (int64_t)year * 12) + 1;
    int last = month_days(year, month);
    return (struct date){ days_of(year, (uint32_t)month, c.day < last ? c.day : (uint32_t)last) };
}

/* Someone born on 29 February completes a year on 1 March of a common year. */
int years_between(struct date from, struct date to)
{
    struct civil a = civil_of(from), b = civil_of(to);
    bool not_yet = b.month < a.month || (b.month == a.month && b.day < a.day);
    return b.year - a.year - not_yet;
}

static int32_t last_sunday(int32_t year, uint32_t month)
{
    int32_t last = days_of(year, month, 31);
    return last - (weekday((struct date){ last }) + 1) % 7;
}

bool uk_is_summer(struct instant i)
{
    int32_t day = (int32_t)floor_div(i.us, DAY_US);
    struct civil c = civil_of((struct date){ day });
    if (c.month < 3 || c.month > 10)
        return false;
    if (c.month > 3 && c.month < 10)
        return true;
    int64_t change = last_sunday(c.year, c.month) * DAY_US + HOUR_US;
    return c.month == 3 ? i.us >= change : i.us < change;
}

static int64_t wall_us(struct instant i, bool summer)
{
    int64_t us;
    if (__builtin_add_overflow(i.us, summer ? HOUR_US : 0, &us))
        return INT64_MAX;
    return us;
}

struct date date_in_uk(struct instant i)
{
    return (struct date){ (int32_t)floor_div(wall_us(i, uk_is_summer(i)), DAY_US) };
}

struct clock_time clock_in_uk(struct instant i)
{
    bool summer = uk_is_summer(i);
    int64_t us = wall_us(i, summer);
    int64_t day = floor_div(us, DAY_US);
    int64_t seconds = (us - day * DAY_US) / SECOND_US;
    return (struct clock_time){
        .on = civil_of((struct date){ (int32_t)day }),
        .hour = (uint8_t)(seconds / 3600),
        .minute = (uint8_t)(seconds / 60 % 60),
        .second = (uint8_t)(seconds % 60),
        .summer = summer,
    };
}

/* The hour that occurs twice in October is taken as its first, the earlier instant: a duty then
 * starts no later than it should. The hour that is skipped in March is read as winter time. */
struct instant uk_instant(struct date d, int hour, int minute, int second)
{
    MUST(hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60);
    int64_t wall = d.days * DAY_US + hour * HOUR_US + (minute * 60 + second) * SECOND_US;
    struct instant summer = { wall - HOUR_US };
    return uk_is_summer(summer) ? summer : (struct instant){ wall };
}

struct instant uk_midnight(struct date d)
{
    return uk_instant(d, 0, 0, 0);
}

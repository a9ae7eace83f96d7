/* Dates and instants as text: read strictly, written in one canonical form or in words. */
#include <string.h>

#include "base/task.h"
#include "base/time.h"

static const char *const day_names[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
                                         "Friday", "Saturday", "Sunday" };
static const char *const month_names[] = { "January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December" };

/* The bounds of what four digits can write: 0001-01-01T00:00Z and the last instant of 9999. */
#define YEAR_1_US    (-719162 * 24 * HOUR_US)
#define YEAR_9999_US (2932897 * 24 * HOUR_US - 1)

/* Takes `count` digits off the front of *s. */
static bool take_digits(struct str *s, size_t count, int *ret)
{
    int value = 0;
    if (s->len < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (s->at[i] < '0' || s->at[i] > '9')
            return false;
        value = value * 10 + (s->at[i] - '0');
    }
    *s = (struct str){ s->at + count, s->len - count };
    *ret = value;
    return true;
}

static bool take_char(struct str *s, char c)
{
    if (s->len == 0 || s->at[0] != c)
        return false;
    *s = (struct str){ s->at + 1, s->len - 1 };
    return true;
}

static bool make_date(int year, int month, int day, struct date *ret)
{
    struct civil c = { year, (uint8_t)month, (uint8_t)day };
    if (!civil_is_real(c))
        return false;
    *ret = date_of(c);
    return true;
}

static bool take_date(struct str *s, struct date *ret)
{
    int year, month, day;
    return take_digits(s, 4, &year) && take_char(s, '-') && take_digits(s, 2, &month) &&
           take_char(s, '-') && take_digits(s, 2, &day) && make_date(year, month, day, ret);
}

status date_parse(struct task *t, struct str iso, struct date *ret)
{
    struct date d;
    if (!take_date(&iso, &d) || iso.len > 0)
        return fail(t, E_INVALID, "must be a real date, year first, like 2026-03-27");
    *ret = d;
    return OK;
}

status date_parse_return(struct task *t, struct str text, struct date *ret)
{
    int year, month, day;
    struct date d;
    if (!take_digits(&text, 2, &day) || !take_char(&text, '/') || !take_digits(&text, 2, &month) ||
        !take_char(&text, '/') || !take_digits(&text, 4, &year) || text.len > 0 ||
        !make_date(year, month, day, &d))
        return fail(t, E_INVALID, "must be a real date, day first, like 27/03/2026");
    *ret = d;
    return OK;
}

/* Up to nine digits are read, since some systems send them; past the sixth they are dropped. */
static bool take_fraction(struct str *s, int64_t *ret_us)
{
    int64_t scale = SECOND_US;
    size_t count = 0;
    int digit;
    *ret_us = 0;
    while (count < 9 && take_digits(s, 1, &digit)) {
        scale /= 10;
        *ret_us += digit * scale;
        count++;
    }
    return count > 0;
}

static bool take_time(struct str *s, int64_t *ret_us)
{
    int hour, minute, second = 0;
    int64_t fraction = 0;
    if (!take_digits(s, 2, &hour) || !take_char(s, ':') || !take_digits(s, 2, &minute))
        return false;
    if (take_char(s, ':')) {
        if (!take_digits(s, 2, &second))
            return false;
        if (take_char(s, '.') && !take_fraction(s, &fraction))
            return false;
    }
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    *ret_us = hour * HOUR_US + (minute * 60 + second) * SECOND_US + fraction;
    return true;
}

static bool take_zone(struct str *s, int64_t *ret_us)
{
    if (take_char(s, 'Z')) {
        *ret_us = 0;
        return true;
    }
    bool behind = take_char(s, '-');
    int hour, minute;
    if ((!behind && !take_char(s, '+')) || !take_digits(s, 2, &hour) || !take_char(s, ':') ||
        !take_digits(s, 2, &minute) || hour > 14 || minute > 59)
        return false;
    int64_t us = hour * HOUR_US + minute * 60 * SECOND_US;
    *ret_us = behind ? -us : us;
    return true;
}

status instant_parse(struct task *t, struct str iso, struct instant *ret)
{
    struct date d;
    int64_t of_day, zone;
    if (!take_date(&iso, &d) || !take_char(&iso, 'T') || !take_time(&iso, &of_day) ||
        !take_zone(&iso, &zone) || iso.len > 0)
        return fail(t, E_INVALID, "must be a date and time with its zone, like 2026-03-27T02:10Z"
                                  " or 2026-03-27T02:10+01:00");
    struct instant i = { d.days * 24 * HOUR_US + of_day - zone };
    if (i.us < YEAR_1_US || i.us > YEAR_9999_US)
        return fail(t, E_INVALID, "must be a date and time between the years 1 and 9999");
    *ret = i;
    return OK;
}

static char *put_digits(char *at, uint32_t value, size_t count)
{
    for (size_t i = count; i > 0; i--) {
        at[i - 1] = (char)('0' + value % 10);
        value /= 10;
    }
    return at + count;
}

size_t date_print(struct date d, char *ret)
{
    struct civil c = civil_of(d);
    MUST(c.year >= 1 && c.year <= 9999);
    char *at = put_digits(ret, (uint32_t)c.year, 4);
    *at++ = '-';
    at = put_digits(at, c.month, 2);
    *at++ = '-';
    at = put_digits(at, c.day, 2);
    *at = '\0';
    return (size_t)(at - ret);
}

/* NEVER is written as the last instant there is, so that it sorts last and can be read back. */
size_t instant_print(struct instant i, char *ret)
{
    if (i.us == NEVER.us)
        i.us = YEAR_9999_US;
    int64_t day_us = 24 * HOUR_US;
    int64_t day = i.us / day_us - (i.us % day_us < 0);
    uint64_t us = (uint64_t)(i.us - day * day_us);
    uint32_t seconds = (uint32_t)(us / (uint64_t)SECOND_US);
    uint32_t fraction = (uint32_t)(us % (uint64_t)SECOND_US);
    char *at = ret + date_print((struct date){ (int32_t)day }, ret);
    *at++ = 'T';
    at = put_digits(at, seconds / 3600, 2);
    *at++ = ':';
    at = put_digits(at, seconds / 60 % 60, 2);
    *at++ = ':';
    at = put_digits(at, seconds % 60, 2);
    if (fraction) {
        *at++ = '.';
        at = put_digits(at, fraction, 6);
        while (at[-1] == '0')
            at--;
    }
    *at++ = 'Z';
    *at = '\0';
    return (size_t)(at - ret);
}

struct str date_text(struct arena *a, struct date d)
{
    char *at = NEWS(a, char, 32);
    return (struct str){ at, date_print(d, at) };
}

struct str instant_text(struct arena *a, struct instant i)
{
    char *at = NEWS(a, char, 32);
    return (struct str){ at, instant_print(i, at) };
}

struct str date_words(struct arena *a, struct date d)
{
    struct civil c = civil_of(d);
    return str_print(a, "%s %d %s %d", day_names[weekday(d)], c.day, month_names[c.month - 1],
                     c.year);
}

struct str instant_words(struct arena *a, struct instant i)
{
    struct clock_time at = clock_in_uk(i);
    struct str day = date_words(a, date_in_uk(i));
    return str_print(a, "%02d:%02d on %.*s", at.hour, at.minute, STR_ARG(day));
}

static const char *plural(int64_t count)
{
    return count == 1 ? "" : "s";
}

/* The two largest units, cut and never rounded up: "5 hours" must not be said of 4 h 59 min. */
struct str span_words(struct arena *a, struct span s)
{
    static const struct {
        const char *name;
        int64_t us;
    } units[] = { { "day", 24 * HOUR_US }, { "hour", HOUR_US }, { "minute", 60 * SECOND_US } };
    int64_t us = s.us == INT64_MIN ? INT64_MAX : s.us < 0 ? -s.us : s.us;
    for (size_t i = 0; i < COUNT(units); i++) {
        int64_t whole = us / units[i].us;
        if (whole == 0)
            continue;
        struct str large =
            str_print(a, "%lld %s%s", (long long)whole, units[i].name, plural(whole));
        int64_t rest = i + 1 < COUNT(units) ? us % units[i].us / units[i + 1].us : 0;
        if (rest == 0)
            return large;
        return str_print(a, "%.*s %lld %s%s", STR_ARG(large), (long long)rest, units[i + 1].name,
                         plural(rest));
    }
    return S("less than a minute");
}

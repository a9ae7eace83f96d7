/* Dates and instants in their one canonical spelling, read without a task. Private to this room. */
#ifndef JOURNAL_MOMENT_H
#define JOURNAL_MOMENT_H
#include "base/time.h"

#define DAY_MIN     INT64_C(-719162) /* 0001-01-01 */
#define DAY_MAX     INT64_C(2932896) /* 9999-12-31 */
#define INSTANT_MIN (DAY_MIN * 24 * HOUR_US)
#define INSTANT_MAX ((DAY_MAX + 1) * 24 * HOUR_US - 1)

static inline bool scan_digits(const char *at, int count, int32_t *ret)
{
    int32_t n = 0, bad = 0;
    for (int i = 0; i < count; i++) {
        int32_t d = at[i] - '0';
        bad |= d | (9 - d);
        n = n * 10 + d;
    }
    *ret = n;
    return bad >= 0;
}

/* Ten characters, "2026-03-27", as days since 1970. */
static inline bool scan_date_at(const char *at, int64_t *ret_days)
{
    static const uint8_t last[13] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int32_t y, m, d;
    if (!scan_digits(at, 4, &y) || !scan_digits(at + 5, 2, &m) || !scan_digits(at + 8, 2, &d) ||
        at[4] != '-' || at[7] != '-' || y < 1 || m < 1 || m > 12)
        return false;
    bool leap = m == 2 && y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    if (d < 1 || d > last[m] + leap)
        return false;
    y -= m <= 2;
    int32_t era = (y >= 0 ? y : y - 399) / 400;
    int32_t of_era = y - era * 400;
    int32_t of_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    *ret_days = (int64_t)era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
    return true;
}

static inline bool scan_date_text(struct str s, int64_t *ret_days)
{
    return s.len == 10 && scan_date_at(s.at, ret_days);
}

/* Microseconds of ".25" with its point; only the form without a nought at the end. */
static inline bool scan_fraction(const char *at, size_t len, int64_t *ret_us)
{
    static const int32_t scale[] = { 1000000, 100000, 10000, 1000, 100, 10, 1 };
    int32_t n;
    if (len < 2 || len > 7 || at[0] != '.' || at[len - 1] == '0' ||
        !scan_digits(at + 1, (int)len - 1, &n))
        return false;
    *ret_us = (int64_t)n * scale[len - 1];
    return true;
}

static inline bool scan_instant_text(struct str s, int64_t *ret_us)
{
    int32_t h, m, sec;
    int64_t days, fraction = 0;
    if (s.len < 20 || s.at[s.len - 1] != 'Z')
        return false;
    const char *at = s.at;
    if (at[10] != 'T' || at[13] != ':' || at[16] != ':' || !scan_digits(at + 11, 2, &h) ||
        !scan_digits(at + 14, 2, &m) || !scan_digits(at + 17, 2, &sec) || h > 23 || m > 59 ||
        sec > 59 || !scan_date_at(at, &days))
        return false;
    if (s.len > 20 && !scan_fraction(at + 19, s.len - 20, &fraction))
        return false;
    *ret_us = ((days * 24 + h) * 3600 + m * 60 + sec) * SECOND_US + fraction;
    return true;
}

#endif

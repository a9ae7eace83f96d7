/* Reads the canonical bytes of one payload forwards, once, without memory of its own.
 *
 * Private to this room. The keys of a payload come in a known order, so a reader asks for each key
 * in turn; what is not asked for at its place is not canonical. */
#ifndef JOURNAL_SCAN_H
#define JOURNAL_SCAN_H
#include <string.h>

#include "base/time.h"

#define INT_MAX_EXACT ((INT64_C(1) << 53) - 1)
#define ABOUT_MAX     (INT64_C(1) << 52)
#define DAY_MIN       INT64_C(-719162) /* 0001-01-01 */
#define DAY_MAX       INT64_C(2932896) /* 9999-12-31 */
#define INSTANT_MIN   (DAY_MIN * 24 * HOUR_US)
#define INSTANT_MAX   ((DAY_MAX + 1) * 24 * HOUR_US - 1)
enum {
    RULE_NAME_MAX = 64
};

struct scan {
    const char *at, *end;
};

static inline size_t scan_left(const struct scan *s)
{
    return (size_t)(s->end - s->at);
}

static inline bool scan_char(struct scan *s, char c)
{
    if (s->at == s->end || *s->at != c)
        return false;
    s->at++;
    return true;
}

/* `"name":` with its quotes and colon, when it comes next. */
static inline bool scan_key(struct scan *s, const char *quoted, size_t len)
{
    if (scan_left(s) < len || memcmp(s->at, quoted, len) != 0)
        return false;
    s->at += len;
    return true;
}

/* After a value: a comma before the next key, or the closing brace as the last byte. */
static inline bool scan_after(struct scan *s)
{
    if (scan_left(s) < 2)
        return scan_char(s, '}');
    return *s->at++ == ',' && *s->at == '"';
}

static inline bool scan_rule_char(uint8_t c)
{
    return c > ' ' && c < 0x7f && c != '"' && c != '\\';
}

/* A string's bytes between its quotes; false when they are not canonical. Defined in scan.c. */
bool scan_text_slow(struct scan *s, struct str *ret_raw, bool *ret_escaped);
struct str scan_unescape(struct arena *a, struct str raw); /* of a string that was read */
/* The canonical spelling of a text; SIZE_MAX when it may not fit. */
size_t scan_escape(char *to, size_t room, struct str plain);

/* Eight bytes at a time until a quote, an escape, a control or a byte past ASCII. */
static inline bool scan_text(struct scan *s, struct str *ret_raw, bool *ret_escaped)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
    if (!scan_char(s, '"'))
        return false;
    const char *at = s->at;
    *ret_escaped = false;
    while (s->end - at >= 8) {
        uint64_t w;
        memcpy(&w, at, 8);
        uint64_t quote = w ^ ones * '"', back = w ^ ones * '\\';
        uint64_t stop =
            ((quote - ones) & ~quote) | ((back - ones) & ~back) | ((w - ones * 0x20) & ~w) | w;
        stop &= highs;
        if (!stop) {
            at += 8;
            continue;
        }
        at += __builtin_ctzll(stop) >> 3; /* little-endian: the first that stops, or earlier */
        break;
    }
    while (at < s->end && (uint8_t)*at >= 0x20 && (uint8_t)*at < 0x80 && *at != '"' && *at != '\\')
        at++;
    if (at == s->end || *at != '"')
        return scan_text_slow(s, ret_raw, ret_escaped);
    *ret_raw = (struct str){ s->at, (size_t)(at - s->at) };
    s->at = at + 1;
    return true;
}

static inline bool scan_int(struct scan *s, int64_t *ret)
{
    const char *at = s->at;
    bool minus = at < s->end && *at == '-';
    at += minus;
    const char *first = at;
    int64_t n = 0;
    for (; at < s->end && *at >= '0' && *at <= '9' && at - first < 17; at++)
        n = n * 10 + (*at - '0');
    if (at == first || (*first == '0' && (at - first > 1 || minus)) || n > INT_MAX_EXACT)
        return false;
    s->at = at;
    *ret = minus ? -n : n;
    return true;
}

static inline bool scan_flag(struct scan *s, int64_t *ret)
{
    *ret = 1;
    if (scan_key(s, "true", 4))
        return true;
    *ret = 0;
    return scan_key(s, "false", 5);
}

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

/* A quoted moment: its closing quote is found first, since its length tells the form. */
static inline bool scan_moment(struct scan *s, bool instant, int64_t *ret)
{
    struct str raw;
    bool escaped;
    if (!scan_text(s, &raw, &escaped))
        return false;
    return instant ? scan_instant_text(raw, ret) : scan_date_text(raw, ret);
}

#endif

/* Reads the canonical bytes of one payload forwards, once, without memory of its own.
 *
 * Private to this room. The keys of a payload come in a known order, so a reader asks for each key
 * in turn; what is not asked for at its place is not canonical. */
#ifndef JOURNAL_SCAN_H
#define JOURNAL_SCAN_H
#include <string.h>

#include "journal/moment.h"

#define INT_MAX_EXACT ((INT64_C(1) << 53) - 1)
#define ABOUT_MAX     (INT64_C(1) << 52)
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

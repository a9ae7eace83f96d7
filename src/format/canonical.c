/* One pass over canonical bytes. Every form but the canonical one is refused as it is met, so
 * no tree, no table of seen keys and no allocation are needed. */
#include "format/canonical.h"

#include <string.h>

#include "format/json_write.h"

enum { KEY_BYTES_MAX = 64 };

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "plain_end counts from the low byte");
#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

void canon_open(struct canon *c, struct str bytes)
{
    *c = (struct canon){ .at = bytes.at, .end = bytes.at + bytes.len, .state = CANON_BROKEN };
    if (bytes.len >= 2 && bytes.at[0] == '{') {
        c->at++;
        c->state = CANON_READING;
    }
}

/* High bit set in each byte that is a control, a quote, a backslash or not ASCII. The lowest such
 * bit is exact; those above it may be set by a borrow, which is why only the lowest is used. */
static uint64_t special_bytes(uint64_t w)
{
    uint64_t quote = w ^ EIGHT('"'), backslash = w ^ EIGHT('\\');
    uint64_t low = (w - EIGHT(0x20)) | (quote - EIGHT(1)) | (backslash - EIGHT(1)) | w;
    return low & EIGHT(0x80);
}

/* The first byte from `p` on that a string cannot simply hold. */
static const char *plain_end(const char *p, const char *end)
{
    while (end - p >= 8) {
        uint64_t w;
        memcpy(&w, p, sizeof w);
        uint64_t found = special_bytes(w);
        if (found)
            return p + (__builtin_ctzll(found) >> 3);
        p += 8;
    }
    while (p < end && (unsigned char)*p >= ' ' && (unsigned char)*p < 0x80 && *p != '"' &&
           *p != '\\')
        p++;
    return p;
}

static int low_hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What the escape at `p` (after the backslash) stands for, and its length; 0 when it is not the
 * one spelling that RFC 8785 gives this character. */
static size_t escape_step(const char *p, const char *end, char *ret)
{
    static const char letters[] = "\"\\bfnrt", meant[] = "\"\\\b\f\n\r\t";
    if (p >= end)
        return 0;
    const char *letter = *p ? strchr(letters, *p) : NULL;
    if (letter) {
        *ret = meant[letter - letters];
        return 1;
    }
    if (end - p < 5 || memcmp(p, "u00", 3) != 0)
        return 0;
    int high = low_hex(p[3]), low = low_hex(p[4]);
    int value = high * 16 + low;
    if (high < 0 || high > 1 || low < 0 || value == 0 || strchr(meant + 2, value))
        return 0;
    *ret = (char)value;
    return 5;
}

/* The rest of a string in which something other than plain ASCII was met at c->at. */
static bool read_long_string(struct canon *c, const char *from, struct canon_value *v)
{
    bool foreign = false;
    const char *p = c->at;
    while (p < c->end && *p != '"') {
        char meant;
        size_t step = 1;
        if (*p == '\\') {
            step = 1 + escape_step(p + 1, c->end, &meant);
            v->escaped = true;
        } else if ((unsigned char)*p < ' ') {
            return false;
        } else {
            foreign = foreign || (unsigned char)*p >= 0x80;
        }
        if (*p == '\\' && step == 1)
            return false;
        p = plain_end(p + step, c->end);
    }
    if (p >= c->end)
        return false;
    v->text = (struct str){ from, (size_t)(p - from) };
    c->at = p + 1;
    return !foreign || str_is_utf8(v->text);
}

static bool read_string(struct canon *c, struct canon_value *v)
{
    const char *from = ++c->at;
    const char *p = plain_end(from, c->end);
    v->kind = CANON_TEXT;
    v->escaped = false;
    v->number = 0;
    c->at = p;
    if (p >= c->end || *p != '"')
        return read_long_string(c, from, v);
    v->text = (struct str){ from, (size_t)(p - from) };
    c->at = p + 1;
    return true;
}

static bool read_number(struct canon *c, struct canon_value *v)
{
    const char *p = c->at;
    bool negative = *p == '-';
    p += negative;
    const char *digits = p;
    int64_t value = 0;
    while (p < c->end && *p >= '0' && *p <= '9' && p - digits < 17)
        value = value * 10 + (*p++ - '0');
    size_t count = (size_t)(p - digits);
    bool spare_nought = count > 0 && *digits == '0' && (count > 1 || negative);
    if (count == 0 || spare_nought || value > JSON_INT_MAX)
        return false;
    *v = (struct canon_value){ .kind = CANON_INT, .number = negative ? -value : value };
    c->at = p;
    return true;
}

static bool read_word(struct canon *c, struct str word, struct canon_value *v)
{
    if ((size_t)(c->end - c->at) < word.len || memcmp(c->at, word.at, word.len) != 0)
        return false;
    *v = (struct canon_value){ .kind = CANON_FLAG, .number = word.len == 4 };
    c->at += word.len;
    return true;
}

static bool read_value(struct canon *c, struct canon_value *v)
{
    if (c->at >= c->end)
        return false;
    switch (*c->at) {
    case '"': return read_string(c, v);
    case 't': return read_word(c, S("true"), v);
    case 'f': return read_word(c, S("false"), v);
    default: return read_number(c, v);
    }
}

static bool read_key(struct canon *c, struct str *ret)
{
    if (c->at >= c->end || *c->at != '"')
        return false;
    const char *from = c->at + 1;
    const char *p = from;
    while (p < c->end && *p > ' ' && *p < 0x7f && *p != '"' && *p != '\\')
        p++;
    size_t len = (size_t)(p - from);
    if (len == 0 || len > KEY_BYTES_MAX || c->end - p < 2 || p[0] != '"' || p[1] != ':')
        return false;
    *ret = (struct str){ from, len };
    c->at = p + 2;
    return c->last_key.len == 0 || str_order(c->last_key, *ret) < 0;
}

static bool stop(struct canon *c, bool complete)
{
    c->state = complete ? CANON_COMPLETE : CANON_BROKEN;
    return false;
}

bool canon_next(struct canon *c, struct str *ret_key, struct canon_value *ret_value)
{
    if (c->state != CANON_READING)
        return false;
    if (c->at >= c->end)
        return stop(c, false);
    bool first = c->last_key.len == 0;
    if (*c->at == '}')
        return stop(c, c->at + 1 == c->end);
    if (!first && *c->at++ != ',')
        return stop(c, false);
    struct str key;
    if (!read_key(c, &key) || !read_value(c, ret_value))
        return stop(c, false);
    c->last_key = key;
    *ret_key = key;
    return true;
}

bool canon_done(const struct canon *c)
{
    return c->state == CANON_COMPLETE;
}

struct str canon_text(struct arena *a, const struct canon_value *v)
{
    MUST(v->kind == CANON_TEXT);
    if (!v->escaped)
        return v->text;
    char *at = NEWS(a, char, v->text.len + 1);
    size_t len = 0;
    const char *end = v->text.at + v->text.len;
    for (const char *p = v->text.at; p < end; len++) {
        at[len] = *p++;
        if (at[len] == '\\')
            p += escape_step(p, end, &at[len]);
    }
    return (struct str){ at, len };
}

static int two(const char *p)
{
    unsigned tens = (unsigned char)p[0] - (unsigned)'0', ones = (unsigned char)p[1] - (unsigned)'0';
    return tens > 9 || ones > 9 ? -1 : (int)(tens * 10 + ones);
}

static bool read_date(const char *p, struct date *ret)
{
    int century = two(p), year = two(p + 2), month = two(p + 5), day = two(p + 8);
    if (p[4] != '-' || p[7] != '-' || century < 0 || year < 0 || month < 0 || day < 0)
        return false;
    struct civil on = { century * 100 + year, (uint8_t)month, (uint8_t)day };
    if (!civil_is_real(on))
        return false;
    *ret = date_of(on);
    return true;
}

bool canon_date(struct str s, struct date *ret)
{
    return s.len == 10 && read_date(s.at, ret);
}

/* ".5" to ".123456": no nought at the end, since print drops it. */
static bool read_fraction(const char *p, size_t len, int64_t *ret_us)
{
    int64_t us = 0, scale = SECOND_US;
    if (len < 2 || len > 7 || p[0] != '.' || p[len - 1] == '0')
        return false;
    for (size_t i = 1; i < len; i++) {
        if (p[i] < '0' || p[i] > '9')
            return false;
        scale /= 10;
        us += (p[i] - '0') * scale;
    }
    *ret_us = us;
    return true;
}

bool canon_instant(struct str s, struct instant *ret)
{
    struct date d;
    int64_t fraction = 0;
    if (s.len < 20 || s.at[10] != 'T' || s.at[13] != ':' || s.at[16] != ':' ||
        s.at[s.len - 1] != 'Z' || !read_date(s.at, &d))
        return false;
    int hour = two(s.at + 11), minute = two(s.at + 14), second = two(s.at + 17);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return false;
    if (s.len > 20 && !read_fraction(s.at + 19, s.len - 20, &fraction))
        return false;
    int64_t seconds = ((int64_t)d.days * 24 + hour) * 3600 + minute * 60 + second;
    *ret = (struct instant){ seconds * SECOND_US + fraction };
    return true;
}

/* Views of bytes: comparing, cutting, copying, checking. */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/task.h"

struct str str_from(const char *nul_ended)
{
    return nul_ended ? (struct str){ nul_ended, strlen(nul_ended) } : (struct str){ "", 0 };
}

bool str_equal(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool str_is(struct str a, const char *nul_ended)
{
    return str_equal(a, str_from(nul_ended));
}

int str_order(struct str a, struct str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared ? memcmp(a.at, b.at, shared) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && str_equal((struct str){ s.at, prefix.len }, prefix);
}

bool str_cut(struct str whole, char at, struct str *ret_head, struct str *ret_tail)
{
    const char *found = whole.len ? memchr(whole.at, at, whole.len) : NULL;
    if (!found)
        return false;
    size_t head = (size_t)(found - whole.at);
    *ret_head = (struct str){ whole.at, head };
    *ret_tail = (struct str){ found + 1, whole.len - head - 1 };
    return true;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
    while (s.len > 0 && is_space(s.at[0])) {
        s.at++;
        s.len--;
    }
    while (s.len > 0 && is_space(s.at[s.len - 1]))
        s.len--;
    return s;
}

struct str str_copy(struct arena *a, struct str s)
{
    return (struct str){ str_nul(a, s), s.len };
}

char *str_nul(struct arena *a, struct str s)
{
    char *copy = NEWS(a, char, s.len + 1);
    if (s.len)
        memcpy(copy, s.at, s.len);
    return copy;
}

/* Length of the UTF-8 sequence at `p`, or 0: overlong forms, surrogates and values past U+10FFFF
 * are refused, since two spellings of one name would hash differently. */
static size_t utf8_step(const uint8_t *p, size_t left)
{
    uint8_t c = p[0];
    if (c < 0x80)
        return 1;
    size_t len = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
    if (c < 0xc2 || c > 0xf4 || left < len)
        return 0;
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    }
    bool overlong = (c == 0xe0 && p[1] < 0xa0) || (c == 0xf0 && p[1] < 0x90);
    bool surrogate = c == 0xed && p[1] > 0x9f;
    bool beyond = c == 0xf4 && p[1] > 0x8f;
    return overlong || surrogate || beyond ? 0 : len;
}

size_t str_utf8_front(struct str s)
{
    const uint8_t *p = (const uint8_t *)s.at;
    size_t i = 0;
    while (i < s.len) {
        uint64_t eight;
        if (s.len - i >= sizeof eight) {
            memcpy(&eight, p + i, sizeof eight);
            if ((eight & UINT64_C(0x8080808080808080)) == 0) {
                i += sizeof eight;
                continue;
            }
        }
        size_t step = utf8_step(p + i, s.len - i);
        if (step == 0)
            return i;
        i += step;
    }
    return i;
}

bool str_is_utf8(struct str s)
{
    return str_utf8_front(s) == s.len;
}

static bool read_i64(struct str s, int64_t *ret)
{
    bool negative = s.len > 0 && s.at[0] == '-';
    int64_t value = 0;
    if (s.len == (size_t)negative || s.len > 20)
        return false;
    for (size_t i = negative; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
        int64_t digit = s.at[i] - '0';
        /* Built downwards: the lowest number has no positive twin. */
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, digit, &value))
            return false;
    }
    if (!negative && value == INT64_MIN)
        return false;
    *ret = negative ? value : -value;
    return true;
}

status str_to_i64(struct task *t, struct str s, int64_t min, int64_t max, int64_t *ret)
{
    int64_t value;
    if (!read_i64(s, &value) || value < min || value > max)
        return fail(t, E_INVALID, "must be a whole number from %lld to %lld, digits only",
                    (long long)min, (long long)max);
    *ret = value;
    return OK;
}

struct str str_print(struct arena *a, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int len = vsnprintf(NULL, 0, format, values);
    va_end(values);
    MUST(len >= 0);
    char *at = NEWS(a, char, (size_t)len + 1);
    va_start(values, format);
    vsnprintf(at, (size_t)len + 1, format, values);
    va_end(values);
    return (struct str){ at, (size_t)len };
}

/* The uncommon part of reading a string: escapes and text beyond ASCII, strictly. */
#include "journal/scan.h"

/* The one escape that RFC 8785 has for this character; 0: it is written as itself. */
static char short_escape(uint8_t c)
{
    switch (c) {
    case '\b': return 'b';
    case '\t': return 't';
    case '\n': return 'n';
    case '\f': return 'f';
    case '\r': return 'r';
    case '"': return '"';
    case '\\': return '\\';
    default: return 0;
    }
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Length of the escape at `at`, and the character it stands for; 0: not canonical. */
static size_t escape_length(const char *at, const char *end, uint8_t *ret)
{
    static const char letters[] = "btnfr\"\\", stands[] = "\b\t\n\f\r\"\\";
    if (end - at < 2)
        return 0;
    const char *found = at[1] ? strchr(letters, at[1]) : NULL;
    if (found) {
        *ret = (uint8_t)stands[found - letters];
        return 2;
    }
    if (end - at < 6 || memcmp(at, "\\u00", 4) != 0)
        return 0;
    int high = hex_digit(at[4]), low = hex_digit(at[5]);
    if (high < 0 || high > 1 || low < 0)
        return 0;
    *ret = (uint8_t)(high << 4 | low);
    return *ret == 0 || short_escape(*ret) ? 0 : 6;
}

/* Length of the UTF-8 sequence at `at`: shortest form, no surrogates; 0: not one. */
static size_t utf8_length(const char *from, const char *end)
{
    static const struct {
        uint8_t first, last, low, high, len; /* of the second byte: low to high */
    } forms[] = {
        { 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
        { 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 }, { 0xf0, 0xf0, 0x90, 0xbf, 4 },
        { 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
    };
    const uint8_t *at = (const uint8_t *)from;
    for (size_t i = 0; i < COUNT(forms); i++) {
        if (at[0] < forms[i].first || at[0] > forms[i].last)
            continue;
        if (end - from < forms[i].len || at[1] < forms[i].low || at[1] > forms[i].high)
            return 0;
        for (size_t k = 2; k < forms[i].len; k++) {
            if (at[k] < 0x80 || at[k] > 0xbf)
                return 0;
        }
        return forms[i].len;
    }
    return 0;
}

bool scan_text_slow(struct scan *s, struct str *ret_raw, bool *ret_escaped)
{
    const char *at = s->at;
    *ret_escaped = false;
    while (at < s->end && *at != '"') {
        uint8_t c = (uint8_t)*at, stands;
        size_t len = c < 0x20    ? 0
                     : c == '\\' ? escape_length(at, s->end, &stands)
                     : c < 0x80  ? 1
                                 : utf8_length(at, s->end);
        if (len == 0)
            return false;
        *ret_escaped |= c == '\\';
        at += len;
    }
    if (at == s->end)
        return false;
    *ret_raw = (struct str){ s->at, (size_t)(at - s->at) };
    s->at = at + 1;
    return true;
}

struct str scan_unescape(struct arena *a, struct str raw)
{
    char *to = NEWS(a, char, raw.len);
    size_t len = 0;
    for (const char *at = raw.at, *end = raw.at + raw.len; at < end;) {
        uint8_t c = (uint8_t)*at;
        at += c == '\\' ? escape_length(at, end, &c) : 1;
        to[len++] = (char)c;
    }
    return (struct str){ to, len };
}

size_t scan_escape(char *to, size_t room, struct str plain)
{
    static const char hex[] = "0123456789abcdef";
    size_t len = 0;
    for (size_t i = 0; i < plain.len; i++) {
        uint8_t c = (uint8_t)plain.at[i];
        char letter = short_escape(c);
        if (room - len < 6)
            return SIZE_MAX;
        if (letter) {
            to[len++] = '\\';
            to[len++] = letter;
        } else if (c < 0x20) {
            memcpy(to + len, "\\u00", 4);
            to[len + 4] = hex[c >> 4];
            to[len + 5] = hex[c & 15];
            len += 6;
        } else {
            to[len++] = (char)c;
        }
    }
    return len;
}

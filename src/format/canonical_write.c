/* Writes canonical bytes straight from sorted pairs, without printf. */
#include <string.h>

#include "format/canonical.h"
#include "format/json_write.h"

enum { KEY_BYTES_MAX = 64 };

struct canon_writer canon_write_open(struct text *out)
{
    text_addc(out, '{');
    return (struct canon_writer){ .out = out };
}

static bool is_key(struct str key)
{
    for (size_t i = 0; i < key.len; i++) {
        if (key.at[i] <= ' ' || key.at[i] >= 0x7f || key.at[i] == '"' || key.at[i] == '\\')
            return false;
    }
    return key.len > 0 && key.len <= KEY_BYTES_MAX;
}

static void put_key(struct canon_writer *w, struct str key)
{
    bool first = w->last_key.len == 0;
    MUST(is_key(key));
    MUST(first || str_order(w->last_key, key) < 0);
    text_add(w->out, first ? S("\"") : S(",\""));
    text_add(w->out, key);
    text_add(w->out, S("\":"));
    w->last_key = key;
}

void canon_put_text(struct canon_writer *w, struct str key, struct str s)
{
    MUST(str_is_utf8(s) && !(s.len && memchr(s.at, '\0', s.len)));
    put_key(w, key);
    json_put_string(w->out, s);
}

void canon_put_int(struct canon_writer *w, struct str key, int64_t number)
{
    MUST(number >= -JSON_INT_MAX && number <= JSON_INT_MAX);
    char digits[20];
    size_t at = sizeof digits;
    uint64_t left = (uint64_t)(number < 0 ? -number : number);
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (number < 0)
        digits[--at] = '-';
    put_key(w, key);
    text_add(w->out, (struct str){ digits + at, sizeof digits - at });
}

void canon_put_flag(struct canon_writer *w, struct str key, bool flag)
{
    put_key(w, key);
    text_add(w->out, flag ? S("true") : S("false"));
}

static void put_plain(struct canon_writer *w, struct str key, struct str s)
{
    put_key(w, key);
    text_addc(w->out, '"');
    text_add(w->out, s);
    text_addc(w->out, '"');
}

void canon_put_date(struct canon_writer *w, struct str key, struct date d)
{
    char iso[32];
    put_plain(w, key, (struct str){ iso, date_print(d, iso) });
}

void canon_put_instant(struct canon_writer *w, struct str key, struct instant i)
{
    char iso[32];
    put_plain(w, key, (struct str){ iso, instant_print(i, iso) });
}

void canon_write_close(struct canon_writer *w)
{
    text_addc(w->out, '}');
}

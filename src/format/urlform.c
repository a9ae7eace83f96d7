/* Splits and decodes form bodies and query strings, and writes them. */
#include "format/urlform.h"

#include <string.h>

#include "base/limits.h"

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

/* The character at *i, moving *i past it; -1 when a percent sign is not followed by two digits. */
static int decode_step(struct str s, bool plus_is_space, size_t *i)
{
    char c = s.at[(*i)++];
    if (c == '+' && plus_is_space)
        return ' ';
    if (c != '%')
        return (unsigned char)c;
    if (s.len - *i < 2)
        return -1;
    int high = hex_value(s.at[*i]), low = hex_value(s.at[*i + 1]);
    *i += 2;
    return high < 0 || low < 0 ? -1 : high << 4 | low;
}

static status broken(struct task *t)
{
    return fail(t, E_INVALID,
                "the form or address was damaged on its way: go back, reload the"
                " page and send it again");
}

status url_decode(struct task *t, struct str s, bool plus_is_space, struct str *ret)
{
    char *at = NEWS(t->arena, char, s.len + 1);
    size_t len = 0, i = 0;
    while (i < s.len) {
        int c = decode_step(s, plus_is_space, &i);
        if (c <= 0)
            return broken(t);
        at[len++] = (char)c;
    }
    if (!str_is_utf8((struct str){ at, len }))
        return broken(t);
    *ret = (struct str){ at, len };
    return OK;
}

/* A text area's lines arrive with CR LF, whatever the person's machine writes. */
static struct str with_plain_line_ends(struct arena *a, struct str s)
{
    if (!s.len || !memchr(s.at, '\r', s.len))
        return s;
    char *at = NEWS(a, char, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool pair = s.at[i] == '\r' && i + 1 < s.len && s.at[i + 1] == '\n';
        at[len++] = s.at[i] == '\r' ? '\n' : s.at[i];
        i += pair;
    }
    return (struct str){ at, len };
}

static status read_field(struct task *t, struct str pair, struct urlform_field *ret)
{
    struct str name = pair, value = S("");
    str_cut(pair, '=', &name, &value);
    TRY(url_decode(t, name, true, &ret->name));
    TRY(url_decode(t, value, true, &ret->value));
    ret->value = with_plain_line_ends(t->arena, ret->value);
    return OK;
}

static status read_within(struct task *t, struct str bytes, size_t bytes_max, size_t fields_max,
                          struct urlform *ret)
{
    if (bytes.len > bytes_max)
        return fail(t, E_LIMIT, "the form is larger than %d KiB: shorten what you wrote",
                    (int)(bytes_max >> 10));
    struct urlform_field *field = NEWS(t->arena, struct urlform_field, fields_max);
    size_t count = 0;
    while (bytes.len > 0) {
        struct str pair = bytes, rest = S("");
        str_cut(bytes, '&', &pair, &rest);
        bytes = rest;
        if (pair.len == 0)
            continue;
        if (count == fields_max)
            return fail(t, E_LIMIT, "the form has more than %d fields", (int)fields_max);
        TRY(read_field(t, pair, &field[count]));
        count++;
    }
    *ret = (struct urlform){ field, count };
    return OK;
}

status urlform_read(struct task *t, struct str bytes, struct urlform *ret)
{
    return read_within(t, bytes, FORM_BYTES_MAX, FORM_FIELDS_MAX, ret);
}

status urlform_read_two(struct task *t, struct str bytes, struct urlform *ret)
{
    return read_within(t, bytes, FORM_BYTES_MAX + FORM_BESIDE_BYTES,
                       FORM_FIELDS_MAX + FORM_BESIDE_FIELDS, ret);
}

bool urlform_has(const struct urlform *f, const char *name)
{
    return urlform_count(f, name) > 0;
}

struct str urlform_text(const struct urlform *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++) {
        if (str_is(f->field[i].name, name))
            return f->field[i].value;
    }
    return S("");
}

size_t urlform_count(const struct urlform *f, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < f->count; i++)
        count += str_is(f->field[i].name, name);
    return count;
}

static bool stands_for_itself(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void url_encode(struct text *out, struct str s)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (stands_for_itself(s.at[i])) {
            text_addc(out, s.at[i]);
        } else {
            char escape[] = { '%', digits[c >> 4], digits[c & 15] };
            text_add(out, (struct str){ escape, sizeof escape });
        }
    }
}

void urlform_put(struct text *out, bool first, struct str name, struct str value)
{
    if (!first)
        text_addc(out, '&');
    url_encode(out, name);
    text_addc(out, '=');
    url_encode(out, value);
}

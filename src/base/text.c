/* Text that grows up to a stated ceiling, then is marked full and adds nothing more. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

struct text text_open(struct arena *a, size_t ceiling)
{
    return (struct text){ .arena = a, .at = NEWS(a, char, 1), .ceiling = ceiling };
}

/* Makes room for `more` bytes and a NUL; false when that would pass the ceiling. */
static bool text_fit(struct text *x, size_t more)
{
    if (x->full || more > x->ceiling - x->len) {
        x->full = true;
        return false;
    }
    if (x->len + more < x->room)
        return true;
    size_t room = x->room < 256 ? 256 : x->room * 2;
    if (room < x->len + more + 1)
        room = x->len + more + 1;
    if (room > x->ceiling + 1)
        room = x->ceiling + 1;
    char *at = NEWS(x->arena, char, room);
    memcpy(at, x->at, x->len);
    x->at = at;
    x->room = room;
    return true;
}

void text_add(struct text *x, struct str s)
{
    if (s.len == 0 || !text_fit(x, s.len))
        return;
    memcpy(x->at + x->len, s.at, s.len);
    x->len += s.len;
}

void text_addz(struct text *x, const char *nul_ended)
{
    text_add(x, str_from(nul_ended));
}

void text_addc(struct text *x, char c)
{
    if (!text_fit(x, 1))
        return;
    x->at[x->len++] = c;
}

void text_addf(struct text *x, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int len = vsnprintf(NULL, 0, format, values);
    va_end(values);
    MUST(len >= 0);
    if (!text_fit(x, (size_t)len))
        return;
    va_start(values, format);
    vsnprintf(x->at + x->len, (size_t)len + 1, format, values);
    va_end(values);
    x->len += (size_t)len;
}

struct str text_done(const struct text *x)
{
    return (struct str){ x->at, x->len };
}

/* Escaping by place: what a value may not be is looked up, what it may be is copied in runs. */
#include "format/html.h"

#include <string.h>

struct html html_open(struct arena *a, size_t ceiling)
{
    return (struct html){ .out = text_open(a, ceiling) };
}

static struct str between(const char *from, const char *to)
{
    return (struct str){ from, (size_t)(to - from) };
}

/* White space around a phrase stays as it was. */
static void say(struct html *h, struct str s)
{
    const struct str *other = phrase_find(h->phrases, s);
    struct str words = str_trim(s);
    if (!other) {
        text_add(&h->out, s);
        return;
    }
    text_add(&h->out, between(s.at, words.at));
    text_add(&h->out, *other);
    text_add(&h->out, between(words.at + words.len, s.at + s.len));
}

/* An attribute that is read out, and whose value stands whole in this literal. */
static bool is_read_out(struct str before)
{
    static const char *const names[] = { " aria-label=\"", " placeholder=\"", " alt=\"",
                                         " title=\"" };
    for (size_t i = 0; i < COUNT(names); i++) {
        size_t len = strlen(names[i]);
        if (before.len >= len && memcmp(before.at + before.len - len, names[i], len) == 0)
            return true;
    }
    return false;
}

static const char *tag_part(struct html *h, const char *from, const char *s, const char *end)
{
    if (h->quote) {
        const char *close = memchr(s, h->quote, (size_t)(end - s));
        bool whole = close && s > from && is_read_out(between(from, s));
        if (whole)
            say(h, between(s, close));
        else
            text_add(&h->out, between(s, close ? close : end));
        if (close)
            h->quote = 0;
        return close ? close : end;
    }
    if (*s == '"' || *s == '\'')
        h->quote = *s;
    h->in_tag = *s != '>';
    text_add(&h->out, between(s, s + 1));
    return s + 1;
}

/* The closing quote is left for the next step, which must not take it for an opening one. */
static void say_literal(struct html *h, const char *from, const char *end)
{
    for (const char *s = from; s < end;) {
        if (h->in_tag) {
            bool was_quoted = h->quote != 0;
            s = tag_part(h, from, s, end);
            if (was_quoted && s < end) {
                text_add(&h->out, between(s, s + 1));
                s++;
            }
            continue;
        }
        const char *tag = memchr(s, '<', (size_t)(end - s));
        say(h, between(s, tag ? tag : end));
        if (!tag)
            return;
        text_add(&h->out, between(tag, tag + 1));
        h->in_tag = true;
        s = tag + 1;
    }
}

void html_literal(struct html *h, const char *at, size_t len)
{
    if (h->phrases)
        say_literal(h, at, at + len);
    else
        text_add(&h->out, (struct str){ at, len });
}

/* NULL: the character stands for itself. Control characters are no HTML at all. */
static const char *escape_of(unsigned char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    case '\t':
    case '\n':
    case '\r': return NULL;
    default: return c < ' ' || c == 0x7f ? "\xef\xbf\xbd" : NULL;
    }
}

/* One escaping for both places: a quote mark escaped between tags reads the same, and a value
 * moved from text to attribute stays safe. */
static void put_escaped(struct html *h, struct str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        const char *escape = escape_of((unsigned char)s.at[i]);
        if (!escape)
            continue;
        text_add(&h->out, (struct str){ s.at + from, i - from });
        text_addz(&h->out, escape);
        from = i + 1;
    }
    text_add(&h->out, (struct str){ s.at + from, s.len - from });
}

/* --- directions --- */

static const char isolate[] = "\xe2\x81\xa8", isolate_end[] = "\xe2\x81\xa9"; /* FSI, PDI */

/* Letters of Hebrew, Arabic, Syriac, Thaana, N'Ko and their like, and the marks that turn text. */
static bool turns(const unsigned char *c, size_t left)
{
    if (c[0] < 0xd6 || left < 2)
        return false;
    if (c[0] <= 0xdf) /* U+0580 to U+07FF */
        return true;
    if (left < 3)
        return false;
    switch (c[0]) {
    case 0xe0: return c[1] >= 0xa0 && c[1] <= 0xa3;
    case 0xe2:
        return (c[1] == 0x80 && (c[2] == 0x8f || (c[2] >= 0xaa && c[2] <= 0xae))) ||
               (c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9);
    case 0xef: return c[1] >= 0xac && c[1] <= 0xbb;
    case 0xf0: return (c[1] == 0x90 && c[2] >= 0xa0) || c[1] == 0x9e;
    default: return false;
    }
}

static bool any_turns(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (turns((const unsigned char *)s.at + i, s.len - i))
            return true;
    return false;
}

/* What is typed comes back as it was typed, and bdi isolates by itself. */
static bool is_isolated_by(struct str page)
{
    const char *tag = page.len ? memrchr(page.at, '<', page.len) : NULL;
    struct str last = tag ? between(tag, page.at + page.len) : S("");
    return str_starts(last, S("<textarea")) || str_starts(last, S("<bdi"));
}

/* An end that nothing in it began would end the isolation: it is left out. */
static void put_isolated(struct html *h, struct str s)
{
    size_t depth = 0, from = 0;
    text_addz(&h->out, isolate);
    for (size_t i = 0; i + 3 <= s.len; i++) {
        bool mark = memcmp(s.at + i, "\xe2\x81", 2) == 0;
        unsigned char which = (unsigned char)s.at[i + 2];
        if (mark && which >= 0xa6 && which <= 0xa8)
            depth++;
        if (!mark || which != 0xa9 || depth-- > 0)
            continue;
        depth = 0;
        put_escaped(h, (struct str){ s.at + from, i - from });
        from = i + 3;
    }
    put_escaped(h, (struct str){ s.at + from, s.len - from });
    while (depth-- > 0)
        text_addz(&h->out, isolate_end);
    text_addz(&h->out, isolate_end);
}

void html_text(struct html *h, struct str s)
{
    if (any_turns(s) && !is_isolated_by(text_done(&h->out)))
        put_isolated(h, s);
    else
        put_escaped(h, s);
}

static struct str said(const struct html *h, const char *nul_ended)
{
    struct str words = str_from(nul_ended);
    const struct str *other = h->phrases ? phrase_find(h->phrases, words) : NULL;
    return other ? *other : words;
}

void html_textz(struct html *h, const char *nul_ended)
{
    put_escaped(h, said(h, nul_ended));
}

void html_attr(struct html *h, struct str s)
{
    put_escaped(h, s);
}

void html_attrz(struct html *h, const char *nul_ended)
{
    put_escaped(h, str_from(nul_ended));
}

void html_int(struct html *h, int64_t number)
{
    text_addf(&h->out, "%lld", (long long)number);
}

bool html_is_full(const struct html *h)
{
    return h->out.full;
}

struct str html_done(const struct html *h)
{
    return text_done(&h->out);
}

/* Escaping by place: what a value may not be is looked up, what it may be is copied in runs. */
#include "format/html.h"

#include <string.h>

struct html html_open(struct arena *a, size_t ceiling)
{
    return (struct html){ text_open(a, ceiling) };
}

void html_literal(struct html *h, const char *at, size_t len)
{
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

void html_text(struct html *h, struct str s)
{
    put_escaped(h, s);
}

void html_textz(struct html *h, const char *nul_ended)
{
    put_escaped(h, str_from(nul_ended));
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

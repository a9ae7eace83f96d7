/* Reads the part of HTML that our templates write. It trusts nothing: a tag it does not know is
 * read through, one that is closed twice is passed over, and all is bounded. */
#include "print/read.h"

#include <string.h>

#include "base/limits.h"

enum way {
    TAKE,    /* a node of its own */
    THROUGH, /* its content, as if it stood outside */
    SKIP,    /* with all that is in it */
    TITLE,
    ROOT /* says the language */
};
static const struct tag {
    const char *name;
    enum way way;
    enum node_kind kind;
    uint8_t level;
    bool head, bold, alone, apart, void_tag;
} tags[] = {
    { "a", TAKE, NODE_INLINE },
    { "article", TAKE, NODE_BLOCK },
    { "b", TAKE, NODE_INLINE, .bold = true },
    { "bdi", TAKE, NODE_INLINE, .alone = true },
    { "blockquote", TAKE, NODE_QUOTE },
    { "br", TAKE, NODE_BREAK, .void_tag = true },
    { "button", SKIP },
    { "caption", TAKE, NODE_CAPTION },
    { "dd", TAKE, NODE_MEANING },
    { "details", TAKE, NODE_BLOCK },
    { "div", TAKE, NODE_BLOCK },
    { "dl", TAKE, NODE_PAIRS },
    { "dt", TAKE, NODE_TERM },
    { "figcaption", TAKE, NODE_CAPTION },
    { "figure", TAKE, NODE_FIGURE },
    { "footer", TAKE, NODE_BLOCK },
    { "form", SKIP },
    { "h1", TAKE, NODE_HEADING, 1 },
    { "h2", TAKE, NODE_HEADING, 2 },
    { "h3", TAKE, NODE_HEADING, 3 },
    { "h4", TAKE, NODE_HEADING, 4 },
    { "header", TAKE, NODE_BLOCK },
    { "hr", TAKE, NODE_RULE, .void_tag = true },
    { "html", ROOT },
    { "img", SKIP, .void_tag = true },
    { "input", SKIP, .void_tag = true },
    { "label", SKIP },
    { "li", TAKE, NODE_ITEM },
    { "link", SKIP, .void_tag = true },
    { "main", TAKE, NODE_BLOCK },
    { "meta", SKIP, .void_tag = true },
    { "nav", SKIP },
    { "noscript", SKIP },
    { "ol", TAKE, NODE_LIST, .head = true },
    { "p", TAKE, NODE_PARAGRAPH },
    { "pre", TAKE, NODE_PARAGRAPH },
    { "script", SKIP },
    { "section", TAKE, NODE_BLOCK },
    { "select", SKIP },
    { "small", TAKE, NODE_INLINE, .apart = true },
    { "span", TAKE, NODE_INLINE },
    { "strong", TAKE, NODE_INLINE, .bold = true },
    { "style", SKIP },
    { "summary", TAKE, NODE_PARAGRAPH, .bold = true },
    { "svg", TAKE, NODE_PICTURE },
    { "table", TAKE, NODE_TABLE },
    { "tbody", TAKE, NODE_ROWS },
    { "td", TAKE, NODE_CELL },
    { "textarea", SKIP },
    { "th", TAKE, NODE_CELL, .head = true, .bold = true },
    { "thead", TAKE, NODE_ROWS, .head = true },
    { "time", TAKE, NODE_INLINE },
    { "title", TITLE },
    { "tr", TAKE, NODE_ROW },
    { "ul", TAKE, NODE_LIST },
};
/* Of no use on paper, or there twice. */
static const char *const not_for_paper[] = {
    "sl-noprint",     "govuk-skip-link", "sl-header__name", "sl-picture__phone",
    "govuk-button",   "govuk-back-link", "sl-draft",        "sl-live",
    "sl-link-button", "sl-do",           "sl-acts",         "sl-photo"
};

struct open { /* an element that is not closed yet */
    const struct tag *tag;
    struct node *node;
};
struct reading {
    struct task *t;
    struct str rest;
    struct print_page *page;
    struct open open[PRINT_DEPTH_MAX];
    size_t depth, nodes;
    bool in_foot;
};
struct attributes {
    struct str class, address, language;
};

static bool has_word(struct str all, const char *word)
{
    struct str rest = all, one;
    while (rest.len > 0) {
        if (!str_cut(rest, ' ', &one, &rest)) {
            one = rest;
            rest = S("");
        }
        if (str_is(one, word))
            return true;
    }
    return false;
}

bool node_is(const struct node *n, const char *word)
{
    return has_word(n->class, word);
}

static struct str skip(struct str s, size_t n)
{
    return n >= s.len ? (struct str){ s.at + s.len, 0 } : (struct str){ s.at + n, s.len - n };
}

static struct str up_to(struct str s, const char *mark)
{
    const char *at = memmem(s.at, s.len, mark, strlen(mark));
    return at ? (struct str){ s.at, (size_t)(at - s.at) } : s;
}

/* --- words and what stands for a sign --- */

static uint32_t sign_of(struct str name)
{
    static const struct {
        const char *name;
        uint32_t sign;
    } named[] = { { "amp", '&' },   { "lt", '<' },    { "gt", '>' },      { "quot", '"' },
                  { "apos", '\'' }, { "nbsp", 0xa0 }, { "middot", 0xb7 }, { "ndash", 0x2013 } };
    for (size_t i = 0; i < COUNT(named); i++)
        if (str_is(name, named[i].name))
            return named[i].sign;
    if (name.len < 2 || name.len > 8 || name.at[0] != '#')
        return 0;
    bool hex = name.at[1] == 'x' || name.at[1] == 'X';
    uint32_t n = 0;
    for (size_t i = hex ? 2 : 1; i < name.len; i++) {
        char c = name.at[i];
        uint32_t digit = c >= '0' && c <= '9'          ? (uint32_t)(c - '0')
                         : hex && c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
                         : hex && c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A') + 10
                                                       : 99;
        if (digit > 15)
            return 0;
        n = n * (hex ? 16 : 10) + digit;
    }
    return n < ' ' || n > 0x10ffff || (n >= 0xd800 && n < 0xe000) ? 0 : n;
}

static void add_sign(struct text *x, uint32_t n)
{
    if (n < 0x80) {
        text_addc(x, (char)n);
        return;
    }
    int more = n < 0x800 ? 1 : n < 0x10000 ? 2 : 3;
    static const unsigned first[] = { 0, 0xc0, 0xe0, 0xf0 };
    text_addc(x, (char)(first[more] | n >> (6 * more)));
    while (more-- > 0)
        text_addc(x, (char)(0x80 | (n >> (6 * more) & 0x3f)));
}

static struct str decoded(struct arena *a, struct str s)
{
    if (!memchr(s.at, '&', s.len))
        return s;
    struct text x = text_open(a, s.len + 8);
    while (s.len > 0) {
        struct str name = { s.at + 1, 0 };
        const char *end = *s.at == '&' ? memchr(s.at, ';', s.len < 12 ? s.len : 12) : NULL;
        if (end)
            name.len = (size_t)(end - name.at);
        uint32_t sign = end ? sign_of(name) : 0;
        if (sign)
            add_sign(&x, sign);
        else
            text_addc(&x, *s.at);
        s = skip(s, sign ? name.len + 2 : 1);
    }
    return text_done(&x);
}

/* --- the tree --- */

static struct node *top(struct reading *r)
{
    for (size_t i = r->depth; i > 0; i--)
        if (r->open[i - 1].node)
            return r->open[i - 1].node;
    return r->page->body;
}

static status node_add(struct reading *r, enum node_kind kind, struct node **ret)
{
    if (++r->nodes > PRINT_NODES_MAX)
        return fail(r->t, E_LIMIT, "this page is too long to be printed: narrow the look");
    struct node *n = NEW(r->t->arena, struct node), *in = top(r);
    n->kind = kind;
    *(in->last ? &in->last->next : &in->child) = n;
    in->last = n;
    *ret = n;
    return OK;
}

static status words_add(struct reading *r, struct str raw)
{
    struct node *n;
    if (raw.len == 0)
        return OK;
    TRY(node_add(r, NODE_WORDS, &n));
    n->words = decoded(r->t->arena, raw);
    return OK;
}

static const struct tag *tag_named(struct str name)
{
    static const struct tag unknown = { "", THROUGH };
    for (size_t i = 0; i < COUNT(tags); i++)
        if (str_is(name, tags[i].name))
            return &tags[i];
    return &unknown;
}

static bool is_of_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

static struct str take_name(struct str *s)
{
    struct str name = { s->at, 0 };
    while (name.len < s->len && is_of_name(s->at[name.len]))
        name.len++;
    *s = skip(*s, name.len);
    return name;
}

static struct str take_value(struct str *s)
{
    struct str value;
    if (s->len > 0 && (*s->at == '"' || *s->at == '\'')) {
        const char quote[2] = { *s->at, '\0' };
        *s = skip(*s, 1);
        value = up_to(*s, quote);
        *s = skip(*s, value.len + 1);
        return value;
    }
    value = (struct str){ s->at, 0 };
    while (value.len < s->len && !memchr(" \t\n\r>", s->at[value.len], 5))
        value.len++;
    *s = skip(*s, value.len);
    return value;
}

/* To behind the ">" of the tag, or to the end of what there is. */
static struct attributes take_attributes(struct arena *a, struct str *s)
{
    struct attributes got = { 0 };
    while (s->len > 0 && *s->at != '>') {
        struct str name = take_name(s);
        if (name.len == 0 || s->len == 0 || *s->at != '=') {
            if (name.len == 0)
                *s = skip(*s, 1);
            continue;
        }
        *s = skip(*s, 1);
        struct str value = take_value(s);
        if (str_is(name, "class"))
            got.class = value;
        else if (str_is(name, "href"))
            got.address = decoded(a, value);
        else if (str_is(name, "lang"))
            got.language = value;
    }
    *s = skip(*s, 1);
    return got;
}

static bool is_left_out(const struct reading *r, const struct tag *tag, struct str class)
{
    if (tag->way == SKIP)
        return true;
    for (size_t i = 0; i < COUNT(not_for_paper); i++)
        if (has_word(class, not_for_paper[i]))
            return true;
    if (!has_word(class, "govuk-visually-hidden"))
        return false;
    for (size_t i = 0; i < r->depth; i++) /* where a row gets its name from it */
        if (r->open[i].node && r->open[i].node->kind == NODE_CELL)
            return !r->open[i].node->head;
    return true;
}

/* Over an element with all that is in it; elements of its own name may stand in it. */
static void pass_over(struct reading *r, const struct tag *tag, struct str name)
{
    struct str s = r->rest;
    if (tag->void_tag)
        return;
    for (size_t inside = 1; inside > 0 && s.len > 0;) {
        s = skip(s, up_to(s, "<").len + 1);
        bool closes = s.len > 0 && *s.at == '/';
        if (closes)
            s = skip(s, 1);
        struct str other = take_name(&s);
        if (str_equal(other, name))
            inside = closes ? inside - 1 : inside + 1;
    }
    r->rest = skip(s, up_to(s, ">").len + 1);
}

static status picture_add(struct reading *r, struct str from)
{
    struct str end = S("</svg>"), all = up_to(from, "</svg>");
    struct node *n;
    if (all.len == from.len)
        return fail(r->t, E_INVALID, "a picture of this page does not end: it is not printed");
    TRY(node_add(r, NODE_PICTURE, &n));
    n->words = (struct str){ from.at, all.len + end.len };
    r->rest = skip(from, n->words.len);
    return OK;
}

static status element_open(struct reading *r, const struct tag *tag, const struct attributes *has)
{
    struct node *n = NULL;
    if (tag->way == TAKE) {
        TRY(node_add(r, tag->kind, &n));
        n->level = tag->level;
        n->head = tag->head;
        n->bold = tag->bold;
        n->alone = tag->alone;
        n->apart = tag->apart;
        n->class = has->class;
        n->address = str_is(str_from(tag->name), "a") ? has->address : S("");
    }
    if (tag->void_tag)
        return OK;
    if (r->depth == PRINT_DEPTH_MAX)
        return fail(r->t, E_LIMIT, "this page is nested too deeply to be printed");
    if (n && r->in_foot && n->kind == NODE_PARAGRAPH && !r->page->known)
        r->page->known = n;
    r->in_foot |= str_is(str_from(tag->name), "footer");
    r->open[r->depth++] = (struct open){ tag, n };
    return OK;
}

static status tag_open(struct reading *r)
{
    struct str from = r->rest;
    r->rest = skip(r->rest, 1);
    struct str name = take_name(&r->rest);
    const struct tag *tag = tag_named(name);
    struct attributes has = take_attributes(r->t->arena, &r->rest);
    if (is_left_out(r, tag, has.class)) {
        pass_over(r, tag, name);
        return OK;
    }
    if (tag->way == TAKE && tag->kind == NODE_PICTURE)
        return picture_add(r, from);
    if (tag->way == TITLE) {
        r->page->title = str_trim(decoded(r->t->arena, up_to(r->rest, "<")));
        r->rest = skip(r->rest, up_to(r->rest, "<").len);
        return OK;
    }
    if (tag->way == ROOT)
        r->page->language = has.language;
    return tag->way == TAKE ? element_open(r, tag, &has) : OK;
}

/* Closes it and what was left open in it; one that is not open closes nothing. */
static void tag_close(struct reading *r)
{
    r->rest = skip(r->rest, 2);
    const struct tag *tag = tag_named(take_name(&r->rest));
    r->rest = skip(r->rest, up_to(r->rest, ">").len + 1);
    for (size_t i = r->depth; i > 0; i--)
        if (r->open[i - 1].tag == tag) {
            r->depth = i - 1;
            return;
        }
}

static status next_part(struct reading *r)
{
    struct str words = up_to(r->rest, "<");
    TRY(words_add(r, words));
    r->rest = skip(r->rest, words.len);
    if (r->rest.len == 0)
        return OK;
    if (str_starts(r->rest, S("<!--")))
        r->rest = skip(r->rest, up_to(r->rest, "-->").len + 3);
    else if (str_starts(r->rest, S("<!")))
        r->rest = skip(r->rest, up_to(r->rest, ">").len + 1);
    else if (str_starts(r->rest, S("</")))
        tag_close(r);
    else if (r->rest.len > 1 && is_of_name(r->rest.at[1]))
        return tag_open(r);
    else {
        TRY(words_add(r, S("<")));
        r->rest = skip(r->rest, 1);
    }
    return OK;
}

status print_read(struct task *t, struct str html, struct print_page *ret)
{
    if (html.len > PAGE_BYTES_MAX)
        return fail(t, E_LIMIT, "this page is too long to be printed: narrow the look");
    if (html.len == 0 || !str_is_utf8(html) || memchr(html.at, '\0', html.len))
        return fail(t, E_INVALID, "this is no page that could be printed");
    struct print_page page = { .language = S("en"), .body = NEW(t->arena, struct node) };
    struct reading *r = NEW(t->arena, struct reading);
    page.body->kind = NODE_BLOCK;
    *r = (struct reading){ .t = t, .rest = html, .page = &page };
    while (r->rest.len > 0)
        TRY(next_part(r));
    *ret = page;
    return OK;
}

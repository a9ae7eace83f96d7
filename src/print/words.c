/* The words of one paragraph: spaces run together, and which of them are bold, late or lead away.
 */
#include <string.h>

#include "print/lay.h"

static const char *const letters_of =
    "Liberation Sans,Arial,Noto Sans,DejaVu Sans,Noto Sans Symbols2,sans-serif";

enum {
    PARAGRAPH_BYTES_MAX = 128 << 10,
    STRETCHES_MAX = 500 /* of one paragraph; what is beyond looks like the rest */
};

struct gathering {
    struct task *t;
    struct text out;
    struct stretch *stretch;
    size_t stretches, room;
    bool space; /* one is due before the next letter */
};

static const struct look {
    const char *class;
    bool bold;
    enum ink ink;
    const char *before, *after;
} looks[] = {
    { "sl-late-word", .bold = true, .ink = INK_LATE },
    { "sl-quiet", .ink = INK_QUIET },
    { "govuk-hint", .ink = INK_QUIET },
    { "sl-cite", .ink = INK_QUIET },
    { "sl-could-not-word", .bold = true },
    { "sl-force", .bold = true, .after = ":" },
    { "sl-grade", .bold = true, .before = "[", .after = "]" },
    { "sl-alarm__level", .bold = true, .before = "[", .after = "]" },
    { "sl-clock--late", .ink = INK_LATE, .before = "\xe2\x96\xa0 " },
    { "sl-clock--soon", .before = "\xe2\x97\x90 " },
    { "sl-clock--running", .before = "\xe2\x97\x8b " },
    { "sl-clock--met", .before = "\xe2\x97\x8f " },
    { "sl-clock--unknown", .before = "\xe2\x97\x8c " },
};

static void stretch_add(struct gathering *g, struct stretch s)
{
    if (s.from == s.to || g->stretches == STRETCHES_MAX)
        return;
    if (g->stretches == g->room) {
        struct stretch *more = NEWS(g->t->arena, struct stretch, g->room * 2 + 8);
        if (g->stretches)
            memcpy(more, g->stretch, g->stretches * sizeof *more);
        g->stretch = more;
        g->room = g->room * 2 + 8;
    }
    g->stretch[g->stretches++] = s;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static void add_letters(struct gathering *g, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (is_space(c)) {
            g->space = true;
            continue;
        }
        if ((unsigned char)c < ' ' || c == 0x7f)
            continue;
        if (g->space && g->out.len > 0 && g->out.at[g->out.len - 1] != '\n')
            text_addc(&g->out, ' ');
        g->space = false;
        text_addc(&g->out, c);
    }
}

static const struct look *look_of(const struct node *n)
{
    for (size_t i = 0; i < COUNT(looks) && n->class.len > 0; i++)
        if (node_is(n, looks[i].class))
            return &looks[i];
    return NULL;
}

static void gather(struct gathering *g, const struct node *n);

static void gather_inside(struct gathering *g, const struct node *n)
{
    const struct look *look = look_of(n);
    if (g->space && g->out.len > 0 && g->out.at[g->out.len - 1] != '\n')
        text_addc(&g->out, ' '); /* it is no part of what follows */
    g->space = false;
    size_t from = g->out.len;
    if (look && look->before)
        text_addz(&g->out, look->before);
    if (n->alone)
        text_addz(&g->out, "\xe2\x81\xa8"); /* first strong isolate */
    for (const struct node *c = n->child; c; c = c->next)
        gather(g, c);
    if (n->alone)
        text_addz(&g->out, "\xe2\x81\xa9");
    if (look && look->after)
        text_addz(&g->out, look->after);
    enum ink ink = n->address.len ? INK_LINK : look ? look->ink : INK;
    bool bold = n->bold || (look && look->bold);
    if (ink != INK || bold || n->address.len)
        stretch_add(g, (struct stretch){ from, g->out.len, ink, bold, n->address });
}

static void gather(struct gathering *g, const struct node *n)
{
    if (n->kind == NODE_WORDS)
        add_letters(g, n->words);
    else if (n->kind == NODE_BREAK)
        text_addc(&g->out, '\n');
    else if (n->kind == NODE_INLINE) {
        if (node_is(n, "sl-cite") && g->out.len > 0)
            text_addc(&g->out, '\n');
        if (n->apart)
            g->space = true;
        gather_inside(g, n);
    } else if (n->kind != NODE_PICTURE) {
        g->space = true; /* a block where only words can stand */
        gather_inside(g, n);
        g->space = true;
    }
}

struct words *words_of(struct task *t, const struct node *first, const struct node *end, bool bold)
{
    struct gathering g = { .t = t, .out = text_open(t->arena, PARAGRAPH_BYTES_MAX) };
    for (const struct node *n = first; n && n != end; n = n->next)
        gather(&g, n);
    while (g.out.len > 0 && is_space(g.out.at[g.out.len - 1]))
        g.out.len--;
    if (bold)
        stretch_add(&g, (struct stretch){ 0, g.out.len, INK, true, S("") });
    struct words *w = NEW(t->arena, struct words);
    *w = (struct words){ text_done(&g.out), g.stretch, g.stretches, g.out.full };
    for (size_t i = 0; i < w->stretches; i++)
        if (w->stretch[i].to > w->text.len)
            w->stretch[i].to = w->text.len;
    return w;
}

static void attribute(PangoAttrList *all, PangoAttribute *a, const struct stretch *s)
{
    a->start_index = (guint)s->from;
    a->end_index = (guint)s->to;
    pango_attr_list_insert(all, a);
}

/* A colour parts the letters into runs; which colour is drawn is looked up by place. */
static PangoAttrList *attributes_of(const struct words *w)
{
    PangoAttrList *all = pango_attr_list_new();
    for (size_t i = 0; i < w->stretches; i++) {
        const struct stretch *s = &w->stretch[i];
        if (s->from >= s->to)
            continue;
        if (s->bold)
            attribute(all, pango_attr_weight_new(PANGO_WEIGHT_BOLD), s);
        if (s->ink != INK)
            attribute(all, pango_attr_foreground_new((guint16)(i % 60000 + 1), 0, 0), s);
    }
    return all;
}

PangoLayout *words_set(struct flow *f, const struct words *w, const struct style *s, double wide)
{
    PangoLayout *l = pango_layout_new(f->letters);
    PangoFontDescription *font = pango_font_description_from_string(letters_of);
    pango_font_description_set_absolute_size(font, s->size * PANGO_SCALE);
    if (s->bold)
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(l, font);
    pango_font_description_free(font);
    pango_layout_set_text(l, w->text.at, (int)w->text.len);
    PangoAttrList *all = attributes_of(w);
    pango_layout_set_attributes(l, all);
    pango_attr_list_unref(all);
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(l, wide < 0 ? -1 : (int)(wide * PANGO_SCALE));
    return l;
}

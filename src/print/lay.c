/* Puts blocks under one another, sheet by sheet: what belongs together is not parted. */
#include "print/lay.h"

#include <string.h>

enum {
    STEPS_MAX = 400000,
    BLOCKS_DEPTH_MAX = 64,
    TRIES_MAX = 3 /* within one another: what is nested deeper is not kept together */
};

const struct style style_body = { .size = 10, .after = 5 };
static const struct style heading[] = {
    { .size = 17, .before = 2, .after = 7, .bold = true },
    { .size = 13, .before = 10, .after = 5, .bold = true },
    { .size = 11, .before = 6, .after = 3, .bold = true },
    { .size = 10, .before = 4, .after = 2, .bold = true },
};
static const double whole_share = 0.45; /* of a sheet: what is longer is parted after all */
static const double after_heading = 46; /* at least so much of what it heads stands below it */

status step_add(struct flow *f, struct step s)
{
    if (f->steps == STEPS_MAX)
        return fail(f->t, E_LIMIT, "this page is too long to be printed: narrow the look");
    if (f->steps == f->room) {
        size_t room = f->room * 2 + 512;
        struct step *more = NEWS(f->t->arena, struct step, room);
        if (f->steps)
            memcpy(more, f->step, f->steps * sizeof *more);
        f->step = more;
        f->room = room;
    }
    s.sheet = f->sheet;
    f->step[f->steps++] = s;
    return OK;
}

status tag_begin(struct flow *f, const char *tag)
{
    return step_add(f, (struct step){ .act = ACT_TAG, .tag = tag });
}

status tag_end(struct flow *f)
{
    return step_add(f, (struct step){ .act = ACT_TAG_END });
}

double sheet_foot(const struct flow *f)
{
    return (f->lies[f->sheet] ? sheet_short : sheet_long) - margin_foot;
}

bool flow_is_fresh(const struct flow *f)
{
    return f->y <= margin_top;
}

void flow_back(struct flow *f, const struct flow *to)
{
    f->steps = to->steps;
    f->y = to->y;
    f->heading_from = to->heading_from;
    f->heading_to = to->heading_to;
    f->heading_y = to->heading_y;
}

/* A heading that nothing stands under yet comes along. */
static void take_heading(struct flow *f)
{
    bool bare = f->heading_to > f->heading_from && f->heading_y > margin_top;
    for (size_t i = f->heading_to; i < f->steps && bare; i++)
        bare = f->step[i].act == ACT_TAG;
    if (!bare || f->steps < f->heading_to)
        return;
    for (size_t i = f->heading_from; i < f->steps; i++) {
        f->step[i].sheet = f->sheet;
        f->step[i].y += margin_top - f->heading_y;
        if (f->step[i].act == ACT_LINE)
            f->y = f->step[i].y + 9;
    }
    f->heading_to = 0;
}

status sheet_turn(struct flow *f, bool lies)
{
    if (f->sheet + 1 == PRINT_PAGES_MAX)
        return fail(f->t, E_LIMIT, "this page would be more than %d sheets: narrow the look",
                    PRINT_PAGES_MAX);
    f->sheet++;
    f->lies[f->sheet] = lies;
    f->y = margin_top;
    take_heading(f);
    return OK;
}

/* --- words --- */

static status line_put(struct flow *f, PangoLayoutIter *i, const struct words *w)
{
    PangoRectangle box;
    PangoLayoutLine *line = pango_layout_iter_get_line_readonly(i);
    pango_layout_iter_get_line_extents(i, NULL, &box);
    double high = (double)box.height / PANGO_SCALE * 1.12;
    double rise = (double)(pango_layout_iter_get_baseline(i) - box.y) / PANGO_SCALE;
    if (f->whole == 0 && f->y + high > sheet_foot(f) && !flow_is_fresh(f))
        TRY(sheet_turn(f, false));
    struct step s = { .act = ACT_LINE,
                      .x = f->x + (double)box.x / PANGO_SCALE,
                      .y = f->y + rise,
                      .line = line,
                      .words = w };
    f->y += high;
    return step_add(f, s);
}

status lay_words(struct flow *f, const struct words *w, const struct style *s, const char *tag)
{
    if (w->text.len == 0)
        return OK;
    if (w->too_long)
        return fail(f->t, E_LIMIT,
                    "one paragraph of this page is too long to be printed: narrow"
                    " the look");
    PangoLayout *l = words_set(f, w, s, f->wide);
    g_ptr_array_add(f->kept, l);
    if (!flow_is_fresh(f))
        f->y += s->before;
    if (tag)
        TRY(tag_begin(f, tag));
    PangoLayoutIter *i = pango_layout_get_iter(l);
    status done = OK;
    do
        done = line_put(f, i, w);
    while (done == OK && pango_layout_iter_next_line(i));
    pango_layout_iter_free(i);
    TRY(done);
    f->y += s->after;
    return tag ? tag_end(f) : OK;
}

static bool is_inline(const struct node *n)
{
    return n->kind == NODE_WORDS || n->kind == NODE_INLINE || n->kind == NODE_BREAK;
}

static struct style style_of(const struct node *n)
{
    struct style s = style_body;
    if (node_is(n, "sl-made-up"))
        s.size = 8.5;
    return s;
}

/* What a paragraph's own class says, its stretch says too: one node around all of it. */
static struct words *paragraph_words(struct flow *f, const struct node *n)
{
    struct node *in = NEW(f->t->arena, struct node);
    *in = *n;
    in->kind = NODE_INLINE;
    in->next = NULL;
    in->address = S("");
    return words_of(f->t, in, NULL, n->bold);
}

static status lay_paragraph(struct flow *f, const struct node *n)
{
    const struct style s = style_of(n);
    return lay_words(f, paragraph_words(f, n), &s, "P");
}

status lay_as_heading(struct flow *f, const struct words *w, const struct style *s, const char *tag)
{
    if (w->text.len == 0)
        return OK;
    double needs = s->size + s->before + s->after + after_heading;
    if (f->whole == 0 && f->y + needs > sheet_foot(f) && !flow_is_fresh(f))
        TRY(sheet_turn(f, false));
    size_t from = f->steps;
    double y = f->y;
    TRY(lay_words(f, w, s, tag));
    f->heading_from = from;
    f->heading_to = f->steps;
    f->heading_y = y + (y > margin_top ? s->before : 0);
    return OK;
}

static status lay_heading(struct flow *f, const struct node *n, const struct words *w)
{
    static const char *const tag[] = { "H1", "H2", "H3", "H4" };
    return lay_as_heading(f, w, &heading[n->level - 1], tag[n->level - 1]);
}

/* --- what belongs together --- */

typedef status (*lays)(struct flow *f, const struct node *n);

/* On one sheet if it is not long. */
static status lay_whole(struct flow *f, const struct node *n, lays lay)
{
    struct flow before = *f;
    if (f->whole > 0 || f->tries == TRIES_MAX)
        return lay(f, n);
    f->whole++;
    TRY(lay(f, n));
    f->whole--;
    if (f->y <= sheet_foot(f))
        return OK;
    bool fits = f->y - before.y <= (sheet_foot(f) - margin_top) * whole_share;
    flow_back(f, &before);
    if (!fits) {
        f->tries++;
        TRY(lay(f, n));
        f->tries--;
        return OK;
    }
    TRY(sheet_turn(f, false));
    f->whole++;
    TRY(lay(f, n));
    f->whole--;
    return OK;
}

static status rule_put(struct flow *f, double before, double after)
{
    if (flow_is_fresh(f))
        return OK;
    f->y += before;
    TRY(step_add(
        f,
        (struct step){
            .act = ACT_BOX, .x = f->x, .y = f->y, .wide = f->wide, .high = 0.5, .ink = INK_LINE }));
    f->y += after;
    return OK;
}

static status lay_boxed(struct flow *f, const struct node *n)
{
    double from = f->y;
    unsigned sheet = f->sheet;
    f->x += 10;
    f->wide -= 10;
    TRY(lay_children(f, n));
    f->x -= 10;
    f->wide += 10;
    f->y += 3;
    if (f->sheet != sheet)
        return OK;
    return step_add(f, (struct step){ .act = ACT_BOX,
                                      .x = f->x,
                                      .y = from,
                                      .wide = 2.5,
                                      .high = f->y - from - 5,
                                      .ink = INK });
}

static bool is_boxed(const struct node *n)
{
    static const char *const boxed[] = { "sl-could-not-look", "sl-note",       "sl-need-to-know",
                                         "sl-own-words",      "sl-sheet__now", "sl-difference" };
    for (size_t i = 0; i < COUNT(boxed) && n->class.len > 0; i++)
        if (node_is(n, boxed[i]))
            return true;
    return n->kind == NODE_QUOTE;
}

/* --- lists --- */

static bool has_blocks(const struct node *n)
{
    for (const struct node *c = n->child; c; c = c->next)
        if (!is_inline(c))
            return true;
    return false;
}

static bool says_something(const struct node *n)
{
    if (n->kind == NODE_WORDS)
        return str_trim(n->words).len > 0;
    for (const struct node *c = n->child; c; c = c->next)
        if (says_something(c))
            return true;
    return n->kind == NODE_PICTURE;
}

static status lay_item(struct flow *f, const struct node *n)
{
    TRY(tag_begin(f, "LI"));
    if (has_blocks(n))
        TRY(rule_put(f, 1, 5));
    TRY(tag_begin(f, "LBody"));
    TRY(lay_children(f, n));
    TRY(tag_end(f));
    return tag_end(f);
}

static status lay_marked_item(struct flow *f, const struct node *n, struct str mark)
{
    const struct style s = { .size = 10, .after = 3 };
    struct words *w = NEW(f->t->arena, struct words);
    w->text = mark;
    TRY(tag_begin(f, "LI"));
    if (f->whole == 0 && f->y + 14 > sheet_foot(f))
        TRY(sheet_turn(f, false));
    double y = f->y;
    TRY(lay_words(f, w, &s, "Lbl"));
    f->y = y;
    f->x += 16;
    f->wide -= 16;
    TRY(tag_begin(f, "LBody"));
    TRY(lay_children(f, n));
    f->y -= 2;
    TRY(tag_end(f));
    f->x -= 16;
    f->wide += 16;
    return tag_end(f);
}

/* "15, born 3 May 2011 · Number 566910 · Lives at …" */
static status lay_in_one_line(struct flow *f, const struct node *n)
{
    struct node *all = NULL, *last = NULL;
    for (const struct node *c = n->child; c; c = c->next) {
        if (c->kind != NODE_ITEM || !says_something(c))
            continue;
        struct node *one = NEWS(f->t->arena, struct node, 2);
        one[0] = (struct node){ .kind = NODE_WORDS, .words = S(" \xc2\xb7 ") };
        one[1] = *c;
        one[1].kind = NODE_INLINE;
        one[1].next = NULL;
        one[0].next = &one[1];
        if (last)
            last->next = &one[0];
        else
            all = &one[1];
        last = &one[1];
    }
    return lay_words(f, words_of(f->t, all, NULL, false), &style_body, "P");
}

static status lay_list(struct flow *f, const struct node *n)
{
    if (node_is(n, "sl-identity"))
        return lay_in_one_line(f, n);
    if (node_is(n, "sl-entries"))
        return lay_dated(f, n);
    bool bullets = !n->head && (n->class.len == 0 || node_is(n, "govuk-list--bullet"));
    bool numbers =
        n->head && (n->class.len == 0 || node_is(n, "govuk-list--number") || node_is(n, "sl-next"));
    unsigned number = 0;
    TRY(tag_begin(f, "L"));
    for (const struct node *c = n->child; c; c = c->next) {
        if (c->kind != NODE_ITEM || !says_something(c))
            continue;
        if (bullets || numbers)
            TRY(lay_marked_item(
                f, c, numbers ? str_print(f->t->arena, "%u.", ++number) : S("\xe2\x80\xa2")));
        else if (has_blocks(c))
            TRY(lay_whole(f, c, lay_item));
        else
            TRY(lay_item(f, c));
    }
    f->y += 3;
    return tag_end(f);
}

/* --- blocks --- */

static status lay_block(struct flow *f, const struct node *n)
{
    switch (n->kind) {
    case NODE_HEADING: return lay_heading(f, n, words_of(f->t, n->child, NULL, false));
    case NODE_PARAGRAPH:
        if (n == f->page->known)
            return OK; /* it stands at the foot of each sheet */
        return lay_paragraph(f, n);
    case NODE_LIST: return lay_list(f, n);
    case NODE_PAIRS: return lay_pairs(f, n);
    case NODE_TABLE: return lay_table(f, n);
    case NODE_FIGURE: return lay_figure(f, n);
    case NODE_PICTURE: return lay_picture(f, n, S("A picture"));
    case NODE_RULE: return rule_put(f, 4, 8);
    case NODE_CAPTION:
        return lay_words(f, words_of(f->t, n->child, NULL, true), &style_body, "Caption");
    case NODE_BLOCK:
    case NODE_QUOTE: return is_boxed(n) ? lay_whole(f, n, lay_boxed) : lay_children(f, n);
    case NODE_ITEM:
    case NODE_TERM:
    case NODE_MEANING:
    case NODE_ROWS:
    case NODE_ROW:
    case NODE_CELL: return lay_children(f, n);
    case NODE_WORDS:
    case NODE_INLINE:
    case NODE_BREAK: break;
    }
    return OK;
}

status lay_children(struct flow *f, const struct node *of)
{
    if (++f->depth > BLOCKS_DEPTH_MAX)
        return fail(f->t, E_LIMIT, "this page is nested too deeply to be printed");
    bool after_sheet = false; /* what stands below it on a screen is not part of it */
    for (const struct node *n = of->child; n;) {
        const struct node *end = n;
        while (end && is_inline(end))
            end = end->next;
        if (end == n) {
            if (!after_sheet || (n->kind != NODE_HEADING && n->kind != NODE_LIST))
                TRY(lay_block(f, n));
            after_sheet |= node_is(n, "sl-sheet");
            n = n->next;
        } else if (after_sheet && end && end->kind == NODE_HEADING) {
            n = end->next;
        } else if (end && end->kind == NODE_HEADING) { /* "[High] Missing for more than 24 hours" */
            TRY(lay_heading(f, end, words_of(f->t, n, end->next, false)));
            n = end->next;
        } else {
            TRY(lay_words(f, words_of(f->t, n, end, of->bold), &style_body, "P"));
            n = end;
        }
    }
    f->depth--;
    return OK;
}

status print_lay(struct flow *f)
{
    f->lies = NEWS(f->t->arena, bool, PRINT_PAGES_MAX);
    f->x = margin_side;
    f->y = margin_top;
    f->wide = sheet_short - 2 * margin_side;
    return lay_children(f, f->page->body);
}

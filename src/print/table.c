/* Tables, pairs of name and value, and dated entries: columns as wide as their words need, rows
 * that are not cut, and the head of a table again on each sheet. */
#include <string.h>

#include "print/lay.h"

enum {
    COLUMNS_MAX = 16,
    GRIDS_MAX = 2,      /* one in another; a deeper one is laid as what it holds */
    ROWS_MEASURED = 150 /* for the widths: later rows wrap where they must */
};

static const double gap = 9, above = 3, below = 3, unbroken = 84;
static const struct style style_cell = { .size = 9, .after = 2 };

struct row {
    const struct node *cell[COLUMNS_MAX];
    const struct node *of;
    bool head;
};
struct grid {
    struct row *row;
    size_t rows, room, columns, heads;
    double wide[COLUMNS_MAX];
    const char *tag, *row_tag, *head_tag, *cell_tag;
    bool lines;
};

static struct row *row_add(struct flow *f, struct grid *g)
{
    if (g->rows == g->room) {
        struct row *more = NEWS(f->t->arena, struct row, g->room * 2 + 32);
        if (g->rows)
            memcpy(more, g->row, g->rows * sizeof *more);
        g->row = more;
        g->room = g->room * 2 + 32;
    }
    g->row[g->rows] = (struct row){ 0 };
    return &g->row[g->rows++];
}

/* --- widths --- */

static void measure_words(struct flow *f, const struct words *w, bool bold, double *ret_least,
                          double *ret_most)
{
    struct style s = style_cell;
    PangoRectangle box;
    s.bold = bold;
    PangoLayout *l = words_set(f, w, &s, -1);
    pango_layout_get_extents(l, NULL, &box);
    double most = (double)box.width / PANGO_SCALE + 0.5;
    *ret_most = most > *ret_most ? most : *ret_most;
    if (most > 40) {
        pango_layout_set_wrap(l, PANGO_WRAP_WORD);
        pango_layout_set_width(l, 0);
        pango_layout_get_extents(l, NULL, &box);
        most = (double)box.width / PANGO_SCALE + 0.5;
    }
    *ret_least = most > *ret_least ? most : *ret_least;
    g_object_unref(l);
}

static void measure(struct flow *f, struct grid *g, double *least, double *most)
{
    for (size_t i = 0; i < g->rows && i < ROWS_MEASURED; i++)
        for (size_t c = 0; c < g->columns; c++) {
            const struct node *cell = g->row[i].cell[c];
            if (!cell)
                continue;
            struct words *w = words_of(f->t, cell->child, NULL, cell->bold);
            if (w->text.len > 0 && !w->too_long)
                measure_words(f, w, cell->bold, &least[c], &most[c]);
        }
}

/* As a browser does: what each needs at least, and the rest by what each would like. */
static void set_widths(struct flow *f, struct grid *g)
{
    double least[COLUMNS_MAX] = { 0 }, most[COLUMNS_MAX] = { 0 }, low = 0, high = 0;
    double room = f->wide - gap * (double)(g->columns - 1);
    measure(f, g, least, most);
    for (size_t c = 0; c < g->columns; c++) /* a date or a short name is not broken */
        if (most[c] <= unbroken && g->columns < 6)
            least[c] = most[c];
    for (size_t c = 0; c < g->columns; c++) {
        low += least[c] += 1;
        high += most[c] += 1;
    }
    for (size_t c = 0; c < g->columns; c++) {
        if (high <= room)
            g->wide[c] = most[c] + (room - high) * 0.6 / (double)g->columns;
        else if (low >= room)
            g->wide[c] = least[c] * room / low;
        else
            g->wide[c] = least[c] + (most[c] - least[c]) * (room - low) / (high - low);
    }
}

/* --- rows --- */

static status lay_cell(struct flow *f, const struct node *cell)
{
    bool words_only = true;
    for (const struct node *c = cell->child; c; c = c->next)
        words_only &= c->kind <= NODE_BREAK;
    if (!words_only)
        return lay_children(f, cell);
    return lay_words(f, words_of(f->t, cell->child, NULL, cell->bold), &style_cell, NULL);
}

static status lay_row_beside(struct flow *f, const struct grid *g, const struct row *r)
{
    double top = f->y, foot = top, x = f->x, wide = f->wide;
    TRY(tag_begin(f, g->row_tag));
    for (size_t c = 0; c < g->columns; c++) {
        if (r->cell[c]) {
            f->y = top + above;
            f->wide = g->wide[c];
            bool head = r->cell[c]->head || r->cell[c]->kind == NODE_TERM;
            TRY(tag_begin(f, head ? g->head_tag : g->cell_tag));
            TRY(lay_cell(f, r->cell[c]));
            TRY(tag_end(f));
            foot = f->y > foot ? f->y : foot;
        }
        f->x += g->wide[c] + gap;
    }
    f->x = x;
    f->wide = wide;
    f->y = foot + below;
    if (g->lines)
        TRY(step_add(f, (struct step){ .act = ACT_BOX,
                                       .x = f->x,
                                       .y = f->y - 1.5,
                                       .wide = f->wide,
                                       .high = r->head ? 1 : 0.5,
                                       .ink = r->head ? INK : INK_LINE }));
    return tag_end(f);
}

/* A row that is longer than a sheet: one cell under another, and nothing is lost. */
static status lay_row_under(struct flow *f, const struct grid *g, const struct row *r)
{
    TRY(tag_begin(f, g->row_tag));
    for (size_t c = 0; c < g->columns; c++)
        if (r->cell[c]) {
            TRY(tag_begin(f, g->cell_tag));
            TRY(lay_cell(f, r->cell[c]));
            TRY(tag_end(f));
        }
    return tag_end(f);
}

static status lay_heads(struct flow *f, const struct grid *g)
{
    f->whole++;
    for (size_t i = 0; i < g->heads; i++)
        TRY(lay_row_beside(f, g, &g->row[i]));
    f->whole--;
    return OK;
}

static status lay_row(struct flow *f, const struct grid *g, const struct row *r)
{
    struct flow before = *f;
    f->whole++;
    TRY(lay_row_beside(f, g, r));
    f->whole--;
    if (f->whole > 0 || f->y <= sheet_foot(f))
        return OK;
    double high = f->y - before.y;
    flow_back(f, &before);
    if (flow_is_fresh(f) || high > (sheet_foot(f) - margin_top) * 0.8)
        return lay_row_under(f, g, r);
    TRY(sheet_turn(f, false));
    TRY(lay_heads(f, g));
    f->whole++;
    TRY(lay_row_beside(f, g, r));
    f->whole--;
    return OK;
}

static status lay_rows(struct flow *f, struct grid *g)
{
    /* No head alone at the foot of a sheet. */
    if (f->whole == 0 && f->y + 60 > sheet_foot(f) && !flow_is_fresh(f))
        TRY(sheet_turn(f, false));
    TRY(tag_begin(f, g->tag));
    TRY(lay_heads(f, g));
    for (size_t i = g->heads; i < g->rows; i++)
        TRY(lay_row(f, g, &g->row[i]));
    f->y += 7;
    return tag_end(f);
}

static status lay_grid(struct flow *f, struct grid *g)
{
    if (g->rows == 0 || g->columns == 0)
        return OK;
    f->grids++;
    TRY(lay_rows(f, g));
    f->grids--;
    return OK;
}

/* --- what is laid as a grid --- */

static void rows_take(struct flow *f, struct grid *g, const struct node *in, bool head)
{
    for (const struct node *n = in->child; n; n = n->next) {
        if (n->kind == NODE_ROWS)
            rows_take(f, g, n, n->head);
        if (n->kind != NODE_ROW)
            continue;
        struct row *r = row_add(f, g);
        size_t column = 0;
        for (const struct node *c = n->child; c; c = c->next)
            if (c->kind == NODE_CELL && column < COLUMNS_MAX)
                r->cell[column++] = c;
        r->head = head;
        g->columns = column > g->columns ? column : g->columns;
        g->heads += head && g->heads == g->rows - 1;
    }
}

status lay_table(struct flow *f, const struct node *table)
{
    struct grid g = {
        .tag = "Table", .row_tag = "TR", .head_tag = "TH", .cell_tag = "TD", .lines = true
    };
    if (f->grids == GRIDS_MAX)
        return lay_children(f, table);
    for (const struct node *n = table->child; n; n = n->next)
        if (n->kind == NODE_CAPTION)
            TRY(lay_as_heading(f, words_of(f->t, n->child, NULL, true), &style_body, "Caption"));
    rows_take(f, &g, table, false);
    if (g.columns)
        set_widths(f, &g);
    return lay_grid(f, &g);
}

static void pairs_take(struct flow *f, struct grid *g, const struct node *in, bool *fresh)
{
    for (const struct node *n = in->child; n; n = n->next) {
        if (n->kind == NODE_TERM) {
            row_add(f, g)->cell[0] = n;
            *fresh = true;
        } else if (n->kind == NODE_MEANING) {
            struct row *r = *fresh ? &g->row[g->rows - 1] : row_add(f, g);
            r->cell[1] = n;
            *fresh = false;
        } else {
            pairs_take(f, g, n, fresh);
        }
    }
}

status lay_pairs(struct flow *f, const struct node *pairs)
{
    struct grid g = { .tag = "L",
                      .row_tag = "LI",
                      .head_tag = "Lbl",
                      .cell_tag = "LBody",
                      .columns = 2,
                      .lines = true };
    if (f->grids == GRIDS_MAX)
        return lay_children(f, pairs);
    bool fresh = false;
    pairs_take(f, &g, pairs, &fresh);
    g.wide[0] = f->wide * 0.3;
    g.wide[1] = f->wide * 0.7 - gap;
    return lay_grid(f, &g);
}

/* The first paragraph of an item says when; all else of it stands beside. */
status lay_dated(struct flow *f, const struct node *list)
{
    struct grid g = { .tag = "L",
                      .row_tag = "LI",
                      .head_tag = "Lbl",
                      .cell_tag = "LBody",
                      .columns = 2,
                      .lines = true };
    if (f->grids == GRIDS_MAX)
        return lay_children(f, list);
    for (const struct node *n = list->child; n; n = n->next) {
        const struct node *when = n->kind == NODE_ITEM ? n->child : NULL;
        while (when && when->kind != NODE_PARAGRAPH)
            when = when->next;
        if (!when)
            continue;
        struct node *name = NEW(f->t->arena, struct node), *what = NEW(f->t->arena, struct node);
        *name = (struct node){ .kind = NODE_TERM, .child = when->child };
        *what = (struct node){ .kind = NODE_MEANING, .child = when->next };
        struct row *r = row_add(f, &g);
        r->cell[0] = name;
        r->cell[1] = what;
    }
    g.wide[0] = f->wide * 0.19;
    g.wide[1] = f->wide * 0.81 - gap;
    return lay_grid(f, &g);
}

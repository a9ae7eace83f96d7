/* Drawings of a page: read as they stand, styled as on a screen, as wide as the sheet. */
#include "print/lay.h"

static bool svg_size(RsvgHandle *h, double *ret_wide, double *ret_high)
{
    RsvgLength wide, high;
    RsvgRectangle box;
    gboolean has_wide, has_high, has_box;
    rsvg_handle_get_intrinsic_dimensions(h, &has_wide, &wide, &has_high, &high, &has_box, &box);
    if (!has_box || !(box.width >= 1) || !(box.height >= 1) || box.width > 20000 ||
        box.height > 20000)
        return false;
    *ret_wide = box.width;
    *ret_high = box.height;
    return true;
}

static RsvgHandle *svg_open(struct flow *f, struct str source)
{
    struct str with = S("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    struct text x = text_open(f->t->arena, source.len + with.len);
    text_add(&x, with);
    text_add(&x, (struct str){ source.at + 4, source.len - 4 });
    GError *why = NULL;
    RsvgHandle *h = rsvg_handle_new_from_data((const guint8 *)x.at, x.len, &why);
    if (h)
        (void)rsvg_handle_set_stylesheet(h, (const guint8 *)embedded_print[0].at,
                                         embedded_print[0].len, NULL);
    g_clear_error(&why);
    return h;
}

static const struct node *find_kind(const struct node *in, enum node_kind kind)
{
    for (const struct node *c = in->child; c; c = c->next) {
        if (c->kind == kind)
            return c;
        const struct node *deeper = find_kind(c, kind);
        if (deeper)
            return deeper;
    }
    return NULL;
}

status lay_picture(struct flow *f, const struct node *n, struct str alt)
{
    double wide, high;
    RsvgHandle *h = svg_open(f, n->words);
    if (h)
        g_ptr_array_add(f->kept, h);
    if (!h || !svg_size(h, &wide, &high)) {
        struct words *w = NEW(f->t->arena, struct words);
        w->text = S("A picture of this page could not be drawn here. Its table follows.");
        return lay_words(f, w, &style_body, "P");
    }
    double room = sheet_foot(f) - f->y, most = sheet_foot(f) - margin_top;
    double scale = f->wide / wide < 0.9 ? f->wide / wide : 0.9;
    if (f->whole == 0 && high * scale > room && !flow_is_fresh(f)) {
        TRY(sheet_turn(f, false));
        room = most;
    }
    if (high * scale > room && f->whole == 0)
        scale = room / high;
    TRY(step_add(f, (struct step){ .act = ACT_TAG, .tag = "Figure", .alt = alt }));
    TRY(step_add(f, (struct step){ .act = ACT_PICTURE,
                                   .x = f->x,
                                   .y = f->y,
                                   .wide = wide * scale,
                                   .high = high * scale,
                                   .picture = h }));
    f->y += high * scale + 6;
    return tag_end(f);
}

status lay_figure(struct flow *f, const struct node *n)
{
    const struct node *caption = find_kind(n, NODE_CAPTION);
    const struct node *picture = find_kind(n, NODE_PICTURE);
    struct words *w = caption ? words_of(f->t, caption->child, NULL, true) : NULL;
    if (f->whole == 0 && f->y > sheet_foot(f) - 220 && picture && !flow_is_fresh(f))
        TRY(sheet_turn(f, false));
    if (w)
        TRY(lay_words(f, w, &style_body, "Caption"));
    if (picture)
        TRY(lay_picture(f, picture, w && w->text.len ? w->text : S("A picture")));
    for (const struct node *c = n->child; c; c = c->next)
        if (c != caption && c != picture && !find_kind(c, NODE_PICTURE))
            TRY(lay_children(f, &(struct node){ .kind = NODE_BLOCK, .child = c->child }));
    return OK;
}

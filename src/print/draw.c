/* Draws what was laid out: sheets, the foot of each, and a tag around each thing that is read. */
#include <cairo-pdf.h>
#include <string.h>

#include "print/lay.h"

enum {
    TAGS_MAX = 256
};

struct drawing {
    struct flow *f;
    cairo_t *to;
    cairo_surface_t *sheets;
    const struct step *open[TAGS_MAX];
    size_t opens;
    unsigned sheet;
    struct words *known;
};

static const double colour[][3] = {
    [INK] = { 0.04, 0.05, 0.05 },      [INK_QUIET] = { 0.31, 0.35, 0.37 },
    [INK_LATE] = { 0.66, 0.2, 0.04 },  [INK_LINK] = { 0.07, 0.3, 0.5 },
    [INK_LINE] = { 0.69, 0.71, 0.71 },
};

static void ink_set(struct drawing *d, enum ink ink)
{
    cairo_set_source_rgb(d->to, colour[ink][0], colour[ink][1], colour[ink][2]);
}

/* --- the foot --- */

static struct str filled_in(struct arena *a, struct str pattern, unsigned n, unsigned m)
{
    struct text x = text_open(a, pattern.len + 32);
    for (size_t i = 0; i < pattern.len; i++) {
        char next = i + 1 < pattern.len ? pattern.at[i + 1] : '\0';
        if (pattern.at[i] != '%' || (next != 'n' && next != 'm')) {
            text_addc(&x, pattern.at[i]);
            continue;
        }
        text_addf(&x, "%u", next == 'n' ? n : m);
        i++;
    }
    return text_done(&x);
}

static void foot_line(struct drawing *d, struct str words, double y, double wide, bool right)
{
    const struct style small = { .size = 7.5 };
    struct words *w = NEW(d->f->t->arena, struct words);
    w->text = words;
    PangoLayout *l = words_set(d->f, w, &small, wide);
    pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
    pango_layout_set_alignment(l, right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    cairo_move_to(d->to,
                  right ? margin_side + (d->f->lies[d->sheet] ? sheet_long : sheet_short) -
                              2 * margin_side - wide
                        : margin_side,
                  y);
    pango_cairo_show_layout(d->to, l);
    g_object_unref(l);
}

static void draw_foot(struct drawing *d)
{
    struct flow *f = d->f;
    bool lies = f->lies[d->sheet];
    double wide = (lies ? sheet_long : sheet_short) - 2 * margin_side;
    double y = (lies ? sheet_short : sheet_long) - margin_foot + 14;
    ink_set(d, INK_LINE);
    cairo_rectangle(d->to, margin_side, y - 4, wide, 0.5);
    cairo_fill(d->to);
    ink_set(d, INK_QUIET);
    foot_line(d, f->page->title, y, wide - 90, false);
    foot_line(d, filled_in(f->t->arena, f->head->page_of, d->sheet + 1, f->sheet + 1), y, 80, true);
    foot_line(d, d->known->text, y + 10, wide, false);
    foot_line(d, f->head->printed, y + 20, wide, false);
}

/* --- tags --- */

static void tag_enter(struct drawing *d, const struct step *s)
{
    MUST(d->opens < TAGS_MAX);
    d->open[d->opens++] = s;
    cairo_tag_begin(d->to, s->tag, NULL);
}

static void tag_leave(struct drawing *d)
{
    MUST(d->opens > 0);
    cairo_tag_end(d->to, d->open[--d->opens]->tag);
}

static void sheet_size(struct drawing *d)
{
    bool lies = d->f->lies[d->sheet];
    cairo_pdf_surface_set_size(d->sheets, lies ? sheet_long : sheet_short,
                               lies ? sheet_short : sheet_long);
}

/* A list that goes on is two lists, each on its own sheet: the foot is in neither of them. */
static void next_sheet(struct drawing *d)
{
    for (size_t i = d->opens; i > 0; i--)
        cairo_tag_end(d->to, d->open[i - 1]->tag);
    draw_foot(d);
    cairo_show_page(d->to);
    d->sheet++;
    sheet_size(d);
    for (size_t i = 0; i < d->opens; i++)
        cairo_tag_begin(d->to, d->open[i]->tag, NULL);
}

/* --- lines --- */

static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] <= ' ' || s.at[i] >= 0x7f || s.at[i] == '\'' || s.at[i] == '\\')
            return false;
    return s.len > 0 && s.len < 1000;
}

/* Where a link of the page leads from paper; empty: nowhere. */
static struct str led_to(const struct drawing *d, struct str address)
{
    struct str origin = d->f->head->origin;
    if (!is_plain(address))
        return S("");
    if (str_starts(address, S("https://")) || str_starts(address, S("tel:")))
        return address;
    if (address.at[0] != '/' || !is_plain(origin))
        return S("");
    return str_print(d->f->t->arena, "%.*s%.*s", STR_ARG(origin), STR_ARG(address));
}

static enum ink look_at(const struct words *w, size_t at, struct str *ret_address)
{
    enum ink ink = INK;
    *ret_address = S("");
    for (size_t i = 0; i < w->stretches; i++) {
        const struct stretch *s = &w->stretch[i];
        if (at < s->from || at >= s->to)
            continue;
        if (ink == INK)
            ink = s->ink; /* what stands inside comes first */
        if (s->address.len)
            *ret_address = s->address;
    }
    return ink;
}

/* The library forgets the words of what holds other things: beside a link they need a tag too. */
static void draw_line(struct drawing *d, const struct step *s)
{
    double x = s->x;
    bool has_links = false;
    for (size_t i = 0; i < s->words->stretches; i++)
        has_links |= led_to(d, s->words->stretch[i].address).len > 0;
    for (GSList *r = s->line->runs; r; r = r->next) {
        PangoGlyphItem *run = r->data;
        struct str address;
        ink_set(d, look_at(s->words, (size_t)run->item->offset, &address));
        struct str to = led_to(d, address);
        if (to.len)
            cairo_tag_begin(
                d->to, CAIRO_TAG_LINK,
                str_nul(d->f->t->arena, str_print(d->f->t->arena, "uri='%.*s'", STR_ARG(to))));
        else if (has_links)
            cairo_tag_begin(d->to, "Span", NULL);
        cairo_move_to(d->to, x, s->y);
        pango_cairo_show_glyph_item(d->to, s->words->text.at, run);
        if (to.len || has_links)
            cairo_tag_end(d->to, to.len ? CAIRO_TAG_LINK : "Span");
        x += (double)pango_glyph_string_get_width(run->glyphs) / PANGO_SCALE;
    }
}

static void draw_step(struct drawing *d, const struct step *s)
{
    while (d->sheet < s->sheet)
        next_sheet(d);
    switch (s->act) {
    case ACT_TAG: tag_enter(d, s); break;
    case ACT_TAG_END: tag_leave(d); break;
    case ACT_LINE: draw_line(d, s); break;
    case ACT_BOX:
        ink_set(d, s->ink);
        cairo_rectangle(d->to, s->x, s->y, s->wide, s->high);
        cairo_fill(d->to);
        break;
    case ACT_PICTURE:
        (void)rsvg_handle_render_document(s->picture, d->to,
                                          &(RsvgRectangle){ s->x, s->y, s->wide, s->high }, NULL);
        break;
    }
}

static cairo_status_t take_bytes(void *to, const unsigned char *at, unsigned len)
{
    struct text *x = to;
    text_add(x, (struct str){ (const char *)at, len });
    return x->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void say_what_it_is(struct drawing *d)
{
    struct flow *f = d->f;
    const char *now = str_nul(f->t->arena, instant_text(f->t->arena, f->head->now));
    cairo_pdf_surface_set_metadata(d->sheets, CAIRO_PDF_METADATA_TITLE,
                                   str_nul(f->t->arena, f->page->title));
    cairo_pdf_surface_set_metadata(d->sheets, CAIRO_PDF_METADATA_CREATOR, "Sightline");
    cairo_pdf_surface_set_metadata(d->sheets, CAIRO_PDF_METADATA_CREATE_DATE, now);
    cairo_pdf_surface_set_metadata(d->sheets, CAIRO_PDF_METADATA_MOD_DATE, now);
}

status print_draw(struct flow *f, struct str *ret_pdf)
{
    struct text *x = NEW(f->t->arena, struct text);
    *x = text_open(f->t->arena, PRINT_BYTES_MAX);
    struct drawing d = { .f = f };
    d.known = f->page->known ? words_of(f->t, f->page->known->child, NULL, false)
                             : NEW(f->t->arena, struct words);
    d.sheets = cairo_pdf_surface_create_for_stream(take_bytes, x, sheet_short, sheet_long);
    d.to = cairo_create(d.sheets);
    say_what_it_is(&d);
    sheet_size(&d);
    cairo_tag_begin(d.to, "Document", NULL);
    for (size_t i = 0; i < f->steps; i++)
        draw_step(&d, &f->step[i]);
    cairo_tag_end(d.to, "Document");
    draw_foot(&d);
    cairo_show_page(d.to);
    cairo_status_t drawn = cairo_status(d.to);
    cairo_destroy(d.to);
    cairo_surface_finish(d.sheets);
    if (drawn == CAIRO_STATUS_SUCCESS)
        drawn = cairo_surface_status(d.sheets);
    cairo_surface_destroy(d.sheets);
    if (x->full)
        return fail(f->t, E_LIMIT, "the PDF would be larger than %d MiB: narrow the look",
                    PRINT_BYTES_MAX >> 20);
    if (drawn != CAIRO_STATUS_SUCCESS)
        return fail(f->t, E_IO,
                    "the page could not be made into a PDF (%s): print it from the"
                    " browser",
                    cairo_status_to_string(drawn));
    *ret_pdf = text_done(x);
    return OK;
}

/* From a page to a PDF: read, lay out, draw, and say in which language. */
#include "print/print.h"

#include "print/lay.h"

static void let_go(gpointer thing)
{
    g_object_unref(thing);
}

static bool has_letters(PangoContext *letters)
{
    PangoFontDescription *any = pango_font_description_from_string("sans-serif 10");
    PangoFont *font = pango_context_load_font(letters, any);
    pango_font_description_free(any);
    if (font)
        g_object_unref(font);
    return font != NULL;
}

/* Laid out for paper, not for a screen: letters stand where their outlines say. */
static PangoContext *letters_open(struct str language, struct arena *a)
{
    PangoContext *c = pango_font_map_create_context(pango_cairo_font_map_get_default());
    cairo_font_options_t *o = cairo_font_options_create();
    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(c, o);
    cairo_font_options_destroy(o);
    pango_cairo_context_set_resolution(c, 72);
    pango_context_set_round_glyph_positions(c, FALSE);
    if (language.len)
        pango_context_set_language(c, pango_language_from_string(str_nul(a, language)));
    return c;
}

static status make(struct flow *f, struct str *ret_pdf)
{
    struct str drawn;
    if (!has_letters(f->letters))
        return fail(f->t, E_IO,
                    "no fonts are installed on this machine: install fonts-noto-core"
                    " or fonts-liberation, or print the page from the browser");
    TRY(print_lay(f));
    TRY(print_draw(f, &drawn));
    return print_finish(f->t, drawn, f, ret_pdf);
}

status print_pdf(struct task *t, struct str html, const struct print_head *head,
                 struct str *ret_pdf)
{
    struct print_page page;
    TRY(print_read(t, html, &page));
    struct flow f = { .t = t, .head = head, .page = &page };
    f.letters = letters_open(page.language, t->arena);
    f.kept = g_ptr_array_new_with_free_func(let_go);
    status done = make(&f, ret_pdf);
    g_ptr_array_free(f.kept, TRUE);
    g_object_unref(f.letters);
    return done;
}

void print_warm(void)
{
    PangoContext *c = letters_open(S(""), NULL);
    (void)has_letters(c);
    g_object_unref(c);
}

#if defined(__clang__)
#define CHECKS_MEMORY __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define CHECKS_MEMORY 1
#else
#define CHECKS_MEMORY 0
#endif
#if CHECKS_MEMORY
/* What fontconfig keeps of the fonts, for as long as the process lives, a search for leaks misses:
 * it marks its own pointers. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}
#endif

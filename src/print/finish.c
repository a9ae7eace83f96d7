/* Adds to a PDF what the drawing library does not say: that it is tagged, its language, and what
 * each figure shows. It is an update at the end, as the format provides for; a file that is not
 * written as expected stays as it is. */
#include <stdlib.h>
#include <string.h>

#include "print/lay.h"

enum {
    ROW_BYTES = 20, /* of the table of objects */
    OBJECTS_MAX = 4 << 20
};

struct file {
    struct task *t;
    struct str old;
    size_t table, rows; /* where the rows are, and how many */
    uint64_t at, root, info;
    struct text out, xref;
};

static const char *find_last(struct str s, const char *mark)
{
    size_t len = strlen(mark);
    for (size_t i = s.len >= len ? s.len - len + 1 : 0; i > 0; i--)
        if (memcmp(s.at + i - 1, mark, len) == 0)
            return s.at + i - 1;
    return NULL;
}

static struct str rest_from(struct str s, size_t at)
{
    return at > s.len ? S("") : (struct str){ s.at + at, s.len - at };
}

/* The number that follows `mark`, near the front; 0: none. */
static uint64_t number_after(struct str s, const char *mark)
{
    const char *at = memmem(s.at, s.len, mark, strlen(mark));
    uint64_t n = 0;
    if (!at)
        return 0;
    for (at += strlen(mark); at < s.at + s.len && *at >= '0' && *at <= '9' && n < OBJECTS_MAX * 64L;
         at++)
        n = n * 10 + (uint64_t)(*at - '0');
    return n;
}

static bool file_open(struct task *t, struct str pdf, struct file *ret)
{
    const char *end = find_last(pdf, "startxref\n");
    const char *trailer = find_last(pdf, "trailer\n");
    if (!end || !trailer || end < trailer)
        return false;
    struct file f = { .t = t, .old = pdf };
    f.at = number_after(rest_from(pdf, (size_t)(end - pdf.at)), "startxref\n");
    struct str said = { trailer, (size_t)(end - trailer) }, table = rest_from(pdf, f.at);
    if (!str_starts(table, S("xref\n0 ")))
        return false;
    f.rows = number_after(table, "xref\n0 ");
    f.root = number_after(said, "/Root ");
    f.info = number_after(said, "/Info ");
    const char *line = memchr(table.at + 5, '\n', table.len - 5);
    if (!line || f.rows > OBJECTS_MAX || f.root == 0 || f.root >= f.rows)
        return false;
    f.table = (size_t)(line + 1 - pdf.at);
    if (f.table + f.rows * ROW_BYTES > pdf.len)
        return false;
    f.out = text_open(t->arena, pdf.len + (1 << 20));
    f.xref = text_open(t->arena, 1 << 18);
    text_add(&f.out, pdf);
    *ret = f;
    return true;
}

/* From its number to "endobj"; empty: no such object. */
static struct str object_of(const struct file *f, size_t n)
{
    char digits[11] = { 0 };
    memcpy(digits, f->old.at + f->table + n * ROW_BYTES, 10);
    struct str at = rest_from(f->old, (size_t)strtoull(digits, NULL, 10));
    const char *end = memmem(at.at, at.len, "endobj", 6);
    return end ? (struct str){ at.at, (size_t)(end - at.at) } : S("");
}

/* The object again, with `more` behind its `mark`. */
static void object_add(struct file *f, size_t n, struct str object, const char *mark,
                       struct str more)
{
    const char *at = memmem(object.at, object.len, mark, strlen(mark));
    if (!at)
        return;
    size_t before = (size_t)(at - object.at) + strlen(mark);
    text_addf(&f->xref, "%zu 1\n%010zu 00000 n \n", n, f->out.len);
    text_add(&f->out, (struct str){ object.at, before });
    text_add(&f->out, more);
    text_add(&f->out, rest_from(object, before));
    text_addz(&f->out, "endobj\n");
}

static struct str in_utf16(struct arena *a, struct str s)
{
    GError *why = NULL;
    gsize len = 0;
    gchar *wide = g_convert(s.at, (gssize)s.len, "UTF-16BE", "UTF-8", NULL, &len, &why);
    struct text x = text_open(a, len * 2 + 16);
    text_addz(&x, "<FEFF");
    for (gsize i = 0; wide && i < len; i++)
        text_addf(&x, "%02X", (unsigned)(uint8_t)wide[i]);
    text_addz(&x, ">");
    g_free(wide);
    g_clear_error(&why);
    return text_done(&x);
}

static struct str about_all(struct task *t, struct str root, struct str language)
{
    bool plain = language.len > 0 && language.len < 36;
    for (size_t i = 0; i < language.len; i++)
        plain &=
            (language.at[i] | 32) >= 'a' ? (language.at[i] | 32) <= 'z' : language.at[i] == '-';
    const char *marked =
        memmem(root.at, root.len, "/MarkInfo", 9) ? "" : "\n   /MarkInfo << /Marked true >>";
    return str_print(t->arena,
                     "%s\n   /Lang (%.*s)\n   /ViewerPreferences << /DisplayDocTitle true >>",
                     marked, STR_ARG(plain ? language : S("en")));
}

static size_t figures_of(const struct flow *f, struct str *ret_alt, size_t max)
{
    size_t count = 0;
    for (size_t i = 0; i < f->steps; i++)
        if (f->step[i].act == ACT_TAG && f->step[i].alt.len > 0 && count++ < max)
            ret_alt[count - 1] = f->step[i].alt;
    return count;
}

/* What a figure shows is said only where it is certain which figure it is. */
static void say_figures(struct file *f, const struct flow *flow)
{
    struct str alt[64];
    static const char mark[] = "/S /Figure";
    size_t said = figures_of(flow, alt, COUNT(alt)), drawn = 0, number[COUNT(alt)];
    for (size_t n = 1; n < f->rows && said > 0; n++) {
        struct str object = object_of(f, n);
        if (object.len > 400 || !memmem(object.at, object.len, "/StructElem", 11) ||
            !memmem(object.at, object.len, mark, sizeof mark - 1))
            continue;
        if (drawn < COUNT(number))
            number[drawn] = n;
        drawn++;
    }
    if (said != drawn || said > COUNT(alt))
        return;
    for (size_t i = 0; i < said; i++)
        object_add(
            f, number[i], object_of(f, number[i]), mark,
            str_print(f->t->arena, "\n   /Alt %.*s", STR_ARG(in_utf16(f->t->arena, alt[i]))));
}

status print_finish(struct task *t, struct str pdf, const struct flow *flow, struct str *ret)
{
    struct file f;
    *ret = pdf;
    if (!file_open(t, pdf, &f))
        return OK;
    struct str root = object_of(&f, f.root);
    if (!memmem(root.at, root.len, "/Type /Catalog", 14) || memmem(root.at, root.len, "/Lang", 5))
        return OK;
    text_addz(&f.out, "\n");
    object_add(&f, f.root, root, "/Type /Catalog", about_all(t, root, flow->page->language));
    say_figures(&f, flow);
    size_t table = f.out.len;
    text_addz(&f.out, "xref\n");
    text_add(&f.out, text_done(&f.xref));
    text_addf(&f.out,
              "trailer\n<< /Size %zu\n   /Root %lu 0 R\n   /Info %lu 0 R\n   /Prev %lu\n>>\n",
              f.rows, (unsigned long)f.root, (unsigned long)f.info, (unsigned long)f.at);
    text_addf(&f.out, "startxref\n%zu\n%%%%EOF\n", table);
    if (!f.out.full && !f.xref.full)
        *ret = text_done(&f.out);
    return OK;
}

/* Pages as PDFs: what is read of them, what stands on which sheet, and what is refused. */
#include "../base/given.h"
#include "base/limits.h"
#include "print/lay.h"

static struct print_head head_of(void)
{
    return (struct print_head){ S("Printed by Ruth Example, manager"),
                                S("page %n of %m"),
                                S("https://register.example"),
                                { 1795341600000000 } };
}

static struct str made(struct task *t, struct str html)
{
    struct str pdf;
    const struct print_head head = head_of();
    t->reason[0] = '\0';
    if (print_pdf(t, html, &head, &pdf) != OK)
        fail_msg("not printed: %s", t->reason);
    assert_true(str_starts(pdf, S("%PDF-")));
    return pdf;
}

static size_t count(struct str in, const char *what)
{
    size_t n = 0, len = strlen(what);
    for (size_t i = 0; i + len <= in.len; i++)
        n += memcmp(in.at + i, what, len) == 0;
    return n;
}

static const struct {
    const char *html, *said;
} readings[] = {
    { "<p>One</p>", "One" },
    { "<p>One\n   two</p><p>three</p>", "One two three" },
    { "a &amp; b &lt;c&gt; &#39;d&#x27; &nbsp;e &unknown; &#0; f", "a & b <c> 'd' \xc2\xa0"
                                                                   "e &unknown; &#0; f" },
    { "<p>One<form action=\"/x\"><p>two</p><input name=a></form> three</p>", "One three" },
    { "<nav><ul><li>Home</li></ul></nav><main>Here</main>", "Here" },
    { "<form><form></form>hidden</form>shown", "shown" },
    { "<script>if (a < b) { \"</p>\" }</script>after", "after" },
    { "<h1>Alex<span class=\"govuk-visually-hidden\">, missing</span></h1>", "Alex" },
    { "<table><tr><th><span class=\"govuk-visually-hidden\">Who</span></th></tr></table>", "Who" },
    { "<p>Two <a class=\"govuk-button x\" href=\"/a\">Press</a>words</p>", "Two words" },
    { "<b>7</b><small>since noon</small>", "7 since noon" },
    { "<!-- not <p> this --><p>that</p>", "that" },
    { "</p></div><p>closed twice</p></p>", "closed twice" },
    { "3 < 4 and 5 > 4", "3 < 4 and 5 > 4" },
    { "<p class='sl-clock sl-clock--late'>Late</p>", "\xe2\x96\xa0 Late" },
    { "<bdi>\xd9\x86\xd9\x88\xd8\xb1</bdi> came",
      "\xe2\x81\xa8\xd9\x86\xd9\x88\xd8\xb1\xe2\x81\xa9 came" },
    { "one<br>two", "one\ntwo" },
    { "a\x01\x02"
      "b\x7f",
      "ab" },
    { "<p", "" },
    { "<p class=\"", "" },
};

static void test_what_is_read(void **state)
{
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(readings); i++) {
        struct print_page page;
        assert_int_equal(print_read(t, str_from(readings[i].html), &page), OK);
        SAME(words_of(t, page.body->child, NULL, false)->text, readings[i].said);
    }
}

static void test_title_language_and_foot(void **state)
{
    struct task *t = given_task(state);
    struct print_page page;
    assert_int_equal(print_read(t,
                                S("<!DOCTYPE html><html lang=\"cy\"><head><title> A &amp; B "
                                  "</title></head><body><footer><p>Known at <b>10:00</b></p>"
                                  "<p>Warning</p></footer></body></html>"),
                                &page),
                     OK);
    SAME(page.title, "A & B");
    SAME(page.language, "cy");
    assert_non_null(page.known);
    SAME(words_of(t, page.known->child, NULL, false)->text, "Known at 10:00");
}

static void refused(struct task *t, struct str html, status why)
{
    struct str pdf;
    const struct print_head head = head_of();
    assert_int_equal(print_pdf(t, html, &head, &pdf), why);
    assert_true(t->reason[0] != '\0');
}

static struct str repeated(struct task *t, const char *what, size_t times)
{
    struct text x = text_open(t->arena, 16 << 20);
    for (size_t i = 0; i < times; i++)
        text_addz(&x, what);
    return text_done(&x);
}

static void test_refusals(void **state)
{
    struct task *t = given_task(state);
    refused(t, S(""), E_INVALID);
    refused(t, S("a\0b"), E_INVALID);
    refused(t, S("a\xff"), E_INVALID);
    refused(t, S("<svg viewBox=\"0 0 1 1\"><text>"), E_INVALID);
    (void)made(t, repeated(t, "<div>", PRINT_DEPTH_MAX));
    refused(t, repeated(t, "<div>", PRINT_DEPTH_MAX + 1), E_LIMIT);
    refused(t, repeated(t, "<br>", PRINT_NODES_MAX + 1), E_LIMIT);
    refused(t, repeated(t, "word ", 40000), E_LIMIT);
    refused(t, repeated(t, "12345678", PAGE_BYTES_MAX / 8 + 1), E_LIMIT);
}

static struct str long_table(struct task *t, size_t rows)
{
    struct text x = text_open(t->arena, 8 << 20);
    text_addz(&x, "<html lang=\"en\"><title>Rows</title><h1>Rows</h1><table><caption>All</caption>"
                  "<thead><tr><th>When</th><th>What</th></tr></thead><tbody>");
    for (size_t i = 0; i < rows; i++)
        text_addf(&x, "<tr><th>row%zu</th><td>What was said, at some length</td></tr>", i);
    text_addz(&x, "</tbody></table>");
    return text_done(&x);
}

static void test_head_of_a_table_on_each_sheet(void **state)
{
    struct task *t = given_task(state);
    struct str pdf = made(t, long_table(t, 200));
    size_t sheets = count(pdf, "<< /Type /Page %");
    assert_in_range(sheets, 5, 9);
    assert_int_equal(count(pdf, "/S /TR\n"), 200 + sheets);
    assert_int_equal(count(pdf, "/S /TH\n"), 200 + 2 * sheets);
    assert_int_equal(count(pdf, "/S /TD\n"), 200);
    assert_int_equal(count(pdf, "/S /Table\n"), sheets); /* each with its head */
    assert_int_equal(count(pdf, "/S /H1\n"), 1);
    assert_int_equal(count(pdf, "/S /Document\n"), 1);
}

/* A row that is longer than a sheet is parted, and nothing of it is lost. */
static void test_a_row_longer_than_a_sheet(void **state)
{
    struct task *t = given_task(state);
    struct text x = text_open(t->arena, 1 << 20);
    text_addz(&x, "<table><tr><td>");
    for (int i = 0; i < 120; i++)
        text_addf(&x, "<p>paragraph %d</p>", i);
    text_addz(&x, "</td><td>beside</td></tr></table>");
    struct str pdf = made(t, text_done(&x));
    assert_in_range(count(pdf, "<< /Type /Page %"), 2, 4);
    assert_true(count(pdf, "/S /P\n") >= 120);
}

static const char figure[] =
    "<html lang=\"cy\"><title>T</title><figure><figcaption>Two homes</figcaption><svg viewBox=\"0 0"
    " 100 50\"><rect x=\"1\" y=\"1\" width=\"50\" height=\"20\" class=\"bar-far\"/></svg></figure>"
    "<p><a href=\"/child/3?a=1&amp;b=2\">a file</a> <a href=\"javascript:alert(1)\">x</a>"
    " <a href=\"/it's\">y</a> <a href=\"#here\">z</a> <a href=\"tel:101\">101</a></p>";

static void test_tags_language_figures_links(void **state)
{
    struct task *t = given_task(state);
    struct str pdf = made(t, str_from(figure)), again = made(t, str_from(figure));
    assert_true(str_equal(pdf, again)); /* the same page, the same bytes */
    assert_int_equal(count(pdf, "/Marked true"), 2);
    assert_int_equal(count(pdf, "/Lang (cy)"), 1);
    /* "Two" in UTF-16 */
    assert_int_equal(count(pdf, "/Alt <FEFF00540077006F"), 1);
    assert_int_equal(count(pdf, "https://register.example/child/3?a=1&b=2"), 1);
    assert_int_equal(count(pdf, "tel:101"), 1);
    assert_int_equal(count(pdf, "javascript"), 0);
    assert_int_equal(count(pdf, "it's"), 0);
    assert_int_equal(count(pdf, "(20261122"), 2); /* made and changed: as given, not by the clock */
}

static const char *const hostile[] = {
    "<table><table><table><tr><td><table><tr><td><dl><dt>a<dd>b</dl></table>",
    "<tr><td>no table</td></tr><li>no list<dd>no pairs",
    "<dl><dd>first<dd>second<dt>last</dl>",
    "<svg></svg>",
    "<svg viewBox=\"0 0 0 0\"></svg>",
    "<svg viewBox=\"0 0 1e9 1\"></svg>",
    "<svg viewBox=\"0 0 10 10\"><image href=\"file:///etc/passwd\"/><use href=\"#a\" "
    "id=\"a\"/></svg>",
    "<svg viewBox=\"0 0 10 10\"><!DOCTYPE a [<!ENTITY b \"b\">]>&b;</svg>",
    "<a href=\"'] uri='https://elsewhere\">x</a>",
    "<html lang=\"en) /OpenAction (\"><title>a) /X (</title>x",
    "\xe2\x80\xae desrever \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d "
    "<b>\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7</b>",
    "<p>Ll\xc5\xb7r ap Gwynfor, T\xc5\xb7 G\xc5\xb5yl</p>",
    "<h1></h1><p></p><ul><li></ul><table></table><dl></dl><figure></figure>",
    "<ol class=\"sl-entries\"><li>no when</li><li><p>when</p>what</li></ol>",
};

static void test_hostile_pages(void **state)
{
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(hostile); i++) {
        struct str pdf = made(t, str_from(hostile[i]));
        assert_int_equal(count(pdf, "/OpenAction"), 0);
        assert_int_equal(count(pdf, "elsewhere"), 0);
    }
    (void)made(t, repeated(t, "<ul><li><p>", PRINT_DEPTH_MAX / 3));
    (void)made(t, repeated(t, "<table><tr><td>x", PRINT_DEPTH_MAX / 3));
    (void)made(t, repeated(t, "longwordwithoutanyspace", 3000));
}

/* --- as another program reads it --- */

static struct str asked(struct task *t, struct str pdf, const char *program, const char *then)
{
    char path[] = "/tmp/printed-XXXXXX", line[200];
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, pdf.at, pdf.len), pdf.len);
    close(fd);
    snprintf(line, sizeof line, "%s %s %s 2>&1", program, path, then);
    FILE *out = popen(line, "r");
    assert_non_null(out);
    char *said = arena_take(t->arena, 1 << 20, 1);
    size_t len = fread(said, 1, 1 << 20, out);
    assert_int_equal(pclose(out), 0);
    unlink(path);
    return (struct str){ said, len };
}

static void test_as_poppler_reads_it(void **state)
{
    struct task *t = given_task(state);
    if (system("pdfinfo -v >/dev/null 2>&1 && pdftotext -v >/dev/null 2>&1") != 0) {
        print_message("poppler-utils are not there: not tried\n");
        skip();
    }
    struct str pdf = made(t, long_table(t, 120));
    struct str info = asked(t, pdf, "pdfinfo", "");
    assert_int_equal(count(info, "Tagged:          yes"), 1);
    assert_int_equal(count(info, "Warning") + count(info, "Error"), 0);
    struct str words = asked(t, pdf, "pdftotext", "-");
    const char *before = words.at;
    for (int i = 0; i < 120; i++) { /* each of them, in order */
        char name[16];
        snprintf(name, sizeof name, "row%d", i);
        const char *at =
            memmem(before, (size_t)(words.at + words.len - before), name, strlen(name));
        assert_non_null(at);
        before = at;
    }
    assert_int_equal(count(words, "Printed by Ruth Example, manager"),
                     count(pdf, "<< /Type /Page %"));
    struct str fonts = asked(t, pdf, "pdffonts", "");
    assert_int_equal(count(fonts, " no  yes") + count(fonts, " no  no"), 0); /* each is in it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_read),
        cmocka_unit_test(test_title_language_and_foot),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_head_of_a_table_on_each_sheet),
        cmocka_unit_test(test_a_row_longer_than_a_sheet),
        cmocka_unit_test(test_tags_language_figures_links),
        cmocka_unit_test(test_hostile_pages),
        cmocka_unit_test(test_as_poppler_reads_it),
    };
    return cmocka_run_group_tests(tests, given_open, given_close);
}

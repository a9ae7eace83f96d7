/* Tests of the interface in another language: the program's words change, people's never do. */
#include "given.h"

#include <string.h>

#include "format/html.h"

static const char welsh[] = "# a comment\n"
                            "en: Missing now\n"
                            "cy: Ar goll nawr\n"
                            "\n"
                            "en: Find a child\n"
                            "cy: Dod o hyd i blentyn\n"
                            "en: No\n"
                            "cy: Na\n";

static struct html welsh_page(struct task *t)
{
    struct phrases *p;
    assert_int_equal(phrases_read(t, str_from(welsh), &p), OK);
    assert_int_equal(phrase_count(p), 3);
    struct html h = html_open(t->arena, 4000);
    h.phrases = p;
    return h;
}

static void literal(struct html *h, const char *s)
{
    html_literal(h, s, strlen(s));
}

static void what_the_program_says_changes(void **state)
{
    struct task *t = given_task(state);
    static const struct {
        const char *template, *wanted;
    } cases[] = {
        { "<h1>Missing now</h1>", "<h1>Ar goll nawr</h1>" },
        { "<h1>\n  Missing now </h1>", "<h1>\n  Ar goll nawr </h1>" },
        { "<p>Missing nowhere</p>", "<p>Missing nowhere</p>" },
        { "<input aria-label=\"Find a child\" name=\"No\">",
          "<input aria-label=\"Dod o hyd i blentyn\" name=\"No\">" },
        { "<a class='No' title=\"No\">No</a>", "<a class='No' title=\"Na\">Na</a>" },
        { "<input placeholder=\"\" value=\"No\">", "<input placeholder=\"\" value=\"No\">" },
        { "plain > text No", "plain > text No" },
        { "", "" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct html h = welsh_page(t);
        literal(&h, cases[i].template);
        SAME(html_done(&h), cases[i].wanted);
    }
}

/* A literal may end inside a tag or a quote, where a value follows. */
static void a_value_may_stand_between(void **state)
{
    struct task *t = given_task(state);
    struct html h = welsh_page(t);
    literal(&h, "<a href=\"");
    html_attr(&h, S("No"));
    literal(&h, "\" class=\"x\">No</a><p>");
    html_text(&h, S("No"));
    literal(&h, "</p>");
    html_textz(&h, "Missing now");
    SAME(html_done(&h), "<a href=\"No\" class=\"x\">Na</a><p>No</p>Ar goll nawr");
}

static void what_people_said_never_changes(void **state)
{
    struct task *t = given_task(state);
    struct html h = welsh_page(t);
    html_text(&h, S("Missing now"));
    html_attr(&h, S("No"));
    SAME(html_done(&h), "Missing nowNo");
}

static void a_broken_catalogue_is_refused_by_line(void **state)
{
    struct task *t = given_task(state);
    static const struct {
        const char *text, *reason;
    } cases[] = {
        { "en: A\nen: B\ncy: C\n", "line 2" },
        { "cy: A\n", "line 1" },
        { "en: A\ncy: <b>\n", "line 2: no markup" },
        { "en: A\ncy: B\nen: A\ncy: C\n", "line 4: this phrase stands twice" },
        { "en: A\n", "only its English" },
        { "words\n", "line 1" },
        { "en:\ncy: x\n", "line 1" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct phrases *p;
        assert_int_equal(phrases_read(t, str_from(cases[i].text), &p), E_INVALID);
        assert_non_null(strstr(t->reason, cases[i].reason));
        t->failed = OK;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_the_program_says_changes, given_open, given_close),
        cmocka_unit_test_setup_teardown(a_value_may_stand_between, given_open, given_close),
        cmocka_unit_test_setup_teardown(what_people_said_never_changes, given_open, given_close),
        cmocka_unit_test_setup_teardown(a_broken_catalogue_is_refused_by_line, given_open,
                                        given_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tests of the HTML writer: nothing that a person typed becomes markup. */
#include "given.h"

#include <string.h>

#include "format/html.h"

static void what_people_type_stays_text(void **state)
{
    static const struct {
        const char *typed, *wanted;
    } cases[] = {
        { "", "" },
        { "plain \xc3\xa9", "plain \xc3\xa9" },
        { "<script>", "&lt;script&gt;" },
        { "\" onclick='x'", "&quot; onclick=&#39;x&#39;" },
        { "&amp;", "&amp;amp;" },
        { "a\tb\nc", "a\tb\nc" },
        { "a\x01z\x7f", "a\xef\xbf\xbdz\xef\xbf\xbd" },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct html h = html_open(t->arena, 1000);
        html_text(&h, str_from(cases[i].typed));
        html_literal(&h, "|", 1);
        html_attr(&h, str_from(cases[i].typed));
        struct str wanted = str_print(t->arena, "%s|%s", cases[i].wanted, cases[i].wanted);
        SAME(html_done(&h), wanted.at);
    }
}

#define FSI "\xe2\x81\xa8"
#define PDI "\xe2\x81\xa9"
#define RLO "\xe2\x80\xae"

static const struct {
    const char *before, *said, *shown;
} turned[] = {
    { "<td>", "Zo\xc3\xab \xe2\x80\x99s", "Zo\xc3\xab \xe2\x80\x99s" }, /* nothing turns */
    { "<td>", "\xd7\xa0\xd7\x95\xd7\xa8", FSI "\xd7\xa0\xd7\x95\xd7\xa8" PDI },
    { "<td>", RLO "xela<", FSI RLO "xela&lt;" PDI },
    { "<td>", PDI "a" RLO "b", FSI "a" RLO "b" PDI }, /* its own end does not let it out */
    { "<td>", FSI "a", FSI FSI "a" PDI PDI },
    { "<td>", FSI "a" PDI PDI PDI "b", FSI FSI "a" PDI "b" PDI },
    { "<bdi>", RLO "xela", RLO "xela" },
    { "<textarea name=\"x\">", RLO "xela", RLO "xela" }, /* what is typed comes back as typed */
};

static void what_turns_its_neighbours_is_isolated(void **state)
{
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(turned); i++) {
        struct html h = html_open(t->arena, 4096);
        html_literal(&h, turned[i].before, strlen(turned[i].before));
        html_text(&h, str_from(turned[i].said));
        struct str out = html_done(&h);
        size_t at = strlen(turned[i].before);
        assert_true(str_is((struct str){ out.at + at, out.len - at }, turned[i].shown));
    }
}

static void a_page_that_is_too_long_says_so(void **state)
{
    struct task *t = given_task(state);
    struct html h = html_open(t->arena, 12);
    html_textz(&h, "1234");
    html_attrz(&h, NULL);
    html_int(&h, -5678901);
    assert_false(html_is_full(&h));
    html_textz(&h, "<");
    assert_true(html_is_full(&h));
    SAME(html_done(&h), "1234-5678901");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_type_stays_text),
        cmocka_unit_test(what_turns_its_neighbours_is_isolated),
        cmocka_unit_test(a_page_that_is_too_long_says_so),
    };
    return RUN(tests);
}

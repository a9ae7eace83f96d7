/* Tests of form bodies: decoding to the letter, bounds, and writing what is read back. */
#include "given.h"

#include "base/limits.h"
#include "format/urlform.h"

static struct str shown(struct task *t, const char *bytes)
{
    struct urlform f;
    if (urlform_read(t, str_from(bytes), &f) != OK)
        return S("refused");
    struct text x = text_open(t->arena, 1 << 20);
    for (size_t i = 0; i < f.count; i++)
        text_addf(&x, "[%.*s=%.*s]", STR_ARG(f.field[i].name), STR_ARG(f.field[i].value));
    return text_done(&x);
}

static void forms_are_decoded(void **state)
{
    static const struct {
        const char *bytes, *wanted;
    } cases[] = {
        { "", "" },
        { "a=1", "[a=1]" },
        { "a=1&b=2&a=3", "[a=1][b=2][a=3]" },
        { "a", "[a=]" },
        { "a=", "[a=]" },
        { "=1", "[=1]" },
        { "&&a=1&", "[a=1]" },
        { "a=b=c", "[a=b=c]" },
        { "a=1+2%2B3", "[a=1 2+3]" },
        { "a=%C3%a9", "[a=\xc3\xa9]" },
        { "a=x%0D%0Ay%0Az%0D", "[a=x\ny\nz\n]" },
        { "a=%", "refused" },
        { "a=%4", "refused" },
        { "a=%4g", "refused" },
        { "a=%00", "refused" },
        { "%00=a", "refused" },
        { "a=%e9", "refused" },
        { "a=\xe9", "refused" },
        { "a=%C0%80", "refused" },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(cases); i++)
        SAME(shown(t, cases[i].bytes), cases[i].wanted);
}

static void forms_are_bounded(void **state)
{
    struct task *t = given_task(state);
    struct urlform f;
    struct text x = text_open(t->arena, 1 << 20);
    for (int i = 0; i < FORM_FIELDS_MAX; i++)
        text_addz(&x, "a=1&");
    assert_int_equal(urlform_read(t, text_done(&x), &f), OK);
    assert_int_equal(urlform_count(&f, "a"), FORM_FIELDS_MAX);
    text_addz(&x, "b");
    assert_int_equal(urlform_read(t, text_done(&x), &f), E_LIMIT);

    struct text large = text_open(t->arena, 1 << 20);
    while (large.len < FORM_BYTES_MAX)
        text_addc(&large, 'a');
    assert_int_equal(urlform_read(t, text_done(&large), &f), OK);
    text_addc(&large, 'a');
    assert_int_equal(urlform_read(t, text_done(&large), &f), E_LIMIT);
    while (large.len < FORM_BYTES_MAX + FORM_BESIDE_BYTES)
        text_addc(&large, 'a');
    assert_int_equal(urlform_read_two(t, text_done(&large), &f), OK);
    text_addc(&large, 'a');
    assert_int_equal(urlform_read_two(t, text_done(&large), &f), E_LIMIT);
}

static void fields_are_found_and_written(void **state)
{
    struct task *t = given_task(state);
    struct urlform f;
    assert_int_equal(urlform_read(t, S("day=27&how=a%26b&day=28"), &f), OK);
    SAME(urlform_text(&f, "day"), "27");
    SAME(urlform_text(&f, "month"), "");
    assert_true(urlform_has(&f, "how"));
    assert_false(urlform_has(&f, "ho"));
    struct text x = text_open(t->arena, 100);
    urlform_put(&x, true, S("a b"), S("1/2&\xc3\xa9~"));
    urlform_put(&x, false, S("c"), S(""));
    SAME(text_done(&x), "a%20b=1%2F2%26%C3%A9~&c=");
    struct str segment;
    assert_int_equal(url_decode(t, S("a+b%2fc"), false, &segment), OK);
    SAME(segment, "a+b/c");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_are_decoded),
        cmocka_unit_test(forms_are_bounded),
        cmocka_unit_test(fields_are_found_and_written),
    };
    return RUN(tests);
}

/* Tests of settings: every wrong line is told with file and line, and nothing is guessed. */
#include "given.h"

#include "format/settings.h"

static const struct setting table[] = {
    { "name", SETTING_TEXT, NULL, "what people see", 0, 0 },
    { "port", SETTING_INT, "8080", "where to listen", 1, 65535 },
    { "open", SETTING_FLAG, "no", "whether strangers may look", 0, 0 },
    { "key-file", SETTING_SECRET_FILE, "", "a file with the key", 0, 0 },
};

static void wrong_lines_are_told(void **state)
{
    static const struct {
        const char *text, *why; /* NULL: taken */
    } cases[] = {
        { "", NULL },
        { "# only a comment\n\n  \r\n", NULL },
        { "name = Alder = Ash\r\nport=443\nopen = yes", NULL },
        { "port = 65535\n", NULL },
        { "port = 65536\n", "s.conf line 1: port must be a whole number from 1 to 65535" },
        { "\nport = x\n", "s.conf line 2: port must be a whole number" },
        { "open = true\n", "s.conf line 1: open must be yes or no" },
        { "colour = red\n", "s.conf line 1: there is no such setting" },
        { "Port = 1\n", "s.conf line 1: there is no such setting" },
        { "port\n", "s.conf line 1: must be `key = value`" },
        { "port = 1\nport = 1\n", "s.conf line 2: port is set twice" },
        { "name = Jos\xe9\n", "s.conf: not UTF-8" },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct settings s;
        assert_int_equal(settings_open(t, table, COUNT(table), &s), OK);
        status got = settings_read(t, &s, S("s.conf"), str_from(cases[i].text));
        assert_int_equal(got, cases[i].why ? E_INVALID : OK);
        if (cases[i].why && !strstr(t->reason, cases[i].why))
            fail_msg("wanted: %s\n   got: %s", cases[i].why, t->reason);
    }
}

static void values_know_where_they_came_from(void **state)
{
    struct task *t = given_task(state);
    struct settings s;
    assert_int_equal(settings_open(t, table, COUNT(table), &s), OK);
    assert_int_equal(settings_check(t, &s), E_INVALID);
    assert_string_equal(t->reason, "setting name is missing: what people see");
    assert_int_equal(settings_read(t, &s, S("s.conf"), S("\nname = Alder\nopen = yes\n")), OK);
    assert_int_equal(settings_set(t, &s, S("port"), S("443"), S("command line")), OK);
    assert_int_equal(settings_set(t, &s, S("port"), S("0"), S("command line")), E_INVALID);
    assert_int_equal(settings_check(t, &s), OK);
    assert_int_equal(settings_int(&s, "port"), 443);
    assert_true(settings_flag(&s, "open"));
    SAME(settings_text(&s, "name"), "Alder");
    struct text x = text_open(t->arena, 1000);
    settings_list(&s, &x);
    SAME(text_done(&x), "# what people see (s.conf line 2)\nname = Alder\n"
                        "# where to listen (command line)\nport = 443\n"
                        "# whether strangers may look (s.conf line 3)\nopen = yes\n"
                        "# a file with the key (standard)\nkey-file = \n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_lines_are_told),
        cmocka_unit_test(values_know_where_they_came_from),
    };
    return RUN(tests);
}

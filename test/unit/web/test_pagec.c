/* The template compiler refuses what could let a value become markup, and says where. */
#include "visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *compiler;

static const struct {
    const char *template;
    const char *says; /* NULL: taken; else part of the complaint */
} cases[] = {
    { "{{page a(int x)}}\n<p>{{x}}</p>\n", NULL },
    { "{{page a(int x)}}<p class=\"n{{x}}\">ok</p>", NULL },
    { "{{page a(int x)}}<a href=\"{{link child x}}?n={{x}}\">ok</a>", NULL },
    { "{{page a(int x)}}<a href=\"#part-{{x}}\">ok</a><a href=\"tel:{{x}}\">ok</a>", NULL },
    { "{{page a(int x)}}{{if x}}1{{else}}2{{end}}{{for i in t, 3}}{{*i}}{{end}}", NULL },
    { "{{page a(int x)}}<p{{if x}} hidden{{end}}>ok</p>", NULL },
    { "<!-- about -->\n{{page a()}}ok{{page b()}}{{use a()}}", NULL },
    { "{{page a(int x)}}\n\n<a href=\"{{x}}\">", "t.html:3: an address is made by {{link" },
    { "{{page a(int x)}}<a href=\"/child/{{x}}\">", "an address is made by {{link" },
    { "{{page a(int x)}}<form action=\"{{x}}\">", "an address is made by {{link" },
    { "{{page a(int x)}}<img src='{{x}}'>", "an address is made by {{link" },
    { "{{page a(int x)}}<p class={{x}}>", "quotes of an attribute" },
    { "{{page a(int x)}}<p {{x}}>", "quotes of an attribute" },
    { "{{page a(int x)}}<{{x}}>", "quotes of an attribute" },
    { "{{page a(int x)}}<p onclick=\"{{x}}\">", "on…= attribute" },
    { "{{page a(int x)}}<p ONCLICK=\"f({{x}})\">", "on…= attribute" },
    { "{{page a(int x)}}<p style=\"width:{{x}}\">", "style=" },
    { "{{page a(int x)}}<iframe srcdoc=\"{{x}}\">", "srcdoc=" },
    { "{{page a(int x)}}<script>{{x}}</script>", "<script> or <style>" },
    { "{{page a(int x)}}<STYLE>{{x}}</STYLE>", "<script> or <style>" },
    { "{{page a(int x)}}<!-- {{x}} -->", "inside a comment" },
    { "{{page a(int x)}}<p>{{link child x}}</p>", "stands first in the quotes" },
    { "{{page a(int x)}}<a href=\"x{{link child x}}\">", "stands first in the quotes" },
    { "{{page a(int x)}}<p class=\"{{link child x}}\">", "stands first in the quotes" },
    { "{{page a(int x)}}<p class=\"{{use b()}}\">", "{{use}} stands between tags" },
    { "{{page a(int x)}}\n{{if x}}", "t.html:2: {{for}} or {{if}} without {{end}}" },
    { "{{page a(int x)}}{{end}}", "{{end}} without" },
    { "{{page a(int x)}}{{else}}", "{{else}} without" },
    { "{{page a(int x)}}{{if x}}1{{else}}2{{else}}3{{end}}", "{{else}} belongs to one" },
    { "{{page a(int x)}}{{if x}}<p class=\"{{end}}\">", "stands elsewhere" },
    { "{{page a(int x)}}{{x", "{{ without }}" },
    { "{{page a(int x)}}{{}}", "is empty" },
    { "{{page a(int x)}}<p class=\"", "ends inside a tag" },
    { "{{page a(int x)}}{{for x}}{{end}}", "write {{for VAR in ARRAY, COUNT}}" },
    { "{{page a}}ok", "write {{page NAME(ARGUMENTS)}}" },
    { "<p>{{x}}</p>", "nothing may stand before" },
};

static void write_file(const char *path, const char *words)
{
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    fputs(words, out);
    fclose(out);
}

static void test_templates_are_taken_or_refused_with_file_and_line(void **state)
{
    (void)state;
    char folder[] = "/tmp/sightline-pagec.XXXXXX", command[1024], said[512];
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        write_file("t.html", cases[i].template);
        snprintf(command, sizeof command, "'%s' o.c o.h web/pages.h t.html 2>&1", compiler);
        FILE *run = popen(command, "r");
        assert_non_null(run);
        said[fread(said, 1, sizeof said - 1, run)] = '\0';
        int ended = pclose(run);
        bool right = cases[i].says ? ended != 0 && strstr(said, cases[i].says) : ended == 0;
        if (!right)
            print_error("%s\nsaid: %s\n", cases[i].template, said);
        assert_true(right);
    }
    unlink("t.html");
    unlink("o.c");
    unlink("o.h");
    assert_int_equal(chdir("/"), 0);
    rmdir(folder);
}

int main(int argc, char **argv)
{
    compiler = argc > 1 ? realpath(argv[1], NULL) : NULL;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_templates_are_taken_or_refused_with_file_and_line),
    };
    return compiler ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}

/* The interface in Welsh: chosen by the visitor, whole phrases, never what people wrote. */
#include "visit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/interface.h"

static void test_a_visitor_chooses_and_changes_back(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ruth");
    struct str session = v->cookie;
    look(v, "/");
    HAS(v, "<html lang=\"en\"");
    HAS(v, "Missing now");
    send_form(v, "/interface-language", "to=cy&back=%2Fduties");
    ANSWERS(v, 303);
    assert_true(str_is(v->out.location, "/duties"));
    assert_true(str_starts(v->out.cookie, S("language=cy; ")));
    v->cookie = str_print(v->arena, "%.*s; language=cy", STR_ARG(session));
    look(v, "/");
    ANSWERS(v, 200);
    HAS(v, "<html lang=\"cy\"");
    HAS(v, "Ar goll nawr");
    HAS(v, "aria-label=\"Prif\"");
    HAS(v, "Alex Tamber"); /* names are not words of ours */
    v->cookie = session;
    look(v, "/");
    HAS(v, "<html lang=\"en\"");
}

static void test_the_way_back_is_to_a_page_of_ours(void **state)
{
    struct visit *v = *state;
    static const char *const others[] = { "https%3A%2F%2Fevil.example%2F", "%2F%2Fevil.example",
                                          "%2Fnothing", "", "%2Fsign-out" };
    sign_in_as(v, "ruth");
    struct str session = v->cookie, token = v->token;
    for (size_t i = 0; i < COUNT(others); i++) {
        v->cookie = session;
        v->token = token;
        struct str fields = str_print(v->arena, "to=cy&back=%s", others[i]);
        send_form(v, "/interface-language", str_nul(v->arena, fields));
        ANSWERS(v, 303);
        assert_true(str_is(v->out.location, "/"));
    }
}

/* White space as a browser shows it, so that a phrase is found over the ends of lines. */
static void add_plainly(struct text *x, const char *at, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        bool space = at[i] == '\n' || at[i] == ' ';
        if (!space || (x->len && x->at[x->len - 1] != ' '))
            text_addc(x, space ? ' ' : at[i]);
    }
    text_addc(x, '\n');
}

static void add_folder(struct visit *v, const char *folder, const char *ends, struct text *x)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", getenv("SOURCE_ROOT"), folder);
    DIR *d = opendir(path);
    assert_non_null(d);
    char *bytes = arena_take(v->arena, 1 << 20, 1);
    for (struct dirent *e; (e = readdir(d));) {
        size_t len = strlen(e->d_name);
        if (len < strlen(ends) || strcmp(e->d_name + len - strlen(ends), ends) != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s/%s", getenv("SOURCE_ROOT"), folder, e->d_name);
        FILE *f = fopen(path, "rb");
        assert_non_null(f);
        add_plainly(x, bytes, fread(bytes, 1, 1 << 20, f));
        fclose(f);
    }
    closedir(d);
}

/* A phrase that no page says any more is dead weight, and hides that its page is in English. */
static void test_every_phrase_is_said_somewhere(void **state)
{
    struct visit *v = *state;
    char path[512];
    struct text x = text_open(v->arena, 16 << 20);
    add_folder(v, "src/web/pages", ".html", &x);
    add_folder(v, "src/web", ".c", &x);
    struct str all = text_done(&x);
    snprintf(path, sizeof path, "%s/src/web/words/cymraeg.txt", getenv("SOURCE_ROOT"));
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char line[1024];
    size_t dead = 0;
    while (fgets(line, sizeof line, f)) {
        if (strncmp(line, "en: ", 4) != 0)
            continue;
        struct str english = str_trim(str_from(line + 4));
        if (!memmem(all.at, all.len, english.at, english.len)) {
            dead++;
            print_error("no page says: %.*s\n", STR_ARG(english));
        }
    }
    fclose(f);
    assert_int_equal(dead, 0);
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_visitor_chooses_and_changes_back),
        cmocka_unit_test(test_the_way_back_is_to_a_page_of_ours),
        cmocka_unit_test(test_every_phrase_is_said_somewhere),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

/* What the rulebook covers: every refusal of the list, the list held to the rules and the page. */
#include "given_rules.h"

#include "base/limits.h"
#include "rulebook/coverage.h"

static const char *docs; /* the folder of the documentation */

static const struct {
    const char *text, *wanted;
} refusals[] = {
    { "", "coverage.txt holds no row" },
    { "# nothing\n", "coverage.txt holds no row" },
    { "1 | a | rules: over-24h\n", "coverage.txt:1: the row is not under its own section" },
    { "section 1 | One\n2 | a | rules: over-24h\n",
      "coverage.txt:2: the row is not under its own" },
    { "section 1\n", "coverage.txt:1: write `section ID | title`" },
    { "section 1 | One\nsection 1 | Two\n", "coverage.txt:2: this section is there twice: `1`" },
    { "section 1 | One\n1 | a | rules: over-24h\n1 | a | why not: no\n",
      "coverage.txt:3: this row is there twice in its section: `a`" },
    { "section 1 | One\n1 | | rules: over-24h\n", "coverage.txt:2: write `section | row | rules" },
    { "section 1 | One\n1 | a | rules:\n", "coverage.txt:2: name the rules, with commas" },
    { "section 1 | One\n1 | a | why not:\n", "coverage.txt:2: give the reason" },
    { "section 1 | One\n1 | a | kept by:\n", "coverage.txt:2: give the reason" },
    { "section 1 | One\n1 | a | perhaps\n",
      "coverage.txt:2: write `rules: …`, `kept by: …` or `why not: …`, not: `perhaps`" },
    { "section 1 | One\n1 | a | why not: no | more\n",
      "coverage.txt:2: only `rules:` is followed by a remark; take out: `more`" },
    { "extra | rules: over-24h\n", "coverage.txt:1: write `extra | rules: name, name | what" },
    { "extra | why not: no\n", "coverage.txt:1: write `extra | rules: name, name | what" },
};

static void refusals_say_what_to_do(void **state)
{
    struct given *g = *state;
    struct coverage *c = NEW(g->task.arena, struct coverage);
    for (size_t i = 0; i < COUNT(refusals); i++) {
        assert_int_equal(coverage_read(&g->task, str_from(refusals[i].text), c), E_INVALID);
        if (!strstr(g->task.reason, refusals[i].wanted))
            print_error("%s\n", refusals[i].text);
        assert_non_null(strstr(g->task.reason, refusals[i].wanted));
    }
}

static void a_list_is_read(void **state)
{
    struct given *g = *state;
    struct coverage *c = NEW(g->task.arena, struct coverage);
    struct str text =
        S("# what\nsection 1 | One\n\n1 | a | rules: over-24h, over-72h | both\n"
          "1 | b | kept by: the calendar\nsection B | Two\nB | a | why not: a reason\n"
          "extra | rules: overnight | ours\n");
    assert_int_equal(coverage_read(&g->task, text, c), OK);
    assert_int_equal(c->rows, 3);
    assert_int_equal(c->sections, 2);
    assert_int_equal(c->by[COVERED_BY_RULES], 1);
    assert_int_equal(c->by[COVERED_ELSEWHERE], 1);
    assert_int_equal(c->by[NOT_COVERED], 1);
    assert_true(str_is(c->row[0].reason, "both"));
    assert_true(str_is(c->row[2].reason, "a reason"));
    assert_true(str_is(c->extra[0].reason, "ours"));
    struct str rules = c->row[0].rules, name;
    assert_true(coverage_rule_next(&rules, &name));
    assert_true(str_is(name, "over-24h"));
    assert_true(coverage_rule_next(&rules, &name));
    assert_true(str_is(name, "over-72h"));
    assert_false(coverage_rule_next(&rules, &name));
}

static void names_are_held_to_the_rules(void **state)
{
    struct given *g = *state;
    struct coverage *c = NEW(g->task.arena, struct coverage);
    struct rulebook *b;
    const char *rules = "alarm a\n    title A\n    force local\n    cite \"Local\"\n    level low\n"
                        "    raised-by missing-reported\n    tells social-worker\n"
                        "    within 1 day\n    clears none\n    needs a decision with a reason\n";
    assert_int_equal(load_text(g, rules, NULL, &b), OK);
    assert_int_equal(coverage_read(&g->task, S("section 1 | One\n1 | x | rules: b\n"), c), OK);
    assert_int_equal(coverage_check(&g->task, c, b), E_INVALID);
    assert_non_null(strstr(g->task.reason, "section 1, row x: there is no rule `b`"));
    assert_int_equal(coverage_read(&g->task, S("section 1 | One\n1 | x | why not: no\n"), c), OK);
    assert_int_equal(coverage_check(&g->task, c, b), E_INVALID);
    assert_non_null(strstr(g->task.reason, "no row of coverage.txt names the rule `a`"));
    assert_int_equal(coverage_read(&g->task,
                                   S("section 1 | One\n1 | x | why not: no\n"
                                     "extra | rules: a | for the test\n"),
                                   c),
                     OK);
    assert_int_equal(coverage_check(&g->task, c, b), OK);
    assert_int_equal(load_text(g, rules,
                               "alarm local-one\n    title A\n    force local\n"
                               "    cite \"Local\"\n    level low\n"
                               "    raised-by missing-reported\n"
                               "    tells social-worker\n    within 1 day\n"
                               "    clears none\n    needs a decision with a reason\n",
                               &b),
                     OK);
    assert_int_equal(coverage_check(&g->task, c, b), OK); /* a local one needs no row */
}

static void every_nation_is_covered(void **state)
{
    struct given *g = *state;
    struct str names = nation_names(g->task.arena), name;
    while (coverage_rule_next(&names, &name)) { /* a list with commas, too */
        const struct calendar *calendar;
        struct rulebook *b;
        struct coverage *c;
        const char *nation = str_nul(g->task.arena, name);
        assert_int_equal(rulebook_load_embedded(&g->task, nation, S(""), &calendar, &b), OK);
        status s = coverage_load(&g->task, nation, &c);
        s = s == OK ? coverage_check(&g->task, c, b) : s;
        if (s != OK)
            print_error("%s: %s\n", nation, g->task.reason);
        assert_int_equal(s, OK);
    }
}

static void the_page_is_made_from_it(void **state)
{
    struct given *g = *state;
    struct coverage *c;
    char path[1024];
    assert_int_equal(coverage_load(&g->task, "england", &c), OK);
    struct text made = text_open(g->task.arena, RULE_FILE_BYTES_MAX);
    coverage_document(&made, c, g->england);
    snprintf(path, sizeof path, "%s/RULEBOOK-COVERAGE.md", docs);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *at = NEWS(g->task.arena, char, RULE_FILE_BYTES_MAX);
    size_t len = fread(at, 1, RULE_FILE_BYTES_MAX, f);
    fclose(f);
    if (!str_equal(text_done(&made), (struct str){ at, len }))
        print_error("write the page anew: sightline rules coverage document > %s\n", path);
    assert_true(str_equal(text_done(&made), (struct str){ at, len }));
}

int main(int argc, char **argv)
{
    docs = argc > 1 ? argv[1] : "docs";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusals_say_what_to_do),     cmocka_unit_test(a_list_is_read),
        cmocka_unit_test(names_are_held_to_the_rules), cmocka_unit_test(every_nation_is_covered),
        cmocka_unit_test(the_page_is_made_from_it),
    };
    return RUN(tests);
}

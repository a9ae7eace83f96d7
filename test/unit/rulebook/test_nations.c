/* Every nation in the program: sound, covered row by row, and told when its calendar runs out. */
#include "given_rules.h"

#include "rulebook/coverage.h"

enum {
    NATIONS_MAX = 8
};

static size_t nations_of(struct given *g, const char **ret)
{
    size_t count = 0;
    struct str names = nation_names(g->task.arena);
    while (names.len) {
        struct str one = names, rest = S("");
        str_cut(names, ',', &one, &rest);
        assert_true(count < NATIONS_MAX);
        ret[count++] = str_nul(g->task.arena, str_trim(one));
        names = str_trim(rest);
    }
    return count;
}

static void every_nation_is_sound_and_covered(void **state)
{
    struct given *g = *state;
    const char *nations[NATIONS_MAX] = { 0 };
    size_t count = nations_of(g, nations);
    assert_true(count >= 2);
    assert_true(str_is(nation_default(), nations[0]));
    for (size_t i = 0; i < count; i++) {
        struct rulebook *b;
        const struct calendar *c;
        struct coverage *covered;
        struct text problems = text_open(g->task.arena, 64 << 10);
        status s = rulebook_load_nation(&g->task, nations[i], S(""), &problems, &c, &b);
        if (s == OK)
            s = coverage_load(&g->task, nations[i], &covered);
        if (s == OK)
            s = coverage_check(&g->task, covered, b);
        if (s != OK)
            print_error("%s: %s\n", nations[i], g->task.reason);
        assert_int_equal(s, OK);
        assert_int_equal(text_done(&problems).len, 0);
        assert_true(rulebook_find(b, S("repeat-3-in-90")) != UINT16_MAX); /* shared */
    }
}

static void nations_differ_where_their_law_does(void **state)
{
    struct given *g = *state;
    struct rulebook *wales;
    const struct calendar *c;
    assert_int_equal(rulebook_load_embedded(&g->task, "wales", S(""), &c, &wales), OK);
    assert_true(rulebook_find(wales, S("dentist-registered")) != UINT16_MAX);
    assert_true(rulebook_find(g->england, S("dentist-registered")) == UINT16_MAX);
    assert_true(rulebook_find(wales, S("distant-approval")) == UINT16_MAX);
    uint16_t told = rulebook_find(wales, S("host-authority-told")); /* the newest version */
    assert_non_null(memmem(rulebook_rule(wales, told)->sentence.at,
                           rulebook_rule(wales, told)->sentence.len, "24 hours", 8));
}

static void a_nation_that_is_none_is_told_the_list(void **state)
{
    struct given *g = *state;
    struct rulebook *b;
    const struct calendar *c;
    struct str text;
    assert_int_equal(rulebook_load_embedded(&g->task, "shared", S(""), &c, &b), E_MISSING);
    assert_non_null(strstr(g->task.reason, "use one of: england, wales"));
    assert_int_equal(rulebook_load_embedded(&g->task, "", S(""), &c, &b), E_MISSING);
    assert_false(nation_file("wales", "no-such-file.txt", &text));
    assert_true(nation_file("wales", "coverage.txt", &text));
}

static void the_end_of_the_calendar_is_told_six_months_before(void **state)
{
    struct given *g = *state;
    struct date last = g->calendar->holidays_to;
    struct instant in_time = uk_midnight((struct date){ last.days - 190 });
    struct instant late = uk_midnight((struct date){ last.days - 180 });
    assert_int_equal(calendar_note(g->task.arena, g->calendar, in_time).len, 0);
    struct str note = calendar_note(g->task.arena, g->calendar, late);
    assert_non_null(memmem(note.at, note.len, "31 December 2028", 16));
    assert_non_null(memmem(note.at, note.len, "rules/calendar", 14));
    assert_true(
        calendar_note(g->task.arena, g->calendar, instant_after(late, span_hours(24000))).len > 0);
}

/* A statute of one nation is no statute of another; what is weakened is told with its own file. */
static void a_local_file_cannot_weaken_either_nation(void **state)
{
    static const struct {
        const char *nation, *local, *wanted;
    } cases[] = {
        { "wales", "tighten gp-registered\n    due 11 working-days after happened\n",
          "local.rules:2: this would weaken `gp-registered`" },
        { "england", "tighten review-first\n    due 4 months after happened\n",
          "local.rules:2: this would weaken `review-first`" },
        { "wales", "duty dentist-registered\n    title x\n",
          "local.rules:1: `dentist-registered` is a rule of the nation (wales/health.rules:" },
        { "england", "duty out-of-area-approval\n    title x\n",
          "local.rules:1: `out-of-area-approval` is a rule of the nation "
          "(england/placement.rules:" },
        { "wales", "tighten distant-approval\n    due 1 day after happened\n",
          "local.rules:1: there is no rule `distant-approval` to tighten" },
        { "wales", "parameter care-plan-copy-within = 9 working-days set by \"A\"\n",
          "local.rules:1: parameter care-plan-copy-within would weaken the statutory duty" },
        { "wales", "parameter visit-askd-within = 9 working-days set by \"A\"\ndutty x\n",
          "local.rules:2: `dutty` cannot begin a rule" },
    };
    struct given *g = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct rulebook *b = NULL;
        const struct calendar *c = NULL;
        status s =
            rulebook_load_embedded(&g->task, cases[i].nation, str_from(cases[i].local), &c, &b);
        if (s != E_INVALID ||
            strncmp(g->task.reason, cases[i].wanted, strlen(cases[i].wanted)) != 0)
            print_error("row %zu\nwanted: %s\n   got: %s\n", i, cases[i].wanted,
                        s == OK ? "taken" : g->task.reason);
        assert_int_equal(s, E_INVALID);
        assert_int_equal(strncmp(g->task.reason, cases[i].wanted, strlen(cases[i].wanted)), 0);
        assert_null(b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_nation_is_sound_and_covered),
        cmocka_unit_test(nations_differ_where_their_law_does),
        cmocka_unit_test(a_nation_that_is_none_is_told_the_list),
        cmocka_unit_test(the_end_of_the_calendar_is_told_six_months_before),
        cmocka_unit_test(a_local_file_cannot_weaken_either_nation),
    };
    return RUN(tests);
}

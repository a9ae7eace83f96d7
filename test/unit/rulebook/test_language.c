/* Every refusal of a rule file: it names the file and the line and says what to do. */
#include "given_rules.h"

#define HEAD                                                                                       \
    "duty a\n"                                                                                     \
    "    title      A duty\n"                                                                      \
    "    force      statute\n"                                                                     \
    "    cite       \"An act\"\n"
#define HOME_TOP                                                                                   \
    "duty h\n    over home\n    title H\n    force statute\n    cite \"x\"\n"                      \
    "    starts home-notice-issued\n    met-by home-notice-met for this notice\n"                  \
    "    owner registered-manager\n"
#define HOME_RULE HOME_TOP "    due 28 days after happened\n"
#define WHOLE                                                                                      \
    HEAD "    starts     missing-reported\n"                                                       \
         "    due        2 days after happened\n"                                                  \
         "    met-by     police-told for this episode\n"                                           \
         "    owner      social-worker\n"
#define ALARM                                                                                      \
    "alarm a\n"                                                                                    \
    "    title      An alarm\n"                                                                    \
    "    force      local\n"                                                                       \
    "    cite       \"Local\"\n"                                                                   \
    "    level      low\n"                                                                         \
    "    tells      social-worker\n"

/* Only the end of a reason is given here where the words before it are the same for all. */
static const struct {
    const char *text, *local, *wanted;
} refusals[] = {
    /* words */
    { "", NULL, "the rule files hold no rule" },
    { "dutty a\n", NULL, "t.rules:1: `dutty` cannot begin a rule; write duty, alarm, parameter" },
    { "    title x\n", NULL,
      "t.rules:1: this line belongs to no rule; begin one with `duty NAME`" },
    { "duty A b\n", NULL, "t.rules:1: `b` is one word too many after the name" },
    { "duty A_b\n", NULL, "t.rules:1: give the rule a name of small letters, digits and hyphens" },
    { WHOLE "    tittle x\n", NULL,
      "t.rules:9: unknown word `tittle` at the start of a line; did you mean `title`?" },
    { WHOLE "    level high extra\n", NULL,
      "t.rules:9: `extra` is one word too many on this line" },
    { WHOLE "    cite \"open\n", NULL,
      "t.rules:9: a quotation is not closed; add the second quotation mark" },
    { WHOLE "    raised-by missing-reported\n", NULL,
      "t.rules:9: `raised-by` does not belong in a duty `a`" },
    /* events */
    { HEAD "    starts missing-reportd\n", NULL,
      "t.rules:5: unknown event `missing-reportd`; did you mean `missing-reported`?" },
    { HEAD "    starts\n", NULL, "t.rules:5: name a kind of event here" },
    { HEAD "    starts missing-reported class X\n", NULL,
      "t.rules:5: `X` is not a code of classification" },
    { HEAD "    starts placement-notified with wrtten\n", NULL,
      "t.rules:5: `wrtten` is not a code of sent" },
    { HEAD "    starts missing-reported with hurt\n", NULL,
      "t.rules:5: missing-reported does not say `with hurt`" },
    { HEAD "    starts missing-reported by x\n", NULL,
      "t.rules:5: the field `by` is kept for reading; a rule cannot look at it" },
    { HEAD "    starts missing-reported for this\n", NULL,
      "t.rules:5: write `for this episode`, `placement`, `child`, `worker`, `notice`,"
      " `incident`" },
    { HEAD "    starts missing-reported\n    met-by police-told for this placement\n"
           "    due 1 day after happened\n    owner social-worker\n",
      NULL,
      "t.rules:1: duty `a` is about a placement, but missing-reported does not say of which" },
    { HEAD
      "    starts missing-reported for this episode\n    met-by visit-made for this placement\n",
      NULL, "t.rules:6: the rule is about one thing on one line and another on this" },
    /* conditions */
    { HEAD "    when child is looked-after\n", NULL,
      "t.rules:5: put the line that says what starts it above `when`" },
    { HEAD "    starts missing-reported\n    when child is looked-aftr\n", NULL,
      "t.rules:6: unknown fact `child is looked-aftr`; did you mean `looked-after`?" },
    { HEAD "    starts missing-reported\n    when children is x\n", NULL,
      "t.rules:6: unknown condition `children`; begin with child, placement" },
    { HEAD "    starts missing-reported\n    when (child is missing\n", NULL,
      "t.rules:6: the line stops too early; add `)` to close the bracket" },
    { HEAD "    starts missing-reported\n    when child is missing and not child is missing\n",
      NULL, "t.rules:6: the condition contradicts itself and can never hold; change it" },
    { HEAD "    starts missing-reported\n    when event miles > 20\n", NULL,
      "t.rules:6: only child-found says how many miles away; write the condition on the line of" },
    { HEAD "    starts visit-made\n    repeats visit-made while child is happy\n", NULL,
      "t.rules:6: write `while child looked-after`, `while child missing` or another fact of a "
      "child,"
      " not `happy`" },
    { HEAD "    starts visit-made\n    due 3 months after birthday 99\n", NULL,
      "t.rules:6: a birthday is from 1 to 25" },
    { HEAD "    starts missing-reported\n    when child under old\n", NULL,
      "t.rules:6: `old` is neither a whole number nor a parameter" },
    { HEAD "    starts missing-reported\n    when child under 40\n", NULL,
      "t.rules:6: an age is from 1 to 25" },
    { HEAD "    starts missing-reported\n    when placement older than 1 yer\n", NULL,
      "t.rules:6: unknown unit `yer`; use hours, days, weeks, months, years or working-days; did "
      "you"
      " mean `year`?" },
    { HEAD "    starts missing-reported\n    when count of missing-reported in 3 days >= 99\n",
      NULL, "t.rules:6: a count is from 1 to 32" },
    { HEAD "    starts missing-reported\n    when first\n", NULL,
      "t.rules:6: unknown condition `first`" },
    { HEAD "    starts missing-reported, placement-started\n    when event class is M\n", NULL,
      "t.rules:6: placement-started has no field `class`" },
    { HEAD "    starts child-returned, child-found\n    when event is disclosed\n", NULL,
      "t.rules:6: child-found has no field `disclosed`" },
    { HEAD "    starts child-returned, prevention-interview-held\n    when event is disclosed\n",
      NULL,
      "t.rules:6: the field does not mean the same in child-returned and prevention-interview-held;"
      " write the condition on the line of each event" },
    /* times */
    { WHOLE "    warn 1 day after due\n", NULL,
      "t.rules:9: a warning after the deadline comes too late; write `before due`" },
    { WHOLE "    warn 3 days before due\n", NULL,
      "t.rules:1: duty `a` warns before it is even owed; shorten the warning" },
    { WHOLE "    escalate team-manger at due\n", NULL,
      "t.rules:9: unknown role `team-manger`; did you mean `team-manager`?" },
    { WHOLE "    escalate team-manager 1 day after raised\n", NULL,
      "t.rules:1: duty `a` is never raised, being a duty; escalate `after due`" },
    { WHOLE "    due 9 days after previous\n", NULL,
      "t.rules:9: `after previous` needs a `repeats` line above it" },
    { WHOLE "    due 2 hours from the date said\n", NULL,
      "t.rules:9: a date has no hour; count days, weeks, months or working-days from it" },
    { WHOLE "    due 2 days before the day said\n", NULL,
      "t.rules:9: `day` stands where `date` is needed as in `the date said`" },
    { WHOLE "    due on the date said\n", NULL,
      "t.rules:9: missing-reported says no date; count from another event" },
    { ALARM "    raised-after 2 days before the date said after missing-reported\n"
            "    within 1 day\n    needs a decision\n    clears none\n",
      NULL, "t.rules:7: missing-reported says no date; count from another event" },
    { WHOLE "    due 1 calendar-day after happened\n", NULL,
      "t.rules:9: unknown unit `calendar-day`" },
    { WHOLE "    when workers unqualified after 2 years > 50\n", NULL,
      "t.rules:9: `workers …` is asked of a home; put the rule `over home`" },
    { "alarm a\n    over home\n    raised-by home-visited\n"
      "    when workers unqualified after 2 years > 100\n",
      NULL, "t.rules:4: a share is from 1 to 99 in a hundred" },
    { WHOLE "    due 9999 days after happened\n", NULL,
      "t.rules:9: 9999 is too long a time; the most is 2000" },
    { WHOLE "    due 9 hours after happened including the first day\n", NULL,
      "t.rules:9: `including the first day` counts days or working-days only" },
    { WHOLE "    due 9 days after lunch\n", NULL, "t.rules:9: say from when: `after happened`" },
    { WHOLE "    in-force 2014-02-30 onwards\n", NULL,
      "t.rules:9: write `in-force 2014-01-16 onwards`" },
    { WHOLE "    in-force 2014-02-03 to 2014-02-01\n", NULL,
      "t.rules:9: the last day must be a real date after the first" },
    /* what a rule must have */
    { "duty a\n    force local\n    cite \"x\"\n", NULL,
      "t.rules:1: duty `a` has no title; add a line `title` with the words people see" },
    { "duty a\n    title x\n    force local\n", NULL,
      "t.rules:1: duty `a` has no citation; add a line `cite \"…\"`" },
    { "duty a\n    title x\n    cite \"x\"\n", NULL, "t.rules:1: duty `a` does not say its force" },
    { HEAD "    starts missing-reported\n    due 1 day after happened\n    met-by police-told\n",
      NULL, "t.rules:1: duty `a` is owed by nobody; add a line `owner ROLE`" },
    { HEAD "    owner social-worker\n", NULL, "t.rules:1: duty `a` never starts" },
    { HEAD "    owner social-worker\n    starts missing-reported\n", NULL,
      "t.rules:1: duty `a` can never be met" },
    { HEAD "    owner social-worker\n    starts missing-reported\n    met-by police-told\n", NULL,
      "t.rules:1: duty `a` has no deadline; add a line `due`" },
    { HEAD "    owner social-worker\n    starts missing-reported\n    met-by police-told\n"
           "    due 1 day after happened when child is missing\n",
      NULL, "t.rules:8: the last `due` line must have no `when`: say when it is due otherwise" },
    { ALARM "    raised-by missing-reported\n", NULL,
      "t.rules:1: alarm `a` can neither be decided nor cleared; add a line `needs` or `clears "
      "when`" },
    { ALARM "    needs a decision\n", NULL, "t.rules:1: alarm `a` is never raised" },
    { ALARM "    needs a decision\n    raised-by missing-reported\n    unless child-returned\n",
      NULL, "t.rules:1: alarm `a` is raised at once, so `unless` comes too late" },
    { ALARM "    over the-moon\n", NULL,
      "t.rules:7: `the-moon` is not one of child, home, agency, place" },
    /* several rules */
    { WHOLE WHOLE, NULL,
      "t.rules:9: duty `a` has two versions in force on one day (the other is at t.rules:1)" },
    { HEAD "    starts visit-made\n    due 1 day after happened\n    met-by review-held\n"
           "    owner social-worker\nduty b\n    title B\n    force local\n    cite \"x\"\n"
           "    starts review-held\n    due 1 day after happened\n    met-by visit-made\n"
           "    owner social-worker\n",
      NULL, "t.rules:1: duty `a` and `b` start each other without end; use `repeats`" },
    { HEAD "    owner social-worker\n    starts visit-made\n"
           "    repeats visit-made while placement open\n    due 1 day after previous\n"
           "    met-by review-held\n",
      NULL, "t.rules:1: duty `a` repeats with one event and is met by another" },
    /* parameters */
    { "parameter x = 1 day\nparameter x = 2 days\n", NULL,
      "t.rules:2: parameter x is already set at t.rules:1; set it once" },
    { "parameter x 1 day\n", NULL, "t.rules:1: `1` stands where `=` is needed" },
    /* local files */
    { WHOLE, WHOLE,
      "local.rules:1: `a` is a rule of the nation (t.rules:1): a local file cannot"
      " replace it; write `tighten a`" },
    { WHOLE, "tighten b\n", "local.rules:1: there is no rule `b` to tighten; did you mean `a`?" },
    { WHOLE "tighten a\n", NULL, "t.rules:9: `tighten` is for local.rules" },
    { WHOLE, "tighten a\n    due 3 days after happened\n",
      "local.rules:2: this would weaken `a`: a local deadline must be shorter than the rule's "
      "own" },
    { WHOLE, "tighten a\n    owner carer\n",
      "local.rules:2: a local file may tighten `due`, `within`, `warn` and `escalate` only" },
    /* over a home it is the same law */
    { HOME_RULE, "tighten h\n    due 29 days after happened\n",
      "local.rules:2: this would weaken `h`: a local deadline must be shorter than the rule's "
      "own" },
    { HOME_RULE, "duty h\n    over home\n    title B\n",
      "local.rules:1: `h` is a rule of the nation (t.rules:1): a local file cannot replace it" },
    { HOME_RULE, "tighten h\n    over child\n",
      "local.rules:2: a local file may tighten `due`, `within`, `warn` and `escalate` only" },
    { "parameter x = 1 day\n" HOME_TOP "    due x after happened\n",
      "parameter x = 2 days set by \"A\"\n",
      "local.rules:1: parameter x would weaken the statutory duty `h`; make it shorter" },
    { "duty a\n    over home\n    title A\n    force statute\n    cite \"x\"\n    starts"
      " home-visited\n    met-by home-reviewed\n    owner director\n    due 1 day after happened\n"
      "duty b\n    over home\n    title B\n    force statute\n    cite \"x\"\n    starts"
      " home-reviewed\n    met-by home-visited\n    owner director\n    due 1 day after happened\n",
      NULL, "t.rules:1: duty `a` and `b` start each other without end; use `repeats`" },
    { "parameter x = 1 day\n" WHOLE, "parameter x = 3 hours\n",
      "local.rules:1: say who set x: add `set by \"name, date\"`" },
    { "parameter x = 1 day\n" WHOLE, "parameter x = 3 set by \"A\"\n",
      "local.rules:1: parameter x is a length of time in the rules of the nation; keep it so" },
    { "parameter x = 1 day\n" HEAD "    starts missing-reported\n    due x after happened\n"
      "    met-by police-told\n    owner social-worker\n",
      "parameter x = 2 days set by \"A\"\n",
      "local.rules:1: parameter x would weaken the statutory duty `a`; make it shorter" },
};

static void test_refusals(void **state)
{
    struct given *g = *state;
    for (size_t i = 0; i < COUNT(refusals); i++) {
        struct rulebook *b;
        struct arena_mark mark = arena_mark(g->task.arena);
        status s = load_text(g, refusals[i].text, refusals[i].local, &b);
        bool same = s == E_INVALID &&
                    strncmp(g->task.reason, refusals[i].wanted, strlen(refusals[i].wanted)) == 0;
        if (!same) {
            print_error("row %zu\nwanted: %s\n   got: %s\n", i, refusals[i].wanted,
                        s == OK ? "taken" : g->task.reason);
            _fail(__FILE__, __LINE__);
        }
        arena_rewind(g->task.arena, mark);
    }
}

static void test_every_problem_is_listed(void **state)
{
    struct given *g = *state;
    struct text problems = text_open(g->task.arena, 4000);
    struct rule_source f = { S("t.rules"),
                             S(HEAD "    starts missing-reportd\n    owner nobody\n    wibble\n"),
                             false };
    struct rulebook *b;
    assert_int_equal(rulebook_load(&g->task, &f, 1, g->calendar, &problems, &b), E_INVALID);
    struct str all = text_done(&problems);
    assert_non_null(memmem(all.at, all.len, "t.rules:5:", 10));
    assert_non_null(memmem(all.at, all.len, "t.rules:6:", 10));
    assert_non_null(memmem(all.at, all.len, "t.rules:7:", 10));
    assert_non_null(strstr(g->task.reason, "t.rules:5:")); /* the first is the reason */
}

static void test_calendar_too_short_is_noted(void **state)
{
    struct given *g = *state;
    struct text problems = text_open(g->task.arena, 4000);
    struct rule_source f = {
        S("t.rules"),
        S(HEAD "    starts missing-reported\n    met-by police-told\n"
               "    owner social-worker\n    due 900 working-days after happened\n"),
        false
    };
    struct rulebook *b;
    assert_int_equal(rulebook_load(&g->task, &f, 1, g->calendar, &problems, &b), OK);
    struct str all = text_done(&problems);
    assert_non_null(memmem(all.at, all.len, "t.rules:8: note: the bank holidays end on", 41));
}

static void test_taken(void **state)
{
    struct given *g = *state;
    struct rulebook *b;
    const char *text = "parameter soon = 4 hours set by \"the director\"\n" HEAD "    # a comment\n"
                       "    starts     missing-reported class M,\n"
                       "               absence-noticed class M\n"
                       "    when       not (child is missing and child under 16) or\n"
                       "               miles > 20\n"
                       "    due        soon after happened\n"
                       "    met-by     police-told for this episode or earlier\n"
                       "    owner      night-worker at home\n";
    assert_int_equal(load_text(g, text, NULL, &b), OK);
    const struct rule_words *w = rulebook_rule(b, 0);
    assert_int_equal(w->owner, ROLE_NIGHT_WORKER);
    assert_int_equal(w->owner_at, SUBJECT_HOME);
    assert_int_equal(w->confidence, CONFIDENCE_UNVERIFIED); /* nobody said otherwise */
    assert_true(rulebook_find(b, S("a")) == 0 && rulebook_find(b, S("b")) == UINT16_MAX);
    assert_int_equal(rulebook_by_about(b, rule_about(S("a"))), 0);
    assert_non_null(memmem(w->sentence.at, w->sentence.len, "4 hours (local parameter soon)", 30));
}

static void test_england(void **state)
{
    struct given *g = *state;
    for (uint16_t i = 0; i < rulebook_count(g->england); i++) {
        const struct rule_words *w = rulebook_rule(g->england, i);
        assert_true(w->title.len && w->cite.len && w->sentence.len > 40);
        assert_true(w->owner > ROLE_NONE && w->owner < ROLES);
        assert_true(!w->alarm || (w->needs_decision && w->level != LEVEL_NONE && w->tells));
    }
    assert_int_equal(rulebook_hash(&g->task, g->england).len, 64);
    uint16_t over = rulebook_find(g->england, S("placed-under-restriction"));
    assert_int_equal(rulebook_rule(g->england, over)->over, SUBJECT_HOME);
    assert_true(
        str_starts(rulebook_rule(g->england, over)->sentence, S("It looks at a whole home")));
    struct rulebook *b;
    const struct calendar *c;
    assert_int_equal(rulebook_load_embedded(&g->task, "atlantis", S(""), &c, &b), E_MISSING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_every_problem_is_listed),
        cmocka_unit_test(test_calendar_too_short_is_noted),
        cmocka_unit_test(test_taken),
        cmocka_unit_test(test_england),
    };
    return RUN(tests);
}

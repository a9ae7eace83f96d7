/* Deadlines at their edges: clock changes, month ends, leap days, holidays, and what is not known.
 */
#include "given_rules.h"

enum {
    EXACT = 1,
    DAY,
    MONTH,
    ABOUT,
    UNKNOWN
};

static const struct {
    const char *due, *happened; /* UTC */
    uint8_t precision;
    const char *wanted; /* as people read it; "?" unknown */
} rows[] = {
    /* hours elapse; the UK clock stands between */
    { "72 hours after happened", "2026-03-28T10:00Z", EXACT, "11:00 on Tuesday 31 March 2026" },
    { "72 hours after happened", "2026-10-23T10:00Z", EXACT, "10:00 on Monday 26 October 2026" },
    { "1 hour after happened", "2026-03-29T00:30Z", EXACT, "02:30 on Sunday 29 March 2026" },
    { "1 hour after happened", "2026-10-25T00:30Z", EXACT, "01:30 on Sunday 25 October 2026" },
    { "0 hours after happened", "2026-05-05T10:00Z", EXACT, "11:00 on Tuesday 5 May 2026" },
    /* days end at a local midnight, whichever side of it UTC is */
    { "1 day after happened", "2026-06-01T22:59Z", EXACT, "the end of Tuesday 2 June 2026" },
    { "1 day after happened", "2026-06-01T23:00Z", EXACT, "the end of Wednesday 3 June 2026" },
    { "1 week after happened", "2026-03-23T10:00Z", EXACT, "the end of Monday 30 March 2026" },
    /* months clamp */
    { "1 month after happened", "2026-01-31T10:00Z", EXACT,
      "the end of Saturday 28 February 2026" },
    { "1 month after happened", "2028-01-31T10:00Z", EXACT, "the end of Tuesday 29 February 2028" },
    { "12 months after happened", "2024-02-29T10:00Z", EXACT,
      "the end of Friday 28 February 2025" },
    { "1 year after happened", "2027-02-28T10:00Z", EXACT, "the end of Monday 28 February 2028" },
    { "6 months after happened", "2026-08-31T10:00Z", EXACT, "the end of Sunday 28 February 2027" },
    /* working days: the day itself is day nought */
    { "1 working-day after happened", "2026-04-02T10:00Z", EXACT,
      "the end of Tuesday 7 April 2026" },
    { "1 working-day after happened", "2026-04-04T10:00Z", EXACT,
      "the end of Tuesday 7 April 2026" },
    { "5 working-days after happened", "2026-05-01T10:00Z", EXACT,
      "the end of Monday 11 May 2026" },
    { "10 working-days after happened", "2026-12-18T10:00Z", EXACT,
      "the end of Wednesday 6 January 2027" },
    { "20 working-days after happened", "2028-12-20T10:00Z", EXACT, "?" },
    { "5 working-days after happened", "2009-12-20T10:00Z", EXACT, "?" },
    /* counting the day itself as day one, when it is a working day */
    { "10 working-days after happened including the first day", "2026-02-04T10:00Z", EXACT,
      "the end of Tuesday 17 February 2026" },
    { "10 working-days after happened including the first day", "2026-02-07T10:00Z", EXACT,
      "the end of Friday 20 February 2026" },
    { "2 days after happened including the first day", "2026-02-07T10:00Z", EXACT,
      "the end of Sunday 8 February 2026" },
    /* how well the instant is known */
    { "72 hours after happened", "2026-05-02T00:00+01:00", DAY, "the end of Tuesday 5 May 2026" },
    { "2 days after happened", "2026-05-02T00:00+01:00", DAY, "the end of Monday 4 May 2026" },
    { "before happened", "2026-05-02T00:00+01:00", DAY, "the end of Saturday 2 May 2026" },
    { "before happened", "2026-05-02T10:00Z", EXACT, "11:00 on Saturday 2 May 2026" },
    { "24 hours after happened", "2026-05-02T00:00+01:00", MONTH, "the end of Monday 1 June 2026" },
    { "1 day after happened", "2026-12-02T00:00Z", MONTH, "the end of Friday 1 January 2027" },
    { "24 hours after happened", "2026-05-02T10:00Z", ABOUT, "11:00 on Sunday 3 May 2026" },
    { "24 hours after happened", "2026-05-02T10:00Z", UNKNOWN, "?" },
    /* from when it was written down */
    { "24 hours after recorded", "2026-05-02T10:00Z", EXACT, "13:00 on Sunday 3 May 2026" },
    { "1 day after recorded", "2026-05-02T10:00Z", DAY, "the end of Sunday 3 May 2026" },
    /* birthdays: the child was born on 29 February 2008 */
    { "on birthday 18", "2026-01-02T10:00Z", EXACT, "the end of Saturday 28 February 2026" },
    { "on birthday 16", "2023-01-02T10:00Z", EXACT, "the end of Wednesday 28 February 2024" },
    { "3 months after birthday 16", "2023-01-02T10:00Z", EXACT,
      "the end of Wednesday 29 May 2024" },
    { "3 months after birthday 18", "2023-01-02T10:00Z", EXACT, "the end of Monday 1 June 2026" },
    { "1 week after eligible", "2023-01-02T10:00Z", EXACT, "the end of Thursday 7 March 2024" },
};

static void test_rows(void **state)
{
    struct given *g = *state;
    struct evaluation *e = NEW(g->task.arena, struct evaluation);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct rulebook *b;
        struct instant at;
        struct str text =
            str_print(g->task.arena,
                      "duty a\n title A\n force local\n cite \"x\"\n starts"
                      " missing-reported\n met-by police-told\n owner carer\n due %s\n",
                      rows[i].due);
        assert_int_equal(load_text(g, text.at, NULL, &b), OK);
        assert_int_equal(instant_parse(&g->task, str_from(rows[i].happened), &at), OK);
        struct fact f[] = {
            { .kind = EV_CHILD_REGISTERED,
              .n = 1,
              .number = date_of((struct civil){ 2008, 2, 29 }).days },
            { .kind = EV_MISSING_REPORTED,
              .n = 2,
              .about = 1,
              .code = 1,
              .happened = at.us,
              .recorded = at.us + 2 * HOUR_US,
              .precision = rows[i].precision },
        };
        rulebook_evaluate(b, g->calendar, SUBJECT_CHILD, f, 2, e);
        assert_int_equal(e->count, 1);
        struct str got = e->instance[0].unknown
                             ? S("?")
                             : due_words(g->task.arena, (struct instant){ e->instance[0].due });
        if (str_is(got, rows[i].wanted))
            continue;
        print_error("row %zu, %s after %s\nwanted: %s\n   got: %.*s\n", i, rows[i].due,
                    rows[i].happened, rows[i].wanted, STR_ARG(got));
        _fail(__FILE__, __LINE__);
    }
}

/* At the deadline it is in time; the first microsecond after, it is late. */
static void test_states_at_the_edge(void **state)
{
    struct given *g = *state;
    struct rulebook *b;
    struct evaluation *e = NEW(g->task.arena, struct evaluation);
    assert_int_equal(
        load_text(g,
                  "duty a\n title A\n force local\n cite \"x\"\n starts"
                  " missing-reported\n met-by police-told\n owner carer\n due 10 hours"
                  " after happened\n warn 2 hours before due\n escalate director 1 hour"
                  " after due\n",
                  NULL, &b),
        OK);
    int64_t from = g->now.us;
    struct fact f[] = { { .kind = EV_MISSING_REPORTED, .n = 1, .about = 1, .happened = from } };
    rulebook_evaluate(b, g->calendar, SUBJECT_CHILD, f, 1, e);
    const struct instance *i = &e->instance[0];
    assert_int_equal(instance_state(b, i, from - 1), DUTY_NOT_YET);
    assert_int_equal(instance_state(b, i, from), DUTY_RUNNING);
    assert_int_equal(instance_state(b, i, from + 8 * HOUR_US - 1), DUTY_RUNNING);
    assert_int_equal(instance_state(b, i, from + 8 * HOUR_US), DUTY_WARNED);
    assert_int_equal(instance_state(b, i, from + 10 * HOUR_US), DUTY_WARNED);
    assert_int_equal(instance_state(b, i, from + 10 * HOUR_US + 1), DUTY_OVERDUE);
    assert_true(evaluation_next_change(b, e, from) == from + 8 * HOUR_US);
    assert_true(evaluation_next_change(b, e, from + 8 * HOUR_US) == from + 10 * HOUR_US + 1);
    assert_true(evaluation_next_change(b, e, from + 10 * HOUR_US + 1) == from + 11 * HOUR_US);
    assert_true(evaluation_next_change(b, e, from + 11 * HOUR_US) == INT64_MAX);
}

/* More than fits is said, and what fits still stands. */
static void test_overfull(void **state)
{
    struct given *g = *state;
    enum {
        MANY = INSTANCES_MAX + 5
    };
    struct evaluation *e = NEW(g->task.arena, struct evaluation);
    struct fact *f = NEWS(g->task.arena, struct fact, MANY);
    struct rulebook *b;
    assert_int_equal(load_text(g,
                               "duty a\n title A\n force local\n cite \"x\"\n starts visit-made\n"
                               " repeats visit-made while child looked-after\n owner carer\n due 10"
                               " hours after previous\n",
                               NULL, &b),
                     OK);
    f[0] = (struct fact){ .kind = EV_CARE_STARTED, .n = 1, .code = 1 };
    for (uint32_t i = 1; i < MANY; i++)
        f[i] = (struct fact){ .kind = EV_VISIT_MADE, .n = i + 1, .happened = i * HOUR_US };
    rulebook_evaluate(b, g->calendar, SUBJECT_CHILD, f, MANY, e);
    assert_true(e->overfull);
    assert_int_equal(e->count, INSTANCES_MAX);
    rulebook_evaluate(b, g->calendar, SUBJECT_CHILD, f, 10, e);
    assert_false(e->overfull);
    assert_int_equal(e->count, 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_states_at_the_edge),
        cmocka_unit_test(test_overfull),
    };
    return RUN(tests);
}

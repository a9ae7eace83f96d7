/* Odd access: each reason, and that ordinary work is not odd. */
#include "../work/given.h"
#include "access/odd_run.h"

static struct str family_of_person(void *self, uint32_t person)
{
    (void)self;
    return person == 7 ? S("tamber") : S("Stone");
}
static struct str family_of_child(void *self, uint32_t child)
{
    (void)self;
    return child == 1 ? S("Tamber") : S("Fell");
}
static bool has_left(void *self, uint32_t person)
{
    (void)self;
    return person == 9;
}
static int64_t care_ended(void *self, uint32_t child)
{
    (void)self;
    return child == 5 ? 0 : INT64_MAX;
}

static struct look_row look(uint32_t person, uint32_t child, enum event_kind kind)
{
    return (struct look_row){ .at = { INT64_C(1800000000) * SECOND_US },
                              .person = person,
                              .child = child,
                              .role = ROLE_SOCIAL_WORKER,
                              .kind = kind };
}

static bool has(const struct odd_rows *r, const char *why, uint32_t person)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->at[i].person == person &&
            r->at[i].why == code_number(CODES_ODD_ACCESS, str_from(why)))
            return true;
    return false;
}

static void test_each_reason(void **state)
{
    struct given *g = *state;
    static struct look_row at[300];
    struct look_rows day = { at, 0, false };
    struct odd_known known = { NULL, family_of_person, family_of_child, has_left, care_ended };
    struct odd_rows odd;
    odd_find(g->t.arena, &day, &known, &odd_usual, &odd);
    assert_int_equal(odd.count, 0);
    for (uint32_t person = 20; person < 23; person++)
        for (uint32_t child = 10; child < 15; child++)
            at[day.count++] = look(person, child, EV_RECORD_OPENED);
    odd_find(g->t.arena, &day, &known, &odd_usual, &odd);
    assert_int_equal(odd.count, 0); /* an ordinary day */
    at[day.count++] = look(7, 1, EV_RECORD_OPENED);
    at[day.count++] = look(8, 5, EV_RECORD_OPENED);
    at[day.count++] = look(9, 11, EV_RECORD_OPENED);
    for (uint32_t child = 100; child < 140; child++)
        at[day.count++] = look(6, child, EV_RECORD_OPENED);
    for (uint32_t i = 0; i < 5; i++)
        at[day.count++] = look(5, 12, EV_ACCESS_REFUSED);
    for (uint32_t i = 0; i < 4; i++)
        at[day.count++] = look(4, 12, EV_ACCESS_REFUSED);
    odd_find(g->t.arena, &day, &known, &odd_usual, &odd);
    assert_true(has(&odd, "own-family-name", 7));
    assert_true(has(&odd, "old-record", 8));
    assert_true(has(&odd, "leaver", 9));
    assert_true(has(&odd, "many-records", 6));
    assert_true(has(&odd, "no-relation", 5));
    assert_int_equal(odd.count, 5); /* four refusals, or ordinary work, are not odd */
}

static void test_a_day_is_noted_once_and_a_child_is_told(void **state)
{
    struct given *g = *state;
    now_is(g, "2026-03-01T12:00:00Z");
    uint32_t child = a_child(g, "Ada", "1"), kin = a_person(g, "Bo Example");
    struct event e = event_new(EV_RECORD_OPENED, 0, g->now);
    e.author = kin;
    e.role = ROLE_NIGHT_WORKER;
    event_set_number(&e, "child", child);
    event_set_text(&e, "page", S("file"));
    WORKS(g, writer_note(&g->t, g->w, &e));
    struct date day = date_in_uk(g->now);
    uint32_t found;
    WORKS(g, odd_run(&g->t, g->r, g->w, day, &found));
    assert_int_equal(found, 1); /* the same family name */
    WORKS(g, odd_run(&g->t, g->r, g->w, day, &found));
    assert_int_equal(found, 0);
    struct odd_list list;
    WORKS(g, odd_look(&g->t, g->r, &list));
    assert_int_equal(list.count, 1);
    assert_int_equal(list.at[0].person, kin);
    struct look_rows rows;
    WORKS(g, look_log_of_child(&g->t, g->r, child, 0, &rows));
    assert_int_equal(rows.count, 1);
    SAME(look_words(g->t.arena, &rows.at[0], false),
         S("Bo Example, the home staff on duty, looked at your record"));
    SAME(look_words(g->t.arena, &rows.at[0], true),
         S("The home staff on duty looked at your record"));
    /* The note fails when it cannot be kept: no look without one. */
    db_fault_at(1);
    status noted = writer_note(&g->t, g->w, &e);
    db_fault_none();
    assert_int_equal(noted, E_IO);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        CASE(test_each_reason),
        CASE(test_a_day_is_noted_once_and_a_child_is_told),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

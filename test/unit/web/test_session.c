/* Sessions: unguessable, bound to their token, over when they should be; and times as typed. */
#include "visit.h"

#include <stdlib.h>
#include <string.h>

static const struct instant noon = { INT64_C(1794484800) * SECOND_US };

static struct instant clock_at;

static struct session signs_in(struct sessions *s, const char *old_id, uint32_t person)
{
    struct arena *a = arena_open(1 << 20);
    struct task t = task_open(a, clock_stopped(&clock_at));
    struct signed_in who = { .actor = { .person = person, .role = ROLE_DIRECTOR },
                             .name = S("A Name"), .role_words = S("director"), .with = 1 };
    struct session made;
    assert_int_equal(session_sign_in(&t, s, old_id, &who, noon, &made), OK);
    arena_close(a);
    return made;
}

static void ends(struct sessions *s, const char *id)
{
    struct arena *a = arena_open(1 << 20);
    struct task t = task_open(a, clock_stopped(&clock_at));
    assert_int_equal(session_end(&t, s, str_from(id), S("")), OK);
    arena_close(a);
}

static struct instant later(int64_t minutes)
{
    return (struct instant){ noon.us + minutes * 60 * SECOND_US };
}

static void test_a_session_is_found_by_its_id_alone(void **state)
{
    (void)state;
    struct sessions *s = sessions_open();
    struct session a = session_begin(s, noon), b = session_begin(s, noon), found;
    assert_int_equal(strlen(a.id), SESSION_ID_TEXT);
    assert_string_not_equal(a.id, b.id);
    assert_string_not_equal(a.token, b.token);
    assert_true(session_find(s, str_from(a.id), noon, &found));
    assert_string_equal(found.token, a.token);
    assert_false(session_find(s, S(""), noon, &found));
    assert_false(session_find(s, S("00000000000000000000000000000000"), noon, &found));
    sessions_close(s);
}

static void test_an_id_from_before_sign_in_is_worth_nothing_after(void **state)
{
    (void)state;
    struct sessions *s = sessions_open();
    struct session before = session_begin(s, noon), found;
    struct session after = signs_in(s, before.id, 7);
    assert_string_not_equal(before.id, after.id);
    assert_false(session_find(s, str_from(before.id), noon, &found));
    assert_true(session_find(s, str_from(after.id), noon, &found));
    assert_int_equal(found.actor.person, 7);
    assert_false(token_right(&found, str_from(before.token)));
    ends(s, after.id);
    assert_false(session_find(s, str_from(after.id), noon, &found));
    sessions_close(s);
}

static const struct {
    int64_t first, then;
    bool alive;
} ages[] = {
    { 0, 119, true },
    { 0, 121, false }, /* idle over two hours */
    { 119, 119 + 120, true },
};

static void test_a_session_ends_when_idle_or_old(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(ages); i++) {
        struct sessions *s = sessions_open();
        struct session a = session_begin(s, noon), found;
        assert_true(session_find(s, str_from(a.id), later(ages[i].first), &found));
        assert_int_equal(session_find(s, str_from(a.id), later(ages[i].then), &found),
                         ages[i].alive);
        sessions_close(s);
    }
    struct sessions *s = sessions_open();
    struct session a = session_begin(s, noon), found;
    for (int64_t m = 60; m <= 13 * 60; m += 60)
        assert_true(session_find(s, str_from(a.id), later(m), &found));
    assert_false(session_find(s, str_from(a.id), later(13 * 60 + 1), &found));
    sessions_close(s);
}

static void test_many_visitors_do_not_push_out_who_signed_in(void **state)
{
    (void)state;
    struct sessions *s = sessions_open();
    struct session v = session_begin(s, noon), found;
    struct session kept = signs_in(s, v.id, 7);
    for (int i = 0; i < 3 * SESSIONS_MAX; i++)
        (void)session_begin(s, later(1));
    assert_true(session_find(s, str_from(kept.id), later(2), &found));
    sessions_close(s);
}

static void test_everywhere_else_is_signed_out(void **state)
{
    (void)state;
    struct arena *a = arena_open(1 << 20);
    struct task t = task_open(a, clock_stopped(&clock_at));
    struct sessions *s = sessions_open();
    struct session found, all[4], one = signs_in(s, "", 7), two = signs_in(s, "", 7),
                                  other = signs_in(s, "", 8);
    assert_int_equal(sessions_of(s, 7, noon, all, 4), 2);
    assert_int_equal(all[0].id[0], 0); /* nobody learns an id from the list */
    assert_int_equal(all[0].token[0], 0);
    assert_int_equal(sessions_end_of(&t, s, 7, str_from(two.id), S("")), OK);
    assert_false(session_find(s, str_from(one.id), noon, &found));
    assert_true(session_find(s, str_from(two.id), noon, &found));
    assert_true(session_find(s, str_from(other.id), noon, &found));
    sessions_forget(s, 7);
    assert_false(session_find(s, str_from(two.id), noon, &found));
    sessions_close(s);
    arena_close(a);
}

static void test_a_token_is_of_one_session(void **state)
{
    (void)state;
    struct sessions *s = sessions_open();
    struct session one = signs_in(s, "", 7), two = signs_in(s, "", 7);
    assert_true(token_right(&one, str_from(one.token)));
    assert_false(token_right(&one, str_from(two.token)));
    assert_false(token_right(&one, S("")));
    assert_true(token_was_given(s, str_from(one.id), str_from(one.token)));
    assert_false(token_was_given(s, str_from(one.id), str_from(two.token)));
    ends(s, one.id); /* over, and the form it made is still known as ours */
    assert_true(token_was_given(s, str_from(one.id), str_from(one.token)));
    assert_false(token_was_given(s, S(""), str_from(one.token)));
    sessions_close(s);
}

static const struct {
    const char *header, *id;
} cookies[] = {
    { "", "" },
    { "sightline=", "" },
    { "sightline=abc", "abc" },
    { "other=1; sightline=abc", "abc" },
    { "xsightline=abc", "" },
    { "sightline=abc; sightline=def", "abc" },
    { ";;;=;", "" },
};

static void test_a_cookie_header_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cookies); i++)
        assert_true(str_is(cookie_session(str_from(cookies[i].header), false), cookies[i].id));
    struct arena *a = arena_open(1 << 16);
    struct str header = S("sightline=plain; __Host-sightline=secure");
    assert_true(str_is(cookie_session(header, true), "secure"));
    assert_true(str_is(cookie_session(header, false), "plain"));
    assert_true(str_starts(cookie_set(a, "abc", true), S("__Host-sightline=abc; Path=/;")));
    struct str set = cookie_set(a, "abc", false);
    assert_non_null(strstr(str_nul(a, set), "HttpOnly"));
    assert_non_null(strstr(str_nul(a, set), "SameSite=Strict"));
    arena_close(a);
}

static const struct {
    const char *typed;
    int hour, minute; /* hour -1: not a time */
} times[] = {
    { "06:40", 6, 40 },    { "6:40", 6, 40 },   { "0640", 6, 40 },     { "640", 6, 40 },
    { "6.40", 6, 40 },     { "6:40am", 6, 40 }, { "6:40 pm", 18, 40 }, { "12am", 0, 0 },
    { "12pm", 12, 0 },     { "7", 7, 0 },       { "23:59", 23, 59 },   { "0:00", 0, 0 },
    { " 14:30 ", 14, 30 }, { "24:00", -1, 0 },  { "23:60", -1, 0 },    { "", -1, 0 },
    { "about 11", -1, 0 }, { "1:2", -1, 0 },    { "12345", -1, 0 },    { ":30", -1, 0 },
    { "1:30:00", -1, 0 },  { "am", -1, 0 },     { "6:4x", -1, 0 },
};

static void test_times_are_read_as_people_type_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(times); i++) {
        int hour = -1, minute = 0;
        bool read = clock_read(str_from(times[i].typed), &hour, &minute);
        if (read != (times[i].hour >= 0) ||
            (read && (hour != times[i].hour || minute != times[i].minute)))
            print_error("%s gave %d:%d\n", times[i].typed, hour, minute);
        assert_int_equal(read, times[i].hour >= 0);
        if (read)
            assert_int_equal(hour * 60 + minute, times[i].hour * 60 + times[i].minute);
    }
    struct instant night = uk_instant(date_of((struct civil){ 2026, 11, 12 }), 2, 0, 0);
    struct instant seen = last_time(night, 23, 15);
    assert_int_equal(seen.us, night.us - 165 * 60 * SECOND_US);
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_session_is_found_by_its_id_alone),
        cmocka_unit_test(test_an_id_from_before_sign_in_is_worth_nothing_after),
        cmocka_unit_test(test_a_session_ends_when_idle_or_old),
        cmocka_unit_test(test_many_visitors_do_not_push_out_who_signed_in),
        cmocka_unit_test(test_everywhere_else_is_signed_out),
        cmocka_unit_test(test_a_token_is_of_one_session),
        cmocka_unit_test(test_a_cookie_header_is_read),
        cmocka_unit_test(test_times_are_read_as_people_type_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

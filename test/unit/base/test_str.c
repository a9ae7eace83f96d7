/* Tests of views and growing text: cutting, checking, numbers, ceilings. */
#include <signal.h>
#include <sys/wait.h>

#include "given.h"

static void utf8_is_checked_to_the_letter(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t front;
    } cases[] = {
        { "", 0 },
        { "plain", 5 },
        { "\x7f", 1 },
        { "\xc2\x80", 2 },
        { "\xed\x9f\xbf", 3 },
        { "\xf4\x8f\xbf\xbf", 4 },
        { "eight by\xc3\xa9te runs", 17 },
        /* refused: a continuation alone, overlong forms, surrogates, past the end of Unicode */
        { "\x80", 0 },
        { "a\xc0\x80", 1 },
        { "\xc1\xbf", 0 },
        { "\xe0\x9f\xbf", 0 },
        { "\xed\xa0\x80", 0 },
        { "\xf0\x8f\xbf\xbf", 0 },
        { "\xf4\x90\x80\x80", 0 },
        { "\xf5\x80\x80\x80", 0 },
        /* refused: cut short */
        { "ab\xc3", 2 },
        { "\xe2\x82", 0 },
        { "12345678\xf0\x9f\x98", 8 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str s = str_from(cases[i].text);
        assert_int_equal(str_utf8_front(s), cases[i].front);
        assert_int_equal(str_is_utf8(s), cases[i].front == s.len);
    }
}

static void numbers_keep_their_bounds(void **state)
{
    static const struct {
        const char *text;
        int64_t min, max, wanted;
        bool taken;
    } cases[] = {
        { "0", 0, 9, 0, true },
        { "9", 0, 9, 9, true },
        { "10", 0, 9, 0, false },
        { "-1", 0, 9, 0, false },
        { "-1", -1, 9, -1, true },
        { "007", 0, 9, 7, true },
        { "9223372036854775807", INT64_MIN, INT64_MAX, INT64_MAX, true },
        { "9223372036854775808", INT64_MIN, INT64_MAX, 0, false },
        { "-9223372036854775808", INT64_MIN, INT64_MAX, INT64_MIN, true },
        { "-9223372036854775809", INT64_MIN, INT64_MAX, 0, false },
        { "", 0, 9, 0, false },
        { "-", -9, 9, 0, false },
        { "+1", 0, 9, 0, false },
        { " 1", 0, 9, 0, false },
        { "1 ", 0, 9, 0, false },
        { "1e2", 0, 999, 0, false },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t got = 77;
        status s = str_to_i64(t, str_from(cases[i].text), cases[i].min, cases[i].max, &got);
        assert_int_equal(s, cases[i].taken ? OK : E_INVALID);
        assert_int_equal(got, cases[i].taken ? cases[i].wanted : 77);
    }
}

static void views_are_cut_trimmed_and_ordered(void **state)
{
    struct task *t = given_task(state);
    struct str head = S("x"), tail = S("y");
    assert_true(str_cut(S("key = value = more"), '=', &head, &tail));
    SAME(head, "key ");
    SAME(str_trim(tail), "value = more");
    assert_false(str_cut(S("none"), '=', &head, &tail));
    assert_false(str_cut(S(""), '=', &head, &tail));
    SAME(head, "key ");
    SAME(str_trim(S(" \t\r\n ")), "");
    assert_true(str_order(S("a"), S("b")) < 0);
    assert_true(str_order(S("a"), S("aa")) < 0);
    assert_true(str_order(S("b"), S("aa")) > 0);
    assert_true(str_order(S("\xc3\xa9"), S("z")) > 0);
    assert_int_equal(str_order(S(""), S("")), 0);
    assert_true(str_starts(S("abc"), S("")));
    assert_true(str_starts(S("abc"), S("ab")));
    assert_false(str_starts(S("a"), S("ab")));
    assert_false(str_equal(S("a"), S("b")));
    SAME(str_from(NULL), "");
    SAME(str_print(t->arena, "%d-%s", 7, "x"), "7-x");
    assert_string_equal(str_nul(t->arena, S("abc")), "abc");
    SAME(str_copy(t->arena, S("abc")), "abc");
}

static void text_stops_at_its_ceiling(void **state)
{
    struct task *t = given_task(state);
    struct text x = text_open(t->arena, 10);
    text_addz(&x, "12345");
    text_addf(&x, "%d", 678);
    text_addc(&x, '9');
    assert_false(x.full);
    text_addz(&x, "ab");
    assert_true(x.full);
    text_addc(&x, 'a'); /* would fit, but what is cut must not look whole */
    SAME(text_done(&x), "123456789");

    struct text exact = text_open(t->arena, 3);
    text_addz(&exact, "abc");
    text_add(&exact, S(""));
    assert_false(exact.full);
    text_addf(&exact, "%s", "");
    assert_false(exact.full);
    SAME(text_done(&exact), "abc");

    struct text large = text_open(t->arena, 1 << 20);
    for (int i = 0; i < 100000; i++)
        text_addf(&large, "%05d", i);
    struct str done = text_done(&large);
    assert_int_equal(done.len, 500000);
    SAME(((struct str){ done.at + 499995, 5 }), "99999");
}

static void arena_gives_zeroed_memory_again_and_again(void **state)
{
    (void)state;
    struct arena *a = arena_open(8 << 20);
    char *kept = NEWS(a, char, 40);
    memset(kept, 'k', 40);
    size_t used = arena_used(a);
    for (int round = 0; round < 50; round++) {
        struct arena_mark m = arena_mark(a);
        for (size_t size = 1; size < 300000; size = size * 3 + 1) {
            char *p = NEWS(a, char, size);
            assert_int_equal((uintptr_t)p % 16, 0);
            assert_int_equal(p[0] | p[size / 2] | p[size - 1], 0);
            memset(p, 'x', size);
        }
        arena_rewind(a, m);
        assert_int_equal(arena_used(a), used);
    }
    for (size_t i = 0; i < 40; i++)
        assert_int_equal(kept[i], 'k');
    arena_close(a);
    arena_close(NULL);

    struct arena *empty = arena_open(1000);
    struct arena_mark m = arena_mark(empty);
    NEWS(empty, char, 100);
    arena_rewind(empty, m);
    assert_int_equal(arena_used(empty), 0);
    arena_close(empty);
}

/* Past its budget the process stops: nothing goes on with half of what it needs. */
static void arena_stops_at_its_budget(void **state)
{
    (void)state;
    static const size_t sizes[] = { 4097, SIZE_MAX, SIZE_MAX / 2 + 1 };
    for (size_t i = 0; i < COUNT(sizes); i++) {
        fflush(stdout);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            signal(SIGABRT, SIG_DFL);
            fclose(stderr);
            struct arena *a = arena_open(4096);
            NEWS(a, char, 2048);
            arena_take(a, i == 2 ? 2 : 1, sizes[i]);
            _exit(0);
        }
        int how = 0;
        assert_int_equal(waitpid(child, &how, 0), child);
        assert_true(WIFSIGNALED(how) && WTERMSIG(how) == SIGABRT);
    }
}

static void failing_keeps_the_code_and_the_words(void **state)
{
    struct task *t = given_task(state);
    assert_int_equal(fail(t, E_CONFLICT, "someone added to this record: %s", "reload"), E_CONFLICT);
    assert_int_equal(t->failed, E_CONFLICT);
    assert_string_equal(t->reason, "someone added to this record: reload");
    assert_int_equal(fail(t, E_INVALID, "line 7: %s", t->reason), E_INVALID);
    assert_string_equal(t->reason, "line 7: someone added to this record: reload");
    assert_int_equal(fail(t, E_IO, "%01000d", 0), E_IO);
    assert_int_equal(strlen(t->reason), sizeof t->reason - 1);

    static const char *const names[] = { "ok",     "invalid", "missing", "conflict", "denied",
                                         "limit",  "busy",    "io",      "corrupt" };
    for (size_t i = 0; i < COUNT(names); i++)
        assert_string_equal(status_name((enum status)i), names[i]);
}

struct wide {
    _Alignas(64) char line[64];
};

static void what_asks_for_a_line_of_the_cache_gets_one(void **state)
{
    (void)state;
    struct arena *a = arena_open(1 << 20);
    for (size_t i = 1; i <= 40; i++) {
        (void)NEWS(a, char, i);
        struct wide *w = NEWS(a, struct wide, i);
        assert_int_equal((uintptr_t)w % 64, 0);
        for (size_t k = 0; k < i * sizeof *w; k++)
            assert_int_equal(w[0].line[0] | ((const char *)w)[k], 0);
        memset(w, 1, i * sizeof *w);
    }
    arena_close(a);
}

static void a_logged_reason_stays_on_its_line(void **state)
{
    struct task *t = given_task(state);
    FILE *lines = tmpfile();
    assert_non_null(lines);
    fflush(stderr);
    int before = dup(STDERR_FILENO);
    dup2(fileno(lines), STDERR_FILENO);
    (void)fail(t, E_IO, "%s", "disk \"full\"\nlevel=info event=forged");
    log_failure("append", t);
    log_line(LOG_INFO, "import", "rows=%d", 7);
    dup2(before, STDERR_FILENO);
    close(before);

    char line[600];
    rewind(lines);
    assert_non_null(fgets(line, sizeof line, lines));
    assert_non_null(strstr(line, " level=error event=append status=io reason=\"disk \\\"full\\\" "
                                 "level=info event=forged\"\n"));
    assert_non_null(fgets(line, sizeof line, lines));
    assert_non_null(strstr(line, "Z level=info event=import rows=7\n"));
    assert_null(fgets(line, sizeof line, lines));
    fclose(lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_is_checked_to_the_letter),
        cmocka_unit_test(numbers_keep_their_bounds),
        cmocka_unit_test(views_are_cut_trimmed_and_ordered),
        cmocka_unit_test(text_stops_at_its_ceiling),
        cmocka_unit_test(arena_gives_zeroed_memory_again_and_again),
        cmocka_unit_test(arena_stops_at_its_budget),
        cmocka_unit_test(what_asks_for_a_line_of_the_cache_gets_one),
        cmocka_unit_test(failing_keeps_the_code_and_the_words),
        cmocka_unit_test(a_logged_reason_stays_on_its_line),
    };
    return RUN(tests);
}

/* Tests of canonical bytes: every other spelling is refused, and what is written is read back. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "given.h"

#include "format/canonical.h"
#include "format/json_write.h"

static void only_one_spelling_is_taken(void **state)
{
    static const struct {
        const char *bytes;
        bool taken;
    } cases[] = {
        { "{}", true },
        { "{\"a\":1}", true },
        { "{\"a\":0,\"b\":-1,\"c\":true,\"d\":false,\"e\":\"\"}", true },
        { "{\"A\":1,\"a\":1,\"a-\":1,\"aa\":1,\"~\":1}", true },
        { "{\"a\":\"\\b\\t\\n\\f\\r\\\"\\\\\\u0001\\u001f\x7f\xc3\xa9\"}", true },
        { "{\"a\":9007199254740991,\"b\":-9007199254740991}", true },
        /* shape */
        { "", false },
        { "{", false },
        { "{\"a\":1", false },
        { "{\"a\":1}}", false },
        { "{\"a\":1} ", false },
        { " {}", false },
        { "{\"a\": 1}", false },
        { "{\"a\":1,}", false },
        { "{,\"a\":1}", false },
        { "{\"a\":1\"b\":2}", false },
        { "[]", false },
        { "{\"a\":{}}", false },
        { "{\"a\":[]}", false },
        { "{\"a\":null}", false },
        { "{\"a\":tru}", false },
        { "{\"a\":trueish}", false },
        /* keys */
        { "{\"b\":1,\"a\":1}", false },
        { "{\"a\":1,\"a\":1}", false },
        { "{\"aa\":1,\"a\":1}", false },
        { "{\"\":1}", false },
        { "{\"a b\":1}", false },
        { "{\"\xc3\xa9\":1}", false },
        { "{\"\\u0061\":1}", false },
        { "{\"1234567890123456789012345678901234567890123456789012345678901234\":1}", true },
        { "{\"12345678901234567890123456789012345678901234567890123456789012345\":1}", false },
        /* numbers */
        { "{\"a\":-0}", false },
        { "{\"a\":01}", false },
        { "{\"a\":+1}", false },
        { "{\"a\":-}", false },
        { "{\"a\":1.0}", false },
        { "{\"a\":1e3}", false },
        { "{\"a\":9007199254740992}", false },
        { "{\"a\":-9007199254740992}", false },
        { "{\"a\":99999999999999999999}", false },
        /* strings */
        { "{\"a\":\"", false },
        { "{\"a\":\"x", false },
        { "{\"a\":\"x\\", false },
        { "{\"a\":\"x\\\"}", false },
        { "{\"a\":\"\\/\"}", false },
        { "{\"a\":\"\\u0041\"}", false },
        { "{\"a\":\"\\u000a\"}", false },
        { "{\"a\":\"\\u001F\"}", false },
        { "{\"a\":\"\\u0000\"}", false },
        { "{\"a\":\"\\u00g1\"}", false },
        { "{\"a\":\"\\u001\"}", false },
        { "{\"a\":\"\\u0022\"}", false },
        { "{\"a\":\"line\nend\"}", false },
        { "{\"a\":\"eight by\tes\"}", false },
        { "{\"a\":\"\xe9\"}", false },
        { "{\"a\":\"\xed\xa0\x80\"}", false },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct canon c;
        struct str key;
        struct canon_value v;
        for (canon_open(&c, str_from(cases[i].bytes)); canon_next(&c, &key, &v);)
            continue;
        if (canon_done(&c) != cases[i].taken)
            fail_msg("%s", cases[i].bytes);
        assert_false(canon_next(&c, &key, &v));
    }
}

static uint64_t step(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    return *seed ^= *seed << 17;
}

static struct str made_text(struct arena *a, uint64_t *seed)
{
    static const char *const pieces[] = { "a", "left by the back door ", "\"", "\\", "\n", "\x01",
                                          "\x1f", "\x7f", "\xc3\xa9", "\xf0\x9f\x98\x80", "0" };
    struct text x = text_open(a, 4096);
    for (uint64_t n = step(seed) % 12; n > 0; n--)
        text_addz(&x, pieces[step(seed) % COUNT(pieces)]);
    return text_done(&x);
}

/* Written, read, compared: for objects made from a seed that is printed when it fails. */
static void what_is_written_is_read_back(void **state)
{
    struct task *t = given_task(state);
    uint64_t seed = 20260327;
    for (int round = 0; round < 3000; round++) {
        uint64_t start = seed;
        struct arena_mark m = arena_mark(t->arena);
        struct text out = text_open(t->arena, 1 << 16);
        struct canon_writer w = canon_write_open(&out);
        struct str keys[20], texts[20];
        int64_t numbers[20];
        size_t count = step(&seed) % 20;
        for (size_t i = 0; i < count; i++) {
            keys[i] = str_print(t->arena, "k%02zu%s", i, step(&seed) % 2 ? "-more" : "");
            texts[i] = made_text(t->arena, &seed);
            numbers[i] = (int64_t)(step(&seed) % (2 * JSON_INT_MAX)) - JSON_INT_MAX;
            if (i % 3 == 0)
                canon_put_text(&w, keys[i], texts[i]);
            else if (i % 3 == 1)
                canon_put_int(&w, keys[i], numbers[i]);
            else
                canon_put_flag(&w, keys[i], numbers[i] > 0);
        }
        canon_write_close(&w);

        struct canon c;
        struct str key;
        struct canon_value v;
        size_t i = 0;
        for (canon_open(&c, text_done(&out)); canon_next(&c, &key, &v); i++) {
            bool same = i < count && str_equal(key, keys[i]);
            if (same && i % 3 == 0)
                same = v.kind == CANON_TEXT && str_equal(canon_text(t->arena, &v), texts[i]);
            else if (same)
                same = v.number == (i % 3 == 1 ? numbers[i] : numbers[i] > 0);
            if (!same)
                fail_msg("seed %llu, field %zu", (unsigned long long)start, i);
        }
        if (!canon_done(&c) || i != count)
            fail_msg("seed %llu: %zu of %zu", (unsigned long long)start, i, count);
        arena_rewind(t->arena, m);
    }
}

static void times_are_read_as_they_are_printed(void **state)
{
    static const struct {
        const char *text;
        bool instant, date;
    } cases[] = {
        { "2026-03-27T02:10:00Z", true, false },
        { "2026-03-27T02:10:00.5Z", true, false },
        { "2026-03-27T02:10:00.123456Z", true, false },
        { "2026-03-27", false, true },
        { "0001-01-01", false, true },
        { "2026-03-27T02:10Z", false, false },
        { "2026-03-27T02:10:00.50Z", false, false },
        { "2026-03-27T02:10:00.Z", false, false },
        { "2026-03-27T02:10:00.1234567Z", false, false },
        { "2026-03-27T02:10:00+01:00", false, false },
        { "2026-03-27T24:00:00Z", false, false },
        { "2026-03-27T23:59:60Z", false, false },
        { "2026-03-27 02:10:00Z", false, false },
        { "2026-02-29", false, false },
        { "2026-3-27", false, false },
        { "20x6-03-27", false, false },
        { "", false, false },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct instant at;
        struct date on;
        struct str s = str_from(cases[i].text);
        assert_int_equal(canon_instant(s, &at), cases[i].instant);
        assert_int_equal(canon_date(s, &on), cases[i].date);
        if (cases[i].instant)
            SAME(instant_text(t->arena, at), cases[i].text);
        if (cases[i].date)
            SAME(date_text(t->arena, on), cases[i].text);
    }
}

static void write_out_of_order(struct canon_writer *w)
{
    canon_put_int(w, S("b"), 1);
    canon_put_int(w, S("a"), 1);
}
static void write_twice(struct canon_writer *w)
{
    canon_put_int(w, S("a"), 1);
    canon_put_int(w, S("a"), 1);
}
static void write_bad_key(struct canon_writer *w)
{
    canon_put_int(w, S("a b"), 1);
}
static void write_nul(struct canon_writer *w)
{
    canon_put_text(w, S("a"), S("x\0y"));
}
static void write_latin(struct canon_writer *w)
{
    canon_put_text(w, S("a"), S("Jos\xe9"));
}
static void write_too_large(struct canon_writer *w)
{
    canon_put_int(w, S("a"), JSON_INT_MAX + 1);
}

/* A writer that breaks the form stops the program before a byte of it is kept. */
static void a_careless_writer_is_stopped(void **state)
{
    static void (*const careless[])(struct canon_writer *) = {
        write_out_of_order, write_twice, write_bad_key, write_nul, write_latin, write_too_large,
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(careless); i++) {
        fflush(stdout);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            signal(SIGABRT, SIG_DFL);
            fclose(stderr);
            struct text out = text_open(t->arena, 1000);
            struct canon_writer w = canon_write_open(&out);
            careless[i](&w);
            _exit(0);
        }
        int how = 0;
        assert_int_equal(waitpid(child, &how, 0), child);
        assert_true(WIFSIGNALED(how) && WTERMSIG(how) == SIGABRT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_one_spelling_is_taken),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(times_are_read_as_they_are_printed),
        cmocka_unit_test(a_careless_writer_is_stopped),
    };
    return RUN(tests);
}

/* Words that blame a child: found where they stand, and neither in a child's mouth nor in the law.
 */
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#undef fail /* cmocka's macro hides base/status.h's function */
// clang-format on
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "web/blame.h"

static struct arena *arena;

static int open_arena(void **state)
{
    (void)state;
    crypto_start();
    arena = arena_open(900 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static struct blame_hints hints(const char *text, enum blame_context context)
{
    struct blame_hints h;
    blame_find(arena, blame_own(), str_from(text), context, &h);
    return h;
}

/* --- the first error: something said that is not pointed out --- */

static const char *const pointed_out[][2] = {
    { "It is her lifestyle choice.", "lifestyle choice" },
    { "LIFESTYLE CHOICES", "LIFESTYLE CHOICES" },
    { "She puts herself at risk", "puts herself at risk" },
    { "he put himself  at\nrisk again", "put himself  at\nrisk" },
    { "Kit is promiscuous.", "promiscuous" },
    { "attention-seeking", "attention-seeking" },
    { "attention\xe2\x80\x90seeking", "attention\xe2\x80\x90seeking" },
    { "streetwise", "streetwise" },
    { "He absconded twice", "absconded" },
    { "doesn't engage", "doesn't engage" },
    { "doesn\xe2\x80\x99t engage", "doesn\xe2\x80\x99t engage" },
    { "(nuisance)", "nuisance" },
    { "seen with an older boyfriend", "older boyfriend" },
    { "the placement broke down", "placement broke down" },
    { "she knew what she was doing", "knew what she was doing" },
    { "she knew full well what she was doing", "knew full well what she was doing" },
    { "refused return interview", "refused return interview" },
    { "refused a return home interview", "refused a return home interview" },
    { "It's a lifestyle choice, the carer's view", "lifestyle choice" },
    { "She said \"no\". She puts herself at risk.", "puts herself at risk" },
    { "the girls' room; a nuisance; the boys' room", "nuisance" },
    { "kicked off at 20:10", "kicked off" },
    { "frequent flyer", "frequent flyer" },
};

static void test_each_phrase_is_found_as_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(pointed_out); i++) {
        struct blame_hints h = hints(pointed_out[i][0], BLAME_NARRATIVE);
        if (h.count != 1 || !str_is(h.at[0].found, pointed_out[i][1]))
            print_error("%s: %zu, \"%.*s\"\n", pointed_out[i][0], h.count,
                        h.count ? (int)h.at[0].found.len : 0, h.count ? h.at[0].found.at : "");
        assert_int_equal(h.count, 1);
        assert_true(str_is(h.at[0].found, pointed_out[i][1]));
        assert_true(h.at[0].row->why.len > 0 && h.at[0].row->write.len > 0);
    }
}

/* --- the second: something is pointed out that should be left alone --- */

static const char *const left_alone[] = {
    "",
    " ",
    "Alex said: \"I put myself at risk, it's my lifestyle choice.\"",
    "Alex said \xe2\x80\x9cI was a nuisance\xe2\x80\x9d and cried",
    "Alex said 'I was a nuisance to them' and cried",
    "Alex said \xe2\x80\x98they don\xe2\x80\x99t care, I\xe2\x80\x99m a nuisance\xe2\x80\x99.",
    "Alex: \"I am a nuisance",
    "Alex: \xc2\xabje suis un nuisance\xc2\xbb",
    "She puts her coat on. At risk of rain.",
    "He put himself forward",
    "placement of the sofa",
    "seeing his sister on Friday",
    "contact with his mother",
    "involved in football",
    "missing since 21:50",
    "a nuisances-free evening",
    "the plac, the black bag, shellac",
    "He puts himself. At risk.",
    "lifestyle. choice",
    "disabsconded",
    "out of the controlled area",
};

static void test_what_is_left_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(left_alone); i++) {
        struct blame_hints h = hints(left_alone[i], BLAME_NARRATIVE);
        if (h.count)
            print_error("%s: %.*s\n", left_alone[i], STR_ARG(h.at[0].found));
        assert_int_equal(h.count, 0);
    }
}

static void test_contexts(void **state)
{
    (void)state;
    assert_int_equal(hints("he absconded", BLAME_NARRATIVE).count, 1);
    assert_int_equal(hints("he absconded", BLAME_LEGAL).count, 0); /* section 25 has the word */
    assert_int_equal(hints("beyond parental control", BLAME_LEGAL).count, 0);
    assert_int_equal(hints("it is a lifestyle choice", BLAME_LEGAL).count, 1);
    assert_int_equal(hints("it is a lifestyle choice", BLAME_QUOTE).count, 0);
    struct blame_hints h = hints("nuisance, absconder, nuisance, promiscuous", BLAME_NARRATIVE);
    assert_int_equal(h.count, 3);
    assert_true(str_is(h.at[0].found, "nuisance"));
    assert_true(str_is(h.at[1].found, "absconder"));
}

static void test_own_rows_all_say_why_and_what(void **state)
{
    (void)state;
    assert_true(blame_rows(blame_own()) >= 40);
}

/* --- rows that are wrong --- */

static const struct {
    const char *rows;
    status gives;
    const char *says;
} wrong[] = {
    { "say: abc\n", E_INVALID, "row 1" },
    { "say: abc\nwhy: x\n", E_INVALID, "row 1" },
    { "say: ab\nwhy: x\nwrite: y\n", E_INVALID, "three letters" },
    { "say: a(b|c\nwhy: x\nwrite: y\n", E_INVALID, "has no )" },
    { "say: abc[d]\n", E_INVALID, "letters, spaces" },
    { "say: ab(c.d)\n", E_INVALID, "letters, spaces" },
    { "say abc\n", E_INVALID, "colon" },
    { "what: abc\n", E_INVALID, "no such word" },
    { "law: perhaps\n", E_INVALID, "no such word" },
    { "say: (a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)\n", E_LIMIT, "96" },
    { "say: "
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aa"
      "aaaaaaaaaa\n",
      E_LIMIT, "letters" },
};

static void test_wrong_rows_are_refused_with_their_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct task t = { .arena = arena };
        struct blame *b;
        assert_int_equal(blame_open(&t, str_from(wrong[i].rows), &b), wrong[i].gives);
        if (!strstr(t.reason, wrong[i].says))
            print_error("%s\n", t.reason);
        assert_non_null(strstr(t.reason, wrong[i].says));
    }
    struct task t = { .arena = arena };
    struct blame *b;
    char *big = NEWS(arena, char, 70 << 10);
    memset(big, '#', 70 << 10);
    assert_int_equal(blame_open(&t, (struct str){ big, 70 << 10 }, &b), E_LIMIT);
    assert_int_equal(blame_open(&t, S(""), &b), OK);
    assert_int_equal(blame_rows(b), 0);
}

/* --- any bytes, in bounded time --- */

static void test_any_bytes(void **state)
{
    (void)state;
    static const char pieces[][12] = { "puts ",        "herself ",     "at risk", "\"",   "'",
                                       "\xe2\x80\x98", "\xe2\x80\x99", "\n",      "lac ", "-",
                                       "\xff",         "\xe2",         "absc",    "ond",  " a",
                                       "\xd0\xbf" };
    for (int round = 0; round < 3000; round++) {
        struct arena_mark mark = arena_mark(arena);
        uint8_t chance[64];
        random_bytes(chance, sizeof chance);
        struct text x = text_open(arena, 2048);
        for (size_t i = 0; i < (size_t)(chance[0] % 60); i++)
            text_addz(&x, pieces[chance[i + 1] % COUNT(pieces)]);
        struct str s = text_done(&x);
        struct blame_hints h;
        blame_find(arena, blame_own(), s, BLAME_NARRATIVE, &h);
        for (size_t i = 0; i < h.count; i++) {
            assert_true(h.at[i].found.at >= s.at);
            assert_true(h.at[i].found.at + h.at[i].found.len <= s.at + s.len);
            assert_true(h.at[i].found.len >= 3);
        }
        arena_rewind(arena, mark);
    }
}

static double seconds_for(const char *piece, size_t bytes)
{
    struct arena_mark mark = arena_mark(arena);
    char *at = NEWS(arena, char, bytes + 1);
    for (size_t i = 0; i < bytes; i++)
        at[i] = piece[i % strlen(piece)];
    struct timespec from, to;
    struct blame_hints h;
    clock_gettime(CLOCK_MONOTONIC, &from);
    blame_find(arena, blame_own(), (struct str){ at, bytes }, BLAME_NARRATIVE, &h);
    clock_gettime(CLOCK_MONOTONIC, &to);
    arena_rewind(arena, mark);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Texts that would take a matcher that goes back a long time: quotation marks that never close, and
 * fronts of phrases over and over. */
static void test_time_is_linear(void **state)
{
    (void)state;
    static const char *const hard[] = { " 'a",
                                        " \342\200\230a",
                                        "puts herself at ris",
                                        "aaaaaaaa",
                                        "\"",
                                        "a 'b\n" };
    for (size_t i = 0; i < COUNT(hard); i++)
        assert_true(seconds_for(hard[i], BLAME_TEXT_MAX) < 0.25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_phrase_is_found_as_written),
        cmocka_unit_test(test_what_is_left_alone),
        cmocka_unit_test(test_contexts),
        cmocka_unit_test(test_own_rows_all_say_why_and_what),
        cmocka_unit_test(test_wrong_rows_are_refused_with_their_line),
        cmocka_unit_test(test_any_bytes),
        cmocka_unit_test(test_time_is_linear),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}

/* Finding by any part of what is known: how words are made alike, who is found, and who never is.
 */
#include "given.h"

#include <stdlib.h>
#include <string.h>

#include "work/find_inside.h"

/* --- words --- */

static const struct {
    const char *text, *words; /* parted by | */
} folds[] = {
    { "", "" },
    { "   ", "" },
    { "Alex", "alex" },
    { "ANNE-MARIE O'Neill", "anne|marie|oneill" },
    { "O\xe2\x80\x99Neill", "oneill" },
    { "Zo\xc3\xab Beyonc\xc3\xa9", "zoe|beyonce" },
    { "Zoe\xcc\x88", "zoe" }, /* the mark apart from its letter */
    { "\xc5\x81ukasz \xc5\xbb\xc3\xb3\xc5\x82\xc4\x87", "lukasz|zolc" },
    { "Stra\xc3\x9f"
      "e \xc3\x86sir \xc3\x98re",
      "strasse|aesir|ore" },
    { "Nguy\xe1\xbb\x85n Tr\xe1\xba\xa7n", "nguyen|tran" },
    { "\xd0\x90\xd0\xbd\xd0\xbd\xd0\xb0", "\xd0\xb0\xd0\xbd\xd0\xbd\xd0\xb0" },
    { "\xd0\x81\xd0\xb2\xd0\xb0", "\xd0\xb5\xd0\xb2\xd0\xb0" },
    { "\xd9\x86\xd9\x8f\xd9\x88\xd8\xb1", "\xd9\x86\xd9\x88\xd8\xb1" }, /* without its vowel */
    { "\xd8\xa3\xd8\xad\xd9\x85\xd8\xaf", "\xd8\xa7\xd8\xad\xd9\x85\xd8\xaf" },
    { "\xe2\x80\xae"
      "Alex\xe2\x80\xac",
      "alex" }, /* turned round: the marks add nothing */
    { "ZZ1 1AA", "zz1|1aa" },
    { "\xd9\xa1\xd9\xa2\xd9\xa3", "123" },
    { "a\xff"
      "b",
      "a|b" },
    { "\xe2\x82", "" },
    { "<script>", "script" },
};

static void test_words_are_made_alike(void **state)
{
    struct given *g = *state;
    for (size_t i = 0; i < COUNT(folds); i++) {
        struct str word[8];
        size_t count = find_fold(g->arena, str_from(folds[i].text), word, COUNT(word));
        struct text x = text_open(g->arena, 256);
        for (size_t k = 0; k < count; k++) {
            if (k > 0)
                text_addc(&x, '|');
            text_add(&x, word[k]);
        }
        SAME(text_done(&x), str_from(folds[i].words));
    }
    SAME(find_fold_joined(g->arena, S("943 476-5919")), S("9434765919"));
}

static const struct {
    const char *typed, *born;
    size_t used;
} dates[] = {
    { "2011-05-04", "d20110504", 3 },
    { "4/5/2011", "d20110504", 3 },
    { "04.05.11", "d20110504", 3 },
    { "4 May 2011", "d20110504", 3 },
    { "4th may 11", "d20110504", 3 },
    { "04052011", "d20110504", 1 },
    { "20110504", "d20110504", 1 },
    { "May 2011", "d201105", 2 },
    { "31/2/2011", "", 0 },
    { "4 Alex 2011", "", 0 },
    { "May", "", 0 },
    { "may 04", "", 0 },
    { "99999999", "", 0 },
};

static void test_dates_of_birth(void **state)
{
    struct given *g = *state;
    for (size_t i = 0; i < COUNT(dates); i++) {
        struct str word[8], born;
        size_t count = find_fold(g->arena, str_from(dates[i].typed), word, COUNT(word));
        size_t used = find_date(g->arena, word, count, &born);
        if (used != dates[i].used)
            print_error("%s\n", dates[i].typed);
        assert_int_equal(used, dates[i].used);
        SAME(born, str_from(dates[i].born));
    }
}

static const struct {
    const char *a, *b;
    bool near;
} nears[] = {
    { "rowan", "rowan", true },  { "rowan", "rowen", true },    { "rowan", "rowa", true },
    { "rowan", "rrowan", true }, { "rowan", "rwoan", true },    { "rowan", "rown", true },
    { "rowan", "nawor", false }, { "rowan", "rowennn", false }, { "rowan", "rwona", false },
    { "aab", "aba", true },      { "abcd", "badc", false },
};

static void test_one_letter_may_be_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(nears); i++) {
        assert_int_equal(find_is_near(str_from(nears[i].a), str_from(nears[i].b)), nears[i].near);
        assert_int_equal(find_is_near(str_from(nears[i].b), str_from(nears[i].a)), nears[i].near);
    }
}

/* --- a small register --- */

static struct finder *finder;

static struct find_answer look_for(struct given *g, const char *words, const uint64_t *allowed)
{
    struct find_answer a;
    struct find_asked asked = { .words = str_from(words),
                                .allowed = allowed,
                                .allowed_bits = allowed ? 64 : 0,
                                .homes = true,
                                .people = true };
    WORKS(g, finder_look(&g->t, finder, g->r, &asked, &a));
    return a;
}

static bool finds(struct given *g, const char *words, uint32_t child)
{
    struct find_answer a = look_for(g, words, NULL);
    for (size_t i = 0; i < a.children.count; i++)
        if (a.children.at[i].number == child)
            return true;
    return false;
}

struct made {
    uint32_t zoe, alex, home, worker;
};

static struct made a_few(struct given *g)
{
    struct made m = { .home = a_home(g, "Larkwater House"),
                      .worker = a_person(g, "Ife Brandreth") };
    m.alex = a_child(g, "Alex", "566910");
    struct event e = event_new(EV_CHILD_REGISTERED, new_subject(g, SUBJECT_CHILD), g->now);
    event_set_text(&e, "given", S("Zo\xc3\xab"));
    event_set_text(&e, "family",
                   S("Wr\xc3\xb3"
                     "bel"));
    event_set_text(&e, "known-as", S("Zuza"));
    event_set_text(&e, "script", S("\xd0\x97\xd0\xbe\xd1\x8f"));
    event_set_text(&e, "local-id", S("LB/77-001"));
    event_set_number(&e, "born", date_of((struct civil){ 2010, 11, 30 }).days);
    WORKS(g, say(g, &e));
    m.zoe = e.subject;
    e = event_new(EV_CHILD_IDENTIFIED, m.zoe, g->now);
    event_set_code(&e, "scheme", "nhs");
    event_set_text(&e, "value", S("999 123 4567"));
    WORKS(g, say(g, &e));
    e = event_new(EV_PROFILE_UPDATED, m.zoe, g->now);
    event_set_text(&e, "phone", S("+44 7700 900123 or 07700 900456"));
    event_set_text(&e, "accounts", S("@zuza.w on Snap"));
    WORKS(g, say(g, &e));
    e = event_new(EV_SCHOOL_CHANGED, m.zoe, g->now);
    event_set_text(&e, "school", S("Tamblewick Academy"));
    WORKS(g, say(g, &e));
    is_placed(g, m.zoe, m.home, "2026-01-05T09:00:00Z");
    holds(g, m.worker, "social-worker", m.zoe, "2026-01-05T09:00:00Z");
    return m;
}

static const char *const for_zoe[] = {
    "zoe",
    "ZOE",
    "Zo\xc3\xab",
    "wrobel",
    "wrob",
    "Wr\303\263bel zoe",
    "zoe wrobel",
    "zuza",
    "\xd0\xb7\xd0\xbe\xd1\x8f",
    "LB/77-001",
    "lb77001",
    "77001",
    "9991234567",
    "999 123 4567",
    "123 4567",
    "30/11/2010",
    "30 Nov 10",
    "2010-11-30",
    "november 2010",
    "2010",
    "07700 900123",
    "07700900456",
    "900456",
    "zuza.w",
    "tamblewick",
    "tamblewick academy",
    "larkwater",
    "larkwater zoe",
    "ife brandreth",
    "brandreth zuza",
    "wrobek",
    "wrobe",
    "worbel",
    "zoe 2010 lark",
};
static const char *const not_for_zoe[] = {
    "",         "!",          "alex",          "zoe alex", "wrxxel",
    "zoe 1999", "31/11/2010", "nobody at all", "566910",   "07700 900999",
    "z o e q",
};

static void test_every_part_finds_and_nothing_else(void **state)
{
    struct given *g = *state;
    WORKS(g, finder_open(&g->t, g->w, &finder));
    struct made m = a_few(g);
    for (size_t i = 0; i < COUNT(for_zoe); i++) {
        if (!finds(g, for_zoe[i], m.zoe))
            print_error("not found: %s\n", for_zoe[i]);
        assert_true(finds(g, for_zoe[i], m.zoe));
    }
    for (size_t i = 0; i < COUNT(not_for_zoe); i++) {
        if (finds(g, not_for_zoe[i], m.zoe))
            print_error("found: %s\n", not_for_zoe[i]);
        assert_false(finds(g, not_for_zoe[i], m.zoe));
    }
    struct find_answer a = look_for(g, "larkwater", NULL);
    assert_int_equal(a.homes.count, 1);
    assert_int_equal(a.homes.at[0].number, m.home);
    assert_int_equal(a.children.at[0].part[0], FIND_HOME);
    a = look_for(g, "brandreth", NULL);
    assert_int_equal(a.people.count, 1);
    a = look_for(g, "wrobek", NULL);
    assert_true(a.children.at[0].near[0]);
    finder_close(finder);
}

static void test_who_may_not_be_seen_is_not_counted(void **state)
{
    struct given *g = *state;
    WORKS(g, finder_open(&g->t, g->w, &finder));
    struct made m = a_few(g);
    uint64_t none = 0, alex = UINT64_C(1) << m.alex;
    struct find_answer a = look_for(g, "zoe", &none);
    assert_int_equal(a.children.all, 0);
    a = look_for(g, "zoe", &alex);
    assert_int_equal(a.children.all, 0);
    a = look_for(g, "example", &alex);
    assert_int_equal(a.children.all, 1);
    finder_close(finder);
}

static void test_it_follows_what_is_written(void **state)
{
    struct given *g = *state;
    WORKS(g, finder_open(&g->t, g->w, &finder));
    struct made m = a_few(g);
    assert_true(finds(g, "wrobel", m.zoe));
    struct event e = event_new(EV_CHILD_DETAIL_CHANGED, m.zoe, g->now);
    event_set_text(&e, "family", S("Maple"));
    WORKS(g, say(g, &e));
    assert_true(finds(g, "maple", m.zoe));
    struct find_answer a = look_for(g, "wrobel", NULL);
    assert_int_equal(a.children.count, 1);
    assert_int_equal(a.children.at[0].part[0], FIND_FORMER);
    e = event_new(EV_HOME_CHANGED, m.home, g->now);
    event_set_text(&e, "name", S("Osprey House"));
    WORKS(g, say(g, &e));
    assert_true(finds(g, "osprey", m.zoe));
    assert_false(finds(g, "larkwater", m.zoe));
    uint32_t late = a_child(g, "Newcomer", "1");
    assert_true(finds(g, "newcomer", late));
    finder_close(finder);
}

/* --- a slow reference --- */

static const char *const given_names[] = { "anna",    "annabel", "hanna", "bo",      "bobby",
                                           "roberta", "mia",     "amia",  "leonora", "eleonora" };
static const char *const family_names[] = { "smith", "smyth",  "smithson", "jones", "jonas",
                                            "oakes", "noakes", "marsh",    "march", "harshman" };
enum {
    CROWD = 120
};

static unsigned slow_edits(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    unsigned d[32][32];
    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = (unsigned)(i + j);
                continue;
            }
            unsigned best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            if (d[i - 1][j] + 1 < best)
                best = d[i - 1][j] + 1;
            if (d[i][j - 1] + 1 < best)
                best = d[i][j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                d[i - 2][j - 2] + 1 < best)
                best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    return d[n][m];
}

static bool slow_fits(const char *typed, const char *word)
{
    if (strncmp(word, typed, strlen(typed)) == 0)
        return true;
    if (strlen(typed) >= 3 && strstr(word, typed))
        return true;
    return strlen(typed) >= 5 && strlen(word) >= 4 && slow_edits(typed, word) <= 1;
}

static void test_against_a_slow_reference(void **state)
{
    struct given *g = *state;
    WORKS(g, finder_open(&g->t, g->w, &finder));
    uint32_t number[CROWD];
    unsigned first[CROWD], last[CROWD], seed = 12345;
    for (size_t i = 0; i < CROWD; i++) {
        first[i] = (unsigned)rand_r(&seed) % COUNT(given_names);
        last[i] = (unsigned)rand_r(&seed) % COUNT(family_names);
        struct event e = event_new(EV_CHILD_REGISTERED, new_subject(g, SUBJECT_CHILD), g->now);
        event_set_text(&e, "given", str_from(given_names[first[i]]));
        event_set_text(&e, "family", str_from(family_names[last[i]]));
        WORKS(g, say(g, &e));
        number[i] = e.subject;
    }
    for (int round = 0; round < 400; round++) {
        char typed[2][24];
        size_t words = 1 + (unsigned)rand_r(&seed) % 2;
        for (size_t w = 0; w < words; w++) {
            const char *from = rand_r(&seed) % 2 ? given_names[(unsigned)rand_r(&seed) % 10]
                                                 : family_names[(unsigned)rand_r(&seed) % 10];
            size_t at = rand_r(&seed) % 3 ? 0 : (unsigned)rand_r(&seed) % strlen(from);
            size_t len = 1 + (unsigned)rand_r(&seed) % (strlen(from) - at);
            memcpy(typed[w], from + at, len);
            typed[w][len] = '\0';
            if (rand_r(&seed) % 3 == 0)
                typed[w][(unsigned)rand_r(&seed) % len] = (char)('a' + rand_r(&seed) % 26);
        }
        uint64_t allowed[8] = { 0 };
        for (size_t i = 0; i < CROWD; i++)
            if (rand_r(&seed) % 4)
                allowed[number[i] / 64] |= UINT64_C(1) << number[i] % 64;
        size_t expected = 0;
        for (size_t i = 0; i < CROWD; i++) {
            bool all = (allowed[number[i] / 64] >> number[i] % 64 & 1) != 0;
            for (size_t w = 0; w < words; w++)
                all = all && (slow_fits(typed[w], given_names[first[i]]) ||
                              slow_fits(typed[w], family_names[last[i]]));
            expected += all;
        }
        struct find_answer a;
        struct find_asked asked = { .words = words == 1 ? str_from(typed[0])
                                                        : str_print(g->t.arena, "%s %s", typed[0],
                                                                    typed[1]),
                                    .allowed = allowed,
                                    .allowed_bits = sizeof allowed * 8 };
        WORKS(g, finder_look(&g->t, finder, g->r, &asked, &a));
        if (a.children.all != expected)
            print_error("\"%.*s\": %zu, not %zu\n", STR_ARG(asked.words), a.children.all, expected);
        assert_int_equal(a.children.all, expected);
    }
    finder_close(finder);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_words_are_made_alike),
        CASE(test_dates_of_birth),
        CASE(test_one_letter_may_be_wrong),
        CASE(test_every_part_finds_and_nothing_else),
        CASE(test_who_may_not_be_seen_is_not_counted),
        CASE(test_it_follows_what_is_written),
        CASE(test_against_a_slow_reference),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

/* Tests of both ways in against a real register: again, corrected, all or nothing, refused. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../work/given.h"
#include "intake/intake.h"

static struct return_import small(int year)
{
    return (struct return_import){ .folder = S(TEST_DATA "/return-small"), .year = year,
                                   .authority = S("E09000007") };
}

static struct receipt take(struct given *g, const struct return_import *in)
{
    struct receipt r = { 0 };
    WORKS(g, intake_return(&g->t, g->s, g->w, g->r, in, &r));
    return r;
}

static int64_t entries(struct given *g)
{
    return journal_size(g->s->journal);
}

static void test_return_is_in_the_register(void **state)
{
    struct given *g = *state;
    struct return_import in = small(2026);
    int64_t before = entries(g);
    struct receipt r = take(g, &in);
    assert_int_equal(r.children, 8);
    assert_int_equal(r.taken, r.rows);
    assert_int_equal(entries(g), before + (int64_t)r.events + 1); /* and the note */
    uint32_t child;
    struct child_file f;
    WORKS(g, look_find_child(&g->t, g->r, S("9001"), &child));
    WORKS(g, look_child(&g->t, g->r, child, NEVER, g->now, &f));
    SAME(f.words.local_id, S("9001"));
    assert_int_equal(f.evaluation->child.episodes, 2);
    assert_int_equal(f.evaluation->child.placements, 2);
    assert_true(f.evaluation->child.is & CHILD_IS(LOOKED_AFTER));
    WORKS(g, look_find_child(&g->t, g->r, S("9006"), &child));
    WORKS(g, look_child(&g->t, g->r, child, NEVER, g->now, &f));
    assert_false(f.evaluation->child.is & CHILD_IS(LOOKED_AFTER));
    WORKS(g, look_find_child(&g->t, g->r, S("upn:ZZ00000000004"), &child));
}

static void test_return_again_changes_nothing(void **state)
{
    struct given *g = *state;
    struct return_import in = small(2026);
    take(g, &in);
    int64_t before = entries(g);
    struct receipt again = take(g, &in);
    assert_int_equal(again.unchanged, again.rows);
    assert_int_equal(again.events, 0);
    assert_int_equal(entries(g), before);
}

static void write_file(struct given *g, const char *name, const char *text)
{
    FILE *f = fopen(str_nul(g->arena, str_print(g->arena, "%s/copy/%s", g->folder, name)), "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

#define REVIEWS "CHILD,DOB,REVIEW,REVIEW_CODE\n"

static struct return_import written(struct given *g, const char *reviews)
{
    mkdir(str_nul(g->arena, given_path(g, "copy")), 0700);
    write_file(g, "reviews.csv", reviews);
    return (struct return_import){ .folder = given_path(g, "copy"), .year = 2026 };
}

static void test_corrected_return(void **state)
{
    struct given *g = *state;
    struct return_import in = written(g, REVIEWS "1,,01/06/2025,PN1\n1,,02/06/2025,PN1\n"
                                                 "2,,03/06/2025,PN1\n");
    take(g, &in);
    in = written(g, REVIEWS "1,,01/06/2025,PN7\n");
    struct receipt r = take(g, &in);
    assert_int_equal(r.corrected, 1);
    assert_int_equal(r.withdrawn, 2); /* one review of each child */
    assert_int_equal(r.events, 3);
    uint32_t child;
    struct child_file f;
    WORKS(g, look_find_child(&g->t, g->r, S("2"), &child)); /* still to be found */
    WORKS(g, look_child(&g->t, g->r, child, NEVER, g->now, &f));
    assert_int_equal(f.evaluation->child.reviews, 0);
    WORKS(g, look_find_child(&g->t, g->r, S("1"), &child));
    WORKS(g, look_child(&g->t, g->r, child, NEVER, g->now, &f));
    assert_int_equal(f.evaluation->child.reviews, 1);
    assert_int_equal(take(g, &in).events, 0);
}

static void test_nothing_stored_when_asked(void **state)
{
    struct given *g = *state;
    int64_t before = entries(g);
    struct return_import in = written(g, REVIEWS "1,,01/06/2025,PN1\n1,,31/06/2025,PN1\n");
    in.all_or_nothing = true;
    struct receipt r = take(g, &in);
    assert_true(r.nothing_stored);
    assert_int_equal(r.refused, 1);
    assert_int_equal(entries(g), before);
    in.all_or_nothing = false;
    in.dry_run = true;
    r = take(g, &in);
    assert_int_equal(r.taken, 1);
    assert_int_equal(r.events, 3);
    assert_int_equal(entries(g), before);
}

static void test_return_refusals(void **state)
{
    struct given *g = *state;
    struct receipt r;
    struct return_import in = small(26);
    GIVES(g, E_INVALID, intake_return(&g->t, g->s, g->w, g->r, &in, &r));
    in = small(2026);
    in.authority = S("E99999999");
    GIVES(g, E_INVALID, intake_return(&g->t, g->s, g->w, g->r, &in, &r));
    in = small(2026);
    in.postcodes = S("no-such-index");
    GIVES(g, E_MISSING, intake_return(&g->t, g->s, g->w, g->r, &in, &r));
    in = small(2026);
    in.folder = S("no-such-folder");
    GIVES(g, E_MISSING, intake_return(&g->t, g->s, g->w, g->r, &in, &r));
}

/* --- JSON --- */

struct json_taken {
    struct receipt receipt;
    struct recorded *done;
    size_t count;
};

static struct json_taken take_json(struct given *g, const char *json, bool all)
{
    struct json_intake in = { .bytes = str_from(json), .all_or_nothing = all };
    struct json_taken k;
    WORKS(g, intake_json(&g->t, g->s, g->w, g->r, &in, &k.receipt, &k.done, &k.count));
    return k;
}

#define ZED  "{\"kind\":\"child-registered\",\"happened\":\"2026-03-01\",\"local-id\":\"77\"," \
             "\"given\":\"Zed\",\"key\":\"k1\"}"
#define AWAY "{\"kind\":\"missing-reported\",\"child\":\"77\",\"class\":\"M\"," \
             "\"happened\":\"2026-03-27T18:00Z\",\"key\":\"k2\"}"
#define BACK "{\"kind\":\"child-returned\",\"child\":\"77\",\"happened\":\"2026-03-27T19:00Z\"}"
#define BAD  "{\"kind\":\"missing-reported\",\"child\":\"78\",\"class\":\"M\"," \
             "\"happened\":\"2026-03-27T18:00Z\"}"

static void test_json_line_by_line(void **state)
{
    struct given *g = *state;
    struct json_taken k = take_json(g, ZED "\n" AWAY "\n" BAD "\n" BACK "\n", false);
    assert_int_equal(k.receipt.rows, 4);
    assert_int_equal(k.receipt.taken, 3);
    assert_int_equal(k.receipt.refused, 1);
    assert_int_equal(k.receipt.events, 4); /* the child's number comes along */
    assert_int_equal(k.receipt.row[0].line, 3);
    SAME(k.receipt.row[0].field, S("child"));
    assert_int_equal(k.count, 3);
    struct child_file f;
    WORKS(g, look_child(&g->t, g->r, k.done[0].subject, NEVER, g->now, &f));
    assert_int_equal(f.evaluation->child.episodes, 1);
    assert_true(f.evaluation->child.episode[0].returned > 0);
}

static void test_json_again_by_key(void **state)
{
    struct given *g = *state;
    uint32_t child = take_json(g, "[" ZED "," AWAY "]", false).done[0].subject;
    int64_t before = entries(g);
    struct json_taken k = take_json(g, "[" ZED "," AWAY "]", false);
    assert_int_equal(k.receipt.unchanged, 2);
    assert_int_equal(k.done[0].subject, child);
    assert_true(k.done[0].repeated && k.done[1].repeated);
    assert_int_equal(entries(g), before);
    k = take_json(g, "{\"kind\":\"child-registered\",\"happened\":\"2026-03-01\","
                     "\"local-id\":\"77\",\"key\":\"k9\"}", false);
    assert_int_equal(k.receipt.refused, 1);
    SAME(k.receipt.row[0].field, S("local-id"));
    assert_int_equal(entries(g), before);
}

static void test_json_all_or_nothing(void **state)
{
    struct given *g = *state;
    int64_t before = entries(g);
    struct json_taken k = take_json(g, ZED "\n" AWAY "\n" BAD "\n", true);
    assert_true(k.receipt.nothing_stored);
    assert_int_equal(k.receipt.refused, 1);
    assert_int_equal(k.count, 0);
    assert_int_equal(entries(g), before);
    k = take_json(g, ZED "\n" AWAY "\n", true);
    assert_int_equal(k.receipt.taken, 2);
    assert_int_equal(entries(g), before + 3);
    k = take_json(g, ZED "\n" AWAY "\n", true);
    assert_int_equal(k.receipt.unchanged, 2);
    assert_int_equal(entries(g), before + 3);
}

static void test_json_broken_text_and_conflicts(void **state)
{
    struct given *g = *state;
    struct json_taken k = take_json(g, ZED "\n{\"kind\":\n", false);
    assert_int_equal(k.receipt.taken, 1);
    assert_int_equal(k.receipt.refused, 1);
    k = take_json(g, "{\"kind\":\"visit-made\",\"child\":\"77\",\"happened\":\"2026-03-02\","
                     "\"expected\":1}", false);
    assert_int_equal(k.receipt.refused, 1);
    k = take_json(g, "{\"kind\":\"visit-made\",\"child\":\"77\",\"happened\":\"2026-03-02\","
                     "\"expected\":2}", false);
    assert_int_equal(k.receipt.taken, 1);
    k = take_json(g, "{\"kind\":\"missing-reported\",\"child\":\"77\",\"happened\":"
                     "\"2026-03-02\",\"class\":\"Q\"}", false);
    assert_int_equal(k.receipt.refused, 1);
    k = take_json(g, "{\"kind\":\"home-registered\",\"happened\":\"2026-03-02\"}", false);
    assert_int_equal(k.receipt.refused, 1);
}

static struct str many_events(struct given *g, int count)
{
    struct text x = text_open(g->arena, 1 << 20);
    text_addz(&x, ZED "\n");
    for (int i = 0; i < count; i++)
        text_addf(&x, "{\"kind\":\"visit-made\",\"child\":\"%s\",\"happened\":\"2026-03-%02d\","
                      "\"key\":\"v%d\"}\n", i == count / 2 ? "99" : "77", 1 + i % 20, i);
    return str_print(g->arena, "%.*s%c", STR_ARG(text_done(&x)), 0);
}

/* Each is answered by itself and none is confirmed before it is durable; commits are shared. */
static void test_json_events_share_commits(void **state)
{
    struct given *g = *state;
    const char *file = many_events(g, 600).at;
    int64_t commits = writer_count(g->w).commits, before = entries(g);
    struct json_taken k = take_json(g, file, false);
    assert_in_range(writer_count(g->w).commits - commits, 1, 5);
    assert_int_equal(k.receipt.rows, 601);
    assert_int_equal(k.receipt.taken, 600);
    assert_int_equal(k.receipt.refused, 1); /* the one about a child that nobody knows */
    assert_int_equal(k.receipt.row[0].line, 302);
    assert_int_equal(entries(g), before + 601);
    for (size_t i = 1; i < k.count; i++) {
        assert_int_equal(k.done[i].subject, k.done[0].subject);
        assert_int_equal(k.done[i].n, 2 + i);
    }
    k = take_json(g, file, false);
    assert_int_equal(k.receipt.unchanged, 600);
    assert_int_equal(entries(g), before + 601);
    WORKS(g, store_rebuild(&g->t, g->s, true, NULL, NULL));
}

#define CHILD(id)                                                                                 \
    "{\"kind\":\"child-registered\",\"happened\":\"2026-03-01\",\"local-id\":\"" id "\"}\n"
#define SAID(id, scheme, value)                                                                   \
    "{\"kind\":\"child-identified\",\"child\":\"" id "\","                                    \
    "\"happened\":\"2026-03-02\",\"scheme\":\"" scheme "\",\"value\":\"" value "\"}\n"
#define VISIT(id) "{\"kind\":\"visit-made\",\"child\":\"" id "\",\"happened\":\"2026-03-03\"}\n"

/* Who a number is must not depend on where a commit falls. */
static void test_json_finds_who_came_with_the_same_file(void **state)
{
    struct given *g = *state;
    static const struct {
        const char *file;
        size_t refused, line; /* the only one refused; 0 none */
    } cases[] = {
        { CHILD("1") VISIT("1") VISIT("1") VISIT("local:1"), 0, 0 },
        { CHILD("2") SAID("2", "police", "AB 1") VISIT("police:AB 1") VISIT("2"), 0, 0 },
        { VISIT("1") CHILD("3") CHILD("3") VISIT("3"), 1, 3 },
        { VISIT("1") VISIT("no:9999") VISIT("1"), 1, 2 },
        { VISIT("1") CHILD("4") SAID("4", "police", "AB 2") SAID("1", "police", "AB 2")
              VISIT("police:AB 2"), 1, 5 },
        { VISIT("1") SAID("2", "nhs", "N1") SAID("1", "nhs", "N1") VISIT("nhs:N1"), 1, 4 },
        { VISIT("1") SAID("1", "police", "AB 1") VISIT("police:AB 1") VISIT("2"), 1, 3 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct json_taken k = take_json(g, cases[i].file, false);
        assert_int_equal(k.receipt.refused, cases[i].refused);
        if (cases[i].refused > 0)
            assert_int_equal(k.receipt.row[0].line, cases[i].line);
    }
    struct json_taken k = take_json(g, VISIT("1") CHILD("6"), false);
    k = take_json(g, str_print(g->arena, VISIT("1") CHILD("7") VISIT("no:%u") "%c",
                               k.done[1].subject + 1, 0).at, false);
    assert_int_equal(k.receipt.taken, 3);
    assert_int_equal(k.done[1].subject, k.done[2].subject);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_return_is_in_the_register),
        CASE(test_return_again_changes_nothing),
        CASE(test_corrected_return),
        CASE(test_nothing_stored_when_asked),
        CASE(test_return_refusals),
        CASE(test_json_line_by_line),
        CASE(test_json_again_by_key),
        CASE(test_json_all_or_nothing),
        CASE(test_json_broken_text_and_conflicts),
        CASE(test_json_events_share_commits),
        CASE(test_json_finds_who_came_with_the_same_file),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

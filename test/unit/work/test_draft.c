/* Drafts: kept, given back, only to their writer, bounded, gone when they should be. */
#include "given.h"

#include <string.h>

#include "work/draft.h"

static struct draft draft_of(const char *form, uint32_t subject, const char *body)
{
    return (struct draft){
        .form = str_from(form), .subject = subject, .base_n = 7, .body = str_from(body)
    };
}

static void test_a_draft_comes_back_as_it_was(void **state)
{
    struct given *g = *state;
    struct draft got, d = draft_of("entry:visit-made", 12, "words=hello&key=0123456789abcdef");
    GIVES(g, E_MISSING, draft_read(&g->t, g->r, 5, d.form, 12, &got));
    WORKS(g, draft_save(&g->t, g->w, 5, &d));
    WORKS(g, draft_read(&g->t, g->r, 5, d.form, 12, &got));
    SAME(got.body, d.body);
    assert_int_equal(got.base_n, 7);
    assert_int_equal(got.saved.us, g->now.us);
    d.body = S("words=again");
    d.base_n = APPEND_ANY;
    WORKS(g, draft_save(&g->t, g->w, 5, &d));
    WORKS(g, draft_read(&g->t, g->r, 5, d.form, 12, &got));
    SAME(got.body, S("words=again"));
    assert_int_equal(got.base_n, APPEND_ANY);
}

static void test_only_the_writer_reads_it(void **state)
{
    struct given *g = *state;
    struct draft got, d = draft_of("back", 3, "said=mine");
    WORKS(g, draft_save(&g->t, g->w, 5, &d));
    GIVES(g, E_MISSING, draft_read(&g->t, g->r, 6, d.form, 3, &got));
    GIVES(g, E_MISSING, draft_read(&g->t, g->r, 5, d.form, 4, &got));
    GIVES(g, E_MISSING, draft_read(&g->t, g->r, 5, S("entry"), 3, &got));
    struct draft_list l;
    WORKS(g, drafts_of(&g->t, g->r, 6, &l));
    assert_int_equal(l.count, 0);
    WORKS(g, drafts_of(&g->t, g->r, 5, &l));
    assert_int_equal(l.count, 1);
    assert_int_equal(l.at[0].body.len, 0);
}

static void test_bounds(void **state)
{
    struct given *g = *state;
    char *big = NEWS(g->arena, char, DRAFT_BYTES_MAX + 2);
    memset(big, 'x', DRAFT_BYTES_MAX + 1);
    struct draft got, d = { .form = S("entry"), .subject = 1 };
    d.body = (struct str){ big, DRAFT_BYTES_MAX + 1 };
    GIVES(g, E_LIMIT, draft_save(&g->t, g->w, 5, &d));
    d.body.len--;
    WORKS(g, draft_save(&g->t, g->w, 5, &d));
    WORKS(g, draft_read(&g->t, g->r, 5, d.form, 1, &got));
    assert_int_equal(got.body.len, DRAFT_BYTES_MAX);
    for (uint32_t i = 2; i <= DRAFTS_EACH_MAX; i++) {
        d = draft_of("entry", i, "a=b");
        WORKS(g, draft_save(&g->t, g->w, 5, &d));
    }
    d = draft_of("entry", DRAFTS_EACH_MAX + 1, "a=b");
    GIVES(g, E_LIMIT, draft_save(&g->t, g->w, 5, &d));
    SAYS(g, "throw one away");
    WORKS(g, draft_save(&g->t, g->w, 6, &d));
    d = draft_of("entry", 3, "a=changed"); /* one that is there may go on */
    WORKS(g, draft_save(&g->t, g->w, 5, &d));
    d.form = S("");
    GIVES(g, E_INVALID, draft_save(&g->t, g->w, 5, &d));
}

static void test_gone_when_sent_old_or_left(void **state)
{
    struct given *g = *state;
    struct draft got, d = draft_of("back", 3, "said=mine");
    int64_t removed;
    WORKS(g, draft_drop(&g->t, g->w, 5, d.form, 3));
    WORKS(g, draft_save(&g->t, g->w, 5, &d));
    WORKS(g, draft_drop(&g->t, g->w, 5, d.form, 3));
    GIVES(g, E_MISSING, draft_read(&g->t, g->r, 5, d.form, 3, &got));
    WORKS(g, draft_save(&g->t, g->w, 5, &d));
    WORKS(g, drafts_expire(&g->t, g->w, g->now, &removed)); /* saved at, not before */
    assert_int_equal(removed, 0);
    WORKS(g, drafts_expire(&g->t, g->w, (struct instant){ g->now.us + 1 }, &removed));
    assert_int_equal(removed, 1);
    WORKS(g, draft_save(&g->t, g->w, 5, &d));
    WORKS(g, draft_save(&g->t, g->w, 6, &d));
    WORKS(g, drafts_drop_all(&g->t, g->w, 5));
    GIVES(g, E_MISSING, draft_read(&g->t, g->r, 5, d.form, 3, &got));
    WORKS(g, draft_read(&g->t, g->r, 6, d.form, 3, &got));
}

static void test_it_survives_a_restart_and_starts_no_fold(void **state)
{
    struct given *g = *state;
    struct draft got, d = draft_of("back", 3, "said=still+here");
    int64_t folds = writer_count(g->w).folds;
    WORKS(g, draft_save(&g->t, g->w, 5, &d));
    assert_int_equal(writer_count(g->w).folds, folds);
    given_shut(g);
    WORKS(g, given_reopen(g));
    WORKS(g, draft_read(&g->t, g->r, 5, d.form, 3, &got));
    SAME(got.body, d.body);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_a_draft_comes_back_as_it_was),
        CASE(test_only_the_writer_reads_it),
        CASE(test_bounds),
        CASE(test_gone_when_sent_old_or_left),
        CASE(test_it_survives_a_restart_and_starts_no_fold),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

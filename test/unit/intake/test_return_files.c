/* Tests of a return's files: what is refused as a whole, what row by row, and what it is told. */
#include <sys/stat.h>

#include "given.h"

#define EPISODES "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE," \
                 "HOME_POST,PL_POST,URN\n"
#define REVIEWS  "CHILD,DOB,REVIEW,REVIEW_CODE\n"
#define MISSING  "CHILD,DOB,MISSING,MIS_START,MIS_END\n"
#define HEADER   "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
#define RAW(literal) { literal, sizeof(literal) - 1 }
#define COUNTS(rows, refused) "rows " #rows " refused " #refused "\n"

/* A file that cannot be known or trusted refuses the whole return. */
static const struct {
    struct str bytes;
    const char *reason; /* begins with */
} files[] = {
    { RAW(""), "x.csv: the file is empty" },
    { RAW("\n\n"), "x.csv: the file is empty" },
    { RAW("CHILD,DOB,REVIEW\n1,,01/06/2025\n"),
      "x.csv: its columns are those of none of the return's tables: CHILD, DOB, REVIEW. Give it" },
    { RAW("CHILD,DOB,REVIEW,Review_Code\n"), "x.csv: its columns are those of none" },
    { RAW("CHILD,DOB,REVIEW,REVIEW_CODE,EXTRA\n"), "x.csv: its columns are those of none" },
    { RAW("CHILD,DOB,REVIEW,REVIEW\n"), "x.csv: columns 3 and 4 have the same name" },
    { RAW("CHILD;DOB;REVIEW;REVIEW_CODE\n"), "x.csv: the columns are separated by semicolons" },
    { RAW("\xff\xfe" "C\0H\0I\0L\0D\0"), "x.csv: the file is UTF-16" },
    { RAW(REVIEWS "1,,01/06/2025,\x93PN1\x94\n"), "x.csv: byte 44, on line 2, is not UTF-8" },
    { RAW(REVIEWS "1,,01/06/2025,P\0N1\n"), "x.csv: byte 45, on line 2, is NUL" },
    { RAW(REVIEWS "1,,01/06/2025,\"PN1\n"), "x.csv: line 2: a quote mark opens a field" },
};

static void test_files_refused(void **state)
{
    struct task *t = intake_task(state);
    for (size_t i = 0; i < COUNT(files); i++) {
        struct receipt receipt = { 0 };
        struct return_rows rows = { .year = 2026 };
        status read = return_read_file(t, &rows, S("x.csv"), files[i].bytes, &receipt);
        assert_int_equal(read, E_INVALID);
        if (!str_starts(str_from(t->reason), str_from(files[i].reason))) {
            print_error("wanted: %s\n   got: %s\n", files[i].reason, t->reason);
            _fail(__FILE__, __LINE__);
        }
    }
}

static void test_a_table_twice_is_refused(void **state)
{
    struct task *t = intake_task(state);
    struct receipt receipt = { 0 };
    struct return_rows rows = { .year = 2026 };
    assert_int_equal(return_read_file(t, &rows, S("a.csv"), S(REVIEWS), &receipt), OK);
    assert_int_equal(return_read_file(t, &rows, S("b.csv"),
                                      S("DOB,CHILD,REVIEW_CODE,REVIEW\n"), &receipt),
                     E_INVALID);
    SAME(str_from(t->reason), "a.csv and b.csv are both the table Reviews: keep one of them");
}

/* Every way a row can be wrong: the others are taken. */
static const struct {
    const char *bytes, *told;
} rows_told[] = {
    { REVIEWS "1,,01/06/2025,PN1\n", COUNTS(1, 0) },
    { "\xef\xbb\xbf" REVIEWS "1,,01/06/2025,PN1\r\n2,,02/06/2025,PN1\r\n", COUNTS(2, 0) },
    { "CHILD,DOB,REVIEW,REVIEW_CODE\r1,,01/06/2025,PN1\r2,,02/06/2025,PN1\r", COUNTS(2, 0) },
    { "REVIEW_CODE,REVIEW,DOB,CHILD\nPN1,01/06/2025,,1\n", COUNTS(1, 0) },
    { REVIEWS "\n\n1,,01/06/2025,PN1", COUNTS(1, 0) },
    { REVIEWS "1,,30/02/2017,PN1\n2,,01/06/2025,PN1\n",
      COUNTS(2, 1)
      "x.csv line 2 refused: REVIEW must be a real date, day first, like 27/03/2026\n" },
    { REVIEWS "1,,2025-06-01,PN1\n1,,1/6/2025,PN1\n1,, 01/06/2025,PN1\n1,,01/06/25,PN1\n",
      COUNTS(4, 4)
      "x.csv line 2 refused: REVIEW must be a real date, day first, like 27/03/2026\n"
      "x.csv line 3 refused: REVIEW must be a real date, day first, like 27/03/2026\n"
      "x.csv line 4 refused: REVIEW must be a real date, day first, like 27/03/2026\n"
      "x.csv line 5 refused: REVIEW must be a real date, day first, like 27/03/2026\n" },
    { REVIEWS "1,,,PN1\n,,01/06/2025,PN1\nno:7,,01/06/2025,PN1\n",
      COUNTS(3, 3) "x.csv line 2 refused: REVIEW is empty: fill in the date\n"
                   "x.csv line 3 refused: CHILD is empty: fill in the child's number\n"
                   "x.csv line 4 refused: CHILD must be the authority's own number, at most 64 "
                   "characters without a colon\n" },
    { REVIEWS "1,,29/02/2024,PN1\n1,,29/02/2025,PN1\n1,,00/01/2025,PN1\n1,,01/13/2025,PN1\n",
      COUNTS(4, 3)
      "x.csv line 3 refused: REVIEW must be a real date, day first, like 27/03/2026\n"
      "x.csv line 4 refused: REVIEW must be a real date, day first, like 27/03/2026\n"
      "x.csv line 5 refused: REVIEW must be a real date, day first, like 27/03/2026\n" },
    { MISSING "1,,M,02/06/2025,01/06/2025\n1,,,02/06/2025,\n1,,M,02/06/2025,soon\n"
              "1,,X,02/06/2025,\n",
      COUNTS(4, 3) "x.csv line 2 refused: MIS_END is before the row's first date: correct one of "
                   "them\n"
                   "x.csv line 3 refused: MISSING is empty: fill in the code\n"
                   "x.csv line 4 refused: MIS_END must be a real date, day first, like 27/03/2026\n"
                   "x.csv line 5 warned: MISSING is not a code of the return: it is kept as it "
                   "stands\n" },
    { EPISODES "1,01/06/2025,S,,N1,U1,PR1,,,,,,\n1,01/06/2025,S,V2,N1,,PR1,,,,,,\n",
      COUNTS(2, 2) "x.csv line 2 refused: LS is empty: fill in the code\n"
                   "x.csv line 3 refused: PLACE is empty: fill in the code\n" },
    { HEADER "1,F,01/02/2012,WBRI,,,\n1,F,01/02/2012,WBRI,,,\n",
      COUNTS(2, 1) "x.csv line 3 refused: CHILD this child has a row in this table already: keep "
                   "one of them\n" },
};

static void test_rows_are_told(void **state)
{
    struct task *t = intake_task(state);
    for (size_t i = 0; i < COUNT(rows_told); i++) {
        struct receipt receipt = { 0 };
        struct return_rows rows = { .year = 2026 };
        struct return_child *child;
        size_t children;
        assert_int_equal(return_read_file(t, &rows, S("x.csv"), str_from(rows_told[i].bytes),
                                          &receipt), OK);
        assert_int_equal(return_children(t, &rows, &receipt, &child, &children), OK);
        struct str all = receipt_text(t, &receipt), head, listed;
        assert_true(str_cut(all, '\n', &head, &listed));
        SAME(str_print(t->arena, "rows %zu refused %zu\n%.*s", receipt.rows, receipt.refused,
                       STR_ARG(listed)), rows_told[i].told);
    }
}

/* A ragged row is told with what the CSV reader says of it; the rest is taken. */
static void test_ragged_rows(void **state)
{
    struct task *t = intake_task(state);
    struct receipt receipt = { 0 };
    struct return_rows rows = { .year = 2026 };
    struct str bytes = S(REVIEWS "1,,01/06/2025\n1,,01/06/2025,PN1,more\n1,,02/06/2025,PN1\n"
                         "1,,\"02/06/2025\"x,PN1\n");
    assert_int_equal(return_read_file(t, &rows, S("x.csv"), bytes, &receipt), OK);
    assert_int_equal(receipt.rows, 4);
    assert_int_equal(receipt.refused, 3);
    assert_int_equal(receipt.listed, 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(receipt.row[i].reason.len > 0);
}

static void test_long_fields(void **state)
{
    struct task *t = intake_task(state);
    static const size_t lengths[] = { 1000, 1001, 65536, 65537 };
    for (size_t i = 0; i < COUNT(lengths); i++) {
        struct receipt receipt = { 0 };
        struct return_rows rows = { .year = 2026 };
        struct text out = text_open(t->arena, 1 << 20);
        text_addz(&out, "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\n1,,");
        for (size_t k = 0; k < lengths[i]; k++)
            text_addc(&out, 'x');
        text_addz(&out, ",,\n2,,P1,,\n");
        assert_int_equal(return_read_file(t, &rows, S("x.csv"), text_done(&out), &receipt), OK);
        assert_int_equal(receipt.rows, 2);
        assert_int_equal(receipt.refused, lengths[i] > 1000);
    }
}

/* What a spreadsheet would run is text to us, and stays the text it was. */
static void test_formulas_are_text(void **state)
{
    struct task *t = intake_task(state);
    struct kept_register *r = NEW(t->arena, struct kept_register);
    struct return_terms terms = { 2026, NULL, NULL };
    const struct table_text tables[] = {
        { "p.csv", "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\n1,,=1+1,\"@SUM(1,2)\",-3\n" } };
    take_tables(t, r, &terms, tables, 1);
    const struct event *e = NULL;
    for (size_t i = 0; i < r->child[0].count; i++)
        if (r->child[0].said[i].kind == EV_PERMANENCE_STATED)
            e = &r->child[0].said[i];
    assert_non_null(e);
    SAME(event_text(e, "permanence"), "=1+1");
    SAME(event_text(e, "authority"), "@SUM(1,2)");
    SAME(event_text(e, "when"), "-3");
}

static void test_one_child_with_too_many_rows(void **state)
{
    struct task *t = intake_task(state);
    struct receipt receipt = { 0 };
    struct return_rows rows = { .year = 2026 };
    struct return_child *child;
    size_t children;
    struct text out = text_open(t->arena, 1 << 20);
    text_addz(&out, REVIEWS);
    for (size_t k = 0; k < RETURN_CHILD_ROWS_MAX + 1; k++)
        text_addz(&out, "1,,01/06/2025,PN1\n");
    assert_int_equal(return_read_file(t, &rows, S("x.csv"), text_done(&out), &receipt), OK);
    assert_int_equal(return_children(t, &rows, &receipt, &child, &children), E_LIMIT);
}

static void test_too_many_lines(void **state)
{
    struct task *t = intake_task(state);
    struct receipt receipt = { 0 };
    struct return_rows rows = { .year = 2026 };
    size_t len = sizeof REVIEWS - 1 + RETURN_ROWS_MAX;
    char *bytes = NEWS(t->arena, char, len);
    memset(bytes, '\n', len);
    memcpy(bytes, REVIEWS, sizeof REVIEWS - 1);
    assert_int_equal(return_read_file(t, &rows, S("x.csv"), (struct str){ bytes, len }, &receipt),
                     E_LIMIT);
}

static void test_folders(void **state)
{
    struct task *t = intake_task(state);
    struct receipt receipt = { 0 };
    struct return_rows rows = { .year = 2026 };
    struct str folder = str_print(t->arena, "return-folder-%d", (int)getpid());
    const char *path = str_nul(t->arena, folder);
    assert_int_equal(return_read_folder(t, &rows, S("no-such-folder"), &receipt), E_MISSING);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(return_read_folder(t, &rows, folder, &receipt), E_INVALID);
    SAME(str_from(t->reason), "there is no .csv file in the folder");
    const char *inside = str_nul(t->arena, str_print(t->arena, "%s/a.CSV", path));
    assert_int_equal(mkdir(inside, 0700), 0);
    assert_int_equal(return_read_folder(t, &rows, folder, &receipt), E_INVALID);
    SAME(str_from(t->reason), "a.CSV is not a file");
    rmdir(inside);
    rmdir(path);
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files_refused),
        cmocka_unit_test(test_a_table_twice_is_refused),
        cmocka_unit_test(test_rows_are_told),
        cmocka_unit_test(test_ragged_rows),
        cmocka_unit_test(test_long_fields),
        cmocka_unit_test(test_formulas_are_text),
        cmocka_unit_test(test_one_child_with_too_many_rows),
        cmocka_unit_test(test_too_many_lines),
        cmocka_unit_test(test_folders),
    };
    return RUN(tests);
}

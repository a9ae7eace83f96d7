/* Tests of the CSV reader: every line end, quoting, encodings refused, one bad row among good. */
#include "given.h"

#include "base/limits.h"
#include "format/csv.h"

/* Rows as text: line, then fields in brackets, then ! and the problem; `why` when refused. */
static struct str shown(struct task *t, struct str bytes)
{
    struct text x = text_open(t->arena, 1 << 20);
    struct csv c;
    if (csv_open(t, bytes, &c) != OK)
        return str_from(t->reason);
    for (size_t i = 0; i < c.columns; i++)
        text_addf(&x, "<%.*s>", STR_ARG(c.header[i]));
    for (struct csv_row row; csv_next(&c, &row);) {
        text_addf(&x, " %lld", (long long)row.line);
        for (size_t i = 0; i < row.count; i++)
            text_addf(&x, "[%.*s]", STR_ARG(row.field[i]));
        if (row.problem.len)
            text_addf(&x, "!%.*s", STR_ARG(row.problem));
    }
    if (csv_done(&c) != OK)
        text_addf(&x, " stopped: %s", t->reason);
    return text_done(&x);
}

static void files_are_read_row_by_row(void **state)
{
    static const struct {
        const char *file, *wanted;
    } cases[] = {
        { "A", "<A>" },
        { "A,B\n1,2", "<A><B> 2[1][2]" },
        { "A,B\r\n1,2\r\n3,4\r\n", "<A><B> 2[1][2] 3[3][4]" },
        { "A,B\r1,2\r3,4\r", "<A><B> 2[1][2] 3[3][4]" },
        { "\xef\xbb\xbf" "A, B \n1, 2 \n", "<A><B> 2[1][ 2 ]" },
        { "\n\nA\n\n1\r\n\r\n2\n\n", "<A> 5[1] 7[2]" },
        { "A,B\n,\n", "<A><B> 2[][]" },
        { "A,B\n\"1\",\"\"\n", "<A><B> 2[1][]" },
        { "A\n\"a,b\"\n\"say \"\"hello\"\"\"\n", "<A> 2[a,b] 3[say \"hello\"]" },
        { "A\n\"two\r\nlines\"\n3\n", "<A> 2[two\r\nlines] 4[3]" },
        { "\"A\",\"B \"\"x\"\"\"\n1,2\n", "<A><B \"x\"> 2[1][2]" },
        /* one bad row does not stop the rest */
        { "A,B\n1\n3,4\n",
          "<A><B> 2[1]!this row has 1 fields, the header has 2: add what is missing 3[3][4]" },
        { "A,B\n1,2,3\n3,4\n", "<A><B> 2[1][2]!this row has 3 fields, the header has 2: put a field"
                               " with a comma in quote marks 3[3][4]" },
        { "A,B\n\"x\"y,2\n3,4\n", "<A><B> 2[x][2]!text follows the quote mark that closes a field:"
                                  " double a quote mark that is part of the text 3[3][4]" },
        { "A,B\nO\"x,2\n3,4\n",
          "<A><B> 2[O\"x][2]!a quote mark stands inside a field: put the whole field in quote marks"
          " and double the one inside 3[3][4]" },
        /* a file that cannot be trusted stops */
        { "A,B\n1,2\n3,\"4\n5,6\n",
          "<A><B> 2[1][2] stopped: line 3: a quote mark opens a field that is never closed: close"
          " it, or double a quote mark that is part of the text" },
        { "", "the file is empty: it needs a row of column names" },
        { "\xef\xbb\xbf\r\n", "the file is empty: it needs a row of column names" },
        { "A,B,A\n", "columns 1 and 3 have the same name: rename or remove one" },
        { "A;B\n1;2\n", "the columns are separated by semicolons or tabs, not commas: save it as"
                        " \"CSV UTF-8 (Comma delimited)\" and send it again" },
        { "A,\"B\n", "line 1: a quote mark opens a field that is never closed: close it, or double"
                     " a quote mark that is part of the text" },
        { "A,B\nJos\xe9,2\n",
          "byte 8, on line 2, is not UTF-8. The file looks like Windows-1252, which Excel writes as"
          " plain CSV: save it as \"CSV UTF-8 (Comma delimited)\" and send it again" },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(cases); i++)
        SAME(shown(t, str_from(cases[i].file)), cases[i].wanted);
    SAME(shown(t, S("A\0\n\0")), "the file is UTF-16 (byte 1, line 1): save it as \"CSV UTF-8"
                                 " (Comma delimited)\" and send it again");
    SAME(shown(t, S("\xff\xfe")), "the file is UTF-16 (byte 1, line 1): save it as \"CSV UTF-8"
                                  " (Comma delimited)\" and send it again");
    SAME(shown(t, S("ABCDE\n1\0")),
         "byte 8, on line 2, is NUL, which no text holds: export the file again");
}

static void bounds_are_told(void **state)
{
    struct task *t = given_task(state);
    struct csv c;
    struct text wide = text_open(t->arena, 1 << 20);
    for (int i = 0; i < CSV_COLUMNS_MAX; i++)
        text_addf(&wide, "c%d,", i);
    assert_int_equal(csv_open(t, text_done(&wide), &c), E_LIMIT);
    wide.len--; /* without the last comma: as many as there may be */
    assert_int_equal(csv_open(t, text_done(&wide), &c), OK);
    assert_int_equal(csv_column(&c, "C63"), 63);
    assert_int_equal(csv_column(&c, "c64"), c.columns);

    struct text tall = text_open(t->arena, 1 << 20);
    text_addz(&tall, "A\n");
    for (int i = 0; i < CSV_FIELD_BYTES_MAX; i++)
        text_addc(&tall, 'x');
    struct csv_row row;
    assert_int_equal(csv_open(t, text_done(&tall), &c), OK);
    assert_true(csv_next(&c, &row));
    assert_int_equal(row.problem.len, 0);
    assert_int_equal(row.at, 2);
    assert_int_equal(row.len, CSV_FIELD_BYTES_MAX);
    text_addc(&tall, 'x');
    assert_int_equal(csv_open(t, text_done(&tall), &c), OK);
    assert_true(csv_next(&c, &row));
    assert_int_not_equal(row.problem.len, 0);
}

static void a_written_row_is_quoted_where_it_must(void **state)
{
    struct task *t = given_task(state);
    struct text x = text_open(t->arena, 1000);
    csv_put(&x, true, S("plain"));
    csv_put(&x, false, S("a,b"));
    csv_put(&x, false, S("say \"x\""));
    csv_put(&x, false, S(""));
    csv_put(&x, false, S("two\nlines"));
    csv_put_end(&x);
    SAME(text_done(&x), "plain,\"a,b\",\"say \"\"x\"\"\",,\"two\nlines\"\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_read_row_by_row),
        cmocka_unit_test(bounds_are_told),
        cmocka_unit_test(a_written_row_is_quoted_where_it_must),
    };
    return RUN(tests);
}

/* Tests of forms with a file in them: what is read, to the byte, and all that is refused. */
#include "given.h"

#include "format/multipart.h"

static struct str shown(struct task *t, const char *type, const char *bytes)
{
    struct multipart m;
    if (multipart_read(t, str_from(type), str_from(bytes), &m) != OK)
        return S("refused");
    struct text x = text_open(t->arena, 1 << 16);
    for (size_t i = 0; i < m.count; i++)
        text_addf(&x, "[%.*s=%.*s%s%.*s]", STR_ARG(m.part[i].name), STR_ARG(m.part[i].content),
                  m.part[i].file ? " from " : "", STR_ARG(m.part[i].file_name));
    return text_done(&x);
}

#define TYPE       "multipart/form-data; boundary=x"
#define PART(n)    "--x\r\nContent-Disposition: form-data; name=\"" n "\"\r\n\r\n"
#define FILE_OF(n) "--x\r\nContent-Disposition: form-data; name=\"p\"; filename=\"" n "\"\r\n\r\n"

static void forms_are_read_or_refused(void **state)
{
    static const struct {
        const char *type, *bytes, *wanted;
    } cases[] = {
        { TYPE, "--x--\r\n", "" },
        { TYPE, PART("a") "1\r\n--x--\r\n", "[a=1]" },
        { TYPE, PART("a") "\r\n--x--", "[a=]" },
        { TYPE, PART("a") "1\r\n" PART("b") "2\r\n--x--\r\n", "[a=1][b=2]" },
        { TYPE, FILE_OF("f.jpg") "\xff\xd8\r\n--x--\r\n", "[p=\xff\xd8 from f.jpg]" },
        { TYPE, FILE_OF("") "\r\n--x--\r\n", "[p= from ]" },
        { TYPE, FILE_OF("../../etc/passwd") "1\r\n--x--", "[p=1 from ../../etc/passwd]" },
        { TYPE, PART("a") "--x is no line of its own\r\n--x--\r\n",
          "[a=--x is no line of its own]" },
        { "multipart/form-data; boundary=\"x\"", PART("a") "1\r\n--x--\r\n", "[a=1]" },
        { "Multipart/Form-Data;boundary=x", PART("a") "1\r\n--x--\r\n", "[a=1]" },
        { TYPE, "", "refused" },
        { TYPE, "--x", "refused" },
        { TYPE, "--y--\r\n", "refused" },
        { TYPE, PART("a") "1", "refused" },
        { TYPE, PART("a") "1\r\n--x", "refused" },
        { TYPE, "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n", "refused" },
        { TYPE, "--x\r\nContent-Type: text/plain\r\n\r\n1\r\n--x--", "refused" },
        { TYPE, "--x\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--x--", "refused" },
        { TYPE, "--x\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\n1\r\n--x--",
          "refused" },
        { "multipart/form-data", PART("a") "1\r\n--x--", "refused" },
        { "multipart/form-data; boundary=", "----\r\n", "refused" },
        { "multipart/form-data; boundary=a b", "--a b--", "refused" },
        { "multipart/mixed; boundary=x", PART("a") "1\r\n--x--", "refused" },
        { "application/x-www-form-urlencoded", "a=1", "refused" },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(cases); i++)
        SAME(shown(t, cases[i].type, cases[i].bytes), cases[i].wanted);
}

static void forms_are_bounded(void **state)
{
    struct task *t = given_task(state);
    struct text x = text_open(t->arena, 1 << 16);
    struct multipart m;
    for (int i = 0; i < MULTIPART_PARTS_MAX; i++)
        text_addz(&x, PART("a") "1\r\n");
    struct str most = str_print(t->arena, "%.*s--x--", STR_ARG(text_done(&x)));
    assert_int_equal(multipart_read(t, S(TYPE), most, &m), OK);
    assert_int_equal(m.count, MULTIPART_PARTS_MAX);
    assert_non_null(multipart_part(&m, "a"));
    assert_null(multipart_part(&m, "b"));
    text_addz(&x, PART("a") "1\r\n--x--");
    assert_int_equal(multipart_read(t, S(TYPE), text_done(&x), &m), E_LIMIT);
    struct text head = text_open(t->arena, 1 << 16);
    text_addz(&head, "--x\r\nContent-Disposition: form-data; name=\"");
    for (int i = 0; i < MULTIPART_HEAD_MAX; i++)
        text_addc(&head, 'n');
    text_addz(&head, "\"\r\n\r\n1\r\n--x--");
    assert_int_equal(multipart_read(t, S(TYPE), text_done(&head), &m), E_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_are_read_or_refused),
        cmocka_unit_test(forms_are_bounded),
    };
    return RUN(tests);
}

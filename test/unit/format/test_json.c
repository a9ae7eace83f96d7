/* Tests of JSON in and out: what is refused and how it is told, tables of fields, long lists. */
#include "given.h"

#include "format/json_read.h"
#include "format/json_write.h"

static void what_is_not_strict_is_refused(void **state)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        { "", "line 1, column 0: the text ends too early" },
        { "{\"a\":1", "line 1, column 6: the text ends too early" },
        { "{\"a\":1}\n{}", "line 2, column 1: something follows the end" },
        { "{\n \"a\":1,\n \"a\":2}", "line 3, column 4: a name is used twice in one object" },
        { "{\"a\":1.5}", "field a must be a whole number, without a point or exponent" },
        { "{\"a b\":1e2}", "a field must be a whole number" },
        { "{\"a\":9223372036854775808}", "line 1, column 24: the number is too large" },
        { "{\"a\":\"\xe9\"}", "this is not UTF-8: save it as UTF-8" },
        { "{\"a\":\"\\u0000\"}", "NUL is not allowed in text" },
        { "{\"\\u0000\":1}", "NUL is not allowed in text" },
        { "{\"a\":\"\\ud800\"}", "this is not valid JSON" },
        { "{'a':1}", "line 1, column 2: this is not valid JSON" },
        { "{\"a\":01}", "this is not valid JSON" },
        { "{\"a\":NaN}", "this is not valid JSON" },
        { "[1,]", "this is not valid JSON" },
        { "{\"a\":1} // why", "something follows the end" },
        { "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", "nested more than 16 deep" },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct json_value *v = NULL;
        status s = json_read(t, str_from(cases[i].text), 1000, &v);
        if (s == OK || !strstr(t->reason, cases[i].why))
            print_error("%s\nwanted: %s\n   got: %s\n", cases[i].text, cases[i].why, t->reason);
        assert_int_not_equal(s, OK);
        assert_null(v);
        assert_non_null(strstr(t->reason, cases[i].why));
    }
    const struct json_value *v;
    assert_int_equal(json_read(t, S("{\"a\":\"\0\"}"), 1000, &v), E_INVALID);
    assert_int_equal(json_read(t, S("[1]"), 2, &v), E_LIMIT);
    assert_int_equal(json_read(t, S("\xef\xbb\xbf[1]"), 9, &v), OK);
    assert_int_equal(json_read(t, S("[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]"), 99, &v), OK);
}

struct report {
    struct str name;
    int64_t age;
    bool told;
    struct date born;
    struct instant since;
    const struct json_value *places;
};
static const struct json_spec report_fields[] = {
    { "name", JSON_WANT_TEXT, true, 1, 10, offsetof(struct report, name) },
    { "age", JSON_WANT_INT, false, 0, 25, offsetof(struct report, age) },
    { "told", JSON_WANT_BOOL, false, 0, 0, offsetof(struct report, told) },
    { "born", JSON_WANT_DATE, false, 0, 0, offsetof(struct report, born) },
    { "since", JSON_WANT_INSTANT, false, 0, 0, offsetof(struct report, since) },
    { "places", JSON_WANT_LIST, false, 1, 2, offsetof(struct report, places) },
};

static void objects_are_read_by_a_table(void **state)
{
    static const struct {
        const char *text, *why; /* NULL: taken */
    } cases[] = {
        { "{\"name\":\"x\"}", NULL },
        { "{\"name\":\"x\",\"age\":null}", NULL },
        { "{\"name\":\"x\",\"age\":25,\"told\":true,\"born\":\"2010-06-15\","
          "\"since\":\"2026-03-27T02:10Z\",\"places\":[1,2]}",
          NULL },
        { "{}", "field name is missing" },
        { "{\"name\":null}", "field name must be text" },
        { "{\"name\":\"\"}", "field name must be 1 to 10 bytes long" },
        { "{\"name\":\"12345678901\"}", "field name must be 1 to 10 bytes long" },
        { "{\"name\":\"x\",\"age\":26}", "field age must be a whole number from 0 to 25" },
        { "{\"name\":\"x\",\"age\":\"7\"}", "field age must be a whole number from 0 to 25" },
        { "{\"name\":\"x\",\"told\":1}", "field told must be true or false" },
        { "{\"name\":\"x\",\"born\":\"2010-02-30\"}", "field born must be a real date" },
        { "{\"name\":\"x\",\"since\":\"2010-02-20\"}", "field since must be a date and time" },
        { "{\"name\":\"x\",\"places\":{}}", "field places must be a list" },
        { "{\"name\":\"x\",\"places\":[]}", "field places must have 1 to 2 members" },
        { "{\"name\":\"x\",\"places\":[1,2,3]}", "field places must have 1 to 2 members" },
        { "{\"name\":\"x\",\"colour\":1}", "field colour is not known here" },
        { "{\"name\":\"x\",\"a child's name\":1}", "a field is not known here" },
        { "[]", "must be an object" },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct json_value *v;
        struct report r = { .age = 77 };
        assert_int_equal(json_read(t, str_from(cases[i].text), 1000, &v), OK);
        status s = json_read_object(t, v, report_fields, COUNT(report_fields), &r);
        assert_int_equal(s, cases[i].why ? E_INVALID : OK);
        if (cases[i].why && !strstr(t->reason, cases[i].why))
            fail_msg("wanted: %s\n   got: %s", cases[i].why, t->reason);
        if (i == 1)
            assert_int_equal(r.age, 77);
        if (i == 2)
            assert_true(r.age == 25 && r.told && r.born.days == 14775 && r.places->count == 2);
    }
}

static void flat_objects_become_pairs(void **state)
{
    struct task *t = given_task(state);
    const struct json_value *v;
    struct json_pairs p;
    assert_int_equal(json_read(t, S("{\"z\":\"\\u00e9\",\"b\":-7,\"a\":true,\"n\":null}"), 99, &v),
                     OK);
    assert_int_equal(json_read_pairs(t, v, 4, &p), OK);
    assert_int_equal(p.count, 4);
    SAME(p.at[0].key, "z");
    SAME(p.at[0].text, "\xc3\xa9");
    assert_true(p.at[1].kind == JSON_INT && p.at[1].number == -7);
    assert_true(p.at[2].kind == JSON_BOOL && p.at[2].number == 1);
    assert_true(p.at[3].kind == JSON_NIL);
    assert_int_equal(json_read_pairs(t, v, 3, &p), E_LIMIT);
    assert_int_equal(json_read(t, S("{\"inner\":{}}"), 99, &v), OK);
    assert_int_equal(json_read_pairs(t, v, 3, &p), E_INVALID);
    assert_string_equal(t->reason, "field inner must be text, a whole number, true or false");
}

static void feeds_give_one_object_at_a_time(void **state)
{
    static const struct {
        const char *text;
        int objects, last_line;
        const char *why;
    } cases[] = {
        { "", 0, 1, NULL },
        { " [ ] ", 0, 1, NULL },
        { "[{\"a\":1},\n{\"a\":[2,{\"b\":\"}\\\"]\"}]}\n]\n", 2, 2, NULL },
        { "{\"a\":1}\n\n{\"a\":2}\r\n{\"a\":3}", 3, 4, NULL },
        { "{\"a\":1}\n{\"a\":}\n", 1, 2, "line 2, column 6: this is not valid JSON" },
        { "{\"a\":1}\n7\n", 1, 1, "line 2: an object { … } must stand here" },
        { "[{\"a\":1} {\"a\":2}]", 1, 1, "line 1: a comma or the end of the list is missing" },
        { "[{\"a\":1},]", 1, 1, "line 1: an object { … } must stand here" },
        { "[{\"a\":1}", 1, 1, "a comma or the end of the list is missing" },
        { "[", 0, 1, "line 1: the list is never closed with ]" },
        { "[]{}", 0, 1, "line 1: something follows the end of the list" },
        { "{\"a\":1}\n{\"a\":\"}", 1, 2, "line 2: the object is never closed with }" },
        { "{\"a\":\"12345678901234567890\"}", 0, 1, "line 1: the object is larger than 24 bytes" },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct json_feed f;
        const struct json_value *v;
        int objects = 0;
        assert_int_equal(json_feed_open(t, str_from(cases[i].text), 24, &f), OK);
        while (json_feed_next(&f, &v))
            objects++;
        if (cases[i].why && !strstr(t->reason, cases[i].why))
            fail_msg("wanted: %s\n   got: %s", cases[i].why, t->reason);
        assert_int_equal(json_feed_done(&f) == OK, cases[i].why == NULL);
        assert_int_equal(objects, cases[i].objects);
        assert_int_equal(f.line, cases[i].last_line);
    }
}

static void answers_are_written(void **state)
{
    struct task *t = given_task(state);
    struct text x = text_open(t->arena, 10000);
    struct json_writer w = json_writer_open(&x);
    json_open_object(&w, NULL);
    json_put_text(&w, "text", S("\"back\\\" \b\f\n\r\t\x01\x1f\x7f </script> \xc3\xa9"));
    json_put_text(&w, "broken", S("a\xe9z\xc3"));
    json_put_textz(&w, "none", NULL);
    json_open_list(&w, "list");
    json_put_int(&w, NULL, INT64_MIN);
    json_put_bool(&w, NULL, true);
    json_put_null(&w, NULL);
    json_open_object(&w, NULL);
    json_close_object(&w);
    json_close_list(&w);
    json_put_date(&w, "on", (struct date){ 0 });
    json_put_instant(&w, "at", (struct instant){ 0 });
    json_put_instant(&w, "never", NEVER);
    json_close_object(&w);
    json_writer_done(&w);
    SAME(text_done(&x),
         "{\"text\":\"\\\"back\\\\\\\" \\b\\f\\n\\r\\t\\u0001\\u001f\x7f </script> \xc3\xa9\","
         "\"broken\":\"a\xef\xbf\xbdz\xef\xbf\xbd\",\"none\":null,"
         "\"list\":[-9223372036854775808,true,null,{}],"
         "\"on\":\"1970-01-01\",\"at\":\"1970-01-01T00:00:00Z\",\"never\":null}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_strict_is_refused),
        cmocka_unit_test(objects_are_read_by_a_table),
        cmocka_unit_test(flat_objects_become_pairs),
        cmocka_unit_test(feeds_give_one_object_at_a_time),
        cmocka_unit_test(answers_are_written),
    };
    return RUN(tests);
}

/* The JSON API: the same permissions as the pages, one entry once, and a document that is true. */
#include "visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/json_read.h"
#include "web/api.h"

static const struct json_value *answer_of(struct visit *v)
{
    const struct json_value *root;
    assert_int_equal(json_read(&v->t, v->out.body, 8 << 20, &root), OK);
    return root;
}

static const char *at(struct visit *v, const char *format, const char *name)
{
    struct str address = address_of(v, format, name);
    return str_nul(v->arena, address);
}

static int64_t number_in(const struct json_value *o, const char *key)
{
    const struct json_value *m = json_member(o, key);
    assert_non_null(m);
    return m->number;
}

static void test_who_is_missing(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ruth");
    look(v, "/api/v1/missing");
    ANSWERS(v, 200);
    assert_true(v->out.note_first);
    const struct json_value *list = json_member(answer_of(v), "missing");
    assert_true(list->count >= 1);
    assert_non_null(json_member(list->first, "told"));
    HAS(v, "\"class\":\"M\"");
}

static void test_a_child_with_a_relation_and_without(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ruth");
    look(v, at(v, "/api/v1/child/%u", "alex"));
    ANSWERS(v, 200);
    assert_true(v->out.note_first);
    const struct json_value *file = answer_of(v);
    assert_int_equal(number_in(file, "child"), world_number(v->world, "alex"));
    assert_true(json_member(file, "placements")->count >= 2);
    look(v, at(v, "/api/v1/child/%u?as-known-at=2025-06-01T09:00Z", "alex"));
    ANSWERS(v, 200);
    assert_int_equal(json_member(answer_of(v), "placements")->count, 1);
    assert_true(number_in(answer_of(v), "held_back") > 0);

    sign_in_as(v, "bystander");
    look(v, at(v, "/api/v1/child/%u", "alex"));
    assert_true(v->out.status == 403);
    assert_string_equal(v->out.type, "application/problem+json");
    HAS_NOT(v, "Tamber");
    look(v, "/api/v1/child/999999");
    assert_true(v->out.status == 404 || v->out.status == 403);
}

static void test_one_entry_is_recorded_once(void **state)
{
    struct visit *v = *state;
    static const char body[] = "{\"kind\":\"sighting-recorded\",\"where\":\"By the weir\","
                               "\"with\":\"\\u202Ereversed <b>\",\"key\":\"k-1\"}";
    sign_in_as(v, "ruth");
    send_json(v, at(v, "/api/v1/child/%u/entries", "alex"), body);
    ANSWERS(v, 201);
    int64_t first = number_in(answer_of(v), "entry");
    send_json(v, at(v, "/api/v1/child/%u/entries", "alex"), body);
    ANSWERS(v, 200);
    assert_int_equal(number_in(answer_of(v), "entry"), first);
    look(v, at(v, "/api/v1/child/%u/entries", "alex"));
    HAS(v, "By the weir");
    HAS(v, "\"role\":\"team-manager\"");
}

static void test_a_child_is_found_among_those_one_may_see(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ruth");
    send_json(v, "/api/v1/find", "{\"words\":\"tamber alex\"}");
    ANSWERS(v, 200);
    assert_true(v->out.note_first);
    const struct json_value *found = json_member(answer_of(v), "found");
    assert_true(found->count >= 1);
    assert_int_equal(number_in(found->first, "child"), world_number(v->world, "alex"));
    sign_in_as(v, "bystander");
    send_json(v, "/api/v1/find", "{\"words\":\"tamber alex\"}");
    ANSWERS(v, 200);
    assert_int_equal(json_member(answer_of(v), "found")->count, 0);
    send_json(v, "/api/v1/find", "{\"word\":\"x\"}");
    ANSWERS(v, 400);
}

static const struct {
    const char *body;
    unsigned code;
    const char *says;
} refused[] = {
    { "", 400, "" },
    { "[]", 400, "" },
    { "{\"kind\":\"no-such-kind\",\"key\":\"a\"}", 400, "no such kind" },
    { "{\"kind\":\"sighting-recorded\",\"key\":\"b\"}", 400, "where" },
    { "{\"kind\":\"sighting-recorded\",\"where\":\"x\"}", 400, "key" },
    { "{\"kind\":\"sighting-recorded\",\"where\":\"x\",\"key\":\"c\",\"author\":1}", 400,
      "author" },
    { "{\"kind\":\"sighting-recorded\",\"where\":\"x\",\"key\":\"d\",\"child\":\"no:1\"}", 400,
      "child" },
    { "{\"kind\":\"alarm-raised\",\"rule\":\"x\",\"key\":\"e\"}", 400, "" },
    { "{\"kind\":\"record-opened\",\"key\":\"f\"}", 400, "says of itself" },
    { "{\"kind\":\"sighting-recorded\",\"where\":\"x\",\"key\":\"g\",\"expected\":1}", 409,
      "while you were writing" },
    { "{\"kind\":\"sighting-recorded\",\"where\":\"x\",\"key\":\"h\",\"colour\":\"red\"}", 400,
      "" },
};

static void test_what_is_refused_is_said_and_leaves_nothing(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ruth");
    uint32_t alex = world_number(v->world, "alex");
    uint32_t before = journal_stream_length(&v->t, v->world->reader->journal, alex);
    for (size_t i = 0; i < COUNT(refused); i++) {
        send_json(v, at(v, "/api/v1/child/%u/entries", "alex"), refused[i].body);
        if (v->out.status != refused[i].code)
            print_error("%s\n", refused[i].body);
        ANSWERS(v, refused[i].code);
        assert_string_equal(v->out.type, "application/problem+json");
        HAS(v, refused[i].says);
    }
    struct str right = v->token;
    v->token = S("0000000000000000000000000000000000000000000000000000000000000000");
    send_json(v, at(v, "/api/v1/child/%u/entries", "alex"),
              "{\"kind\":\"sighting-recorded\",\"where\":\"x\",\"key\":\"t\"}");
    ANSWERS(v, 403);
    v->token = right;
    send_raw(v, at(v, "/api/v1/child/%u/entries", "alex"), S("kind=sighting-recorded"));
    ANSWERS(v, 400);
    assert_int_equal(journal_stream_length(&v->t, v->world->reader->journal, alex), before);
}

/* What the document says stands in the table of routes, and the other way round. */
static void test_the_document_and_the_routes_agree(void **state)
{
    struct visit *v = *state;
    v->cookie = v->token = S("");
    look(v, "/api/v1/openapi.json");
    ANSWERS(v, 200);
    const struct json_value *paths = json_member(answer_of(v), "paths");
    size_t described = 0, routed = 0;
    for (const struct json_value *p = paths->first; p; p = p->next)
        described += p->count;
    for (unsigned i = 0; i < ROUTES; i++) {
        if (!is_api((enum route_name)i) || i == ROUTE_api_document)
            continue;
        routed++;
        struct str name = str_print(v->arena, "\"operationId\":\"%s\"", routes[i].name);
        HAS(v, str_nul(v->arena, name));
    }
    assert_int_equal(described, routed);
    assert_int_equal(operation_count, routed);
}

static void check_type(const struct json_value *schema, const struct json_value *got,
                       const char *field)
{
    const struct json_value *type = json_member(schema, "type");
    static const char *const names[] = {
        [JSON_TEXT] = "string", [JSON_INT] = "integer", [JSON_BOOL] = "boolean",
        [JSON_NIL] = "null",    [JSON_LIST] = "array",  [JSON_FIELDS] = "object"
    };
    bool fits = false;
    if (type->kind == JSON_TEXT)
        fits = str_is(type->text, names[got->kind]);
    for (const struct json_value *one = type->kind == JSON_LIST ? type->first : NULL; one;
         one = one->next)
        fits = fits || str_is(one->text, names[got->kind]);
    if (!fits)
        print_error("%s is not of its type\n", field);
    assert_true(fits);
    const struct json_value *codes = json_member(schema, "enum");
    for (const struct json_value *c = codes ? codes->first : NULL; c; c = c->next)
        if (c->kind == got->kind && (c->kind != JSON_TEXT || str_equal(c->text, got->text)))
            return;
    assert_null(codes);
}

static void check_against(struct visit *v, const struct json_value *schemas, const char *name,
                          const struct json_value *got)
{
    const struct json_value *schema = json_member(schemas, name);
    assert_non_null(schema);
    const struct json_value *properties = json_member(schema, "properties");
    assert_int_equal(got->count, properties->count);
    for (const struct json_value *m = got->first; m; m = m->next) {
        char *field = str_nul(v->arena, m->key);
        const struct json_value *p = json_member(properties, field);
        assert_non_null(p);
        check_type(p, m, field);
        const struct json_value *items = json_member(p, "items");
        if (!items)
            continue;
        char *of = str_nul(v->arena, json_member(items, "$ref")->text);
        for (const struct json_value *row = m->first; row; row = row->next)
            check_against(v, schemas, strrchr(of, '/') + 1, row);
    }
}

static void test_every_answer_is_what_the_document_says(void **state)
{
    struct visit *v = *state;
    static const char *const paths[] = { "/api/v1/missing",
                                         "/api/v1/duties?whose=all",
                                         "/api/v1/alarms?whose=all",
                                         "/api/v1/children",
                                         "/api/v1/rules",
                                         "/api/v1/child/%u",
                                         "/api/v1/child/%u/entries" };
    static const char *const names[] = { "missing-now", "owed-list", "owed-list", "names",
                                         "rules",       "child",     "entries" };
    look(v, "/api/v1/openapi.json");
    const struct json_value *schemas =
        json_member(json_member(answer_of(v), "components"), "schemas");
    sign_in_as(v, "ruth");
    for (size_t i = 0; i < COUNT(paths); i++) {
        look(v, strstr(paths[i], "%u") ? at(v, paths[i], "alex") : paths[i]);
        ANSWERS(v, 200);
        check_against(v, schemas, names[i], answer_of(v));
    }
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_is_missing),
        cmocka_unit_test(test_a_child_with_a_relation_and_without),
        cmocka_unit_test(test_a_child_is_found_among_those_one_may_see),
        cmocka_unit_test(test_one_entry_is_recorded_once),
        cmocka_unit_test(test_what_is_refused_is_said_and_leaves_nothing),
        cmocka_unit_test(test_the_document_and_the_routes_agree),
        cmocka_unit_test(test_every_answer_is_what_the_document_says),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

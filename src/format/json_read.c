/* Parses with jansson, then copies the tree into the task's arena and frees jansson's own. */
#include "format/json_read.h"

#include <string.h>

#include <jansson.h>

#include "base/limits.h"
#include "format/json_name.h"

static void free_tree(json_t **tree)
{
    json_decref(*tree);
}
#define WITH_TREE(name) __attribute__((cleanup(free_tree))) json_t *name = NULL

/* jansson's own text quotes what it stumbled over: that may be about a child, so it is not used. */
static const char *syntax_words(const json_error_t *e)
{
    switch (json_error_code(e)) {
    case json_error_premature_end_of_input: return "the text ends too early";
    case json_error_end_of_input_expected: return "something follows the end";
    case json_error_invalid_utf8: return "this is not UTF-8: save it as UTF-8";
    case json_error_duplicate_key: return "a name is used twice in one object";
    case json_error_numeric_overflow: return "the number is too large";
    case json_error_null_character:
    case json_error_null_byte_in_key: return "NUL is not allowed in text";
    case json_error_stack_overflow: return "objects are nested too deeply";
    case json_error_unknown:
    case json_error_out_of_memory:
    case json_error_cannot_open_file:
    case json_error_invalid_argument:
    case json_error_invalid_syntax:
    case json_error_invalid_format:
    case json_error_wrong_type:
    case json_error_null_value:
    case json_error_item_not_found:
    case json_error_index_out_of_range: break;
    }
    return "this is not valid JSON";
}

struct copying {
    struct task *t;
    int depth;
    bool foreign;
};

static status copy_value(struct copying *c, struct str key, json_t *from,
                         struct json_value **ret);

static status copy_list(struct copying *c, json_t *from, struct json_value *to)
{
    const struct json_value **link = &to->first;
    to->kind = JSON_LIST;
    to->count = json_array_size(from);
    for (size_t i = 0; i < to->count; i++) {
        struct json_value *member;
        TRY(copy_value(c, S(""), json_array_get(from, i), &member));
        *link = member;
        link = &member->next;
    }
    return OK;
}

static status copy_object(struct copying *c, json_t *from, struct json_value *to)
{
    const struct json_value **link = &to->first;
    to->kind = JSON_FIELDS;
    to->count = json_object_size(from);
    for (void *at = json_object_iter(from); at; at = json_object_iter_next(from, at)) {
        struct str key = str_copy(c->t->arena, str_from(json_object_iter_key(at)));
        struct json_value *member;
        TRY(copy_value(c, key, json_object_iter_value(at), &member));
        *link = member;
        link = &member->next;
    }
    return OK;
}

static status copy_nested(struct copying *c, json_t *from, struct json_value *to)
{
    if (c->depth == JSON_DEPTH_MAX)
        return fail(c->t, E_LIMIT, "JSON is nested more than %d deep", JSON_DEPTH_MAX);
    c->depth++;
    TRY(json_is_array(from) ? copy_list(c, from, to) : copy_object(c, from, to));
    c->depth--;
    return OK;
}

static status copy_value(struct copying *c, struct str key, json_t *from, struct json_value **ret)
{
    struct json_value *to = NEW(c->t->arena, struct json_value);
    to->key = key;
    *ret = to;
    if (json_is_array(from) || json_is_object(from))
        return copy_nested(c, from, to);
    if (json_is_real(from) && c->foreign) {
        to->kind = JSON_NIL;
        return OK;
    }
    if (json_is_real(from)) {
        struct json_name name = json_name_of(key);
        return fail(c->t, E_INVALID, "%s must be a whole number, without a point or exponent",
                    name.words);
    }
    if (json_is_string(from)) {
        struct str text = { json_string_value(from), json_string_length(from) };
        to->kind = JSON_TEXT;
        to->text = str_copy(c->t->arena, text);
    } else if (json_is_integer(from)) {
        to->kind = JSON_INT;
        to->number = json_integer_value(from);
    } else {
        to->kind = json_is_boolean(from) ? JSON_BOOL : JSON_NIL;
        to->number = json_is_true(from);
    }
    return OK;
}

static status read_tree(struct copying *c, struct str bytes, int64_t line,
                        const struct json_value **ret)
{
    struct task *t = c->t;
    if (bytes.len && memchr(bytes.at, '\0', bytes.len))
        return fail(t, E_INVALID, "JSON from line %lld: NUL is not allowed in text",
                    (long long)line);
    json_error_t e;
    WITH_TREE(tree);
    tree = json_loadb(bytes.at, bytes.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
    if (!tree)
        return fail(t, E_INVALID, "JSON, line %lld, column %d: %s", (long long)(line + e.line - 1),
                    e.column, syntax_words(&e));
    struct json_value *value;
    TRY(copy_value(c, S(""), tree, &value));
    *ret = value;
    return OK;
}

status json_read_from(struct task *t, struct str bytes, int64_t line, const struct json_value **ret)
{
    struct copying c = { .t = t };
    return read_tree(&c, bytes, line, ret);
}

status json_read_foreign(struct task *t, struct str bytes, size_t bytes_max,
                         const struct json_value **ret)
{
    struct copying c = { .t = t, .foreign = true };
    if (bytes.len > bytes_max)
        return fail(t, E_LIMIT, "JSON is larger than %zu bytes", bytes_max);
    return read_tree(&c, bytes, 1, ret);
}

status json_read(struct task *t, struct str bytes, size_t bytes_max, const struct json_value **ret)
{
    if (bytes.len > bytes_max)
        return fail(t, E_LIMIT, "JSON is larger than %zu bytes: send less at a time", bytes_max);
    if (str_starts(bytes, S("\xef\xbb\xbf")))
        bytes = (struct str){ bytes.at + 3, bytes.len - 3 };
    return json_read_from(t, bytes, 1, ret);
}

const struct json_value *json_member(const struct json_value *object, const char *key)
{
    if (object->kind != JSON_FIELDS)
        return NULL;
    for (const struct json_value *m = object->first; m; m = m->next) {
        if (str_is(m->key, key))
            return m;
    }
    return NULL;
}

/* The document that describes the JSON API, made from its routes, shapes and the catalogue. */
#include <stdio.h>
#include <string.h>

#include "web/api.h"

enum {
    DOCUMENT_BYTES_MAX = 4 << 20
};

/* A null is one of the types, as JSON Schema has it since OpenAPI 3.1. */
static void put_type(struct json_writer *w, const char *type, bool nullable)
{
    if (!nullable) {
        json_put_textz(w, "type", type);
        return;
    }
    json_open_list(w, "type");
    json_put_textz(w, NULL, type);
    json_put_textz(w, NULL, "null");
    json_close_list(w);
}

static void put_codes(struct json_writer *w, enum code_list list, bool nullable)
{
    json_open_list(w, "enum");
    for (unsigned i = 1; i <= code_count(list); i++)
        json_put_textz(w, NULL, code_text(list, i));
    if (nullable)
        json_put_null(w, NULL);
    json_close_list(w);
}

static void put_reference(struct json_writer *w, const char *key, const char *schema)
{
    char at[128];
    snprintf(at, sizeof at, "#/components/schemas/%s", schema);
    if (key)
        json_open_object(w, key);
    json_put_textz(w, "$ref", at);
    if (key)
        json_close_object(w);
}

static void put_field(struct json_writer *w, const struct json_field *f)
{
    json_open_object(w, f->name);
    switch ((enum json_shape_kind)f->kind) {
    case SHAPE_TEXT:
    case SHAPE_WORDS: put_type(w, "string", f->nullable); break;
    case SHAPE_NUMBER:
    case SHAPE_LARGE: put_type(w, "integer", f->nullable); break;
    case SHAPE_FLAG: put_type(w, "boolean", false); break;
    case SHAPE_INSTANT:
        put_type(w, "string", f->nullable);
        json_put_textz(w, "format", "date-time");
        break;
    case SHAPE_DATE:
        put_type(w, "string", f->nullable);
        json_put_textz(w, "format", "date");
        break;
    case SHAPE_CODE:
        put_type(w, "string", true);
        put_codes(w, (enum code_list)f->list, true);
        break;
    case SHAPE_LIST:
        put_type(w, "array", false);
        put_reference(w, "items", f->of->name);
        break;
    case SHAPE_SAID: put_type(w, "object", false); break;
    }
    json_put_textz(w, "description", f->words);
    json_close_object(w);
}

/* Rows first, so that each schema stands once, whoever else refers to it. */
static void put_shape(struct json_writer *w, const struct json_shape *s,
                      const struct json_shape **done, size_t *count)
{
    for (size_t i = 0; i < *count; i++)
        if (done[i] == s)
            return;
    done[(*count)++] = s;
    for (size_t i = 0; i < s->fields; i++)
        if (s->field[i].of)
            put_shape(w, s->field[i].of, done, count);
    json_open_object(w, s->name);
    json_put_textz(w, "type", "object");
    json_put_textz(w, "description", s->words);
    json_open_object(w, "properties");
    for (size_t i = 0; i < s->fields; i++)
        put_field(w, &s->field[i]);
    json_close_object(w);
    json_open_list(w, "required");
    for (size_t i = 0; i < s->fields; i++)
        json_put_textz(w, NULL, s->field[i].name);
    json_close_list(w);
    json_close_object(w);
}

static void put_said_field(struct json_writer *w, const struct field_def *d)
{
    json_open_object(w, d->name);
    switch ((enum field_type)d->type) {
    case FIELD_CODE:
        json_put_textz(w, "type", "string");
        put_codes(w, (enum code_list)d->list, false);
        break;
    case FIELD_TEXT:
    case FIELD_RULE: json_put_textz(w, "type", "string"); break;
    case FIELD_CODES:
        json_put_textz(w, "type", "string");
        json_put_textz(w, "description", "codes with one space between them");
        json_put_textz(w, "x-codes", code_list_name((enum code_list)d->list));
        break;
    case FIELD_FLAG: json_put_textz(w, "type", "boolean"); break;
    case FIELD_DATE:
        json_put_textz(w, "type", "string");
        json_put_textz(w, "format", "date");
        break;
    case FIELD_INSTANT:
        json_put_textz(w, "type", "string");
        json_put_textz(w, "format", "date-time");
        break;
    case FIELD_INT:
    case FIELD_ABOUT:
    case FIELD_SUBJECT: json_put_textz(w, "type", "integer"); break;
    }
    json_close_object(w);
}

static const char *entry_schema(char room[80], const struct kind_def *k)
{
    snprintf(room, 80, "say-%s", k->name);
    return room;
}

/* What every entry may say of itself, whatever its kind. */
static void put_header(struct json_writer *w, const struct kind_def *k)
{
    static const struct {
        const char *name, *type, *words;
    } header[] = {
        { "happened", "string", "when it was so, like 2026-03-27T02:10Z, or a day; else now" },
        { "key", "string", "yours: the same again records nothing twice" },
        { "corrects", "integer", "n of the entry that this one replaces" },
        { "expected", "integer", "the file's length as you saw it: refused when it moved on" },
        { "source", "string", "where you have it from" },
    };
    json_open_object(w, "kind");
    json_put_textz(w, "const", k->name);
    json_close_object(w);
    for (size_t i = 0; i < COUNT(header); i++) {
        unsigned at;
        if (event_field_def(event_kind_named(str_from(k->name)), str_from(header[i].name), &at))
            continue; /* the kind has a field of that name: the header's is written with an @ */
        json_open_object(w, header[i].name);
        json_put_textz(w, "type", header[i].type);
        json_put_textz(w, "description", header[i].words);
        json_close_object(w);
    }
}

static void put_kind(struct json_writer *w, const struct kind_def *k)
{
    char name[80];
    json_open_object(w, entry_schema(name, k));
    json_put_textz(w, "type", "object");
    json_put_textz(w, "description", k->words);
    json_open_object(w, "properties");
    put_header(w, k);
    for (unsigned i = 0; i < k->fields; i++)
        if (strcmp(k->field[i].name, "kind") != 0)
            put_said_field(w, &k->field[i]);
    json_close_object(w);
    json_open_list(w, "required");
    json_put_textz(w, NULL, "kind");
    json_put_textz(w, NULL, "key");
    for (unsigned i = 0; i < k->fields; i++)
        if (k->field[i].required && k->field[i].type != FIELD_ABOUT)
            json_put_textz(w, NULL, k->field[i].name);
    json_close_list(w);
    json_put_bool(w, "additionalProperties", false);
    json_close_object(w);
}

static void put_find(struct json_writer *w)
{
    json_open_object(w, "find");
    json_put_textz(w, "type", "object");
    json_open_object(w, "properties");
    json_open_object(w, "words");
    json_put_textz(w, "type", "string");
    json_put_textz(w, "description", "names, numbers, a date of birth, a home …: all must fit");
    json_close_object(w);
    json_close_object(w);
    json_open_list(w, "required");
    json_put_textz(w, NULL, "words");
    json_close_list(w);
    json_close_object(w);
}

static void put_schemas(struct json_writer *w)
{
    const struct json_shape *done[64];
    size_t count = 0;
    char name[80];
    json_open_object(w, "schemas");
    for (size_t i = 0; i < operation_count; i++)
        put_shape(w, operations[i].answer, done, &count);
    json_open_object(w, "problem");
    json_put_textz(w, "type", "object");
    json_put_textz(w, "description", "RFC 9457: what is wrong, and what to do");
    json_close_object(w);
    put_find(w);
    json_open_object(w, "say");
    json_open_list(w, "oneOf");
    for (unsigned k = 1; k < EVENT_KINDS; k++)
        if (api_takes((enum event_kind)k)) {
            json_open_object(w, NULL);
            put_reference(w, NULL, entry_schema(name, event_kind_def((enum event_kind)k)));
            json_close_object(w);
        }
    json_close_list(w);
    json_close_object(w);
    for (unsigned k = 1; k < EVENT_KINDS; k++)
        if (api_takes((enum event_kind)k))
            put_kind(w, event_kind_def((enum event_kind)k));
    json_close_object(w);
}

static void put_content(struct json_writer *w, const char *type, const char *schema)
{
    json_open_object(w, "content");
    json_open_object(w, type);
    put_reference(w, "schema", schema);
    json_close_object(w);
    json_close_object(w);
}

static void put_answers(struct json_writer *w, const struct operation *o)
{
    static const struct {
        const char *code, *words;
    } troubles[] = {
        { "400", "Something in the request is not valid: the detail says what" },
        { "401", "Nobody is signed in, or the signature is not good" },
        { "403", "The role may not do this, or there is no relation to this child" },
        { "404", "There is no such thing" },
        { "409", "The record moved on, or was begun otherwise" },
        { "503", "Could not look: try again" },
    };
    json_open_object(w, "responses");
    json_open_object(w, o->takes && strcmp(o->takes, "say") == 0 ? "201" : "200");
    json_put_textz(w, "description", o->answer->words);
    put_content(w, "application/json", o->answer->name);
    json_close_object(w);
    for (size_t i = 0; i < COUNT(troubles); i++) {
        json_open_object(w, troubles[i].code);
        json_put_textz(w, "description", troubles[i].words);
        put_content(w, "application/problem+json", "problem");
        json_close_object(w);
    }
    json_close_object(w);
}

static void put_parameters(struct json_writer *w, const struct operation *o)
{
    json_open_list(w, "parameters");
    if (o->number) {
        json_open_object(w, NULL);
        json_put_textz(w, "name", o->number);
        json_put_textz(w, "in", "path");
        json_put_bool(w, "required", true);
        json_open_object(w, "schema");
        json_put_textz(w, "type", "integer");
        json_close_object(w);
        json_close_object(w);
    }
    for (size_t i = 0; i < COUNT(o->query) && o->query[i].name; i++) {
        json_open_object(w, NULL);
        json_put_textz(w, "name", o->query[i].name);
        json_put_textz(w, "in", "query");
        json_put_textz(w, "description", o->query[i].words);
        json_open_object(w, "schema");
        json_put_textz(w, "type", "string");
        json_close_object(w);
        json_close_object(w);
    }
    json_close_list(w);
}

static void put_operation(struct json_writer *w, const struct operation *o)
{
    const struct route *r = &routes[o->route];
    json_open_object(w, r->method == METHOD_GET ? "get" : "post");
    json_put_textz(w, "operationId", r->name);
    json_put_textz(w, "summary", o->words);
    json_put_textz(w, "x-permission", permission_name(r->needs));
    json_open_list(w, "x-roles");
    for (unsigned role = 1; role < ROLES; role++)
        if (role_may((uint8_t)role, r->needs))
            json_put_textz(w, NULL, code_text(CODES_ROLE, role));
    json_close_list(w);
    put_parameters(w, o);
    if (o->takes) {
        json_open_object(w, "requestBody");
        json_put_bool(w, "required", true);
        put_content(w, "application/json", o->takes);
        json_close_object(w);
    }
    put_answers(w, o);
    json_close_object(w);
}

/* "/api/v1/child/{n}" → "/api/v1/child/{child}". */
static struct str path_of(struct task *t, const struct operation *o)
{
    const char *pattern = routes[o->route].pattern, *at = strstr(pattern, "{n}");
    if (!at)
        return str_from(pattern);
    return str_print(t->arena, "%.*s{%s}%s", (int)(at - pattern), pattern, o->number, at + 3);
}

/* Addresses that differ by method only are one path. */
static void put_paths(struct task *t, struct json_writer *w)
{
    json_open_object(w, "paths");
    for (size_t i = 0; i < operation_count; i++) {
        struct str path = path_of(t, &operations[i]);
        bool again = i > 0 && str_equal(path, path_of(t, &operations[i - 1]));
        if (!again) {
            if (i > 0)
                json_close_object(w);
            json_open_object(w, str_nul(t->arena, path));
        }
        put_operation(w, &operations[i]);
    }
    json_close_object(w);
    json_close_object(w);
}

static void put_security(struct json_writer *w)
{
    json_open_object(w, "securitySchemes");
    json_open_object(w, "person");
    json_put_textz(w, "type", "apiKey");
    json_put_textz(w, "in", "cookie");
    json_put_textz(w, "name", "sightline");
    json_put_textz(w, "description",
                   "A person's sign-in. What changes something also carries the"
                   " sign-in's token, as the member `token` of the body.");
    json_close_object(w);
    json_open_object(w, "machine");
    json_put_textz(w, "type", "apiKey");
    json_put_textz(w, "in", "header");
    json_put_textz(w, "name", "Signature");
    json_put_textz(w, "description",
                   "An agency's machine: RFC 9421 with Ed25519 over method, address and digest.");
    json_close_object(w);
    json_close_object(w);
}

struct str openapi_document(struct task *t)
{
    struct text x = text_open(t->arena, DOCUMENT_BYTES_MAX);
    struct json_writer w = json_writer_open(&x);
    json_open_object(&w, NULL);
    json_put_textz(&w, "openapi", "3.1.0");
    json_open_object(&w, "info");
    json_put_textz(&w, "title", "Sightline");
    json_put_textz(&w, "version", "1");
    json_put_textz(&w, "description",
                   "The same looks, permissions and records as the pages. Each look at a child is"
                   " recorded before it is answered.");
    json_close_object(&w);
    json_open_list(&w, "security");
    json_open_object(&w, NULL);
    json_open_list(&w, "person");
    json_close_list(&w);
    json_close_object(&w);
    json_open_object(&w, NULL);
    json_open_list(&w, "machine");
    json_close_list(&w);
    json_close_object(&w);
    json_close_list(&w);
    put_paths(t, &w);
    json_open_object(&w, "components");
    put_security(&w);
    put_schemas(&w);
    json_close_object(&w);
    json_close_object(&w);
    json_writer_done(&w);
    MUST(!x.full);
    return text_done(&x);
}

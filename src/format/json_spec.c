/* Fills structs from JSON objects by a table, refusing what the table does not name. */
#include <stdio.h>
#include <string.h>

#include "format/json_name.h"

struct json_name json_name_of(struct str key)
{
    struct json_name name = { "a field" };
    if (key.len == 0 || key.len > 40)
        return name;
    for (size_t i = 0; i < key.len; i++) {
        char c = key.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '_' || c == '@' || c == '.';
        if (!plain)
            return name;
    }
    snprintf(name.words, sizeof name.words, "field %.*s", STR_ARG(key));
    return name;
}

static status want_text(struct task *t, const struct json_value *v, const struct json_spec *s,
                        char *at)
{
    if (v->kind != JSON_TEXT)
        return fail(t, E_INVALID, "field %s must be text", s->key);
    if (v->text.len < (size_t)s->min || (s->max && v->text.len > (size_t)s->max))
        return fail(t, E_INVALID, "field %s must be %lld to %lld bytes long", s->key,
                    (long long)s->min, (long long)s->max);
    memcpy(at, &v->text, sizeof v->text);
    return OK;
}

static status want_int(struct task *t, const struct json_value *v, const struct json_spec *s,
                       char *at)
{
    if (v->kind != JSON_INT || v->number < s->min || v->number > s->max)
        return fail(t, E_INVALID, "field %s must be a whole number from %lld to %lld", s->key,
                    (long long)s->min, (long long)s->max);
    memcpy(at, &v->number, sizeof v->number);
    return OK;
}

static status want_bool(struct task *t, const struct json_value *v, const struct json_spec *s,
                        char *at)
{
    if (v->kind != JSON_BOOL)
        return fail(t, E_INVALID, "field %s must be true or false", s->key);
    bool flag = v->number != 0;
    memcpy(at, &flag, sizeof flag);
    return OK;
}

static status want_date(struct task *t, const struct json_value *v, const struct json_spec *s,
                        char *at)
{
    struct date d;
    if (v->kind != JSON_TEXT || date_parse(t, v->text, &d) != OK)
        return fail(t, E_INVALID, "field %s must be a real date, year first, like 2026-03-27",
                    s->key);
    memcpy(at, &d, sizeof d);
    return OK;
}

static status want_instant(struct task *t, const struct json_value *v, const struct json_spec *s,
                           char *at)
{
    struct instant i;
    if (v->kind != JSON_TEXT || instant_parse(t, v->text, &i) != OK)
        return fail(t, E_INVALID,
                    "field %s must be a date and time with its zone, like 2026-03-27T02:10Z",
                    s->key);
    memcpy(at, &i, sizeof i);
    return OK;
}

static status want_members(struct task *t, const struct json_value *v, const struct json_spec *s,
                           char *at)
{
    bool list = s->want == JSON_WANT_LIST;
    if (v->kind != (list ? JSON_LIST : JSON_FIELDS))
        return fail(t, E_INVALID, "field %s must be %s", s->key, list ? "a list" : "an object");
    if (list && (v->count < (size_t)s->min || (s->max && v->count > (size_t)s->max)))
        return fail(t, E_INVALID, "field %s must have %lld to %lld members", s->key,
                    (long long)s->min, (long long)s->max);
    memcpy(at, &v, sizeof(const struct json_value *));
    return OK;
}

static status fill(struct task *t, const struct json_value *v, const struct json_spec *s, char *at)
{
    switch (s->want) {
    case JSON_WANT_TEXT: return want_text(t, v, s, at);
    case JSON_WANT_INT: return want_int(t, v, s, at);
    case JSON_WANT_BOOL: return want_bool(t, v, s, at);
    case JSON_WANT_DATE: return want_date(t, v, s, at);
    case JSON_WANT_INSTANT: return want_instant(t, v, s, at);
    case JSON_WANT_LIST:
    case JSON_WANT_FIELDS: return want_members(t, v, s, at);
    case JSON_WANT_ANY: memcpy(at, &v, sizeof(const struct json_value *)); return OK;
    }
    return OK;
}

static const struct json_spec *spec_named(const struct json_spec *specs, size_t count,
                                          struct str key)
{
    for (size_t i = 0; i < count; i++) {
        if (str_is(key, specs[i].key))
            return &specs[i];
    }
    return NULL;
}

status json_read_object(struct task *t, const struct json_value *object,
                        const struct json_spec *specs, size_t count, void *ret)
{
    if (object->kind != JSON_FIELDS)
        return fail(t, E_INVALID, "JSON must be an object here: { \"name\": value, … }");
    for (const struct json_value *m = object->first; m; m = m->next) {
        const struct json_spec *s = spec_named(specs, count, m->key);
        if (!s)
            return fail(t, E_INVALID, "%s is not known here: check its spelling",
                        json_name_of(m->key).words);
        if (m->kind == JSON_NIL && !s->required && s->want != JSON_WANT_ANY)
            continue;
        TRY(fill(t, m, s, (char *)ret + s->at));
    }
    for (size_t i = 0; i < count; i++) {
        if (specs[i].required && !json_member(object, specs[i].key))
            return fail(t, E_INVALID, "field %s is missing", specs[i].key);
    }
    return OK;
}

status json_read_pairs(struct task *t, const struct json_value *object, size_t pairs_max,
                       struct json_pairs *ret)
{
    if (object->kind != JSON_FIELDS)
        return fail(t, E_INVALID, "JSON must be an object here: { \"name\": value, … }");
    if (object->count > pairs_max)
        return fail(t, E_LIMIT, "the object has more than %zu fields", pairs_max);
    struct json_pair *pair = NEWS(t->arena, struct json_pair, object->count);
    size_t count = 0;
    for (const struct json_value *m = object->first; m; m = m->next) {
        if (m->kind == JSON_LIST || m->kind == JSON_FIELDS)
            return fail(t, E_INVALID, "%s must be text, a whole number, true or false",
                        json_name_of(m->key).words);
        pair[count++] = (struct json_pair){ m->key, m->kind, m->text, m->number };
    }
    *ret = (struct json_pairs){ pair, count };
    return OK;
}

/* Reads settings by their table and remembers where each value came from. */
#include "format/settings.h"

#include <string.h>

#include "base/limits.h"

static size_t find(const struct settings *s, struct str key)
{
    size_t i = 0;
    while (i < s->count && !str_is(key, s->table[i].key))
        i++;
    return i;
}

static status read_flag(struct task *t, struct str text, int64_t *ret)
{
    if (str_is(text, "yes") || str_is(text, "no")) {
        *ret = str_is(text, "yes");
        return OK;
    }
    return fail(t, E_INVALID, "must be yes or no");
}

static status read_value(struct task *t, const struct setting *row, struct str text,
                         struct setting_value *ret)
{
    ret->text = text;
    ret->number = 0;
    switch (row->kind) {
    case SETTING_INT: return str_to_i64(t, text, row->min, row->max, &ret->number);
    case SETTING_FLAG: return read_flag(t, text, &ret->number);
    case SETTING_TEXT:
    case SETTING_PATH:
    case SETTING_SECRET_FILE: break;
    }
    return OK;
}

status settings_open(struct task *t, const struct setting *table, size_t count,
                     struct settings *ret)
{
    struct settings s = { table, count, NEWS(t->arena, struct setting_value, count) };
    for (size_t i = 0; i < count; i++) {
        if (!table[i].standard)
            continue;
        TRY(read_value(t, &table[i], str_from(table[i].standard), &s.value[i]));
        s.value[i].origin = S("standard");
    }
    *ret = s;
    return OK;
}

status settings_set(struct task *t, struct settings *s, struct str key, struct str value,
                    struct str origin)
{
    size_t i = find(s, key);
    if (i == s->count)
        return fail(t, E_INVALID, "%.*s: there is no such setting: `sightline settings` lists them",
                    STR_ARG(origin));
    struct setting_value read = { 0 };
    if (read_value(t, &s->table[i], value, &read) != OK) {
        struct str why = str_print(t->arena, "%s", t->reason);
        return fail(t, E_INVALID, "%.*s: %s %.*s", STR_ARG(origin), s->table[i].key, STR_ARG(why));
    }
    read.text = str_copy(t->arena, value);
    read.origin = str_copy(t->arena, origin);
    s->value[i] = read;
    return OK;
}

struct reading {
    struct task *t;
    struct settings *s;
    struct str name;
    int line;
    bool *seen;
};

static status read_line(struct reading *r, struct str line)
{
    struct str key, value;
    line = str_trim(line);
    if (line.len == 0 || line.at[0] == '#')
        return OK;
    struct str origin = str_print(r->t->arena, "%.*s line %d", STR_ARG(r->name), r->line);
    if (!str_cut(line, '=', &key, &value))
        return fail(r->t, E_INVALID, "%.*s: must be `key = value`, or begin with #",
                    STR_ARG(origin));
    key = str_trim(key);
    size_t i = find(r->s, key);
    if (i < r->s->count && r->seen[i])
        return fail(r->t, E_INVALID, "%.*s: %s is set twice in this file", STR_ARG(origin),
                    r->s->table[i].key);
    TRY(settings_set(r->t, r->s, key, str_trim(value), origin));
    r->seen[i] = true;
    return OK;
}

status settings_read(struct task *t, struct settings *s, struct str name, struct str text)
{
    if (text.len > SETTINGS_BYTES_MAX)
        return fail(t, E_LIMIT, "%.*s: larger than %d KiB", STR_ARG(name),
                    SETTINGS_BYTES_MAX >> 10);
    if (!str_is_utf8(text) || (text.len && memchr(text.at, '\0', text.len)))
        return fail(t, E_INVALID, "%.*s: not UTF-8 text", STR_ARG(name));
    struct reading r = { t, s, name, 0, NEWS(t->arena, bool, s->count) };
    while (text.len > 0) {
        struct str line = text, rest = S("");
        str_cut(text, '\n', &line, &rest);
        r.line++;
        TRY(read_line(&r, line));
        text = rest;
    }
    return OK;
}

status settings_check(struct task *t, const struct settings *s)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->value[i].origin.len == 0)
            return fail(t, E_INVALID, "setting %s is missing: %s", s->table[i].key,
                        s->table[i].help);
    }
    return OK;
}

status settings_whole(struct task *t, const struct setting *table, size_t count, struct str name,
                      struct str text, struct settings *ret)
{
    TRY(settings_open(t, table, count, ret));
    TRY(settings_read(t, ret, name, text));
    return settings_check(t, ret);
}

static const struct setting_value *value_of(const struct settings *s, const char *key, bool text,
                                            enum setting_kind kind)
{
    size_t i = find(s, str_from(key));
    MUST(i < s->count);
    enum setting_kind own = s->table[i].kind;
    MUST(text ? own != SETTING_INT && own != SETTING_FLAG : own == kind);
    return &s->value[i];
}

struct str settings_text(const struct settings *s, const char *key)
{
    return value_of(s, key, true, SETTING_TEXT)->text;
}

int64_t settings_int(const struct settings *s, const char *key)
{
    return value_of(s, key, false, SETTING_INT)->number;
}

bool settings_flag(const struct settings *s, const char *key)
{
    return value_of(s, key, false, SETTING_FLAG)->number != 0;
}

void settings_list(const struct settings *s, struct text *out)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct setting_value *v = &s->value[i];
        struct str origin = v->origin.len ? v->origin : S("not set");
        text_addf(out, "# %s (%.*s)\n%s = %.*s\n", s->table[i].help, STR_ARG(origin),
                  s->table[i].key, STR_ARG(v->text));
    }
}

/* Turns schema text in the common dialect into the words of one engine. */
#include "db/schema.h"

#include <ctype.h>
#include <string.h>

struct word {
    const char *name;
    const char *means[2]; /* by engine; # stands for what follows the name */
};

static const struct word words[] = {
    { "int", { "INTEGER", "BIGINT" } },
    { "bytes", { "BLOB", "BYTEA" } },
    { "text", { "TEXT", "TEXT COLLATE \"C\"" } },
    { "dense", { "INTEGER PRIMARY KEY", "BIGINT NOT NULL" } },
    { "dense-key", { "", ", PRIMARY KEY (#)" } },
    { "strict", { "STRICT", "" } },
    { "without-rowid", { "STRICT, WITHOUT ROWID", "" } },
    { "append-only",
      { "CREATE TRIGGER #_is_never_changed BEFORE UPDATE ON # BEGIN"
        " SELECT RAISE(ABORT, 'rows of # are never changed'); END;\n"
        "CREATE TRIGGER #_is_never_removed BEFORE DELETE ON # BEGIN"
        " SELECT RAISE(ABORT, 'rows of # are never removed'); END;\n",
        "CREATE FUNCTION #_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION 'rows of # are never changed or removed'; END $$;\n"
        "CREATE TRIGGER #_is_never_changed BEFORE UPDATE OR DELETE ON #"
        " FOR EACH ROW EXECUTE FUNCTION #_stays();\n"
        "CREATE TRIGGER #_is_never_emptied BEFORE TRUNCATE ON #"
        " FOR EACH STATEMENT EXECUTE FUNCTION #_stays();\n"
        "REVOKE UPDATE, DELETE, TRUNCATE ON # FROM PUBLIC, CURRENT_USER;\n" } },
};

/* Names and commas only: a schema file cannot smuggle SQL through a word's argument. */
static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (!islower((unsigned char)c) && !isdigit((unsigned char)c) && !strchr("_, ", c))
            return false;
    }
    return true;
}

static void add_meaning(struct text *out, const char *meaning, struct str argument)
{
    for (const char *p = meaning; *p; p++) {
        if (*p == '#')
            text_add(out, argument);
        else
            text_addc(out, *p);
    }
}

static status add_word(struct task *t, enum engine e, struct str inside, struct text *out)
{
    struct str name, argument;
    if (!str_cut(inside, ' ', &name, &argument)) {
        name = inside;
        argument = S("");
    }
    argument = str_trim(argument);

    for (size_t i = 0; i < COUNT(words); i++) {
        if (!str_is(name, words[i].name))
            continue;
        bool wants = strchr(words[i].means[ENGINE_POSTGRES], '#') != NULL;
        if (wants != (argument.len > 0) || !is_plain(argument))
            return fail(t, E_INVALID, "schema: {{%.*s}} %s", STR_ARG(inside),
                        wants ? "needs lower-case names after it" : "takes nothing after it");
        add_meaning(out, words[i].means[e], argument);
        return OK;
    }
    return fail(t, E_INVALID, "schema: {{%.*s}} is not a word of db/schema.h", STR_ARG(inside));
}

static size_t find_pair(struct str s, size_t from, const char pair[static 2])
{
    for (size_t i = from; i + 1 < s.len; i++) {
        if (s.at[i] == pair[0] && s.at[i + 1] == pair[1])
            return i;
    }
    return s.len;
}

status schema_expand(struct task *t, enum engine e, struct str text, struct str *ret_sql)
{
    struct text out = text_open(t->arena, SCHEMA_BYTES_MAX);
    size_t at = 0;
    while (at < text.len) {
        size_t open = find_pair(text, at, "{{");
        text_add(&out, (struct str){ text.at + at, open - at });
        if (open == text.len)
            break;
        size_t shut = find_pair(text, open + 2, "}}");
        if (shut == text.len)
            return fail(t, E_INVALID, "schema: a {{ has no }} after it");
        struct str inside = { text.at + open + 2, shut - open - 2 };
        TRY(add_word(t, e, str_trim(inside), &out));
        at = shut + 2;
    }
    if (out.full)
        return fail(t, E_LIMIT, "schema: longer than %d bytes: split the file", SCHEMA_BYTES_MAX);
    *ret_sql = text_done(&out);
    return OK;
}

bool schema_next(struct str *rest, struct str *ret_part)
{
    struct str whole = *rest;
    if (str_trim(whole).len == 0)
        return false;
    size_t line = 0;
    while (line < whole.len) {
        const char *end = memchr(whole.at + line, '\n', whole.len - line);
        size_t stop = end ? (size_t)(end - whole.at) : whole.len;
        if (str_is(str_trim((struct str){ whole.at + line, stop - line }), ";")) {
            size_t next = end ? stop + 1 : stop;
            *ret_part = (struct str){ whole.at, line };
            *rest = (struct str){ whole.at + next, whole.len - next };
            return true;
        }
        line = stop + 1;
    }
    *ret_part = whole;
    *rest = (struct str){ whole.at + whole.len, 0 };
    return true;
}

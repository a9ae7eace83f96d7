/* The settings of a register: what it is, and what leaves it. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "work/store_files.h"
#include "work/store_open.h"

static const struct setting store_rows[] = {
    { "authority-name", SETTING_TEXT, NULL, "the responsible authority", 0, 0 },
    { "authority-code", SETTING_TEXT, NULL, "its code, as the Office for National Statistics"
                                            " writes it", 0, 0 },
    { "origin", SETTING_TEXT, NULL, "the journal's name in signed heads: never changes", 0, 0 },
    { "nation", SETTING_TEXT, NULL, "whose rules apply", 0, 0 },
    { "made-up", SETTING_FLAG, "no", "yes: nobody in it is real, and every page says so", 0, 0 },
    { "key-file", SETTING_SECRET_FILE, "", "where the key lies; empty: the file named key", 0, 0 },
};

struct str settings_text_of(struct arena *a, const struct store_settings *s)
{
    struct text x = text_open(a, SETTINGS_BYTES_MAX);
    text_addz(&x, "# What this register is. The key itself never stands here.\n");
    text_addf(&x, "authority-name = %.*s\n", STR_ARG(s->authority_name));
    text_addf(&x, "authority-code = %.*s\n", STR_ARG(s->authority_code));
    text_addf(&x, "origin = %.*s\n", STR_ARG(s->origin));
    text_addf(&x, "nation = %.*s\n", STR_ARG(s->nation));
    if (s->made_up)
        text_addz(&x, "made-up = yes\n");
    if (s->key_file.len > 0)
        text_addf(&x, "key-file = %.*s\n", STR_ARG(s->key_file));
    return text_done(&x);
}

static const struct setting *all_rows(struct arena *a, size_t *ret_count)
{
    size_t count = COUNT(store_rows) + send_setting_count;
    struct setting *all = NEWS(a, struct setting, count);
    memcpy(all, store_rows, sizeof store_rows);
    memcpy(all + COUNT(store_rows), send_setting_rows, send_setting_count * sizeof *all);
    *ret_count = count;
    return all;
}

/* A register on a server has no file beside it. What it is may not be said there, only what
 * leaves it. */
static status read_over(struct task *t, struct settings *s)
{
    struct settings sending = { send_setting_rows, send_setting_count,
                                s->value + COUNT(store_rows) };
    struct str path = str_from(getenv("SIGHTLINE_SETTINGS")), text;
    if (path.len == 0)
        return OK;
    TRY(store_file_read(t, path, SETTINGS_BYTES_MAX, &text));
    return settings_read(t, &sending, path, settings_before_sections(text));
}

status settings_parse(struct task *t, struct str name, struct str text,
                      struct store_settings *ret)
{
    struct settings s;
    size_t count;
    const struct setting *rows = all_rows(t->arena, &count);
    TRY(settings_whole(t, rows, count, name, settings_before_sections(text), &s));
    TRY(read_over(t, &s));
    *ret = (struct store_settings){
        .authority_name = settings_text(&s, "authority-name"),
        .authority_code = settings_text(&s, "authority-code"),
        .origin = settings_text(&s, "origin"),
        .nation = settings_text(&s, "nation"),
        .key_file = settings_text(&s, "key-file"),
        .made_up = settings_flag(&s, "made-up"),
    };
    return send_settings_of(t, &s, ret->made_up, &ret->send);
}

status settings_file_read(struct task *t, struct str path, struct store_settings *ret)
{
    struct str text;
    TRY(store_file_read(t, path, SETTINGS_BYTES_MAX, &text));
    return settings_parse(t, path, text, ret);
}

status settings_file_write(struct task *t, struct str path, const struct store_settings *s)
{
    return store_file_make(t, path, settings_text_of(t->arena, s), 0644);
}

/* --- settings that lie in the register itself --- */

enum { SETTING_GET, SETTING_PUT };
_Static_assert(SETTING_PUT + 1 == SETTING_STATEMENTS, "all are prepared together");
const struct statement setting_statements[SETTING_STATEMENTS] = {
    [SETTING_GET] = { .name = "setting.get",
                      .sql = "SELECT value FROM setting WHERE log = $1 AND name = $2",
                      .params = 2, .columns = 1 },
    [SETTING_PUT] = { .name = "setting.put",
                      .sql = "INSERT INTO setting (log, name, value) VALUES ($1, $2, $3)"
                             " ON CONFLICT (log, name) DO UPDATE SET value = excluded.value",
                      .params = 3 },
};

status setting_get(struct task *t, struct db *kept, int64_t log, struct str name, struct str *ret)
{
    WITH_CURSOR(rows);
    struct value in[] = { I64(log), TEXT(name) };
    TRY(db_query(t, kept, &setting_statements[SETTING_GET], in, COUNT(in), &rows));
    bool found = cursor_next(&rows);
    struct str value = found ? cursor_text(&rows) : S("");
    TRY(cursor_done(&rows));
    if (!found)
        return fail(t, E_MISSING, "the setting %.*s is not in this register", STR_ARG(name));
    *ret = value;
    return OK;
}

status setting_put(struct task *t, struct db *kept, int64_t log, struct str name,
                   struct str value)
{
    struct value in[] = { I64(log), TEXT(name), TEXT(value) };
    return db_run(t, kept, &setting_statements[SETTING_PUT], in, COUNT(in));
}

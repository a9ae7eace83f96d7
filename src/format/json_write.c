/* Writes JSON as it comes, keeping only the depth, commas and, in canonical mode, the last key. */
#include "format/json_write.h"

struct json_writer json_writer_open(struct text *out)
{
    return (struct json_writer){ .out = out };
}

struct json_writer json_writer_canonical(struct text *out)
{
    return (struct json_writer){ .out = out, .canonical = true };
}

void json_writer_done(const struct json_writer *w)
{
    MUST(w->depth == 0);
}

/* RFC 8785 section 3.2.2.2: the short escapes where they exist, \u00xx for other controls. */
static void put_escape(struct text *out, unsigned char c)
{
    static const char short_form[0x20] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r',
    };
    char letter = c == '"' || c == '\\' ? (char)c : short_form[c];
    if (letter) {
        char escape[] = { '\\', letter };
        text_add(out, (struct str){ escape, sizeof escape });
    } else {
        text_addf(out, "\\u%04x", c);
    }
}

static void put_characters(struct text *out, struct str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c >= ' ' && c != '"' && c != '\\')
            continue;
        text_add(out, (struct str){ s.at + from, i - from });
        put_escape(out, c);
        from = i + 1;
    }
    text_add(out, (struct str){ s.at + from, s.len - from });
}

/* A reader must never be given broken text, even when a caller was careless. */
void json_put_string(struct text *out, struct str s)
{
    text_addc(out, '"');
    while (s.len > 0) {
        size_t sound = str_utf8_front(s);
        put_characters(out, (struct str){ s.at, sound });
        if (sound < s.len)
            text_addz(out, "\xef\xbf\xbd");
        size_t past = sound < s.len ? sound + 1 : sound;
        s = (struct str){ s.at + past, s.len - past };
    }
    text_addc(out, '"');
}

/* Comma and key before a value. */
static void begin(struct json_writer *w, const char *key)
{
    if (w->depth == 0) {
        MUST(!key);
        return;
    }
    struct json_level *level = &w->level[w->depth - 1];
    MUST(level->list == !key);
    if (level->begun)
        text_addc(w->out, ',');
    if (key) {
        struct str name = str_from(key);
        MUST(!w->canonical || !level->begun || str_order(level->last_key, name) < 0);
        level->last_key = name;
        json_put_string(w->out, name);
        text_addc(w->out, ':');
    }
    level->begun = true;
}

static void open_level(struct json_writer *w, const char *key, bool list)
{
    begin(w, key);
    MUST(w->depth < JSON_WRITE_DEPTH_MAX);
    w->level[w->depth].list = list;
    w->level[w->depth].begun = false;
    w->depth++;
    text_addc(w->out, list ? '[' : '{');
}

static void close_level(struct json_writer *w, bool list)
{
    MUST(w->depth > 0 && w->level[w->depth - 1].list == list);
    w->depth--;
    text_addc(w->out, list ? ']' : '}');
}

void json_open_object(struct json_writer *w, const char *key)
{
    open_level(w, key, false);
}

void json_close_object(struct json_writer *w)
{
    close_level(w, false);
}

void json_open_list(struct json_writer *w, const char *key)
{
    open_level(w, key, true);
}

void json_close_list(struct json_writer *w)
{
    close_level(w, true);
}

void json_put_text(struct json_writer *w, const char *key, struct str s)
{
    begin(w, key);
    json_put_string(w->out, s);
}

void json_put_textz(struct json_writer *w, const char *key, const char *nul_ended)
{
    if (nul_ended)
        json_put_text(w, key, str_from(nul_ended));
    else
        json_put_null(w, key);
}

void json_put_int(struct json_writer *w, const char *key, int64_t number)
{
    MUST(!w->canonical || (number >= -JSON_INT_MAX && number <= JSON_INT_MAX));
    begin(w, key);
    text_addf(w->out, "%lld", (long long)number);
}

void json_put_bool(struct json_writer *w, const char *key, bool flag)
{
    begin(w, key);
    text_addz(w->out, flag ? "true" : "false");
}

void json_put_null(struct json_writer *w, const char *key)
{
    begin(w, key);
    text_addz(w->out, "null");
}

void json_put_date(struct json_writer *w, const char *key, struct date d)
{
    char iso[32];
    json_put_text(w, key, (struct str){ iso, date_print(d, iso) });
}

void json_put_instant(struct json_writer *w, const char *key, struct instant i)
{
    if (i.us == NEVER.us) {
        json_put_null(w, key);
        return;
    }
    char iso[32];
    json_put_text(w, key, (struct str){ iso, instant_print(i, iso) });
}

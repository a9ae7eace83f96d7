/* Cuts a long text of JSON objects into single ones, so that a million need the memory of one. */
#include <string.h>

#include "base/limits.h"
#include "format/json_name.h"

static void skip_space(struct json_feed *f)
{
    while (f->at < f->end && (*f->at == ' ' || *f->at == '\t' || *f->at == '\r' || *f->at == '\n'))
        f->at++;
}

/* The line of f->at; counts on from where it last stood. */
static int64_t line_now(struct json_feed *f)
{
    while (f->counted < f->at)
        f->counted_line += *f->counted++ == '\n';
    return f->counted_line;
}

status json_feed_open(struct task *t, struct str bytes, size_t object_bytes_max,
                      struct json_feed *ret)
{
    if (bytes.len > JSON_BYTES_MAX)
        return fail(t, E_LIMIT, "the file is larger than %d MiB: split it", JSON_BYTES_MAX >> 20);
    struct json_feed f = { .t = t, .start = bytes.at, .at = bytes.at, .counted = bytes.at };
    f.end = bytes.at + bytes.len;
    f.bytes_max = object_bytes_max;
    f.line = f.counted_line = 1;
    if (str_starts(bytes, S("\xef\xbb\xbf")))
        f.at += 3;
    skip_space(&f);
    f.is_list = f.at < f.end && *f.at == '[';
    f.at += f.is_list;
    *ret = f;
    return OK;
}

static bool refuse(struct json_feed *f, const char *what)
{
    f->state = fail(f->t, E_INVALID, "JSON, line %lld: %s", (long long)line_now(f), what);
    return false;
}

/* Past the string that starts at `p`; `end` when it is never closed. */
static const char *string_end(const char *p, const char *end)
{
    for (p++; p < end && *p != '"'; p++)
        p += *p == '\\' && p + 1 < end;
    return p < end ? p + 1 : end;
}

/* Past the object that starts at `p`, counting braces outside strings; NULL when it never ends. */
static const char *object_end(const char *p, const char *end)
{
    int depth = 0;
    while (p < end) {
        if (*p == '"') {
            p = string_end(p, end);
            continue;
        }
        depth += *p == '{' || *p == '[';
        depth -= *p == '}' || *p == ']';
        p++;
        if (depth == 0)
            return p;
    }
    return NULL;
}

/* Commas between members of a list, its end, and nothing after it. True: an object may follow. */
static bool at_object(struct json_feed *f)
{
    skip_space(f);
    if (f->is_list && f->at < f->end && *f->at == ']') {
        f->at++;
        f->is_over = true;
        skip_space(f);
        return f->at == f->end ? false : refuse(f, "something follows the end of the list");
    }
    if (f->is_list && f->objects > 0) {
        if (f->at == f->end || *f->at != ',')
            return refuse(f, "a comma or the end of the list is missing");
        f->at++;
        skip_space(f);
    }
    if (f->at == f->end) {
        f->is_over = true;
        return f->is_list ? refuse(f, "the list is never closed with ]") : false;
    }
    return *f->at == '{' ? true : refuse(f, "an object { … } must stand here");
}

bool json_feed_next(struct json_feed *f, const struct json_value **ret)
{
    if (f->state != OK || f->is_over || !at_object(f))
        return false;
    f->line = line_now(f);
    size_t left = (size_t)(f->end - f->at);
    bool bounded = left > f->bytes_max;
    const char *end = object_end(f->at, f->at + (bounded ? f->bytes_max : left));
    if (!end && bounded) {
        f->state = fail(f->t, E_LIMIT,
                        "JSON, line %lld: the object is larger than %zu bytes, or never closed",
                        (long long)f->line, f->bytes_max);
        return false;
    }
    if (!end)
        return refuse(f, "the object is never closed with }");
    struct str object = { f->at, (size_t)(end - f->at) };
    f->state = json_read_from(f->t, object, f->line, ret);
    f->at = end;
    f->objects++;
    return f->state == OK;
}

status json_feed_done(const struct json_feed *f)
{
    return f->state;
}

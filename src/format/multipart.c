/* Reads multipart/form-data: boundaries at line starts only, two header fields, nothing nested. */
#include "format/multipart.h"

#include <string.h>
#include <strings.h>

static status broken(struct task *t)
{
    return fail(t, E_INVALID, "the form did not arrive whole: go back and send it again");
}

static bool starts_anyhow(struct str s, const char *prefix)
{
    size_t len = strlen(prefix);
    return s.len >= len && strncasecmp(s.at, prefix, len) == 0;
}

static struct str after(struct str s, size_t n)
{
    return (struct str){ s.at + n, s.len - n };
}

static bool boundary_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("'()+_,-./:=?", c));
}

static bool boundary_of(struct str type, struct str *ret)
{
    struct str head, rest;
    if (!starts_anyhow(type, "multipart/form-data"))
        return false;
    if (!str_cut(type, ';', &head, &rest) || str_trim(head).len != strlen("multipart/form-data"))
        return false;
    rest = str_trim(rest);
    if (!starts_anyhow(rest, "boundary="))
        return false;
    struct str b = after(rest, strlen("boundary="));
    if (b.len >= 2 && b.at[0] == '"' && b.at[b.len - 1] == '"')
        b = (struct str){ b.at + 1, b.len - 2 };
    for (size_t i = 0; i < b.len; i++)
        if (!boundary_char(b.at[i]))
            return false;
    *ret = b;
    return b.len > 0 && b.len <= MULTIPART_BOUNDARY_MAX;
}

/* A quoted value of one field's parameter: `name="photo"`. */
static bool parameter(struct str line, const char *name, struct str *ret)
{
    size_t len = strlen(name);
    bool quoted = false;
    for (size_t i = 0; i + len + 2 < line.len; i++) {
        quoted ^= line.at[i] == '"';
        bool here = !quoted && (line.at[i] == ' ' || line.at[i] == ';') &&
                    strncasecmp(line.at + i + 1, name, len) == 0 && line.at[i + 1 + len] == '=' &&
                    i + len + 2 < line.len && line.at[i + len + 2] == '"';
        if (!here)
            continue;
        struct str value = after(line, i + len + 3), rest;
        return str_cut(value, '"', ret, &rest);
    }
    return false;
}

/* The fields before a part's content. False: there is no field that says what the part is. */
static bool head_read(struct str head, struct multipart_part *p)
{
    struct str line;
    bool named = false;
    while (head.len) {
        if (!str_cut(head, '\n', &line, &head)) {
            line = head;
            head = S("");
        }
        if (!starts_anyhow(line, "content-disposition:"))
            continue;
        struct str said = str_trim(after(line, strlen("content-disposition:")));
        if (named || !starts_anyhow(said, "form-data"))
            return false;
        named = parameter(said, "name", &p->name);
        p->file = parameter(said, "filename", &p->file_name);
    }
    return named && str_is_utf8(p->name) && str_is_utf8(p->file_name);
}

/* Takes the next part off `rest`, which begins after a boundary's own line. */
static status part_read(struct task *t, struct str *rest, struct str line,
                        struct multipart_part *ret)
{
    const char *blank = memmem(rest->at, rest->len, "\r\n\r\n", 4);
    if (!blank)
        return broken(t);
    struct str head = { rest->at, (size_t)(blank - rest->at) };
    if (head.len > MULTIPART_HEAD_MAX)
        return fail(t, E_LIMIT,
                    "a part of the form has too long a name: choose a file with a"
                    " shorter one");
    struct str content = after(*rest, head.len + 4);
    const char *end = memmem(content.at, content.len, line.at, line.len);
    if (!end || !head_read(head, ret))
        return broken(t);
    ret->content = (struct str){ content.at, (size_t)(end - content.at) };
    *rest = after(content, ret->content.len + line.len);
    return OK;
}

status multipart_read(struct task *t, struct str type, struct str body, struct multipart *ret)
{
    struct str boundary;
    struct multipart m = { .count = 0 };
    if (!boundary_of(type, &boundary))
        return fail(t, E_INVALID, "the form did not arrive as a form: go back and send it again");
    struct str line = str_print(t->arena, "\r\n--%.*s", STR_ARG(boundary));
    struct str first = after(line, 2), rest = body;
    if (!str_starts(rest, first))
        return broken(t);
    rest = after(rest, first.len);
    while (!str_starts(rest, S("--"))) {
        if (!str_starts(rest, S("\r\n")))
            return broken(t);
        rest = after(rest, 2);
        if (m.count == MULTIPART_PARTS_MAX)
            return fail(t, E_LIMIT, "the form has more than %d parts", MULTIPART_PARTS_MAX);
        TRY(part_read(t, &rest, line, &m.part[m.count]));
        m.count++;
    }
    *ret = m;
    return OK;
}

const struct multipart_part *multipart_part(const struct multipart *m, const char *name)
{
    for (size_t i = 0; i < m->count; i++)
        if (str_is(m->part[i].name, name))
            return &m->part[i];
    return NULL;
}

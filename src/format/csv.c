/* Splits a CSV file in memory into rows: a plain walk, with memchr inside quotes. */
#include "format/csv.h"

#include <string.h>
#include <strings.h>

#include "base/limits.h"

#define SAVE_AS "save it as \"CSV UTF-8 (Comma delimited)\" and send it again"

/* How many line ends lie in [from, to): LF, CR LF and a CR alone count as one each. */
static int64_t lines_in(const char *from, const char *to)
{
    int64_t lines = 0;
    for (const char *p = from; p < to; p++)
        lines += *p == '\n' || (*p == '\r' && (p + 1 == to || p[1] != '\n'));
    return lines;
}

static bool looks_like_utf16(struct str s)
{
    static const struct str marks[] = { { "\xff\xfe", 2 }, { "\xfe\xff", 2 } };
    if (str_starts(s, marks[0]) || str_starts(s, marks[1]))
        return true;
    return s.len >= 4 && ((!s.at[0] && !s.at[2]) || (!s.at[1] && !s.at[3]));
}

static status check_encoding(struct task *t, struct str bytes)
{
    if (looks_like_utf16(bytes))
        return fail(t, E_INVALID, "the file is UTF-16 (byte 1, line 1): " SAVE_AS);
    const char *nul = bytes.len ? memchr(bytes.at, '\0', bytes.len) : NULL;
    if (nul)
        return fail(t, E_INVALID,
                    "byte %zu, on line %lld, is NUL, which no text holds: export the file again",
                    (size_t)(nul - bytes.at) + 1, (long long)lines_in(bytes.at, nul) + 1);
    size_t at = str_utf8_front(bytes);
    if (at == bytes.len)
        return OK;
    return fail(t, E_INVALID,
                "byte %zu, on line %lld, is not UTF-8. The file looks like Windows-1252, which"
                " Excel writes as plain CSV: " SAVE_AS,
                at + 1, (long long)lines_in(bytes.at, bytes.at + at) + 1);
}

static struct str without_doubled_quotes(struct arena *a, struct str s)
{
    char *copy = NEWS(a, char, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        copy[len++] = s.at[i];
        i += s.at[i] == '"'; /* the reader saw that they come in pairs */
    }
    return (struct str){ copy, len };
}

static const char *field_end(const char *p, const char *end)
{
    while (p < end && *p != ',' && *p != '\n' && *p != '\r')
        p++;
    return p;
}

/* The quote mark that closes a field whose text starts at `p`; NULL when none does. */
static const char *closing_quote(const char *p, const char *end, bool *ret_doubled)
{
    while (p < end) {
        const char *quote = memchr(p, '"', (size_t)(end - p));
        if (!quote)
            return NULL;
        if (quote + 1 >= end || quote[1] != '"')
            return quote;
        *ret_doubled = true;
        p = quote + 2;
    }
    return NULL;
}

static bool read_quoted(struct csv *c, struct str *ret)
{
    const char *from = c->at + 1;
    bool doubled = false;
    const char *close = closing_quote(from, c->end, &doubled);
    if (!close) {
        c->state = fail(c->t, E_INVALID,
                        "line %lld: a quote mark opens a field that is never closed: close it, or"
                        " double a quote mark that is part of the text",
                        (long long)c->line);
        return false;
    }
    *ret = (struct str){ from, (size_t)(close - from) };
    c->line += lines_in(from, close);
    if (doubled)
        *ret = without_doubled_quotes(c->t->arena, *ret);
    c->at = field_end(close + 1, c->end);
    if (c->at != close + 1)
        c->problem = "text follows the quote mark that closes a field: double a quote mark that"
                     " is part of the text";
    return true;
}

static void read_plain(struct csv *c, struct str *ret)
{
    const char *from = c->at;
    c->at = field_end(from, c->end);
    *ret = (struct str){ from, (size_t)(c->at - from) };
    if (ret->len && memchr(ret->at, '"', ret->len))
        c->problem = "a quote mark stands inside a field: put the whole field in quote marks and"
                     " double the one inside";
}

/* Reads one row's fields, keeping the first `room`; false when the file cannot be trusted. */
static bool read_fields(struct csv *c, size_t room, size_t *ret_count)
{
    size_t count = 0;
    for (bool more = true; more; count++) {
        struct str field;
        if (c->at < c->end && *c->at == '"') {
            if (!read_quoted(c, &field))
                return false;
        } else {
            read_plain(c, &field);
        }
        if (field.len > CSV_FIELD_BYTES_MAX)
            c->problem = "a field is longer than 65536 bytes: shorten it";
        if (count < room)
            c->field[count] = field;
        more = c->at < c->end && *c->at == ',';
        c->at += more;
    }
    *ret_count = count;
    return true;
}

static void take_line_end(struct csv *c)
{
    if (c->at >= c->end)
        return;
    c->at += *c->at == '\r' && c->at + 1 < c->end && c->at[1] == '\n' ? 2 : 1;
    c->line++;
}

static void skip_blank_lines(struct csv *c)
{
    while (c->at < c->end && (*c->at == '\r' || *c->at == '\n'))
        take_line_end(c);
}

static status check_header(struct csv *c, size_t count)
{
    if (c->problem)
        return fail(c->t, E_INVALID, "the header, line %lld: %s", (long long)c->line, c->problem);
    if (count > CSV_COLUMNS_MAX)
        return fail(c->t, E_LIMIT, "the header names more than %d columns", CSV_COLUMNS_MAX);
    for (size_t i = 0; i < count; i++) {
        c->field[i] = str_trim(c->field[i]);
        for (size_t j = 0; j < i; j++) {
            if (c->field[i].len && str_equal(c->field[i], c->field[j]))
                return fail(c->t, E_INVALID,
                            "columns %zu and %zu have the same name: rename or remove one", j + 1,
                            i + 1);
        }
    }
    if (count == 1 && c->field[0].len &&
        (memchr(c->field[0].at, ';', c->field[0].len) ||
         memchr(c->field[0].at, '\t', c->field[0].len)))
        return fail(c->t, E_INVALID,
                    "the columns are separated by semicolons or tabs, not commas: " SAVE_AS);
    return OK;
}

status csv_open(struct task *t, struct str bytes, struct csv *ret)
{
    if (bytes.len > FILE_BYTES_MAX)
        return fail(t, E_LIMIT, "the file is larger than %d MiB: split it", FILE_BYTES_MAX >> 20);
    TRY(check_encoding(t, bytes));
    size_t mark = str_starts(bytes, S("\xef\xbb\xbf")) ? 3 : 0;
    struct csv c = { .t = t, .start = bytes.at, .at = bytes.at + mark, .line = 1 };
    c.end = bytes.at + bytes.len;
    skip_blank_lines(&c);
    if (c.at >= c.end)
        return fail(t, E_INVALID, "the file is empty: it needs a row of column names");
    struct str *header = NEWS(t->arena, struct str, CSV_COLUMNS_MAX);
    size_t count = 0;
    c.field = header;
    if (!read_fields(&c, CSV_COLUMNS_MAX, &count))
        return c.state;
    TRY(check_header(&c, count));
    take_line_end(&c);
    c.header = header;
    c.columns = count;
    c.field = NEWS(t->arena, struct str, count);
    *ret = c;
    return OK;
}

static struct str row_problem(struct csv *c, size_t count)
{
    if (c->problem)
        return str_from(c->problem);
    if (count != c->columns)
        return str_print(c->t->arena, "this row has %zu fields, the header has %zu: %s", count,
                         c->columns,
                         count < c->columns ? "add what is missing"
                                            : "put a field with a comma in quote marks");
    return S("");
}

bool csv_next(struct csv *c, struct csv_row *ret)
{
    if (c->state != OK)
        return false;
    skip_blank_lines(c);
    if (c->at >= c->end)
        return false;
    struct csv_row row = { .field = c->field, .line = c->line };
    const char *from = c->at;
    size_t count = 0;
    c->problem = NULL;
    if (!read_fields(c, c->columns, &count))
        return false;
    row.at = (size_t)(from - c->start);
    row.len = (size_t)(c->at - from);
    take_line_end(c);
    row.count = count < c->columns ? count : c->columns;
    row.problem = row_problem(c, count);
    *ret = row;
    return true;
}

status csv_done(const struct csv *c)
{
    return c->state;
}

size_t csv_column(const struct csv *c, const char *name)
{
    struct str wanted = str_from(name);
    for (size_t i = 0; i < c->columns; i++) {
        if (c->header[i].len == wanted.len &&
            strncasecmp(c->header[i].at, wanted.at, wanted.len) == 0)
            return i;
    }
    return c->columns;
}

static bool needs_quotes(struct str s)
{
    if (str_starts(s, S("\xef\xbb\xbf")))
        return true; /* at the file's start it would be taken for its mark */
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == ',' || s.at[i] == '"' || s.at[i] == '\n' || s.at[i] == '\r')
            return true;
    }
    return s.len && (s.at[0] == ' ' || s.at[s.len - 1] == ' ');
}

void csv_put(struct text *out, bool first, struct str field)
{
    if (!first)
        text_addc(out, ',');
    if (!needs_quotes(field)) {
        text_add(out, field);
        return;
    }
    text_addc(out, '"');
    for (size_t i = 0; i < field.len; i++) {
        if (field.at[i] == '"')
            text_addc(out, '"');
        text_addc(out, field.at[i]);
    }
    text_addc(out, '"');
}

void csv_put_end(struct text *out)
{
    text_addz(out, "\r\n");
}

/* A rule file in lines and words, and refusals that name the file and the line. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "rulebook/reading.h"

status wrong(struct loading *l, const char *format, ...)
{
    char what[400];
    va_list values;
    va_start(values, format);
    int len = vsnprintf(what, sizeof what, format, values);
    va_end(values);
    MUST(len >= 0);
    return fail(l->t, E_INVALID, "%.*s:%d: %s", STR_ARG(l->line.file), l->line.number, what);
}

static bool is_word_char(char c)
{
    return c > ' ' && !strchr("\"#,()<>=", c);
}

static status add_token(struct loading *l, struct str text, bool quoted)
{
    struct line *n = &l->line;
    if (n->count == TOKENS_MAX)
        return wrong(l, "the line has more than %d words; split the rule in two", TOKENS_MAX);
    n->token[n->count++] = (struct token){ text, quoted };
    return OK;
}

static status split(struct loading *l, struct str s)
{
    while (s.len > 0 && s.at[0] != '#') {
        size_t len = 1;
        if (s.at[0] == '"') {
            const char *end = memchr(s.at + 1, '"', s.len - 1);
            if (!end)
                return wrong(l, "a quotation is not closed; add the second quotation mark");
            len = (size_t)(end - s.at) + 1;
            TRY(add_token(l, (struct str){ s.at + 1, len - 2 }, true));
        } else if ((s.at[0] == '<' || s.at[0] == '>') && s.len > 1 && s.at[1] == '=') {
            len = 2;
            TRY(add_token(l, (struct str){ s.at, 2 }, false));
        } else if (is_word_char(s.at[0])) {
            while (len < s.len && is_word_char(s.at[len]))
                len++;
            TRY(add_token(l, (struct str){ s.at, len }, false));
        } else if (strchr(",()<>=", s.at[0])) {
            TRY(add_token(l, (struct str){ s.at, 1 }, false));
        }
        s = (struct str){ s.at + len, s.len - len };
    }
    return OK;
}

/* A line goes on in the next one after a comma, `and`, `or` or an open quotation's end. */
static bool goes_on(const struct line *n)
{
    if (n->count == 0 || n->token[n->count - 1].quoted)
        return false;
    struct str last = n->token[n->count - 1].text;
    return str_is(last, ",") || str_is(last, "and") || str_is(last, "or") || str_is(last, "not");
}

static struct str take_line(struct str *text)
{
    struct str line = *text, rest = S("");
    str_cut(*text, '\n', &line, &rest);
    *text = rest;
    return line;
}

status line_next(struct loading *l, struct str *text, bool *ret_more)
{
    struct line *n = &l->line;
    n->count = n->at = 0;
    while (text->len > 0) {
        struct str line = take_line(text);
        n->lines_read++;
        if (n->count == 0) {
            n->number = n->lines_read;
            n->indented = line.len > 0 && (line.at[0] == ' ' || line.at[0] == '\t');
        }
        *ret_more = true;
        TRY(split(l, line));
        if (n->count > 0 && !goes_on(n))
            return OK;
    }
    *ret_more = n->count > 0;
    return OK;
}

bool line_done(const struct loading *l)
{
    return l->line.at >= l->line.count;
}

struct str word_now(const struct loading *l)
{
    if (line_done(l) || l->line.token[l->line.at].quoted)
        return S("");
    return l->line.token[l->line.at].text;
}

struct str word_take(struct loading *l)
{
    struct str word = word_now(l);
    if (!line_done(l))
        l->line.at++;
    return word;
}

bool word_skip(struct loading *l, const char *word)
{
    if (!str_is(word_now(l), word))
        return false;
    l->line.at++;
    return true;
}

status word_expect(struct loading *l, const char *word, const char *what_for)
{
    if (word_skip(l, word))
        return OK;
    struct str now = word_now(l);
    if (now.len == 0)
        return wrong(l, "the line stops too early; add `%s` %s", word, what_for);
    return wrong(l, "`%.*s` stands where `%s` is needed %s", STR_ARG(now), word, what_for);
}

struct str words_between(const struct loading *l, int from, int to)
{
    const struct line *n = &l->line;
    if (from >= to)
        return S("");
    const struct token *a = &n->token[from], *z = &n->token[to - 1];
    const char *at = a->text.at - a->quoted;
    return (struct str){ at, (size_t)(z->text.at + z->text.len + z->quoted - at) };
}

struct str words_rest(struct loading *l)
{
    struct str rest = words_between(l, l->line.at, l->line.count);
    l->line.at = l->line.count;
    return rest;
}

status quoted_take(struct loading *l, struct str *ret)
{
    if (line_done(l) || !l->line.token[l->line.at].quoted)
        return wrong(l, "put the words between quotation marks");
    *ret = l->line.token[l->line.at++].text;
    return OK;
}

/* ---- did you mean ---- */

enum {
    NEAR_WORD_MAX = 40
};

static unsigned distance_of(struct str a, struct str b)
{
    unsigned row[NEAR_WORD_MAX + 1];
    if (a.len > NEAR_WORD_MAX || b.len > NEAR_WORD_MAX)
        return NEAR_WORD_MAX;
    for (unsigned j = 0; j <= b.len; j++)
        row[j] = j;
    for (unsigned i = 1; i <= a.len; i++) {
        unsigned corner = row[0];
        row[0] = i;
        for (unsigned j = 1; j <= b.len; j++) {
            unsigned best = corner + (a.at[i - 1] != b.at[j - 1]);
            best = row[j] + 1 < best ? row[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            corner = row[j];
            row[j] = best;
        }
    }
    return row[b.len];
}

struct nearest nearest_start(struct str word)
{
    return (struct nearest){ word, S(""), (unsigned)word.len / 3 + 1 };
}

void nearest_try(struct nearest *n, struct str candidate)
{
    unsigned distance = distance_of(n->word, candidate);
    if (distance <= n->distance && (distance < n->distance || n->best.len == 0)) {
        n->best = candidate;
        n->distance = distance;
    }
}

struct str did_you_mean(struct loading *l, const struct nearest *n)
{
    if (n->best.len == 0)
        return S("");
    return str_print(l->t->arena, "; did you mean `%.*s`?", STR_ARG(n->best));
}

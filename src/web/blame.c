/* All phrases in one automaton: each letter of a text is looked at once, whatever the rows are. */
#include "web/blame.h"

#include <pthread.h>
#include <string.h>

#include "base/embedded.h"

enum {
    ROWS_MAX = 200,
    ROWS_BYTES_MAX = 64 << 10,
    PHRASES_OF_ONE_MAX = 96, /* that one pattern stands for */
    PHRASE_MAX = 96,
    STATES_MAX = 32000,
    SYMBOLS = 29, /* letters, space, digit, anything else */
    SPACE = 26,
    DIGIT = 27,
    OTHER = 28,
    OWN_BYTES = 16 << 20
};

struct state {
    uint16_t next[SYMBOLS], fail; /* 0: the start */
    uint16_t row, suffix;         /* row + 1 that ends here; next shorter phrase that ends here */
    uint8_t length;
};
struct blame {
    struct state *state;
    size_t states;
    struct blame_row row[ROWS_MAX];
    size_t rows;
};


/* --- reading rows --- */

struct reading {
    struct task *t;
    struct blame *to;
    unsigned line;
};

static unsigned symbol_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        c = (char)(c + 32);
    if (c >= 'a' && c <= 'z')
        return (unsigned)(c - 'a');
    return c == ' ' ? SPACE : c >= '0' && c <= '9' ? DIGIT : OTHER;
}

static status add_phrase(struct reading *r, const char *phrase, size_t len, uint16_t row)
{
    struct blame *b = r->to;
    uint16_t at = 0;
    uint8_t length = 0;
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && phrase[i] == ' ' && phrase[i - 1] == ' ')
            continue; /* something was left out */
        uint16_t *next = &b->state[at].next[symbol_of(phrase[i])];
        if (*next == 0 && b->states == STATES_MAX)
            return fail(r->t, E_LIMIT, "line %u: the words have more than %d letters", r->line,
                        STATES_MAX);
        if (*next == 0)
            *next = (uint16_t)b->states++;
        at = *next;
        length++;
    }
    b->state[at].row = row;
    b->state[at].length = length;
    return OK;
}

struct growing { /* all that a pattern's front stands for */
    char phrase[PHRASES_OF_ONE_MAX][PHRASE_MAX];
    size_t len[PHRASES_OF_ONE_MAX], count;
};

static bool put_letter(struct growing *g, char c)
{
    for (size_t i = 0; i < g->count; i++) {
        if (g->len[i] + 2 >= PHRASE_MAX)
            return false;
        g->phrase[i][g->len[i]++] = c;
    }
    return true;
}

/* Every phrase so far with every one of the words that a | b | c stands for. */
static bool put_choice(struct growing *g, struct str choice, bool optional)
{
    struct growing was = *g;
    g->count = 0;
    for (bool more = true; more;) {
        struct str one = choice, rest;
        more = str_cut(choice, '|', &one, &rest);
        for (size_t i = 0; i < was.count; i++) {
            size_t len = was.len[i];
            if (g->count == PHRASES_OF_ONE_MAX || len + one.len + 2 >= PHRASE_MAX)
                return false;
            memcpy(g->phrase[g->count], was.phrase[i], len);
            memcpy(g->phrase[g->count] + len, one.at, one.len);
            g->len[g->count++] = len + one.len;
        }
        choice = more ? rest : choice;
    }
    for (size_t i = 0; optional && i < was.count; i++) {
        if (g->count == PHRASES_OF_ONE_MAX)
            return false;
        memcpy(g->phrase[g->count], was.phrase[i], was.len[i]);
        g->len[g->count++] = was.len[i];
    }
    return true;
}

static status too_much(struct reading *r)
{
    return fail(r->t, E_LIMIT,
                "line %u: this pattern stands for more than %d phrases, or for one"
                " of more than %d letters",
                r->line, PHRASES_OF_ONE_MAX, PHRASE_MAX);
}

static status wrong_letter(struct reading *r)
{
    return fail(r->t, E_INVALID, "line %u: a pattern is made of letters, spaces, (a|b), ( )? and *",
                r->line);
}

static status grow(struct reading *r, struct str p, struct growing *g)
{
    for (size_t i = 0; i < p.len; i++) {
        char c = p.at[i];
        if (c != '(') {
            bool may_go = i + 1 < p.len && p.at[i + 1] == '?';
            if (symbol_of(c) > DIGIT)
                return wrong_letter(r);
            if (may_go ? !put_choice(g, (struct str){ &p.at[i], 1 }, true) : !put_letter(g, c))
                return too_much(r);
            i += may_go;
            continue;
        }
        const char *end = memchr(p.at + i, ')', p.len - i);
        if (!end)
            return fail(r->t, E_INVALID, "line %u: a ( has no )", r->line);
        struct str choice = { p.at + i + 1, (size_t)(end - p.at) - i - 1 };
        i = (size_t)(end - p.at);
        bool may_go = i + 1 < p.len && p.at[i + 1] == '?';
        for (size_t k = 0; k < choice.len; k++)
            if (choice.at[k] != '|' && symbol_of(choice.at[k]) > DIGIT)
                return wrong_letter(r);
        if (!put_choice(g, choice, may_go))
            return too_much(r);
        i += may_go;
    }
    return OK;
}

static status read_pattern(struct reading *r, struct str p)
{
    struct growing g = { .count = 1 };
    bool open_end = p.len > 0 && p.at[p.len - 1] == '*';
    if (open_end)
        p.len--;
    if (str_trim(p).len < 3)
        return fail(r->t, E_INVALID, "line %u: a pattern has at least three letters", r->line);
    if (!put_letter(&g, ' '))
        return too_much(r);
    TRY(grow(r, p, &g));
    if (!open_end && !put_letter(&g, ' '))
        return too_much(r);
    for (size_t i = 0; i < g.count; i++)
        TRY(add_phrase(r, g.phrase[i], g.len[i], (uint16_t)r->to->rows));
    return OK;
}

static status read_line(struct reading *r, struct str line, bool *in_row)
{
    struct str name, value;
    if (line.len == 0) {
        *in_row = false;
        return OK;
    }
    if (line.at[0] == '#')
        return OK;
    if (!str_cut(line, ':', &name, &value))
        return fail(r->t, E_INVALID, "line %u: say, why, write, from or law, then a colon",
                    r->line);
    if (!*in_row && r->to->rows == ROWS_MAX)
        return fail(r->t, E_LIMIT, "line %u: there are more than %d rows", r->line, ROWS_MAX);
    r->to->rows += !*in_row;
    *in_row = true;
    struct blame_row *row = &r->to->row[r->to->rows - 1];
    value = str_trim(value);
    if (str_is(name, "say"))
        return read_pattern(r, value);
    if (str_is(name, "why"))
        row->why = value;
    else if (str_is(name, "write"))
        row->write = value;
    else if (str_is(name, "from"))
        row->from = value;
    else if (str_is(name, "law") && str_is(value, "yes"))
        row->law = true;
    else
        return fail(r->t, E_INVALID, "line %u: there is no such word as this", r->line);
    return OK;
}

/* Breadth first: where to go on when a letter does not follow, and what else ends there. */
static void link_states(struct arena *a, struct blame *b)
{
    uint16_t *queue = NEWS(a, uint16_t, b->states);
    size_t first = 0, last = 0;
    for (unsigned s = 0; s < SYMBOLS; s++)
        if (b->state[0].next[s])
            queue[last++] = b->state[0].next[s];
    while (first < last) {
        uint16_t at = queue[first++];
        struct state *x = &b->state[at];
        x->suffix = b->state[x->fail].row ? x->fail : b->state[x->fail].suffix;
        for (unsigned s = 0; s < SYMBOLS; s++) {
            uint16_t other = b->state[x->fail].next[s];
            if (x->next[s]) {
                b->state[x->next[s]].fail = other;
                queue[last++] = x->next[s];
            } else {
                x->next[s] = other;
            }
        }
    }
}

status blame_open(struct task *t, struct str rows, struct blame **ret)
{
    if (rows.len > ROWS_BYTES_MAX)
        return fail(t, E_LIMIT, "the words take more than %d KiB", ROWS_BYTES_MAX >> 10);
    struct blame *b = NEW(t->arena, struct blame);
    struct reading r = { .t = t, .to = b };
    bool in_row = false;
    b->state = NEWS(t->arena, struct state, STATES_MAX);
    b->states = 1;
    for (bool more = true; more;) {
        struct str line = rows, rest = S("");
        more = str_cut(rows, '\n', &line, &rest);
        r.line++;
        TRY(read_line(&r, str_trim(line), &in_row));
        rows = more ? rest : rows;
    }
    for (size_t i = 0; i < b->rows; i++)
        if (b->row[i].why.len == 0 || b->row[i].write.len == 0)
            return fail(t, E_INVALID, "row %zu does not say why, and what to write", i + 1);
    link_states(t->arena, b);
    *ret = b;
    return OK;
}

size_t blame_rows(const struct blame *b)
{
    return b->rows;
}

static const struct blame *own;
static struct arena *own_arena; /* as long as the program */

static void read_own(void)
{
    own_arena = arena_open(OWN_BYTES);
    struct task t = { .arena = own_arena };
    struct blame *b = NULL;
    struct str rows = { embedded_words[0].at, embedded_words[0].len };
    MUST(blame_open(&t, rows, &b) == OK);
    own = b;
}

const struct blame *blame_own(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, read_own);
    return own;
}

/* --- finding --- */

/* The text as the phrases are written: small letters, one space between words, no apostrophes. */
struct plain {
    uint8_t *symbol;
    uint32_t *at; /* in the text */
    size_t len;
};

static void put_symbol(struct plain *p, unsigned symbol, size_t at)
{
    if (symbol == SPACE && p->len > 0 && p->symbol[p->len - 1] == SPACE)
        return;
    p->symbol[p->len] = (uint8_t)symbol;
    p->at[p->len++] = (uint32_t)at;
}

static bool is_dash(struct str s, size_t i, size_t *ret_bytes)
{
    static const char *const dashes[] = { "-", "\xe2\x80\x90", "\xe2\x80\x91" };
    for (size_t d = 0; d < COUNT(dashes); d++) {
        *ret_bytes = strlen(dashes[d]);
        if (str_starts((struct str){ s.at + i, s.len - i }, str_from(dashes[d])))
            return true;
    }
    return false;
}

static bool is_apostrophe(struct str s, size_t i, size_t *ret_bytes)
{
    struct str rest = { s.at + i, s.len - i };
    *ret_bytes = s.at[i] == '\'' ? 1 : 3;
    return s.at[i] == '\'' || str_starts(rest, S("\xe2\x80\x99"));
}

static struct plain plain_of(struct arena *a, struct str s)
{
    struct plain p = { NEWS(a, uint8_t, 3 * s.len + 3), NEWS(a, uint32_t, 3 * s.len + 3), 0 };
    put_symbol(&p, SPACE, 0);
    for (size_t i = 0, bytes = 1; i < s.len; i += bytes) {
        unsigned symbol = symbol_of(s.at[i]);
        if (is_apostrophe(s, i, &bytes))
            continue;
        if (is_dash(s, i, &bytes)) {
            put_symbol(&p, SPACE, i);
            continue;
        }
        bytes = 1;
        bool blank = strchr(" \t\r\n", s.at[i]) != NULL && s.at[i] != '\0';
        bool letter = symbol < SPACE || symbol == DIGIT || (s.at[i] & 0x80) != 0;
        if (!blank && !letter)
            put_symbol(&p, SPACE, i);
        put_symbol(&p, blank ? SPACE : symbol, i);
        if (!blank && !letter)
            put_symbol(&p, SPACE, i);
    }
    put_symbol(&p, SPACE, s.len);
    return p;
}

/* --- what stands between quotation marks --- */

static bool letter_at(struct str s, size_t i)
{
    return i < s.len &&
           (symbol_of(s.at[i]) < SPACE || symbol_of(s.at[i]) == DIGIT || (s.at[i] & 0x80) != 0);
}

static const struct marks {
    const char *open, *close;
    bool single; /* also an apostrophe: opens before a letter, closes after all letters */
} marks[] = {
    { "\"", "\"", false },
    { "\xe2\x80\x9c", "\xe2\x80\x9d", false },
    { "\xe2\x80\x9e", "\xe2\x80\x9c", false },
    { "\xc2\xab", "\xc2\xbb", false },
    { "\xe2\x80\x98", "\xe2\x80\x99", true },
    { "'", "'", true },
};

static bool stands(struct str s, size_t i, const char *mark)
{
    return str_starts((struct str){ s.at + i, s.len - i }, str_from(mark));
}

/* Where a quotation that begins at i ends. One that is never closed is being written, or was
 * forgotten: with double marks it goes on to the end of its line; a single mark alone is none. */
static size_t quote_end(struct str s, size_t i, const struct marks *m)
{
    size_t from = i + strlen(m->open), at = from;
    for (; at < s.len && s.at[at] != '\n'; at++)
        if (stands(s, at, m->close) &&
            (!m->single || (at > from && !letter_at(s, at + strlen(m->close)))))
            return at;
    return m->single ? i : at;
}

static const struct marks *opens(struct str s, size_t i)
{
    for (size_t k = 0; k < COUNT(marks); k++) {
        const struct marks *m = &marks[k];
        if (!stands(s, i, m->open))
            continue;
        bool word_before = i > 0 && letter_at(s, i - 1) && (s.at[i - 1] & 0x80) == 0;
        if (m->single && (word_before || !letter_at(s, i + strlen(m->open))))
            continue;
        return m;
    }
    return NULL;
}

/* Each single mark is looked up to the end of its line once: that bounds the whole. */
static bool *quoted_of(struct arena *a, struct str s)
{
    bool *quoted = NEWS(a, bool, s.len + 1);
    size_t none_before = 0; /* up to here no single mark closes */
    for (size_t i = 0; i < s.len; i++) {
        const struct marks *m = opens(s, i);
        if (!m || (m->single && i < none_before))
            continue;
        size_t end = quote_end(s, i, m);
        if (end == i) {
            const char *line = memchr(s.at + i, '\n', s.len - i);
            none_before = line ? (size_t)(line - s.at) : s.len;
            continue;
        }
        for (size_t k = i; k < end; k++)
            quoted[k] = true;
        i = end;
    }
    return quoted;
}

static void take(const struct blame *b, const struct state *x, const struct plain *p, size_t end,
                 struct str text, struct blame_hints *ret)
{
    const struct blame_row *row = &b->row[x->row - 1];
    size_t first = end + 2 - x->length, last = end;
    while (last < p->len && p->symbol[last] != SPACE)
        last++;
    struct str found = { text.at + p->at[first], 0 };
    size_t stop = last < p->len ? p->at[last] : text.len;
    found.len = stop - p->at[first];
    for (size_t i = 0; i < ret->count; i++)
        if (ret->at[i].row == row)
            return;
    if (ret->count < BLAME_HINTS_MAX)
        ret->at[ret->count++] = (struct blame_hint){ str_trim(found), row };
}

void blame_find(struct arena *a, const struct blame *b, struct str text, enum blame_context context,
                struct blame_hints *ret)
{
    *ret = (struct blame_hints){ .count = 0 };
    if (context == BLAME_QUOTE)
        return;
    if (text.len > BLAME_TEXT_MAX)
        text.len = BLAME_TEXT_MAX;
    struct plain p = plain_of(a, text);
    const bool *quoted = quoted_of(a, text);
    uint16_t at = 0;
    for (size_t i = 0; i < p.len; i++) {
        at = b->state[at].next[p.symbol[i]];
        uint16_t ends = b->state[at].row ? at : b->state[at].suffix;
        for (; ends; ends = b->state[ends].suffix) {
            const struct state *x = &b->state[ends];
            bool law = b->row[x->row - 1].law && context == BLAME_LEGAL;
            if (!law && !quoted[p.at[i + 2 - x->length]])
                take(b, x, &p, i, text, ret);
        }
    }
}

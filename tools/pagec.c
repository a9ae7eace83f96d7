/* Turns HTML templates into C: `pagec OUT.c OUT.h INCLUDE IN.html…`, one function a {{page}}.
 *
 *   {{page NAME(ARGS)}}   the C function page_NAME(struct html *h, ARGS) that follows, to the next
 *   {{EXPR}}              a value, escaped by where it stands: text or a quoted attribute
 *   {{for VAR in AT, COUNT}} … {{end}}     {{if COND}} … {{else}} … {{end}}
 *   {{use NAME(ARGS)}}    another page function, or one written in C
 *   {{link ROUTE A, B}}   an address made from the route table, in href, action or src
 *
 * A value inside script, style, a comment, an unquoted attribute, on…= or a raw address is refused,
 * with file and line. There is no raw form. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum place {
    TEXT,
    TAG,
    QUOTED,
    RAW_ELEMENT,
    COMMENT
};
enum {
    NEST_MAX = 32,
    NAME_MAX = 48,
    FILE_MAX = 1 << 20
};

struct spot { /* where in the HTML we are */
    enum place place;
    char element[NAME_MAX], attribute[NAME_MAX];
    size_t attribute_at; /* bytes of the attribute's value so far */
    bool address_begun;  /* a {{link}}, # or tel: stands first in it */
    char quote;
};
struct block {
    char word; /* 'f' or 'i' */
    int line;
    struct spot before;
    bool has_else;
};
struct template
{
    const char *file;
    FILE *code, *head;
    struct spot spot;
    int line;
    bool in_page;
    struct block block[NEST_MAX];
    size_t depth, loops;
};

_Noreturn static void stop(const struct template *p, int line, const char *why)
{
    fprintf(stderr, "%s:%d: %s\n", p->file, line, why);
    exit(1);
}

static bool begins(const char *s, const char *word)
{
    return strncmp(s, word, strlen(word)) == 0;
}

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == ':' || c == '_';
}

/* The name that ends just before `end`, in small letters. */
static void name_before(const char *from, const char *end, char *ret)
{
    const char *start = end;
    while (start > from && is_name(start[-1]) && end - start < NAME_MAX - 1)
        start--;
    size_t len = (size_t)(end - start);
    for (size_t i = 0; i < len; i++)
        ret[i] = (char)tolower((unsigned char)start[i]);
    ret[len] = '\0';
}

static void element_opens(struct spot *now, const char *s)
{
    size_t len = 0;
    for (s++; is_name(*s) && len < NAME_MAX - 1; s++)
        now->element[len++] = (char)tolower((unsigned char)*s);
    now->element[len] = '\0';
    now->place = TAG;
}

static void step_text(struct spot *now, const char *s)
{
    if (*s != '<')
        return;
    if (begins(s, "<!--"))
        now->place = COMMENT;
    else
        element_opens(now, s);
}

static void step_tag(struct spot *now, const char *from, const char *s)
{
    if (*s == '>') {
        bool raw = strcmp(now->element, "script") == 0 || strcmp(now->element, "style") == 0;
        now->place = raw ? RAW_ELEMENT : TEXT;
    } else if ((*s == '"' || *s == '\'') && s > from && s[-1] == '=') {
        name_before(from, s - 1, now->attribute);
        now->place = QUOTED;
        now->quote = *s;
        now->attribute_at = 0;
        now->address_begun = false;
    }
}

static void step_quoted(struct spot *now, const char *s)
{
    if (*s == now->quote) {
        now->place = TAG;
        now->attribute[0] = '\0';
        return;
    }
    if (now->attribute_at++ == 0)
        now->address_begun = *s == '#' || begins(s, "tel:");
}

static void step(struct spot *now, const char *from, const char *s)
{
    switch (now->place) {
    case TEXT: step_text(now, s); break;
    case TAG: step_tag(now, from, s); break;
    case QUOTED: step_quoted(now, s); break;
    case RAW_ELEMENT:
        if (strncasecmp(s, "</script", 8) == 0 || strncasecmp(s, "</style", 7) == 0)
            element_opens(now, s);
        break;
    case COMMENT:
        if (begins(s, "-->"))
            now->place = TEXT;
        break;
    }
}

/* Indentation is for the reader of the template, not for the wire. */
static void literal(struct template *p, const char *s, const char *end)
{
    /* The line's end before the next page, or the file's, is no part of this one: a part of a
     * sentence may be a page of its own. */
    if (!*end || begins(end, "{{page "))
        while (end > s && end[-1] == '\n')
            end--;
    if (s == end)
        return;
    fputs("    html_literal(h, \"", p->code);
    size_t len = 0;
    for (; s < end; s++, len++) {
        if (*s == '\n')
            fputs("\\n", p->code);
        else if (*s == '"' || *s == '\\' || *s == '?')
            fprintf(p->code, "\\%c", *s);
        else
            fputc(*s, p->code);
        while (*s == '\n' && s + 1 < end && s[1] == ' ')
            s++;
    }
    fprintf(p->code, "\", %zu);\n", len);
}

static bool is_address(const char *attribute)
{
    static const char *const names[] = { "href",   "src",        "action",     "formaction",
                                         "data",   "poster",     "xlink:href", "cite",
                                         "srcset", "background", "ping" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(attribute, names[i]) == 0)
            return true;
    return false;
}

static void value(struct template *p, const char *s, int n)
{
    const struct spot *now = &p->spot;
    switch (now->place) {
    case TEXT: break;
    case RAW_ELEMENT: stop(p, p->line, "a value may not stand inside <script> or <style>");
    case COMMENT: stop(p, p->line, "a value may not stand inside a comment");
    case TAG: stop(p, p->line, "a value inside a tag must stand in the quotes of an attribute");
    case QUOTED:
        if (begins(now->attribute, "on"))
            stop(p, p->line, "a value may not stand in an on…= attribute");
        if (strcmp(now->attribute, "style") == 0 || strcmp(now->attribute, "srcdoc") == 0)
            stop(p, p->line, "a value may not stand in style= or srcdoc=");
        if (is_address(now->attribute) && !now->address_begun)
            stop(p, p->line, "an address is made by {{link ROUTE …}}, never from a raw value");
        break;
    }
    const char *put = now->place == TEXT           ? "PUT_TEXT"
                      : is_address(now->attribute) ? "PUT_IN_ADDRESS"
                                                   : "PUT_ATTR";
    fprintf(p->code, "    %s(h, (%.*s));\n", put, n, s);
    p->spot.attribute_at++;
}

static void link_to(struct template *p, const char *s, int n)
{
    if (p->spot.place != QUOTED || !is_address(p->spot.attribute) || p->spot.attribute_at > 0)
        stop(p, p->line, "{{link}} stands first in the quotes of href=, action= or src=");
    p->spot.address_begun = true;
    p->spot.attribute_at++;
    int name = 0;
    while (name < n && is_name(s[name]))
        name++;
    fprintf(p->code, "    put_link(h, ROUTE_%.*s, (const struct link_part[]){ ", name, s);
    int depth = 0, from = name;
    for (int i = name; i <= n; i++) {
        if (i < n && (s[i] == '(' || s[i] == '['))
            depth++;
        if (i < n && (s[i] == ')' || s[i] == ']'))
            depth--;
        if (i < n && !(s[i] == ',' && depth == 0))
            continue;
        if (i > from && strspn(s + from, " ") < (size_t)(i - from))
            fprintf(p->code, "LINK_PART(%.*s), ", i - from, s + from);
        from = i + 1;
    }
    fputs("{ 0 } });\n", p->code);
}

static void page_ends(struct template *p)
{
    if (!p->in_page)
        return;
    if (p->depth > 0)
        stop(p, p->block[p->depth - 1].line, "{{for}} or {{if}} without {{end}}");
    if (p->spot.place != TEXT)
        stop(p, p->line, "the page ends inside a tag, an attribute or a comment");
    fputs("}\n", p->code);
    p->in_page = false;
}

static void page_opens(struct template *p, const char *s, int n)
{
    page_ends(p);
    const char *open = memchr(s, '(', (size_t)n);
    if (!open || s[n - 1] != ')')
        stop(p, p->line, "write {{page NAME(ARGUMENTS)}}");
    int name = (int)(open - s), args = n - name - 2;
    const char *comma = args > 0 ? ", " : "";
    fprintf(p->head, "void page_%.*s(struct html *h%s%.*s);\n", name, s, comma, args, open + 1);
    fprintf(p->code, "void page_%.*s(struct html *h%s%.*s)\n{\n", name, s, comma, args, open + 1);
    p->in_page = true;
}

static void block_opens(struct template *p, char word)
{
    if (p->depth == NEST_MAX)
        stop(p, p->line, "nested too deep");
    p->block[p->depth++] = (struct block){ word, p->line, p->spot, false };
}

static void loop(struct template *p, const char *s, int n)
{
    const char *in = strstr(s, " in "), *end = s + n, *comma = NULL;
    if (in && in < end)
        for (const char *c = in; c < end; c++)
            if (*c == ',')
                comma = c;
    if (!comma)
        stop(p, p->line, "write {{for VAR in ARRAY, COUNT}}");
    size_t id = p->loops++;
    fprintf(p->code, "    for (size_t at_%zu = 0; at_%zu < (size_t)(%.*s); at_%zu++) {\n", id, id,
            (int)(end - comma - 1), comma + 1, id);
    fprintf(p->code, "    const __typeof__((%.*s)[0]) *%.*s = &(%.*s)[at_%zu];\n",
            (int)(comma - in - 4), in + 4, (int)(in - s), s, (int)(comma - in - 4), in + 4, id);
    block_opens(p, 'f');
}

/* Both ways through a block must come out at the same place of the HTML. */
static void same_place(struct template *p, const struct block *b)
{
    if (p->spot.place != b->before.place || strcmp(p->spot.attribute, b->before.attribute) != 0)
        stop(p, p->line, "{{else}} or {{end}} stands elsewhere in the HTML than its beginning");
}

static void block_closes(struct template *p, bool is_else)
{
    if (p->depth == 0)
        stop(p, p->line, is_else ? "{{else}} without {{if}}" : "{{end}} without {{for}} or {{if}}");
    struct block *b = &p->block[p->depth - 1];
    same_place(p, b);
    if (is_else) {
        if (b->word != 'i' || b->has_else)
            stop(p, p->line, "{{else}} belongs to one {{if}}");
        b->has_else = true;
        fputs("    } else {\n", p->code);
        return;
    }
    fputs("    }\n", p->code);
    p->depth--;
}

static void use(struct template *p, const char *s, int n)
{
    if (p->spot.place != TEXT)
        stop(p, p->line, "{{use}} stands between tags");
    const char *open = memchr(s, '(', (size_t)n);
    if (!open || s[n - 1] != ')')
        stop(p, p->line, "write {{use NAME(ARGUMENTS)}}");
    int name = (int)(open - s), args = n - name - 2;
    fprintf(p->code, "    page_%.*s(h%s%.*s);\n", name, s, args > 0 ? ", " : "", args, open + 1);
}

static bool directive(struct template *p, const char *s, int n)
{
    if (begins(s, "page ")) {
        page_opens(p, s + 5, n - 5);
        return true;
    }
    if (!p->in_page)
        stop(p, p->line, "nothing may stand before {{page …}} but a comment");
    fprintf(p->code, "#line %d \"%s\"\n", p->line, p->file);
    if (begins(s, "for ")) {
        loop(p, s + 4, n - 4);
    } else if (begins(s, "if ")) {
        fprintf(p->code, "    if (%.*s) {\n", n - 3, s + 3);
        block_opens(p, 'i');
    } else if (n == 4 && begins(s, "else")) {
        block_closes(p, true);
    } else if (n == 3 && begins(s, "end")) {
        block_closes(p, false);
    } else if (begins(s, "use ")) {
        use(p, s + 4, n - 4);
    } else {
        if (begins(s, "link "))
            link_to(p, s + 5, n - 5);
        else if (n > 0)
            value(p, s, n);
        else
            stop(p, p->line, "{{}} is empty");
        return false;
    }
    return true;
}

static void template_read(struct template *p, const char *text)
{
    for (const char *s = text; *s;) {
        const char *open = strstr(s, "{{");
        const char *end = open ? open : s + strlen(s);
        if (p->in_page)
            literal(p, s, end);
        for (const char *c = s; c < end; c++) {
            if (p->in_page)
                step(&p->spot, s, c);
            p->line += *c == '\n';
        }
        if (!open)
            break;
        const char *close = strstr(open, "}}");
        if (!close)
            stop(p, p->line, "{{ without }}");
        bool alone = directive(p, open + 2, (int)(close - open - 2));
        for (const char *c = open; c < close; c++)
            p->line += *c == '\n';
        s = close + 2;
        if (alone && p->spot.place == TEXT && *s == '\n') {
            s++;
            p->line++;
        }
    }
    page_ends(p);
}

static char text[FILE_MAX];

int main(int argc, char **argv)
{
    if (argc < 5)
        return fprintf(stderr, "usage: pagec OUT.c OUT.h INCLUDE IN.html...\n"), 2;
    struct template all = { .code = fopen(argv[1], "wb"), .head = fopen(argv[2], "wb") };
    if (!all.code || !all.head)
        return perror(argv[1]), 1;
    const char *slash = strrchr(argv[2], '/');
    fprintf(all.head,
            "/* Page functions made from templates. */\n#pragma once\n"
            "#include \"%s\"\n",
            argv[3]);
    fprintf(all.code, "#include \"%s\"\n", slash ? slash + 1 : argv[2]);
    for (int i = 4; i < argc; i++) {
        FILE *in = fopen(argv[i], "rb");
        if (!in)
            return perror(argv[i]), 1;
        size_t len = fread(text, 1, sizeof text - 1, in);
        fclose(in);
        text[len] = '\0';
        if (len == sizeof text - 1)
            return fprintf(stderr, "%s:1: longer than a template may be\n", argv[i]), 1;
        struct template one = { .file = argv[i], .code = all.code, .head = all.head, .line = 1 };
        template_read(&one, text);
    }
    bool code_kept = fclose(all.code) == 0, head_kept = fclose(all.head) == 0;
    return !code_kept || !head_kept;
}

/* Reading what the rulebook covers, and holding it to the rules. */
#include "rulebook/coverage.h"

#include "rulebook/reading.h"

struct reading {
    struct task *t;
    struct coverage *c;
    int line;
};

static status wrong_line(struct reading *r, const char *what, struct str which)
{
    return fail(r->t, E_INVALID, "coverage.txt:%d: %s%s%.*s%s", r->line, what,
                which.len ? ": `" : "", STR_ARG(which), which.len ? "`" : "");
}

/* The part of a line up to the next bar. */
static struct str part_take(struct str *rest)
{
    struct str head = *rest, tail = S("");
    str_cut(*rest, '|', &head, &tail);
    *rest = str_trim(tail);
    return str_trim(head);
}

static bool starts_with(struct str s, struct str front, struct str *ret_rest)
{
    if (!str_starts(s, front))
        return false;
    *ret_rest = str_trim((struct str){ s.at + front.len, s.len - front.len });
    return true;
}

static status read_section(struct reading *r, struct str id, struct str title)
{
    struct coverage *c = r->c;
    for (uint32_t i = 0; i < c->sections; i++) {
        if (str_equal(c->section[i].id, id))
            return wrong_line(r, "this section is there twice", id);
    }
    if (!id.len || !title.len)
        return wrong_line(r, "write `section ID | title`", S(""));
    if (c->sections == COVERAGE_SECTIONS_MAX)
        return wrong_line(r, "too many sections", S(""));
    c->section[c->sections++] =
        (struct coverage_section){ .id = id, .title = title, .first = c->rows };
    return OK;
}

/* "rules: a, b | remark", "kept by: …" or "why not: …" */
static status read_way(struct reading *r, struct str rest, struct coverage_row *row)
{
    struct str way = part_take(&rest);
    if (starts_with(way, S("rules:"), &row->rules)) {
        row->by = COVERED_BY_RULES;
        row->reason = rest;
        return row->rules.len ? OK : wrong_line(r, "name the rules, with commas", S(""));
    }
    if (rest.len)
        return wrong_line(r, "only `rules:` is followed by a remark; take out", rest);
    row->by = COVERED_ELSEWHERE;
    if (!starts_with(way, S("kept by:"), &row->reason)) {
        row->by = NOT_COVERED;
        if (!starts_with(way, S("why not:"), &row->reason))
            return wrong_line(r, "write `rules: …`, `kept by: …` or `why not: …`, not", way);
    }
    return row->reason.len ? OK : wrong_line(r, "give the reason", S(""));
}

static status read_row(struct reading *r, struct str section, struct str rest)
{
    struct coverage *c = r->c;
    struct coverage_row row = { .section = section, .row = part_take(&rest) };
    if (!c->sections || !str_equal(c->section[c->sections - 1].id, section))
        return wrong_line(r,
                          "the row is not under its own section; write `section ID | title`"
                          " before it",
                          section);
    for (uint32_t i = c->section[c->sections - 1].first; i < c->rows; i++) {
        if (str_equal(c->row[i].row, row.row))
            return wrong_line(r, "this row is there twice in its section", row.row);
    }
    if (!row.row.len)
        return wrong_line(r, "write `section | row | rules: …`", S(""));
    TRY(read_way(r, rest, &row));
    if (c->rows == COVERAGE_ROWS_MAX)
        return wrong_line(r, "too many rows", S(""));
    c->row[c->rows++] = row;
    c->by[row.by]++;
    c->section[c->sections - 1].by[row.by]++;
    c->section[c->sections - 1].count++;
    return OK;
}

static status read_extra(struct reading *r, struct str rest)
{
    struct coverage_row row = { .section = S("extra") };
    TRY(read_way(r, rest, &row));
    if (row.by != COVERED_BY_RULES || !row.reason.len)
        return wrong_line(r, "write `extra | rules: name, name | what they are for`", S(""));
    if (r->c->extras == COVERAGE_ROWS_MAX)
        return wrong_line(r, "too many rows", S(""));
    r->c->extra[r->c->extras++] = row;
    return OK;
}

status coverage_read(struct task *t, struct str text, struct coverage *ret)
{
    struct reading r = { .t = t, .c = ret };
    *ret = (struct coverage){ 0 };
    while (text.len) {
        struct str line = text, after = S(""), title = S("");
        str_cut(text, '\n', &line, &after);
        text = after;
        r.line++;
        line = str_trim(line);
        if (!line.len || line.at[0] == '#')
            continue;
        struct str rest = line, first = part_take(&rest);
        if (starts_with(first, S("section "), &title))
            TRY(read_section(&r, title, rest));
        else if (str_is(first, "extra"))
            TRY(read_extra(&r, rest));
        else
            TRY(read_row(&r, first, rest));
    }
    return ret->rows ? OK : fail(t, E_INVALID, "coverage.txt holds no row");
}

status coverage_load(struct task *t, const char *nation, struct coverage **ret)
{
    struct str text;
    if (!nation_file(nation, "coverage.txt", &text))
        return fail(t, E_MISSING, "there is no list of what the rules of %s cover", nation);
    struct coverage *c = NEW(t->arena, struct coverage);
    TRY(coverage_read(t, text, c));
    *ret = c;
    return OK;
}

bool coverage_rule_next(struct str *rules, struct str *ret_name)
{
    while (rules->len) {
        struct str head = *rules, tail = S("");
        str_cut(*rules, ',', &head, &tail);
        *rules = str_trim(tail);
        *ret_name = str_trim(head);
        if (ret_name->len)
            return true;
    }
    return false;
}

static status mark_named(struct task *t, const struct coverage_row *row, const struct rulebook *b,
                         bool *named)
{
    struct str rules = row->rules, name;
    while (coverage_rule_next(&rules, &name)) {
        uint16_t rule = rulebook_find(b, name);
        if (rule == UINT16_MAX)
            return fail(t, E_INVALID,
                        "coverage.txt, section %.*s, row %.*s: there is no rule `%.*s`; name one"
                        " of the book or say why not",
                        STR_ARG(row->section), STR_ARG(row->row), STR_ARG(name));
        named[rule] = true;
    }
    return OK;
}

status coverage_check(struct task *t, const struct coverage *c, const struct rulebook *b)
{
    size_t count = rulebook_count(b);
    bool *named = NEWS(t->arena, bool, count + 1);
    for (uint32_t i = 0; i < c->rows; i++)
        TRY(mark_named(t, &c->row[i], b, named));
    for (uint32_t i = 0; i < c->extras; i++)
        TRY(mark_named(t, &c->extra[i], b, named));
    for (uint16_t i = 0; i < count; i++) {
        struct str name = rulebook_rule(b, i)->name;
        uint16_t newest = rulebook_find(b, name);
        if (newest == UINT16_MAX || named[newest] || b->cold[i].local)
            continue;
        return fail(t, E_INVALID,
                    "no row of coverage.txt names the rule `%.*s`: name it in its row, or in a"
                    " line `extra | rules: %.*s | what it is for`",
                    STR_ARG(name), STR_ARG(name));
    }
    return OK;
}

const char *covered_by_name(enum covered_by by)
{
    switch (by) {
    case COVERED_BY_RULES: return "rules";
    case COVERED_ELSEWHERE: return "kept elsewhere";
    case NOT_COVERED: return "no rule";
    case COVERED_WAYS: break;
    }
    return "";
}

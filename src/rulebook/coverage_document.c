/* What the rulebook covers, as a page of documentation made from the data alone. */
#include "rulebook/coverage.h"

static const char *const SOURCES[] = { "seen", "partly seen", "from memory" };

static void add_counts(struct text *out, const uint32_t by[COVERED_WAYS], uint32_t rows)
{
    text_addf(out, "%u rows: %u with rules, %u kept elsewhere in the program, %u without a rule",
              rows, by[COVERED_BY_RULES], by[COVERED_ELSEWHERE], by[NOT_COVERED]);
}

/* The rules in words, and the least certain of their sources. */
static enum confidence add_rules(struct text *out, struct str rules, const struct rulebook *b)
{
    enum confidence least = CONFIDENCE_SEEN;
    struct str name;
    const char *before = "";
    while (coverage_rule_next(&rules, &name)) {
        uint16_t rule = rulebook_find(b, name);
        if (rule == UINT16_MAX)
            continue;
        const struct rule_words *r = rulebook_rule(b, rule);
        text_addf(out, "%s%s `%.*s`", before, r->alarm ? "alarm" : "duty", STR_ARG(name));
        if (r->confidence > least)
            least = r->confidence;
        before = ", ";
    }
    return least;
}

static void add_row(struct text *out, const struct coverage_row *row, const struct rulebook *b)
{
    text_addf(out, "| %.*s | ", STR_ARG(row->row));
    if (row->by == COVERED_BY_RULES) {
        enum confidence least = add_rules(out, row->rules, b);
        if (row->reason.len)
            text_addf(out, ". %.*s", STR_ARG(row->reason));
        text_addf(out, " | %s |\n", SOURCES[least]);
        return;
    }
    text_addf(out, "%s: %.*s | |\n", row->by == COVERED_ELSEWHERE ? "kept by" : "no rule",
              STR_ARG(row->reason));
}

void coverage_document(struct text *out, const struct coverage *c, const struct rulebook *b)
{
    text_addz(out,
              "# What the rulebook covers, row by row\n\n"
              "Made by `sightline rules coverage document` from `coverage.txt` beside the rules;"
              " a test holds it to them.\nRows are those of the project's list of duties and"
              " alarms. A row has rules, or is kept elsewhere in the program,\nor says why it"
              " has no rule. \"Source\" is the least certain of its rules' sources: seen, partly"
              " seen,\nor from memory and to be checked against the instrument.\n\n");
    add_counts(out, c->by, c->rows);
    text_addf(out, "; %zu rules in all.\n", rulebook_count(b));
    for (uint32_t i = 0; i < c->sections; i++) {
        const struct coverage_section *s = &c->section[i];
        text_addf(out, "\n## %.*s\n\n", STR_ARG(s->title));
        add_counts(out, s->by, s->count);
        text_addz(out, ".\n\n| row | rules, or why not | source |\n|---|---|---|\n");
        for (uint32_t k = s->first; k < s->first + s->count; k++)
            add_row(out, &c->row[k], b);
    }
    if (c->extras)
        text_addz(out, "\n## Rules of no row\n\n| rules | what for | source |\n|---|---|---|\n");
    for (uint32_t i = 0; i < c->extras; i++) {
        text_addz(out, "| ");
        enum confidence least = add_rules(out, c->extra[i].rules, b);
        text_addf(out, " | %.*s | %s |\n", STR_ARG(c->extra[i].reason), SOURCES[least]);
    }
}

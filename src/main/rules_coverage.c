/* `rules coverage`: which row of the list of duties and alarms has a rule, and why not. */
#include "main/rules_coverage.h"

#include "main/command.h"
#include "rulebook/coverage.h"

static void add_counts(struct text *out, const struct coverage *c)
{
    text_addf(out, "%u rows: %u with rules, %u kept elsewhere, %u without a rule\n", c->rows,
              c->by[COVERED_BY_RULES], c->by[COVERED_ELSEWHERE], c->by[NOT_COVERED]);
}

static void add_table(struct text *out, const struct coverage *c)
{
    for (uint32_t i = 0; i < c->sections; i++) {
        const struct coverage_section *s = &c->section[i];
        text_addf(out, "%.*s\n", STR_ARG(s->title));
        for (uint32_t k = s->first; k < s->first + s->count; k++) {
            const struct coverage_row *row = &c->row[k];
            text_addf(out, "  %-34.*s %-15s %.*s%s%.*s\n", STR_ARG(row->row),
                      covered_by_name(row->by), STR_ARG(row->rules),
                      row->rules.len && row->reason.len ? ". " : "", STR_ARG(row->reason));
        }
    }
    for (uint32_t i = 0; i < c->extras; i++)
        text_addf(out, "  of no row: %.*s. %.*s\n", STR_ARG(c->extra[i].rules),
                  STR_ARG(c->extra[i].reason));
    add_counts(out, c);
}

static void add_row_json(struct json_writer *w, const struct coverage_row *row)
{
    json_open_object(w, NULL);
    json_put_text(w, "section", row->section);
    json_put_text(w, "row", row->row);
    json_put_textz(w, "covered", covered_by_name(row->by));
    json_open_list(w, "rules");
    struct str rules = row->rules, name;
    while (coverage_rule_next(&rules, &name))
        json_put_text(w, NULL, name);
    json_close_list(w);
    json_put_text(w, "words", row->reason);
    json_close_object(w);
}

static void add_json(struct text *out, const struct coverage *c)
{
    struct json_writer w = json_writer_open(out);
    json_open_object(&w, NULL);
    json_put_int(&w, "rows", c->rows);
    json_put_int(&w, "with_rules", c->by[COVERED_BY_RULES]);
    json_put_int(&w, "kept_elsewhere", c->by[COVERED_ELSEWHERE]);
    json_put_int(&w, "without_rule", c->by[NOT_COVERED]);
    json_open_list(&w, "listed");
    for (uint32_t i = 0; i < c->rows; i++)
        add_row_json(&w, &c->row[i]);
    json_close_list(&w);
    json_close_object(&w);
    text_addc(out, '\n');
}

status rules_coverage(struct task *t, const struct rulebook *b, const char *nation, struct str how,
                      bool json)
{
    struct coverage *c;
    TRY(coverage_load(t, nation, &c));
    TRY(coverage_check(t, c, b));
    struct text *out = out_open(t);
    if (str_is(how, "document"))
        coverage_document(out, c, b);
    else if (how.len)
        return fail(t, E_INVALID, "say rules coverage, or rules coverage document");
    else if (json)
        add_json(out, c);
    else
        add_table(out, c);
    return out_done(t, out);
}

status rules_counts(struct task *t, const char *nation, struct text *out)
{
    struct coverage *c;
    TRY(coverage_load(t, nation, &c));
    add_counts(out, c);
    return OK;
}

/* What the rulebook covers of the law, row by row, and the numbers that no law fixes. */
#include "rulebook/coverage.h"

#include "web/pages.gen.h"
#include "web/pages.h"

status handle_coverage(struct task *t, struct request *in, struct response *out)
{
    const struct store *s = in->site->store;
    struct coverage_page p = { .nation = s->nation, .hash = rulebook_hash(t, s->rules) };
    struct view v = view_of(t, in, "What the rulebook covers", NAV_RULES);
    if (coverage_load(t, str_nul(t->arena, s->nation), &p.coverage) != OK) {
        p.coverage = NULL;
        p.failed = str_nul(t->arena, str_from(t->reason));
    }
    p.parameters = rulebook_parameters(t->arena, s->rules, &p.parameter);
    struct html h = page_open(t);
    page_coverage_page(&h, &v, &p);
    return page_send(t, &h, 200, out);
}

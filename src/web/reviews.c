/* The reviewing officer's day: my children's reviews, disputes, and what went up about them. */
#include "web/pages.gen.h"
#include "web/who.h"

void fill_chain(struct task *t, struct request *in, struct risen_line *x);

enum {
    CHILDREN_MAX = 400,
    ROWS_MAX = 400,
    ROWS_SHOWN = 50,
    RULES_MAX = 16
};

static const char *const of_reviews[] = {
    "review-first",
    "review-later",
    "review-early",
    "review-after-unsafe-visit",
    "review-asked-by-child",
    "change-reviewed-first",
    "review-conference",
    "secure-reviewed",
    "education-plan-reviewed",
    "protection-plan-reviewed",
};
static const char *const of_disputes[] = {
    "reviewing-officer-told-of-failure", "dispute-settled",    "dispute-resolved",
    "reviewing-officer-dispute",         "cafcass-considered",
};

static size_t names(const char *const *from, size_t count, struct str *ret)
{
    for (size_t i = 0; i < count; i++)
        ret[i] = str_from(from[i]);
    return count;
}

static status gather(struct task *t, struct request *in, struct reviews_page *p)
{
    struct name_list mine;
    struct str rules[RULES_MAX];
    TRY(children_of(t, in->reader, in->session.actor.person, &mine));
    size_t count = mine.count < CHILDREN_MAX ? mine.count : CHILDREN_MAX;
    p->children = mine.count;
    p->review = NEWS(t->arena, struct risen_row, ROWS_MAX);
    p->dispute = NEWS(t->arena, struct risen_row, ROWS_MAX);
    struct risen_row *risen = NEWS(t->arena, struct risen_row, RISEN_SHOWN);
    p->risen = NEWS(t->arena, struct risen_line, RISEN_SHOWN);
    size_t n = names(of_reviews, COUNT(of_reviews), rules);
    TRY(look_owed_by(t, in->reader, mine.at, count, rules, n, p->review, ROWS_MAX, &p->reviews));
    n = names(of_disputes, COUNT(of_disputes), rules);
    TRY(look_owed_by(t, in->reader, mine.at, count, rules, n, p->dispute, ROWS_MAX, &p->disputes));
    TRY(look_risen(t, in->reader, mine.at, count, in->now, risen, RISEN_SHOWN, &p->risen_count));
    for (size_t i = 0; i < p->risen_count; i++) {
        p->risen[i].row = risen[i];
        fill_chain(t, in, &p->risen[i]);
    }
    for (size_t i = 0; i < p->reviews; i++)
        p->late += p->review[i].due < in->now.us;
    bool whole = str_is(urlform_text(&in->query, "list"), "all");
    p->shown = whole || p->reviews < ROWS_SHOWN ? p->reviews : ROWS_SHOWN;
    p->cut = mine.cut || mine.count > CHILDREN_MAX || p->reviews == ROWS_MAX;
    return OK;
}

status handle_reviews(struct task *t, struct request *in, struct response *out)
{
    struct reviews_page p = { 0 };
    struct view v = view_of(t, in, "Reviews", NAV_OVERSEE);
    v.recorded = true;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    unsigned code = 200;
    if (gather(t, in, &p) != OK) {
        p.failed = str_nul(t->arena, str_from(t->reason));
        code = 503;
    }
    note_searched(in, out, "reviews");
    struct html h = page_open(t);
    page_reviews(&h, &v, &p);
    return page_send(t, &h, code, out);
}

/* The lines of a rule that name events, and those that say who, how sure and why. */
#include <string.h>

#include "rulebook/reading.h"

static struct rule *rule_now(struct loading *l)
{
    return &l->b->rule[l->rule];
}

static struct rule_cold *cold_now(struct loading *l)
{
    return &l->b->cold[l->rule];
}

static void keep_text(struct loading *l, struct str *kept, struct str more)
{
    *kept =
        kept->len ? str_print(l->t->arena, "%.*s, or %.*s", STR_ARG(*kept), STR_ARG(more)) : more;
}

/* ---- events ---- */

enum {
    PATTERNS_MAX = 8
};
struct event_line { /* kinds with what must be so of them, whose, and when */
    struct pattern pattern[PATTERNS_MAX];
    uint16_t kind[PATTERNS_MAX];
    unsigned count;
    bool scoped, early; /* early: counts also before what it answers begins */
};

static status read_patterns(struct loading *l, struct event_line *e)
{
    do {
        if (e->count == PATTERNS_MAX)
            return wrong(l, "more than %d kinds of event on one line; use a second line",
                         PATTERNS_MAX);
        TRY(read_pattern(l, &e->pattern[e->count]));
        e->kind[e->count] = e->pattern[e->count].kind;
        e->count++;
    } while (word_skip(l, ","));
    return OK;
}

static status read_for_this(struct loading *l, bool *ret_scoped)
{
    if (!word_skip(l, "for"))
        return OK;
    TRY(word_expect(l, "this", "after `for`"));
    static const struct {
        const char *word;
        uint8_t type;
    } types[] = { { "episode", ABOUT_EPISODE }, { "placement", ABOUT_PLACEMENT },
                  { "notice", ABOUT_NOTICE },   { "incident", ABOUT_INCIDENT },
                  { "plan", ABOUT_PLAN },       { "review", ABOUT_REVIEW },
                  { "worker", ABOUT_WORKER },   { "allegation", ABOUT_ALLEGATION },
                  { "visit", ABOUT_VISIT },     { "task", ABOUT_TASK },
                  { "look", ABOUT_LOOK },       { "question", ABOUT_QUESTION },
                  { "child", ABOUT_CHILD } };
    struct rule *r = rule_now(l);
    struct str word = word_take(l);
    uint8_t type = ABOUT_NOTHING;
    for (size_t i = 0; i < COUNT(types); i++)
        type = str_is(word, types[i].word) ? types[i].type : type;
    if (type == ABOUT_NOTHING)
        return wrong(l, "write `for this episode`, `placement`, `child`, `worker`, `notice`,"
                        " `incident`, `plan`, `review`, `allegation`, `visit`, `task`,"
                        " `look` or `question`");
    if (type == ABOUT_CHILD && r->over == OVER_CHILD)
        type = ABOUT_NOTHING; /* the whole stream is that child's */
    *ret_scoped = type != ABOUT_NOTHING;
    if (type == ABOUT_NOTHING)
        return OK;
    if (r->scoped && r->about_type != type)
        return wrong(l, "the rule is about one thing on one line and another on this; name the same"
                        " after `for this` on both");
    r->scoped = true;
    r->about_type = type;
    return OK;
}

static status read_line_when(struct loading *l, struct event_line *e)
{
    if (!word_skip(l, "when"))
        return OK;
    struct dnf when = { 0 };
    TRY(read_condition(l, e->kind, e->count, &when));
    for (unsigned i = 0; i < e->count; i++)
        TRY(dnf_and(l, &e->pattern[i].when, &when));
    return OK;
}

/* `KIND …, KIND … [for this episode] [when …] [or earlier | or up to 3 months earlier]` */
static status read_event_line(struct loading *l, struct event_line *e)
{
    TRY(read_patterns(l, e));
    TRY(read_for_this(l, &e->scoped));
    return read_line_when(l, e);
}

static status add_actions(struct loading *l, enum act act, const struct event_line *e)
{
    uint16_t first = l->b->actions;
    for (unsigned i = 0; i < e->count; i++)
        TRY(add_action(l, act, &e->pattern[i], e->scoped ? SCOPE_SAME : SCOPE_CHILD));
    for (uint16_t i = first; i < l->b->actions; i++)
        l->b->action[i].early = e->early;
    return OK;
}

static status read_earlier(struct loading *l, struct event_line *e)
{
    struct rule *r = rule_now(l);
    struct str none = S("");
    if (!word_skip(l, "or"))
        return OK;
    e->early = true;
    if (word_skip(l, "earlier")) {
        r->earlier_any = true;
        return OK;
    }
    TRY(word_expect(l, "up", "as in `or earlier`, `or up to 3 months earlier`"));
    TRY(word_expect(l, "to", "as in `or up to 3 months earlier`"));
    TRY(read_period(l, &r->earlier, &none));
    r->earlier_within = true;
    return word_expect(l, "earlier", "as in `or up to 3 months earlier`");
}

static status read_unless(struct loading *l, struct event_line *e)
{
    int from = l->line.at;
    *e = (struct event_line){ 0 };
    TRY(read_event_line(l, e));
    TRY(read_earlier(l, e));
    keep_text(l, &cold_now(l)->unless, words_between(l, from, l->line.at));
    return add_actions(l, ACT_END, e);
}

static status read_starts(struct loading *l)
{
    struct rule_cold *c = cold_now(l);
    struct event_line *e = NEW(l->t->arena, struct event_line);
    int from = l->line.at;
    TRY(read_patterns(l, e));
    TRY(read_for_this(l, &e->scoped));
    TRY(read_line_when(l, e));
    for (unsigned i = 0; i < e->count; i++) {
        if (c->start_kinds == COUNT(c->start_kind))
            return wrong(l, "a rule starts with at most %d kinds of event",
                         (int)COUNT(c->start_kind));
        c->start_kind[c->start_kinds++] = e->kind[i];
    }
    keep_text(l, &c->starts, words_between(l, from, l->line.at));
    TRY(add_actions(l, ACT_START, e));
    return word_skip(l, "unless") ? read_unless(l, e) : OK;
}

static status read_child_fact(struct loading *l, struct str word, uint64_t *ret)
{
    struct str whole = str_print(l->t->arena, "child is %.*s", STR_ARG(word));
    for (unsigned bit = 0; bit < CHILD_FACTS_COUNT; bit++) {
        *ret = UINT64_C(1) << bit;
        if (str_is(whole, fact_words(OVER_CHILD, bit)))
            return OK;
    }
    return wrong(l,
                 "write `while child looked-after`, `while child missing` or another fact of a"
                 " child, not `%.*s`",
                 STR_ARG(word));
}

static status read_repeats(struct loading *l)
{
    struct rule *r = rule_now(l);
    struct rule_cold *c = cold_now(l);
    int from = l->line.at;
    if (r->dues)
        return wrong(l, "put the `repeats` line above the `due` lines");
    TRY(read_kind(l, &c->repeat_kind));
    if (r->over == OVER_AGENCY || r->over == OVER_PLACE) {
        r->repeats = true; /* they never end */
        c->repeats = words_between(l, from, l->line.at);
        return OK;
    }
    TRY(word_expect(l, "while", "to say how long it goes on"));
    if (r->over == OVER_HOME) {
        TRY(word_expect(l, "home", "as in `while home open`"));
        TRY(word_expect(l, "open", "as in `while home open`"));
        r->open_while = HOME_IS(OPEN);
    } else if (word_skip(l, "placement")) {
        TRY(word_expect(l, "open", "after `placement`"));
        r->open_while = CHILD_IS(PLACED);
    } else if (word_skip(l, "child")) {
        word_skip(l, "is");
        TRY(read_child_fact(l, word_take(l), &r->open_while));
    } else {
        return wrong(l, "write `while placement open`, `while child looked-after` or `while child"
                        " missing`");
    }
    r->repeats = true;
    c->repeats = words_between(l, from, l->line.at);
    return OK;
}

static status read_met_by(struct loading *l)
{
    struct rule_cold *c = cold_now(l);
    struct event_line *e = NEW(l->t->arena, struct event_line);
    int from = l->line.at;
    TRY(read_event_line(l, e));
    TRY(read_earlier(l, e));
    for (unsigned i = 0; i < e->count && c->met_kinds < COUNT(c->met_kind); i++)
        c->met_kind[c->met_kinds++] = e->kind[i];
    keep_text(l, &c->met_by, words_between(l, from, l->line.at));
    return add_actions(l, ACT_MEET, e);
}

static status read_ended_by(struct loading *l)
{
    struct event_line *e = NEW(l->t->arena, struct event_line);
    int from = l->line.at;
    TRY(read_event_line(l, e));
    if (rule_now(l)->alarm)
        TRY(read_earlier(l, e));
    keep_text(l, &cold_now(l)->ended_by, words_between(l, from, l->line.at));
    return add_actions(l, ACT_END, e);
}

static status read_clears(struct loading *l)
{
    struct rule_cold *c = cold_now(l);
    struct event_line *e = NEW(l->t->arena, struct event_line);
    c->clears = words_between(l, l->line.at, l->line.count);
    c->has_clears = true;
    if (word_skip(l, "none"))
        return OK;
    TRY(word_expect(l, "when", "or `none`: `clears none`, `clears when child-returned`"));
    TRY(read_event_line(l, e));
    c->clears_by_event = true;
    TRY(add_actions(l, ACT_END, e));
    for (unsigned i = 1; i <= e->count; i++)
        l->b->action[l->b->actions - i].after_ring = true;
    return OK;
}

static status read_rule_when(struct loading *l)
{
    struct rule *r = rule_now(l);
    struct rule_cold *c = cold_now(l);
    struct dnf when = { 0 };
    if (c->when.len)
        return wrong(l, "`when` is said twice; join the two with `and`");
    if (c->start_kinds == 0)
        return wrong(l, "put the line that says what starts it above `when`");
    int from = l->line.at;
    TRY(read_condition(l, c->start_kind, c->start_kinds, &when));
    c->when = words_between(l, from, l->line.at);
    return dnf_keep(l, &when, &r->when);
}

status read_lines_of_events(struct loading *l, struct str key, bool *ret_known)
{
    struct rule *r = rule_now(l);
    static const struct {
        const char *key;
        char for_what; /* d duty, a alarm, b both */
        status (*read)(struct loading *l);
    } keys[] = {
        { "starts", 'd', read_starts },    { "repeats", 'd', read_repeats },
        { "met-by", 'd', read_met_by },    { "ended-by", 'd', read_ended_by },
        { "raised-by", 'a', read_starts }, { "unless", 'a', read_ended_by },
        { "clears", 'a', read_clears },    { "when", 'b', read_rule_when },
    };
    *ret_known = true;
    for (size_t i = 0; i < COUNT(keys); i++) {
        bool fits = keys[i].for_what == 'b' || (keys[i].for_what == 'a') == r->alarm;
        if (fits && str_is(key, keys[i].key))
            return keys[i].read(l);
    }
    *ret_known = false;
    return OK;
}

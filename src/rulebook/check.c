/* Checks of a rulebook before it is used: each names the file and the line and says what to do. */
#include <string.h>

#include "rulebook/pass.h"
#include "rulebook/reading.h"

static status wrong_at(struct loading *l, struct str file, int line, const char *what)
{
    l->line.file = file;
    l->line.number = line;
    return wrong(l, "%s", what);
}

static status wrong_rule(struct loading *l, const struct rule_cold *c, const char *what)
{
    struct str all = str_print(l->t->arena, "%s `%.*s` %s", c->words.alarm ? "alarm" : "duty",
                               STR_ARG(c->words.name), what);
    return wrong_at(l, c->file, c->line, all.at);
}

/* Hours that a length amounts to, for saying which of two is longer: roughly where units differ. */
static int64_t rough_hours(struct period p)
{
    static const int64_t hours[] = { [UNIT_HOURS] = 1,
                                     [UNIT_DAYS] = 24,
                                     [UNIT_WEEKS] = 168,
                                     [UNIT_MONTHS] = 730,
                                     [UNIT_WORKING_DAYS] = 34,
                                     [UNIT_CALENDAR_MONTHS] = 1095, /* and a half, on average */
                                     [UNIT_CALENDAR_QUARTERS] = 3285,
                                     [UNIT_CALENDAR_YEARS] = 13140 };
    return hours[p.unit] * p.amount;
}

static bool says_a_date(uint16_t kind)
{
    const struct kind_def *k = event_kind_def((enum event_kind)kind);
    for (unsigned i = 0; i < k->fields; i++) {
        if (k->field[i].type == FIELD_DATE && k->field[i].slot == SLOT_NUMBER)
            return true;
    }
    return false;
}

/* `from the date said` is answered by every event that starts the rule. */
static status check_date_said(struct loading *l, const struct due *d, const struct rule_cold *c)
{
    for (unsigned i = 0; d->from == FROM_SAID && i < c->start_kinds; i++) {
        if (says_a_date(c->start_kind[i]))
            continue;
        struct str what = str_print(l->t->arena, "%s says no date; count from another event",
                                    event_kind_def((enum event_kind)c->start_kind[i])->name);
        return wrong_at(l, d->cold->file, d->cold->line, what.at);
    }
    return OK;
}

static status check_duty(struct loading *l, const struct rule *r, struct rule_cold *c)
{
    if (!c->has_owner)
        return wrong_rule(l, c, "is owed by nobody; add a line `owner ROLE`");
    if (c->start_kinds == 0)
        return wrong_rule(l, c, "never starts; add a line `starts KIND-OF-EVENT`");
    if (c->met_kinds == 0 && !r->repeats)
        return wrong_rule(l, c, "can never be met; add a line `met-by KIND-OF-EVENT`");
    if (r->dues == 0)
        return wrong_rule(l, c,
                          "has no deadline; add a line `due`, such as `due 72 hours after"
                          " happened`");
    const struct due *last = &l->b->due[r->due + r->dues - 1];
    if (last->cold->when_words.len)
        return wrong_at(l, last->cold->file, last->cold->line,
                        "the last `due` line must have no `when`: say when it is due otherwise");
    uint16_t from = EV_NONE;
    for (unsigned i = r->due; i < (unsigned)r->due + r->dues; i++) {
        const struct due *d = &l->b->due[i];
        TRY(check_date_said(l, d, c));
        if (d->from == FROM_EVENT && from != EV_NONE && d->kind != from)
            return wrong_at(l, d->cold->file, d->cold->line,
                            "a rule counts `from` one kind of event only; make two rules of it");
        from = d->from == FROM_EVENT ? d->kind : from;
    }
    return OK;
}

static status check_alarm(struct loading *l, const struct rule *r, struct rule_cold *c)
{
    if (!c->has_owner)
        return wrong_rule(l, c, "tells nobody; add a line `tells ROLE`");
    if (!c->has_level)
        return wrong_rule(l, c, "has no level; add a line `level low`, `medium` or `high`");
    if (c->start_kinds == 0)
        return wrong_rule(l, c, "is never raised; add a line `raised-by KIND-OF-EVENT`");
    if (r->ring != NONE16)
        TRY(check_date_said(l, &l->b->due[r->ring], c));
    if (!c->words.needs_decision && !c->clears_by_event)
        return wrong_rule(l, c,
                          "can neither be decided nor cleared; add a line `needs` or `clears"
                          " when`");
    if (r->ring == NONE16 && c->unless.len + c->ended_by.len > 0)
        return wrong_rule(l, c,
                          "is raised at once, so `unless` comes too late; use `when` or"
                          " `clears when`");
    return OK;
}

static const char *about_words(uint8_t type)
{
    static const char *const words[] = {
        [ABOUT_NOTHING] = "nothing",
        [ABOUT_EPISODE] = "an episode",
        [ABOUT_PLACEMENT] = "a placement",
        [ABOUT_NOTICE] = "a notice",
        [ABOUT_INCIDENT] = "an incident",
        [ABOUT_PLAN] = "a plan",
        [ABOUT_REVIEW] = "a review",
        [ABOUT_ALLEGATION] = "an allegation",
        [ABOUT_VISIT] = "a visit to the home",
        [ABOUT_TASK] = "an action of a plan",
        [ABOUT_LOOK] = "a look",
        [ABOUT_QUESTION] = "a question",
        [ABOUT_OTHER] = "something else",
        [ABOUT_WORKER] = "a worker",
        [ABOUT_CHILD] = "a child",
    };
    return words[type];
}

static bool says_about(const struct rulebook *b, uint16_t kind, uint8_t type)
{
    if (type == ABOUT_WORKER)
        return b->names[kind] & NAMES_PERSON;
    if (type == ABOUT_CHILD)
        return b->names[kind] & NAMES_CHILD;
    return b->about_type[kind] == type;
}

static status check_scopes(struct loading *l, uint16_t rule, const struct rule *r,
                           struct rule_cold *c)
{
    struct rulebook *b = l->b;
    for (unsigned i = 0; i < b->actions; i++) {
        const struct action *a = &b->action[i];
        bool needs = a->rule == rule && (a->scope == SCOPE_SAME || a->act == ACT_START);
        if (!needs || !r->scoped || says_about(b, a->kind, r->about_type))
            continue;
        struct str what =
            str_print(l->t->arena,
                      "is about %s, but %s does not say of which; use another event or `for"
                      " this child`",
                      about_words(r->about_type), event_kind_def((enum event_kind)a->kind)->name);
        return wrong_rule(l, c, what.at);
    }
    return OK;
}

static status check_warn(struct loading *l, const struct rule *r, struct rule_cold *c)
{
    if (!r->has_warn)
        return OK;
    if (r->dues == 0)
        return wrong_rule(l, c, "warns of a deadline that it does not have; add `due` or `within`");
    for (unsigned i = r->due; i < (unsigned)r->due + r->dues; i++) {
        const struct due *d = &l->b->due[i];
        if (d->from <= FROM_PREVIOUS && rough_hours(r->warn) >= rough_hours(d->period) &&
            d->period.amount > 0)
            return wrong_rule(l, c, "warns before it is even owed; shorten the warning");
    }
    return OK;
}

static status check_steps(struct loading *l, const struct rule *r, struct rule_cold *c)
{
    for (unsigned i = 0; i < r->steps; i++) {
        if (r->step[i].from == STEP_AFTER_RAISED && !r->alarm)
            return wrong_rule(l, c, "is never raised, being a duty; escalate `after due`");
        if (r->step[i].from != STEP_AFTER_RAISED && r->dues == 0)
            return wrong_rule(l, c, "has no `within`; escalate `after raised`");
    }
    return OK;
}

/* A repeating duty with no `met-by` is met by what it repeats with. */
static status complete_repeats(struct loading *l, uint16_t rule, struct rule *r,
                               struct rule_cold *c)
{
    struct pattern p = { .kind = c->repeat_kind, .when = dnf_always() };
    if (!r->repeats)
        return OK;
    bool meets = false;
    for (unsigned i = 0; i < c->met_kinds; i++)
        meets |= c->met_kind[i] == c->repeat_kind;
    if (c->met_kinds > 0 && !meets)
        return wrong_rule(l, c,
                          "repeats with one event and is met by another; name the same in"
                          " both lines");
    if (c->met_kinds == 0) {
        TRY(add_action(l, ACT_MEET, &p, r->scoped ? SCOPE_SAME : SCOPE_CHILD));
        c->met_kind[c->met_kinds++] = c->repeat_kind;
    }
    l->rule = rule;
    return OK;
}

/* What `while placement open` means, in events. */
static status end_with(struct loading *l, const struct rule *r, uint16_t kind, enum scope scope)
{
    struct pattern p = { .kind = kind, .when = dnf_always() };
    if (scope == SCOPE_CHILD) {
        p.when.at[0].look = r->open_while;
        p.when.at[0].want = 0;
    }
    return add_action(l, ACT_END, &p, scope);
}

static status complete_while(struct loading *l, const struct rule *r)
{
    static const uint16_t missing_ends[] = { EV_CHILD_FOUND, EV_CHILD_RETURNED, EV_EPISODE_CLOSED };
    struct pattern died = { .kind = EV_CHILD_DIED, .when = dnf_always() };
    struct pattern closed = { .kind = EV_HOME_CLOSED, .when = dnf_always() };
    if (!r->repeats || r->over == OVER_AGENCY || r->over == OVER_PLACE)
        return OK;
    if (r->over == OVER_HOME)
        return add_action(l, ACT_END, &closed, SCOPE_CHILD);
    TRY(add_action(l, ACT_END, &died, SCOPE_CHILD));
    TRY(end_with(l, r, EV_CARE_ENDED, SCOPE_CHILD));
    if (r->open_while & CHILD_IS(PLACED)) {
        TRY(end_with(l, r, EV_PLACEMENT_ENDED, r->scoped ? SCOPE_SAME : SCOPE_CHILD));
        if (r->scoped)
            TRY(end_with(l, r, EV_PLACEMENT_STARTED, SCOPE_OTHERS));
    }
    for (size_t i = 0; (r->open_while & CHILD_IS(MISSING)) && i < COUNT(missing_ends); i++)
        TRY(end_with(l, r, missing_ends[i], r->scoped ? SCOPE_SAME : SCOPE_CHILD));
    return OK;
}

/* A length is usual only after enough earlier episodes: without them the rule does not start. */
static status complete_usual(struct loading *l, struct rule *r, const struct rule_cold *c)
{
    struct test known = { .kind = TEST_USUAL_KNOWN,
                          .words = S("five earlier episodes to know what is usual by") };
    unsigned bit;
    if (r->ring == NONE16 || l->b->due[r->ring].from != FROM_USUAL)
        return OK;
    if (r->over != OVER_CHILD)
        return wrong_rule(l, c, "asks what is usual for a child; make it a rule over a child");
    TRY(add_test(l, &known, &bit));
    struct dnf when = dnf_of(l->b, r->when), also = dnf_always();
    also.at[0].made_look = also.at[0].made_want = UINT64_C(1) << bit;
    TRY(dnf_and(l, &when, &also));
    return dnf_keep(l, &when, &r->when);
}

status rulebook_check_rule(struct loading *l)
{
    uint16_t rule = l->rule;
    struct rule *r = &l->b->rule[rule];
    struct rule_cold *c = &l->b->cold[rule];
    if (!c->has_title)
        return wrong_rule(l, c, "has no title; add a line `title` with the words people see");
    if (!c->words.cite.len)
        return wrong_rule(l, c, "has no citation; add a line `cite \"…\"`");
    if (!c->has_force)
        return wrong_rule(l, c, "does not say its force; add statute, guidance, practice or local");
    TRY(r->alarm ? check_alarm(l, r, c) : check_duty(l, r, c));
    TRY(complete_repeats(l, rule, r, c));
    TRY(complete_while(l, r));
    TRY(complete_usual(l, r, c));
    TRY(check_scopes(l, rule, r, c));
    TRY(check_warn(l, r, c));
    return check_steps(l, r, c);
}

/* ---- the whole ---- */

static status check_versions(struct loading *l)
{
    struct rulebook *b = l->b;
    for (unsigned i = 0; i < b->rules; i++) {
        for (unsigned j = 0; j < i; j++) {
            const struct rule *a = &b->rule[i], *o = &b->rule[j];
            if (a->about != o->about || a->from_us >= o->until_us || o->from_us >= a->until_us)
                continue;
            struct str what = str_print(l->t->arena,
                                        "has two versions in force on one day (the other is at"
                                        " %.*s:%d); end one before the other begins",
                                        STR_ARG(b->cold[j].file), b->cold[j].line);
            return wrong_rule(l, &b->cold[i], what.at);
        }
    }
    return OK;
}

/* Can one event do both? Only what the event says of itself decides: facts of the child change. */
static bool can_both(const struct rulebook *b, const struct action *x, const struct action *y)
{
    static const struct alternative any = { .codes = ANY_CODE };
    unsigned xs = x->when.count ? x->when.count : 1, ys = y->when.count ? y->when.count : 1;
    for (unsigned i = 0; i < xs * ys; i++) {
        const struct alternative *p =
            x->when.count ? &b->alternative[x->when.first + i / ys] : &any;
        const struct alternative *q =
            y->when.count ? &b->alternative[y->when.first + i % ys] : &any;
        uint32_t both = p->flags_look & q->flags_look;
        if ((p->codes & q->codes) && (p->flags_want & both) == (q->flags_want & both))
            return true;
    }
    return false;
}

struct edges { /* meeting one duty starts the other */
    bool from[RULES_MAX][RULES_MAX];
};

static struct edges *find_edges(struct loading *l)
{
    const struct rulebook *b = l->b;
    struct edges *e = NEW(l->t->arena, struct edges);
    for (unsigned i = 0; i < b->actions; i++) {
        const struct action *x = &b->action[i];
        for (unsigned j = 0; x->act == ACT_MEET && j < b->actions; j++) {
            const struct action *y = &b->action[j];
            bool repeats = x->rule == y->rule && b->rule[x->rule].repeats;
            if (y->act == ACT_START && y->kind == x->kind &&
                b->rule[x->rule].over == b->rule[y->rule].over && !b->rule[y->rule].alarm &&
                !repeats && can_both(b, x, y))
                e->from[x->rule][y->rule] = true;
        }
    }
    return e;
}

/* Meeting one duty starts the next, and so on back to the first: then nobody is ever done. */
static status check_cycle(struct loading *l, const struct edges *e, uint16_t from)
{
    struct rulebook *b = l->b;
    uint16_t stack[RULES_MAX], depth = 0;
    bool seen[RULES_MAX] = { 0 };
    stack[depth++] = from;
    while (depth > 0) {
        uint16_t at = stack[--depth];
        if (e->from[at][from]) {
            struct str what =
                str_print(l->t->arena, "and `%.*s` start each other without end; use `repeats`",
                          STR_ARG(b->cold[at].words.name));
            return wrong_rule(l, &b->cold[from], what.at);
        }
        for (uint16_t to = 0; to < b->rules; to++) {
            if (e->from[at][to] && !seen[to]) {
                seen[to] = true;
                stack[depth++] = to;
            }
        }
    }
    return OK;
}

static status check_parameters(struct loading *l)
{
    struct rulebook *b = l->b;
    for (unsigned i = 0; i < b->rules; i++) {
        const struct rule *r = &b->rule[i];
        if (b->cold[i].words.force != FORCE_STATUTE || r->alarm)
            continue;
        for (unsigned k = r->due; k < (unsigned)r->due + r->dues; k++) {
            const struct parameter *p = parameter_named(b, b->due[k].cold->parameter);
            if (!p || !p->has_shipped || rough_hours(p->period) <= rough_hours(p->shipped))
                continue;
            struct str what = str_print(l->t->arena,
                                        "parameter %.*s would weaken the statutory duty `%.*s`;"
                                        " make it shorter than it is, not longer",
                                        STR_ARG(p->name), STR_ARG(b->cold[i].words.name));
            return wrong_at(l, p->file, p->line, what.at);
        }
    }
    return OK;
}

/* The earlier of the two counts, so a longer local time could not weaken: but it would mislead. */
static status check_tightenings(struct loading *l)
{
    struct rulebook *b = l->b;
    for (unsigned i = 0; i < b->rules; i++) {
        const struct rule *r = &b->rule[i];
        int64_t longest = 0;
        for (unsigned k = r->due; k < (unsigned)r->due + r->dues; k++)
            longest =
                rough_hours(b->due[k].period) > longest ? rough_hours(b->due[k].period) : longest;
        for (unsigned k = r->tight; k < (unsigned)r->tight + r->tights; k++) {
            const struct due *d = &b->due[k];
            if (rough_hours(d->period) < longest || r->dues == 0)
                continue;
            struct str what = str_print(l->t->arena,
                                        "this would weaken `%.*s`: a local deadline must be"
                                        " shorter than the rule's own",
                                        STR_ARG(b->cold[i].words.name));
            return wrong_at(l, d->cold->file, d->cold->line, what.at);
        }
    }
    return OK;
}

/* A note, not a refusal: a register must start also when its calendar is nearly out of date, and
 * says "unknown" of the deadlines it cannot compute. */
static void note_calendar(struct loading *l)
{
    struct rulebook *b = l->b;
    const struct due *longest = NULL;
    for (unsigned i = 0; i < b->dues; i++) {
        if (b->due[i].period.unit == UNIT_WORKING_DAYS &&
            (!longest || b->due[i].period.amount > longest->period.amount))
            longest = &b->due[i];
    }
    if (!longest || !l->t->clock.now)
        return;
    struct instant end = calendar_deadline(b->calendar, task_now(l->t), longest->period);
    if (date_in_uk(end).days <= b->calendar->holidays_to.days || !l->problems)
        return;
    text_addf(l->problems,
              "%.*s:%d: note: the bank holidays end on %.*s, before %d working days from today;"
              " load the next years' holidays\n",
              STR_ARG(longest->cold->file), longest->cold->line,
              STR_ARG(date_text(l->t->arena, b->calendar->holidays_to)), longest->period.amount);
}

status rulebook_check_whole(struct loading *l)
{
    TRY(check_versions(l));
    TRY(check_parameters(l));
    TRY(check_tightenings(l));
    const struct edges *e = find_edges(l);
    for (uint16_t i = 0; i < l->b->rules; i++)
        TRY(check_cycle(l, e, i));
    note_calendar(l);
    return OK;
}

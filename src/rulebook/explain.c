/* Why a duty is owed or an alarm rang, or why not: facts, dates and arithmetic in words. */
#include "rulebook/pass.h"
#include "rulebook/reading.h"

struct explaining {
    struct text x;
    struct pass *p;         /* walks the facts again, stopping at each that matters */
    struct evaluation *all; /* how everything ended */
    uint16_t family;
    int64_t now;
    int shown;
    uint32_t *mine, mine_count; /* instances of the family: few of all there are */
};

static struct str when_words(struct explaining *e, int64_t us)
{
    return instant_words(e->x.arena, (struct instant){ us });
}

static const char *kind_words(uint16_t kind)
{
    return event_kind_def((enum event_kind)kind)->words;
}

/* In a home's stream: which child the event tells of. */
static void add_event(struct explaining *e, const struct fact *f)
{
    struct what of = pass_cause(e->p, f);
    text_addf(&e->x, "\xe2\x80\x9c%s\xe2\x80\x9d (entry %u", kind_words(f->kind), f->n);
    if (of.child != 0)
        text_addf(&e->x, ", child no. %u", of.child);
    text_addf(&e->x, ") at %.*s", STR_ARG(when_words(e, f->happened)));
}

/* ---- conditions ---- */

static void add_bits(struct explaining *e, uint64_t bits, uint64_t so, const struct test *test)
{
    while (bits) {
        unsigned bit = (unsigned)__builtin_ctzll(bits);
        bits &= bits - 1;
        struct str words = test ? test[bit].words : str_from(fact_words(e->p->kind, bit));
        text_addz(&e->x, "      ");
        add_plain(&e->x, e->p->b, words);
        text_addf(&e->x, ": %s", so >> bit & 1 ? "yes" : "no");
        int32_t now = test ? test_number(e->p, &test[bit]) : -1;
        bool still =
            test && (now >= test[bit].number) == (so >> bit & 1); /* its own effect apart */
        if (now >= 0 && still)
            text_addf(&e->x, ", %d then", now);
        text_addz(&e->x, ".\n");
    }
}

/* What of an alternative is not so; nothing is said of one that holds. */
static void add_failing(struct explaining *e, const struct alternative *a)
{
    const struct pass *p = e->p;
    const struct fact *f = p->fact;
    add_bits(e, (p->is ^ a->want) & a->look, p->is, NULL);
    add_bits(e, (p->made ^ a->made_want) & a->made_look, p->made, p->over->test);
    if (((f->flags & a->flags_look) != a->flags_want) || !(a->codes >> (f->code & 63) & 1))
        text_addf(&e->x, "      \xe2\x80\x9c%s\xe2\x80\x9d does not say what the rule asks for.\n",
                  kind_words(f->kind));
}

static bool add_condition(struct explaining *e, struct condition c)
{
    const struct pass *p = e->p;
    if (condition_holds(p->b, c, p->is, p->made, p->fact))
        return true;
    for (unsigned i = 0; i < c.count; i++) {
        if (i > 0)
            text_addz(&e->x, "      or\n");
        add_failing(e, &p->b->alternative[c.first + i]);
    }
    return false;
}

/* ---- one that is owed ---- */

static void add_deadline(struct explaining *e, const struct instance *i)
{
    const struct pass *p = e->p;
    const struct rule *r = &p->b->rule[i->rule];
    if (r->alarm) {
        if (r->ring != NONE16)
            explain_due(&e->x, p, &p->b->due[r->ring], i);
        return;
    }
    const struct due *d = &p->b->due[r->due + (i->row == UINT8_MAX ? 0 : i->row)];
    if (d->cold->when_words.len && i->row != UINT8_MAX) {
        text_addz(&e->x, "   This deadline holds because ");
        add_plain(&e->x, p->b, d->cold->when_words);
        text_addz(&e->x, ".\n");
    }
    explain_due(&e->x, p, d, i);
}

static const struct fact *fact_numbered(const struct fact *f, uint32_t count, uint32_t n)
{
    for (uint32_t i = 0; i < count; i++) {
        if (f[i].n == n)
            return &f[i];
    }
    return NULL;
}

static void add_closing(struct explaining *e, const struct instance *i, const struct fact *f,
                        uint32_t count)
{
    static const char *const how[] = {
        [MET] = "Met", [ENDED] = "Ended", [WAIVED] = "Waived", [CLEARED] = "Cleared"
    };
    const struct fact *by = i->closing != OPEN ? fact_numbered(f, count, i->closed_n) : NULL;
    if (!by || i->closed_at > e->now)
        return;
    bool alarm = e->p->b->rule[i->rule].alarm, decided = alarm && i->closing == MET;
    if (alarm && i->closing == CLEARED && i->closed_at == i->from && by->happened < i->from) {
        text_addf(&e->x,
                  "   When it would have rung, the one started by entry %u rang and nobody"
                  " had decided: it counts there.\n",
                  i->closed_n);
        return;
    }
    text_addf(&e->x, "   %s by \xe2\x80\x9c%s\xe2\x80\x9d (entry %u) at %.*s.\n",
              decided ? "Decided" : how[i->closing], kind_words(by->kind), by->n,
              STR_ARG(when_words(e, by->happened)));
}

static const char *standing_words(enum duty_state s)
{
    switch (s) {
    case DUTY_NOT_YET: return "not owed yet";
    case DUTY_RUNNING: return "running";
    case DUTY_WARNED: return "close to its deadline: a warning is out";
    case DUTY_OVERDUE: return "overdue";
    case DUTY_MET: return "met in time";
    case DUTY_MET_LATE: return "met, but late";
    case DUTY_ENDED: return "ended without being met";
    case DUTY_WAIVED: return "waived";
    case DUTY_UNKNOWN: return "owed, but its deadline is unknown";
    case ALARM_WAITING: return "waiting for its time";
    case ALARM_RAISED: return "ringing: nobody has decided";
    case ALARM_DECIDED: return "decided";
    case ALARM_CLEARED: return "cleared";
    }
    MUST(false);
    return "";
}

static void add_standing(struct explaining *e, const struct instance *i)
{
    enum duty_state s = instance_state(e->p->b, i, e->now);
    text_addf(&e->x, "   At %.*s it is %s", STR_ARG(when_words(e, e->now)), standing_words(s));
    if (s == DUTY_MET_LATE)
        text_addf(&e->x, " by %.*s",
                  STR_ARG(span_words(e->x.arena, (struct span){ i->closed_at - i->due })));
    if (s == DUTY_OVERDUE)
        text_addf(&e->x, " by %.*s",
                  STR_ARG(span_words(e->x.arena, (struct span){ e->now - i->due })));
    if (s == DUTY_RUNNING || s == DUTY_WARNED)
        text_addf(&e->x, "; %.*s are left",
                  STR_ARG(span_words(e->x.arena, (struct span){ i->due - e->now })));
    text_addz(&e->x, ".\n");
    uint16_t again = instance_again(e->all, i, e->now);
    if (again > 0 && i->from <= e->now)
        text_addf(&e->x, "   Its cause came %u more time%s while nobody had decided.\n", again,
                  again == 1 ? "" : "s");
}

static struct str day_words_of(struct explaining *e, int64_t us, int before)
{
    struct date day = date_in_uk((struct instant){ us });
    return date_words(e->x.arena, (struct date){ day.days - before });
}

/* A rule that has changed: by which of its versions this one is judged. */
static void add_version(struct explaining *e, uint16_t rule)
{
    const struct rulebook *b = e->p->b;
    const struct rule_cold *c = &b->cold[rule];
    const struct rule *r = &b->rule[rule];
    if (b->rule[e->family].newer == NONE16)
        return;
    text_addz(&e->x, "   The law has changed. On that day this version was in force");
    if (r->from_us != INT64_MIN)
        text_addf(&e->x, ", from %.*s", STR_ARG(day_words_of(e, r->from_us, 0)));
    if (r->until_us != INT64_MAX)
        text_addf(&e->x, " to %.*s", STR_ARG(day_words_of(e, r->until_us, 1)));
    text_addf(&e->x, ":\n     %.*s.\n", STR_ARG(c->words.cite));
}

static void add_late_record(struct explaining *e, const struct fact *by)
{
    struct span late = { by->recorded - by->happened };
    if (late.us > HOUR_US)
        text_addf(&e->x,
                  "   It was written down %.*s later, at %.*s. A deadline that runs from when"
                  " it happened is no later for that.\n",
                  STR_ARG(span_words(e->x.arena, late)), STR_ARG(when_words(e, by->recorded)));
}

static void add_owed(struct explaining *e, const struct instance *i, const struct fact *f,
                     uint32_t count)
{
    const struct rule_cold *c = &e->p->b->cold[i->rule];
    const struct fact *by = e->p->fact;
    text_addf(&e->x, "%d. Started by ", ++e->shown);
    add_event(e, by);
    text_addz(&e->x, ".\n");
    add_late_record(e, by);
    add_version(e, i->rule);
    if (c->when.len) {
        text_addz(&e->x, "   It is owed only when ");
        add_plain(&e->x, e->p->b, c->when);
        text_addz(&e->x, ": that was so.\n");
    }
    add_deadline(e, i);
    add_closing(e, i, f, count);
    add_standing(e, i);
}

/* ---- one that is not ---- */

static bool starts_with(const struct rulebook *b, uint16_t rule, uint16_t kind,
                        const struct action **ret)
{
    const uint16_t *first = b->over[b->rule[rule].over].first;
    for (unsigned k = first[kind]; k < first[kind + 1]; k++) {
        if (b->action[k].rule == rule && b->action[k].act == ACT_START) {
            *ret = &b->action[k];
            return true;
        }
    }
    return false;
}

static void add_not_owed(struct explaining *e, uint16_t rule, const struct action *a)
{
    const struct rule *r = &e->p->b->rule[rule];
    const struct fact *f = e->p->fact;
    text_addf(&e->x, "%d. Not started by ", ++e->shown);
    add_event(e, f);
    text_addz(&e->x, ":\n");
    if (f->happened < r->from_us || f->happened >= r->until_us) {
        text_addz(&e->x, "      this version of the rule was not in force then.\n");
        return;
    }
    bool so = add_condition(e, a->said);
    so &= add_condition(e, r->when);
    if (so)
        text_addz(&e->x, r->alarm ? "      one was open already, undecided: it counts there.\n"
                                  : "      it was owed already.\n");
}

/* ---- the whole ---- */

static void find_mine(struct explaining *e, struct arena *a, const struct rulebook *b)
{
    e->mine = NEWS(a, uint32_t, e->all->count + 1);
    for (uint32_t k = 0; k < e->all->count; k++) {
        if (b->rule[e->all->instance[k].rule].family == e->family)
            e->mine[e->mine_count++] = k;
    }
}

static void explain_event(struct explaining *e, const struct fact *f, uint32_t count)
{
    const struct rulebook *b = e->p->b;
    bool owed = false;
    for (uint32_t k = 0; k < e->mine_count; k++) {
        const struct instance *i = &e->all->instance[e->mine[k]];
        if (i->started_n != e->p->fact->n)
            continue;
        add_owed(e, i, f, count);
        owed = true;
    }
    for (uint16_t rule = e->family; !owed && rule != NONE16; rule = b->rule[rule].newer) {
        const struct action *a;
        if (starts_with(b, rule, e->p->fact->kind, &a))
            add_not_owed(e, rule, a);
    }
}

static void explain_head(struct explaining *e, const struct rulebook *b, uint16_t rule)
{
    static const char *const sure[] = { "seen in the source", "partly seen in the source",
                                        "unverified: check the source" };
    static const char *const force[] = { "statute", "statutory guidance", "practice",
                                         "local protocol" };
    const struct rule_words *w = &b->cold[rule].words;
    text_addf(&e->x, "%.*s (%.*s)\n%.*s\nForce: %s. Citation %s: %.*s\n\n", STR_ARG(w->title),
              STR_ARG(w->name), STR_ARG(w->sentence), force[w->force], sure[w->confidence],
              STR_ARG(w->cite));
}

/* A rule may look at the alarms of others: those that ring high. */
static bool looks_at_highs(const struct over_rules *o)
{
    for (uint16_t i = 0; i < o->tests; i++) {
        if (o->test[i].kind == TEST_HIGH_ALARMS)
            return true;
    }
    return false;
}

/* The rulebook with nothing but this rule's family at work: a person waits for the answer. */
static const struct rulebook *alone(struct task *t, const struct rulebook *b, uint16_t family)
{
    struct rulebook *one = NEW(t->arena, struct rulebook);
    *one = *b;
    struct over_rules *o = &one->over[b->rule[family].over];
    uint16_t at = 0;
    bool keep[RULES_MAX] = { [0] = false };
    keep[family] = true;
    for (uint16_t i = 0; looks_at_highs(o) && i < o->highs; i++)
        keep[o->high[i]] = true;
    for (unsigned kind = 0; kind < EVENT_KINDS; kind++) {
        unsigned from = o->first[kind], to = o->first[kind + 1];
        o->first[kind] = at;
        for (unsigned k = from; k < to; k++) {
            if (!keep[b->action[k].family])
                continue;
            one->action[at] = b->action[k];
            one->touch[at++] = b->touch[k];
        }
    }
    o->first[EVENT_KINDS] = at;
    return one;
}

status rulebook_explain(struct task *t, const struct rulebook *b, const struct calendar *c,
                        const struct subject_facts *of, struct str rule_name, int64_t now,
                        struct str *ret_words)
{
    uint16_t rule = rulebook_find(b, rule_name);
    if (rule == UINT16_MAX)
        return fail(t, E_MISSING, "there is no rule of that name; `sightline rules list` has them");
    struct explaining e = { .x = text_open(t->arena, 4 << 20), .now = now };
    e.all = NEW(t->arena, struct evaluation);
    e.p = NEW(t->arena, struct pass);
    e.family = b->rule[rule].family;
    explain_head(&e, b, rule);
    const struct rulebook *one = alone(t, b, e.family);
    rulebook_evaluate(one, c, of->kind, of->fact, of->count, e.all);
    find_mine(&e, t->arena, b);
    pass_start(e.p, one, c, of->kind, NEW(t->arena, struct evaluation));
    enum over over = (enum over)b->rule[rule].over;
    for (uint32_t i = 0; i < of->count && over == over_of(of->kind); i++) {
        pass_step(e.p, of->fact, &of->fact[i]);
        explain_event(&e, of->fact, of->count);
    }
    if (over != over_of(of->kind)) {
        text_addf(&e.x, "Not owed here: it is a rule over a whole %s. Ask it of one.\n",
                  over_words(over));
    } else if (e.shown == 0) {
        text_addf(&e.x,
                  "Not owed: none of what was said of this %s starts it. It would start"
                  " with ",
                  over_words(over));
        add_plain(&e.x, b, b->cold[rule].starts);
        text_addz(&e.x, ".\n");
    }
    *ret_words = text_done(&e.x);
    return OK;
}

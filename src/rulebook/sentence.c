/* A rule as sentences that a practitioner can check against the law it cites. */
#include <string.h>

#include "rulebook/reading.h"

/* ---- rule words in plain English ---- */

struct str period_words(struct arena *a, struct period p)
{
    static const char *const units[UNITS] = { [UNIT_HOURS] = "hour",
                                              [UNIT_DAYS] = "day",
                                              [UNIT_WEEKS] = "week",
                                              [UNIT_MONTHS] = "month",
                                              [UNIT_WORKING_DAYS] = "working day",
                                              [UNIT_CALENDAR_MONTHS] = "calendar month",
                                              [UNIT_CALENDAR_QUARTERS] = "calendar quarter",
                                              [UNIT_CALENDAR_YEARS] = "calendar year" };
    return str_print(a, "%d %s%s", p.amount, units[p.unit], p.amount == 1 ? "" : "s");
}

static void add_parameter(struct text *x, const struct parameter *p)
{
    if (p->is_period)
        text_add(x, period_words(x->arena, p->period));
    else
        text_addf(x, "%d", p->number);
    text_addf(x, " (local parameter %.*s)", STR_ARG(p->name));
}

static void add_kind(struct text *x, const struct kind_def *k)
{
    text_addf(x, "\xe2\x80\x9c%s\xe2\x80\x9d", k->words);
}

/* Codes of the statutory return, K1 and the like: with their words behind them. */
static bool add_code(struct text *x, struct str word)
{
    static const enum code_list lists[] = { CODES_PLACEMENT_TYPE, CODES_LEGAL_STATUS,
                                            CODES_REASON_CEASED, CODES_PROVIDER,
                                            CODES_CLASSIFICATION };
    if (!word.len || word.at[0] < 'A' || word.at[0] > 'Z')
        return false;
    for (size_t i = 0; i < COUNT(lists); i++) {
        unsigned n = code_number(lists[i], word);
        if (n) {
            text_addf(x, "%.*s (%s)", STR_ARG(word), code_meaning(lists[i], n));
            return true;
        }
    }
    return false;
}

static void add_word(struct text *x, const struct rulebook *b, struct str word)
{
    static const struct {
        const char *word, *plain;
    } plain[] = { { "happened", "it happened" },
                  { "recorded", "it was recorded" },
                  { "previous", "the one before" },
                  { "short-breaks", "in short breaks" },
                  { "hosted", "hosted here for another authority" },
                  { "in-care", "under a care order" },
                  { "on-interim-care-order", "under an interim care order" },
                  { "on-full-care-order", "under a full care order" },
                  { "out-of-area", "outside the authority's area" },
                  { "with-parent", "with a parent" },
                  { "to-18", "to last to the 18th birthday" },
                  { "childrens-home", "a children's home" },
                  { "saying-harm", "saying that they were harmed" },
                  { "authority", "a local authority" },
                  { "partnership", "a safeguarding partnership" },
                  { "nightfall", "when the night begins (23:00)" },
                  { "usual-length", "when it lasts longer than nine in ten of the child's own" },
                  { "before-assessment", "with parents who are not assessed yet" },
                  { "with-temporary-carer", "with a carer approved for a time only" },
                  { "long-term-foster", "in long-term foster care" },
                  { "arranged-by-another", "arranged by somebody else, such as a hospital" },
                  { "registered-setting", "in a setting that must be registered" },
                  { "known-to-go-missing", "known to have gone missing before" },
                  { "flagged-for-exploitation", "one about whom exploitation was a concern" },
                  { "with-registration-number", "one whose registration number is known" },
                  { "a-care-leaver", "a care leaver" },
                  { "count", "the number" },
                  { ">=", "is at least" },
                  { ">", "is more than" } };
    bool date = word.len && word.at[0] >= '0' && word.at[0] <= '9';
    const struct parameter *p = parameter_named(b, word);
    enum event_kind kind = event_kind_named(word);
    for (size_t i = 0; i < COUNT(plain); i++) {
        if (str_is(word, plain[i].word)) {
            text_addz(x, plain[i].plain);
            return;
        }
    }
    if (kind != EV_NONE) {
        add_kind(x, event_kind_def(kind));
    } else if (add_code(x, word)) {
        return;
    } else if (p) {
        add_parameter(x, p);
    } else {
        for (size_t i = 0; i < word.len; i++)
            text_addc(x, word.at[i] == '-' && !date ? ' ' : word.at[i]);
    }
}

static bool ends_word(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ';' || c == '(' ||
           c == ')';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static struct str word_at(struct str s, size_t *at)
{
    size_t from = *at;
    while (from < s.len && is_blank(s.at[from]))
        from++;
    size_t to = from;
    while (to < s.len && !ends_word(s.at[to]))
        to++;
    *at = to;
    return (struct str){ s.at + from, to - from };
}

static bool is_one_of(struct str word, const char *const *words)
{
    for (; *words; words++) {
        if (str_is(word, *words))
            return true;
    }
    return false;
}

/* "not child is hosted" is "the child is not hosted"; "placement older than 1 year" is "the
 * placement is older than 1 year". Returns where the words go on; `at` itself when it is no such
 * phrase. */
static size_t add_subject(struct text *x, struct str s, size_t at)
{
    static const char *const subjects[] = { "child",  "placement", "episode", "home",
                                            "agency", "place",     "care",    NULL };
    static const char *const being[] = { "is", "was", NULL };
    static const char *const lengths[] = { "under",        "older",   "newer", "open",
                                           "looked-after", "missing", NULL };
    size_t end = at;
    struct str subject = word_at(s, &end);
    bool negated = str_is(subject, "not");
    if (negated)
        subject = word_at(s, &end);
    size_t after = end;
    struct str verb = word_at(s, &after);
    bool is = is_one_of(verb, being);
    if (!is_one_of(subject, subjects) || !(is || is_one_of(verb, lengths)))
        return at;
    text_addf(x, "the %.*s%s %.*s%s", STR_ARG(subject), str_is(subject, "care") ? " period" : "",
              is ? (int)verb.len : 2, is ? verb.at : "is", negated ? " not" : "");
    return is ? after : end;
}

void add_plain(struct text *x, const struct rulebook *b, struct str s)
{
    size_t at = 0;
    while (at < s.len) {
        size_t end = add_subject(x, s, at);
        at = end;
        while (end < s.len && !ends_word(s.at[end]))
            end++;
        if (end > at)
            add_word(x, b, (struct str){ s.at + at, end - at });
        for (; end < s.len && ends_word(s.at[end]); end++) {
            bool blank = is_blank(s.at[end]);
            if (!blank)
                text_addc(x, s.at[end]);
            else if (!is_blank(s.at[end - (end > 0)]) && end + 1 < s.len)
                text_addc(x, ' ');
        }
        at = end;
    }
}

void add_due_words(struct text *x, const struct rulebook *b, const struct due *d)
{
    if (d->from == FROM_BIRTHDAY && d->period.amount == 0)
        text_addf(x, "on the birthday on which the child turns %d", d->age);
    else
        add_plain(x, b, d->cold->words);
}

/* ---- sentences ---- */

static void add_part(struct text *x, const struct rulebook *b, const char *before, struct str part)
{
    if (!part.len)
        return;
    text_addz(x, before);
    add_plain(x, b, part);
    text_addc(x, '.');
}

static void add_dues(struct text *x, const struct rulebook *b, uint16_t first, uint16_t count,
                     const char *before)
{
    for (unsigned i = first; i < (unsigned)first + count; i++) {
        const struct due *d = &b->due[i];
        text_addz(x, i == first ? before : "; otherwise ");
        add_due_words(x, b, d);
        if (d->cold->when_words.len) {
            text_addz(x, " when ");
            add_plain(x, b, d->cold->when_words);
        }
    }
    if (count)
        text_addc(x, '.');
}

static void add_roles(struct text *x, uint32_t roles)
{
    const char *comma = "";
    for (unsigned i = 1; i < ROLES; i++) {
        if (!(roles >> i & 1))
            continue;
        text_addf(x, "%s%s", comma, code_meaning(CODES_ROLE, i));
        comma = ", ";
    }
}

static void say_duty(struct text *x, const struct rulebook *b, uint16_t rule)
{
    const struct rule *r = &b->rule[rule];
    const struct rule_cold *c = &b->cold[rule];
    text_addf(x, "The %s owes this", code_meaning(CODES_ROLE, c->words.owner));
    add_part(x, b, " from ", c->starts);
    add_part(x, b, " It is owed only when ", c->when);
    add_part(x, b, " It comes again with ", c->repeats);
    add_dues(x, b, r->due, r->dues, " Due ");
    add_part(x, b, " It is met by ", c->met_by);
    add_part(x, b, " It ends without being met by ", c->ended_by);
}

static void say_alarm(struct text *x, const struct rulebook *b, uint16_t rule)
{
    const struct rule *r = &b->rule[rule];
    const struct rule_cold *c = &b->cold[rule];
    static const char *const levels[] = { "unset", "low", "medium", "high" };
    text_addf(x, "An alarm of %s level", levels[c->words.level]);
    if (r->ring != NONE16) {
        text_addz(x, ", raised ");
        add_due_words(x, b, &b->due[r->ring]);
        add_part(x, b, " after ", c->starts);
    } else {
        add_part(x, b, ", raised at once by ", c->starts);
    }
    add_part(x, b, " Only when ", c->when);
    add_part(x, b, " Not if first ", c->unless);
    add_part(x, b, " Not if first ", c->ended_by);
    text_addz(x, " It tells: ");
    add_roles(x, c->words.tells);
    text_addc(x, '.');
    add_part(x, b, " It must be decided within ", c->within);
    add_part(x, b, " It needs ", c->needs);
    if (c->words.needs_strategy)
        text_addz(x, " It is decided only with a strategy discussion held since it rang, or with a"
                     " stated reason by a team manager or above.");
    if (c->clears_by_event)
        add_part(x, b, " It is cleared ", c->clears);
    else
        text_addz(x, " Only a decision with a reason ends it.");
}

static struct str say(struct task *t, const struct rulebook *b, uint16_t rule)
{
    const struct rule *r = &b->rule[rule];
    const struct rule_cold *c = &b->cold[rule];
    struct text x = text_open(t->arena, 8000);
    if (r->over != OVER_CHILD)
        text_addf(&x, "It looks at a whole %s. ", over_words((enum over)r->over));
    if (r->alarm)
        say_alarm(&x, b, rule);
    else
        say_duty(&x, b, rule);
    add_dues(&x, b, r->tight, r->tights, " Tightened here: ");
    if (c->warn.len)
        add_part(&x, b, " A warning comes ", c->warn);
    add_part(&x, b, " If nothing is done it goes to: ", c->escalates);
    add_part(&x, b, " In force: ", c->in_force);
    return text_done(&x);
}

void rule_sentences(struct task *t, struct rulebook *b)
{
    for (uint16_t i = 0; i < b->rules; i++)
        b->cold[i].words.sentence = say(t, b, i);
}

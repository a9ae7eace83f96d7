/* What a rule asks of an event itself: flags and codes by the names that events.def gives them. */
#include <string.h>

#include "rulebook/reading.h"

static const struct alternative anything = { .codes = ANY_CODE };

struct dnf dnf_always(void)
{
    struct dnf d = { .count = 1 };
    d.at[0] = anything;
    return d;
}

static bool merge(const struct alternative *a, const struct alternative *b, struct alternative *ret)
{
    uint64_t both = a->look & b->look, both_made = a->made_look & b->made_look;
    uint32_t both_flags = a->flags_look & b->flags_look;
    if ((a->want & both) != (b->want & both) ||
        (a->made_want & both_made) != (b->made_want & both_made) ||
        (a->flags_want & both_flags) != (b->flags_want & both_flags) || !(a->codes & b->codes))
        return false;
    *ret = (struct alternative){ a->look | b->look,
                                 a->want | b->want,
                                 a->made_look | b->made_look,
                                 a->made_want | b->made_want,
                                 a->codes & b->codes,
                                 a->flags_look | b->flags_look,
                                 a->flags_want | b->flags_want };
    return true;
}

/* Everything that the first asks is asked by the second too. */
static bool is_weaker(const struct alternative *a, const struct alternative *b)
{
    return (a->look & b->look) == a->look && (b->want & a->look) == a->want &&
           (a->made_look & b->made_look) == a->made_look &&
           (b->made_want & a->made_look) == a->made_want && (b->codes & ~a->codes) == 0 &&
           (a->flags_look & b->flags_look) == a->flags_look &&
           (b->flags_want & a->flags_look) == a->flags_want;
}

/* Of two alternatives of which one asks more, the other says it all. */
static status dnf_add(struct loading *l, struct dnf *d, const struct alternative *a)
{
    int kept = 0;
    for (int i = 0; i < d->count; i++) {
        if (is_weaker(&d->at[i], a))
            return OK;
    }
    for (int i = 0; i < d->count; i++) {
        if (!is_weaker(a, &d->at[i]))
            d->at[kept++] = d->at[i];
    }
    d->count = kept;
    if (d->count == DNF_MAX)
        return wrong(l, "the condition has too many `or`s; split it over two rules");
    d->at[d->count++] = *a;
    return OK;
}

static status dnf_or(struct loading *l, struct dnf *a, const struct dnf *b)
{
    for (int i = 0; i < b->count; i++)
        TRY(dnf_add(l, a, &b->at[i]));
    return OK;
}

status dnf_and(struct loading *l, struct dnf *a, const struct dnf *b)
{
    struct dnf both = { 0 };
    for (int i = 0; i < a->count; i++) {
        for (int j = 0; j < b->count; j++) {
            struct alternative x;
            if (merge(&a->at[i], &b->at[j], &x))
                TRY(dnf_add(l, &both, &x));
        }
    }
    *a = both;
    return OK;
}

status dnf_keep(struct loading *l, const struct dnf *d, struct condition *ret)
{
    struct rulebook *b = l->b;
    *ret = (struct condition){ 0 };
    if (d->count == 0)
        return wrong(l, "the condition contradicts itself and can never hold; change it");
    for (int i = 0; i < d->count; i++) {
        if (memcmp(&d->at[i], &anything, sizeof anything) == 0)
            return OK;
    }
    if (b->alternatives + d->count > ALTERNATIVES_MAX)
        return wrong(l, "the rulebook has more than %d conditions", ALTERNATIVES_MAX);
    *ret = (struct condition){ b->alternatives, (uint16_t)d->count };
    for (int i = 0; i < d->count; i++)
        b->alternative[b->alternatives++] = d->at[i];
    return OK;
}

/* One code of a field that holds one (its number in some bits) or several (a bit for each). */
static struct dnf code_is(const struct field_def *f, unsigned code, bool negated)
{
    struct dnf d = { 0 };
    struct alternative a = anything;
    if (f->slot == SLOT_CODE) {
        a.codes = UINT64_C(1) << code;
        a.codes = negated ? ~a.codes : a.codes;
        d.at[d.count++] = a;
        return d;
    }
    if (f->type == FIELD_CODES) {
        a.flags_look = 1u << (f->at + code - 1);
        a.flags_want = negated ? 0 : a.flags_look;
        d.at[d.count++] = a;
        return d;
    }
    uint32_t mask = ((1u << f->width) - 1) << f->at, bits = (uint32_t)code << f->at;
    if (!negated) {
        a.flags_look = mask;
        a.flags_want = bits;
        d.at[d.count++] = a;
        return d;
    }
    for (unsigned i = 0; i < f->width; i++) {
        a.flags_look = 1u << (f->at + i);
        a.flags_want = ~bits & a.flags_look;
        d.at[d.count++] = a;
    }
    return d;
}

static struct dnf flag_is(const struct field_def *f, bool negated)
{
    struct dnf d = dnf_always();
    d.at[0].flags_look = 1u << f->at;
    d.at[0].flags_want = negated ? 0 : d.at[0].flags_look;
    return d;
}

static struct dnf bit_is(unsigned at, bool set)
{
    struct dnf d = dnf_always();
    d.at[0].flags_look = 1u << at;
    d.at[0].flags_want = set ? 1u << at : 0;
    return d;
}

/* `safe` is what was said to be so; `safe is no` was said not to be so; `safe is not-said` neither.
 */
static status read_flag(struct loading *l, const struct field_def *f, bool negated, struct dnf *ret)
{
    unsigned yes = f->at, said = f->at + 1u;
    bool no = str_is(word_now(l), "no"), unsaid = str_is(word_now(l), "not-said");
    *ret = bit_is(yes, !negated);
    if (!word_skip(l, "no") && !word_skip(l, "not-said")) {
        word_skip(l, "yes");
        return OK;
    }
    if (f->width != 2)
        return wrong(l,
                     "whether `%s` was said to be no is not kept apart from nothing said; write"
                     " `not %s`",
                     f->name, f->name);
    struct dnf was_said = bit_is(said, unsaid ? negated : !negated), was_no = bit_is(yes, negated);
    *ret = was_said;
    if (no)
        TRY(negated ? dnf_or(l, ret, &was_no) : dnf_and(l, ret, &was_no));
    return OK;
}

static const struct field_def *field_named(uint16_t kind, struct str name)
{
    unsigned at;
    return event_field_def((enum event_kind)kind, name, &at);
}

static status read_code(struct loading *l, const struct field_def *f, unsigned *ret)
{
    struct str word = word_take(l);
    *ret = code_number((enum code_list)f->list, word);
    if (*ret > 0 && *ret < 64)
        return OK;
    struct nearest n = nearest_start(word);
    for (unsigned i = 1; i <= code_count((enum code_list)f->list); i++)
        nearest_try(&n, str_from(code_text((enum code_list)f->list, i)));
    return wrong(l, "`%.*s` is not a code of %s%.*s", STR_ARG(word),
                 code_list_name((enum code_list)f->list), STR_ARG(did_you_mean(l, &n)));
}

static bool comma_goes_on(const struct loading *l)
{
    const struct line *n = &l->line;
    if (n->at + 1 >= n->count || !str_is(word_now(l), ","))
        return false;
    return !word_is_kind(n->token[n->at + 1].text);
}

/* `class M`, `to area-authority, police`: of one code any will do, of several all must be there. */
static status read_codes(struct loading *l, const struct field_def *f, bool negated,
                         struct dnf *ret)
{
    bool all = (f->type == FIELD_CODES) != negated;
    bool more = false;
    do {
        unsigned code;
        TRY(read_code(l, f, &code));
        struct dnf one = code_is(f, code, negated);
        if (!more)
            *ret = one;
        else
            TRY(all ? dnf_and(l, ret, &one) : dnf_or(l, ret, &one));
        more = comma_goes_on(l);
        if (more)
            word_take(l);
    } while (more);
    return OK;
}

/* `with written, care-plan`: flags by their names, and codes of a field that is named `with`. */
static status read_with(struct loading *l, uint16_t kind, bool negated, struct dnf *ret)
{
    bool more = false;
    do {
        struct str word = word_now(l);
        const struct field_def *f = field_named(kind, word), *with = field_named(kind, S("with"));
        struct dnf one;
        if (f && f->type == FIELD_FLAG && f->slot == SLOT_BITS) {
            word_take(l);
            one = flag_is(f, negated);
        } else if (with && with->slot == SLOT_BITS && with->type == FIELD_CODES) {
            unsigned code;
            TRY(read_code(l, with, &code));
            one = code_is(with, code, negated);
        } else {
            return wrong(l, "%s does not say `with %.*s`; see its fields in the list of events",
                         event_kind_def((enum event_kind)kind)->name, STR_ARG(word));
        }
        if (!more)
            *ret = one;
        else
            TRY(negated ? dnf_or(l, ret, &one) : dnf_and(l, ret, &one));
        more = comma_goes_on(l);
        if (more)
            word_take(l);
    } while (more);
    return OK;
}

static status no_field(struct loading *l, uint16_t kind, struct str word)
{
    const struct kind_def *k = event_kind_def((enum event_kind)kind);
    struct nearest n = nearest_start(word);
    for (unsigned i = 0; i < k->fields; i++)
        nearest_try(&n, str_from(k->field[i].name));
    if (word.len == 0)
        return wrong(l, "say what %s must have, by the name of a field", k->name);
    return wrong(l, "%s has no field `%.*s`%.*s", k->name, STR_ARG(word),
                 STR_ARG(did_you_mean(l, &n)));
}

static status read_item(struct loading *l, uint16_t kind, bool negated, struct dnf *ret)
{
    if (word_skip(l, "with"))
        return read_with(l, kind, negated, ret);
    if (word_skip(l, "without"))
        return read_with(l, kind, !negated, ret);
    struct str word = word_take(l);
    const struct field_def *f = field_named(kind, word);
    if (!f)
        return no_field(l, kind, word);
    if (f->type == FIELD_FLAG && f->slot == SLOT_BITS) {
        word_skip(l, "is");
        return read_flag(l, f, negated, ret);
    }
    bool coded = f->type == FIELD_CODE || f->type == FIELD_CODES;
    if (!coded || (f->slot != SLOT_CODE && f->slot != SLOT_BITS))
        return wrong(l, "the field `%.*s` is kept for reading; a rule cannot look at it",
                     STR_ARG(word));
    if (word_skip(l, "is") && word_skip(l, "not"))
        negated = !negated;
    return read_codes(l, f, negated, ret);
}

status read_event_atom(struct loading *l, const uint16_t *kinds, unsigned count, bool negated,
                       struct dnf *ret)
{
    if (count == 0)
        return wrong(l, "`event …` needs the line that names the event above it");
    word_skip(l, "is");
    if (word_skip(l, "not"))
        negated = !negated;
    int start = l->line.at;
    TRY(read_item(l, kinds[0], negated, ret));
    for (unsigned i = 1; i < count; i++) {
        struct dnf other = { 0 };
        l->line.at = start;
        TRY(read_item(l, kinds[i], negated, &other));
        if (other.count != ret->count ||
            memcmp(other.at, ret->at, (size_t)other.count * sizeof other.at[0]) != 0)
            return wrong(l,
                         "the field does not mean the same in %s and %s; write the condition"
                         " on the line of each event",
                         event_kind_def((enum event_kind)kinds[0])->name,
                         event_kind_def((enum event_kind)kinds[i])->name);
    }
    return OK;
}

static bool next_is(const struct loading *l, const char *word)
{
    return l->line.at + 1 < l->line.count && str_is(l->line.token[l->line.at + 1].text, word);
}

status read_pattern(struct loading *l, struct pattern *ret)
{
    TRY(read_kind(l, &ret->kind));
    ret->when = dnf_always();
    while (!line_done(l)) {
        struct str word = word_now(l);
        bool item = str_is(word, "with") || str_is(word, "without") || field_named(ret->kind, word);
        if (!item || next_is(l, "different")) /* `by different children` is of a count */
            return OK;
        struct dnf one = { 0 };
        TRY(read_item(l, ret->kind, false, &one));
        TRY(dnf_and(l, &ret->when, &one));
    }
    return OK;
}

status add_action(struct loading *l, enum act act, const struct pattern *p, enum scope scope)
{
    struct rulebook *b = l->b;
    if (b->actions == ACTIONS_MAX)
        return wrong(l, "the rulebook names events more than %d times", ACTIONS_MAX);
    struct action a = { .rule = l->rule, .act = (uint8_t)act, .scope = (uint8_t)scope };
    TRY(dnf_keep(l, &p->when, &a.when));
    a.kind = p->kind;
    a.said = a.when;
    b->action[b->actions++] = a;
    return OK;
}

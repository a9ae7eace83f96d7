/* Instances of the rulebook to rows of the tables duty and alarm. */
#include "work/duty_rows.h"

#include "base/limits.h"

/* In the order of the columns of derived.def. */
enum duty_column {
    RULE,
    RULE_ABOUT,
    STARTED_N,
    ABOUT,
    OWNER,
    OWNER_AT,
    HOME,
    HOLDER,
    GIVEN_TO,
    FROM,
    DUE,
    WARN,
    CLOSED,
    CLOSING,
    CLOSED_N,
    ACKNOWLEDGED_N,
    UNKNOWN,
    DUTY_COLUMNS
};
_Static_assert(DUTY_COLUMNS <= (int)DERIVED_COLUMNS_MAX, "a row has room for all columns");

uint64_t duty_key(uint64_t rule_about, uint32_t started_n)
{
    MUST(started_n < STREAM_EVENTS_MAX);
    return (rule_about & ((UINT64_C(1) << 43) - 1)) << 20 | started_n;
}

static struct value when(int64_t us)
{
    return us == INT64_MAX ? NIL() : I64(us);
}

void duty_rows(struct task *t, const struct folding *f, const struct stream *s,
               struct derived_rows *ret)
{
    const struct evaluation *e = f->evaluation;
    uint32_t home = placement_home(t, s, placement_now(&e->child));
    for (uint32_t k = 0; k < e->count; k++) {
        const struct instance *i = &e->instance[k];
        const struct rule_words *rule = rulebook_rule(f->rules, i->rule);
        uint64_t about = rule_about(rule->name);
        struct derived_row *row = derived_add(ret, rule->alarm ? DERIVED_ALARM : DERIVED_DUTY,
                                              duty_key(about, i->started_n));
        row->value[RULE] = TEXT(rule->name);
        row->value[RULE_ABOUT] = I64(about);
        row->value[STARTED_N] = I64(i->started_n);
        row->value[ABOUT] = I64(i->about);
        row->value[OWNER] = I64(i->owner);
        row->value[OWNER_AT] = I64(rule->owner_at);
        row->value[HOME] = I64(home);
        row->value[HOLDER] = I64(i->owner < ROLES ? e->child.holder[i->owner] : 0);
        row->value[GIVEN_TO] = I64(i->given_to);
        row->value[FROM] = I64(i->from);
        row->value[DUE] = when(i->due);
        row->value[WARN] = when(i->warn);
        row->value[CLOSED] = when(i->closed_at);
        row->value[CLOSING] = I64(i->closing);
        row->value[CLOSED_N] = I64(i->closed_n);
        row->value[ACKNOWLEDGED_N] = I64(i->acknowledged_n);
        row->value[UNKNOWN] = I64(i->unknown);
    }
}

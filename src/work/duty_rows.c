/* Instances of the rulebook to rows of the tables duty and alarm. */
#include "work/duty_rows.h"

#include "base/limits.h"
#include "work/steps.h"

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
    SUBJECT_KIND,
    NEXT,
    AGAIN,
    FIRED,
    WARNED,
    RAISED_N,
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

static uint32_t holder_of(const struct evaluation *e, enum subject_kind kind, uint8_t role)
{
    if (role >= ROLES)
        return 0;
    switch (kind) {
    case SUBJECT_CHILD: return e->child.holder[role];
    case SUBJECT_HOME: return e->home.holder[role];
    case SUBJECT_AGENCY: return e->agency.holder[role];
    case SUBJECT_NONE:
    case SUBJECT_PERSON:
    case SUBJECT_PLACE:
    case SUBJECT_LOG:
    case SUBJECT_ANY: break;
    }
    return 0;
}

static void fill(struct derived_row *row, const struct rule_words *rule, const struct instance *i)
{
    row->value[RULE] = TEXT(rule->name);
    row->value[RULE_ABOUT] = I64(rule_about(rule->name));
    row->value[STARTED_N] = I64(i->started_n);
    row->value[ABOUT] = I64(i->about);
    row->value[OWNER] = I64(i->owner);
    row->value[OWNER_AT] = I64(rule->owner_at);
    row->value[GIVEN_TO] = I64(i->given_to);
    row->value[FROM] = I64(i->from);
    row->value[DUE] = when(i->due);
    row->value[WARN] = when(i->warn);
    row->value[CLOSED] = when(i->closed_at);
    row->value[CLOSING] = I64(i->closing);
    row->value[CLOSED_N] = I64(i->closed_n);
    row->value[ACKNOWLEDGED_N] = I64(i->acknowledged_n);
    row->value[UNKNOWN] = I64(i->unknown);
    row->value[AGAIN] = I64(i->again);
    row->value[FIRED] = I64(i->fired);
    row->value[WARNED] = I64(i->warned);
    row->value[RAISED_N] = I64(i->raised_n);
}

int64_t duty_rows(struct task *t, const struct folding *f, enum subject_kind kind,
                  const struct stream *s, struct derived_rows *ret)
{
    const struct evaluation *e = f->evaluation;
    struct whereabouts at = whereabouts_of(t, kind, s, e);
    int64_t earliest = INT64_MAX;
    for (uint32_t k = 0; k < e->count; k++) {
        const struct instance *i = &e->instance[k];
        const struct rule_words *rule = rulebook_rule(f->rules, i->rule);
        uint64_t key = duty_key(rule_about(rule->name), i->started_n);
        struct derived_row *row = derived_add(ret, rule->alarm ? DERIVED_ALARM : DERIVED_DUTY, key);
        int64_t next = steps_next_of(f, s, i);
        earliest = next < earliest ? next : earliest;
        fill(row, rule, i);
        row->value[HOME] = I64(at.home);
        row->value[HOLDER] = I64(holder_of(e, kind, i->owner));
        row->value[SUBJECT_KIND] = I64(kind);
        row->value[NEXT] = when(next);
    }
    return earliest;
}

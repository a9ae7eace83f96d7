/* Values of derived rows: codes as text, days as ISO dates, nil for what was never said. */
#ifndef REGISTER_ROW_VALUES_H
#define REGISTER_ROW_VALUES_H
#include "base/time.h"
#include "register/derived.h"

static inline struct value said_text(struct str s)
{
    return s.len > 0 ? TEXT(s) : NIL();
}

static inline struct value said_code(enum code_list list, unsigned number)
{
    return said_text(str_from(code_text(list, number)));
}

static inline struct value said_number(int64_t number)
{
    return number != 0 ? I64(number) : NIL();
}

static inline struct value yes_no(bool yes)
{
    return TEXT(yes ? S("Y") : S("N"));
}

/* The day in the UK on which an instant fell; nil for INT64_MAX, which is "not yet". */
static inline struct value day_of(struct arena *a, int64_t us)
{
    return us == INT64_MAX ? NIL() : TEXT(date_text(a, date_in_uk((struct instant){ us })));
}

static inline struct value instant_of(struct arena *a, int64_t us)
{
    return us == INT64_MAX ? NIL() : TEXT(instant_text(a, (struct instant){ us }));
}

static inline struct value us_of(int64_t us)
{
    return us == INT64_MAX ? NIL() : I64(us);
}

/* Ids are text in the Safeguarding Dataset: the subject's number, and what is counted within. */
static inline struct value id_of(struct arena *a, uint32_t subject)
{
    return TEXT(str_print(a, "%u", subject));
}

static inline struct value id_within(struct arena *a, uint32_t subject, uint64_t id)
{
    return TEXT(str_print(a, "%u-%llu", subject, (unsigned long long)id));
}

/* In the order of the table's columns; those left out at the end stay nil. */
#define ROW(rows, table, key, ...)                                                                 \
    row_fill(derived_add((rows), DERIVED_##table, (key)), (const struct value[]){ __VA_ARGS__ },   \
             sizeof((const struct value[]){ __VA_ARGS__ }) / sizeof(struct value))
static inline struct derived_row *row_fill(struct derived_row *row, const struct value *values,
                                           size_t count)
{
    MUST(count <= DERIVED_COLUMNS_MAX);
    for (size_t i = 0; i < count; i++)
        row->value[i] = values[i];
    return row;
}

/* What one subject's rows are made from, and what its events left open on the way. */
struct rows_of {
    struct task *t;
    struct arena *a;
    const struct stream *s;
    struct fact *fact; /* in order */
    uint32_t count;
    struct derived_rows *out;
};
struct rows_of rows_open(struct task *t, const struct stream *s, struct derived_rows *out);
/* Who held which role and when. `one_each`: a new holder takes over from the one before. */
void role_rows(struct rows_of *r, bool one_each);
/* Who may see the child: see need.h. `homes`: of the placements, by place in the state. */
void need_rows(struct rows_of *r, const struct child_state *c, const uint32_t *homes);

#endif

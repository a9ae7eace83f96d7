/* What tests of intake start from: a task on a stopped clock, and a register in memory that takes
 * what a return would append, through its bytes as the journal keeps them. */
#ifndef TEST_INTAKE_GIVEN_H
#define TEST_INTAKE_GIVEN_H
#include <unistd.h>

#include "../base/given.h"
#undef fail /* ours records a reason */

#include "intake/return_reconcile.h"

/* The return arrives on 1 May 2026. */
static inline struct task *intake_task(void **state)
{
    struct given *g = *state;
    g->now = uk_midnight(date_of((struct civil){ 2026, 5, 1 }));
    return &g->task;
}

enum { CHILDREN_MAX = 64, SAID_MAX = 256 };

struct kept {
    struct str id;
    struct event said[SAID_MAX];
    size_t count;
};
struct kept_register {
    struct kept child[CHILDREN_MAX];
    size_t count;
};

static inline struct kept *kept_child(struct kept_register *r, struct str id)
{
    for (size_t i = 0; i < r->count; i++)
        if (str_equal(r->child[i].id, id))
            return &r->child[i];
    assert_true(r->count < CHILDREN_MAX);
    r->child[r->count].id = id;
    return &r->child[r->count++];
}

static inline void keep(struct task *t, struct kept *k, const struct event *e)
{
    struct str bytes;
    struct event whole = *e;
    whole.subject = 7;
    whole.recorded = task_now(t);
    if (event_encode(t, &whole, &bytes) != OK) {
        print_error("%s\n", t->reason);
        _fail(__FILE__, __LINE__);
    }
    assert_true(k->count < SAID_MAX);
    struct event *to = &k->said[k->count++];
    assert_int_equal(event_decode(t, bytes, to), OK);
    to->n = (uint32_t)k->count;
}

/* The whole import but for the store: read, map, reconcile, keep. */
static inline void take(struct task *t, struct kept_register *r, struct return_rows *rows,
                        const struct return_terms *terms, struct receipt *receipt)
{
    struct return_child *child;
    size_t children;
    bool seen[CHILDREN_MAX] = { 0 };
    assert_int_equal(return_children(t, rows, receipt, &child, &children), OK);
    receipt->children = children;
    for (size_t i = 0; i < children + r->count; i++) {
        bool gone = i >= children;
        struct kept *k = gone ? &r->child[i - children] : kept_child(r, child[i].id);
        struct wanted_list wanted = { 0 };
        struct reconciled change;
        if (gone && seen[i - children])
            continue;
        seen[k - r->child] = true;
        if (!gone)
            return_map(t, &child[i], terms, &wanted);
        return_reconcile(t, terms->year, &wanted, &(struct said){ k->said, k->count }, &change);
        for (size_t e = 0; e < change.count; e++)
            keep(t, k, &change.event[e]);
        receipt->events += change.count;
        receipt->withdrawn += change.withdrawn;
    }
    for (unsigned table = 0; table < RETURN_TABLES; table++) {
        for (size_t i = 0; i < rows->file[table].count; i++) {
            const struct return_row *row = &rows->file[table].row[i];
            receipt->taken += !row->refused && row->outcome == ROW_TAKEN;
            receipt->unchanged += !row->refused && row->outcome == ROW_UNCHANGED;
            receipt->corrected += !row->refused && row->outcome == ROW_CORRECTED;
        }
    }
}

struct table_text {
    const char *name, *text;
};
static inline struct receipt take_tables(struct task *t, struct kept_register *r,
                                         const struct return_terms *terms,
                                         const struct table_text *tables, size_t count)
{
    struct receipt receipt = { 0 };
    struct return_rows rows = { .year = terms->year };
    for (size_t i = 0; i < count && tables[i].name; i++)
        assert_int_equal(return_read_file(t, &rows, str_from(tables[i].name),
                                          str_from(tables[i].text), &receipt), OK);
    take(t, r, &rows, terms, &receipt);
    return receipt;
}

static inline void put_value(struct text *out, const struct field_def *f,
                             const struct event_value *v)
{
    char day[32];
    text_addf(out, " %s=", f->name);
    if (f->type == FIELD_DATE)
        text_add(out, (struct str){ day, date_print((struct date){ (int32_t)v->number }, day) });
    else if (f->type == FIELD_ABOUT)
        text_addz(out, "#");
    else if (v->text.len > 0)
        text_add(out, v->text);
    else
        text_addf(out, "%lld", (long long)v->number);
}

/* "2025-06-10 care-started care=# legal-status=V2 …", one event a line. */
static inline void put_event(struct text *out, const struct event *e)
{
    char day[32];
    const struct kind_def *k = event_kind_def(e->kind);
    text_add(out, (struct str){ day, date_print(date_in_uk(e->happened), day) });
    text_addf(out, " %s", k->name);
    if (e->corrects)
        text_addf(out, " corrects %u", e->corrects);
    for (unsigned i = 0; i < k->fields; i++)
        if (e->value[i].given)
            put_value(out, &k->field[i], &e->value[i]);
    text_addf(out, " [%.*s]\n", STR_ARG(e->source));
}

static inline struct str events_text(struct task *t, const struct kept *k, size_t from)
{
    struct text out = text_open(t->arena, 1 << 20);
    for (size_t i = from; i < k->count; i++)
        put_event(&out, &k->said[i]);
    return text_done(&out);
}

static inline struct str receipt_text(struct task *t, const struct receipt *r)
{
    struct text out = text_open(t->arena, 1 << 20);
    text_addf(&out, "children %zu rows %zu taken %zu unchanged %zu corrected %zu withdrawn %zu "
                    "warned %zu refused %zu events %zu\n", r->children, r->rows, r->taken,
              r->unchanged, r->corrected, r->withdrawn, r->warned, r->refused, r->events);
    for (size_t i = 0; i < r->listed; i++)
        text_addf(&out, "%.*s line %zu %s: %.*s%s%.*s\n", STR_ARG(r->row[i].file), r->row[i].line,
                  r->row[i].kind == ROW_REFUSED ? "refused" : "warned", STR_ARG(r->row[i].field),
                  r->row[i].field.len > 0 ? " " : "", STR_ARG(r->row[i].reason));
    return text_done(&out);
}

#endif

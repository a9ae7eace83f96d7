/* Folds the whole journal anew: in place of the register, or beside it to compare the two. */
#include <pthread.h>

#include "work/catch_up.h"
#include "work/clockwork.h"
#include "work/owner.h"
#include "work/store_files.h"
#include "work/store_open.h"

enum { SQL_TEXT_BYTES = 32 << 10 };

static status again_open(struct task *t, struct store *s, struct db **ret)
{
    TRY(store_part_remove(t, s->where, PART_DERIVED_AGAIN));
    TRY(store_part_open(t, s, PART_DERIVED_AGAIN, OPEN_CREATE | OPEN_WRITE, ret));
    TRY(derived_open(t, *ret));
    WITH_TX(tx); /* on a server the tables may still hold an earlier check's */
    TRY(tx_begin(t, *ret, &tx));
    TRY(derived_clear(t, *ret, s->log));
    return tx_commit(&tx);
}

static status fold_fresh(struct task *t, struct store *s, struct db *into, store_progress *p,
                         void *self)
{
    TRY(db_bulk_begin(t, into));
    TRY(fold_everything(t, s, into, p, self));
    return db_bulk_end(t, into);
}

/* --- compare --- */

/* Where two sets of one table differ first: a row's subject. */
struct difference {
    bool differs;
    int64_t subject;
};

static bool same_row(struct cursor *a, struct cursor *b, const char *kinds, int64_t *ret_subject)
{
    int64_t of_a = cursor_i64(a), of_b = cursor_i64(b);
    *ret_subject = of_a < of_b ? of_a : of_b;
    bool same = of_a == of_b;
    bool same_k = cursor_i64(a) == cursor_i64(b), same_h = cursor_i64(a) == cursor_i64(b);
    same = same && same_k && same_h;
    for (const char *k = kinds; *k; k++) {
        bool nil_a = cursor_is_nil(a), nil_b = cursor_is_nil(b);
        same = same && nil_a == nil_b;
        if (*k == 'i') {
            int64_t x = cursor_i64(a), y = cursor_i64(b);
            same = same && x == y;
        } else {
            struct str x = cursor_peek_bytes(a), y = cursor_peek_bytes(b);
            same = same && str_equal(x, y);
        }
    }
    return same;
}

static status compare_rows(struct task *t, struct store *s, struct db *again,
                           const struct statement *all, const char *kinds,
                           struct difference *ret)
{
    struct value log[] = { I64(s->log) };
    WITH_CURSOR(a);
    WITH_CURSOR(b);
    TRY(db_query(t, s->derived, all, log, 1, &a));
    TRY(db_query(t, again, all, log, 1, &b));
    struct difference d = { 0 };
    while (!d.differs) {
        bool more_a = cursor_next(&a), more_b = cursor_next(&b);
        if (!more_a && !more_b)
            break;
        if (more_a != more_b) {
            d.subject = cursor_i64(more_a ? &a : &b);
            d.differs = true;
        } else {
            d.differs = !same_row(&a, &b, kinds, &d.subject);
        }
    }
    TRY(cursor_done(&a));
    TRY(cursor_done(&b));
    *ret = d;
    return OK;
}

/* For the life of the process: a statement is known by its address, on every connection. */
static struct statement every_row[DERIVED_TABLES];
static pthread_once_t spelled = PTHREAD_ONCE_INIT;
static struct arena *spelled_in __attribute__((used)); /* for whoever looks for leaks */

static void spell(void)
{
    struct arena *a = spelled_in = arena_open(SQL_TEXT_BYTES);
    for (size_t i = 0; i < DERIVED_TABLES; i++) {
        const struct derived_table *table = &derived_tables[i];
        size_t columns = 3 + str_from(table->kinds).len;
        struct str sql = str_print(a, "SELECT subject, k, h, %s FROM %s WHERE log = $1"
                                      " ORDER BY subject, k", table->columns, table->name);
        every_row[i] = (struct statement){ .name = "rebuild.compare", .sql = str_nul(a, sql),
                                           .params = 1, .columns = (uint8_t)columns };
    }
}

static status compare_table(struct task *t, struct store *s, struct db *again, size_t i)
{
    const struct derived_table *table = &derived_tables[i];
    struct difference d = { 0 };
    TRY(compare_rows(t, s, again, &every_row[i], table->kinds, &d));
    if (d.differs)
        return fail(t, E_CORRUPT, "the table %s is not what the journal adds up to, first at"
                                  " number %lld: run `sightline rebuild`, and find out who"
                                  " changed it", table->name, (long long)d.subject);
    return OK;
}

static status compare(struct task *t, struct store *s, struct db *again)
{
    pthread_once(&spelled, spell);
    TRY(db_prepare_all(t, s->derived, every_row, DERIVED_TABLES));
    TRY(db_prepare_all(t, again, every_row, DERIVED_TABLES));
    for (size_t i = 0; i < DERIVED_TABLES; i++)
        TRY(compare_table(t, s, again, i));
    return OK;
}

static status check(struct task *t, struct store *s, struct db *again, store_progress *p,
                    void *self)
{
    int64_t folded_to;
    TRY(derived_folded_to(t, s->derived, s->log, &folded_to));
    if (folded_to != journal_size(s->journal))
        TRY(catch_up(t, s));
    TRY(fold_fresh(t, s, again, p, self));
    return compare(t, s, again);
}

/* --- replace --- */

static status reopen(struct task *t, struct store *s)
{
    db_close(s->derived);
    s->derived = NULL;
    TRY(store_part_swap(t, s->where));
    TRY(store_part_open(t, s, PART_DERIVED, OPEN_CREATE | OPEN_WRITE, &s->derived));
    TRY(derived_open(t, s->derived));
    TRY(clockwork_prepare(t, s->derived));
    return owner_prepare(t, s->derived);
}

/* On a server the tables stay where they are, so the readers' connections stay good. */
static status replace_there(struct task *t, struct store *s, store_progress *p, void *self)
{
    WITH_TX(tx);
    TRY(tx_begin(t, s->derived, &tx));
    TRY(derived_clear(t, s->derived, s->log));
    TRY(tx_commit(&tx));
    return fold_everything(t, s, s->derived, p, self);
}

static status replace_files(struct task *t, struct store *s, store_progress *p, void *self)
{
    struct db *again = NULL;
    status done = again_open(t, s, &again);
    if (done == OK)
        done = fold_fresh(t, s, again, p, self);
    db_close(again);
    return done == OK ? reopen(t, s) : done;
}

status store_rebuild(struct task *t, struct store *s, bool check_only, store_progress *p,
                     void *self)
{
    if (!s->signer)
        return fail(t, E_DENIED, "this register was opened to read: open it to write first");
    if (!check_only)
        return s->postgres ? replace_there(t, s, p, self) : replace_files(t, s, p, self);
    struct db *again = NULL;
    status done = again_open(t, s, &again);
    if (done == OK)
        done = check(t, s, again, p, self);
    db_close(again);
    status removed = store_part_remove(t, s->where, PART_DERIVED_AGAIN);
    return done == OK ? removed : done;
}

/* One pass over the register's numbers, since a return asks for each of its children. */
#include "intake/known_children.h"

#include <stdlib.h>

enum { CHILDREN_KNOWN_MAX = 1 << 22 };

static const struct statement by_local_id = {
    .name = "intake.children",
    .sql = "SELECT link_identifier_value, subject FROM ssd_linked_identifiers"
           " WHERE log = $1 AND sl_scheme = $2",
    .params = 2,
    .columns = 2,
};

static int by_number(const void *a, const void *b)
{
    const struct known_child *x = a, *y = b;
    int order = str_order(x->local_id, y->local_id);
    return order != 0 ? order : (x->child > y->child) - (x->child < y->child);
}

static void add(struct task *t, struct known_children *k, size_t *room, struct known_child one)
{
    if (k->count == *room) {
        struct known_child *old = k->at;
        *room = *room > 0 ? *room * 2 : 4096;
        k->at = NEWS(t->arena, struct known_child, *room);
        for (size_t i = 0; i < k->count; i++)
            k->at[i] = old[i];
    }
    k->at[k->count++] = one;
}

status known_children_read(struct task *t, struct reader *r, struct known_children *ret)
{
    struct known_children k = { 0 };
    size_t room = 0;
    struct value in[] = { I64(r->store->log), I64(code_number(CODES_SCHEME, S("local"))) };
    WITH_CURSOR(rows);
    TRY(db_prepare_all(t, r->derived, &by_local_id, 1));
    TRY(db_query(t, r->derived, &by_local_id, in, COUNT(in), &rows));
    while (k.count < CHILDREN_KNOWN_MAX && cursor_next(&rows)) {
        struct str local_id = cursor_text(&rows);
        add(t, &k, &room, (struct known_child){ local_id, (uint32_t)cursor_i64(&rows) });
    }
    TRY(cursor_done(&rows));
    if (k.count == CHILDREN_KNOWN_MAX)
        return fail(t, E_LIMIT, "more than %d children: too many for one register",
                    CHILDREN_KNOWN_MAX);
    if (k.count > 0)
        qsort(k.at, k.count, sizeof *k.at, by_number);
    *ret = k;
    return OK;
}

uint32_t known_child(const struct known_children *k, struct str local_id, bool *ret_several)
{
    size_t low = 0, high = k->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_order(k->at[middle].local_id, local_id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *ret_several = false;
    if (low == k->count || !str_equal(k->at[low].local_id, local_id))
        return 0;
    for (size_t i = low + 1; i < k->count && str_equal(k->at[i].local_id, local_id); i++)
        *ret_several |= k->at[i].child != k->at[low].child;
    return k->at[low].child;
}

/* Who owes a child something open, as keys of need-to-know: whoever it was given to, or the role.
 */
#include "register/need.h"
#include "work/fold.h"

enum {
    GIVEN_MAX = 64
};

struct owed {
    int64_t role_from[ROLES]; /* INT64_MAX: owes nothing */
    uint32_t given[GIVEN_MAX];
    int64_t given_from[GIVEN_MAX];
    size_t givens;
};

static void give(struct owed *o, uint32_t person, int64_t from)
{
    for (size_t i = 0; i < o->givens; i++) {
        if (o->given[i] != person)
            continue;
        o->given_from[i] = from < o->given_from[i] ? from : o->given_from[i];
        return;
    }
    if (o->givens == GIVEN_MAX)
        return;
    o->given[o->givens] = person;
    o->given_from[o->givens++] = from;
}

/* Whoever holds the role for the child has a row of that; who owes at the home or the authority is
 * found when somebody asks. */
static struct owed owed_of(const struct evaluation *e)
{
    struct owed o = { .givens = 0 };
    for (unsigned role = 0; role < ROLES; role++)
        o.role_from[role] = INT64_MAX;
    for (uint32_t k = 0; k < e->count; k++) {
        const struct instance *i = &e->instance[k];
        if (i->closing != OPEN)
            continue;
        uint32_t person = i->given_to        ? i->given_to
                          : i->owner < ROLES ? e->child.holder[i->owner]
                                             : 0;
        if (person != 0)
            give(&o, person, i->from);
        else if (i->owner < ROLES && i->from < o.role_from[i->owner])
            o.role_from[i->owner] = i->from;
    }
    return o;
}

static bool holds_anyway(const struct child_state *c, uint32_t person)
{
    for (unsigned role = 1; role < ROLES; role++)
        if (c->holder[role] == person)
            return (c->is & (CHILD_IS(LOOKED_AFTER) | CHILD_IS(HOSTED))) != 0;
    return false;
}

void owed_rows(const struct folding *f, struct derived_rows *ret)
{
    struct owed o = owed_of(f->evaluation);
    for (size_t i = 0; i < o.givens; i++)
        if (!holds_anyway(&f->evaluation->child, o.given[i]))
            need_owed_row(ret, NEED_GIVEN, o.given[i], 0, o.given_from[i]);
    for (unsigned role = 1; role < ROLES; role++)
        if (o.role_from[role] != INT64_MAX)
            need_owed_row(ret, NEED_OWED, role, role, o.role_from[role]);
}

/* Finds the children near a person, and the roles that come down to the person from afar. */
#include "work/duty_reach.h"

#include "work/reader.h"

enum { HELD_BY, LIVES_IN, STARTS_LATER, REACH_STATEMENTS };
enum { NEAR_MAX = 2000 };
static const struct statement statements[REACH_STATEMENTS] = {
    [HELD_BY] = { .name = "reach.held_by",
                  .sql = "SELECT subject FROM role_holder WHERE log = $1 AND person = $2"
                         " AND (until_us IS NULL OR (from_us <= $3 AND until_us > $3)) LIMIT 2001",
                  .params = 3, .columns = 1 },
    [LIVES_IN] = { .name = "reach.lives_in",
                   .sql = "SELECT subject FROM ssd_cla_placement WHERE log = $1 AND sl_home = $2"
                          " AND sl_until_us IS NULL LIMIT 2001",
                   .params = 2, .columns = 1 },
    /* Their duties name a holder already, and are until then still those of the next role up. */
    [STARTS_LATER] = { .name = "reach.starts_later",
                       .sql = "SELECT subject FROM role_holder WHERE log = $1"
                              " AND until_us IS NULL AND from_us > $2 LIMIT 2001",
                       .params = 2, .columns = 1 },
};
_Static_assert(NEAR_MAX == 2000, "the statements read one row more");

status reach_prepare(struct task *t, struct reader *r)
{
    return db_prepare_all(t, r->derived, statements, REACH_STATEMENTS);
}

struct subjects {
    uint32_t at[NEAR_MAX + 1];
    size_t count;
};

static status read_subjects(struct task *t, struct reader *r, int which, int64_t of,
                            struct subjects *ret)
{
    struct value in[] = { I64(r->store->log), I64(of), I64(task_now(t).us) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[which], in, statements[which].params, &rows));
    ret->count = 0;
    while (ret->count <= NEAR_MAX && cursor_next(&rows))
        ret->at[ret->count++] = (uint32_t)cursor_i64(&rows);
    return cursor_done(&rows);
}

static void add_child(struct duty_reach *n, uint32_t child)
{
    if (n->children == NEAR_MAX)
        n->far = true;
    else
        n->child[n->children++] = child;
}

static status add_near(struct task *t, struct reader *r, uint32_t subject, struct duty_reach *n)
{
    enum subject_kind kind;
    TRY(journal_subject_kind(t, r->journal, subject, &kind));
    if (kind == SUBJECT_CHILD || kind == SUBJECT_HOME || kind == SUBJECT_AGENCY)
        add_child(n, subject); /* a home and an agency have duties of their own */
    if (kind != SUBJECT_HOME)
        return OK;
    struct subjects *live_there = NEW(t->arena, struct subjects);
    TRY(read_subjects(t, r, LIVES_IN, subject, live_there));
    for (size_t i = 0; i < live_there->count; i++)
        add_child(n, live_there->at[i]);
    return OK;
}

static status find_general(struct task *t, struct owners *o, uint32_t person, struct instant now,
                           uint32_t *ret)
{
    for (unsigned asked = ROLE_NONE; asked < ROLES; asked++) {
        struct owner falls_to;
        TRY(owners_find(t, o, (enum role)asked, 0, 0, now, &falls_to));
        if (falls_to.person == person)
            *ret |= UINT32_C(1) << asked;
    }
    return OK;
}

status reach_of(struct task *t, struct reader *r, struct owners *o, uint32_t person,
                struct instant now, struct duty_reach *ret)
{
    struct duty_reach n = { .child = NEWS(t->arena, uint32_t, NEAR_MAX) };
    struct subjects *held = NEW(t->arena, struct subjects);
    TRY(find_general(t, o, person, now, &n.general));
    TRY(read_subjects(t, r, HELD_BY, person, held));
    n.far = held->count > NEAR_MAX;
    for (size_t i = 0; i < held->count && !n.far; i++)
        TRY(add_near(t, r, held->at[i], &n));
    if (n.general != 0) {
        TRY(read_subjects(t, r, STARTS_LATER, now.us, held));
        n.far |= held->count > NEAR_MAX;
        for (size_t i = 0; i < held->count && !n.far; i++)
            TRY(add_near(t, r, held->at[i], &n));
    }
    *ret = n;
    return OK;
}

/* Roles held now, folded from who holds what where: one row a role. */
#include "access/roles.h"

#include "register/need.h"

enum {
    HELD,
    LAST,
    LEFT
};
static const struct statement statements[] = {
    [HELD] = { .name = "roles.held",
               .sql = "SELECT subject, role FROM role_holder WHERE log = $1 AND person = $2"
                      " AND (until_us IS NULL OR (from_us <= $3 AND until_us > $3))"
                      " AND NOT EXISTS (SELECT 1 FROM need_to_know n WHERE n.log = $1"
                      " AND n.need_key = $4) ORDER BY subject, k LIMIT 1001",
               .params = 4,
               .columns = 2 },
    [LAST] = { .name = "roles.last",
               .sql = "SELECT coalesce(max(coalesce(until_us, 9223372036854775807)), -1)"
                      " FROM role_holder WHERE log = $1 AND person = $2",
               .params = 2,
               .columns = 1 },
    [LEFT] = { .name = "roles.left",
               .sql = "SELECT count(*) FROM need_to_know WHERE log = $1 AND need_key = $2",
               .params = 2,
               .columns = 1 },
};

static int width_of(enum subject_kind kind)
{
    switch (kind) {
    case SUBJECT_AGENCY: return 3;
    case SUBJECT_HOME:
    case SUBJECT_PLACE: return 2;
    case SUBJECT_CHILD: return 1;
    case SUBJECT_NONE:
    case SUBJECT_PERSON:
    case SUBJECT_LOG:
    case SUBJECT_ANY: break;
    }
    return 0;
}

static void add(struct roles_held *h, enum role role, uint32_t subject, enum subject_kind kind)
{
    for (size_t i = 0; i < h->count; i++) {
        struct role_held *row = &h->at[i];
        if (row->role != role)
            continue;
        row->more++;
        if (width_of(kind) > width_of(row->at)) {
            row->subject = subject;
            row->at = kind;
        }
        return;
    }
    if (h->count < ROLES_HELD_MAX)
        h->at[h->count++] = (struct role_held){ role, subject, 0, kind };
}

static void widest_first(struct roles_held *h)
{
    for (size_t i = 1; i < h->count; i++) {
        struct role_held row = h->at[i];
        size_t k = i;
        for (; k > 0 && width_of(h->at[k - 1].at) < width_of(row.at); k--)
            h->at[k] = h->at[k - 1];
        h->at[k] = row;
    }
}

status roles_held(struct task *t, struct reader *r, uint32_t person, struct instant now,
                  struct roles_held *ret)
{
    enum {
        MOST = 1001
    };
    struct value in[] = { I64(r->store->log), I64(person), I64(now.us),
                          I64(need_key(NEED_LEFT, person)) }; /* who has left holds nothing */
    struct role_held *all = NEWS(t->arena, struct role_held, MOST);
    size_t count = 0;
    *ret = (struct roles_held){ 0 };
    TRY(db_prepare_all(t, r->derived, statements, COUNT(statements)));
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[HELD], in, COUNT(in), &rows));
    while (count < MOST && cursor_next(&rows)) {
        all[count].subject = (uint32_t)cursor_i64(&rows);
        all[count++].role = (enum role)cursor_i64(&rows);
    }
    TRY(cursor_done(&rows));
    for (size_t i = 0; i < count; i++) {
        enum subject_kind kind;
        TRY(journal_subject_kind(t, r->journal, all[i].subject, &kind));
        add(ret, all[i].role, all[i].subject, kind);
    }
    widest_first(ret);
    return OK;
}

status person_has_left(struct task *t, struct reader *r, uint32_t person, bool *ret)
{
    struct value in[] = { I64(r->store->log), I64(need_key(NEED_LEFT, person)) };
    int64_t count;
    TRY(db_prepare_all(t, r->derived, statements, COUNT(statements)));
    TRY(db_query_i64(t, r->derived, &statements[LEFT], in, COUNT(in), &count));
    *ret = count > 0;
    return OK;
}

bool roles_have(const struct roles_held *h, unsigned role)
{
    for (size_t i = 0; i < h->count; i++)
        if ((unsigned)h->at[i].role == role)
            return true;
    return false;
}

status roles_ended(struct task *t, struct reader *r, uint32_t person, struct instant now,
                   struct instant *ret)
{
    struct value in[] = { I64(r->store->log), I64(person) };
    int64_t last;
    TRY(db_prepare_all(t, r->derived, statements, COUNT(statements)));
    TRY(db_query_i64(t, r->derived, &statements[LAST], in, COUNT(in), &last));
    *ret = last < 0 || last > now.us ? NEVER : (struct instant){ last };
    return OK;
}

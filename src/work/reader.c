/* A thread's own connections, opened for reading only. */
#include "work/reader.h"

#include "base/hash.h"
#include "db/migrate.h"
#include "work/oversee.h"
#include "work/placement_check.h"
#include "work/store_open.h"

static status open_parts(struct task *t, struct store *s, struct reader *r)
{
    TRY(store_part_open(t, s, PART_KEPT, OPEN_READ_ONLY, &r->kept));
    TRY(store_part_open(t, s, PART_KEYS, OPEN_READ_ONLY, &r->keys));
    TRY(store_part_open(t, s, PART_DERIVED, OPEN_READ_ONLY, &r->derived));
    TRY(derived_open(t, r->derived));
    struct journal_place place = store_journal_place(s, r->kept, r->keys);
    status opened = journal_open(t, &place, &r->journal);
    wipe(place.wrapping, sizeof place.wrapping);
    TRY(opened);
    TRY(owner_prepare(t, r->derived));
    TRY(names_prepare(t, r));
    TRY(missing_prepare(t, r));
    TRY(duties_prepare(t, r));
    TRY(told_prepare(t, r));
    TRY(placement_prepare(t, r));
    TRY(oversee_prepare(t, r));
    return watch_prepare(t, r);
}

status reader_open(struct task *t, struct store *s, struct reader **ret)
{
    struct reader *r = NEW(t->arena, struct reader);
    r->store = s;
    status opened = open_parts(t, s, r);
    if (opened != OK) {
        reader_close(r);
        return opened;
    }
    *ret = r;
    return OK;
}

void reader_close(struct reader *r)
{
    if (!r)
        return;
    journal_close(r->journal);
    db_close(r->derived);
    db_close(r->keys);
    db_close(r->kept);
    r->journal = NULL;
    r->derived = r->keys = r->kept = NULL;
}

status look_owner(struct task *t, struct reader *r, uint32_t child, uint32_t home, enum role asked,
                  struct instant at, struct owner *ret)
{
    struct owners *o = owners_open(t, r->store, r->derived);
    return owners_find(t, o, asked, child, home, at, ret);
}

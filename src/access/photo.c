/* A photo's row and its entry, in one transaction; its bytes are sealed under the child's key. */
#include "access/photo.h"

#include <string.h>

#include "base/box.h"
#include "base/hash.h"
#include "journal/journal.h"
#include "work/writer_inside.h"

enum {
    ADD,
    OTHERS,
    WRITES
};
static const struct statement writes[WRITES] = {
    [ADD] = { .name = "photo.add",
              .sql =
                  "INSERT INTO photo (log, child, sha256, made, body) VALUES ($1, $2, $3, $4, $5)"
                  " ON CONFLICT (log, child, sha256) DO UPDATE SET made = excluded.made,"
                  " body = excluded.body",
              .params = 5 },
    [OTHERS] = { .name = "photo.others",
                 .sql = "DELETE FROM photo WHERE log = $1 AND child = $2 AND sha256 <> $3",
                 .params = 3 },
};
static const struct statement newest = {
    .name = "photo.newest",
    .sql =
        "SELECT sha256, body FROM photo WHERE log = $1 AND child = $2 ORDER BY made DESC LIMIT 1",
    .params = 2,
    .columns = 2,
};
static const struct statement there = {
    .name = "photo.there",
    .sql = "SELECT count(*) FROM photo WHERE log = $1 AND child = $2",
    .params = 2,
    .columns = 1,
};

#define SECRET_LABEL S("sightline/photo/v1")

static struct str place_of(struct arena *a, const struct store *s, uint32_t child)
{
    return str_print(a, "photo %lld %u", (long long)s->log, child);
}

static struct str hex_of(struct arena *a, const struct hash256 *h)
{
    struct text x = text_open(a, 2 * sizeof h->b);
    for (size_t i = 0; i < sizeof h->b; i++)
        text_addf(&x, "%02x", h->b[i]);
    return text_done(&x);
}

struct changing {
    struct append append;
    uint32_t child;
    struct hash256 hash; /* of what stays; of nothing when all go */
    struct str box;
};

/* The entry first: it may be refused, and then nothing was written. */
static status change(struct writer *w, void *self)
{
    struct changing *x = self;
    struct task *t = &w->task;
    struct db *kept = w->store->kept;
    TRY(db_prepare_all(t, kept, writes, WRITES));
    TRY(batch_append(w, &x->append));
    if (x->append.repeated)
        return OK;
    struct value in[] = { I64(w->store->log), I64(x->child), BYTES(x->hash.b, sizeof x->hash.b),
                          I64(task_now(t).us), BYTES(x->box.at, x->box.len) };
    if (x->box.len)
        TRY(db_run(t, kept, &writes[ADD], in, COUNT(in)));
    return db_run(t, kept, &writes[OTHERS], in, writes[OTHERS].params);
}

static void say_who(struct event *e, const struct photo_who *who)
{
    e->author = who->actor.person;
    e->agency = who->actor.agency;
    e->role = who->actor.role;
}

status photo_add(struct task *t, struct reader *r, struct writer *w, uint32_t child,
                 const struct photo *p, const struct photo_who *who)
{
    uint8_t key[BOX_KEY_BYTES];
    struct event e = event_new(EV_PHOTO_ADDED, child, who->now);
    struct changing x = { .child = child, .hash = sha256(&p->jpeg, 1) };
    event_set_text(&e, "sha256", hex_of(t->arena, &x.hash));
    event_set_number(&e, "width", p->width);
    event_set_number(&e, "height", p->height);
    say_who(&e, who);
    TRY(journal_subject_secret(t, r->journal, child, SECRET_LABEL, key));
    x.box = box_seal(t->arena, key, place_of(t->arena, r->store, child), p->jpeg);
    wipe(key, sizeof key);
    x.append =
        (struct append){ .events = &e, .count = 1, .expected_n = APPEND_ANY, .key = who->key };
    return writer_do_inside(t, w, change, &x);
}

struct row {
    struct str hash, box;
};
static status row_read(struct task *t, struct reader *r, uint32_t child, struct row *ret)
{
    WITH_CURSOR(rows);
    struct value in[] = { I64(r->store->log), I64(child) };
    TRY(db_prepare_all(t, r->kept, &newest, 1));
    TRY(db_query(t, r->kept, &newest, in, COUNT(in), &rows));
    bool found = cursor_next(&rows);
    if (found) {
        ret->hash = cursor_bytes(&rows);
        ret->box = cursor_bytes(&rows);
    }
    TRY(cursor_done(&rows));
    return found ? OK : fail(t, E_MISSING, "there is no photo of this child");
}

status photo_remove(struct task *t, struct reader *r, struct writer *w, uint32_t child,
                    struct str reason, const struct photo_who *who)
{
    struct row row;
    struct hash256 h;
    struct event e = event_new(EV_PHOTO_REMOVED, child, who->now);
    TRY(row_read(t, r, child, &row));
    MUST(row.hash.len == sizeof h.b);
    memcpy(h.b, row.hash.at, sizeof h.b);
    event_set_text(&e, "sha256", hex_of(t->arena, &h));
    event_set_text(&e, "reason", reason);
    say_who(&e, who);
    struct changing x = { .child = child };
    x.append =
        (struct append){ .events = &e, .count = 1, .expected_n = APPEND_ANY, .key = who->key };
    return writer_do_inside(t, w, change, &x);
}

status photo_of(struct task *t, struct reader *r, uint32_t child, struct str *ret_jpeg)
{
    struct row row;
    uint8_t key[BOX_KEY_BYTES];
    TRY(row_read(t, r, child, &row));
    TRY(journal_subject_secret(t, r->journal, child, SECRET_LABEL, key));
    bool opens = box_open(t->arena, key, place_of(t->arena, r->store, child), row.box, ret_jpeg);
    wipe(key, sizeof key);
    struct hash256 h = sha256(ret_jpeg, 1);
    if (!opens || row.hash.len != sizeof h.b || memcmp(row.hash.at, h.b, sizeof h.b) != 0)
        return fail(t, E_CORRUPT, "the photo kept is not the one that was recorded: add it again");
    return OK;
}

status photo_there(struct task *t, struct reader *r, uint32_t child, bool *ret)
{
    int64_t count;
    struct value in[] = { I64(r->store->log), I64(child) };
    TRY(db_prepare_all(t, r->kept, &there, 1));
    TRY(db_query_i64(t, r->kept, &there, in, COUNT(in), &count));
    *ret = count > 0;
    return OK;
}

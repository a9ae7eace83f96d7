/* Saves, reads and removes drafts: sealed under a key made for each person. */
#include "work/draft.h"

#include <string.h>

#include "base/box.h"
#include "base/hash.h"
#include "base/limits.h"
#include "work/store_open.h"
#include "work/writer_inside.h"

enum {
    SAVE,
    COUNT_OTHERS,
    DROP,
    EXPIRE,
    DROP_ALL,
    WRITES
};
static const struct statement writes[WRITES] = {
    [SAVE] = { .name = "draft.save",
               .sql = "INSERT INTO draft (log, person, form, subject, saved, body, base_n)"
                      " VALUES ($1, $2, $3, $4, $5, $6, $7)"
                      " ON CONFLICT (log, person, form, subject) DO UPDATE SET"
                      " saved = excluded.saved, body = excluded.body, base_n = excluded.base_n",
               .params = 7 },
    [COUNT_OTHERS] = { .name = "draft.count",
                       .sql = "SELECT count(*) FROM draft WHERE log = $1 AND person = $2"
                              " AND NOT (form = $3 AND subject = $4)",
                       .params = 4,
                       .columns = 1 },
    [DROP] = { .name = "draft.drop",
               .sql = "DELETE FROM draft WHERE log = $1 AND person = $2 AND form = $3"
                      " AND subject = $4",
               .params = 4 },
    [EXPIRE] = { .name = "draft.expire",
                 .sql = "DELETE FROM draft WHERE log = $1 AND saved < $2",
                 .params = 2 },
    [DROP_ALL] = { .name = "draft.drop_all",
                   .sql = "DELETE FROM draft WHERE log = $1 AND person = $2",
                   .params = 2 },
};

enum {
    ONE,
    LIST,
    READS
};
static const struct statement reads[READS] = {
    [ONE] = { .name = "draft.one",
              .sql = "SELECT saved, coalesce(base_n, -1), body FROM draft WHERE log = $1"
                     " AND person = $2 AND form = $3 AND subject = $4",
              .params = 4,
              .columns = 3 },
    [LIST] = { .name = "draft.list",
               .sql = "SELECT form, subject, saved, coalesce(base_n, -1) FROM draft"
                      " WHERE log = $1 AND person = $2 ORDER BY saved DESC, form, subject LIMIT 50",
               .params = 2,
               .columns = 4 },
};
_Static_assert(DRAFTS_EACH_MAX == 50, "draft.list gives all of a person's drafts");

/* Which row it lies in: a body copied to another row or person does not open. */
static struct str place_of(struct arena *a, const struct store *s, uint32_t person, struct str form,
                           uint32_t subject)
{
    return str_print(a, "draft %lld %u %u %.*s", (long long)s->log, person, subject, STR_ARG(form));
}

static void key_of(const struct store *s, uint32_t person, uint8_t ret[32])
{
    uint8_t all[32];
    struct str of = { (const char *)&person, sizeof person };
    secret_derive(&s->inside->secrets, SECRET_DRAFTS, all);
    struct hash256 h = hmac_sha256(all, &of, 1);
    memcpy(ret, h.b, sizeof h.b);
    wipe(all, sizeof all);
    wipe(&h, sizeof h);
}

struct saving {
    uint32_t person;
    const struct draft *d;
};

static status save(struct writer *w, void *self)
{
    const struct saving *x = self;
    const struct draft *d = x->d;
    struct task *t = &w->task;
    struct db *kept = w->store->kept;
    uint8_t key[32];
    int64_t others;
    TRY(db_prepare_all(t, kept, writes, WRITES));
    struct value one[] = { I64(w->store->log), I64(x->person), TEXT(d->form), I64(d->subject) };
    TRY(db_query_i64(t, kept, &writes[COUNT_OTHERS], one, COUNT(one), &others));
    if (others >= DRAFTS_EACH_MAX)
        return fail(t, E_LIMIT, "you have %d drafts: send one of them, or throw one away, first",
                    DRAFTS_EACH_MAX);
    key_of(w->store, x->person, key);
    struct str place = place_of(t->arena, w->store, x->person, d->form, d->subject);
    struct str box = box_seal(t->arena, key, place, d->body);
    wipe(key, sizeof key);
    struct value in[] = { one[0],
                          one[1],
                          one[2],
                          one[3],
                          I64(task_now(t).us),
                          BYTES(box.at, box.len),
                          d->base_n == APPEND_ANY ? NIL() : I64(d->base_n) };
    return db_run(t, kept, &writes[SAVE], in, COUNT(in));
}

status draft_save(struct task *t, struct writer *w, uint32_t person, const struct draft *d)
{
    if (d->body.len > DRAFT_BYTES_MAX)
        return fail(t, E_LIMIT, "a draft holds at most %d KiB: shorten it, or send it in parts",
                    DRAFT_BYTES_MAX >> 10);
    if (d->form.len == 0 || d->form.len > DRAFT_FORM_MAX)
        return fail(t, E_INVALID, "the form has no name that a draft could be kept under");
    struct saving x = { person, d };
    return writer_do_inside(t, w, save, &x);
}

static uint32_t base_of(int64_t stored)
{
    return stored < 0 || stored > STREAM_EVENTS_MAX ? APPEND_ANY : (uint32_t)stored;
}

status draft_read(struct task *t, struct reader *r, uint32_t person, struct str form,
                  uint32_t subject, struct draft *ret)
{
    uint8_t key[32];
    struct value in[] = { I64(r->store->log), I64(person), TEXT(form), I64(subject) };
    TRY(db_prepare_all(t, r->kept, reads, READS));
    WITH_CURSOR(rows);
    TRY(db_query(t, r->kept, &reads[ONE], in, COUNT(in), &rows));
    bool found = cursor_next(&rows);
    struct draft d = { .form = form, .subject = subject };
    struct str box = S("");
    if (found) {
        d.saved.us = cursor_i64(&rows);
        d.base_n = base_of(cursor_i64(&rows));
        box = cursor_bytes(&rows);
    }
    TRY(cursor_done(&rows));
    key_of(r->store, person, key);
    struct str place = place_of(t->arena, r->store, person, form, subject);
    bool opens = found && box_open(t->arena, key, place, box, &d.body);
    wipe(key, sizeof key);
    if (!opens)
        return fail(t, E_MISSING, "there is no draft of this form");
    *ret = d;
    return OK;
}

struct dropping {
    int which;
    struct value in[4];
    int64_t removed;
};

static status drop(struct writer *w, void *self)
{
    struct dropping *x = self;
    TRY(db_prepare_all(&w->task, w->store->kept, writes, WRITES));
    TRY(db_run(&w->task, w->store->kept, &writes[x->which], x->in, writes[x->which].params));
    x->removed = db_changes(w->store->kept);
    return OK;
}

static int64_t log_of(const struct writer *w)
{
    return w->store->log;
}

status draft_drop(struct task *t, struct writer *w, uint32_t person, struct str form,
                  uint32_t subject)
{
    struct dropping x = { DROP, { I64(log_of(w)), I64(person), TEXT(form), I64(subject) }, 0 };
    return writer_do_inside(t, w, drop, &x);
}

status drafts_expire(struct task *t, struct writer *w, struct instant before, int64_t *ret_removed)
{
    struct dropping x = { EXPIRE, { I64(log_of(w)), I64(before.us) }, 0 };
    TRY(writer_do_inside(t, w, drop, &x));
    *ret_removed = x.removed;
    return OK;
}

status drafts_drop_all(struct task *t, struct writer *w, uint32_t person)
{
    struct dropping x = { DROP_ALL, { I64(log_of(w)), I64(person) }, 0 };
    return writer_do_inside(t, w, drop, &x);
}

status drafts_of(struct task *t, struct reader *r, uint32_t person, struct draft_list *ret)
{
    struct draft_list l = { NEWS(t->arena, struct draft, DRAFTS_EACH_MAX), 0 };
    struct value in[] = { I64(r->store->log), I64(person) };
    TRY(db_prepare_all(t, r->kept, reads, READS));
    WITH_CURSOR(rows);
    TRY(db_query(t, r->kept, &reads[LIST], in, COUNT(in), &rows));
    while (l.count < DRAFTS_EACH_MAX && cursor_next(&rows)) {
        struct draft *d = &l.at[l.count++];
        d->form = cursor_text(&rows);
        d->subject = (uint32_t)cursor_i64(&rows);
        d->saved.us = cursor_i64(&rows);
        d->base_n = base_of(cursor_i64(&rows));
    }
    TRY(cursor_done(&rows));
    *ret = l;
    return OK;
}

/* Rows of sign-ins: put, ended, and marked as used, many in one step. */
#include "access/session_rows.h"

#include <string.h>

#include "access/account_inside.h"

enum {
    ALL
};
static const struct statement reads[] = {
    [ALL] = { .name = "session.all",
              .sql = "SELECT id, person, role, began, used, made_with, body FROM session"
                     " WHERE log = $1 AND began >= $2 AND used >= $3 ORDER BY used DESC LIMIT $4",
              .params = 4,
              .columns = 7 },
};
enum {
    PUT,
    END,
    END_OTHERS,
    USED,
    OVER
};
static const struct statement writes[] = {
    [PUT] = { .name = "session.put",
              .sql = "INSERT INTO session (log, id, person, role, began, used, made_with, body)"
                     " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (log, id) DO UPDATE"
                     " SET role = excluded.role, used = excluded.used, body = excluded.body",
              .params = 8 },
    [END] = { .name = "session.end",
              .sql = "DELETE FROM session WHERE log = $1 AND id = $2",
              .params = 2 },
    [END_OTHERS] = { .name = "session.end-others",
                     .sql = "DELETE FROM session WHERE log = $1 AND person = $2 AND id <> $3",
                     .params = 3 },
    [USED] = { .name = "session.used",
               .sql = "UPDATE session SET used = $3 WHERE log = $1 AND id = $2",
               .params = 3 },
    [OVER] = { .name = "session.over",
               .sql = "DELETE FROM session WHERE log = $1 AND (began < $2 OR used < $3)",
               .params = 3 },
};

static struct str place_of(struct arena *a, uint32_t person, const uint8_t id[32])
{
    return kept_place(a, "session", person, (struct str){ (const char *)id, 32 });
}

status session_rows_read(struct task *t, struct reader *r, struct instant began,
                         struct instant used, size_t most, struct session_rows *ret)
{
    struct session_rows list = { .at = NEWS(t->arena, struct session_row, most + 1) };
    struct value in[] = { I64(r->store->log), I64(began.us), I64(used.us), I64(most) };
    TRY(db_prepare_all(t, r->kept, reads, COUNT(reads)));
    WITH_CURSOR(rows);
    TRY(db_query(t, r->kept, &reads[ALL], in, COUNT(in), &rows));
    while (list.count < most && cursor_next(&rows)) {
        struct session_row *s = &list.at[list.count];
        struct str id = cursor_bytes(&rows);
        s->person = (uint32_t)cursor_i64(&rows);
        s->role = (uint8_t)cursor_i64(&rows);
        s->began = (struct instant){ cursor_i64(&rows) };
        s->used = (struct instant){ cursor_i64(&rows) };
        s->with = (uint8_t)cursor_i64(&rows);
        s->body = cursor_bytes(&rows);
        if (id.len != sizeof s->id)
            continue;
        memcpy(s->id, id.at, sizeof s->id);
        list.count++;
    }
    TRY(cursor_done(&rows));
    for (size_t i = 0; i < list.count; i++) {
        struct session_row *s = &list.at[i];
        struct str box = s->body;
        TRY(kept_unseal(t, r->store, place_of(t->arena, s->person, s->id), box, &s->body));
    }
    *ret = list;
    return OK;
}

struct changing {
    const struct session_row *row;
    const struct session_rows *rows;
    uint32_t person;
    const uint8_t *but;
    struct str reason;
    struct instant began, used;
};

static status put(struct writer *w, void *self)
{
    const struct session_row *s = ((const struct changing *)self)->row;
    struct task *t = &w->task;
    struct str box = kept_seal(t->arena, w->store, place_of(t->arena, s->person, s->id), s->body);
    struct value in[] = { I64(w->store->log), BYTES((const char *)s->id, sizeof s->id),
                          I64(s->person),     I64(s->role),
                          I64(s->began.us),   I64(s->used.us),
                          I64(s->with),       BYTES(box.at, box.len) };
    TRY(db_prepare_all(t, w->store->kept, writes, COUNT(writes)));
    return db_run(t, w->store->kept, &writes[PUT], in, COUNT(in));
}

status session_row_put(struct task *t, struct writer *w, const struct session_row *s)
{
    struct changing x = { .row = s };
    return writer_do_inside(t, w, put, &x);
}

static status end(struct writer *w, void *self)
{
    const struct changing *x = self;
    struct value in[] = { I64(w->store->log), BYTES((const char *)x->row->id, 32) };
    TRY(db_prepare_all(&w->task, w->store->kept, writes, COUNT(writes)));
    TRY(note_of_person(w, EV_SIGNED_OUT, x->row->person, 0, x->reason));
    return db_run(&w->task, w->store->kept, &writes[END], in, COUNT(in));
}

status session_row_end(struct task *t, struct writer *w, const struct session_row *s,
                       struct str reason)
{
    struct changing x = { .row = s, .reason = reason };
    return writer_do_inside(t, w, end, &x);
}

static status end_others(struct writer *w, void *self)
{
    static const uint8_t none[32];
    const struct changing *x = self;
    struct value in[] = { I64(w->store->log), I64(x->person),
                          BYTES((const char *)(x->but ? x->but : none), 32) };
    TRY(db_prepare_all(&w->task, w->store->kept, writes, COUNT(writes)));
    TRY(note_of_person(w, EV_SIGNED_OUT, x->person, 0, x->reason));
    return db_run(&w->task, w->store->kept, &writes[END_OTHERS], in, COUNT(in));
}

status session_rows_end(struct task *t, struct writer *w, uint32_t person, const uint8_t *but,
                        struct str reason)
{
    struct changing x = { .person = person, .but = but, .reason = reason };
    return writer_do_inside(t, w, end_others, &x);
}

static status used(struct writer *w, void *self)
{
    const struct changing *x = self;
    struct task *t = &w->task;
    struct value over[] = { I64(w->store->log), I64(x->began.us), I64(x->used.us) };
    TRY(db_prepare_all(t, w->store->kept, writes, COUNT(writes)));
    for (size_t i = 0; i < x->rows->count; i++) {
        const struct session_row *s = &x->rows->at[i];
        struct value in[] = { I64(w->store->log), BYTES((const char *)s->id, sizeof s->id),
                              I64(s->used.us) };
        TRY(db_run(t, w->store->kept, &writes[USED], in, COUNT(in)));
    }
    return db_run(t, w->store->kept, &writes[OVER], over, COUNT(over));
}

status session_rows_used(struct task *t, struct writer *w, const struct session_rows *rows,
                         struct instant began, struct instant used_since)
{
    struct changing x = { .rows = rows, .began = began, .used = used_since };
    return writer_do_inside(t, w, used, &x);
}

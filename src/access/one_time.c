/* What may be used once and soon: only a keyed hash of its text lies in the file. */
#include <string.h>

#include "access/account_inside.h"
#include "base/hash.h"

enum {
    SEE
};
static const struct statement reads[] = {
    [SEE] = { .name = "one-time.see",
              .sql = "SELECT person, until_us, body FROM one_time WHERE log = $1 AND id = $2"
                     " AND purpose = $3 AND until_us > $4",
              .params = 4,
              .columns = 3 },
};
enum {
    MAKE,
    USED,
    OVER,
    OLDER
};
static const struct statement writes[] = {
    [MAKE] = { .name = "one-time.make",
               .sql = "INSERT INTO one_time (log, id, purpose, person, until_us, body)"
                      " VALUES ($1, $2, $3, $4, $5, $6)",
               .params = 6 },
    [USED] = { .name = "one-time.used",
               .sql = "DELETE FROM one_time WHERE log = $1 AND id = $2",
               .params = 2 },
    [OVER] = { .name = "one-time.over",
               .sql = "DELETE FROM one_time WHERE log = $1 AND until_us <= $2",
               .params = 2 },
    [OLDER] = { .name = "one-time.older",
                .sql = "DELETE FROM one_time WHERE log = $1 AND purpose = $2 AND person = $3",
                .params = 3 },
};

status one_time_prepare_db(struct task *t, struct db *kept)
{
    return db_prepare_all(t, kept, reads, COUNT(reads));
}

static struct str id_of(struct arena *a, const struct store *s, struct str text)
{
    return kept_hash(a, s, S("one-time"), text);
}

/* Small letters and digits that nobody mistakes for one another: it may be read out. */
static struct str make_text(struct arena *a)
{
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
    uint8_t chance[ONE_TIME_TEXT];
    struct text x = text_open(a, ONE_TIME_TEXT + 1);
    random_bytes(chance, sizeof chance);
    for (size_t i = 0; i < ONE_TIME_TEXT; i++)
        text_addc(&x, letters[chance[i] & 31]);
    wipe(chance, sizeof chance);
    return text_done(&x);
}

struct making {
    const struct one_time *of;
    struct str text;
};

static status make(struct writer *w, void *self)
{
    const struct making *x = self;
    struct task *t = &w->task;
    struct store *s = w->store;
    struct str id = id_of(t->arena, s, x->text);
    struct str box =
        kept_seal(t->arena, s, kept_place(t->arena, "one-time", x->of->person, id), x->of->body);
    struct value over[] = { I64(s->log), I64(task_now(t).us) };
    struct value older[] = { I64(s->log), I64(x->of->purpose), I64(x->of->person) };
    struct value in[] = { I64(s->log),        BYTES(id.at, id.len), I64(x->of->purpose),
                          I64(x->of->person), I64(x->of->until.us), BYTES(box.at, box.len) };
    TRY(db_prepare_all(t, s->kept, writes, COUNT(writes)));
    TRY(db_run(t, s->kept, &writes[OVER], over, COUNT(over)));
    if (x->of->purpose == ONE_TIME_INVITATION)
        TRY(db_run(t, s->kept, &writes[OLDER], older, COUNT(older)));
    return db_run(t, s->kept, &writes[MAKE], in, COUNT(in));
}

status one_time_make(struct task *t, struct writer *w, const struct one_time *o,
                     struct str *ret_text)
{
    struct making x = { .of = o, .text = make_text(t->arena) };
    if (o->body.len > CREDENTIAL_BODY_MAX)
        return fail(t, E_LIMIT, "what is to be remembered with it is too long");
    TRY(writer_do_inside(t, w, make, &x));
    *ret_text = x.text;
    return OK;
}

static status see(struct task *t, struct db *kept, const struct store *s,
                  enum one_time_purpose purpose, struct str text, struct one_time *ret)
{
    struct str id = id_of(t->arena, s, text);
    struct value in[] = { I64(s->log), BYTES(id.at, id.len), I64(purpose), I64(task_now(t).us) };
    WITH_CURSOR(rows);
    TRY(db_query(t, kept, &reads[SEE], in, COUNT(in), &rows));
    struct one_time o = { .purpose = purpose };
    struct str box = S("");
    bool found = cursor_next(&rows);
    if (found) {
        o.person = (uint32_t)cursor_i64(&rows);
        o.until = (struct instant){ cursor_i64(&rows) };
        box = cursor_bytes(&rows);
    }
    TRY(cursor_done(&rows));
    if (!found)
        return fail(t, E_MISSING,
                    "this has been used already, or its time is over: ask for a new"
                    " one");
    TRY(kept_unseal(t, s, kept_place(t->arena, "one-time", o.person, id), box, &o.body));
    *ret = o;
    return OK;
}

status one_time_see(struct task *t, struct reader *r, enum one_time_purpose purpose,
                    struct str text, struct one_time *ret)
{
    TRY(one_time_prepare_db(t, r->kept));
    return see(t, r->kept, r->store, purpose, text, ret);
}

struct taking {
    struct task *asked; /* whose arena keeps what is found: it waits meanwhile */
    enum one_time_purpose purpose;
    struct str text;
    struct one_time found;
};

static status take(struct writer *w, void *self)
{
    struct taking *x = self;
    struct task *t = &w->task;
    struct store *s = w->store;
    TRY(one_time_prepare_db(t, s->kept));
    TRY(db_prepare_all(t, s->kept, writes, COUNT(writes)));
    TRY(see(t, s->kept, s, x->purpose, x->text, &x->found));
    x->found.body = copied(x->asked->arena, x->found.body);
    struct str id = id_of(t->arena, s, x->text);
    struct value in[] = { I64(s->log), BYTES(id.at, id.len) };
    return db_run(t, s->kept, &writes[USED], in, COUNT(in));
}

status one_time_take(struct task *t, struct writer *w, enum one_time_purpose purpose,
                     struct str text, struct one_time *ret)
{
    struct taking x = { .asked = t, .purpose = purpose, .text = text };
    TRY(writer_do_inside(t, w, take, &x));
    *ret = x.found;
    return OK;
}

/* --- invitations --- */

static status invite(struct task *t, struct writer *w, uint32_t person, struct span lifetime,
                     struct str *ret_text)
{
    struct one_time o = { .purpose = ONE_TIME_INVITATION,
                          .person = person,
                          .until = instant_after(task_now(t), lifetime) };
    return one_time_make(t, w, &o, ret_text);
}

status account_invite(struct task *t, struct writer *w, uint32_t person, struct str sign_in,
                      struct span lifetime, struct str *ret_text)
{
    TRY(account_add(t, w, person, sign_in));
    return invite(t, w, person, lifetime, ret_text);
}

status account_invite_again(struct task *t, struct writer *w, uint32_t person, struct str reason,
                            struct span lifetime, struct str *ret_text)
{
    TRY(account_reset(t, w, person, reason));
    return invite(t, w, person, lifetime, ret_text);
}

/* Ways to sign in: added, found, changed and removed; what they rest on lies sealed. */
#include <string.h>

#include "access/account_inside.h"
#include "base/hash.h"

#define COLUMNS "person, credential, kind, name, made, used, body, coalesce(lookup, '')"
enum {
    COLUMN_COUNT = 8
};

enum {
    OF_PERSON,
    BY_LOOKUP,
    ONE
};
static const struct statement reads[] = {
    [OF_PERSON] = { .name = "credential.of",
                    .sql = "SELECT " COLUMNS " FROM credential WHERE log = $1 AND person = $2"
                           " ORDER BY credential",
                    .params = 2,
                    .columns = COLUMN_COUNT },
    [BY_LOOKUP] = { .name = "credential.lookup",
                    .sql = "SELECT " COLUMNS " FROM credential WHERE log = $1 AND lookup = $2"
                           " LIMIT 1",
                    .params = 2,
                    .columns = COLUMN_COUNT },
    [ONE] = { .name = "credential.one",
              .sql = "SELECT " COLUMNS " FROM credential WHERE log = $1 AND person = $2"
                     " AND credential = $3",
              .params = 3,
              .columns = COLUMN_COUNT },
};
enum {
    ADD,
    CHANGE,
    REMOVE
};
static const struct statement writes[] = {
    [ADD] = { .name = "credential.add",
              .sql = "INSERT INTO credential (log, person, credential, kind, name, made, body,"
                     " lookup) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
              .params = 8 },
    [CHANGE] = { .name = "credential.change",
                 .sql = "UPDATE credential SET body = $4, used = $5 WHERE log = $1 AND person = $2"
                        " AND credential = $3",
                 .params = 5 },
    [REMOVE] = { .name = "credential.remove",
                 .sql = "DELETE FROM credential WHERE log = $1 AND person = $2"
                        " AND credential = $3",
                 .params = 3 },
};

status credential_prepare_db(struct task *t, struct db *kept)
{
    return db_prepare_all(t, kept, reads, COUNT(reads));
}

static status prepare_writes(struct writer *w)
{
    TRY(account_prepare_db(&w->task, w->store->kept));
    TRY(credential_prepare_db(&w->task, w->store->kept));
    return db_prepare_all(&w->task, w->store->kept, writes, COUNT(writes));
}

static struct str place_of(struct arena *a, uint32_t person, uint32_t number)
{
    return kept_place(a, "credential", person, str_print(a, "%u", number));
}

struct str credential_lookup(struct arena *a, struct str purpose, struct str what)
{
    struct str parts[] = { purpose, S("\n"), what };
    struct hash256 h = sha256(parts, COUNT(parts));
    return str_copy(a, (struct str){ (const char *)h.b, sizeof h.b });
}

/* --- reading --- */

/* The body is opened after the cursor is closed. */
static struct credential read_row(struct cursor *rows)
{
    struct credential c = { .person = (uint32_t)cursor_i64(rows) };
    c.number = (uint32_t)cursor_i64(rows);
    c.kind = (unsigned)cursor_i64(rows);
    c.name = cursor_text(rows);
    c.made = (struct instant){ cursor_i64(rows) };
    c.used = instant_or_never(rows);
    c.body = cursor_bytes(rows);
    c.lookup = cursor_bytes(rows);
    return c;
}

struct source {
    struct db *kept;
    const struct store *store;
};

static status read_some(struct task *t, struct source from, const struct statement *s,
                        const struct value *in, struct credential_list *ret)
{
    struct credential_list list = { .at = NEWS(t->arena, struct credential, CREDENTIALS_MAX) };
    WITH_CURSOR(rows);
    TRY(db_query(t, from.kept, s, in, s->params, &rows));
    while (list.count < CREDENTIALS_MAX && cursor_next(&rows))
        list.at[list.count++] = read_row(&rows);
    TRY(cursor_done(&rows));
    for (size_t i = 0; i < list.count; i++) {
        struct credential *c = &list.at[i];
        struct str box = c->body;
        TRY(kept_unseal(t, from.store, place_of(t->arena, c->person, c->number), box, &c->body));
    }
    *ret = list;
    return OK;
}

static status read_of_person(struct task *t, struct source from, uint32_t person,
                             struct credential_list *ret)
{
    struct value in[] = { I64(from.store->log), I64(person) };
    return read_some(t, from, &reads[OF_PERSON], in, ret);
}

status credential_list(struct task *t, struct reader *r, uint32_t person,
                       struct credential_list *ret)
{
    TRY(credential_prepare_db(t, r->kept));
    return read_of_person(t, (struct source){ r->kept, r->store }, person, ret);
}

status credential_list_kind(struct task *t, struct reader *r, uint32_t person, unsigned kind,
                            struct credential_list *ret)
{
    struct credential_list all;
    TRY(credential_list(t, r, person, &all));
    size_t kept = 0;
    for (size_t i = 0; i < all.count; i++) {
        if (all.at[i].kind == kind)
            all.at[kept++] = all.at[i];
    }
    all.count = kept;
    *ret = all;
    return OK;
}

static status find(struct task *t, struct source from, struct str lookup, struct credential *ret)
{
    struct credential_list list;
    struct value in[] = { I64(from.store->log), BYTES(lookup.at, lookup.len) };
    TRY(read_some(t, from, &reads[BY_LOOKUP], in, &list));
    if (list.count == 0)
        return fail(t, E_MISSING, "no way to sign in is known by this");
    *ret = list.at[0];
    return OK;
}

status credential_find(struct task *t, struct reader *r, struct str lookup, struct credential *ret)
{
    TRY(credential_prepare_db(t, r->kept));
    return find(t, (struct source){ r->kept, r->store }, lookup, ret);
}

/* --- changing --- */

struct changing {
    const struct credential *of;
    bool replace;
    struct str text; /* the new body, or a reason */
    uint32_t number;
};

static status is_open(struct writer *w, uint32_t person)
{
    struct account is;
    TRY(account_read(&w->task, w->store->kept, w->store->log, person, &is));
    return is.state != ACCOUNT_ENDED
               ? OK
               : fail(&w->task, E_DENIED, "this account has ended: ask whoever keeps accounts");
}

static status lookup_free(struct writer *w, const struct credential *c)
{
    struct credential other;
    if (c->lookup.len == 0)
        return OK;
    status found = find(&w->task, (struct source){ w->store->kept, w->store }, c->lookup, &other);
    if (found == OK)
        return fail(&w->task, E_CONFLICT, "this way to sign in is registered already");
    return found == E_MISSING ? OK : found;
}

static status remove_row(struct writer *w, uint32_t person, uint32_t number)
{
    struct value in[] = { I64(w->store->log), I64(person), I64(number) };
    return db_run(&w->task, w->store->kept, &writes[REMOVE], in, COUNT(in));
}

static status add_row(struct writer *w, const struct credential *c, uint32_t number)
{
    struct task *t = &w->task;
    struct str box = kept_seal(t->arena, w->store, place_of(t->arena, c->person, number), c->body);
    struct value in[] = { I64(w->store->log),
                          I64(c->person),
                          I64(number),
                          I64(c->kind),
                          TEXT(c->name),
                          I64(task_now(t).us),
                          BYTES(box.at, box.len),
                          c->lookup.len ? BYTES(c->lookup.at, c->lookup.len) : NIL() };
    return db_run(t, w->store->kept, &writes[ADD], in, COUNT(in));
}

static status add(struct writer *w, void *self)
{
    struct changing *x = self;
    const struct credential *c = x->of;
    struct credential_list all;
    TRY(prepare_writes(w));
    TRY(is_open(w, c->person));
    TRY(lookup_free(w, c));
    TRY(read_of_person(&w->task, (struct source){ w->store->kept, w->store }, c->person, &all));
    size_t others = 0;
    for (size_t i = 0; i < all.count; i++) {
        others += !(x->replace && all.at[i].kind == c->kind);
        x->number = all.at[i].number > x->number ? all.at[i].number : x->number;
    }
    if (others >= CREDENTIALS_MAX)
        return fail(&w->task, E_LIMIT, "there are %d ways to sign in already: remove one first",
                    CREDENTIALS_MAX);
    x->number++;
    TRY(note_of_person(w, EV_CREDENTIAL_ADDED, c->person, c->kind, S("")));
    for (size_t i = 0; x->replace && i < all.count; i++) {
        if (all.at[i].kind == c->kind)
            TRY(remove_row(w, c->person, all.at[i].number));
    }
    return add_row(w, c, x->number);
}

static status check(struct task *t, const struct credential *c)
{
    if (c->kind == 0 || c->kind > code_count(CODES_CREDENTIAL))
        return fail(t, E_INVALID, "there is no such way to sign in");
    if (c->name.len > CREDENTIAL_NAME_MAX || !str_is_utf8(c->name))
        return fail(t, E_INVALID, "its name must be at most %d bytes", CREDENTIAL_NAME_MAX);
    if (c->body.len > CREDENTIAL_BODY_MAX)
        return fail(t, E_LIMIT, "what this way to sign in rests on is too long");
    if (c->lookup.len != 0 && c->lookup.len != 32)
        return fail(t, E_INVALID, "a way to sign in is found by 32 bytes");
    return OK;
}

status credential_add(struct task *t, struct writer *w, const struct credential *c,
                      uint32_t *ret_number)
{
    struct changing x = { .of = c };
    TRY(check(t, c));
    TRY(writer_do_inside(t, w, add, &x));
    *ret_number = x.number;
    return OK;
}

status credential_replace(struct task *t, struct writer *w, const struct credential *c)
{
    struct changing x = { .of = c, .replace = true };
    TRY(check(t, c));
    return writer_do_inside(t, w, add, &x);
}

static status read_one(struct writer *w, uint32_t person, uint32_t number, struct credential *ret)
{
    struct credential_list list;
    struct value in[] = { I64(w->store->log), I64(person), I64(number) };
    TRY(read_some(&w->task, (struct source){ w->store->kept, w->store }, &reads[ONE], in, &list));
    if (list.count == 0)
        return fail(&w->task, E_MISSING, "this way to sign in is not there any more");
    *ret = list.at[0];
    return OK;
}

static status change(struct writer *w, void *self)
{
    const struct changing *x = self;
    struct task *t = &w->task;
    struct credential is;
    TRY(prepare_writes(w));
    TRY(read_one(w, x->of->person, x->of->number, &is));
    if (!str_equal(is.body, x->of->body))
        return fail(t, E_CONFLICT, "this was used a moment ago: each code serves once");
    struct str box =
        kept_seal(t->arena, w->store, place_of(t->arena, is.person, is.number), x->text);
    struct value in[] = { I64(w->store->log), I64(is.person), I64(is.number),
                          BYTES(box.at, box.len), I64(task_now(t).us) };
    return db_run(t, w->store->kept, &writes[CHANGE], in, COUNT(in));
}

status credential_change(struct task *t, struct writer *w, const struct credential *read,
                         struct str body)
{
    struct changing x = { .of = read, .text = body };
    if (body.len > CREDENTIAL_BODY_MAX)
        return fail(t, E_LIMIT, "what this way to sign in rests on is too long");
    return writer_do_inside(t, w, change, &x);
}

static status take_away(struct writer *w, void *self)
{
    const struct changing *x = self;
    struct credential is;
    TRY(prepare_writes(w));
    TRY(read_one(w, x->of->person, x->of->number, &is));
    TRY(note_of_person(w, EV_CREDENTIAL_REMOVED, is.person, is.kind, x->text));
    return remove_row(w, is.person, is.number);
}

status credential_remove(struct task *t, struct writer *w, uint32_t person, uint32_t number,
                         struct str reason)
{
    struct credential which = { .person = person, .number = number };
    struct changing x = { .of = &which, .text = str_trim(reason) };
    return writer_do_inside(t, w, take_away, &x);
}

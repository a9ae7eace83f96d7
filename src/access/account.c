/* Accounts: added, used, ended and reset, each in one durable step with its entry in the log. */
#include "access/account.h"

#include <glib.h>
#include <string.h>

#include "access/account_inside.h"
#include "base/box.h"
#include "base/hash.h"
#include "base/limits.h"
#include "work/draft.h"
#include "work/store_open.h"

#define COLUMNS "person, sign_in, state, made, used, ended"
enum {
    COLUMN_COUNT = 6,
    FAILURES_A_MINUTE = 30
};

enum {
    ONE,
    NAMED,
    ALL
};
static const struct statement reads[] = {
    [ONE] = { .name = "account.one",
              .sql = "SELECT " COLUMNS " FROM account WHERE log = $1 AND person = $2",
              .params = 2,
              .columns = COLUMN_COUNT },
    [NAMED] = { .name = "account.named",
                .sql = "SELECT " COLUMNS " FROM account WHERE log = $1 AND sign_in = $2",
                .params = 2,
                .columns = COLUMN_COUNT },
    [ALL] = { .name = "account.all",
              .sql = "SELECT " COLUMNS " FROM account WHERE log = $1 ORDER BY sign_in LIMIT $2",
              .params = 2,
              .columns = COLUMN_COUNT },
};
enum {
    ADD,
    AGAIN,
    USED,
    STATE,
    NO_WAYS,
    NO_ONE_TIME,
    NO_SESSIONS
};
static const struct statement writes[] = {
    [ADD] = { .name = "account.add",
              .sql = "INSERT INTO account (log, person, sign_in, state, made) VALUES"
                     " ($1, $2, $3, 1, $4)",
              .params = 4 },
    [AGAIN] = { .name = "account.again",
                .sql = "UPDATE account SET sign_in = $3, state = 1, made = $4, used = NULL,"
                       " ended = NULL WHERE log = $1 AND person = $2",
                .params = 4 },
    [USED] = { .name = "account.used",
               .sql = "UPDATE account SET state = 2, used = $3 WHERE log = $1 AND person = $2",
               .params = 3 },
    [STATE] = { .name = "account.state",
                .sql = "UPDATE account SET state = $3, ended = $4 WHERE log = $1 AND person = $2",
                .params = 4 },
    [NO_WAYS] = { .name = "account.no-ways",
                  .sql = "DELETE FROM credential WHERE log = $1 AND person = $2",
                  .params = 2 },
    [NO_ONE_TIME] = { .name = "account.no-one-time",
                      .sql = "DELETE FROM one_time WHERE log = $1 AND person = $2",
                      .params = 2 },
    [NO_SESSIONS] = { .name = "account.no-sessions",
                      .sql = "DELETE FROM session WHERE log = $1 AND person = $2",
                      .params = 2 },
};

/* --- what the files about accounts share --- */

struct str kept_place(struct arena *a, const char *what, uint32_t person, struct str by)
{
    return str_print(a, "%s %u %.*s", what, person, STR_ARG(by));
}

struct str kept_seal(struct arena *a, const struct store *s, struct str place, struct str content)
{
    uint8_t key[BOX_KEY_BYTES];
    secret_derive(&s->inside->secrets, SECRET_SIGN_IN, key);
    struct str box = box_seal(a, key, place, content);
    wipe(key, sizeof key);
    return box;
}

status kept_unseal(struct task *t, const struct store *s, struct str place, struct str box,
                   struct str *ret)
{
    uint8_t key[BOX_KEY_BYTES];
    secret_derive(&s->inside->secrets, SECRET_SIGN_IN, key);
    bool opened = box_open(t->arena, key, place, box, ret);
    wipe(key, sizeof key);
    return opened ? OK
                  : fail(t, E_CORRUPT,
                         "a row about signing in does not open with this register's"
                         " key: was the file changed, or is the key another's?");
}

struct str kept_hash(struct arena *a, const struct store *s, struct str purpose, struct str what)
{
    uint8_t key[BOX_KEY_BYTES];
    secret_derive(&s->inside->secrets, SECRET_SIGN_IN, key);
    struct str parts[] = { purpose, S("\n"), what };
    struct hash256 h = hmac_sha256(key, parts, COUNT(parts));
    wipe(key, sizeof key);
    return str_copy(a, (struct str){ (const char *)h.b, sizeof h.b });
}

status note_of_person(struct writer *w, enum event_kind kind, uint32_t person, unsigned with,
                      struct str reason)
{
    struct event e = event_new(kind, 0, task_now(&w->task));
    e.author = w->task.actor.person;
    e.agency = w->task.actor.agency;
    e.role = w->task.actor.role;
    if (person != 0)
        event_set_number(&e, "person", person);
    if (with != 0)
        event_set_code(&e, kind == EV_SIGNED_IN || kind == EV_SIGN_IN_FAILED ? "with" : "what",
                       code_text(CODES_CREDENTIAL, with));
    if (reason.len != 0)
        event_set_text(&e, "reason", reason);
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY, .own = true };
    return batch_note(w, &a);
}

status account_prepare_db(struct task *t, struct db *kept)
{
    return db_prepare_all(t, kept, reads, COUNT(reads));
}

status account_prepare(struct task *t, struct reader *r)
{
    TRY(account_prepare_db(t, r->kept));
    TRY(credential_prepare_db(t, r->kept));
    return one_time_prepare_db(t, r->kept);
}

/* --- reading --- */

static struct account read_row(struct cursor *rows)
{
    struct account a = { .person = (uint32_t)cursor_i64(rows) };
    a.sign_in = cursor_text(rows);
    a.state = (enum account_state)cursor_i64(rows);
    a.made = (struct instant){ cursor_i64(rows) };
    a.used = instant_or_never(rows);
    a.ended = instant_or_never(rows);
    return a;
}

static status read_one(struct task *t, struct db *kept, const struct statement *s,
                       const struct value in[2], struct account *ret)
{
    WITH_CURSOR(rows);
    TRY(db_query(t, kept, s, in, 2, &rows));
    bool found = cursor_next(&rows);
    struct account a = found ? read_row(&rows) : (struct account){ 0 };
    TRY(cursor_done(&rows));
    if (!found)
        return fail(t, E_MISSING, "nobody has an account under this name or number");
    *ret = a;
    return OK;
}

status account_read(struct task *t, struct db *kept, int64_t log, uint32_t person,
                    struct account *ret)
{
    struct value in[] = { I64(log), I64(person) };
    return read_one(t, kept, &reads[ONE], in, ret);
}

status account_of(struct task *t, struct reader *r, uint32_t person, struct account *ret)
{
    TRY(account_prepare_db(t, r->kept));
    return account_read(t, r->kept, r->store->log, person, ret);
}

/* One name has one spelling: composed letters, small ones, nothing around them. */
static status name_read(struct task *t, struct str typed, struct str *ret)
{
    struct str s = str_trim(typed);
    bool plain = s.len >= 3 && s.len <= SIGN_IN_BYTES_MAX && str_is_utf8(s);
    for (size_t i = 0; plain && i < s.len; i++)
        plain = (unsigned char)s.at[i] > ' ' && s.at[i] != 0x7f;
    if (!plain)
        return fail(t, E_INVALID,
                    "the name to sign in with must be 3 to %d bytes without spaces:"
                    " an e-mail address at work is best",
                    SIGN_IN_BYTES_MAX);
    char *composed = g_utf8_normalize(s.at, (gssize)s.len, G_NORMALIZE_NFC);
    char *small = composed ? g_utf8_strdown(composed, -1) : NULL;
    g_free(composed);
    *ret = small ? str_copy(t->arena, str_from(small)) : S("");
    g_free(small);
    return ret->len > 0 && ret->len <= SIGN_IN_BYTES_MAX
               ? OK
               : fail(t, E_INVALID, "this name to sign in with cannot be written down");
}

status account_by_sign_in(struct task *t, struct reader *r, struct str typed, struct account *ret)
{
    struct str name;
    TRY(account_prepare_db(t, r->kept));
    if (name_read(t, typed, &name) != OK)
        return fail(t, E_MISSING, "nobody has an account under this name or number");
    struct value in[] = { I64(r->store->log), TEXT(name) };
    return read_one(t, r->kept, &reads[NAMED], in, ret);
}

status account_list(struct task *t, struct reader *r, struct account_list *ret)
{
    struct account_list list = { .at = NEWS(t->arena, struct account, LIST_ROWS_MAX + 1) };
    struct value in[] = { I64(r->store->log), I64(LIST_ROWS_MAX + 1) };
    TRY(account_prepare_db(t, r->kept));
    WITH_CURSOR(rows);
    TRY(db_query(t, r->kept, &reads[ALL], in, COUNT(in), &rows));
    while (list.count <= LIST_ROWS_MAX && cursor_next(&rows))
        list.at[list.count++] = read_row(&rows);
    TRY(cursor_done(&rows));
    list.cut = list.count > LIST_ROWS_MAX;
    list.count -= list.cut;
    *ret = list;
    return OK;
}

/* --- changing --- */

struct changing {
    uint32_t person;
    unsigned with;
    struct str text; /* the name to sign in with, or a reason */
};

static status prepare_writes(struct writer *w)
{
    TRY(account_prepare_db(&w->task, w->store->kept));
    return db_prepare_all(&w->task, w->store->kept, writes, COUNT(writes));
}

static status run_of_person(struct writer *w, unsigned which, uint32_t person)
{
    struct value in[] = { I64(w->store->log), I64(person) };
    return db_run(&w->task, w->store->kept, &writes[which], in, COUNT(in));
}

/* Nobody else's name, and no account in use: asked before the first row is written. */
static status may_add(struct writer *w, const struct changing *x, bool *ret_again)
{
    struct task *t = &w->task;
    enum subject_kind kind = SUBJECT_NONE;
    struct account is;
    status known = journal_subject_kind(t, w->store->journal, x->person, &kind);
    if (known == E_MISSING || (known == OK && kind != SUBJECT_PERSON))
        return fail(t, E_INVALID,
                    "number %u is no person of this register: register the person"
                    " first, then invite",
                    x->person);
    TRY(known);
    struct value in[] = { I64(w->store->log), TEXT(x->text) };
    status named = read_one(t, w->store->kept, &reads[NAMED], in, &is);
    if (named == OK && is.person != x->person)
        return fail(t, E_CONFLICT, "somebody else signs in under this name: choose another");
    if (named != OK && named != E_MISSING)
        return named;
    status there = account_read(t, w->store->kept, w->store->log, x->person, &is);
    if (there != OK && there != E_MISSING)
        return there;
    *ret_again = there == OK;
    if (there == OK && is.state == ACCOUNT_IN_USE)
        return fail(t, E_CONFLICT,
                    "this person has an account in use: reset it, if a new way in"
                    " is needed");
    return OK;
}

static status add(struct writer *w, void *self)
{
    const struct changing *x = self;
    bool again = false;
    TRY(prepare_writes(w));
    TRY(may_add(w, x, &again));
    TRY(note_of_person(w, EV_ACCOUNT_ADDED, x->person, 0, S("")));
    struct value in[] = { I64(w->store->log), I64(x->person), TEXT(x->text),
                          I64(task_now(&w->task).us) };
    return db_run(&w->task, w->store->kept, &writes[again ? AGAIN : ADD], in, COUNT(in));
}

status account_add(struct task *t, struct writer *w, uint32_t person, struct str sign_in)
{
    struct changing x = { .person = person };
    TRY(name_read(t, sign_in, &x.text));
    return writer_do_inside(t, w, add, &x);
}

static status used(struct writer *w, void *self)
{
    const struct changing *x = self;
    struct account is;
    TRY(prepare_writes(w));
    TRY(account_read(&w->task, w->store->kept, w->store->log, x->person, &is));
    if (is.state == ACCOUNT_ENDED)
        return fail(&w->task, E_DENIED, "this account has ended: ask whoever keeps accounts");
    TRY(note_of_person(w, EV_SIGNED_IN, x->person, x->with, S("")));
    struct value in[] = { I64(w->store->log), I64(x->person), I64(task_now(&w->task).us) };
    return db_run(&w->task, w->store->kept, &writes[USED], in, COUNT(in));
}

status account_used(struct task *t, struct writer *w, uint32_t person, unsigned with)
{
    struct changing x = { .person = person, .with = with };
    return writer_do_inside(t, w, used, &x);
}

static status without_ways(struct writer *w, const struct changing *x, enum account_state state)
{
    struct value in[] = { I64(w->store->log), I64(x->person), I64(state), NIL() };
    if (state == ACCOUNT_ENDED)
        in[3] = I64(task_now(&w->task).us);
    TRY(db_run(&w->task, w->store->kept, &writes[STATE], in, COUNT(in)));
    TRY(run_of_person(w, NO_WAYS, x->person));
    TRY(run_of_person(w, NO_ONE_TIME, x->person));
    return run_of_person(w, NO_SESSIONS, x->person);
}

static status end(struct writer *w, void *self)
{
    const struct changing *x = self;
    struct account is;
    TRY(prepare_writes(w));
    TRY(account_read(&w->task, w->store->kept, w->store->log, x->person, &is));
    if (is.state == ACCOUNT_ENDED)
        return fail(&w->task, E_CONFLICT, "this account has ended already");
    TRY(note_of_person(w, EV_ACCOUNT_ENDED, x->person, 0, x->text));
    return without_ways(w, x, ACCOUNT_ENDED);
}

status account_end(struct task *t, struct writer *w, uint32_t person, struct str reason)
{
    struct changing x = { .person = person, .text = str_trim(reason) };
    if (x.text.len == 0 || x.text.len > EVENT_FIELD_BYTES_MAX)
        return fail(t, E_INVALID, "say why the account ends, in a few words");
    TRY(writer_do_inside(t, w, end, &x));
    struct task quiet = { .arena = t->arena, .clock = t->clock, .actor = t->actor };
    status dropped = drafts_drop_all(&quiet, w, person);
    (void)dropped; /* the account has ended; what is left nobody can open, and it ages away */
    return OK;
}

static status reset(struct writer *w, void *self)
{
    const struct changing *x = self;
    struct account is;
    TRY(prepare_writes(w));
    TRY(account_read(&w->task, w->store->kept, w->store->log, x->person, &is));
    if (is.state == ACCOUNT_ENDED)
        return fail(&w->task, E_CONFLICT, "this account has ended: invite the person again");
    TRY(note_of_person(w, EV_CREDENTIAL_REMOVED, x->person,
                       code_number(CODES_CREDENTIAL, S("password")), x->text));
    return without_ways(w, x, ACCOUNT_INVITED);
}

status account_reset(struct task *t, struct writer *w, uint32_t person, struct str reason)
{
    struct changing x = { .person = person, .text = str_trim(reason) };
    if (x.text.len == 0 || x.text.len > EVENT_FIELD_BYTES_MAX)
        return fail(t, E_INVALID, "say why all ways to sign in are taken away, in a few words");
    return writer_do_inside(t, w, reset, &x);
}

/* --- failures --- */

/* Bounded over all registers of the process, since it guards the disk and not a person. */
static bool may_say(struct instant now)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static int64_t minute;
    static unsigned said;
    pthread_mutex_lock(&lock);
    if (now.us / (60 * SECOND_US) != minute) {
        minute = now.us / (60 * SECOND_US);
        said = 0;
    }
    bool may = said < FAILURES_A_MINUTE;
    said += may;
    pthread_mutex_unlock(&lock);
    return may;
}

static status failed(struct writer *w, void *self)
{
    const struct changing *x = self;
    return note_of_person(w, EV_SIGN_IN_FAILED, x->person, x->with, S(""));
}

status account_say_failed(struct task *t, struct writer *w, uint32_t person, unsigned with)
{
    struct changing x = { .person = person, .with = with };
    return may_say(task_now(t)) ? writer_do_inside(t, w, failed, &x) : OK;
}

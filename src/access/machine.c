/* Machines are accounts with one way in: a key that signs requests. */
#include "access/machine.h"

#include <string.h>

#include "access/account_inside.h"
#include "base/ed25519.h"
#include "base/hash.h"
#include "journal/codes.h"
#include "journal/note.h"

enum {
    VERSION = 1,
    BODY_BYTES = 38
};
enum {
    FORGET,
    ADD,
    READ_NONCE
};
static const struct statement rows[] = {
    [FORGET] = { .name = "machine.nonce_forget",
                 .sql = "DELETE FROM message_nonce WHERE log = $1 AND until_us < $2",
                 .params = 2 },
    [ADD] = { .name = "machine.nonce_add",
              .sql = "INSERT INTO message_nonce (log, partner, nonce, message, until_us)"
                     " VALUES ($1, $2, $3, $4, $5)",
              .params = 5 },
    [READ_NONCE] = { .name = "machine.nonce",
                     .sql = "SELECT until_us FROM message_nonce WHERE log = $1 AND partner = $2"
                            " AND nonce = $3",
                     .params = 3,
                     .columns = 1 },
};

static unsigned kind_of_machine(void)
{
    unsigned kind = code_number(CODES_CREDENTIAL, S("machine"));
    MUST(kind != 0);
    return kind;
}

/* --- keys and names --- */

static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i > 0)))
            return false;
    }
    return s.len >= 2 && s.len <= MACHINE_NAME_MAX;
}

status machine_key_read(struct task *t, struct str text, uint8_t ret[32])
{
    static const char head[] = "-----BEGIN PUBLIC KEY-----", foot[] = "-----END PUBLIC KEY-----";
    static const uint8_t wrapped[12] = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                         0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 };
    uint8_t bytes[64];
    size_t len = 0;
    struct str s = str_trim(text);
    bool pem = str_starts(s, str_from(head)) && s.len > sizeof head + sizeof foot - 2;
    if (pem) {
        const char *end = memmem(s.at, s.len, foot, sizeof foot - 1);
        s = (struct str){ s.at + sizeof head - 1,
                          end ? (size_t)(end - s.at) - (sizeof head - 1) : 0 };
        s = str_trim(s);
    }
    bool read = base64_read(s, bytes, sizeof bytes, &len);
    if (read && len == 44 && memcmp(bytes, wrapped, sizeof wrapped) == 0) {
        memcpy(ret, bytes + sizeof wrapped, 32);
        return OK;
    }
    if (!read || len != 32 || pem)
        return fail(t, E_INVALID,
                    "the key must be an Ed25519 public key: the file that `openssl"
                    " pkey -pubout` writes, or its 32 bytes in base64");
    memcpy(ret, bytes, 32);
    return OK;
}

static struct str body_of(struct arena *a, const struct machine *m)
{
    char *at = NEWS(a, char, BODY_BYTES);
    at[0] = VERSION;
    at[1] = (char)m->role;
    memcpy(at + 2, m->key, 32);
    for (int i = 0; i < 4; i++)
        at[34 + i] = (char)(m->agency >> 8 * i & 0xff);
    return (struct str){ at, BODY_BYTES };
}

static status machine_of(struct task *t, const struct credential *c, struct machine *ret)
{
    if (c->kind != kind_of_machine() || c->body.len != BODY_BYTES || c->body.at[0] != VERSION)
        return fail(t, E_CORRUPT,
                    "a machine's key cannot be read: end the machine and add it"
                    " again");
    *ret = (struct machine){ .person = c->person,
                             .role = (uint8_t)c->body.at[1],
                             .name = c->name,
                             .made = c->made,
                             .used = c->used };
    memcpy(ret->key, c->body.at + 2, 32);
    for (int i = 0; i < 4; i++)
        ret->agency |= (uint32_t)(uint8_t)c->body.at[34 + i] << 8 * i;
    return OK;
}

static struct str lookup_of(struct arena *a, struct str name)
{
    return credential_lookup(a, S("machine"), name);
}

/* --- adding, finding, ending --- */

static status check_new(struct task *t, const struct machine *m)
{
    if (!is_name(m->name))
        return fail(t, E_INVALID, "a machine's name has 2 to %d small letters, digits and hyphens",
                    MACHINE_NAME_MAX);
    if (m->role == ROLE_NONE || m->role >= ROLES)
        return fail(t, E_INVALID, "say in which role the machine acts: --role ROLE");
    return OK;
}

struct checking {
    const struct machine *of;
};
static status may_be_added(struct writer *w, void *self)
{
    const struct machine *m = ((struct checking *)self)->of;
    struct task *t = &w->task;
    enum subject_kind kind = SUBJECT_NONE;
    status known = journal_subject_kind(t, w->store->journal, m->agency, &kind);
    if (known == E_MISSING || (known == OK && kind != SUBJECT_AGENCY))
        return fail(t, E_INVALID,
                    "number %u is no agency of this register: `sightline people`"
                    " lists them",
                    m->agency);
    return known;
}

status machine_add(struct task *t, struct writer *w, const struct machine *m, uint32_t *ret_person)
{
    struct checking checking = { m };
    uint32_t number;
    TRY(check_new(t, m));
    TRY(writer_do_inside(t, w, may_be_added, &checking));
    TRY(writer_subject_new(t, w, SUBJECT_PERSON, ret_person));
    struct event e = event_new(EV_PERSON_REGISTERED, *ret_person, task_now(t));
    event_set_text(&e, "name", str_print(t->arena, "Machine %.*s", STR_ARG(m->name)));
    event_set_number(&e, "agency", m->agency);
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
    TRY(writer_append(t, w, &a));
    TRY(account_add(t, w, *ret_person, str_print(t->arena, "machine:%.*s", STR_ARG(m->name))));
    struct credential c = { .person = *ret_person,
                            .kind = kind_of_machine(),
                            .name = m->name,
                            .body = body_of(t->arena, m),
                            .lookup = lookup_of(t->arena, m->name) };
    return credential_add(t, w, &c, &number);
}

status machine_named(struct task *t, struct reader *r, struct str name, struct machine *ret)
{
    struct credential c;
    TRY(account_prepare(t, r));
    status found = is_name(name) ? credential_find(t, r, lookup_of(t->arena, name), &c) : E_MISSING;
    if (found == E_MISSING)
        return fail(t, E_MISSING, "no machine is registered under this name");
    TRY(found);
    return machine_of(t, &c, ret);
}

status machine_list(struct task *t, struct reader *r, struct machine_list *ret)
{
    struct account_list all;
    struct machine_list list = { NEWS(t->arena, struct machine, MACHINES_MAX), 0 };
    TRY(account_prepare(t, r));
    TRY(account_list(t, r, &all));
    for (size_t i = 0; i < all.count && list.count < MACHINES_MAX; i++) {
        struct credential_list ways;
        if (!str_starts(all.at[i].sign_in, S("machine:")))
            continue;
        TRY(credential_list_kind(t, r, all.at[i].person, kind_of_machine(), &ways));
        if (ways.count > 0)
            TRY(machine_of(t, &ways.at[0], &list.at[list.count++]));
    }
    *ret = list;
    return OK;
}

status machine_end(struct task *t, struct writer *w, struct reader *r, struct str name,
                   struct str reason)
{
    struct machine m;
    TRY(machine_named(t, r, name, &m));
    return account_end(t, w, m.person, reason);
}

/* --- a request --- */

struct once {
    struct str partner, nonce, message;
    struct instant until;
};

/* What its signature was good for once, it is good for no more. */
static status use_nonce(struct writer *w, void *self)
{
    const struct once *o = self;
    struct task *t = &w->task;
    struct db *kept = w->store->kept;
    struct value old[] = { I64(w->store->log), I64(task_now(t).us) };
    struct value row[] = { I64(w->store->log), TEXT(o->partner), TEXT(o->nonce), TEXT(o->message),
                           I64(o->until.us) };
    TRY(db_prepare_all(t, kept, rows, COUNT(rows)));
    WITH_CURSOR(found);
    TRY(db_query(t, kept, &rows[READ_NONCE], row, 3, &found));
    bool known = cursor_next(&found);
    TRY(cursor_done(&found));
    if (known)
        return fail(t, E_DENIED, "this request was sent before: draw a new nonce for each");
    TRY(db_run(t, kept, &rows[FORGET], old, COUNT(old)));
    return db_run(t, kept, &rows[ADD], row, COUNT(row));
}

/* Once a day it is said that it is still in use, else it would end like an account nobody uses. */
static status still_open(struct task *t, struct writer *w, struct reader *r,
                         const struct machine *m)
{
    struct account is;
    status known = account_of(t, r, m->person, &is);
    if (known == E_MISSING || (known == OK && is.state == ACCOUNT_ENDED))
        return fail(t, E_DENIED, "this machine has ended: register it again");
    TRY(known);
    if (is.used.us != NEVER.us && task_now(t).us - is.used.us < 24 * HOUR_US)
        return OK;
    return account_used(t, w, m->person, kind_of_machine());
}

status machine_check(struct task *t, struct writer *w, struct reader *r,
                     const struct machine_asked *asked, struct machine *ret)
{
    struct signature_read s;
    if (asked->doubled)
        return fail(t, E_DENIED, "a field that is signed came twice");
    TRY(signature_read(t, &asked->lines, &s));
    status found = machine_named(t, r, s.key_id, ret);
    if (found == E_MISSING)
        return fail(t, E_DENIED, "no machine is registered under this keyid");
    TRY(found);
    TRY(signature_check(t, &s, &asked->message, ret->key, task_now(t)));
    TRY(digest_check(t, asked->message.content_digest, asked->body));
    TRY(still_open(t, w, r, ret));
    struct once o = {
        .partner = str_print(t->arena, "machine:%.*s", STR_ARG(ret->name)),
        .nonce = s.nonce,
        .message = asked->message.ce_id,
        .until = { (s.expires + SIGNATURE_LASTS_SECONDS) * SECOND_US },
    };
    return writer_do_inside(t, w, use_nonce, &o);
}

/* Each subject's key: made before its first event is durable, wrapped in a database of its own. */
#include <string.h>

#include "journal/own.h"

enum {
    KEY_READ,
    KEY_ADD
};
enum {
    KEYS_AHEAD_MAX = 256
};
const struct statement key_statements[KEY_STATEMENTS] = {
    [KEY_READ] = { "keys.read", "SELECT wrapped FROM subject_key WHERE log = $1 AND subject = $2",
                   2, 1 },
    [KEY_ADD] = { "keys.add", "INSERT INTO subject_key (log, subject, wrapped) VALUES ($1, $2, $3)",
                  3, 0 },
};

static status key_read(struct task *t, struct journal *j, uint32_t number, struct subject *s)
{
    WITH_CURSOR(rows);
    struct value in[] = { I64(j->log), I64(number) };
    enum key_state found = KEY_NONE;
    TRY(db_query(t, j->keys, &key_statements[KEY_READ], in, COUNT(in), &rows));
    if (cursor_next(&rows)) {
        struct str wrapped = cursor_peek_bytes(&rows);
        found = wrapped.len == 0 ? KEY_ERASED : KEY_HELD;
        if (found == KEY_HELD &&
            !key_unwrap(j->wrapping, journal_origin(j), number, wrapped, s->key))
            return fail(t, E_CORRUPT,
                        "the key of subject %u does not open: is this the register's "
                        "own key file?",
                        number);
    }
    TRY(cursor_done(&rows));
    s->key_state = (uint8_t)found;
    return OK;
}

static status key_make(struct task *t, struct journal *j, uint32_t number)
{
    struct subject *s = subject_at(j, number);
    uint8_t wrapped[WRAPPED_BYTES];
    random_bytes(s->key, sizeof s->key);
    key_wrap(j->wrapping, journal_origin(j), number, s->key, wrapped);
    struct value in[] = { I64(j->log), I64(number), BYTES(wrapped, sizeof wrapped) };
    return db_run(t, j->keys, &key_statements[KEY_ADD], in, COUNT(in));
}

/* Makes keys for this subject and for the next ones that have none: a first load would else wait
 * for a sync per child. A key without events is harmless. */
static status keys_make(struct task *t, struct journal *j, uint32_t number)
{
    WITH_TX(x);
    uint32_t made = 1;
    TRY(tx_begin(t, j->keys, &x));
    TRY(key_make(t, j, number));
    uint32_t most = (uint32_t)SUBJECTS_A_PAGE * SUBJECT_PAGES - number;
    for (; made < j->keys_ahead && made < most; made++) {
        struct subject *next = subject_at(j, number + made);
        if (next->key_state == KEY_UNKNOWN)
            TRY(key_read(t, j, number + made, next));
        if (next->key_state != KEY_NONE)
            break;
        TRY(key_make(t, j, number + made));
    }
    TRY(tx_commit(&x));
    for (uint32_t i = 0; i < made; i++)
        subject_at(j, number + i)->key_state = KEY_HELD;
    j->keys_ahead = j->keys_ahead < KEYS_AHEAD_MAX ? j->keys_ahead * 2 : KEYS_AHEAD_MAX;
    return OK;
}

/* A key not found among the keys although the subject has parts: lost, which is not erased. */
static status key_lost(struct task *t, uint32_t number)
{
    return fail(t, E_CORRUPT, "the key of subject %u is lost: restore the keys' database", number);
}

status key_for_reading(struct task *t, struct journal *j, uint32_t number, struct subject *s)
{
    if (s->key_state == KEY_UNKNOWN || s->key_state == KEY_NONE)
        TRY(key_read(t, j, number, s));
    return s->key_state == KEY_NONE ? key_lost(t, number) : OK;
}

status key_for_writing(struct task *t, struct journal *j, uint32_t number, struct subject *s)
{
    if (s->key_state == KEY_HELD)
        return OK;
    if (s->key_state == KEY_UNKNOWN)
        TRY(key_read(t, j, number, s));
    if (s->key_state == KEY_ERASED)
        return fail(t, E_DENIED, "this record was erased: open a new one");
    if (s->key_state == KEY_HELD)
        return OK;
    TRY(subject_length(t, j, number, s));
    return s->length > 0 ? key_lost(t, number) : keys_make(t, j, number);
}

status journal_subject_secret(struct task *t, struct journal *j, uint32_t number, struct str label,
                              uint8_t ret[32])
{
    struct subject *s;
    TRY(subject_known(t, j, number, &s));
    TRY(key_for_reading(t, j, number, s));
    if (s->key_state != KEY_HELD)
        return fail(t, E_MISSING, "this record was erased: nothing that was kept with it opens");
    struct hash256 h = hmac_sha256(s->key, &label, 1);
    memcpy(ret, h.b, sizeof h.b);
    wipe(&h, sizeof h);
    return OK;
}

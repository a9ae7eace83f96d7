/* SQL of messages, hosted children and nonces. */
#include "send/exchange_rows.h"

#include <string.h>

#include "base/limits.h"

enum { FIND, DUE, SENT, HOSTED, TOLD, NONCE, READS };
#define COLUMNS                                                                                    \
    "outward, partner, message, state, child, placement, what, made, next_us, attempts, digest,"  \
    " receipt, trouble"
enum { MESSAGE_COLUMNS = 13 };
static const struct statement reads[READS] = {
    [FIND] = { .name = "message.find",
               .sql = "SELECT " COLUMNS " FROM message WHERE log = $1 AND outward = $2"
                      " AND partner = $3 AND message = $4",
               .params = 4, .columns = MESSAGE_COLUMNS },
    [DUE] = { .name = "message.due",
              .sql = "SELECT " COLUMNS ", body FROM message WHERE log = $1 AND state = 1"
                     " AND next_us <= $2 ORDER BY next_us LIMIT 16",
              .params = 2, .columns = MESSAGE_COLUMNS + 1 },
    [SENT] = { .name = "message.sent",
               .sql = "SELECT " COLUMNS " FROM message WHERE log = $1 AND outward = 1"
                      " AND (child = $2 OR $2 = 0) ORDER BY made DESC, message LIMIT 5001",
               .params = 2, .columns = MESSAGE_COLUMNS },
    [HOSTED] = { .name = "message.hosted",
                 .sql = "SELECT child FROM hosted_child WHERE log = $1 AND partner = $2"
                        " AND case_id = $3",
                 .params = 3, .columns = 1 },
    [TOLD] = { .name = "message.hosted_told",
               .sql = "SELECT what FROM hosted_placement WHERE log = $1 AND child = $2"
                      " AND placement = $3 AND what = $4",
               .params = 4, .columns = 1 },
    [NONCE] = { .name = "message.nonce",
                .sql = "SELECT message FROM message_nonce WHERE log = $1 AND partner = $2"
                       " AND nonce = $3",
                .params = 3, .columns = 1 },
};

enum { ADD, TRIED, DONE, HOSTED_ADD, TELL, NONCE_ADD, NONCE_FORGET, WRITES };
static const struct statement writes[WRITES] = {
    [ADD] = { .name = "message.add",
              .sql = "INSERT INTO message (log, outward, partner, message, state, child, placement,"
                     " what, made, next_us, attempts, digest, body, receipt, trouble) VALUES"
                     " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
              .params = 15 },
    [TRIED] = { .name = "message.tried",
                .sql = "UPDATE message SET attempts = $4, next_us = $5, trouble = $6"
                       " WHERE log = $1 AND outward = 1 AND partner = $2 AND message = $3"
                       " AND state = 1",
                .params = 6 },
    [DONE] = { .name = "message.done",
               .sql = "UPDATE message SET state = 2, body = NULL, receipt = $4, trouble = ''"
                      " WHERE log = $1 AND outward = 1 AND partner = $2 AND message = $3",
               .params = 4 },
    [HOSTED_ADD] = { .name = "message.hosted_add",
                     .sql = "INSERT INTO hosted_child (log, partner, case_id, child)"
                            " VALUES ($1, $2, $3, $4)",
                     .params = 4 },
    [TELL] = { .name = "message.hosted_tell",
               .sql = "INSERT INTO hosted_placement (log, child, placement, what)"
                      " VALUES ($1, $2, $3, $4)",
               .params = 4 },
    [NONCE_ADD] = { .name = "message.nonce_add",
                    .sql = "INSERT INTO message_nonce (log, partner, nonce, message, until_us)"
                           " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                    .params = 5 },
    [NONCE_FORGET] = { .name = "message.nonce_forget",
                       .sql = "DELETE FROM message_nonce WHERE log = $1 AND until_us < $2",
                       .params = 2 },
};

status exchange_rows_to_read(struct task *t, struct db *kept)
{
    return db_prepare_all(t, kept, reads, READS);
}

status exchange_rows_to_write(struct task *t, struct db *kept)
{
    return db_prepare_all(t, kept, writes, WRITES);
}

/* --- reading --- */

static struct kept_message row_read(struct cursor *c)
{
    struct kept_message m = { 0 };
    m.outward = cursor_i64(c) != 0;
    m.partner = cursor_text(c);
    m.id = cursor_text(c);
    m.state = (enum kept_message_state)cursor_i64(c);
    m.child = (uint32_t)cursor_i64(c);
    m.placement = cursor_i64(c);
    m.what = (uint8_t)cursor_i64(c);
    m.made.us = cursor_i64(c);
    m.next.us = cursor_i64(c);
    m.attempts = cursor_i64(c);
    struct str digest = cursor_bytes(c);
    if (digest.len == sizeof m.digest.b)
        memcpy(m.digest.b, digest.at, sizeof m.digest.b);
    m.receipt = cursor_text(c);
    m.trouble = cursor_text(c);
    return m;
}

status kept_message_find(struct task *t, struct db *kept, int64_t log, const struct message_key *k,
                         struct kept_message *ret)
{
    WITH_CURSOR(rows);
    struct value in[] = { I64(log), I64(k->outward), TEXT(k->partner), TEXT(k->id) };
    TRY(db_query(t, kept, &reads[FIND], in, COUNT(in), &rows));
    bool found = cursor_next(&rows);
    struct kept_message m = found ? row_read(&rows) : (struct kept_message){ 0 };
    TRY(cursor_done(&rows));
    if (!found)
        return fail(t, E_MISSING, "there is no such message in this register");
    *ret = m;
    return OK;
}

status kept_messages_due(struct task *t, struct db *kept, int64_t log, struct instant now,
                         struct kept_messages *ret)
{
    struct kept_messages l = { NEWS(t->arena, struct kept_message, MESSAGES_DUE_MAX), 0, false };
    struct value in[] = { I64(log), I64(now.us) };
    WITH_CURSOR(rows);
    TRY(db_query(t, kept, &reads[DUE], in, COUNT(in), &rows));
    while (l.count < MESSAGES_DUE_MAX && cursor_next(&rows)) {
        l.at[l.count] = row_read(&rows);
        l.at[l.count++].sealed = cursor_bytes(&rows);
    }
    TRY(cursor_done(&rows));
    *ret = l;
    return OK;
}

status kept_messages_sent(struct task *t, struct db *kept, int64_t log, uint32_t child,
                          struct kept_messages *ret)
{
    struct kept_messages l = { NEWS(t->arena, struct kept_message, LIST_ROWS_MAX + 1), 0, false };
    struct value in[] = { I64(log), I64(child) };
    WITH_CURSOR(rows);
    TRY(db_query(t, kept, &reads[SENT], in, COUNT(in), &rows));
    while (l.count <= LIST_ROWS_MAX && cursor_next(&rows))
        l.at[l.count++] = row_read(&rows);
    TRY(cursor_done(&rows));
    l.cut = l.count > LIST_ROWS_MAX;
    l.count -= l.cut;
    *ret = l;
    return OK;
}

static const struct statement by_urn = { .name = "message.home_by_urn",
                                         .sql = "SELECT subject FROM home WHERE log = $1"
                                                " AND urn = $2 ORDER BY subject LIMIT 2",
                                         .params = 2,
                                         .columns = 1 };

status home_by_urn_prepare(struct task *t, struct db *derived)
{
    return db_prepare_all(t, derived, &by_urn, 1);
}

status home_by_urn(struct task *t, struct db *derived, int64_t log, struct str urn,
                   uint32_t *ret_home)
{
    struct value in[] = { I64(log), TEXT(urn) };
    uint32_t found = 0, count = 0;
    *ret_home = 0;
    if (urn.len == 0)
        return OK;
    WITH_CURSOR(rows);
    TRY(db_query(t, derived, &by_urn, in, COUNT(in), &rows));
    while (cursor_next(&rows)) {
        found = (uint32_t)cursor_i64(&rows);
        count++;
    }
    TRY(cursor_done(&rows));
    *ret_home = count == 1 ? found : 0;
    return OK;
}

/* --- writing --- */

status kept_message_add(struct task *t, struct db *kept, int64_t log,
                        const struct kept_message *m)
{
    struct value in[] = {
        I64(log), I64(m->outward), TEXT(m->partner), TEXT(m->id), I64(m->state),
        I64(m->child), I64(m->placement), I64(m->what), I64(m->made.us), I64(m->next.us),
        I64(m->attempts), BYTES(m->digest.b, sizeof m->digest.b),
        m->sealed.len ? BYTES(m->sealed.at, m->sealed.len) : NIL(), TEXT(m->receipt),
        TEXT(m->trouble),
    };
    return db_run(t, kept, &writes[ADD], in, COUNT(in));
}

status kept_message_tried(struct task *t, struct db *kept, int64_t log,
                          const struct kept_message *m)
{
    struct value in[] = { I64(log), TEXT(m->partner), TEXT(m->id), I64(m->attempts),
                          I64(m->next.us), TEXT(m->trouble) };
    return db_run(t, kept, &writes[TRIED], in, COUNT(in));
}

status kept_message_done(struct task *t, struct db *kept, int64_t log,
                         const struct kept_message *m)
{
    struct value in[] = { I64(log), TEXT(m->partner), TEXT(m->id), TEXT(m->receipt) };
    return db_run(t, kept, &writes[DONE], in, COUNT(in));
}

/* --- hosted children --- */

status hosted_find(struct task *t, struct db *kept, int64_t log, struct str partner,
                   struct str case_id, uint32_t *ret_child)
{
    int64_t child = 0;
    struct value in[] = { I64(log), TEXT(partner), TEXT(case_id) };
    status found = db_query_i64(t, kept, &reads[HOSTED], in, COUNT(in), &child);
    *ret_child = (uint32_t)child;
    return found == E_MISSING ? OK : found;
}

status hosted_add(struct task *t, struct db *kept, int64_t log, struct str partner,
                  struct str case_id, uint32_t child)
{
    struct value in[] = { I64(log), TEXT(partner), TEXT(case_id), I64(child) };
    return db_run(t, kept, &writes[HOSTED_ADD], in, COUNT(in));
}

status hosted_told(struct task *t, struct db *kept, int64_t log, const struct hosted_event *h,
                   bool *ret)
{
    int64_t row = 0;
    struct value in[] = { I64(log), I64(h->child), I64(h->placement), I64(h->what) };
    status found = db_query_i64(t, kept, &reads[TOLD], in, COUNT(in), &row);
    *ret = found == OK;
    return found == E_MISSING ? OK : found;
}

status hosted_tell(struct task *t, struct db *kept, int64_t log, const struct hosted_event *h)
{
    struct value in[] = { I64(log), I64(h->child), I64(h->placement), I64(h->what) };
    return db_run(t, kept, &writes[TELL], in, COUNT(in));
}

/* --- nonces --- */

status nonce_check(struct task *t, struct db *kept, int64_t log, const struct nonce *n)
{
    WITH_CURSOR(rows);
    struct value in[] = { I64(log), TEXT(n->partner), TEXT(n->nonce) };
    TRY(db_query(t, kept, &reads[NONCE], in, COUNT(in), &rows));
    bool known = cursor_next(&rows);
    struct str of = known ? cursor_text(&rows) : n->message;
    TRY(cursor_done(&rows));
    if (!str_equal(of, n->message))
        return fail(t, E_CONFLICT, "the signature's nonce was used for another message: draw a new"
                                   " one for each");
    return OK;
}

status nonce_keep(struct task *t, struct db *kept, int64_t log, const struct nonce *n,
                  struct instant now)
{
    struct value old[] = { I64(log), I64(now.us) };
    struct value row[] = { I64(log), TEXT(n->partner), TEXT(n->nonce), TEXT(n->message),
                           I64(n->until.us) };
    TRY(db_run(t, kept, &writes[NONCE_FORGET], old, COUNT(old)));
    return db_run(t, kept, &writes[NONCE_ADD], row, COUNT(row));
}

/* Reading streams: each part opened by its subject's key, in order, none left out. */
#include <stdlib.h>
#include <string.h>

#include "journal/own.h"

enum {
    STREAM,
    LAST_SEQ_OF
};
const struct statement read_statements[READ_STATEMENTS] = {
    [STREAM] = { "journal.stream",
                 "SELECT at, entry_id, part, seq, sealed FROM sealed_part"
                 " WHERE log = $1 AND at > $2 AND at < $3 ORDER BY at",
                 3, 5 },
    [LAST_SEQ_OF] = { "journal.stream_last",
                      "SELECT seq FROM sealed_part WHERE log = $1 AND at > $2 AND at < $3"
                      " ORDER BY at DESC LIMIT 1",
                      3, 1 },
};

status stream_open(struct task *t, struct journal *j, uint32_t subject, uint32_t after_n,
                   struct stream_reader *ret)
{
    struct subject *s;
    TRY(subject_known(t, j, subject, &s));
    if (after_n >= STREAM_EVENTS_MAX)
        return fail(t, E_INVALID, "no stream has an entry %u", after_n);
    struct stream_reader r = { .journal = j, .subject = subject, .n = after_n };
    struct value in[] = { I64(j->log), I64(stream_at(subject, after_n)),
                          I64(stream_at(subject + 1, 0)) };
    TRY(db_query(t, j->kept, &read_statements[STREAM], in, COUNT(in), &r.rows));
    *ret = r; /* stream_done() asks cursor_done() how it ended */
    return OK;
}

/* The reason stands in the task, and stream_done gives the status: never a shorter stream. */
static bool stop(struct stream_reader *r, const char *why)
{
    r->failed = fail(r->rows.t, E_CORRUPT, "entry %u of subject %u %s: run a full check", r->n,
                     r->subject, why);
    return false;
}

/* The first part decides whether there is a key; a stream without parts needs none. */
static bool key_find(struct stream_reader *r)
{
    struct subject *s = subject_at(r->journal, r->subject);
    r->failed = key_for_reading(r->rows.t, r->journal, r->subject, s);
    if (r->failed != OK)
        return false;
    r->key = s->key_state == KEY_HELD ? s->key : NULL;
    r->key_known = true;
    return true;
}

bool stream_next(struct stream_reader *r, struct part *ret)
{
    struct entry_id id;
    if (r->failed != OK || !cursor_next(&r->rows))
        return false;
    uint32_t n = (uint32_t)cursor_i64(&r->rows) & (STREAM_EVENTS_MAX - 1);
    struct str id_bytes = cursor_peek_bytes(&r->rows);
    r->n++;
    if (n != r->n)
        return stop(r, "is missing");
    if (id_bytes.len != sizeof id.b)
        return stop(r, "has no proper id");
    memcpy(id.b, id_bytes.at, sizeof id.b);
    int64_t part = cursor_i64(&r->rows);
    struct part p = { .seq = cursor_i64(&r->rows), .n = n };
    struct str sealed = cursor_peek_bytes(&r->rows);
    if (!r->key_known && !key_find(r))
        return false;
    p.erased = !r->key || sealed.len == 0;
    if (!p.erased) {
        if (sealed.len < SEAL_MORE || part < 0 || part >= PARTS_MAX)
            return stop(r, "is cut short");
        size_t len = sealed.len - NONCE_BYTES - TAG_BYTES;
        uint8_t *salted = NEWS(r->rows.t->arena, uint8_t, len);
        if (!part_open(&r->journal->place, r->key, &id, (unsigned)part, sealed, salted))
            return stop(r, "does not open with its subject's key");
        p.payload = (struct str){ (const char *)salted + SALT_BYTES, len - SALT_BYTES };
    }
    *ret = p;
    return true;
}

status stream_done(struct stream_reader *r)
{
    status closed = cursor_done(&r->rows);
    return r->failed != OK ? r->failed : closed;
}

/* Since a stream's sequence only rises, its last part tells: one seek for each subject. */
status journal_changed_since(struct task *t, struct journal *j, int64_t seq,
                             uint32_t **ret_subjects, size_t *ret_count)
{
    size_t count = 0;
    uint32_t *changed = NEWS(t->arena, uint32_t, j->subjects + 1);
    for (uint32_t number = 1; number <= j->subjects && seq + 1 < j->tree.size; number++) {
        int64_t last = -1;
        struct value in[] = { I64(j->log), I64(stream_at(number, 0)),
                              I64(stream_at(number + 1, 0)) };
        status s = db_query_i64(t, j->kept, &read_statements[LAST_SEQ_OF], in, COUNT(in), &last);
        if (s != OK && s != E_MISSING)
            return s;
        if (s == OK && last > seq)
            changed[count++] = number;
    }
    *ret_subjects = changed;
    *ret_count = count;
    return OK;
}

/* --- finding the pointers that an entry left in homes' streams --- */

static status entry_at(struct task *t, struct journal *j, uint32_t subject, uint32_t n,
                       struct event *ret)
{
    struct stream_reader r;
    struct part p;
    *ret = (struct event){ 0 };
    TRY(stream_open(t, j, subject, n - 1, &r));
    bool found = stream_next(&r, &p);
    TRY(stream_done(&r));
    return found && !p.erased ? event_decode(t, p.payload, ret) : OK;
}

/* Where in a home's stream the entry of this id lies; 0: nowhere. */
static status pointer_in(struct task *t, struct journal *j, uint32_t home,
                         const struct entry_id *id, uint32_t *ret_n)
{
    WITH_CURSOR(rows);
    struct value in[] = { I64(j->log), I64(stream_at(home, 0)), I64(stream_at(home + 1, 0)) };
    *ret_n = 0;
    TRY(db_query(t, j->kept, &read_statements[STREAM], in, COUNT(in), &rows));
    while (!*ret_n && cursor_next(&rows)) {
        int64_t at = cursor_i64(&rows);
        struct str other = cursor_peek_bytes(&rows);
        if (other.len == sizeof id->b && memcmp(other.at, id->b, sizeof id->b) == 0)
            *ret_n = (uint32_t)at & (STREAM_EVENTS_MAX - 1);
    }
    return cursor_done(&rows);
}

/* The homes are those of the entry and of what it replaced: it told the latter that theirs is void.
 */
status journal_told(struct task *t, struct journal *j, uint32_t child, uint32_t n,
                    struct told ret[TOLD_MAX], unsigned *ret_count)
{
    enum {
        CHAIN_MAX = 16
    };
    struct event first, e;
    TRY(entry_at(t, j, child, n, &first));
    e = first;
    *ret_count = 0;
    for (int depth = 0; depth < CHAIN_MAX && e.kind != EV_NONE; depth++) {
        uint32_t home = e.pointer ? 0 : e.also, at = 0;
        if (home && !(*ret_count > 0 && ret[0].home == home))
            TRY(pointer_in(t, j, home, &first.id, &at));
        if (at)
            ret[(*ret_count)++] = (struct told){ home, at, depth == 0 };
        if (e.corrects == 0 || *ret_count == TOLD_MAX)
            break;
        TRY(entry_at(t, j, child, e.corrects, &e));
    }
    return OK;
}

/* The half of the full check that opens sealed parts: each is what its entry committed to. */
#include <string.h>

#include "journal/verify.h"

struct found { /* one row of sealed_part */
    uint32_t subject, n;
    int64_t seq, part;
    struct str id, sealed;
};

static struct found take(struct cursor *rows)
{
    struct found f;
    int64_t at = cursor_i64(rows);
    f.subject = (uint32_t)(at >> 20);
    f.n = (uint32_t)at & (STREAM_EVENTS_MAX - 1);
    f.id = cursor_peek_bytes(rows);
    f.part = cursor_i64(rows);
    f.seq = cursor_i64(rows);
    f.sealed = cursor_peek_bytes(rows);
    return f;
}

/* What is inside must say of itself where it lies. */
static const char *payload_wrong(struct verify *v, const struct found *f, struct str payload)
{
    struct event e;
    if (event_decode(v->t, payload, &e) != OK)
        return "its sealed part is not written as this program writes";
    if (e.subject != f->subject || memcmp(e.id.b, f->id.at, sizeof e.id.b) != 0)
        return "its sealed part speaks of another entry";
    if (e.kind == EV_ERASURE_DONE)
        v->erasures += event_number(&e, "count");
    return NULL;
}

static const char *sealed_wrong(struct verify *v, const struct found *f, const struct subject *s,
                                const struct hash256 *commitment)
{
    struct entry_id id;
    size_t len = f->sealed.len - NONCE_BYTES - TAG_BYTES;
    if (f->sealed.len < SEAL_MORE)
        return "its sealed part is cut short";
    uint8_t *salted = NEWS(v->t->arena, uint8_t, len);
    memcpy(id.b, f->id.at, sizeof id.b);
    if (!part_open(&v->j->place, s->key, &id, (unsigned)f->part, f->sealed, salted))
        return "its sealed part does not open";
    struct str payload = { (const char *)salted + SALT_BYTES, len - SALT_BYTES };
    struct hash256 got = part_commitment(salted, payload);
    if (!hash_equal(&got, commitment))
        return "the sealed part does not match its commitment";
    return payload_wrong(v, f, payload);
}

static status content_wrong(struct verify *v, const struct found *f,
                            const struct hash256 *commitment, const char **ret)
{
    struct subject *s = subject_at(v->j, f->subject);
    status known = key_for_reading(v->t, v->j, f->subject, s);
    if (known != OK && known != E_CORRUPT)
        return known;
    *ret = NULL;
    if (known == E_CORRUPT) {
        *ret = "the key of its subject is lost";
    } else if (s->key_state == KEY_ERASED || f->sealed.len == 0) {
        v->report->erased++;
        if (v->first_erased < 0 || f->seq < v->first_erased)
            v->first_erased = f->seq;
    } else {
        *ret = sealed_wrong(v, f, s, commitment);
    }
    return OK;
}

static status part_wrong(struct verify *v, const struct found *f, const char **ret)
{
    struct entry_id id = { 0 };
    struct hash256 commitments[PARTS_MAX];
    unsigned parts;
    TRY(verify_entry(v, f->seq, &id, commitments, &parts));
    if (f->part < 0 || f->part >= parts)
        *ret = "a sealed part is there that it does not commit to";
    else if (v->seen[f->seq] >> f->part & 1)
        *ret = "a sealed part of it is there twice";
    else if (f->id.len != sizeof id.b || memcmp(f->id.at, id.b, sizeof id.b) != 0)
        *ret = "its sealed part carries the id of another entry";
    else
        TRY(content_wrong(v, f, &commitments[f->part], ret));
    if (f->part >= 0 && f->part < PARTS_MAX)
        v->seen[f->seq] |= (uint8_t)(1U << f->part);
    return OK;
}

/* A stream is dense from 1 and its entries lie in the journal in the same order. */
static const char *place_wrong(const struct found *f, const struct found *before)
{
    bool first = f->subject != before->subject;
    if (first ? f->n != 1 : f->n != before->n + 1)
        return "the part before this one in its subject's stream is lost";
    return !first && f->seq <= before->seq ? "its sealed part lies out of order" : NULL;
}

static status row_check(struct verify *v, const struct found *f, struct found *before)
{
    const char *why = NULL;
    if (f->seq < 0 || f->seq >= v->size) {
        verify_wrong(v, v->size, "a sealed part is there without an entry");
        return OK;
    }
    struct arena_mark m = arena_mark(v->t->arena);
    const char *misplaced = place_wrong(f, before);
    TRY(part_wrong(v, f, &why));
    arena_rewind(v->t->arena, m);
    if (why)
        verify_wrong(v, f->seq, why);
    else if (misplaced)
        verify_wrong(v, f->seq, misplaced);
    v->report->parts++;
    *before = (struct found){ .subject = f->subject, .n = f->n, .seq = f->seq };
    return OK;
}

/* A part without a row is lost: lawful erasure leaves the row, and is on record. */
static void lost_check(struct verify *v, const char *why)
{
    for (int64_t at = 0; at < v->tree.size; at++) {
        if (v->seen[at] != (1U << v->parts[at]) - 1 && v->parts[at] > 0) {
            verify_wrong(v, at, why);
            return;
        }
    }
}

/* One row at or after a key. *ret_at stays where it was when there is none. */
static status row_from(struct verify *v, int64_t key, struct found *before, int64_t *ret_at)
{
    struct value in[] = { I64(v->j->log), I64(key) };
    WITH_CURSOR(rows);
    TRY(db_query(v->t, v->j->kept, &verify_statements[VERIFY_FROM], in, COUNT(in), &rows));
    if (cursor_next(&rows)) {
        struct found f = take(&rows);
        *ret_at = (int64_t)f.subject << 20 | f.n;
        *before = (struct found){ .subject = f.subject, .n = f.n - 1, .seq = -1 };
        TRY(row_check(v, &f, before));
        verify_step(v);
    }
    return cursor_done(&rows);
}

/* A page of the file is damaged, so one pass over the table cannot go on: looks behind it key by
 * key, that the entries which are lost can be told from those which are not. */
static void step_over(struct verify *v, struct found *before)
{
    enum { ROWS_A_PAGE = 64 };
    int64_t key = ((int64_t)before->subject << 20 | before->n) + 1, failed = 0;
    while (key >> 20 <= journal_subject_count(v->j)) {
        int64_t at = -1;
        status read = row_from(v, key, before, &at);
        if (read == OK && at < 0)
            return;
        failed = read == OK ? 0 : failed + 1;
        key = read == OK ? at + 1 : failed < ROWS_A_PAGE ? key + 1 : ((key >> 20) + 1) << 20;
    }
}

status verify_parts(struct verify *v)
{
    struct found before = { 0 };
    struct value in[] = { I64(v->j->log) };
    v->first_erased = -1;
    TRY(db_query(v->t, v->j->kept, &verify_statements[VERIFY_PARTS], in, COUNT(in), &v->rows));
    while (cursor_next(&v->rows)) {
        struct found f = take(&v->rows);
        TRY(row_check(v, &f, &before));
        verify_step(v);
    }
    status read = cursor_done(&v->rows);
    if (read == E_CORRUPT) {
        step_over(v, &before);
        lost_check(v, "a sealed part of it cannot be read: a page of the file fails its own check");
    }
    TRY(read);
    lost_check(v, "a sealed part of it is lost: no row, and no erasure on record");
    if (v->report->erased > v->erasures) {
        char why[120];
        snprintf(why, sizeof why,
                 "the first of %lld emptied parts, while %lld erasures are on record",
                 (long long)v->report->erased, (long long)v->erasures);
        verify_wrong(v, v->first_erased, why);
    }
    return OK;
}

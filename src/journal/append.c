/* Appending: everything is checked first, then sealed and written, all of it or nothing. */
#include <string.h>

#include "journal/catalogue.h"
#include "journal/event_write.h"
#include "journal/own.h"

enum {
    JOURNAL_ADD,
    PART_ADD,
    KEY_FIND,
    KEY_KEEP
};
const struct statement append_statements[APPEND_STATEMENTS] = {
    [JOURNAL_ADD] = { "journal.append",
                      "INSERT INTO journal (log, seq, entry_id, body, leaf)"
                      " VALUES ($1, $2, $3, $4, $5)",
                      5, 0 },
    [PART_ADD] = { "journal.part_add",
                   "INSERT INTO sealed_part (log, at, entry_id, part, seq, sealed)"
                   " VALUES ($1, $2, $3, $4, $5, $6)",
                   6, 0 },
    [KEY_FIND] = { "journal.idempotency", "SELECT seq FROM idempotency WHERE log = $1 AND key = $2",
                   2, 1 },
    [KEY_KEEP] = { "journal.idempotency_add",
                   "INSERT INTO idempotency (log, key, seq) VALUES ($1, $2, $3)", 3, 0 },
};

/* --- what may be appended: nothing is written here --- */

static bool stream_takes(enum subject_kind wanted, enum subject_kind is)
{
    return wanted == is || (wanted == SUBJECT_ANY &&
                            (is == SUBJECT_CHILD || is == SUBJECT_HOME || is == SUBJECT_AGENCY ||
                             is == SUBJECT_PLACE));
}

/* The subject, its kind as the catalogue wants it, and room in its stream for `more` parts. */
static status stream_check(struct task *t, struct journal *j, uint32_t number,
                           enum subject_kind wanted, const char *what, struct subject **ret)
{
    status found = subject_known(t, j, number, ret);
    if (found == E_MISSING)
        return fail(t, E_INVALID, "%s: there is no subject %u in this register", what, number);
    TRY(found);
    if (!stream_takes(wanted, (enum subject_kind)(*ret)->kind))
        return fail(t, E_INVALID, "%s: subject %u is of another kind", what, number);
    TRY(subject_length(t, j, number, *ret));
    /* One event adds at most two parts to one stream. */
    if ((*ret)->length >= STREAM_EVENTS_MAX - 1 - 2 * BATCH_EVENTS_MAX)
        return fail(t, E_LIMIT, "this record holds as many entries as it can: open a new one");
    return key_for_writing(t, j, number, *ret);
}

/* Long texts are tried in full, since an escape may take six bytes. */
static status size_check(struct task *t, struct journal *j, const struct event *e)
{
    const struct kind_def *k = &catalogue[e->kind];
    size_t most = 2048 + 6 * e->source.len;
    for (unsigned i = 0; i < k->fields; i++)
        most += e->value[i].given ? 6 * e->value[i].text.len : 0;
    if (most < EVENT_BYTES_MAX ||
        event_write(e, (char *)j->salted + SALT_BYTES, EVENT_BYTES_MAX - 128) != SIZE_MAX)
        return OK;
    return fail(t, E_LIMIT, "%s: more than %d bytes; shorten its texts", k->name, EVENT_BYTES_MAX);
}

static status event_may(struct task *t, struct journal *j, const struct event *e, uint32_t before)
{
    struct subject *s, *home;
    TRY(event_check(t, e, true));
    const struct kind_def *k = &catalogue[e->kind];
    if (e->pointer)
        return fail(t, E_INVALID, "%s: a pointer is written by its event", k->name);
    TRY(stream_check(t, j, e->subject, (enum subject_kind)k->subject, k->name, &s));
    if (e->also)
        TRY(stream_check(t, j, e->also, (enum subject_kind)k->also, k->name, &home));
    if (e->corrects > s->length + before)
        return fail(t, E_INVALID, "%s: this record has no entry %u to correct", k->name,
                    e->corrects);
    if (e->kind == EV_ENTRY_WITHDRAWN && e->corrects == 0)
        return fail(t, E_INVALID, "%s: say which entry is withdrawn", k->name);
    return size_check(t, j, e);
}

static status length_check(struct task *t, struct journal *j, uint32_t subject, uint32_t expected)
{
    struct subject *s;
    TRY(subject_known(t, j, subject, &s));
    if (expected == APPEND_ANY)
        return OK;
    TRY(subject_length(t, j, subject, s));
    if (s->length == expected)
        return OK;
    return fail(t, E_CONFLICT,
                "someone added to this record while you were writing: read it "
                "again, then send");
}

static status all_may(struct task *t, struct journal *j, const struct append *a)
{
    if (a->count == 0 || a->count > BATCH_EVENTS_MAX)
        return fail(t, E_LIMIT, "append between 1 and %d events at once", BATCH_EVENTS_MAX);
    uint32_t run = 0; /* events of the same subject just before: a batch lies subject by subject */
    for (size_t i = 0; i < a->count; i++) {
        run = i > 0 && a->events[i].subject == a->events[i - 1].subject ? run + 1 : 0;
        TRY(event_may(t, j, &a->events[i], run));
    }
    TRY(length_check(t, j, a->events[0].subject, a->expected_n));
    for (size_t i = 0; i < a->also_count; i++)
        TRY(length_check(t, j, a->also_seen[i].subject, a->also_seen[i].n));
    return OK;
}

/* --- writing one entry --- */

static void entry_id_make(struct task *t, struct journal *j, struct entry_id *ret)
{
    int64_t now = task_now(t).us / 1000;
    uint64_t ms = now > 0 ? (uint64_t)now : 0;
    if (ms < j->last_ms) /* ids never run backwards, whatever the clock does */
        ms = j->last_ms;
    j->last_ms = ms;
    for (size_t i = 0; i < 6; i++)
        ret->b[i] = (uint8_t)(ms >> (40 - 8 * i));
    random_bytes(ret->b + 6, sizeof ret->b - 6);
}

/* Seals one event as the next part of its stream. */
static status part_write(struct task *t, struct journal *j, struct event *e, unsigned part,
                         struct hash256 *ret_commitment)
{
    struct subject *s;
    TRY(subject_known(t, j, e->subject, &s));
    TRY(key_for_writing(t, j, e->subject, s));
    TRY(subject_length(t, j, e->subject, s));
    MUST(s->key_state == KEY_HELD);
    char *payload = (char *)j->salted + SALT_BYTES;
    size_t len = event_write(e, payload, EVENT_BYTES_MAX);
    MUST(len != SIZE_MAX); /* size_check saw to it */
    random_bytes(j->salted, SALT_BYTES);
    *ret_commitment = part_commitment(j->salted, (struct str){ payload, len });
    part_seal(&j->place, s->key, &e->id, part,
              (struct str){ (const char *)j->salted, SALT_BYTES + len }, j->sealed);
    e->n = s->length + 1;
    MUST(e->n < STREAM_EVENTS_MAX);
    struct value in[] = {
        I64(j->log), I64(stream_at(e->subject, e->n)), BYTES(e->id.b, sizeof e->id.b), I64(part),
        I64(e->seq), BYTES(j->sealed, SEAL_MORE + len)
    };
    TRY(db_run(t, j->kept, &append_statements[PART_ADD], in, COUNT(in)));
    s->length = e->n;
    return OK;
}

/* What a home's stream is told of a child's event: which child, which episode or placement, the
 * one code; no words. */
static struct event pointer_of(const struct event *e, uint32_t home, uint32_t corrects)
{
    const struct kind_def *k = &catalogue[e->kind];
    struct event p = *e;
    p.subject = home;
    p.also = e->subject;
    p.pointer = true;
    p.corrects = corrects;
    p.source = S("");
    for (unsigned i = 0; i < k->fields; i++) {
        if (k->field[i].slot != SLOT_ABOUT && k->field[i].slot != SLOT_CODE)
            p.value[i] = (struct event_value){ 0 };
    }
    return p;
}

static struct event pointer_withdrawn(const struct event *e, uint32_t home, uint32_t corrects)
{
    struct event p = pointer_of(e, home, corrects);
    p.kind = EV_ENTRY_WITHDRAWN; /* of whatever kind it is to the child */
    memset(p.value, 0, sizeof p.value);
    return p;
}

static status pointer_write(struct task *t, struct journal *j, struct event p,
                            struct hash256 *commitments, unsigned *parts)
{
    struct subject *home = subject_at(j, p.subject);
    TRY(key_for_reading(t, j, p.subject, home));
    if (home->key_state == KEY_ERASED) /* nobody can read what that home was told */
        return OK;
    TRY(part_write(t, j, &p, *parts, &commitments[*parts]));
    ++*parts;
    return OK;
}

/* When a child's entry is corrected, the home that was told of it must be told again: under the
 * new entry if it is the same home, else that the pointer is void. A withdrawal takes back all that
 * the entry told, also that another home's pointer was void. */
static status pointers_write(struct task *t, struct journal *j, const struct event *e,
                             struct hash256 *commitments, unsigned *parts)
{
    struct told told[TOLD_MAX];
    unsigned count = 0;
    uint32_t replaces = 0;
    if (e->corrects && subject_at(j, e->subject)->kind == SUBJECT_CHILD)
        TRY(journal_told(t, j, e->subject, e->corrects, told, &count));
    for (unsigned i = 0; i < count; i++) {
        if (told[i].home == e->also)
            replaces = told[i].by_name ? told[i].n : 0;
        else if (e->kind == EV_ENTRY_WITHDRAWN || told[i].by_name)
            TRY(pointer_write(t, j, pointer_withdrawn(e, told[i].home, told[i].n), commitments,
                              parts));
    }
    return e->also ? pointer_write(t, j, pointer_of(e, e->also, replaces), commitments, parts) : OK;
}

static status entry_write(struct task *t, struct journal *j, struct event *e)
{
    struct hash256 commitments[PARTS_MAX];
    unsigned parts = 1;
    entry_id_make(t, j, &e->id);
    e->seq = j->tree.size;
    if (e->recorded.us == 0)
        e->recorded = task_now(t);
    TRY(part_write(t, j, e, 0, &commitments[0]));
    if (e->also || e->corrects)
        TRY(pointers_write(t, j, e, commitments, &parts));

    int64_t hours = task_now(t).us / HOUR_US;
    struct entry_head head = { entry_class(e->kind), hours > 0 ? hours : 0, j->seen };
    size_t len = body_write(&head, commitments, parts, j->body);
    struct hash256 leaf = tree_leaf((struct str){ (const char *)j->body, len });
    struct value in[] = { I64(j->log), I64(e->seq), BYTES(e->id.b, sizeof e->id.b),
                          BYTES(j->body, len), BYTES(leaf.b, sizeof leaf.b) };
    TRY(db_run(t, j->kept, &append_statements[JOURNAL_ADD], in, COUNT(in)));
    return frontier_add(t, j, &leaf);
}

static status all_write(struct task *t, struct journal *j, struct append *a,
                        const struct hash256 *key)
{
    for (size_t i = 0; i < a->count; i++)
        TRY(entry_write(t, j, &a->events[i]));
    a->first_seq = a->events[0].seq;
    if (a->key.len == 0)
        return OK;
    struct value in[] = { I64(j->log), BYTES(key->b, sizeof key->b), I64(a->first_seq) };
    return db_run(t, j->kept, &append_statements[KEY_KEEP], in, COUNT(in));
}

/* The same key again changes nothing: whoever lost the answer may simply ask again. */
static status repeat_find(struct task *t, struct journal *j, struct append *a,
                          const struct hash256 *key)
{
    struct value in[] = { I64(j->log), BYTES(key->b, sizeof key->b) };
    status s = db_query_i64(t, j->kept, &append_statements[KEY_FIND], in, COUNT(in), &a->first_seq);
    a->repeated = s == OK;
    return s == E_MISSING ? OK : s;
}

/* Before the first entry of a transaction: one writer a log, and this must be it. */
static status only_writer(struct task *t, struct journal *j)
{
    bool behind = false;
    if (j->unchecked)
        return fail(t, E_DENIED, "this journal was opened to be checked, not to be written");
    if (j->broken)
        return fail(t, E_IO, "an earlier append in this transaction failed: roll it back");
    if (j->stale)
        TRY(frontier_read(t, j));
    if (j->tree.size == j->committed.size)
        TRY(frontier_behind(t, j, &behind));
    if (behind)
        return fail(t, E_BUSY, "another program wrote to this log: only one may; start again");
    j->writes = true;
    return OK;
}

status journal_append(struct task *t, struct journal *j, struct append *a)
{
    struct hash256 key = { 0 };
    TRY(only_writer(t, j));
    a->repeated = false;
    if (a->key.len > 0) {
        key = sha256(&a->key, 1);
        TRY(repeat_find(t, j, a, &key));
        if (a->repeated)
            return OK;
    }
    TRY(all_may(t, j, a));
    status s = all_write(t, j, a, &key);
    j->broken = s != OK;
    return s;
}

/* Records events that come as JSON: each by itself, though many share a commit, or all in one
 * append. */
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "intake/held.h"
#include "intake/json_event.h"
#include "intake/receipt.h"
#include "intake/upn.h"

enum {
    EVENTS_FOR_ONE_MAX = 3,   /* a child's registration brings its numbers along */
    OBJECT_BYTES_LEAST = 30,  /* {"kind":…,"happened":…}: bounds how many a file can hold */
    PROGRESS_EVERY = 256,
};
#define NO_LENGTH (APPEND_ANY - 1)

struct json_import {
    struct task *t;
    struct store *s;
    struct writer *w;
    struct reader *r;
    const struct json_intake *in;
    struct json_feed feed;
    struct held *held; /* what the next commit confirms, when each goes by itself */
    struct receipt receipt;
    struct recorded *done;
    size_t done_count, done_room;
    struct registered *registered; /* children of this request that nobody can look up yet */
};
struct registered {
    struct registered *next;
    struct str local_id;
    uint32_t child;
};

/* One object on its way: its event first, then what comes with it. */
struct arrival {
    struct json_event said;
    struct event event[EVENTS_FOR_ONE_MAX];
    size_t count;
    int64_t line;
    bool opened;       /* it made a new subject */
    bool only_repeats; /* its number is taken: good only if this very request came before */
};

static void refuse(struct json_import *m, int64_t line, const char *field)
{
    struct receipt_row told = { .file = S("events"),
                                .line = (size_t)line,
                                .kind = ROW_REFUSED,
                                .field = str_from(field),
                                .reason = str_copy(m->t->arena, str_from(m->t->reason)) };
    m->receipt.refused++;
    receipt_tell(m->t, &m->receipt, &told);
}

static status find_child(struct json_import *m, struct str id, uint32_t *ret_child)
{
    for (struct registered *one = m->registered; one; one = one->next) {
        if (str_equal(one->local_id, id)) {
            *ret_child = one->child;
            return OK;
        }
    }
    return held_find_child(m->t, m->held, m->w, m->r, id, ret_child);
}

static status refuse_taken(struct json_import *m, uint32_t other)
{
    return fail(m->t, E_CONFLICT, "number %u in this register has that local-id already: record"
                                  " a change of its details instead", other);
}

/* A number that another child has already would make two children one. Sent again under the same
 * key it is that child's own registration, which the journal will say. */
static status take_number(struct json_import *m, struct arrival *a, struct str local_id)
{
    uint32_t other;
    if (memchr(local_id.at, ':', local_id.len))
        return fail(m->t, E_INVALID, "cannot have a colon in it");
    status found = find_child(m, local_id, &other);
    if (found == E_MISSING)
        return OK;
    TRY(found);
    if (a->said.key.len == 0)
        return refuse_taken(m, other);
    a->only_repeats = true;
    a->event[0].subject = other;
    return OK;
}

static void add_number(struct arrival *a, const char *scheme, struct str value)
{
    const struct event *first = &a->event[0];
    struct event *e = &a->event[a->count++];
    *e = event_new(EV_CHILD_IDENTIFIED, first->subject, first->happened);
    e->precision = first->precision;
    e->role = first->role;
    e->channel = first->channel;
    e->agency = first->agency;
    e->author = first->author;
    e->source = first->source;
    event_set_code(e, "scheme", scheme);
    event_set_text(e, "value", value);
}

static status open_file(struct json_import *m, struct arrival *a)
{
    struct event *e = &a->event[0];
    enum subject_kind kind = event_kind_def(e->kind)->subject;
    bool child = e->kind == EV_CHILD_REGISTERED;
    struct str local_id = child ? event_text(e, "local-id") : S("");
    struct str upn = child ? event_text(e, "upn") : S("");
    a->said.field = child ? "local-id" : "";
    if (local_id.len > 0)
        TRY(take_number(m, a, local_id));
    if (a->only_repeats)
        return OK;
    a->opened = true;
    TRY(writer_subject_new(m->t, m->w, kind, &e->subject));
    if (local_id.len > 0)
        add_number(a, "local", local_id);
    if (is_pupil_number(upn))
        add_number(a, "upn", upn);
    if (m->in->all_or_nothing && local_id.len > 0) {
        struct registered *one = NEW(m->t->arena, struct registered);
        *one = (struct registered){ m->registered, local_id, e->subject };
        m->registered = one;
    }
    return OK;
}

/* From what was said to what can be appended: about whom, who says so, what is left unsaid. */
static status prepare(struct json_import *m, struct arrival *a)
{
    struct event *e = &a->event[0];
    *e = a->said.event;
    a->count = 1;
    e->channel = code_number(CODES_CHANNEL, S("api"));
    if (e->agency == 0)
        e->agency = m->t->actor.agency ? m->t->actor.agency : m->s->authority;
    if (e->author == 0)
        e->author = m->t->actor.person;
    if (e->role == 0)
        e->role = m->t->actor.role;
    a->said.field = "child";
    if (a->said.child.len > 0)
        TRY(find_child(m, a->said.child, &e->subject));
    if (e->subject == 0)
        TRY(open_file(m, a));
    a->said.field = "";
    TRY(writer_complete(m->t, m->w, e));
    for (size_t i = 0; i < a->count; i++)
        TRY(event_check(m->t, &a->event[i], false));
    return OK;
}

/* A repeated request that opened a file without a number to find it by: 0, nobody knows which. */
static void record(struct json_import *m, const struct append *done, size_t first,
                   const struct arrival *a)
{
    const struct event *e = &done->events[first];
    MUST(m->done_count < m->done_room);
    struct recorded *r = &m->done[m->done_count++];
    *r = (struct recorded){ e->subject, e->n, e->seq, done->repeated };
    if (done->repeated)
        *r = (struct recorded){ a->opened ? 0 : e->subject, 0, first == 0 ? done->first_seq : 0,
                                true };
    m->receipt.unchanged += done->repeated;
    m->receipt.taken += !done->repeated;
}

/* Trouble of the register itself ends the whole request: nothing more can be recorded. */
static bool is_trouble(status code)
{
    return code == E_IO || code == E_CORRUPT || code == E_BUSY;
}

/* No stream is ever as long as NO_LENGTH: such a request is refused unless it was made before. */
static uint32_t expected_of(const struct arrival *a)
{
    return a->only_repeats ? NO_LENGTH : a->said.expects ? a->said.expected : APPEND_ANY;
}

static status take_one(struct json_import *m, const struct json_value *object,
                       struct arrival *a)
{
    TRY(json_event_read(m->t, object, &a->said));
    TRY(prepare(m, a));
    struct append append = { .events = a->event, .count = a->count, .key = a->said.key,
                             .expected_n = expected_of(a) };
    status appended = held_append(m->t, m->held, m->w, &append);
    if (appended == E_CONFLICT && a->only_repeats) {
        a->said.field = "local-id";
        return refuse_taken(m, a->event[0].subject);
    }
    TRY(appended);
    if (!append.repeated)
        m->receipt.events += a->count;
    record(m, &append, 0, a);
    return OK;
}

static void progress(const struct json_import *m)
{
    if (m->in->progress && m->receipt.rows % PROGRESS_EVERY == 0)
        m->in->progress(m->in->self, "events", (size_t)(m->feed.at - m->feed.start),
                        m->in->bytes.len);
}

static status import_each(struct json_import *m)
{
    const struct json_value *object;
    struct arena_mark mark = arena_mark(m->t->arena);
    while (json_feed_next(&m->feed, &object)) {
        struct arrival *a = NEW(m->t->arena, struct arrival);
        m->receipt.rows++;
        status taken = take_one(m, object, a);
        if (is_trouble(taken))
            return taken;
        if (taken != OK) {
            refuse(m, m->feed.line, a->said.field);
            mark = arena_mark(m->t->arena); /* the receipt lies before it now */
        } else {
            arena_rewind(m->t->arena, mark);
        }
        progress(m);
    }
    return held_settle(m->t, m->held, m->w);
}

/* --- all or nothing --- */

static status read_all(struct json_import *m, struct arrival **ret, size_t *ret_count)
{
    const struct json_value *object;
    struct arrival **all = NEWS(m->t->arena, struct arrival *, BATCH_EVENTS_MAX);
    size_t count = 0;
    while (json_feed_next(&m->feed, &object)) {
        struct arrival *a = NEW(m->t->arena, struct arrival);
        a->line = m->feed.line;
        m->receipt.rows++;
        if (count == BATCH_EVENTS_MAX)
            return fail(m->t, E_LIMIT, "at most %d events can be recorded all or nothing: send"
                                       " them in parts", BATCH_EVENTS_MAX);
        if (json_event_read(m->t, object, &a->said) == OK)
            all[count++] = a;
        else
            refuse(m, a->line, a->said.field);
    }
    struct arrival *flat = NEWS(m->t->arena, struct arrival, count + 1);
    for (size_t i = 0; i < count; i++)
        flat[i] = *all[i];
    *ret = flat;
    *ret_count = count;
    return OK;
}

static status prepare_all(struct json_import *m, struct arrival *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        status prepared = prepare(m, &all[i]);
        struct event *e = &all[i].event[0];
        if (prepared == OK && i > 0 && all[i].said.expects &&
            journal_stream_length(m->t, m->r->journal, e->subject) != all[i].said.expected)
            prepared = fail(m->t, E_CONFLICT, "someone added to this record: read it again");
        if (is_trouble(prepared))
            return prepared;
        if (prepared != OK)
            refuse(m, all[i].line, all[i].said.field);
    }
    return OK;
}

/* The same request again has the same keys in the same order. */
static struct str key_of_all(struct json_import *m, const struct arrival *all, size_t count)
{
    struct text keys = text_open(m->t->arena, BATCH_EVENTS_MAX * 201);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        any |= all[i].said.key.len > 0;
        text_add(&keys, all[i].said.key);
        text_addc(&keys, '\n');
    }
    if (!any)
        return S("");
    struct str bytes = text_done(&keys);
    struct hash256 hash = sha256(&bytes, 1);
    struct text hex = text_open(m->t->arena, 80);
    text_addz(&hex, "all:");
    for (size_t i = 0; i < sizeof hash.b; i++)
        text_addf(&hex, "%02x", (unsigned)hash.b[i]);
    return text_done(&hex);
}

static status append_all(struct json_import *m, const struct arrival *all, size_t count)
{
    struct event *events = NEWS(m->t->arena, struct event, count * EVENTS_FOR_ONE_MAX);
    struct append append = { .events = events, .expected_n = APPEND_ANY,
                             .key = key_of_all(m, all, count) };
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < all[i].count; k++)
            events[append.count++] = all[i].event[k];
    append.expected_n = expected_of(&all[0]);
    for (size_t i = 0; i < count; i++)
        if (all[i].only_repeats)
            append.expected_n = NO_LENGTH;
    TRY(writer_append(m->t, m->w, &append));
    if (!append.repeated)
        m->receipt.events = append.count;
    for (size_t i = 0, at = 0; i < count; at += all[i].count, i++)
        record(m, &append, at, &all[i]);
    return OK;
}

static status import_all(struct json_import *m)
{
    struct arrival *all = NULL;
    size_t count = 0;
    TRY(read_all(m, &all, &count));
    if (m->receipt.refused == 0 && m->feed.state == OK)
        TRY(prepare_all(m, all, count));
    if (m->receipt.refused > 0 || m->feed.state != OK) {
        m->receipt.nothing_stored = true;
        return OK;
    }
    if (count == 0)
        return OK;
    status appended = append_all(m, all, count);
    if (appended == OK || is_trouble(appended))
        return appended;
    refuse(m, all[0].line, "");
    m->receipt.nothing_stored = true;
    return OK;
}

status intake_json(struct task *t, struct store *s, struct writer *w, struct reader *r,
                   const struct json_intake *in, struct receipt *ret, struct recorded **ret_done,
                   size_t *ret_count)
{
    struct json_import m = { .t = t, .s = s, .w = w, .r = r, .in = in };
    TRY(json_feed_open(t, in->bytes, EVENT_BYTES_MAX * 2, &m.feed));
    m.held = NEW(t->arena, struct held);
    held_open(m.held);
    m.done_room = in->bytes.len / OBJECT_BYTES_LEAST + 1;
    m.done = NEWS(t->arena, struct recorded, m.done_room);
    TRY(in->all_or_nothing ? import_all(&m) : import_each(&m));
    if (json_feed_done(&m.feed) != OK) { /* what follows cannot be told apart */
        m.receipt.rows++;
        refuse(&m, m.feed.line, "");
    }
    *ret = m.receipt;
    *ret_done = m.done;
    *ret_count = m.done_count;
    return OK;
}

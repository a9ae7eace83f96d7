/* Imports a return: reads its files, maps each child's rows, and appends only what is new. */
#include <string.h>

#include "base/limits.h"
#include "intake/known_children.h"
#include "intake/return_reconcile.h"

enum { CHILDREN_AT_ONCE = 256 }; /* in one bulk: bounds memory, and shares commits */

struct importing {
    struct task *t;
    struct store *s;
    struct writer *w;
    struct reader *r;
    const struct return_import *in;
    struct return_terms terms;
    struct return_rows rows;
    struct return_child *child;
    uint32_t *number; /* by child; 0: the register does not know it */
    size_t children;
    bool *seen; /* by subject: children that are in this return */
    uint32_t seen_room;
    uint32_t first_new; /* subjects from here on were made by this import */
    struct receipt *receipt;
};

struct batch {
    struct append append[CHILDREN_AT_ONCE];
    struct reconciled change[CHILDREN_AT_ONCE];
    size_t count;
};

static void progress(const struct importing *m, const char *stage, size_t done, size_t of)
{
    if (m->in->progress)
        m->in->progress(m->in->self, stage, done, of);
}

static void mark_seen(struct importing *m, uint32_t child)
{
    if (child >= m->seen_room) {
        bool *old = m->seen;
        uint32_t room = child < 1024 ? 2048 : child * 2;
        m->seen = NEWS(m->t->arena, bool, room);
        if (m->seen_room > 0)
            memcpy(m->seen, old, m->seen_room);
        m->seen_room = room;
    }
    m->seen[child] = true;
}

static status read_said(struct importing *m, uint32_t child, struct said *ret)
{
    struct stream stream;
    TRY(stream_read(m->t, m->r->journal, child, NEVER, true, &stream));
    struct event *event = NEWS(m->t->arena, struct event, stream.count + 1);
    for (uint32_t i = 0; i < stream.count; i++) {
        if (stream.payload[i].len > 0)
            TRY(event_decode(m->t, stream.payload[i], &event[i]));
        event[i].n = i + 1;
    }
    *ret = (struct said){ event, stream.count };
    return OK;
}

/* One child's differences as one append; nothing when there are none. */
static status take_changes(struct importing *m, uint32_t child, struct wanted_list *wanted,
                           struct batch *b)
{
    struct said said = { 0 };
    struct reconciled change;
    if (child != 0)
        TRY(read_said(m, child, &said));
    return_reconcile(m->t, m->terms.year, wanted, &said, &change);
    m->receipt->withdrawn += change.withdrawn;
    m->receipt->events += change.count;
    if (change.count == 0 || m->in->dry_run)
        return OK;
    if (change.count > BATCH_EVENTS_MAX)
        return fail(m->t, E_LIMIT, "one child would get more than %d entries at once",
                    BATCH_EVENTS_MAX);
    if (child == 0) {
        TRY(writer_subject_new(m->t, m->w, SUBJECT_CHILD, &child));
        if (child < m->first_new)
            m->first_new = child;
    }
    for (size_t i = 0; i < change.count; i++) {
        struct event *e = &change.event[i];
        e->subject = child;
        e->agency = m->s->authority;
        e->author = m->t->actor.person;
        e->role = m->t->actor.role;
    }
    b->append[b->count] = (struct append){ .events = change.event, .count = change.count,
                                           .expected_n = (uint32_t)said.count };
    b->change[b->count++] = change;
    return OK;
}

static void refuse_row(struct importing *m, struct return_row *row, const char *field,
                       struct str reason)
{
    struct receipt_row told = { .file = m->rows.file[row->table].name,
                                .line = row->line,
                                .kind = ROW_REFUSED,
                                .field = str_from(field),
                                .reason = reason };
    if (row->refused)
        return;
    row->refused = true;
    m->receipt->refused++;
    m->receipt->warned -= row->warned;
    receipt_tell(m->t, m->receipt, &told);
}

/* What the writer would not take: the rows behind it are told as refused. */
struct refusals {
    struct importing *m;
    struct batch *b;
};
static void refuse_rows(void *self, size_t at, enum status code, const char *reason)
{
    struct refusals *r = self;
    struct reconciled *change = &r->b->change[at];
    struct str why = str_copy(r->m->t->arena, str_from(reason));
    (void)code;
    r->m->receipt->events -= change->count;
    r->m->receipt->withdrawn -= change->withdrawn;
    for (size_t i = 0; i < change->count; i++) {
        if (change->row[i])
            refuse_row(r->m, change->row[i], "", why);
    }
}

static status append_batch(struct importing *m, struct batch *b)
{
    struct refusals refusals = { m, b };
    if (b->count > 0)
        TRY(writer_bulk(m->t, m->w, b->append, b->count, refuse_rows, &refusals));
    b->count = 0;
    return OK;
}

static void count_outcomes(struct importing *m)
{
    struct receipt *r = m->receipt;
    for (unsigned table = 0; table < RETURN_TABLES; table++) {
        for (size_t i = 0; i < m->rows.file[table].count; i++) {
            const struct return_row *row = &m->rows.file[table].row[i];
            if (row->refused)
                continue;
            r->unchanged += row->outcome == ROW_UNCHANGED;
            r->corrected += row->outcome == ROW_CORRECTED;
            r->taken += row->outcome == ROW_TAKEN;
        }
    }
}

static status import_child(struct importing *m, size_t at, struct batch *b)
{
    struct wanted_list wanted;
    return_map(m->t, &m->child[at], &m->terms, &wanted);
    return take_changes(m, m->number[at], &wanted, b);
}

static void refuse_child(struct importing *m, const struct return_child *child)
{
    for (size_t i = 0; i < child->count; i++)
        refuse_row(m, child->row[i], "CHILD",
                   S("several children of the register have this number: correct that first"));
}

/* All before the first is stored, and before any memory is given back. */
static status find_children(struct importing *m)
{
    struct known_children known;
    size_t kept = 0;
    TRY(known_children_read(m->t, m->r, &known));
    m->number = NEWS(m->t->arena, uint32_t, m->children + 1);
    for (size_t i = 0; i < m->children; i++) {
        bool several;
        uint32_t number = known_child(&known, m->child[i].id, &several);
        if (number > 0)
            mark_seen(m, number);
        if (several) {
            refuse_child(m, &m->child[i]);
            continue;
        }
        m->child[kept] = m->child[i];
        m->number[kept++] = number;
    }
    m->children = kept;
    return OK;
}

static status import_children(struct importing *m)
{
    struct batch *b = NEW(m->t->arena, struct batch);
    for (size_t i = 0; i < m->children;) {
        struct arena_mark mark = arena_mark(m->t->arena);
        size_t listed = m->receipt->listed;
        for (size_t k = 0; k < CHILDREN_AT_ONCE && i < m->children; k++, i++)
            TRY(import_child(m, i, b));
        TRY(append_batch(m, b));
        if (m->receipt->listed == listed) /* else the receipt refers to this memory */
            arena_rewind(m->t->arena, mark);
        progress(m, "children", i, m->children);
    }
    return OK;
}

/* Children of an earlier return of this year that have no row in this one. */
static status withdraw_missing_children(struct importing *m)
{
    struct batch *b = NEW(m->t->arena, struct batch);
    struct wanted_list nothing = { 0 };
    for (uint32_t number = 1; number < m->first_new; number++) {
        enum subject_kind kind;
        struct arena_mark mark = arena_mark(m->t->arena);
        if (number < m->seen_room && m->seen[number])
            continue;
        status known = journal_subject_kind(m->t, m->r->journal, number, &kind);
        if (known == E_MISSING)
            break; /* they are numbered without gaps: that was the last */
        TRY(known);
        if (kind != SUBJECT_CHILD)
            continue;
        TRY(take_changes(m, number, &nothing, b));
        if (b->count == CHILDREN_AT_ONCE)
            TRY(append_batch(m, b));
        if (b->count == 0)
            arena_rewind(m->t->arena, mark);
    }
    return append_batch(m, b);
}

static status note_import(struct importing *m)
{
    struct event e = event_new(EV_RETURN_IMPORTED, 0, task_now(m->t));
    struct text files = text_open(m->t->arena, EVENT_FIELD_BYTES_MAX);
    struct text hashes = text_open(m->t->arena, EVENT_FIELD_BYTES_MAX);
    for (unsigned i = 0; i < RETURN_TABLES; i++) {
        const struct return_file *f = &m->rows.file[i];
        if (!f->given)
            continue;
        text_addf(&files, "%s%.*s", files.len > 0 ? ", " : "", STR_ARG(f->name));
        text_addz(&hashes, hashes.len > 0 ? " " : "");
        for (size_t k = 0; k < sizeof f->hash.b; k++)
            text_addf(&hashes, "%02x", (unsigned)f->hash.b[k]);
    }
    event_set_number(&e, "year", m->terms.year);
    event_set_text(&e, "files", text_done(&files));
    event_set_text(&e, "hashes", text_done(&hashes));
    event_set_number(&e, "rows", (int64_t)m->receipt->rows);
    event_set_number(&e, "events", (int64_t)m->receipt->events);
    e.channel = code_number(CODES_CHANNEL, S("file"));
    e.agency = m->s->authority;
    e.author = m->t->actor.person;
    e.role = m->t->actor.role;
    return writer_note(m->t, m->w, &e);
}

static status import_rows(struct importing *m)
{
    TRY(import_children(m));
    progress(m, "children no longer in the return", 0, 1);
    TRY(withdraw_missing_children(m));
    progress(m, "children no longer in the return", 1, 1);
    count_outcomes(m);
    if (m->in->dry_run || m->receipt->events == 0)
        return OK;
    return note_import(m);
}

static void close_postcodes(const struct postcodes **p)
{
    postcodes_close((struct postcodes *)(uintptr_t)*p);
}

static status check_terms(struct task *t, const struct return_import *in, struct return_terms *ret)
{
    if (in->year < 1990 || in->year > 2100)
        return fail(t, E_INVALID, "say which year the return ends in, like 2026");
    ret->year = in->year;
    const char *code = in->authority.len > 0 ? str_nul(t->arena, in->authority) : "";
    ret->authority = place_authority(code);
    if (in->authority.len > 0 && !ret->authority)
        return fail(t, E_INVALID, "the authority's code is not one of an authority in England or"
                                  " Wales: it looks like E09000027");
    return OK;
}

status intake_return(struct task *t, struct store *s, struct writer *w, struct reader *r,
                     const struct return_import *in, struct receipt *ret)
{
    struct receipt receipt = { 0 };
    struct importing m = { .t = t, .s = s, .w = w, .r = r, .in = in, .receipt = &receipt };
    TRY(check_terms(t, in, &m.terms));
    __attribute__((cleanup(close_postcodes))) const struct postcodes *index = NULL;
    if (in->postcodes.len > 0) {
        struct postcodes *opened;
        TRY(postcodes_open(t, in->postcodes, &opened));
        index = m.terms.postcodes = opened;
    }
    m.rows.year = in->year;
    progress(&m, "files", 0, 1);
    TRY(return_read_folder(t, &m.rows, in->folder, &receipt));
    TRY(return_children(t, &m.rows, &receipt, &m.child, &m.children));
    progress(&m, "files", 1, 1);
    m.first_new = UINT32_MAX;
    receipt.children = m.children;
    TRY(find_children(&m));
    receipt.nothing_stored = in->all_or_nothing && receipt.refused > 0;
    if (!receipt.nothing_stored)
        TRY(import_rows(&m));
    *ret = receipt;
    return OK;
}

/* The full check of a log: every hash, every tile, every signed head, every sealed part. */
#include "journal/verify.h"

#include <string.h>

#include "journal/note.h"

enum {
    ENTRIES,
    ENTRY
};
const struct statement verify_statements[VERIFY_STATEMENTS] = {
    [ENTRIES] = { "journal.verify_entries",
                  "SELECT seq, body, leaf FROM journal WHERE log = $1 ORDER BY seq", 1, 3 },
    [ENTRY] = { "journal.verify_entry",
                "SELECT entry_id, body FROM journal WHERE log = $1 AND seq = $2", 2, 2 },
    [VERIFY_PARTS] = { "journal.verify_parts",
                       "SELECT at, entry_id, part, seq, sealed FROM sealed_part WHERE log = $1"
                       " ORDER BY at",
                       1, 5 },
    [VERIFY_FROM] = { "journal.verify_from",
                      "SELECT at, entry_id, part, seq, sealed FROM sealed_part WHERE log = $1"
                      " AND at >= $2 ORDER BY at LIMIT 1",
                      2, 5 },
};
const struct statement head_statements[1] = {
    { "signer.heads", "SELECT size, root, note FROM signed_head WHERE origin = $1 ORDER BY size", 1,
      3 },
};

void verify_wrong(struct verify *v, int64_t at, const char *what)
{
    if (v->report->first_wrong >= 0 && v->report->first_wrong <= at)
        return;
    char digits[24], spaced[32];
    size_t len = (size_t)snprintf(digits, sizeof digits, "%lld", (long long)at), to = 0;
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            spaced[to++] = ' ';
        spaced[to++] = digits[i];
    }
    v->report->first_wrong = at;
    v->report->what = str_print(v->t->arena, "entry %.*s: %s", (int)to, spaced, what);
}

void verify_step(struct verify *v)
{
    if (v->progress && ++v->done % 4096 == 0)
        v->progress(v->self, v->done, v->of);
}

/* --- signed heads, as the tree grows past them --- */

static status head_take(struct verify *v)
{
    v->head_open = cursor_next(&v->heads);
    if (!v->head_open)
        return cursor_done(&v->heads);
    v->head_size = cursor_i64(&v->heads);
    struct str root = cursor_bytes(&v->heads);
    v->head_note = cursor_text(&v->heads);
    v->head_good = root.len == sizeof v->head_root.b;
    if (v->head_good)
        memcpy(v->head_root.b, root.at, sizeof v->head_root.b);
    return OK;
}

/* The note must be signed by the signer's key and say what the row says. */
static bool head_note_holds(struct verify *v)
{
    struct note_key key = note_key_make(journal_origin(v->j), NOTE_ED25519, v->j->head_key);
    struct checkpoint c;
    struct note n;
    return note_open(v->t, v->head_note, &key, 1, &n) == OK &&
           checkpoint_read(v->t, n.text, &c) == OK && c.size == v->head_size &&
           str_equal(c.origin, journal_origin(v->j)) && hash_equal(&c.root, &v->head_root);
}

static status heads_pass(struct verify *v)
{
    while (v->head_open && v->head_size == v->tree.size) {
        struct arena_mark m = arena_mark(v->t->arena);
        struct hash256 root = tree_root(&v->tree);
        int64_t at = v->head_size > 0 ? v->head_size - 1 : 0;
        bool holds = v->head_good && hash_equal(&root, &v->head_root);
        bool note = head_note_holds(v);
        arena_rewind(v->t->arena, m);
        if (!holds)
            verify_wrong(v, at, "the tree up to here differs from the head that was signed");
        else if (!note)
            verify_wrong(v, at, "the head signed here is no longer the note that was signed");
        v->report->heads++;
        v->report->signed_to = v->head_size;
        TRY(head_take(v));
    }
    return OK;
}

static status heads_open(struct verify *v)
{
    if (!v->j->heads)
        return OK;
    struct value in[] = { TEXT(journal_origin(v->j)) };
    TRY(db_query(v->t, v->j->heads, &head_statements[0], in, COUNT(in), &v->heads));
    TRY(head_take(v));
    return v->head_open ? heads_pass(v) : cursor_done(&v->heads);
}

/* --- entries, leaves, tiles --- */

static status tiles_check(struct verify *v, int64_t at)
{
    for (int level = 0; at % TILE_WIDTH == TILE_WIDTH - 1; level++) {
        struct hash256 stored[TILE_WIDTH];
        at /= TILE_WIDTH;
        status s = tile_read(v->t, v->j, level, at, stored);
        if (s == E_CORRUPT)
            verify_wrong(v, v->tree.size - 1, "the tile that ends here is missing");
        else if (s != OK)
            return s;
        else if (memcmp(stored, v->tile[level], sizeof stored) != 0)
            verify_wrong(v, v->tree.size - 1, "the tile that ends here holds other hashes");
        v->tile[level + 1][at % TILE_WIDTH] = v->tree.top[level + 1];
    }
    return OK;
}

/* False ends the pass: past a gap nothing can be numbered. */
static bool entry_check(struct verify *v, struct hash256 *ret_leaf)
{
    const uint8_t *commitments;
    unsigned parts = 0;
    int64_t at = v->tree.size;
    if (cursor_i64(&v->rows) != at) {
        verify_wrong(v, at, "it is missing from the journal");
        return false;
    }
    struct str body = cursor_peek_bytes(&v->rows);
    *ret_leaf = tree_leaf(body);
    if (!body_read(body, &commitments, &parts))
        verify_wrong(v, at, "its public bytes are malformed");
    struct str leaf = cursor_peek_bytes(&v->rows);
    if (leaf.len != 32 || memcmp(leaf.at, ret_leaf->b, 32) != 0)
        verify_wrong(v, at, "its public bytes do not match its leaf");
    v->parts[at] = (uint8_t)parts;
    return true;
}

static status entries_pass(struct verify *v)
{
    struct hash256 leaf;
    struct value in[] = { I64(v->j->log) };
    TRY(db_query(v->t, v->j->kept, &verify_statements[ENTRIES], in, COUNT(in), &v->rows));
    while (v->tree.size < v->size && cursor_next(&v->rows) && entry_check(v, &leaf)) {
        int64_t at = v->tree.size;
        tree_add(&v->tree, &leaf);
        v->tile[0][at % TILE_WIDTH] = leaf;
        TRY(tiles_check(v, at));
        TRY(heads_pass(v));
        verify_step(v);
    }
    status read = cursor_done(&v->rows);
    if (read == E_CORRUPT)
        verify_wrong(v, v->tree.size, "it cannot be read: a page of the file fails its own check");
    v->report->entries = v->tree.size;
    TRY(read);
    if (v->tree.size < v->size)
        verify_wrong(v, v->tree.size, "it is missing from the journal");
    if (v->head_open)
        verify_wrong(v, v->tree.size, "the journal ends here, before a head that was signed");
    return OK;
}

status verify_entry(struct verify *v, int64_t seq, struct entry_id *ret_id,
                    struct hash256 ret_commitments[PARTS_MAX], unsigned *ret_parts)
{
    WITH_CURSOR(rows);
    struct value in[] = { I64(v->j->log), I64(seq) };
    *ret_parts = 0;
    TRY(db_query(v->t, v->j->kept, &verify_statements[ENTRY], in, COUNT(in), &rows));
    if (cursor_next(&rows)) {
        const uint8_t *commitments;
        struct str id = cursor_peek_bytes(&rows);
        if (id.len == sizeof ret_id->b)
            memcpy(ret_id->b, id.at, sizeof ret_id->b);
        if (body_read(cursor_peek_bytes(&rows), &commitments, ret_parts))
            memcpy(ret_commitments, commitments, *ret_parts * sizeof *ret_commitments);
    }
    return cursor_done(&rows);
}

static status passes(struct verify *v)
{
    TRY(heads_open(v));
    TRY(entries_pass(v));
    return verify_parts(v);
}

status journal_verify(struct task *t, struct journal *j, struct verify_report *ret,
                      void (*progress)(void *self, int64_t done, int64_t of), void *self)
{
    struct hash256 root;
    *ret = (struct verify_report){ .first_wrong = -1 };
    if (!j->unchecked)
        TRY(journal_root(t, j, &root)); /* a reader's journal catches up */
    struct verify *v = NEW(t->arena, struct verify);
    v->t = t;
    v->j = j;
    v->report = ret;
    v->progress = progress;
    v->self = self;
    v->size = journal_size(j);
    v->of = 2 * v->size;
    v->parts = NEWS(t->arena, uint8_t, (size_t)v->size + 1);
    v->seen = NEWS(t->arena, uint8_t, (size_t)v->size + 1);
    status s = passes(v);
    cursor_close(&v->rows);
    cursor_close(&v->heads);
    if (s != OK && (s != E_CORRUPT || ret->first_wrong < 0))
        return s;
    if (ret->first_wrong >= 0)
        return fail(t, E_CORRUPT,
                    "%.*s: keep these files as they are and restore a backup beside "
                    "them",
                    STR_ARG(ret->what));
    return OK;
}

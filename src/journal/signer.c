/* The signer: grows its own tree from the leaves it reads, and writes down before it signs. */
#include <stdlib.h>
#include <string.h>

#include "db/migrate.h"
#include "journal/signer_own.h"
#include "journal/verify.h"

enum {
    LAST,
    ADD
};
static const struct statement signer_statements[] = {
    [LAST] = { "signer.last",
               "SELECT size, root, frontier, note FROM signed_head WHERE origin = $1"
               " ORDER BY size DESC LIMIT 1",
               1, 4 },
    /* Compare and swap: nobody else may have signed this size or a larger one. */
    [ADD] = { "signer.add",
              "INSERT INTO signed_head (origin, size, root, frontier, note, created)"
              " SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS"
              " (SELECT 1 FROM signed_head WHERE origin = $1 AND size >= $2)",
              6, 0 },
};

static struct str frontier_bytes(const struct tree *tree)
{
    return (struct str){ (const char *)tree->stack, tree->held * sizeof *tree->stack };
}

/* A frontier must add up to the root that was signed with it. */
static bool frontier_take(struct tree *tree, int64_t size, struct str frontier, struct str root)
{
    size_t held = (size_t)__builtin_popcountll((uint64_t)size);
    if (size < 0 || frontier.len != held * 32 || root.len != 32)
        return false;
    *tree = (struct tree){ .size = size, .held = (uint32_t)held };
    if (frontier.len > 0)
        memcpy(tree->stack, frontier.at, frontier.len);
    struct hash256 got = tree_root(tree);
    return memcmp(got.b, root.at, sizeof got.b) == 0;
}

status signer_last_read(struct task *t, struct signer *s, struct str *ret_note)
{
    WITH_CURSOR(rows);
    bool good = true;
    struct value in[] = { TEXT(origin_of(s)) };
    TRY(db_query(t, s->own, &signer_statements[LAST], in, COUNT(in), &rows));
    if (cursor_next(&rows)) {
        int64_t size = cursor_i64(&rows);
        struct str root = cursor_bytes(&rows), frontier = cursor_bytes(&rows);
        *ret_note = cursor_text(&rows);
        good = frontier_take(&s->tree, size, frontier, root);
        s->signed_once = true;
    }
    TRY(cursor_done(&rows));
    if (!good)
        return fail(t, E_CORRUPT, "the signer's own memory does not add up: restore its database");
    return OK;
}

status signer_new(struct task *t, struct db *own, struct str origin, struct signer **ret)
{
    struct str note;
    MUST(origin.len > 0 && origin.len <= ORIGIN_BYTES_MAX);
    TRY(db_migrate(t, own, embedded_schemas, S("heads-")));
    TRY(db_prepare_all(t, own, signer_statements, COUNT(signer_statements)));
    TRY(db_prepare_all(t, own, head_statements, 1));
    struct signer *s = calloc(1, sizeof *s);
    MUST(s);
    s->own = own;
    s->origin_len = origin.len;
    memcpy(s->origin, origin.at, origin.len);
    status read = signer_last_read(t, s, &note);
    if (read != OK) {
        signer_close(s);
        return read;
    }
    *ret = s;
    return OK;
}

status signer_open(struct task *t, struct db *own, struct str origin, const uint8_t seed[32],
                   struct signer **ret)
{
    uint8_t public_key[32];
    TRY(signer_new(t, own, origin, ret));
    struct signer *s = *ret;
    memcpy(s->seed, seed, sizeof s->seed);
    note_public_key(seed, public_key);
    s->key = note_key_make(origin_of(s), NOTE_ED25519, public_key);
    return OK;
}

void signer_close(struct signer *s)
{
    if (!s)
        return;
    far_close(s->far);
    wipe(s, sizeof *s);
    free(s);
}

status signer_rolled_back(struct task *t, int64_t size, int64_t last)
{
    return fail(t, E_CORRUPT,
                "the journal has %lld entries but %lld were signed: it is an older "
                "copy. Restore the newest backup; nothing may be written to this one",
                (long long)size, (long long)last);
}

/* Our own tree, grown by the journal's leaves up to what it has committed; it must then be the
 * journal's own tree too. */
static status follow(struct task *t, struct signer *s, struct journal *j, struct tree *ret)
{
    struct hash256 theirs, leaves[TILE_WIDTH];
    struct tree tree = s->tree;
    TRY(journal_root(t, j, &theirs));
    int64_t size = journal_size(j);
    if (size < tree.size)
        return signer_rolled_back(t, size, tree.size);
    while (tree.size < size) {
        int64_t until = size - tree.size > TILE_WIDTH ? tree.size + TILE_WIDTH : size;
        int64_t count = until - tree.size;
        TRY(leaves_read(t, j, tree.size, until, leaves));
        for (int64_t i = 0; i < count; i++)
            tree_add(&tree, &leaves[i]);
    }
    struct hash256 ours = tree_root(&tree);
    if (!hash_equal(&ours, &theirs))
        return fail(t, E_CORRUPT,
                    "the journal differs from the head signed at %lld entries: stop, "
                    "keep the files, run a full check",
                    (long long)s->tree.size);
    *ret = tree;
    return OK;
}

void signer_tell(struct signer *s, struct journal *j)
{
    j->seen = s->tree.size;
    j->heads = s->own;
    memcpy(j->head_key, s->key.public_key, sizeof j->head_key);
}

status signer_check(struct task *t, struct signer *s, struct journal *j)
{
    struct tree tree;
    MUST(str_equal(origin_of(s), journal_origin(j)));
    if (!j->unchecked) /* else journal_verify compares the heads, and names the place */
        TRY(follow(t, s, j, &tree));
    signer_tell(s, j);
    return OK;
}

status signer_keep(struct task *t, struct signer *s, const struct tree *tree, struct str note)
{
    struct hash256 root = tree_root(tree);
    struct value in[] = { TEXT(origin_of(s)),
                          I64(tree->size),
                          BYTES(root.b, sizeof root.b),
                          { .kind = VALUE_BYTES, .s = frontier_bytes(tree) },
                          TEXT(note),
                          I64(task_now(t).us) };
    TRY(db_run(t, s->own, &signer_statements[ADD], in, COUNT(in)));
    if (db_changes(s->own) != 1)
        return fail(t, E_CONFLICT,
                    "another signer signed this log: only one may run; stop this one");
    s->tree = *tree;
    s->signed_once = true;
    return OK;
}

/* Durable first: a signature that nobody remembers could be contradicted by the next. */
status signer_seal(struct task *t, struct signer *s, const struct tree *tree, struct str *ret_note)
{
    struct checkpoint c = { .origin = origin_of(s), .size = tree->size, .root = tree_root(tree) };
    struct str text = checkpoint_print(t->arena, &c);
    struct str note = note_join(t->arena, text, note_sign(t->arena, text, &s->key, s->seed, 0));
    TRY(signer_keep(t, s, tree, note));
    *ret_note = note;
    return OK;
}

status signer_sign(struct task *t, struct signer *s, struct journal *j, struct str *ret_note)
{
    struct tree tree;
    MUST(str_equal(origin_of(s), journal_origin(j)));
    if (s->far)
        return far_sign(t, s, j, ret_note);
    TRY(follow(t, s, j, &tree));
    if (s->signed_once && tree.size == s->tree.size) {
        int64_t size;
        signer_tell(s, j);
        return signer_last(t, s, ret_note, &size);
    }
    TRY(signer_seal(t, s, &tree, ret_note));
    signer_tell(s, j);
    return OK;
}

bool signer_is_away(const struct signer *s)
{
    return s && atomic_load_explicit(&s->away, memory_order_relaxed);
}

status signer_last(struct task *t, struct signer *s, struct str *ret_note, int64_t *ret_size)
{
    struct str note;
    if (!s->signed_once)
        return fail(t, E_MISSING, "nothing was signed yet");
    TRY(signer_last_read(t, s, &note));
    *ret_note = note;
    *ret_size = s->tree.size;
    return OK;
}

/* The growing edge of the tree: read when a log is opened, then kept in step with what is added. */
#include <string.h>

#include "journal/own.h"

enum {
    LAST_SEQ,
    LEAVES,
    TILE_READ,
    TILE_ADD,
    LAST_ID
};
const struct statement frontier_statements[FRONTIER_STATEMENTS] = {
    [LAST_SEQ] = { "journal.last_seq",
                   "SELECT seq FROM journal WHERE log = $1 ORDER BY seq DESC LIMIT 1", 1, 1 },
    [LEAVES] = { "journal.leaves",
                 "SELECT seq, leaf FROM journal WHERE log = $1 AND seq >= $2 AND seq < $3"
                 " ORDER BY seq",
                 3, 2 },
    [TILE_READ] = { "journal.tile",
                    "SELECT data FROM tile WHERE log = $1 AND level = $2 AND n = $3", 3, 1 },
    [TILE_ADD] = { "journal.tile_add",
                   "INSERT INTO tile (log, level, n, data) VALUES ($1, $2, $3, $4)", 4, 0 },
    [LAST_ID] = { "journal.last_id", "SELECT entry_id FROM journal WHERE log = $1 AND seq = $2", 2,
                  1 },
};

static status last_seq(struct task *t, struct journal *j, int64_t *ret)
{
    status s = db_query_i64(t, j->kept, &frontier_statements[LAST_SEQ],
                            (struct value[]){ I64(j->log) }, 1, ret);
    if (s == E_MISSING) {
        *ret = -1;
        return OK;
    }
    return s;
}

/* Leaves from … up to `size`, at most one tile of them. */
status leaves_read(struct task *t, struct journal *j, int64_t from, int64_t until,
                   struct hash256 ret[TILE_WIDTH])
{
    WITH_CURSOR(rows);
    struct value in[] = { I64(j->log), I64(from), I64(until) };
    int64_t next = from;
    TRY(db_query(t, j->kept, &frontier_statements[LEAVES], in, COUNT(in), &rows));
    while (cursor_next(&rows)) {
        int64_t seq = cursor_i64(&rows);
        struct str leaf = cursor_peek_bytes(&rows);
        if (seq != next || leaf.len != 32)
            break;
        memcpy(ret[next++ - from].b, leaf.at, 32);
    }
    TRY(cursor_done(&rows));
    if (next != until)
        return fail(t, E_CORRUPT, "entry %lld of the journal is missing: run a full check",
                    (long long)next);
    return OK;
}

status tile_read(struct task *t, struct journal *j, int level, int64_t n,
                 struct hash256 ret[TILE_WIDTH])
{
    WITH_CURSOR(rows);
    struct value in[] = { I64(j->log), I64(level), I64(n) };
    bool found = false;
    TRY(db_query(t, j->kept, &frontier_statements[TILE_READ], in, COUNT(in), &rows));
    if (cursor_next(&rows)) {
        struct str data = cursor_peek_bytes(&rows);
        found = data.len == TILE_BYTES;
        if (found)
            memcpy(ret, data.at, TILE_BYTES);
    }
    TRY(cursor_done(&rows));
    if (!found)
        return fail(t, E_CORRUPT, "tile %lld of level %d is missing: run a full check",
                    (long long)n, level);
    return OK;
}

/* The open tile of an upper level holds the roots of full tiles of the level below. */
static status upper_read(struct task *t, struct journal *j, int level, int64_t hashes)
{
    struct hash256 below[TILE_WIDTH];
    int64_t first = hashes / TILE_WIDTH * TILE_WIDTH;
    for (int64_t n = first; n < hashes; n++) {
        TRY(tile_read(t, j, level - 1, n, below));
        j->tile[level][n - first] = tile_fold(below, TILE_WIDTH);
    }
    return OK;
}

/* The perfect subtrees of the size are runs of hashes in the open tiles, the largest first. */
static void tree_rebuild(struct journal *j, int64_t size)
{
    struct tree *tree = &j->tree;
    *tree = (struct tree){ .size = size };
    for (int level = TILE_LEVELS; level-- > 0;) {
        size_t width = (size_t)tile_hashes(size, level) % TILE_WIDTH, from = 0;
        for (size_t run = TILE_WIDTH / 2; run > 0; run /= 2) {
            if (!(width & run))
                continue;
            tree->stack[tree->held++] = tile_fold(&j->tile[level][from], run);
            from += run;
        }
    }
}

/* The rows under the last full tile must still be those it was made of. */
static status last_tile_check(struct task *t, struct journal *j, int64_t size)
{
    struct hash256 stored[TILE_WIDTH], rows[TILE_WIDTH];
    int64_t full = size / TILE_WIDTH;
    if (full == 0)
        return OK;
    TRY(tile_read(t, j, 0, full - 1, stored));
    TRY(leaves_read(t, j, (full - 1) * TILE_WIDTH, full * TILE_WIDTH, rows));
    if (memcmp(stored, rows, sizeof stored) != 0)
        return fail(t, E_CORRUPT, "the journal differs from its last tile: run a full check");
    return OK;
}

/* Ids go on from the newest one, whatever the clock says now. */
static status last_id_read(struct task *t, struct journal *j, int64_t last)
{
    WITH_CURSOR(rows);
    uint64_t ms = 0;
    struct value in[] = { I64(j->log), I64(last) };
    TRY(db_query(t, j->kept, &frontier_statements[LAST_ID], in, COUNT(in), &rows));
    if (cursor_next(&rows)) {
        struct str id = cursor_peek_bytes(&rows);
        for (size_t i = 0; i < 6 && i < id.len; i++)
            ms = ms << 8 | (uint8_t)id.at[i];
    }
    TRY(cursor_done(&rows));
    if (ms > j->last_ms)
        j->last_ms = ms;
    return OK;
}

status frontier_read(struct task *t, struct journal *j)
{
    int64_t last;
    TRY(last_seq(t, j, &last));
    int64_t size = last + 1;
    TRY(last_tile_check(t, j, size));
    TRY(leaves_read(t, j, size / TILE_WIDTH * TILE_WIDTH, size, j->tile[0]));
    for (int level = 1; level < TILE_LEVELS; level++)
        TRY(upper_read(t, j, level, tile_hashes(size, level)));
    TRY(last_id_read(t, j, last));
    tree_rebuild(j, size);
    j->stale = false;
    return OK;
}

status frontier_size(struct task *t, struct journal *j, int64_t *ret)
{
    int64_t last;
    TRY(last_seq(t, j, &last));
    *ret = last + 1;
    return OK;
}

status frontier_behind(struct task *t, struct journal *j, bool *ret)
{
    int64_t last;
    TRY(last_seq(t, j, &last));
    *ret = last + 1 != j->committed.size;
    return OK;
}

static status tile_write(struct task *t, struct journal *j, int level, int64_t n)
{
    struct value in[] = { I64(j->log), I64(level), I64(n), BYTES(j->tile[level], TILE_BYTES) };
    return db_run(t, j->kept, &frontier_statements[TILE_ADD], in, COUNT(in));
}

status frontier_add(struct task *t, struct journal *j, const struct hash256 *leaf)
{
    int64_t at = j->tree.size;
    tree_add(&j->tree, leaf);
    j->tile[0][at % TILE_WIDTH] = *leaf;
    for (int level = 0; at % TILE_WIDTH == TILE_WIDTH - 1; level++) {
        at /= TILE_WIDTH;
        TRY(tile_write(t, j, level, at));
        MUST(level + 1 < TILE_LEVELS);
        j->tile[level + 1][at % TILE_WIDTH] = j->tree.top[level + 1];
    }
    return OK;
}

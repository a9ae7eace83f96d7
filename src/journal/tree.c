/* The tree as it grows, and the proofs that are read off it. */
#include "journal/tree.h"

#include <string.h>

struct hash256 tree_leaf(struct str entry)
{
    return sha256((struct str[]){ S("\0"), entry }, 2);
}

struct hash256 tree_node(const struct hash256 *left, const struct hash256 *right)
{
    char message[65] = { 1 };
    memcpy(message + 1, left->b, 32);
    memcpy(message + 33, right->b, 32);
    return sha256(&(struct str){ message, sizeof message }, 1);
}

struct hash256 tree_empty(void)
{
    return sha256(NULL, 0);
}

bool hash_equal(const struct hash256 *a, const struct hash256 *b)
{
    return memcmp(a->b, b->b, sizeof a->b) == 0;
}

void tree_add(struct tree *tree, const struct hash256 *leaf)
{
    MUST(tree->size < INT64_MAX && tree->held <= TREE_LEVELS);
    tree->stack[tree->held++] = *leaf;
    unsigned level = 0;
    for (int64_t k = tree->size; k & 1; k >>= 1) {
        struct hash256 *left = &tree->stack[tree->held - 2];
        *left = tree_node(left, left + 1);
        tree->held--;
        level++;
        if (level % TILE_HEIGHT == 0 && level / TILE_HEIGHT < TILE_LEVELS)
            tree->top[level / TILE_HEIGHT] = *left;
    }
    tree->size++;
}

struct hash256 tree_root(const struct tree *tree)
{
    if (tree->held == 0)
        return tree_empty();
    struct hash256 root = tree->stack[tree->held - 1];
    for (uint32_t i = tree->held - 1; i-- > 0;)
        root = tree_node(&tree->stack[i], &root);
    return root;
}

/* The largest power of two strictly below n. */
static int64_t split_of(int64_t n)
{
    return INT64_C(1) << (63 - __builtin_clzll((uint64_t)(n - 1)));
}

/* The head of leaves from … from + count - 1, where `from` is a multiple of the first subtree. */
static status range_head(struct task *t, const struct tree_source *s, int64_t from, int64_t count,
                         struct hash256 *ret)
{
    struct tree range = { .size = count };
    for (unsigned level = TREE_LEVELS; level-- > 0;) {
        if (!(count >> level & 1))
            continue;
        TRY(s->subtree(t, s->self, level, from >> level, &range.stack[range.held]));
        range.held++;
        from += INT64_C(1) << level;
    }
    *ret = tree_root(&range);
    return OK;
}

status tree_head_of(struct task *t, const struct tree_source *from, int64_t size,
                    struct hash256 *ret)
{
    return range_head(t, from, 0, size, ret);
}

static void turn_round(struct proof *p)
{
    for (uint32_t i = 0, k = p->count; i + 1 < k; i++) {
        struct hash256 other = p->hash[i];
        p->hash[i] = p->hash[--k];
        p->hash[k] = other;
    }
}

status tree_inclusion(struct task *t, const struct tree_source *from, int64_t index, int64_t size,
                      struct proof *ret)
{
    int64_t start = 0, count = size;
    MUST(index >= 0 && index < size);
    ret->count = 0;
    while (count > 1) {
        int64_t k = split_of(count);
        bool left = index - start < k;
        TRY(range_head(t, from, left ? start + k : start, left ? count - k : k,
                       &ret->hash[ret->count++]));
        start += left ? 0 : k;
        count = left ? k : count - k;
    }
    turn_round(ret);
    return OK;
}

status tree_consistency(struct task *t, const struct tree_source *from, int64_t before,
                        int64_t size, struct proof *ret)
{
    int64_t start = 0, count = size;
    bool whole = true; /* the old tree itself: its head is known to whoever checks */
    MUST(before > 0 && before <= size);
    ret->count = 0;
    while (before - start < count) {
        int64_t k = split_of(count);
        bool left = before - start <= k;
        TRY(range_head(t, from, left ? start + k : start, left ? count - k : k,
                       &ret->hash[ret->count++]));
        start += left ? 0 : k;
        count = left ? k : count - k;
        whole = whole && left;
    }
    if (!whole)
        TRY(range_head(t, from, start, count, &ret->hash[ret->count++]));
    turn_round(ret);
    return OK;
}

/* One step up the tree: whether the path comes from the right, or from the last node of its row. */
static bool from_right(uint64_t *fn, uint64_t *sn)
{
    bool right = (*fn & 1) || *fn == *sn;
    if (right && !(*fn & 1)) {
        while (*fn != 0 && !(*fn & 1)) {
            *fn >>= 1;
            *sn >>= 1;
        }
    }
    *fn >>= 1;
    *sn >>= 1;
    return right;
}

bool tree_included(int64_t index, int64_t size, const struct hash256 *leaf,
                   const struct hash256 *proof, size_t count, const struct hash256 *root)
{
    if (index < 0 || index >= size)
        return false;
    uint64_t fn = (uint64_t)index, sn = (uint64_t)size - 1;
    struct hash256 r = *leaf;
    for (size_t i = 0; i < count; i++) {
        if (sn == 0)
            return false;
        r = from_right(&fn, &sn) ? tree_node(&proof[i], &r) : tree_node(&r, &proof[i]);
    }
    return sn == 0 && hash_equal(&r, root);
}

bool tree_consistent(int64_t before, int64_t size, const struct hash256 *proof, size_t count,
                     const struct hash256 *root_before, const struct hash256 *root)
{
    if (before <= 0 || before > size)
        return false;
    if (before == size)
        return count == 0 && hash_equal(root_before, root);
    if (count == 0)
        return false;
    bool perfect = (before & (before - 1)) == 0;
    uint64_t fn = (uint64_t)before - 1, sn = (uint64_t)size - 1;
    while (fn & 1) {
        fn >>= 1;
        sn >>= 1;
    }
    struct hash256 fr = perfect ? *root_before : proof[0], sr = fr;
    for (size_t i = perfect ? 0 : 1; i < count; i++) {
        if (sn == 0)
            return false;
        if (from_right(&fn, &sn)) {
            fr = tree_node(&proof[i], &fr);
            sr = tree_node(&proof[i], &sr);
        } else {
            sr = tree_node(&sr, &proof[i]);
        }
    }
    return sn == 0 && hash_equal(&fr, root_before) && hash_equal(&sr, root);
}

/* The Merkle tree of RFC 6962 over the journal's entries: heads, proofs, and tiles of height 8. */
#ifndef JOURNAL_TREE_H
#define JOURNAL_TREE_H
#include "base/hash.h"

struct hash256 tree_leaf(struct str entry);
struct hash256 tree_node(const struct hash256 *left, const struct hash256 *right);
struct hash256 tree_empty(void); /* the head of a tree without leaves */
bool hash_equal(const struct hash256 *a, const struct hash256 *b);

enum {
    TREE_LEVELS = 63
};
/* Tiles hold 256 hashes of one level, so that tile level 1 is the tree's level 8, and so on. */
enum {
    TILE_HEIGHT = 8,
    TILE_WIDTH = 256,
    TILE_BYTES = TILE_WIDTH * 32,
    TILE_LEVELS = 8
};

/* A growing tree as its perfect subtrees, largest first: one for each 1-bit of the size. */
struct tree {
    int64_t size;
    uint32_t held;
    struct hash256 stack[TREE_LEVELS + 1];
    struct hash256 top[TILE_LEVELS]; /* [1]: the newest subtree of 256 leaves, [2]: of 65,536 … */
};
void tree_add(struct tree *tree, const struct hash256 *leaf);
struct hash256 tree_root(const struct tree *tree);

/* Where proofs find the hash of the perfect subtree of leaves index << level, 1 << level of them.
 */
struct tree_source {
    status (*subtree)(struct task *t, void *self, unsigned level, int64_t index,
                      struct hash256 *ret);
    void *self;
};
struct proof {
    uint32_t count;
    struct hash256 hash[TREE_LEVELS + 1]; /* from the leaf to the root */
};
/* 0 <= index < size; 0 < before <= size. */
status tree_inclusion(struct task *t, const struct tree_source *from, int64_t index, int64_t size,
                      struct proof *ret);
status tree_consistency(struct task *t, const struct tree_source *from, int64_t before,
                        int64_t size, struct proof *ret);
status tree_head_of(struct task *t, const struct tree_source *from, int64_t size,
                    struct hash256 *ret);

/* For whoever checks: any input, also a hostile one. */
bool tree_included(int64_t index, int64_t size, const struct hash256 *leaf,
                   const struct hash256 *proof, size_t count, const struct hash256 *root);
bool tree_consistent(int64_t before, int64_t size, const struct hash256 *proof, size_t count,
                     const struct hash256 *root_before, const struct hash256 *root);

/* The path of a tile; that of a bundle of entries is "tile/entries/…". */
#define TILE_ENTRIES (-1)
struct tile_name {
    int level; /* 0 to 63, or TILE_ENTRIES */
    int64_t n;
    int width; /* 1 to 256 */
};
enum {
    TILE_PATH_ROOM = 64
};
size_t tile_path(struct tile_name name, char ret[TILE_PATH_ROOM]);
bool tile_path_read(struct str path, struct tile_name *ret); /* only what tile_path writes */
/* How many hashes a tree of this size has at a tile level. */
int64_t tile_hashes(int64_t size, int level);
/* The head of a perfect subtree from `count` hashes of one row, a power of two up to 256. */
struct hash256 tile_fold(const struct hash256 *hash, size_t count);

#endif

/* The part of the vectors about hashing, proofs and tiles. */
#include "tlog_file.h"

#include <stdio.h>
#include <string.h>

#include "journal/seal.h"

enum {
    WORKED_MAX = 70000
};

/* Leaves in memory, whose subtrees are folded when asked for. */
struct leaves {
    struct hash256 *at;
    int64_t count;
};

static status subtree(struct task *t, void *self, unsigned level, int64_t index,
                      struct hash256 *ret)
{
    const struct leaves *l = self;
    struct tree tree = { 0 };
    (void)t;
    for (int64_t i = index << level; i < (index + 1) << level; i++) {
        MUST(i < l->count);
        tree_add(&tree, &l->at[i]);
    }
    *ret = tree_root(&tree);
    return OK;
}

static struct tree_source source_of(struct leaves *l)
{
    return (struct tree_source){ subtree, l };
}

static bool same_proof(const struct proof *p, const struct hash256 *wanted, size_t count)
{
    return p->count == count && memcmp(p->hash, wanted, count * sizeof *wanted) == 0;
}

static struct hash256 head_of(struct vectors *v, struct leaves *l, int64_t size)
{
    struct hash256 h = { 0 };
    struct tree_source s = source_of(l);
    MUST(tree_head_of(v->t, &s, size, &h) == OK);
    return h;
}

static void included(struct vectors *v, struct leaves *l, const struct json_value *rows,
                     const char *where)
{
    struct tree_source s = source_of(l);
    int64_t at = 0;
    for (const struct json_value *r = rows->first; r; r = r->next, at++) {
        struct hash256 wanted[128], root = head_of(v, l, number_of(r, "size"));
        size_t count = proof_of(r, wanted);
        int64_t index = number_of(r, "index"), size = number_of(r, "size");
        struct proof p;
        MUST(tree_inclusion(v->t, &s, index, size, &p) == OK);
        HOLDS(v, same_proof(&p, wanted, count), where, at);
        HOLDS(v, tree_included(index, size, &l->at[index], wanted, count, &root), where, at);
        root.b[7] ^= 1;
        HOLDS(v, !tree_included(index, size, &l->at[index], wanted, count, &root), where, at);
    }
}

static void consistent(struct vectors *v, struct leaves *l, const struct json_value *rows,
                       const char *where)
{
    struct tree_source s = source_of(l);
    int64_t at = 0;
    for (const struct json_value *r = rows->first; r; r = r->next, at++) {
        struct hash256 wanted[128];
        size_t count = proof_of(r, wanted);
        int64_t before = number_of(r, "old"), size = number_of(r, "new");
        struct hash256 old_root = head_of(v, l, before), root = head_of(v, l, size);
        struct proof p;
        MUST(tree_consistency(v->t, &s, before, size, &p) == OK);
        HOLDS(v, same_proof(&p, wanted, count), where, at);
        HOLDS(v, tree_consistent(before, size, wanted, count, &old_root, &root), where, at);
        old_root.b[0] ^= 1;
        HOLDS(v, !tree_consistent(before, size, wanted, count, &old_root, &root), where, at);
    }
}

static void small_tree(struct vectors *v, const char *section)
{
    const struct json_value *in = json_member(v->all, section), *h;
    if (!in)
        return;
    struct hash256 at[16];
    struct leaves l = { at, 0 };
    struct tree tree = { 0 };
    h = need(in, "leaf_hashes")->first;
    for (const struct json_value *d = need(in, "leaves")->first; d; d = d->next, h = h->next) {
        struct hash256 wanted = hash_of(h);
        at[l.count] = tree_leaf(bytes_of(v->t, d->text));
        HOLDS(v, hash_equal(&at[l.count], &wanted), section, l.count);
        l.count++;
    }
    int64_t size = 0;
    for (h = need(in, "roots_by_size")->first; h; h = h->next, size++) {
        struct hash256 wanted = hash_of(h), root = tree_root(&tree);
        HOLDS(v, hash_equal(&root, &wanted), section, size);
        if (size < l.count)
            tree_add(&tree, &at[size]);
    }
    const struct json_value *rows = json_member(v->all, "inclusion_all_sizes_1_to_8");
    if (rows)
        included(v, &l, need(rows, "cases"), "inclusion_all_sizes_1_to_8");
    rows = json_member(v->all, "consistency_all_sizes_1_to_8");
    if (rows)
        consistent(v, &l, need(rows, "cases"), "consistency_all_sizes_1_to_8");
}

static void tile_widths(struct vectors *v)
{
    const struct json_value *in = json_member(v->all, "tile_counts");
    if (!in)
        return;
    for (const struct json_value *c = need(in, "cases")->first; c; c = c->next) {
        int64_t size = 0;
        int level = 0;
        MUST(str_to_i64(v->t, c->key, 0, INT64_MAX, &size) == OK);
        for (const struct json_value *r = c->first; r; r = r->next, level++) {
            HOLDS(v, number_of(r, "level") == level, "tile_counts", size);
            HOLDS(v, tile_hashes(size, level) / 256 == number_of(r, "full"), "tile_counts", size);
            HOLDS(v, tile_hashes(size, level) % 256 == number_of(r, "partial_width"), "tile_counts",
                  size);
        }
        HOLDS(v, tile_hashes(size, level) == 0, "tile_counts", size);
    }
}

static struct str worked_entry(struct task *t, int64_t i)
{
    struct str head = str_print(t->arena, "entry %06lld ", (long long)i);
    char *at = NEWS(t->arena, char, head.len + 37);
    memcpy(at, head.at, head.len);
    memset(at + head.len, 'x', (size_t)(i % 37));
    return (struct str){ at, head.len + (size_t)(i % 37) };
}

/* The bytes of a tile or a bundle as they would be published at this size. */
static struct str published(struct vectors *v, struct leaves *l, struct tile_name name)
{
    struct text x = text_open(v->t->arena, 1 << 20);
    struct tree_source s = source_of(l);
    for (int i = 0; i < name.width; i++) {
        int64_t at = name.n * 256 + i;
        if (name.level == TILE_ENTRIES) {
            struct str e = worked_entry(v->t, at);
            text_addc(&x, (char)(e.len >> 8));
            text_addc(&x, (char)e.len);
            text_add(&x, e);
            continue;
        }
        struct hash256 h;
        MUST(s.subtree(v->t, l, (unsigned)name.level * 8, at, &h) == OK);
        text_add(&x, (struct str){ (const char *)h.b, 32 });
    }
    return text_done(&x);
}

static void files(struct vectors *v, struct leaves *l, const struct json_value *list)
{
    int64_t at = 0;
    for (const struct json_value *f = list->first; f; f = f->next, at++) {
        struct arena_mark m = arena_mark(v->t->arena);
        struct tile_name name;
        bool read = tile_path_read(text_of(f, "path"), &name);
        HOLDS(v, read, "worked_log files", at);
        if (read) {
            struct str bytes = published(v, l, name);
            struct hash256 wanted = hash_of(need(f, "sha256")), got = sha256(&bytes, 1);
            HOLDS(v, hash_equal(&got, &wanted), "worked_log files", at);
        }
        arena_rewind(v->t->arena, m);
    }
}

static void worked(struct vectors *v)
{
    const struct json_value *in = json_member(v->all, "worked_log");
    if (!in)
        return;
    struct leaves l = { NEWS(v->t->arena, struct hash256, WORKED_MAX), WORKED_MAX };
    for (int64_t i = 0; i < WORKED_MAX; i++) {
        struct arena_mark m = arena_mark(v->t->arena);
        l.at[i] = tree_leaf(worked_entry(v->t, i));
        arena_rewind(v->t->arena, m);
    }
    struct tree tree = { 0 };
    for (const struct json_value *r = need(in, "trees")->first; r; r = r->next) {
        while (tree.size < number_of(r, "size"))
            tree_add(&tree, &l.at[tree.size]);
        struct hash256 wanted = hash_of(need(r, "root")), root = tree_root(&tree);
        HOLDS(v, hash_equal(&root, &wanted), "worked_log trees", tree.size);
        const struct json_value *list = json_member(r, "tiles");
        if (list)
            files(v, &l, list);
        list = json_member(r, "bundles");
        if (list)
            files(v, &l, list);
    }
    included(v, &l, need(in, "inclusion"), "worked_log inclusion");
    consistent(v, &l, need(in, "consistency"), "worked_log consistency");
}

static void negatives(struct vectors *v)
{
    struct hash256 proof[128];
    int64_t at = 0;
    const struct json_value *rows = json_member(v->all, "negative_inclusion");
    for (const struct json_value *r = rows ? rows->first : NULL; r; r = r->next, at++) {
        struct hash256 leaf = hash_of(need(r, "leaf_hash")), root = hash_of(need(r, "root"));
        size_t count = proof_of(r, proof);
        HOLDS(
            v,
            !tree_included(number_of(r, "index"), number_of(r, "size"), &leaf, proof, count, &root),
            "negative_inclusion", at);
    }
    at = 0;
    rows = json_member(v->all, "negative_consistency");
    for (const struct json_value *r = rows ? rows->first : NULL; r; r = r->next, at++) {
        struct hash256 before = hash_of(need(r, "root1")), root = hash_of(need(r, "root2"));
        size_t count = proof_of(r, proof);
        HOLDS(v,
              !tree_consistent(number_of(r, "old"), number_of(r, "new"), proof, count, &before,
                               &root),
              "negative_consistency", at);
    }
}

static bool probe_consistent(const struct json_value *r)
{
    struct hash256 proof[128], before = hash_of(need(r, "root1")), root = hash_of(need(r, "root2"));
    size_t count = proof_of(r, proof);
    return tree_consistent(number_of(r, "size1"), number_of(r, "size2"), proof, count, &before,
                           &root);
}

static void probes(struct vectors *v)
{
    const struct json_value *in = json_member(v->all, "probes");
    struct hash256 proof[128];
    int64_t at = 0;
    if (!in)
        return;
    for (const struct json_value *r = need(in, "inclusion")->first; r; r = r->next, at++) {
        struct hash256 leaf = hash_of(need(r, "leafHash")), root = hash_of(need(r, "root"));
        size_t count = proof_of(r, proof);
        bool got = text_of(r, "leafHash").len > 0 && /* ours is never empty: its type has a size */
                   tree_included(number_of(r, "leafIdx"), number_of(r, "treeSize"), &leaf, proof,
                                 count, &root);
        HOLDS(v, got == !need(r, "wantErr")->number, "probes inclusion", at);
    }
    at = 0;
    for (const struct json_value *r = need(in, "consistency")->first; r; r = r->next, at++)
        HOLDS(v, probe_consistent(r) == !need(r, "wantErr")->number, "probes consistency", at);
}

static void paths(struct vectors *v)
{
    const struct json_value *in = json_member(v->all, "tile_paths");
    int64_t at = 0;
    if (!in)
        return;
    for (const struct json_value *r = need(in, "encode")->first; r; r = r->next, at++) {
        const struct json_value *level = need(r, "level");
        struct tile_name name = { level->kind == JSON_TEXT ? TILE_ENTRIES : (int)level->number,
                                  number_of(r, "n"), (int)number_of(r, "width") },
                         back;
        char path[TILE_PATH_ROOM];
        struct str written = { path, tile_path(name, path) };
        HOLDS(v, str_equal(written, text_of(r, "path")), "tile_paths", at);
        HOLDS(v,
              tile_path_read(written, &back) && back.n == name.n && back.level == name.level &&
                  back.width == name.width,
              "tile_paths", at);
    }
    static const char *const refused[] = { "reject", "reject_own" };
    for (size_t i = 0; i < COUNT(refused); i++) {
        at = 0;
        for (const struct json_value *r = need(in, refused[i])->first; r; r = r->next, at++) {
            struct tile_name name;
            struct str path = str_print(v->t->arena, "tile/%.*s/%.*s", STR_ARG(r->first->text),
                                        STR_ARG(r->first->next->text));
            HOLDS(v, !tile_path_read(path, &name), refused[i], at);
        }
    }
}

static void commitments(struct vectors *v)
{
    const struct json_value *in = json_member(v->all, "salted_commitment");
    if (!in)
        return;
    static const char *const salts[] = { "salt", "salt2" };
    static const char *const entries[] = { "entry_ascii", "entry2_ascii" };
    static const char *const macs[] = { "commitment_hmac_sha256", "commitment2_hmac_sha256" };
    struct str body = bytes_of(v->t, text_of(in, "published_body"));
    const uint8_t *published_at;
    unsigned parts = 0;
    HOLDS(v, body_read(body, &published_at, &parts) && parts == 2, "salted_commitment", 0);
    for (unsigned i = 0; i < parts; i++) {
        struct hash256 salt = hash_of(need(in, salts[i])), wanted = hash_of(need(in, macs[i]));
        struct hash256 got = part_commitment(salt.b, text_of(in, entries[i]));
        HOLDS(v, hash_equal(&got, &wanted), "salted_commitment", i);
        HOLDS(v, memcmp(published_at + 32 * i, wanted.b, 32) == 0, "salted_commitment", i);
    }
    struct hash256 leaf = tree_leaf(body), wanted = hash_of(need(in, "leaf_hash"));
    HOLDS(v, hash_equal(&leaf, &wanted), "salted_commitment leaf", 0);
}

void check_trees(struct vectors *v)
{
    small_tree(v, "small_tree");
    small_tree(v, "rfc6962_reference_tree");
    tile_widths(v);
    worked(v);
    negatives(v);
    probes(v);
    paths(v);
    commitments(v);
}

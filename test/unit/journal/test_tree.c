/* Tests of the tree, tiles, notes and seals beyond the vectors: every small size, every turned bit.
 */
#include "given.h"

#include "journal/note.h"
#include "journal/seal.h"
#include "journal/tree.h"

enum {
    LEAVES_MAX = 70
};

struct forest {
    struct hash256 leaf[LEAVES_MAX];
};

static status subtree(struct task *t, void *self, unsigned level, int64_t index,
                      struct hash256 *ret)
{
    struct forest *f = self;
    struct tree tree = { 0 };
    (void)t;
    for (int64_t i = index << level; i < (index + 1) << level; i++)
        tree_add(&tree, &f->leaf[i]);
    *ret = tree_root(&tree);
    return OK;
}

static struct forest any_forest(void)
{
    struct forest f = { 0 };
    for (int i = 0; i < LEAVES_MAX; i++)
        f.leaf[i] = tree_leaf((struct str){ (const char *)&i, sizeof i });
    return f;
}

/* The recursion of RFC 6962, as it is written there. */
static struct hash256 by_the_book(const struct hash256 *leaf, int64_t count)
{
    if (count == 0)
        return tree_empty();
    if (count == 1)
        return leaf[0];
    int64_t k = 1;
    while (k * 2 < count)
        k *= 2;
    struct hash256 left = by_the_book(leaf, k), right = by_the_book(leaf + k, count - k);
    return tree_node(&left, &right);
}

static void all_small_trees(void **state)
{
    struct given *g = *state;
    struct forest f = any_forest();
    struct tree_source s = { subtree, &f };
    struct tree tree = { 0 };
    struct proof p;
    for (int64_t size = 1; size <= LEAVES_MAX; size++) {
        tree_add(&tree, &f.leaf[size - 1]);
        struct hash256 root = tree_root(&tree), book = by_the_book(f.leaf, size);
        assert_true(hash_equal(&root, &book));
        for (int64_t i = 0; i < size; i++) {
            assert_int_equal(tree_inclusion(&g->task, &s, i, size, &p), OK);
            assert_true(tree_included(i, size, &f.leaf[i], p.hash, p.count, &root));
            assert_false(tree_included(i + 1, size, &f.leaf[i], p.hash, p.count, &root));
            assert_false(tree_included(i, size, &f.leaf[i], p.hash, p.count + 1, &root));
            if (p.count > 0) {
                assert_false(tree_included(i, size, &f.leaf[i], p.hash, p.count - 1, &root));
                p.hash[any_of(g, p.count)].b[any_of(g, 32)] ^= 1;
                assert_false(tree_included(i, size, &f.leaf[i], p.hash, p.count, &root));
            }
        }
        for (int64_t before = 1; before <= size; before++) {
            struct hash256 old = by_the_book(f.leaf, before);
            assert_int_equal(tree_consistency(&g->task, &s, before, size, &p), OK);
            assert_true(tree_consistent(before, size, p.hash, p.count, &old, &root));
            if (p.count > 0) {
                assert_false(tree_consistent(before, size, p.hash, p.count - 1, &old, &root));
                p.hash[any_of(g, p.count)].b[any_of(g, 32)] ^= 1;
                assert_false(tree_consistent(before, size, p.hash, p.count, &old, &root));
            }
        }
    }
    struct hash256 root = tree_root(&tree);
    assert_false(tree_included(-1, 5, &root, NULL, 0, &root));
    assert_false(tree_included(0, 0, &root, NULL, 0, &root));
    assert_false(tree_consistent(0, 5, NULL, 0, &root, &root));
    assert_false(tree_consistent(6, 5, NULL, 0, &root, &root));
}

static void tile_paths_come_back(void **state)
{
    struct given *g = *state;
    for (int i = 0; i < 5000; i++) {
        struct tile_name name = { (int)any_of(g, 65) - 1,
                                  (int64_t)any_of(g, UINT64_C(1) << any_of(g, 60)),
                                  1 + (int)any_of(g, 256) },
                         back;
        char path[TILE_PATH_ROOM];
        size_t len = tile_path(name, path);
        assert_true(tile_path_read((struct str){ path, len }, &back));
        assert_int_equal(back.level, name.level);
        assert_int_equal(back.n, name.n);
        assert_int_equal(back.width, name.width);
        path[any_of(g, len)] = (char)any_of(g, 256);
        if (tile_path_read((struct str){ path, len }, &back)) {
            char again[TILE_PATH_ROOM];
            assert_int_equal(tile_path(back, again), len);
            assert_memory_equal(path, again, len);
        }
    }
    static const char *const bad[] = { "",
                                       "tile",
                                       "tile/",
                                       "tile/0",
                                       "tile/0/",
                                       "tile/0/00",
                                       "tile/0/0000",
                                       "tile/00/000",
                                       "tile/64/000",
                                       "tile/-1/000",
                                       "tile/0/x000/001",
                                       "tile/0/000.p/",
                                       "tile/0/000.p/0",
                                       "tile/0/000.p/01",
                                       "tile/0/000.p/256",
                                       "tile/0/000/",
                                       "tile/entries",
                                       "tile/0/x999/x999/x999/x999/x999/x999/999",
                                       "/tile/0/000",
                                       "tile/0/000.p/1000" };
    struct tile_name name;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(tile_path_read(str_from(bad[i]), &name));
}

static void notes_are_strict(void **state)
{
    struct given *g = *state;
    struct task *t = &g->task;
    uint8_t seed[32] = { 5 }, other_seed[32] = { 6 }, public_key[32];
    note_public_key(seed, public_key);
    struct note_key log = note_key_make(S("northmere.example/log"), NOTE_ED25519, public_key);
    note_public_key(other_seed, public_key);
    struct note_key witness = note_key_make(S("witness.example"), NOTE_COSIGNATURE, public_key);
    struct note_key keys[] = { log, witness };
    struct str text = S("northmere.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
    struct str line = note_sign(t->arena, text, &log, seed, 0);
    struct str cosigned = note_sign(t->arena, text, &witness, other_seed, 1774570000);
    struct str good = note_join(t->arena, text, line);
    struct str both = str_print(t->arena, "%.*s%.*s", STR_ARG(good), STR_ARG(cosigned));
    const struct {
        const char *what;
        struct str bytes;
        enum status want;
        size_t count;
    } rows[] = {
        { "good", good, OK, 1 },
        { "both", both, OK, 2 },
        { "the same line twice", str_print(t->arena, "%.*s%.*s", STR_ARG(good), STR_ARG(line)), OK,
          1 },
        { "a line of an unknown key",
          str_print(t->arena, "%.*s\xe2\x80\x94 else AAAAAAA=\n", STR_ARG(good)), OK, 1 },
        { "no blank line", str_print(t->arena, "%.*s%.*s", STR_ARG(text), STR_ARG(line)), E_INVALID,
          0 },
        { "no signature", str_print(t->arena, "%.*s\n", STR_ARG(text)), E_INVALID, 0 },
        { "no last line end", (struct str){ good.at, good.len - 1 }, E_INVALID, 0 },
        { "a hyphen for the dash", str_print(t->arena, "%.*s\n- log AAAAAAA=\n", STR_ARG(text)),
          E_INVALID, 0 },
        { "only unknown keys",
          str_print(t->arena, "%.*s\n\xe2\x80\x94 else AAAAAAA=\n", STR_ARG(text)), E_DENIED, 0 },
        { "padding left out",
          str_print(t->arena, "%.*s\n\xe2\x80\x94 else AAAAAAA\n", STR_ARG(text)), E_INVALID, 0 },
        { "stray bits", str_print(t->arena, "%.*s\n\xe2\x80\x94 else AAAAAAB=\n", STR_ARG(text)),
          E_INVALID, 0 },
        { "too short", str_print(t->arena, "%.*s\n\xe2\x80\x94 else AAAAAA==\n", STR_ARG(text)),
          E_INVALID, 0 },
        { "a carriage return", str_print(t->arena, "a\r\n\n%.*s", STR_ARG(line)), E_INVALID, 0 },
        { "other text", str_print(t->arena, "other\n\n%.*s", STR_ARG(line)), E_CORRUPT, 0 },
        { "empty", S(""), E_INVALID, 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct note n;
        enum status got = note_open(t, rows[i].bytes, keys, COUNT(keys), &n);
        if (got != rows[i].want)
            print_error("row '%s': %s\n", rows[i].what, t->reason);
        assert_int_equal(got, rows[i].want);
        if (got == OK)
            assert_int_equal(n.count, rows[i].count);
    }
    for (size_t i = 0; i < both.len; i++) {
        struct note n;
        char *turned = NEWS(t->arena, char, both.len);
        memcpy(turned, both.at, both.len);
        turned[i] ^= 1;
        assert_true(note_open(t, (struct str){ turned, both.len }, keys, COUNT(keys), &n) != OK ||
                    n.count < 2);
    }
}

static void keys_are_strict(void **state)
{
    struct given *g = *state;
    uint8_t public_key[32] = { 1, 2, 3 };
    struct note_key k = note_key_make(S("a.example/b"), NOTE_ED25519, public_key), back;
    struct str vkey = note_key_print(g->task.arena, &k);
    assert_int_equal(note_key_read(&g->task, vkey, &back), OK);
    assert_memory_equal(back.public_key, public_key, 32);
    for (size_t i = 0; i < vkey.len; i++) {
        char *turned = NEWS(g->task.arena, char, vkey.len);
        memcpy(turned, vkey.at, vkey.len);
        turned[i] ^= 1;
        assert_int_equal(note_key_read(&g->task, (struct str){ turned, vkey.len }, &back),
                         E_INVALID);
        assert_int_equal(note_key_read(&g->task, (struct str){ vkey.at, i }, &back), E_INVALID);
    }
}

static void seals_open_in_their_place_only(void **state)
{
    (void)state;
    uint8_t key[KEY_BYTES], other[KEY_BYTES], salted[SALT_BYTES + 40], sealed[SEAL_MORE + 40];
    uint8_t opened[sizeof salted];
    struct entry_id id = { { 1 } }, id2 = { { 2 } };
    struct seal_place p = seal_place_open(S("a.example/b")), q = seal_place_open(S("a.example/c"));
    random_bytes(key, sizeof key);
    random_bytes(other, sizeof other);
    random_bytes(salted, sizeof salted);
    part_seal(&p, key, &id, 0, (struct str){ (const char *)salted, sizeof salted }, sealed);
    struct str s = { (const char *)sealed, sizeof sealed };
    assert_true(part_open(&p, key, &id, 0, s, opened));
    assert_memory_equal(opened, salted, sizeof salted);
    assert_false(part_open(&p, other, &id, 0, s, opened));
    assert_false(part_open(&p, key, &id2, 0, s, opened));
    assert_false(part_open(&p, key, &id, 1, s, opened));
    assert_false(part_open(&q, key, &id, 0, s, opened));
    for (size_t i = 0; i < sizeof sealed; i++) {
        sealed[i] ^= 1;
        assert_false(part_open(&p, key, &id, 0, s, opened));
        assert_false(part_open(&p, key, &id, 0, (struct str){ s.at, i }, opened));
        sealed[i] ^= 1;
    }
    uint8_t wrapped[WRAPPED_BYTES], back[KEY_BYTES];
    key_wrap(other, S("a.example/b"), 7, key, wrapped);
    struct str w = { (const char *)wrapped, sizeof wrapped };
    assert_true(key_unwrap(other, S("a.example/b"), 7, w, back));
    assert_memory_equal(back, key, KEY_BYTES);
    assert_false(key_unwrap(other, S("a.example/b"), 8, w, back));
    assert_false(key_unwrap(other, S("a.example/c"), 7, w, back));
    assert_false(key_unwrap(key, S("a.example/b"), 7, w, back));
    assert_false(key_unwrap(other, S("a.example/b"), 7, S(""), back));
}

/* Any bytes at all: a body is read whole or not. */
static void bodies_are_strict(void **state)
{
    struct given *g = *state;
    struct hash256 c[PARTS_MAX] = { { { 1 } } };
    const uint8_t *at;
    unsigned parts;
    uint8_t body[BODY_BYTES_MAX];
    for (unsigned count = 1; count <= PARTS_MAX; count++) {
        struct entry_head h = { 1, 492937, (int64_t)any_of(g, UINT64_C(1) << 60) };
        size_t len = body_write(&h, c, count, body);
        assert_true(body_read((struct str){ (const char *)body, len }, &at, &parts));
        assert_int_equal(parts, count);
        assert_memory_equal(at, c, 32 * count);
        for (size_t i = 0; i < len; i++)
            assert_false(body_read((struct str){ (const char *)body, i }, &at, &parts));
        assert_false(body_read((struct str){ (const char *)body, len + 1 }, &at, &parts));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_small_trees),
        cmocka_unit_test(tile_paths_come_back),
        cmocka_unit_test(notes_are_strict),
        cmocka_unit_test(keys_are_strict),
        cmocka_unit_test(seals_open_in_their_place_only),
        cmocka_unit_test(bodies_are_strict),
    };
    return RUN(tests);
}

/* The signer's end of its socket: grows a tree leaf by leaf from what it signed last. */
#include <string.h>

#include "journal/signer_own.h"

static struct str past(struct str s, size_t n)
{
    return (struct str){ s.at + n, s.len - n };
}

static struct str join(struct arena *a, struct str front, struct str rest)
{
    char *at = arena_take(a, 1, front.len + rest.len + 1);
    memcpy(at, front.at, front.len);
    if (rest.len)
        memcpy(at + front.len, rest.at, rest.len);
    return (struct str){ at, front.len + rest.len };
}

static status say_last(struct task *t, struct signer *s, struct str said, struct str *ret)
{
    struct str note = S("");
    if (!str_equal(said, origin_of(s)))
        return fail(t, E_DENIED, "this signer signs another register's log: start one for this");
    if (s->signed_once)
        TRY(signer_last_read(t, s, &note));
    s->asked = s->tree;
    struct signer_head h = { .size = s->tree.size, .root = tree_root(&s->tree) };
    memcpy(h.public_key, s->key.public_key, sizeof h.public_key);
    *ret = join(t->arena, (struct str){ (const char *)&h, sizeof h }, note);
    return OK;
}

static status add_leaves(struct task *t, struct signer *s, struct str said)
{
    int64_t from;
    struct hash256 leaf;
    if (said.len < sizeof from || (said.len - sizeof from) % sizeof leaf.b != 0)
        return fail(t, E_INVALID, "the signer was not asked in its own words");
    memcpy(&from, said.at, sizeof from);
    said = past(said, sizeof from);
    if (said.len / sizeof leaf.b > TILE_WIDTH)
        return fail(t, E_LIMIT, "the signer takes %d leaves at once", TILE_WIDTH);
    if (from != s->asked.size)
        return fail(t, E_CORRUPT, "the signer goes on from %lld entries and from nowhere else",
                    (long long)s->asked.size);
    for (; said.len; said = past(said, sizeof leaf.b)) {
        memcpy(leaf.b, said.at, sizeof leaf.b);
        tree_add(&s->asked, &leaf);
    }
    return OK;
}

static status sign(struct task *t, struct signer *s, struct str said, struct str *ret)
{
    int64_t size;
    struct hash256 claimed, grown = tree_root(&s->asked);
    if (said.len != sizeof size + sizeof claimed.b)
        return fail(t, E_INVALID, "the signer was not asked in its own words");
    memcpy(&size, said.at, sizeof size);
    memcpy(claimed.b, said.at + sizeof size, sizeof claimed.b);
    if (size < s->tree.size)
        return signer_rolled_back(t, size, s->tree.size);
    if (size != s->asked.size || !hash_equal(&claimed, &grown))
        return fail(t, E_CORRUPT,
                    "the journal differs from the head signed at %lld entries: stop, keep the"
                    " files, run a full check",
                    (long long)s->tree.size);
    if (s->signed_once && size == s->tree.size)
        return signer_last_read(t, s, ret);
    return signer_seal(t, s, &s->asked, ret);
}

static status carry_out(struct task *t, struct signer *s, uint32_t verb, struct str said,
                        struct str *ret)
{
    switch (verb) {
    case SIGNER_LAST: return say_last(t, s, said, ret);
    case SIGNER_ADD: return add_leaves(t, s, said);
    case SIGNER_SIGN: return sign(t, s, said, ret);
    default: return fail(t, E_INVALID, "the signer was not asked in its own words");
    }
}

struct str signer_answer(struct task *t, struct signer *s, struct str asked)
{
    struct signer_front f = { .magic = SIGNER_MAGIC }, in = { 0 };
    struct str said = S("");
    status done;
    if (asked.len < sizeof in || asked.len > SIGNER_MESSAGE_MAX)
        done = fail(t, E_INVALID, "the signer was not asked in its own words");
    else {
        memcpy(&in, asked.at, sizeof in);
        done = memcmp(in.magic, SIGNER_MAGIC, sizeof in.magic) != 0
                   ? fail(t, E_INVALID, "the signer was not asked in its own words")
                   : carry_out(t, s, in.verb, past(asked, sizeof in), &said);
    }
    f.verb = done;
    f.number = in.number;
    if (done != OK)
        said = str_copy(t->arena, str_from(t->reason));
    return join(t->arena, (struct str){ (const char *)&f, sizeof f }, said);
}

void signer_public_key(const struct signer *s, uint8_t ret[32])
{
    memcpy(ret, s->key.public_key, sizeof s->key.public_key);
}

/* Keys that verify notes, checkpoint bodies, and base64 of one spelling only. */
#include <sodium.h>
#include <string.h>

#include "journal/note.h"

enum {
    VARIANT = sodium_base64_VARIANT_ORIGINAL
};

bool base64_read(struct str text, uint8_t *ret, size_t room, size_t *ret_len)
{
    const char *end = NULL;
    /* The library accepts no other spelling: padding is asked for, stray bits are refused. */
    return sodium_base642bin(ret, room, text.at, text.len, NULL, ret_len, &end, VARIANT) == 0 &&
           end == text.at + text.len;
}

struct str base64_print(struct arena *a, const void *bytes, size_t len)
{
    size_t room = sodium_base64_encoded_len(len, VARIANT);
    char *to = NEWS(a, char, room);
    sodium_bin2base64(to, room, bytes, len, VARIANT);
    return (struct str){ to, room - 1 };
}

/* No spaces of Unicode either: they would let two names look alike. */
static bool name_is_good(struct str name)
{
    static const char *const spaces[] = { "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80",
                                          "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf",
                                          "\xe2\x81\x9f", "\xe3\x80\x80" };
    if (name.len == 0 || name.len > NOTE_NAME_MAX || !str_is_utf8(name) ||
        memchr(name.at, '+', name.len))
        return false;
    for (size_t i = 0; i < name.len; i++) {
        if ((uint8_t)name.at[i] <= ' ' || name.at[i] == 0x7f)
            return false;
    }
    for (size_t i = 0; i < COUNT(spaces); i++) {
        if (memmem(name.at, name.len, spaces[i], strlen(spaces[i])))
            return false;
    }
    for (size_t i = 0; i + 2 < name.len; i++) { /* U+2000 to U+200A */
        if (memcmp(name.at + i, "\xe2\x80", 2) == 0 && (uint8_t)name.at[i + 2] <= 0x8a)
            return false;
    }
    return true;
}

struct note_key note_key_make(struct str name, enum note_key_type type, const uint8_t key[32])
{
    struct note_key k = { .name = name, .type = (uint8_t)type };
    char kind = (char)type;
    struct str parts[] = { name, S("\n"), { &kind, 1 }, { (const char *)key, 32 } };
    struct hash256 h = sha256(parts, COUNT(parts));
    memcpy(k.id, h.b, sizeof k.id);
    memcpy(k.public_key, key, sizeof k.public_key);
    return k;
}

static bool hex_is(struct str hex, const uint8_t id[4])
{
    char text[9];
    sodium_bin2hex(text, sizeof text, id, 4);
    return str_is(hex, text);
}

/* At the first two plus signs only: base64 has plus signs of its own. */
status note_key_read(struct task *t, struct str vkey, struct note_key *ret)
{
    struct str name, rest, id, data;
    uint8_t bytes[33];
    size_t len;
    if (str_cut(vkey, '+', &name, &rest) && str_cut(rest, '+', &id, &data) && name_is_good(name) &&
        base64_read(data, bytes, sizeof bytes, &len) && len == sizeof bytes &&
        (bytes[0] == NOTE_ED25519 || bytes[0] == NOTE_COSIGNATURE)) {
        struct note_key k = note_key_make(name, (enum note_key_type)bytes[0], bytes + 1);
        if (hex_is(id, k.id)) {
            *ret = k;
            return OK;
        }
    }
    return fail(t, E_INVALID, "this is not a verifier key: it looks like name+1a2b3c4d+base64");
}

struct str note_key_print(struct arena *a, const struct note_key *k)
{
    char id[9];
    uint8_t bytes[33] = { k->type };
    memcpy(bytes + 1, k->public_key, 32);
    sodium_bin2hex(id, sizeof id, k->id, sizeof k->id);
    struct str data = base64_print(a, bytes, sizeof bytes);
    return str_print(a, "%.*s+%s+%.*s", STR_ARG(k->name), id, STR_ARG(data));
}

struct str checkpoint_print(struct arena *a, const struct checkpoint *c)
{
    struct str root = base64_print(a, c->root.b, sizeof c->root.b);
    return str_print(a, "%.*s\n%lld\n%.*s\n%.*s", STR_ARG(c->origin), (long long)c->size,
                     STR_ARG(root), STR_ARG(c->extensions));
}

/* Decimal, without sign or leading nought, within what a signed 64-bit number holds. */
static bool size_read(struct str s, int64_t *ret)
{
    int64_t n = 0;
    if (s.len == 0 || (s.at[0] == '0' && s.len > 1))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9' || __builtin_mul_overflow(n, 10, &n) ||
            __builtin_add_overflow(n, s.at[i] - '0', &n))
            return false;
    }
    *ret = n;
    return true;
}

/* Extension lines are whole and not empty. */
static bool extensions_are_good(struct str s)
{
    struct str line;
    while (s.len > 0) {
        if (!str_cut(s, '\n', &line, &s) || line.len == 0)
            return false;
    }
    return true;
}

status checkpoint_read(struct task *t, struct str text, struct checkpoint *ret)
{
    struct checkpoint c;
    struct str rest, size, root;
    size_t len;
    bool good = str_cut(text, '\n', &c.origin, &rest) && c.origin.len > 0 &&
                str_cut(rest, '\n', &size, &rest) && str_cut(rest, '\n', &root, &c.extensions) &&
                size_read(size, &c.size) && base64_read(root, c.root.b, sizeof c.root.b, &len) &&
                len == sizeof c.root.b && extensions_are_good(c.extensions) &&
                !memchr(text.at, '\r', text.len) && str_is_utf8(text);
    if (good && c.size == 0) {
        struct hash256 empty = sha256(NULL, 0);
        good = memcmp(empty.b, c.root.b, sizeof empty.b) == 0;
    }
    if (!good)
        return fail(t, E_INVALID, "this is not a checkpoint: origin, size and root on a line each");
    *ret = c;
    return OK;
}

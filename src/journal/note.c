/* Signed notes: text, a blank line, one line a signature; opened strictly. */
#include "journal/note.h"

#include <sodium.h>
#include <string.h>

static const char dash[] = "\xe2\x80\x94 "; /* the em dash and its space, as bytes */
enum {
    DASH_BYTES = 4,
    SIGNATURE_BYTES = 64,
    TIMED_BYTES = 8 + SIGNATURE_BYTES
};

static uint64_t read_u64(const uint8_t *at)
{
    uint64_t n = 0;
    for (size_t i = 0; i < 8; i++)
        n = n << 8 | at[i];
    return n;
}

/* The text of a note holds no control characters but line ends. */
static bool is_note_text(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((uint8_t)s.at[i] < 0x20 && s.at[i] != '\n')
            return false;
    }
    return str_is_utf8(s);
}

/* What is signed: the text itself, or for a cosignature the time before it. */
static struct str signed_bytes(struct arena *a, const struct note_key *k, struct str text,
                               int64_t time)
{
    if (k->type != NOTE_COSIGNATURE)
        return text;
    return str_print(a, "cosignature/v1\ntime %lld\n%.*s", (long long)time, STR_ARG(text));
}

void note_public_key(const uint8_t seed[32], uint8_t ret[32])
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    MUST(crypto_sign_seed_keypair(ret, secret, seed) == 0);
    wipe(secret, sizeof secret);
}

struct str note_sign(struct arena *a, struct str text, const struct note_key *k,
                     const uint8_t seed[32], int64_t cosigned_at)
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES], public_key[32], blob[4 + TIMED_BYTES];
    size_t at = sizeof k->id;
    struct str message = signed_bytes(a, k, text, cosigned_at);
    MUST(crypto_sign_seed_keypair(public_key, secret, seed) == 0);
    MUST(memcmp(public_key, k->public_key, sizeof public_key) == 0);
    memcpy(blob, k->id, sizeof k->id);
    for (size_t i = 0; k->type == NOTE_COSIGNATURE && i < 8; i++)
        blob[at++] = (uint8_t)((uint64_t)cosigned_at >> (56 - 8 * i));
    MUST(crypto_sign_detached(blob + at, NULL, (const uint8_t *)message.at, message.len, secret) ==
         0);
    wipe(secret, sizeof secret);
    struct str line = base64_print(a, blob, at + SIGNATURE_BYTES);
    return str_print(a, "%s%.*s %.*s\n", dash, STR_ARG(k->name), STR_ARG(line));
}

struct str note_join(struct arena *a, struct str text, struct str signature_lines)
{
    return str_print(a, "%.*s\n%.*s", STR_ARG(text), STR_ARG(signature_lines));
}

/* One line: name, then base64 of key id and signature. */
struct line {
    struct str name;
    uint8_t blob[4096];
    size_t len;
};

static bool line_read(struct str text, struct line *ret)
{
    struct str rest = { text.at + DASH_BYTES, text.len - DASH_BYTES }, blob;
    if (text.len < DASH_BYTES || memcmp(text.at, dash, DASH_BYTES) != 0 ||
        !str_cut(rest, ' ', &ret->name, &blob) || ret->name.len == 0 ||
        memchr(ret->name.at, '+', ret->name.len))
        return false;
    return base64_read(blob, ret->blob, sizeof ret->blob, &ret->len) && ret->len >= 5;
}

static const struct note_key *key_of(const struct line *l, const struct note_key *keys,
                                     size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal(keys[i].name, l->name) && memcmp(keys[i].id, l->blob, 4) == 0)
            return &keys[i];
    }
    return NULL;
}

static bool signature_holds(struct task *t, struct str text, const struct note_key *k,
                            const struct line *l, int64_t *ret_time)
{
    const uint8_t *signature = l->blob + 4;
    *ret_time = 0;
    if (k->type == NOTE_COSIGNATURE) {
        if (l->len != 4 + TIMED_BYTES || read_u64(signature) > INT64_MAX)
            return false;
        *ret_time = (int64_t)read_u64(signature);
        signature += 8;
        if (*ret_time == 0)
            return false;
    } else if (l->len != 4 + SIGNATURE_BYTES) {
        return false;
    }
    struct str message = signed_bytes(t->arena, k, text, *ret_time);
    return crypto_sign_verify_detached(signature, (const uint8_t *)message.at, message.len,
                                       k->public_key) == 0;
}

static bool have_already(const struct note *n, const struct note_key *k)
{
    for (size_t i = 0; i < n->count; i++) {
        if (n->signature[i].key == k)
            return true;
    }
    return false;
}

static status line_verify(struct task *t, struct str text, const struct note_key *keys,
                          size_t count, struct note *n)
{
    struct line l;
    int64_t time;
    if (!line_read(text, &l))
        return fail(t, E_INVALID, "a signature line of the note is malformed: fetch it again");
    const struct note_key *k = key_of(&l, keys, count);
    if (!k || have_already(n, k))
        return OK;
    if (!signature_holds(t, n->text, k, &l, &time))
        return fail(t, E_CORRUPT, "a signature of the note is false: keep the note as evidence");
    n->signature[n->count++] = (struct signature){ k, time };
    return OK;
}

/* The last blank line parts text and signatures; the text may hold blank lines of its own. */
static bool split(struct str bytes, struct str *ret_text, struct str *ret_lines)
{
    for (size_t i = bytes.len; i-- > 1;) {
        if (bytes.at[i] != '\n' || bytes.at[i - 1] != '\n')
            continue;
        *ret_text = (struct str){ bytes.at, i };
        *ret_lines = (struct str){ bytes.at + i + 1, bytes.len - i - 1 };
        return ret_lines->len > 0 && bytes.at[bytes.len - 1] == '\n';
    }
    return false;
}

status note_open(struct task *t, struct str bytes, const struct note_key *keys, size_t count,
                 struct note *ret)
{
    struct str lines, line;
    size_t seen = 0;
    *ret = (struct note){ 0 };
    if (bytes.len > NOTE_BYTES_MAX || !is_note_text(bytes) || !split(bytes, &ret->text, &lines))
        return fail(t, E_INVALID, "this is not a signed note: fetch it again");
    while (str_cut(lines, '\n', &line, &lines)) {
        if (++seen > NOTE_SIGNATURES_MAX)
            return fail(t, E_LIMIT, "the note has more than %d signatures", NOTE_SIGNATURES_MAX);
        TRY(line_verify(t, line, keys, count, ret));
    }
    if (ret->count == 0)
        return fail(t, E_DENIED, "the note has no signature of a known key");
    return OK;
}

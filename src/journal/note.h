/* Signed notes, checkpoints and cosignatures, as transparency logs exchange them. */
#ifndef JOURNAL_NOTE_H
#define JOURNAL_NOTE_H
#include "base/hash.h"
#include "base/task.h"

enum {
    NOTE_BYTES_MAX = 64 << 10,
    NOTE_SIGNATURES_MAX = 64,
    NOTE_NAME_MAX = 200,
};
enum note_key_type {
    NOTE_ED25519 = 1,     /* signs a note's text */
    NOTE_COSIGNATURE = 4, /* cosignature/v1: signs a time and the text */
};

struct note_key { /* to verify with: "name+id+base64" */
    struct str name;
    uint8_t id[4];
    uint8_t type; /* enum note_key_type */
    uint8_t public_key[32];
};
/* Reads only a key whose id is that of its name and bytes. */
status note_key_read(struct task *t, struct str vkey, struct note_key *ret);
struct note_key note_key_make(struct str name, enum note_key_type type, const uint8_t key[32]);
struct str note_key_print(struct arena *a, const struct note_key *k);

struct checkpoint {
    struct str origin;
    int64_t size;
    struct hash256 root;
    struct str extensions; /* whole lines, or empty */
};
struct str checkpoint_print(struct arena *a, const struct checkpoint *c);
status checkpoint_read(struct task *t, struct str text, struct checkpoint *ret);

/* The signature line of a note's text, with its line end. `seed` is the Ed25519 key's. */
struct str note_sign(struct arena *a, struct str text, const struct note_key *k,
                     const uint8_t seed[32], int64_t cosigned_at);
struct str note_join(struct arena *a, struct str text, struct str signature_lines);
void note_public_key(const uint8_t seed[32], uint8_t ret[32]);

struct signature {
    const struct note_key *key;
    int64_t time; /* seconds since 1970, of a cosignature; else 0 */
};
struct note {
    struct str text;
    struct signature signature[NOTE_SIGNATURES_MAX]; /* verified ones, each key once */
    size_t count;
};
/* E_CORRUPT: a known key's signature is false. E_DENIED: no signature of a known key. E_INVALID:
 * not a note. Lines of unknown keys are left out. */
status note_open(struct task *t, struct str bytes, const struct note_key *keys, size_t count,
                 struct note *ret);

/* Standard base64 with padding, of exactly the canonical spelling. */
bool base64_read(struct str text, uint8_t *ret, size_t room, size_t *ret_len);
struct str base64_print(struct arena *a, const void *bytes, size_t len);

#endif

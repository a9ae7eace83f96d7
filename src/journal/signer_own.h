/* What the files of the signer share: its state, and the messages between it and who asks. */
#ifndef JOURNAL_SIGNER_OWN_H
#define JOURNAL_SIGNER_OWN_H
#include <stdatomic.h>

#include "journal/note.h"
#include "journal/seal.h"
#include "journal/signer.h"
#include "journal/tree.h"

struct far; /* the signer is a process of its own: how to reach it */
struct signer {
    struct db *own;
    char origin[ORIGIN_BYTES_MAX];
    size_t origin_len;
    uint8_t seed[32]; /* noughts when the signer is elsewhere */
    struct note_key key;
    struct tree tree; /* up to the last signed head */
    bool signed_once;
    struct tree asked; /* what who asks has shown of the log so far */
    struct far *far;
    atomic_bool away;
};

static inline struct str origin_of(const struct signer *s)
{
    return (struct str){ s->origin, s->origin_len };
}

/* One message is one packet: five bytes "SLS1" and a verb or an enum status, the number that an
 * answer repeats, then what the verb says. Numbers are of this machine: both ends are on it. */
enum signer_verb {
    SIGNER_LAST = 1, /* origin -> struct signer_head, note */
    SIGNER_ADD,      /* int64 from, leaves -> nothing */
    SIGNER_SIGN,     /* int64 size, root -> note */
};
struct signer_front {
    char magic[4];
    uint32_t verb; /* of an answer: its enum status, and a reason follows unless it is OK */
    uint64_t number;
};
struct signer_head {
    int64_t size; /* 0: nothing was signed yet */
    struct hash256 root;
    uint8_t public_key[32];
};
#define SIGNER_MAGIC "SLS1"

status signer_new(struct task *t, struct db *own, struct str origin, struct signer **ret);
status signer_last_read(struct task *t, struct signer *s, struct str *ret_note);
/* Stores, then remembers: nobody else may have signed this size or a larger one. */
status signer_keep(struct task *t, struct signer *s, const struct tree *tree, struct str note);
status signer_seal(struct task *t, struct signer *s, const struct tree *tree, struct str *ret_note);
void signer_tell(struct signer *s, struct journal *j);
status signer_rolled_back(struct task *t, int64_t size, int64_t last);
void far_close(struct far *f);
/* E_BUSY: it cannot be reached now; nothing was signed, and it may be asked again. */
status far_sign(struct task *t, struct signer *s, struct journal *j, struct str *ret_note);

#endif

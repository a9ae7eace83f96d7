/* Signs the journal's heads: remembers its own frontier, and never signs two that disagree. */
#ifndef JOURNAL_SIGNER_H
#define JOURNAL_SIGNER_H
#include "journal/journal.h"

struct signer;

/* `own`: the signer's small database (synchronous FULL), apart from the journal's. */
status signer_open(struct task *t, struct db *own, struct str origin, const uint8_t seed[32],
                   struct signer **ret);
void signer_close(struct signer *s);
/* Reads committed leaves, recomputes the root from its own frontier, stores, then signs.
 * E_CORRUPT: the journal is older than, or differs from, the last signed head. */
status signer_sign(struct task *t, struct signer *s, struct journal *j, struct str *ret_note);
/* At start: refuses a database older than the last signed head. */
status signer_check(struct task *t, struct signer *s, struct journal *j);
/* The signer as a process of its own, which has the key; here is no key. */
struct signer_place {
    struct str path; /* of its socket; or */
    int fd;          /* an open end of a pair */
    bool same;       /* it writes the very database `own` */
};
/* `own` gets a copy of each head, for journal_verify. The signer is asked once: E_BUSY when it does
 * not answer. E_CORRUPT: it is another one than the heads here are signed by. */
status signer_open_far(struct task *t, struct db *own, struct str origin,
                       const struct signer_place *p, struct signer **ret);
/* Knows what was signed, and by whom; signs nothing (E_BUSY). `key` as signer_key_text says it. */
status signer_open_away(struct task *t, struct db *own, struct str origin, struct str key,
                        struct signer **ret);
struct str signer_key_text(struct arena *a, const struct signer *s); /* the public key, base64 */
bool signer_is_away(const struct signer *s); /* heads are not being signed now; any thread */
/* The signer's end: one message in, one out. It signs only what goes on from what it signed last,
 * leaf by leaf, so that no other past can be signed whoever asks. */
enum {
    SIGNER_MESSAGE_MAX = 16 << 10
};
struct str signer_answer(struct task *t, struct signer *s, struct str asked);
void signer_public_key(const struct signer *s, uint8_t ret[32]);
status signer_last(struct task *t, struct signer *s, struct str *ret_note, int64_t *ret_size);

#endif

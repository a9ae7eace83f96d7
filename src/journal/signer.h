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
status signer_last(struct task *t, struct signer *s, struct str *ret_note, int64_t *ret_size);

#endif

/* What only the program says: nobody else makes such an entry, and nobody takes one back. */
#ifndef WORK_OWN_ENTRIES_H
#define WORK_OWN_ENTRIES_H
#include "work/writer.h"

/* Asked of every append that the program does not make itself (append.own). E_DENIED: such an entry
 * is the program's own, and what to do instead. E_INVALID: the key is of a kind that it uses. */
status own_entries_check(struct task *t, struct store *s, const struct append *a);

/* Kinds that the program alone says. */
bool own_entry(enum event_kind kind);

#endif

/* The hint about words beside a field: which context a field is, and how the hint is shown. */
#ifndef WEB_LANGUAGE_H
#define WEB_LANGUAGE_H
#include "journal/event.h"
#include "web/blame.h"
#include "web/show.h"

/* `kind` EV_NONE: of no particular form. */
enum blame_context language_context(enum event_kind kind, struct str field);

struct child_entry;
/* Under a field that has something typed in it. */
void page_words_hint(struct html *h, const struct form *f, const char *name);
/* On a receipt: all that may be said otherwise in the entry, and the way to correct it. */
void page_entry_hints(struct html *h, uint32_t child, const struct child_entry *e);

#endif

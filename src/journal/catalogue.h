/* The catalogue as the rest of this room reads it: without a check for each look-up. */
#ifndef JOURNAL_CATALOGUE_H
#define JOURNAL_CATALOGUE_H
#include "journal/event.h"

extern const struct kind_def *const catalogue; /* by enum event_kind */
/* Before which field the key "child" of a pointer comes; NO_POINTER: the kind has none. */
extern const uint8_t *const catalogue_child_at;
enum {
    NO_POINTER = 255
};

/* A home's stream holds a pointer to such an event: its one key beyond the kind's own fields. */
static inline bool kind_has_pointer(enum event_kind kind)
{
    return catalogue_child_at[kind] != NO_POINTER;
}

#endif

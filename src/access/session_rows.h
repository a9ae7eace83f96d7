/* Sign-ins that go on, as they lie in the file: found again after a start, told nobody what the
 * cookie says. A look is never a write: times of use are written once a minute, together. */
#ifndef ACCESS_SESSION_ROWS_H
#define ACCESS_SESSION_ROWS_H
#include "work/look.h"
#include "work/writer.h"

struct session_row {
    uint8_t id[32]; /* a hash of what the cookie says */
    uint32_t person;
    uint8_t role, with; /* enum role; of CODES_CREDENTIAL */
    struct instant began, used;
    struct str body; /* the web room's own; sealed where it lies */
};
struct session_rows {
    struct session_row *at;
    size_t count;
};
/* Those begun and used since; at most `most`, the last used first. */
status session_rows_read(struct task *t, struct reader *r, struct instant began,
                         struct instant used, size_t most, struct session_rows *ret);
/* Durable when it returns. Says signed-out in the log when one ends by the person's own wish. */
status session_row_put(struct task *t, struct writer *w, const struct session_row *s);
status session_row_end(struct task *t, struct writer *w, const struct session_row *s,
                       struct str reason);
/* All of this person but one; `but` NULL: all. */
status session_rows_end(struct task *t, struct writer *w, uint32_t person, const uint8_t *but,
                        struct str reason);
/* Writes when they were last used, and removes those begun or used before. */
status session_rows_used(struct task *t, struct writer *w, const struct session_rows *rows,
                         struct instant began, struct instant used);

#endif

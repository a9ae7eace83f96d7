/* Two people wrote of the same thing at the same time: both are shown, and one of them chooses. */
#ifndef WEB_CONFLICT_H
#define WEB_CONFLICT_H
#include "web/pages.h"

struct said;

/* Of these every one is kept, whichever came first: a sighting does not replace a sighting. */
bool conflict_in_any_order(enum event_kind kind);
/* The newest entry of the same kind that came since; NULL: nothing that this one would replace. */
const struct child_entry *conflict_with(const struct child_file *f, uint32_t seen,
                                        const struct event *mine);
/* Both versions in one table, and three choices. Nothing is written. */
status conflict_show(struct task *t, struct request *in, const struct child_file *f,
                     struct form *form, const struct event *mine, const struct child_entry *theirs,
                     struct response *out);
/* What was chosen there: `s` becomes a correction, or gets a second entry that says we disagree.
 * *ret_answered: theirs stands, or nothing was chosen; the response is made. */
status conflict_chosen(struct task *t, struct request *in, const struct child_file *f,
                       struct form *form, struct said *s, bool *ret_answered, struct response *out);

/* For a form of which only entries of its own kind matter: OK and not answered: record `s` now.
 * Answered: both were shown, or theirs stands. */
status conflict_settled(struct task *t, struct request *in, const struct child_file *f,
                        struct form *form, struct said *s, bool *ret_answered,
                        struct response *out);

struct conflict_page {
    uint32_t child, last_n, theirs_n;
    struct str name, by, address; /* address: where the form was sent, and goes again */
    struct instant recorded;
    const struct entry_kind *kind;
    struct conflict_row {
        const char *label;
        struct str theirs, mine;
        bool differs;
    } * row;
    size_t rows;
};

#endif

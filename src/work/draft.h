/* Forms that a person has begun and not sent: kept sealed, seen by nobody else, gone when sent.
 *
 * A row is changed in place, never folded and never part of the journal. */
#ifndef WORK_DRAFT_H
#define WORK_DRAFT_H
#include "work/look.h"
#include "work/writer.h"

enum {
    DRAFT_BYTES_MAX = 64 << 10,
    DRAFTS_EACH_MAX = 50, /* of one person */
    DRAFT_DAYS = 30,      /* a local parameter: what nobody has touched for so long is removed */
    DRAFT_FORM_MAX = 80,
};

struct draft {
    struct str form;  /* which form: a name of the asker's own, at most DRAFT_FORM_MAX letters */
    uint32_t subject; /* whom it is about; 0: nobody */
    struct instant saved;
    uint32_t base_n; /* how long the record was when the form was opened; APPEND_ANY: not known */
    struct str body; /* as given; empty in a list */
};
/* Durable when it says OK. E_LIMIT: too long, or too many drafts, and what to do about it. */
status draft_save(struct task *t, struct writer *w, uint32_t person, const struct draft *d);
/* E_MISSING: there is none. What does not open is as good as none. */
status draft_read(struct task *t, struct reader *r, uint32_t person, struct str form,
                  uint32_t subject, struct draft *ret);
/* OK also when there was none. */
status draft_drop(struct task *t, struct writer *w, uint32_t person, struct str form,
                  uint32_t subject);

struct draft_list {
    struct draft *at; /* newest first, without bodies */
    size_t count;
};
status drafts_of(struct task *t, struct reader *r, uint32_t person, struct draft_list *ret);

/* All drafts that were last saved before an instant; and all of a person who has left. */
status drafts_expire(struct task *t, struct writer *w, struct instant before, int64_t *ret_removed);
status drafts_drop_all(struct task *t, struct writer *w, uint32_t person);

#endif

/* One subject folded: its facts, the rules' findings, and the rows that both come to.
 *
 * Pure apart from memory: the writer, the catch-up at start, a rebuild and its check all use it,
 * so that there is one answer only. A folding belongs to one thread. */
#ifndef WORK_FOLD_H
#define WORK_FOLD_H
#include "register/derived.h"
#include "rulebook/rulebook.h"
#include "work/store.h"

struct folding {
    const struct rulebook *rules;
    const struct calendar *calendar;
    const struct store *store;
    struct evaluation *evaluation; /* of the subject folded last */
    int64_t next_us; /* by fold_rows: when the clock must next act on it; INT64_MAX: never */
    struct fact *facts;            /* a copy that may be sorted */
    size_t room;
};
struct folding *folding_open(struct task *t, const struct store *s);
void folding_close(struct folding *f);

/* The subject's state and duties; `until_n`: only events up to this place in the stream. */
const struct evaluation *fold_subject(struct folding *f, enum subject_kind kind,
                                      const struct stream *s, uint32_t until_n);
const struct evaluation *fold_child(struct folding *f, const struct stream *s, uint32_t until_n);
/* All derived rows of a subject. Its evaluation is left in f->evaluation, if it has one. */
void fold_rows(struct task *t, struct folding *f, enum subject_kind kind, const struct stream *s,
               struct derived_rows *ret);
/* Who owes the child folded last something open: rows of need_to_know. */
void owed_rows(const struct folding *f, struct derived_rows *ret);
bool fold_has_rows(enum subject_kind kind);
bool fold_has_rules(enum subject_kind kind); /* has duties and alarms: a child, a home … */

/* Where the roles that answer for a subject are looked for: held for the child; at a home, the one
 * where the child lives, or at the agency itself. For owners_find. */
struct whereabouts {
    uint32_t child, home;
};
struct whereabouts whereabouts_of(struct task *t, enum subject_kind kind, const struct stream *s,
                                  const struct evaluation *e);

/* The home of a placement, by the event that started it; 0 when it is not a registered home. */
uint32_t placement_home(struct task *t, const struct stream *s, const struct placement *p);
/* The placement the child is in; NULL when in none. */
const struct placement *placement_now(const struct child_state *c);
const struct missing_episode *episode_now(const struct child_state *c);

#endif

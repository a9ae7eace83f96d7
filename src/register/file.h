/* A child's file: who the child is and what was said, folded from the stream, to be read. */
#ifndef REGISTER_FILE_H
#define REGISTER_FILE_H
#include "register/child.h"

struct journal;

/* What stands for a team in rows of role_holder that are not a role taken on for good. */
#define TEAM_ROTA "(rota)"         /* a shift: from_us to until_us */
#define TEAM_HANDOVER "(handover)" /* given to the person and not taken yet; never held so */

/* The words of one child, from the kept text of the stream; every str lives in the arena. */
struct child_words {
    struct str given, family, known_as, language, local_id, upn, nhs;
    int32_t born; /* INT32_MIN not known */
    uint8_t sex, ethnicity, uasc;
};

/* One stream as known at an instant, ready to fold. */
struct stream {
    uint32_t subject, length;  /* length: last n, also of what is not shown */
    uint32_t count, held_back; /* facts here; entries recorded after `known_at` */
    struct fact *fact;         /* in n order, dense: what is held back or erased has n 0 */
    struct str *payload;       /* by n - 1: canonical bytes, empty where not kept */
    int64_t *seq;              /* by n - 1: place in the log */
    int64_t last_seq;
};
/* `every`: keep all payloads, not only those of kinds whose text folds read. */
status stream_read(struct task *t, struct journal *j, uint32_t subject, struct instant known_at,
                   bool every, struct stream *ret);
/* A copy that child_step may be given, sorted and without what was corrected; how many. */
uint32_t stream_facts(struct task *t, const struct stream *s, struct fact **ret);
/* The event of entry n: EV_NONE when it was not kept, is erased, or held back. */
struct event stream_event_at(struct task *t, const struct stream *s, uint32_t n);

struct child_words child_words_of(struct task *t, const struct stream *s);
/* The display name: known-as or given with family, else "Child 566910", else "Child no. 12". */
struct str child_name(struct arena *a, const struct child_words *w, uint32_t child);

#endif

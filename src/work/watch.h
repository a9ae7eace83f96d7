/* What lies in no one stream: found over many, and said by the program as an event with what it
 * saw, so that an ordinary rule rings on it and everyone can see why.
 *
 * A pair is said again when it happened again, a home once a month, however often one looks. The
 * numbers are local parameters of the rulebook. */
#ifndef WORK_WATCH_H
#define WORK_WATCH_H
#include "work/funnel.h"
#include "work/look.h"
#include "work/writer.h"

struct watch_done {
    uint32_t together, shares, away, quiet; /* found */
    uint32_t said;                          /* of these, not said before */
    bool cut; /* too much to compare: what was found stands, but more may be there */
};
/* Looks over the year before `now` and appends what it finds. */
status watch_run(struct task *t, struct reader *r, struct writer *w, struct instant now,
                 struct watch_done *ret);

/* A thread that looks when it starts and every morning at five. `t`: lives as long. */
struct watcher;
/* What rooms below this one look over each day as well: the access log. NULL: nothing. */
typedef status watch_more(struct task *t, struct reader *r, struct writer *w, struct instant now);
status watcher_start(struct task *t, struct store *s, struct writer *w, watch_more *more,
                     struct watcher **ret);
void watcher_stop(struct watcher *x); /* accepts NULL */

/* --- the arithmetic, pure --- */

struct away_span { /* one missing episode, or one that is away without authorisation */
    uint32_t child, home;
    int64_t from, until; /* microseconds; INT64_MAX: not back */
    uint8_t class;       /* number in CODES(CLASSIFICATION) */
};
struct together { /* two children of different homes who went missing at nearly the same time */
    uint32_t child, other; /* child < other */
    uint32_t times;
    int64_t since, last;
    double by_chance; /* times that chance alone would give in the window */
};
struct together_terms {
    int64_t window_us;  /* the whole look */
    int64_t near_us;    /* both began within it */
    uint32_t times_min; /* at least so often … */
    double chance_max;  /* … and less likely than this by chance */
};
/* `spans` sorted by `from`. Gives at most `room`, the most frequent first; false: there were more
 * near beginnings than it could compare. */
bool together_of(struct arena *a, const struct away_span *spans, size_t count,
                 const struct together_terms *terms, struct together *ret, size_t room,
                 size_t *ret_count);

/* Children in homes and their episodes there within [from, until), for funnel_of. */
struct stay_span {
    uint32_t child, home;
    int64_t from, until;
};
size_t funnel_children(struct arena *a, const struct stay_span *stays, size_t count,
                       const struct away_span *spans, size_t span_count, int64_t from,
                       int64_t until, struct funnel_child **ret);

/* Everything a page about shares needs; homes with the fewest child-days first. */
status look_funnel(struct task *t, struct reader *r, struct instant now, struct funnel *ret);

#endif

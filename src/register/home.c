/* One home's state, one event at a time: who lives there, who is missing, open notices. */
#include "register/home.h"

#include <string.h>

_Static_assert(HOME_FACTS_COUNT <= 64, "a bit each");

/* By place in the code lists; a test holds these against them. */
enum { AWAY_CLASS = 2 };
enum { NOT_CARING = 1 }; /* bit of worker-started */
enum { NOTICE_RESTRICTION = 2, NOTICE_SUSPENSION = 3 };

static const uint64_t registered_as[] = { /* CODES(HOME_TYPE) */
    [1] = HOME_IS(CHILDRENS_HOME),
    [2] = HOME_IS(CHILDRENS_HOME),
    [3] = HOME_IS(SUPPORTED),
    [4] = HOME_IS(FOSTER),
    [5] = 0,
};
static const uint64_t placed_as[] = { /* CODES(PLACEMENT_TYPE) */
    [5] = HOME_IS(SUPPORTED),                                         /* H5 */
    [6] = HOME_IS(CHILDRENS_HOME), [7] = HOME_IS(CHILDRENS_HOME),     /* K1 K2 */
    [8] = HOME_IS(SUPPORTED),                                         /* K3 */
    [22] = HOME_IS(FOSTER), [23] = HOME_IS(FOSTER), [24] = HOME_IS(FOSTER), /* U1 U2 U3 */
    [25] = HOME_IS(FOSTER), [26] = HOME_IS(FOSTER), [27] = HOME_IS(FOSTER), /* U4 U5 U6 */
};
#define ALL_TYPES (HOME_IS(CHILDRENS_HOME) | HOME_IS(SUPPORTED) | HOME_IS(FOSTER))

void home_start(struct home_state *s)
{
    memset(s, 0, offsetof(struct home_state, resident));
    s->is = HOME_IS(OPEN);
}

static void set_fact(struct home_state *s, uint64_t fact, bool so)
{
    s->is = so ? s->is | fact : s->is & ~fact;
}

/* ---- the home itself ---- */

static void registered(struct home_state *s, const struct fact *f)
{
    if (f->kind == EV_HOME_REGISTERED)
        s->is |= HOME_IS(OPEN) | HOME_IS(REGISTERED);
    if (f->number > 0 && f->number <= UINT32_MAX)
        s->places = (uint32_t)f->number;
    if (f->code != 0 && f->code < COUNT(registered_as))
        s->is = (s->is & ~ALL_TYPES) | registered_as[f->code];
}

static void role_taken(struct home_state *s, const struct fact *f)
{
    if (f->code < ROLES)
        s->holder[f->code] = (uint32_t)f->number;
}

static void role_given_up(struct home_state *s, const struct fact *f)
{
    if (f->code < ROLES && (f->number == 0 || s->holder[f->code] == (uint32_t)f->number))
        s->holder[f->code] = 0;
}

/* ---- notices ---- */

static void show_notices(struct home_state *s)
{
    bool restricted = false, suspended = false;
    for (uint32_t i = 0; i < s->notices; i++) {
        restricted |= s->notice[i].type == NOTICE_RESTRICTION;
        suspended |= s->notice[i].type == NOTICE_SUSPENSION;
    }
    set_fact(s, HOME_IS(UNDER_NOTICE), s->notices > 0);
    set_fact(s, HOME_IS(RESTRICTED), restricted);
    set_fact(s, HOME_IS(SUSPENDED), suspended);
}

static struct home_notice *notice_of(struct home_state *s, uint64_t id)
{
    for (uint32_t i = 0; i < s->notices; i++) {
        if (s->notice[i].id == id)
            return &s->notice[i];
    }
    return NULL;
}

static void notice_issued(struct home_state *s, const struct fact *f)
{
    struct home_notice *n = notice_of(s, f->about);
    if (n == NULL && s->notices == HOME_NOTICES_MAX) {
        s->overfull = true;
        return;
    }
    if (n == NULL)
        n = &s->notice[s->notices++];
    *n = (struct home_notice){ f->about, f->happened, (int32_t)f->number, f->code, { 0 } };
    show_notices(s);
}

static void notice_met(struct home_state *s, const struct fact *f)
{
    struct home_notice *n = notice_of(s, f->about);
    if (n == NULL)
        return;
    *n = s->notice[--s->notices];
    show_notices(s);
}

static void notice_extended(struct home_state *s, const struct fact *f)
{
    struct home_notice *n = notice_of(s, f->about);
    if (n != NULL)
        n->by = (int32_t)f->number;
}

/* ---- who lives there ---- */

static struct home_resident *resident_of(struct home_state *s, uint32_t child)
{
    for (uint32_t i = 0; i < s->residents; i++) {
        if (s->resident[i].child == child)
            return &s->resident[i];
    }
    return NULL;
}

static void moved_in(struct home_state *s, const struct fact *f)
{
    struct home_resident *r = resident_of(s, (uint32_t)f->number);
    if ((s->is & ALL_TYPES) == 0 && f->code < COUNT(placed_as))
        s->is |= placed_as[f->code];
    if (r == NULL && s->residents == HOME_RESIDENTS_MAX) {
        s->overfull = true;
        return;
    }
    if (r == NULL)
        r = &s->resident[s->residents++];
    *r = (struct home_resident){ f->about, f->happened, (uint32_t)f->number, f->code, { 0 } };
}

/* ---- who is missing ---- */

static bool is_missing(const struct home_episode *e)
{
    return e->until == INT64_MAX && e->class != AWAY_CLASS;
}

static void count_missing(struct home_state *s)
{
    s->missing = 0;
    for (uint32_t i = 0; i < s->episodes; i++) {
        bool again = !is_missing(&s->episode[i]);
        for (uint32_t j = 0; j < i && !again; j++)
            again = is_missing(&s->episode[j]) && s->episode[j].child == s->episode[i].child;
        s->missing += !again;
    }
}

static struct home_episode *episode_of(struct home_state *s, const struct fact *f)
{
    for (uint32_t i = s->episodes; i-- > 0;) {
        if (s->episode[i].id == f->about && s->episode[i].child == (uint32_t)f->number)
            return &s->episode[i];
    }
    return NULL;
}

static void forget_oldest(struct home_state *s)
{
    uint32_t at = 0;
    while (at < s->episodes && s->episode[at].until == INT64_MAX)
        at++;
    if (at == s->episodes) {
        s->overfull = true;
        at = 0;
    }
    s->episodes--;
    memmove(&s->episode[at], &s->episode[at + 1], (s->episodes - at) * sizeof s->episode[0]);
}

static void missing_said(struct home_state *s, const struct fact *f)
{
    struct home_episode *e = episode_of(s, f);
    if (e == NULL) {
        if (s->episodes == HOME_EPISODES_MAX)
            forget_oldest(s);
        e = &s->episode[s->episodes++];
        *e = (struct home_episode){ f->about,  f->happened, INT64_MAX, (uint32_t)f->number,
                                    f->code, { 0 } };
        s->reports++;
    }
    if (f->code != 0)
        e->class = f->code;
    if (f->kind == EV_MISSING_REPORTED) {
        s->last_report = f->happened;
        s->is |= HOME_IS(KNOWN_TO_REPORT);
    }
    count_missing(s);
}

static void came_back(struct home_state *s, const struct fact *f)
{
    struct home_episode *e = episode_of(s, f);
    if (e == NULL || e->until != INT64_MAX)
        return;
    e->until = f->happened;
    count_missing(s);
}

/* A child who no longer lives there is not missing from there: the return is told elsewhere. */
static void moved_out(struct home_state *s, const struct fact *f)
{
    struct home_resident *r = resident_of(s, (uint32_t)f->number);
    if (r == NULL || r->placement != f->about)
        return;
    *r = s->resident[--s->residents];
    for (uint32_t i = 0; i < s->episodes; i++) {
        struct home_episode *e = &s->episode[i];
        if (e->child == (uint32_t)f->number && e->until == INT64_MAX)
            e->until = f->happened;
    }
    count_missing(s);
}

/* ---- who works there ---- */

static struct home_worker *worker_of(struct home_state *s, const struct fact *f)
{
    for (uint32_t i = 0; i < s->workers; i++) {
        if (s->worker[i].person == (uint32_t)f->number)
            return &s->worker[i];
    }
    return NULL;
}

static void worker_started(struct home_state *s, const struct fact *f)
{
    struct home_worker *w = worker_of(s, f);
    if (w == NULL && s->workers == HOME_WORKERS_MAX) {
        s->overfull = true;
        return;
    }
    if (w == NULL)
        w = &s->worker[s->workers++];
    *w = (struct home_worker){ .from = f->happened,
                               .person = (uint32_t)f->number,
                               .not_caring = f->flags & NOT_CARING };
}

static void worker_qualified(struct home_state *s, const struct fact *f)
{
    struct home_worker *w = worker_of(s, f);
    if (w != NULL)
        w->qualified = true;
}

static void worker_deferred(struct home_state *s, const struct fact *f)
{
    struct home_worker *w = worker_of(s, f);
    if (w != NULL)
        w->deferred = true;
}

static void worker_left(struct home_state *s, const struct fact *f)
{
    struct home_worker *w = worker_of(s, f);
    if (w != NULL)
        *w = s->worker[--s->workers];
}

void home_step(struct home_state *s, const struct fact *f)
{
    s->now = f->happened;
    switch (f->kind) {
    case EV_HOME_REGISTERED: registered(s, f); return;
    case EV_HOME_CHANGED: registered(s, f); return;
    case EV_HOME_CLOSED: s->is &= ~HOME_IS(OPEN); return;
    case EV_HOME_LEADER_AWAY: s->is |= HOME_IS(LEADERLESS); return;
    case EV_HOME_LEADER_BACK: s->is &= ~HOME_IS(LEADERLESS); return;
    case EV_HOME_NOTICE_ISSUED: notice_issued(s, f); return;
    case EV_HOME_NOTICE_MET: notice_met(s, f); return;
    case EV_HOME_NOTICE_EXTENDED: notice_extended(s, f); return;
    case EV_INVOLVEMENT_STARTED: role_taken(s, f); return;
    case EV_INVOLVEMENT_ENDED: role_given_up(s, f); return;
    case EV_PLACEMENT_STARTED: moved_in(s, f); return;
    case EV_PLACEMENT_ENDED: moved_out(s, f); return;
    case EV_ABSENCE_NOTICED: missing_said(s, f); return;
    case EV_MISSING_REPORTED: missing_said(s, f); return;
    case EV_CHILD_RETURNED: came_back(s, f); return;
    case EV_EPISODE_CLOSED: came_back(s, f); return;
    case EV_WORKER_STARTED: worker_started(s, f); return;
    case EV_WORKER_QUALIFIED: worker_qualified(s, f); return;
    case EV_WORKER_DEFERRED: worker_deferred(s, f); return;
    case EV_WORKER_LEFT: worker_left(s, f); return;
    default: return; /* of no concern to what a home is */
    }
}

/* What people do about it: gradings and meetings while a child is away, a discussion after a worry,
 * a review before a move. No throw of dice here: what a seed gave before, it gives still; who is
 * left out is left out by number. */
#include "simulate/life.h"

enum {
    GRADINGS_MAX = 12, /* of one episode: later ones are seldom written down */
    MEETINGS_MAX = 8,
};

static struct event *of_episode(struct life *l, enum event_kind kind, struct instant at,
                                uint64_t episode, uint32_t author, enum role role)
{
    struct event *e = life_say(l, kind, at, HOUR_US, author, role);
    event_set_number(e, "episode", (int64_t)episode);
    return e;
}

static void graded_again(struct life *l, const struct truth_episode *ep, struct instant first,
                         const char *grade)
{
    int64_t every = *grade == 'h' ? 7 * HOUR_US : *grade == 'm' ? 22 * HOUR_US : 44 * HOUR_US;
    struct instant at = life_later(first, every);
    for (int n = 0; n < GRADINGS_MAX && at.us < ep->until.us; n++, at = life_later(at, every)) {
        struct event *e = of_episode(l, EV_RISK_GRADED, at, ep->id, l->people->police_coordinator,
                                     ROLE_POLICE_MISSING_COORDINATOR);
        event_set_code(e, "grade", grade);
        event_set_text(e, "reasons", S("looked at again; no news"));
        e->agency = l->people->police;
    }
}

void answers_while_away(struct life *l, const struct truth_episode *ep, struct instant graded,
                        const char *grade)
{
    graded_again(l, ep, graded, grade);
    struct instant at = life_later(graded, 10 * HOUR_US);
    if (*grade == 'h' && at.us < ep->until.us && l->truth.episodes % 4 != 0) {
        struct event *e =
            of_episode(l, EV_PUBLICITY_DECIDED, at, ep->id, l->people->police_coordinator,
                       ROLE_POLICE_MISSING_COORDINATOR);
        event_set_text(e, "reasons", S("it might draw those nearer who look for the child"));
        e->agency = l->people->police;
    }
    at = life_later(graded, 20 * HOUR_US);
    if (at.us < ep->until.us && l->truth.episodes % 5 != 0)
        of_episode(l, EV_STRATEGY_DISCUSSION_HELD, at, ep->id, l->manager, ROLE_TEAM_MANAGER);
    at = life_later(graded, 68 * HOUR_US);
    for (int n = 0; n < MEETINGS_MAX && at.us < ep->until.us; n++, at = life_later(at, 7 * DAY_US))
        of_episode(l, EV_PATTERN_REVIEWED, at, ep->id, l->manager, ROLE_TEAM_MANAGER);
}

/* One interview may cover the returns before it after which none was held. */
bool answers_cover_earlier(const struct life *l)
{
    for (uint32_t n = l->truth.episodes - 1; n-- > 0;) {
        const struct truth_episode *ep = &l->episode[n];
        if (ep->held)
            return false;
        if (!ep->declined && !ep->unreported)
            return true;
    }
    return false;
}

/* The third in 90 days: a meeting, and for most an early review. */
void answers_pattern(struct life *l)
{
    uint32_t n = l->truth.episodes;
    if (n < 3 || n % 3 != 0 || l->child % 6 == 0)
        return;
    struct instant last = l->episode[n - 1].until;
    if (l->episode[n - 1].from.us - l->episode[n - 3].from.us > 90 * DAY_US)
        return;
    life_say(l, EV_PATTERN_REVIEWED, life_later(last, 6 * DAY_US), DAY_US,
             l->people->missing_coordinator, ROLE_MISSING_COORDINATOR);
    struct instant review = life_later(last, 8 * DAY_US);
    if (l->child % 4 != 0 && review.us < l->care_until.us)
        life_say(l, EV_REVIEW_HELD, review, DAY_US, l->reviewing_officer, ROLE_REVIEWING_OFFICER);
}

void answers_worry(struct life *l, struct instant at, bool said)
{
    if ((l->truth.episodes + l->child) % 5 == 0)
        return;
    life_say(l, EV_STRATEGY_DISCUSSION_HELD, life_later(at, (said ? 5 : 7) * HOUR_US), HOUR_US,
             l->manager, ROLE_TEAM_MANAGER);
    struct event *e = life_say(l, EV_EXPLOITATION_ASSESSED, life_later(at, 2 * HOUR_US), HOUR_US,
                               l->social_worker, ROLE_SOCIAL_WORKER);
    event_set_text(e, "tool", S("screening tool of the partnership"));
}

/* A move that was planned was considered at a review first. */
void answers_before_a_move(struct life *l, const struct stay *s)
{
    struct instant at = life_later(s->until, -8 * DAY_US);
    if ((l->child + l->truth.placements) % 6 == 0 || at.us <= s->from.us)
        return;
    struct event *e =
        life_say(l, EV_REVIEW_HELD, at, DAY_US, l->reviewing_officer, ROLE_REVIEWING_OFFICER);
    event_set_number(e, "chaired", l->reviewing_officer);
    event_set_number(e, "ending", 1);
}

/* What is usual for one child: how long the child stays away, and at what hour the child leaves. */
#include "rulebook/pass.h"

enum {
    ENOUGH = 5,     /* earlier episodes: fewer say nothing of what is usual */
    LOOK_BACK = 50, /* the last ones only: a child grows older */
    TOP = 6,        /* of fifty, nine in ten are no more than the sixth from the top */
    RECORDED_IN_ERROR = 7,
    PRECISE_EXACT = 1,
    PRECISE_ABOUT = 4,
};

struct top { /* the largest of what was seen, the largest first */
    int64_t at[TOP];
    uint32_t seen;
};

static void top_add(struct top *t, int64_t value)
{
    uint32_t to = t->seen < TOP ? t->seen : TOP;
    while (to > 0 && t->at[to - 1] < value) {
        if (to < TOP)
            t->at[to] = t->at[to - 1];
        to--;
    }
    if (to < TOP)
        t->at[to] = value;
    t->seen++;
}

/* The 90th percentile by nearest rank: the smallest that at least nine in ten do not exceed. */
static int64_t top_ninth(const struct top *t)
{
    uint32_t rank = (t->seen * 9 + 9) / 10;
    return t->seen < ENOUGH ? INT64_MAX : t->at[t->seen - rank];
}

static bool counts(const struct missing_episode *e)
{
    return e->ended != RECORDED_IN_ERROR;
}

static bool hour_is_known(const struct missing_episode *e)
{
    return e->precision <= PRECISE_EXACT || e->precision == PRECISE_ABOUT;
}

int64_t usual_length(const struct child_state *s, const struct missing_episode *e)
{
    struct top t = { .seen = 0 };
    for (const struct missing_episode *o = e; o-- > s->episode && t.seen < LOOK_BACK;) {
        if (counts(o) && o->until != INT64_MAX)
            top_add(&t, o->until - o->from);
    }
    return top_ninth(&t);
}

static bool hour_is_unusual(const struct child_state *s, const struct missing_episode *e)
{
    struct top t = { .seen = 0 };
    for (const struct missing_episode *o = e; o-- > s->episode && t.seen < LOOK_BACK;) {
        if (counts(o) && hour_is_known(o))
            top_add(&t, o->since_noon);
    }
    return hour_is_known(e) && e->since_noon > top_ninth(&t);
}

const struct missing_episode *episode_spoken_of(const struct pass *p)
{
    struct child_state *s = &p->out->child;
    return child_episode(s, p->of.about);
}

/* Longer so far, or begun later in the day, than nine in ten of the child's own before it. */
bool episode_is_unusual(const struct pass *p)
{
    const struct child_state *s = &p->out->child;
    const struct missing_episode *e = episode_spoken_of(p);
    if (e == NULL)
        return false;
    int64_t until = e->until < p->fact->happened ? e->until : p->fact->happened;
    return until - e->from > usual_length(s, e) || hour_is_unusual(s, e);
}

/* Missing and away: anyone may open an episode; only a return or a decision ends it. */
#include "base/time.h"
#include "register/child_steps.h"

/* From the end: what is spoken of is nearly always the newest. */
struct missing_episode *child_episode(struct child_state *s, uint64_t id)
{
    for (uint32_t i = s->episodes; i-- > 0;) {
        if (s->episode[i].id == id)
            return &s->episode[i];
    }
    return NULL;
}

enum { REASONS_AT = 0 }; /* of risk-graded: whether there are any */
enum { NOT_GRADED = 5 }; /* of CODES(GRADE): the others go up in order */
enum { AWAY_CLASS = 2, RETURNED = 1, DIED = 6, RECORDED_IN_ERROR = 7 };
enum { NIGHT_AT = 11 * 60, MORNING_AT = 18 * 60 }; /* 23:00 and 06:00, in minutes since noon */

/* Clocks change at night, so the hours of daylight before 23:00 are always elapsed hours. */
static bool touches_night(const struct missing_episode *e, int64_t until)
{
    int left = NIGHT_AT - e->since_noon;
    if (left <= 0 && e->since_noon < MORNING_AT)
        return true;
    int64_t seconds = e->from / SECOND_US % 60, minutes = left > 0 ? left : left + 24 * 60;
    return until - e->from > (minutes * 60 - (seconds < 0 ? seconds + 60 : seconds)) * SECOND_US;
}

static void episode_count_open(struct child_state *s, const struct missing_episode *e, bool more)
{
    uint32_t *open = e->class == AWAY_CLASS ? &s->open_away : &s->open_missing;
    *open = more ? *open + 1 : *open - 1;
}

/* Facts said of "the episode" are about the one that this event names. */
static void episode_show(struct child_state *s, struct missing_episode *e)
{
    if (!e->overnight)
        e->overnight = touches_night(e, e->until < s->now ? e->until : s->now);
    set_fact(s, CHILD_IS(OVERNIGHT), e->overnight);
    set_fact(s, CHILD_IS(INTERVIEW_OFFERED), e->offered_n != 0);
    set_fact(s, CHILD_IS(MISSING), s->open_missing > 0);
    set_fact(s, CHILD_IS(AWAY), s->open_away > 0);
    set_fact(s, CHILD_IS(BEEN_MISSING), s->episodes > s->episodes_in_error);
}

static uint16_t minutes_since_noon(int64_t at)
{
    struct clock_time c = clock_in_uk((struct instant){ at });
    return (uint16_t)((c.hour * 60 + c.minute + 12 * 60) % (24 * 60));
}

static struct missing_episode *episode_open(struct child_state *s, const struct fact *f,
                                            uint8_t class)
{
    if (s->episodes == CHILD_EPISODES_MAX) {
        s->overfull = true; /* still shown: no room to remember when to stop showing it */
        s->open_missing++;
        s->is |= CHILD_IS(MISSING);
        return NULL;
    }
    struct missing_episode *e = &s->episode[s->episodes++];
    *e = (struct missing_episode){ .id = f->about,
                                   .from = f->happened,
                                   .until = INT64_MAX,
                                   .noticed_n = f->n,
                                   .class = class,
                                   .precision = f->precision,
                                   .since_noon = minutes_since_noon(f->happened) };
    episode_count_open(s, e, true);
    s->episode_now = e->id;
    s->is &= ~CHILD_IS(DISCLOSED);
    return e;
}

static void episode_close(struct child_state *s, struct missing_episode *e, int64_t when)
{
    if (e->until != INT64_MAX)
        return;
    e->until = when;
    episode_count_open(s, e, false);
    if (e->id != s->episode_now)
        return;
    s->episode_now = 0;
    bool others = s->open_missing + s->open_away > 0;
    for (uint32_t i = s->episodes; others && i-- > 0;) {
        if (s->episode[i].until == INT64_MAX) {
            s->episode_now = s->episode[i].id;
            return;
        }
    }
}

void missing_said(struct child_state *s, const struct fact *f)
{
    struct missing_episode *e = child_episode(s, f->about);
    if (e == NULL)
        e = episode_open(s, f, f->code);
    if (e == NULL)
        return;
    if (f->code != 0 && f->code != e->class) {
        bool open = e->until == INT64_MAX;
        if (open)
            episode_count_open(s, e, false);
        e->class = f->code;
        if (open)
            episode_count_open(s, e, true);
    }
    if (f->kind == EV_MISSING_REPORTED && e->reported_n == 0)
        e->reported_n = f->n;
    episode_show(s, e);
}

/* Police were told, or graded the risk: the child is missing, whoever forgot to say so first. */
void missing_implied(struct child_state *s, const struct fact *f)
{
    struct missing_episode *e = child_episode(s, f->about);
    if (e == NULL)
        e = episode_open(s, f, 0);
    if (e == NULL)
        return;
    if (f->kind == EV_RISK_GRADED) {
        bool both = e->grade != 0 && e->grade < NOT_GRADED && f->code != 0 && f->code < NOT_GRADED;
        set_fact(s, CHILD_IS(GRADED_DOWN), both && f->code < e->grade && !flag_in(f, REASONS_AT));
        e->grade = f->code;
        e->graded_n = f->n;
    }
    episode_show(s, e);
}

/* Found is not back: the child is shown until returned, or until a person closes the episode. */
void child_found(struct child_state *s, struct missing_episode *e, const struct fact *f)
{
    (void)s;
    if (e->found_n == 0) {
        e->found_n = f->n;
        e->found = f->happened;
    }
}

void child_returned(struct child_state *s, struct missing_episode *e, const struct fact *f)
{
    set_fact(s, CHILD_IS(DISCLOSED), flag_in(f, 1));
    if (e->returned_n == 0) {
        e->returned_n = f->n;
        e->returned = f->happened;
    }
    if (e->until == INT64_MAX)
        e->ended = RETURNED;
    episode_close(s, e, f->happened);
}

void episode_closed(struct child_state *s, struct missing_episode *e, const struct fact *f)
{
    if (f->code == RECORDED_IN_ERROR && e->ended != RECORDED_IN_ERROR)
        s->episodes_in_error++;
    if (f->code != RECORDED_IN_ERROR && e->ended == RECORDED_IN_ERROR)
        s->episodes_in_error--;
    e->ended = f->code;
    episode_close(s, e, f->happened);
}

void prevention_held(struct child_state *s, struct missing_episode *e, const struct fact *f)
{
    (void)e;
    if (flag_in(f, 0))
        s->is |= CHILD_IS(DISCLOSED);
}

void interview_offered(struct child_state *s, struct missing_episode *e,
                              const struct fact *f)
{
    (void)s;
    if (e->offered_n == 0) {
        e->offered_n = f->n;
        e->offered = f->happened;
    }
}

void interview_accepted(struct child_state *s, struct missing_episode *e, const struct fact *f)
{
    (void)s;
    e->accepted_n = f->n;
}

void interview_declined(struct child_state *s, struct missing_episode *e,
                               const struct fact *f)
{
    if (e->declined_n == 0)
        s->interviews_declined_running++;
    e->declined_n = f->n;
    e->declined = f->happened;
}

void interview_held(struct child_state *s, struct missing_episode *e, const struct fact *f)
{
    s->interviews_declined_running = 0;
    if (e->interviewed_n == 0) {
        e->interviewed_n = f->n;
        e->interviewed = f->happened;
    }
}

/* What can be said only of an episode that is known. */
void episode_said(struct child_state *s, const struct fact *f, episode_say *say)
{
    struct missing_episode *e = child_episode(s, f->about);
    if (e == NULL)
        return;
    if (say != NULL)
        say(s, e, f);
    episode_show(s, e);
}

void episodes_end_with_death(struct child_state *s, const struct fact *f)
{
    for (uint32_t i = 0; i < s->episodes; i++) {
        if (s->episode[i].until == INT64_MAX) {
            s->episode[i].ended = DIED;
            s->episode[i].until = f->happened;
        }
    }
    s->open_missing = s->open_away = 0;
    s->episode_now = 0;
    s->is &= ~(CHILD_IS(MISSING) | CHILD_IS(AWAY));
}

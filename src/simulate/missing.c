/* Going missing and coming back: how often, for how long, who was told, and who asked why. */
#include "simulate/calibration.h"
#include "simulate/life.h"

/* One child of every world of fifty or more: missing 126 times in 15 months, as a real one was. */
bool life_is_the_126(const struct life *l)
{
    return l->plan->children >= 50 && l->child == l->people->first_child + 3;
}

/* Log-series by adding up its terms: only multiplication and division, the same on any machine. */
static uint32_t how_often(struct chance *c)
{
    if (chance_in(c, ONCE_PER_MILLE))
        return 1;
    double at = (double)chance_below(c, 1 << 24) / (1 << 24), p = LOG_SERIES_FIRST, sum = p;
    uint32_t n = 1;
    while (sum < at && n < EPISODES_A_YEAR_MAX) {
        p = p * LOG_SERIES_Q * n / (n + 1);
        sum += p;
        n++;
    }
    return n;
}

uint32_t life_episodes_in(struct life *l, const struct stay *s)
{
    int64_t end = s->until.us < l->plan->until.us ? s->until.us : l->plan->until.us;
    if (life_is_the_126(l)) {
        int64_t from = l->plan->until.us - 455 * DAY_US; /* 15 months */
        int64_t part = end - (s->from.us > from ? s->from.us : from);
        return part > 0 ? (uint32_t)(126 * part / (455 * DAY_US)) : 0;
    }
    uint32_t episodes = 0;
    for (int64_t at = s->from.us; at < end; at += 365 * DAY_US) {
        int age = years_between(l->born, date_in_uk((struct instant){ at }));
        uint32_t band = age < 10 ? 0 : age < 16 ? 1 : 2;
        int64_t part = end - at < 365 * DAY_US ? end - at : 365 * DAY_US;
        uint32_t risk =
            hidden_risk(l, s, (struct instant){ at }, MISSING_PER_MILLE[band][s->family ? 0 : 1]);
        if (chance_in(&l->chance, (uint32_t)(risk * (part / DAY_US) / 365)))
            episodes += how_often(&l->chance);
    }
    return episodes;
}

static int64_t how_long(struct chance *c)
{
    static const struct quantiles SHORT = { SHORT_MINUTES, COUNT(SHORT_MINUTES) },
                                  LONG = { LONG_MINUTES, COUNT(LONG_MINUTES) },
                                  VERY_LONG = { VERY_LONG_MINUTES, COUNT(VERY_LONG_MINUTES) };
    uint32_t at = chance_below(c, 1000);
    return MINUTE_US * chance_quantile(c, at < SHORT_PER_MILLE                    ? SHORT
                                          : at < SHORT_PER_MILLE + LONG_PER_MILLE ? LONG
                                                                                  : VERY_LONG);
}

struct going {
    struct life *l;
    const struct stay *stay;
    struct truth_episode *truth;
    uint32_t worker, nth;
};

static struct event *about(struct going *g, enum event_kind kind, struct instant at, int64_t delay,
                           uint32_t author, enum role role)
{
    struct event *e = life_say(g->l, kind, at, delay, author, role);
    event_set_number(e, "episode", (int64_t)g->truth->id);
    return e;
}

static void report(struct going *g)
{
    struct life *l = g->l;
    struct chance *c = &l->chance;
    struct instant seen = g->truth->from;
    struct instant noticed = life_later(seen, chance_between(c, 10, 150) * MINUTE_US);
    int64_t delay = chance_between(c, 2, 40) * MINUTE_US;
    if (g->truth->late)
        delay = chance_between(c, 26, 240) * HOUR_US;
    struct event *e = about(g, EV_MISSING_REPORTED, noticed, delay, g->worker, ROLE_NIGHT_WORKER);
    uint32_t said = e->n;
    event_set_code(e, "class", g->truth->away ? "A" : "M");
    event_set_number(e, "last-seen", seen.us);
    event_set_text(e, "last-seen-where", g->stay->home ? S("in the home") : S("at the carers'"));
    e->also = g->stay->home;
    struct instant kept = e->recorded;
    if (g->truth->corrected) {
        e = about(g, EV_MISSING_REPORTED, life_later(noticed, -45 * MINUTE_US),
                  kept.us - noticed.us + 45 * MINUTE_US + chance_between(c, 2, 30) * HOUR_US,
                  g->worker, ROLE_NIGHT_WORKER);
        event_set_code(e, "class", g->truth->away ? "A" : "M");
        event_set_number(e, "last-seen", seen.us);
        e->corrects = said;
        e->also = g->stay->home;
    }
    if (g->truth->away)
        return;
    e = about(g, EV_POLICE_TOLD, life_later(noticed, 5 * MINUTE_US), delay, g->worker,
              ROLE_NIGHT_WORKER);
    event_set_text(e, "reference", str_print(l->task->arena, "MP/%u/%u", l->child, g->nth));
    static const char *const grades[] = { "low", "medium", "medium", "high" };
    e = about(g, EV_RISK_GRADED, life_later(noticed, 50 * MINUTE_US), delay,
              l->people->police_coordinator, ROLE_POLICE_MISSING_COORDINATOR);
    const char *grade = grades[chance_below(c, COUNT(grades))];
    event_set_code(e, "grade", grade);
    e->agency = l->people->police;
    if (chance_in(c, 880)) {
        e = about(g, EV_MISSING_TOLD, life_later(noticed, 20 * MINUTE_US), delay, g->worker,
                  ROLE_NIGHT_WORKER);
        bool host = g->stay->out_of_area && chance_in(c, 600);
        event_set_text(e, "to",
                       str_print(l->task->arena,
                                 "independent-reviewing-officer placing-authority %s%s",
                                 l->alone ? "home-office" : "parent",
                                 host ? " host-authority" : ""));
    }
    answers_while_away(l, g->truth, life_later(noticed, 50 * MINUTE_US), grade);
}

static void interview(struct going *g, struct instant back)
{
    struct life *l = g->l;
    struct chance *c = &l->chance;
    uint32_t by = l->people->missing_coordinator;
    g->truth->offered = chance_in(c, INTERVIEW_OFFERED_PER_MILLE);
    if (!g->truth->offered)
        return;
    about(g, EV_RETURN_INTERVIEW_OFFERED, life_later(back, chance_between(c, 2, 40) * HOUR_US),
          HOUR_US, by, ROLE_MISSING_COORDINATOR);
    g->truth->declined = chance_in(c, INTERVIEW_DECLINED_PER_MILLE);
    g->truth->in_time = !g->truth->declined && chance_in(c, INTERVIEW_IN_TIME_PER_MILLE);
    g->truth->held = !g->truth->declined && (g->truth->in_time || chance_in(c, 700));
    struct instant at = life_later(back, g->truth->in_time ? chance_between(c, 41, 71) * HOUR_US
                                                           : chance_between(c, 80, 400) * HOUR_US);
    if (g->truth->declined)
        about(g, EV_RETURN_INTERVIEW_DECLINED, at, HOUR_US, by, ROLE_MISSING_COORDINATOR);
    if (g->truth->held) {
        struct event *e =
            about(g, EV_RETURN_INTERVIEW_HELD, at, 4 * HOUR_US, by, ROLE_RETURN_INTERVIEWER);
        event_set_number(e, "independent", chance_in(c, 900));
        if (answers_cover_earlier(l))
            event_set_number(e, "covers-earlier", 1);
        if (chance_in(c, PLAN_CHANGED_PER_MILLE))
            about(g, EV_SAFETY_PLAN_CHANGED, life_later(at, chance_between(c, 1, 4) * DAY_US),
                  4 * HOUR_US, l->social_worker, ROLE_SOCIAL_WORKER);
    }
}

static void come_back(struct going *g)
{
    struct life *l = g->l;
    struct chance *c = &l->chance;
    struct instant back = g->truth->until;
    int64_t delay = chance_between(c, 5, 90) * MINUTE_US;
    static const char *const found[] = { "self", "self", "police", "carer", "family" };
    const char *by = found[chance_below(c, COUNT(found))];
    struct event *e, *found_said = NULL;
    if (*by != 's') {
        e = about(g, EV_CHILD_FOUND, life_later(back, -30 * MINUTE_US), delay + 30 * MINUTE_US,
                  g->worker, ROLE_NIGHT_WORKER);
        found_said = e;
        event_set_code(e, "by", by);
    }
    e = about(g, EV_CHILD_RETURNED, back, delay, g->worker, ROLE_NIGHT_WORKER);
    event_set_code(e, "by", by);
    event_set_number(e, "hurt", chance_in(c, 40));
    e->also = g->stay->home;
    hidden_signs(l, found_said, e);
    if (g->nth % 7 != 0) {
        e = about(g, EV_FOUND_TOLD, life_later(back, 20 * MINUTE_US), delay, g->worker,
                  ROLE_NIGHT_WORKER);
        event_set_text(e, "to", S("police placing-authority parent independent-reviewing-officer"));
    }
    if (!g->truth->away && chance_in(c, 650)) {
        e = about(g, EV_PREVENTION_INTERVIEW_HELD,
                  life_later(back, chance_between(c, 1, 30) * HOUR_US), 2 * HOUR_US,
                  l->people->police_coordinator, ROLE_POLICE_MISSING_COORDINATOR);
        e->agency = l->people->police;
    }
    interview(g, back);
}

void life_missing(struct life *l, const struct stay *s, uint32_t episodes)
{
    int64_t end = s->until.us < l->plan->until.us ? s->until.us : l->plan->until.us;
    int64_t start = s->from.us;
    if (life_is_the_126(l) && start < l->plan->until.us - 455 * DAY_US)
        start = l->plan->until.us - 455 * DAY_US;
    struct instant free_from = { start };
    hidden_begins(l, s, episodes);
    for (uint32_t i = 0; i < episodes && l->truth.episodes < 1000; i++) {
        int64_t slot = (end - start) / (int64_t)episodes;
        struct date day = date_in_uk((struct instant){
            start + slot * i + chance_between(&l->chance, 0, slot > 0 ? slot : 0) });
        int hour = (int)chance_weighted(&l->chance, HOUR_WEIGHTS, 24);
        struct instant from = uk_instant(day, hour, (int)chance_below(&l->chance, 60), 0);
        from = hidden_evening(l, from, slot - slot / 4);
        if (from.us <= free_from.us)
            from = life_later(free_from, chance_between(&l->chance, 60, 600) * MINUTE_US);
        /* Never back before anybody noticed: noticing takes up to 150 minutes. */
        struct instant until = life_later(from, how_long(&l->chance) + 3 * HOUR_US);
        if (life_is_the_126(l) && until.us > from.us + 2 * DAY_US)
            until = life_later(from, 2 * DAY_US);
        if (from.us >= end || (until.us > s->until.us && s->until.us <= l->plan->until.us))
            continue;
        struct truth_episode *truth = &l->episode[l->truth.episodes++];
        *truth = (struct truth_episode){ .id = life_about(l), .from = from, .until = until };
        truth->away = !l->all_missing && chance_in(&l->chance, AWAY_PER_MILLE);
        truth->late = chance_in(&l->chance, REPORT_LATE_PER_MILLE);
        truth->corrected = chance_in(&l->chance, ENTRY_CORRECTED_PER_MILLE);
        struct going g = { l, s, truth, l->social_worker, l->truth.episodes };
        if (s->home)
            g.worker = l->people->first_home_worker + 3 * (s->home - l->people->first_home) + 1;
        truth->unreported = hidden_unreported(l, s, from);
        if (!truth->unreported) {
            report(&g);
            come_back(&g);
            answers_pattern(l);
        }
        free_from = until;
    }
    uint32_t n = l->truth.episodes;
    l->truth.pattern = life_is_the_126(l) ? "126-in-15-months"
                       : n == 0           ? "none"
                       : n == 1           ? "once"
                       : n < 9            ? "some"
                                          : "many";
}

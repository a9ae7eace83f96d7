/* What nobody in the world knows: who is exploited, which home is in trouble or silent; and the
 * signs of it. All shares here are assumed: no figure of them is published. */
#include "simulate/life.h"

enum {
    HOMES_IN_TROUBLE_PER_MILLE = 40,
    HOMES_SILENT_PER_MILLE = 30,
    TROUBLE_RISK_PER_CENT = 400,
    TROUBLE_RISK_AT_LEAST = 200,
    CHILDREN_A_NETWORK = 300, /* looked-after ones, of whom a few are exploited */
    NETWORK_NIGHTS_A_YEAR = 40,
    WITH_THE_NETWORK_PER_MILLE = 450,
    EXPLOITED_UNSEEN_PER_MILLE = 8, /* of those never missing */
};

struct truth_home world_home_truth(const struct world_plan *plan, uint32_t home)
{
    struct chance c = chance_seeded(plan->seed, UINT64_C(0x686f6d65) << 32 | home);
    struct truth_home h = { .from = NEVER };
    h.trouble = chance_in(&c, HOMES_IN_TROUBLE_PER_MILLE);
    h.silent = !h.trouble && chance_in(&c, HOMES_SILENT_PER_MILLE);
    if (h.trouble || h.silent)
        h.from = life_later(plan->until, -chance_between(&c, 200, 500) * DAY_US);
    return h;
}

uint32_t hidden_risk(const struct life *l, const struct stay *s, struct instant at, uint32_t risk)
{
    if (s->home == 0)
        return risk;
    struct truth_home h = world_home_truth(l->plan, s->home);
    if (!h.trouble || at.us + 180 * DAY_US < h.from.us)
        return risk;
    uint32_t more = risk * TROUBLE_RISK_PER_CENT / 100;
    return more > 1000 ? 1000 : more > TROUBLE_RISK_AT_LEAST ? more : TROUBLE_RISK_AT_LEAST;
}

bool hidden_unreported(const struct life *l, const struct stay *s, struct instant at)
{
    if (s->home == 0)
        return false;
    struct truth_home h = world_home_truth(l->plan, s->home);
    return h.silent && at.us >= h.from.us;
}

/* --- children --- */

/* The more often missing, the likelier: one reason among others to go. */
static uint32_t likely_per_mille(uint32_t episodes)
{
    return episodes == 0 ? 0 : episodes == 1 ? 40 : episodes < 6 ? 150 : episodes < 20 ? 380 : 600;
}

static void exploited(struct life *l, struct instant from)
{
    uint32_t networks = l->plan->children / CHILDREN_A_NETWORK + 1;
    l->truth.exploited_from = from;
    l->truth.network = 1 + chance_below(&l->hidden, networks);
}

void hidden_begins(struct life *l, const struct stay *s, uint32_t episodes)
{
    if (l->truth.exploited_from.us != NEVER.us)
        return;
    if (life_is_the_126(l) || chance_in(&l->hidden, likely_per_mille(episodes)))
        exploited(l, life_later(s->from, chance_between(&l->hidden, 0, 60) * DAY_US));
}

void hidden_at_the_end(struct life *l)
{
    int age = years_between(l->born, date_in_uk(l->care_from));
    if (l->truth.exploited_from.us == NEVER.us && age >= 10 &&
        chance_in(&l->hidden, EXPLOITED_UNSEEN_PER_MILLE))
        exploited(l, life_later(l->care_from, chance_between(&l->hidden, 30, 300) * DAY_US));
}

static bool is_exploited(const struct life *l, struct instant at)
{
    return at.us >= l->truth.exploited_from.us;
}

/* The network's evenings lie in the plan's seed: one in nine days. */
static bool is_network_day(const struct life *l, int32_t day)
{
    uint64_t night = (uint64_t)l->truth.network << 20 | (uint32_t)day;
    struct chance c = chance_seeded(l->plan->seed, UINT64_C(0x6e657477) << 32 | night);
    return chance_below(&c, 365) < NETWORK_NIGHTS_A_YEAR;
}

struct instant hidden_evening(struct life *l, struct instant from, int64_t slot_us)
{
    if (!is_exploited(l, from) || life_is_the_126(l) ||
        !chance_in(&l->hidden, WITH_THE_NETWORK_PER_MILLE))
        return from;
    int32_t first = date_in_uk(from).days, days = (int32_t)(slot_us / DAY_US);
    for (int32_t d = 0; d < days && d < 30; d++) {
        if (is_network_day(l, first + d))
            return uk_instant((struct date){ first + d }, 19 + (int)chance_below(&l->hidden, 2),
                              (int)chance_below(&l->hidden, 60), 0);
    }
    return from;
}

void hidden_signs(struct life *l, struct event *found, struct event *back)
{
    /* of a thousand returns: when exploited, and when not */
    static const struct {
        const char *flag;
        uint32_t exploited, otherwise;
        bool found_only;
    } signs[] = {
        { "unknown-adult", 170, 15, false },
        { "unexplained-gifts", 190, 20, false },
        { "licensed-place", 70, 12, true },
        { "other-force", 90, 30, true },
    };
    bool is = is_exploited(l, back->happened);
    for (size_t i = 0; i < COUNT(signs); i++) {
        bool seen = chance_in(&l->hidden, is ? signs[i].exploited : signs[i].otherwise);
        struct event *on = signs[i].found_only ? found : back;
        if (on && seen)
            event_set_number(on, signs[i].flag, 1);
    }
    if (is && chance_in(&l->hidden, 90))
        event_set_number(back, "hurt", 1);
    if (found) {
        bool far = chance_in(&l->hidden, is ? 250 : 40);
        event_set_number(found, "distance",
                         far ? chance_between(&l->hidden, 210, 1200)
                             : chance_between(&l->hidden, 2, 190));
    }
    bool said = chance_in(&l->hidden, is ? 60 : 4), worried = chance_in(&l->hidden, is ? 80 : 8);
    if (said)
        event_set_number(back, "disclosed", 1);
    if (worried) {
        struct event *e = life_say(l, EV_CONCERN_RAISED, life_later(back->happened, 20 * HOUR_US),
                                   HOUR_US, l->social_worker, ROLE_SOCIAL_WORKER);
        event_set_text(e, "indicators", S("signs seen on return"));
    }
    if (said || worried)
        answers_worry(l, life_later(back->happened, worried ? 20 * HOUR_US : 0), said);
}

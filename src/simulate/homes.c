/* A home's own life: its policy, its workers, the independent person's visits and the reviews.
 *
 * How well homes keep to them is assumed: no figures are published. */
#include "simulate/life.h"

enum {
    VISIT_MISSED_PER_MILLE = 40,
    REVIEW_LATE_PER_MILLE = 120,
    LOCATION_MISSED_PER_MILLE = 80,
    QUALIFIED_IN_TIME_PER_MILLE = 780,
};

struct home_life {
    struct task *task;
    const struct world_plan *plan;
    struct chance chance;
    uint32_t home, manager;
    struct event *at;
    size_t count, room;
};

/* NULL: it lies past the plan's end. */
static struct event *say(struct home_life *h, enum event_kind kind, struct date day)
{
    struct instant at = uk_instant(day, (int)chance_between(&h->chance, 9, 17), 0, 0);
    if (at.us >= h->plan->until.us || h->count == h->room)
        return NULL;
    struct event *e = &h->at[h->count++];
    *e = event_new(kind, h->home, at);
    e->recorded = life_later(at, HOUR_US);
    e->author = h->manager;
    e->role = ROLE_REGISTERED_MANAGER;
    e->agency = h->home;
    e->channel = code_number(CODES_CHANNEL, S("simulated"));
    return e;
}

static struct date later(struct home_life *h, struct date from, int64_t low, int64_t high)
{
    return (struct date){ from.days + (int32_t)chance_between(&h->chance, low, high) };
}

/* `visit`: which one the report is of; 0 it is of a review. */
static void reports(struct home_life *h, struct date done, const char *of, int64_t visit)
{
    struct event *e = say(h, EV_HOME_REPORT_SENT, later(h, done, 5, 24));
    if (!e)
        return;
    event_set_code(e, "of", of);
    event_set_text(e, "to", S("placing-authority regulator"));
    if (visit)
        event_set_number(e, "visit", visit);
}

/* Each calendar month once, early or late in it. */
static void visits(struct home_life *h, struct date from, struct date until)
{
    for (struct date month = from; month.days < until.days; month = date_add_months(month, 1)) {
        if (chance_in(&h->chance, VISIT_MISSED_PER_MILLE))
            continue;
        struct civil c = civil_of(month);
        c.day = (uint8_t)chance_between(&h->chance, 3, 26);
        struct date day = date_of(c);
        struct event *e = day.days > from.days ? say(h, EV_HOME_VISITED, day) : NULL;
        if (!e)
            continue;
        event_set_number(e, "visit", day.days);
        reports(h, day, "visit", day.days);
    }
}

static void reviews(struct home_life *h, struct date from, struct date until)
{
    struct date day = later(h, from, 150, 178);
    while (day.days < until.days) {
        if (say(h, EV_HOME_REVIEWED, day))
            reports(h, day, "quality", 0);
        bool late = chance_in(&h->chance, REVIEW_LATE_PER_MILLE);
        day = late ? later(h, day, 190, 230) : later(h, day, 150, 178);
    }
    for (day = later(h, from, 20, 200); day.days < until.days; day = date_add_months(day, 12)) {
        if (!chance_in(&h->chance, LOCATION_MISSED_PER_MILLE))
            say(h, EV_LOCATION_REVIEWED, day);
    }
}

static void workers(struct home_life *h, struct date from)
{
    for (uint32_t i = 0; i < WORKERS_A_HOME; i++) {
        uint32_t person = h->manager + i;
        struct date began = i < 2 ? from : later(h, from, 10, 1200);
        struct event *e = say(h, EV_WORKER_STARTED, began);
        if (!e)
            continue;
        event_set_number(e, "person", person);
        event_set_text(e, "role", i == 0 ? S("registered manager") : S("care worker"));
        bool in_time = chance_in(&h->chance, QUALIFIED_IN_TIME_PER_MILLE);
        e = say(h, EV_WORKER_QUALIFIED,
                in_time ? later(h, began, 200, 700) : later(h, began, 740, 1100));
        if (e)
            event_set_number(e, "person", person);
    }
}

static void in_order(struct home_life *h)
{
    for (size_t i = 1; i < h->count; i++) {
        struct event moving = h->at[i];
        size_t to = i;
        for (; to > 1 && h->at[to - 1].recorded.us > moving.recorded.us; to--)
            h->at[to] = h->at[to - 1];
        h->at[to] = moving;
    }
    for (size_t i = 0; i < h->count; i++)
        h->at[i].n = (uint32_t)i + 1;
}

static void policies(struct home_life *h, struct date from, struct date until)
{
    for (struct date day = from; day.days < until.days; day = later(h, day, 330, 362)) {
        struct event *e = say(h, EV_HOME_POLICY_CONSULTED, day);
        if (e)
            event_set_text(e, "with", S("police and the host authority"));
        e = say(h, EV_MISSING_POLICY_AGREED, later(h, day, 3, 12));
        if (e)
            event_set_text(e, "with", S("police and the host authority"));
    }
}

size_t life_of_home(struct task *t, const struct world_plan *plan, uint32_t nth,
                    const struct event *registered, uint32_t manager, struct event *ret)
{
    struct home_life h = { .task = t,
                           .plan = plan,
                           .home = registered->subject,
                           .manager = manager,
                           .at = ret,
                           .room = EVENTS_A_HOME_MAX,
                           .chance = chance_seeded(plan->seed, UINT64_C(0x6c697665) << 32 | nth) };
    struct date from = date_in_uk(registered->happened), until = date_in_uk(plan->until);
    ret[h.count++] = *registered;
    policies(&h, from, until);
    workers(&h, from);
    visits(&h, from, until);
    reviews(&h, from, until);
    in_order(&h);
    return h.count;
}

/* Makes a world: agencies, homes and staff first, then one child after another. */
#include <stdlib.h>

#include "simulate/calibration.h"
#include "simulate/life.h"
#include "simulate/names.h"

enum {
    EVENTS_A_LIFE_MAX = 20000,
    PEOPLE_A_HOME = 3
};

static uint32_t at_least_one(uint32_t x)
{
    return x ? x : 1;
}

struct world_people world_people_of(const struct world_plan *plan)
{
    struct world_people p = { .homes = at_least_one(plan->children / 40) };
    uint32_t next = plan->first_subject;
    p.police = next++;
    p.first_home = next;
    next += p.homes;
    p.first_person = p.director = next++;
    p.head_of_service = next++;
    p.missing_coordinator = next++;
    p.emergency_duty = next++;
    p.police_coordinator = next++;
    p.social_workers = at_least_one(plan->children / 18);
    p.team_managers = at_least_one(p.social_workers / 6);
    p.reviewing_officers = at_least_one(plan->children / 70);
    p.first_team_manager = next;
    next += p.team_managers;
    p.first_reviewing_officer = next;
    next += p.reviewing_officers;
    p.first_social_worker = next;
    next += p.social_workers;
    p.first_home_worker = next;
    next += p.homes * PEOPLE_A_HOME;
    p.people = next - p.first_person;
    p.first_child = next;
    return p;
}

static struct instant years_before(struct instant i, uint32_t years)
{
    return uk_midnight(date_add_months(date_in_uk(i), -12 * (int)years));
}

struct making {
    struct task *t;
    const struct world_plan *plan;
    const struct world_sink *sink;
    struct world_people people;
    struct instant from;
    struct chance chance;
};

static status one(struct making *m, enum subject_kind kind, uint32_t subject, struct event *e)
{
    e->recorded = e->happened;
    e->channel = code_number(CODES_CHANNEL, S("simulated"));
    e->n = 1;
    return m->sink->take(m->sink->self, m->t, kind, subject, true, e, 1);
}

static status make_homes(struct making *m)
{
    struct event police = event_new(EV_AGENCY_REGISTERED, m->people.police, m->from);
    event_set_text(&police, "name", S("Mereshire Police"));
    event_set_code(&police, "kind", "police");
    event_set_text(&police, "telephone", S("101"));
    TRY(one(m, SUBJECT_AGENCY, m->people.police, &police));
    struct instant opened = years_before(m->plan->until, m->plan->years + 3);
    struct event *life = NEWS(m->t->arena, struct event, EVENTS_A_HOME_MAX);
    for (uint32_t i = 0; i < m->people.homes; i++) {
        struct event e = event_new(EV_HOME_REGISTERED, m->people.first_home + i, opened);
        event_set_text(&e, "name", name_home(m->t->arena, i));
        event_set_code(&e, "type", "childrens-home");
        event_set_text(&e, "urn", str_print(m->t->arena, "SC9%05u", i));
        event_set_number(
            &e, "places",
            (int64_t)chance_weighted(&m->chance, HOME_PLACES_WEIGHTS, COUNT(HOME_PLACES_WEIGHTS)) +
                1);
        event_set_text(&e, "postcode", str_print(m->t->arena, "ZZ%u %uZZ", 1 + i / 10, i % 10));
        event_set_text(&e, "telephone", str_print(m->t->arena, "01632 96%04u", i % 10000));
        e.recorded = e.happened;
        e.channel = code_number(CODES_CHANNEL, S("simulated"));
        size_t count = life_of_home(m->t, m->plan, i, &e,
                                    m->people.first_home_worker + i * PEOPLE_A_HOME, life);
        TRY(m->sink->take(m->sink->self, m->t, SUBJECT_HOME, e.subject, true, life, count));
    }
    return OK;
}

static status make_person(struct making *m, uint32_t person, uint32_t agency, const char *title)
{
    struct event e = event_new(EV_PERSON_REGISTERED, person, m->from);
    struct str given = name_given(&m->chance, chance_in(&m->chance, 400));
    struct str family = name_family(&m->chance);
    event_set_text(&e, "name",
                   str_print(m->t->arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family)));
    event_set_number(&e, "agency", agency);
    event_set_text(&e, "title", str_from(title));
    event_set_text(&e, "telephone", str_print(m->t->arena, "01632 97%04u", person % 10000));
    return one(m, SUBJECT_PERSON, person, &e);
}

static status make_people(struct making *m)
{
    const struct world_people *p = &m->people;
    uint32_t us = m->plan->authority;
    TRY(make_person(m, p->director, us, "director of children's services"));
    TRY(make_person(m, p->head_of_service, us, "head of service"));
    TRY(make_person(m, p->missing_coordinator, us, "missing coordinator"));
    TRY(make_person(m, p->emergency_duty, us, "emergency duty social worker"));
    TRY(make_person(m, p->police_coordinator, p->police, "police missing coordinator"));
    for (uint32_t i = 0; i < p->team_managers; i++)
        TRY(make_person(m, p->first_team_manager + i, us, "team manager"));
    for (uint32_t i = 0; i < p->reviewing_officers; i++)
        TRY(make_person(m, p->first_reviewing_officer + i, us, "independent reviewing officer"));
    for (uint32_t i = 0; i < p->social_workers; i++)
        TRY(make_person(m, p->first_social_worker + i, us, "social worker"));
    static const char *const at_home[] = { "registered manager", "night worker", "day worker" };
    for (uint32_t i = 0; i < p->homes * PEOPLE_A_HOME; i++)
        TRY(make_person(m, p->first_home_worker + i, p->first_home + i / PEOPLE_A_HOME,
                        i == 2 ? "responsible individual" : at_home[i % PEOPLE_A_HOME]));
    return OK;
}

static struct event holds(struct making *m, uint32_t at, uint32_t person, const char *role)
{
    struct event e = event_new(EV_INVOLVEMENT_STARTED, at, m->from);
    event_set_code(&e, "role", role);
    event_set_number(&e, "person", person);
    e.recorded = e.happened;
    e.channel = code_number(CODES_CHANNEL, S("simulated"));
    return e;
}

static status make_rota(struct making *m)
{
    const struct world_people *p = &m->people;
    uint32_t us = m->plan->authority;
    struct event rota[] = {
        holds(m, us, p->director, "director"),
        holds(m, us, p->head_of_service, "head-of-service"),
        holds(m, us, p->missing_coordinator, "missing-coordinator"),
        holds(m, us, p->emergency_duty, "emergency-duty"),
        holds(m, us, p->first_team_manager, "team-manager"),
        holds(m, us, p->first_reviewing_officer, "independent-reviewing-officer"),
        holds(m, us, p->missing_coordinator, "return-interviewer"),
        holds(m, us, p->head_of_service, "nominated-officer"),
        holds(m, us, p->police_coordinator, "police-missing-coordinator"),
        holds(m, us, p->missing_coordinator, "data-team"),
    };
    TRY(m->sink->take(m->sink->self, m->t, SUBJECT_AGENCY, us, false, rota, COUNT(rota)));
    /* A police role shows police work only where police hold it. */
    struct event at_police =
        holds(m, p->police, p->police_coordinator, "police-missing-coordinator");
    TRY(m->sink->take(m->sink->self, m->t, SUBJECT_AGENCY, p->police, false, &at_police, 1));
    for (uint32_t i = 0; i < p->homes; i++) {
        uint32_t first = p->first_home_worker + i * PEOPLE_A_HOME;
        struct event at_home[] = { holds(m, p->first_home + i, first, "registered-manager"),
                                   holds(m, p->first_home + i, first + 1, "night-worker"),
                                   /* one provider has all the homes */
                                   holds(m, p->first_home + i, p->first_home_worker + 2,
                                         "responsible-individual") };
        TRY(m->sink->take(m->sink->self, m->t, SUBJECT_HOME, p->first_home + i, false, at_home,
                          COUNT(at_home)));
    }
    return OK;
}

static int by_recorded(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    if (x->recorded.us != y->recorded.us)
        return x->recorded.us < y->recorded.us ? -1 : 1;
    return x->n < y->n ? -1 : x->n > y->n;
}

/* Puts the events in the order they were written down, drops what was not written down by the
 * plan's end, and makes places in the stream of the order in which they were made. */
static size_t settle(struct life *l)
{
    size_t left = 0;
    for (size_t i = 0; i < l->count; i++)
        if (l->at[i].recorded.us <= l->plan->until.us)
            l->at[left++] = l->at[i];
    qsort(l->at, left, sizeof *l->at, by_recorded);
    uint32_t *place = NEWS(l->task->arena, uint32_t, l->count + 1);
    for (size_t i = 0; i < left; i++)
        place[l->at[i].n] = (uint32_t)i + 1;
    for (size_t i = 0; i < left; i++) {
        l->at[i].n = (uint32_t)i + 1;
        l->at[i].corrects = place[l->at[i].corrects];
    }
    return left;
}

static status make_child(struct making *m, uint32_t index, struct event *room)
{
    struct life l = {
        .task = m->t,
        .plan = m->plan,
        .people = &m->people,
        .chance = chance_seeded(m->plan->seed, 1000 + index),
        .child = m->people.first_child + index,
        .at = room,
        .room = EVENTS_A_LIFE_MAX,
        .truth = { .child = m->people.first_child + index,
                   .pattern = "none",
                   .exploited_from = NEVER },
        .hidden = chance_seeded(m->plan->seed, UINT64_C(0x68696464) << 32 | index),
    };
    l.episode = NEWS(m->t->arena, struct truth_episode, 1024);
    l.truth.episode = l.episode;
    life_care(&l);
    hidden_at_the_end(&l);
    size_t count = settle(&l);
    l.truth.events = (uint32_t)count;
    TRY(m->sink->take(m->sink->self, m->t, SUBJECT_CHILD, l.child, true, l.at, count));
    return m->sink->tell ? m->sink->tell(m->sink->self, m->t, &l.truth) : OK;
}

status world_make(struct task *t, const struct world_plan *plan, const struct world_sink *sink)
{
    if (plan->children == 0 || plan->children > 1000000)
        return fail(t, E_INVALID, "give a number of children from 1 to 1,000,000");
    if (plan->years == 0 || plan->years > 18)
        return fail(t, E_INVALID, "give a number of years from 1 to 18");
    struct making m = { .t = t,
                        .plan = plan,
                        .sink = sink,
                        .people = world_people_of(plan),
                        .from = years_before(plan->until, plan->years + 18),
                        .chance = chance_seeded(plan->seed, 1) };
    TRY(make_homes(&m));
    TRY(make_people(&m));
    TRY(make_rota(&m));
    struct event *room = NEWS(t->arena, struct event, EVENTS_A_LIFE_MAX);
    for (uint32_t i = 0; i < plan->children; i++) {
        struct arena_mark mark = arena_mark(t->arena);
        TRY(make_child(&m, i, room));
        arena_rewind(t->arena, mark);
    }
    return OK;
}

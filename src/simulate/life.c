/* A childhood in care: registration, legal status, placements, visits, reviews, health, workers. */
#include "simulate/life.h"

#include "simulate/calibration.h"
#include "simulate/names.h"

struct instant life_later(struct instant i, int64_t us)
{
    return (struct instant){ i.us + us };
}

uint64_t life_about(struct life *l)
{
    return ((uint64_t)l->child << 20) | ++l->next_about;
}

struct event *life_say(struct life *l, enum event_kind kind, struct instant happened,
                       int64_t delay_us, uint32_t author, enum role role)
{
    MUST(l->count < l->room);
    struct event *e = &l->at[l->count++];
    *e = event_new(kind, l->child, happened);
    e->recorded = life_later(happened, delay_us);
    e->n = (uint32_t)l->count;
    e->author = author;
    e->role = (uint8_t)role;
    e->agency = l->plan->authority;
    e->channel = code_number(CODES_CHANNEL, S("simulated"));
    return e;
}

static struct event *by_worker(struct life *l, enum event_kind kind, struct instant happened)
{
    int64_t delay = chance_between(&l->chance, 2 * HOUR_US, 40 * HOUR_US);
    if (chance_in(&l->chance, REPORT_LATE_PER_MILLE))
        delay += chance_between(&l->chance, 3 * DAY_US, 21 * DAY_US);
    return life_say(l, kind, happened, delay, l->social_worker, ROLE_SOCIAL_WORKER);
}

/* A working hour of the day `days` after an instant. */
static struct instant some_day(struct life *l, struct instant from, int64_t days)
{
    struct date d = { date_in_uk(from).days + (int32_t)days };
    return uk_instant(d, (int)chance_between(&l->chance, 9, 17),
                      5 * (int)chance_below(&l->chance, 12), 0);
}

static void hold(struct life *l, enum event_kind kind, struct instant at, const char *role,
                 uint32_t person)
{
    struct event *e = life_say(l, kind, at, HOUR_US, l->manager, ROLE_TEAM_MANAGER);
    event_set_code(e, "role", role);
    event_set_number(e, "person", person);
}

/* Nothing here asks the dice: what a seed gave before, it gives still. */
static void copies(struct life *l, struct instant planned)
{
    if (l->child % 8 == 0)
        return;
    struct event *e = life_say(l, EV_CARE_PLAN_COPIED, life_later(planned, 2 * DAY_US), DAY_US,
                               l->social_worker, ROLE_SOCIAL_WORKER);
    event_set_text(e, "to", S("child parent independent-reviewing-officer carer"));
}

static void opening(struct life *l)
{
    struct instant at = l->care_from;
    struct event *e = life_say(l, EV_CHILD_REGISTERED, at, 0, l->manager, ROLE_TEAM_MANAGER);
    event_set_text(e, "given", name_given(&l->chance, l->male));
    event_set_text(e, "family", name_family(&l->chance));
    event_set_number(e, "born", l->born.days);
    event_set_code(e, "sex", l->male ? "M" : "F");
    event_set_code(
        e, "ethnicity",
        ETHNICITY_CODES[chance_weighted(&l->chance, ETHNICITY_WEIGHTS, COUNT(ETHNICITY_WEIGHTS))]);
    struct str local = str_print(l->task->arena, "%u", 500000 + l->child);
    event_set_text(e, "local-id", local);
    if (l->alone)
        event_set_number(e, "uasc", 1);
    e = life_say(l, EV_CHILD_IDENTIFIED, at, SECOND_US, l->manager, ROLE_TEAM_MANAGER);
    event_set_code(e, "scheme", "local");
    event_set_text(e, "value", local);
    e = life_say(l, EV_CARE_STARTED, at, 2 * SECOND_US, l->manager, ROLE_TEAM_MANAGER);
    const char *legal =
        l->alone ? "V2"
                 : LEGAL_CODES[chance_weighted(&l->chance, LEGAL_WEIGHTS, COUNT(LEGAL_WEIGHTS))];
    event_set_code(e, "legal-status", legal);
    event_set_code(
        e, "need",
        l->alone ? "N8"
                 : NEED_CODES[chance_weighted(&l->chance, NEED_WEIGHTS, COUNT(NEED_WEIGHTS))]);
    event_set_number(e, "care", (int64_t)life_about(l));
    hold(l, EV_INVOLVEMENT_STARTED, at, "social-worker", l->social_worker);
    hold(l, EV_INVOLVEMENT_STARTED, at, "team-manager", l->manager);
    hold(l, EV_INVOLVEMENT_STARTED, some_day(l, at, 3), "independent-reviewing-officer",
         l->reviewing_officer);
    e = by_worker(l, EV_CARE_PLAN_MADE, some_day(l, at, chance_between(&l->chance, -2, 12)));
    event_set_number(e, "signed", 1);
    event_set_number(e, "contents-stated", 1);
    event_set_text(e, "covers",
                   str_print(l->task->arena, "permanence health education development identity "
                                             "family presentation self-care placement "
                                             "reviewing-officer%s%s",
                             l->child % 40 == 0 ? "" : " wishes",
                             l->alone && l->child % 10 != 0 ? " unaccompanied" : ""));
    copies(l, e->happened);
    if (!l->alone && chance_in(&l->chance, 600)) {
        e = by_worker(l, EV_LEGAL_STATUS_CHANGED,
                      some_day(l, at, chance_between(&l->chance, 90, 240)));
        event_set_code(e, "legal-status", "C2");
    }
}

static void reviews(struct life *l)
{
    static const char *const took_part[] = { "PN1", "PN1", "PN2", "PN4", "PN6", "PN7" };
    struct instant at = l->care_from;
    for (int nth = 0;; nth++) {
        int64_t days = nth == 0   ? chance_between(&l->chance, 18, 26)
                       : nth == 1 ? chance_between(&l->chance, 75, 92)
                                  : chance_between(&l->chance, 160, 182);
        if (chance_in(&l->chance, REVIEW_LATE_PER_MILLE))
            days += chance_between(&l->chance, 7, 60);
        at = some_day(l, at, days);
        if (at.us >= l->care_until.us)
            return;
        struct event *e =
            life_say(l, EV_REVIEW_HELD, at, chance_between(&l->chance, HOUR_US, 5 * DAY_US),
                     l->reviewing_officer, ROLE_REVIEWING_OFFICER);
        event_set_code(e, "participation",
                       years_between(l->born, date_in_uk(at)) < 4
                           ? "PN0"
                           : took_part[chance_below(&l->chance, COUNT(took_part))]);
        event_set_number(e, "chaired", l->reviewing_officer);
    }
}

static void health(struct life *l)
{
    bool young = years_between(l->born, date_in_uk(l->care_from)) < 5;
    struct instant at = some_day(l, l->care_from, chance_between(&l->chance, 8, 35));
    for (bool first = true; at.us < l->care_until.us; first = false) {
        struct event *e = by_worker(l, EV_HEALTH_ASSESSED, at);
        event_set_code(e, "check", first ? "initial" : "review");
        if (chance_in(&l->chance, 500))
            by_worker(l, EV_DENTAL_CHECKED, some_day(l, at, chance_between(&l->chance, 20, 90)));
        at = some_day(l, at,
                      young ? chance_between(&l->chance, 160, 200)
                            : chance_between(&l->chance, 330, 390));
    }
}

static void education(struct life *l)
{
    int age = years_between(l->born, date_in_uk(l->care_from));
    if (age >= 4 && chance_in(&l->chance, PEOPLE_TOLD_PER_MILLE))
        by_worker(l, EV_EDUCATION_PLAN_MADE,
                  some_day(l, l->care_from, chance_between(&l->chance, 4, 13)));
    int64_t every = (100 + (int64_t)(l->child % 5) * 8) * DAY_US;
    for (struct instant at = life_later(l->care_from, every); age >= 4 && at.us < l->care_until.us;
         at = life_later(at, every))
        life_say(l, EV_EDUCATION_PLAN_MADE, at, DAY_US, l->social_worker, ROLE_SOCIAL_WORKER);
}

/* Those who leave at 16 or later: somebody keeps in touch, of most. */
static void leaving(struct life *l)
{
    struct date left = date_in_uk(l->care_until);
    struct instant sixteen = uk_midnight(date_add_months(l->born, 192));
    struct instant assessed =
        life_later(sixteen.us > l->care_from.us ? sixteen : l->care_from, 70 * DAY_US);
    if (sixteen.us < l->care_until.us && l->child % 6 != 0) {
        life_say(l, EV_PATHWAY_ASSESSED, assessed, DAY_US, l->social_worker, ROLE_SOCIAL_WORKER);
        life_say(l, EV_PATHWAY_PLAN_MADE, life_later(assessed, (14 + l->child % 20) * DAY_US),
                 DAY_US, l->social_worker, ROLE_SOCIAL_WORKER);
    }
    int64_t every = (45 + (int64_t)(l->child % 4) * 4) * DAY_US;
    int nth = 0;
    for (struct instant at = life_later(l->care_until, every);
         years_between(l->born, left) >= 16 && at.us < l->plan->until.us && nth++ < 26 &&
         l->child % 5 != 0;
         at = life_later(at, every))
        life_say(l, EV_TOUCH_KEPT, at, DAY_US, l->social_worker, ROLE_SOCIAL_WORKER);
}

static void workers(struct life *l)
{
    struct instant at = l->care_from;
    uint32_t first = l->people->first_social_worker, many = l->people->social_workers;
    while ((at = some_day(l, at, 30)).us < l->care_until.us) {
        if (!chance_in(&l->chance, WORKER_CHANGES_PER_MONTH_PER_MILLE) || many < 2)
            continue;
        uint32_t next = first + chance_below(&l->chance, many);
        if (next == l->social_worker)
            continue;
        hold(l, EV_INVOLVEMENT_ENDED, at, "social-worker", l->social_worker);
        int64_t gap = chance_in(&l->chance, 200) ? chance_between(&l->chance, 7, 60) : 0;
        l->social_worker = next;
        hold(l, EV_INVOLVEMENT_STARTED, some_day(l, at, gap), "social-worker", next);
    }
}

static void visits(struct life *l, uint64_t placement, struct instant from, struct instant until)
{
    struct instant at = from;
    for (int nth = 0;; nth++) {
        int64_t days =
            nth == 0 ? chance_between(&l->chance, 2, 7) : chance_between(&l->chance, 32, 42);
        bool late = chance_in(&l->chance, VISIT_LATE_PER_MILLE);
        if (late)
            days += chance_between(&l->chance, 3, 35);
        at = some_day(l, at, days);
        if (at.us >= until.us)
            return;
        struct event *e = by_worker(l, EV_VISIT_MADE, at);
        bool seen = chance_in(&l->chance, 960),
             alone = chance_in(&l->chance, VISIT_ALONE_PER_MILLE);
        event_set_number(e, "placement", (int64_t)placement);
        event_set_number(e, "seen", seen);
        event_set_number(e, "alone", seen && alone);
        event_set_number(e, "safe", 1);
        event_set_number(e, "at-home", 1);
        if (seen && !alone && chance_in(&l->chance, 500))
            event_set_code(e, "why-not", "child-refused");
        l->truth.visits++;
        l->truth.late_visits += late;
    }
}

static void approvals(struct life *l, uint64_t placement, struct instant from, const char *area,
                      bool emergency)
{
    bool distant = str_is(str_from(area), "distant");
    struct instant before = some_day(l, from, emergency ? 1 : -chance_between(&l->chance, 2, 14));
    l->truth.out_of_area++;
    if (chance_in(&l->chance, APPROVED_IN_TIME_PER_MILLE)) {
        struct event *e = by_worker(l, EV_PLACEMENT_APPROVED, before);
        event_set_number(e, "placement", (int64_t)placement);
        event_set_code(e, "rank", distant ? "director" : "nominated-officer");
        event_set_text(e, "conditions",
                       distant ? S("wishes most-suitable relatives area-consulted "
                                   "iro-consulted plan-sent")
                               : S("wishes most-suitable relatives area-notified "
                                   "iro-consulted"));
        e->recorded = life_later(before, HOUR_US);
        if (distant) {
            e = by_worker(l, EV_PLACEMENT_CONSULTED, life_later(before, -DAY_US));
            event_set_number(e, "placement", (int64_t)placement);
            event_set_number(e, "plan-sent", 1);
        }
    } else {
        l->truth.not_approved_in_time++;
    }
    bool in_time = chance_in(&l->chance, NOTIFIED_IN_TIME_PER_MILLE);
    l->truth.not_notified_in_time += !in_time;
    if (!in_time && !chance_in(&l->chance, NOTIFIED_EVER_PER_MILLE))
        return;
    struct instant told = in_time ? life_later(before, HOUR_US)
                                  : some_day(l, from, chance_between(&l->chance, 9, 60));
    struct event *e = by_worker(l, EV_PLACEMENT_NOTIFIED, told);
    event_set_number(e, "placement", (int64_t)placement);
    event_set_text(e, "to", S("area-authority"));
    event_set_number(e, "written", 1);
    event_set_text(e, "with", S("needs care-plan"));
}

/* Somebody notices three weeks later, nearly always. */
static void told_late(struct life *l, uint64_t placement, struct instant at, struct str to,
                      bool ends)
{
    if (placement % 8 == 0)
        return;
    struct event *e = life_say(l, EV_PLACEMENT_NOTIFIED, life_later(at, 24 * DAY_US), HOUR_US,
                               l->social_worker, ROLE_SOCIAL_WORKER);
    event_set_number(e, "placement", (int64_t)placement);
    event_set_text(e, "to", to);
    event_set_number(e, "written", 1);
    event_set_text(e, "with", ends ? S("end") : S("needs care-plan"));
}

/* Written notices of regulations 13 and 14: nearly always to all, now and then to some. */
static void notify(struct life *l, uint64_t placement, struct instant at, bool ends)
{
    struct str all = ends ? S("child parent area-authority independent-reviewing-officer carer")
                          : S("child parent contact previous-carer health-body gp school "
                              "independent-reviewing-officer host-authority");
    if (!chance_in(&l->chance, PEOPLE_TOLD_PER_MILLE)) {
        told_late(l, placement, at, all, ends);
        return;
    }
    struct event *e = by_worker(l, EV_PLACEMENT_NOTIFIED, at);
    e->recorded = life_later(at, HOUR_US);
    event_set_number(e, "placement", (int64_t)placement);
    bool to_all = chance_in(&l->chance, 900);
    event_set_text(e, "to", to_all ? all : S("child parent independent-reviewing-officer"));
    event_set_number(e, "written", 1);
    event_set_text(e, "with", ends ? S("end") : S("needs care-plan"));
    if (!to_all)
        told_late(l, placement, at, all, ends);
}

static const char *where(struct life *l, int64_t *ret_tenths)
{
    size_t at = chance_weighted(&l->chance, WHERE_WEIGHTS, COUNT(WHERE_WEIGHTS));
    bool far = at == 1 || at == 3, out = at >= 2;
    *ret_tenths =
        chance_quantile(&l->chance, far ? (struct quantiles){ FAR_TENTHS, COUNT(FAR_TENTHS) }
                                        : (struct quantiles){ NEAR_TENTHS, COUNT(NEAR_TENTHS) });
    if (!out)
        return "in";
    return chance_in(&l->chance, far ? FAR_OUT_ADJOINS_PER_MILLE : NEAR_OUT_ADJOINS_PER_MILLE)
               ? "adjoining"
               : "distant";
}

static struct event *place_it(struct life *l, struct stay *s, const char *type, const char *area,
                              int64_t tenths, bool emergency)
{
    bool first = l->truth.placements++ == 0;
    struct event *e =
        life_say(l, EV_PLACEMENT_STARTED, s->from, chance_between(&l->chance, HOUR_US, 2 * DAY_US),
                 l->social_worker, ROLE_SOCIAL_WORKER);
    event_set_number(e, "placement", (int64_t)s->placement);
    event_set_code(e, "type", type);
    event_set_code(e, "provider",
                   *type == 'P'                 ? "PR0"
                   : chance_in(&l->chance, 520) ? "PR1"
                                                : "PR4");
    event_set_code(e, "area", area);
    event_set_code(e, "area-confidence", "high");
    event_set_code(e, "new-episode", first ? "S" : "P");
    event_set_number(e, "distance", tenths);
    event_set_number(e, "emergency", emergency);
    if (*type == 'U' && type[1] == '4')
        event_set_number(e, "to-18", 1);
    if (s->home) {
        e->also = s->home;
        event_set_number(e, "home", s->home);
        event_set_text(e, "urn",
                       str_print(l->task->arena, "SC9%05u", s->home - l->people->first_home));
    }
    return e;
}

static struct instant end_of_stay(struct life *l, struct instant from)
{
    struct instant at = from;
    do
        at = some_day(l, at, chance_between(&l->chance, 24, 36));
    while (at.us < l->care_until.us && !chance_in(&l->chance, PLACEMENT_ENDS_PER_MONTH_PER_MILLE));
    return at.us < l->care_until.us ? at : l->care_until;
}

static void end_it(struct life *l, const struct stay *s, bool last)
{
    if (s->until.us > l->plan->until.us)
        return;
    notify(l, s->placement, some_day(l, s->until, -chance_between(&l->chance, 1, 9)), true);
    if (!last)
        answers_before_a_move(l, s);
    struct event *e =
        life_say(l, EV_PLACEMENT_ENDED, s->until, HOUR_US, l->social_worker, ROLE_SOCIAL_WORKER);
    event_set_number(e, "placement", (int64_t)s->placement);
    event_set_code(e, "reason", last ? "E4A" : "X1");
    if (!last)
        event_set_code(e, "change", chance_in(&l->chance, 400) ? "CARPL" : "CREQB");
    if (s->home) {
        e->also = s->home;
        event_set_number(e, "home", s->home);
    }
}

static void placements(struct life *l)
{
    struct instant at = life_later(l->care_from, 3 * SECOND_US);
    while (at.us < l->care_until.us) {
        int age = years_between(l->born, date_in_uk(at));
        const uint16_t *weights = age >= 16 ? PLACEMENT_16_ON : PLACEMENT_UNDER_16;
        const char *type =
            PLACEMENT_CODES[chance_weighted(&l->chance, weights, COUNT(PLACEMENT_CODES))];
        if (life_is_the_126(l))
            type = "K2";
        struct stay s = { .placement = life_about(l), .from = at };
        s.until = end_of_stay(l, at);
        if (*type == 'K')
            s.home = l->people->first_home + chance_below(&l->chance, l->people->homes);
        s.family = *type == 'U' || *type == 'P' || *type == 'A';
        int64_t tenths = 0;
        const char *area = where(l, &tenths);
        s.out_of_area = *area != 'i';
        bool emergency = chance_in(&l->chance, 150);
        place_it(l, &s, type, area, tenths, emergency);
        if (s.out_of_area)
            approvals(l, s.placement, s.from, area, emergency);
        struct event *e = by_worker(l, EV_PLACEMENT_PLAN_AGREED,
                                    some_day(l, at, chance_between(&l->chance, -1, 6)));
        event_set_number(e, "placement", (int64_t)s.placement);
        event_set_number(e, "signed", 1);
        if (l->truth.episodes > 0 && l->child % 8 != 0)
            event_set_number(e, "keeps-safe", 1);
        notify(l, s.placement, some_day(l, at, -chance_between(&l->chance, 1, 4)), false);
        visits(l, s.placement, s.from, s.until);
        life_missing(l, &s, life_episodes_in(l, &s));
        end_it(l, &s, s.until.us == l->care_until.us);
        at = life_later(s.until, SECOND_US);
    }
}

/* When care began and ends, and how old the child was; the plan's length decides the share of
 * children who were looked after before it began. */
static void span_of_care(struct life *l)
{
    uint32_t years = l->plan->years;
    struct date last = date_in_uk(l->plan->until);
    int32_t window = (int32_t)years * 365;
    bool stock = chance_below(&l->chance, (uint32_t)(STOCK + STARTS_A_YEAR * (int)years)) < STOCK;
    int32_t before = stock ? window + (int32_t)chance_below(&l->chance, 900)
                           : (int32_t)chance_below(&l->chance, (uint32_t)window);
    struct date start = { last.days - before };
    l->care_from = uk_instant(start, (int)chance_between(&l->chance, 9, 20), 0, 0);
    size_t band = chance_weighted(&l->chance, AGE_WEIGHTS, COUNT(AGE_WEIGHTS));
    l->alone = chance_in(&l->chance, UASC_PER_MILLE);
    if (l->alone)
        band = 4;
    if (life_is_the_126(l)) {
        band = 3;
        l->care_from = uk_instant((struct date){ last.days - 700 }, 16, 0, 0);
    }
    int age = (int)chance_between(&l->chance, AGE_FROM[band], AGE_TO[band]);
    if (life_is_the_126(l))
        age = 14;
    /* Ages are those of the stock: how old somebody was when the years of the plan began. */
    struct date seen = { stock ? last.days - window : date_in_uk(l->care_from).days };
    l->born =
        (struct date){ seen.days - age * 365 - age / 4 - (int32_t)chance_below(&l->chance, 360) };
    if (date_in_uk(l->care_from).days <= l->born.days)
        l->care_from = uk_instant((struct date){ l->born.days + 1 }, 15, 0, 0);
    struct instant at = l->care_from, grown = uk_midnight(date_add_months(l->born, 216));
    struct instant beyond = life_later(l->plan->until, DAY_US), begins = uk_midnight(seen);
    do
        at = life_later(at, 30 * DAY_US);
    while (at.us < grown.us && at.us < beyond.us &&
           (life_is_the_126(l) || at.us < begins.us ||
            !chance_in(&l->chance, CEASE_PER_MONTH_PER_MILLE)));
    l->care_until = at.us < grown.us ? at : grown;
    if (l->care_until.us <= l->care_from.us)
        l->care_until = life_later(l->care_from, 20 * DAY_US);
}

void life_care(struct life *l)
{
    const struct world_people *p = l->people;
    l->male = chance_in(&l->chance, MALE_PER_MILLE);
    l->all_missing = l->plan->seed % 1000 < ALL_MISSING_PER_MILLE;
    uint32_t worker = chance_below(&l->chance, p->social_workers);
    l->social_worker = p->first_social_worker + worker;
    l->manager = p->first_team_manager + worker % p->team_managers;
    l->reviewing_officer =
        p->first_reviewing_officer + chance_below(&l->chance, p->reviewing_officers);
    span_of_care(l);
    opening(l);
    placements(l);
    reviews(l);
    health(l);
    education(l);
    workers(l);
    if (l->care_until.us <= l->plan->until.us) {
        struct event *e = life_say(l, EV_CARE_ENDED, life_later(l->care_until, SECOND_US), HOUR_US,
                                   l->manager, ROLE_TEAM_MANAGER);
        int age = years_between(l->born, date_in_uk(l->care_until));
        event_set_code(e, "reason", age < 18 ? "E4A" : "E5");
        if (l->child % 23 != 0)
            event_set_code(e, "approved-by",
                           age >= 16 && l->child % 11 != 0 ? "director" : "nominated-officer");
    }
    leaving(l);
}

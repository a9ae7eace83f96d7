/* The states of a home, an agency and a place: given events, what holds afterwards. */
#include "given.h"

#include "register/agency.h"
#include "register/home.h"
#include "register/place.h"

#define FACT(bit, text) text,
static const char *const home_words[] = { HOME_FACTS(FACT) };
static const char *const agency_words[] = { AGENCY_FACTS(FACT) };
static const char *const place_words[] = { PLACE_FACTS(FACT) };
#undef FACT

/* "open registered …": the last word of each fact that holds, in the order of the header. */
static struct str facts_of_state(struct task *t, uint64_t is, const char *const *words,
                                 size_t count)
{
    struct text x = text_open(t->arena, 4096);
    for (size_t i = 0; i < count; i++) {
        if (!(is >> i & 1))
            continue;
        if (x.len > 0)
            text_addc(&x, ' ');
        text_addz(&x, strrchr(words[i], ' ') + 1);
    }
    return text_done(&x);
}

/* What a home is told of a child: which child, the number, the one code. */
static struct fact told(struct task *t, enum event_kind kind, const char *happened, uint32_t child,
                        uint64_t about, uint8_t code)
{
    return (struct fact){ .happened = at_utc(t, happened).us,
                          .kind = (uint16_t)kind,
                          .number = child,
                          .about = about,
                          .code = code };
}

static struct fact own(struct task *t, const struct said *said, uint32_t n)
{
    struct event e = said_event(t, said, 1, n);
    return fact_of(&e);
}

#define OPENED                                                                                     \
    {                                                                                              \
        EV_HOME_REGISTERED, "2026-01-01T09:00Z", "name=Elm type=childrens-home places=4"           \
    }

static const struct {
    struct said given[6];
    const char *wanted;
} homes[] = {
    { { { 0 } }, "open" },
    { { OPENED }, "open registered childrens-home" },
    { { { EV_HOME_REGISTERED, "2026-01-01T09:00Z", "name=Elm type=secure" } },
      "open registered childrens-home" },
    { { { EV_HOME_REGISTERED, "2026-01-01T09:00Z", "name=Elm type=supported-accommodation" } },
      "open registered supported-accommodation" },
    { { { EV_HOME_REGISTERED, "2026-01-01T09:00Z", "name=Elm type=other" } }, "open registered" },
    { { { EV_HOME_REGISTERED, "2026-01-01T09:00Z", "name=Elm" } }, "open registered" },
    { { OPENED, { EV_HOME_CHANGED, "2026-02-01T09:00Z", "type=foster-home" } },
      "open registered foster-home" },
    { { OPENED, { EV_HOME_CHANGED, "2026-02-01T09:00Z", "telephone=01632" } },
      "open registered childrens-home" },
    { { OPENED, { EV_HOME_CLOSED, "2026-02-01T09:00Z", NULL } }, "registered childrens-home" },
    { { OPENED, { EV_HOME_LEADER_AWAY, "2026-02-01T09:00Z", NULL } },
      "open registered childrens-home without-leader" },
    { { OPENED,
        { EV_HOME_LEADER_AWAY, "2026-02-01T09:00Z", NULL },
        { EV_HOME_LEADER_BACK, "2026-04-01T09:00Z", NULL } },
      "open registered childrens-home" },
    { { OPENED, { EV_HOME_NOTICE_ISSUED, "2026-02-01T09:00Z", "notice=1 kind=x type=compliance" } },
      "open registered childrens-home under-notice" },
    { { OPENED,
        { EV_HOME_NOTICE_ISSUED, "2026-02-01T09:00Z", "notice=1 kind=x type=restriction" },
        { EV_HOME_NOTICE_ISSUED, "2026-02-02T09:00Z", "notice=2 kind=x type=suspension" } },
      "open registered childrens-home under-notice restricted suspended" },
    { { OPENED,
        { EV_HOME_NOTICE_ISSUED, "2026-02-01T09:00Z", "notice=1 kind=x type=restriction" },
        { EV_HOME_NOTICE_ISSUED, "2026-02-02T09:00Z", "notice=2 kind=x type=restriction" },
        { EV_HOME_NOTICE_MET, "2026-03-02T09:00Z", "notice=1" } },
      "open registered childrens-home under-notice restricted" },
    { { OPENED,
        { EV_HOME_NOTICE_ISSUED, "2026-02-01T09:00Z", "notice=1 kind=x type=restriction" },
        { EV_HOME_NOTICE_MET, "2026-03-02T09:00Z", "notice=1" },
        { EV_HOME_NOTICE_MET, "2026-03-03T09:00Z", "notice=9" } },
      "open registered childrens-home" },
};

static void a_home_is_what_was_said_of_it(void **state)
{
    struct task *t = given_task(state);
    struct home_state *s = NEW(t->arena, struct home_state);
    for (size_t i = 0; i < COUNT(homes); i++) {
        home_start(s);
        for (uint32_t k = 0; k < COUNT(homes[i].given) && homes[i].given[k].happened; k++) {
            struct fact f = own(t, &homes[i].given[k], k + 1);
            home_step(s, &f);
        }
        SAME(facts_of_state(t, s->is, home_words, COUNT(home_words)), homes[i].wanted);
    }
}

static void children_are_counted_once(void **state)
{
    enum {
        MISSING = 1,
        AWAY = 2,
        K2 = 7
    };
    struct task *t = given_task(state);
    struct home_state *s = NEW(t->arena, struct home_state);
    const struct {
        struct fact f;
        uint32_t missing, residents;
    } steps[] = {
        { told(t, EV_PLACEMENT_STARTED, "2026-01-01T09:00Z", 7, 1, K2), 0, 1 },
        { told(t, EV_PLACEMENT_STARTED, "2026-01-02T09:00Z", 8, 1, K2), 0, 2 },
        { told(t, EV_PLACEMENT_STARTED, "2026-01-03T09:00Z", 7, 2, K2), 0, 2 },
        { told(t, EV_ABSENCE_NOTICED, "2026-02-01T20:00Z", 7, 5, 0), 1, 2 },
        { told(t, EV_MISSING_REPORTED, "2026-02-01T20:30Z", 7, 5, MISSING), 1, 2 },
        { told(t, EV_MISSING_REPORTED, "2026-02-01T20:40Z", 7, 6, MISSING), 1, 2 },
        { told(t, EV_MISSING_REPORTED, "2026-02-01T21:00Z", 8, 5, AWAY), 1, 2 },
        { told(t, EV_MISSING_REPORTED, "2026-02-01T22:00Z", 8, 5, MISSING), 2, 2 },
        { told(t, EV_CHILD_RETURNED, "2026-02-02T01:00Z", 7, 5, 0), 2, 2 },
        { told(t, EV_EPISODE_CLOSED, "2026-02-02T02:00Z", 7, 6, 7), 1, 2 },
        { told(t, EV_CHILD_RETURNED, "2026-02-02T03:00Z", 9, 5, 0), 1, 2 },
        { told(t, EV_PLACEMENT_ENDED, "2026-02-03T09:00Z", 8, 9, 0), 1, 2 },
        { told(t, EV_PLACEMENT_ENDED, "2026-02-03T10:00Z", 8, 1, 0), 0, 1 },
    };
    home_start(s);
    for (size_t i = 0; i < COUNT(steps); i++) {
        home_step(s, &steps[i].f);
        if (s->missing != steps[i].missing || s->residents != steps[i].residents)
            print_error("step %zu\n", i);
        assert_int_equal(s->missing, steps[i].missing);
        assert_int_equal(s->residents, steps[i].residents);
    }
    assert_int_equal(s->reports, 3); /* episodes, however often told */
    assert_true(s->is & HOME_IS(KNOWN_TO_REPORT));
    assert_true(s->is & HOME_IS(CHILDRENS_HOME)); /* by who was placed there */
}

static void workers_come_qualify_and_go(void **state)
{
    struct task *t = given_task(state);
    struct home_state *s = NEW(t->arena, struct home_state);
    static const struct said given[] = {
        { EV_WORKER_STARTED, "2024-01-01T09:00Z", "person=31" },
        { EV_WORKER_STARTED, "2024-01-01T09:00Z", "person=32 not-caring=1" },
        { EV_WORKER_STARTED, "2024-01-01T09:00Z", "person=33" },
        { EV_WORKER_QUALIFIED, "2025-01-01T09:00Z", "person=31 qualification=level-3" },
        { EV_WORKER_DEFERRED, "2025-02-01T09:00Z", "person=33 reason=x" },
        { EV_WORKER_DEFERRED, "2025-02-01T09:00Z", "person=99 reason=x" },
        { EV_WORKER_LEFT, "2025-03-01T09:00Z", "person=99" },
    };
    home_start(s);
    for (uint32_t i = 0; i < COUNT(given); i++) {
        struct fact f = own(t, &given[i], i + 1);
        home_step(s, &f);
    }
    assert_int_equal(s->workers, 3);
    assert_true(s->worker[0].qualified && !s->worker[0].deferred && !s->worker[0].not_caring);
    assert_true(s->worker[1].not_caring && !s->worker[1].qualified);
    assert_true(s->worker[2].deferred && !s->worker[2].qualified);
    struct fact left =
        own(t, &(struct said){ EV_WORKER_LEFT, "2025-04-01T09:00Z", "person=31" }, 9);
    home_step(s, &left);
    assert_int_equal(s->workers, 2);
}

static void too_many_is_said(void **state)
{
    struct task *t = given_task(state);
    struct home_state *s = NEW(t->arena, struct home_state);
    home_start(s);
    for (uint32_t i = 0; i <= HOME_EPISODES_MAX; i++) { /* old ones are forgotten, open ones not */
        struct fact gone = told(t, EV_MISSING_REPORTED, "2026-02-01T20:00Z", 7, i + 1, 1);
        struct fact back = told(t, EV_CHILD_RETURNED, "2026-02-01T21:00Z", 7, i + 1, 0);
        home_step(s, &gone);
        if (i > 0)
            home_step(s, &back);
    }
    assert_false(s->overfull);
    assert_int_equal(s->missing, 1);
    assert_int_equal(s->episode[0].id, 1);
    for (uint32_t i = 0; i <= HOME_RESIDENTS_MAX; i++) {
        struct fact in = told(t, EV_PLACEMENT_STARTED, "2026-02-01T20:00Z", 10 + i, 1, 7);
        home_step(s, &in);
    }
    assert_true(s->overfull);
    assert_int_equal(s->residents, HOME_RESIDENTS_MAX);
}

static void agencies_and_places(void **state)
{
    struct task *t = given_task(state);
    static const char *const kinds[][2] = {
        { "authority", "authority" },
        { "police", "police" },
        { "home", "provider" },
        { "health", "health" },
        { "school", "school" },
        { "regulator", "regulator" },
        { "partnership", "partnership" },
        { "fostering-service", "provider" },
        { "voluntary", "" },
        { "provider", "provider" },
    };
    assert_int_equal(COUNT(kinds), code_count(CODES_AGENCY));
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct agency_state a;
        agency_start(&a);
        struct str fields = str_print(t->arena, "name=x kind=%s", kinds[i][0]);
        struct said said = { EV_AGENCY_REGISTERED, "2026-01-01T09:00Z", str_nul(t->arena, fields) };
        struct fact f = own(t, &said, 1);
        agency_step(&a, &f);
        SAME(facts_of_state(t, a.is, agency_words, COUNT(agency_words)), kinds[i][1]);
    }
    struct place_state p;
    place_start(&p);
    struct fact f = own(t, &(struct said){ EV_VEHICLE_RECORDED, "2026-01-01T09:00Z", "mark=x" }, 1);
    place_step(&p, &f);
    f = told(t, EV_CHILD_FOUND, "2026-02-01T20:00Z", 7, 1, 0);
    place_step(&p, &f);
    SAME(facts_of_state(t, p.is, place_words, COUNT(place_words)), "vehicle");
    assert_int_equal(p.found, 1);
    assert_int_equal(p.linked, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_home_is_what_was_said_of_it),
        cmocka_unit_test(children_are_counted_once),
        cmocka_unit_test(workers_come_qualify_and_go),
        cmocka_unit_test(too_many_is_said),
        cmocka_unit_test(agencies_and_places),
    };
    return RUN(tests);
}

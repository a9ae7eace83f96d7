/* Codes that the states of homes and agencies know by their place, and the bounds of a home. */
#include "given.h"

#include "register/agency.h"
#include "register/home.h"
#include "register/place.h"

static struct fact said(enum event_kind kind, uint32_t child, uint64_t about, uint8_t code)
{
    static int64_t now = 1000;
    return (struct fact){ .kind = (uint16_t)kind,
                          .n = 1,
                          .happened = ++now * SECOND_US,
                          .about = about,
                          .code = code,
                          .number = child };
}

static struct home_state home;

static void tell(enum event_kind kind, uint32_t child, uint64_t about, uint8_t code)
{
    struct fact f = said(kind, child, about, code);
    home_step(&home, &f);
}

static bool is(const char *words)
{
    static const char *const facts[] = {
#define FACT(bit, text) text,
        HOME_FACTS(FACT)
#undef FACT
    };
    for (unsigned i = 0; i < COUNT(facts); i++) {
        if (strcmp(facts[i], words) == 0)
            return home.is >> i & 1;
    }
    assert_true(false && "a fact of a home");
    return false;
}

static uint8_t of(enum code_list list, const char *code)
{
    uint8_t number = code_number(list, str_from(code));
    assert_true(number > 0);
    return number;
}

/* The codes that the fold knows by their place are where it thinks they are. */
static void test_codes(void **state)
{
    (void)state;
    static const struct {
        const char *code, *fact;
    } types[] = { { "childrens-home", "home is childrens-home" },
                  { "secure", "home is childrens-home" },
                  { "supported-accommodation", "home is supported-accommodation" },
                  { "foster-home", "home is foster-home" } };
    for (size_t i = 0; i < COUNT(types); i++) {
        home_start(&home);
        tell(EV_HOME_REGISTERED, 0, 0, of(CODES_HOME_TYPE, types[i].code));
        assert_true(is(types[i].fact) && is("home is registered"));
    }
    static const struct {
        const char *code, *fact;
    } placed[] = { { "K1", "home is childrens-home" },
                   { "K2", "home is childrens-home" },
                   { "K3", "home is supported-accommodation" },
                   { "H5", "home is supported-accommodation" },
                   { "U1", "home is foster-home" },
                   { "U6", "home is foster-home" } };
    for (size_t i = 0; i < COUNT(placed); i++) {
        home_start(&home);
        tell(EV_PLACEMENT_STARTED, 7, 1, of(CODES_PLACEMENT_TYPE, placed[i].code));
        assert_true(is(placed[i].fact));
    }
    home_start(&home);
    tell(EV_HOME_NOTICE_ISSUED, 0, 1, of(CODES_HOME_NOTICE, "restriction"));
    assert_true(is("home is restricted") && is("home is under-notice") && !is("home is suspended"));
    tell(EV_HOME_NOTICE_ISSUED, 0, 2, of(CODES_HOME_NOTICE, "suspension"));
    tell(EV_HOME_NOTICE_MET, 0, 1, 0);
    assert_true(!is("home is restricted") && is("home is suspended") && is("home is under-notice"));
    tell(EV_HOME_NOTICE_MET, 0, 2, 0);
    assert_false(is("home is under-notice"));
    tell(EV_MISSING_REPORTED, 7, 1, of(CODES_CLASSIFICATION, "A"));
    assert_int_equal(home.missing, 0);
}

/* What was registered is not overruled by what is placed there. */
static void test_said_type_stands(void **state)
{
    (void)state;
    home_start(&home);
    tell(EV_HOME_REGISTERED, 0, 0, of(CODES_HOME_TYPE, "supported-accommodation"));
    tell(EV_PLACEMENT_STARTED, 7, 1, of(CODES_PLACEMENT_TYPE, "K2"));
    assert_true(is("home is supported-accommodation") && !is("home is childrens-home"));
}

static void test_residents_and_missing(void **state)
{
    (void)state;
    home_start(&home);
    tell(EV_PLACEMENT_STARTED, 7, 1, 7);
    tell(EV_PLACEMENT_STARTED, 8, 1, 7);
    tell(EV_PLACEMENT_STARTED, 7, 2, 7); /* another placement in the same home */
    tell(EV_PLACEMENT_ENDED, 7, 1, 0);   /* told late: the new one stands */
    assert_int_equal(home.residents, 2);
    tell(EV_MISSING_REPORTED, 7, 5, 1);
    tell(EV_MISSING_REPORTED, 8, 5, 1);
    tell(EV_ABSENCE_NOTICED, 8, 5, 0);
    assert_int_equal(home.missing, 2);
    assert_int_equal(home.reports, 2);
    tell(EV_CHILD_RETURNED, 8, 5, 0);
    tell(EV_MISSING_REPORTED, 8, 5, 1); /* the report came after the return: it is over */
    assert_int_equal(home.missing, 1);
    tell(EV_PLACEMENT_ENDED, 7, 2, 0);
    assert_int_equal(home.missing, 0);
    assert_int_equal(home.residents, 1);
    assert_false(home.overfull);
}

/* Bounds: an open episode is never forgotten for a closed one, and too many of either is said. */
static void test_bounds(void **state)
{
    (void)state;
    home_start(&home);
    tell(EV_MISSING_REPORTED, 7, 1, 1);
    for (uint32_t i = 0; i < HOME_EPISODES_MAX * 2; i++) {
        tell(EV_MISSING_REPORTED, 8, 10 + i, 1);
        tell(EV_CHILD_RETURNED, 8, 10 + i, 0);
    }
    assert_int_equal(home.missing, 1);
    assert_false(home.overfull);
    for (uint32_t i = 0; i < HOME_RESIDENTS_MAX + 1; i++)
        tell(EV_PLACEMENT_STARTED, 100 + i, 1, 7);
    assert_int_equal(home.residents, HOME_RESIDENTS_MAX);
    assert_true(home.overfull);
    home_start(&home);
    for (uint32_t i = 0; i < HOME_EPISODES_MAX + 1; i++)
        tell(EV_MISSING_REPORTED, i + 1, 1, 1);
    for (uint32_t i = 0; i < HOME_NOTICES_MAX + 1; i++)
        tell(EV_HOME_NOTICE_ISSUED, 0, i + 1, 1);
    for (uint32_t i = 0; i < HOME_WORKERS_MAX + 1; i++)
        tell(EV_WORKER_STARTED, i + 1, 0, 0);
    assert_true(home.overfull);
    assert_int_equal(home.missing, HOME_EPISODES_MAX);
    assert_int_equal(home.workers, HOME_WORKERS_MAX);
}

static void test_agency_and_place(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        uint64_t fact;
    } kinds[] = { { "authority", AGENCY_IS(AUTHORITY) },
                  { "police", AGENCY_IS(POLICE) },
                  { "home", AGENCY_IS(PROVIDER) },
                  { "health", AGENCY_IS(HEALTH) },
                  { "school", AGENCY_IS(SCHOOL) },
                  { "regulator", AGENCY_IS(REGULATOR) },
                  { "partnership", AGENCY_IS(PARTNERSHIP) },
                  { "fostering-service", AGENCY_IS(PROVIDER) },
                  { "voluntary", 0 },
                  { "provider", AGENCY_IS(PROVIDER) } };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct agency_state a;
        agency_start(&a);
        struct fact f = said(EV_AGENCY_REGISTERED, 0, 0, of(CODES_AGENCY, kinds[i].code));
        agency_step(&a, &f);
        assert_true(a.is == kinds[i].fact);
    }
    struct place_state p;
    place_start(&p);
    struct fact f = said(EV_VEHICLE_RECORDED, 0, 0, 0), found = said(EV_CHILD_FOUND, 7, 1, 0);
    place_step(&p, &f);
    place_step(&p, &found);
    assert_true(p.is == PLACE_IS(VEHICLE) && p.found == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_said_type_stands),
        cmocka_unit_test(test_residents_and_missing),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_agency_and_place),
    };
    return RUN(tests);
}

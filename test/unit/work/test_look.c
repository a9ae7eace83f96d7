/* What people see: order, names, owners, and a child's file as it was known. */
#include "given.h"

#include <stdlib.h>
#include <string.h>

#include "work/owner.h"

/* --- who is missing --- */

static void grade(struct given *g, uint32_t child, const char *code)
{
    struct event e = event_new(EV_RISK_GRADED, child, g->now);
    event_set_code(&e, "grade", code);
    event_set_text(&e, "reasons", S("young, cold night"));
    WORKS(g, say(g, &e));
}

static void test_worst_first(void **state)
{
    struct given *g = *state;
    static const struct {
        const char *name, *since, *class, *grade;
    } cases[] = {
        { "away", "2026-03-27T01:00:00Z", "A", "high" },
        { "low", "2026-03-27T02:00:00Z", "M", "low" },
        { "ungraded late", "2026-03-27T12:00:00Z", "M", NULL },
        { "ungraded early", "2026-03-27T03:00:00Z", "M", NULL },
        { "medium", "2026-03-27T13:00:00Z", "M", "medium" },
        { "high", "2026-03-27T14:00:00Z", "M", "high" },
    };
    static const char *const wanted[] = {
        "high Example",          "medium Example", "ungraded early Example",
        "ungraded late Example", "low Example",    "away Example"
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint32_t child = a_child(g, cases[i].name, "1");
        is_placed(g, child, 0, "2026-03-01T10:00:00Z");
        struct event e = missing(g, child, cases[i].since);
        event_set_code(&e, "class", cases[i].class);
        WORKS(g, say(g, &e));
        if (cases[i].grade)
            grade(g, child, cases[i].grade);
    }
    struct missing_list l;
    WORKS(g, look_missing(&g->t, g->r, g->now, &l));
    assert_int_equal(l.count, COUNT(cases));
    assert_false(l.cut);
    for (size_t i = 0; i < l.count; i++)
        SAME(l.at[i].name, str_from(wanted[i]));
    SAME(l.at[0].grade_reasons, S("young, cold night"));
    SAME(l.at[0].wearing, S("a red coat"));
    assert_int_equal(l.at[0].last_seen.us, at(g, "2026-03-27T13:00:00Z").us);
    assert_int_equal(l.looked.us, g->now.us);
}

static void test_who_was_missing_on_a_past_evening(void **state)
{
    struct given *g = *state;
    uint32_t child = a_child(g, "Alex", "1");
    is_placed(g, child, 0, "2026-03-01T10:00:00Z");
    struct event e = missing(g, child, "2026-03-20T19:00:00Z");
    WORKS(g, say(g, &e));
    says(g, EV_CHILD_RETURNED, child, "2026-03-21T07:00:00Z");
    static const struct {
        const char *when;
        size_t count;
    } cases[] = {
        { "2026-03-20T18:59:59Z", 0 }, { "2026-03-20T19:00:00Z", 1 }, { "2026-03-21T06:59:59Z", 1 },
        { "2026-03-21T07:00:00Z", 0 }, { "2026-03-27T20:00:00Z", 0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct missing_list l;
        WORKS(g, look_missing(&g->t, g->r, at(g, cases[i].when), &l));
        assert_int_equal(l.count, cases[i].count);
    }
}

/* P13: could not look is not nobody. */
static void test_a_failed_look_is_no_empty_list(void **state)
{
    struct given *g = *state;
    struct missing_list l = { .count = 77 };
    struct duty_list d = { .count = 77 };
    struct child_file f = { .entries = 77 };
    uint32_t child = a_child(g, "Alex", "1");
    struct duty_filter of = { .at = g->now };
    for (int64_t n = 1; n < 5; n++) {
        db_fault_at(n);
        status looks[] = { look_missing(&g->t, g->r, g->now, &l), OK, OK };
        db_fault_at(n);
        looks[1] = look_duties(&g->t, g->r, &of, &d);
        db_fault_at(n > 2 ? 2 : n);
        looks[2] = look_child(&g->t, g->r, child, NEVER, g->now, &f);
        db_fault_none();
        given_reader_again(g);
        for (size_t i = 0; i < COUNT(looks); i++)
            assert_int_equal(looks[i], E_IO);
        assert_int_equal(l.count, 77);
        assert_int_equal(d.count, 77);
        assert_int_equal(f.entries, 77);
    }
    WORKS(g, look_missing(&g->t, g->r, g->now, &l));
    assert_int_equal(l.count, 0);
}

/* --- owners --- */

static void test_what_nobody_holds_falls_to_the_next_role_up(void **state)
{
    struct given *g = *state;
    uint32_t home = a_home(g, "Rowan House"), child = a_child(g, "Alex", "1");
    uint32_t police = an_agency(g, "Northshire Police", "police");
    struct owner o;
    WORKS(g, look_owner(&g->t, g->r, child, home, ROLE_SOCIAL_WORKER, g->now, &o));
    assert_int_equal(o.person, 0);
    uint32_t first = a_person(g, "Fay First");
    WORKS(g, look_owner(&g->t, g->r, child, home, ROLE_SOCIAL_WORKER, g->now, &o));
    assert_int_equal(o.person, first); /* anybody at all before nobody */

    static const struct {
        const char *role, *of, *since; /* of: child, home, authority, police */
        enum role asked, falls_to;
    } cases[] = {
        { "director", "authority", "2026-01-01T00:00:00Z", ROLE_SOCIAL_WORKER, ROLE_DIRECTOR },
        { "head-of-service", "authority", "2026-01-01T00:00:00Z", ROLE_SOCIAL_WORKER,
          ROLE_HEAD_OF_SERVICE },
        { "team-manager", "authority", "2026-01-01T00:00:00Z", ROLE_SOCIAL_WORKER,
          ROLE_TEAM_MANAGER },
        { "social-worker", "child", "2026-01-01T00:00:00Z", ROLE_SOCIAL_WORKER,
          ROLE_SOCIAL_WORKER },
        { "responsible-individual", "home", "2026-01-01T00:00:00Z", ROLE_NIGHT_WORKER,
          ROLE_RESPONSIBLE_INDIVIDUAL },
        { "registered-manager", "home", "2026-01-01T00:00:00Z", ROLE_NIGHT_WORKER,
          ROLE_REGISTERED_MANAGER },
        { "duty-inspector", "police", "2026-01-01T00:00:00Z", ROLE_POLICE_MISSING_COORDINATOR,
          ROLE_DUTY_INSPECTOR },
        { "police-supervisor", "police", "2026-01-01T00:00:00Z", ROLE_POLICE_MISSING_COORDINATOR,
          ROLE_POLICE_SUPERVISOR },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint32_t person = a_person(g, "Pat Person");
        uint32_t of = strcmp(cases[i].of, "child") == 0    ? child
                      : strcmp(cases[i].of, "home") == 0   ? home
                      : strcmp(cases[i].of, "police") == 0 ? police
                                                           : g->s->authority;
        holds(g, person, cases[i].role, of, cases[i].since);
        WORKS(g, look_owner(&g->t, g->r, child, home, cases[i].asked, g->now, &o));
        assert_int_equal(o.person, person);
        assert_int_equal(o.role, cases[i].falls_to);
        assert_int_equal(o.asked, cases[i].asked);
        SAME(o.name, S("Pat Person"));
    }
    /* Before they took it on, nobody held it. */
    WORKS(g, look_owner(&g->t, g->r, child, home, ROLE_SOCIAL_WORKER, at(g, "2025-12-31T23:59:59Z"),
                        &o));
    assert_int_equal(o.person, first);
}

/* Every role's ladder ends at the director. */
static void test_every_ladder_ends_at_the_director(void **state)
{
    (void)state;
    for (unsigned r = ROLE_NONE + 1; r < ROLES; r++)
        assert_true(role_reaches((enum role)r, ROLE_DIRECTOR));
    assert_int_equal(role_above(ROLE_DIRECTOR), ROLE_NONE);
}

/* P6: once anybody is director, every open duty names a person. */
static void test_every_open_duty_names_a_person(void **state)
{
    struct given *g = *state;
    uint32_t director = a_person(g, "Dee Rector");
    holds(g, director, "director", g->s->authority, "2025-01-01T09:00:00Z");
    for (int i = 0; i < 5; i++) {
        uint32_t child = a_child(g, "Alex", "1");
        is_placed(g, child, 0, "2026-02-01T10:00:00Z");
        struct event e = missing(g, child, "2026-03-27T19:00:00Z");
        WORKS(g, say(g, &e));
    }
    for (int alarms = 0; alarms < 2; alarms++) {
        struct duty_list all, mine;
        struct duty_filter f = { .alarms = alarms, .at = g->now };
        WORKS(g, look_duties(&g->t, g->r, &f, &all));
        for (size_t i = 0; i < all.count; i++) {
            assert_int_equal(all.at[i].owner.person, director);
            SAME(all.at[i].child_name, all.at[i].child != 0 ? S("Alex Example") : S("Northmere"));
            assert_true(i == 0 || all.at[i - 1].instance.due <= all.at[i].instance.due);
        }
        assert_true(alarms || all.count >= 5);
        f.person = director;
        WORKS(g, look_duties(&g->t, g->r, &f, &mine));
        assert_int_equal(mine.count, all.count);
        assert_int_equal(mine.overdue, all.overdue);
        f.limit = 1;
        f.person = 0; /* counted by the engine: the same counts */
        WORKS(g, look_duties(&g->t, g->r, &f, &mine));
        assert_int_equal(mine.overdue, all.overdue);
        assert_int_equal(mine.today, all.today);
        assert_int_equal(mine.running, all.running);
        f.person = director;
        WORKS(g, look_duties(&g->t, g->r, &f, &mine));
        assert_int_equal(mine.count, all.count > 0);
        assert_int_equal(mine.cut, all.count > 1);
        assert_int_equal(mine.running, all.running);
    }
    struct duty_filter unknown = { .at = g->now, .rule = S("no-such-rule") };
    struct duty_list d;
    GIVES(g, E_MISSING, look_duties(&g->t, g->r, &unknown, &d));
}

static size_t owned_by(const struct duty_list *l, uint32_t person)
{
    size_t count = 0;
    for (size_t i = 0; i < l->count; i++)
        count += l->at[i].owner.person == person;
    return count;
}

static void look_both(struct given *g, bool alarms, const uint32_t *people, size_t count)
{
    struct duty_filter f = { .alarms = alarms, .at = g->now };
    struct duty_list all, own;
    size_t sum = 0;
    WORKS(g, look_duties(&g->t, g->r, &f, &all));
    assert_true(all.count > 5);
    for (size_t i = 0; i < count; i++) {
        f.person = people[i];
        WORKS(g, look_duties(&g->t, g->r, &f, &own));
        assert_int_equal(own.count, owned_by(&all, people[i]));
        assert_int_equal(own.count, owned_by(&own, people[i]));
        for (size_t k = 1; k < own.count; k++)
            assert_true(own.at[k - 1].instance.due <= own.at[k].instance.due);
        sum += own.count;
    }
    assert_int_equal(sum, all.count);
}

/* P6: what is open stands in the list of exactly one person, whichever way it came there. */
static void test_what_is_open_is_in_one_persons_list(void **state)
{
    struct given *g = *state;
    const char *const long_ago = "2025-01-01T09:00:00Z";
    enum {
        DIRECTOR,
        MANAGER,
        WORKER,
        LATER,
        AT_HOME,
        COORDINATOR,
        IDLE,
        PEOPLE
    };
    uint32_t people[PEOPLE], homes[] = { a_home(g, "Rowan House"), a_home(g, "Alder House"), 0 };
    for (size_t i = 0; i < PEOPLE; i++)
        people[i] = a_person(g, "Pat Person");
    holds(g, people[DIRECTOR], "director", g->s->authority, long_ago);
    holds(g, people[COORDINATOR], "missing-coordinator", g->s->authority, long_ago);
    holds(g, people[AT_HOME], "registered-manager", homes[0], long_ago);
    for (size_t i = 0; i < 12; i++) {
        uint32_t child = a_child(g, "Alex", "1");
        is_placed(g, child, homes[i % 3], "2026-02-01T10:00:00Z");
        if (i % 4 == 1)
            holds(g, people[WORKER], "social-worker", child, long_ago);
        if (i % 4 == 2) /* until then it is still the next role up's */
            holds(g, people[LATER], "social-worker", child, "2026-06-01T09:00:00Z");
        if (i % 6 == 5)
            holds(g, people[MANAGER], "team-manager", child, long_ago);
        struct event e = missing(g, child, "2026-03-26T19:00:00Z");
        WORKS(g, say(g, &e));
    }
    look_both(g, false, people, PEOPLE);
    look_both(g, true, people, PEOPLE);
    holds(g, people[MANAGER], "team-manager", g->s->authority, long_ago);
    look_both(g, false, people, PEOPLE);
    look_both(g, true, people, PEOPLE);
}

/* --- finding --- */

/* On the rota alone, or no longer: whose the duties are goes by the instant that is asked about. */
static void test_who_was_only_on_the_rota_finds_them_too(void **state)
{
    struct given *g = *state;
    uint32_t stands = a_person(g, "Sol"); /* the first of all: what nobody holds would fall here */
    uint32_t night = a_person(g, "Nadia"), former = a_person(g, "Finn");
    uint32_t home = a_home(g, "Larkwater"), child = a_child(g, "Alex", "1");
    now_is(g, "2026-03-27T19:00:00Z");
    holds(g, stands, "director", g->s->authority, "2025-01-01T09:00:00Z");
    holds(g, former, "missing-coordinator", g->s->authority, "2025-01-01T09:00:00Z");
    is_placed(g, child, home, "2026-02-01T10:00:00Z");
    struct event shift = event_new(EV_ROTA_ENTERED, g->s->authority, g->now);
    event_set_code(&shift, "role", "team-manager");
    event_set_number(&shift, "person", night);
    event_set_number(&shift, "from", at(g, "2026-03-27T18:00:00Z").us);
    event_set_number(&shift, "until", at(g, "2026-03-28T08:00:00Z").us);
    WORKS(g, say(g, &shift));
    struct event e = missing(g, child, "2026-03-27T19:00:00Z");
    WORKS(g, say(g, &e));
    static const struct {
        const char *clock, *asked;
        bool night, former;
    } rows[] = {
        { "2026-03-27T23:00:00Z", "2026-03-27T23:00:00Z", true, true },   /* now, on the shift */
        { "2026-03-28T09:00:00Z", "2026-03-27T23:00:00Z", true, true },   /* looked back upon */
        { "2026-03-28T09:00:00Z", "2026-03-28T09:00:00Z", false, true },  /* the shift is over */
        { "2026-03-28T13:00:00Z", "2026-03-28T09:00:00Z", false, true },  /* before Finn left */
        { "2026-03-28T13:00:00Z", "2026-03-28T13:00:00Z", false, false }, /* after */
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        now_is(g, rows[i].clock);
        if (i == 3) {
            struct event left =
                event_new(EV_INVOLVEMENT_ENDED, g->s->authority, at(g, "2026-03-28T12:00:00Z"));
            event_set_code(&left, "role", "missing-coordinator");
            event_set_number(&left, "person", former);
            WORKS(g, say(g, &left));
        }
        for (int of_child = 0; of_child < 2; of_child++) {
            struct duty_filter f = { .at = at(g, rows[i].asked), .child = of_child ? child : 0 };
            struct duty_list mine;
            f.person = night;
            WORKS(g, look_duties(&g->t, g->r, &f, &mine));
            assert_int_equal(mine.count > 0, rows[i].night);
            f.person = former;
            WORKS(g, look_duties(&g->t, g->r, &f, &mine));
            assert_int_equal(mine.count > 0, rows[i].former);
        }
    }
}

static void test_finding_a_child(void **state)
{
    struct given *g = *state;
    uint32_t child = a_child(g, "Alex", "566910"), twin = a_child(g, "Bo", "566911");
    uint32_t third = a_child(g, "Cy", "566911"), found = 0;
    struct event upn = event_new(EV_CHILD_IDENTIFIED, child, g->now);
    event_set_code(&upn, "scheme", "nhs");
    event_set_text(&upn, "value", S("9990001112"));
    WORKS(g, say(g, &upn));
    const struct {
        const char *id;
        status gives;
        uint32_t child;
    } cases[] = {
        { "566910", OK, child },     { " 566910 ", OK, child },    { "nhs:9990001112", OK, child },
        { "566911", E_CONFLICT, 0 }, { "1", E_MISSING, 0 },        { "no:0", E_INVALID, 0 },
        { "no:1", E_MISSING, 0 },    { "no:99999", E_MISSING, 0 }, { "shoe:43", E_INVALID, 0 },
        { "", E_MISSING, 0 },        { "upn:", E_MISSING, 0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        GIVES(g, cases[i].gives, look_find_child(&g->t, g->r, str_from(cases[i].id), &found));
        if (cases[i].gives == OK)
            assert_int_equal(found, cases[i].child);
    }
    WORKS(g, look_find_child(&g->t, g->r, str_print(g->arena, "no:%u", twin), &found));
    assert_int_equal(found, twin);
    assert_true(third > twin);
    struct child_file f;
    GIVES(g, E_MISSING, look_child(&g->t, g->r, 99999, NEVER, g->now, &f));
    GIVES(g, E_MISSING, look_child(&g->t, g->r, g->s->authority, NEVER, g->now, &f));
}

static void test_lists_of_names(void **state)
{
    struct given *g = *state;
    struct name_list l;
    WORKS(g, look_homes(&g->t, g->r, &l));
    assert_int_equal(l.count, 0);
    uint32_t home = a_home(g, "Rowan House"), other = a_home(g, "Alder House");
    uint32_t child = a_child(g, "Alex", "7"), person = a_person(g, "Sam Worker");
    is_placed(g, child, home, "2026-02-01T10:00:00Z");
    holds(g, person, "social-worker", child, "2026-02-01T10:00:00Z");
    WORKS(g, look_homes(&g->t, g->r, &l));
    assert_int_equal(l.count, 2);
    SAME(l.at[0].name, S("Alder House"));
    WORKS(g, look_people(&g->t, g->r, &l));
    assert_int_equal(l.count, 1);
    SAME(l.at[0].detail, S("Northmere"));
    WORKS(g, look_children_of_home(&g->t, g->r, home, &l));
    assert_int_equal(l.count, 1);
    SAME(l.at[0].detail, S("7"));
    WORKS(g, look_children_of_home(&g->t, g->r, other, &l));
    assert_int_equal(l.count, 0);
    WORKS(g, look_children_of_person(&g->t, g->r, person, &l));
    assert_int_equal(l.count, 1);
    assert_int_equal(l.at[0].number, child);
    struct str name;
    WORKS(g, look_name(&g->t, g->r, g->s->authority, &name));
    SAME(name, S("Northmere"));
    WORKS(g, look_name(&g->t, g->r, child, &name));
    SAME(name, S("Alex Example"));
}

/* A list says what a place is called, never a bare number where somebody gave it a name. */
static void test_places_and_vehicles_are_called_by_name(void **state)
{
    struct given *g = *state;
    static const struct {
        enum event_kind kind;
        const char *field, *value, *name;
    } rows[] = {
        { EV_PLACE_RECORDED, "name", "Corner Cafe", "Corner Cafe" },
        { EV_PLACE_RECORDED, "kind", "hotel", "hotel" },
        { EV_PLACE_RECORDED, "postcode", "ZZ1 1AA", "ZZ1 1AA" },
        { EV_VEHICLE_RECORDED, "mark", "ZZ00 ZZZ", "vehicle ZZ00 ZZZ" },
        { EV_PERSON_OF_CONCERN_RECORDED, "name", "A. Nobody", "A. Nobody" },
        { EV_PLACE_RECORDED, NULL, NULL, "place number" },
    };
    struct str name;
    uint32_t place = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        place = new_subject(g, SUBJECT_PLACE);
        struct event e = event_new(rows[i].kind, place, g->now);
        if (rows[i].field)
            event_set_text(&e, rows[i].field, str_from(rows[i].value));
        WORKS(g, say(g, &e));
        WORKS(g, look_name(&g->t, g->r, place, &name));
        assert_true(str_starts(name, str_from(rows[i].name)));
    }
    struct event e = event_new(EV_VEHICLE_RECORDED, place, g->now);
    event_set_text(&e, "mark", S("ZZ99 ZZZ"));
    WORKS(g, say(g, &e));
    WORKS(g, look_name(&g->t, g->r, place, &name));
    SAME(name, S("vehicle ZZ99 ZZZ"));
    uint32_t children[] = { a_child(g, "Alex", "1"), a_child(g, "Noor", "2") };
    for (size_t i = 0; i < COUNT(children); i++) {
        struct event link = event_new(EV_ASSOCIATION_RECORDED, children[i], g->now);
        event_set_number(&link, "with", place);
        WORKS(g, say(g, &link));
    }
    struct duty_filter f = { .alarms = true, .child = place, .at = g->now };
    struct duty_list list;
    WORKS(g, look_duties(&g->t, g->r, &f, &list));
    assert_true(list.count > 0);
    SAME(list.at[0].child_name, S("vehicle ZZ99 ZZZ"));
}

/* --- P9: as known then is what was shown then --- */

static struct str picture(struct given *g, const struct child_file *f)
{
    struct text x = text_open(g->arena, 1 << 20);
    text_addf(&x, "%.*s|%zu|", STR_ARG(f->name), f->entries);
    for (size_t i = 0; i < f->entries; i++)
        text_addf(&x, "%u %d %.*s\n", f->entry[i].event.n, f->entry[i].corrected,
                  STR_ARG(f->entry[i].payload));
    for (uint32_t i = 0; i < f->evaluation->count; i++) {
        const struct instance *k = &f->evaluation->instance[i];
        text_addf(&x, "%u.%u %d %lld %lld\n", k->rule, k->started_n, k->closing, (long long)k->due,
                  (long long)k->closed_at);
    }
    struct str all = text_done(&x);
    struct hash256 h = sha256(&all, 1);
    return str_copy(g->arena, (struct str){ (char *)h.b, sizeof h.b });
}

static void test_as_known_then_is_what_was_shown_then(void **state)
{
    struct given *g = *state;
    enum {
        STEPS = 40
    };
    static const enum event_kind kinds[] = { EV_VISIT_MADE, EV_REVIEW_HELD, EV_ABSENCE_NOTICED,
                                             EV_CHILD_RETURNED, EV_DENTAL_CHECKED };
    const char *said = getenv("SIGHTLINE_SEED");
    unsigned seed = said ? (unsigned)strtoul(said, NULL, 10) : 20260327u;
    uint32_t child = a_child(g, "Alex", "1");
    is_placed(g, child, 0, "2026-01-01T10:00:00Z");
    struct instant when[STEPS];
    struct str shown[STEPS];
    for (int i = 0; i < STEPS; i++) {
        seed = seed * 1103515245u + 12345u;
        g->now.us += HOUR_US;
        struct event e = event_new(kinds[(seed >> 16) % COUNT(kinds)], child, g->now);
        e.happened.us -= (int64_t)((seed >> 8) % 200) * HOUR_US; /* late, and out of order */
        if (i > 5 && (seed >> 24) % 7 == 0)
            e.corrects = 4 + (seed >> 20) % 3;
        status said_so = say(g, &e); /* nobody was missing then: such a one is not said */
        assert_true(said_so == OK || said_so == E_INVALID);
        struct child_file f;
        WORKS(g, look_child(&g->t, g->r, child, NEVER, g->now, &f));
        when[i] = g->now;
        shown[i] = picture(g, &f);
    }
    for (int i = 0; i < STEPS; i++) {
        struct child_file f;
        WORKS(g, look_child(&g->t, g->r, child, when[i], when[i], &f));
        if (!str_equal(picture(g, &f), shown[i]))
            print_error("SIGHTLINE_SEED=%s step %d\n", said ? said : "20260327", i);
        SAME(picture(g, &f), shown[i]);
    }
    struct child_file f;
    GIVES(g, E_MISSING, look_child(&g->t, g->r, child, at(g, "2020-01-01T00:00:00Z"), g->now, &f));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_worst_first),
        CASE(test_who_was_missing_on_a_past_evening),
        CASE(test_a_failed_look_is_no_empty_list),
        CASE(test_what_nobody_holds_falls_to_the_next_role_up),
        CASE(test_every_ladder_ends_at_the_director),
        CASE(test_every_open_duty_names_a_person),
        CASE(test_what_is_open_is_in_one_persons_list),
        CASE(test_who_was_only_on_the_rota_finds_them_too),
        CASE(test_finding_a_child),
        CASE(test_places_and_vehicles_are_called_by_name),
        CASE(test_lists_of_names),
        CASE(test_as_known_then_is_what_was_shown_then),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

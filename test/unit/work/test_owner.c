/* Who answers over a night and a weekend: the rota, who merely holds the role, and nobody there. */
#include <string.h>

#include "given.h"
#include "work/owner.h"

struct place {
    uint32_t home, child, ann, ben, cat, dan, eve;
};

static void shift(struct given *g, uint32_t of, const char *role, uint32_t person,
                  const char *from, const char *until)
{
    struct event e = event_new(EV_ROTA_ENTERED, of, g->now);
    event_set_code(&e, "role", role);
    event_set_number(&e, "person", person);
    event_set_number(&e, "from", at(g, from).us);
    event_set_number(&e, "until", at(g, until).us);
    WORKS(g, say(g, &e));
}

/* Friday 27 March 2026 to Monday. The clocks go forward in the night to Sunday. */
static struct place a_weekend(struct given *g)
{
    struct place p = { .home = a_home(g, "Larkwater"),
                       .child = a_child(g, "Alex", "1"),
                       .ann = a_person(g, "Ann Rota"),
                       .ben = a_person(g, "Ben Rota"),
                       .cat = a_person(g, "Cat Holder"),
                       .dan = a_person(g, "Dan Manager"),
                       .eve = a_person(g, "Eve Director") };
    is_placed(g, p.child, p.home, "2026-02-02T10:00:00Z");
    holds(g, p.cat, "emergency-duty", g->s->authority, "2026-01-05T09:00:00Z");
    holds(g, p.dan, "registered-manager", p.home, "2026-01-05T09:00:00Z");
    holds(g, p.eve, "director", g->s->authority, "2026-01-05T09:00:00Z");
    shift(g, g->s->authority, "emergency-duty", p.ann, "2026-03-27T17:00:00Z",
          "2026-03-28T09:00:00Z");
    shift(g, g->s->authority, "emergency-duty", p.ben, "2026-03-28T09:00:00Z",
          "2026-03-29T08:00:00Z");
    shift(g, p.home, "night-worker", p.ann, "2026-03-28T21:00:00Z", "2026-03-29T06:00:00Z");
    shift(g, p.home, "night-worker", p.ben, "2026-03-28T23:00:00Z", "2026-03-29T01:30:00Z");
    return p;
}

static const struct {
    const char *when, *role, *who, *falls_to;
    bool rota;
} cases[] = {
    /* The rota of the authority, to the microsecond; before and after it who holds the role. */
    { "2026-03-27T16:59:59.999999Z", "emergency-duty", "Cat Holder", "emergency-duty", false },
    { "2026-03-27T17:00:00Z", "emergency-duty", "Ann Rota", "emergency-duty", true },
    { "2026-03-28T08:59:59.999999Z", "emergency-duty", "Ann Rota", "emergency-duty", true },
    { "2026-03-28T09:00:00Z", "emergency-duty", "Ben Rota", "emergency-duty", true },
    { "2026-03-29T07:59:59Z", "emergency-duty", "Ben Rota", "emergency-duty", true },
    { "2026-03-29T08:00:00Z", "emergency-duty", "Cat Holder", "emergency-duty", false },
    /* At the home: nobody on duty before the shift, so it falls to the manager. */
    { "2026-03-28T20:59:59Z", "night-worker", "Dan Manager", "registered-manager", false },
    { "2026-03-28T21:00:00Z", "night-worker", "Ann Rota", "night-worker", true },
    { "2026-03-28T23:00:00Z", "night-worker", "Ben Rota", "night-worker", true }, /* came last */
    { "2026-03-29T01:30:00Z", "night-worker", "Ann Rota", "night-worker", true },
    { "2026-03-29T06:00:00Z", "night-worker", "Dan Manager", "registered-manager", false },
    /* Nobody at all: up to the director. */
    { "2026-03-28T03:00:00Z", "social-worker", "Eve Director", "director", false },
    { "2026-03-28T03:00:00Z", "duty-inspector", "Eve Director", "director", false },
    { "2026-03-28T03:00:00Z", "responsible-individual", "Eve Director", "director", false },
};

static void test_a_night_and_a_weekend(void **state)
{
    struct given *g = *state;
    struct place p = a_weekend(g);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct owner o;
        enum role asked = (enum role)code_number(CODES_ROLE, str_from(cases[i].role));
        WORKS(g, look_owner(&g->t, g->r, p.child, p.home, asked, at(g, cases[i].when), &o));
        if (!str_is(o.name, cases[i].who))
            print_error("%s at %s: %.*s\n", cases[i].role, cases[i].when, STR_ARG(o.name));
        SAME(o.name, str_from(cases[i].who));
        assert_string_equal(code_text(CODES_ROLE, o.role), cases[i].falls_to);
        assert_int_equal(o.rota, cases[i].rota);
    }
}

static void test_whose_shift_it_is_sees_what_is_owed(void **state)
{
    struct given *g = *state;
    struct place p = a_weekend(g);
    now_is(g, "2026-03-28T22:00:00Z");
    struct event e = missing(g, p.child, "2026-03-28T21:30:00Z");
    WORKS(g, say(g, &e));
    struct duty_filter f = { .person = p.ann, .at = g->now };
    struct duty_list on, off;
    WORKS(g, look_duties(&g->t, g->r, &f, &on));
    assert_true(on.count > 0);
    now_is(g, "2026-03-29T07:00:00Z"); /* the shift is over */
    f.at = g->now;
    WORKS(g, look_duties(&g->t, g->r, &f, &off));
    assert_int_equal(off.count, 0);
}

static const struct {
    const char *from, *until;
    bool person, ok;
} entered[] = {
    { "2026-03-27T17:00:00Z", "2026-03-28T09:00:00Z", true, true },
    { "2026-03-27T17:00:00Z", "2026-03-27T17:00:00Z", true, false },
    { "2026-03-27T17:00:00Z", "2026-03-26T17:00:00Z", true, false },
    { "2026-03-27T17:00:00Z", NULL, true, false },
    { "2026-03-27T17:00:00Z", "2026-03-28T09:00:00Z", false, false },
    { "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", true, true },
    { "2026-03-01T00:00:00Z", "2026-04-01T00:00:01Z", true, false },
};

static void test_a_rota_entry_says_who_and_from_when_until_when(void **state)
{
    struct given *g = *state;
    uint32_t home = a_home(g, "Larkwater"), ann = a_person(g, "Ann Rota");
    for (size_t i = 0; i < COUNT(entered); i++) {
        struct event e = event_new(EV_ROTA_ENTERED, home, g->now);
        event_set_code(&e, "role", "night-worker");
        event_set_number(&e, "person", entered[i].person ? ann : home);
        event_set_number(&e, "from", at(g, entered[i].from).us);
        if (entered[i].until)
            event_set_number(&e, "until", at(g, entered[i].until).us);
        GIVES(g, entered[i].ok ? OK : E_INVALID, say(g, &e));
    }
    struct event e = event_new(EV_ROTA_ENTERED, a_child(g, "Alex", "1"), g->now);
    event_set_code(&e, "role", "night-worker");
    event_set_number(&e, "person", ann);
    event_set_number(&e, "from", g->now.us);
    event_set_number(&e, "until", g->now.us + HOUR_US);
    GIVES(g, E_INVALID, say(g, &e));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_a_night_and_a_weekend),
        CASE(test_whose_shift_it_is_sees_what_is_owed),
        CASE(test_a_rota_entry_says_who_and_from_when_until_when),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

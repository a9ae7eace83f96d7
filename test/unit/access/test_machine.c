/* Machines: who signed is who it was, once, in time, until it is ended. */
#include <string.h>

#include "../work/given.h"
#include "access/access.h"
#include "access/machine.h"
#include "base/ed25519.h"
#include "journal/note.h"

static const uint8_t seed[32] = { 7 }, other_seed[32] = { 8 };

static struct machine a_machine(struct given *g, const char *name)
{
    struct machine m = { .agency = an_agency(g, "Northmere Police", "police"),
                         .role = ROLE_POLICE_MISSING_COORDINATOR,
                         .name = str_from(name) };
    ed25519_public_key(seed, m.key);
    return m;
}

static struct machine_asked request(struct given *g, const char *key_id, const uint8_t by[32])
{
    struct machine_asked a = {
        .message = { .method = S("GET"),
                     .target_uri = S("https://register.example/api/v1/missing"),
                     .content_digest = digest_line(g->arena, S("")),
                     .content_type = S("application/json"),
                     .ce_id = S("1") },
        .body = S(""),
    };
    a.lines = signature_make(g->arena, &a.message, str_from(key_id), by, g->now);
    return a;
}

static void test_a_signed_request_is_who_signed_it(void **state)
{
    struct given *g = *state;
    struct machine m = a_machine(g, "case-system"), got;
    uint32_t person = 0;
    WORKS(g, machine_add(&g->t, g->w, &m, &person));
    struct machine_asked a = request(g, "case-system", seed);
    WORKS(g, machine_check(&g->t, g->w, g->r, &a, &got));
    assert_int_equal(got.person, person);
    assert_int_equal(got.agency, m.agency);
    assert_int_equal(got.role, ROLE_POLICE_MISSING_COORDINATOR);
    assert_int_equal(machine_check(&g->t, g->w, g->r, &a, &got), E_DENIED);
    assert_non_null(strstr(g->t.reason, "sent before"));
    a = request(g, "case-system", seed);
    WORKS(g, machine_check(&g->t, g->w, g->r, &a, &got));
}

/* One thing wrong each. */
static void test_what_is_not_believed(void **state)
{
    struct given *g = *state;
    struct machine m = a_machine(g, "case-system"), got;
    uint32_t person;
    WORKS(g, machine_add(&g->t, g->w, &m, &person));
    struct machine_asked a = request(g, "case-system", other_seed);
    assert_int_equal(machine_check(&g->t, g->w, g->r, &a, &got), E_DENIED);
    a = request(g, "nobody", seed);
    assert_int_equal(machine_check(&g->t, g->w, g->r, &a, &got), E_DENIED);
    a = request(g, "case-system", seed);
    a.message.target_uri = S("https://register.example/api/v1/children");
    assert_int_equal(machine_check(&g->t, g->w, g->r, &a, &got), E_DENIED);
    a = request(g, "case-system", seed);
    a.message.method = S("POST");
    assert_int_equal(machine_check(&g->t, g->w, g->r, &a, &got), E_DENIED);
    a = request(g, "case-system", seed);
    a.body = S("{}");
    assert_int_not_equal(machine_check(&g->t, g->w, g->r, &a, &got), OK);
    a = request(g, "case-system", seed);
    a.doubled = true;
    assert_int_equal(machine_check(&g->t, g->w, g->r, &a, &got), E_DENIED);
    a = request(g, "case-system", seed);
    a.lines.signature = S("");
    assert_int_not_equal(machine_check(&g->t, g->w, g->r, &a, &got), OK);
    a = request(g, "case-system", seed);
    g->now.us += 2 * SIGNATURE_LASTS_SECONDS * SECOND_US;
    assert_int_equal(machine_check(&g->t, g->w, g->r, &a, &got), E_DENIED);
}

static void test_one_that_ended_is_not_known(void **state)
{
    struct given *g = *state;
    struct machine m = a_machine(g, "case-system"), got;
    struct machine_list list;
    uint32_t person;
    WORKS(g, machine_add(&g->t, g->w, &m, &person));
    assert_int_equal(machine_add(&g->t, g->w, &m, &person), E_CONFLICT);
    WORKS(g, machine_list(&g->t, g->r, &list));
    assert_int_equal(list.count, 1);
    struct machine_asked a = request(g, "case-system", seed);
    WORKS(g, machine_end(&g->t, g->w, g->r, S("case-system"), S("replaced")));
    assert_int_equal(machine_check(&g->t, g->w, g->r, &a, &got), E_DENIED);
    assert_int_equal(machine_end(&g->t, g->w, g->r, S("case-system"), S("again")), E_MISSING);
    WORKS(g, machine_list(&g->t, g->r, &list));
    assert_int_equal(list.count, 0);
}

static void test_names_agencies_and_keys(void **state)
{
    struct given *g = *state;
    uint32_t person;
    uint8_t key[32], want[32];
    static const char *const names[] = {
        "", "a", "Case", "a b", "-a", "a\n", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    };
    struct machine m = a_machine(g, "x1");
    for (size_t i = 0; i < COUNT(names); i++) {
        m.name = str_from(names[i]);
        assert_int_equal(machine_add(&g->t, g->w, &m, &person), E_INVALID);
    }
    m.name = S("x1");
    m.role = ROLE_NONE;
    assert_int_equal(machine_add(&g->t, g->w, &m, &person), E_INVALID);
    m.role = ROLE_POLICE_MISSING_COORDINATOR;
    m.agency = 9999;
    assert_int_equal(machine_add(&g->t, g->w, &m, &person), E_INVALID);
    m.agency = a_person(g, "Ann Made-Up");
    assert_int_equal(machine_add(&g->t, g->w, &m, &person), E_INVALID);
    ed25519_public_key(seed, want);
    struct str plain = base64_print(g->arena, want, 32);
    WORKS(g, machine_key_read(&g->t, plain, key));
    assert_memory_equal(key, want, 32);
    char der[44] = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 };
    memcpy(der + 12, want, 32);
    struct str b64 = base64_print(g->arena, der, sizeof der);
    struct str pem = str_print(
        g->arena, "-----BEGIN PUBLIC KEY-----\n%.*s\n-----END PUBLIC KEY-----\n", STR_ARG(b64));
    memset(key, 0, sizeof key);
    WORKS(g, machine_key_read(&g->t, pem, key));
    assert_memory_equal(key, want, 32);
    for (size_t n = 0; n < pem.len - 1; n++)
        assert_int_equal(machine_key_read(&g->t, (struct str){ pem.at, n }, key), E_INVALID);
}

static enum ground ground_of(struct given *g, const struct machine *m, uint32_t person,
                             uint32_t child)
{
    struct standing s;
    struct access a = { 0 };
    struct actor who = { .person = person, .agency = m->agency, .role = m->role };
    WORKS(g, standing_of_machine(&g->t, g->r, who, g->now, &s));
    status found = access_to(&g->t, g->r, &s, child, &a);
    assert_true(found == OK || found == E_DENIED);
    return a.ground;
}

static void test_it_sees_what_its_role_sees_at_its_agency(void **state)
{
    struct given *g = *state;
    now_is(g, "2025-01-01T09:00:00Z");
    uint32_t ada = a_child(g, "Ada", "1"), bea = a_child(g, "Bea", "2"),
             home = a_home(g, "Larkwater");
    const struct {
        const char *kind;
        uint8_t role;
        enum ground missing, not_missing;
    } rows[] = {
        { "police", ROLE_POLICE_MISSING_COORDINATOR, GROUND_POLICE, GROUND_NONE },
        { "health", ROLE_POLICE_MISSING_COORDINATOR, GROUND_NONE, GROUND_NONE },
        { "health", ROLE_DESIGNATED_NURSE, GROUND_OFFICE, GROUND_OFFICE },
        { "police", ROLE_DESIGNATED_NURSE, GROUND_NONE, GROUND_NONE },
        { "police", ROLE_TEAM_MANAGER, GROUND_NONE, GROUND_NONE },
        { "police", ROLE_INSPECTOR, GROUND_NONE, GROUND_NONE },
    };
    WORKS(g, access_prepare(&g->t, g->r));
    is_placed(g, ada, home, "2026-01-05T09:00Z");
    is_placed(g, bea, home, "2026-01-05T09:00Z");
    now_is(g, "2026-03-01T12:00:00Z");
    struct event e = missing(g, ada, "2026-02-28T20:00Z");
    WORKS(g, say(g, &e));
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct machine m = { .agency = an_agency(g, "Their agency", rows[i].kind),
                             .role = rows[i].role,
                             .name = str_print(g->arena, "system-%zu", i) };
        uint32_t person;
        ed25519_public_key(seed, m.key);
        WORKS(g, machine_add(&g->t, g->w, &m, &person));
        assert_int_equal(ground_of(g, &m, person, ada), rows[i].missing);
        assert_int_equal(ground_of(g, &m, person, bea), rows[i].not_missing);
        /* Not by saying that it is of another agency. */
        m.agency = g->s->authority;
        assert_int_equal(ground_of(g, &m, person, bea), GROUND_NONE);
        /* Nothing falls to it: no row names it. */
        struct standing s;
        WORKS(g, standing_open(&g->t, g->r, (struct actor){ .person = person, .role = m.role },
                               g->now, &s));
        for (size_t p = 0; p < s.places; p++)
            assert_int_equal(s.place[p].role, ROLE_NONE);
    }
}

int main(int argc, char **argv)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        CASE(test_a_signed_request_is_who_signed_it),
        CASE(test_what_is_not_believed),
        CASE(test_one_that_ended_is_not_known),
        CASE(test_names_agencies_and_keys),
        CASE(test_it_sees_what_its_role_sees_at_its_agency),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}

/* An agency's machine at the API: it sees what its role sees at its agency, and its looks are
 * noted.
 */
#include "visit.h"

#include <string.h>

#include "access/machine.h"
#include "base/ed25519.h"

static const uint8_t seed[32] = { 9 };

static struct machine added(struct visit *v, uint32_t agency, uint8_t role, const char *name)
{
    struct machine m = { .agency = agency, .role = role, .name = str_from(name) };
    ed25519_public_key(seed, m.key);
    struct task t = task_open(v->arena, v->world->t.clock);
    assert_int_equal(machine_add(&t, v->world->writer, &m, &m.person), OK);
    return m;
}

static void machine_looks(struct visit *v, const struct machine *m, const char *address)
{
    struct signed_message message = {
        .method = S("GET"),
        .target_uri = str_print(v->arena, "http://127.0.0.1:8600%s", address),
        .content_digest = digest_line(v->arena, S("")),
        .content_type = S("application/json"),
        .ce_id = S("1"),
    };
    struct signature_lines lines = signature_make(v->arena, &message, m->name, seed, v->world->now);
    v->t.failed = OK;
    v->t.reason[0] = '\0';
    v->in = (struct request){ .site = v->site,
                              .reader = v->world->reader,
                              .method = METHOD_GET,
                              .host = S("127.0.0.1:8600"),
                              .path = str_from(address),
                              .content_type = message.content_type,
                              .ce_id = message.ce_id,
                              .content_digest = message.content_digest,
                              .signature_input = lines.input,
                              .signature = lines.signature };
    site_answer(&v->t, &v->in, &v->out);
    if (v->out.note_first)
        assert_int_equal(writer_note(&v->t, v->world->writer, &v->out.note), OK);
}

static void of_child(struct visit *v, const struct machine *m, const char *name, unsigned code)
{
    struct str address = address_of(v, "/api/v1/child/%u", name);
    machine_looks(v, m, str_nul(v->arena, address));
    ANSWERS(v, code);
    assert_true(v->out.note_first); /* let in or not */
    assert_int_equal(v->out.note.author, m->person);
}

static void test_police_see_who_is_missing_and_nobody_else(void **state)
{
    struct visit *v = *state;
    struct machine m = added(v, world_number(v->world, "police"), ROLE_POLICE_MISSING_COORDINATOR,
                             "police-system");
    machine_looks(v, &m, "/api/v1/missing");
    ANSWERS(v, 200);
    HAS(v, "Alex");
    of_child(v, &m, "alex", 200);
    HAS(v, "you are police");
    of_child(v, &m, "empty", 403);
}

static void test_another_agencys_machine_sees_nobody(void **state)
{
    struct visit *v = *state;
    struct machine m = added(v, world_number(v->world, "northmere"),
                             ROLE_POLICE_MISSING_COORDINATOR, "council-system");
    of_child(v, &m, "alex", 403);
    HAS_NOT(v, "Alex");
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_police_see_who_is_missing_and_nobody_else),
        cmocka_unit_test(test_another_agencys_machine_sees_nobody),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

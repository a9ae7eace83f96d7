/* From another machine only what has a proof of its own is answered. */
#include "visit.h"

#include <string.h>

static unsigned from_outside(struct visit *v, enum method method, const char *address,
                             bool *ret_refused)
{
    v->in = (struct request){ .site = v->site,
                              .reader = v->world->reader,
                              .method = method,
                              .path = str_from(address),
                              .host = S("register.example"),
                              .cookie = v->cookie,
                              .tls = true,
                              .outside = true };
    site_answer(&v->t, &v->in, &v->out);
    *ret_refused = v->out.status == 403 && strstr(v->t.reason, "for the machine that serves them");
    return v->out.status;
}

/* Also for one who has a session: it was begun on the machine itself. */
static void test_no_page_is_answered_from_another_machine(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    for (unsigned i = 0; i < ROUTES; i++) {
        struct link_part parts[] = { { 16, S("x") }, { 1, S("x") }, { 0, S("x") } };
        struct text x = text_open(v->arena, 256);
        bool refused;
        route_address((enum route_name)i, parts, &x);
        unsigned code =
            from_outside(v, routes[i].method, str_nul(v->arena, text_done(&x)), &refused);
        bool answered = i == ROUTE_exchange || i == ROUTE_calendar;
        if (refused == answered) {
            print_error("%s gave %u\n", routes[i].pattern, code);
            _fail(__FILE__, __LINE__);
        }
        assert_false(v->out.note_first);
    }
}

static void test_a_calendar_that_is_not_there_is_not_there(void **state)
{
    struct visit *v = *state;
    bool refused;
    static const char *const rows[] = {
        "/calendar/x",
        "/calendar/1-1-00000000000000000000000000000000",
        "/calendar/1-0-",
        "/calendar/99999999999-1-a",
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(from_outside(v, METHOD_GET, rows[i], &refused), 404);
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_page_is_answered_from_another_machine),
        cmocka_unit_test(test_a_calendar_that_is_not_there_is_not_there),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}

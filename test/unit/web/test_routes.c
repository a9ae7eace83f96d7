/* The table of routes is the policy: what fits, what does not, and who may, as a file to compare.
 */
#include "visit.h"

#include <string.h>

static const struct {
    enum method method;
    const char *path;
    enum match want;
    enum route_name route;
    uint64_t first;
} cases[] = {
    { METHOD_GET, "/", MATCHED, ROUTE_board, 0 },
    { METHOD_GET, "", NO_SUCH_ADDRESS, 0, 0 },
    { METHOD_GET, "child/1", NO_SUCH_ADDRESS, 0, 0 },
    { METHOD_GET, "//", NO_SUCH_ADDRESS, 0, 0 },
    { METHOD_GET, "/child/1", MATCHED, ROUTE_child, 1 },
    { METHOD_GET, "/child/0", MATCHED, ROUTE_child, 0 },
    { METHOD_GET, "/child/01", NO_SUCH_ADDRESS, 0, 0 },
    { METHOD_GET, "/child/-1", NO_SUCH_ADDRESS, 0, 0 },
    { METHOD_GET, "/child/1/", NO_SUCH_ADDRESS, 0, 0 },
    { METHOD_GET, "/child/", NO_SUCH_ADDRESS, 0, 0 },
    { METHOD_GET, "/child/999999999999999", MATCHED, ROUTE_child, 999999999999999 },
    { METHOD_GET, "/child/10000000000000000", NO_SUCH_ADDRESS, 0, 0 },
    { METHOD_GET, "/child/1%2f2", NO_SUCH_ADDRESS, 0, 0 },
    { METHOD_GET, "/../etc/passwd", NO_SUCH_ADDRESS, 0, 0 },
    { METHOD_GET, "/assets/..", NO_SUCH_ADDRESS, 0, 0 },
    { METHOD_GET, "/assets/../site.c", NO_SUCH_ADDRESS, 0, 0 },
    { METHOD_GET, "/assets/a.css", MATCHED, ROUTE_asset, 0 },
    { METHOD_GET, "/rules/return-interview-held", MATCHED, ROUTE_rule, 0 },
    { METHOD_GET, "/rules/<b>", NO_SUCH_ADDRESS, 0, 0 },
    { METHOD_POST, "/rules", NOT_THIS_METHOD, 0, 0 },
    { METHOD_GET, "/find", NOT_THIS_METHOD, 0, 0 },
    { METHOD_POST, "/report/7", MATCHED, ROUTE_report_done, 7 },
};

static void test_addresses_fit_their_row_or_none(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct request in = { 0 };
        enum match got = route_match(cases[i].method, str_from(cases[i].path), &in);
        if (got != cases[i].want)
            print_error("%s\n", cases[i].path);
        assert_int_equal(got, cases[i].want);
        if (got == MATCHED)
            assert_int_equal(in.route, cases[i].route);
        if (got == MATCHED)
            assert_int_equal(in.number[0], cases[i].first);
    }
}

static void test_an_address_made_from_the_table_fits_its_row(void **state)
{
    (void)state;
    struct arena *a = arena_open(1 << 20);
    for (unsigned i = 0; i < ROUTES; i++) {
        struct link_part parts[] = { { 7, S("word") }, { 9, S("word") }, { 0, S("word") } };
        struct text x = text_open(a, 256);
        route_address((enum route_name)i, parts, &x);
        struct request in = { 0 };
        assert_int_equal(route_match(routes[i].method, text_done(&x), &in), MATCHED);
        assert_int_equal(in.route, i);
    }
    arena_close(a);
}

static void test_who_may_do_what_is_as_agreed(void **state)
{
    (void)state;
    struct arena *a = arena_open(1 << 20);
    same_as_golden(route_matrix(a), "access-matrix.txt");
    arena_close(a);
}

static void test_every_write_is_a_form_and_every_look_is_not(void **state)
{
    (void)state;
    for (unsigned i = 0; i < ROUTES; i++)
        if (routes[i].method == METHOD_POST && routes[i].needs == ANYONE &&
            strcmp(routes[i].name, "exchange") != 0) /* no form: it is signed */
            assert_true(str_starts(str_from(routes[i].pattern), S("/sign-in")) ||
                        str_starts(str_from(routes[i].pattern), S("/enrol")) ||
                        i == ROUTE_language_chosen);
    assert_false(role_may(ROLE_NONE, MAY_SEE_CHILD));
    assert_false(role_may(ROLES, MAY_SEE_CHILD));
    assert_false(role_may(255, MAY_REPORT));
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses_fit_their_row_or_none),
        cmocka_unit_test(test_an_address_made_from_the_table_fits_its_row),
        cmocka_unit_test(test_who_may_do_what_is_as_agreed),
        cmocka_unit_test(test_every_write_is_a_form_and_every_look_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

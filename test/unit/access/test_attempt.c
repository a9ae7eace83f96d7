/* How often signing in may be tried: bounded for who guesses, and never closed to the owner. */
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#undef fail /* cmocka's macro hides base/status.h's function */
// clang-format on
#include <stdio.h>
#include <string.h>

#include "access/attempt.h"
#include "base/hash.h"

struct guessing {
    struct arena *arena;
    struct task t;
    struct instant now;
    struct attempts *a;
};

static int begin(void **ret)
{
    static struct guessing g;
    g.arena = arena_open(1 << 20);
    g.now = (struct instant){ INT64_C(1794484800) * SECOND_US };
    g.t = task_open(g.arena, clock_stopped(&g.now));
    g.a = attempts_open();
    *ret = &g;
    return 0;
}

static int end(void **given)
{
    struct guessing *g = *given;
    attempts_close(g->a);
    arena_close(g->arena);
    return 0;
}

static bool may(struct guessing *g, struct attempt x)
{
    status got = attempt_may(&g->t, g->a, &x);
    assert_true(got == OK || got == E_BUSY);
    return got == OK;
}

static struct str address(char room[16], unsigned n)
{
    int len = snprintf(room, 16, "10.%u.%u.%u", n >> 16 & 255, n >> 8 & 255, n & 255);
    return (struct str){ room, (size_t)len };
}

/* A day of guessing at one name from a new address each time, every two seconds and at once. */
static unsigned guesses_of_a_day(struct guessing *g, uint32_t person)
{
    unsigned tried = 0;
    for (unsigned i = 0; i < 86400; i++) {
        char room[16];
        tried += may(g, (struct attempt){ .name = S("dee@example"), .person = person,
                                          .source = address(room, i) });
        g->now.us += i % 2 ? 2 * SECOND_US : 0;
    }
    return tried;
}

static void test_many_addresses_have_no_more_than_so_many_guesses_a_day(void **state)
{
    struct guessing *g = *state;
    unsigned first = guesses_of_a_day(g, 7), second = guesses_of_a_day(g, 7);
    assert_true(first > 0 && first <= ATTEMPTS_A_DAY + 1);
    assert_true(second <= 86400 / ATTEMPTS_SLOW_SECONDS + 1);
}

static void test_a_name_nobody_has_is_slowed_alike(void **state)
{
    struct guessing *g = *state;
    unsigned nobody = guesses_of_a_day(g, 0);
    attempts_close(g->a);
    g->a = attempts_open();
    assert_int_equal(nobody, guesses_of_a_day(g, 7));
}

static void test_the_owner_gets_in_on_a_known_device_meanwhile(void **state)
{
    struct guessing *g = *state;
    struct attempt owner = { .name = S("dee@example"), .person = 7, .source = S("192.0.2.1"),
                             .device = S("0123456789abcdef 7") };
    for (unsigned i = 0; i < 100000; i++) {
        char room[16];
        (void)may(g, (struct attempt){ .name = S("dee@example"), .person = 7,
                                       .source = address(room, i) });
        if (i % 1000 == 0) {
            assert_true(may(g, owner));
            attempt_worked(&g->t, g->a, &owner);
        }
        g->now.us += SECOND_US / 100;
    }
    /* Nor does the address of an attacker hold up who shares it. */
    owner.source = S("10.0.0.1");
    assert_true(may(g, owner));
}

/* On a device that is not known the wait stays short, however long it goes on. */
static void test_the_wait_for_a_name_is_bounded(void **state)
{
    struct guessing *g = *state;
    (void)guesses_of_a_day(g, 7);
    int64_t waited = 0;
    while (!may(g, (struct attempt){ .name = S("dee@example"), .person = 7,
                                     .source = S("192.0.2.1") })) {
        g->now.us += SECOND_US;
        waited += SECOND_US;
    }
    assert_true(waited <= ATTEMPTS_SLOW_SECONDS * SECOND_US);
}

static void test_one_address_is_slowed_for_all_names_and_others_are_not(void **state)
{
    struct guessing *g = *state;
    unsigned tried = 0;
    for (uint32_t person = 1; person <= 1000; person++)
        tried += may(g, (struct attempt){ .person = person, .source = S("192.0.2.66") });
    assert_int_equal(tried, 20);
    assert_true(may(g, (struct attempt){ .person = 1, .source = S("192.0.2.67") }));
    tried = 0;
    for (unsigned i = 0; i < 1000; i++) { /* one network of IPv6 is one place */
        char room[40];
        int len = snprintf(room, sizeof room, "2001:db8:1:2::%x", i + 1);
        tried += may(g, (struct attempt){ .person = 1 + i,
                                          .source = { room, (size_t)len } });
    }
    assert_int_equal(tried, 20);
}

static void test_a_name_from_one_place_waits_a_minute_at_last(void **state)
{
    struct guessing *g = *state;
    struct attempt x = { .name = S("dee@example"), .person = 7, .source = S("192.0.2.66") };
    for (int i = 0; i < 5; i++)
        assert_true(may(g, x));
    assert_false(may(g, x));
    assert_non_null(strstr(g->t.reason, "60 seconds"));
    g->now.us += 60 * SECOND_US;
    assert_true(may(g, x));
    assert_false(may(g, x));
}

static void test_what_was_right_does_not_count(void **state)
{
    struct guessing *g = *state;
    struct attempt x = { .name = S("dee@example"), .person = 7, .source = S("192.0.2.1") };
    for (int i = 0; i < 10000; i++) { /* a whole shift signs in at one desk */
        assert_true(may(g, x));
        attempt_worked(&g->t, g->a, &x);
    }
}

static void test_codes_are_few(void **state)
{
    struct guessing *g = *state;
    struct attempt x = { .person = 7, .code = true },
                   owner = { .person = 7, .code = true, .device = S("0123456789abcdef 7") };
    unsigned tried = 0;
    for (int i = 0; i < 86400; i++) {
        tried += may(g, x);
        g->now.us += SECOND_US;
    }
    assert_true(tried <= CODES_A_DAY);
    assert_true(may(g, owner));
    tried = 0;
    for (int i = 0; i < 1000; i++)
        tried += may(g, owner);
    assert_true(tried <= DEVICE_AT_ONCE); /* a device that was stolen */
}

static void test_many_names_cannot_push_out_one(void **state)
{
    struct guessing *g = *state;
    char name[32];
    struct attempt x = { .name = S("dee@example"), .person = 7 };
    while (may(g, x))
        ;
    for (int i = 0; i < 150000; i++) {
        int len = snprintf(name, sizeof name, "nobody-%d", i);
        (void)may(g, (struct attempt){ .name = { name, (size_t)len } });
    }
    assert_false(may(g, x));
}

int main(void)
{
    crypto_start();
#define GUESSING(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        GUESSING(test_many_addresses_have_no_more_than_so_many_guesses_a_day),
        GUESSING(test_a_name_nobody_has_is_slowed_alike),
        GUESSING(test_the_owner_gets_in_on_a_known_device_meanwhile),
        GUESSING(test_the_wait_for_a_name_is_bounded),
        GUESSING(test_one_address_is_slowed_for_all_names_and_others_are_not),
        GUESSING(test_a_name_from_one_place_waits_a_minute_at_last),
        GUESSING(test_what_was_right_does_not_count),
        GUESSING(test_codes_are_few),
        GUESSING(test_many_names_cannot_push_out_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

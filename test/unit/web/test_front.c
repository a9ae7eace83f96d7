/* Names, proxies and limits: who may ask for pages from where, and how often. */
#include "visit.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "web/caller.h"
#include "web/limit.h"
#include "web/seat.h"

static int front_world(void **ret)
{
    visit_open(ret);
    struct visit *v = *ret;
    v->site->made_up = false; /* as a register of real people is */
    v->site->front = (struct front){ S("https://register.example"), S("register.example"), true };
    return 0;
}

struct asked {
    const char *host, *forwarded_for, *proto;
    bool loopback, outside, tls;
    unsigned code;
    const char *says; /* in the refusal */
};

static void ask_as(struct visit *v, const struct asked *a, const char *path)
{
    v->t.reason[0] = '\0';
    v->in = (struct request){ .site = v->site,
                              .reader = v->world->reader,
                              .path = str_from(path),
                              .host = str_from(a->host),
                              .cookie = v->cookie,
                              .forwarded_for = str_from(a->forwarded_for),
                              .forwarded_proto = str_from(a->proto),
                              .loopback = a->loopback,
                              .outside = a->outside,
                              .tls = a->tls };
    site_answer(&v->t, &v->in, &v->out);
}

static void test_where_pages_are_answered(void **state)
{
    static const struct asked rows[] = {
        /* this machine itself */
        { "localhost:8600", NULL, NULL, true, false, false, 303, NULL },
        { "127.0.0.1", NULL, NULL, true, false, false, 303, NULL },
        { "[::1]:8600", NULL, NULL, true, false, false, 303, NULL },
        { "register.example", NULL, NULL, true, false, true, 403, "does not say who asks" },
        /* a proxy on this machine */
        { "register.example", "192.0.2.7", "https", true, false, false, 303, NULL },
        { "Register.Example:443", "192.0.2.7", "https", true, false, false, 303, NULL },
        { "register.example", "2001:db8::7", "https", true, false, false, 303, NULL },
        { "register.example", "[2001:db8::7]:4711", "https", true, false, false, 303, NULL },
        { "register.example", "192.0.2.7:4711", "https", true, false, false, 303, NULL },
        { "register.example", "192.0.2.7", "http", true, false, false, 403, "https" },
        { "register.example", "192.0.2.7", NULL, true, false, false, 403, "https" },
        { "register.example", "192.0.2.7", "https, http", true, false, false, 403, "https" },
        { "register.example", NULL, "https", true, false, false, 403, "who asks" },
        { "register.example", "unknown", "https", true, false, false, 403, "who asks" },
        { "register.example", NULL, NULL, true, false, false, 403, "who asks" },
        { "other.example", "192.0.2.7", "https", true, false, false, 403, "not at this address" },
        { "register.example.evil.example", "192.0.2.7", "https", true, false, false, 403,
          "not at" },
        { "register.example:8443", "192.0.2.7", "https", true, false, false, 403, "not at" },
        { "localhost", "192.0.2.7", "https", true, false, false, 403, "not at this address" },
        { "", "192.0.2.7", "https", true, false, false, 403, "not at this address" },
        /* another machine, by TLS to this program */
        { "register.example", NULL, NULL, false, true, true, 303, NULL },
        { "localhost", NULL, NULL, false, true, true, 403, "not at this address" },
        { "other.example", NULL, NULL, false, true, true, 403, "not at this address" },
        /* without TLS: whatever it says of itself */
        { "register.example", NULL, NULL, false, true, false, 400, "localhost only" },
        { "register.example", "127.0.0.1", "https", false, true, false, 400, "localhost only" },
        { "localhost", "127.0.0.1", "https", false, true, false, 403, "not at this address" },
    };
    struct visit *v = *state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ask_as(v, &rows[i], "/");
        if (v->out.status != rows[i].code || (rows[i].says && !strstr(v->t.reason, rows[i].says))) {
            print_error("row %zu: %u %s\n", i, v->out.status, v->t.reason);
            _fail(__FILE__, __LINE__);
        }
    }
    v->site->front.host = v->site->front.address = S("");
    ask_as(v, &(struct asked){ .host = "register.example", .outside = true, .tls = true }, "/");
    assert_int_equal(v->out.status, 403);
    assert_non_null(strstr(v->t.reason, "base-address"));
}

/* Also with the settings of a proxy, made-up people stay on their machine. */
static void test_made_up_people_are_not_shown_to_others(void **state)
{
    struct visit *v = *state;
    v->site->made_up = true;
    ask_as(v, &(struct asked){ "register.example", "192.0.2.7", "https", true, false, false, 0, 0 },
           "/sign-in");
    assert_int_equal(v->out.status, 403);
    assert_non_null(strstr(v->t.reason, "for the machine that serves them"));
}

static void test_only_the_proxy_is_believed(void **state)
{
    struct visit *v = *state;
    struct asked a = {
        "register.example", "9.9.9.9, 192.0.2.7", "https", true, false, false, 0, 0
    };
    static const uint8_t want[16] = { [10] = 0xff, [11] = 0xff, 192, 0, 2, 7 };
    ask_as(v, &a, "/");
    assert_memory_equal(v->in.from, want, 16); /* the last one: the asker wrote the first */
    assert_true(v->in.tls && v->in.outside && v->in.forwarded);
    a = (struct asked){ "register.example", "192.0.2.7", "https", false, true, true, 0, 0 };
    ask_as(v, &a, "/"); /* from elsewhere, not from the proxy */
    assert_memory_not_equal(v->in.from, want, 16);
    v->site->front.behind_proxy = false;
    a.loopback = true;
    a.outside = a.tls = false;
    ask_as(v, &a, "/");
    assert_int_equal(v->out.status, 400);
    assert_memory_not_equal(v->in.from, want, 16);
}

static void test_too_much_is_told_when_to_come_again(void **state)
{
    struct visit *v = *state;
    struct asked a = { "register.example", "198.51.100.9", "https", true, false, false, 0, 0 };
    unsigned answered = 0;
    for (v->out.status = 0; v->out.status != 429 && answered < 5000; answered++)
        ask_as(v, &a, "/");
    assert_in_range(answered, 900, 1100);
    assert_in_range(v->out.wait_seconds, 1, 2);
    HAS(v, "try again");
    a.forwarded_for = "198.51.100.10"; /* a neighbour is not held up */
    ask_as(v, &a, "/");
    assert_int_equal(v->out.status, 303);
    a.forwarded_for = "198.51.100.9";
    v->world->now.us += SECOND_US;
    ask_as(v, &a, "/");
    assert_int_equal(v->out.status, 303);
}

static struct str who(uint32_t *n)
{
    return (struct str){ (const char *)n, sizeof *n };
}

static void test_buckets(void **state)
{
    (void)state;
    struct limits *l = limits_open();
    struct instant now = { 1000 * SECOND_US };
    uint32_t me = 1, other = 2;
    unsigned taken = 0, wait = 0;
    while ((wait = limit_take(l, LIMIT_GUESSES, who(&me), now)) == 0)
        taken++;
    assert_int_equal(taken, 60);
    assert_int_equal(wait, 2);
    assert_int_equal(limit_take(l, LIMIT_GUESSES, who(&other), now), 0);
    assert_int_equal(limit_take(l, LIMIT_PAGES, who(&me), now), 0); /* another kind */
    now.us += SECOND_US;
    assert_int_equal(limit_take(l, LIMIT_GUESSES, who(&me), now), 1);
    now.us += SECOND_US;
    assert_int_equal(limit_take(l, LIMIT_GUESSES, who(&me), now), 0);
    assert_int_not_equal(limit_take(l, LIMIT_GUESSES, who(&me), now), 0);
    /* A million strangers do not free who has asked too much. */
    for (uint32_t n = 10; n < 1000000; n++)
        (void)limit_take(l, LIMIT_GUESSES, who(&n), now);
    assert_int_not_equal(limit_take(l, LIMIT_GUESSES, who(&me), now), 0);
    now.us -= 900 * SECOND_US; /* the clock was set back: nobody is shut out for that long */
    assert_in_range(limit_take(l, LIMIT_GUESSES, who(&me), now), 0, 2);
    limits_close(l);
}

/* True when the other side hung up within a second. */
static bool was_hung_up(int fd)
{
    char c;
    struct timeval patience = { .tv_sec = 1 };
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return recv(fd, &c, 1, 0) == 0;
}

static void test_who_dawdles_loses_the_seat(void **state)
{
    (void)state;
    struct seats *s = seats_open(SECOND_US / 5, SECOND_US / 2);
    int slow[2], sends[2], waits[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, slow), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, sends), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, waits), 0);
    struct seat *a = seat_take(s, slow[0]), *b = seat_take(s, sends[0]),
                *c = seat_take(s, waits[0]);
    assert_int_equal(seats_count(s), 3);
    seat_sends(b);
    seat_waits(c);
    assert_int_equal(write(slow[1], "G", 1), 1); /* a letter now and then does not help */
    assert_true(was_hung_up(slow[1]));
    assert_true(was_hung_up(sends[1]));
    assert_false(was_hung_up(waits[1]));
    seat_asks(c);
    assert_true(was_hung_up(waits[1]));
    seat_leave(a);
    seat_leave(b);
    seat_leave(c);
    assert_int_equal(seats_count(s), 0);
    for (size_t i = 0; i < 2; i++) {
        close(slow[i]);
        close(sends[i]);
        close(waits[i]);
    }
    seats_close(s);
}

static void test_callers(void **state)
{
    (void)state;
    struct sockaddr_in four = { .sin_family = AF_INET }, own = four;
    struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
    four.sin_addr.s_addr = htonl(0x7f000009);
    assert_true(caller_of((struct sockaddr *)&four, NULL).loopback);
    assert_false(caller_of((struct sockaddr *)&four, NULL).outside);
    four.sin_addr.s_addr = own.sin_addr.s_addr = htonl(0xc0000207);
    assert_false(caller_of((struct sockaddr *)&four, (struct sockaddr *)&own).outside);
    own.sin_addr.s_addr = htonl(0xc0000208);
    assert_true(caller_of((struct sockaddr *)&four, (struct sockaddr *)&own).outside);
    assert_true(caller_of(NULL, NULL).outside);
    inet_pton(AF_INET6, "::ffff:127.0.0.1", &six.sin6_addr);
    assert_true(caller_of((struct sockaddr *)&six, NULL).loopback);
    inet_pton(AF_INET6, "2001:db8:1:2:3:4:5:6", &six.sin6_addr);
    struct caller one = caller_of((struct sockaddr *)&six, NULL);
    inet_pton(AF_INET6, "2001:db8:1:2:aaaa::1", &six.sin6_addr);
    struct caller same = caller_of((struct sockaddr *)&six, NULL);
    assert_memory_equal(one.from, same.from, 16);
    inet_pton(AF_INET6, "2001:db8:1:3::1", &six.sin6_addr);
    struct caller next = caller_of((struct sockaddr *)&six, NULL);
    assert_memory_not_equal(one.from, next.from, 16);
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_where_pages_are_answered, front_world, visit_close),
        cmocka_unit_test_setup_teardown(test_made_up_people_are_not_shown_to_others, front_world,
                                        visit_close),
        cmocka_unit_test_setup_teardown(test_only_the_proxy_is_believed, front_world, visit_close),
        cmocka_unit_test_setup_teardown(test_too_much_is_told_when_to_come_again, front_world,
                                        visit_close),
        cmocka_unit_test(test_buckets),
        cmocka_unit_test(test_who_dawdles_loses_the_seat),
        cmocka_unit_test(test_callers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

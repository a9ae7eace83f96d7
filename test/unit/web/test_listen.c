/* Over a socket: headers of every answer, bounds on what is sent, and stopping in good order. */
#include "visit.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "web/listen.h"

struct wire {
    struct world *world;
    struct site *site;
    struct listener *listener;
    struct arena *arena;
    struct task t;
    char answer[256 << 10];
};

static int wire_open(void **ret)
{
    struct wire *w = calloc(1, sizeof *w);
    assert_non_null(w);
    assert_int_equal(world_open(&w->world, true), OK);
    w->arena = arena_open(16 << 20);
    w->t = task_open(w->arena, w->world->t.clock);
    assert_int_equal(site_open(&w->t, w->world->store, w->world->writer, true, &w->site), OK);
    assert_int_equal(listen_start(&w->t, w->site, &(struct listen_options){ 0 }, &w->listener), OK);
    *ret = w;
    return 0;
}

static int wire_close(void **given)
{
    struct wire *w = *given;
    listen_stop(w->listener, (struct span){ 5 * SECOND_US });
    site_close(w->site);
    world_close(w->world);
    arena_close(w->arena);
    free(w);
    return 0;
}

static int dial(const struct wire *w, uint32_t address)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(listen_port(w->listener)) };
    to.sin_addr.s_addr = htonl(address);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval patience = { .tv_sec = 10 };
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(s, (struct sockaddr *)&to, sizeof to) == 0)
        return s;
    close(s);
    return -1;
}

/* Sends bytes, then reads all that comes until the other side closes. */
static const char *exchange(struct wire *w, const char *bytes, size_t len)
{
    int s = dial(w, INADDR_LOOPBACK);
    assert_true(s >= 0);
    for (size_t sent = 0; sent < len;) {
        ssize_t n = send(s, bytes + sent, len - sent, MSG_NOSIGNAL);
        if (n <= 0)
            break; /* refused half-way: the answer says why */
        sent += (size_t)n;
    }
    size_t at = 0;
    for (ssize_t n; at < sizeof w->answer - 1 &&
                    (n = recv(s, w->answer + at, sizeof w->answer - 1 - at, 0)) > 0;)
        at += (size_t)n;
    w->answer[at] = '\0';
    close(s);
    return w->answer;
}

static const char *ask(struct wire *w, const char *request)
{
    return exchange(w, request, strlen(request));
}

static void test_every_answer_carries_strict_headers(void **state)
{
    struct wire *w = *state;
    static const char *const requests[] = {
        "GET /sign-in HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n",
        "GET /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n",
        "DELETE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    };
    static const unsigned codes[] = { 200, 404, 303, 400, 404 };
    static const char *const headers[] = {
        "Content-Security-Policy: default-src 'self'",
        "frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer",
        "Cache-Control: no-store",
    };
    for (size_t i = 0; i < COUNT(requests); i++) {
        const char *got = ask(w, requests[i]);
        unsigned code = (unsigned)strtoul(got + strlen("HTTP/1.1 "), NULL, 10);
        if (code != codes[i])
            print_error("%s\n%.400s\n", requests[i], got);
        assert_int_equal(code, codes[i]);
        for (size_t k = 0; k < COUNT(headers); k++)
            assert_non_null(strstr(got, headers[k]));
        assert_null(strstr(got, "<style"));
        assert_null(strstr(got, " style="));
        assert_null(strstr(got, "<script>"));
    }
    const char *got = ask(w, requests[0]);
    assert_non_null(strstr(got, "HttpOnly"));
    assert_non_null(strstr(got, "SameSite=Strict"));
}

static void test_what_is_too_large_is_refused_and_the_next_is_served(void **state)
{
    struct wire *w = *state;
    size_t size = 1 << 20;
    char *big = malloc(size + 512);
    int head = snprintf(big, 512,
                        "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close"
                        "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        "Content-Length: %zu\r\n\r\n",
                        size);
    memset(big + head, 'x', size);
    const char *got = exchange(w, big, (size_t)head + size);
    assert_non_null(strstr(got, " 413 "));
    head = snprintf(big, 512, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ");
    memset(big + head, 'y', 100 << 10);
    memcpy(big + head + (100 << 10), "\r\n\r\n", 4);
    got = exchange(w, big, (size_t)head + (100 << 10) + 4);
    assert_true(got[0] == '\0' || strstr(got, " 431 ") || strstr(got, " 400 "));
    free(big);
    got = ask(w, "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert_non_null(strstr(got, " 200 "));
}

static void test_broken_requests_do_no_harm(void **state)
{
    struct wire *w = *state;
    static const char *const broken[] = {
        "\r\n\r\n",
        "GET\r\n\r\n",
        "\x16\x03\x01\x02",
        "GET /%00 HTTP/1.1\r\nHost: localhost\r\n"
        "Connection: close\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        "Content-Length: 5\r\nContent-Type: text/plain\r\n\r\nhello",
    };
    for (size_t i = 0; i < COUNT(broken) - 1; i++) {
        int s = dial(w, INADDR_LOOPBACK);
        assert_true(s >= 0);
        assert_true(send(s, broken[i], strlen(broken[i]), MSG_NOSIGNAL) >= 0);
        close(s); /* hangs up without waiting, too */
    }
    assert_non_null(strstr(ask(w, broken[COUNT(broken) - 1]), " 400 "));
}

static void test_only_this_machine_is_answered(void **state)
{
    struct wire *w = *state;
    /* 127.0.0.2 is this machine as well, but not the address that is bound. */
    assert_int_equal(dial(w, INADDR_LOOPBACK + 1), -1);
    struct listener *second;
    struct listen_options taken = { .port = listen_port(w->listener) };
    assert_int_equal(listen_start(&w->t, w->site, &taken, &second), E_BUSY);
    assert_non_null(strstr(w->t.reason, "choose another"));
}

static void test_an_asset_may_be_kept_and_a_page_may_not(void **state)
{
    struct wire *w = *state;
    for (size_t i = 0; i < COUNT(w->site->stylesheet); i++) {
        struct str name = w->site->stylesheet[i];
        assert_true(name.len > 0);
        struct str request = str_print(w->arena,
                                       "GET /assets/%.*s HTTP/1.1\r\nHost: localhost\r\n"
                                       "Connection: close\r\n\r\n",
                                       STR_ARG(name));
        const char *got = exchange(w, request.at, request.len);
        assert_non_null(strstr(got, "Content-Type: text/css"));
        assert_non_null(strstr(got, "immutable"));
        assert_null(strstr(got, "GDS Transport"));
        assert_null(strstr(got, "@font-face"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_answer_carries_strict_headers),
        cmocka_unit_test(test_what_is_too_large_is_refused_and_the_next_is_served),
        cmocka_unit_test(test_broken_requests_do_no_harm),
        cmocka_unit_test(test_only_this_machine_is_answered),
        cmocka_unit_test(test_an_asset_may_be_kept_and_a_page_may_not),
    };
    return cmocka_run_group_tests(tests, wire_open, wire_close);
}

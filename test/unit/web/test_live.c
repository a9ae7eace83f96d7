/* News of who is missing: over a socket, bounded, within a second, and at no cost while nothing is.
 */
#include "visit.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "web/listen.h"
#include "web/live.h"

struct wire {
    struct world *world;
    struct site *site;
    struct listener *listener;
    struct arena *arena;
    struct task t;
    char cookie[128];
    char answer[64 << 10];
};

static int64_t now_ms(clockid_t which)
{
    struct timespec s;
    clock_gettime(which, &s);
    return s.tv_sec * 1000 + s.tv_nsec / 1000000;
}

static int dial(const struct wire *w)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(listen_port(w->listener)) };
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval patience = { .tv_sec = 3 };
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(s, (struct sockaddr *)&to, sizeof to), 0);
    return s;
}

static void send_all(int s, const char *bytes)
{
    assert_int_equal(send(s, bytes, strlen(bytes), MSG_NOSIGNAL), (ssize_t)strlen(bytes));
}

/* Reads until `part` has come, the other side closes, or patience ends. */
static bool read_until(struct wire *w, int s, const char *part)
{
    size_t at = 0;
    while (at < sizeof w->answer - 1) {
        ssize_t n = recv(s, w->answer + at, sizeof w->answer - 1 - at, 0);
        if (n <= 0)
            break;
        at += (size_t)n;
        w->answer[at] = '\0';
        if (part && strstr(w->answer, part))
            return true;
    }
    w->answer[at] = '\0';
    return part && strstr(w->answer, part);
}

static void copy_until(char *to, size_t size, const char *from, const char *stop)
{
    size_t len = strcspn(from, stop);
    assert_true(len < size);
    memcpy(to, from, len);
    to[len] = '\0';
}

static void take_cookie(struct wire *w)
{
    const char *at = strstr(w->answer, "Set-Cookie: ");
    assert_non_null(at);
    at += strlen("Set-Cookie: ");
    copy_until(w->cookie, sizeof w->cookie, at, ";");
}

static void sign_in(struct wire *w, const char *name)
{
    char token[128], request[2048], body[256];
    int s = dial(w);
    send_all(s, "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    (void)read_until(w, s, NULL);
    close(s);
    take_cookie(w);
    const char *at = strstr(w->answer, "name=\"token\" value=\"");
    assert_non_null(at);
    at += strlen("name=\"token\" value=\"");
    copy_until(token, sizeof token, at, "\"");
    int len =
        snprintf(body, sizeof body, "token=%s&person=%u", token, world_number(w->world, name));
    snprintf(request, sizeof request,
             "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: %s\r\n"
             "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
             w->cookie, len, body);
    s = dial(w);
    send_all(s, request);
    (void)read_until(w, s, NULL);
    close(s);
    take_cookie(w);
}

static int tune_in(struct wire *w)
{
    char request[512];
    int s = dial(w);
    snprintf(request, sizeof request,
             "GET /live HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nCookie: %s"
             "\r\n\r\n",
             w->cookie);
    send_all(s, request);
    return s;
}

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
    if (w->listener)
        listen_stop(w->listener, (struct span){ 5 * SECOND_US });
    site_close(w->site);
    world_close(w->world);
    arena_close(w->arena);
    free(w);
    return 0;
}

static void add_sighting(struct wire *w)
{
    struct event e = event_new(EV_SIGHTING_RECORDED, world_number(w->world, "noor"), w->world->now);
    event_set_text(&e, "where", S("Eastholt harbour"));
    assert_int_equal(writer_complete(&w->t, w->world->writer, &e), OK);
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
    assert_int_equal(writer_append(&w->t, w->world->writer, &a), OK);
}

static void test_news_comes_within_a_second_and_says_no_name(void **state)
{
    struct wire *w = *state;
    sign_in(w, "colm");
    int s = tune_in(w);
    assert_true(read_until(w, s, "\"version\":"));
    assert_non_null(strstr(w->answer, "Content-Type: text/event-stream"));
    assert_non_null(strstr(w->answer, "X-Accel-Buffering: no"));
    assert_non_null(strstr(w->answer, "Cache-Control: no-store"));
    assert_non_null(strstr(w->answer, "retry: 3000"));
    assert_non_null(strstr(w->answer, "event: missing"));
    int64_t before = now_ms(CLOCK_MONOTONIC);
    add_sighting(w);
    assert_true(read_until(w, s, "\"version\":"));
    assert_true(now_ms(CLOCK_MONOTONIC) - before < 1000);
    assert_null(strstr(w->answer, "Noor"));
    assert_null(strstr(w->answer, "Eastholt"));
    close(s);
}

static void test_nobody_listens_without_signing_in(void **state)
{
    struct wire *w = *state;
    int s = dial(w);
    send_all(s, "GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    (void)read_until(w, s, NULL);
    assert_non_null(strstr(w->answer, " 303 "));
    close(s);
}

static void test_one_person_has_so_many_and_no_more(void **state)
{
    struct wire *w = *state;
    int s[LIVE_EACH_MAX + 1];
    sign_in(w, "ife");
    for (int i = 0; i < LIVE_EACH_MAX; i++) {
        s[i] = tune_in(w);
        assert_true(read_until(w, s[i], "\"version\":"));
    }
    s[LIVE_EACH_MAX] = tune_in(w);
    assert_true(read_until(w, s[LIVE_EACH_MAX], "</html>"));
    assert_non_null(strstr(w->answer, " 503 "));
    for (int i = 0; i <= LIVE_EACH_MAX; i++)
        close(s[i]);
}

static void doze(void *self)
{
    (void)self;
}

static void stir(void *self)
{
    ++*(int *)self;
}

/* Reads what there is to say, until the stream sleeps. */
static void lull(struct live_stream *s, int *woken)
{
    char line[LIVE_LINE_MAX];
    struct live_sleeper who = { doze, stir, woken };
    while (live_read(s, line, sizeof line, &who) > 0)
        ;
}

static void test_a_hundred_that_sleep_cost_nothing(void **state)
{
    struct wire *w = *state;
    struct live *l = live_open(w->site);
    struct live_stream *s[LIVE_MAX], *over;
    int woken[LIVE_MAX] = { 0 };
    for (uint32_t i = 0; i < LIVE_MAX; i++)
        assert_int_equal(live_join(&w->t, l, 1000 + i, &s[i]), OK);
    assert_int_equal(live_join(&w->t, l, 5, &over), E_BUSY);
    for (int round = 0; round < 4; round++) { /* the first look, then quiet */
        for (uint32_t i = 0; i < LIVE_MAX; i++)
            lull(s[i], &woken[i]);
        usleep(300000);
    }
    memset(woken, 0, sizeof woken);
    for (uint32_t i = 0; i < LIVE_MAX; i++)
        lull(s[i], &woken[i]);
    int64_t before = now_ms(CLOCK_PROCESS_CPUTIME_ID);
    usleep(2000000);
    assert_true(now_ms(CLOCK_PROCESS_CPUTIME_ID) - before < 200);
    for (uint32_t i = 0; i < LIVE_MAX; i++)
        assert_int_equal(woken[i], 0);
    add_sighting(w);
    usleep(900000);
    for (uint32_t i = 0; i < LIVE_MAX; i++)
        assert_int_equal(woken[i], 1);
    live_stop(l);
    char line[LIVE_LINE_MAX];
    struct live_sleeper who = { doze, stir, &woken[0] };
    for (uint32_t i = 0; i < LIVE_MAX; i++) {
        assert_int_equal(live_read(s[i], line, sizeof line, &who), -1);
        live_leave(s[i]);
    }
    assert_int_equal(live_join(&w->t, l, 5, &over), E_BUSY);
    live_close(l);
}

static void test_stopping_does_not_wait_for_who_listens(void **state)
{
    struct wire *w = *state;
    sign_in(w, "colm");
    int s = tune_in(w);
    assert_true(read_until(w, s, "\"version\":"));
    int64_t before = now_ms(CLOCK_MONOTONIC);
    listen_stop(w->listener, (struct span){ 5 * SECOND_US });
    w->listener = NULL;
    assert_true(now_ms(CLOCK_MONOTONIC) - before < 3000);
    close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_news_comes_within_a_second_and_says_no_name),
        cmocka_unit_test(test_nobody_listens_without_signing_in),
        cmocka_unit_test(test_one_person_has_so_many_and_no_more),
        cmocka_unit_test(test_a_hundred_that_sleep_cost_nothing),
        cmocka_unit_test(test_stopping_does_not_wait_for_who_listens),
    };
    return cmocka_run_group_tests(tests, wire_open, wire_close);
}

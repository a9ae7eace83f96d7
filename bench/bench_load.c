/* Asks a server for pages over connections that stay open, and says how long answers took.
 *
 * bench_load PORT SECONDS CONNECTIONS RATE COOKIE PATH [FORM]: RATE 0 asks again as soon as an
 * answer is there; else so many a second are due, and the time of each runs from when it was due,
 * so that a server which stops for a moment is not asked less. PATH @FILE takes the lines of a file
 * in turn. With a FORM it is sent, in the field's encoding. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    CONNECTIONS_MAX = 1024,
    PATHS_MAX = 100000,
    ANSWER_MAX = 4 << 20,
    REQUEST_MAX = 16 << 10,
    ANSWERS_MAX = 4 << 20
};

struct talk {
    int fd;
    bool busy;
    int64_t due;
    char *answer;
    size_t len, whole; /* whole 0: its head is not there yet */
};

static struct {
    struct talk talk[CONNECTIONS_MAX];
    int connections, idle[CONNECTIONS_MAX], idle_count, epoll;
    unsigned port;
    double rate;
    const char *cookie, *form;
    char *path[PATHS_MAX];
    size_t paths, asked, answered, not_200, lost;
    int64_t begun, ends;
    uint32_t *took; /* microseconds */
} x;

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void need(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "bench_load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void connect_talk(int i)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)x.port) };
    struct epoll_event e = { .events = EPOLLIN, .data.u32 = (uint32_t)i };
    int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    need(fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0, "connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    need(fcntl(fd, F_SETFL, O_NONBLOCK) == 0, "fcntl");
    need(epoll_ctl(x.epoll, EPOLL_CTL_ADD, fd, &e) == 0, "epoll");
    x.talk[i].fd = fd;
}

static void ask(int i, int64_t due)
{
    struct talk *t = &x.talk[i];
    char request[REQUEST_MAX];
    const char *path = x.path[x.asked++ % x.paths];
    int len = snprintf(request, sizeof request,
                       "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
                       "Cookie: %s\r\n",
                       x.form ? "POST" : "GET", path, x.port, x.cookie);
    if (x.form)
        len += snprintf(request + len, sizeof request - (size_t)len,
                        "Content-Type: application/x-www-form-urlencoded\r\n"
                        "Content-Length: %zu\r\n\r\n%s",
                        strlen(x.form), x.form);
    else
        len += snprintf(request + len, sizeof request - (size_t)len, "\r\n");
    t->busy = true;
    t->due = due;
    t->len = t->whole = 0;
    need(send(t->fd, request, (size_t)len, MSG_NOSIGNAL) == len, "send");
}

static void answered(int i)
{
    struct talk *t = &x.talk[i];
    int64_t us = (now_ns() - t->due) / 1000;
    if (x.answered < ANSWERS_MAX)
        x.took[x.answered] = us > UINT32_MAX ? UINT32_MAX : (uint32_t)us;
    x.answered++;
    x.not_200 += strncmp(t->answer + 9, "200", 3) != 0;
    t->busy = false;
    x.idle[x.idle_count++] = i;
}

static void read_head(struct talk *t)
{
    t->answer[t->len] = 0;
    char *end = strstr(t->answer, "\r\n\r\n");
    if (!end)
        return;
    char *length = strcasestr(t->answer, "content-length:");
    t->whole = (size_t)(end + 4 - t->answer);
    if (length && length < end)
        t->whole += strtoul(length + 15, NULL, 10);
}

static void take(int i)
{
    struct talk *t = &x.talk[i];
    ssize_t got;
    while ((got = recv(t->fd, t->answer + t->len, ANSWER_MAX - 1 - t->len, 0)) > 0) {
        t->len += (size_t)got;
        if (t->whole == 0)
            read_head(t);
        if (t->whole > 0 && t->len >= t->whole) {
            answered(i);
            return;
        }
    }
    if (got < 0 && errno == EAGAIN)
        return;
    close(t->fd);
    connect_talk(i);
    x.lost += t->busy;
    if (t->busy)
        x.idle[x.idle_count++] = i;
    t->busy = false;
}

static int64_t next_due(void)
{
    return x.rate > 0 ? x.begun + (int64_t)((double)x.asked * 1e9 / x.rate) : now_ns();
}

static void ask_all_due(void)
{
    while (x.idle_count > 0 && now_ns() < x.ends) {
        int64_t due = next_due();
        if (due > now_ns())
            return;
        ask(x.idle[--x.idle_count], due);
    }
}

static void run(void)
{
    struct epoll_event e[CONNECTIONS_MAX];
    x.begun = now_ns();
    while (now_ns() < x.ends || x.idle_count < x.connections) {
        ask_all_due();
        int64_t wait = now_ns() < x.ends ? next_due() - now_ns() : 100000000;
        if (x.idle_count == 0 || x.rate <= 0)
            wait = 100000000;
        struct timespec until = { 0, wait < 0 ? 0 : wait > 100000000 ? 100000000 : (long)wait };
        int n = epoll_pwait2(x.epoll, e, x.connections, &until, NULL);
        for (int i = 0; i < n; i++)
            take((int)e[i].data.u32);
        if (now_ns() > x.ends + INT64_C(10000000000))
            return; /* what has not come by now is lost */
    }
}

static void read_paths(const char *path)
{
    char line[1024];
    if (*path != '@') {
        x.path[x.paths++] = strdup(path);
        return;
    }
    FILE *f = fopen(path + 1, "r");
    need(f, path + 1);
    while (x.paths < PATHS_MAX && fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = 0;
        x.path[x.paths++] = strdup(line);
    }
    fclose(f);
    need(x.paths > 0, "no paths");
}

static int by_size(const void *a, const void *b)
{
    uint32_t p = *(const uint32_t *)a, q = *(const uint32_t *)b;
    return (p > q) - (p < q);
}

static double ms_at(double part)
{
    size_t n = x.answered < ANSWERS_MAX ? x.answered : ANSWERS_MAX;
    return n ? x.took[(size_t)(part * (double)(n - 1))] / 1e3 : 0;
}

int main(int argc, char **argv)
{
    if (argc < 7) {
        fprintf(stderr, "bench_load PORT SECONDS CONNECTIONS RATE COOKIE PATH [FORM]\n");
        return 2;
    }
    double seconds = strtod(argv[2], NULL);
    x.port = (unsigned)strtoul(argv[1], NULL, 10);
    x.connections = (int)strtol(argv[3], NULL, 10);
    need(x.connections > 0 && x.connections <= CONNECTIONS_MAX, "connections");
    x.rate = strtod(argv[4], NULL);
    x.cookie = argv[5];
    x.form = argc > 7 ? argv[7] : NULL;
    x.took = malloc(ANSWERS_MAX * sizeof *x.took);
    need(x.took, "memory");
    x.epoll = epoll_create1(0);
    read_paths(argv[6]);
    for (int i = 0; i < x.connections; i++) {
        x.talk[i].answer = malloc(ANSWER_MAX);
        need(x.talk[i].answer, "memory");
        connect_talk(i);
        x.idle[x.idle_count++] = i;
    }
    int64_t began = now_ns();
    x.ends = began + (int64_t)(seconds * 1e9);
    run();
    qsort(x.took, x.answered < ANSWERS_MAX ? x.answered : ANSWERS_MAX, sizeof *x.took, by_size);
    printf("%zu %.0f %.2f %.2f %.2f %.2f %zu %zu\n", x.answered,
           (double)x.answered * 1e9 / (double)(now_ns() - began), ms_at(0.5), ms_at(0.99),
           ms_at(0.999), ms_at(1), x.not_200, x.lost);
    return 0;
}

/* A bad line between two registers: `relay PORT DEEDS` passes requests on to PORT of this machine,
 * and does to each what the next letter of DEEDS says; when they are used up, all passes.
 *
 *   x  loses the request            l  loses the answer
 *   d  delivers twice               h  delivers late: after the next one that passes
 *   s  waits a second, then passes  p  passes */
#include <arpa/inet.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    ROOM = 256 << 10
};
struct held {
    char at[ROOM];
    size_t len;
};
static struct held request, late, answer;
static uint16_t upstream;

static struct sockaddr_in here(uint16_t port)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return a;
}

/* Bytes that the whole message has; 0: not known yet. */
static size_t whole(const struct held *h)
{
    const char *end = memmem(h->at, h->len, "\r\n\r\n", 4);
    size_t body = 0;
    if (!end)
        return 0;
    for (const char *line = h->at; line < end; line++) {
        if (line[0] == '\n' && strncasecmp(line + 1, "Content-Length:", 15) == 0)
            body = strtoul(line + 16, NULL, 10);
    }
    return (size_t)(end - h->at) + 4 + body;
}

static bool take(int from, struct held *h)
{
    h->len = 0;
    while (h->len < ROOM - 1 && (whole(h) == 0 || h->len < whole(h))) {
        ssize_t n = read(from, h->at + h->len, ROOM - 1 - h->len);
        if (n <= 0)
            return false;
        h->len += (size_t)n;
        h->at[h->len] = 0;
    }
    return true;
}

static bool give(int to, const struct held *h)
{
    for (size_t done = 0; done < h->len;) {
        ssize_t n = write(to, h->at + done, h->len - done);
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

static bool deliver(const struct held *h)
{
    int s = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in to = here(upstream);
    bool done = s >= 0 && connect(s, (struct sockaddr *)&to, sizeof to) == 0 && give(s, h) &&
                take(s, &answer);
    if (s >= 0)
        close(s);
    return done;
}

static void pass(int client, char deed)
{
    if (!take(client, &request) || deed == 'x')
        return;
    if (deed == 'h') {
        memcpy(&late, &request, sizeof late);
        return;
    }
    if (deed == 's')
        sleep(1);
    bool done = deliver(&request);
    if (deed == 'd')
        done = deliver(&request) && done;
    if (late.len && done) {
        struct held own;
        memcpy(&own, &answer, sizeof own);
        (void)deliver(&late);
        late.len = 0;
        memcpy(&answer, &own, sizeof answer);
    }
    if (done && deed != 'l')
        (void)give(client, &answer);
}

int main(int argc, char **argv)
{
    struct sockaddr_in at = here(0);
    socklen_t len = sizeof at;
    const char *deeds = argc > 2 ? argv[2] : "";
    int s = socket(AF_INET, SOCK_STREAM, 0);
    (void)signal(SIGPIPE, SIG_IGN);
    upstream = (uint16_t)(argc > 1 ? strtoul(argv[1], NULL, 10) : 0);
    if (upstream == 0 || s < 0 || bind(s, (struct sockaddr *)&at, sizeof at) != 0 ||
        listen(s, 16) != 0 || getsockname(s, (struct sockaddr *)&at, &len) != 0)
        return 1;
    printf("%u\n", ntohs(at.sin_port));
    fflush(stdout);
    for (;;) {
        int client = accept(s, NULL, NULL);
        if (client < 0)
            return 1;
        pass(client, *deeds ? *deeds++ : 'p');
        close(client);
    }
}

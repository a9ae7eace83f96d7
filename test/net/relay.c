/* A bad line between two registers: `relay PORT DEEDS` passes requests on to PORT of this machine,
 * and does to each what the next letter of DEEDS says; when they are used up, all passes.
 *
 *   x  loses the request            l  loses the answer
 *   d  delivers twice               h  delivers late: after the next one that passes
 *   s  waits a second, then passes  p  passes
 *
 * `relay PORT DEEDS ADDRESS OWN-PORT CERTIFICATE KEY` does so at ADDRESS and by TLS on both sides:
 * it ends the caller's TLS and begins its own, since a request inside TLS can be neither doubled
 * nor swapped by anyone who has not its key. What it did to whole requests is said on stderr. */
#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum {
    ROOM = 256 << 10,
    PATIENCE_S = 5 /* a caller whose cable is out says nothing more */
};
struct held {
    char at[ROOM];
    size_t len;
};
struct line {
    int fd;
    SSL *tls; /* NULL: without */
};
static struct held request, late, answer;
static struct sockaddr_in upstream, own;
static SSL_CTX *ends, *begins;

static void hang_up(struct line *l)
{
    if (l->tls) {
        SSL_shutdown(l->tls);
        SSL_free(l->tls);
    }
    if (l->fd >= 0)
        close(l->fd);
    *l = (struct line){ .fd = -1 };
}

static bool take_tls(struct line *l, SSL_CTX *with)
{
    struct timeval patience = { .tv_sec = PATIENCE_S };
    bool set = setsockopt(l->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0;
    if (!with || !set)
        return set;
    l->tls = SSL_new(with);
    if (!l->tls || SSL_set_fd(l->tls, l->fd) != 1)
        return false;
    return (with == ends ? SSL_accept(l->tls) : SSL_connect(l->tls)) == 1;
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

static bool take(const struct line *from, struct held *h)
{
    h->len = 0;
    while (h->len < ROOM - 1 && (whole(h) == 0 || h->len < whole(h))) {
        size_t room = ROOM - 1 - h->len;
        ssize_t n = from->tls ? SSL_read(from->tls, h->at + h->len, (int)room)
                              : read(from->fd, h->at + h->len, room);
        if (n <= 0)
            return false;
        h->len += (size_t)n;
        h->at[h->len] = 0;
    }
    return true;
}

static bool give(const struct line *to, const struct held *h)
{
    for (size_t done = 0; done < h->len;) {
        ssize_t n = to->tls ? SSL_write(to->tls, h->at + done, (int)(h->len - done))
                            : write(to->fd, h->at + done, h->len - done);
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

/* What was answered: 0 for nothing. */
static int deliver(const struct held *h)
{
    struct line to = { .fd = socket(AF_INET, SOCK_STREAM, 0) };
    bool done = to.fd >= 0 &&
                connect(to.fd, (struct sockaddr *)&upstream, sizeof upstream) == 0 &&
                take_tls(&to, begins) && give(&to, h) && take(&to, &answer) && answer.len > 12;
    hang_up(&to);
    return done ? (int)strtol(answer.at + strlen("HTTP/1.1 "), NULL, 10) : 0;
}

static void deliver_late(void)
{
    static struct held kept;
    memcpy(&kept, &answer, sizeof kept);
    fprintf(stderr, "late: %d\n", deliver(&late));
    late.len = 0;
    memcpy(&answer, &kept, sizeof answer);
}

static void pass(struct line *client, char deed)
{
    if (!take(client, &request) || deed == 'x')
        return;
    if (deed == 'h') {
        memcpy(&late, &request, sizeof late);
        fprintf(stderr, "held back\n");
        return;
    }
    if (deed == 's') {
        fprintf(stderr, "waits\n");
        sleep(1);
    }
    int said = deliver(&request);
    if (deed == 'd') {
        int first = said;
        said = deliver(&request);
        fprintf(stderr, "twice: %d %d\n", first, said);
    }
    if (late.len && said)
        deliver_late();
    if (said && deed != 'l')
        (void)give(client, &answer);
}

static bool prepare(int argc, char **argv)
{
    upstream = own = (struct sockaddr_in){ .sin_family = AF_INET };
    upstream.sin_addr.s_addr = own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    upstream.sin_port = htons((uint16_t)(argc > 1 ? strtoul(argv[1], NULL, 10) : 0));
    if (argc < 7)
        return upstream.sin_port != 0;
    own.sin_port = htons((uint16_t)strtoul(argv[4], NULL, 10));
    ends = SSL_CTX_new(TLS_server_method());
    begins = SSL_CTX_new(TLS_client_method());
    if (begins)
        SSL_CTX_set_verify(begins, SSL_VERIFY_PEER, NULL);
    return inet_pton(AF_INET, argv[3], &own.sin_addr) == 1 &&
           inet_pton(AF_INET, argv[3], &upstream.sin_addr) == 1 && ends && begins &&
           SSL_CTX_use_certificate_file(ends, argv[5], SSL_FILETYPE_PEM) == 1 &&
           SSL_CTX_use_PrivateKey_file(ends, argv[6], SSL_FILETYPE_PEM) == 1 &&
           SSL_CTX_load_verify_locations(begins, argv[5], NULL) == 1;
}

int main(int argc, char **argv)
{
    socklen_t len = sizeof own;
    const int yes = 1;
    const char *deeds = argc > 2 ? argv[2] : "";
    int s = socket(AF_INET, SOCK_STREAM, 0);
    (void)signal(SIGPIPE, SIG_IGN);
    if (!prepare(argc, argv) || s < 0 ||
        setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind(s, (struct sockaddr *)&own, sizeof own) != 0 || listen(s, 16) != 0 ||
        getsockname(s, (struct sockaddr *)&own, &len) != 0)
        return 1;
    printf("%u\n", ntohs(own.sin_port));
    fflush(stdout);
    for (;;) {
        struct line client = { .fd = accept(s, NULL, NULL) };
        if (client.fd < 0)
            return 1;
        if (take_tls(&client, ends))
            pass(&client, *deeds ? *deeds++ : 'p');
        hang_up(&client);
    }
}

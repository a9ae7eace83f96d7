/* Sends what no browser sends, each on a connection of its own, and asks after each whether the
 * server still serves. Usage: absurd PORT */
#include <arpa/inet.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum {
    ANSWER_MAX = 1 << 20,
    ASKED_MAX = 2 << 20
};
static char answer[ANSWER_MAX + 1], asked[ASKED_MAX];
static size_t answered, asking;
static uint16_t port;
static unsigned wrong;

static void say(const char *name, const char *what)
{
    printf("%s: %s\n", name, what);
    wrong++;
}

static void add(const void *bytes, size_t len)
{
    if (len > ASKED_MAX - asking)
        abort();
    memcpy(asked + asking, bytes, len);
    asking += len;
}

static void add_many(const char *part, size_t times)
{
    for (size_t i = 0; i < times; i++)
        add(part, strlen(part));
}

/* "@" stands for this server's name and port, and "\n" for the end of a line on the wire. */
static void add_words(const char *words)
{
    char host[32];
    snprintf(host, sizeof host, "127.0.0.1:%u", port);
    for (; *words; words++) {
        if (*words == '@')
            add(host, strlen(host));
        else if (*words == '\n')
            add("\r\n", 2);
        else
            add(words, 1);
    }
}

static void ask(const char *words)
{
    asking = 0;
    add_words(words);
}

_Noreturn static void stop(const char *why)
{
    perror(why);
    exit(1);
}

static int dial(void)
{
    struct sockaddr_in to = { .sin_family = AF_INET,
                              .sin_port = htons(port),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct timeval patience = { .tv_sec = 2 };
    int c = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(c, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(c, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(c, (const struct sockaddr *)&to, sizeof to) != 0)
        stop("connect");
    return c;
}

/* What came back stands in `answer`; nothing when the server hung up. */
static void talk(bool shut)
{
    int c = dial();
    answered = 0;
    for (size_t sent = 0; sent < asking;) {
        ssize_t n = send(c, asked + sent, asking - sent, MSG_NOSIGNAL);
        if (n <= 0)
            break;
        sent += (size_t)n;
    }
    if (shut)
        shutdown(c, SHUT_WR);
    while (answered < ANSWER_MAX) {
        ssize_t n = recv(c, answer + answered, ANSWER_MAX - answered, 0);
        if (n <= 0)
            break;
        answered += (size_t)n;
    }
    answer[answered] = '\0';
    close(c);
}

static bool has(const char *words)
{
    return memmem(answer, answered, words, strlen(words)) != NULL;
}

/* The code of the answer at `*at` or behind it; 0: no more. */
static int code_from(const char **at)
{
    while ((*at = memmem(*at, (size_t)(answer + answered - *at), "HTTP/1.", 7)) != NULL) {
        const char *line = *at;
        *at += 7;
        if ((line == answer || line[-1] == '\n') && answer + answered - line > 12)
            return (int)strtol(line + 9, NULL, 10);
    }
    return 0;
}

static void alive(const char *name)
{
    ask("GET /sign-in HTTP/1.1\nHost: @\nConnection: close\n\n");
    talk(false);
    const char *at = answer;
    if (code_from(&at) != 200)
        say(name, "afterwards the server does not serve");
}

/* Hung up on, or every answer is a refusal (or the one also allowed); the server lives on. */
static void refused(const char *name, int also, bool shut)
{
    talk(shut);
    const char *at = answer;
    for (int code; (code = code_from(&at)) != 0;)
        if (!((code >= 400 && code < 500) || code == 501 || code == 505 || code == also))
            say(name, "answered otherwise than by a refusal");
    if (has("Set-Cookie: sightline=") && also != 200)
        say(name, "a session was given");
    if (has("quokka"))
        say(name, "what was sent is sent back");
    if (has("smuggled"))
        say(name, "a second request was read out of the first's body");
    if (has("root:") || has("ocation: //") || has("ocation: http") || has("elsewhere.example"))
        say(name, "leads elsewhere");
    alive(name);
}

#define END  "\nConnection: close\n\n"
#define FORM "POST /sign-in HTTP/1.1\nHost: @\nContent-Type: application/x-www-form-urlencoded\n"
static const struct {
    const char *name, *words;
    int also;
    bool shut;
} plain[] = {
    { "a method of no kind", "BREW / HTTP/1.1\nHost: @" END, 303, false },
    { "PUT", "PUT / HTTP/1.1\nHost: @\nX-Secret: quokka" END, 0, false },
    { "DELETE", "DELETE / HTTP/1.1\nHost: @\nX-Secret: quokka" END, 0, false },
    { "TRACE", "TRACE / HTTP/1.1\nHost: @\nX-Secret: quokka" END, 0, false },
    { "OPTIONS", "OPTIONS / HTTP/1.1\nHost: @\nX-Secret: quokka" END, 0, false },
    { "CONNECT", "CONNECT / HTTP/1.1\nHost: @\nX-Secret: quokka" END, 0, false },
    { "small letters", "get / HTTP/1.1\nHost: @\nX-Secret: quokka" END, 0, false },
    { "no host", "GET /sign-in HTTP/1.1" END, 0, false },
    { "another host", "GET /sign-in HTTP/1.1\nHost: nowhere.example" END, 0, false },
    { "two hosts", "GET /sign-in HTTP/1.1\nHost: @\nHost: nowhere.example" END, 0, false },
    { "a host with a user", "GET /sign-in HTTP/1.1\nHost: a@" END, 0, false },
    { "a host with a line", "GET /sign-in HTTP/1.1\nHost: @\rX: y" END, 0, false },
    { "a host with a path", "GET /sign-in HTTP/1.1\nHost: @/x" END, 0, false },
    { "a host like ours", "GET /sign-in HTTP/1.1\nHost: localhost.nowhere.example" END, 0, false },
    { "a whole address", "GET http://nowhere.example/sign-in HTTP/1.1\nHost: nowhere.example" END,
      0, false },
    { "HTTP/0.9", "GET /sign-in\n\n", 0, true },
    { "HTTP/3.7", "GET /sign-in HTTP/3.7\nHost: @\n\n", 0, true },
    { "no version", "GET\n\n", 0, true },
    { "an encoded NUL", "GET /sign-in%00 HTTP/1.1\nHost: @" END, 0, false },
    { "up and out", "GET /../../etc/passwd HTTP/1.1\nHost: @" END, 303, false },
    { "up and out, encoded", "GET /assets/..%2f..%2fetc%2fpasswd HTTP/1.1\nHost: @" END, 303,
      false },
    { "two strokes", "GET //outside.example/ HTTP/1.1\nHost: @" END, 303, false },
    { "a stroke the other way", "GET /\\outside.example HTTP/1.1\nHost: @" END, 303, false },
    { "a number encoded", "GET /child/%31 HTTP/1.1\nHost: @" END, 303, false },
    { "capitals", "GET /CHILD/1 HTTP/1.1\nHost: @" END, 303, false },
    { "a number below nought", "GET /child/-1 HTTP/1.1\nHost: @" END, 303, false },
    { "a number in sixteens", "GET /child/0x1 HTTP/1.1\nHost: @" END, 303, false },
    { "a wide digit", "GET /child/\xef\xbc\x91 HTTP/1.1\nHost: @" END, 303, false },
    { "a star", "GET * HTTP/1.1\nHost: @" END, 303, false },
    { "length below nought", FORM "Content-Length: -1" END "a=b", 303, true },
    { "length past all", FORM "Content-Length: 99999999999999999999" END "a=b", 303, true },
    { "length in letters", FORM "Content-Length: three" END "a=b", 303, true },
    { "length with a plus", FORM "Content-Length: +3" END "a=b", 303, true },
    { "length twice",
      FORM "Content-Length: 3\nContent-Length: 40" END "a=bxxxxxxxxxxxxxxxxxxxxxxxxx", 303, true },
    { "both kinds of length",
      FORM "Content-Length: 3\nTransfer-Encoding: chunked" END
           "0\n\nGET /smuggled HTTP/1.1\nHost: @\n\n",
      303, true },
    { "a chunk of no size", FORM "Transfer-Encoding: chunked" END "zz\nabc\n0\n\n", 303, true },
    { "a chunk past all", FORM "Transfer-Encoding: chunked" END "fffffffffffffffff\nabc", 303,
      true },
    { "chunked and another", FORM "Transfer-Encoding: chunked, identity" END "0\n\n", 303, true },
    { "a look with a body", "GET /child/1 HTTP/1.1\nHost: @\nContent-Length: 3" END "a=b", 303,
      true },
    { "expects", FORM "Expect: 100-continue\nContent-Length: 3" END "a=b", 100, false },
    { "expects tea", FORM "Expect: tea\nContent-Length: 3" END "a=b", 100, false },
};

/* A proxy is believed only where one is configured, a cookie only under its own name: whoever has
 * not signed in is sent to sign in. */
static const char *const claims[] = {
    "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: https",
    "X-Real-IP: 127.0.0.1",       "X-Forwarded-Host: elsewhere.example",
    "X-Original-URL: /child/1",   "Forwarded: for=127.0.0.1;proto=https;host=elsewhere.example",
    "X-Rewrite-URL: /child/1",    "X-HTTP-Method-Override: POST",
    "Sightline-Token: x",         "Authorization: Basic cm9vdDpyb290",
    "Signature: sig=:AAAA:",      "Cookie: sightline=00000000000000000000000000000000",
};

static void large_things(void)
{
    ask("GET /child/");
    add_many("9", 200000);
    add_words(" HTTP/1.1\nHost: @" END);
    refused("a huge address", 0, false);
    ask("GET /sign-in?");
    add_many("a=b&", 50000);
    add_words(" HTTP/1.1\nHost: @" END);
    refused("a huge query", 0, false);
    ask("GET /sign-in HTTP/1.1\nHost: @\nCookie: ");
    add_many("x", 200000);
    add_words(END);
    refused("a huge header", 0, false);
    ask("GET /sign-in HTTP/1.1\nHost: @\n");
    add_many("X-Y: z\r\n", 5000);
    add_words(END);
    refused("many headers", 0, false);
    ask(FORM "Content-Length: 1048576" END);
    add_many("a", 1048576);
    refused("a megabyte", 303, true);
    asking = 0;
    add_many("A", 9000);
    add_words(" / HTTP/1.1\nHost: @" END);
    refused("a huge method", 0, false);
}

static void bytes_of_nought(void)
{
    ask("GET /sign-in");
    add("\0", 1);
    add_words("/../child/1 HTTP/1.1\nHost: @" END);
    refused("a NUL in the address", 200, false); /* the library ends the address there */
    ask("GET /sign-in HTTP/1.1\nHost: @\nCookie: a");
    add("\0b", 2);
    add_words(END);
    refused("a NUL in a header", 200, false);
    asking = 0;
    add("G\0T / HTTP/1.1\r\n\r\n", 18);
    refused("a NUL in the method", 0, true);
    asking = 0;
    add("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);
    add_many("x", 200);
    refused("a greeting of TLS", 0, true);
}

/* Each is answered for itself, and none of them is let in by another. */
static void pipelined(void)
{
    asking = 0;
    for (int i = 0; i < 20; i++)
        add_words("GET /child/1 HTTP/1.1\nHost: @\n\n");
    add_words("GET /sign-in HTTP/1.1\nHost: @" END);
    talk(false);
    const char *at = answer;
    for (int code; (code = code_from(&at)) != 0;)
        if (code != 303 && code != 200 && code != 429)
            say("pipelined", "answered otherwise");
}

static void junk(void)
{
    uint32_t r = 4; /* the same each time */
    for (int i = 0; i < 60; i++) {
        char bytes[3000];
        size_t len = 1 + (size_t)i * 49;
        for (size_t k = 0; k < len; k++) {
            r = r * 1664525 + 1013904223;
            bytes[k] = (char)(r >> 24);
        }
        asking = 0;
        if (i % 2)
            add_words(FORM "Content-Length: 2000" END);
        add(bytes, len);
        talk(true);
    }
    alive("junk");
}

/* Half a request each, never ended, while others are served. */
static void half_requests(void)
{
    int idle[40];
    for (size_t i = 0; i < sizeof idle / sizeof *idle; i++) {
        idle[i] = dial();
        (void)!write(idle[i], "GET /sign-in HTTP/1.1\r\nX-Slow: ", 31);
    }
    alive("half requests");
    for (size_t i = 0; i < sizeof idle / sizeof *idle; i++)
        close(idle[i]);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        stop("usage: absurd PORT");
    port = (uint16_t)strtoul(argv[1], NULL, 10);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        ask(plain[i].words);
        refused(plain[i].name, plain[i].also, plain[i].shut);
    }
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        ask("GET /child/1 HTTP/1.1\nHost: @\n");
        add_words(claims[i]);
        add_words(END);
        refused(claims[i], 303, false);
    }
    large_things();
    bytes_of_nought();
    pipelined();
    junk();
    half_requests();
    alive("in the end");
    return wrong ? 1 : 0;
}

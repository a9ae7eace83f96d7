/* A mail relay and a Notify in threads, with OpenSSL at their end of the line. */
#include "fake.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define NEEDS(condition)                                                                          \
    do {                                                                                          \
        if (!(condition)) {                                                                       \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                       \
            abort();                                                                              \
        }                                                                                         \
    } while (0)

/* --- certificates --- */

void make_certificate(const char *certificate_path, const char *key_path)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *x = X509_new();
    NEEDS(key && x);
    NEEDS(X509_set_version(x, 2) == 1);
    NEEDS(ASN1_INTEGER_set(X509_get_serialNumber(x), (long)getpid()) == 1);
    NEEDS(X509_gmtime_adj(X509_getm_notBefore(x), -3600));
    NEEDS(X509_gmtime_adj(X509_getm_notAfter(x), 3600));
    NEEDS(X509_set_pubkey(x, key) == 1);
    X509_NAME *name = X509_get_subject_name(x);
    NEEDS(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                     (const unsigned char *)"made for a test", -1, -1, 0) == 1);
    NEEDS(X509_set_issuer_name(x, name) == 1);
    X509V3_CTX about;
    X509V3_set_ctx_nodb(&about);
    X509V3_set_ctx(&about, x, x, NULL, NULL, 0);
    const struct {
        int what;
        const char *value;
    } more[] = { { NID_subject_alt_name, "IP:127.0.0.1" },
                 { NID_basic_constraints, "critical,CA:TRUE" } };
    for (size_t i = 0; i < 2; i++) {
        X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, &about, more[i].what, more[i].value);
        NEEDS(e && X509_add_ext(x, e, -1) == 1);
        X509_EXTENSION_free(e);
    }
    NEEDS(X509_sign(x, key, EVP_sha256()) > 0);
    FILE *out = fopen(certificate_path, "w");
    NEEDS(out && PEM_write_X509(out, x) == 1 && fclose(out) == 0);
    out = fopen(key_path, "w");
    NEEDS(out && PEM_write_PrivateKey(out, key, NULL, NULL, 0, NULL, NULL) == 1 &&
          fclose(out) == 0);
    X509_free(x);
    EVP_PKEY_free(key);
}

/* --- a line to one caller --- */

struct line {
    struct fake *f;
    enum mood mood;
    int fd;
    SSL *tls;
    char in[64 << 10];
    size_t len;
};

static bool is_closing(struct fake *f)
{
    pthread_mutex_lock(&f->lock);
    bool closing = f->closing;
    pthread_mutex_unlock(&f->lock);
    return closing;
}

static void remember(struct fake *f, const char *at, size_t n)
{
    pthread_mutex_lock(&f->lock);
    n = n < sizeof f->bytes - f->len ? n : sizeof f->bytes - f->len;
    memcpy(f->bytes + f->len, at, n);
    f->len += n;
    pthread_mutex_unlock(&f->lock);
}

/* Reads more; false when the caller is gone or the test is over. */
static bool hear(struct line *l)
{
    while (!is_closing(l->f)) {
        struct pollfd p = { .fd = l->fd, .events = POLLIN };
        if (!(l->tls && SSL_pending(l->tls)) && poll(&p, 1, 20) <= 0)
            continue;
        size_t room = sizeof l->in - l->len;
        long n = l->tls ? SSL_read(l->tls, l->in + l->len, (int)room)
                        : (long)read(l->fd, l->in + l->len, room);
        if (n <= 0)
            return false;
        remember(l->f, l->in + l->len, (size_t)n);
        l->len += (size_t)n;
        return true;
    }
    return false;
}

static bool put(struct line *l, const char *at, size_t n)
{
    return l->tls ? SSL_write(l->tls, at, (int)n) > 0 : write(l->fd, at, n) == (ssize_t)n;
}

static bool tell(struct line *l, const char *text)
{
    size_t n = strlen(text);
    if (l->mood != IS_SLOW)
        return put(l, text, n);
    for (size_t i = 0; i < n; i++) {
        usleep(4000);
        if (!put(l, text + i, 1))
            return false;
    }
    return true;
}

static bool take_tls(struct line *l)
{
    l->tls = SSL_new(l->f->tls);
    NEEDS(l->tls && SSL_set_fd(l->tls, l->fd) == 1);
    return SSL_accept(l->tls) == 1;
}

static void tell_without_end(struct line *l)
{
    static char much[8192];
    memset(much, 'x', sizeof much);
    while (!is_closing(l->f) && put(l, much, sizeof much))
        continue;
}

static void copy_text(char *ret, size_t room, const char *at, size_t n)
{
    n = n < room - 1 ? n : room - 1;
    memcpy(ret, at, n);
    ret[n] = 0;
}

/* --- the relay --- */

/* One line of the caller; false when there is none any more. */
static bool take_line(struct line *l, char *ret, size_t room)
{
    char *end;
    while (!(end = memchr(l->in, '\n', l->len)))
        if (!hear(l))
            return false;
    size_t n = (size_t)(end - l->in) + 1;
    copy_text(ret, room, l->in, n);
    memmove(l->in, l->in + n, l->len - n);
    l->len -= n;
    return true;
}

static bool take_letter(struct line *l)
{
    char one[2048];
    while (take_line(l, one, sizeof one)) {
        if (strcmp(one, ".\r\n") != 0)
            continue;
        pthread_mutex_lock(&l->f->lock);
        l->f->messages++;
        pthread_mutex_unlock(&l->f->lock);
        return l->mood != DROPS && tell(l, "250 taken\r\n");
    }
    return false;
}

static bool relay_answer(struct line *l, const char *said)
{
    bool starttls = l->f->kind == FAKE_RELAY_STARTTLS && !l->tls && l->mood != WITHOUT_TLS;
    if (strncasecmp(said, "EHLO", 4) == 0)
        return tell(l, starttls ? "250-here\r\n250 STARTTLS\r\n"
                                : "250-here\r\n250 AUTH PLAIN LOGIN\r\n");
    if (strncasecmp(said, "STARTTLS", 8) == 0)
        return tell(l, "220 go on\r\n") && take_tls(l);
    if (strncasecmp(said, "AUTH", 4) == 0) {
        char secret[400];
        return tell(l, "334 \r\n") && take_line(l, secret, sizeof secret) &&
               tell(l, l->mood == DENIES_LOGIN ? "535 no\r\n" : "235 welcome\r\n");
    }
    if (strncasecmp(said, "RCPT", 4) == 0)
        return tell(l, l->mood == REFUSES      ? "550 no such person\r\n"
                       : l->mood == CANNOT_NOW ? "451 later\r\n"
                                               : "250 fine\r\n");
    if (strncasecmp(said, "DATA", 4) == 0)
        return tell(l, "354 go on\r\n") && take_letter(l);
    if (strncasecmp(said, "QUIT", 4) == 0)
        return tell(l, "221 bye\r\n") && false;
    return tell(l, "250 fine\r\n");
}

static void serve_relay(struct line *l)
{
    char said[2048];
    if (l->mood == TELLS_ALL) {
        put(l, "220-", 4);
        tell_without_end(l);
        return;
    }
    if (!tell(l, "220 a relay made for a test\r\n"))
        return;
    while (take_line(l, said, sizeof said) && relay_answer(l, said))
        continue;
}

/* --- Notify --- */

static void notify_answers(struct line *l, const char *status, const char *body)
{
    static const char more[] = "Content-Type: application/json\r\nConnection: close\r\n";
    char head[400];
    snprintf(head, sizeof head, "HTTP/1.1 %s\r\n%s%s%s%sContent-Length: %zu\r\n\r\n", status, more,
             l->f->date[0] ? "Date: " : "", l->f->date, l->f->date[0] ? "\r\n" : "", strlen(body));
    if (tell(l, head))
        tell(l, body);
}

static void notify_refuses(struct line *l, int code, const char *error)
{
    char status[32], body[300];
    snprintf(status, sizeof status, "%d No", code);
    snprintf(body, sizeof body, "{\"status_code\":%d,\"errors\":[{\"error\":\"%s\",\"message\":"
                                "\"it quotes 07700900111\"}]}", code, error);
    notify_answers(l, status, body);
}

static void field_of(const char *body, const char *key, char *ret, size_t room)
{
    char wanted[64];
    snprintf(wanted, sizeof wanted, "\"%s\":\"", key);
    const char *at = strstr(body, wanted);
    *ret = 0;
    if (at)
        copy_text(ret, room, at + strlen(wanted), strcspn(at + strlen(wanted), "\""));
}

/* The message is theirs from here on, whether the caller hears of it or not. */
static void take_over(struct line *l, const char *body, char *ret_id, size_t room)
{
    struct fake *f = l->f;
    pthread_mutex_lock(&f->lock);
    NEEDS(f->messages < FAKE_MESSAGES_MAX);
    struct fake_message *m = &f->message[f->messages];
    snprintf(m->id, sizeof m->id, "740e5834-3a29-46b4-9a6f-%012d", ++f->messages);
    snprintf(m->status, sizeof m->status, "%s", f->fate);
    field_of(body, "reference", m->reference, sizeof m->reference);
    snprintf(ret_id, room, "%s", m->id);
    pthread_mutex_unlock(&f->lock);
}

static void notify_posted(struct line *l, const char *body)
{
    char id[64], answer[400];
    switch (l->mood) {
    case REFUSES: notify_refuses(l, 400, "ValidationError"); return;
    case CANNOT_NOW: notify_refuses(l, 500, "Exception"); return;
    case DENIES_LOGIN: notify_refuses(l, 403, "AuthError"); return;
    case LIMITS: notify_refuses(l, 429, "RateLimitError"); return;
    case REDIRECTS:
        tell(l, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/x\r\n"
                "Content-Length: 0\r\n\r\n");
        return;
    case ACCEPTS:
    case HANGS:
    case DROPS:
    case TELLS_ALL:
    case IS_SLOW:
    case WITHOUT_TLS:
    case GARBLES: break;
    }
    take_over(l, body, id, sizeof id);
    if (l->mood == TELLS_ALL) {
        tell(l, "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n\r\n{\"id\":\"");
        tell_without_end(l);
    } else if (l->mood != DROPS) {
        snprintf(answer, sizeof answer, "{\"id\":\"%s\",\"cost_in_pounds\":0.0227}", id);
        notify_answers(l, "201 Created", l->mood == GARBLES ? "<html>" : answer);
    }
}

static void notify_looked(struct line *l, const char *path)
{
    struct fake *f = l->f;
    const char *by = strstr(path, "?reference=");
    char *answer = calloc(1, 32 << 10);
    size_t n = 0;
    NEEDS(answer);
    if (by)
        n += (size_t)snprintf(answer, 100, "{\"links\":{},\"notifications\":[");
    pthread_mutex_lock(&f->lock);
    f->looks += by != NULL;
    for (int i = f->messages - 1, found = 0; i >= 0; i--) {
        const struct fake_message *m = &f->message[i];
        const char *want = by ? by + 11 : path + strlen("/v2/notifications/");
        const char *have = by ? m->reference : m->id;
        if (strncmp(want, have, strlen(have)) == 0 && have[0])
            n += (size_t)snprintf(answer + n, (32 << 10) - n,
                                  "%s{\"id\":\"%s\",\"reference\":\"%s\",\"status\":\"%s\","
                                  "\"cost_in_pounds\":0.02}", found++ ? "," : "", m->id,
                                  m->reference, m->status);
    }
    pthread_mutex_unlock(&f->lock);
    if (by)
        snprintf(answer + n, (32 << 10) - n, "]}");
    if (answer[0])
        notify_answers(l, "200 OK", answer);
    else
        notify_refuses(l, 404, "NoResultFound");
    free(answer);
}

static void serve_notify(struct line *l)
{
    char *body;
    while (!(body = memmem(l->in, l->len, "\r\n\r\n", 4)))
        if (!hear(l))
            return;
    l->in[l->len] = 0;
    const char *length = strcasestr(l->in, "content-length:");
    size_t wanted = length && length < body ? strtoul(length + 15, NULL, 10) : 0;
    while (l->len < (size_t)(body + 4 - l->in) + wanted)
        if (!hear(l))
            return;
    l->in[l->len] = 0;
    if (!strcasestr(l->in, "authorization: bearer ey")) {
        l->f->token_bad++;
        notify_answers(l, "401 No", "{}");
    } else if (strncmp(l->in, "POST ", 5) == 0) {
        notify_posted(l, body + 4);
    } else {
        notify_looked(l, l->in + 4);
    }
}

/* --- serving --- */

static void serve(struct fake *f, int fd, enum mood mood)
{
    struct line *l = calloc(1, sizeof *l);
    NEEDS(l);
    *l = (struct line){ .f = f, .mood = mood, .fd = fd };
    bool tls = f->kind == FAKE_RELAY || f->kind == FAKE_NOTIFY_TLS;
    if (mood == HANGS) {
        while (hear(l))
            l->len = 0;
    } else if (!tls || take_tls(l)) {
        if (f->kind == FAKE_RELAY || f->kind == FAKE_RELAY_STARTTLS)
            serve_relay(l);
        else
            serve_notify(l);
    }
    SSL_free(l->tls);
    close(fd);
    free(l);
}

static void *fake_thread(void *self)
{
    struct fake *f = self;
    while (!is_closing(f)) {
        struct pollfd p = { .fd = f->listener, .events = POLLIN };
        if (poll(&p, 1, 20) <= 0)
            continue;
        int fd = accept(f->listener, NULL, NULL);
        if (fd < 0)
            continue;
        pthread_mutex_lock(&f->lock);
        int i = f->connections++;
        enum mood mood = f->mood[i < f->moods ? i : f->moods - 1];
        pthread_mutex_unlock(&f->lock);
        serve(f, fd, mood);
    }
    return NULL;
}

struct fake *fake_open(enum fake_kind kind, const char *certificate, const char *key)
{
    struct fake *f = calloc(1, sizeof *f);
    NEEDS(f);
    f->kind = kind;
    f->moods = 1;
    snprintf(f->fate, sizeof f->fate, "created");
    if (certificate) {
        SSL_CTX *c = SSL_CTX_new(TLS_server_method());
        NEEDS(c && SSL_CTX_use_certificate_file(c, certificate, SSL_FILETYPE_PEM) == 1 &&
              SSL_CTX_use_PrivateKey_file(c, key, SSL_FILETYPE_PEM) == 1);
        f->tls = c;
    }
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t len = sizeof at;
    f->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    NEEDS(f->listener >= 0 && bind(f->listener, (struct sockaddr *)&at, sizeof at) == 0 &&
          listen(f->listener, 16) == 0 &&
          getsockname(f->listener, (struct sockaddr *)&at, &len) == 0);
    f->port = ntohs(at.sin_port);
    NEEDS(pthread_mutex_init(&f->lock, NULL) == 0);
    NEEDS(pthread_create(&f->thread, NULL, fake_thread, f) == 0);
    return f;
}

void fake_close(struct fake *f)
{
    if (!f)
        return;
    pthread_mutex_lock(&f->lock);
    f->closing = true;
    pthread_mutex_unlock(&f->lock);
    pthread_join(f->thread, NULL);
    pthread_mutex_destroy(&f->lock);
    SSL_CTX_free(f->tls);
    close(f->listener);
    free(f);
}

void fake_moods(struct fake *f, int count, ...)
{
    va_list all;
    va_start(all, count);
    pthread_mutex_lock(&f->lock);
    for (int i = 0; i < count && i < FAKE_MOODS_MAX; i++)
        f->mood[i] = (enum mood)va_arg(all, int);
    f->moods = count;
    f->connections = 0;
    pthread_mutex_unlock(&f->lock);
    va_end(all);
}

void fake_fate(struct fake *f, const char *status)
{
    pthread_mutex_lock(&f->lock);
    snprintf(f->fate, sizeof f->fate, "%s", status);
    for (int i = 0; i < f->messages && f->kind >= FAKE_NOTIFY; i++)
        snprintf(f->message[i].status, sizeof f->message[i].status, "%s", status);
    pthread_mutex_unlock(&f->lock);
}

bool fake_was_sent(struct fake *f, const char *text)
{
    pthread_mutex_lock(&f->lock);
    bool sent = memmem(f->bytes, f->len, text, strlen(text)) != NULL;
    pthread_mutex_unlock(&f->lock);
    return sent;
}

static int read_count(struct fake *f, const int *count)
{
    pthread_mutex_lock(&f->lock);
    int n = *count;
    pthread_mutex_unlock(&f->lock);
    return n;
}

int fake_messages(struct fake *f)
{
    return read_count(f, &f->messages);
}

int fake_looks(struct fake *f)
{
    return read_count(f, &f->looks);
}

int fake_connections(struct fake *f)
{
    return read_count(f, &f->connections);
}

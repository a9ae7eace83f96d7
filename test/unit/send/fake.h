/* Servers on 127.0.0.1 that behave as badly as real ones: a mail relay and GOV.UK Notify.
 *
 * Every byte that they are sent, after TLS is taken off, can be read afterwards. */
#ifndef TEST_SEND_FAKE_H
#define TEST_SEND_FAKE_H
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mood {
    ACCEPTS,
    REFUSES,      /* for good: 550, 400 */
    CANNOT_NOW,   /* 451, 500 */
    DENIES_LOGIN, /* 535, 403 */
    LIMITS,       /* Notify: 429 */
    HANGS,        /* answers nothing at all */
    DROPS,        /* takes the message, then breaks the connection without a word */
    TELLS_ALL,    /* answers without end */
    REDIRECTS,    /* Notify: 302 to another address of its own */
    IS_SLOW,      /* answers, but a byte at a time */
    WITHOUT_TLS,  /* the relay does not offer STARTTLS */
    GARBLES,      /* 201 with a body that is no JSON */
};
enum fake_kind { FAKE_RELAY, FAKE_RELAY_STARTTLS, FAKE_NOTIFY, FAKE_NOTIFY_TLS };
enum { FAKE_MESSAGES_MAX = 64, FAKE_BYTES_MAX = 1 << 20, FAKE_MOODS_MAX = 8 };

struct fake_message {
    char id[40], reference[40], status[32];
};
struct fake {
    enum fake_kind kind;
    uint16_t port;
    enum mood mood[FAKE_MOODS_MAX]; /* of the first connection, the second …; the last stays */
    int moods;
    char fate[32];          /* what becomes of messages at Notify: "delivered" … */
    char date[64];          /* header of Notify's answers; empty: none */
    struct fake_message message[FAKE_MESSAGES_MAX];
    int messages;           /* taken over; for a relay only counted */
    int connections, looks, token_bad;
    char bytes[FAKE_BYTES_MAX];
    size_t len;

    int listener;
    bool closing;
    void *tls;
    pthread_t thread;
    pthread_mutex_t lock;
};

/* A certificate for 127.0.0.1 that vouches for itself, and its key, as PEM files. */
void make_certificate(const char *certificate_path, const char *key_path);

/* `certificate`, `key`: for TLS; NULL without. */
struct fake *fake_open(enum fake_kind kind, const char *certificate, const char *key);
void fake_close(struct fake *f);
void fake_moods(struct fake *f, int count, ...); /* from the next connection on */
void fake_fate(struct fake *f, const char *status); /* also of what was taken over before */
bool fake_was_sent(struct fake *f, const char *text);
int fake_messages(struct fake *f);
int fake_looks(struct fake *f); /* GET ?reference= */
int fake_connections(struct fake *f);

#endif

/* Slots under a secret key, each with the one number that a bounded rate needs. */
#include "access/attempt.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"

enum {
    SLOTS = 1 << 16,
    LOOK_AT = 8
};

/* What a slot is about. Kinds have tables of their own, so that names nobody has cannot push out
 * those that somebody has. */
enum about {
    OF_SOURCE,   /* one place, all names */
    OF_PAIR,     /* one name from one place: grows */
    OF_NAME,     /* a name as a whole, quick */
    OF_NAME_DAY, /* a name as a whole, in the long run */
    OF_NOBODY,   /* the same for names that nobody has */
    OF_NOBODY_DAY,
    OF_CODE, /* second steps of one person */
    OF_DEVICE,
    ABOUTS
};

/* So many at once, then one in each interval. */
static const struct rate {
    int64_t at_once, interval_us;
} rates[ABOUTS] = {
    [OF_SOURCE] = { 20, 2 * SECOND_US },
    [OF_PAIR] = { 5, 60 * SECOND_US },
    [OF_NAME] = { ATTEMPTS_AT_ONCE, SECOND_US },
    [OF_NAME_DAY] = { ATTEMPTS_QUICK, ATTEMPTS_SLOW_SECONDS *SECOND_US },
    [OF_NOBODY] = { ATTEMPTS_AT_ONCE, SECOND_US },
    [OF_NOBODY_DAY] = { ATTEMPTS_QUICK, ATTEMPTS_SLOW_SECONDS *SECOND_US },
    [OF_CODE] = { CODES_AT_ONCE, CODE_SECONDS *SECOND_US },
    [OF_DEVICE] = { DEVICE_AT_ONCE, DEVICE_SECONDS *SECOND_US },
};

struct slot {
    uint64_t tag; /* 0: free */
    int64_t full; /* the instant at which all is forgotten */
};
struct attempts {
    struct arena *arena; /* it lies in this */
    pthread_mutex_t lock;
    uint8_t key[32];
    struct slot slot[ABOUTS][SLOTS];
};

struct attempts *attempts_open(void)
{
    struct arena *arena = arena_open(2 * sizeof(struct attempts));
    struct attempts *a = NEW(arena, struct attempts);
    a->arena = arena;
    pthread_mutex_init(&a->lock, NULL);
    random_bytes(a->key, sizeof a->key);
    return a;
}

void attempts_close(struct attempts *a)
{
    if (!a)
        return;
    pthread_mutex_destroy(&a->lock);
    arena_close(a->arena);
}

/* Of an IPv6 address its network: who has one address has billions of them. */
static struct str network_of(struct str source, uint8_t room[16])
{
    char text[INET6_ADDRSTRLEN] = { 0 };
    if (source.len == 0 || source.len >= sizeof text)
        return source;
    memcpy(text, source.at, source.len);
    if (inet_pton(AF_INET6, text, room) != 1)
        return source;
    bool four = IN6_IS_ADDR_V4MAPPED((const struct in6_addr *)(const void *)room);
    return (struct str){ (const char *)room, four ? 16 : 8 };
}

static uint64_t tag_of(const struct attempts *a, enum about about, struct str one, struct str two)
{
    char kind = (char)about;
    struct str parts[] = { { &kind, 1 }, one, S("\n"), two };
    struct hash256 h = hmac_sha256(a->key, parts, COUNT(parts));
    uint64_t tag;
    memcpy(&tag, h.b, sizeof tag);
    return tag | 1;
}

/* Its own slot, a free one, or that of whoever is nearest to being forgotten. */
static struct slot *find(struct attempts *a, enum about about, uint64_t tag)
{
    struct slot *best = NULL;
    for (size_t i = 0; i < LOOK_AT; i++) {
        struct slot *s = &a->slot[about][(tag / 2 + i) % SLOTS];
        if (s->tag == tag)
            return s;
        if (!best || s->full < best->full)
            best = s;
    }
    *best = (struct slot){ .tag = tag };
    return best;
}

struct asked {
    enum about about;
    uint64_t tag;
};

/* Which rates an attempt must meet, all of them. */
static size_t rates_of(const struct attempts *a, const struct attempt *x, struct asked ret[4])
{
    uint8_t room[16];
    char number[16];
    size_t n = 0;
    int len = snprintf(number, sizeof number, "%u", x->person);
    struct str person = { number, (size_t)len }, from = network_of(x->source, room);
    if (x->device.len != 0) {
        ret[n++] = (struct asked){ OF_DEVICE, tag_of(a, OF_DEVICE, x->device,
                                                     x->code ? S("code") : S("password")) };
        return n;
    }
    if (x->code) {
        ret[n++] = (struct asked){ OF_CODE, tag_of(a, OF_CODE, person, S("")) };
        return n;
    }
    bool somebody = x->person != 0;
    struct str name = somebody ? person : x->name;
    enum about quick = somebody ? OF_NAME : OF_NOBODY, day = somebody ? OF_NAME_DAY : OF_NOBODY_DAY;
    if (from.len != 0) {
        ret[n++] = (struct asked){ OF_SOURCE, tag_of(a, OF_SOURCE, from, S("")) };
        ret[n++] = (struct asked){ OF_PAIR, tag_of(a, OF_PAIR, name, from) };
    }
    ret[n++] = (struct asked){ quick, tag_of(a, quick, name, S("")) };
    ret[n++] = (struct asked){ day, tag_of(a, day, name, S("")) };
    return n;
}

/* How long until one more fits in; 0: now. */
static int64_t wait_of(const struct slot *s, const struct rate *r, int64_t now)
{
    int64_t wait = s->full - now - (r->at_once - 1) * r->interval_us;
    return wait > 0 ? wait : 0;
}

status attempt_may(struct task *t, struct attempts *a, const struct attempt *x)
{
    struct asked asked[4];
    struct slot *slots[4];
    int64_t now = task_now(t).us, wait = 0;
    pthread_mutex_lock(&a->lock);
    size_t count = rates_of(a, x, asked);
    for (size_t i = 0; i < count; i++) {
        slots[i] = find(a, asked[i].about, asked[i].tag);
        int64_t one = wait_of(slots[i], &rates[asked[i].about], now);
        wait = one > wait ? one : wait;
    }
    for (size_t i = 0; i < count && wait == 0; i++) {
        int64_t from = slots[i]->full > now ? slots[i]->full : now;
        slots[i]->full = from + rates[asked[i].about].interval_us;
    }
    pthread_mutex_unlock(&a->lock);
    if (wait == 0)
        return OK;
    return fail(t, E_BUSY,
                "there were too many wrong tries: try again in %lld seconds. On a device where you"
                " signed in before, tries made elsewhere do not hold you up",
                (long long)((wait + SECOND_US - 1) / SECOND_US));
}

void attempt_worked(struct task *t, struct attempts *a, const struct attempt *x)
{
    struct asked asked[4];
    int64_t now = task_now(t).us;
    pthread_mutex_lock(&a->lock);
    size_t count = rates_of(a, x, asked);
    for (size_t i = 0; i < count; i++) {
        struct slot *s = find(a, asked[i].about, asked[i].tag);
        s->full -= rates[asked[i].about].interval_us;
        s->full = s->full > now ? s->full : 0;
    }
    pthread_mutex_unlock(&a->lock);
}

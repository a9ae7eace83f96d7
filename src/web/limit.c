/* Buckets that fill again with time, each kept as the one instant at which it will be full. */
#include "web/limit.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    GROUPS = 2048,
    GROUP = 8,
};

/* Local parameters of this program, not of any law. */
static const struct {
    int64_t each_us; /* one more is allowed after this */
    int64_t burst;   /* so many at once */
} rows[LIMIT_KINDS] = {
    [LIMIT_PAGES] = { SECOND_US / 100, 1000 }, [LIMIT_FORMS] = { SECOND_US / 20, 300 },
    [LIMIT_GUESSES] = { 2 * SECOND_US, 60 },   [LIMIT_OWN_PAGES] = { SECOND_US / 10, 150 },
    [LIMIT_OWN_FORMS] = { SECOND_US / 2, 60 }, [LIMIT_OWN_FINDS] = { SECOND_US, 40 },
};

struct bucket {
    uint64_t who;    /* 0: free */
    int64_t full_us; /* when it is full again */
};
struct limits {
    pthread_mutex_t lock;
    uint8_t key[32]; /* so that nobody can choose to share a place with somebody else */
    struct bucket at[GROUPS][GROUP];
};

struct limits *limits_open(void)
{
    struct limits *l = calloc(1, sizeof *l);
    MUST(l);
    pthread_mutex_init(&l->lock, NULL);
    random_bytes(l->key, sizeof l->key);
    return l;
}

void limits_close(struct limits *l)
{
    if (!l)
        return;
    pthread_mutex_destroy(&l->lock);
    wipe(l->key, sizeof l->key);
    free(l);
}

static uint64_t name_of(const struct limits *l, enum limit_kind kind, struct str who)
{
    char k = (char)kind;
    struct str parts[] = { { &k, 1 }, who };
    struct hash256 h = hmac_sha256(l->key, parts, COUNT(parts));
    uint64_t name;
    memcpy(&name, h.b, sizeof name);
    return name | 1; /* never 0 */
}

/* Its own place, else the place of who owes least: a full bucket forgotten is nothing lost. */
static struct bucket *place_of(struct limits *l, uint64_t who)
{
    struct bucket *group = l->at[who >> 20 & (GROUPS - 1)], *least = group;
    for (size_t i = 0; i < GROUP; i++) {
        if (group[i].who == who)
            return &group[i];
        if (group[i].full_us < least->full_us)
            least = &group[i];
    }
    *least = (struct bucket){ .who = who, .full_us = INT64_MIN };
    return least;
}

unsigned limit_take(struct limits *l, enum limit_kind kind, struct str who, struct instant now)
{
    uint64_t name = name_of(l, kind, who);
    int64_t most = rows[kind].burst * rows[kind].each_us, wait = 0;
    pthread_mutex_lock(&l->lock);
    struct bucket *b = place_of(l, name);
    int64_t from = b->full_us > now.us ? b->full_us : now.us;
    if (from > now.us + most)
        from = now.us + most; /* the clock was set back: nobody waits for that */
    if (from + rows[kind].each_us > now.us + most)
        wait = from + rows[kind].each_us - now.us - most;
    else
        from += rows[kind].each_us;
    b->full_us = from;
    pthread_mutex_unlock(&l->lock);
    return (unsigned)((wait + SECOND_US - 1) / SECOND_US);
}

static bool is_way_in(const struct request *in)
{
    return str_starts(in->path, S("/sign-in")) || str_starts(in->path, S("/enrol"));
}

static bool is_find(const struct request *in)
{
    return str_starts(in->path, S("/find"));
}

status limit_check(struct task *t, struct limits *l, const struct request *in, unsigned *ret_wait)
{
    struct str from = { (const char *)in->from, sizeof in->from };
    struct str own = str_from(in->session.id);
    bool known = in->session.actor.person != 0, posts = in->method == METHOD_POST;
    bool calls_out = str_starts(in->path, S("/sign-in/with"));
    const struct {
        bool counts;
        enum limit_kind kind;
        struct str who;
    } asked[] = {
        { true, LIMIT_PAGES, from },
        { posts, LIMIT_FORMS, from },
        { is_way_in(in) && (posts || calls_out), LIMIT_GUESSES, from },
        { known, LIMIT_OWN_PAGES, own },
        { known && posts, LIMIT_OWN_FORMS, own },
        { known && is_find(in), LIMIT_OWN_FINDS, own },
    };
    *ret_wait = 0;
    if (in->site->made_up)
        return OK;
    for (size_t i = 0; i < COUNT(asked) && *ret_wait == 0; i++) {
        if (asked[i].counts)
            *ret_wait = limit_take(l, asked[i].kind, asked[i].who, in->now);
    }
    if (*ret_wait > 0)
        return fail(t, E_BUSY,
                    "more was asked from here than one person does: wait %u second%s, go back and"
                    " try again. Nothing was recorded. If a child is in danger, ring",
                    *ret_wait, *ret_wait == 1 ? "" : "s");
    return OK;
}

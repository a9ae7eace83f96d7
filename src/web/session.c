/* Sessions in one locked table: random ids, tokens derived from them, oldest out first. */
#include "web/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum {
    GROUP = 16
};
static const int64_t idle_max = 2 * HOUR_US, age_max = 13 * HOUR_US;
static const char cookie_name[] = "sightline";

struct sessions {
    pthread_mutex_t lock;
    uint8_t key[32]; /* tokens are made with it; it never leaves the process */
    struct session at[SESSIONS_MAX];
};

struct sessions *sessions_open(void)
{
    struct sessions *s = calloc(1, sizeof *s);
    MUST(s);
    pthread_mutex_init(&s->lock, NULL);
    random_bytes(s->key, sizeof s->key);
    return s;
}

void sessions_close(struct sessions *s)
{
    if (!s)
        return;
    pthread_mutex_destroy(&s->lock);
    wipe(s, sizeof *s);
    free(s);
}

static void hex(const uint8_t *bytes, size_t len, char *ret)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        ret[2 * i] = digits[bytes[i] >> 4];
        ret[2 * i + 1] = digits[bytes[i] & 15];
    }
    ret[2 * len] = '\0';
}

static struct session fresh(struct sessions *s, struct instant now)
{
    struct session one = { .began = now, .used = now };
    uint8_t id[16];
    random_bytes(id, sizeof id);
    hex(id, sizeof id, one.id);
    struct str part = str_from(one.id);
    struct hash256 mac = hmac_sha256(s->key, &part, 1);
    hex(mac.b, sizeof mac.b, one.token);
    return one;
}

/* Ids are random, so their hash spreads them evenly over small groups that are quick to search. */
static struct session *group_of(struct sessions *s, struct str id)
{
    return &s->at[hash64(id) % (SESSIONS_MAX / GROUP) * GROUP];
}

static bool is_over(const struct session *one, struct instant now)
{
    return now.us - one->used.us > idle_max || now.us - one->began.us > age_max;
}

static struct session *find(struct sessions *s, struct str id)
{
    if (id.len != SESSION_ID_TEXT)
        return NULL;
    struct session *group = group_of(s, id);
    for (size_t i = 0; i < GROUP; i++)
        if (group[i].id[0] && memcmp(group[i].id, id.at, id.len) == 0)
            return &group[i];
    return NULL;
}

/* Lower gives way first: free, over, visitors, then those who signed in; within each by age. */
static int64_t worth(const struct session *one, struct instant now)
{
    if (!one->id[0])
        return INT64_MIN;
    if (is_over(one, now))
        return INT64_MIN + 1;
    return one->used.us - (one->actor.person == 0 ? INT64_MAX / 2 : 0);
}

struct session session_begin(struct sessions *s, struct instant now)
{
    pthread_mutex_lock(&s->lock);
    struct session one = fresh(s, now);
    struct session *place = group_of(s, str_from(one.id)), *group = place;
    for (size_t i = 1; i < GROUP; i++)
        if (worth(&group[i], now) < worth(place, now))
            place = &group[i];
    *place = one;
    pthread_mutex_unlock(&s->lock);
    return one;
}

static void keep_text(char *to, size_t room, struct str from)
{
    size_t len = from.len < room - 1 ? from.len : room - 1;
    while (len < from.len && len > 0 && ((unsigned char)from.at[len] & 0xc0) == 0x80)
        len--; /* never half a letter */
    memcpy(to, from.at, len);
    to[len] = '\0';
}

struct session session_sign_in(struct sessions *s, const char *id, struct actor who,
                               struct str name, struct str role_words, struct instant now)
{
    session_end(s, str_from(id));
    struct session made = session_begin(s, now);
    pthread_mutex_lock(&s->lock);
    struct session *place = find(s, str_from(made.id));
    if (place) {
        place->actor = who;
        keep_text(place->name, sizeof place->name, name);
        keep_text(place->role_words, sizeof place->role_words, role_words);
        made = *place;
    }
    pthread_mutex_unlock(&s->lock);
    return made;
}

bool session_find(struct sessions *s, struct str id, struct instant now, struct session *ret)
{
    pthread_mutex_lock(&s->lock);
    struct session *one = find(s, id);
    if (one && is_over(one, now)) {
        *one = (struct session){ 0 };
        one = NULL;
    }
    if (one) {
        one->used = now;
        *ret = *one;
    }
    pthread_mutex_unlock(&s->lock);
    return one != NULL;
}

void session_end(struct sessions *s, struct str id)
{
    pthread_mutex_lock(&s->lock);
    struct session *one = find(s, id);
    if (one)
        *one = (struct session){ 0 };
    pthread_mutex_unlock(&s->lock);
}

void session_glass(struct sessions *s, const char *id, uint32_t child, struct instant until)
{
    pthread_mutex_lock(&s->lock);
    struct session *one = find(s, str_from(id));
    if (one) {
        memmove(&one->glass[1], &one->glass[0], sizeof one->glass - sizeof one->glass[0]);
        one->glass[0] = (struct glass){ child, until };
    }
    pthread_mutex_unlock(&s->lock);
}

struct str cookie_session(struct str header)
{
    struct str pair, rest = header;
    while (rest.len > 0) {
        if (!str_cut(rest, ';', &pair, &rest)) {
            pair = rest;
            rest.len = 0;
        }
        struct str name, value;
        if (str_cut(str_trim(pair), '=', &name, &value) && str_is(name, cookie_name))
            return value;
    }
    return S("");
}

struct str cookie_set(struct arena *a, const char *id)
{
    return str_print(a, "%s=%s; Path=/; HttpOnly; SameSite=Strict", cookie_name, id);
}

bool token_right(const struct session *s, struct str given)
{
    return given.len == TOKEN_TEXT && same_secret(s->token, given.at, TOKEN_TEXT);
}

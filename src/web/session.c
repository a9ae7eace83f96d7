/* Sessions in one locked table: found by a hash of the id, oldest out first, written through. */
#include "web/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/session_rows.h"
#include "base/hash.h"
#include "journal/codes.h"
#include "work/store_open.h"

enum {
    GROUP = 16
};
static const int64_t idle_max = 2 * HOUR_US, age_max = 13 * HOUR_US;
static const char cookie_name[] = "sightline", tls_cookie_name[] = "__Host-sightline";

struct held {
    struct hash256 id; /* of the id; all nought: free */
    bool kept;         /* a row of it lies in the file */
    int64_t written;   /* time of use as the file has it */
    struct session s;  /* without id and token, which only who comes with the id has */
};
struct sessions {
    pthread_mutex_t lock;
    uint8_t key[32];     /* tokens are made with it; it never leaves the process */
    struct store *store; /* NULL: nothing is kept */
    struct writer *writer;
    struct held at[SESSIONS_MAX];
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

static struct hash256 hash_of(struct str id)
{
    struct str parts[] = { S("session\n"), id };
    return sha256(parts, COUNT(parts));
}

static void token_of(const struct sessions *s, struct str id, char ret[TOKEN_TEXT + 1])
{
    struct hash256 mac = hmac_sha256(s->key, &id, 1);
    hex(mac.b, sizeof mac.b, ret);
}

static struct session fresh(const struct sessions *s, struct instant now)
{
    struct session one = { .began = now, .used = now };
    uint8_t id[16];
    random_bytes(id, sizeof id);
    hex(id, sizeof id, one.id);
    token_of(s, str_from(one.id), one.token);
    return one;
}

/* Hashes are spread evenly over small groups that are quick to search. */
static struct held *group_of(struct sessions *s, const struct hash256 *id)
{
    uint64_t n;
    memcpy(&n, id->b, sizeof n);
    return &s->at[n % (SESSIONS_MAX / GROUP) * GROUP];
}

static bool is_free(const struct held *h)
{
    static const struct hash256 none;
    return memcmp(&h->id, &none, sizeof none) == 0;
}

static bool is_over(const struct session *one, struct instant now)
{
    return now.us - one->used.us > idle_max || now.us - one->began.us > age_max;
}

static struct held *find(struct sessions *s, const struct hash256 *id)
{
    struct held *group = group_of(s, id);
    for (size_t i = 0; i < GROUP; i++)
        if (memcmp(&group[i].id, id, sizeof *id) == 0)
            return &group[i];
    return NULL;
}

static struct held *find_id(struct sessions *s, struct str id)
{
    if (id.len != SESSION_ID_TEXT)
        return NULL;
    struct hash256 h = hash_of(id);
    return find(s, &h);
}

static void forget(struct held *h)
{
    wipe(h, sizeof *h);
}

/* Lower gives way first: free, over, visitors, then those who signed in; within each by age. */
static int64_t worth(const struct held *h, struct instant now)
{
    if (is_free(h))
        return INT64_MIN;
    if (is_over(&h->s, now))
        return INT64_MIN + 1;
    return h->s.used.us - (h->s.actor.person == 0 ? INT64_MAX / 2 : 0);
}

/* Under the lock. */
static struct held *place_for(struct sessions *s, const struct hash256 *id, struct instant now)
{
    struct held *place = group_of(s, id), *group = place;
    for (size_t i = 1; i < GROUP; i++)
        if (worth(&group[i], now) < worth(place, now))
            place = &group[i];
    forget(place);
    place->id = *id;
    return place;
}

static void put_in(struct held *place, const struct session *one)
{
    place->s = *one;
    wipe(place->s.id, sizeof place->s.id);
    wipe(place->s.token, sizeof place->s.token);
}

struct session session_begin(struct sessions *s, struct instant now)
{
    struct session one = fresh(s, now);
    struct hash256 id = hash_of(str_from(one.id));
    pthread_mutex_lock(&s->lock);
    put_in(place_for(s, &id, now), &one);
    pthread_mutex_unlock(&s->lock);
    return one;
}

static void keep_text(char *to, size_t room, struct str from)
{
    size_t len = from.len < room - 1 ? from.len : room - 1;
    while (len < from.len && len > 0 && ((unsigned char)from.at[len] & 0xc0) == 0x80)
        len--; /* never half a letter */
    if (len > 0)
        memcpy(to, from.at, len);
    to[len] = '\0';
}

/* --- rows --- */

static struct session_row row_of(struct arena *a, const struct held *h)
{
    struct session_row row = { .person = h->s.actor.person,
                               .role = h->s.actor.role,
                               .with = h->s.with,
                               .began = h->s.began,
                               .used = h->s.used };
    struct text x = text_open(a, 1024);
    memcpy(row.id, h->id.b, sizeof row.id);
    text_addf(&x, "%u\n%s\n%s\n%s\n", h->s.actor.agency, h->s.name, h->s.role_words, h->s.from);
    row.body = text_done(&x);
    return row;
}

static struct str line_of(struct str *rest)
{
    struct str line = S(""), after = S("");
    if (!str_cut(*rest, '\n', &line, &after))
        line = *rest;
    *rest = after;
    return line;
}

static void take_up(struct sessions *s, const struct session_row *row, struct instant now)
{
    struct hash256 id;
    struct task quiet = { 0 };
    struct str rest = row->body;
    int64_t agency = 0;
    memcpy(id.b, row->id, sizeof id.b);
    struct session one = { .began = row->began, .used = row->used, .with = row->with };
    if (str_to_i64(&quiet, line_of(&rest), 0, UINT32_MAX, &agency) != OK)
        return;
    one.actor = (struct actor){ row->person, (uint32_t)agency, row->role };
    keep_text(one.name, sizeof one.name, line_of(&rest));
    keep_text(one.role_words, sizeof one.role_words, line_of(&rest));
    keep_text(one.from, sizeof one.from, line_of(&rest));
    struct held *place = place_for(s, &id, now);
    put_in(place, &one);
    place->kept = true;
    place->written = row->used.us;
}

status sessions_keep(struct task *t, struct sessions *s, struct store *store, struct writer *w)
{
    struct instant now = task_now(t);
    struct reader *r;
    struct session_rows rows = { 0 };
    secret_derive(&store->inside->secrets, SECRET_SIGN_IN, s->key);
    TRY(reader_open(t, store, &r));
    status got = session_rows_read(t, r, (struct instant){ now.us - age_max },
                                   (struct instant){ now.us - idle_max }, SESSIONS_MAX / 2, &rows);
    reader_close(r);
    TRY(got);
    s->store = store;
    s->writer = w;
    for (size_t i = 0; i < rows.count; i++)
        take_up(s, &rows.at[i], now);
    return OK;
}

status sessions_flush(struct task *t, struct sessions *s)
{
    struct session_rows rows = { .at = NEWS(t->arena, struct session_row, SESSIONS_MAX) };
    struct instant now = task_now(t);
    if (!s->store)
        return OK;
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < SESSIONS_MAX; i++) {
        struct held *h = &s->at[i];
        if (is_free(h) || !h->kept || h->written == h->s.used.us)
            continue;
        h->written = h->s.used.us;
        rows.at[rows.count++] = row_of(t->arena, h);
    }
    pthread_mutex_unlock(&s->lock);
    return session_rows_used(t, s->writer, &rows, (struct instant){ now.us - age_max },
                             (struct instant){ now.us - idle_max });
}

/* --- beginning and ending --- */

status session_sign_in(struct task *t, struct sessions *s, const char *old_id,
                       const struct signed_in *who, struct instant now, struct session *ret)
{
    struct session made = fresh(s, now);
    struct held h = { .id = hash_of(str_from(made.id)), .kept = s->store != NULL };
    made.actor = who->actor;
    made.with = (uint8_t)who->with;
    made.checked = now;
    keep_text(made.name, sizeof made.name, who->name);
    keep_text(made.role_words, sizeof made.role_words, who->role_words);
    keep_text(made.from, sizeof made.from, who->from);
    put_in(&h, &made);
    h.written = now.us;
    struct session_row row = row_of(t->arena, &h);
    if (s->store)
        TRY(session_row_put(t, s->writer, &row));
    pthread_mutex_lock(&s->lock);
    struct held *old = find_id(s, str_from(old_id));
    if (old)
        forget(old);
    *place_for(s, &h.id, now) = h;
    pthread_mutex_unlock(&s->lock);
    *ret = made;
    return OK;
}

bool session_find(struct sessions *s, struct str id, struct instant now, struct session *ret)
{
    pthread_mutex_lock(&s->lock);
    struct held *one = find_id(s, id);
    if (one && is_over(&one->s, now)) {
        forget(one);
        one = NULL;
    }
    if (one) {
        one->s.used = now;
        *ret = one->s;
    }
    pthread_mutex_unlock(&s->lock);
    if (!one)
        return false;
    memcpy(ret->id, id.at, SESSION_ID_TEXT);
    token_of(s, id, ret->token);
    return true;
}

status session_end(struct task *t, struct sessions *s, struct str id, struct str reason)
{
    struct session_row row = { 0 };
    bool kept = false;
    pthread_mutex_lock(&s->lock);
    struct held *one = find_id(s, id);
    if (one) {
        kept = one->kept;
        row = row_of(t->arena, one);
        forget(one);
    }
    pthread_mutex_unlock(&s->lock);
    return kept ? session_row_end(t, s->writer, &row, reason) : OK;
}

static void forget_all(struct sessions *s, uint32_t person, const struct hash256 *but)
{
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < SESSIONS_MAX; i++) {
        struct held *h = &s->at[i];
        bool of_person = h->s.actor.person == person || h->s.pending.person == person;
        if (!is_free(h) && of_person && (!but || memcmp(&h->id, but, sizeof *but) != 0))
            forget(h);
    }
    pthread_mutex_unlock(&s->lock);
}

status sessions_end_of(struct task *t, struct sessions *s, uint32_t person, struct str but,
                       struct str reason)
{
    struct hash256 keep = hash_of(but);
    forget_all(s, person, but.len ? &keep : NULL);
    return s->store ? session_rows_end(t, s->writer, person, but.len ? keep.b : NULL, reason) : OK;
}

void sessions_forget(struct sessions *s, uint32_t person)
{
    forget_all(s, person, NULL);
}

void session_glass(struct sessions *s, const char *id, uint32_t child, struct instant until)
{
    pthread_mutex_lock(&s->lock);
    struct held *one = find_id(s, str_from(id));
    if (one) {
        struct glass *g = one->s.glass;
        memmove(&g[1], &g[0], sizeof one->s.glass - sizeof g[0]);
        g[0] = (struct glass){ child, until };
    }
    pthread_mutex_unlock(&s->lock);
}

void session_pending(struct sessions *s, const char *id, const struct pending *p)
{
    pthread_mutex_lock(&s->lock);
    struct held *one = find_id(s, str_from(id));
    if (one)
        one->s.pending = *p;
    pthread_mutex_unlock(&s->lock);
}

void session_checked(struct sessions *s, const char *id, struct instant now)
{
    pthread_mutex_lock(&s->lock);
    struct held *one = find_id(s, str_from(id));
    if (one)
        one->s.checked = now;
    pthread_mutex_unlock(&s->lock);
}

size_t sessions_of(struct sessions *s, uint32_t person, struct instant now, struct session *ret,
                   size_t room)
{
    size_t count = 0;
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < SESSIONS_MAX && count < room; i++) {
        const struct held *h = &s->at[i];
        if (!is_free(h) && h->s.actor.person == person && !is_over(&h->s, now))
            ret[count++] = h->s;
    }
    pthread_mutex_unlock(&s->lock);
    return count;
}

bool token_was_given(const struct sessions *s, struct str id, struct str token)
{
    char right[TOKEN_TEXT + 1];
    if (id.len != SESSION_ID_TEXT || token.len != TOKEN_TEXT)
        return false;
    token_of(s, id, right);
    return same_secret(right, token.at, TOKEN_TEXT);
}

/* --- cookies --- */

struct str cookie_named(struct str header, const char *wanted)
{
    struct str pair, rest = header;
    while (rest.len > 0) {
        if (!str_cut(rest, ';', &pair, &rest)) {
            pair = rest;
            rest.len = 0;
        }
        struct str name, value;
        if (str_cut(str_trim(pair), '=', &name, &value) && str_is(name, wanted))
            return value;
    }
    return S("");
}

struct str cookie_session(struct str header, bool tls)
{
    return cookie_named(header, tls ? tls_cookie_name : cookie_name);
}

struct str cookie_set(struct arena *a, const char *id, bool tls)
{
    return str_print(a, "%s=%s; Path=/; HttpOnly; SameSite=Strict",
                     tls ? tls_cookie_name : cookie_name, id);
}

bool token_right(const struct session *s, struct str given)
{
    return given.len == TOKEN_TEXT && same_secret(s->token, given.at, TOKEN_TEXT);
}

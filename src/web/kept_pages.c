/* A table of whole pages, the least lately shown leaving first. */
#include "web/kept_pages.h"

#include <string.h>

#include "web/interface.h"

enum {
    CHAINS = 1024,
    DRAFTERS = 1024, /* people who share a count lose a kept page now and then */
    KEY_MAX = 512,
    PAGE_MAX = 1 << 20,
    OVERHEAD = 1024
};

static const int64_t minute_us = 60 * SECOND_US;

/* How long a page may be shown again; a route that is not listed is always made anew. Notices are
 * seen and answered without a fold, so the board is as old as its own look at most. */
static const int64_t lasts_us[ROUTES] = {
    [ROUTE_board] = SECOND_US,     [ROUTE_child] = minute_us,    [ROUTE_entries] = minute_us,
    [ROUTE_my_day] = minute_us,    [ROUTE_duties] = minute_us,   [ROUTE_alarms] = minute_us,
    [ROUTE_why] = minute_us,       [ROUTE_children] = SECOND_US, [ROUTE_placements] = SECOND_US,
    [ROUTE_oversight] = SECOND_US, [ROUTE_reviews] = SECOND_US,  [ROUTE_person] = SECOND_US,
};

struct kept_page {
    struct kept_page *chain, *newer, *older;
    struct arena *arena; /* its own: closing wipes it */
    uint64_t hash;
    struct str key, body;
    const char *type;
    bool note_first;
    struct event note;          /* its texts are literals of this program: see access.h */
    struct instant made, until; /* until: then who asked may no longer see it; 0: not asked */
    int64_t folds;
};
struct kept_pages {
    struct arena *arena;
    pthread_mutex_t lock;
    struct kept_page *chain[CHAINS], *newest, *oldest;
    size_t bytes, bytes_max;
    _Atomic uint32_t drafted[DRAFTERS]; /* times that drafts came or went */
};

struct kept_pages *kept_pages_open(size_t bytes_max)
{
    struct arena *a = arena_open(1 << 20);
    struct kept_pages *k = NEW(a, struct kept_pages);
    k->arena = a;
    k->bytes_max = bytes_max;
    pthread_mutex_init(&k->lock, NULL);
    return k;
}

static size_t size_of(const struct kept_page *p)
{
    return p->body.len + OVERHEAD;
}

static void unlink_page(struct kept_pages *k, struct kept_page *p)
{
    *(p->newer ? &p->newer->older : &k->newest) = p->older;
    *(p->older ? &p->older->newer : &k->oldest) = p->newer;
    p->newer = p->older = NULL;
}

static void link_newest(struct kept_pages *k, struct kept_page *p)
{
    p->older = k->newest;
    *(k->newest ? &k->newest->newer : &k->oldest) = p;
    k->newest = p;
}

static struct kept_page **place_of(struct kept_pages *k, uint64_t hash, struct str key)
{
    struct kept_page **at = &k->chain[hash % CHAINS];
    while (*at && ((*at)->hash != hash || !str_equal((*at)->key, key)))
        at = &(*at)->chain;
    return at;
}

static void drop(struct kept_pages *k, struct kept_page **at)
{
    struct kept_page *p = *at;
    *at = p->chain;
    unlink_page(k, p);
    k->bytes -= size_of(p);
    arena_close(p->arena);
}

void kept_pages_close(struct kept_pages *k)
{
    if (!k)
        return;
    while (k->oldest)
        drop(k, place_of(k, k->oldest->hash, k->oldest->key));
    pthread_mutex_destroy(&k->lock);
    arena_close(k->arena);
}

int64_t kept_pages_folds(const struct request *in)
{
    return lasts_us[in->route] ? writer_count(in->site->writer).folds : 0;
}

static bool glass_is_open(const struct session *s)
{
    for (size_t i = 0; i < GLASS_MAX; i++)
        if (s->glass[i].child != 0)
            return true;
    return false;
}

/* What decides over a page besides the register itself; empty: this look is not for keeping. */
static struct str key_of(struct task *t, const struct request *in, uint64_t *ret_hash)
{
    const struct actor *who = &in->session.actor;
    if (in->method != METHOD_GET || lasts_us[in->route] == 0 || glass_is_open(&in->session))
        return S("");
    struct text x = text_open(t->arena, KEY_MAX);
    text_addf(&x, "%u %u %u %d %u ", who->person, who->agency, (unsigned)who->role,
              phrases_of(in) != NULL, in->site->kept_pages->drafted[who->person % DRAFTERS]);
    text_add(&x, in->path);
    text_addz(&x, "?");
    text_add(&x, in->raw_query);
    if (x.full)
        return S("");
    struct str key = text_done(&x);
    *ret_hash = UINT64_C(14695981039346656037); /* FNV-1a */
    for (size_t i = 0; i < key.len; i++)
        *ret_hash = (*ret_hash ^ (uint8_t)key.at[i]) * UINT64_C(1099511628211);
    return key;
}

static bool still_true(const struct kept_page *p, const struct request *in, int64_t folds)
{
    int64_t lasts = lasts_us[in->route], made = p->made.us, now = in->now.us;
    if (p->until.us != 0 && now >= p->until.us)
        return false;
    if (p->folds != folds || now < made || now - made >= lasts)
        return false;
    return lasts < minute_us || now / minute_us == made / minute_us;
}

/* Hidden fields are the only place where `<input` and these names follow each other: what people
 * typed never has a `<` left. */
static void replace_values(char *body, size_t len, struct str field, struct str value)
{
    for (char *at = body; (at = memmem(at, len - (size_t)(at - body), field.at, field.len));) {
        at += field.len;
        if (len - (size_t)(at - body) <= value.len || at[value.len] != '"')
            continue;
        memcpy(at, value.at, value.len);
    }
}

static void make_own(struct task *t, const struct request *in, char *body, size_t len)
{
    struct form fresh = form_of(t, in);
    replace_values(body, len, S("<input type=\"hidden\" name=\"token\" value=\""),
                   str_from(in->session.token));
    replace_values(body, len, S("<input type=\"hidden\" name=\"key\" value=\""), fresh.key);
}

bool kept_page_find(struct task *t, struct request *in, int64_t folds, struct response *out)
{
    struct kept_pages *k = in->site->kept_pages;
    char *body = NULL;
    uint64_t hash = 0;
    struct str key = key_of(t, in, &hash);
    if (key.len == 0)
        return false;
    pthread_mutex_lock(&k->lock);
    struct kept_page **at = place_of(k, hash, key), *p = *at;
    if (p && !still_true(p, in, folds)) {
        drop(k, at);
        p = NULL;
    }
    if (p) {
        unlink_page(k, p);
        link_newest(k, p);
        body = NEWS(t->arena, char, p->body.len);
        memcpy(body, p->body.at, p->body.len);
        *out = (struct response){ .status = 200,
                                  .type = p->type,
                                  .body = { body, p->body.len },
                                  .note_first = p->note_first,
                                  .note = p->note };
        out->note.happened = in->now;
    }
    pthread_mutex_unlock(&k->lock);
    if (p)
        make_own(t, in, body, out->body.len);
    return p != NULL;
}

void kept_pages_drafted(struct kept_pages *k, uint32_t person)
{
    if (k)
        k->drafted[person % DRAFTERS]++;
}

void kept_page_put(struct task *t, struct request *in, int64_t folds, const struct response *out)
{
    struct kept_pages *k = in->site->kept_pages;
    uint64_t hash = 0;
    struct str key = key_of(t, in, &hash);
    if (key.len == 0 || out->status != 200 || out->cookie.len || out->body.len > PAGE_MAX)
        return;
    struct arena *a = arena_open(out->body.len + (64 << 10));
    struct kept_page *p = NEW(a, struct kept_page);
    *p = (struct kept_page){ .arena = a,
                             .hash = hash,
                             .key = str_copy(a, key),
                             .body = str_copy(a, out->body),
                             .type = out->type,
                             .note_first = out->note_first,
                             .note = out->note,
                             .made = in->now,
                             .until = in->access_until,
                             .folds = folds };
    pthread_mutex_lock(&k->lock);
    struct kept_page **at = place_of(k, hash, key);
    if (*at)
        drop(k, at);
    while (k->oldest && k->bytes + size_of(p) > k->bytes_max)
        drop(k, place_of(k, k->oldest->hash, k->oldest->key));
    p->chain = k->chain[hash % CHAINS];
    k->chain[hash % CHAINS] = p;
    link_newest(k, p);
    k->bytes += size_of(p);
    pthread_mutex_unlock(&k->lock);
}

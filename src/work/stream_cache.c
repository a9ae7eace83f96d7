/* Streams kept decoded, least recently used ones wiped first. */
#include "work/stream_cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "journal/journal.h"

enum { CHAINS = 1 << 14, ROOM_FIRST = 16 };

struct stream_cache {
    size_t bytes, bytes_max;
    struct cached *newest, *oldest;
    struct cached *chain[CHAINS];
};

static void *grown(void *at, size_t old_bytes, size_t new_bytes)
{
    void *fresh = calloc(1, new_bytes);
    MUST(fresh); /* out of memory stops the process; the journal is at its last commit */
    if (old_bytes > 0) {
        memcpy(fresh, at, old_bytes);
        wipe(at, old_bytes);
    }
    free(at);
    return fresh;
}

static struct cached **place_of(struct stream_cache *c, uint32_t subject)
{
    struct cached **at = &c->chain[(subject * UINT32_C(2654435761)) >> 18 & (CHAINS - 1)];
    while (*at && (*at)->subject != subject)
        at = &(*at)->chain;
    return at;
}

static void unlink_age(struct stream_cache *c, struct cached *e)
{
    *(e->newer ? &e->newer->older : &c->newest) = e->older;
    *(e->older ? &e->older->newer : &c->oldest) = e->newer;
    e->newer = e->older = NULL;
}

static void link_newest(struct stream_cache *c, struct cached *e)
{
    e->older = c->newest;
    *(c->newest ? &c->newest->newer : &c->oldest) = e;
    c->newest = e;
}

static void forget(struct stream_cache *c, struct cached *e)
{
    *place_of(c, e->subject) = e->chain;
    unlink_age(c, e);
    c->bytes -= e->bytes;
    for (uint32_t i = 0; i < e->stream.length; i++) {
        if (e->stream.payload[i].len == 0)
            continue;
        char *text = (char *)(uintptr_t)e->stream.payload[i].at;
        wipe(text, e->stream.payload[i].len);
        free(text);
    }
    if (e->room > 0)
        wipe(e->stream.fact, e->room * sizeof *e->stream.fact);
    free(e->stream.fact);
    free(e->stream.payload);
    free(e->stream.seq);
    free(e->open);
    free(e);
}

struct stream_cache *stream_cache_open(size_t bytes_max)
{
    struct stream_cache *c = calloc(1, sizeof *c);
    MUST(c);
    c->bytes_max = bytes_max;
    return c;
}

void stream_cache_close(struct stream_cache *c)
{
    if (!c)
        return;
    stream_cache_drop_all(c);
    free(c);
}

void stream_cache_drop(struct stream_cache *c, uint32_t subject)
{
    struct cached *e = *place_of(c, subject);
    if (e)
        forget(c, e);
}

void stream_cache_drop_all(struct stream_cache *c)
{
    while (c->newest)
        forget(c, c->newest);
}

size_t stream_cache_bytes(const struct stream_cache *c)
{
    return c->bytes;
}

static void grow(struct stream_cache *c, struct cached *e, size_t need)
{
    size_t old = e->room, room = old ? old : ROOM_FIRST;
    while (room < need)
        room *= 2;
    if (room == old)
        return;
    struct stream *s = &e->stream;
    s->fact = grown(s->fact, old * sizeof *s->fact, room * sizeof *s->fact);
    s->payload = grown(s->payload, old * sizeof *s->payload, room * sizeof *s->payload);
    s->seq = grown(s->seq, old * sizeof *s->seq, room * sizeof *s->seq);
    size_t more = (room - old) * (sizeof *s->fact + sizeof *s->payload + sizeof *s->seq);
    e->room = room;
    e->bytes += more;
    c->bytes += more;
}

static struct str kept_text(struct stream_cache *c, struct cached *e, struct str text)
{
    if (text.len == 0)
        return text;
    char *copy = malloc(text.len);
    MUST(copy);
    memcpy(copy, text.at, text.len);
    e->bytes += text.len;
    c->bytes += text.len;
    return (struct str){ copy, text.len };
}

/* A copy that outlives the task. */
static void copy_stream(struct stream_cache *c, struct cached *e, const struct stream *from)
{
    grow(c, e, from->length);
    struct stream *s = &e->stream;
    for (uint32_t i = 0; i < from->length; i++) {
        s->fact[i] = from->fact[i];
        s->seq[i] = from->seq[i];
        s->payload[i] = kept_text(c, e, from->payload[i]);
    }
    s->length = from->length;
    s->count = from->count;
    s->held_back = from->held_back;
    s->last_seq = from->last_seq;
}

/* Kinds of which the register reads more than the fact and the text that the catalogue says: a
 * stream that gets one is read anew, by the register's own hand. */
static bool is_plain(enum event_kind kind)
{
    return kind != EV_PLACEMENT_STARTED && kind != EV_PLACEMENT_ENDED &&
           kind != EV_OUTCOMES_STATED && kind != EV_PERMANENCE_STATED &&
           kind != EV_LEAVING_CARE_STATED;
}

static bool add_part(struct stream_cache *c, struct cached *e, const struct part *p)
{
    struct stream *s = &e->stream;
    struct fact f;
    if (p->n != s->length + 1 || p->erased || !fact_read(p->payload, &f) ||
        !is_plain((enum event_kind)f.kind))
        return false;
    grow(c, e, p->n);
    f.n = p->n;
    s->fact[s->length] = f;
    s->seq[s->length] = p->seq;
    bool keep = event_kind_def((enum event_kind)f.kind)->keep;
    s->payload[s->length] = kept_text(c, e, keep ? p->payload : S(""));
    s->count = ++s->length;
    s->last_seq = p->seq;
    return true;
}

/* Only the parts after those already here are read and opened. */
static status add_new(struct task *t, struct stream_cache *c, struct journal *j, struct cached *e,
                      bool *ret_plain)
{
    struct stream_reader r;
    struct part p;
    bool plain = true;
    TRY(stream_open(t, j, e->subject, e->stream.length, &r));
    while (plain && stream_next(&r, &p))
        plain = add_part(c, e, &p);
    TRY(stream_done(&r));
    *ret_plain = plain;
    return OK;
}

static status make_entry(struct task *t, struct stream_cache *c, struct journal *j,
                         uint32_t subject, struct cached **ret)
{
    enum subject_kind kind;
    struct stream read;
    TRY(journal_subject_kind(t, j, subject, &kind));
    TRY(stream_read(t, j, subject, NEVER, false, &read));
    struct cached *e = calloc(1, sizeof *e);
    MUST(e);
    *e = (struct cached){ .subject = subject, .kind = kind, .bytes = sizeof *e };
    e->stream.subject = subject;
    *place_of(c, subject) = e;
    c->bytes += e->bytes;
    copy_stream(c, e, &read);
    link_newest(c, e);
    *ret = e;
    return OK;
}

/* What was open before is true still: it is carried over. */
static status make_anew(struct task *t, struct stream_cache *c, struct journal *j,
                        struct cached *old, struct cached **ret)
{
    uint32_t subject = old->subject;
    uint64_t *open = old->open;
    size_t count = old->open_count;
    bool folded = old->folded;
    old->open = NULL;
    forget(c, old);
    status made = make_entry(t, c, j, subject, ret);
    if (made == OK && folded)
        stream_cache_opened(c, *ret, open, count);
    free(open);
    return made;
}

status stream_cache_take(struct task *t, struct stream_cache *c, struct journal *j,
                         uint32_t subject, struct cached **ret)
{
    struct cached *e = *place_of(c, subject);
    if (!e) {
        TRY(make_entry(t, c, j, subject, &e));
    } else {
        bool plain;
        status added = add_new(t, c, j, e, &plain);
        if (added != OK) {
            forget(c, e);
            return added;
        }
        if (!plain)
            TRY(make_anew(t, c, j, e, &e));
        unlink_age(c, e);
        link_newest(c, e);
    }
    while (c->bytes > c->bytes_max && c->oldest != e)
        forget(c, c->oldest);
    *ret = e;
    return OK;
}

void stream_cache_opened(struct stream_cache *c, struct cached *of, const uint64_t *open,
                         size_t count)
{
    size_t before = of->open_count * sizeof *open, after = count * sizeof *open;
    if (of->open_count != count) {
        free(of->open);
        of->open = calloc(count ? count : 1, sizeof *open);
        MUST(of->open);
    }
    if (count > 0)
        memcpy(of->open, open, after);
    of->open_count = count;
    of->folded = true;
    of->bytes += after - before;
    c->bytes += after - before;
}

/* One append a form: author, completion, idempotency key, and the memory of recent receipts. */
#include "web/record.h"

#include <string.h>

#include "web/draft.h"
#include "work/notice.h"

enum {
    REMEMBERED = 1024,
    KEY_ROOM = 80,
    OWED_READ = 200,
    OWED_SHOWN = 8
};

struct remembered {
    char key[KEY_ROOM];
    int64_t seq;
};
struct receipts {
    pthread_mutex_t lock;
    size_t next;
    struct remembered at[REMEMBERED];
};

struct receipts *receipts_open(struct arena *a)
{
    struct receipts *r = NEW(a, struct receipts);
    pthread_mutex_init(&r->lock, NULL);
    return r;
}

void receipts_close(struct receipts *r)
{
    if (r)
        pthread_mutex_destroy(&r->lock);
}

static bool recall(struct receipts *r, struct str key, int64_t *ret_seq)
{
    bool found = false;
    pthread_mutex_lock(&r->lock);
    for (size_t i = 0; i < REMEMBERED && !found; i++) {
        found = r->at[i].key[0] && str_is(key, r->at[i].key);
        if (found)
            *ret_seq = r->at[i].seq;
    }
    pthread_mutex_unlock(&r->lock);
    return found;
}

static void remember(struct receipts *r, struct str key, int64_t seq)
{
    MUST(key.len < KEY_ROOM);
    pthread_mutex_lock(&r->lock);
    struct remembered *one = &r->at[r->next++ % REMEMBERED];
    memcpy(one->key, key.at, key.len);
    one->key[key.len] = '\0';
    one->seq = seq;
    pthread_mutex_unlock(&r->lock);
}

static void set_author(const struct request *in, struct event *e)
{
    e->author = in->session.actor.person;
    e->agency = in->session.actor.agency;
    e->role = in->session.actor.role;
    e->channel = code_number(CODES_CHANNEL, S("form"));
}

static bool is_about_episode(enum event_kind kind)
{
    unsigned at;
    return event_field_def(kind, S("episode"), &at) != NULL;
}

/* Entries of one form that are about an episode of one child are about the same one. */
static status complete(struct task *t, struct request *in, struct append *a)
{
    for (size_t i = 0; i < a->count; i++) {
        struct event *e = &a->events[i], *first = &a->events[0];
        set_author(in, e);
        if (i > 0 && e->subject == first->subject && is_about_episode(e->kind) &&
            is_about_episode(first->kind) && !event_given(e, "episode"))
            event_set_number(e, "episode", event_number(first, "episode"));
        TRY(writer_complete(t, in->site->writer, e));
    }
    return OK;
}

static status append(struct task *t, struct request *in, struct append *a, int64_t *ret_seq)
{
    TRY(complete(t, in, a));
    TRY(writer_append(t, in->site->writer, a));
    *ret_seq = a->first_seq;
    return OK;
}

static struct str full_key(struct task *t, uint32_t child, struct str key)
{
    return str_print(t->arena, "web:%u:%.*s", child, STR_ARG(key));
}

bool recorded_before(struct task *t, const struct request *in, uint32_t child, struct str key,
                     int64_t *ret_seq)
{
    return recall(in->site->receipts, full_key(t, child, key), ret_seq);
}

/* The journal knows keys, but a second press may be refused before it gets there: a child who is
 * back already cannot come back. So recent keys are asked first, and again after a refusal. */
static status record_once(struct task *t, struct request *in, struct append *a, int64_t *ret_seq)
{
    struct receipts *r = in->site->receipts;
    if (a->key.len >= KEY_ROOM)
        return fail(t, E_INVALID, "the form was damaged on its way: reload the page");
    if (recall(r, a->key, ret_seq))
        return OK;
    status done = append(t, in, a, ret_seq);
    if (done != OK)
        return recall(r, a->key, ret_seq) ? OK : done;
    remember(r, a->key, *ret_seq);
    draft_sent(t, in);
    return OK;
}

status record(struct task *t, struct request *in, struct said *s, int64_t *ret_seq)
{
    struct append a = { .events = s->event,
                        .count = s->count,
                        .expected_n = s->seen_n,
                        .key = full_key(t, s->child, s->key) };
    return record_once(t, in, &a, ret_seq);
}

status record_together(struct task *t, struct request *in, struct said_together *s,
                       int64_t *ret_seq)
{
    MUST(s->children > 0 && s->children <= TOGETHER_MAX);
    struct append a = { .events = s->event,
                        .count = s->count,
                        .expected_n = s->of[0].n,
                        .also_seen = &s->of[1],
                        .also_count = s->children - 1,
                        .key = full_key(t, s->of[0].subject, s->key) };
    return record_once(t, in, &a, ret_seq);
}

const char *not_kept(struct task *t, status why)
{
    if (why == E_IO || why == E_BUSY || why == E_CORRUPT)
        return str_nul(
            t->arena, str_print(t->arena, "The register could not write this down: %s", t->reason));
    return str_nul(t->arena, str_from(t->reason));
}

uint32_t seen_n(const struct request *in)
{
    struct task ignored = { 0 };
    int64_t n;
    struct str typed = urlform_text(&in->form, "seen-n");
    if (typed.len == 0 || str_to_i64(&ignored, typed, 0, APPEND_ANY - 1, &n) != OK)
        return APPEND_ANY;
    return (uint32_t)n;
}

bool clock_read(struct str typed, int *ret_hour, int *ret_minute)
{
    struct str s = str_trim(typed);
    bool pm = s.len > 2 && (s.at[s.len - 2] | 32) == 'p' && (s.at[s.len - 1] | 32) == 'm';
    bool am = s.len > 2 && (s.at[s.len - 2] | 32) == 'a' && (s.at[s.len - 1] | 32) == 'm';
    if (pm || am)
        s = str_trim((struct str){ s.at, s.len - 2 });
    int digits[4], count = 0, before = -1;
    for (size_t i = 0; i < s.len; i++) {
        bool mark = s.at[i] == ':' || s.at[i] == '.';
        if (mark && before < 0 && count > 0)
            before = count;
        else if (s.at[i] >= '0' && s.at[i] <= '9' && count < 4)
            digits[count++] = s.at[i] - '0';
        else
            return false;
    }
    int in_hour = before >= 0 ? before : count <= 2 ? count : count - 2;
    if (count == 0 || in_hour > 2 || (before >= 0 && count - before != 2))
        return false;
    int hour = 0, minute = 0;
    for (int i = 0; i < count; i++)
        *(i < in_hour ? &hour : &minute) = (i < in_hour ? hour : minute) * 10 + digits[i];
    if (pm && hour < 12)
        hour += 12;
    if (am && hour == 12)
        hour = 0;
    if (hour > 23 || minute > 59)
        return false;
    *ret_hour = hour;
    *ret_minute = minute;
    return true;
}

struct instant last_time(struct instant now, int hour, int minute)
{
    struct date today = date_in_uk(now);
    struct instant i = uk_instant(today, hour, minute, 0);
    if (i.us <= now.us)
        return i;
    today.days--;
    return uk_instant(today, hour, minute, 0);
}

static const struct child_entry *entry_at(const struct child_file *f, int64_t seq)
{
    for (size_t i = 0; i < f->entries; i++)
        if (f->entry[i].event.seq == seq)
            return &f->entry[i];
    return NULL;
}

/* What is owed now, that of the same episode first; and, for its own page, what this entry met. */
static status owed_now(struct task *t, struct request *in, const struct view *v,
                       const struct event *e, struct receipt_page *ret)
{
    struct duty_filter f = { .child = ret->child, .at = in->now, .limit = OWED_READ };
    struct duty_list open, all;
    uint64_t episode = is_about_episode(e->kind) ? (uint64_t)event_number(e, "episode") : 0;
    uint32_t n = e->n;
    TRY(look_duties(t, in->reader, &f, &open));
    ret->owed = NEWS(t->arena, struct owed_row, open.count + 1);
    for (int about_it = 1; about_it >= 0; about_it--)
        for (size_t i = 0; i < open.count && ret->owed_count < OWED_SHOWN; i++)
            if ((episode != 0 && open.at[i].instance.about == episode) == about_it)
                ret->owed[ret->owed_count++] = owed_row(v, &open.at[i]);
    f.closed_too = true;
    f.limit = 0;
    TRY(look_duties(t, in->reader, &f, &all));
    ret->closed = NEWS(t->arena, struct owed_row, all.count + 1);
    for (size_t i = 0; i < all.count; i++)
        if (all.at[i].instance.closed_n == n)
            ret->closed[ret->closed_count++] = owed_row(v, &all.at[i]);
    return OK;
}

static status told_now(struct task *t, struct request *in, struct instant since,
                       struct receipt_page *ret)
{
    struct told *told;
    uint32_t count;
    TRY(notice_told(t, in->reader, ret->child, since, &told, &count));
    ret->told = by_recipient(t->arena, told, count);
    return OK;
}

static bool has_concern(const struct child_file *f)
{
    for (size_t i = 0; i < f->entries; i++)
        if (f->entry[i].event.kind == EV_CONCERN_RAISED && !f->entry[i].corrected)
            return true;
    return false;
}

status receipt_fill(struct task *t, struct request *in, const struct view *v,
                    const struct child_file *f, int64_t seq, struct receipt_page *ret,
                    const struct child_entry **ret_entry)
{
    const struct child_entry *e = entry_at(f, seq);
    if (!e)
        return fail(t, E_MISSING, "this child's file has no such entry");
    *ret = (struct receipt_page){
        .child = f->child,
        .name = f->name,
        .first = first_name(f->name),
        .words = e->words,
        .born = f->words.born,
        .recorded = e->event.recorded,
        .guide = guide_opens(e->event.kind) && has_concern(f),
        .interview_by = NEVER,
        .seq = seq,
        .entry = e,
    };
    if (owed_now(t, in, v, &e->event, ret) != OK)
        ret->owed_failed = "could not look";
    ret->told_failed = told_now(t, in, e->event.recorded, ret) != OK;
    *ret_entry = e;
    return OK;
}

struct str words_exact(const struct view *v, struct instant i)
{
    struct clock_time c = clock_in_uk(i);
    return str_print(v->arena, "%02u:%02u:%02u", c.hour, c.minute, c.second);
}

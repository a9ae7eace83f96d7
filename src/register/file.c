/* What a stream says: its facts in order, its events, and who the child is in words. */
#include "register/file.h"

#include <string.h>

uint32_t stream_facts(struct task *t, const struct stream *s, struct fact **ret)
{
    *ret = NEWS(t->arena, struct fact, s->count + 1);
    if (s->count > 0)
        memcpy(*ret, s->fact, s->count * sizeof **ret);
    return facts_in_order(*ret, s->count);
}

struct event stream_event_at(struct task *t, const struct stream *s, uint32_t n)
{
    struct event e = { .kind = EV_NONE };
    bool kept = n > 0 && n <= s->count && s->payload[n - 1].len > 0;
    if (!kept || event_decode(t, s->payload[n - 1], &e) != OK)
        return (struct event){ .kind = EV_NONE };
    return e;
}

static void take_text(const struct event *e, const char *field, struct str *ret)
{
    if (event_given(e, field))
        *ret = event_text(e, field);
}

static void take_code(const struct event *e, const char *field, uint8_t *ret)
{
    if (event_given(e, field))
        *ret = (uint8_t)event_number(e, field);
}

static void take_details(const struct event *e, struct child_words *w)
{
    take_text(e, "given", &w->given);
    take_text(e, "family", &w->family);
    take_text(e, "known-as", &w->known_as);
    take_text(e, "language", &w->language);
    take_text(e, "upn", &w->upn);
    take_code(e, "sex", &w->sex);
    take_code(e, "ethnicity", &w->ethnicity);
    take_code(e, "uasc", &w->uasc);
    if (event_given(e, "born"))
        w->born = (int32_t)event_number(e, "born");
    if (e->kind == EV_CHILD_REGISTERED)
        take_text(e, "local-id", &w->local_id);
}

/* By place in CODES(SCHEME); the others are listed in the child's file, not shown as who it is. */
static void take_number(const struct event *e, struct child_words *w)
{
    struct str *const shown[] = { NULL, &w->local_id, &w->upn, NULL, &w->nhs };
    int64_t scheme = event_number(e, "scheme");
    if (scheme > 0 && scheme < (int64_t)COUNT(shown) && shown[scheme] != NULL)
        *shown[scheme] = event_text(e, "value");
}

struct child_words child_words_of(struct task *t, const struct stream *s)
{
    struct child_words w = { .born = INT32_MIN };
    struct fact *f;
    uint32_t count = stream_facts(t, s, &f);
    for (uint32_t i = 0; i < count; i++) {
        bool details = f[i].kind == EV_CHILD_REGISTERED || f[i].kind == EV_CHILD_DETAIL_CHANGED;
        if (!details && f[i].kind != EV_CHILD_IDENTIFIED)
            continue;
        struct event e = stream_event_at(t, s, f[i].n);
        if (e.kind == EV_NONE)
            continue;
        if (details)
            take_details(&e, &w);
        else
            take_number(&e, &w);
    }
    return w;
}

struct str child_name(struct arena *a, const struct child_words *w, uint32_t child)
{
    struct str first = w->known_as.len > 0 ? w->known_as : w->given;
    if (first.len > 0 && w->family.len > 0)
        return str_print(a, "%.*s %.*s", STR_ARG(first), STR_ARG(w->family));
    if (first.len > 0 || w->family.len > 0)
        return first.len > 0 ? first : w->family;
    if (w->local_id.len > 0)
        return str_print(a, "Child %.*s", STR_ARG(w->local_id));
    return str_print(a, "Child no. %u", child);
}

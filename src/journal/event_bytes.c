/* An event to its canonical bytes and back. */
#include "base/limits.h"
#include "journal/event_write.h"
#include "journal/payload.h"

/* Past its end it only says that it is full: the caller then gives more room, or refuses. */
struct out {
    char *at, *end;
    char before; /* '{' before the first key, then ',' */
    bool full;
};

static void put(struct out *o, const char *at, size_t len)
{
    if (o->full || (size_t)(o->end - o->at) < len) {
        o->full = true;
        return;
    }
    memcpy(o->at, at, len);
    o->at += len;
}

static void put_key(struct out *o, const char *name, size_t len)
{
    if (o->full || (size_t)(o->end - o->at) < len + 4) {
        o->full = true;
        return;
    }
    o->at[0] = o->before;
    o->at[1] = '"';
    memcpy(o->at + 2, name, len);
    o->at[len + 2] = '"';
    o->at[len + 3] = ':';
    o->at += len + 4;
    o->before = ',';
}

static void put_int(struct out *o, int64_t n)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t left = n < 0 ? (uint64_t)-n : (uint64_t)n;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (n < 0)
        digits[--at] = '-';
    put(o, digits + at, sizeof digits - at);
}

static bool needs_escape(struct str s)
{
    bool any = false;
    for (size_t i = 0; i < s.len; i++)
        any |= ((uint8_t)s.at[i] < 0x20) | (s.at[i] == '"') | (s.at[i] == '\\');
    return any;
}

static void put_text(struct out *o, struct str s)
{
    put(o, "\"", 1);
    if (!needs_escape(s)) {
        put(o, s.at, s.len);
    } else if (!o->full) {
        size_t len = scan_escape(o->at, (size_t)(o->end - o->at), s);
        o->full = len == SIZE_MAX;
        o->at += o->full ? 0 : len;
    }
    put(o, "\"", 1);
}

static void put_moment(struct out *o, bool instant, int64_t number)
{
    char text[34];
    size_t len = instant ? instant_print((struct instant){ number }, text + 1)
                         : date_print((struct date){ (int32_t)number }, text + 1);
    text[0] = text[len + 1] = '"';
    put(o, text, len + 2);
}

#define KEY(literal) "@" literal, sizeof("@" literal) - 1

static void head_int(struct out *o, const char *key, size_t len, int64_t n)
{
    if (n) {
        put_key(o, key, len);
        put_int(o, n);
    }
}

static void head_text(struct out *o, const char *key, size_t len, struct str s)
{
    if (s.len) {
        put_key(o, key, len);
        put_text(o, s);
    }
}

static void head_instant(struct out *o, const char *key, size_t len, struct instant i)
{
    if (i.us) {
        put_key(o, key, len);
        put_moment(o, true, i.us);
    }
}

static void head_id(struct out *o, const struct entry_id *id)
{
    static const char hex[] = "0123456789abcdef";
    char text[34];
    uint8_t any = 0;
    for (size_t i = 0; i < sizeof id->b; i++) {
        any |= id->b[i];
        text[1 + 2 * i] = hex[id->b[i] >> 4];
        text[2 + 2 * i] = hex[id->b[i] & 15];
    }
    if (!any)
        return;
    text[0] = text[33] = '"';
    put_key(o, KEY("id"));
    put(o, text, sizeof text);
}

static void header_write(struct out *o, const struct event *e)
{
    head_int(o, KEY("agency"), e->agency);
    head_int(o, KEY("also"), e->pointer ? 0 : e->also);
    head_int(o, KEY("author"), e->author);
    head_text(o, KEY("channel"), str_from(code_text(CODES_CHANNEL, e->channel)));
    head_int(o, KEY("corrects"), e->corrects);
    head_instant(o, KEY("happened"), e->happened);
    head_id(o, &e->id);
    head_text(o, KEY("kind"), str_from(catalogue[e->kind].name));
    head_text(o, KEY("precision"), str_from(code_text(CODES_PRECISION, e->precision)));
    head_instant(o, KEY("recorded"), e->recorded);
    head_text(o, KEY("role"), str_from(code_text(CODES_ROLE, e->role)));
    head_text(o, KEY("source"), e->source);
    head_int(o, KEY("subject"), e->subject);
    head_int(o, KEY("v"), e->version);
}

static void field_write(struct out *o, const struct field_def *f, const struct event_value *v)
{
    put_key(o, f->name, f->len);
    switch ((enum field_type)f->type) {
    case FIELD_TEXT:
    case FIELD_CODE:
    case FIELD_CODES:
    case FIELD_RULE: put_text(o, v->text); return;
    case FIELD_FLAG: put(o, v->number ? "true" : "false", v->number ? 4 : 5); return;
    case FIELD_INT:
    case FIELD_ABOUT:
    case FIELD_SUBJECT: put_int(o, v->number); return;
    case FIELD_DATE: put_moment(o, false, v->number); return;
    case FIELD_INSTANT: put_moment(o, true, v->number); return;
    }
}

size_t event_write(const struct event *e, char *to, size_t room)
{
    const struct kind_def *k = &catalogue[e->kind];
    struct out o = { to, to + room, '{', false };
    header_write(&o, e);
    for (unsigned i = 0; i <= k->fields; i++) {
        if (e->pointer && i == catalogue_child_at[e->kind]) {
            put_key(&o, "child", 5);
            put_int(&o, e->also);
        }
        if (i < k->fields && e->value[i].given)
            field_write(&o, &k->field[i], &e->value[i]);
    }
    put(&o, "}", 1);
    return o.full ? SIZE_MAX : (size_t)(o.at - to);
}

/* Enough unless most characters need an escape; then the whole bound is taken. */
static size_t likely_bytes(const struct event *e)
{
    const struct kind_def *k = &catalogue[e->kind];
    size_t bytes = 512 + e->source.len;
    for (unsigned i = 0; i < k->fields; i++)
        bytes += (size_t)40 + k->field[i].len + e->value[i].text.len;
    return bytes < EVENT_BYTES_MAX ? bytes : EVENT_BYTES_MAX;
}

status event_encode(struct task *t, const struct event *e, struct str *ret_payload)
{
    TRY(event_check(t, e, true));
    size_t room = likely_bytes(e);
    char *to = NEWS(t->arena, char, room);
    size_t len = event_write(e, to, room);
    if (len == SIZE_MAX) {
        to = NEWS(t->arena, char, EVENT_BYTES_MAX);
        len = event_write(e, to, EVENT_BYTES_MAX);
    }
    if (len == SIZE_MAX)
        return fail(t, E_LIMIT, "%s: more than %d bytes; shorten its texts",
                    catalogue[e->kind].name, EVENT_BYTES_MAX);
    *ret_payload = (struct str){ to, len };
    return OK;
}

static struct str text_of(struct task *t, struct str raw, bool escaped)
{
    return escaped ? scan_unescape(t->arena, raw) : raw;
}

static void value_fill(struct task *t, const struct field_def *f, const struct field_read *r,
                       struct event_value *ret)
{
    *ret = (struct event_value){ true, r->number, { NULL, 0 } };
    if (r->raw.len == 0 || f->type == FIELD_DATE || f->type == FIELD_INSTANT)
        return;
    ret->text = text_of(t, r->raw, r->escaped);
    if (f->type == FIELD_CODE)
        ret->number = code_number((enum code_list)f->list, ret->text);
}

static bool fields_decode(struct task *t, struct scan *s, struct event *e)
{
    const struct kind_def *k = &catalogue[e->kind];
    for (unsigned i = 0; s->at < s->end; i++) {
        if (i == catalogue_child_at[e->kind] && scan_name(s, "child", 5)) {
            if (e->also || !child_scan(s, &e->also) || !scan_after(s))
                return false;
            e->pointer = true;
        }
        if (i == k->fields)
            break;
        if (!scan_name(s, k->field[i].name, k->field[i].len))
            continue;
        struct field_read r = { 0 };
        if (!field_scan(s, &k->field[i], &r) || !scan_after(s))
            return false;
        value_fill(t, &k->field[i], &r, &e->value[i]);
    }
    return s->at == s->end && s->end[-1] == '}';
}

status event_decode(struct task *t, struct str payload, struct event *ret)
{
    struct scan s = { payload.at, payload.at + payload.len };
    struct header h;
    struct event e = { 0 };
    if (header_scan(&s, &h)) {
        e = (struct event){ .kind = (enum event_kind)h.kind,
                            .version = h.version,
                            .precision = h.precision,
                            .role = h.role,
                            .channel = h.channel,
                            .happened = { h.happened },
                            .recorded = { h.recorded },
                            .subject = h.subject,
                            .also = h.also,
                            .agency = h.agency,
                            .author = h.author,
                            .corrects = h.corrects,
                            .source = text_of(t, h.source, h.source_escaped),
                            .id = h.id };
        if (fields_decode(t, &s, &e)) {
            *ret = e;
            return OK;
        }
    }
    return fail(t, E_CORRUPT,
                "an entry is not written as this program writes: run a full check of "
                "the journal");
}

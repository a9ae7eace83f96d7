/* Reads and writes the envelope, bounded; what is inside is the caller's. */
#include "send/cloud_event.h"

const char cloud_event_content_type[] = "application/cloudevents+json";

bool cloud_event_id_may_be(struct str id)
{
    for (size_t i = 0; i < id.len; i++) {
        char c = id.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && c != '-' && c != '.' && c != '_')
            return false;
    }
    return id.len > 0 && id.len <= CLOUD_EVENT_ID_MAX;
}

static bool is_word(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] <= ' ' || s.at[i] >= 0x7f)
            return false;
    }
    return s.len > 0 && s.len <= CLOUD_EVENT_WORD_MAX;
}

static status attribute(struct task *t, const struct json_value *object, const char *key,
                        struct str *ret)
{
    const struct json_value *v = json_member(object, key);
    if (!v || v->kind != JSON_TEXT || !is_word(v->text))
        return fail(t, E_INVALID, "the attribute %s is missing or no plain word", key);
    *ret = v->text;
    return OK;
}

status cloud_event_read(struct task *t, struct str body, struct cloud_event *ret)
{
    const struct json_value *object;
    struct cloud_event e = { .time = NEVER };
    struct str version, time;
    TRY(json_read(t, body, CLOUD_EVENT_BYTES_MAX, &object));
    if (object->kind != JSON_FIELDS)
        return fail(t, E_INVALID, "the message must be one CloudEvent: a JSON object");
    TRY(attribute(t, object, "specversion", &version));
    if (!str_is(version, "1.0"))
        return fail(t, E_INVALID, "only CloudEvents 1.0 are read here: set specversion to 1.0");
    TRY(attribute(t, object, "id", &e.id));
    if (!cloud_event_id_may_be(e.id))
        return fail(t, E_INVALID, "the id must be at most %d letters, digits, - . or _",
                    CLOUD_EVENT_ID_MAX);
    TRY(attribute(t, object, "source", &e.source));
    TRY(attribute(t, object, "type", &e.type));
    TRY(attribute(t, object, "recipient", &e.recipient));
    if (json_member(object, "time")) {
        TRY(attribute(t, object, "time", &time));
        TRY(instant_parse(t, time, &e.time));
    }
    e.data = json_member(object, "data");
    if (!e.data || e.data->kind != JSON_FIELDS)
        return fail(t, E_INVALID, "the message has no data, or it is no object");
    *ret = e;
    return OK;
}

void cloud_event_open(struct json_writer *w, const struct cloud_event *e)
{
    json_open_object(w, NULL);
    json_put_textz(w, "specversion", "1.0");
    json_put_text(w, "id", e->id);
    json_put_text(w, "source", e->source);
    json_put_text(w, "type", e->type);
    json_put_text(w, "recipient", e->recipient);
    json_put_instant(w, "time", e->time);
    json_put_textz(w, "datacontenttype", "application/json");
}

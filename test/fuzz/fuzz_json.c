/* Any bytes as JSON: what is read can be written, and is then read as the same. */
#include "fuzz.h"

#include "base/limits.h"
#include "format/json_read.h"
#include "format/json_write.h"

static void write_value(struct json_writer *w, const char *key, const struct json_value *v)
{
    switch (v->kind) {
    case JSON_TEXT: json_put_text(w, key, v->text); return;
    case JSON_INT: json_put_int(w, key, v->number); return;
    case JSON_BOOL: json_put_bool(w, key, v->number); return;
    case JSON_NIL: json_put_null(w, key); return;
    case JSON_LIST:
        json_open_list(w, key);
        for (const struct json_value *m = v->first; m; m = m->next)
            write_value(w, NULL, m);
        json_close_list(w);
        return;
    case JSON_FIELDS:
        json_open_object(w, key);
        for (const struct json_value *m = v->first; m; m = m->next)
            write_value(w, m->key.at, m); /* keys are NUL-ended copies */
        json_close_object(w);
        return;
    }
}

static struct str written(struct task *t, const struct json_value *v)
{
    struct text out = text_open(t->arena, 64 << 20);
    struct json_writer w = json_writer_open(&out);
    write_value(&w, NULL, v);
    json_writer_done(&w);
    MUST(!out.full);
    return text_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WITH_FUZZ_TASK(f);
    struct task *t = &f.task;
    struct str bytes = { (const char *)data, size };
    const struct json_value *value, *again;
    if (json_read(t, bytes, 1 << 20, &value) == OK) {
        struct str first = written(t, value);
        MUST(json_read(t, first, 64 << 20, &again) == OK);
        MUST(str_equal(first, written(t, again)));
        struct json_pairs pairs;
        MUST(json_read_pairs(t, value, EVENT_FIELDS_MAX, &pairs) != OK ||
             pairs.count == value->count);
    }
    struct json_feed feed;
    if (json_feed_open(t, bytes, 1 << 16, &feed) == OK) {
        int64_t objects = 0;
        while (json_feed_next(&feed, &value)) {
            MUST(value->kind == JSON_FIELDS);
            objects++;
        }
        MUST(json_feed_done(&feed) != OK || feed.objects == objects);
    }
    return 0;
}

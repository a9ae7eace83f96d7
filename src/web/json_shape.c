/* One row of a shape as JSON: each field by its kind, from where it lies. */
#include "web/json_shape.h"

#include "journal/event.h"

static void put_text(struct json_writer *w, const struct json_field *f, struct str s)
{
    if (f->nullable && s.len == 0)
        json_put_null(w, f->name);
    else
        json_put_text(w, f->name, s);
}

static void put_day(struct json_writer *w, const struct json_field *f, int32_t days)
{
    if (days == INT32_MIN)
        json_put_null(w, f->name);
    else
        json_put_date(w, f->name, (struct date){ days });
}

static void put_value(struct json_writer *w, const struct field_def *d, const struct event_value *v)
{
    switch ((enum field_type)d->type) {
    case FIELD_TEXT:
    case FIELD_CODE:
    case FIELD_CODES:
    case FIELD_RULE: json_put_text(w, d->name, v->text); break;
    case FIELD_FLAG: json_put_bool(w, d->name, v->number != 0); break;
    case FIELD_DATE: json_put_date(w, d->name, (struct date){ (int32_t)v->number }); break;
    case FIELD_INSTANT: json_put_instant(w, d->name, (struct instant){ v->number }); break;
    case FIELD_INT:
    case FIELD_ABOUT:
    case FIELD_SUBJECT: json_put_int(w, d->name, v->number); break;
    }
}

/* What an entry says, named as the catalogue names it. */
static void put_said(struct json_writer *w, const char *name, const struct event *e)
{
    const struct kind_def *k = event_kind_def(e->kind);
    json_open_object(w, name);
    for (unsigned i = 0; i < k->fields && !e->pointer; i++)
        if (e->value[i].given)
            put_value(w, &k->field[i], &e->value[i]);
    json_close_object(w);
}

static void put_rows(struct json_writer *w, const struct json_field *f, const char *row)
{
    const char *at = *(const char *const *)(const void *)(row + f->at);
    size_t count = *(const size_t *)(const void *)(row + f->count_at);
    json_open_list(w, f->name);
    for (size_t i = 0; i < count; i++)
        json_shape_write(w, NULL, f->of, at + i * f->of->size);
    json_close_list(w);
}

static void put_field(struct json_writer *w, const struct json_field *f, const char *row)
{
    const void *at = row + f->at;
    switch ((enum json_shape_kind)f->kind) {
    case SHAPE_TEXT: put_text(w, f, *(const struct str *)at); break;
    case SHAPE_WORDS: json_put_textz(w, f->name, *(const char *const *)at); break;
    case SHAPE_NUMBER:
        if (f->nullable && *(const uint32_t *)at == 0)
            json_put_null(w, f->name);
        else
            json_put_int(w, f->name, *(const uint32_t *)at);
        break;
    case SHAPE_LARGE:
        if (f->nullable && *(const int64_t *)at < 0)
            json_put_null(w, f->name);
        else
            json_put_int(w, f->name, *(const int64_t *)at);
        break;
    case SHAPE_FLAG: json_put_bool(w, f->name, *(const bool *)at); break;
    case SHAPE_INSTANT: json_put_instant(w, f->name, *(const struct instant *)at); break;
    case SHAPE_DATE: put_day(w, f, *(const int32_t *)at); break;
    case SHAPE_CODE:
        json_put_textz(
            w, f->name,
            *(const uint8_t *)at ? code_text((enum code_list)f->list, *(const uint8_t *)at) : NULL);
        break;
    case SHAPE_LIST: put_rows(w, f, row); break;
    case SHAPE_SAID: put_said(w, f->name, *(const struct event *const *)at); break;
    }
}

void json_shape_write(struct json_writer *w, const char *key, const struct json_shape *s,
                      const void *row)
{
    json_open_object(w, key);
    for (size_t i = 0; i < s->fields; i++)
        put_field(w, &s->field[i], row);
    json_close_object(w);
}

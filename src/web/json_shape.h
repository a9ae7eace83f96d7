/* What the JSON API answers, as tables: the bytes and the OpenAPI document come from the same rows.
 */
#ifndef WEB_JSON_SHAPE_H
#define WEB_JSON_SHAPE_H
#include "format/json_write.h"
#include "journal/codes.h"

enum json_shape_kind {
    SHAPE_TEXT,    /* struct str; empty: null where that may be */
    SHAPE_WORDS,   /* const char *; NULL: null */
    SHAPE_NUMBER,  /* uint32_t; 0: null where that may be */
    SHAPE_LARGE,   /* int64_t; negative: null where that may be */
    SHAPE_FLAG,    /* bool */
    SHAPE_INSTANT, /* struct instant; NEVER: null */
    SHAPE_DATE,    /* int32_t, days since 1970; INT32_MIN: null */
    SHAPE_CODE,    /* uint8_t, a place in `list`; 0: null */
    SHAPE_LIST,    /* a pointer to rows of `of`, and a size_t at `count_at` */
    SHAPE_SAID     /* const struct event *: its own fields, by its kind */
};
struct json_shape;
struct json_field {
    const char *name, *words;
    uint8_t kind, list;
    bool nullable;
    uint16_t at, count_at;
    const struct json_shape *of;
};
struct json_shape {
    const char *name, *words;
    const struct json_field *field;
    size_t fields, size; /* size: of one row */
};
#define SHAPE_AT(type, member, kind_, words_)                                                      \
    { .name = #member, .words = words_, .kind = kind_, .at = offsetof(struct type, member) }
#define SHAPE_OR_NULL(type, member, kind_, words_)                                                 \
    { .name = #member, .words = words_, .kind = kind_, .nullable = true,                           \
      .at = offsetof(struct type, member) }
#define SHAPE_CODED(type, member, list_, words_)                                                   \
    { .name = #member, .words = words_, .kind = SHAPE_CODE, .list = CODES_##list_,                 \
      .nullable = true, .at = offsetof(struct type, member) }
#define SHAPE_ROWS(type, member, count_, of_, words_)                                              \
    { .name = #member, .words = words_, .kind = SHAPE_LIST, .at = offsetof(struct type, member),   \
      .count_at = offsetof(struct type, count_), .of = of_ }

/* `key` as in json_write.h. */
void json_shape_write(struct json_writer *w, const char *key, const struct json_shape *s,
                      const void *row);

#endif

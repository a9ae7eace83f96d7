/* Writes JSON into a text: every --json answer and every canonical payload comes from here.
 *
 * In canonical mode (RFC 8785, with whole numbers only) keys must come in order: MUST() checks. */
#ifndef FORMAT_JSON_WRITE_H
#define FORMAT_JSON_WRITE_H
#include "base/task.h"

enum { JSON_WRITE_DEPTH_MAX = 16 };
/* Whole numbers that every reader of JSON takes exactly: -(2^53 - 1) to 2^53 - 1. */
#define JSON_INT_MAX INT64_C(9007199254740991)

struct json_writer {
    struct text *out;
    bool canonical;
    uint8_t depth;
    struct json_level {
        bool list, begun;
        struct str last_key;
    } level[JSON_WRITE_DEPTH_MAX];
};
struct json_writer json_writer_open(struct text *out);
struct json_writer json_writer_canonical(struct text *out);
void json_writer_done(const struct json_writer *w); /* MUST() be back at depth 0 */

/* `key` is NULL in a list and at the top. It is borrowed until its object is closed. */
void json_open_object(struct json_writer *w, const char *key);
void json_close_object(struct json_writer *w);
void json_open_list(struct json_writer *w, const char *key);
void json_close_list(struct json_writer *w);
void json_put_text(struct json_writer *w, const char *key, struct str s);
void json_put_textz(struct json_writer *w, const char *key, const char *nul_ended); /* NULL: null */
void json_put_int(struct json_writer *w, const char *key, int64_t number);
void json_put_bool(struct json_writer *w, const char *key, bool flag);
void json_put_null(struct json_writer *w, const char *key);
void json_put_date(struct json_writer *w, const char *key, struct date d);
void json_put_instant(struct json_writer *w, const char *key, struct instant i); /* NEVER: null */

/* The string alone, in quotes, escaped as RFC 8785 says; bytes that are not UTF-8 become U+FFFD. */
void json_put_string(struct text *out, struct str s);

#endif

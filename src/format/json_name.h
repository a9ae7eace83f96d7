/* How a field of somebody's JSON is named in a refusal, and the reader shared within this room. */
#ifndef FORMAT_JSON_NAME_H
#define FORMAT_JSON_NAME_H
#include "format/json_read.h"

struct json_name {
    char words[64]; /* "field happened", or "a field" when the key is no plain name */
};
/* A key comes from outside and is logged with the reason: only a plain name is repeated. */
struct json_name json_name_of(struct str key);

/* One value that starts on this line of a larger text. */
status json_read_from(struct task *t, struct str bytes, int64_t line,
                      const struct json_value **ret);

#endif

/* Strict JSON from outside: whole numbers only, no duplicate names, no NUL, UTF-8, bounded.
 *
 * What is read lies in the task's arena; nothing is left to free. Refusals name line and column
 * where the text is broken, and the field where a value is wrong; never the value itself. */
#ifndef FORMAT_JSON_READ_H
#define FORMAT_JSON_READ_H
#include "base/task.h"

enum json_kind { JSON_TEXT, JSON_INT, JSON_BOOL, JSON_NIL, JSON_LIST, JSON_FIELDS };

/* One value. Members of a list or an object hang below it, in the order of the file. */
struct json_value {
    enum json_kind kind;
    struct str key;  /* in an object */
    struct str text; /* JSON_TEXT: NUL-ended too */
    int64_t number;  /* JSON_INT; JSON_BOOL: 0 or 1 */
    size_t count;    /* JSON_LIST, JSON_FIELDS */
    const struct json_value *first, *next;
};

/* The whole text as one value of at most `bytes_max` bytes. */
status json_read(struct task *t, struct str bytes, size_t bytes_max,
                 const struct json_value **ret);
/* What a service that is not ours answers: numbers that are not whole are read as nil. */
status json_read_foreign(struct task *t, struct str bytes, size_t bytes_max,
                         const struct json_value **ret);
const struct json_value *json_member(const struct json_value *object, const char *key); /* NULL */

/* A table of what an object may hold; anything else in it is refused. */
enum json_want {
    JSON_WANT_TEXT,    /* struct str; min and max are bytes */
    JSON_WANT_INT,     /* int64_t */
    JSON_WANT_BOOL,    /* bool */
    JSON_WANT_DATE,    /* struct date */
    JSON_WANT_INSTANT, /* struct instant */
    JSON_WANT_LIST,    /* const struct json_value *; min and max are members */
    JSON_WANT_FIELDS,  /* const struct json_value *: an object */
    JSON_WANT_ANY,     /* const struct json_value * */
};
struct json_spec {
    const char *key;
    enum json_want want;
    bool required; /* not required: may be left out or null, and what it fills stays as it was */
    int64_t min, max;
    size_t at; /* offsetof() in the struct that is filled */
};
status json_read_object(struct task *t, const struct json_value *object,
                        const struct json_spec *specs, size_t count, void *ret);

/* A flat object whose fields depend on something inside it: as pairs, in the file's order. */
struct json_pair {
    struct str key;
    enum json_kind kind; /* JSON_TEXT, JSON_INT, JSON_BOOL or JSON_NIL */
    struct str text;
    int64_t number;
};
struct json_pairs {
    const struct json_pair *at;
    size_t count;
};
status json_read_pairs(struct task *t, const struct json_value *object, size_t pairs_max,
                       struct json_pairs *ret);

/* Objects one after another: a list `[ {…}, {…} ]`, or one object a line (newline-delimited).
 * Only one is in memory at a time; the arena may be rewound after each. */
struct json_feed {
    struct task *t;
    const char *start, *at, *end;
    int64_t line;    /* on which the object just read starts */
    int64_t objects; /* read so far */
    size_t bytes_max;
    const char *counted; /* line ends are counted up to here */
    int64_t counted_line;
    bool is_list, is_over;
    status state;
};
status json_feed_open(struct task *t, struct str bytes, size_t object_bytes_max,
                      struct json_feed *ret);
bool json_feed_next(struct json_feed *f, const struct json_value **ret); /* false: end, failure */
status json_feed_done(const struct json_feed *f);

#endif

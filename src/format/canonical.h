/* The canonical bytes of one flat object, as the journal commits to them: read fast, or written.
 *
 * {"key":value,…}: keys strictly ascending, 1 to 64 characters from ! to ~ without quote and
 * backslash; values are strings, whole numbers within ±(2^53 - 1), true or false. No spaces, no
 * null, no other spelling of the same thing (RFC 8785): equal objects have equal bytes. */
#ifndef FORMAT_CANONICAL_H
#define FORMAT_CANONICAL_H
#include "base/task.h"

enum canon_kind { CANON_TEXT, CANON_INT, CANON_FLAG };

struct canon_value {
    enum canon_kind kind;
    bool escaped;    /* the text holds escapes: see canon_text */
    struct str text; /* CANON_TEXT: a view of the bytes between the quotes */
    int64_t number;  /* CANON_INT; CANON_FLAG: 0 or 1 */
};

struct canon {
    const char *at, *end;
    struct str last_key;
    enum { CANON_READING, CANON_COMPLETE, CANON_BROKEN } state;
};

/* for (canon_open(&c, bytes); canon_next(&c, &key, &value);) …; then canon_done(&c) says whether
 * the bytes were canonical to the end. Nothing read before that may be relied on. */
void canon_open(struct canon *c, struct str bytes);
bool canon_next(struct canon *c, struct str *ret_key, struct canon_value *ret_value);
bool canon_done(const struct canon *c);

/* The text of a value; copied into the arena only when it holds escapes. */
struct str canon_text(struct arena *a, const struct canon_value *v);

/* Only what date_print and instant_print write; no task, no allocation. */
bool canon_date(struct str s, struct date *ret);
bool canon_instant(struct str s, struct instant *ret);

/* Writing. Keys in order, text UTF-8 without NUL, numbers in bounds: MUST() checks. */
struct canon_writer {
    struct text *out;
    struct str last_key;
};
struct canon_writer canon_write_open(struct text *out);
void canon_put_text(struct canon_writer *w, struct str key, struct str s);
void canon_put_int(struct canon_writer *w, struct str key, int64_t number);
void canon_put_flag(struct canon_writer *w, struct str key, bool flag);
void canon_put_date(struct canon_writer *w, struct str key, struct date d);
void canon_put_instant(struct canon_writer *w, struct str key, struct instant i);
void canon_write_close(struct canon_writer *w);

#endif

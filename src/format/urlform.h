/* Form bodies and query strings (application/x-www-form-urlencoded): read strictly, or written. */
#ifndef FORMAT_URLFORM_H
#define FORMAT_URLFORM_H
#include "base/task.h"

struct urlform_field {
    struct str name, value;
};
struct urlform {
    const struct urlform_field *field; /* in the order sent; names may repeat */
    size_t count;
};

/* Bounded by FORM_BYTES_MAX and FORM_FIELDS_MAX. A broken percent sign, bytes that are not UTF-8
 * and NUL are refused. CR LF, as browsers send from a text area, and CR become LF. */
status urlform_read(struct task *t, struct str bytes, struct urlform *ret);
/* As it, of a form that brings another one along: the other's bounds, and room beside it. */
enum {
    FORM_BESIDE_BYTES = 8 << 10,
    FORM_BESIDE_FIELDS = 8
};
status urlform_read_two(struct task *t, struct str bytes, struct urlform *ret);
bool urlform_has(const struct urlform *f, const char *name);
struct str urlform_text(const struct urlform *f, const char *name); /* the first; "" if none */
size_t urlform_count(const struct urlform *f, const char *name);

/* Percent-encodes all but A-Z a-z 0-9 - . _ ~ : right in a path, a query and a form body. */
void url_encode(struct text *out, struct str s);
/* Decodes one path segment or value; `plus_is_space` only in forms and queries. */
status url_decode(struct task *t, struct str s, bool plus_is_space, struct str *ret);
void urlform_put(struct text *out, bool first, struct str name, struct str value);

#endif

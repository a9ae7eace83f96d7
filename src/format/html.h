/* Writes HTML, escaping by where a value stands. There is no way in for raw markup but a literal
 * of this program; page functions made from templates call these and nothing else. */
#ifndef FORMAT_HTML_H
#define FORMAT_HTML_H
#include "format/phrases.h"

struct html {
    struct text out;
    /* NULL: as written. What the program says, literals and const char *, is looked up here; what
     * people said, struct str, never is. */
    const struct phrases *phrases;
    bool in_tag; /* followed only while there are phrases */
    char quote;
};
struct html html_open(struct arena *a, size_t ceiling);
/* Markup from a template; the caller is generated code. */
void html_literal(struct html *h, const char *at, size_t len);
/* Between tags. What is written from right to left, or turns its neighbours round, is isolated. */
void html_text(struct html *h, struct str s);
void html_textz(struct html *h, const char *nul_ended);
void html_attr(struct html *h, struct str s); /* between the quotes of an attribute */
void html_attrz(struct html *h, const char *nul_ended);
void html_int(struct html *h, int64_t number); /* 1234567, for either place */
bool html_is_full(const struct html *h);       /* the page passed its ceiling: do not send it */
struct str html_done(const struct html *h);

#endif

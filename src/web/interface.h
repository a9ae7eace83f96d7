/* In which language the program speaks to this visitor; what people wrote stays as it is. */
#ifndef WEB_INTERFACE_H
#define WEB_INTERFACE_H
#include "format/phrases.h"
#include "web/show.h"

/* The phrases are part of the binary: a broken catalogue stops a test, not a night. */
status interface_open(struct task *t, const struct phrases **ret_welsh);
/* Chosen by the visitor, kept in a cookie that says nothing else. */
bool wants_welsh(struct str cookie_header);
/* Of this visitor's pages; NULL: English. */
const struct phrases *phrases_of(const struct request *in);
const char *language_tag(const struct view *v); /* "en", "cy" */
/* Called first in the head of every page. */
void page_speak(struct html *h, const struct view *v);

#endif

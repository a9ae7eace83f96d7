/* What the program says, in another language: whole phrases, looked up by their English. */
#ifndef FORMAT_PHRASES_H
#define FORMAT_PHRASES_H
#include "base/task.h"

struct phrases;
/* Pairs of lines, "en: …" then "cy: …" (any two letters); # begins a comment. The text must outlive
 * what is made of it. E_INVALID names the line. */
status phrases_read(struct task *t, struct str text, struct phrases **ret);
/* NULL: there is no such phrase. White space at its ends is not part of one. */
const struct str *phrase_find(const struct phrases *p, struct str english);
size_t phrase_count(const struct phrases *p);

#endif

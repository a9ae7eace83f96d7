/* Files that travel inside the binary: rules, schemas, style sheets. Made by tools/embed.c. */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H
#include <stddef.h>

struct embedded {
    const char *name; /* the file's own name; NULL ends a table */
    const char *at;   /* followed by a NUL that is not counted */
    size_t len;
};
extern const struct embedded embedded_rules[], embedded_schemas[], embedded_assets[];
extern const struct embedded embedded_words[], embedded_phrases[], embedded_print[];

#endif

/* What the page for correcting or answering one entry shows. */
#ifndef WEB_CORRECT_PAGE_H
#define WEB_CORRECT_PAGE_H
#include "web/pages.h"

struct correct_page {
    uint32_t child, n;
    const struct child_entry *entry;
    struct str name, by, second_key;
    struct entry_page form; /* its questions */
    bool replaced;          /* by a later entry: that one is to be corrected */
    uint32_t by_n;
    const struct child_entry *answer; /* entries that do not agree with it, in order */
    size_t answers;
};

#endif

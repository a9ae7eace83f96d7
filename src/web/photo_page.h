/* What the page of a child's photo shows. */
#ifndef WEB_PHOTO_PAGE_H
#define WEB_PHOTO_PAGE_H
#include "web/site.h"

struct photo_page {
    uint32_t child;
    struct str name, first;
    bool there, may_change, added, removed;
    const char *wrong; /* NULL, or why the photo was not kept */
};

#endif

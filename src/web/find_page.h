/* What a page of what was found shows. */
#ifndef WEB_FIND_PAGE_H
#define WEB_FIND_PAGE_H
#include "web/show.h"
#include "work/find.h"

struct find_row {
    uint32_t number;
    struct str name, detail, lives, why; /* why: "name, school (nearly)" */
    struct str born;                     /* "15, born 4 May 2011"; empty: not known */
    bool missing;
};
struct find_page {
    struct str typed;
    struct find_row *child, *home, *person;
    size_t children, homes, people, all;
    bool may_homes;
    bool nothing_typed, looked_like_number;
    const char *failed;
};

/* Looks for `typed` among whom the asker may see, and fills in the rest. */
status find_fill(struct task *t, struct request *in, const struct view *v, struct find_page *p);
/* Answers the search box; what is found by number is opened by children.c. */
status find_by_words(struct task *t, struct request *in, struct response *out);

#endif

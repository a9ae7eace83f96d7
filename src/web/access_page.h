/* What the pages about access show: filled in by their handlers, read by access.html. */
#ifndef WEB_ACCESS_PAGE_H
#define WEB_ACCESS_PAGE_H
#include "web/show.h"

struct glass_look { /* one opening of the file without a relation */
    uint64_t look;
    uint32_t person;
    struct str who, reason;
    struct instant at;
    bool reviewed;
    struct str verdict, because, by; /* of the review */
    struct instant reviewed_at;
};
struct glass_page {
    uint32_t child;
    struct str name;
    struct glass_look look;
    bool may_review; /* not one's own, and for the owner or who reviews access */
    struct choices verdicts;
};

/* "Dee Ashgrove, home staff on duty": who that was, in which role. */
struct str glass_person(struct task *t, struct request *in, uint32_t person, uint8_t role);

#endif

/* What the pages about access show: filled in by their handlers, read by access.html. */
#ifndef WEB_ACCESS_PAGE_H
#define WEB_ACCESS_PAGE_H
#include "access/odd_run.h"
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

struct looked_row {
    struct instant at;
    struct str words;
    bool without; /* a relation */
};
struct access_question {
    uint64_t number;
    struct str text, answer; /* answer empty: not yet */
    struct instant at;
};
struct glass_link {
    uint64_t look;
    struct instant at;
};
struct looked_page {
    uint32_t child;
    struct str name, first;
    struct looked_row *row;
    size_t rows;
    bool cut, may_answer, roles_only;
    struct access_question *question;
    size_t questions;
    struct glass_link *glass; /* looks without a relation, to be reviewed */
    size_t glasses;
};

struct odd_page {
    const struct odd_seen *row;
    size_t rows;
    bool cut;
    struct odd_settings terms;
    uint32_t me; /* one's own are reviewed by somebody else */
    struct choices verdicts;
};

struct child_share {
    uint64_t number;
    struct str recipient, power, purpose, items;
    struct instant made, until; /* NEVER: no day was said, and no file opens by it */
    bool over, withdrawn;
};
struct child_shares_page {
    uint32_t child;
    struct str name;
    bool may_share;
    struct child_share *share;
    size_t shares;
    struct choices items;
    struct name_list people;
};

/* "Dee Ashgrove, home staff on duty": who that was, in which role. */
struct str glass_person(struct task *t, struct request *in, uint32_t person, uint8_t role);

#endif

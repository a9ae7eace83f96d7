/* What the page of one duty shows: filled in by duty.c, read by duty.html. */
#ifndef WEB_DUTY_PAGE_H
#define WEB_DUTY_PAGE_H
#include "web/child_page.h"

struct duty_change { /* given to someone, waived, taken on, warned of, gone up the ladder */
    struct instant at;
    struct str words, by;
    uint32_t n;
};
enum {
    DUTY_CHANGES_MAX = 30
};
struct duty_page {
    uint32_t child, seen_n;
    struct str name, first;
    const struct rule_words *rule;
    struct owed_row d;
    bool place; /* of a home, an agency or a place, not of a child */
    bool open, may_give, may_waive;
    struct str who_may_give;
    const char *waived_from, *power; /* "" where nobody may waive it */
    struct name_list people;
    const char *people_failed;
    struct duty_change *change;
    size_t changes;
    struct area_notice notice;
};

#endif

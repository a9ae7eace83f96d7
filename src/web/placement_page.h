/* What the pages of a placement show: proposing, approving, and all that wait. */
#ifndef WEB_PLACEMENT_PAGE_H
#define WEB_PLACEMENT_PAGE_H
#include "web/child_page.h"
#include "work/decide_placement.h"
#include "work/placement_check.h"

struct checked_row {
    const char *title;
    uint8_t outcome; /* enum checked */
    struct str words, source;
    struct instant as_of;
};
struct checked_rows {
    struct checked_row *at;
    size_t count, against, could_not, clear;
};

struct place_page {
    uint32_t child, last_n;
    struct str name, first, at; /* `at`: the home or address */
    struct name_list homes;
    struct choices type, provider, area, school, emergency;
    bool looked, ask_area;
    struct checked_rows checks;
    const char *rank, *rank_why, *others_failed;
    struct placement_other other[PLACEMENT_OTHERS];
    size_t others;
};

struct decided_row {
    struct instant at;
    struct str words, by;
    uint32_t n;
};
struct approval_page {
    uint32_t child, last_n;
    uint64_t placement;
    struct str name, first, at, by, why, alternatives, wishes;
    struct instant proposed, started;
    bool emergency, has_begun, is_over;
    const char *type, *needs, *state, *may_not;
    struct checked_rows checks;
    struct decided_row *decided;
    size_t decisions;
    bool may_decide, may_start, approved;
    uint8_t rank; /* at which who looks approves */
    struct choices decision, conditions, notified, with;
    bool may_record;
    struct owed_row *owed; /* about this placement, met ones too */
    size_t owed_count;
    struct area_notice notice;
    struct told_rows told;
    bool told_failed;
};

struct placements_page {
    struct standing_list list;
    unsigned only; /* state asked for; 0: all */
    const char *failed;
};
struct choices notified_choices(void);
struct choices notified_with(void);

const char *standing_words(unsigned state);
const char *standing_hint(unsigned state);
const char *area_words(uint8_t area);
const char *rank_words(uint8_t rank);

#endif

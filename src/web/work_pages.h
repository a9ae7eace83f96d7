/* What a home's page shows, my week, what was not delivered, and what the rulebook covers. */
#ifndef WEB_WORK_PAGES_H
#define WEB_WORK_PAGES_H
#include "rulebook/coverage.h"
#include "rulebook/parameters.h"
#include "web/pages.h"
#include "work/dispatch.h"
#include "work/funnel.h"

struct home_page { /* or an agency, or a place */
    uint32_t number;
    struct str name;
    struct owed_row *owed, *alarm;
    size_t owed_count, alarms, residents, hidden, entries;
    struct name_row *resident;
};

struct undelivered_page {
    const struct dead_letters *letters;
    const char *failed;
    struct str tried; /* reference of the one whose form came back */
};

enum {
    WEEK_BARS = 8 /* late, today, six days */
};
struct week_page {
    struct week_bar {
        struct str label;
        size_t count;
        bool late;
    } bar[WEEK_BARS];
    size_t later, undated;
    struct str caption, feed;
    bool cut, has_feed;
};
/* The drawing, as one svg element; each bar carries data-n: how many duties it stands for. */
void page_week_picture(struct html *h, const struct view *v, const struct week_page *p);

struct shares_page {
    struct funnel funnel;
    struct str *name; /* of each home */
    size_t outside;   /* homes above their limits */
    struct str caption;
};
/* Each point carries data-n: one home. */
void page_shares_picture(struct html *h, const struct view *v, const struct shares_page *p);
const char *share_words(const struct funnel_home *h);
struct str expected_words(const struct view *v, double expected);

struct coverage_page {
    struct str nation, hash;
    struct coverage *coverage;
    const char *failed;
    struct parameter_words *parameter;
    size_t parameters;
};

#endif
